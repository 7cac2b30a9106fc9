"""ninjs of every version becomes the expected article; what it forbids is not published."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import ninjs
from ingest.reading import read_articles

_FILES = Path(__file__).parent.parent / "files" / "ninjs"
_TEXT = "El mercado de Olmeda cumple noventa años con sus puestos llenos."


def _read(data: object) -> list[Article | ArticleError]:
    return list(ninjs.read(_file(data)))


def _file(data: object) -> SourceFile:
    return SourceFile(Path("a.json"), "in/a.json", packed=json.dumps(data).encode())


def _article(**item: Any) -> Article:
    [article] = _read({"uri": "urn:1", **item})
    assert isinstance(article, Article), article
    return article


def _reason(**item: Any) -> str:
    [error] = _read({"uri": "urn:1", **item})
    assert isinstance(error, ArticleError), error
    return str(error)


def _item(number: int, **item: Any) -> dict[str, Any]:
    return {"uri": f"urn:{number}", "versioncreated": "2025-03-10T08:00:00Z", **item}


def test_version_1_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "1.6-text.json"])
    assert reading.result == Article(
        uri="urn:newsml:agencia-tresvalles.example:20250304:0187",
        body="MONTELAR.- La antigua quesería de Montelar abrirá sus puertas en octubre con 42 puestos de trabajo, anunció"
        " ayer la cooperativa.\n\n«Leche no nos falta», dijo su presidenta, Amalia Prado & Cía.",
        headline="La quesería de Montelar abrirá en otoño", publisher="Agencia Tres Valles",
        published="2025-03-04T08:55:00+01:00", modified="2025-03-04T12:40:00+01:00", language="es", version=3,
        byline="Inés Cordal", dateline="Montelar", provider="Tres Valles Noticias", section="Economía, Empleo",
        genre="Actualidad", url="https://tresvalles.example/0187",
        rights="© 2025 Agencia Tres Valles; Prohibida la reventa.", ednote="Actualiza con la cifra de puestos de trabajo.",
    )  # fmt: skip


def test_version_2_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "2.2-text.json"])
    assert reading.result == Article(
        uri="urn:newsml:depeche-armelin.example:20250611:44",
        body="Le pont d’Armelin rouvre dimanche.\n\nLes piétons passeront dès samedi.\n\n"
        "En chiffres : 120 mètres, 2,4 millions d’euros.",
        headline="Le pont d’Armelin rouvre dimanche", publisher="La Dépêche d'Armelin",
        published="2025-06-11T06:00:00+00:00", modified="2025-06-11T07:30:00+00:00", language="fr", version=2,
        byline="Lucile Vanier", dateline="Armelin", provider="Agence Sud-Armelin, Mairie d’Armelin",
        section="Transports", genre="Current", url="https://armelin.example/pont", rights="La Dépêche d'Armelin",
        embargoed="2025-06-11T10:00:00+02:00",
    )  # fmt: skip


def test_version_3_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "3.1-text.json"])
    assert reading.result == Article(
        uri="urn:newsml:coalhaven-wire.example:2025-09-20:rovers",
        body="Coalhaven Rovers beat Netherby 2-1 on Saturday.\n\nIt was their first win in nine games.",
        headline="Coalhaven Rovers win at last", publisher="Coalhaven Wire", published="2025-09-20T17:05:00+01:00",
        modified="2025-09-20T17:20:00+01:00", language="en", version=1, byline="Gwen Attwater", dateline="Coalhaven",
        section="Sport, Football", genre="Match report", embargoed="2025-09-20T18:00:00+01:00", pubstatus="withheld",
        rights="Copyright 2025 Coalhaven Wire; Not for use after seven days.", ednote="Check the scorer's name.",
    )  # fmt: skip


def test_a_list_goes_on_after_an_item_that_cannot_be_read() -> None:
    data = [_item(1, body_text="Uno."), _item(2, type="picture"), 3, _item(4, bodies=[{"value": "Cuatro."}])]
    found = _read(data)
    assert [f.body if isinstance(f, Article) else str(f) for f in found] == [
        "Uno.",
        "record 2: it is of type picture and has no text.",
        "record 3: it is not an object with named values.",
        "Cuatro.",
    ]


@pytest.mark.parametrize("kind", ["picture", "graphic", "video", "audio"])
def test_media_without_text_are_never_an_empty_article(kind: str) -> None:
    reason = f"it is of type {kind} and has no text."
    assert _reason(type=kind, headline="H", description_text="D") == reason
    assert _reason(type=kind, pubstatus="canceled") == reason


def test_a_text_without_body_says_so() -> None:
    assert _reason(type="text", headline="H") == "it is of type text and has no text."
    assert _reason(headline="H", bodies=[{"role": "main", "value": " "}]) == "it has no body."


def test_a_cancellation_needs_no_body() -> None:
    canceled = _article(type="text", pubStatus="canceled", version="4")
    assert canceled == Article(uri="urn:1", body="", version=4, pubstatus="canceled")


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"])
def test_an_embargo_that_cannot_be_understood_publishes_nothing(name: str) -> None:
    assert _reason(body_text=_TEXT, **{name: "tras el discurso"}).startswith(
        "its embargo 'tras el discurso' is no date"
    )


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (("contentcreated", "firstcreated", "versioncreated"), "2025-03-01T00:00:00+00:00"),
        (("firstcreated", "versioncreated"), "2025-03-02T00:00:00+00:00"),
        (("versioncreated",), "2025-03-03T00:00:00+00:00"),
    ],
)
def test_published_is_the_storys_own_date_where_there_is_one(dates: tuple[str, ...], published: str) -> None:
    days = {"contentcreated": "2025-03-01", "firstcreated": "2025-03-02", "versioncreated": "2025-03-03"}
    item = {name: f"{days[name]}T00:00:00Z" for name in dates}
    assert (_article(body_text=_TEXT, **item).published, _article(body_text=_TEXT, **item).modified) == (
        published,
        "2025-03-03T00:00:00+00:00",
    )


def test_html_comes_before_plain_text_that_says_the_same() -> None:
    html = f"<p>{_TEXT}</p><ul><li>Abre a las siete</li><li>Cierra a las dos</li></ul>"
    plain = f"{_TEXT} Abre a las siete Cierra a las dos"
    expected = f"{_TEXT}\n\nAbre a las siete\nCierra a las dos"
    assert _article(body_text=plain, body_xhtml=html).body == expected
    assert _article(bodies=[{"value": plain}, {"contentType": "text/html", "value": html}]).body == expected


def test_a_teaser_in_html_does_not_replace_the_text() -> None:
    whole = f"{_TEXT} La alcaldesa prometió ayer que el tejado de la nave se arreglará antes del próximo invierno."
    assert _article(body_html=f"<p>{_TEXT}</p>", body_text=whole).body == whole


def test_bodies_that_say_different_things_all_stay() -> None:
    bodies = [{"role": "main", "value": _TEXT}, {"role": "recuadro", "value": "Doce pescaderías, siete floristerías."}]
    assert _article(bodies=bodies).body == f"{_TEXT}\n\nDoce pescaderías, siete floristerías."


def test_nitf_inside_json_is_read_where_nothing_else_is_there() -> None:
    nitf = (
        f'<?xml version="1.0" encoding="UTF-8"?><nitf><body><body.content><p>{_TEXT}</p></body.content></body></nitf>'
    )
    assert _article(body_nitf=nitf).body == _TEXT
    assert _article(bodies=[{"role": "main", "contenttype": "application/nitf+xml", "value": nitf}]).body == _TEXT
    assert _article(body_nitf=nitf, body_text="Otro texto.").body == "Otro texto."


def test_line_breaks_in_html_are_spaces_but_in_preformatted_text() -> None:
    html = "<p>Uno\n  <b>dos</b>\ntres.</p><pre>lun 7\nmar 8</pre>"
    assert _article(body_html=html).body == "Uno dos tres.\n\nlun 7\nmar 8"


def test_the_main_headline_is_chosen_by_its_role() -> None:
    headlines = [{"role": "seo", "value": "SEO"}, {"value": "Sin papel"}, {"role": "main", "value": "Principal"}]
    assert _article(body_text=_TEXT, headlines=headlines).headline == "Principal"
    assert _article(body_text=_TEXT, headlines=headlines[:2]).headline == "Sin papel"
    assert _article(body_text=_TEXT, headlines=headlines[:1]).headline == "SEO"


@pytest.mark.parametrize(
    ("genre", "name"),
    [
        ([{"name": "Crónica", "code": "Current"}, {"name": "Crónica"}], "Crónica"),
        ([{"code": "Current"}], "Current"),
        ([{"code": "genre:20000001"}, {"code": "AB"}], ""),
    ],
)
def test_a_genre_is_its_name_else_a_code_that_is_a_word(genre: list[dict[str, str]], name: str) -> None:
    assert _article(body_text=_TEXT, genre=genre).genre == name


def test_stories_that_lie_whole_in_associations_are_read_under_the_outer_embargo() -> None:
    inner = {
        "foto": _item(2, type="picture", body_text="Pie de foto."),
        "resto": _item(3, type="text", body_text="Una parte.", representationtype="incomplete"),
        "otra": _item(4, type="text", body_text="Otra noticia."),
        "libre": _item(5, body_text="Ya libre.", embargoed="2025-03-11T06:00:00Z"),
    }
    found = _read(_item(1, type="composite", embargoed="2025-03-12T06:00:00Z", associations=inner))
    assert [(f.uri, f.body, f.embargoed) for f in found if isinstance(f, Article)] == [
        ("urn:4", "Otra noticia.", "2025-03-12T06:00:00+00:00"),
        ("urn:5", "Ya libre.", "2025-03-11T06:00:00+00:00"),
    ]
    assert len(found) == 2


def test_the_cancellation_of_a_package_cancels_no_story_in_it() -> None:
    found = _read(_item(1, pubstatus="canceled", associations=[_item(2, body_text="Otra noticia.")]))
    assert [(f.uri, f.pubstatus) for f in found if isinstance(f, Article)] == [("urn:1", "canceled")]


@pytest.mark.parametrize(
    ("data", "recognised"),
    [
        (_item(1), True),
        ([{"guid": "urn:1", "body_html": "<p>a</p>"}], True),
        ({"uri": "u", "versionCreated": "2025"}, True),
        ({"uri": "u", "bodies": []}, True),
        ({"uri": "u", "body": "Uno.", "headline": "H"}, False),
        ({"title": "T", "body_html": "<p>a</p>"}, False),
        ([], False),
    ],
)
def test_ninjs_is_told_from_other_json(data: object, recognised: bool) -> None:
    assert ninjs.recognises(_file(data)) is recognised


def test_usual_columns_beside_those_of_ninjs_are_not_lost(tmp_path: Path) -> None:
    record = {
        "uri": "u",
        "body_html": f"<p>{_TEXT}</p>",
        "author": "Ana Ruiz",
        "date": "2025-03-01",
        "section": "Local",
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    [reading] = read_articles([tmp_path / "a.json"])
    assert reading.result == Article(
        uri="u", body=_TEXT, byline="Ana Ruiz", published="2025-03-01", section="Local"
    )  # fmt: skip


_NAMES = st.sampled_from(
    "uri type version bodies headlines body_text body_xhtml body_nitf associations renditions genres subjects pubstatus"
    " embargoed infosources copyrightholder value role contenttype name code href".split()
)
_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text("aé<&; ", max_size=8)
    | st.sampled_from(["<p>a</p>", "<nitf/>", "main"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(_NAMES, _VALUES, max_size=6))
def test_any_object_is_articles_or_reasons_and_never_nothing(item: dict[str, object]) -> None:
    found = _read(item)
    assert found
    for result in found:
        assert isinstance(result, ArticleError) or result.body or result.pubstatus == "canceled"


def test_a_news_object_a_line_is_read_and_a_broken_line_stops_no_other(tmp_path: Path) -> None:
    lines = [
        {"uri": f"urn:newsml:tern.example:{n}", "versionCreated": "2025-02-03T10:00:00Z", "type": "text"}
        for n in (1, 3)
    ]
    for line, text in zip(lines, ("Uno.", "Tres."), strict=True):
        line["bodies"] = [{"value": text}]  # type: ignore[assignment]
    picture = {"uri": "urn:newsml:tern.example:4", "type": "picture", "versionCreated": "2025-02-03T10:00:00Z"}
    file = tmp_path / "wire.jsonl"
    file.write_text("\n".join([json.dumps(lines[0]), "{", json.dumps(lines[1]), json.dumps(picture)]), "utf-8")
    results = [reading.result for reading in read_articles([file])]
    assert [result.body if isinstance(result, Article) else str(result)[:24] for result in results] == [
        "Uno.",
        "line 2 is not valid JSON",
        "Tres.",
        "line 4: it is of type pi",
    ]


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ({"headline_main": "El pan sube", "headline_sms": "Pan"}, "El pan sube"),
        ({"headline_sms": "Pan", "headline_main": "El pan sube"}, "El pan sube"),
        ({"headline_sms": "Pan", "headline_web": "El pan sube"}, "El pan sube"),
        ({"headline_sms": "Pan"}, "Pan"),
        ({"headline": "El pan sube", "headline_main": "Otro"}, "El pan sube"),
        ({"headlines": [{"role": "main", "value": "El pan sube"}], "headline_web": "Otro"}, "El pan sube"),
        ({"headline_main": "El <b>pan</b> sube"}, "El pan sube"),
    ],
)
def test_a_headline_may_have_any_name_after_the_word(said: dict[str, Any], headline: str) -> None:
    assert _article(versioncreated="2025-03-10T08:00:00Z", body_main=_TEXT, **said).headline == headline


def test_a_body_that_says_it_shorter_is_none_beside_the_whole() -> None:
    assert _article(body_main=_TEXT, body_sms="Noventa años ya.").body == _TEXT
    assert _article(body_sms="Noventa años ya.").body == "Noventa años ya."
    bodies = [{"role": "summary", "value": "Noventa años ya."}, {"role": "main", "value": _TEXT}]
    assert _article(bodies=bodies).body == _TEXT


@pytest.mark.parametrize(
    "said",
    [
        {"descriptions": [{"role": "text", "contenttype": "text/plain", "value": _TEXT}]},
        {"descriptions": [{"value": f"<p>{_TEXT}</p>"}, {"role": "drol:caption", "value": "Foto."}]},
        {"description_text": _TEXT, "description_html": f"<p>{_TEXT}</p>"},
        {"description_text": _TEXT, "associations": {"a": {"uri": "urn:2", "type": "picture"}}},
    ],
)
def test_a_text_that_stands_only_in_its_description_is_the_story(said: dict[str, Any]) -> None:
    assert _article(type="text", **said).body == _TEXT
    assert _article(type="text", body_text="Otra cosa muy distinta.", **said).body == "Otra cosa muy distinta."


def test_a_picture_has_a_caption_and_no_story() -> None:
    assert _reason(type="picture", description_text=_TEXT) == "it is of type picture and has no text."
    assert _reason(type="text", description_caption=_TEXT) == "it is of type text and has no text."


@pytest.mark.parametrize(
    ("said", "byline"),
    [
        ({"byline": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": "Por Ana Ruiz, enviada especial"}, "Por Ana Ruiz, enviada especial"),
        ({"byline": "ruiz.ana"}, ""),
        ({"byline": "ar/mp"}, ""),
        ({"byline": "redaccion@faro.example"}, ""),
        ({"by": "ruiz.ana", "byline": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": "ruiz.ana", "by": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": {"name": "Ana Ruiz"}}, "Ana Ruiz"),
        ({"byline": [{"name": "Ana Ruiz"}, {"name": "Iria Souto"}]}, "Ana Ruiz, Iria Souto"),
        ({"authors": [{"name": "Ana Ruiz", "role": "writer", "code": "7"}, {"name": "admin"}]}, "Ana Ruiz"),
        ({"byline": "AR", "authors": [{"name": "Ana Ruiz"}]}, "Ana Ruiz"),
        ({"authors": [{"code": "ruiz.ana"}]}, ""),
        ({"by": "Tres Valles", "copyrightholder": "Tres Valles"}, ""),
    ],
)
def test_a_byline_names_a_person(said: dict[str, Any], byline: str) -> None:
    assert _article(body_text=_TEXT, **said).byline == byline


def test_a_text_that_lies_elsewhere_is_named() -> None:
    item = {
        "uri": "urn:1",
        "type": "text",
        "renditions": {"nitf": {"href": "https://w.example/1.xml", "mimetype": "text/xml"}},
    }
    for answer in (item, {"data": {"item": item}}, {"data": {"items": [{"meta": {}, "item": item}]}}):
        [error] = _read(answer)
        assert "its text lies elsewhere, in https://w.example/1.xml: ingest that file." in str(error)


def test_what_superdesk_says_besides_changes_nothing() -> None:
    plain = _article(body_text=_TEXT)
    extras = {
        "extra": {"a": "b"},
        "priority": 6,
        "evolvedfrom": "urn:0",
        "charcount": 64,
        "profile": "Standard",
        "place": [],
    }
    assert _article(body_text=_TEXT, **extras) == plain

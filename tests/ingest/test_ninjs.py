"""ninjs of every version becomes the expected article; what it forbids is not published."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.readers import ninjs
from ingest.reading import read_articles
from tests.ninjs_by_hand import TEXT, ninjs_article, ninjs_file, ninjs_item, ninjs_reason, read_ninjs

_FILES = Path(__file__).parent.parent / "files" / "ninjs"


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
    data = [
        ninjs_item(1, body_text="Uno."),
        ninjs_item(2, type="picture"),
        3,
        ninjs_item(4, bodies=[{"value": "Cuatro."}]),
    ]
    found = read_ninjs(data)
    assert [f.body if isinstance(f, Article) else str(f) for f in found] == [
        "Uno.",
        "record 2: it is of type picture and has no text.",
        "record 3: it is not an object with named values.",
        "Cuatro.",
    ]


@pytest.mark.parametrize("kind", ["picture", "graphic", "video", "audio"])
def test_media_without_text_are_never_an_empty_article(kind: str) -> None:
    reason = f"it is of type {kind} and has no text."
    assert ninjs_reason(type=kind, headline="H", description_text="D") == reason
    assert ninjs_reason(type=kind, pubstatus="canceled") == reason


def test_a_text_without_body_says_so() -> None:
    assert ninjs_reason(type="text", headline="H") == "it is of type text and has no text."
    assert ninjs_reason(headline="H", bodies=[{"role": "main", "value": " "}]) == "it has no body."


def test_a_cancellation_needs_no_body() -> None:
    canceled = ninjs_article(type="text", pubStatus="canceled", version="4")
    assert canceled == Article(uri="urn:1", body="", version=4, pubstatus="canceled")


@pytest.mark.parametrize("name", ["embargoed", "embargoedUntil"])
def test_an_embargo_that_cannot_be_understood_publishes_nothing(name: str) -> None:
    assert ninjs_reason(body_text=TEXT, **{name: "tras el discurso"}).startswith(
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
    assert (ninjs_article(body_text=TEXT, **item).published, ninjs_article(body_text=TEXT, **item).modified) == (
        published,
        "2025-03-03T00:00:00+00:00",
    )


def test_html_comes_before_plain_text_that_says_the_same() -> None:
    html = f"<p>{TEXT}</p><ul><li>Abre a las siete</li><li>Cierra a las dos</li></ul>"
    plain = f"{TEXT} Abre a las siete Cierra a las dos"
    expected = f"{TEXT}\n\nAbre a las siete\nCierra a las dos"
    assert ninjs_article(body_text=plain, body_xhtml=html).body == expected
    assert ninjs_article(bodies=[{"value": plain}, {"contentType": "text/html", "value": html}]).body == expected


def test_a_teaser_in_html_does_not_replace_the_text() -> None:
    whole = f"{TEXT} La alcaldesa prometió ayer que el tejado de la nave se arreglará antes del próximo invierno."
    assert ninjs_article(body_html=f"<p>{TEXT}</p>", body_text=whole).body == whole


def test_bodies_that_say_different_things_all_stay() -> None:
    bodies = [{"role": "main", "value": TEXT}, {"role": "recuadro", "value": "Doce pescaderías, siete floristerías."}]
    assert ninjs_article(bodies=bodies).body == f"{TEXT}\n\nDoce pescaderías, siete floristerías."


def test_nitf_inside_json_is_read_where_nothing_else_is_there() -> None:
    nitf = f'<?xml version="1.0" encoding="UTF-8"?><nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf>'
    assert ninjs_article(body_nitf=nitf).body == TEXT
    assert ninjs_article(bodies=[{"role": "main", "contenttype": "application/nitf+xml", "value": nitf}]).body == TEXT
    assert ninjs_article(body_nitf=nitf, body_text="Otro texto.").body == "Otro texto."


def test_line_breaks_in_html_are_spaces_but_in_preformatted_text() -> None:
    html = "<p>Uno\n  <b>dos</b>\ntres.</p><pre>lun 7\nmar 8</pre>"
    assert ninjs_article(body_html=html).body == "Uno dos tres.\n\nlun 7\nmar 8"


def test_the_main_headline_is_chosen_by_its_role() -> None:
    headlines = [{"role": "seo", "value": "SEO"}, {"value": "Sin papel"}, {"role": "main", "value": "Principal"}]
    assert ninjs_article(body_text=TEXT, headlines=headlines).headline == "Principal"
    assert ninjs_article(body_text=TEXT, headlines=headlines[:2]).headline == "Sin papel"
    assert ninjs_article(body_text=TEXT, headlines=headlines[:1]).headline == "SEO"


@pytest.mark.parametrize(
    ("genre", "name"),
    [
        ([{"name": "Crónica", "code": "Current"}, {"name": "Crónica"}], "Crónica"),
        ([{"code": "Current"}], "Current"),
        ([{"code": "genre:20000001"}, {"code": "AB"}], ""),
    ],
)
def test_a_genre_is_its_name_else_a_code_that_is_a_word(genre: list[dict[str, str]], name: str) -> None:
    assert ninjs_article(body_text=TEXT, genre=genre).genre == name


def test_stories_that_lie_whole_in_associations_are_read_under_the_outer_embargo() -> None:
    inner = {
        "foto": ninjs_item(2, type="picture", body_text="Pie de foto."),
        "resto": ninjs_item(3, type="text", body_text="Una parte.", representationtype="incomplete"),
        "otra": ninjs_item(4, type="text", body_text="Otra noticia."),
        "libre": ninjs_item(5, body_text="Ya libre.", embargoed="2025-03-11T06:00:00Z"),
    }
    found = read_ninjs(ninjs_item(1, type="composite", embargoed="2025-03-12T06:00:00Z", associations=inner))
    assert [(f.uri, f.body, f.embargoed) for f in found if isinstance(f, Article)] == [
        ("urn:4", "Otra noticia.", "2025-03-12T06:00:00+00:00"),
        ("urn:5", "Ya libre.", "2025-03-11T06:00:00+00:00"),
    ]
    assert len(found) == 2


def test_the_cancellation_of_a_package_cancels_no_story_in_it() -> None:
    found = read_ninjs(ninjs_item(1, pubstatus="canceled", associations=[ninjs_item(2, body_text="Otra noticia.")]))
    assert [(f.uri, f.pubstatus) for f in found if isinstance(f, Article)] == [("urn:1", "canceled")]


@pytest.mark.parametrize(
    ("data", "recognised"),
    [
        (ninjs_item(1), True),
        ([{"guid": "urn:1", "body_html": "<p>a</p>"}], True),
        ({"uri": "u", "versionCreated": "2025"}, True),
        ({"uri": "u", "bodies": []}, True),
        ({"uri": "u", "body": "Uno.", "headline": "H"}, False),
        ({"title": "T", "body_html": "<p>a</p>"}, False),
        ([], False),
    ],
)
def test_ninjs_is_told_from_other_json(data: object, recognised: bool) -> None:
    assert ninjs.recognises(ninjs_file(data)) is recognised


def test_usual_columns_beside_those_of_ninjs_are_not_lost(tmp_path: Path) -> None:
    record = {
        "uri": "u",
        "body_html": f"<p>{TEXT}</p>",
        "author": "Ana Ruiz",
        "date": "2025-03-01",
        "section": "Local",
    }
    (tmp_path / "a.json").write_text(json.dumps(record))
    [reading] = read_articles([tmp_path / "a.json"])
    assert reading.result == Article(
        uri="u", body=TEXT, byline="Ana Ruiz", published="2025-03-01", section="Local"
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
    found = read_ninjs(item)
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

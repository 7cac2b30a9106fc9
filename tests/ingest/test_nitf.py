"""NITF, with and without DTD and namespace, becomes the expected article; what it forbids is not published."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.news_body import news_root, one_story, xml_text
from ingest.readers import nitf
from ingest.reading import read_articles

_FILES = Path(__file__).parent.parent / "files" / "nitf"


def _read(xml: str) -> list[Article | ArticleError]:
    return list(nitf.read(SourceFile(Path("a.nitf"), "in/a.nitf", packed=xml.encode())))


def _document(content: str = "<p>Uno.</p>", *, data: str = "", status: str = "", head: str = "") -> str:
    return (
        f'<nitf><head><docdata management-status="{status}">{data}</docdata></head><body><body.head>{head}</body.head>'
        f"<body.content>{content}</body.content></body></nitf>"
    )


def _article(xml: str) -> Article:
    [article] = _read(xml)
    assert isinstance(article, Article), article
    return article


def test_a_document_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "namespace.xml"])
    assert reading.result == Article(
        uri="atv.20250310.0099",
        body="Noventa años de pescado y flores.\n\n"
        "El mercado abrió en 1935: «Aquí se vive», dice Amalia Prado, pescadera.\n\nLos puestos\n\nPescado 12\nFlores 7\n\n"
        "Abre a las 7.\nCierra a las 14.\n\nlun 7-14\nmar 7-14\n\nLa nave central, en 1950.\n\n"
        "Con información de Tomás Ruival.",
        headline="El mercado de Olmeda cumple 90 años", publisher="La Hoja de Olmeda",
        published="2025-03-10T08:15:00+01:00", modified="2025-03-10T09:30:00+01:00", language="es", version=6,
        byline="Por Inés Cordal", dateline="Olmeda, España 10 mar", provider="Tres Valles Noticias", section="Comarca",
        genre="Reportaje", url="https://hoja.example/mercado",
        rights="© 2025 Agencia Tres Valles; Sólo prensa regional.", embargoed="2025-03-11T06:00:00+01:00",
        correction="El mercado cumple 90 años, no 80.",
        ednote="Con foto de archivo. No publicar el apellido del vigilante.", expires="2025-04-01T00:00:00+01:00",
    )  # fmt: skip


def test_the_letters_that_the_dtd_names_survive_without_it() -> None:
    [reading] = read_articles([_FILES / "dtd.nitf"])
    assert reading.result == Article(
        uri="armelin.8812", body="Le café du pont ferme ses portes après 40 ans — faute de relève.",
        headline="Le café du pont ferme", published="2025-06-12T07:00:00+00:00",
        byline="Par Lucile Vanier, correspondante", ednote="Remplace la dépêche d'hier",
    )  # fmt: skip


def test_a_document_that_cancels_another_one_cancels_it() -> None:
    found = [reading.result for reading in read_articles([_FILES / "cancellation.nitf"])]
    assert found == [
        Article(
            uri="coalhaven.18", body="Editors should not use the story on the transfer.",
            headline="Advisory: transfer story withdrawn", published="2025-09-21T08:00:00+00:00",
        ),
        Article(uri="coalhaven.17", body="", pubstatus="canceled"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "data", "expected"),
    [
        ("usbl", "", ("usable", None)),
        ("canceled", "", ("canceled", None)),
        ("withheld", '<date.release norm="20250311T060000Z"/>', ("withheld", "2025-03-11T06:00:00+00:00")),
        ("embargoed", '<date.release norm="20250311T060000Z"/>', ("usable", "2025-03-11T06:00:00+00:00")),
        ("embargoed", "", ("withheld", None)),
        ("", '<date.release norm="20250311060000-0300"/>', ("usable", "2025-03-11T06:00:00-03:00")),
        ("", '<ed-msg msg-type="embargo"/><date.release norm="20250311"/>', ("usable", "2025-03-11")),
    ],
)
def test_what_is_not_free_is_not_published(status: str, data: str, expected: tuple[str, str | None]) -> None:
    article = _article(_document(status=status, data=data))
    assert (article.pubstatus, article.embargoed) == expected


@pytest.mark.parametrize(
    ("status", "data", "reason"),
    [
        ("embargoed", '<date.release norm="noon"/>', "its embargo 'noon' is no date"),
        ("", '<ed-msg msg-type="Embargo" info="until the speech"/>', "its embargo 'until the speech' is no date"),
        ("", '<ed-msg msg-type="embargo"/>', "its embargo 'unknown' is no date"),
        ("hidden", "", "its pubstatus 'hidden' is unknown"),
    ],
)
def test_a_restriction_that_cannot_be_understood_publishes_nothing(status: str, data: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        _read(_document(status=status, data=data))


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<p>Uno\n   <em>dos</em>\ntres</p>\n<p>cuatro</p>", "Uno dos tres\n\ncuatro"),
        ("<p>in<em>di</em>visible</p>", "indivisible"),
        ("<p><person><name.given>Ida</name.given><name.family>Prado</name.family></person></p>", "Ida Prado"),
        ("<p>Dijo («<city>Olmeda</city>»)</p>", "Dijo («Olmeda»)"),
        ("<p>3<frac><numer>1</numer><frac-sep>/</frac-sep><denom>2</denom></frac> km</p>", "3 1/2 km"),
        ("<p><frac><numer>3</numer><denom>4</denom></frac> partes</p>", "3/4 partes"),
        ("<p>Uno<br/>dos</p>", "Uno\ndos"),
        ("<block><byline>A. Prado</byline><p>Uno</p></block>", "A. Prado\n\nUno"),
        ("<dl><dt>Sal</dt><dd>2 g</dd></dl>", "Sal\n2 g"),
        ("<bq><block><p>Cita</p></block><credit>A. Prado</credit></bq>", "Cita\n\nA. Prado"),
        ("<p><![CDATA[Uno & dos]]></p>", "Uno & dos"),
        ("<p>Uno</p><!-- nota --><?pi x?><p>dos</p>", "Uno\n\ndos"),
        ("Suelto <p>Uno</p> y más", "Suelto\n\nUno\n\ny más"),
        ("<media><media-object encoding='base64'>AAAA</media-object><media-caption>Pie</media-caption></media>", "Pie"),
        ("<p>Uno</p><note><body.content><p>Fe de erratas</p></body.content></note>", "Uno\n\nFe de erratas"),
    ],
)  # fmt: skip
def test_markup_neither_joins_nor_splits_words(content: str, body: str) -> None:
    assert _article(_document(content)).body == body


def test_an_abstract_stands_before_the_text_unless_that_repeats_it() -> None:
    lead = "<p>El mercado de Olmeda cumple noventa años.</p>"
    abstract = f"<abstract>{lead}</abstract>"
    assert _article(_document("<p>Abrió en 1935.</p>", head=abstract)).body == (
        "El mercado de Olmeda cumple noventa años.\n\nAbrió en 1935."
    )
    assert _article(_document(f"{lead}<p>Abrió en 1935.</p>", head=abstract)).body == (
        "El mercado de Olmeda cumple noventa años.\n\nAbrió en 1935."
    )


def test_a_document_without_text_is_an_error_unless_it_is_canceled() -> None:
    with pytest.raises(ArticleError, match="it has no text"):
        _read(_document("<media><media-reference source='a.jpg'/></media>"))
    assert _article(_document("", status="canceled")) == Article(uri="file:in/a.nitf", body="", pubstatus="canceled")


@pytest.mark.parametrize(
    ("data", "version"),
    [
        ('<du-key generation="2" version="5"/>', 5),
        ('<du-key generation="2"/>', 2),
        ('<du-key key="a"/>', None),
    ],
)
def test_the_version_is_that_of_the_document(data: str, version: int | None) -> None:
    assert _article(_document(data=data)).version == version


def test_the_source_of_the_document_stands_for_an_unnamed_publisher() -> None:
    article = _article(_document(data='<doc-id regsrc="ATV" id-string="atv.1"/>'))
    assert article == Article(uri="atv.1", body="Uno.", publisher="ATV", provider="ATV")


def test_a_machines_date_is_no_part_of_the_dateline() -> None:
    head = '<dateline><location>Olmeda</location> <story.date norm="20250310T080000Z">20250310T080000Z</story.date></dateline>'
    article = _article(_document(head=head))
    assert (article.dateline, article.published) == ("Olmeda", "2025-03-10T08:00:00+00:00")


def test_an_entity_of_the_files_own_is_an_error_not_a_gap() -> None:
    with pytest.raises(ArticleError, match="it uses the entity '&firma;'"):
        _read('<!DOCTYPE nitf [<!ENTITY firma "Ana">]>' + _document("<p>Por &firma;</p>"))


_WORDS = st.text("abcñ0123 \n", max_size=12)
_TREES = st.recursive(
    _WORDS,
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from("p em block table tr td ul li pre person city country num frac denom hl2 q unknown".split()),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(_TREES)
def test_no_letter_or_digit_is_lost_or_moved(content: str) -> None:
    root = news_root(f"<body.content>{content}</body.content>".encode())
    said = "".join(str(text) for text in root.itertext())
    assert [c for c in xml_text(root) if c.isalnum()] == [c for c in said if c.isalnum()]


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[i : i + 3]) for i in range(len(words) - 2)}


_PROSE = st.lists(st.sampled_from("el la mercado abre cierra hoy ayer siempre".split()), min_size=3, max_size=40)


@given(_PROSE, _PROSE)
def test_of_two_renditions_hardly_a_phrase_is_lost(one: list[str], other: list[str]) -> None:
    said = _phrases(one_story([" ".join(one), " ".join(other)]))
    for words in (one, other):
        phrases = _phrases(" ".join(words))
        assert len(phrases & said) >= 0.9 * len(phrases)


@pytest.mark.parametrize(
    ("head", "byline"),
    [
        ("<byline>daa/mt/msr</byline>", ""),
        ("<byline>cordal.ines</byline><byline>Por Inés Cordal</byline>", "Por Inés Cordal"),
        ("<byline>By <person>INÉS CORDAL</person><byttl>Staff Writer</byttl></byline>", "By INÉS CORDAL, Staff Writer"),
    ],
)
def test_initials_and_logins_are_no_byline(head: str, byline: str) -> None:
    assert _article(_document(head=head)).byline == byline

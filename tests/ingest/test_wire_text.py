"""Telegraphed messages, IPTC 7901 and ANPA 1312, become the expected articles: no header is a headline, no note a text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.wire_dates import sent
from ingest.parsing.wire_lines import paragraphs
from ingest.readers import wire_text
from ingest.reading import read_articles, read_file

_FILES = Path(__file__).parent.parent / "files" / "wire_text"


def _read(text: str, name: str = "a.txt") -> list[Article | ArticleError]:
    return list(read_file(SourceFile(Path(name), f"in/{name}", packed=text.encode("latin-1"))))


def _stored(name: str) -> list[Article | ArticleError]:
    found = [reading.result for reading in read_articles([_FILES])]
    return [a for a in found if isinstance(a, Article) and a.uri.startswith(f"file:wire_text/{name}")]


def _iptc(
    head: str = "La presa abre =",
    body: str = "Olmeda (efe) - Uno.",
    *,
    trailer: str = "061130 GMT mar 25",
    slug: str = "presa/",
) -> str:
    return f"\x01tvn0042 3 i 97  efe 041\r\n\r\n{slug}\r\n\x02{head}\r\n\r\n{body}\r\n\r\n\x03{trailer}\r\n\x7f\x7f\x04"


def _article(text: str) -> Article:
    [article] = _read(text)
    assert isinstance(article, Article), article
    return article


def test_a_message_of_iptc_7901_is_read_whole() -> None:
    [article] = _stored("iptc7901.txt")
    assert article == Article(
        uri="file:wire_text/iptc7901.txt",
        body="Olmeda (efe) - La presa de Olmeda soltará 90 metros cúbicos por segundo, anunció ayer la confederación, que"
        " cuenta con los socio-económicos del valle.\n\nRuival y Sedes están en aviso.",
        headline="La presa de Olmeda abre sus compuertas y deja en aviso a tres pueblos", publisher="efe",
        published="2025-03-06T11:30:00+00:00", byline="Por Inés Cordal", dateline="Olmeda (efe)", provider="efe",
        ednote="1ST LEAD # Notebook ## Contacts - Inés Cordal, +34 900 000 001 tvn ic mr",
    )  # fmt: skip


def test_a_message_of_anpa_1312_is_read_whole() -> None:
    [article] = _stored("anpa1312.tst")
    assert article == Article(
        uri="file:wire_text/anpa1312.tst",
        body="COALHAVEN (AP) _ The ferry stays in port until May.\n\n``It leaks,'' the harbour board said.",
        headline="Ferry stays in port", publisher="AP", published="2025-03-14T15:09:00+00:00",
        byline="By GWEN ATTWATER, Associated Press", dateline="COALHAVEN (AP)", provider="AP",
        ednote="AP Photo CW101 Eds: With photo.",
    )  # fmt: skip


def test_each_message_of_a_file_is_an_article() -> None:
    found = _stored("many.iptc")
    assert [(a.uri, a.headline[:10]) for a in found if isinstance(a, Article)] == [
        ("file:wire_text/many.iptc#1", "La presa d"), ("file:wire_text/many.iptc#2", "La segunda"),
    ]  # fmt: skip


def test_one_empty_message_stops_no_other() -> None:
    error, article = _read(_iptc("=", "") + _iptc())
    assert str(error) == "message 1: it has no text."
    assert isinstance(article, Article)


def test_a_message_without_its_control_characters_is_told_by_header_and_trailer() -> None:
    plain = "efe0042 3 i 97    efe 1003\n\n/politica/presa/\n2ND LEAD\nLa presa abre\nPor Inés Cordal, efe =\n\nOlmeda (efe) - Uno.\n\n101137 GMT dic 18\n"
    article = _article(plain)
    assert (article.headline, article.body, article.byline) == (
        "La presa abre",
        "Olmeda (efe) - Uno.",
        "Por Inés Cordal, efe",
    )
    assert article.published == "2018-12-10T11:37:00+00:00"


def test_other_texts_stay_texts() -> None:
    assert _article("La presa abre\n\nUno dos tres.\n\n101137 GMT dic 18").headline == "La presa abre"
    [error] = _read("ZCZC TVN\n#presa\n$La presa abre\nUno.\nNNNN", "a.tst")
    assert str(error).startswith("it is no message of a news wire (IPTC 7901 or ANPA 1312)")


@pytest.mark.parametrize(
    ("head", "headline", "byline", "correction"),
    [
        ("La presa abre =", "La presa abre", "", ""),
        ("(Corrección: Sedes, no\r\nRuival)\r\n(Avance)\r\nLa presa abre =", "La presa abre", "", "Corrección: Sedes, no Ruival"),
        ("EXTRA\r\nLa presa abre =", "La presa abre", "", ""),
        ("EXTRA =", "EXTRA", "", ""),
        ("La presa abre\r\n(Foto de archivo) =", "La presa abre", "", ""),
        ("La presa abre\r\nPor ic/mr =", "La presa abre", "", ""),
        ("La presa abre\r\nVon Inés Cordal, efe =", "La presa abre", "Von Inés Cordal, efe", ""),
        ("Por la presa\r\npasa el agua =", "Por la presa pasa el agua", "", ""),
        ("", "", "", ""),
    ],
)  # fmt: skip
def test_labels_and_bylines_are_no_headline(head: str, headline: str, byline: str, correction: str) -> None:
    article = _article(_iptc(head))
    assert (article.headline, article.byline, article.correction) == (
        headline,
        byline,
        correction.replace("Corrección", "Corrección"),
    )


@pytest.mark.parametrize("label", ["(Sperrfrist 1900 Uhr)", "(Embargo: 1800)", "(HFR)", "(Embargado hasta las 18)"])
def test_an_embargo_that_only_a_label_tells_publishes_nothing(label: str) -> None:
    [error] = _read(_iptc(f"{label}\r\nLa presa abre ="))
    assert isinstance(error, ArticleError)
    assert "is no date" in str(error)


def test_a_kill_is_not_shown() -> None:
    assert _article(_iptc("BULLETIN KILL\r\nLa presa abre =")).pubstatus == "canceled"
    assert (
        _article(_iptc("La presa abre =", "Olmeda (efe) - The embargo on Cuba may KILL trade.")).pubstatus == "usable"
    )


@pytest.mark.parametrize(
    ("trailer", "dateline", "moment"),
    [
        ("131137 GMT Nov 13", "", "2013-11-13T11:37:00+00:00"),
        ("071341 GMT Okt 15 ", "", "2015-10-07T13:41:00+00:00"),
        ("091223 dec 18", "", "2018-12-09T12:23:00"),
        ("101137 GMT Dez 98", "", "1998-12-10T11:37:00+00:00"),
        ("091223 déc 18", "", "2018-12-09T12:23:00"),
        ("321137 GMT Nov 13", "", None),
        ("131137 GMT Xyz 13", "", None),
        ("132537 GMT Nov 13", "", None),
        ("AP-WF-11-13-13 1509GMT<", "", "2013-11-13T15:09:00+00:00"),
        ("AP-NY-02-03-25 1509GMT<", "", "2025-02-03T15:09:00+00:00"),
        ("KWS-21:37-09-12-18", "SAITAMA, Japan, Dec. 9 Kyodo", "2018-12-09T21:37:00"),
        ("KWS-21:37-09-12-18", "SAITAMA, Japan, Sept. 12 Kyodo", "2018-09-12T21:37:00"),
        ("KWS-21:37-09-12-18", "SAITAMA, Japan, Kyodo", None),
        ("KWS-21:37-19-12-18", "", "2018-12-19T21:37:00"),
        ("KWS-21:37-12-12-18", "", "2018-12-12T21:37:00"),
        ("", "Dec. 9", None),
    ],
)  # fmt: skip
def test_when_a_message_was_sent_is_read_where_it_is_clear(trailer: str, dateline: str, moment: str | None) -> None:
    assert sent(trailer, dateline) == moment


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["La presa de Olmeda soltará 90 metros", "cúbicos por segundo."], ["La presa de Olmeda soltará 90 metros cúbicos por segundo."]),
        (["   La presa abre.", "   Ruival espera."], ["La presa abre.", "Ruival espera."]),
        (["La presa abre.", "", "Ruival espera."], ["La presa abre.", "Ruival espera."]),
        (["El tiempo en toda la provincia para el día de mañana y para", "hoy:", "Olmeda 12", "Ruival 9"], ["El tiempo en toda la provincia para el día de mañana y para hoy:\nOlmeda 12\nRuival 9"]),
        (["Amsterdam;42;50;rn<", "Athens;60;69;rn<"], ["Amsterdam;42;50;rn", "Athens;60;69;rn"]),
        (["| Olmeda | 12 |", "| Ruival | 9 |"], ["| Olmeda | 12 |\n| Ruival | 9 |"]),
        (["La presa de Olmeda la abre la junta", "- y nadie más - mañana, y la de Sedes"], ["La presa de Olmeda la abre la junta - y nadie más - mañana, y la de Sedes"]),
    ],
)  # fmt: skip
def test_lines_become_paragraphs_and_lists_stay_lists(lines: list[str], found: list[str]) -> None:
    assert paragraphs(lines) == found


@given(st.lists(st.text(alphabet="abc é.-^<=#\t (", max_size=30), max_size=12))
def test_no_letter_of_a_text_is_lost(lines: list[str]) -> None:
    told = "".join(paragraphs(lines))
    assert [c for c in told if c.isalnum()] == [c for line in lines for c in line if c.isalnum()]


@given(st.binary(max_size=400))
def test_whatever_a_message_holds_it_is_articles_or_reasons(content: bytes) -> None:
    file = SourceFile(Path("a.iptc"), "in/a.iptc", packed=b"\x01tvn0042 3 i 97  efe 041\n\x02" + content)
    assert wire_text.recognises(file)
    assert list(read_file(file))

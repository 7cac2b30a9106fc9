"""NewsML 1.x, from one item with NITF to many in several languages, becomes the expected articles or says why not."""

import base64
import re
from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import newsml_1
from ingest.reading import read_articles, read_file

_FILES = Path(__file__).parent.parent / "files" / "newsml_1"


def _item(
    content: str = "<DataContent><p>Uno.</p></DataContent>",
    *,
    management: str = "",
    lines: str = "",
    about: str = "",
    identity: str = "<NewsItemId>9</NewsItemId><PublicIdentifier>urn:newsml:w:1:9</PublicIdentifier>",
) -> str:
    return (
        f"<NewsItem><Identification><NewsIdentifier>{identity}</NewsIdentifier></Identification>"
        f"<NewsManagement>{management}</NewsManagement><NewsComponent><NewsLines>{lines}</NewsLines>{about}"
        f"<ContentItem>{content}</ContentItem></NewsComponent></NewsItem>"
    )


def _read(items: str) -> list[Article | ArticleError]:
    file = SourceFile(Path("a.xml"), "in/a.xml", packed=f"<NewsML>{items}</NewsML>".encode())
    assert newsml_1.recognises(file)
    return list(newsml_1.read(file))


def _article(items: str) -> Article:
    [article] = _read(items)
    assert isinstance(article, Article), article
    return article


def _reason(items: str, *, declared: str = "") -> str:
    file = SourceFile(Path("a.xml"), "in/a.xml", packed=f"{declared}<NewsML>{items}</NewsML>".encode())
    [error] = read_file(file)
    assert isinstance(error, ArticleError), error
    return str(error)


def test_an_item_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "wire.xml"])
    assert reading.result == Article(
        uri="urn:newsml:tresvalles.example:20250306:TV-0042",
        body="La presa de Olmeda soltará 90 metros cúbicos por segundo.\n\nLos pueblos\n\nRuival y Sedes están en aviso.",
        headline="La presa de Olmeda abre sus compuertas", publisher="Tres Valles Noticias",
        published="2025-03-06T06:10:00+01:00", modified="2025-03-06T07:14:00+01:00", language="es", version=3,
        byline="Por Inés Cordal", dateline="OLMEDA, 6 mar (TV)", provider="Tres Valles Noticias", section="Inundaciones",
        genre="Current", rights="© 2025 Agencia Tres Valles; Sólo prensa regional", embargoed="2025-03-06T12:00:00+01:00",
        correction="Corrige el caudal", ednote="Corrige el caudal",
    )  # fmt: skip


def test_an_item_told_in_two_languages_is_two_articles() -> None:
    found = [reading.result for reading in read_articles([_FILES / "two-languages.xml"])]
    assert [(a.uri, a.language, a.headline, a.body, a.byline) for a in found if isinstance(a, Article)] == [
        (
            "urn:newsml:armelin.example:20250612:7781#nl", "nl", "Café aan de brug sluit", "Het café sluit na veertig jaar.", "",
        ),
        (
            "urn:newsml:armelin.example:20250612:7781", "fr", "Le café du pont ferme",
            "Faute de relève.\n\nLe café ferme après 40 ans.\n\nLe pont reste.", "",
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("identity", "uri"),
    [
        ("<NewsItemId>9</NewsItemId><RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:w:20250101:9:2</PublicIdentifier>", "urn:newsml:w:20250101:9"),
        ("<NewsItemId>9</NewsItemId><RevisionId Update='U'>12</RevisionId><PublicIdentifier>urn:newsml:w:1:9:12U</PublicIdentifier>", "urn:newsml:w:1:9"),
        ("<NewsItemId>x9</NewsItemId><RevisionId>2</RevisionId><PublicIdentifier>urn:newsml:w:20250101:x9</PublicIdentifier>", "urn:newsml:w:20250101:x9"),
        # One and the same for all that the agency sends.
        ("<ProviderId>w.example</ProviderId><DateId>20250101</DateId><NewsItemId>77</NewsItemId><PublicIdentifier>urn:newsml:w.example</PublicIdentifier>", "urn:newsml:w.example:20250101:77"),
        ("<ProviderId>w.example</ProviderId><DateId>20250101</DateId><NewsItemId>77</NewsItemId><RevisionId>3</RevisionId>", "urn:newsml:w.example:20250101:77"),
        ("<ProviderId>w.example</ProviderId><DateId>20250101</DateId><NewsItemId>0</NewsItemId><PublicIdentifier>urn:newsml:w.example</PublicIdentifier>", "file:in/a.xml"),
        ("<PublicIdentifier>urn:newsml:w.example</PublicIdentifier>", "file:in/a.xml"),
        ("", "file:in/a.xml"),
    ],
)  # fmt: skip
def test_all_revisions_of_an_item_have_one_identity_and_no_two_items_share_one(identity: str, uri: str) -> None:
    assert _article(_item(identity=identity)).uri == uri


def test_a_time_in_its_id_that_is_the_revisions_does_not_make_another_article_of_it() -> None:
    revisions = (
        _item(
            identity=f"<ProviderId>w</ProviderId><DateId>{time}</DateId><NewsItemId>77</NewsItemId><RevisionId>{n}</RevisionId>",
            management=f"<FirstCreated>20250101T080000</FirstCreated><ThisRevisionCreated>{time}</ThisRevisionCreated>",
        )
        for n, time in enumerate(("20250101T080000", "20250102T093000"), 1)
    )
    assert [(a.uri, a.version) for a in map(_article, revisions)] == [
        ("urn:newsml:w:20250101:77", 1),
        ("urn:newsml:w:20250101:77", 2),
    ]


@pytest.mark.parametrize(
    ("management", "status", "embargoed", "expires"),
    [
        ('<Status FormalName="Usable"/>', "usable", None, None),
        ('<Status FormalName="USABLE"/>', "usable", None, None),
        ("", "usable", None, None),
        ('<Status FormalName="Withheld"/>', "withheld", None, None),
        ('<Status FormalName="Embargoed"/>', "withheld", None, None),
        ('<Status FormalName="Canceled"/>', "canceled", None, None),
        ('<Status FormalName="Usable"/><Instruction FormalName="Delete"/>', "canceled", None, None),
        ('<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20250306T120000Z</DateAndTime></StatusWillChange>', "usable", "2025-03-06T12:00:00+00:00", None),
        ('<Status FormalName="Withheld"/><StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>20250306T120000Z</DateAndTime></StatusWillChange>', "usable", "2025-03-06T12:00:00+00:00", None),
        ('<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Canceled"/><DateAndTime>20250306T120000Z</DateAndTime></StatusWillChange>', "withheld", None, "2025-03-06T12:00:00+00:00"),
        ('<Status FormalName="Usable"/><StatusWillChange><FutureStatus FormalName="Withheld"/><DateAndTime>20250306T120000Z</DateAndTime></StatusWillChange>', "usable", None, "2025-03-06T12:00:00+00:00"),
    ],
)  # fmt: skip
def test_what_is_not_free_is_not_published(
    management: str, status: str, embargoed: str | None, expires: str | None
) -> None:
    article = _article(_item(management=management))
    assert (article.pubstatus, article.embargoed, article.expires) == (status, embargoed, expires)


@pytest.mark.parametrize(
    ("management", "lines", "reason"),
    [
        ('<Status FormalName="OPEN_X"/>', "", "'open_x' is unknown"),
        ('<Status FormalName="Embargoed"/><StatusWillChange><FutureStatus FormalName="Usable"/><DateAndTime>noon</DateAndTime></StatusWillChange>', "", "its embargo 'noon' is no date"),
        ("", '<NewsLine><NewsLineType FormalName="EmbargoLine"/><NewsLineText>until the speech</NewsLineText></NewsLine>', "its embargo 'until the speech' is no date"),
    ],
)  # fmt: skip
def test_a_restriction_that_cannot_be_understood_publishes_nothing(management: str, lines: str, reason: str) -> None:
    assert reason in _reason(_item(management=management, lines=lines))


def test_a_cancellation_needs_no_text() -> None:
    article = _article(_item("", management='<Status FormalName="Canceled"/>', lines="<HeadLine>Retirada</HeadLine>"))
    assert article == Article(uri="urn:newsml:w:1:9", body="", headline="Retirada", pubstatus="canceled")


_PACKED = base64.b64encode("Años\n\nde pan.".encode()).decode()


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("<DataContent>Uno &amp; dos.\n\nTres.</DataContent>", "Uno & dos.\n\nTres."),
        ("<DataContent><![CDATA[<p>Uno\ndos.</p><p>Tres.</p>]]></DataContent>", "Uno dos.\n\nTres."),
        ("<DataContent>&lt;p&gt;Uno&lt;/p&gt;&lt;p&gt;dos&lt;/p&gt;</DataContent>", "Uno\n\ndos"),
        ("<DataContent><p>Uno</p><p>Dos</p></DataContent>", "Uno\n\nDos"),
        ("<DataContent><html xmlns='http://www.w3.org/1999/xhtml'><head><title>T</title></head><body><p>Uno</p></body></html></DataContent>", "Uno"),
        ("<DataContent><body.content><p>Uno</p></body.content></DataContent>", "Uno"),
        ("<DataContent><![CDATA[<?xml version='1.0' encoding='utf-8'?><nitf><body><body.content><p>Años</p></body.content></body></nitf>]]></DataContent>", "Años"),
        (f"<Encoding Notation='Base64'><DataContent>{_PACKED}</DataContent></Encoding>", "Años\n\nde pan."),
    ],
)  # fmt: skip
def test_content_of_every_kind_is_text(content: str, body: str) -> None:
    assert _article(_item(content)).body == body


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<MediaType FormalName='Photo'/><DataContent>UklG</DataContent>", "it has no text of its own, only Photo."),
        ("<MimeType FormalName='text/css'/><DataContent>p {}</DataContent>", "it has no text of its own, only text/css."),
        ("<DataContent><FootballResult><Home>1</Home></FootballResult></DataContent>", "it has no text that could be read, only FootballResult."),
        ("<DataContent/>", "it has no text."),
    ],
)  # fmt: skip
def test_what_holds_no_story_says_why(content: str, reason: str) -> None:
    assert _reason(_item(content)) == reason


def test_a_text_that_lies_elsewhere_is_named() -> None:
    item = _item().replace("<ContentItem>", "<ContentItem Href='text/9.xml'>").replace("<p>Uno.</p>", "")
    assert _reason(item) == "its text lies elsewhere, in text/9.xml: ingest that file."
    assert _reason("<TopicSet/>") == "it holds no news item, only TopicSet."
    linked = "<NewsItem><NewsComponent><NewsItemRef NewsItem='urn:newsml:w:1:8'/></NewsComponent></NewsItem>"
    assert _reason(linked) == "it only refers to other news items."


def test_one_item_that_fails_does_not_stop_the_others() -> None:
    bad = _item("<DataContent/>", identity="<NewsItemId>8</NewsItemId>")
    error, article = _read(bad + _item())
    assert str(error) == "item 1 (8): it has no text."
    assert isinstance(article, Article)
    assert article.uri == "urn:newsml:w:1:9"


def test_items_without_identity_are_known_by_their_place() -> None:
    found = _read(_item(identity="") * 2)
    assert [a.uri for a in found if isinstance(a, Article)] == ["file:in/a.xml#1", "file:in/a.xml#2"]


def test_only_a_byline_is_one() -> None:
    creator = '<AdministrativeMetadata><Creator><Party FormalName="%s"/></Creator></AdministrativeMetadata>'
    assert _article(_item(about=creator % "Lantern Press Office")).byline == ""
    assert _article(_item(lines="<ByLine>ic/mr</ByLine>")).byline == ""
    assert (
        _article(_item(lines="<ByLine>By Gwen Attwater, Football Writer</ByLine>")).byline
        == "By Gwen Attwater, Football Writer"
    )


def test_an_envelope_and_a_namespace_do_not_matter() -> None:
    inner = f"<NewsML xmlns='http://iptc.org/std/NewsML/2003-10-10/'>{_item()}</NewsML>"
    soap = f"<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>{inner}</s:Body></s:Envelope>"
    for xml in (inner, soap):
        file = SourceFile(Path("a.xml"), "in/a.xml", packed=xml.encode())
        assert newsml_1.recognises(file)
        assert list(newsml_1.read(file)) == [Article(uri="urn:newsml:w:1:9", body="Uno.")]


def test_entities_neither_grow_nor_vanish() -> None:
    bomb = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    for declared, used in (
        (bomb, "a9"),
        ('<!ENTITY x SYSTEM "file:///etc/hostname">', "x"),
        ('<!ENTITY y "Acme">', "y"),
    ):
        item = _item(f"<DataContent><p>Uno &{used}; dos</p></DataContent>")
        assert re.search("it uses the entity|amplification", _reason(item, declared=f"<!DOCTYPE NewsML [{declared}]>"))


def test_renditions_of_one_text_are_told_once() -> None:
    parts = "".join(
        f"<NewsComponent><Role FormalName='{role}'/><ContentItem><DataContent>{text}</DataContent></ContentItem></NewsComponent>"
        for role, text in (("Main", "<p>El pan sube hoy.</p><p>Y la sal también sube.</p>"), ("Main", "El pan sube hoy.\n\nY la sal también sube."))
    )  # fmt: skip
    item = _item("").replace("<ContentItem></ContentItem>", f"{parts}")
    assert _article(item).body == "El pan sube hoy.\n\nY la sal también sube."


def test_both_newsmls_share_a_suffix(tmp_path: Path) -> None:
    (tmp_path / "a.newsml").write_text(f"<NewsML>{_item()}</NewsML>")
    (tmp_path / "b.newsml").write_text(
        '<newsItem guid="urn:2"><contentSet><inlineXML><p>Dos.</p></inlineXML></contentSet></newsItem>'
    )
    found = [reading.result for reading in read_articles([tmp_path])]
    assert [a.body for a in found if isinstance(a, Article)] == ["Uno.", "Dos."]


def test_more_texts_than_any_item_has_are_refused_at_once() -> None:
    parts = "".join(f"<ContentItem><DataContent>Uno {n}.</DataContent></ContentItem>" for n in range(20_000))
    assert (
        _reason(f"<NewsItem><NewsComponent>{parts}</NewsComponent></NewsItem>")
        == "it holds more than 200 texts: split it."
    )

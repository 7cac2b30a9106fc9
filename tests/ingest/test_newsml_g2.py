"""NewsML-G2 becomes the expected articles, alone and in messages; what it forbids is not published."""

from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import newsml_g2
from ingest.reading import read_articles

_FILES = Path(__file__).parent.parent / "files" / "newsml_g2"
_NAR = 'xmlns="http://iptc.org/std/nar/2006-10-01/"'
_TEXT = '<inlineData contenttype="text/plain">Uno.</inlineData>'


def _read(xml: str | bytes) -> list[Article | ArticleError]:
    content = xml if isinstance(xml, bytes) else xml.encode()
    return list(newsml_g2.read(SourceFile(Path("a.xml"), "in/a.xml", packed=content)))


def _item(content: str = _TEXT, *, meta: str = "", about: str = "", opening: str = f'{_NAR} guid="urn:1"') -> str:
    return (
        f"<newsItem {opening}><itemMeta>{meta}</itemMeta><contentMeta>{about}</contentMeta>"
        f"<contentSet>{content}</contentSet></newsItem>"
    )


def _article(xml: str | bytes) -> Article:
    [article] = _read(xml)
    assert isinstance(article, Article), article
    return article


def test_an_item_with_xhtml_in_latin_1_is_read_whole() -> None:
    [reading] = read_articles([_FILES / "xhtml-item.xml"])
    assert reading.result == Article(
        uri="urn:newsml:agencia-tresvalles.example:20250306:0042",
        body="La presa de Olmeda abrió ayer sus compuertas por primera vez desde 1962, dijo Elvira Sanchís.\n"
        "El caudal era de 40 m3 por segundo.\n\nDía Caudal\nJueves 40\n\nAviso a las riberas\nPuente cerrado",
        headline="La presa de Olmeda abre sus compuertas", publisher="Agencia Tres Valles",
        published="2025-03-06T15:50:00+01:00", modified="2025-03-06T18:20:00+01:00", language="es", version=4,
        byline="Inés Cordal", dateline="OLMEDA, 6 mar", provider="Tres Valles Noticias", section="Inundaciones",
        genre="Current", url="https://tresvalles.example/presa",
        rights="(c) 2025 Agencia Tres Valles; Sólo para abonados.", embargoed="2025-03-07T06:00:00+01:00",
        correction="Corrige el año de la obra: 1962, no 1926.", ednote="Habrá foto.",
    )  # fmt: skip


def test_a_message_gives_its_stories_and_its_cancellation_and_names_the_picture() -> None:
    found = [reading.result for reading in read_articles([_FILES / "message.xml"])]
    assert found[:3] == [
        Article(
            uri="urn:story:1",
            body="Coalhaven Rovers have given goalkeeper Ida Morrow a new contract, 3 1/2 years long.\n\n"
            "Ida Morrow at training.\n\nTom Bexley contributed.",
            headline="Rovers keep their keeper", publisher="Coalhaven Wire", published="2025-09-21T07:40:00+00:00",
            modified="2025-09-21T07:40:00+00:00", language="en", version=1, byline="By Gwen Attwater, Football Writer",
            dateline="COALHAVEN", provider="Coalhaven Wire", section="sport",
        ),
        Article(
            uri="urn:story:2", body="", publisher="Coalhaven Wire", published="2025-09-21T07:50:00+00:00",
            modified="2025-09-21T07:50:00+00:00", version=3, provider="Coalhaven Wire", pubstatus="canceled",
            ednote="Kill: the transfer did not happen.",
        ),
        Article(
            uri="urn:story:3", body="The ground will bear a new name.\n\nThe club will say which & when.",
            headline="Ground to be renamed", publisher="Coalhaven Wire", published="2025-09-21T07:55:00+00:00",
            modified="2025-09-21T07:55:00+00:00", language="en", version=1, provider="Coalhaven Wire",
            pubstatus="withheld",
        ),
    ]  # fmt: skip
    assert [str(error) for error in found[3:]] == ["item 5 (urn:photo:1): it is of class picture and has no text."]


@pytest.mark.parametrize("opening", ['guid="urn:1"', 'xmlns="http://iptc.org/std/nar/2008-01-01/" guid="urn:1"'])
def test_the_namespace_does_not_matter(opening: str) -> None:
    assert _article(_item(opening=opening)) == Article(uri="urn:1", body="Uno.")


def test_a_prefix_for_the_namespace_does_not_matter() -> None:
    xml = _item(about='<headline role="main">H</headline>').replace("<", "<n:").replace("<n:/", "</n:")
    assert _article(xml.replace("xmlns=", "xmlns:n=")) == Article(uri="urn:1", body="Uno.", headline="H")


def test_an_item_without_guid_is_known_by_its_place() -> None:
    item = _item(opening="")
    [first, second] = _read(f"<newsMessage {_NAR}><itemSet>{item}{item}</itemSet></newsMessage>")
    assert isinstance(first, Article)
    assert isinstance(second, Article)
    assert (first.uri, second.uri) == ("file:in/a.xml#1", "file:in/a.xml#2")


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (f"<packageItem {_NAR}/>", "it holds no news item (1 packageItem)."),
        (f"<conceptItem {_NAR}/>", "it holds no news item (1 conceptItem)."),
        (f"<newsMessage {_NAR}><itemSet><knowledgeItem/><knowledgeItem/></itemSet></newsMessage>", "it holds no news item (2 knowledgeItem)."),
        (f"<newsMessage {_NAR}/>", "it holds no news item (nothing)."),
        (_item("", meta='<itemClass qcode="ninat:video"/>'), "it is of class video and has no text."),
        (_item(""), "it has no content."),
        (_item('<remoteContent href="a.xml"/>'), "it has no text that could be read, only remoteContent."),
        (_item("<inlineXML><sports-content/></inlineXML>"), "it has no text that could be read, only sports-content."),
        (_item('<inlineData contenttype="text/plain" encoding="e:base64">VW5v</inlineData>'), "it has no text that could be read, only inlineData."),
        (f"<newsItem {_NAR}>", "it is not well-formed XML"),
    ],
)  # fmt: skip
def test_what_holds_no_story_says_why(xml: str, reason: str) -> None:
    with pytest.raises(ArticleError) as raised:
        _read(xml)
    assert str(raised.value).startswith(reason)


@pytest.mark.parametrize(
    ("meta", "status", "embargoed"),
    [
        ('<pubStatus qcode="stat:withheld"/>', "withheld", None),
        ('<pubStatus uri="http://cv.iptc.org/newscodes/pubstatusg2/canceled"/>', "canceled", None),
        ("<embargoed/>", "withheld", None),
        ('<embargoed/><pubStatus qcode="stat:canceled"/>', "canceled", None),
        ("<embargoed>2025-03-07T06:00:00Z</embargoed>", "usable", "2025-03-07T06:00:00+00:00"),
    ],
)
def test_what_is_not_free_is_not_published(meta: str, status: str, embargoed: str | None) -> None:
    article = _article(_item(meta=meta))
    assert (article.pubstatus, article.embargoed) == (status, embargoed)


@pytest.mark.parametrize(
    ("meta", "reason"),
    [
        ("<embargoed>after the speech</embargoed>", "its embargo 'after the speech' is no date"),
        ('<edNote role="x:embargotext">until noon</edNote>', "its embargo 'until noon' is no date"),
        ('<pubStatus qcode="stat:secret"/>', "its pubstatus 'secret' is unknown"),
    ],
)
def test_a_restriction_that_cannot_be_understood_publishes_nothing(meta: str, reason: str) -> None:
    with pytest.raises(ArticleError, match=reason):
        _read(_item(meta=meta))


def test_a_signal_alone_marks_a_correction() -> None:
    note = "<edNote>Second paragraph.</edNote>"
    article = _article(_item(meta=f'<signal qcode="sig:correction"/>{note}'))
    assert (article.correction, article.ednote) == ("Correction", "Second paragraph.")
    assert _article(_item(meta=f'<signal qcode="sig:update"/>{note}')).correction == ""


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ('<inlineData contenttype="text/plain">Uno &amp; dos.\n\nTres.</inlineData>', "Uno & dos.\n\nTres."),
        ('<inlineData contenttype="text/plain"><![CDATA[<p>Uno\ndos.</p><p>Tres.</p>]]></inlineData>', "Uno dos.\n\nTres."),
        ('<inlineData contenttype="text/html">&lt;p&gt;Uno&lt;/p&gt;&lt;p&gt;dos&lt;/p&gt;</inlineData>', "Uno\n\ndos"),
        ("<inlineXML>Uno dos.</inlineXML>", "Uno dos."),
        ("<inlineXML><html><body><p>Uno <Company>Acme</Company>SA, d<b>o</b>s.</p></body></html></inlineXML>", "Uno AcmeSA, dos."),
        ("<inlineXML><html><head><title>T</title></head><body><script>x</script><p>Uno</p></body></html></inlineXML>", "Uno"),
        ("<inlineXML><p>Uno</p><p>Dos</p></inlineXML>", "Uno\n\nDos"),
        ("<inlineXML><nitf><body><body.content>&lt;p&gt;Uno&lt;/p&gt;&lt;p&gt;Dos&lt;/p&gt;</body.content></body></nitf></inlineXML>", "Uno\n\nDos"),
        ('<inlineData contenttype="application/nitf+xml"><![CDATA[<nitf><body><body.content><p>Uno</p></body.content></body></nitf>]]></inlineData>', "Uno"),
    ],
)  # fmt: skip
def test_content_of_every_kind_is_text(content: str, body: str) -> None:
    assert _article(_item(content)).body == body


def test_the_item_speaks_before_the_nitf_inside_it() -> None:
    nitf = (
        '<inlineXML><nitf baselang="fr"><head><docdata management-status="withheld"><doc-id id-string="inner"/></docdata></head>'
        "<body><body.head><hedline><hl1>Dedans</hl1></hedline><byline>L. Vanier</byline></body.head>"
        "<body.content><p>Uno.</p></body.content></body></nitf></inlineXML>"
    )
    assert _article(_item(nitf, about="<headline>Dehors</headline>")) == Article(
        uri="urn:1", body="Uno.", headline="Dehors", byline="L. Vanier", language="fr", pubstatus="withheld"
    )


@pytest.mark.parametrize(
    ("about", "byline"),
    [
        ('<creator qcode="ad:cordal.ines"><name>cordal.ines</name></creator>', ""),
        ('<creator literal="ic"/>', ""),
        ('<creator literal="ic/mr/"/>', ""),
        ('<creator qcode="web:tv"><name>Tres Valles Noticias</name></creator>', ""),
        ("<creator><name>Tres Valles Noticias</name></creator>", ""),
        ('<creator type="cptype:person" qcode="ad:cordal.ines"/>', ""),
        ('<creator type="cpnat:person"><name>cordal.ines</name></creator>', ""),
        ('<creator type="cpnat:organisation"><name>Tres Valles Noticias</name></creator>', ""),
        ('<creator type="cpnat:person" qcode="ad:1"><name>Inés Cordal</name></creator>', "Inés Cordal"),
        ('<creator role="crol:author"><name>Inés Cordal</name></creator><creator literal="mr"/>', "Inés Cordal"),
        ('<creator role="crol:photographer"><name>Amalia Prado</name></creator>', ""),
        ("<by>cordal.ines</by>", ""),
        ("<by>IC</by>", ""),
        ("<by>Von dpa</by>", "Von dpa"),
        ("<by>redaccion@tv.example</by>", ""),
        ("<by>Inés Cordal (redaccion@tv.example)</by>", "Inés Cordal"),
        ("<by>ic, Inés Cordal</by>", "Inés Cordal"),
        ("<by>Por Inés Cordal, enviada especial</by>", "Por Inés Cordal, enviada especial"),
        ('<by>IC/MR</by><creator type="cpnat:person"><name>Inés Cordal</name></creator>', "Inés Cordal"),
    ],
)
def test_a_login_initials_and_an_agency_are_no_byline(about: str, byline: str) -> None:
    assert _article(_item(about=about)).byline == byline


def test_names_are_taken_in_the_items_language() -> None:
    about = (
        '<language tag="es"/><genre qcode="g:1"><name xml:lang="en">News</name><name xml:lang="es">Noticia</name></genre>'
        '<subject qcode="medtop:1"><name xml:lang="en">Sport</name></subject><subject qcode="N2:CIV"/><subject qcode="x:Local"/>'
        '<headline xml:lang="en">Dam opens</headline><headline xml:lang="es">Abre la presa</headline>'
    )
    article = _article(_item(about=about))
    assert (article.headline, article.genre, article.section) == ("Abre la presa", "Noticia", "Sport, Local")


@pytest.mark.parametrize(
    ("created", "published"),
    [
        ("<contentCreated>2025-03-01</contentCreated>", "2025-03-01"),
        ("<contentCreated/>", "2025-03-02"),
    ],
)
def test_published_is_when_the_content_was_created_else_the_item(created: str, published: str) -> None:
    meta = "<versionCreated>2025-03-03</versionCreated><firstCreated>2025-03-02</firstCreated>"
    article = _article(_item(meta=meta, about=created))
    assert (article.published, article.modified) == (published, "2025-03-03")


def test_entities_neither_grow_nor_vanish(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET")
    bomb = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    for declared, used in ((bomb, "a9"), (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "x"), ('<!ENTITY y "Acme">', "y")):
        xml = f"<!DOCTYPE newsItem [{declared}]>" + _item(f"<inlineXML><p>Uno &{used}; dos</p></inlineXML>")
        with pytest.raises(ArticleError, match=r"it uses the entity|amplification"):
            _read(xml)


def test_both_news_formats_share_a_suffix_with_unknown_xml(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(_item())
    (tmp_path / "b.xml").write_text("<nitf><body><body.content><p>Dos.</p></body.content></body></nitf>")
    (tmp_path / "c.xml").write_text("<inventory/>")
    found = [reading.result for reading in read_articles([tmp_path])]
    assert [f.body if isinstance(f, Article) else str(f) for f in found] == [
        "Uno.",
        "Dos.",
        "its kind of XML is unknown: its first element is <inventory>.",
    ]


def test_an_item_told_in_two_languages_is_two_articles() -> None:
    about = '<language tag="es"/><headline xml:lang="es">Abre la presa</headline><headline xml:lang="en">Dam opens</headline>'
    content = '<inlineXML xml:lang="en"><p>The dam opened.</p></inlineXML><inlineXML xml:lang="es"><p>La presa abrió.</p></inlineXML>'
    found = _read(_item(content, about=about))
    assert found == [
        Article(uri="urn:1#en", body="The dam opened.", headline="Dam opens", language="en"),
        Article(uri="urn:1", body="La presa abrió.", headline="Abre la presa", language="es"),
    ]


def test_an_empty_content_is_called_empty() -> None:
    with pytest.raises(ArticleError, match=r"^its content is empty\.$"):
        _read(_item('<inlineXML contenttype="application/xhtml+xml"><!-- text --></inlineXML>'))


def test_the_agency_itself_is_no_byline() -> None:
    item = _item(meta='<provider literal="Tres Valles Noticias"/>', about="<by>Tres Valles NOTICIAS</by>")
    assert (_article(item).byline, _article(item).provider) == ("", "Tres Valles Noticias")

"""An EPUB gives an article a story, with its paper, day and place, and nothing of its cover and contents."""

from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.reading import read_articles
from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import zipped

tmp_path = pytest.fixture(known_folder)

_CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
_SAID = (
    "<dc:title>The Holm Gazette [Sat, 30 Nov 2024]</dc:title><dc:creator>Ada Holm</dc:creator><dc:language>en</dc:language>"
    "<dc:identifier>urn:uuid:1-2</dc:identifier><dc:date>2024-11-30</dc:date>"
)
_LONG = "The harbour board met on Monday and spoke for three hours about the crane, the quay and the light. " * 3


def _epub(documents: dict[str, str], *, said: str = _SAID, **more: str) -> bytes:
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"{" properties=" + chr(34) + "nav" + chr(34) if name.startswith("nav") else ""}/>'
        for n, name in enumerate(documents)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(documents)))
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{said}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    pages = {
        f"OEBPS/{name}": f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">{body}</html>'
        for name, body in documents.items()
    }
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": _CONTAINER,
            "OEBPS/book.opf": opf,
            **pages,
            **more,
        }
    )


def test_each_story_is_an_article_in_the_order_of_reading(tmp_path: Path) -> None:
    content = _epub(
        {
            "nav.xhtml": "<body><nav><a href='a.xhtml'>Ferry returns</a></nav></body>",
            "cover.xhtml": '<body epub:type="cover"><h1>The Holm Gazette</h1></body>',
            "b.xhtml": "<body><h1>Mill burns</h1><p>No one was hurt.</p></body>",
            "a.xhtml": '<body><h1>Ferry returns</h1><p class="byline">By Iolo Penhale</p><p>It sails on Monday.</p></body>',
        }
    )
    mill, ferry = articles_in(write(tmp_path, "g.epub", content))
    assert (mill.uri, mill.headline, mill.body) == ("urn:uuid:1-2#OEBPS/b.xhtml", "Mill burns", "No one was hurt.")
    assert (mill.publisher, mill.published, mill.language, mill.byline) == (
        "The Holm Gazette",
        "2024-11-30",
        "en",
        "Ada Holm",
    )
    assert (ferry.headline, ferry.byline) == ("Ferry returns", "By Iolo Penhale")
    assert "It sails on Monday." in ferry.body


def test_what_a_program_cut_is_whole_and_a_motto_is_no_story(tmp_path: Path) -> None:
    content = _epub(
        {
            "motto.xhtml": "<body><p>To the ships.</p></body>",
            "a1.xhtml": "<body><h2>Ferry returns</h2><p>It sails on Monday.</p></body>",
            "a2.xhtml": "<body><p>The crane is mended.</p></body>",
        }
    )
    [article] = articles_in(write(tmp_path, "g.epub", content))
    assert article.body == "It sails on Monday.\n\nThe crane is mended."


@pytest.mark.parametrize(
    ("markup", "body"),
    [
        ('<p>It sails<sup><a epub:type="noteref" href="#n">1</a></sup> on Monday.</p>', "It sails on Monday."),
        ('<p>It sails<span epub:type="pagebreak">12</span> on Monday.</p>', "It sails on Monday."),
        (
            '<p>It costs <math xmlns="http://www.w3.org/1998/Math/MathML"><mn>3</mn></math> crowns.</p>',
            "It costs 3 crowns.",
        ),
        ("<p>Caf&eacute;s &amp; bars&nbsp;open.</p><script>x()</script>", "Cafés & bars open."),
        (f"<p>{_LONG}</p>", _LONG.strip()),
    ],
)
def test_its_text_is_what_a_reader_sees(tmp_path: Path, markup: str, body: str) -> None:
    [article] = articles_in(write(tmp_path, "g.epub", _epub({"a.xhtml": f"<body><h1>Ferry</h1>{markup}</body>"})))
    assert article.body == body


def test_a_long_document_without_a_heading_is_kept(tmp_path: Path) -> None:
    [article] = articles_in(write(tmp_path, "g.epub", _epub({"a.xhtml": f"<body><p>{_LONG}</p></body>"})))
    assert (article.headline, article.body) == ("", _LONG.strip())


def test_without_an_identifier_its_file_is_its_identity(tmp_path: Path) -> None:
    content = _epub({"a.xhtml": "<body><h1>Ferry</h1><p>It sails.</p></body>"}, said="<dc:identifier>7</dc:identifier>")
    [article] = articles_in(write(tmp_path, "g.epub", content))
    assert article.uri == "file:news/g.epub#OEBPS/a.xhtml"


_SCRAMBLED = '<encryption xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod Algorithm="{}"/></e:EncryptedData></encryption>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK", "it is damaged (File is not a zip file): get it again."),
        (zipped({"a": "b"}), "it is no EPUB: it has no package document. Get it again."),
        (_epub({"a.xhtml": "<body><img/></body>"}), "it holds no text: its pages are pictures or nothing."),
        (
            _epub({"a.xhtml": "<body><h1>A</h1><p>B.</p></body>"}, **{"META-INF/encryption.xml": _SCRAMBLED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}),
            "its text is encrypted (DRM): get it without protection.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_used_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    assert errors_in(write(tmp_path, "g.epub", content)) == [("news/g.epub", reason)]


def test_scrambled_fonts_are_no_protection(tmp_path: Path) -> None:
    fonts = _SCRAMBLED.format("http://www.idpf.org/2008/embedding")
    content = _epub({"a.xhtml": "<body><h1>Ferry</h1><p>It sails.</p></body>"}, **{"META-INF/encryption.xml": fonts})
    assert [article.body for article in articles_in(write(tmp_path, "g.epub", content))] == ["It sails."]


def test_a_part_that_is_missing_costs_no_other_story_and_no_story_has_a_hole(tmp_path: Path) -> None:
    documents = {
        "a.xhtml": "<body><h1>Ferry</h1><p>It sails.</p></body>",
        "b.xhtml": "<body/>",
        "c.xhtml": f"<body><p>{_LONG}</p></body>",
        "d.xhtml": "<body><h1>Mill</h1><p>It burns.</p></body>",
    }
    path = write(tmp_path, "g.epub", _epub(documents).replace(b"OEBPS/b.xhtml", b"OEBPS/x.xhtml"))
    results = [reading.result for reading in read_articles([path])]
    assert [found.body for found in results if isinstance(found, Article)] == ["It sails.", _LONG.strip(), "It burns."]
    assert [str(found) for found in results if isinstance(found, ArticleError)] == [
        "it lacks its part OEBPS/b.xhtml: get it again."
    ]


def test_a_part_that_is_missing_is_named(tmp_path: Path) -> None:
    content = _epub({"a.xhtml": "<body/>"}).replace(b"OEBPS/a.xhtml", b"OEBPS/b.xhtml")
    assert errors_in(write(tmp_path, "g.epub", content)) == [
        ("news/g.epub", "it lacks its part OEBPS/a.xhtml: get it again.")
    ]

"""What the EPUBs of newspapers have besides stories: who made them, contents, bars and numbers of pages, headings elsewhere."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file
from tests.packing import zipped

_CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OPS/e.opf"/></rootfiles></container>'
_ABOUT = (
    "<dc:title>El Faro, 4 de marzo</dc:title><dc:publisher>El Faro de Tern</dc:publisher><dc:language>es</dc:language>"
    "<dc:date>2025-03-04</dc:date><dc:rights>© El Faro</dc:rights>"
)
_FERRY = "<p>El ferri vuelve en mayo.</p>"


def _page(body: str, attributes: str = "") -> str:
    return f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body {attributes}>{body}</body></html>'


def _epub(
    pages: Mapping[str, str], *, about: str = _ABOUT, more: str = "", guide: str = "", extra: Mapping[str, str] = {}
) -> bytes:
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(pages)))
    opf = (
        f'<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f"{about}</metadata><manifest>{items}{more}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>"
    )
    entries = {f"OPS/{name}": page if page.startswith("<") else _page(page) for name, page in pages.items()}
    return zipped({"META-INF/container.xml": _CONTAINER, "OPS/e.opf": opf, **entries, **extra})


def _read(content: bytes) -> list[Article | str]:
    file = SourceFile(Path("/news/faro.epub"), "news/faro.epub", packed=content)
    return [str(result) if isinstance(result, ArticleError) else result for result in read_file(file)]


def _texts(content: bytes) -> list[tuple[str, str] | str]:
    return [(r.headline, r.body) if isinstance(r, Article) else r for r in _read(content)]


def test_an_edition_gives_its_articles() -> None:
    pages = {
        "a.xhtml": _page(f"<p>Puerto</p><h1>Vuelve el ferri</h1><p class='byline'>Por Ana Ruiz</p>{_FERRY}"),
        "b.xhtml": _page("<h2>La lonja</h2><p>La lonja vendió más.</p>"),
    }
    common: dict[str, Any] = {
        "publisher": "El Faro de Tern",
        "published": "2025-03-04",
        "rights": "© El Faro",
    }
    assert _read(_epub(pages)) == [
        Article(
            uri="file:news/faro.epub#OPS/a.xhtml", headline="Vuelve el ferri", byline="Por Ana Ruiz", language="es",
            body="Puerto\n\nPor Ana Ruiz\n\nEl ferri vuelve en mayo.", **common,
        ),
        Article(
            uri="file:news/faro.epub#OPS/b.xhtml", headline="La lonja", language="es", body="La lonja vendió más.", **common
        ),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("about", "publisher", "section", "byline", "published"),
    [
        ("<dc:title>El Faro</dc:title>", "El Faro", "", "", None),
        ("<dc:title>El Faro</dc:title><dc:publisher>calibre (7.1)</dc:publisher>", "El Faro", "", "", None),
        ("<dc:title>El Faro</dc:title><dc:publisher>El Faro</dc:publisher><dc:creator>El Faro</dc:creator>", "El Faro", "", "", None),
        ("<dc:title>A</dc:title><dc:creator opf:role='aut'>Ana Ruiz</dc:creator><dc:creator opf:role='bkp'>Sigil</dc:creator>", "A", "", "Ana Ruiz", None),
        ("<dc:title>A</dc:title><dc:date opf:event='modification'>2026-01-01</dc:date>", "A", "", "", None),
        ("<dc:title>A</dc:title><dc:date opf:event='creation'>2026-01-01</dc:date><dc:date opf:event='publication'>2025-03-04</dc:date>", "A", "", "", "2025-03-04"),
        ("<dc:title>A</dc:title><dc:date>0101-01-01T00:00:00+00:00</dc:date>", "A", "", "", None),
    ],
)  # fmt: skip
def test_the_edition_says_who_published_it_and_when(
    about: str, publisher: str, section: str, byline: str, published: str | None
) -> None:
    (article,) = _read(_epub({"a.xhtml": f"<h1>X</h1>{_FERRY}"}, about=about))
    assert isinstance(article, Article)
    assert (article.publisher, article.section, article.byline, article.published) == (
        publisher,
        section,
        byline,
        published,
    )


def test_a_page_without_a_heading_goes_on_with_the_one_before_it() -> None:
    pages = {"a.xhtml": f"<h1>Vuelve el ferri</h1>{_FERRY}", "a2.xhtml": "<p>Costará lo mismo.</p>"}
    assert _texts(_epub(pages)) == [("Vuelve el ferri", "El ferri vuelve en mayo.\n\nCostará lo mismo.")]


def test_a_page_s_heading_may_stand_in_the_contents_alone() -> None:
    ncx = '<ncx><navMap><navPoint><navLabel><text>La lonja</text></navLabel><content src="b.xhtml"/></navPoint></navMap></ncx>'
    more = '<item id="n" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    pages = {"a.xhtml": f"<h1>Vuelve el ferri</h1>{_FERRY}", "b.xhtml": "<p>La lonja vendió más.</p>"}
    read = _texts(_epub(pages, more=more, extra={"OPS/toc.ncx": ncx}))
    assert read == [("Vuelve el ferri", "El ferri vuelve en mayo."), ("La lonja", "La lonja vendió más.")]


@pytest.mark.parametrize(
    "page",
    [
        _page("<h1>Portada</h1><p>El Faro</p>", 'epub:type="cover"'),
        _page('<section epub:type="toc"><h1>Sumario</h1><p>El ferri</p></section>'),
        _page('<section role="doc-toc"><h1>Sumario</h1><p>El ferri</p></section>'),
        _page('<h1>Sumario</h1><a href="a.xhtml">El ferri vuelve</a><a href="b.xhtml">La lonja</a><a href="c.xhtml">Más</a>'),
        _page('<h2>Puerto</h2><ul class="calibre_article_list"><li><a href="a.xhtml">El ferri</a><p>Vuelve en mayo, dicen.</p></li></ul>'),
        _page("<h1>Primera parte</h1>"),
        _page("<img src='portada.jpg'/>"),
    ],
)  # fmt: skip
def test_covers_and_contents_are_no_articles(page: str) -> None:
    pages = {"p.xhtml": page, "a.xhtml": f"<h1>Vuelve el ferri</h1>{_FERRY}"}
    assert _texts(_epub(pages)) == [("Vuelve el ferri", "El ferri vuelve en mayo.")]


def test_what_the_guide_calls_a_cover_is_passed_over() -> None:
    pages = {"p.xhtml": "<h1>El Faro</h1><p>Diario</p>", "a.xhtml": f"<h1>Vuelve el ferri</h1>{_FERRY}"}
    read = _texts(_epub(pages, guide='<reference type="title-page" href="p.xhtml"/>'))
    assert read == [("Vuelve el ferri", "El ferri vuelve en mayo.")]


def test_numbers_of_pages_and_bars_are_no_text() -> None:
    body = (
        '<div class="calibre_navbar">| <a href="b.xhtml">Next</a> |</div><h1>Vuelve el ferri</h1>'
        '<p>El ferri <span epub:type="pagebreak" title="7">7</span>vuelve en<span role="doc-pagebreak">8</span> mayo.</p>'
        '<p hidden="">oculto</p><div class="calibre_navbar"><hr/>This article was downloaded by calibre</div>'
    )
    assert _texts(_epub({"a.xhtml": body})) == [("Vuelve el ferri", "El ferri vuelve en mayo.")]


def test_a_page_that_is_not_well_formed_is_read_as_browsers_do() -> None:
    page = "<!DOCTYPE html><html><body><h1>Vuelve<br>el ferri</h1><p>El ferri&nbsp;vuelve en mayo.<p>Dos</body></html>"
    assert _texts(_epub({"a.html": page})) == [("Vuelve el ferri", "El ferri vuelve en mayo.\n\nDos")]


@pytest.mark.parametrize("identifier", ["urn:issn:1234-5678", "https://faro.example/", "faro"])
def test_the_next_issue_of_a_paper_does_not_replace_this_one(identifier: str) -> None:
    about = f"<dc:title>El Faro</dc:title><dc:identifier>{identifier}</dc:identifier>"
    (article,) = _read(_epub({"a.xhtml": f"<h1>Vuelve el ferri</h1>{_FERRY}"}, about=about))
    assert isinstance(article, Article)
    assert article.uri == "file:news/faro.epub#OPS/a.xhtml"

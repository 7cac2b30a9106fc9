"""EPUB, a newspaper, a magazine or a book: an article for each of its documents, which is a story or a chapter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import lxml.html
from lxml import etree
from lxml.html import HtmlElement

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.fields import article_from
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import person_names, printed_byline
from ingest.parsing.epub_parts import EpubPart, epub_parts
from ingest.parsing.markup import is_html_tag
from ingest.parsing.news_body import html_text, without_headline
from ingest.parsing.xml_file import declared_in_xml

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_ISSUE = re.compile(r"\s*\[[^\]]*\d[^\]]*\]$")  # what a program puts behind a paper's name: its day
_NO_STORY = frozenset(
    "cover titlepage halftitlepage toc landmarks loi lot lov index copyright-page colophon dedication frontispiece other-credits".split()
)
_UNSEEN = frozenset("noteref pagebreak backlink".split())
_HEADINGS = ("h1", "h2", "h3")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|autor|firma)(?:$|[\s_-])", re.IGNORECASE)
_FEWEST = 200  # characters of a document without a heading: fewer are a half title, a motto
_PROGRAM = "calibre"


@dataclass(frozen=True)
class _Story:
    path: str
    headline: str
    body: str
    byline: str


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article a story, in the order of reading; a document without a heading goes on with the one before."""
    epub = epub_parts(file.content())
    about = _about(epub.said)
    identity = next((said for said in epub.said.get("identifier", ()) if _SCHEME.match(said)), file.uri)
    found = False
    for story in _whole(epub.parts):
        found = True
        record = about | {"uri": f"{identity}#{story.path}", "headline": story.headline, "body": story.body}
        record |= {"byline": story.byline} if story.byline else {}
        try:
            yield article_from(record, fallback_uri=file.uri)
        except ArticleError as error:
            yield ArticleError(f"{story.path}: {error}")
    if not found:
        raise ArticleError("it holds no text: its pages are pictures or nothing.")


def _about(said: Mapping[str, Sequence[str]]) -> dict[str, object]:
    def first(name: str) -> str:
        return next(iter(said.get(name, ())), "")

    title = _ISSUE.sub("", first("title"))
    publisher = first("publisher")
    authors = [
        name for name in person_names(said.get("creator", ())) if name.casefold() not in (_PROGRAM, title.casefold())
    ]
    return {
        "publisher": title if publisher.casefold() in ("", _PROGRAM) else publisher,
        "published": first("date"),
        "language": first("language"),
        "byline": [] if publisher.casefold() == _PROGRAM else authors,
        "rights": first("rights"),
    }


def _whole(parts: Sequence[EpubPart]) -> Iterator[_Story]:
    """Yield the stories, what a program cut into several documents put together."""
    waiting: _Story | None = None
    for part in parts:
        story = _story(part)
        if story is None:
            continue
        if waiting and not story.headline:
            waiting = _Story(waiting.path, waiting.headline, f"{waiting.body}\n\n{story.body}", waiting.byline)
            continue
        if waiting:
            yield waiting
        waiting = story if story.body and (story.headline or len(story.body) >= _FEWEST) else None
    if waiting:
        yield waiting


def _story(part: EpubPart) -> _Story | None:
    """Return what a document tells, None where it is a cover, a table of contents or nothing."""
    html = decode(part.content, declared=declared_in_xml(part.content)).encode("utf-8", "replace")
    try:
        page: HtmlElement = lxml.html.document_fromstring(html, parser=lxml.html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # it is empty
        return None
    body = page.find("body")
    if body is None:
        return None
    elements = list(body.iter(etree.Element))
    if any(set(_kinds(element)) & _NO_STORY for element in elements if element in (body, *body)):
        return None
    # Neither is taken out: lxml would have to write the text behind it anew, and refuses what control characters are in it.
    for element in elements[1:]:
        if element.tag == "nav" or set(_kinds(element)) & _UNSEEN:
            element.clear(keep_tail=True)
        if not is_html_tag(str(element.tag)):  # a formula's
            element.tag = "span"
    headings = [
        text for element in elements if element.tag in _HEADINGS and (text := clean_line(element.text_content()))
    ]
    headline = headings[0] if headings else ""
    bylines = [element for element in elements if _BYLINE.search(f"{element.get('class')} {element.get('rel')}")]
    text = html_text(lxml.html.tostring(body, encoding="unicode"))
    byline = printed_byline(element.text_content() for element in bylines[:1])
    return _Story(part.path, headline, without_headline(text, headline), byline)


def _kinds(element: etree._Element) -> list[str]:
    """Return what an element is by EPUB's own words and by those of accessibility ("doc-toc")."""
    said = f"{element.get('epub:type') or ''} {element.get('role') or ''}".lower().split()
    return [kind.removeprefix("doc-") for kind in said]

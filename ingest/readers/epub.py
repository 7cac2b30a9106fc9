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

# Of an issue alone: an ISSN or an address names the paper, and its next issue would replace this one.
_OF_ISSUE = re.compile(r"urn:(?:uuid|isbn):\S", re.IGNORECASE)
_ISSUE = re.compile(r"\s*\[[^\]]*\d[^\]]*\]$")  # what a program puts behind a paper's name: its day
_NO_STORY = frozenset(
    "cover titlepage halftitlepage toc landmarks loi lot lov index copyright-page colophon dedication frontispiece other-credits".split()
)
_UNSEEN = frozenset("noteref pagebreak backlink".split())
_HEADINGS = ("h1", "h2", "h3")
_BYLINE = re.compile(r"(?:^|[\s_-])(?:byline|author|autor|firma)(?:$|[\s_-])", re.IGNORECASE)
_FEWEST = 200  # characters of a document without a heading: fewer are a half title, a motto
_PROGRAM = re.compile(r"calibre\b.*|sigil|pandoc", re.IGNORECASE)
_BAR = re.compile(
    r"(?:^|\s)calibre_navbar", re.IGNORECASE
)  # what calibre puts above and below the news that it fetches
_LIST = "calibre_article_list"
_SHARE_OF_LINKS = 0.6  # of a document's letters, in a list of contents
_FEWEST_LINKS = 3

_ORIGINS = {
    "uri": "the issue's identity and the document's path",
    "headline": "its heading or the table of contents",
    "body": "its document",
    "byline": "what it marks as its byline, else dc:creator",
    "publisher": "dc:publisher or dc:title",
    "published": "dc:date",
    "language": "dc:language",
    "rights": "dc:rights",
}


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
    identity = next((said for said in epub.said.get("identifier", ()) if _OF_ISSUE.match(said)), file.uri)
    found = False
    for story in _whole(epub.parts):
        found = True
        if isinstance(story, ArticleError):
            yield story
            continue
        record = about | {"uri": f"{identity}#{story.path}", "headline": story.headline, "body": story.body}
        record |= {"byline": story.byline} if story.byline else {}
        try:
            yield article_from(record, fallback_uri=file.uri, origins=_ORIGINS)
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
        name
        for name in person_names(said.get("creator", ()))
        if name.casefold() not in (title.casefold(), publisher.casefold()) and not _PROGRAM.fullmatch(name)
    ]
    return {
        "publisher": title if not publisher or _PROGRAM.fullmatch(publisher) else publisher,
        "published": first("date"),
        "language": first("language"),
        "byline": [] if _PROGRAM.fullmatch(publisher) else authors,
        "rights": first("rights"),
    }


def _whole(parts: Sequence[EpubPart]) -> Iterator[_Story | ArticleError]:
    """Yield the stories, what a program cut into several documents put together, and what is wrong with a document.

    What stands behind one that is missing or damaged never goes on with what stands before it.
    """
    waiting: _Story | None = None
    for part in parts:
        try:
            story = _story(part)
        except ArticleError as error:
            if waiting:
                yield waiting
            waiting = None
            yield error
            continue
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
    """Return what a document tells, None where it is a cover, a table of contents, a heading alone or nothing."""
    if part.damage:
        raise ArticleError(part.damage)
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
        if (
            element.tag == "nav"
            or "hidden" in element.attrib
            or _BAR.search(element.get("class") or "")
            or set(_kinds(element)) & _UNSEEN
        ):
            element.clear(keep_tail=True)
        if not is_html_tag(str(element.tag)):  # a formula's
            element.tag = "span"
    headings = (
        (element, text)
        for element in body.iter(*_HEADINGS)
        if (text := clean_line(html_text(lxml.html.tostring(element, encoding="unicode", with_tail=False))))
    )
    heading, headline = next(headings, (None, part.name))
    bylines = [element for element in elements if _BYLINE.search(f"{element.get('class')} {element.get('rel')}")]
    byline = printed_byline(element.text_content() for element in bylines[:1])
    if _leads_to_others(body):
        return None
    if heading is not None:
        heading.clear(keep_tail=True)
    text = html_text(lxml.html.tostring(body, encoding="unicode"))
    return _Story(part.path, headline, without_headline(text, headline), byline) if text else None


def _is_beside_the_text(element: HtmlElement) -> bool:
    is_hidden = element.tag == "nav" or "hidden" in element.attrib or bool(set(_kinds(element)) & _UNSEEN)
    return is_hidden or bool(_BAR.search(element.get("class") or ""))


def _leads_to_others(body: HtmlElement) -> bool:
    """Whether a document is a list of others."""
    if body.find_class(_LIST):
        return True
    links = [link for link in body.iter("a") if ":" not in link.get("href", ":")]
    letters, linked = (sum(map(str.isalpha, "".join(e.text_content() for e in part))) for part in ([body], links))
    return len(links) >= _FEWEST_LINKS and linked > _SHARE_OF_LINKS * letters


def _kinds(element: etree._Element) -> list[str]:
    """Return what an element is by EPUB's own words and by those of accessibility ("doc-toc")."""
    said = f"{element.get('epub:type') or ''} {element.get('role') or ''}".lower().split()
    return [kind.removeprefix("doc-") for kind in said]

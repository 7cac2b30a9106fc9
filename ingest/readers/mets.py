"""METS, a digitised newspaper's issue: an article for each story of its logical structure, out of the ALTO pages beside it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote

from lxml import etree

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.fields import article_from, is_uri
from ingest.finding.source_file import SourceFile
from ingest.parsing.alto import AltoPage, Block, alto_pages, story_text
from ingest.parsing.mods import authors, title_of, told_in
from ingest.parsing.news_body import without_headline
from ingest.parsing.xml_file import children, local_name, parse_xml, root_name
from ingest.parsing.xml_places import METS

_STORY = re.compile(
    r"article|story|letter|editorial|obituar|review|news_?item|column|feuilleton|interview|poem|notice|report",
    re.IGNORECASE,
)
_NO_STORY = re.compile(r"advert|title_section|newspaper", re.IGNORECASE)
_HEADING = re.compile(r"head|title", re.IGNORECASE)
_DATE_IN_LABEL = re.compile(r"[\s,;:–-]*\b(?:1[5-9]|20)\d\d-\d\d-\d\d.*$")
_DEEPEST = 100  # divisions within divisions


def recognises(file: SourceFile) -> bool:
    """Whether the file is METS."""
    return root_name(file.content()) == "mets"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the issue's stories in order, or where its structure tells none, an article a page."""
    issue = _Issue(parse_xml(file.content()), file)
    if not issue.files:
        raise ArticleError("it is METS without ALTO pages: export it with its text.")
    found = False
    for division in issue.stories():
        found = True
        try:
            yield issue.article(division)
        except ArticleError as error:
            yield ArticleError(f"{division.name}: {error}")
    if not found:
        for number, file_id in enumerate(issue.files, 1):
            try:
                yield issue.page(file_id, number)
            except ArticleError as error:
                yield ArticleError(f"page {number}: {error}")


@dataclass(frozen=True)
class _Division:
    """A story's division, with those that it lies in, the outermost first."""

    element: etree._Element
    above: Sequence[etree._Element]

    @property
    def name(self) -> str:
        return clean_line(
            self.element.get("LABEL") or self.element.get("DMDID") or self.element.get("ID") or "a story"
        )[:100]


class _Issue:
    def __init__(self, root: etree._Element, file: SourceFile) -> None:
        self._root, self._file = root, file
        self._described = {section.get("ID", ""): section for section in root.iter() if local_name(section) == "dmdSec"}
        self.files = dict(self._alto_files())
        self._pages: dict[str, list[AltoPage] | ArticleError] = {}
        self._labels = dict(self._page_labels())

    # -- what the issue says of itself --------------------------------------------------------------------------------

    def _about(self, above: Sequence[etree._Element]) -> dict[str, object]:
        """Return what holds for every story of the issue."""
        titles = (title_of(one) for element in above if not _is_rubric(element) for one in self._sections(element))
        label = _DATE_IN_LABEL.sub("", clean_line(self._root.get("LABEL") or ""))
        said = list(self._described.values())
        return {
            "publisher": next((title for title in titles if title), label),
            "published": next((day for one in said if (day := told_in(one, "dateIssued"))), ""),
            "url": self._root.get("OBJID") or "",
            "rights": next((rights for one in said if (rights := told_in(one, "accessCondition"))), ""),
        }

    def _sections(self, element: etree._Element) -> list[etree._Element]:
        return [self._described[name] for name in (element.get("DMDID") or "").split() if name in self._described]

    # -- stories ------------------------------------------------------------------------------------------------------

    def stories(self) -> Iterator[_Division]:
        for structure in children(self._root, "structMap"):
            if (structure.get("TYPE") or "").lower().startswith("logical"):
                for division in children(structure, "div"):
                    yield from self._stories(division, [])

    def _stories(self, element: etree._Element, above: list[etree._Element]) -> Iterator[_Division]:
        kind = element.get("TYPE") or ""
        if len(above) > _DEEPEST or (_NO_STORY.search(kind) and above):
            return
        inner = [one for child in children(element, "div") for one in self._stories(child, [*above, element])]
        if inner:
            yield from inner
        elif _STORY.search(kind):
            yield _Division(element, above)

    def article(self, division: _Division) -> Article:
        element = division.element
        sections = self._sections(element)
        headings = {
            id(area) for part in element.iter() if _HEADING.search(part.get("TYPE") or "") for area in _areas(part)
        }
        areas = list(_areas(element))
        printed = story_text(self._blocks([area for area in areas if id(area) in headings]))
        headline = next((title for one in sections if (title := title_of(one))), "") or clean_line(
            element.get("LABEL") or printed
        )
        body = without_headline(story_text(self._blocks(areas)), headline)
        if not body:
            raise ArticleError("no text was recognised in its place.")
        labels = list(dict.fromkeys(label for area in areas if (label := self._labels.get(area.get("FILEID", ""), ""))))
        rubric = next((clean_line(one.get("LABEL") or "") for one in reversed(division.above) if _is_rubric(one)), "")
        record = self._about(division.above) | {
            "uri": self._identity(element),
            "headline": headline,
            "body": body,
            "byline": list(dict.fromkeys(name for one in sections for name in authors(one))),
            "language": next((said for one in sections if (said := told_in(one, "languageTerm"))), ""),
            "section": ", ".join(
                part for part in (rubric, f"p. {'–'.join(labels[:1] + labels[1:][-1:])}" if labels else "") if part
            ),
        }
        return article_from(record, fallback_uri=self._file.uri, origins=METS)

    def page(self, file_id: str, number: int) -> Article:
        pages = self._pages_of(file_id)
        body = story_text([block for page in pages for block in page.blocks.values()])
        if not body:
            raise ArticleError("no text was recognised on it.")
        label = self._labels.get(file_id) or str(number)
        record = self._about([]) | {"uri": self._numbered(f"page{number}"), "body": body, "section": f"p. {label}"}
        return article_from(record, fallback_uri=self._file.uri, origins=METS)

    def _identity(self, element: etree._Element) -> str:
        return self._numbered(clean_line((element.get("DMDID") or "").partition(" ")[0] or element.get("ID") or ""))

    def _numbered(self, number: str) -> str:
        own = clean_line(self._root.get("OBJID") or "")
        return f"{own if is_uri(own) else self._file.uri}#{number}"

    # -- pages --------------------------------------------------------------------------------------------------------

    def _blocks(self, areas: Sequence[etree._Element]) -> list[Block]:
        blocks = []
        for area in areas:
            begin = area.get("BEGIN", "")
            for page in self._pages_of(area.get("FILEID", "")):
                keys = page.inside.get(begin, ()) if begin else tuple(page.blocks)
                blocks += [page.blocks[key] for key in keys]
        return blocks

    def _pages_of(self, file_id: str) -> list[AltoPage]:
        if file_id not in self.files:
            return []  # a picture's place, or a sound's
        if file_id not in self._pages:
            self._pages[file_id] = self._read(self.files[file_id])
        found = self._pages[file_id]
        if isinstance(found, ArticleError):
            raise ArticleError(str(found))
        return found

    def _read(self, place: str) -> list[AltoPage] | ArticleError:
        try:
            page = self._file.beside(place) if self._file.beside else None
            if page is None:
                return ArticleError(f"its page {place[:100]} is not there: put it beside the METS file.")
            return alto_pages(page.content())
        except ArticleError as error:
            return ArticleError(f"its page {place[:100]}: {error}")

    def _alto_files(self) -> Iterator[tuple[str, str]]:
        for group in self._root.iter():
            if local_name(group) != "fileGrp":
                continue
            for file in children(group, "file"):
                places = [_href(at) for at in children(file, "FLocat") if _href(at)]
                said = " ".join(
                    (group.get("ID") or "", group.get("USE") or "", file.get("ID") or "", file.get("USE") or "")
                )
                is_text = "xml" in (file.get("MIMETYPE") or "").lower() or any(
                    p.lower().endswith(".xml") for p in places
                )
                if places and is_text and re.search(r"alto|fulltext|ocr|text", f"{said} {places[0]}", re.IGNORECASE):
                    yield file.get("ID") or "", _relative(places[0])

    def _page_labels(self) -> Iterator[tuple[str, str]]:
        for structure in children(self._root, "structMap"):
            if (
                not (structure.get("TYPE") or "").lower().startswith("physical")
                and len(list(children(self._root, "structMap"))) > 1
            ):
                continue
            pages = [
                div
                for div in structure.iter()
                if local_name(div) == "div" and "page" in (div.get("TYPE") or "").lower()
            ]
            for number, page in enumerate(pages, 1):
                label = clean_line(page.get("ORDERLABEL") or page.get("ORDER") or str(number))
                for element in page.iter():
                    if file_id := element.get("FILEID"):
                        yield file_id, label


def _relative(place: str) -> str:
    """Return where a page lies as seen from the METS file: "file://./text/1.xml" and "text\\1.xml" are "text/1.xml"."""
    path = unquote(re.sub(r"^file:/{0,2}", "", place.strip())).replace("\\", "/")
    return str(PurePosixPath(path))


def _href(element: etree._Element) -> str:
    return next((str(value) for name, value in element.items() if str(name).endswith("}href")), "")


def _areas(element: etree._Element) -> Iterator[etree._Element]:
    for found in element.iter():
        name = local_name(found)
        if name == "area" or (name == "fptr" and found.get("FILEID")):
            yield found


def _is_rubric(element: etree._Element) -> bool:
    return "section" in (element.get("TYPE") or "").lower()

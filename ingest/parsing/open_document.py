"""What an OpenDocument text shows its readers, as paragraphs: with every tracked change taken and nothing that is hidden."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.parsing.office_text import SAVE_ANEW, Paragraph, office_xml, part_of
from ingest.parsing.unpacking import opened_zip
from ingest.parsing.word_parts import attribute
from ingest.parsing.xml_file import children, local_name

# "tracked-changes" holds what was deleted. A table of contents and an index repeat what stands elsewhere.
_UNSEEN = frozenset(
    "tracked-changes annotation annotation-end sequence-decls variable-decls user-field-decls forms scripts hidden-text"
    " table-of-content alphabetical-index illustration-index table-index object-index user-index desc title note-citation"
    " ruby-text-style event-listeners database-display page-number placeholder".split()
)
_SHAPES = frozenset("text-box custom-shape rect ellipse circle polygon polyline path line connector caption".split())
_SIGNS = {"tab": "\t", "line-break": "\n", "soft-hyphen": ""}
_MOST_SPACES = 1000
_SPACE = re.compile("[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document's paragraphs, its notes at the end, and what its properties say ("title", "creator", "language")."""

    paragraphs: list[Paragraph]
    properties: Mapping[str, str]


def open_document(content: bytes, *, is_flat: bool) -> OpenDocument:
    """Return what a document shows; a flat one is a single XML file. Raises `ArticleError` where it is none or is damaged."""
    if is_flat:
        return _document([office_xml(content)])
    with opened_zip(content, remedy=SAVE_ANEW) as package:
        manifest = part_of(package, "META-INF/manifest.xml")
        if manifest is not None and any(local_name(e) == "encryption-data" for e in manifest.iter()):
            raise ArticleError("it has a password: save it without one.")
        parts = [part_of(package, name) for name in ("content.xml", "styles.xml", "meta.xml")]
    return _document([part for part in parts if part is not None])


def _document(parts: list[etree._Element]) -> OpenDocument:
    body = next((e for part in parts for e in part.iter() if local_name(e) == "body"), None)
    texts = [e for e in body if local_name(e) == "text"] if body is not None else []
    if not texts:
        raise ArticleError("it is no OpenDocument text: open it in its program and save it as .odt.")
    properties: dict[str, str] = {}
    for meta in (e for part in parts for e in part.iter() if local_name(e) == "meta"):
        for element in meta:
            properties.setdefault(local_name(element), clean_line(element.text or ""))
    reading = _Text(_styles(parts))
    reading.blocks(texts[0])
    return OpenDocument([*reading.paragraphs, *reading.notes], properties)


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str
    is_hidden: bool


def _styles(parts: list[etree._Element]) -> dict[str, _Style]:
    found = {}
    for style in (e for part in parts for e in part.iter() if local_name(e) == "style"):
        name = attribute(style, "name") or ""
        shown = [attribute(p, "display") for p in style if local_name(p) in ("text-properties", "section-properties")]
        found[name] = _Style(
            attribute(style, "display-name") or name.replace("_20_", " "),
            attribute(style, "parent-style-name") or "",
            "none" in shown,
        )
    return found


class _Text:
    def __init__(self, styles: Mapping[str, _Style]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.notes: list[Paragraph] = []
        self._styles = styles

    def blocks(self, parent: etree._Element) -> None:
        for element in parent:
            name = local_name(element)
            if name in ("p", "h"):
                self._paragraph(element, name)
            elif name == "table":
                self._table(element)
            elif name and name not in _UNSEEN and attribute(element, "display") not in ("none", "condition"):
                self.blocks(element)

    def _paragraph(self, element: etree._Element, name: str) -> None:
        parts: list[str] = []
        boxes: list[etree._Element] = []
        if not self._is_hidden(element):
            self._inline(element, parts, boxes)
        text = "".join(parts)
        if text.strip():
            style = f"heading {attribute(element, 'outline-level') or 1}" if name == "h" else ""
            names = self._names(attribute(element, "style-name") or "")
            # Some write headings as paragraphs that look like them.
            known = next((name for name in ("title", "heading 1") if name in names), "")
            self.paragraphs.append(Paragraph(text, known if known == "title" else style or known))
        for box in boxes:
            self.blocks(box)

    def _inline(self, element: etree._Element, parts: list[str], boxes: list[etree._Element]) -> None:
        parts.append(_plain(element.text))
        for child in element:
            name = local_name(child)
            if name == "s":
                count = attribute(child, "c") or "1"
                parts.append(" " * min(int(count) if count.isdecimal() else 1, _MOST_SPACES))
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "note":
                self._note(child)
            elif name in _SHAPES:
                boxes.append(child)
            elif name == "ruby-text":  # how characters are read, which print sets above them
                inside: list[str] = []
                self._inline(child, inside, boxes)
                parts.append(f"({''.join(inside)})")
            elif name and name not in _UNSEEN and not self._is_hidden(child):
                self._inline(child, parts, boxes)
            parts.append(_plain(child.tail))

    def _note(self, note: etree._Element) -> None:
        before, self.paragraphs = self.paragraphs, []
        for body in children(note, "note-body"):
            self.blocks(body)
        inside, self.paragraphs = self.paragraphs, before
        self.notes.extend(inside)

    def _table(self, table: etree._Element) -> None:
        """Write a table: a row whose cells are a line each is a line."""
        before, lines, found = self.paragraphs, list[str](), list[Paragraph]()
        for row in _rows(table):
            cells = []
            for cell in children(row, "table-cell"):
                self.paragraphs = []
                self.blocks(cell)
                cells.append(self.paragraphs)
            if len(cells) > 1 and all(len(cell) <= 1 for cell in cells):
                lines.append(" ".join(" ".join(paragraph.text.split()) for cell in cells for paragraph in cell))
                continue
            found += [Paragraph("\n".join(lines))] if lines else []
            lines = []
            found += [paragraph for cell in cells for paragraph in cell]
        self.paragraphs = [*before, *found, *([Paragraph("\n".join(lines))] if any(lines) else [])]

    def _is_hidden(self, element: etree._Element) -> bool:
        if local_name(element) == "hidden-paragraph":
            return True
        return any(self._styles[name].is_hidden for name in self._lineage(attribute(element, "style-name") or ""))

    def _names(self, style: str) -> set[str]:
        return {self._styles[name].name.lower() for name in self._lineage(style)} | {style.lower()}

    def _lineage(self, style: str) -> Iterator[str]:
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield style
            style = self._styles[style].parent


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        name = local_name(element)
        if name == "table-row":
            yield element
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element)


def _plain(text: str | None) -> str:
    """Return text as it is shown: a line of the file is no line of the page."""
    return _SPACE.sub(" ", text or "")

"""What a Word document shows its readers, as paragraphs: with every tracked change taken and nothing that is hidden.

python-docx alone loses, silently (measured): what was inserted or moved with changes tracked, content controls, simple
fields, smart tags, text boxes, notes, symbols, breaks of pages; and it shows hidden text.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from archive.errors import ArticleError
from ingest.parsing.office_text import Paragraph
from ingest.parsing.word_parts import WordParts, attribute
from ingest.parsing.xml_file import local_name

_DELETED = frozenset({"del", "moveFrom"})
_OFF = frozenset({"0", "false", "off"})
_SIGNS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = {"footnoteReference": "footnotes", "endnoteReference": "endnotes"}


def word_paragraphs(parts: WordParts) -> list[Paragraph]:
    """Return the document's paragraphs in order, a text box after the paragraph that holds it, the notes at the end.

    A table's row is a line. Left out: headers and footers, comments, the numbers of lists.
    """
    return _Text(parts).paragraphs


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str | None
    hidden: bool | None


class _Text:
    def __init__(self, parts: WordParts) -> None:
        self.paragraphs: list[Paragraph] = []
        self._styles = _styles(parts.others.get("styles"))
        self._noted: dict[tuple[str, str | None], None] = {}  # a set in order
        self._begun = ""  # of a paragraph whose end was deleted
        self._blocks(parts.document)
        notes = {(kind, attribute(note, "id")): note for kind in _NOTES.values() for note in parts.others.get(kind, ())}
        read = 0
        while read < len(self._noted):  # a note may have notes
            note = notes.get(list(self._noted)[read])
            read += 1
            if note is not None:
                self._blocks(note)
        self._add("", "")

    def _blocks(self, parent: etree._Element) -> None:
        for element in parent:
            name = local_name(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._table(element)
            elif name == "altChunk":
                raise ArticleError("another document is embedded in it: open it in Word and save it again.")
            elif name == "AlternateContent":
                self._blocks(_alternative(element))
            elif name not in _DELETED and not _is_placeholder(element):
                self._blocks(element)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = _child(paragraph, "pPr")
        style = attribute(_child(properties, "pStyle"), "val")
        parts: list[str] = []
        boxes: list[etree._Element] = []
        self._inline(paragraph, style, parts, boxes)
        mark = _child(properties, "rPr")
        if any(_child(mark, name) is not None for name in _DELETED):
            self._begun += "".join(parts)
        else:
            known = self._styles.get(style) if style else None
            self._add("".join(parts), (known.name if known else style or "").lower())
        for box in boxes:
            self._blocks(box)

    def _add(self, text: str, style: str) -> None:
        text, self._begun = self._begun + text, ""
        if text.strip():
            self.paragraphs.append(Paragraph(text, style))

    def _inline(
        self, parent: Iterable[etree._Element], style: str | None, parts: list[str], boxes: list[etree._Element]
    ) -> None:
        for element in parent:
            name = local_name(element)
            if name == "t":
                parts.append(element.text or "")
            elif name in _SIGNS:
                parts.append(_SIGNS[name])
            elif name == "sym":
                parts.append(_symbol(element))
            elif name in _NOTES:
                self._noted[_NOTES[name], attribute(element, "id")] = None
            elif name in ("txbxContent", "txBody"):
                boxes.append(element)
            elif name == "AlternateContent":
                self._inline(_alternative(element), style, parts, boxes)
            elif name == "ruby":  # how characters are read, which print sets above them
                self._inline(_named(element, "rubyBase"), style, parts, boxes)
                parts.append("(")
                self._inline(_named(element, "rt"), style, parts, boxes)
                parts.append(")")
            elif not (
                name in _DELETED
                or name == "pPr"
                or _is_placeholder(element)
                or (name == "r" and self._hides(element, style))
            ):
                self._inline(element, style, parts, boxes)

    def _hides(self, run: etree._Element, paragraph_style: str | None) -> bool:
        properties = _child(run, "rPr")
        hidden = _switch(properties, "vanish")
        for style in (attribute(_child(properties, "rStyle"), "val"), paragraph_style):
            seen: set[str] = set()
            while hidden is None and style in self._styles and style not in seen:
                seen.add(style)
                hidden, style = self._styles[style].hidden, self._styles[style].based_on
        return bool(hidden)

    def _table(self, table: etree._Element) -> None:
        lines: list[str] = []
        for row in _named(table, "tr"):
            if any(_child(_child(row, "trPr"), name) is not None for name in _DELETED):
                continue
            cells = [self._cell(cell) for cell in _named(row, "tc")]
            if len(cells) > 1 and all(len(cell) <= 1 for cell in cells):
                lines.append(" ".join(" ".join(paragraph.text.split()) for cell in cells for paragraph in cell))
                continue
            self._add("\n".join(lines), "")
            lines = []
            self.paragraphs.extend(paragraph for cell in cells for paragraph in cell)
        self._add("\n".join(lines), "")

    def _cell(self, cell: etree._Element) -> list[Paragraph]:
        before, self.paragraphs = self.paragraphs, []
        self._blocks(cell)
        self._add("", "")
        inside, self.paragraphs = self.paragraphs, before
        return inside


def _named(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the rows of a table, the cells of a row, through the wrappers that changes and controls put around them."""
    for element in parent:
        found = local_name(element)
        if found == name:
            yield element
        elif found not in _DELETED and found not in ("tbl", "tr", "tc"):
            yield from _named(element, name)


def _child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next((child for child in parent if local_name(child) == name), None) if parent is not None else None


def _switch(properties: etree._Element | None, name: str) -> bool | None:
    element = _child(properties, name)
    return None if element is None else (attribute(element, "val") or "1").lower() not in _OFF


def _alternative(element: etree._Element) -> etree._Element:
    """Return the one of several ways to show the same that has text: a text box is there twice, for new and old Words."""
    ways = [way for way in element if local_name(way) in ("Choice", "Fallback")]
    return next((way for way in ways if any(local_name(e) == "t" for e in way.iter())), ways[0] if ways else element)


def _is_placeholder(element: etree._Element) -> bool:
    """Whether it is a control that nobody has filled in: what it shows ("Click here") is the program's."""
    return local_name(element) == "sdt" and bool(_switch(_child(element, "sdtPr"), "showingPlcHdr"))


def _symbol(element: etree._Element) -> str:
    """Return a symbol's character; the replacement mark where only its font knows what it looks like."""
    code = attribute(element, "char") or ""
    number = int(code, 16) if len(code) == 4 and all(c in "0123456789abcdefABCDEF" for c in code) else 0xE000
    return "\ufffd" if 0xD800 <= number <= 0xF8FF or not number else chr(number)


def _styles(styles: etree._Element | None) -> dict[str, _Style]:
    return {
        attribute(style, "styleId") or "": _Style(
            name=attribute(_child(style, "name"), "val") or "",
            based_on=attribute(_child(style, "basedOn"), "val"),
            hidden=_switch(_child(style, "rPr"), "vanish"),
        )
        for style in (styles if styles is not None else ())
        if local_name(style) == "style"
    }

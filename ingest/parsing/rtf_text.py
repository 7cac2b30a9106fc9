"""What a Rich Text document shows its readers, as paragraphs: with every tracked change taken and nothing that is hidden.

striprtf, the usual library, shows hidden and deleted text, leaves footnotes out and puts addresses of links into the text. After
Microsoft's specification, version 1.9.1.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from archive.errors import ArticleError
from ingest.finding.decoding import is_utf8
from ingest.parsing.office_text import Paragraph

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)|\\",
    re.DOTALL,
)
# A group that begins with one of these is no text. Unknown ones are marked as such by "\*".
_NO_TEXT = frozenset(
    "annotation atnauthor atnid bkmkend bkmkstart colortbl datafield do fldinst filetbl footer footerf footerl footerr ftncn ftnsep"
    " ftnsepc header headerf headerl headerr latentstyles listoverridetable listtable listtext nonesttables nonshppict objdata pict"
    " pntext pntxta pntxtb private revtbl rsidtbl rxe shprslt sp tc template themedata txe xe".split()
)
_SHOWN_ALL_THE_SAME = frozenset({"shpinst", "shptxt", "ud", "fldrslt", "footnote"})  # though marked by "\*"
_SIGNS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "nestcell": " ", "nestrow": "\n", "softline": "\n",
    "page": "\n", "column": "\n", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SYMBOLS = {"~": "\u00a0", "_": "-", "-": "\u00ad", "{": "{", "}": "}", "\\": "\\"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 78: "cp932", 79: "cp949", 80: "gbk", 81: "cp950", 85: "mac_greek", 86: "mac_turkish", 88: "mac_latin2",
    89: "mac_cyrillic", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_SYMBOL_FONT = 2
_MOST_WORDS = 10_000_000  # of control; a novel has some 100,000
_MARK = "\ufffd"


@dataclass(frozen=True, slots=True)
class RichText:
    """A document's paragraphs, its notes at the end, what its properties say ("title", "author"), whether it breaks off."""

    paragraphs: list[Paragraph]
    properties: Mapping[str, str]
    breaks_off: bool


def rich_text(content: bytes) -> RichText:
    """Return what a document shows. A table's row is a line, a text box comes after the paragraph that holds it.

    Raises `ArticleError` where it is longer than any document.
    """
    return _Reading(content).result()


@dataclass
class _Story:
    """Where text goes: the document, a note, a text box, or a property."""

    paragraphs: list[Paragraph] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    cell: list[str] = field(default_factory=list)
    boxes: list["_Story"] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)

    def text(self) -> str:
        text, self.parts = "".join(self.parts), []
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves make one character

    def end_paragraph(self, style: str, *, in_table: bool) -> None:
        text = self.text()
        if in_table:
            self.cell += [text] if text.strip() else []
        elif text.strip() or self.boxes:
            self.end_rows()
            if text.strip():
                self.paragraphs.append(Paragraph(text, style))
        if not in_table:
            boxes, self.boxes = self.boxes, []
            for box in boxes:
                box.end()
                self.paragraphs += box.paragraphs

    def end_cell(self) -> None:
        self.end_paragraph("", in_table=True)
        self.cells.append(self.cell)
        self.cell = []

    def end_row(self) -> None:
        if self.cell or self.parts:
            self.end_cell()
        cells, self.cells = self.cells, []
        if len(cells) > 1 and all(len(cell) <= 1 for cell in cells):
            self.rows.append(" ".join(" ".join(text.split()) for cell in cells for text in cell))
        else:
            self.end_rows()
            self.paragraphs += [Paragraph(text) for cell in cells for text in cell]

    def end_rows(self) -> None:
        rows, self.rows = "\n".join(self.rows), []
        if rows.strip():
            self.paragraphs.append(Paragraph(rows))

    def end(self) -> None:
        self.end_paragraph("", in_table=bool(self.cells))
        if self.cells or self.cell:
            self.end_row()
        self.end_rows()


@dataclass(frozen=True, slots=True)
class _State:
    """What holds within a group."""

    story: _Story | None  # None where it is no text
    kind: str = ""  # "fonttbl", "stylesheet"
    outside: _Story | None = None  # of a text that is there twice, once in Unicode
    font: int = -1
    default_font: int = -1
    style: int = 0
    hidden: bool = False
    deleted: bool = False
    in_table: bool = False
    fallback: int = 1  # characters that stand in for one of Unicode


class _Reading:
    def __init__(self, content: bytes) -> None:
        self._source = content.decode("latin-1")
        self._raw_is_utf8 = not content.isascii() and is_utf8(content)
        self._page = "cp1252"
        self._fonts: dict[int, int] = {}
        self._styles: dict[int, str] = {}
        self._names: dict[int, _Story] = {}
        self._properties = {"title": _Story(), "author": _Story()}
        self._notes: list[_Story] = []
        self._document = _Story()
        self._state = _State(self._document)
        self._outer: list[_State] = []
        self._decoder: codecs.IncrementalDecoder | None = None
        self._skip = 0
        self._is_unknown = False
        self._read()

    def result(self) -> RichText:
        breaks_off = bool(self._outer)
        self._end_bytes()
        self._document.end()
        paragraphs = self._document.paragraphs
        for note in self._notes:
            note.end()
            paragraphs += note.paragraphs
        said = {name: story.text() for name, story in self._properties.items()}
        return RichText(paragraphs, said, breaks_off)

    def _read(self) -> None:
        place = words = 0
        while match := _TOKEN.match(self._source, place):
            place = match.end()
            word, number, hexadecimal, symbol, brace, text = match.groups()
            if hexadecimal:
                if not self._skipped():
                    self._bytes(bytes.fromhex(hexadecimal))
                continue
            if text:
                left = text[min(self._skip, len(text)) :]
                self._skip -= len(text) - len(left)
                self._raw(left)
                continue
            if not (word or symbol or brace):
                continue
            words += 1
            if words > _MOST_WORDS:
                raise ArticleError(f"it has more than {_MOST_WORDS:,} control words: split it.")
            self._end_bytes()
            if brace:
                self._skip, self._is_unknown = 0, False
                if brace == "{":
                    self._outer.append(self._state)
                elif self._outer:
                    self._state = self._outer.pop()
                    if not self._outer:
                        return  # what follows is another file's
            elif word == "bin":
                place += max(0, int(number or 0))
            elif word:
                self._word(word, int(number) if number else None)
            elif symbol == "*":
                self._is_unknown = True
            elif symbol in "\r\n":
                self._word("par", None)
            elif symbol in _SYMBOLS and not self._skipped():
                self._add(_SYMBOLS[symbol])

    def _skipped(self) -> bool:
        self._skip -= 1
        if self._skip >= 0:
            return True
        self._skip = 0
        return False

    # -- text ---------------------------------------------------------------------------------------------------------

    def _add(self, text: str) -> None:
        state = self._state
        if state.story is not None and not (state.hidden or state.deleted):
            state.story.parts.append(text)

    def _raw(self, text: str) -> None:
        """Take what stands in the file as it is. Where two bytes make a character, the second may look like a letter."""
        if text.isascii() and self._decoder is None:
            self._add(_MARK * len(text) if self._is_symbol_font() else text)
        elif self._raw_is_utf8:
            self._end_bytes()
            self._add(text.encode("latin-1").decode("utf-8", "replace"))
        else:
            self._bytes(text.encode("latin-1"))

    def _bytes(self, data: bytes) -> None:
        if self._is_symbol_font():
            self._add(_MARK * len(data))
            return
        if self._decoder is None:
            self._decoder = codecs.getincrementaldecoder(self._encoding())("replace")
        self._add(self._decoder.decode(data))
        if not self._decoder.getstate()[0]:
            self._decoder = None

    def _end_bytes(self) -> None:
        if self._decoder is not None:
            self._add(self._decoder.decode(b"", final=True))
            self._decoder = None

    def _is_symbol_font(self) -> bool:
        return self._fonts.get(self._state.font) == _SYMBOL_FONT

    def _encoding(self) -> str:
        charset = 1 if self._state.kind else self._fonts.get(self._state.font, 1)  # properties have no font
        return self._page if charset in (0, 1) and self._page == "utf-8" else _CHARSETS.get(charset, self._page)

    # -- control words ------------------------------------------------------------------------------------------------

    def _word(self, word: str, number: int | None) -> None:
        is_unknown, self._is_unknown = self._is_unknown, False
        self._skip = 0
        state = self._state
        if word in ("fonttbl", "stylesheet", "info") or word in _NO_TEXT:
            self._state = replace(state, story=None, kind=word)
        elif word in ("footnote", "shptxt", "upr", "ud"):
            self._state = self._within(word, state)
        elif is_unknown and word not in _SHOWN_ALL_THE_SAME:
            self._state = replace(state, story=None, kind="")
        elif word in self._properties:
            self._state = replace(state, story=self._properties[word] if state.kind == "info" else None)
        elif word == "u":
            self._add(_character(number or 0))
            self._skip = state.fallback
        elif word in _SIGNS:
            self._add(_SIGNS[word])
        elif word in ("par", "sect", "cell", "row"):
            self._end(word, state)
        elif word in ("ansicpg", "mac", "pc", "pca"):
            self._page = _PAGES.get(word) or _code_page(number or 0)
        elif word == "fcharset":
            self._fonts[state.font] = number or 0
        elif word == "s" and state.kind == "stylesheet":
            self._state = replace(state, story=self._names.setdefault(number or 0, _Story()))
        elif word in _CHANGES:
            self._state = _CHANGES[word](state, number)

    def _within(self, word: str, state: _State) -> _State:
        if word == "upr":  # a text twice, the second time in Unicode
            return replace(state, story=None, outside=state.story)
        if word == "ud":
            return replace(state, story=state.outside)
        if state.story is None or state.hidden or state.deleted:
            return replace(state, story=None)
        story = _Story()
        (self._notes if word == "footnote" else state.story.boxes).append(story)
        return replace(state, story=story, in_table=False, style=0)

    def _end(self, word: str, state: _State) -> None:
        if (story := state.story) is None or state.deleted:
            return
        if word == "cell":
            story.end_cell()
        elif word == "row":
            story.end_row()
        else:
            story.end_paragraph(self._style_name(state.style), in_table=state.in_table)

    def _style_name(self, number: int) -> str:
        if number in self._names:
            self._styles[number] = self._names.pop(number).text().strip().rstrip(";").lower()
        return self._styles.get(number, "")


def _character(number: int) -> str:
    number = number + 0x10000 if number < 0 else number
    if number == 0xF0B7:
        return "•"
    # Only their fonts know what the characters for private use look like.
    return _MARK if not 0 < number <= 0x10FFFF or 0xE000 <= number <= 0xF8FF else chr(number)


def _code_page(number: int) -> str:
    name = {65001: "utf-8", 10000: "mac_roman", 936: "gbk"}.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHANGES: dict[str, Callable[[_State, int | None], _State]] = {
    "f": lambda state, number: replace(state, font=number or 0),
    "deff": lambda state, number: replace(state, font=number or 0, default_font=number or 0),
    "plain": lambda state, _: replace(state, font=state.default_font, hidden=False, deleted=False),
    "pard": lambda state, _: replace(state, style=0, in_table=False),
    "s": lambda state, number: replace(state, style=number or 0),
    "intbl": lambda state, _: replace(state, in_table=True),
    "v": lambda state, number: replace(state, hidden=number != 0),
    "deleted": lambda state, number: replace(state, deleted=number != 0),
    "uc": lambda state, number: replace(state, fallback=max(0, number if number is not None else 1)),
}

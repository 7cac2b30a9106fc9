"""What a Rich Text document shows its readers, as paragraphs: with every tracked change taken and nothing that is hidden.

striprtf, the usual library, shows hidden and deleted text and leaves footnotes out. After Microsoft's specification, version 1.9.1.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ingest.cleaning import clean_line
from ingest.parsing.office_text import Paragraph

_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9A-Fa-f]{2})|\\(?P<sign>[^A-Za-z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\"
)
_SIGNS = {"~": "\u00a0", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n\n", "\r": "\n\n"}
_WORDS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "cell": "\t", "nestcell": "\t", "row": "\n", "nestrow": "\n", "emdash": "—", "endash": "–",
    "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "column"})
# Text that no reader sees; after "\*" all is, but for what a shape holds.
_UNSEEN = frozenset(
    "fonttbl colortbl header headerl headerr headerf footer footerl footerr footerf pict fldinst listtext pntext nonesttables"
    " ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn annotation atnid atnauthor bkmkstart bkmkend xe tc rxe txe objdata"
    " themedata datastore generator filetbl revtbl rsidtbl listtable listoverridetable latentstyles pgptbl userprops template".split()
)
_SHOWN = frozenset({"body", "box", "note"})
_SYMBOLS = re.compile("[\ue000-\uf8ff]")
_ENCODINGS = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RichText:
    """A document's paragraphs, its notes at the end, and what its properties say ("title", "author")."""

    paragraphs: list[Paragraph]
    properties: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until a group ends. `into` is where its text goes: "body", "note", "box", "style", "title", "author"; else nowhere."""

    into: str = "body"
    is_hidden: bool = False
    skipped: int = 1  # characters after a Unicode one, for programs that know none
    font: int = -1
    style: int = 0
    is_optional: bool = False


@dataclass
class _Reading:
    encoding: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    styles: dict[int, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    texts: dict[str, list[Paragraph]] = field(default_factory=lambda: {"body": [], "note": [], "box": []})
    begun: dict[str, list[str]] = field(default_factory=dict)
    raw: bytearray = field(default_factory=bytearray)
    is_after_row: bool = False  # of a table, so that what comes now is another row or stands below the table


def rich_text(content: bytes) -> RichText:
    """Return what a document shows, whatever is broken in it; text boxes come after the text, notes at the end."""
    text = content.decode("latin-1")
    reading, group, stack = _Reading(), _Group(), list[_Group]()
    to_skip, at = 0, 0
    while found := _TOKEN.match(text, at):
        at = found.end()
        if found["hex"] is None and not (found["text"] and not found["text"].isascii()):
            _flush(reading, group)
        if brace := found["brace"]:
            to_skip = 0
            if brace == "{":
                stack.append(group)
                continue
            _end_group(reading, group, stack[-1] if stack else None)
            if len(stack) <= 1:
                break  # what follows the document is none of it
            group = stack.pop()
        elif word := found["word"]:
            number = int(found["number"]) if found["number"] else None
            to_skip = 0
            if word == "bin":
                at += max(0, number or 0)
            elif word == "u" and number is not None:
                _write(reading, group, chr(number % 0x10000))
                to_skip = group.skipped
            else:
                group = _after_word(reading, group, word, number)
        elif found["hex"] or found["text"] or found["sign"]:
            to_skip, said = _unskipped(found, to_skip)
            if found["sign"] == "*":
                group = replace(group, is_optional=True)
            elif found["sign"]:
                _write(reading, group, _SIGNS.get(found["sign"], "") if said else "")
            elif said and (found["hex"] or not said.isascii()):
                reading.raw += bytes.fromhex(said) if found["hex"] else said.encode("latin-1")
            elif said:
                _write(reading, group, said)
    _flush(reading, group)
    for place in ("body", "box", "note"):
        _end_paragraph(reading, replace(group, into=place))
    return RichText([one for part in ("body", "box", "note") for one in reading.texts[part]], reading.properties)


def _unskipped(found: re.Match[str], to_skip: int) -> tuple[int, str]:
    """Return how many characters are still to be skipped, and what is left of this token."""
    said = found["hex"] or found["text"] or found["sign"]
    length = len(said) if found["text"] else 1
    if to_skip >= length:
        return to_skip - length, ""
    return 0, said[to_skip:] if found["text"] else said


def _after_word(reading: _Reading, group: _Group, word: str, number: int | None) -> _Group:
    if word in _UNSEEN and word != "fonttbl":
        return replace(group, into="")
    if group.is_optional:
        return replace(group, is_optional=False, into="shape" if word == "shpinst" and group.into in _SHOWN else "")
    if word == "footnote":
        return replace(group, into="note" if group.into in _SHOWN else "", style=0)
    if word == "shptxt":
        return replace(group, into="box" if group.into == "shape" else "", style=0)
    if word in ("stylesheet", "fonttbl", "info"):
        return replace(group, into="style" if word == "stylesheet" else "")
    if word in ("title", "author", "subject", "keywords", "operator", "company", "doccomm", "category", "manager"):
        return replace(group, into=word if word in ("title", "author") and not group.into else "")
    if word in ("v", "deleted"):
        return replace(group, is_hidden=number != 0)
    if word == "plain":
        return replace(group, is_hidden=False, font=-1)
    if word == "pard":
        return replace(group, style=0)
    if word == "s":
        return replace(group, style=number or 0)
    if word == "uc":
        return replace(group, skipped=max(0, number or 0))
    if word == "f":
        return replace(group, font=number or 0)
    if word == "fcharset" and number in _CHARSETS:
        reading.fonts[group.font] = _CHARSETS[number]
    elif word == "ansicpg" and number is not None:
        reading.encoding = _known(f"cp{number}") or reading.encoding
    elif word in _ENCODINGS:
        reading.encoding = _ENCODINGS[word]
    elif word in _PARAGRAPH_ENDS:
        _end_paragraph(reading, group)
    elif word in _WORDS:
        _write(reading, group, _WORDS[word])
        reading.is_after_row = word in ("row", "nestrow")
    elif word in ("trowd", "intbl"):
        reading.is_after_row = False
    return group


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return ""


def _flush(reading: _Reading, group: _Group) -> None:
    """Write the bytes that were given one by one, for a character may have two."""
    if reading.raw:
        encoding = reading.fonts.get(group.font, reading.encoding)
        _write(reading, group, bytes(reading.raw).decode(encoding, "replace"))
        reading.raw.clear()


def _write(reading: _Reading, group: _Group, text: str) -> None:
    if reading.is_after_row and text.strip():
        _end_paragraph(reading, group)
    if text and group.into not in ("", "shape") and not group.is_hidden:
        reading.begun.setdefault(group.into, []).append(text)


def _end_group(reading: _Reading, group: _Group, outer: _Group | None) -> None:
    if group.into == "style" and (name := _taken(reading, "style").rstrip("; ")):
        reading.styles.setdefault(group.style, name)
    elif group.into in ("title", "author"):
        reading.properties[group.into] = _taken(reading, group.into)
    elif group.into in ("note", "box") and outer and outer.into != group.into:
        _end_paragraph(reading, group)


def _taken(reading: _Reading, place: str) -> str:
    return clean_line(_whole("".join(reading.begun.pop(place, []))))


def _end_paragraph(reading: _Reading, group: _Group) -> None:
    reading.is_after_row = False
    if group.into in reading.texts:
        text = _whole("".join(reading.begun.pop(group.into, [])))
        if text.strip():
            reading.texts[group.into].append(Paragraph(text, reading.styles.get(group.style, "").lower()))


def _whole(text: str) -> str:
    """Return a text with the halves of its characters put together, which are given one by one; only its font knows what a
    symbol looks like."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return _SYMBOLS.sub("\ufffd", whole.replace("\uf0b7", "•"))

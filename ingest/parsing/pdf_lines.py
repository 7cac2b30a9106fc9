"""The lines of a PDF's pages, read with pypdf within limits; what it passes over in silence is an error here."""

import logging
import math
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from pypdf import PageObject
from pypdf.generic import ArrayObject, ContentStream, EncodedStreamObject, NameObject, NullObject, StreamObject

from archive.errors import ArticleError
from ingest.parsing.paragraphs import Line

_MOST_OPERATIONS = 3_000_000  # of a whole file; pypdf does some 70,000 a second
# The text that a glyph stands for, where the font does not know: browsers write a soft hyphen as a space of no width.
_SOFT_HYPHENS = frozenset({"\u00ad", "\u200b", ""})
_LARGEST_CHECKED = 20_000_000  # bytes
_SHOWING = frozenset({b"Tj", b"TJ", b"'", b'"'})
# What pypdf says, in its log only, when text is missing from what it returns.
_LOSSES = (
    "Error -", "Error(", "Impossible to decode", "not defined", "further form content", "might not be read", "page tree entry",
    "Invalid stream (index", "not a stream or an array", "Expected StreamObject",
)  # fmt: skip
_LOG = logging.getLogger("pypdf")
_LOG.propagate = False


@contextmanager
def noticing_losses() -> Iterator[None]:
    """Raise `ArticleError` at the end where pypdf has noted that something could not be read."""
    notes = _Notes()
    _LOG.addHandler(notes)
    try:
        yield
    finally:
        _LOG.removeHandler(notes)
    if lost := next((note for note in notes.said if any(loss in note for loss in _LOSSES)), None):
        raise ArticleError(f"it is damaged ({lost[:120]}): get it again, or print it to a new PDF.")


class Pages:
    """Reads the lines of one file's pages, as long as they keep within the limits."""

    def __init__(self) -> None:
        self._operations = 0

    def lines(self, page: PageObject, *, number: int) -> list[Line] | None:
        """Return the lines in the order in which the page was written, which is the one to read in most newspapers.

        None where the page shows something and none of it as text.
        """
        written = page.get("/Contents", NullObject()).get_object()
        if isinstance(written, NullObject):
            return None if "/Font" in str(page.get("/Resources", "")) else []
        if not isinstance(written, (ArrayObject, StreamObject)):
            raise ArticleError(f"it is damaged (page {number} has no content): get it again, or print it anew.")
        for stream in written if isinstance(written, ArrayObject) else [written]:
            _check_sum(stream.get_object())
        content = ContentStream(written, page.pdf, "bytes")  # as extract_text() does: the font knows the letters
        content.operations = _without_soft_hyphens(content)
        page[NameObject("/Contents")] = content
        collected = _Collected(number)
        page.extract_text(visitor_operand_before=self._count, visitor_text=collected.add)
        shows = any(operator in _SHOWING for _, operator in content.operations) or len(page.images)
        return collected.lines or (None if shows else [])

    def _count(self, *_: Any) -> None:
        self._operations += 1
        if self._operations > _MOST_OPERATIONS:
            raise ArticleError("it draws too much: print its text pages to a new PDF.")


def _check_sum(stream: object) -> None:
    """Raise where a stream is not what it was: pypdf leaves out the checksum when that is wrong, and reads on."""
    if isinstance(stream, EncodedStreamObject) and stream.get("/Filter") in ("/FlateDecode", ["/FlateDecode"]):
        try:
            zlib.decompressobj().decompress(stream._data, _LARGEST_CHECKED)
        except zlib.error as error:
            if "incorrect data check" in str(error):  # a missing one is some programs' mistake
                raise ArticleError("it is damaged (a checksum is wrong): get it again.") from error


class _Notes(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


class _Collected:
    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._is_new = True

    def add(self, text: str, cm: Sequence[float], tm: Sequence[float], _font: object, size: float) -> None:
        """Take a piece of text with the matrices of the page and of the text where it begins."""
        for part, end in _parts(text):
            if self._is_new and part.strip():
                x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
                height = math.hypot(*(tm[2] * cm[i] + tm[3] * cm[i + 2] for i in (0, 1)))
                self.lines.append(Line(part, self._page, x, y, abs(size) * height))
                self._is_new = False
            elif not self._is_new:
                last = self.lines[-1]
                self.lines[-1] = Line(last.text + part, last.page, last.x, last.y, last.size)
            self._is_new = self._is_new or end


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    *ended, last = text.split("\n")
    for part in ended:
        yield part, True
    yield last, False


def _without_soft_hyphens(content: ContentStream) -> list[tuple[Any, bytes]]:
    kept: list[tuple[Any, bytes]] = []
    dropping = depth = 0
    for operands, operator in content.operations:
        if operator in (b"BDC", b"BMC"):
            depth += 1
            if not dropping and _actual_text(operands) in _SOFT_HYPHENS:
                dropping = depth
        elif operator == b"EMC":
            dropping = 0 if dropping == depth else dropping
            depth -= 1
        elif dropping and operator in _SHOWING:
            continue
        kept.append((operands, operator))
    return kept


def _actual_text(operands: Sequence[Any]) -> str | None:
    properties = operands[1] if len(operands) > 1 else None
    return str(properties["/ActualText"]) if isinstance(properties, dict) and "/ActualText" in properties else None

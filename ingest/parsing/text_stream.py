"""Text of any size as a stream: pieces in whatever encoding, and lines that have an end."""

import codecs
import io
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import BinaryIO, Literal

from archive.errors import ArticleError
from ingest.finding.decoding import checked_text, encoding_of, is_utf8, marked_encoding
from ingest.finding.source_file import SourceFile, plain_reason
from ingest.parsing.unpacking import DamagedError

LONGEST_RECORD = 8 * 2**20  # characters of a line, a row or an object in a list; an article has some thousands
_SAMPLE = 1 << 20  # bytes, by which an encoding is told
_PIECE = 1 << 16  # bytes
_MOST_DAMAGED = 20  # places in a megabyte that has no other letters beyond ASCII, of a file that had some before
_BEGINNING = 1 << 18  # characters; a long body may stand before the names that tell a format
MOST_EMPTY = 1_048_576  # lines in a row; as many as a spreadsheet may have


@dataclass(frozen=True, slots=True)
class TooLongLine:
    """A line that was passed over; `leaves_quote_open` where what follows may belong to a text that begins in it."""

    leaves_quote_open: bool


def text_pieces(file: SourceFile) -> Generator[str]:
    """Yield the file's text piece by piece. Raises `ArticleError` where it cannot be read any further.

    A file of less than a megabyte is decoded as `decode` does it; of a longer one, the encoding is told by the megabyte in
    which it turns out that it is not UTF-8. Where some bytes of it are none, U+FFFD stands for them.
    """
    place = 0
    with file.stream() as stream:
        pieces = _Pieces(stream)
        piece = pieces.sample()
        encoding = marked_encoding(piece) or ("utf-8" if _is_utf8(piece) else _encoding_of(piece))
        is_ascii = encoding != "utf-8-sig"
        decoder = codecs.getincrementaldecoder(encoding)()
        while True:
            held, is_end = decoder.getstate()[0], not piece
            try:
                text = decoder.decode(piece, is_end)
                place += len(piece)
            except UnicodeDecodeError as error:
                wrong = error.start - len(held)
                around = pieces.sample(held + piece)
                if encoding not in ("utf-8", "utf-8-sig") or not (is_ascii or is_utf8(around, at_most=_MOST_DAMAGED)):
                    yield decoder.decode(piece[: max(wrong, 0)])
                    raise ArticleError(f"its {encoding.upper()} is damaged at byte {place + wrong}.") from error
                encoding = _encoding_of(around) if is_ascii else "utf-8"
                decoder = codecs.getincrementaldecoder(encoding)("replace")
                text = decoder.decode(around, is_end)
                decoder.errors = "strict"  # what is damaged further on is looked at anew
                place += len(around) - len(held)
            is_ascii = is_ascii and text.isascii()
            if text:
                yield checked_text(text)
            if is_end and not pieces.damage:
                return
            piece = pieces.next()


def beginning(file: SourceFile) -> str:
    """Return the file's first quarter of a million characters, by which its format is told, or all that comes before damage."""
    parts: list[str] = []
    with closing(text_pieces(file)) as pieces, suppress(DamagedError):  # what comes before the damage may be read
        while sum(map(len, parts)) < _BEGINNING and (piece := next(pieces, "")):
            parts.append(piece)
    return "".join(parts)[:_BEGINNING]


class _Pieces:
    """What a stream holds, piece by piece; damage is told once all that came before it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.damage: ArticleError | None = None

    def next(self) -> bytes:
        """Return the next piece, b"" at the end."""
        if self.damage:
            raise self.damage
        try:
            return self._stream.read(_PIECE)
        except OSError as error:
            raise ArticleError(f"{plain_reason(error)}.") from error

    def sample(self, start: bytes = b"") -> bytes:
        """Return the start and what follows, as far as an encoding is told by it."""
        parts, size = [start], len(start)
        try:
            while size < _SAMPLE and (piece := self.next()):
                parts.append(piece)
                size += len(piece)
        except ArticleError as error:
            self.damage = error
        return b"".join(parts)


def _encoding_of(sample: bytes) -> str:
    # Up to its last line's end: half a character there would tell against the right encoding.
    return encoding_of(sample[: sample.rfind(b"\n") + 1] if len(sample) >= _SAMPLE and b"\n" in sample else sample)


def _is_utf8(start: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


def lines(pieces: Iterator[str], *, newline: Literal["\n", ""]) -> Iterator[str | TooLongLine]:
    """Yield the lines with their ends; with the `newline` "" a lone carriage return ends one, too, as in `open`.

    Not splitlines(): it also breaks at U+2028, which JSON allows inside a string. Raises `ArticleError` where nothing but
    empty lines follows.
    """
    held: list[str] = []
    size = quotes = empty = 0
    for piece in _whole_ends(pieces) if newline == "" else pieces:
        for part in io.StringIO(piece, newline=newline):
            held.append(part)
            size += len(part)
            if size > LONGEST_RECORD:
                quotes += sum(one.count('"') for one in held)
                held.clear()
            if not part.endswith(("\n", "\r") if newline == "" else "\n"):
                continue
            line = "".join(held)
            empty = 0 if line.strip() or size > LONGEST_RECORD else empty + 1
            if empty > MOST_EMPTY:
                raise ArticleError(f"it has more than {MOST_EMPTY:,} empty lines in a row; the rest was not read.")
            yield TooLongLine(quotes % 2 == 1) if size > LONGEST_RECORD else line
            held.clear()
            size = quotes = 0
    if size:
        yield TooLongLine(quotes % 2 == 1) if size > LONGEST_RECORD else "".join(held)


def _whole_ends(pieces: Iterator[str]) -> Iterator[str]:
    """Yield the pieces such that none ends between a carriage return and its line feed."""
    held = ""
    for piece in pieces:
        piece = held + piece
        held = "\r" if piece.endswith("\r") else ""
        yield piece[: len(piece) - len(held)]
    yield held

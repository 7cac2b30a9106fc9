"""How packed files are opened within bounds: gzip, zip and tar, Word's zip included, in memory and never to the disk.

The libraries pass over damage, impossible sizes and names in another encoding in silence; here each is told.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tarfile import HeaderError, ReadError
from typing import IO, BinaryIO, Self

from archive.errors import ArticleError
from ingest.cleaning import clean_line

GZIP = b"\x1f\x8b"
# What the libraries raise on damaged archives. RuntimeError: headers within headers, or a packing that they do not know.
DAMAGE = (EOFError, OSError, ValueError, OverflowError, RuntimeError, zlib.error, zipfile.BadZipFile, tarfile.TarError)

_PIECE = 1 << 20  # bytes
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks the others without a bound
_ENCRYPTED = 0x41
_UTF8_NAME = 0x800
_MOST_TIMES = 100  # its own size; news in gzip shrinks to a third or a tenth
_ALWAYS_ALLOWED = 64 * 2**20  # bytes
_LONGEST_HEADER = 1 << 20  # bytes; tarfile takes one of any size into memory
_LONG_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


class DamagedError(ArticleError):
    """What is packed cannot be unpacked any further."""

    def __init__(self, error: BaseException) -> None:
        reason = clean_line(str(error)).rstrip(".")[:120] or type(error).__name__
        super().__init__(f"it is damaged ({reason}): get it again; the rest was not read.")
        self.reason = reason


class ExhaustedError(ArticleError):
    """The limits are reached: nothing more is unpacked."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: split it; the rest was not read.")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may unpack to, in bytes, and how many entries it may have; `entry` is what is held in memory at once."""

    entry: int = 1 << 28
    total: int = 1 << 32
    entries: int = 50_000


class Allowance:
    """What is left of a package's limits, shared by all packages in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._bytes_left = limits.total
        self._entries_left = limits.entries

    def count_bytes(self, size: int) -> None:
        """Note that so many bytes came out. Raises `ExhaustedError` past the limit."""
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise ExhaustedError(f"it unpacks to more than {self.limits.total:,} bytes")

    def count_entry(self) -> None:
        """Note another entry. Raises `ExhaustedError` past the limit."""
        self._entries_left -= 1
        if self._entries_left < 0:
            raise ExhaustedError(f"it has more than {self.limits.entries:,} entries")

    def too_large(self, size: int) -> ArticleError | None:
        """Return why an entry of that size is not held in memory, None where it may be."""
        return (
            ArticleError(f"it unpacks to more than {self.limits.entry:,} bytes: split it.")
            if size > self.limits.entry
            else None
        )

    def read_whole(self, stream: "Unpacked") -> bytes:
        """Return all that the stream holds. Piece by piece: what a header says about the size may be a lie."""
        parts: list[bytes] = []
        size = 0
        while piece := stream.read(_PIECE):
            parts.append(piece)
            size += len(piece)
            if refusal := self.too_large(size):
                raise refusal
        return b"".join(parts)


def uncounted(size: int) -> None:
    """Count nothing: what comes out has no bound but its reader's."""


class Unpacked(io.RawIOBase):
    """What comes out of a packed stream, each piece counted; all that comes before damage, then a `DamagedError`."""

    def __init__(self, stream: IO[bytes] | gzip.GzipFile, count: Callable[[int], None] = uncounted) -> None:
        self._stream = stream
        self._count = count
        self._came_out = 0

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the content goes."""
        try:
            # Not read(): what comes before the damage would be lost with it.
            piece = self._stream.read1(len(buffer))  # type: ignore[union-attr]  # gzip, zipfile and tarfile all have it
        except DAMAGE as error:
            raise DamagedError(error) from error
        self._count(len(piece))
        self._came_out += len(piece)
        buffer[: len(piece)] = piece
        return len(piece)

    def tell(self) -> int:
        """Return how much came out."""
        return self._came_out

    def close(self) -> None:
        """Close what it is read from, too."""
        self._stream.close()
        super().close()


def gunzipped(stream: BinaryIO, count: Callable[[int], None] = uncounted) -> Unpacked:
    """Return what a gzip stream unpacks to, member after member, as long as it grows within measure."""
    came_out = 0

    def measure(size: int) -> None:
        nonlocal came_out
        came_out += size
        if came_out > _ALWAYS_ALLOWED and came_out > _MOST_TIMES * stream.tell():
            raise ArticleError(
                f"its gzip unpacks to more than {_MOST_TIMES} times its size, as no news does: unpack it first."
            )
        count(size)

    unpacked = gzip.GzipFile(fileobj=stream)
    unpacked.myfileobj = stream  # type: ignore[assignment]  # closed with it, as where gzip has opened it itself
    return Unpacked(unpacked, measure)


def zip_entry(package: zipfile.ZipFile, info: zipfile.ZipInfo, *, remedy: str) -> IO[bytes]:
    """Open an entry of a zip. Raises `ArticleError` where it is encrypted or packed in a way that has no bound."""
    if info.flag_bits & _ENCRYPTED:
        raise ArticleError("it is encrypted: unpack it with its password first.")
    if info.compress_type not in _METHODS:
        raise ArticleError(f"it is packed in a rare way: {remedy}.")
    return package.open(info)


@contextmanager
def opened_zip(content: bytes, *, remedy: str) -> Iterator[zipfile.ZipFile]:
    """Open a document that is a zip. Raises `ArticleError`, which ends with the remedy, where it is none or is damaged within."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield package
    except DAMAGE as error:
        raise ArticleError(f"it is damaged ({error}): {remedy}.") from error


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """Return the entry's name; macOS writes UTF-8 without saying so, which zipfile then takes for code page 437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


class WholeHeader(tarfile.TarInfo):
    """A tar header that must be whole: where one is not, tarfile takes it for the end of the archive."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Return the header of a block. Raises `HeaderError` at the archive's end only."""
        try:
            header = super().frombuf(buf, encoding, errors)
        except HeaderError as error:
            if buf and not any(buf):  # the zeros that stand at the end
                raise
            raise ReadError("it ends too early" if len(buf) < tarfile.BLOCKSIZE else str(error)) from error
        if header.size < 0 or (header.size > _LONGEST_HEADER and header.type in _LONG_HEADERS):
            raise ReadError("a header of an impossible size")
        return header

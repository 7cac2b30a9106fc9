"""What gzip, tarfile and zipfile pass over in silence: damage, impossible sizes, names in another encoding."""

import gzip
import io
import tarfile
import zipfile
import zlib
from tarfile import HeaderError, ReadError
from typing import IO, Self

# What the libraries raise on damaged archives. RuntimeError: headers within headers, or a packing that they do not know.
DAMAGE = (EOFError, OSError, ValueError, OverflowError, RuntimeError, zlib.error, zipfile.BadZipFile, tarfile.TarError)

_UTF8_NAME = 0x800
_LONGEST_HEADER = 1 << 20  # bytes; tarfile takes one of any size into memory
_LONG_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip


class UpToDamage(io.RawIOBase):
    """The content of a gzip file, which ends where that is damaged and keeps the reason."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._content = gzip.GzipFile(fileobj=stream)
        self.damage: Exception | None = None

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill the buffer as far as the content goes."""
        try:
            piece = self._content.read1(len(buffer))
        except DAMAGE as error:
            self.damage = error
            return 0
        buffer[: len(piece)] = piece
        return len(piece)


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


def name_in_zip(info: zipfile.ZipInfo) -> str:
    """Return the entry's name; macOS writes UTF-8 without saying so, which zipfile then takes for code page 437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename

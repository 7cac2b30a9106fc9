"""One file that articles are read from: its name and what it holds."""

import os
import stat
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from archive.console import printable
from archive.errors import ArticleError
from ingest.finding.decoding import decode

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_PIECE = 1 << 20  # bytes
LARGEST_FILE = 1 << 28  # bytes; only what is read record by record may be larger
FILE_URI = "file:"  # begins the identity of an article that brings none
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `name` is the named folder's own name and the path below it, with `/` on every system.

    `columns` are the user's own, from a column's name as `column_name` spells it to the Article's field that it means, in
    the order given: {"entradilla": "body", "texto": "body"}. A file that lies in another one, whose path is `path`, has its
    content in `packed`, or where it may be too large for that, `opener` opens it. `on_read` hears of so many bytes more that
    were read of what lies at `path`; `beside` finds another file by its path from this one's folder, in that folder or below it.
    """

    path: Path
    name: str
    columns: Mapping[str, str] = field(default_factory=lambda: NO_COLUMNS)
    packed: bytes | None = None
    opener: Callable[[], BinaryIO] | None = None
    on_read: Callable[[int], None] | None = None
    beside: Callable[[str], "SourceFile | None"] | None = None

    @classmethod
    def at(cls, path: Path, name: str) -> "SourceFile":
        """Return the file, its name made the same on every system (macOS stores "ñ" as two characters)."""
        return cls(path, unicodedata.normalize("NFC", printable(name)))

    @property
    def uri(self) -> str:
        """The identity of its article where the article itself brings none."""
        return f"{FILE_URI}{self.name}"

    @property
    def suffix(self) -> str:
        """The end of its name that tells its format (".md"), in lower case."""
        return PurePosixPath(self.name).suffix.lower()

    def text(self) -> str:
        """Return the decoded text. Raises `ArticleError` where it cannot be read or is no text."""
        return decode(self.content())

    def content(self) -> bytes:
        """Return what the file holds. Raises `ArticleError` where it cannot be read or held in memory."""
        if self.packed is not None:
            return self.packed
        parts: list[bytes] = []
        size = 0
        with self.stream() as stream:
            try:
                while piece := stream.read(_PIECE):
                    parts.append(piece)
                    size += len(piece)
                    if size > LARGEST_FILE:
                        raise ArticleError(f"it has more than {LARGEST_FILE:,} bytes: split it.")
            except OSError as error:
                raise ArticleError(f"{plain_reason(error)}.") from error
        return b"".join(parts)

    def stream(self) -> BinaryIO:
        """Return what the file holds as an open stream. Raises `ArticleError` where it cannot be opened."""
        if self.packed is not None:
            return BytesIO(self.packed)
        if self.opener is not None:
            return self.opener()
        try:
            if not stat.S_ISREG(self.path.stat().st_mode):  # a pipe would be waited for without end
                raise ArticleError("it is not a regular file.")
            return self.path.open("rb") if self.on_read is None else BufferedReader(_Counted(self.path, self.on_read))
        except OSError as error:
            raise ArticleError(f"{plain_reason(error)}.") from error


class _Counted(FileIO):
    def __init__(self, path: Path, on_read: Callable[[int], None]) -> None:
        super().__init__(path)
        self._on_read = on_read

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        count = super().readinto(buffer)
        self._on_read(count)
        return count


def absolute(path: Path | str) -> str:
    """Return where a file lies; a link keeps its own place, whatever it points to."""
    return os.path.abspath(path)  # noqa: PTH100  # resolve() follows links, absolute() keeps ".."


def plain_reason(error: OSError) -> str:
    """Return why the system refused, without numbers and paths."""
    return (error.strerror or type(error).__name__).lower()

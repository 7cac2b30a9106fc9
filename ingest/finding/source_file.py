"""One file that articles are read from: its name and its text, whatever encoding it is in."""

import codecs
import os
import re
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

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# charset-normalizer's own scores. Measured on XQuAD and the samples in windows-1251, KOI8-R, windows-1256 and GB 18030:
# right guesses have .18 or more, the usual wrong one (Shift JIS for short KOI8-R) has 0.
_LEAST_COHERENCE = 0.15
_MOST_CHAOS = 0.1
_WESTERN = frozenset("áéíóúüñàèìòùâêîôûäëïöçãõåæøœßýÿÁÉÍÓÚÜÑÀÈÌÒÙÂÊÎÔÛÄËÏÖÇÃÕÅÆØŒ¿¡ªº°«»“”‘’‚„–—…€£§©®·•´½¼¾²³×™\xa0")
_DECLARABLE = re.compile(
    r"(?:windows-|cp)\d{3,4}|iso-?8859-?\d+|us-ascii|latin-?\d|koi8-[ru]|gb\d{4,5}|gbk|big5(?:-hkscs)?|euc-(?:jp|kr)|shift_jis",
    re.IGNORECASE,
)
_WESTERN_NAMES = re.compile(r"iso-?8859-?1|us-ascii|latin-?1", re.IGNORECASE)
_PIECE = 1 << 20  # bytes
LARGEST_FILE = 1 << 28  # bytes; only what is read record by record may be larger
FILE_URI = "file:"  # begins the identity of an article that brings none
NO_COLUMNS: Mapping[str, str] = MappingProxyType({})
_SIGN_IN_WORD = re.compile("[a-zß-ÿ][À-Þ¿¡°£§©®•½¼¾²³×™][a-zß-ÿ]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `name` is the named folder's own name and the path below it, with `/` on every system.

    `columns` are the user's own, from a column's name as `column_name` spells it to the Article's field that it means, in
    the order given: {"entradilla": "body", "texto": "body"}. A file that lies in another one, whose path is `path`, has its
    content in `packed`, or where it may be too large for that, `opener` opens it. `on_read` hears of so many bytes more that
    were read of what lies at `path`.
    """

    path: Path
    name: str
    columns: Mapping[str, str] = field(default_factory=lambda: NO_COLUMNS)
    packed: bytes | None = None
    opener: Callable[[], BinaryIO] | None = None
    on_read: Callable[[int], None] | None = None

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


def decode(data: bytes, *, declared: str = "") -> str:
    """Return the text of `data`: by its byte order mark, as UTF-8, as `declared`, as western European, else as best told.

    UTF-8 comes first because what is valid in it by chance is very rare, and a wrong declaration is not.
    """
    if encoding := marked_encoding(data):
        try:
            return checked_text(data.decode(encoding))
        except UnicodeDecodeError as error:
            raise ArticleError(f"it begins as {encoding.upper()} and is damaged at byte {error.start}.") from error
    if b"\0" in data:
        raise ArticleError("it is not text: it has NUL bytes.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_declared(data, declared) or data.decode(legacy_encoding(data)).removeprefix("\ufeff")


def marked_encoding(data: bytes) -> str:
    """Return the encoding that a byte order mark at the beginning names, "" where there is none."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def checked_text(text: str) -> str:
    """Return a text. Raises `ArticleError` where it is none."""
    if "\0" in text:
        raise ArticleError("it is not text: it has NUL bytes.")
    return text


def _decode_declared(data: bytes, declared: str) -> str:
    # Only those: UTF-8 came before, and among Python's codecs are some that are no text encodings (punycode, hex).
    if not _DECLARABLE.fullmatch(declared):
        return ""
    try:  # browsers, too, take Latin-1 and ASCII for windows-1252, for that is what they are
        return data.decode("cp1252" if _WESTERN_NAMES.fullmatch(declared) else declared)
    except (UnicodeDecodeError, LookupError):
        return ""


def legacy_encoding(data: bytes) -> str:
    """Return the encoding of what is no UTF-8, which decodes it. Raises `ArticleError` where it cannot be told."""
    # charset-normalizer alone got 41 of 97 pieces of XQuAD in Spanish windows-1252 wrong, mostly as windows-1250; this
    # rule gets all right.
    if _is_western(data):
        return "cp1252"
    from charset_normalizer import from_bytes  # here because most archives are UTF-8 and never need it

    best = from_bytes(data).best()
    if best is None or best.chaos > _MOST_CHAOS or best.coherence < _LEAST_COHERENCE:
        raise ArticleError("cannot tell its text encoding: save it as UTF-8.")
    return best.encoding


def _is_western(data: bytes) -> bool:
    """Whether what windows-1252 makes of it looks like a western European language."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return False
    letters = [c for c in text if c.isalpha()]
    accented = sum(not c.isascii() for c in letters)
    odd = any(not c.isascii() and c not in _WESTERN for c in text)
    control = any(c < " " and c not in "\t\n\r\f" for c in text)
    return not (odd or control or accented > len(letters) / 4 or _SIGN_IN_WORD.search(text))

"""Files that lie in another file: .gz, .zip, .tar, .tar.gz and .tgz, opened in memory and never written to the disk."""

import io
import stat
import tarfile
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import IO, Literal, cast

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.finding.files import Found, is_readme
from ingest.finding.source_file import SourceFile, printable
from ingest.parsing.whole_archives import DAMAGE, UpToDamage, WholeHeader, name_in_zip

PACKAGES = (".gz", ".zip", ".tar", ".tgz")

_DEEPEST = 1  # packages in a package: a .json.gz in a .tar, and no further
_PIECE = 1 << 20  # bytes
_LONGEST_NAME = 1000  # characters
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # zipfile unpacks the others without a bound
_ENCRYPTED = 0x41
_SPLIT_IT = "split it; the rest was not read."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a package may unpack to, in bytes, and how many entries it may have."""

    entry: int = 1 << 28
    total: int = 1 << 32
    entries: int = 50_000


def opened(file: SourceFile, *, suffixes: Collection[str], limits: Limits = Limits()) -> Iterator[Found]:
    """Yield the file itself or, where it is a package, each of its files that has a reader.

    "a.md" in "news/pack.zip" is named "news/pack.zip/a.md". What cannot be read comes with its name and the reason; where
    nothing in a package has a reader, the package does. `suffixes` are those that have a reader.
    """
    if file.suffix not in PACKAGES:
        yield file.name, file
        return
    found = False
    for name, entry in _Unpacking(suffixes, limits).files(file):
        found = True
        yield name, entry
    if not found:
        yield file.name, ArticleError(f"nothing in it can be read: the known formats are {', '.join(suffixes)}.")


class _ExhaustedError(ArticleError):
    """The limits are reached: nothing more is unpacked."""


class _Unpacking:
    """One package, with all packages in it, and what is left of its limits."""

    def __init__(self, suffixes: Collection[str], limits: Limits) -> None:
        self._suffixes = suffixes
        self._limits = limits
        self._bytes_left = limits.total
        self._entries_left = limits.entries

    def files(self, package: SourceFile, *, depth: int = 0) -> Iterator[Found]:
        if depth > _DEEPEST:
            yield package.name, ArticleError("it is a package in a package in a package: unpack the outer ones.")
            return
        try:
            for name, entry in self._entries(package):
                if isinstance(entry, ArticleError) or entry.suffix not in PACKAGES:
                    yield name, entry
                else:
                    yield from self.files(entry, depth=depth + 1)
        except _ExhaustedError as error:
            if depth:
                raise
            yield package.name, error
        except ArticleError as error:
            yield package.name, error
        except DAMAGE as error:
            yield package.name, ArticleError(f"it is damaged ({_reason(error)}): get it again; the rest was not read.")

    def _entries(self, package: SourceFile) -> Iterator[Found]:
        name = package.name.lower()
        with package.stream() as stream:
            if name.endswith((".tar.gz", ".tgz")):
                found = self._of_packed_tar(package, stream)
            elif name.endswith(".tar"):
                found = self._of_tar(package, stream, mode="r:")
            elif name.endswith(".zip"):
                found = self._of_zip(package, stream)
            else:
                found = self._of_gzip(package, stream)
            names: set[str] = set()
            for entry_name, entry in found:
                if entry_name in names:
                    entry = ArticleError("the package holds two files of that name; the first was read: rename one.")
                names.add(entry_name)
                if isinstance(entry, ArticleError) or not is_readme(entry):
                    yield entry_name, entry

    def _of_gzip(self, package: SourceFile, stream: IO[bytes]) -> Iterator[Found]:
        entry = self._entry(package, package.name.rpartition("/")[2][: -len(".gz")])
        if entry is None:
            return
        unpacked = UpToDamage(stream)
        content = self._read(io.BufferedReader(unpacked, _PIECE))
        # An article cut in two must not pass for a whole one. A line of JSON that is cut is no JSON, and says so.
        if unpacked.damage is None or entry.suffix in (".jsonl", ".ndjson"):
            yield entry.name, replace(entry, packed=content)
        if unpacked.damage is not None:
            raise unpacked.damage

    def _of_packed_tar(self, package: SourceFile, stream: IO[bytes]) -> Iterator[Found]:
        unpacked = UpToDamage(stream)
        content = io.BufferedReader(unpacked, _PIECE)
        yield from self._of_tar(package, content, mode="r|")
        while piece := content.read(_PIECE):  # the checksum of all stands at the end
            self._count_bytes(len(piece))
        if unpacked.damage is not None:
            raise unpacked.damage

    def _of_tar(self, package: SourceFile, stream: IO[bytes], *, mode: Literal["r:", "r|"]) -> Iterator[Found]:
        with tarfile.open(fileobj=stream, mode=mode, tarinfo=WholeHeader) as tar:
            for member in tar:
                self._count_entry()
                entry = self._entry(package, member.name) if member.isreg() else None
                refusal = self._refusal(entry, member.size) if entry else None
                if entry and not refusal:
                    content = cast(IO[bytes], tar.extractfile(member))  # None for what is no regular file
                    yield entry.name, replace(entry, packed=self._read(content))
                elif mode == "r|":  # what is passed over is unpacked, too
                    self._count_bytes(member.size)
                if entry and refusal:
                    yield entry.name[:_LONGEST_NAME], refusal

    def _of_zip(self, package: SourceFile, stream: IO[bytes]) -> Iterator[Found]:
        with zipfile.ZipFile(stream) as pack:
            for info in pack.infolist():
                self._count_entry()
                is_file = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
                entry = self._entry(package, name_in_zip(info)) if is_file else None
                if entry:
                    refusal = self._refusal(entry, info.file_size)
                    yield entry.name[:_LONGEST_NAME], refusal or self._of_zip_entry(pack, info, entry)

    def _of_zip_entry(
        self, pack: zipfile.ZipFile, info: zipfile.ZipInfo, entry: SourceFile
    ) -> SourceFile | ArticleError:
        if info.flag_bits & _ENCRYPTED:
            return ArticleError("it is encrypted: unpack it with its password first.")
        if info.compress_type not in _METHODS:
            return ArticleError("it is packed in a rare way: pack it anew as a usual .zip (deflate).")
        try:
            with pack.open(info) as content:
                return replace(entry, packed=self._read(content))
        except DAMAGE as error:
            return ArticleError(f"it is damaged in the package ({_reason(error)}): get it again.")

    def _entry(self, package: SourceFile, name: str) -> SourceFile | None:
        """Return the file of that name, without content; None where it is hidden or has no reader."""
        parts = [clean_line(printable(part)) for part in name.replace("\\", "/").split("/")]
        parts = [part for part in parts if part not in ("", ".", "..")]
        entry = replace(SourceFile.at(package.path, "/".join([package.name, *parts])), columns=package.columns)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        return entry if not hidden and entry.suffix in (*self._suffixes, *PACKAGES) else None

    def _refusal(self, entry: SourceFile, size: int) -> ArticleError | None:
        if len(entry.name) > _LONGEST_NAME:
            return ArticleError(f"its name has {len(entry.name):,} characters: give it a shorter one.")
        return self._too_large() if size > self._limits.entry else None

    def _read(self, stream: IO[bytes]) -> bytes:
        parts: list[bytes] = []
        size = 0
        while piece := stream.read(_PIECE):  # piece by piece: what a header says about the size may be a lie
            parts.append(piece)
            size += len(piece)
            if size > self._limits.entry:
                raise self._too_large()
            self._count_bytes(len(piece))
        return b"".join(parts)

    def _too_large(self) -> ArticleError:
        return ArticleError(f"it unpacks to more than {self._limits.entry:,} bytes: split it.")

    def _count_bytes(self, size: int) -> None:
        self._bytes_left -= size
        if self._bytes_left < 0:
            raise _ExhaustedError(f"it unpacks to more than {self._limits.total:,} bytes: {_SPLIT_IT}")

    def _count_entry(self) -> None:
        self._entries_left -= 1
        if self._entries_left < 0:
            raise _ExhaustedError(f"it has more than {self._limits.entries:,} entries: {_SPLIT_IT}")


def _reason(error: BaseException) -> str:
    return clean_line(str(error)).rstrip(".")[:120] or type(error).__name__

"""Files that lie in another file: which entries of a .gz, .zip, .wacz, .tar, .tar.gz or .tgz are news, and what they are called."""

import gzip
import stat
import tarfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, Literal, cast

from archive.console import printable
from archive.errors import ArticleError
from ingest.finding.files import Found, is_readme, parts_below
from ingest.finding.source_file import SourceFile, absolute
from ingest.finding.unread import UnreadError
from ingest.parsing.unpacking import (
    DAMAGE,
    Allowance,
    DamagedError,
    ExhaustedError,
    Limits,
    Unpacked,
    WholeHeader,
    gunzipped,
    name_in_zip,
    uncounted,
    zip_entry,
)

PACKAGES = (".gz", ".zip", ".tar", ".tgz", ".wacz")

# Read record by record while the package is open, so that they may be of any size; all others are held in memory.
Count = Callable[[int], None]
_BY_RECORD = (".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".warc", ".arc", ".mbox")
_CRAWLS = (".warc", ".warc.gz", ".arc", ".arc.gz")
_DEEPEST = 1  # packages in a package: a .json.gz in a .tar, and no further
_LONGEST_NAME = 1000  # characters
_PACK_ANEW = "pack it anew as a usual .zip (deflate)"


def opened(file: SourceFile, *, suffixes: Collection[str], limits: Limits = Limits()) -> Iterator[Found]:
    """Yield the file itself or, where it is a package, each of its files.

    "a.md" in "news/pack.zip" is named "news/pack.zip/a.md". What cannot be read comes with its name and the reason, what no
    reader takes as `UnreadError`; where nothing in a package has a reader, the package comes with that as well. An entry must
    be read before the next one is asked for. `suffixes` are those that have a reader.
    """
    if file.suffix not in PACKAGES:
        yield file.name, file
        return
    found = False
    for name, entry in _Unpacking(suffixes, limits).files(file):
        found = found or not isinstance(entry, UnreadError)
        yield name, entry
    if not found:
        yield file.name, ArticleError(f"nothing in it can be read: the known formats are {', '.join(suffixes)}.")


def _unpacked(content: Callable[[], Any], count: Count) -> Unpacked:
    try:
        return Unpacked(content(), count)
    except DAMAGE as error:
        raise DamagedError(error) from error


class _Furthest:
    """Counts what comes out of an entry once, though it may be opened again: to tell what it is, or how it writes dates."""

    def __init__(self, count: Count) -> None:
        self._count = count
        self._furthest = 0

    def count(self) -> Count:
        """Return what counts one opening's bytes."""
        came_out = 0

        def more(size: int) -> None:
            nonlocal came_out
            came_out += size
            new = came_out - self._furthest
            if new > 0:
                self._furthest = came_out
                self._count(new)

        return more


class _Unpacking:
    """One package, with all packages in it, and what is left of its limits."""

    def __init__(self, suffixes: Collection[str], limits: Limits) -> None:
        self._suffixes = suffixes
        self._allowance = Allowance(limits)

    def files(self, package: SourceFile, *, depth: int = 0) -> Iterator[Found]:
        if depth > _DEEPEST:
            yield package.name, ArticleError("it is a package in a package in a package: unpack the outer ones.")
            return
        try:
            for name, entry in self._entries(package):
                if isinstance(entry, ArticleError) or entry.suffix not in PACKAGES:
                    yield name, entry
                    self._allowance.count_bytes(0)  # who read it may have met its end
                else:
                    yield from self.files(entry, depth=depth + 1)
        except ExhaustedError as error:
            if depth:
                raise
            yield package.name, error
        except ArticleError as error:
            yield package.name, error
        except DAMAGE as error:
            yield package.name, DamagedError(error)

    def _entries(self, package: SourceFile) -> Iterator[Found]:
        name = package.name.lower()
        with package.stream() as stream:
            if name.endswith((".tar.gz", ".tgz")):
                found = self._of_packed_tar(package, stream)
            elif name.endswith(".tar"):
                found = self._of_tar(package, stream, mode="r:")
            elif name.endswith((".zip", ".wacz")):
                found = self._of_zip(package, stream)
            else:
                found = self._of_gzip(package)
            names: set[str] = set()
            for entry_name, entry in found:
                if entry_name in names:
                    entry = ArticleError("the package holds two files of that name; the first was read: rename one.")
                names.add(entry_name)
                if isinstance(entry, ArticleError) or not is_readme(entry):
                    yield entry_name, entry

    def _of_gzip(self, package: SourceFile) -> Iterator[Found]:
        # One that lies on the disk may be of any size as long as it grows within measure.
        lies_in_another = package.packed is not None or package.opener is not None
        count = self._allowance.count_bytes if lies_in_another else uncounted
        entry = self._entry(package, package.name.rpartition("/")[2][: -len(".gz")])
        if entry:
            unread = self._unread(entry)
            yield entry.name, unread or self._with_content(entry, lambda seen: gunzipped(package.stream(), seen), count)

    def _of_packed_tar(self, package: SourceFile, stream: IO[bytes]) -> Iterator[Found]:
        content = cast(IO[bytes], Unpacked(gzip.GzipFile(fileobj=stream)))
        yield from self._of_tar(package, content, mode="r|")
        while piece := content.read(tarfile.RECORDSIZE):  # the checksum of all stands at the end
            self._allowance.count_bytes(len(piece))

    def _of_tar(self, package: SourceFile, stream: IO[bytes], *, mode: Literal["r:", "r|"]) -> Iterator[Found]:
        with tarfile.open(fileobj=stream, mode=mode, tarinfo=WholeHeader) as tar:
            for member in tar:
                self._allowance.count_entry()
                entry = self._entry(package, member.name) if member.isreg() else None
                refusal = self._refusal(entry, member.size) if entry else None
                if entry and not refusal:
                    content = partial(_unpacked, partial(tar.extractfile, member))
                    # In a package that is unpacked in one go there is no way back.
                    beside = partial(self._beside_in_tar, package, tar, entry) if mode == "r:" else None
                    yield entry.name, replace(self._with_content(entry, content, may_wait=mode == "r:"), beside=beside)
                elif mode == "r|":  # what is passed over is unpacked, too
                    self._allowance.count_bytes(member.size)
                if entry and refusal:
                    yield entry.name[:_LONGEST_NAME], refusal

    def _of_zip(self, package: SourceFile, stream: IO[bytes]) -> Iterator[Found]:
        with zipfile.ZipFile(stream) as pack:
            for info in pack.infolist():
                self._allowance.count_entry()
                is_file = not info.is_dir() and not stat.S_ISLNK(info.external_attr >> 16)
                entry = self._entry(package, name_in_zip(info)) if is_file else None
                if entry:
                    refusal = self._refusal(entry, info.file_size)
                    yield entry.name[:_LONGEST_NAME], refusal or self._of_zip_entry(package, pack, info, entry)

    def _of_zip_entry(
        self, package: SourceFile, pack: zipfile.ZipFile, info: zipfile.ZipInfo, entry: SourceFile
    ) -> SourceFile | ArticleError:
        try:
            found = self._with_content(entry, partial(_unpacked, partial(zip_entry, pack, info, remedy=_PACK_ANEW)))
            return replace(found, beside=partial(self._beside_in_zip, package, pack, entry))
        except ExhaustedError:
            raise
        except DamagedError as error:
            return ArticleError(f"it is damaged in the package ({error.reason}): get it again.")
        except ArticleError as error:
            return error

    def _beside_in_zip(
        self, package: SourceFile, pack: zipfile.ZipFile, entry: SourceFile, place: str
    ) -> SourceFile | None:
        wanted = _neighbour(entry, place)
        for info in pack.infolist() if wanted else ():
            found = self._entry(package, name_in_zip(info))
            if found and found.name == wanted and not self._refusal(found, info.file_size):
                return self._with_content(found, partial(_unpacked, partial(zip_entry, pack, info, remedy=_PACK_ANEW)))
        return None

    def _beside_in_tar(
        self, package: SourceFile, tar: tarfile.TarFile, entry: SourceFile, place: str
    ) -> SourceFile | None:
        wanted = _neighbour(entry, place)
        for member in tar.getmembers() if wanted else ():
            found = self._entry(package, member.name) if member.isreg() else None
            if found and found.name == wanted and not self._refusal(found, member.size):
                return self._with_content(found, partial(_unpacked, partial(tar.extractfile, member)))
        return None

    def _with_content(
        self,
        entry: SourceFile,
        content: Callable[[Count], Unpacked],
        count: Count | None = None,
        *,
        may_wait: bool = True,
    ) -> SourceFile:
        count = count or self._allowance.count_bytes
        if may_wait and _is_by_record(entry):
            furthest = _Furthest(count)
            return replace(entry, opener=lambda: cast(BinaryIO, content(furthest.count())))
        # An article cut in two must not pass for a whole one: it is read to its end first.
        with content(count) as stream:
            return replace(entry, packed=self._allowance.read_whole(stream))

    def _entry(self, package: SourceFile, name: str) -> SourceFile | None:
        """Return the file of that name, without content; None where it is hidden."""
        parts = [printable(" ".join(part.split())) for part in name.replace("\\", "/").split("/")]
        parts = [part for part in parts if part not in ("", ".", "..")]
        entry = replace(SourceFile.at(package.path, "/".join([package.name, *parts])), columns=package.columns)
        hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
        # What a crawl's package holds beside its records tells of them: indexes, a list of its pages.
        hidden = hidden or (package.suffix == ".wacz" and not entry.name.lower().endswith(_CRAWLS))
        return None if hidden else entry

    def _unread(self, entry: SourceFile) -> UnreadError | None:
        is_known = entry.suffix in (*self._suffixes, *PACKAGES)
        return None if is_known else UnreadError(entry.name, place=absolute(entry.path))

    def _refusal(self, entry: SourceFile, size: int) -> ArticleError | None:
        if unread := self._unread(entry):
            return unread
        if len(entry.name) > _LONGEST_NAME:
            return ArticleError(f"its name has {len(entry.name):,} characters: give it a shorter one.")
        return None if _is_by_record(entry) else self._allowance.too_large(size)


def _neighbour(entry: SourceFile, place: str) -> str:
    parts = parts_below(place)
    return "/".join([*entry.name.split("/")[:-1], *parts]) if parts else ""


def _is_by_record(entry: SourceFile) -> bool:
    return PurePosixPath(entry.name.lower().removesuffix(".gz")).suffix in _BY_RECORD

"""Which files the paths that a user names hold: files, folders that are walked, patterns."""

import contextlib
import os
from collections.abc import Collection, Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from archive.console import printable
from archive.errors import ArticleError
from ingest.finding.source_file import SourceFile, absolute, plain_reason
from ingest.finding.unread import UnreadError, reason_for

_READMES = ("/readme.md", "/readme.markdown")
Found = tuple[str, SourceFile | ArticleError]


def find_files(paths: Sequence[Path | str], *, suffixes: Collection[str]) -> Iterator[Found]:
    """Yield the name and the file of each that has a reader, folders walked in sorted order.

    A path that holds none comes with what is wrong with it, and a file that no reader takes as `UnreadError`. `suffixes` are
    those that have a reader (".md").
    """
    for path in map(Path, paths):
        if _is_folder(path):
            yield from _walk(path, str(path), suffixes, pattern=None)
        elif os.path.lexists(path):
            yield _named_file(path, suffixes)
        elif any(is_pattern(part) for part in path.parts):
            yield from _matching(path, suffixes)
        else:
            yield printable(str(path)), ArticleError("no such file or folder")


def size_of(paths: Sequence[Path | str], *, suffixes: Collection[str]) -> int:
    """Return how many bytes the files have that the paths hold."""
    size = 0
    for _, file in find_files(paths, suffixes=suffixes):
        if isinstance(file, SourceFile):
            with contextlib.suppress(OSError):  # it went meanwhile, or leads nowhere
                size += file.path.stat().st_size
    return size


def _named_file(path: Path, suffixes: Collection[str]) -> Found:
    file = SourceFile.at(path, f"{path.resolve().parent.name}/{path.name}")
    if file.suffix not in suffixes:
        known = f"the endings that are read are {', '.join(suffixes)}"
        return printable(str(path)), ArticleError(f"{reason_for(file.suffix)}; {known}.")
    return file.name, file


def _matching(pattern: Path, suffixes: Collection[str]) -> Iterator[Found]:
    fixed = next(i for i, part in enumerate(pattern.parts) if is_pattern(part))
    root = Path(*pattern.parts[:fixed])
    found = list(_walk(root, str(pattern), suffixes, pattern=pattern.parts[fixed:])) if _is_folder(root) else []
    yield from found
    if not any(isinstance(file, SourceFile) for _, file in found):
        reason = "no reader takes what it matches" if found else "no file matches"
        yield printable(str(pattern)), ArticleError(reason)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be entered, or a name is too long: opening the file will say so
        return False


def neighbour(file: SourceFile, place: str) -> SourceFile | None:
    """Return the file that lies at `place`, seen from another file's folder, in it or below it; None where there is none."""
    parts = parts_below(place)
    path = file.path.parent.joinpath(*parts)
    inside = bool(parts) and path.is_file() and path.resolve().is_relative_to(file.path.parent.resolve())
    return SourceFile.at(path, "/".join([*file.name.split("/")[:-1], *parts])) if inside else None


def parts_below(place: str) -> list[str]:
    """Return the names on a path that an untrusted file gives, none where it leads upward or away."""
    parts = [part for part in place.split("/") if part not in ("", ".")]
    return [] if place.startswith("/") or ".." in parts or ":" in place or "\0" in place else parts


def whole_paths(paths: Sequence[Path | str]) -> list[str]:
    """Return the absolute paths of the files and folders among the paths: no patterns and no addresses."""
    return [
        absolute(path)
        for path in map(str, paths)
        if not is_address(path) and (os.path.lexists(path) or not is_pattern(path))
    ]


def is_address(path: Path | str) -> bool:
    """Whether the user named an address of the web and not a file."""
    return str(path).lower().startswith(("http://", "https://"))


def _why_unseen(path: Path) -> str:
    try:
        path.stat()
    except OSError as error:
        return plain_reason(error)
    return ""


def is_pattern(part: str) -> bool:
    """Whether a path, or a part of one, stands for several."""
    return any(mark in part for mark in "*?[")


def _walk(root: Path, label: str, suffixes: Collection[str], *, pattern: Sequence[str] | None) -> Iterator[Found]:
    """Yield the files below `root` that match; hidden ones are left out.

    Not `glob` for patterns: two links that point upward would make its `**` visit 2^40 paths. Here a folder is entered once.
    """
    seen: set[tuple[int, int]] = set()
    # The folder's own name is part of its files' identity: "001.txt" of two folders are two articles.
    own_name = root.resolve().name
    waiting: list[tuple[Path, tuple[str, ...]]] = [(root, ())]
    while waiting:
        path, parts = waiting.pop()
        matched = pattern is None or any(_matches(parts[:n], pattern) for n in range(1, len(parts) + 1))
        name = "/".join((own_name, *parts)) if parts else label
        if _is_folder(path):
            if not (matched or not parts or "**" in (pattern or ()) or len(parts) < len(pattern or ())):
                continue
            try:
                status = path.stat()
                if (status.st_dev, status.st_ino) in seen:
                    continue
                seen.add((status.st_dev, status.st_ino))
                children = sorted((c.name for c in path.iterdir() if not c.name.startswith(".")), reverse=True)
            except OSError as error:
                yield printable(name), ArticleError(f"{plain_reason(error)}.")
                continue
            waiting.extend((path / child, (*parts, child)) for child in children)
        elif matched and path.suffix.lower() in suffixes:
            file = SourceFile.at(path, name)
            if not is_readme(file):
                yield file.name, file
        elif matched and (reason := _why_unseen(path)):  # a folder, perhaps, and nobody can tell what it holds
            if pattern is None:
                yield printable(name), ArticleError(f"{reason}.")
        elif matched:
            yield printable(name), UnreadError(name, place=absolute(root))


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or (bool(parts) and _matches(parts[1:], pattern))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def is_readme(file: SourceFile) -> bool:
    """Whether a file is about its folder: a README without front matter."""
    if not file.name.lower().endswith(_READMES):
        return False
    try:
        return not file.text().lstrip("\ufeff \n\r").startswith("---")
    except ArticleError:
        return False  # unreadable: reading it will say why

"""From the paths that a user names to articles: which files there are, and which reader reads each."""

import importlib
import os
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Protocol, cast

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.source_file import SourceFile, plain_reason, printable

# A new format is a line here and a module with `read`. A module is imported when the first file of its format turns up.
READERS = {
    ".txt": "ingest.readers.plain",
    ".md": "ingest.readers.markdown",
    ".markdown": "ingest.readers.markdown",
    ".html": "ingest.readers.html",
    ".htm": "ingest.readers.html",
    ".json": "ingest.readers.structured",
    ".jsonl": "ingest.readers.structured",
    ".ndjson": "ingest.readers.structured",
    ".csv": "ingest.readers.table",
    ".tsv": "ingest.readers.table",
}
_MARKDOWN = (".md", ".markdown")
_Found = tuple[str, SourceFile | ArticleError]


class Reader(Protocol):
    """What each module in `ingest.readers` offers."""

    def read(self, file: SourceFile) -> Iterator[Article | ArticleError]:
        """Yield the file's articles and, for records that are none, the reasons; raise where all of it is unusable."""
        ...


def read_articles(paths: Sequence[Path | str]) -> Iterator[tuple[str, Article | ArticleError]]:
    """Yield every article that the paths hold, and a reason for each that cannot be read, with the name of its file."""
    read: dict[str, Path] = {}
    for name, file in _found(paths):
        if isinstance(file, ArticleError):
            yield name, file
            continue
        path = file.path.resolve()
        if (other := read.setdefault(name, path)) == path:
            yield from ((name, article) for article in _read(file))
        else:
            # The name is the identity of an article that brings none: the second file would replace the first.
            yield name, ArticleError(f"{path} would replace {other}, for their folders have one name: rename one.")


def source_files(paths: Sequence[Path | str]) -> Iterator[SourceFile | ArticleError]:
    """Yield the files to read, folders walked in sorted order, and what is wrong with a path that has none."""
    for name, file in _found(paths):
        yield ArticleError(f"{name}: {file}") if isinstance(file, ArticleError) else file


def _read(file: SourceFile) -> Iterator[Article | ArticleError]:
    try:
        reader = cast(Reader, importlib.import_module(READERS[file.path.suffix.lower()]))
        yield from reader.read(file)
    except ArticleError as error:
        yield error
    except RecursionError:
        yield ArticleError("it is nested too deeply to be read.")
    # The one place where a library may fail on a file's content in ways nobody listed; the other files go on.
    except Exception as error:
        reason = clean_line(str(error))[:200]
        yield ArticleError(f"it could not be read ({type(error).__name__}: {reason}).")


def _found(paths: Sequence[Path | str]) -> Iterator[_Found]:
    for path in map(Path, paths):
        if _is_folder(path):
            yield from _walk(path, str(path), pattern=None)
        elif os.path.lexists(path):
            yield _named_file(path)
        elif any(_is_pattern(part) for part in path.parts):
            yield from _matching(path)
        else:
            yield printable(str(path)), ArticleError("no such file or folder")


def _named_file(path: Path) -> _Found:
    file = SourceFile.at(path, f"{path.resolve().parent.name}/{path.name}")
    if path.suffix.lower() not in READERS:
        return printable(str(path)), ArticleError(f"its format is unknown: the known ones are {', '.join(READERS)}.")
    return file.name, file


def _matching(pattern: Path) -> Iterator[_Found]:
    fixed = next(i for i, part in enumerate(pattern.parts) if _is_pattern(part))
    root = Path(*pattern.parts[:fixed])
    found = list(_walk(root, str(pattern), pattern=pattern.parts[fixed:])) if _is_folder(root) else []
    yield from found or [(printable(str(pattern)), ArticleError("no file matches"))]


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a folder above may not be entered, or a name is too long: opening the file will say so
        return False


def _is_pattern(part: str) -> bool:
    return any(mark in part for mark in "*?[")


def _walk(root: Path, label: str, *, pattern: Sequence[str] | None) -> Iterator[_Found]:
    """Yield the files below `root` that have a reader and match; hidden ones are left out.

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
        elif matched and path.suffix.lower() in READERS and not _is_readme(path):
            file = SourceFile.at(path, name)
            yield file.name, file


def _matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return _matches(parts, pattern[1:]) or (bool(parts) and _matches(parts[1:], pattern))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def _is_readme(path: Path) -> bool:
    """Whether a file is about its folder: a README without front matter."""
    if path.stem.lower() != "readme" or path.suffix.lower() not in _MARKDOWN:
        return False
    try:
        return not SourceFile.at(path, path.name).text().lstrip("\ufeff \n\r").startswith("---")
    except ArticleError:
        return False  # unreadable: reading it will say why

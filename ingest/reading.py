"""From the paths that a user names to articles: which reader reads each file, and what it finds."""

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, cast

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.finding.files import find_files
from ingest.finding.packages import PACKAGES, opened
from ingest.finding.source_file import NO_COLUMNS, SourceFile, absolute

# A new format is a line here and a module of that name in `ingest.readers`, imported when its first file turns up. Where
# several readers share a suffix, all but the last `recognise` their files, and are asked in this order.
_FORMATS = (
    ("plain", ".txt"),
    ("markdown", ".md .markdown"),
    ("html", ".html .htm"),
    ("ninjs", ".json .jsonl .ndjson"),
    ("structured", ".json .jsonl .ndjson"),
    ("table", ".csv .tsv"),
    ("newsml_g2", ".xml"),
    ("feed", ".rss .atom .xml"),
    ("nitf", ".xml .nitf"),
    ("warc", ".warc"),
    ("pdf", ".pdf"),
    ("docx", ".docx .docm"),
)
READERS = {
    suffix: tuple(module for module, suffixes in _FORMATS if suffix in suffixes.split())
    for _, of_format in _FORMATS
    for suffix in of_format.split()
}
SUFFIXES = (*READERS, *PACKAGES)


class Reader(Protocol):
    """What each module in `ingest.readers` offers."""

    def read(self, file: SourceFile) -> Iterator[Article | ArticleError]:
        """Yield the file's articles and, for records that are none, the reasons; raise where all of it is unusable."""
        ...


class Recogniser(Protocol):
    """What a reader offers besides where another one reads the same suffix."""

    def recognises(self, file: SourceFile) -> bool:
        """Whether the file is of this reader's format, told from its beginning."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """An article, or why there is none, with the name of its file and where that lies: its absolute path."""

    name: str
    source: str
    result: Article | ArticleError


def read_articles(paths: Sequence[Path | str], *, columns: Mapping[str, str] = NO_COLUMNS) -> Iterator[Reading]:
    """Yield every article that the paths hold, and a reason for each that cannot be read.

    `columns` says which columns mean which field, for those whose names are not the usual ones (see `SourceFile`).
    """
    read: dict[str, Path] = {}
    for name, file in find_files(paths, suffixes=SUFFIXES):
        if isinstance(file, ArticleError):
            yield Reading(name, "", file)
            continue
        source, path = absolute(file.path), file.path.resolve()
        if (other := read.setdefault(name, path)) == path:
            for inner_name, inner in opened(replace(file, columns=columns), suffixes=READERS):
                results = (inner,) if isinstance(inner, ArticleError) else read_file(inner)
                yield from (Reading(inner_name, source, result) for result in results)
        else:
            # The name is the identity of an article that brings none: the second file would replace the first.
            error = ArticleError(f"{path} would replace {other}, for their folders have one name: rename one.")
            yield Reading(name, source, error)


def read_file(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield a file's articles and the reasons for what is none, whatever goes wrong in its reader."""
    try:
        yield from _reader_of(file).read(file)
    except ArticleError as error:
        yield error
    except RecursionError:
        yield ArticleError("it is nested too deeply to be read.")
    # The one place where a library may fail on a file's content in ways nobody listed; the other files go on.
    except Exception as error:
        reason = clean_line(str(error))[:200]
        yield ArticleError(f"it could not be read ({type(error).__name__}: {reason}).")


def _reader_of(file: SourceFile) -> Reader:
    *particular, general = (importlib.import_module(f"ingest.readers.{name}") for name in READERS[file.suffix])
    recognised = (module for module in particular if cast(Recogniser, module).recognises(file))
    return cast(Reader, next(recognised, general))

"""From the paths that a user names to articles: which reader reads each file, and what it finds."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol, cast

from archive.console import printable
from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.finding.files import find_files, neighbour, size_of
from ingest.finding.packages import PACKAGES, opened
from ingest.finding.source_file import NO_COLUMNS, SourceFile, absolute
from ingest.finding.unread import UnreadError
from ingest.parsing.xml_file import root_name

# A new format is a line here and a module of that name in `ingest.readers`, imported when its first file turns up. Where
# several readers share a suffix, all but the last `recognise` their files, and are asked in this order.
_FORMATS = (
    ("wire_text", ".txt .text .tst .iptc .anpa"),
    ("plain", ".txt .text"),
    ("markdown", ".md .markdown .html .htm"),
    ("telegram", ".json .html .htm"),
    ("html", ".html .htm .xhtml .xht"),
    ("json_feed", ".json .jsonfeed"),
    ("digital_wires", ".json .jsonl .ndjson"),
    ("ninjs", ".json .jsonl .ndjson"),
    ("structured", ".json .jsonl .ndjson"),
    ("table", ".csv .tsv"),
    ("newsml_g2", ".xml .newsml"),
    ("newsml_1", ".xml .newsml"),
    ("feed", ".rss .atom .rdf .xml"),
    ("mets", ".xml"),
    ("alto", ".xml"),
    ("nitf", ".xml .nitf"),
    ("warc", ".warc .arc"),
    ("pdf", ".pdf"),
    ("docx", ".docx .docm"),
    ("odt", ".odt .fodt"),
    ("rtf", ".rtf"),
    ("epub", ".epub"),
    ("mail", ".eml .mbox"),
    ("subtitles", ".srt .vtt"),
)
READERS = {
    suffix: tuple(module for module, suffixes in _FORMATS if suffix in suffixes.split())
    for _, of_format in _FORMATS
    for suffix in of_format.split()
}
SUFFIXES = (*READERS, *PACKAGES)

_DRAFTS = "_drafts"  # the folder in which Jekyll has what is not published yet
_MOST_TOLD = 100  # failures of one file; who reads the report has understood by then
# In a row, so that what is good in a long file is found however much is not; a file of nothing else costs seconds.
_MOST_FAILED = 10_000
_LONGEST_LINE = 2000  # characters


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
    """An article, or why there is none, with the name of its file and where that lies: its absolute path.

    Names and reasons end in terminals and logs and come from strangers' files: here all are made one printable line.
    """

    name: str
    source: str
    result: Article | ArticleError

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", _one_line(self.name))
        if isinstance(self.result, ArticleError) and not isinstance(self.result, UnreadError):
            object.__setattr__(self, "result", ArticleError(_one_line(str(self.result))))


def read_articles(
    paths: Sequence[Path | str],
    *,
    columns: Mapping[str, str] = NO_COLUMNS,
    on_read: Callable[[int], None] | None = None,
) -> Iterator[Reading]:
    """Yield every article that the paths hold, and a reason for each that cannot be read.

    `columns` says which columns mean which field, for those whose names are not the usual ones, and `on_read` hears of so many
    bytes more that were read (see `SourceFile`).
    """
    read: dict[str, Path] = {}
    pages, waiting = _Pages(), list[SourceFile]()
    for name, file in find_files(paths, suffixes=SUFFIXES):
        if isinstance(file, ArticleError):
            yield Reading(name, "", file)
            continue
        source, path = absolute(file.path), file.path.resolve()
        if (other := read.setdefault(name, path)) == path:
            counted = _Counted(file, on_read)
            file = replace(file, columns=columns, on_read=on_read and counted.more)
            yield from told_briefly(_readings(file, source, pages), file.name, source)
            counted.over()
            if pages.was_met:
                waiting.append(file)
                pages.was_met = False
        else:
            # The name is the identity of an article that brings none: the second file would replace the first.
            error = ArticleError(f"{path} would replace {other}, for their folders have one name: rename one.")
            yield Reading(name, source, error)
    for file in waiting:
        yield from told_briefly(_pages(file, absolute(file.path), pages), file.name, absolute(file.path))


def bytes_to_read(paths: Sequence[Path | str]) -> int:
    """Return how many bytes the files have that `read_articles` would read."""
    return size_of(paths, suffixes=SUFFIXES)


class _Counted:
    """Lets each of a file's bytes be told once: whoever looks what it is reads its beginning, too, and pictures are read by nobody."""

    def __init__(self, file: SourceFile, on_read: Callable[[int], None] | None) -> None:
        self._on_read = on_read or (lambda _: None)
        self._left = size_of([file.path], suffixes=SUFFIXES) if on_read else 0

    def more(self, count: int) -> None:
        new = min(count, self._left)
        self._left -= new
        self._on_read(new)

    def over(self) -> None:
        self.more(self._left)


class _Pages:
    """Scanned pages are read last: they are articles of their own only where no other file of the run told their stories."""

    def __init__(self) -> None:
        self.was_met = False
        self._told: set[tuple[Path, str]] = set()

    def are_told_by(self, file: SourceFile) -> SourceFile:
        """Return a file that notes which pages it takes its stories from."""

        def beside(place: str) -> SourceFile | None:
            page = file.beside(place) if file.beside else neighbour(file, place)
            if page:
                self._told.add(self._key(page))
            return page

        return replace(file, beside=beside)

    def is_told(self, page: SourceFile) -> bool:
        """Whether a file took its stories from the page."""
        return self._key(page) in self._told

    @staticmethod
    def _key(page: SourceFile) -> tuple[Path, str]:
        is_packed = page.packed is not None or page.opener is not None
        return page.path.resolve(), page.name if is_packed else ""


def _readings(file: SourceFile, source: str, pages: _Pages) -> Iterator[Reading]:
    for name, inner in opened(file, suffixes=READERS):
        if isinstance(inner, SourceFile) and _is_page(inner):
            pages.was_met = True
            continue
        results = (inner,) if isinstance(inner, ArticleError) else read_file(pages.are_told_by(inner))
        yield from (Reading(name, source, result) for result in results)


def _pages(file: SourceFile, source: str, pages: _Pages) -> Iterator[Reading]:
    for name, inner in opened(file, suffixes=READERS):
        if isinstance(inner, SourceFile) and _is_page(inner) and not pages.is_told(inner):
            yield from (Reading(name, source, result) for result in read_file(inner))


def _is_page(file: SourceFile) -> bool:
    if "alto" not in READERS[file.suffix]:
        return False
    try:
        return root_name(file.content()) == "alto"
    except ArticleError:
        return False  # reading it will say why


def told_briefly(readings: Iterable[Reading], name: str, source: str) -> Iterator[Reading]:
    """Yield what a file holds, its failures one by one up to a hundred and then as a number."""
    failed, last = 0, ""
    for reading in readings:
        is_failure = isinstance(reading.result, ArticleError) and not isinstance(reading.result, UnreadError)
        if is_failure:
            failed, last = failed + 1, str(reading.result)
        if failed <= _MOST_TOLD or not is_failure:
            yield reading
    if failed > _MOST_TOLD:
        more = f"and {failed - _MOST_TOLD:,} more that could not be read, the last of them for this reason: {last}"
        yield Reading(name, source, ArticleError(more))


def read_file(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield a file's articles and the reasons for what is none, whatever goes wrong in its reader."""
    failed = 0
    is_draft = _DRAFTS in (*file.name.split("/")[:-1], *Path(absolute(file.path)).parts[:-1])
    try:
        for result in _reader_of(file).read(file):
            yield _hidden(result) if is_draft else result
            failed = failed + 1 if isinstance(result, ArticleError) else 0
            if failed == _MOST_FAILED:
                yield ArticleError(f"{failed:,} records in a row are no articles: split it; the rest was not read.")
                return
    except ArticleError as error:
        yield error
    except RecursionError:
        yield ArticleError("it is nested too deeply to be read.")
    # The one place where a library may fail on a file's content in ways nobody listed; the other files go on.
    except Exception as error:
        yield ArticleError(f"it could not be read ({type(error).__name__}: {clean_line(str(error)[:1000])[:200]}).")


def _hidden(result: Article | ArticleError) -> Article | ArticleError:
    if isinstance(result, ArticleError) or result.pubstatus != "usable":
        return result
    return replace(result, pubstatus="withheld")


def _one_line(text: str) -> str:
    line = printable(text)
    return line if len(line) <= _LONGEST_LINE else f"{line[:_LONGEST_LINE]}…"


def _reader_of(file: SourceFile) -> Reader:
    *particular, general = (importlib.import_module(f"ingest.readers.{name}") for name in READERS[file.suffix])
    recognised = (module for module in particular if cast(Recogniser, module).recognises(file))
    return cast(Reader, next(recognised, general))

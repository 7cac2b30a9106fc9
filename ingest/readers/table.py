"""CSV and TSV: a header that names the columns, then an article a row."""

import csv
from collections import deque
from collections.abc import Iterator, Set
from itertools import chain, islice, takewhile

from archive.errors import ArticleError
from archive.records import Article
from ingest.day_order import FileDates
from ingest.fields import KNOWN_COLUMNS, column_name, dates_of
from ingest.finding.source_file import SourceFile
from ingest.parsing.table_header import LOOKED_AT, find_header
from ingest.parsing.text_stream import LONGEST_RECORD, MOST_EMPTY, TooLongLine, lines, text_pieces
from ingest.readers.structured import one_of_many

_LONGEST_FIELD = 2**31 - 1  # a long report is longer than the 131,072 characters that csv allows otherwise

_NOT_READ = "it and the rows after it were not read."
_TOO_LONG = f"is longer than {LONGEST_RECORD:,} characters"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article a row; rows are numbered as a spreadsheet shows them."""
    dates = FileDates(lambda: (dates_of(record, file.columns) for _, record in _records(file)))
    for number, record in _records(file):
        if isinstance(record, ArticleError):
            yield record
        else:
            fallback_uri, place = f"{file.uri}#{number}", f"row {number}"
            yield one_of_many(record, fallback_uri=fallback_uri, place=place, columns=file.columns, dates=dates)


def _records(file: SourceFile) -> Iterator[tuple[int, dict[str, str] | ArticleError]]:
    """Yield the number of each row with what it says by column, or why it cannot be read."""
    csv.field_size_limit(_LONGEST_FIELD)
    known = KNOWN_COLUMNS.union(file.columns)
    source = _LinesOfRows(lines(text_pieces(file), newline=""))
    found = find_header(
        source.first_lines(), lambda cell: column_name(cell) in known, delimiter="\t" if file.suffix == ".tsv" else ""
    )
    source.skip(found.line)
    rows = csv.reader(source, delimiter=found.delimiter, strict=True)
    number, empty, header = found.first_row - 1, 0, list[str]()
    while True:
        number += 1
        source.begin_row()
        try:
            row = next(rows, None)
        except csv.Error as error:  # an unclosed quotation mark: what follows it cannot be told apart
            raise ArticleError(f"row {number} is broken ({_reason(error)}); {_NOT_READ}") from error
        except _TooLongRowError as error:
            if error.hides_the_next or not header:
                raise ArticleError(f"row {number} {_TOO_LONG}; {_NOT_READ}") from error
            yield number, ArticleError(f"row {number} {_TOO_LONG}: split it.")
            continue
        if row is None:
            return
        empty = 0 if any(cell.strip() for cell in row) else empty + 1
        if empty > MOST_EMPTY:
            raise ArticleError(f"it has more than {MOST_EMPTY:,} empty rows in a row; the rest was not read.")
        if empty:
            continue
        if not header:
            header = _checked_header(row, known)
            continue
        if any(row[len(header) :]):
            yield (
                number,
                ArticleError(
                    f"row {number} has {len(row)} cells, the header {len(header)}: put its texts in quotation marks."
                ),
            )
            continue
        yield number, dict(zip(header, row, strict=False))


def _reason(error: csv.Error) -> str:
    if "end of data" in str(error):
        return "unexpected end of data"
    if "expected after" in str(error):
        return "a quotation mark stands inside a text that is put in such marks: write it twice"
    return "its cells cannot be told apart: save the table anew, as UTF-8"


class _TooLongRowError(Exception):
    def __init__(self, *, hides_the_next: bool) -> None:
        super().__init__()
        self.hides_the_next = hides_the_next


def _told_at_last(error: ArticleError) -> Iterator[str | TooLongLine]:
    yield from ()
    raise error


class _LinesOfRows:
    """The lines that the csv module asks for, as long as the row that they make has an end."""

    def __init__(self, found: Iterator[str | TooLongLine]) -> None:
        self._lines = found
        self._size = 0

    def first_lines(self) -> list[str]:
        """Return the first lines, among which is the header; they stay to be read, and damage behind them to be told."""
        ahead: list[str | TooLongLine] = []
        rest = self._lines
        try:
            ahead.extend(islice(self._lines, LOOKED_AT))
        except ArticleError as error:
            rest = _told_at_last(error)
        self._lines = chain(ahead, rest)
        return [line for line in takewhile(lambda line: isinstance(line, str), ahead) if isinstance(line, str)]

    def skip(self, count: int) -> None:
        """Pass over so many lines."""
        deque(islice(self._lines, count), maxlen=0)

    def begin_row(self) -> None:
        """Note that the next line is a row's first."""
        self._size = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if isinstance(line, TooLongLine):
            raise _TooLongRowError(hides_the_next=bool(self._size) or line.leaves_quote_open)
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise _TooLongRowError(hides_the_next=True)
        return line


def _checked_header(row: list[str], known: Set[str]) -> list[str]:
    if not any(column_name(cell) in known for cell in row):
        raise ArticleError(f"none of its columns is known ({', '.join(row)[:80]}): name one 'body' and one 'headline'.")
    return row

"""JSON and JSON Lines: records with named values."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.day_order import UNDATED, FileDates
from ingest.fields import KNOWN_COLUMNS, NoTextError, article_from, column_name, dates_of, flat_text
from ingest.finding.source_file import NO_COLUMNS, SourceFile
from ingest.parsing.cms_records import ghost_posts, of_cms
from ingest.parsing.json_stream import JsonText, parse_record
from ingest.parsing.markup import without_html
from ingest.parsing.text_stream import LONGEST_RECORD, TooLongLine, lines, text_pieces

# What feeds, APIs and exports call the list of their articles.
_WRAPPERS = ("articles", "items", "data", "results", "entries", "docs", "response", "item", "posts")
_TEXT_COLUMNS = frozenset(
    {
        "body",
        "articlebody",
        "bodytext",
        "text",
        "content",
        "cuerpo",
        "texto",
        "contenido",
        "bodyhtml",
        "bodyxhtml",
        "contenthtml",
        "contenttext",
    }
)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the article of a JSON object or those of a list; one that cannot be used does not stop the others."""
    dates = FileDates(lambda: (dates_of(record, file.columns) for _, _, record in numbered_records(file)))
    for place, fallback_uri, record in numbered_records(file):
        if isinstance(record, ArticleError):
            yield record
        elif place:
            yield one_of_many(record, fallback_uri=fallback_uri, place=place, columns=file.columns, dates=dates)
        else:
            yield article_of(record, fallback_uri=fallback_uri, columns=file.columns, dates=dates)


def numbered_records(file: SourceFile) -> Iterator[tuple[str, str, Any]]:
    """Yield the place ("line 7", "" for the only record), the fallback identity and the content of each record.

    A line that is no JSON comes as the `ArticleError` that says so, and the others go on; a file that is none raises it.
    """
    if file.suffix in (".jsonl", ".ndjson"):
        for number, line in enumerate(lines(text_pieces(file), newline="\n"), 1):
            if isinstance(line, TooLongLine) or line.strip():
                yield f"line {number}", f"{file.uri}#{number}", _parsed_line(line, number)
        return
    text = JsonText(text_pieces(file))
    found = text.items() if text.is_list() else _records_in(text.document(), file)
    if not isinstance(found, (list, Iterator)):
        yield "", file.uri, found
        return
    for number, record in enumerate(found, 1):
        yield f"record {number}", f"{file.uri}#{number}", record


def _parsed_line(line: str | TooLongLine, number: int) -> Any:
    if isinstance(line, TooLongLine):
        return ArticleError(f"line {number} is longer than {LONGEST_RECORD:,} characters: split it.")
    try:
        return parse_record(line)
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        return ArticleError(f"line {number} is not valid JSON: {reason}.")


def one_of_many(
    record: Any, *, fallback_uri: str, place: str, columns: Mapping[str, str] = NO_COLUMNS, dates: FileDates = UNDATED
) -> Article | ArticleError:
    """Return the article of a record, or an error that names the record's place in its file."""
    try:
        return article_of(record, fallback_uri=fallback_uri, columns=columns, dates=dates)
    except ArticleError as error:
        return ArticleError(f"{place}: {error}")


def article_of(
    record: Any, *, fallback_uri: str, columns: Mapping[str, str] = NO_COLUMNS, dates: FileDates = UNDATED
) -> Article:
    """Return the article of a record whose texts may hold HTML."""
    try:
        plain = without_markup(of_cms(record), columns)
        return article_from(plain, fallback_uri=fallback_uri, columns=columns, dates=dates)
    except NoTextError as error:
        raise NoTextError(
            "it has no text: name its column 'body', 'text' or 'content', or say which it is with --map body=COLUMN."
        ) from error


def without_markup(record: Any, columns: Mapping[str, str] = NO_COLUMNS) -> dict[str, Any]:
    """Return the record, the HTML in its known columns made plain. Raises `ArticleError` where it is no object."""
    if not isinstance(record, Mapping):
        raise ArticleError("it is not an object with named values.")
    return {name: _plain(value) if _is_known(name, columns) else value for name, value in record.items()}


def has_text(record: Mapping[str, Any], columns: Mapping[str, str] = NO_COLUMNS) -> bool:
    """Whether one of the columns that hold an article's text says something."""
    texts = _TEXT_COLUMNS.difference(columns) | {name for name, field in columns.items() if field == "body"}
    return any(column_name(name) in texts and flat_text(value) for name, value in record.items())


def _is_known(name: object, columns: Mapping[str, str]) -> bool:
    plain = column_name(name)
    return plain in columns or plain in KNOWN_COLUMNS


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return without_html(value)
    if isinstance(value, list):
        return [_plain(item) for item in value] if all(isinstance(item, (str, dict)) for item in value) else value
    if isinstance(value, dict):
        text = flat_text(value)
        return without_html(text) if "<" in text else value
    return value


def _records_in(data: Any, file: SourceFile) -> Any:
    """Return the list of records that a JSON document wraps, or its only record."""
    if (posts := ghost_posts(data)) is not None:
        return posts
    while isinstance(data, dict) and not has_text(data, file.columns):
        inner = next((data[n] for n in _WRAPPERS if isinstance(data.get(n), list)), None)
        if inner is None:
            inner = next((data[n] for n in _WRAPPERS if isinstance(data.get(n), dict)), None)
        if inner is None:
            return data
        data = inner
    return data

"""Plain text: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_text
from ingest.fields import article_from
from ingest.source_file import SourceFile

_LONGEST_HEADLINE = 150  # characters
_FULL_STOPS = (".", "。", "।", "۔", "։", "።")
_CLOSERS = "\"'”’»)]"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article; a short first line that stands alone and is no sentence is its headline."""
    text = clean_text(file.text())
    headline, gap, body = text.partition("\n\n")
    if (
        not gap
        or "\n" in headline
        or len(headline) > _LONGEST_HEADLINE
        or headline.rstrip(_CLOSERS).endswith(_FULL_STOPS)
    ):
        headline, body = "", text
    yield article_from({"headline": headline, "body": body}, fallback_uri=file.uri)

"""Plain text: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_text
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile

_LONGEST_HEADLINE = 150  # characters
_FULL_STOPS = (".", "。", "।", "۔", "։", "።")
_CLOSERS = "\"'”’»)]"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article; a short first line that stands alone and is no sentence is its headline."""
    headline, body = split_headline(clean_text(file.text()))
    yield article_from({"headline": headline, "body": body}, fallback_uri=file.uri)


def split_headline(text: str) -> tuple[str, str]:
    """Return the headline that a cleaned text begins with, "" where it has none, and the rest."""
    headline, gap, body = text.partition("\n\n")
    if (
        not gap
        or "\n" in headline
        or len(headline) > _LONGEST_HEADLINE
        or headline.rstrip(_CLOSERS).endswith(_FULL_STOPS)
    ):
        return "", text
    return headline, body

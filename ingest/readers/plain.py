"""Plain text: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_text
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.headlines import split_headline

_ORIGINS = {"headline": "its first line", "body": "its text"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article; a short first line that stands alone and is no sentence is its headline."""
    headline, body = split_headline(clean_text(file.text()))
    yield article_from({"headline": headline, "body": body}, fallback_uri=file.uri, origins=_ORIGINS)

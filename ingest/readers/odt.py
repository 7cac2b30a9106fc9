"""OpenDocument texts (.odt, and .fodt in a single XML file): one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.office_text import headline_and_body
from ingest.parsing.open_document import open_document
from ingest.parsing.properties import author_of, title_of

_ORIGINS = {
    "headline": "the style Title, a heading, dc:title or its first line",
    "body": "its text",
    "byline": "meta:initial-creator or dc:creator",
    "language": "dc:language",
}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article."""
    found = open_document(file.content(), is_flat=file.suffix == ".fodt")
    headline, body = headline_and_body(found.paragraphs, title_of(found.properties.get("title", ""), file))
    author = found.properties.get("initial-creator") or found.properties.get("creator", "")
    record = {"headline": headline, "body": body, "byline": author_of(author)}
    yield article_from(
        {**record, "language": found.properties.get("language", "")}, fallback_uri=file.uri, origins=_ORIGINS
    )

"""OpenDocument texts (.odt, and .fodt in a single XML file): one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.office_text import office_article
from ingest.parsing.open_document import open_document

_ORIGINS = {
    "headline": "the style Title, a heading, dc:title or its first line",
    "body": "its text",
    "byline": "meta:initial-creator or dc:creator",
    "language": "dc:language",
}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article."""
    found = open_document(file.content(), is_flat=file.suffix == ".fodt")
    said = found.properties
    yield office_article(
        found.paragraphs,
        file,
        title=said.get("title", ""),
        author=said.get("initial-creator") or said.get("creator", ""),
        language=said.get("language", ""),
        origins=_ORIGINS,
    )

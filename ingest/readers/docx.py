"""Word documents: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.office_text import office_article
from ingest.parsing.word_parts import word_parts
from ingest.parsing.word_text import word_paragraphs
from ingest.parsing.xml_file import local_name

_ORIGINS = {
    "headline": "the style Title, a heading, dc:title or its first line",
    "body": "its text",
    "byline": "dc:creator",
    "language": "dc:language",
}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article."""
    parts = word_parts(file.content())
    said = {local_name(element): element.text or "" for element in parts.others.get("core-properties", ())}
    yield office_article(
        word_paragraphs(parts),
        file,
        title=said.get("title", ""),
        author=said.get("creator", ""),
        language=said.get("language", ""),
        origins=_ORIGINS,
    )

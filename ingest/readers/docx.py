"""Word documents: one article a file."""

from collections.abc import Iterator, Sequence

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.properties import author_of, title_of
from ingest.parsing.word_parts import word_parts
from ingest.parsing.word_text import Paragraph, word_paragraphs
from ingest.parsing.xml_file import local_name
from ingest.readers.plain import split_headline


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article.

    Its headline is the paragraph in the style "Title", else the first heading of the first level or the heading it begins
    with, else the title among its properties, else a first line that stands alone.
    """
    parts = word_parts(file.content())
    said = {local_name(element): element.text or "" for element in parts.others.get("core-properties", ())}
    headline, body = _headline_and_body(word_paragraphs(parts), title_of(said.get("title", ""), file))
    record = {"headline": headline, "body": body, "byline": author_of(said.get("creator", ""))}
    yield article_from({**record, "language": said.get("language", "")}, fallback_uri=file.uri)


def _headline_and_body(paragraphs: Sequence[Paragraph], title: str) -> tuple[str, str]:
    texts = [paragraph.text for paragraph in paragraphs]
    at = _headline_at([paragraph.style for paragraph in paragraphs])
    if at is None and texts and clean_line(texts[0]) == title:
        at = 0
    if at is not None and len(texts) > 1:
        return texts[at], "\n\n".join(texts[:at] + texts[at + 1 :])
    text = clean_text("\n\n".join(texts))
    return (title, text) if title else split_headline(text)


def _headline_at(styles: Sequence[str]) -> int | None:
    for style in ("title", "heading 1"):
        if style in styles:
            return styles.index(style)
    return 0 if styles and styles[0].startswith("heading ") else None

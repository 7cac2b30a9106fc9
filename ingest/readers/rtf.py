"""Rich Text: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.office_text import headline_and_body
from ingest.parsing.properties import author_of, title_of
from ingest.parsing.rtf_text import rich_text

_ORIGINS = {"headline": "a style, \\title or its first line", "body": "its text", "byline": "\\author"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article."""
    content = file.content()
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise ArticleError("it is no Rich Text: open it in its program and save it as .rtf or .docx.")
    found = rich_text(content)
    headline, body = headline_and_body(found.paragraphs, title_of(found.properties.get("title", ""), file))
    yield article_from(
        {"headline": headline, "body": body, "byline": author_of(found.properties.get("author", ""))},
        fallback_uri=file.uri,
        origins=_ORIGINS,
    )
    if found.breaks_off:
        yield ArticleError("the document breaks off, so its text may not be whole: save it again.")

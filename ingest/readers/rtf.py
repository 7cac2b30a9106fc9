"""Rich Text: one article a file."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.office_text import office_article
from ingest.parsing.rtf_text import rich_text

_ORIGINS = {"headline": "a style, \\title or its first line", "body": "its text", "byline": "\\author"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the document's article."""
    content = file.content()
    if not content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf"):
        raise ArticleError("it is no Rich Text: open it in its program and save it as .rtf or .docx.")
    found = rich_text(content)
    said = found.properties
    yield office_article(
        found.paragraphs, file, title=said.get("title", ""), author=said.get("author", ""), origins=_ORIGINS
    )
    if found.breaks_off:
        yield ArticleError("the document breaks off, so its text may not be whole: save it again.")

"""ALTO, a scanned page: its text is one article, unless a METS document says which stories it holds."""

from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.alto import AltoPage, alto_pages, story_text
from ingest.parsing.xml_file import root_name

_ORIGINS = {"body": "the page's blocks", "section": "the page's number"}


def recognises(file: SourceFile) -> bool:
    """Whether the file is ALTO."""
    return root_name(file.content()) == "alto"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article a page; it has no headline, for nobody can tell which of its lines is one."""
    pages = alto_pages(file.content())
    for number, page in enumerate(pages, 1):
        place = "" if len(pages) == 1 else f"#page{number}"
        try:
            yield _article(page, fallback_uri=f"{file.uri}{place}")
        except ArticleError as error:
            yield error if not place else ArticleError(f"page {number}: {error}")
    if not pages:
        raise ArticleError("it is ALTO without a page.")


def _article(page: AltoPage, *, fallback_uri: str) -> Article:
    text = story_text(list(page.blocks.values()))
    if not text:
        raise ArticleError("no text was recognised on its page.")
    section = f"p. {page.number}" if page.number else ""
    return article_from({"body": text, "section": section}, fallback_uri=fallback_uri, origins=_ORIGINS)

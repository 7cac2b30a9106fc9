"""What the readers of office documents share: paragraphs with their styles, which of them is the headline, a part of the zip."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.headlines import split_headline
from ingest.parsing.properties import author_of, title_of
from ingest.parsing.unpacking import zip_entry
from ingest.parsing.xml_file import parse_xml

_LARGEST_PART = 1 << 26  # bytes of XML; a novel has some 5 MB
SAVE_ANEW = "open it in its program and save it again"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a table's rows; `style` is its style's name in lower case ("title", "heading 1")."""

    text: str
    style: str = ""


def office_article(
    paragraphs: Sequence[Paragraph],
    file: SourceFile,
    *,
    title: str,
    author: str,
    language: str = "",
    origins: Mapping[str, str],
) -> Article:
    """Return the article that a document is; title, author and language are those among its properties.

    The headline is the paragraph in the style "Title", else the first heading of the first level or the heading it begins
    with, else the title among the properties, else a first line that stands alone.
    """
    headline, body = _headline_and_body(paragraphs, title_of(title, file))
    record = {"headline": headline, "body": body, "byline": author_of(author), "language": language}
    return article_from(record, fallback_uri=file.uri, origins=origins)


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


def part_of(package: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return the XML of that name in a document's zip, None where there is none. Raises `ArticleError` where it cannot be used."""
    try:
        info = package.getinfo(name)
    except KeyError:
        return None
    if info.file_size > _LARGEST_PART:
        raise ArticleError(f"its part {name} unpacks to {info.file_size:,} bytes: split the document.")
    with zip_entry(package, info, remedy=SAVE_ANEW) as part:
        return office_xml(part.read())


def office_xml(content: bytes) -> etree._Element:
    """Return the root of an office document's XML."""
    root = parse_xml(content)
    if (
        root.getroottree().docinfo.internalDTD is not None
    ):  # an office program writes none, and entities would leave gaps in the text
        raise ArticleError(f"its XML has a document type, as no office program writes it: {SAVE_ANEW}.")
    return root

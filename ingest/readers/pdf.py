"""PDF: one article a file, where the file has text and not only pictures of it."""

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from lxml import etree
from pypdf import PdfReader, apply_configuration
from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError
from pypdf.generic import DictionaryObject, NullObject, StreamObject

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.headlines import split_headline
from ingest.parsing.paragraphs import Line, paragraphs, without_running_lines
from ingest.parsing.pdf_lines import Pages, noticing_losses
from ingest.parsing.properties import author_of, title_of
from ingest.parsing.xml_file import parse_xml
from language.identify import identify

_ORIGINS = {
    "headline": "the title among its properties or its first line",
    "body": "its text",
    "byline": "dc:creator or Author among its properties",
    "publisher": "prism:publicationName or dc:publisher",
    "published": "prism:publicationDate or prism:coverDate",
    "section": "prism:section",
    "rights": "dc:rights",
}
_MOST_PAGES = 500
_LARGEST_STREAM = 20_000_000  # bytes unpacked; the text of a page has some 100,000
_LIMITS = {
    "zlib_maximum_output_length": _LARGEST_STREAM,
    "lzw_maximum_output_length": _LARGEST_STREAM,
    "run_length_maximum_output_length": _LARGEST_STREAM,
    "brotli_maximum_output_length": _LARGEST_STREAM,
    "array_based_stream_maximum_output_length": _LARGEST_STREAM,
    "zlib_maximum_recovery_input_length": 1_000_000,
    "xform_maximum_invocations_per_extraction": 500,
    "stream_decoding_work_maximum_length": 5 * _LARGEST_STREAM,
    "page_tree_maximum_entries": 10_000,
    "jbig2dec_binary": None,
}
# What pypdf stumbles over in damaged files: it takes a number for a table, or a key for granted.
_UNFORESEEN = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)
_MOST_UNREADABLE = 0.1  # of the characters; a text whose font tells its letters has none
# pypdf gave the words of Arabic lines in reversed order (measured): no quote from such a text could be trusted.
_MOST_FROM_THE_RIGHT = 0.1
_GLYPH = re.compile(r"\(cid:\d+\)")  # how programs write a glyph whose letter they do not know
_SHAPES = re.compile("[\ufb00-\ufb06\ufb13-\ufb17\ufb50-\ufdef\ufe70-\ufefc]")
_ENOUGH_TO_TELL = 10_000  # characters, for the language
_DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
_PRISM = "http://prismstandard.org/namespaces/"
# What a publisher's own metadata say of the story. Not xmp:CreateDate, dc:date and the Info dictionary's dates: they are
# the file's. Not prism:url: a paper may give all its pages one.
_TOLD = {"publicationName": "publisher", "publicationDate": "published", "coverDate": "published", "section": "section"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article and, where pages of it show something and no text, which.

    Its headline is the title among its properties, where a person wrote one, else a first line that stands alone.
    """
    try:
        with apply_configuration(**_LIMITS), noticing_losses():  # type: ignore[arg-type]
            document = _document(file.content())
    except (FileNotDecryptedError, DependencyError) as error:
        raise ArticleError("it is encrypted: print it to a new PDF without a password.") from error
    except LimitReachedError as error:
        raise ArticleError(
            f"it unpacks to too much ({clean_line(str(error))[:120]}): print it to a new PDF."
        ) from error
    except (PyPdfError, RecursionError, *_UNFORESEEN) as error:
        raise ArticleError(
            f"it is damaged ({clean_line(str(error))[:120]}): get it again, or print it anew."
        ) from error
    except RuntimeError as error:  # so pypdf says that it lacks a kind of compression or encryption
        raise ArticleError(
            f"it is packed in a way that cannot be read ({clean_line(str(error))[:120]}): print it to a new PDF."
        ) from error
    yield _article(document, file)
    if document.unread:
        pages = ", ".join(map(str, document.unread))
        yield ArticleError(
            f"page {pages}: no text was found, only pictures. Run text recognition (OCR) if it is a scan."
        )


@dataclass(frozen=True, slots=True)
class _Document:
    pages: int
    lines: Sequence[Line]
    unread: Sequence[int]
    title: str
    record: Mapping[str, str]


def _document(content: bytes) -> _Document:
    reader = PdfReader(BytesIO(content))
    pages = len(reader.pages)
    if pages > _MOST_PAGES:
        raise ArticleError(f"it has {pages} pages, more than {_MOST_PAGES}: split it.")
    tree = reader.root_object.get("/Pages", NullObject()).get_object()
    declared = tree.get("/Count") if isinstance(tree, DictionaryObject) else None
    if isinstance(declared, int) and declared > pages:
        raise ArticleError(
            f"it is damaged (of its {declared} pages {pages} are there): get it again, or print it anew."
        )
    extraction = Pages()
    lines: list[Line] = []
    unread: list[int] = []
    for number, page in enumerate(reader.pages, 1):
        found = extraction.lines(page, number=number)
        if found is None:
            unread.append(number)
        else:
            lines += found
    told = _told(reader)
    info: Mapping[str, object] = reader.metadata or {}
    return _Document(
        pages,
        lines,
        unread,
        title=told.pop("title", "") or str(info.get("/Title") or ""),
        record=told | {"byline": author_of(told.get("byline", "") or str(info.get("/Author") or ""))},
    )


def _article(document: _Document, file: SourceFile) -> Article:
    if not document.lines:
        raise ArticleError("it has no text, only pictures or nothing: run text recognition (OCR) on it first.")
    lines, running = without_running_lines(document.lines, pages=document.pages)
    language = identify(" ".join(line.text for line in lines)[:_ENOUGH_TO_TELL])
    found = [text for paragraph in paragraphs(lines, language=language) if (text := clean_text(_letters(paragraph)))]
    said = "".join(found)
    if _unreadable("".join(line.text for line in lines)) > _MOST_UNREADABLE:
        raise ArticleError("its fonts do not tell which letters they draw: run text recognition (OCR) on it first.")
    letters = [c for c in said if c.isalpha()]
    if sum(unicodedata.bidirectional(c) in ("R", "AL") for c in letters) > _MOST_FROM_THE_RIGHT * len(letters):
        raise ArticleError(
            "the order of its words, from right to left, cannot be told: export it as .docx, .html or .txt."
        )
    headline = title_of(document.title, file)
    if not headline:
        headline, body = split_headline("\n\n".join([*found, *running]))
    else:
        body = "\n\n".join([*(found[1:] if found[1:] and found[0] == headline else found), *running])
    return article_from(
        {**document.record, "headline": headline, "body": body}, fallback_uri=file.uri, origins=_ORIGINS
    )


def _unreadable(text: str) -> float:
    """Return the share of characters that stand for none: private ones, control characters, numbers of glyphs."""
    marks = sum(unicodedata.category(c) in ("Co", "Cn", "Cc") or c == "\ufffd" for c in text if not c.isspace())
    return (marks + sum(map(len, _GLYPH.findall(text)))) / max(1, len(text))


def _letters(text: str) -> str:
    """Return the text with the letters that its shapes stand for: "fi" for the one sign that sets both."""
    return _SHAPES.sub(lambda shape: unicodedata.normalize("NFKC", shape[0]), text)


def _told(reader: PdfReader) -> dict[str, str]:
    """Return what the XMP metadata say of the story."""
    stream = reader.root_object.get("/Metadata")
    stream = stream.get_object() if stream is not None else None
    told: dict[str, str] = {}
    if not isinstance(stream, StreamObject):
        return told
    with contextlib.suppress(ArticleError):  # broken metadata leave the text as it is
        for element in parse_xml(stream.get_data()).iter("*"):
            for name, text in _properties(element):
                told.setdefault(name, text)
    return told


def _properties(element: etree._Element) -> Iterator[tuple[str, str]]:
    items = [item.text or "" for item in element.iterfind(".//{*}li")]
    for key, value in [*element.attrib.items(), (element.tag, ", ".join(items) or element.text)]:
        namespace, _, name = str(key).removeprefix("{").rpartition("}")
        field = _TOLD.get(name) if namespace.startswith(_PRISM) else None
        if namespace == _DUBLIN_CORE:
            field = {"title": "title", "creator": "byline", "publisher": "publisher", "rights": "rights"}.get(name)
        if field and value:
            yield field, str(value)

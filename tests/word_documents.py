"""Word documents by the XML of their parts, and the articles that they become."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document

from archive.records import Article
from tests.news_files import read_one

PAN = "El pan sube un cinco por ciento en Brea."
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def changed(
    content: bytes, name: str, change: Callable[[bytes], bytes], *, also: dict[str, str] | None = None
) -> bytes:
    """Return the document with one of its parts changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
        for part, text in (also or {}).items():
            new.writestr(part, text)
    return stream.getvalue()


def with_body(xml: str, *, also: dict[str, str] | None = None) -> bytes:
    """Return a document whose body is the XML."""
    content = saved(docx.Document())
    before = b"<w:body>"
    return changed(content, "word/document.xml", lambda d: d.replace(before, before + xml.encode()), also=also)


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def read(folder: Path, content: bytes, name: str = "a.docx") -> list[Article | str]:
    return read_one(folder, name, content)


def article_of(body: str, **fields: str) -> Article:
    return Article(uri="file:news/a.docx", body=body, **fields)  # type: ignore[arg-type]

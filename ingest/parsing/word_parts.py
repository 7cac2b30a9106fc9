"""The parts of a Word document: which of the XML files in its zip is the text, which the styles, the notes, the properties.

Read here and not by python-docx, which loads every picture and fails where Word does not: on a link to a picture that is
not there ("NULL"), on the strict kind of the format, on a document with macros.
"""

import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from archive.errors import ArticleError
from ingest.parsing.office_text import SAVE_ANEW, part_of
from ingest.parsing.unpacking import opened_zip
from ingest.parsing.xml_file import local_part

_OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # .doc, and what Word writes around a document with a password


@dataclass(frozen=True, slots=True)
class WordParts:
    """A document's XML: its text, and what else it has by kind ("styles", "footnotes", "endnotes", "core-properties")."""

    document: etree._Element
    others: Mapping[str, etree._Element]


def word_parts(content: bytes) -> WordParts:
    """Return the parts of a .docx. Raises `ArticleError` where it is none, is damaged, or is too large."""
    if content.startswith(_OLD_FORMAT):
        raise ArticleError("it has a password or is an old .doc: save it as .docx without a password.")
    with opened_zip(content, remedy=SAVE_ANEW) as package:
        return _parts(package)


def attribute(element: etree._Element | None, name: str) -> str | None:
    """Return the attribute of that local name, None where there is none."""
    attributes = element.attrib.items() if element is not None else ()
    return next((str(value) for key, value in attributes if local_part(str(key)) == name), None)


def _parts(package: zipfile.ZipFile) -> WordParts:
    of_package = _related(package, "")
    path = of_package.get("officeDocument", "word/document.xml")
    document = part_of(package, path)
    if document is None:
        raise ArticleError("it is no Word document: it has no text part. Save it as .docx.")
    paths = {"core-properties": of_package.get("core-properties", "")} | {
        kind: target for kind, target in _related(package, path).items() if kind in ("styles", "footnotes", "endnotes")
    }
    others = ((kind, part_of(package, target)) for kind, target in paths.items())
    return WordParts(document, {kind: xml for kind, xml in others if xml is not None})


def _related(package: zipfile.ZipFile, source: str) -> dict[str, str]:
    """Return the parts that one part names, by kind: the last word of the relationship's type."""
    folder, name = posixpath.split(source)
    links = part_of(package, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        str(link.get("Type", "")).rpartition("/")[2]: posixpath.normpath(
            posixpath.join("/", folder, str(link.get("Target", "")))
        ).lstrip("/")
        for link in (links if links is not None else ())
        if link.get("TargetMode") != "External"
    }

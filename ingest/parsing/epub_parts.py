"""The parts of an EPUB: what it says of itself, and its documents in the order of reading."""

import contextlib
import posixpath
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.parsing.office_text import SAVE_ANEW, part_of
from ingest.parsing.unpacking import DAMAGE, opened_zip, zip_entry
from ingest.parsing.xml_file import local_name, parse_xml

# Letters of a font that are scrambled are no protection of the text.
_OF_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
# Of dates and of people: who made the file and when is nobody's byline and no day of publication.
_OF_THE_FILE = frozenset({"creation", "modification", "conversion", "bkp", "mrk", "com"})
_NO_DATE = "0101-01-01"  # what calibre writes where there is none
_NO_STORY = frozenset(
    "cover toc title-page titlepage copyright-page colophon index loi lot".split()
)  # in EPUB 2's guide
_MOST_TEXT = 1 << 28  # bytes of all documents together; a year of a newspaper has a tenth
_LARGEST_CONTENTS = 1 << 24  # bytes
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class EpubPart:
    """A document: its path in the EPUB, its content, its name in the table of contents; `damage` says why it has no content."""

    path: str
    content: bytes
    name: str = ""
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Epub:
    """What Dublin Core says of it, by name ("title", "creator"), and its documents without cover and table of contents."""

    said: Mapping[str, Sequence[str]]
    parts: Sequence[EpubPart]


def epub_parts(content: bytes) -> Epub:
    """Return the parts of an EPUB. Raises `ArticleError` where it is none, is protected, is damaged or too large."""
    with opened_zip(content, remedy="get it again") as package:
        _check_open(package)
        path = _package_document(package)
        document = part_of(package, path)
        if document is None:
            raise ArticleError("it is no EPUB: it has no package document. Get it again.")
        return Epub(_said(document), list(_parts(package, document, posixpath.dirname(path))))


def _check_open(package: zipfile.ZipFile) -> None:
    encryption = part_of(package, "META-INF/encryption.xml")
    methods = (
        [e.get("Algorithm") for e in encryption.iter() if local_name(e) == "EncryptionMethod"]
        if encryption is not None
        else []
    )
    if any(method not in _OF_FONTS for method in methods):
        raise ArticleError("its text is encrypted (DRM): get it without protection.")


def _package_document(package: zipfile.ZipFile) -> str:
    container = part_of(package, "META-INF/container.xml")
    found = [e for e in container.iter() if local_name(e) == "rootfile"] if container is not None else []
    return found[0].get("full-path", "") if found else ""


def _said(document: etree._Element) -> dict[str, list[str]]:
    said: dict[str, list[str]] = {}
    for metadata in (e for e in document if local_name(e) == "metadata"):
        for element in metadata.iter():
            text = clean_line(element.text or "")
            is_of_file = any(str(value) in _OF_THE_FILE for value in element.attrib.values())
            if text and not text.startswith(_NO_DATE) and local_name(element) != "meta" and not is_of_file:
                said.setdefault(local_name(element), []).append(text)
    return said


def _parts(package: zipfile.ZipFile, document: etree._Element, folder: str) -> Iterator[EpubPart]:
    items = {e.get("id", ""): e for e in document.iter() if local_name(e) == "item"}
    named = _contents(package, items.values(), folder)
    guide = (e for e in document.iter() if local_name(e) == "reference" and (e.get("type") or "").lower() in _NO_STORY)
    passed_over = {_path(folder, e.get("href", "")) for e in guide}
    left = _MOST_TEXT
    for reference in (e for e in document.iter() if local_name(e) == "itemref"):
        item = items.get(reference.get("idref", ""))
        if item is None or item.get("media-type") not in _PAGES or "nav" in (item.get("properties") or "").split():
            continue
        path = _path(folder, item.get("href", ""))
        if path in passed_over:
            continue
        try:
            info = package.getinfo(path)
        except KeyError:
            yield EpubPart(path, b"", damage=f"it lacks its part {path[:100]}: get it again.")
            continue
        left -= info.file_size
        if left < 0:
            raise ArticleError(f"its texts unpack to more than {_MOST_TEXT:,} bytes: split it.")
        try:
            with zip_entry(package, info, remedy=SAVE_ANEW) as part:
                yield EpubPart(path, part.read(), named.get(path, ""))
        except (ArticleError, *DAMAGE):
            yield EpubPart(path, b"", damage=f"its part {path[:100]} is damaged: get it again.")


def _contents(package: zipfile.ZipFile, items: Iterable[etree._Element], folder: str) -> dict[str, str]:
    """Return the documents' names in the table of contents; without one that can be read their own headings tell."""
    named: dict[str, str] = {}
    for item in items:
        path = _path(folder, item.get("href", ""))
        if "nav" not in (item.get("properties") or "").split() and not path.endswith(".ncx"):
            continue
        with contextlib.suppress(ArticleError, KeyError):
            with zip_entry(package, package.getinfo(path), remedy=SAVE_ANEW) as part:
                contents = parse_xml(part.read(_LARGEST_CONTENTS))
            for target, name in _entries(contents):
                if target and "#" not in target:  # a place in a document is not its beginning
                    named.setdefault(_path(posixpath.dirname(path), target), clean_line(name))
    return named


def _entries(contents: etree._Element) -> Iterator[tuple[str, str]]:
    for element in contents.iter():
        if local_name(element) == "navPoint":
            target = next((e.get("src", "") for e in element if local_name(e) == "content"), "")
            yield target, next((_all_text(e) for e in element if local_name(e) == "navLabel"), "")
        elif local_name(element) == "a":
            nav = next((e for e in element.iterancestors() if local_name(e) == "nav"), None)
            if nav is None or "toc" in nav.attrib.values():
                yield element.get("href", ""), _all_text(element)


def _all_text(element: etree._Element) -> str:
    return " ".join(str(text) for text in element.itertext())


def _path(folder: str, reference: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(reference.partition("#")[0])))

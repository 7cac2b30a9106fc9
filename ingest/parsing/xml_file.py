"""XML from anywhere: parsed without entities of its own, without its DTD and without the network."""

import contextlib
import re
from collections.abc import Iterator

from lxml import etree

from archive.errors import ArticleError
from ingest.finding.decoding import decode, marked_encoding

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_START = 1 << 16  # bytes; comments and processing instructions before the first element are shorter


def parse_xml(content: bytes) -> etree._Element:
    """Return the root element. Raises `ArticleError` where the content is not well-formed XML."""
    if not content.strip():
        raise ArticleError("it is empty.")
    # "huge_tree" stays off: it bounds depth and the growth of entities.
    encoding = None
    if marked_encoding(content) or b"\0" not in content:  # what is UTF-16 without a mark says so itself
        encoding, content = "utf-8", decode(content, declared=declared_in_xml(content)).encode("utf-8", "replace")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, encoding=encoding
    )
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "Excessive depth" in str(error.msg):
            raise ArticleError("it is nested too deeply to be read.") from error
        raise ArticleError(f"it is not well-formed XML: {error.msg}.") from error


def declared_in_xml(content: bytes) -> list[str]:
    """Return the encoding that an XML declaration names, none where there is no declaration."""
    return [match[1].decode()] if (match := _DECLARED.match(content)) else []


def root_name(content: bytes) -> str:
    """Return the local name of the first element ("newsItem"), "" where there is none."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    with contextlib.suppress(
        etree.XMLSyntaxError
    ):  # what comes later may be broken: the first element tells all the same
        parser.feed(content[:_START])
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            return local_name(element)
    return ""


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, "" for a comment and the like."""
    return local_part(element.tag) if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield an element's children of that name, whatever their namespace."""
    return (child for child in element if local_name(child) == name)


def local_part(name: str) -> str:
    """Return a name without its namespace. Not etree.QName, which refuses namespaces that the parser lets through."""
    return name.rpartition("}")[2]

"""XML from anywhere: parsed without entities of its own, without its DTD and without the network."""

from lxml import etree

from archive.errors import ArticleError

_START = 1 << 16  # bytes; comments and processing instructions before the first element are shorter


def parse_xml(content: bytes) -> etree._Element:
    """Return the root element. Raises `ArticleError` where the content is not well-formed XML."""
    # "huge_tree" stays off: it bounds depth and the growth of entities.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ArticleError(f"it is not well-formed XML: {error.msg}.") from error


def root_name(content: bytes) -> str:
    """Return the local name of the first element ("newsItem"), "" where there is none."""
    parser = etree.XMLPullParser(events=("start",), resolve_entities=False, load_dtd=False, no_network=True)
    try:
        parser.feed(content[:_START])
    except etree.XMLSyntaxError:
        pass  # what comes later may be broken; the first element is told all the same
    _, first = next(iter(parser.read_events()), ("", None))
    return "" if first is None else etree.QName(first).localname

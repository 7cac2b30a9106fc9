"""The text of a story in NITF, XHTML or HTML, and which of its renditions to read."""

import re
from collections.abc import Iterable
from html.entities import name2codepoint

from lxml import etree

from archive.errors import ArticleError
from ingest.cleaning import clean_line, clean_text
from ingest.parsing.markup import html_to_text, is_html_tag, without_html
from ingest.parsing.xml_file import local_name, parse_xml

_BLOCK_NAMES = (
    "abstract address article aside blockquote block body body.content body.end bq byline caption center copyrite credit"
    " custom-table datasource dateline details dialog div dl fieldset figcaption figure fn footer form h1 h2 h3 h4 h5 h6"
    " header hl1 hl2 hr main media media-caption nav nitf-table note ol p pre section summary table tagline ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_NEAR = frozenset("br li dt dd tr option".split())  # a new line; other blocks leave an empty one
_CELLS = frozenset({"td", "th"})
# What is no text of the story: a picture's data and credit, codes, what a browser does not show.
_UNREAD = frozenset(
    "classifier head iframe key-list media-metadata media-object media-producer media-reference nitf-table-metadata script"
    " style table-reference template tobject".split()
)
# NITF marks parts of a name, a place or a number by elements that may stand without a space: "3<frac><numer>1</numer>
# <denom>2</denom></frac>" is three and a half, not 312.
_JOINTS = {
    "byttl": ", ", "city": ", ", "state": ", ", "region": ", ", "country": ", ", "story.date": ", ", "name.family": " ",
    "copyrite.holder": " ", "frac": " ", "denom": "/",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PREFORMATTED = re.compile(r"(<pre\b.*?</pre\s*>)", re.IGNORECASE | re.DOTALL)
_HTML_HEAD = re.compile(r"<head\b.*?</head\s*>", re.IGNORECASE | re.DOTALL)
_NAMED_LETTER = re.compile(rb"&([A-Za-z][A-Za-z0-9]*);")
_XML_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PHRASE = 3  # words
_SAME = 0.9  # of its phrases; an added headline and byline are fewer, a box beside the story shares almost none


def news_root(content: bytes) -> etree._Element:
    """Return the root element of a news file. Raises `ArticleError` where it is not well-formed XML."""
    # "&eacute;" is defined by NITF's DTD, which nobody reads; libxml2 drops it from attributes without a word.
    return parse_xml(_NAMED_LETTER.sub(_numbered, content))


def xml_text(element: etree._Element) -> str:
    """Return the text of an element, cleaned: blocks apart, words neither joined nor split.

    Raises `ArticleError` where it uses an entity that the file defines for itself: the text would miss it.
    """
    text = _Text()
    _write(element, text, preformatted=False)
    return clean_text("".join(text.parts))


def nitf_text(nitf: etree._Element) -> str:
    """Return a NITF document's story: its abstract where the rest does not repeat it, its content, its tagline."""
    parts = [
        xml_text(part)
        for path in ("{*}body/{*}body.head/{*}abstract", "{*}body/{*}body.content", "{*}body/{*}body.end")
        for part in nitf.iterfind(path)
    ]
    return without_html(one_story(parts))  # some put escaped HTML into <body.content>


def is_advisory(element: etree._Element) -> bool:
    """Whether NITF says of a note that it is not for publication."""
    return element.get("type") == "npa" and local_name(element) in ("note", "tagline")


def is_markup(element: etree._Element) -> bool:
    """Whether it is an element of HTML or of NITF's text, which a format may hold as it is."""
    name = local_name(element).lower()
    return name in _BLOCKS or is_html_tag(name)


def html_text(html: str) -> str:
    """Return the text of an HTML page or fragment, whose line breaks are spaces but in <pre>."""
    pieces = _PREFORMATTED.split(_HTML_HEAD.sub("", html))
    return clean_text(
        html_to_text("".join(piece if i % 2 else _SPACES.sub(" ", piece) for i, piece in enumerate(pieces)))
    )


def data_text(text: str, *, is_html: bool) -> str:
    """Return the text of a rendition that is a string; some call HTML plain text."""
    return html_text(text) if is_html or without_html(text) != text else clean_text(text)


def one_story(renditions: Iterable[str]) -> str:
    """Return what the renditions say, once each, preferring the earlier; one that is part of another is left out."""
    kept: list[tuple[str, set[tuple[str, ...]]]] = []
    for text in map(clean_text, renditions):
        phrases = _phrases(text)
        if not any(_say(others, phrases) for _, others in kept):
            kept = [(other, others) for other, others in kept if not _say(phrases, others)] + [(text, phrases)]
    return "\n\n".join(text for text, _ in kept if text)


def without_headline(body: str, headline: str) -> str:
    """Return the body without the headline that many renditions repeat as their first line."""
    first, _, rest = body.partition("\n")
    while rest and clean_line(first) == clean_line(headline):
        body = rest.lstrip("\n")
        first, _, rest = body.partition("\n")
    return body


class _Text:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self._joint = ""

    def join(self, joint: str) -> None:
        self._joint = joint or self._joint

    def add(self, text: str) -> None:
        if not text:
            return
        if self._joint and self.parts and self.parts[-1][-1].isalnum() and text[0].isalnum():
            self.parts.append(self._joint)
        self._joint = ""
        self.parts.append(text)


def _write(element: etree._Element, text: _Text, *, preformatted: bool) -> None:
    name = local_name(element).lower()
    if name in _UNREAD or is_advisory(element):
        return
    preformatted = preformatted or name == "pre"
    gap = "\n\n" if name in _BLOCKS else "\n" if name in _NEAR else " " if name in _CELLS else ""
    text.add(gap)
    text.join(_JOINTS.get(name, ""))
    text.add(_plain(element.text, preformatted=preformatted))
    for child in element:
        if child.tag is etree.Entity:
            raise ArticleError(
                f"it uses the entity '{str(child.text)[:40]}', which is not read: write its text instead."
            )
        if isinstance(child.tag, str):
            _write(child, text, preformatted=preformatted)
        text.add(_plain(child.tail, preformatted=preformatted))
    text.add(gap if name in _BLOCKS else "")


def _plain(text: str | None, *, preformatted: bool) -> str:
    return text or "" if preformatted else _SPACES.sub(" ", text or "")


def _numbered(match: re.Match[bytes]) -> bytes:
    name = match[1].decode()
    if name in _XML_OWN or name not in name2codepoint:
        return match[0]
    return b"&#%d;" % name2codepoint[name]


def _say(phrases: set[tuple[str, ...]], others: set[tuple[str, ...]]) -> bool:
    return len(others & phrases) >= _SAME * len(others)


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + _PHRASE]) for i in range(max(1, len(words) - _PHRASE + 1))} if words else set()

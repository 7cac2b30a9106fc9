"""HTML inside other formats as plain text: tags go, every word stays."""

import re
from html.parser import HTMLParser

# Known names only: "<Juan>" in a Markdown file is a word, not a tag.
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp small span strike"
    " strong sub sup time tt u var wbr"
)
_BLOCK_NAMES = (
    "address article aside blockquote body br button caption center dd details dialog div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe img input legend li link main meta nav object ol option p"
    " param picture pre section select source summary svg table tbody td textarea tfoot th thead title tr ul video audio"
    " noscript script style template embed track"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_BLOCK = frozenset(_BLOCK_NAMES.split())
_UNREAD = frozenset({"script", "style", "template"})
_NEAR = frozenset({"br", "li", "dt", "dd", "tr", "caption", "option"})  # a new line; other blocks leave an empty one
_LOOKS_LIKE_HTML = re.compile(
    r"<(?:br|hr|img)\b[^<>]*>|</(?:" + "|".join(sorted(_INLINE | _BLOCK)) + r")\s*>", re.IGNORECASE
)


# What XML forbids and nobody sees; lxml refuses to write a text anew that holds one.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:x([0-9a-f]{1,8})|(\d{1,8}));?", re.IGNORECASE)


def without_control_characters(html: str) -> str:
    """Return the HTML without the control characters that XML forbids, spelt out or not."""
    return _FORBIDDEN.sub("", _NUMBERED.sub(_allowed, html))


def _allowed(reference: re.Match[str]) -> str:
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if code <= 0xFFFF and _FORBIDDEN.match(chr(code)) else reference[0]


def is_html_tag(name: str) -> bool:
    """Whether HTML knows an element of that name."""
    return name.lower() in _INLINE or name.lower() in _BLOCK


def without_html(text: str) -> str:
    """Return `text` as it is, or without its tags where it has some."""
    return html_to_text(text) if _LOOKS_LIKE_HTML.search(text) else text


def html_to_text(html: str) -> str:
    """Return the text between the tags, blocks apart; scripts and styles are not text."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).strip("\n")


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread = tag
        elif not is_html_tag(tag):
            self.parts.append(self.get_starttag_text() or "")
        elif tag in ("td", "th"):
            self.parts.append(" ")
        elif tag in _BLOCK:
            self.parts.append("\n" if tag in _NEAR else "\n\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""
        elif not is_html_tag(tag):
            self.parts.append(f"</{tag}>")
        elif tag in _BLOCK and tag not in _NEAR and tag not in ("td", "th"):
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.parts.append(data)

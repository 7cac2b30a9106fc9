"""The only way from text to markup: whatever an article, an address or a user says stays text."""

import re
from html import escape
from urllib.parse import urlsplit

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")
# Streamlit turns `:name:` into pictures and addresses into links after backslashes are gone. An invisible word joiner
# breaks both.
_LIVE = re.compile(r"(:|@|www)(?=\S)", re.IGNORECASE)
_WORD_JOINER = "\u2060"


class Html(str):
    """Markup that was made here. Joined to other text it is plain text again, and so escaped: the safe way round."""


def element(name: str, *children: str, **attributes: str | None) -> Html:
    """Return an HTML element. Children that are not `Html` are escaped, attributes always (`class_` is `class`)."""
    named = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items() if value is not None}
    opening = "".join(f' {key}="{escape(value)}"' for key, value in named.items())
    return Html(f"<{name}{opening}>{together(*children)}</{name}>")


def together(*parts: str) -> Html:
    """Return the parts one after the other, escaped where they are not `Html`."""
    return Html("".join(part if isinstance(part, Html) else escape(part) for part in parts))


def link(address: str) -> Html:
    """Return a link that shows the whole address; text alone where the address is none of the web's."""
    if not is_web_address(address):
        return element("span", address)
    return element("a", address, href=address, target="_blank", rel="noopener noreferrer")


def is_web_address(address: str) -> bool:
    """Whether an address is http or https, with a host and without what browsers skip and we would not."""
    if any(character <= " " or character == "\x7f" for character in address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def escape_markdown(text: str) -> str:
    """Return text that reads as it stands where Streamlit takes Markdown, on one line."""
    line = _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
    return _LIVE.sub(rf"\1{_WORD_JOINER}", line)

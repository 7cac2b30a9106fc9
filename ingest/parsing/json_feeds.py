"""How a JSON Feed is told from other JSON."""

import re

_VERSION = re.compile(r'"version"\s*:\s*"https?:(?:\\?/){2}(?:www\.)?jsonfeed\.org\b')
_NAME = re.compile(r'"(items|content_html|content_text|home_page_url|feed_url)"\s*:')


def is_json_feed(start: str) -> bool:
    """Whether a text begins as a JSON Feed: by its version, or by its names where that stands behind a thousand items."""
    if not start.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    names = set(_NAME.findall(start))
    return _VERSION.search(start) is not None or (
        "items" in names
        and bool(names & {"content_html", "content_text"})
        and bool(names & {"home_page_url", "feed_url"})
    )

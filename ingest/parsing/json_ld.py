"""What a page says about its story in JSON-LD: schema.org's words, with their references followed."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any
from urllib.parse import urlsplit

from lxml.html import HtmlElement

_DEEPEST = 8  # objects within objects
_MOST = 20_000  # objects on a page; a live blog has some thousands
# What editors of templates wrap a script in, or leave behind it.
_WRAPPING = re.compile(
    r"^\s*(?:(?://|/\*)?\s*<!(?:--|\[CDATA\[)\s*(?:\*/|//)?)|(?://|/\*)?\s*(?:-->|\]\]>)\s*(?:\*/)?\s*;?\s*$|;\s*$"
)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_KINDS = ("Article", "BlogPosting", "Report")
_BELOW = ("@graph", "mainEntity", "itemListElement", "item")
_ADDRESSES = ("url", "mainEntityOfPage", "@id")
# What may be no more than a reference to an object that stands elsewhere on the page.
_REFERRED = ("author", "creator", "publisher", "sourceOrganization", "isPartOf", "mainEntityOfPage")


def stories_of(page: HtmlElement) -> list[dict[str, Any]]:
    """Return the stories that a page tells of, each with the objects that it refers to by their `@id`."""
    scripts = [
        data
        for script in page.xpath('//script[starts-with(@type, "application/ld+json")]')
        if (data := _loaded(script))
    ]
    known: dict[str, dict[str, Any]] = {}
    for data in scripts:
        for number, thing in enumerate(_things(data)):
            name = thing.get("@id")
            if isinstance(name, str) and len(thing) > len(known.get(name, ())):
                known[name] = thing
            if number > _MOST:
                break
    return [_followed(story, known) for data in scripts for story in _stories(data)]


def story_at(stories: list[dict[str, Any]], addresses: Iterable[str], headlines: Iterable[str]) -> dict[str, Any]:
    """Return the story that stands at one of a page's addresses, {} where all are others'.

    Where no address tells, it is the one that says a headline of the page, and the longest of several. What other objects
    say about the same story fills its gaps.
    """
    own = {_plain_address(address) for address in addresses if address}
    words = [_words(headline) for headline in headlines if headline]

    def is_here(story: Mapping[str, Any]) -> bool:
        return any(_plain_address(address) in own for address in _addresses(story))

    def is_told(story: Mapping[str, Any]) -> bool:
        said = _words(str(story.get("headline") or story.get("name") or ""))
        return any(len(said & shown) * 2 >= min(len(said), len(shown)) > 0 for shown in words)

    here = [story for story in stories if is_here(story)]
    told = [story for story in here or stories if is_told(story)]
    # One story on a page that shows no headline, or whose story has no address of its own, is the page's.
    lone = stories if len(stories) == 1 and not (words and any(_addresses(stories[0])) and own) else []
    of_page = sorted(told or here or lone, key=lambda story: -len(str(story.get("articleBody") or "")))
    together: dict[str, Any] = {}
    for story in of_page:
        for name, value in story.items():
            if value not in (None, "", [], {}):
                together.setdefault(name, value)
    return together


def types_of(thing: Mapping[str, Any]) -> list[str]:
    """Return an object's types by their last names ("NewsArticle")."""
    kinds = thing.get("@type")
    return [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds])]


def resolved(text: str) -> str:
    """Return a text that is none of HTML's with its entities resolved, however often they were escaped."""
    for _ in range(3):
        if "&" not in text or (plain := unescape(text)) == text:
            break
        text = plain
    return text


def _loaded(script: HtmlElement) -> Any:
    text = script.text_content()
    for mended in (text, _WRAPPING.sub("", _WRAPPING.sub("", text)), _TRAILING_COMMA.sub(r"\1", text), unescape(text)):
        try:
            return json.loads(mended, strict=False)  # sites put raw line breaks into strings
        except (ValueError, RecursionError):
            continue
    return None  # broken JSON-LD is common, and the page itself still tells the story


def _things(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, dict):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        if isinstance(value, (dict, list)):
            yield from _things(value, depth + 1)


def _stories(data: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _stories(item, depth + 1)
    elif isinstance(data, dict):
        if any(kind.endswith(_KINDS) for kind in types_of(data)):
            yield data
        for name in _BELOW:
            yield from _stories(data.get(name), depth + 1)


def _followed(story: dict[str, Any], known: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    return story | {name: _follow(story[name], known) for name in _REFERRED if name in story}


def _follow(value: Any, known: Mapping[str, dict[str, Any]]) -> Any:
    if isinstance(value, list):
        return [_follow(item, known) for item in value]
    if isinstance(value, str):
        return known.get(value, value)
    if isinstance(value, dict) and isinstance(value.get("@id"), str):
        return known.get(value["@id"], {}) | value
    return value


def _addresses(story: Mapping[str, Any]) -> Iterator[str]:
    for name in _ADDRESSES:
        value = story.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.startswith(("http://", "https://", "//")):
            yield value


def _plain_address(address: str) -> str:
    """Return what tells an address from another's: not its protocol, "www.", its query, its fragment, its closing slash."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return (
        parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")
        if parts.path.strip("/") or parts.query
        else ""
    )


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", resolved(text).casefold()))

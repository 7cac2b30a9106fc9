"""JSON Feed, 1.0 and 1.1: an article an item."""

import html
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.dates import iso_date
from ingest.fields import article_from, canonical_url, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.feed_entries import feed_address, made_identity, oldest_first, scoped, without_mail
from ingest.parsing.json_feeds import is_json_feed
from ingest.parsing.json_stream import JsonText
from ingest.parsing.markup import without_html
from ingest.parsing.news_body import html_text, without_headline
from ingest.parsing.text_stream import beginning, text_pieces

_ORIGINS = {
    "uri": "id or url",
    "headline": "title",
    "body": "content_html, content_text or summary",
    "published": "date_published",
    "modified": "date_modified",
    "byline": "authors of the item or the feed",
    "publisher": "the feed's title",
    "section": "tags",
    "language": "language of the item or the feed",
}
_LETTER = re.compile(r"&(?:#\w{1,8}|[A-Za-z]\w{1,30});")


def recognises(file: SourceFile) -> bool:
    """Whether the file is a JSON Feed."""
    return file.suffix == ".jsonfeed" or (file.suffix == ".json" and is_json_feed(beginning(file)))


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the items' articles, the oldest first, so that of two versions of a story the later one stays."""
    feed = JsonText(text_pieces(file)).document()
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ArticleError("it is no JSON Feed: it has no list of items.")
    address = _address(feed, file)
    shared = _shared(items)
    articles = []
    for number, item in enumerate(items, 1):
        try:
            articles.append(_article(item, feed, address=address, shared=shared))
        except ArticleError as error:
            yield ArticleError(f"entry {number} ({_name(item)}): {error}")
    yield from oldest_first(articles)


def _article(item: Any, feed: Mapping[str, Any], *, address: str, shared: set[str]) -> Article:
    if not isinstance(item, Mapping):
        raise ArticleError("it is not an object with named values.")
    headline = _line(item.get("title"))
    body = without_headline(_body(item), headline)
    if not body:
        raise ArticleError("it has neither content nor summary.")
    publisher = _line(feed.get("title"))
    url = _url(item, address)
    published = iso_date(item.get("date_published"))
    made = made_identity(address, headline=headline, published=published or "", body=body)
    return article_from(
        {
            "uri": _identity(item, url, address, shared) or made,
            "url": url,
            "headline": headline,
            "body": body,
            "published": published,
            "modified": item.get("date_modified"),
            "byline": [name for name in _authors(item) or _authors(feed) if name != publisher],
            "publisher": publisher,
            "section": _listed(item.get("tags")),
            "language": [_said(item, "language") or _said(feed, "language")],
        },
        fallback_uri=made,
        origins=_ORIGINS,
    )


def _body(item: Mapping[str, Any]) -> str:
    # A text may well say "<b>" and mean these three characters; what a summary is nobody says.
    texts = html_text(_said(item, "content_html")), clean_text(_said(item, "content_text"))
    return next((text for text in texts if text), "") or clean_text(without_html(_said(item, "summary")))


def _said(holder: Mapping[str, Any], name: str) -> str:
    value = holder.get(name)
    return value if isinstance(value, str) else ""


def _line(value: object) -> str:
    """Return a title, which should be plain text and in many feeds is HTML."""
    text = without_html(value) if isinstance(value, str) else ""
    return clean_line(_LETTER.sub(lambda letter: html.unescape(letter[0]), text))


def _listed(values: object) -> list[str]:
    return list(dict.fromkeys(filter(None, map(_line, values)))) if isinstance(values, list) else []


def _authors(holder: Mapping[str, Any]) -> list[str]:
    given = holder.get("authors")
    authors = given if isinstance(given, list) and given else [holder.get("author")]  # the latter in 1.0
    names = (_line(author.get("name") if isinstance(author, Mapping) else author) for author in authors)
    return list(dict.fromkeys(name for found in names if (name := without_mail(found))))


def _name(item: Any) -> str:
    told = [_line(item.get("title")), _line(item.get("url")), _id(item)] if isinstance(item, Mapping) else []
    return next((text[:100] for text in told if text), "without title")


# -- identity ---------------------------------------------------------------------------------------------------------


def _identity(item: Mapping[str, Any], url: str, address: str, shared: set[str]) -> str:
    """Return the item's own identity, "" where it has none that is its alone."""
    given, link = _id(item), _said(item, "url")
    if given and given not in shared:
        return scoped(given, address)
    return url if link and link not in shared else ""


def _id(item: Mapping[str, Any]) -> str:
    value = item.get("id")
    return clean_line(flat_text(value)) if isinstance(value, (str, int, float)) else ""


def _shared(items: list[Any]) -> set[str]:
    """Return the ids and addresses that tell nothing apart, since several items claim them."""
    claims = defaultdict(set)
    for item in items:
        if isinstance(item, Mapping):
            link = _said(item, "url")
            claims[_id(item)].add(link or _line(item.get("title")))
            if link and not _id(item):
                claims[link].add(_line(item.get("title")))
    return {given for given, found in claims.items() if len(found) > 1}


def _address(feed: Mapping[str, Any], file: SourceFile) -> str:
    """Return what tells this feed from others: its address, else that of its site, else the file."""
    known = (_said(feed, "feed_url"), file.name, _said(feed, "home_page_url"))
    return feed_address(known, file)


def _url(item: Mapping[str, Any], address: str) -> str:
    """Return where the item itself stands; its external_url is another's page, on which no word of it is found."""
    found = clean_line(_said(item, "url")) or (_id(item) if canonical_url(_id(item)) else "")
    try:
        return canonical_url(urljoin(address, found)) if found else ""
    except ValueError:
        return ""

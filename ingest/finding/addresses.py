"""What is fetched from an address as a file that the readers take."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

from lxml import html
from lxml.etree import LxmlError

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.finding.source_file import SourceFile
from ingest.parsing.feed_parser import is_feed
from ingest.parsing.json_feeds import is_json_feed

_START = 1 << 18  # bytes; a page names its feeds in its head
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json")


def without_credentials(address: str) -> str:
    """Return an address as it may be shown and stored. Raises `ArticleError` where it is none."""
    try:
        parts = urlsplit(address.strip())
    except ValueError as error:
        raise ArticleError("it is no address that could be understood: check it.") from error
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], fragment=""))


def fetched_file(address: str, content: bytes) -> SourceFile:
    """Return a fetched feed as a file for the feed reader, whatever its address looks like.

    `address` is the one that the user named: it tells the feed's bare numbers from another feed's, so it must stay the same.
    Raises `ArticleError` where the content is a web page, naming its feed where it names one.
    """
    if not content.strip():
        raise ArticleError("it is empty: check the address.")
    name = without_credentials(address)
    if is_json_feed(content[:_START].decode("utf-8", "replace")):
        return _FetchedFeed(Path(), name, packed=content, form=".jsonfeed")
    if not is_feed(content):
        feed = _feed_of_page(address, content)
        remedy = f"its feed is at {feed}" if feed else "name the address of a feed"
        raise ArticleError(f"what lies there is neither RSS nor Atom nor a JSON Feed: {remedy}.")
    return _FetchedFeed(Path(), name, packed=content)


@dataclass(frozen=True, slots=True)
class _FetchedFeed(SourceFile):
    form: str = ".rss"

    @property
    def suffix(self) -> str:
        return self.form

    @property
    def uri(self) -> str:
        return self.name


def _feed_of_page(address: str, content: bytes) -> str:
    try:
        links = html.document_fromstring(content[:_START]).iter("link")
        found = next((link.get("href", "") for link in links if link.get("type") in _FEED_TYPES), "")
        return clean_line(urljoin(without_credentials(address), found))[:200] if found else ""
    except (LxmlError, ValueError):  # no HTML either
        return ""

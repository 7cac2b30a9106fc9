"""Items of news that are told in several languages: each is an article of its own, and what is said of one item counts for all."""

import re
from dataclasses import replace

from archive.records import Article, PubStatus
from ingest.fields import later_of
from ingest.language_names import language_code

_MARKED = re.compile(r"(?P<item>.+)#(?P<mark>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*|\d{1,3})", re.DOTALL)
_STRICTNESS: tuple[PubStatus, ...] = ("usable", "withheld", "canceled")


def item_of(article: Article) -> str:
    """Return the identity of the item that an article is another edition of ("urn:x" of "urn:x#fr"), "" where it is of none."""
    match = _MARKED.fullmatch(article.uri)
    if match is None:
        return ""
    code = language_code(match["mark"])
    # Elsewhere a name or a number behind the sign is a place in a page, or a row.
    is_edition = code == article.language if code else match["item"].startswith("urn:")
    return match["item"] if is_edition else ""


def as_its_item(edition: Article, item: Article) -> Article:
    """Return an edition under what its item says of whether it may be read: the stricter counts, and the text stays its own."""
    return replace(
        edition,
        pubstatus=max(edition.pubstatus, item.pubstatus, key=_STRICTNESS.index),
        embargoed=later_of(edition.embargoed, item.embargoed),
        expires=item.expires or edition.expires,
        version=edition.version if item.version is None else item.version,
        correction=item.correction or edition.correction,
    )

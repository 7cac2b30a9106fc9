"""Who an article says it is, told from itself and from where it was read."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from archive.records import Article
from ingest.fields import canonical_url, is_uri
from ingest.finding.source_file import FILE_URI

# The place of one record among many: its number in the file, or what a feed made of what it says.
_IN_RECORDS = re.compile(r"(?P<file>.+)#(?:\d+(?:/\d+)*|[0-9a-f]{16})", re.DOTALL)
_UUID = re.compile(r"\{?[0-9A-Fa-f]{8}-?(?:[0-9A-Fa-f]{4}-?){3}[0-9A-Fa-f]{12}\}?")
_FRONT_PAGE = re.compile(r"(?:/[a-z]{2}(?:[-_][a-z]{2})?)?/?(?:(?:index|default|home)(?:\.\w{2,5})?)?/?", re.IGNORECASE)
_LEAD = 80  # characters of a text that stand in for a headline


class Kind(Enum):
    """What an article is known by."""

    FILE = auto()  # its file, whose only article it is
    ROW = auto()  # what it says, as one record of many
    NUMBER = auto()  # a number, which counts within its file or feed
    ADDRESS = auto()  # a page of the web
    NAME = auto()  # a name that its newsroom gave it
    GLOBAL = auto()  # something that no other has: urn:…, tag:…, a UUID


@dataclass(frozen=True, slots=True)
class Claim:
    """Who an article says it is.

    `key` is the identity it claims, `own` those that are left where another has it, `families` what else it shares with its
    versions, `twin` what an equal number in another file shares with it, `text` what all that say the same share, and
    `earlier` are identities under which it may have been stored before numbers counted within their files alone.
    """

    kind: Kind
    key: str
    own: tuple[str, ...]
    families: tuple[str, ...]
    text: str
    twin: str = ""
    earlier: tuple[str, ...] = ()
    number: str = ""
    in_records: bool = False


def claim_of(article: Article, file: str) -> Claim:
    """Return who an article says it is that was read from the file, feed or address of that name."""
    place = article.place or article.uri
    record = _IN_RECORDS.fullmatch(place)
    base = record["file"] if record else f"{FILE_URI}{file}" if _is_web(place) else place
    day, lead = (article.published or "")[:10], folded(article.headline) or folded(article.body[:_LEAD])
    whole = f"{base}#{_digest(article.headline, day, article.body, article.publisher)}"
    text, row = f"text\n{_digest(article.body)}", f"{base}\n{lead}\n{day}"
    kind, uri, number = _claimed(article, place, is_record=record is not None)
    if kind is Kind.ROW:
        if not place.startswith(FILE_URI) and record:
            key = place  # a feed has it from what the entry says
        else:
            key = f"{base}#{_digest(article.headline, day)}" if article.headline and day else whole
        earlier = tuple(name for name in dict.fromkeys((article.uri, place)) if name != key)
        return Claim(kind, key, (whole,), (key, row), text, earlier=earlier, in_records=True)
    if kind is Kind.NUMBER:
        key = f"{base}#{number}"
        twin = f"number\n{number}\n{lead}\n{day}\n{article.publisher}" if article.headline else ""
        return Claim(kind, key, (whole,), (key, row), text, twin, (number,), number, in_records=True)
    if record:
        local = f"{base}#{number or uri}" if number or kind is Kind.NAME else ""
    else:
        local = "" if is_front_page(place) else place
    own = tuple(name for name in (local, whole) if name and name != uri)
    earlier = tuple(name for name in (article.uri, place) if name not in (uri, *own))
    return Claim(kind, uri, own, (uri,), text, "", earlier, number, in_records=record is not None)


def _claimed(article: Article, place: str, *, is_record: bool) -> tuple[Kind, str, str]:
    """Return what an article is known by, that identity, and the number that it brings, "" where it brings none."""
    by_place = Kind.ROW if is_record else Kind.ADDRESS if _is_web(place) else Kind.FILE
    uri, number = article.uri, ""
    if uri == place:
        kind = by_place
    elif uri == article.url or is_front_page(uri):
        kind = Kind.ADDRESS
    elif is_uri(uri) or _UUID.fullmatch(uri):
        kind = Kind.GLOBAL
    elif any(c.isalpha() for c in uri):
        kind = Kind.NAME
    elif article.url and not is_front_page(article.url):  # as WordPress numbers its posts
        kind, uri, number = Kind.ADDRESS, article.url, uri
    elif is_record or by_place is Kind.ADDRESS:
        return Kind.NUMBER, uri, uri
    else:
        kind, number = Kind.NAME, uri  # an agency may number its items, one a file
    if kind is Kind.ADDRESS and is_front_page(uri):
        kind, uri = by_place, place
    if kind is Kind.ADDRESS and is_front_page(uri):
        kind = Kind.ROW
    return kind, uri, number


def folded(text: str) -> str:
    """Return a line without capitals and punctuation, for comparing headlines."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))


def is_front_page(address: str) -> bool:
    """Whether an address is a site's own, or that of one of its languages, and so no article's."""
    parts = urlsplit(canonical_url(address) or "x:")
    is_part = "#" in address.rstrip("#")  # which a feed or a newsroom gives a name of its own
    return bool(parts.netloc) and not parts.query and not is_part and _FRONT_PAGE.fullmatch(parts.path) is not None


def _is_web(uri: str) -> bool:
    return bool(canonical_url(uri))


def _digest(*said: str) -> str:
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:16]

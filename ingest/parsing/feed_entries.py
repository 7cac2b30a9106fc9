"""What RSS, Atom and JSON Feed share: which feed it is, who its entries are where they do not say so, and their order."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from archive.records import Article
from ingest.fields import canonical_url, is_uri
from ingest.finding.source_file import SourceFile

_MAIL = re.compile(r"<?(?:mailto:)?[^\s<>()]+@[^\s<>()]+>?")


def oldest_first(articles: list[Article]) -> Iterator[Article]:
    """Yield the articles so that of two versions of a story the later one stays: feeds begin with the newest, dated or not."""
    yield from sorted(reversed(articles), key=changed)


def changed(article: Article) -> datetime:
    """Return when an article was last changed, as far as it says so."""
    told = article.modified or article.published
    moment = datetime.fromisoformat(told) if told else datetime.min
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def feed_address(known: Iterable[str], file: SourceFile) -> str:
    """Return what tells a feed from others: the first of the addresses that it may have, else the file."""
    return next((address for found in known if (address := canonical_url(found))), file.uri)


def scoped(given: str, address: str) -> str:
    """Return an entry's identity: its own where it is a URI, else behind the feed's."""
    return given if is_uri(given) else f"{address}#{given}"


def made_identity(address: str, *, headline: str, published: str, body: str) -> str:
    """Return the identity of an entry that names none: by its headline and day, by its text, too, where it lacks one of them."""
    told = (headline, published) if headline and published else (headline, published, body)
    return f"{address}#{hashlib.sha256(chr(10).join(told).encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def without_mail(name: str) -> str:
    """Return a name without the mail address beside it: "ana@paper.news (Ana)" is "Ana"."""
    left = _MAIL.sub("", name).strip()
    return left[1:-1].strip() if left.startswith("(") and left.endswith(")") else left

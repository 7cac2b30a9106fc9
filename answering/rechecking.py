"""Which past answers rest on stories that were corrected, changed, withdrawn or erased since: exactly those.

A new headline, section or version of the same text changes no answer, and is not told, but for a headline that was itself
the answer. Nor is what happened to a print that the
answer does not quote, but for its correction, which is shown wherever the story is quoted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any, Literal

from answering.recorded import Recorded, RecordedQuote, RecordedSource, read_record
from archive.catalog import Catalog
from archive.records import Article, Filters
from archive.tombstones import Erased

_AT_ONCE = 500  # records whose articles are asked for together


@dataclass(frozen=True)
class QuoteNow:
    """A quote, and whether its article still says it word for word."""

    quote: str
    stands: bool


@dataclass(frozen=True)
class ChangedSource:
    """What happened to an article that an answer rests on; of an erased one neither headline nor quotes are told.

    `uri` is "sha256:…" where the log itself no longer knows it.
    """

    uri: str
    headline: str
    what: Literal["corrected", "changed", "withdrawn", "erased"]
    quotes_stand: bool
    detail: str
    quotes: tuple[QuoteNow, ...] = ()


@dataclass(frozen=True)
class Changed:
    """A past answer that rests on something changed; `time` is None where the record has none."""

    time: str | None
    id: Any
    question: str
    sources: tuple[ChangedSource, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        return asdict(self)

    def in_words(self) -> str:
        """Return the question with what happened under it, a line each."""
        lines = [f"{self.time}  {self.question}" if self.time else self.question]
        for source in self.sources:
            named = f"“{source.headline}” ({source.uri})" if source.headline else source.uri
            lines.append(f"  {source.what}: {named}: {source.detail}")
            lines += [f"    no longer said: “{quote.quote}”" for quote in source.quotes if not quote.stands]
        return "\n".join(lines)


def recheck(
    log_lines: Iterable[bytes | str],
    catalog: Catalog,
    *,
    on_damaged: Callable[[int, str], None] = lambda number, reason: None,
) -> list[Changed]:
    """Return the past answers that rest on something changed, in the order of the log.

    `on_damaged` is told the number, counted from 1, of each line that records no answer, and why; the line is passed over.
    """
    records = _records(log_lines, on_damaged)
    erased = catalog.ledger.erased()
    changed: list[Changed] = []
    while some := list(islice(records, _AT_ONCE)):
        now = _Now(some, catalog, erased)
        for record in some:
            if sources := [*now.changed(record), *map(_erased_from_log, record.erased)]:
                changed.append(Changed(record.time, record.id, record.question, tuple(sources)))
    return changed


def _records(lines: Iterable[bytes | str], on_damaged: Callable[[int, str], None]) -> Iterator[Recorded]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield read_record(line)
            except ValueError as error:
                on_damaged(number, str(error))


def _erased_from_log(uri_sha256: str) -> ChangedSource:
    return ChangedSource(f"sha256:{uri_sha256}", "", "erased", False, "it was erased, from the log of questions too.")


class _Now:
    """What the archive says now of the articles that some records rest on."""

    def __init__(self, records: list[Recorded], catalog: Catalog, erased: Erased) -> None:
        uris = list(dict.fromkeys(uri for record in records for uri in record.uris))
        self._ledger = catalog.ledger
        self._erased = erased
        self._articles = catalog.articles(uris)
        self._stories = catalog.stories(list(self._articles))
        # As when it was asked: what came later than "as of" is not known yet.
        self._prints = {
            as_of: catalog.appearances(
                list({self._stories[uri] for record in its for uri in record.uris if uri in self._stories}),
                Filters(as_of=as_of),
            )
            for as_of, its in _by_as_of(records).items()
        }

    def changed(self, record: Recorded) -> Iterator[ChangedSource]:
        """What happened to the articles of a record, source by source."""
        ofs = {source.n: source for source in record.sources}
        for n in dict.fromkeys([*ofs, *(quote.source for quote in record.quotes)]):
            source = ofs.get(n)
            quotes = [quote for quote in record.quotes if quote.source == n]
            uris = list(dict.fromkeys(one.uri for one in (source, *quotes) if one is not None and one.uri))
            # A correction belongs to the story: it is told with the first of its articles that may be read.
            teller = next((uri for uri in uris if uri in self._articles), None)
            for uri in uris:
                its = [quote for quote in quotes if quote.uri == uri]
                corrected = self._corrected(uri, source, record.as_of) if source and uri == teller else ""
                if found := self._article(uri, source, its, corrected):
                    yield found

    def _article(
        self, uri: str, source: RecordedSource | None, quotes: list[RecordedQuote], corrected: str
    ) -> ChangedSource | None:
        known = source if source is not None and source.uri == uri else None
        headline = known.headline if known else ""
        if uri in self._erased:
            return ChangedSource(uri, "", "erased", False, "it was erased.")
        article = self._articles.get(uri)
        if article is None:
            return ChangedSource(
                uri, headline, "withdrawn", False, self._why_gone(uri), _quotes_now(quotes, lambda _: False)
            )
        changed = _is_another_text(article, known, quotes)
        headed = [quote for quote in quotes if quote.headline and quote.headline != article.headline]
        if not changed and not corrected and not headed:
            return None
        now = _quotes_now(quotes, lambda quote: quote.text in article.body and quote not in headed)
        details = [corrected, _how_changed(article, known, now) if changed else "its text is the same."]
        if headed:
            details.append("The headline that answered is another one now.")
        stand = all(quote.stands for quote in now)
        what: Literal["corrected", "changed"] = "corrected" if corrected else "changed"
        return ChangedSource(uri, headline or article.headline, what, stand, " ".join(filter(None, details)), now)

    def _corrected(self, uri: str, source: RecordedSource, as_of: str | None) -> str:
        """Return what is corrected otherwise than it was told, "" where nothing is."""
        prints = {print_.uri: print_ for print_ in self._prints[as_of].get(self._stories.get(uri, ""), [])}
        told = set(source.told.values())
        news = [
            f"“{print_.correction}”" + ("" if print_.uri == uri else f" ({print_.publisher or print_.uri})")
            for print_ in sorted(prints.values(), key=lambda print_: print_.uri != uri)
            if print_.correction and print_.correction not in told
        ]
        taken_back = [other for other, text in source.told.items() if text and other in prints]
        taken_back = [other for other in taken_back if not prints[other].correction]
        if news:
            return f"its correction says {', '.join(news)};"
        return "its correction was taken back;" if taken_back else ""

    def _why_gone(self, uri: str) -> str:
        if why := self._ledger.why_withdrawn(uri):
            return f"it was {why}."
        if self._ledger.mentions(uri).articles:
            return "it may not be read before the end of its embargo."
        return "this archive does not hold it: is it the one that was asked?"


def _by_as_of(records: list[Recorded]) -> Mapping[str | None, list[Recorded]]:
    found: dict[str | None, list[Recorded]] = {}
    for record in records:
        found.setdefault(record.as_of, []).append(record)
    return found


def _is_another_text(article: Article, known: RecordedSource | None, quotes: list[RecordedQuote]) -> bool:
    hashes = {one.body_sha256 for one in (known, *quotes) if one is not None and one.body_sha256}
    if hashes:
        return hashes != {article.body_sha256}
    return any(article.body[quote.start : quote.end] != quote.text for quote in quotes)


def _quotes_now(quotes: list[RecordedQuote], stands: Callable[[RecordedQuote], bool]) -> tuple[QuoteNow, ...]:
    return tuple(QuoteNow(quote.text, stands(quote)) for quote in quotes)


def _how_changed(article: Article, known: RecordedSource | None, quotes: tuple[QuoteNow, ...]) -> str:
    old, new = known.version if known else None, article.version
    versions = f" (version {old}, now {new})" if None not in (old, new) and old != new else ""
    standing = sum(quote.stands for quote in quotes)
    still = f"{standing} of {len(quotes)} quotes still said word for word" if quotes else "nothing of it was quoted"
    return f"its text changed{versions}; {still}."

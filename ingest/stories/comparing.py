"""What a run's articles change: each is held against what the archive knows, before anything is embedded."""

import os
import pickle
import zlib
from collections import Counter, deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.errors import ArticleError
from archive.ledger import Failure, KnownArticle, Seen
from archive.records import Article, ReadArticle, Sighting
from archive.tombstones import Erased
from ingest.finding.source_file import FILE_URI
from ingest.finding.unread import Unread, UnreadError
from ingest.reading import Reading
from ingest.report import Report
from ingest.stories.editions import as_its_item, item_of
from ingest.stories.identity import Books
from ingest.stories.languages import Languages
from ingest.stories.shingles import shared_share

# Of the shorter text's shingles: what shares less is hardly the same story.
_HARDLY = 0.1


@dataclass
class Visited:
    """What a run came across: which files and addresses gave articles, what failed, what no reader took, the languages."""

    sources: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)
    languages: Languages = field(default_factory=Languages)


@dataclass(frozen=True)
class Compared:
    """Some readings, compared: the articles that are new or say something new, what was seen where, what else they are known by."""

    changed: list[ReadArticle] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)


class Foreseen:
    """The books as they will be once what was compared is stored."""

    def __init__(self, books: Books | None, *, run: int) -> None:
        self._books = books
        self._run = run
        self._articles: dict[str, KnownArticle] = {}
        self._seen: dict[str, list[Seen]] = {}
        self._claims: dict[str, list[str]] = {}
        self._told: dict[str, bytes] = {}  # packed, for a large file is foreseen in memory
        self._editions: dict[str, list[str]] = {}

    def known_articles(self, uris: Sequence[str]) -> dict[str, KnownArticle]:
        """Return those of the articles that are stored or will be, by uri."""
        known = self._books.known_articles(uris) if self._books else {}
        return known | {uri: self._articles[uri] for uri in uris if uri in self._articles}

    def seen(self, uris: Sequence[str]) -> dict[str, list[Seen]]:
        """Return where each of the articles was seen up to now, by uri."""
        found = self._books.seen(uris) if self._books else {}
        for uri in uris:
            if uri in self._seen:
                found[uri] = [*found.get(uri, []), *self._seen[uri]]
        return found

    def claimed(self, claims: Sequence[str]) -> dict[str, list[str]]:
        """Return the uris of the articles that are or will be known by each of the claims, too."""
        found = self._books.claimed(claims) if self._books else {}
        for claim in claims:
            if claim in self._claims:
                found[claim] = [*found.get(claim, []), *self._claims[claim]]
        return found

    def told(self, uris: Sequence[str]) -> dict[str, Article]:
        """Return what each of the articles says or will say, by uri."""
        found = self._books.told(uris) if self._books else {}
        return found | {uri: pickle.loads(zlib.decompress(self._told[uri])) for uri in uris if uri in self._told}

    def editions(self, uri: str) -> list[str]:
        """Return the uris of what is or will be stored that begin with this one and "#"."""
        found = self._books.editions(uri) if self._books else []
        return list(dict.fromkeys([*found, *self._editions.get(uri, ())]))

    def numbered(self, number: str) -> list[str]:
        """Return the uris of the articles that have or will have that number in whatever file or feed."""
        found = self._books.numbered(number) if self._books else []
        return list(dict.fromkeys([*found, *(uri for uri in self._articles if uri.endswith(f"#{number}"))]))

    def note(self, compared: Compared) -> None:
        """Note what will be stored."""
        for read in compared.changed:
            self._articles[read.article.uri] = _known(read.article, read.content_hash)
            self._told[read.article.uri] = zlib.compress(pickle.dumps(read.article))
            if item := item_of(read.article):
                self._editions.setdefault(item, []).append(read.article.uri)
        for source, uri, content_hash in compared.sightings:
            self._seen.setdefault(uri, []).append(Seen(source, content_hash, self._run, self._run))
        for claim, uri in compared.claims:
            self._claims.setdefault(claim, []).append(uri)

    def found(self) -> set[tuple[str, str]]:
        """Return where each article was seen in this run: (source, uri)."""
        return {(one.source, uri) for uri, places in self._seen.items() for one in places}


def compare(
    readings: Iterable[Reading],
    *,
    books: Books,
    erased: Erased,
    run: int,
    visited: Visited,
    report: Report,
    claims: Sequence[tuple[str, str]] = (),
) -> Compared:
    """Return what some readings change, counting them in the report.

    Of one identity, a lower version than the stored one changes nothing; with the same version, or none, the newer
    arrival does if its content differs. A file that says what it said at the last run is no arrival. Of two that arrive
    in one run, the one that nobody may read counts; a run that was cut off and begun once more is one run. What was erased
    for good stays out, and so does its text. What is said of an item of news counts for all its editions. `readings` are
    under their articles' identities, `claims` what else those are known by.
    """
    readings = list(readings)
    own = [one.result for one in readings if isinstance(one.result, Article)]
    uris = list(dict.fromkeys(uri for one in own for uri in (one.uri, item_of(one)) if uri))
    articles, seen = books.known_articles(uris), books.seen(uris)
    compared = Compared()
    told: dict[str, Article] = {}
    changed: list[tuple[Article, str]] = []
    waiting = deque(readings)
    coming = Counter((one.source, one.result.uri) for one in readings if isinstance(one.result, Article))
    while waiting:
        reading = waiting.popleft()
        article = reading.result
        if isinstance(article, Article) and (other := _namesake(article.uri, reading, seen)):
            # The name is the identity of an article that brings none: this one would replace the other.
            article = ArticleError(f"it would replace {other}, whose folder has the same name: rename one.")
        if isinstance(article, UnreadError):
            visited.unread.add(reading.name, article)
            continue
        if isinstance(article, ArticleError):
            failure = Failure(reading.name, str(article), reading.source)
            report.errors.append(failure)
            visited.failures.append(failure)
            continue
        visited.sources.add(reading.source)
        before = articles.get(article.uri)
        if (article.uri in erased or erased.has_text(article)) and (
            before is None or _said(article.uri, told, books).body != article.body
        ):  # else it is another print, which was here before
            report.erased += 1
            continue
        coming[reading.source, article.uri] -= 1
        item = item_of(article)
        if item in articles and _is_held(article, articles[item], seen.get(item, ()), run):
            article = as_its_item(article, _said(item, told, books))
        content_hash = article.content_hash
        sighting = (reading.source, article.uri, content_hash)
        places = seen.setdefault(article.uri, [])
        is_old = any((one.source, one.content_hash) == (reading.source, content_hash) for one in places)
        compared.sightings.append(sighting)
        changes_nothing = before is not None and (
            _changes_nothing(article, content_hash, before, is_old=is_old)
            or (_hides(before, places, run) and _is_open(article) and not _is_newer(article, before))
        )
        if not is_old:
            places.append(Seen(reading.source, content_hash, run))
        if not _is_open(article) and not (changes_nothing and before and before.content_hash != content_hash):
            others = _editions(article, told, books)
            articles |= books.known_articles([uri for uri in others if uri not in articles])
            seen |= books.seen([uri for uri in others if uri not in seen])
            waiting.extendleft(
                replace(reading, result=as_its_item(edition, article))
                for uri, edition in others.items()
                if not coming[reading.source, uri] and not _is_older(article, articles[uri])
            )
        if changes_nothing:
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif before is None:
            report.added += 1
        else:
            report.updated += 1
            _suspect(_said(article.uri, told, books), article, report)
        told[article.uri] = article
        if article.version is None and before is not None:
            article = replace(article, version=before.version)
        articles[article.uri] = _known(article, content_hash)
        changed.append((article, content_hash))
    in_language = visited.languages.told([article for article, _ in changed])
    compared.changed.extend(map(ReadArticle, in_language, [content_hash for _, content_hash in changed]))
    stored = {uri for _, uri, _ in compared.sightings}
    compared.claims.extend(claim for claim in claims if claim[1] in stored)
    return compared


def _said(uri: str, told: Mapping[str, Article], books: Books) -> Article:
    return told[uri] if uri in told else books.told([uri])[uri]


def _editions(item: Article, told: Mapping[str, Article], books: Books) -> dict[str, Article]:
    """Return what is stored of an item of news in its other languages, by uri."""
    here = {uri: one for uri, one in told.items() if uri.startswith(f"{item.uri}#")}
    found = books.told([uri for uri in books.editions(item.uri) if uri not in here]) | here
    return {uri: one for uri, one in found.items() if item_of(one) == item.uri}


def _is_held(edition: Article, item: KnownArticle, places: Iterable[Seen], run: int) -> bool:
    """Whether an edition is under what is stored of its item, which says more of whether it may be read."""
    if item.is_open or _is_newer(edition, item):
        return False
    return _is_older(edition, item) or _hides(item, places, run)


def _suspect(before: Article, now: Article, report: Report) -> None:
    """Note an update that says something else altogether, for it may be another story under an identity that was used twice."""
    if before.body and now.body and shared_share(before.body, now.body) < _HARDLY:
        report.suspect(now.uri, before=before.headline or before.body, now=now.headline or now.body)


def _known(article: Article, content_hash: str) -> KnownArticle:
    return KnownArticle(content_hash, article.version, is_open=_is_open(article))


def _is_open(article: Article) -> bool:
    return article.pubstatus == "usable" and not article.embargoed and not article.expires


def _hides(before: KnownArticle, places: Iterable[Seen], run: int) -> bool:
    """Whether what is stored is not to be read, and arrived in this run or nobody knows any more when."""
    if before.is_open:
        return False
    places = list(places)
    is_of_unknown_age = not before.pruned and all(one.since == run for one in places)
    return is_of_unknown_age or any(one.since == run and one.content_hash == before.content_hash for one in places)


def _changes_nothing(article: Article, content_hash: str, before: KnownArticle, *, is_old: bool) -> bool:
    if before.pruned and article.pubstatus == "usable":
        return False  # it was withdrawn because it had gone from its folder, and is back
    return is_old or content_hash == before.content_hash or _is_older(article, before)


def _is_older(article: Article, before: KnownArticle) -> bool:
    return article.version is not None and before.version is not None and article.version < before.version


def _is_newer(article: Article, before: KnownArticle) -> bool:
    return article.version is not None and before.version is not None and article.version > before.version


def _namesake(uri: str, reading: Reading, seen: Mapping[str, Sequence[Seen]]) -> str:
    """Return another file of that name that is still there and whose article has the same identity, "" where there is none."""
    if uri != f"{FILE_URI}{reading.name}" and not uri.startswith(f"{FILE_URI}{reading.name}#"):
        return ""  # known again in an export of another name
    known = {one.source for one in seen.get(uri, ())}
    if reading.source in known:
        return ""
    there = (other for other in sorted(known) if os.path.lexists(other) and not _is_same(other, reading.source))
    return next(there, "")


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)

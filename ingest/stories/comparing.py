"""What a run's articles change: each is held against what the archive knows, before anything is embedded."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from archive.errors import ArticleError
from archive.ledger import Erased, Failure, KnownArticle, Seen
from archive.records import Article, ReadArticle, Sighting
from ingest.fields import with_language
from ingest.finding.source_file import FILE_URI
from ingest.finding.unread import Unread, UnreadError
from ingest.reading import Reading
from ingest.report import Report


@dataclass
class Visited:
    """What a run came across: which files and addresses gave articles, what failed and what no reader took."""

    sources: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)


@dataclass(frozen=True)
class Compared:
    """Some readings, compared: the articles that are new or say something new, and what was seen where."""

    changed: list[ReadArticle] = field(default_factory=list)
    sightings: list[Sighting] = field(default_factory=list)


class Books(Protocol):
    """What comparing needs to know; `archive.ledger.Ledger` knows it."""

    def known_articles(self, uris: Sequence[str]) -> dict[str, KnownArticle]:
        """Return those of the articles that are stored, by uri."""

    def seen(self, uris: Sequence[str]) -> dict[str, list[Seen]]:
        """Return where each of the articles was last seen, by uri."""


class Foreseen:
    """The books as they will be once what was compared is stored."""

    def __init__(self, books: Books | None, *, run: int) -> None:
        self._books = books
        self._run = run
        self._articles: dict[str, KnownArticle] = {}
        self._seen: dict[str, list[Seen]] = {}

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

    def note(self, compared: Compared) -> None:
        """Note what will be stored."""
        for read in compared.changed:
            self._articles[read.article.uri] = _known(read.article, read.content_hash)
        for source, uri, content_hash in compared.sightings:
            self._seen.setdefault(uri, []).append(Seen(source, content_hash, self._run))

    def found(self) -> set[tuple[str, str]]:
        """Return where each article was seen in this run: (source, uri)."""
        return {(one.source, uri) for uri, places in self._seen.items() for one in places}


def compare(
    readings: Iterable[Reading], *, books: Books, erased: Erased, run: int, visited: Visited, report: Report
) -> Compared:
    """Return what some readings change, counting them in the report.

    Of one identity, a lower version than the stored one changes nothing; with the same version, or none, the newer
    arrival does if its content differs. A file that says what it said at the last run is no arrival. Of two that arrive
    in one run, the one that nobody may read counts; a run that was cut off and begun once more is one run. What was erased
    for good stays out.
    """
    readings = list(readings)
    uris = list(dict.fromkeys(one.result.uri for one in readings if isinstance(one.result, Article)))
    articles, seen = books.known_articles(uris), books.seen(uris)
    compared = Compared()
    for reading in readings:
        article = reading.result
        if isinstance(article, Article) and (other := _namesake(article.uri, reading.source, seen)):
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
        if article.uri in erased:
            report.erased += 1
            continue
        content_hash = article.content_hash
        sighting = (reading.source, article.uri, content_hash)
        before = articles.get(article.uri)
        places = seen.setdefault(article.uri, [])
        is_old = any((one.source, one.content_hash) == (reading.source, content_hash) for one in places)
        compared.sightings.append(sighting)
        changes_nothing = before is not None and (
            _changes_nothing(article, content_hash, before, is_old=is_old)
            or (_hides(before, places, run) and _is_open(article) and not _is_newer(article, before))
        )
        if not is_old:
            places.append(Seen(reading.source, content_hash, run))
        if changes_nothing:
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif before is None:
            report.added += 1
        else:
            report.updated += 1
        if article.version is None and before is not None:
            article = replace(article, version=before.version)
        articles[article.uri] = _known(article, content_hash)
        compared.changed.append(ReadArticle(with_language(article), content_hash))
    return compared


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


def _namesake(uri: str, source: str, seen: Mapping[str, Sequence[Seen]]) -> str:
    """Return another file that is still there and whose article has the same identity, "" where there is none."""
    if not uri.startswith(FILE_URI):
        return ""
    known = {one.source for one in seen.get(uri, ())}
    if source in known:
        return ""
    return next((other for other in sorted(known) if os.path.lexists(other) and not _is_same(other, source)), "")


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)

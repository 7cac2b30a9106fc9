"""What a run's articles change: each is held against what the archive knows, before anything is embedded."""

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from archive.errors import ArticleError
from archive.ledger import Erased, Failure, KnownArticle, Sighting
from archive.records import Article, ReadArticle
from ingest.fields import with_language
from ingest.finding.source_file import FILE_URI
from ingest.reading import Reading
from ingest.report import Report


@dataclass
class Seen:
    """What a run came across: each article with the file it lies in and its content, what was read, what failed."""

    sightings: set[Sighting] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class Known:
    """What the archive knows: its articles by uri, what was erased, and where articles were last seen."""

    articles: Mapping[str, KnownArticle] = field(default_factory=dict)
    erased: Erased = field(default_factory=Erased)
    sightings: frozenset[Sighting] = frozenset()


def changed_articles(readings: Iterable[Reading], *, known: Known, seen: Seen, report: Report) -> Iterator[ReadArticle]:
    """Yield the articles that are new or say something new, counting all others in the report.

    Of one identity, a lower version than the stored one changes nothing; with the same version, or none, the newer
    arrival does if its content differs. A file that says what it said at the last run is no arrival. Of two that arrive
    in one run, the one that nobody may read counts. What was erased for good stays out.
    """
    articles = dict(known.articles)
    hidden: set[str] = set()  # by what arrived in this run
    places = _places(known.sightings)
    for reading in readings:
        article = reading.result
        if isinstance(article, Article) and (other := _namesake(article.uri, reading.source, places)):
            # The name is the identity of an article that brings none: this one would replace the other.
            article = ArticleError(f"it would replace {other}, whose folder has the same name: rename one.")
        if isinstance(article, ArticleError):
            failure = Failure(reading.name, str(article), reading.source)
            report.errors.append(failure)
            seen.failures.append(failure)
            continue
        seen.read.add(reading.source)
        if article.uri in known.erased:
            report.erased += 1
            continue
        content_hash = article.content_hash
        sighting = (reading.source, article.uri, content_hash)
        seen.sightings.add(sighting)
        before = articles.get(article.uri)
        may_be_read = article.pubstatus == "usable" and not article.embargoed
        if before is not None and (
            _changes_nothing(article, content_hash, before, is_old=sighting in known.sightings)
            or (article.uri in hidden and may_be_read and not _is_newer(article, before))
        ):
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif before is None:
            report.added += 1
        else:
            report.updated += 1
        if not may_be_read:
            hidden.add(article.uri)
        if article.version is None and before is not None:
            article = replace(article, version=before.version)
        articles[article.uri] = KnownArticle(content_hash, article.version)
        yield ReadArticle(with_language(article), content_hash)


def _changes_nothing(article: Article, content_hash: str, before: KnownArticle, *, is_old: bool) -> bool:
    if before.pruned and article.pubstatus == "usable":
        return False  # it was withdrawn because it had gone from its folder, and is back
    return is_old or content_hash == before.content_hash or _is_older(article, before)


def _is_older(article: Article, before: KnownArticle) -> bool:
    return article.version is not None and before.version is not None and article.version < before.version


def _is_newer(article: Article, before: KnownArticle) -> bool:
    return article.version is not None and before.version is not None and article.version > before.version


def _places(sightings: Iterable[Sighting]) -> dict[str, set[str]]:
    """Return the files in which articles were seen that are known by their file's name alone."""
    places: dict[str, set[str]] = {}
    for source, uri, _ in sightings:
        if uri.startswith(FILE_URI):
            places.setdefault(uri, set()).add(source)
    return places


def _namesake(uri: str, source: str, places: Mapping[str, set[str]]) -> str:
    """Return another file that is still there and whose article has the same identity, "" where there is none."""
    known = places.get(uri, set())
    if source in known:
        return ""
    return next((other for other in sorted(known) if os.path.lexists(other) and not _is_same(other, source)), "")


def _is_same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)

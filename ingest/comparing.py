"""What a run's articles change: each is held against what the archive knows, before anything is embedded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archive.errors import ArticleError
from archive.ledger import Erased, Failure, KnownArticle
from archive.records import ReadArticle
from ingest.fields import with_language
from ingest.reading import Reading
from ingest.report import Report


@dataclass
class Seen:
    """What a run came across: each article with the file it lies in, and what failed."""

    pairs: set[tuple[str, str]] = field(default_factory=set)
    failures: list[Failure] = field(default_factory=list)


def changed_articles(
    readings: Iterable[Reading], *, known: Mapping[str, KnownArticle], erased: Erased, seen: Seen, report: Report
) -> Iterator[ReadArticle]:
    """Yield the articles that are new or say something new, counting all others in the report.

    Of one identity, a lower version than the stored one changes nothing; with the same version, or none, the newer
    arrival does if its content differs. What was erased for good stays out.
    """
    known = dict(known)
    for reading in readings:
        article = reading.result
        if isinstance(article, ArticleError):
            failure = Failure(reading.name, str(article), reading.source)
            report.errors.append(failure)
            seen.failures.append(failure)
            continue
        if article.uri in erased:
            report.erased += 1
            continue
        seen.pairs.add((reading.source, article.uri))
        content_hash = article.content_hash
        before = known.get(article.uri)
        if before is not None and _changes_nothing(
            content_hash, article.version, before, usable=article.pubstatus == "usable"
        ):
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif before is None:
            report.added += 1
        else:
            report.updated += 1
        known[article.uri] = KnownArticle(content_hash, article.version)
        yield ReadArticle(with_language(article), content_hash)


def _changes_nothing(content_hash: str, version: int | None, before: KnownArticle, *, usable: bool) -> bool:
    if version is not None and before.version is not None and version < before.version:
        return True
    # What was withdrawn because it had gone from its folder is back where its file is.
    return content_hash == before.content_hash and not (before.withdrawn and usable)

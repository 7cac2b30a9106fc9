"""The way of an article into the archive: read, compared, cut into passages, embedded, stored."""

import contextlib
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from archive.ledger import FeedState, Ledger, Sighting, is_below
from archive.prints import Prints
from archive.records import ReadArticle
from archive.store import Archive, EmbeddedArticle, Writer
from ingest.finding.files import is_address, whole_paths
from ingest.finding.source_file import NO_COLUMNS
from ingest.passages import passage_spans
from ingest.pruning import gone_from, not_pruned, prunable_roots
from ingest.reading import Reading, read_articles
from ingest.report import Report
from ingest.stories.comparing import Known, Seen, changed_articles
from language.sentences import Span

if TYPE_CHECKING:
    from ingest.stories.duplicates import Placement
    from language.centring import ReferenceMeans
    from language.embedder import Embedder

# Passages embedded and stored as one: what a crash can cost, and often enough for an open page to see news come in.
BATCH_PASSAGES = 256


class Model(Protocol):
    """The embedding model, which is loaded when it turns out to be needed and not before."""

    @property
    def fingerprint(self) -> str:
        """Which model it is."""

    def load(self) -> "tuple[Embedder, ReferenceMeans]":
        """Load it."""


class Progress(Protocol):
    """Who is told how far the work is."""

    def waiting(self, holder: str) -> None:
        """Another process holds the archive."""

    def started(self, passages: int) -> None:
        """So many passages are to be embedded."""

    def embedded(self, passages: int) -> None:
        """So many more are done."""


def ingest(
    paths: Sequence[Path | str],
    archive: Archive,
    *,
    model: Model,
    progress: Progress,
    rebuild: bool = False,
    prune: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    allow_private: bool = False,
) -> Report:
    """Bring the archive up to what the paths and addresses hold, and finish what an earlier run left.

    `columns` says which columns mean which field (see `SourceFile`), `allow_private` whether a feed may redirect into a
    private network.
    With `rebuild`, all vectors and language means are made anew first; with `prune`, what is no longer in the paths is
    withdrawn. Raises `ModelMismatchError` without `rebuild` where the archive was built by another model, `UsageError`
    where the paths cannot be pruned.
    """
    began = time.monotonic()
    report, seen = Report(), Seen()
    roots = prunable_roots(paths) if prune else []
    feed_states: dict[str, FeedState] = {}
    ledger = archive.catalog.ledger
    with archive.writing(on_wait=progress.waiting) as writer:
        if rebuild:
            model.load()  # before anything is dropped: a model that cannot be had must leave the archive as it is
            writer.begin_rebuild(model.fingerprint)
        archive.check_model(model.fingerprint)
        known = _known(ledger)
        changed = changed_articles(
            _readings(paths, feed_states, columns=columns, last_state=ledger.feed_state, allow_private=allow_private),
            known=known,
            seen=seen,
            report=report,
        )
        articles = [*archive.catalog.unfinished(), *changed]
        _store(articles, archive, writer, model=model, progress=progress, report=report)
        ledger.note_sightings(seen.sightings)
        if roots:
            _prune(roots, known.sightings, seen, writer, ledger, report)
        # What failed in no file, such as a path that is not there, is the run's matter and not the archive's.
        failed = [failure for failure in seen.failures if failure.source]
        tried = seen.read | set(feed_states)
        looked_into = [root for root in whole_paths(paths) if any(is_below(source, root) for source in tried)]
        ledger.note_failures(failed, tried=tried, below=looked_into)
        for address, state in feed_states.items():
            ledger.set_feed_state(address, state)
    report.seconds = round(time.monotonic() - began, 3)
    return report


def preview(
    paths: Sequence[Path | str],
    archive: Archive | None,
    *,
    prune: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    allow_private: bool = False,
) -> Report:
    """Return what an ingest would do, and do nothing; `archive` is None where there is none yet."""
    began = time.monotonic()
    report, seen = Report(), Seen()
    roots = prunable_roots(paths) if prune else []
    ledger = archive.catalog.ledger if archive else None
    known = _known(ledger) if ledger else Known()
    changed = changed_articles(
        _readings(
            paths,
            {},
            columns=columns,
            last_state=ledger.feed_state if ledger else lambda _: FeedState(),
            allow_private=allow_private,
        ),
        known=known,
        seen=seen,
        report=report,
    )
    for _ in changed:
        pass  # counted on the way
    if ledger and roots:
        report.withdrawn += len(_still_there(gone_from(roots, seen, known.sightings).uris, ledger))
        report.errors.extend(not_pruned(roots, seen))
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _readings(
    paths: Sequence[Path | str],
    feed_states: dict[str, FeedState],
    *,
    columns: Mapping[str, str],
    last_state: Callable[[str], FeedState],
    allow_private: bool,
) -> Iterator[Reading]:
    """Yield what the paths and addresses hold; the states of the feeds that were read go into `feed_states`."""
    yield from read_articles([path for path in paths if not is_address(path)], columns=columns)
    if addresses := [str(path) for path in paths if is_address(path)]:
        # What speaks to the network is imported only where the user named an address.
        from ingest.finding.feeds import Feeds

        feeds = Feeds(last_state, allow_private=allow_private)
        for address in addresses:
            yield from feeds.readings(address)
        feed_states.update(feeds.read)


def finish_embargoed(archive: Archive, *, model: Model) -> None:
    """Make findable what may be read since its embargo ended; waits for no other writer."""
    if archive.catalog.embargo_ended():
        with contextlib.suppress(_WriterAtWork):  # who writes now does it, or the next question
            ingest([], archive, model=model, progress=_DoesNotWait())


class _WriterAtWork(Exception):  # noqa: N818  # nothing went wrong
    pass


class _DoesNotWait:
    def waiting(self, holder: str) -> None:
        raise _WriterAtWork

    def started(self, passages: int) -> None:
        pass

    def embedded(self, passages: int) -> None:
        pass


def _prune(
    roots: Sequence[str],
    known: Collection[Sighting],
    seen: Seen,
    writer: Writer,
    ledger: Ledger,
    report: Report,
) -> None:
    gone = gone_from(roots, seen, known)
    uris = _still_there(gone.uris, ledger)
    writer.withdraw(uris, because=f"no longer in its folder on {datetime.now(UTC).date().isoformat()}")
    ledger.forget_sightings(gone.sightings)
    report.withdrawn += len(uris)
    report.errors.extend(not_pruned(roots, seen))


def _still_there(uris: Sequence[str], ledger: Ledger) -> list[str]:
    return [uri for uri in uris if ledger.why_withdrawn(uri) is None]


def _known(ledger: Ledger) -> Known:
    return Known(ledger.known_articles(), ledger.erased(), frozenset(ledger.sightings()))


def _store(
    articles: Sequence[ReadArticle],
    archive: Archive,
    writer: Writer,
    *,
    model: Model,
    progress: Progress,
    report: Report,
) -> None:
    newest = {read.article.uri: read for read in articles}  # one run may bring a story twice: the later arrival counts
    now = datetime.now(UTC)
    readable = [read for read in newest.values() if read.article.is_readable(now)]
    writer.keep_unfindable([read for read in newest.values() if not read.article.is_readable(now)])
    if not readable:
        return
    embedder, reference = model.load()
    writer.set_fingerprint(model.fingerprint)
    cut = [_cut(read, embedder) for read in readable]
    _fix_language_means(cut, archive, writer, embedder, reference)
    means = {language: mean.pooled for language, mean in archive.language_means().items()}
    progress.started(sum(len(article.spans) for article in cut))
    for batch in _batches(cut):
        texts = [text for article in batch for text in article.texts]
        headlines = [article.read.article.headline for article in batch for _ in article.texts]
        vectors = embedder.passages(texts, headlines=headlines, on_done=progress.embedded)
        embedded = list(_embedded(batch, vectors, means))
        with archive.catalog.prints() as stored:
            placement = _placement(embedded, stored)
        writer.put(embedded, prints=placement.prints, renamed=placement.renamed)
        report.passages += len(texts)


@dataclass(frozen=True)
class _CutArticle:
    read: ReadArticle
    spans: list[Span]

    @property
    def language(self) -> str:
        return self.read.article.language

    @property
    def texts(self) -> list[str]:
        return [self.read.article.body[start:end] for start, end in self.spans]


def _cut(read: ReadArticle, embedder: "Embedder") -> _CutArticle:
    article = read.article
    return _CutArticle(read, passage_spans(article.body, language=article.language, count_tokens=embedder.count_tokens))


def _fix_language_means(
    cut: Sequence[_CutArticle],
    archive: Archive,
    writer: Writer,
    embedder: "Embedder",
    reference: "ReferenceMeans",
) -> None:
    stored = archive.language_means()
    for language in sorted({article.language for article in cut} - set(stored)):
        mean = reference.passages.get(language)
        if mean is None:
            mean = reference.estimate(embedder, [article.texts[0] for article in cut if article.language == language])
        writer.fix_language_means({language: mean})


def _placement(embedded: Sequence[EmbeddedArticle], stored: Prints) -> "Placement":
    # datasketch takes half a second to import, which an unchanged nightly run need not wait for.
    from ingest.stories.duplicates import Clusterer, Print
    from ingest.stories.likeness import read_setting

    prints = []
    for one in embedded:
        article, mean = one.article.article, one.vectors.mean(axis=0)
        prints.append(
            Print(
                uri=article.uri,
                language=article.language,
                publisher=article.publisher,
                day=article.published,
                text=f"{article.headline}\n{article.body}",
                vector=np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32),
            )
        )
    return Clusterer(stored, read_setting()).place(prints)


def _batches(cut: Sequence[_CutArticle]) -> Iterator[list[_CutArticle]]:
    batch: list[_CutArticle] = []
    size = 0
    for article in cut:
        batch.append(article)
        size += len(article.spans)
        if size >= BATCH_PASSAGES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _embedded(
    batch: Sequence[_CutArticle], vectors: np.ndarray, means: Mapping[str, np.ndarray]
) -> Iterator[EmbeddedArticle]:
    from language.centring import centred

    at = 0
    for article in batch:
        own = vectors[at : at + len(article.spans)]
        yield EmbeddedArticle(article.read, article.spans, centred(own, means[article.language]))
        at += len(article.spans)

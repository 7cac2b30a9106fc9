"""The way of an article into the archive: read, compared, cut into passages, embedded, stored; some of them at a time."""

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from archive.console import printable
from archive.errors import ArchiveError
from archive.ledger import FeedState, is_below
from archive.records import Article
from archive.rows import NewArticle
from archive.store import Archive
from archive.tombstones import Erased
from archive.writer import Writer
from ingest.finding.files import is_address, whole_paths
from ingest.finding.source_file import NO_COLUMNS
from ingest.making import centred_articles, cut, embed, mean_of, place_prints
from ingest.progress import Model, Progress
from ingest.pruning import gone_from, not_pruned, prunable_roots
from ingest.reading import Reading, bytes_to_read, read_articles
from ingest.report import Report
from ingest.stories.comparing import Compared, Foreseen, Visited, compare
from ingest.stories.identity import Books, Identities
from ingest.stories.languages import Languages
from language.centring import OWN_PASSAGES

# What is read, embedded and stored as one: what a crash can cost, and often enough for an open page to see news come in. The
# characters make some 250 passages.
AT_ONCE, CHARACTERS_AT_ONCE = 512, 160_000
_MARK = "\ufffd"  # what stands for bytes that could not be read
_One = TypeVar("_One")


def ingest(
    paths: Sequence[Path | str],
    archive: Archive,
    *,
    model: Model,
    progress: Progress,
    prune: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
    allow_private: bool = False,
    is_brief: bool = False,
) -> Report:
    """Bring the archive up to what the paths and addresses hold, and finish what an earlier run left.

    `columns` says which columns mean which field (see `SourceFile`), `allow_private` whether a feed may redirect into a
    private network; with `prune`, what is no longer in the paths is withdrawn; a change is brief where somebody waits for it.
    Raises `ModelMismatchError` where the archive was built by another model, `UsageError` where the paths cannot be pruned,
    `KeyboardInterrupt` where it was to stop.
    """
    began = time.monotonic()
    ledger = archive.catalog.ledger
    report, visited = Report(), Visited(languages=Languages(ledger.languages))
    roots = prunable_roots(paths) if prune else []
    feed_states: dict[str, FeedState] = {}
    marked: list[str] = []
    with archive.writing(on_wait=progress.waiting, is_brief=is_brief) as writer:
        archive.check_model(model.fingerprint)

        def store(compared: Compared, run: int) -> None:
            _store(compared, archive, writer, run=run, model=model, progress=progress, report=report)
            if progress.is_to_stop():
                raise KeyboardInterrupt

        # A run of no paths does what is due and no more: one that was cut off is still to be gone on with.
        run = archive.catalog.changes.begin_run() if paths else 0
        erased = ledger.erased()
        files = [path for path in paths if not is_address(path)]
        progress.is_to_do(lambda: bytes_to_read(files))
        readings = _readings(
            paths,
            feed_states,
            columns=columns,
            last_state=ledger.feed_state,
            allow_private=allow_private,
            on_read=progress.did,
        )
        for compared in compared_with(readings, ledger, erased=erased, run=run, visited=visited, report=report):
            marked += _marked(compared)
            progress.read(len(compared.sightings))
            store(compared, run)
        writer.expire()
        # Last, for a story whose embargo ended may have been canceled by what was just read.
        for some in together(archive.catalog.unfinished(), text=lambda read: read.article.body):
            store(Compared(some), run)
        if roots:
            gone = gone_from(roots, visited, ledger, run=run)
            because = f"no longer in its folder on {datetime.now(UTC).date().isoformat()}"
            writer.withdraw(gone.uris, because=because, forget=gone.sightings)
            report.withdrawn += len(gone.uris)
            report.errors.extend(not_pruned(roots, visited))
        # What failed in no file, such as a path that is not there, is the run's matter and not the archive's.
        failed = [failure for failure in visited.failures if failure.source]
        tried = visited.sources | set(feed_states)
        looked_into = [root for root in whole_paths(paths) if any(is_below(source, root) for source in tried)]
        ledger.note_failures(failed, tried=tried, below=looked_into)
        report.passed_over = visited.unread.found()
        ledger.note_passed_over(report.passed_over, below=whole_paths(paths))
        for address, state in feed_states.items():
            ledger.set_feed_state(address, state)
        if paths:
            archive.catalog.changes.end_run()
        if not is_brief:
            writer.settle()
        if writer.mended:
            report.notes.append(f"The index of {archive.folder} could not be used ({writer.mended}): it was made anew.")
    _note_marks(report, marked)
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
    ledger = archive.catalog.ledger if archive else None
    report, visited = Report(), Visited(languages=Languages(ledger.languages) if ledger else Languages())
    marked: list[str] = []
    roots = prunable_roots(paths) if prune else []
    run = ledger.next_run() if ledger else 1
    erased = ledger.erased() if ledger else Erased()
    foreseen = Foreseen(ledger, run=run)
    last_state = ledger.feed_state if ledger else lambda _: FeedState()
    readings = _readings(paths, {}, columns=columns, last_state=last_state, allow_private=allow_private)
    for compared in compared_with(readings, foreseen, erased=erased, run=run, visited=visited, report=report):
        foreseen.note(compared)
        marked += _marked(compared)
    _note_marks(report, marked)
    report.passed_over = visited.unread.found()
    if ledger and roots:
        report.withdrawn += len(gone_from(roots, visited, ledger, run=run, found=foreseen.found()).uris)
        report.errors.extend(not_pruned(roots, visited))
    report.seconds = round(time.monotonic() - began, 3)
    return report


def keep_hours(archive: Archive, *, model: Model) -> None:
    """Make findable what may be read since its embargo ended, and drop what expired, where the archive can be written.

    Waits for no other writer.
    """
    if archive.catalog.hour_has_come():
        # Who writes now does it, or the next question; this one is answered without it.
        with contextlib.suppress(_WriterAtWork, ArchiveError):
            ingest([], archive, model=model, progress=_DoesNotWait(), is_brief=True)


class _WriterAtWork(Exception):  # noqa: N818  # nothing went wrong
    pass


class _DoesNotWait(Progress):
    def waiting(self, holder: str) -> None:
        raise _WriterAtWork


def together(items: Iterable[_One], *, text: Callable[[_One], str]) -> Iterator[list[_One]]:
    """Yield what is to be worked on at once, so many of them or so much text."""
    some: list[_One] = []
    size = 0
    for item in items:
        some.append(item)
        size += len(text(item))
        if len(some) >= AT_ONCE or size >= CHARACTERS_AT_ONCE:
            yield some
            some, size = [], 0
    if some:
        yield some


def _body(reading: Reading) -> str:
    return reading.result.body if isinstance(reading.result, Article) else ""


def _readings(
    paths: Sequence[Path | str],
    feed_states: dict[str, FeedState],
    *,
    columns: Mapping[str, str],
    last_state: Callable[[str], FeedState],
    allow_private: bool,
    on_read: Callable[[int], None] | None = None,
) -> Iterator[Reading]:
    """Yield what the paths and addresses hold; the states of the feeds that were read go into `feed_states`."""
    yield from read_articles([path for path in paths if not is_address(path)], columns=columns, on_read=on_read)
    if addresses := [str(path) for path in paths if is_address(path)]:
        # What speaks to the network is imported only where the user named an address.
        from ingest.finding.feeds import Feeds

        feeds = Feeds(last_state, allow_private=allow_private)
        for address in addresses:
            yield from feeds.readings(address)
        feed_states.update(feeds.read)


def _marked(compared: Compared) -> list[str]:
    changed = (one.article for one in compared.changed)
    return [article.uri for article in changed if _MARK in article.headline or _MARK in article.body]


def _note_marks(report: Report, uris: Sequence[str]) -> None:
    if uris:
        held = f"{len(uris):,} new texts hold" if len(uris) > 1 else "A new text holds"
        report.notes.append(
            f"{held} bytes that could not be read, and show {_MARK} for them, as in {printable(uris[0])}: save it as UTF-8."
        )


def compared_with(
    readings: Iterable[Reading], books: Books, *, erased: Erased, run: int, visited: Visited, report: Report
) -> Iterator[Compared]:
    """Yield what some readings after the other change; each is to be stored before the next is asked for."""
    identities = Identities(books, erased=erased, run=run)

    def of(settled: Iterable[Reading]) -> Compared:
        return compare(
            settled, books=books, erased=erased, run=run, visited=visited, report=report, claims=identities.claims
        )

    for read in together(readings, text=_body):
        yield of(identities.settle(read))
    for read in together(identities.rest(), text=_body):
        yield of(read)


def _store(
    compared: Compared,
    archive: Archive,
    writer: Writer,
    *,
    run: int,
    model: Model,
    progress: Progress,
    report: Report,
) -> None:
    # Several may bring a story twice: the later arrival counts, and what it was before is never shown.
    newest = {read.article.uri: read for read in compared.changed}
    now = datetime.now(UTC)
    unreadable = [NewArticle(read) for read in newest.values() if not read.article.is_readable(now)]
    readable = [read for read in newest.values() if read.article.is_readable(now)]
    if not readable:
        writer.put(unreadable, sightings=compared.sightings, claims=compared.claims, run=run)
        return
    embedder, reference = model.load()
    if archive.catalog.fingerprint() is None:
        writer.set_fingerprint(model.fingerprint)
    cuts = [cut(read, embedder) for read in readable]
    passages = sum(len(one.spans) for one in cuts)
    progress.started(passages)
    made = embed(cuts, embedder, on_done=progress.embedded)
    for language in sorted({one.read.article.language for one in cuts} - archive.catalog.final_languages()):
        known = archive.catalog.vectors.texts_in(language, most=OWN_PASSAGES)
        here = [text for one in cuts if one.read.article.language == language for text in one.texts]
        texts = [*known, *here]
        mean, is_final = mean_of(language, texts, count=len(texts), embedder=embedder, reference=reference)
        writer.set_language_means({language: mean}, is_final=is_final)
    means = {language: mean.pooled for language, mean in archive.language_means().items()}
    articles = centred_articles(made, means)
    writer.put(
        [*unreadable, *made],
        sightings=compared.sightings,
        claims=compared.claims,
        run=run,
        place=lambda stored: place_prints(articles, stored),
    )
    report.passages += passages

"""The way of an article into the archive: read, compared, cut into passages, embedded, stored."""

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from archive.errors import ArticleError
from archive.records import Article
from archive.store import Archive, EmbeddedArticle, Writer
from ingest.passages import passage_spans
from ingest.reading import read_articles

if TYPE_CHECKING:
    from archive.centring import ReferenceMeans
    from archive.embedder import Embedder

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


@dataclass(frozen=True)
class Failure:
    """A file or record that did not become an article."""

    file: str
    error: str


@dataclass
class Report:
    """What an ingest did, in articles; `passages` counts those embedded, `seconds` the whole."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    passages: int = 0
    seconds: float = 0.0
    errors: list[Failure] = field(default_factory=list)

    @property
    def failed(self) -> int:
        """How many files or records did not become an article."""
        return len(self.errors)


def ingest(
    paths: Sequence[Path | str], archive: Archive, *, model: Model, progress: Progress, rebuild: bool = False
) -> Report:
    """Bring the archive up to what the paths hold, and finish what an earlier run left.

    With `rebuild`, all vectors and language means are made anew first. Raises `ModelMismatchError` without it where the
    archive was built by another model.
    """
    began = time.monotonic()
    report = Report()
    with archive.writing(on_wait=progress.waiting) as writer:
        if rebuild:
            writer.begin_rebuild(model.fingerprint)
        archive.check_model(model.fingerprint)
        articles = [*archive.catalog.unfinished(), *_changed(read_articles(paths), archive, report)]
        _store(articles, archive, writer, model=model, progress=progress, report=report)
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _changed(
    found: Iterable[tuple[str, Article | ArticleError]], archive: Archive, report: Report
) -> Iterator[Article]:
    known = {uri: (article.content_hash, article.version) for uri, article in archive.catalog.known_articles().items()}
    for name, article in found:
        if isinstance(article, ArticleError):
            report.errors.append(Failure(name, str(article)))
            continue
        content_hash, version = known.get(article.uri, (None, None))
        older = version is not None and article.version is not None and article.version < version
        if content_hash == article.content_hash or older:
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif content_hash is None:
            report.added += 1
        else:
            report.updated += 1
        known[article.uri] = (article.content_hash, article.version)
        yield article


def _store(
    articles: Sequence[Article], archive: Archive, writer: Writer, *, model: Model, progress: Progress, report: Report
) -> None:
    newest = {article.uri: article for article in articles}  # one run may bring a story twice: the later arrival counts
    now = datetime.now(UTC)
    readable = [article for article in newest.values() if article.is_readable(now)]
    writer.keep_unfindable([article for article in newest.values() if not article.is_readable(now)])
    if not readable:
        return
    embedder, reference = model.load()
    writer.set_fingerprint(model.fingerprint)
    cut = [
        (article, passage_spans(article.body, language=article.language, count_tokens=embedder.count_tokens))
        for article in readable
    ]
    _fix_language_means(cut, archive, writer, embedder, reference)
    means = archive.language_means()
    progress.started(sum(len(spans) for _, spans in cut))
    for batch in _batches(cut):
        texts = [article.body[start:end] for article, spans in batch for start, end in spans]
        vectors = embedder.passages(texts, on_done=progress.embedded)
        writer.put(list(_embedded(batch, vectors, {language: mean.pooled for language, mean in means.items()})))
        report.passages += len(texts)


def _fix_language_means(
    cut: Sequence[tuple[Article, list[tuple[int, int]]]],
    archive: Archive,
    writer: Writer,
    embedder: "Embedder",
    reference: "ReferenceMeans",
) -> None:
    stored = archive.language_means()
    for language in sorted({article.language for article, _ in cut} - set(stored)):
        mean = reference.passages.get(language)
        if mean is None:
            own = [(article, spans[0]) for article, spans in cut if article.language == language]
            mean = reference.estimate(embedder, [article.body[start:end] for article, (start, end) in own])
        writer.fix_language_means({language: mean})


def _batches(
    cut: Sequence[tuple[Article, list[tuple[int, int]]]],
) -> Iterator[list[tuple[Article, list[tuple[int, int]]]]]:
    batch: list[tuple[Article, list[tuple[int, int]]]] = []
    size = 0
    for article, spans in cut:
        batch.append((article, spans))
        size += len(spans)
        if size >= BATCH_PASSAGES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _embedded(
    batch: Sequence[tuple[Article, list[tuple[int, int]]]], vectors: np.ndarray, means: dict[str, np.ndarray]
) -> Iterator[EmbeddedArticle]:
    from archive.centring import centred

    at = 0
    for article, spans in batch:
        yield EmbeddedArticle(article, spans, centred(vectors[at : at + len(spans)], means[article.language]))
        at += len(spans)

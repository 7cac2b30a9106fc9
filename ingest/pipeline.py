"""The way of an article into the archive: read, compared, cut into passages, embedded, stored."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from archive.errors import ArticleError
from archive.records import ReadArticle
from archive.sentences import Span
from archive.store import Archive, EmbeddedArticle, Writer
from ingest.fields import with_language
from ingest.passages import passage_spans
from ingest.reading import Reading, read_articles
from ingest.source_file import NO_COLUMNS

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
    paths: Sequence[Path | str],
    archive: Archive,
    *,
    model: Model,
    progress: Progress,
    rebuild: bool = False,
    columns: Mapping[str, str] = NO_COLUMNS,
) -> Report:
    """Bring the archive up to what the paths hold, and finish what an earlier run left.

    `columns` says which columns mean which field (see `SourceFile`). With `rebuild`, all vectors and language means are made anew first. Raises `ModelMismatchError` without it where the
    archive was built by another model.
    """
    began = time.monotonic()
    report = Report()
    with archive.writing(on_wait=progress.waiting) as writer:
        if rebuild:
            model.load()  # before anything is dropped: a model that cannot be had must leave the archive as it is
            writer.begin_rebuild(model.fingerprint)
        archive.check_model(model.fingerprint)
        articles = [*archive.catalog.unfinished(), *_changed(read_articles(paths, columns=columns), archive, report)]
        _store(articles, archive, writer, model=model, progress=progress, report=report)
    report.seconds = round(time.monotonic() - began, 3)
    return report


def _changed(found: Iterable[Reading], archive: Archive, report: Report) -> Iterator[ReadArticle]:
    known = {uri: (article.content_hash, article.version) for uri, article in archive.catalog.known_articles().items()}
    for reading in found:
        article = reading.result
        if isinstance(article, ArticleError):
            report.errors.append(Failure(reading.name, str(article)))
            continue
        content_hash = article.content_hash
        known_hash, version = known.get(article.uri, (None, None))
        older = version is not None and article.version is not None and article.version < version
        if content_hash == known_hash or older:
            report.unchanged += 1
            continue
        if article.pubstatus != "usable":
            report.withdrawn += 1
        elif known_hash is None:
            report.added += 1
        else:
            report.updated += 1
        known[article.uri] = (content_hash, article.version)
        yield ReadArticle(with_language(article), content_hash)


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
        vectors = embedder.passages(texts, on_done=progress.embedded)
        writer.put(list(_embedded(batch, vectors, means)))
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
    from archive.centring import centred

    at = 0
    for article in batch:
        own = vectors[at : at + len(article.spans)]
        yield EmbeddedArticle(article.read, article.spans, centred(own, means[article.language]))
        at += len(article.spans)

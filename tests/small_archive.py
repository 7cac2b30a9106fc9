"""An archive filled without a model, and what can be found in it, by the store and by other programs."""

from collections.abc import Callable

import chromadb
import numpy as np

from archive.index import COLLECTION
from archive.records import Article, Filters, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive

_DIMENSION = 16


def vector_of(text: str) -> np.ndarray:
    """Return a unit vector that no other text has: the store does not ask where vectors come from."""
    vector = np.random.default_rng(list(text.encode())).normal(size=_DIMENSION)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def embedded(uri: str, *sentences: str) -> NewArticle:
    """Return an article with one passage a sentence."""
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(sentence)))
    article = Article(uri=uri, body=" ".join(sentences), headline=uri, published="2025-03-04", language="es")
    vectors = np.stack([vector_of(sentence) for sentence in sentences])
    return NewArticle(ReadArticle(article, article.content_hash), spans, vectors)


def whole(uri: str, *sentences: str) -> NewArticle:
    """Return the same article in one passage, as another model or a later version of the program may cut it."""
    read = embedded(uri, *sentences).read
    body = read.article.body
    return NewArticle(read, [(0, len(body))], vector_of(body)[np.newaxis])


def never_waits(holder: str) -> None:
    """Fail: the lock should have been free."""
    raise AssertionError(f"waited for {holder}")


def put(archive: Archive, *articles: NewArticle) -> None:
    """Store articles in one change."""
    with archive.writing(on_wait=never_waits) as writer:
        writer.put(articles)


def findable(archive: Archive) -> set[str]:
    """Return every text that the vectors and the catalog together let a search find."""
    ids = archive.nearest(vector_of("anything"), k=1000)
    by_vector = {passage.text for passage in archive.catalog.passages(ids).values()}
    found = archive.catalog.search_keywords(["puente"], Filters(), k=1000)
    by_word = {passage.text for passage in archive.catalog.passages(found).values()}
    assert by_vector == by_word
    return by_vector


def finds_itself(archive: Archive, text: str) -> bool:
    ids = archive.nearest(vector_of(text), k=1)
    return [passage.text for passage in archive.catalog.passages(ids).values()] == [text]


def in_chroma(archive: Archive) -> list[str]:
    """Return the texts that the collection itself holds, read as another program would."""
    folder = archive.folder / str(archive.catalog.note("index"))
    archive.close()
    client = chromadb.PersistentClient(str(folder), chromadb.config.Settings(anonymized_telemetry=False))
    documents = client.get_collection(COLLECTION).get()["documents"]
    client.close()  # type: ignore[attr-defined]
    assert documents is not None
    return sorted(documents)


class Crash(BaseException):
    """What a power cut would do."""


def crash(*_: object, **__: object) -> None:
    """Stand in for a step that is not reached any more."""
    raise Crash


def crash_after(step: Callable[..., object]) -> Callable[..., None]:
    """Return a step after which nothing more happens."""

    def done_and_crashed(*arguments: object, **named: object) -> None:
        step(*arguments, **named)
        raise Crash

    return done_and_crashed


OLD = ("El puente viejo cierra.", "El puente se hunde.")
NEW = ("El puente nuevo abre.",)
OTHER = ("Otro puente cruza el río.",)

"""The Chroma collection: one vector a passage, nearest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings
from chromadb.errors import NotFoundError
from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

from archive.records import Article, Filters

COLLECTION = "passages"
_ADD_AT_ONCE = 1000  # below the 5,461 that Chroma takes in one call


@dataclass(frozen=True)
class VectorRow:
    """What the collection holds of one passage; text and metadata let other Chroma and LangChain programs read it."""

    id: str
    vector: np.ndarray
    text: str
    metadata: dict[str, str | int]


def metadata_of(article: Article, start: int, end: int) -> dict[str, str | int]:
    """Return a passage's metadata; `day` is a number such as 20241121, 0 where the date is unknown, for Chroma compares numbers."""
    return {
        "uri": article.uri,
        "headline": article.headline,
        "publisher": article.publisher,
        "published": article.published or "",
        "language": article.language,
        "url": article.url,
        "start": start,
        "end": end,
        "day": _number(article.published) if article.published else 0,
    }


class Vectors:
    """One client for this folder. Open one at a time in a process: a client sees only what was there when it was opened."""

    def __init__(self, folder: Path) -> None:
        try:
            self._client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
        except Exception:
            # Chroma keeps what failed to start and would hand it out again, even over files that were mended.
            SharedSystemClient.clear_system_cache()
            raise
        self._collection = self._open_collection()

    def _open_collection(self) -> chromadb.Collection:
        return self._client.get_or_create_collection(
            COLLECTION, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )

    def close(self) -> None:
        """Close the client; the next one sees what other processes wrote."""
        self._client.close()  # type: ignore[attr-defined]  # the client has it, its interface does not

    def add(self, rows: Sequence[VectorRow]) -> None:
        """Add passages; those with a known id are written over."""
        for at in range(0, len(rows), _ADD_AT_ONCE):
            some = rows[at : at + _ADD_AT_ONCE]
            self._collection.upsert(
                ids=[row.id for row in some],
                embeddings=np.stack([row.vector for row in some]),
                documents=[row.text for row in some],
                metadatas=[row.metadata for row in some],
            )

    def delete(self, ids: Sequence[str]) -> None:
        """Delete passages; unknown ids do no harm."""
        for at in range(0, len(ids), _ADD_AT_ONCE):
            self._collection.delete(ids=list(ids[at : at + _ADD_AT_ONCE]))

    def copy_to(self, folder: Path, *, without: Sequence[str]) -> None:
        """Write all passages but some into a new folder."""
        left_out = set(without)
        ids = [id_ for id_ in self._collection.get(include=[])["ids"] if id_ not in left_out]
        copy = Vectors(folder)
        try:
            for at in range(0, len(ids), _ADD_AT_ONCE):
                found = self._collection.get(
                    ids=ids[at : at + _ADD_AT_ONCE], include=["embeddings", "documents", "metadatas"]
                )
                copy._collection.upsert(
                    ids=found["ids"],
                    embeddings=np.asarray(found["embeddings"], np.float32),
                    documents=found["documents"],
                    metadatas=found["metadatas"],
                )
        finally:
            copy.close()

    def count(self) -> int:
        """Return how many passages the collection holds."""
        return self._collection.count()

    def nearest(self, vector: np.ndarray, filters: Filters, *, k: int) -> list[str]:
        """Return the ids of the k passages nearest to a unit vector (cosine), best first."""
        try:
            held = self.count()
        except NotFoundError:  # another process is rebuilding: it dropped the collection and made a new one
            self._collection = self._open_collection()
            held = self.count()
        if not held:
            return []
        found = self._collection.query(
            query_embeddings=[vector], n_results=min(k, held), where=_where(filters), include=[]
        )
        return list(found["ids"][0])

    def vectors_of(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the stored vectors by id; unknown ids are left out."""
        found = self._collection.get(ids=list(ids), include=["embeddings"])
        vectors = found["embeddings"]
        return (
            {}
            if vectors is None
            else {id_: np.asarray(v, np.float32) for id_, v in zip(found["ids"], vectors, strict=True)}
        )

    def as_langchain(self, embeddings: Embeddings) -> Chroma:
        """Return the collection as LangChain's vector store, over the same client."""
        return Chroma(COLLECTION, client=self._client, embedding_function=embeddings)

    def clear(self) -> None:
        """Drop every vector."""
        self._client.delete_collection(COLLECTION)
        self._collection = self._open_collection()


def _number(day: str) -> int:
    return int((day[:10].replace("-", "") + "0101")[:8])


def _where(filters: Filters) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if filters.since:
        conditions.append({"day": {"$gte": _number(filters.since)}})
    if filters.last_day:
        conditions.append({"day": {"$lte": _number(filters.last_day)}})
        conditions.append({"day": {"$gt": 0}})
    if filters.publishers:
        conditions.append({"publisher": {"$in": list(filters.publishers)}})
    if filters.languages:
        conditions.append({"language": {"$in": list(filters.languages)}})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None

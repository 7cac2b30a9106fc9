"""The index: a Chroma collection made from the catalog's vectors, to find the nearest quickly. Lost, it is made anew."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings as ChromaSettings

from archive.records import Filters
from archive.stored_vectors import Entry, day_number

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings

COLLECTION = "passages"
# Written to the disk at once. Chroma would keep the first thousand vectors in its database's log, and whoever opens such an
# index writes level files of its own, filled up with memory as it was found. It costs nothing that could be measured.
_HNSW: Any = {"space": "cosine", "sync_threshold": 1, "batch_size": 1}
# Chroma keeps every text four times: as metadata, in that column's index, and in a full-text table with its trigrams, which take
# most of the work and more than half of the room. The catalog has a better one, so a view of the first stands in for the table:
# whoever looks for words in Chroma's documents finds them as before, more slowly. It saves five bytes a character.
_TEXTS_ONCE = """
    DROP TABLE embedding_fulltext_search;
    CREATE VIEW embedding_fulltext_search AS
        SELECT id AS rowid, string_value FROM embedding_metadata WHERE key = 'chroma:document';
    CREATE TRIGGER text_is_there INSTEAD OF INSERT ON embedding_fulltext_search BEGIN SELECT 0; END;
    CREATE TRIGGER text_is_changed INSTEAD OF UPDATE ON embedding_fulltext_search BEGIN SELECT 0; END;
    CREATE TRIGGER text_is_gone INSTEAD OF DELETE ON embedding_fulltext_search BEGIN SELECT 0; END;
    DROP INDEX embedding_metadata_string_value;
"""
_AT_ONCE = 1000  # below the 5,461 that Chroma takes in one call


class Index:
    """One client for this folder. Open one at a time in a process: a client sees only what was there when it was opened."""

    def __init__(self, folder: Path) -> None:
        try:
            self._client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
            self._collection = self._client.get_or_create_collection(
                COLLECTION, configuration={"hnsw": _HNSW}, embedding_function=None
            )
        except BaseException:  # handed on: Chroma's errors have no common base, and its engine panics
            # Chroma keeps what failed to start and would hand it out again, even over files that were mended.
            SharedSystemClient.clear_system_cache()
            raise

    def close(self) -> None:
        """Close the client; the next one sees what other processes wrote."""
        self._client.close()  # type: ignore[attr-defined]  # the client has it, its interface does not

    def add(self, entries: Sequence[Entry]) -> None:
        """Add passages; those with a known number are written over."""
        for at in range(0, len(entries), _AT_ONCE):
            some = entries[at : at + _AT_ONCE]
            self._collection.upsert(
                ids=[str(entry.number) for entry in some],
                embeddings=np.stack([entry.vector for entry in some]),
                documents=[entry.text for entry in some],
                metadatas=[entry.metadata for entry in some],
            )

    def delete(self, numbers: Sequence[int]) -> None:
        """Delete passages; unknown numbers do no harm."""
        for at in range(0, len(numbers), _AT_ONCE):
            self._collection.delete(ids=[str(number) for number in numbers[at : at + _AT_ONCE]])

    def count(self) -> int:
        """Return how many passages the index says that it holds."""
        return self._collection.count()

    def nearest(self, vector: np.ndarray, filters: Filters = Filters(), *, k: int) -> list[tuple[int, float]]:
        """Return the numbers of the k passages nearest to a unit vector with their cosines, best first."""
        # Not bounded by the count, which knows of what other processes deleted, where the nearest are looked for among the rest.
        found = self._collection.query(
            query_embeddings=[vector], n_results=k, where=_where(filters), include=["distances"]
        )
        distances = found["distances"] or [[]]
        return [(int(id_), 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def numbers(self) -> list[int]:
        """Return the numbers of all passages that it lists, found or not."""
        return [int(id_) for id_ in self._collection.get(include=[])["ids"]]

    def held(self, numbers: Sequence[int]) -> dict[int, tuple[np.ndarray, str]]:
        """Return the vector and the text that it keeps of some passages; unknown ones are left out."""
        found = self._collection.get(ids=[str(number) for number in numbers], include=["embeddings", "documents"])
        vectors, texts = found["embeddings"], found["documents"]
        if vectors is None or texts is None:
            return {}
        return {
            int(id_): (np.asarray(vector, np.float32), text)
            for id_, vector, text in zip(found["ids"], vectors, texts, strict=True)
        }

    def as_langchain(self, embeddings: "Embeddings") -> "Chroma":
        """Return the collection as LangChain's vector store, over the same client."""
        # LangChain takes half a second to import, which no other use of the index need wait for.
        from langchain_chroma import Chroma

        return Chroma(COLLECTION, client=self._client, embedding_function=embeddings)


def keep_texts_once(database: Path) -> None:
    """Let Chroma's database, which nobody else may write now, keep each text once and not four times."""
    with closing(sqlite3.connect(database, timeout=60)) as connection:
        if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'text_is_there'").fetchone() is None:
            connection.executescript(f"BEGIN IMMEDIATE; {_TEXTS_ONCE} COMMIT;")


def _where(filters: Filters) -> dict[str, Any] | None:
    conditions: list[dict[str, Any]] = []
    if filters.since:
        conditions.append({"day": {"$gte": day_number(filters.since)}})
    if filters.last_day:
        conditions.append({"day": {"$lte": day_number(filters.last_day)}})
        conditions.append({"day": {"$gt": 0}})
    if filters.publishers:
        conditions.append({"publisher": {"$in": list(filters.publishers)}})
    if filters.languages:
        conditions.append({"language": {"$in": list(filters.languages)}})
    if len(conditions) > 1:
        return {"$and": conditions}
    return conditions[0] if conditions else None

"""The passages' vectors in the catalog: centred when they are read, searched exactly, handed on to the index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

import numpy as np
import sqlalchemy as sa

from archive import schema
from archive.database import MANY
from archive.readable import expired, passing
from archive.records import Article, Filters
from archive.rows import article_of, article_rows
from language.centring import centred

_PRECISION = "<f2"


@dataclass(frozen=True)
class CentredVectors:
    """The numbers of some passages, shape (passages,), and their unit vectors, shape (passages, dimension), float32."""

    numbers: np.ndarray
    matrix: np.ndarray

    def nearest(self, vector: np.ndarray, *, k: int) -> list[tuple[int, float]]:
        """Return the k passages nearest to a unit vector with their cosines, best first."""
        if not len(self.numbers):
            return []
        cosines = self.matrix @ vector.astype(np.float32)
        best = np.argsort(-cosines, kind="stable")[:k]
        return [(int(self.numbers[i]), float(cosines[i])) for i in best]


_NO_VECTORS = CentredVectors(np.zeros(0, np.int64), np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class Entry:
    """What the index holds of one passage: its text, so that other Chroma and LangChain programs can read it, and what filters ask for."""

    number: int
    vector: np.ndarray
    text: str
    metadata: dict[str, str | int]


class StoredVectors:
    """Reads vectors over the catalog's connections."""

    def __init__(self, reading: Callable[[], AbstractContextManager[sa.Connection]]) -> None:
        self._reading = reading

    def of(self, numbers: Sequence[int]) -> CentredVectors:
        """Return the centred vectors of those of the passages that are there."""
        if not numbers:  # as at most questions, of what the index holds otherwise
            return _NO_VECTORS
        return self._read(_among(numbers), Filters())

    def after(self, number: int, filters: Filters = Filters(), *, besides: Sequence[int] = ()) -> CentredVectors:
        """Return the centred vectors of all passages with a higher number, and of some `besides`, that pass the filters."""
        return self._read([schema.passages.c.number > number, *_among([n for n in besides if n <= number])], filters)

    def numbers(self) -> list[int]:
        """Return the numbers of all passages in order."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(schema.passages.c.number).order_by(schema.passages.c.number)))

    def those_there(self, numbers: Sequence[int]) -> set[int]:
        """Return those of the numbers that are passages."""
        c, found = schema.passages.c, set[int]()
        with self._reading() as connection:
            for at in range(0, len(numbers), MANY):
                found.update(connection.scalars(sa.select(c.number).where(c.number.in_(numbers[at : at + MANY]))))
        return found

    def newest_number(self) -> int:
        """Return the highest number of a passage, 0 where there is none."""
        with self._reading() as connection:
            return connection.scalar(sa.select(sa.func.max(schema.passages.c.number))) or 0

    def newest_indexed(self) -> int:
        """Return the highest number of a passage that the index holds as the catalog has it, 0 where there is none."""
        c = schema.passages.c
        waiting = sa.exists().where(schema.unindexed.c.number == c.number)
        with self._reading() as connection:
            query = sa.select(c.number).where(~waiting).order_by(c.number.desc()).limit(1)
            return connection.scalar(query) or 0

    def count_after(self, number: int) -> int:
        """Return how many passages have a higher number."""
        with self._reading() as connection:
            query = sa.select(sa.func.count()).select_from(schema.passages).where(schema.passages.c.number > number)
            return connection.scalar(query) or 0

    def few_passing(self, filters: Filters, *, most: int) -> list[int] | None:
        """Return the numbers of the passages that pass the filters, None where they are more than `most`."""
        query = sa.select(schema.passages.c.number).join(schema.articles).where(*passing(filters)).limit(most + 1)
        with self._reading() as connection:
            found = list(connection.scalars(query))
        return found if len(found) <= most else None

    def expired(self) -> set[str]:
        """Return the ids of the passages whose articles have expired since the last writer looked."""
        query = sa.select(schema.passages.c.number).join(schema.articles).where(expired())
        with self._reading() as connection:
            return {str(number) for number in connection.scalars(query)}

    def count(self) -> int:
        """Return how many passages there are, those that may not be read at this moment included."""
        return self.count_after(0)

    def sample(self, size: int = 32) -> CentredVectors:
        """Return the vectors of passages spread evenly over all that the index should hold."""
        left_out = set(self.unindexed())
        numbers = [number for number in self.numbers() if number not in left_out]
        return self.of(numbers[:: max(1, len(numbers) // size)])

    def texts(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return the texts of passages by number; unknown ones are left out."""
        return {entry.number: entry.text for some in self.entries(numbers) for entry in some}

    def texts_in(self, language: str, *, most: int) -> list[str]:
        """Return the texts of the first passages in a language."""
        with self._reading() as connection:
            return texts_in(connection, schema.passages, language, most=most)

    def articles(self) -> Iterator[list[tuple[Article, np.ndarray]]]:
        """Yield all articles that have passages, some at a time and the oldest first, with these passages' centred vectors."""
        has_passages = sa.exists().where(schema.passages.c.article_id == schema.articles.c.id)
        for rows in article_rows(self._reading, has_passages):
            matrices = self._by_article([row["id"] for row in rows])
            yield [(article_of(row), matrices[row["id"]]) for row in rows]

    def _by_article(self, ids: Sequence[int]) -> dict[int, np.ndarray]:
        c = schema.passages.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(c.number, c.article_id).where(c.article_id.in_(ids)))
            owner = dict(rows.tuples().all())
        found = self.of(sorted(owner))
        owners = np.array([owner[number] for number in found.numbers.tolist()])
        return {id_: found.matrix[owners == id_] for id_ in ids}

    def unindexed(self) -> list[int]:
        """Return the numbers of the passages of which the index may not hold what the catalog says."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(schema.unindexed.c.number)))

    def entries(self, numbers: Sequence[int] | None = None) -> Iterator[list[Entry]]:
        """Yield what the index is to hold, many at a time: of some passages that are there, or of all in the order of their numbers."""
        yield from self._all_entries(schema.passages, self._means(), numbers)

    def staged_entries(self, means: Mapping[str, np.ndarray]) -> Iterator[list[Entry]]:
        """Yield what the index of a rebuild is to hold, centred by the means that it will have."""
        yield from self._all_entries(schema.staged, means)

    def _all_entries(
        self, table: sa.Table, means: Mapping[str, np.ndarray], numbers: Sequence[int] | None = None
    ) -> Iterator[list[Entry]]:
        if numbers is not None:
            for at in range(0, len(numbers), MANY):
                yield self._entries(table, table.c.number.in_(numbers[at : at + MANY]), means)
            return
        after = 0
        while found := self._entries(table, table.c.number > after, means):
            yield found
            after = found[-1].number

    def _entries(
        self, table: sa.Table, condition: sa.ColumnElement[bool], means: Mapping[str, np.ndarray]
    ) -> list[Entry]:
        a, b = schema.articles.c, schema.bodies.c
        text = sa.func.substr(b.body, table.c.start + 1, table.c.end - table.c.start).label("text")
        joined = table.join(schema.articles, a.id == table.c.article_id).join(schema.bodies, b.article_id == a.id)
        vector = table.c.get("vector")
        if vector is None:
            joined, vector = (
                joined.join(schema.vectors, schema.vectors.c.number == table.c.number),
                schema.vectors.c.vector,
            )
        columns = (a.uri, a.publisher, a.language, a.day)
        query = sa.select(table.c.number, table.c.start, table.c.end, text, vector, *columns).select_from(joined)
        with self._reading() as connection:
            rows = connection.execute(query.where(condition).order_by(table.c.number).limit(MANY)).all()
        return [
            Entry(
                row.number,
                centred(np.frombuffer(row.vector, _PRECISION).astype(np.float32), _mean(means, row.language)),
                row.text,
                {
                    "uri": row.uri,
                    "publisher": row.publisher,
                    "language": row.language,
                    "start": row.start,
                    "end": row.end,
                    "day": day_number(row.day),
                },
            )
            for row in rows
        ]

    def _read(self, conditions: Sequence[sa.ColumnElement[bool]], filters: Filters) -> CentredVectors:
        means = self._means()
        query = (
            sa.select(schema.passages.c.number, schema.articles.c.language, schema.vectors.c.vector)
            .select_from(
                schema.passages.join(schema.vectors, schema.vectors.c.number == schema.passages.c.number).join(
                    schema.articles, schema.articles.c.id == schema.passages.c.article_id
                )
            )
            .order_by(schema.passages.c.number)
        )
        if filters != Filters():
            query = query.where(*passing(filters))
        numbers: list[int] = []
        parts: list[np.ndarray] = []
        for condition in conditions:
            with self._reading() as connection:
                rows = connection.execute(query.where(condition)).all()
            if rows:
                raw = np.frombuffer(b"".join(row.vector for row in rows), _PRECISION).reshape(len(rows), -1)
                taken = np.stack([np.broadcast_to(_mean(means, row.language), raw.shape[1:]) for row in rows])
                numbers.extend(row.number for row in rows)
                parts.append(centred(raw.astype(np.float32), taken))
        return CentredVectors(np.array(numbers, np.int64), np.concatenate(parts)) if parts else _NO_VECTORS

    def _means(self) -> dict[str, np.ndarray]:
        c = schema.language_means.c
        with self._reading() as connection:
            rows = connection.execute(sa.select(c.language, c.pooled)).all()
        return {row.language: np.frombuffer(row.pooled, np.float32) for row in rows}


def _among(numbers: Sequence[int]) -> list[sa.ColumnElement[bool]]:
    return [schema.passages.c.number.in_(numbers[at : at + MANY]) for at in range(0, len(numbers), MANY)]


def day_number(day: str | None) -> int:
    """Return a day as a number such as 20241121, which Chroma can compare; 0 where it is unknown."""
    return int((day[:10].replace("-", "") + "0101")[:8]) if day else 0


def _mean(means: Mapping[str, np.ndarray], language: str) -> np.ndarray:
    # What was stored without a mean is not centred.
    return means.get(language, np.zeros(1, np.float32))


def texts_in(connection: sa.Connection, table: sa.Table, language: str, *, most: int) -> list[str]:
    """Return the texts of the first passages in a language, those of a rebuild where `table` says so."""
    a, b, p = schema.articles.c, schema.bodies.c, table.c
    query = (
        sa.select(sa.func.substr(b.body, p.start + 1, p.end - p.start))
        .select_from(table.join(schema.articles, a.id == p.article_id).join(schema.bodies, b.article_id == a.id))
        .where(a.language == language)
        .order_by(p.number)
        .limit(most)
    )
    return list(connection.scalars(query))

"""Which articles are prints of one story: their words and keys, by which later prints are compared with them.

Two tables over a connection whose transaction is the caller's. A print is looked up by its keys: 64-bit numbers of which
two prints of one text have some in common. However many prints share a key (an agency's last line, the frame of a
column), one lookup reads a bounded number of rows.
"""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive.schema import print_keys, prints

# Prints read of one key; the other keys of a print find its twins when one key is a line that everybody prints.
ROWS_OF_A_KEY = 32
_Id = TypeVar("_Id", int, str)
_NO_DAY = 0
_LAST_DAY = 10**7


@dataclass(frozen=True, slots=True)
class StoredPrint:
    """One article as it is compared with others.

    `words` are the hashes of its words in order (uint32), `keys` its keys (int64), `vector` the unit mean of its centred
    passage vectors (float32, shape (dimension,)) or None. `story` is the uri of one of the story's prints.
    """

    uri: str
    language: str
    publisher: str
    day: date | None
    words: np.ndarray
    keys: np.ndarray
    vector: np.ndarray | None
    story: str


class Prints:
    """The stored prints, over a connection; nothing is committed here."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, uri: str) -> StoredPrint | None:
        """Return the print of that article, None where there is none."""
        row = self._connection.execute(sa.select(prints).where(prints.c.uri == uri)).first()
        return _print(row) if row else None

    def members(self, story: str) -> list[str]:
        """Return the uris of a story's prints in the order in which they came."""
        query = sa.select(prints.c.uri).where(prints.c.story == story).order_by(prints.c.id)
        return list(self._connection.scalars(query))

    def sharing(
        self, keys: np.ndarray, *, first_day: date | None, last_day: date | None, least: int, most: int
    ) -> list[tuple[float, StoredPrint]]:
        """Return the `most` prints that share at least `least` of the keys and the rarest ones, with what ranks them.

        Only prints from `first_day` to `last_day` and those without a date are looked at; no bounds, all of them.
        """
        if not len(keys):
            return []
        first, last = (first_day.toordinal() if first_day else 1), (last_day.toordinal() if last_day else _LAST_DAY)
        found: dict[int, list[int]] = {}
        asked = [part for key in keys.tolist() for part in (key, first, last, key)]
        for key, number in self._connection.exec_driver_sql(_sharing(len(keys)), tuple(asked)):
            found.setdefault(key, []).append(number)
        best = ranked(list(found.values()), least=least, most=most)
        rows = self._connection.execute(sa.select(prints).where(prints.c.id.in_(list(best))))
        by_id = {row.id: _print(row) for row in rows}
        return [(weight, by_id[number]) for number, weight in best.items()]

    def put(self, stored: Sequence[StoredPrint]) -> None:
        """Put prints in, each in the place of an older one of the same uri."""
        for print_ in stored:
            row = {
                "uri": print_.uri,
                "language": print_.language,
                "publisher": print_.publisher,
                "day": print_.day.toordinal() if print_.day else _NO_DAY,
                "words": print_.words.astype("<u4").tobytes(),
                "minhash": print_.keys.astype("<i8").tobytes(),
                "vector": None if print_.vector is None else print_.vector.astype("<f2").tobytes(),
                "story": print_.story,
            }
            self._drop_keys(print_.uri)
            statement = insert(prints).values(row).on_conflict_do_update(index_elements=["uri"], set_=row)
            number = self._connection.scalar(statement.returning(prints.c.id))
            if len(print_.keys):
                self._connection.execute(
                    insert(print_keys).on_conflict_do_nothing(),
                    [{"key": key, "day": row["day"], "print": number} for key in print_.keys.tolist()],
                )

    def remove(self, uri: str) -> str | None:
        """Forget a print. Where it gave its story the name, the next of the story's prints gives it now and is returned."""
        self._drop_keys(uri)
        self._connection.execute(sa.delete(prints).where(prints.c.uri == uri))
        if not (others := self.members(uri)):
            return None
        self.rename_story(uri, others[0])
        return others[0]

    def rename_story(self, old: str, new: str) -> None:
        """Give all prints of one story another's name, which joins the two."""
        self._connection.execute(sa.update(prints).where(prints.c.story == old).values(story=new))

    def clear(self) -> None:
        """Forget all prints."""
        for table in (prints, print_keys):
            self._connection.execute(sa.delete(table))

    def _drop_keys(self, uri: str) -> None:
        old = self._connection.execute(
            sa.select(prints.c.id, prints.c.day, prints.c.minhash).where(prints.c.uri == uri)
        ).first()
        if old is None:
            return
        gone = sa.delete(print_keys).where(
            print_keys.c.key == sa.bindparam("of_key"), print_keys.c.day == old.day, print_keys.c.print == old.id
        )
        keys = np.frombuffer(old.minhash, "<i8").tolist()
        if keys:
            self._connection.execute(gone, [{"of_key": key} for key in keys])


@functools.cache
def _sharing(keys: int) -> str:
    """SQL with a bound of its own for each key, to be filled with (key, first day, last day, key) of each."""
    one = (
        f"SELECT * FROM (SELECT key, print FROM print_keys WHERE key = ? AND day BETWEEN ? AND ? LIMIT {ROWS_OF_A_KEY})"
        f" UNION ALL SELECT * FROM (SELECT key, print FROM print_keys WHERE key = ? AND day = {_NO_DAY} LIMIT {ROWS_OF_A_KEY})"
    )
    return " UNION ALL ".join([one] * keys)


def ranked(prints_of_keys: Sequence[Sequence[_Id]], *, least: int, most: int) -> dict[_Id, float]:
    """Return the prints that share most, each with its weight: a key that few prints have tells more than a line that all print."""
    shared: dict[_Id, int] = {}
    weights: dict[_Id, float] = {}
    for found in prints_of_keys:
        for print_ in found:
            shared[print_] = shared.get(print_, 0) + 1
            weights[print_] = weights.get(print_, 0.0) + 1 / len(found)
    enough = [print_ for print_, count in shared.items() if count >= least]
    return {print_: weights[print_] for print_ in sorted(enough, key=lambda one: -weights[one])[:most]}


def _print(row: sa.Row[tuple[object, ...]]) -> StoredPrint:
    return StoredPrint(
        uri=row.uri,
        language=row.language,
        publisher=row.publisher,
        day=date.fromordinal(row.day) if row.day else None,
        words=np.frombuffer(row.words, "<u4"),
        keys=np.frombuffer(row.minhash, "<i8"),
        vector=None if row.vector is None else np.frombuffer(row.vector, "<f2").astype(np.float32),
        story=row.story,
    )

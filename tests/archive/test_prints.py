"""The stored prints: what goes in comes out, and is found by the keys that it shares."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
import sqlalchemy as sa

from archive import schema
from archive.prints import ROWS_OF_A_KEY, Prints, StoredPrint


@pytest.fixture
def connection() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as opened:
        schema.metadata.create_all(opened)
        yield opened
    engine.dispose()


@pytest.fixture
def store(connection: sa.Connection) -> Prints:
    return Prints(connection)


def _print(uri: str, *keys: int, day: date | None = date(2025, 3, 3), story: str | None = None) -> StoredPrint:
    return StoredPrint(
        uri=uri,
        language="es",
        publisher="El Faro de Lumbre",
        day=day,
        words=np.array([7, 2**32 - 1, *range(len(keys))], np.uint32),
        keys=np.array(keys, np.int64),
        vector=np.array([0.5, -0.5, 0.25], np.float32),
        story=story or uri,
    )


def _sharing(
    store: Prints, *keys: int, first: date | None = None, last: date | None = None, least: int = 1
) -> list[str]:
    found = store.sharing(np.array(keys, np.int64), first_day=first, last_day=last, least=least, most=10)
    return [print_.uri for _, print_ in found]


def test_a_print_comes_back_as_it_was_stored(store: Prints) -> None:
    for stored in (_print("a", 1, -(2**63), 2**63 - 1), _print("b", day=None)):
        store.put([stored])
        known = store.known(stored.uri)
        assert known is not None and known.vector is not None and stored.vector is not None
        for name in ("uri", "language", "publisher", "day", "story"):
            assert getattr(known, name) == getattr(stored, name)
        assert known.words.tolist() == stored.words.tolist()
        assert known.keys.tolist() == stored.keys.tolist()
        assert known.vector.tolist() == stored.vector.tolist()
        assert known.vector.dtype == np.float32
    assert store.known("c") is None


def test_prints_are_found_by_the_keys_they_share_the_rarest_first(store: Prints) -> None:
    store.put([_print("a", 1, 2, 3), _print("b", 1, 2, 9), _print("c", 1, 5, 6)])
    assert _sharing(store, 1, 2, 3) == ["a", "b", "c"]
    assert _sharing(store, 1, 2, 3, least=2) == ["a", "b"]
    assert _sharing(store, 4) == []
    assert _sharing(store) == []


def test_only_the_days_asked_for_are_looked_at_and_prints_without_a_day(store: Prints) -> None:
    store.put([_print("early", 1, day=date(2025, 3, 1)), _print("late", 1, day=date(2025, 3, 9))])
    store.put([_print("some day", 1, day=None)])
    assert set(_sharing(store, 1, first=date(2025, 3, 1), last=date(2025, 3, 8))) == {"early", "some day"}
    assert set(_sharing(store, 1, first=date(2025, 3, 2), last=date(2025, 3, 8))) == {"some day"}
    assert set(_sharing(store, 1)) == {"early", "late", "some day"}


def test_a_line_that_everybody_prints_hides_nobody(store: Prints) -> None:
    store.put([_print(f"stranger {n}", 1, 2) for n in range(3 * ROWS_OF_A_KEY)])
    store.put([_print("twin", 1, 2, 3)])
    found = _sharing(store, 1, 2, 3)
    assert found[0] == "twin"
    assert len(found) == 10


def test_a_replaced_print_is_no_longer_found_by_what_it_said(store: Prints) -> None:
    store.put([_print("a", 1, 2)])
    store.put([_print("a", 3, day=date(2025, 4, 1))])
    assert _sharing(store, 1, 2) == []
    assert _sharing(store, 3) == ["a"]


def test_a_removed_print_leaves_the_others_together_under_the_next_ones_name(store: Prints) -> None:
    store.put([_print("a", 1), _print("b", 1, story="a"), _print("c", 1, story="a")])
    assert store.remove("a") == "b"
    assert store.known("a") is None
    assert _sharing(store, 1) == ["b", "c"]
    assert store.members("b") == ["b", "c"]
    assert store.members("a") == []
    assert store.remove("c") is None
    assert store.members("b") == ["b"]


def test_removing_what_is_not_there_changes_nothing(store: Prints) -> None:
    store.put([_print("a", 1)])
    store.remove("b")
    assert store.members("a") == ["a"]


def test_a_renamed_story_joins_the_other(store: Prints) -> None:
    store.put([_print("a"), _print("b"), _print("c", story="b")])
    store.rename_story("b", "a")
    assert store.members("a") == ["a", "b", "c"]
    assert store.members("b") == []


def test_no_keys_are_left_of_prints_that_are_gone(store: Prints, connection: sa.Connection) -> None:
    store.put([_print("a", 1, 2), _print("b", 1)])
    store.remove("a")
    assert connection.scalar(sa.select(sa.func.count()).select_from(schema.print_keys)) == 1
    store.clear()
    assert connection.scalar(sa.select(sa.func.count()).select_from(schema.print_keys)) == 0
    assert store.known("b") is None


def test_a_lookup_reads_by_the_key_and_never_the_whole_table(connection: sa.Connection) -> None:
    plan = connection.exec_driver_sql(
        "EXPLAIN QUERY PLAN SELECT print FROM print_keys WHERE key = 1 AND day BETWEEN 2 AND 3 LIMIT 32"
    ).all()
    assert [row[-1] for row in plan] == ["SEARCH print_keys USING PRIMARY KEY (key=? AND day>? AND day<?)"]

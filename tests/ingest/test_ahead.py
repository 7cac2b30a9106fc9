"""What is read ahead comes in order, with its errors, and nobody goes on reading for one who left."""

import threading
from collections.abc import Iterator

import pytest

from ingest.ahead import ahead


def test_all_items_come_in_their_order_however_many_there_are() -> None:
    assert list(ahead(range(1000))) == list(range(1000))
    assert list(ahead([])) == []
    assert list(ahead([None, "", 0])) == [None, "", 0]


def test_it_is_read_in_another_thread_before_it_is_asked_for() -> None:
    is_read = threading.Event()

    def two() -> Iterator[str]:
        yield threading.current_thread().name
        is_read.set()
        yield "second"

    items = ahead(two())
    assert next(items) != threading.current_thread().name
    assert is_read.wait(timeout=60)  # though nobody has asked for the second
    assert list(items) == ["second"]


@pytest.mark.parametrize("error", [ValueError("no disk"), KeyboardInterrupt()], ids=str)
def test_an_error_is_raised_where_it_is_waited_for_after_what_came_before(error: BaseException) -> None:
    def broken() -> Iterator[int]:
        yield from (1, 2)
        raise error

    items = ahead(broken())
    assert [next(items), next(items)] == [1, 2]
    with pytest.raises(type(error)) as raised:
        next(items)
    assert raised.value is error


@pytest.mark.parametrize("how", ["closed", "an error of the one who takes", "an error of the one who gives"])
def test_no_thread_is_left_of_it(how: str) -> None:
    given: list[int] = []

    def endless() -> Iterator[int]:
        while True:
            given.append(len(given))
            yield len(given)
            if how == "an error of the one who gives" and len(given) == 10:
                raise OSError

    before = threading.active_count()
    items = ahead(endless())
    if how == "closed":
        assert next(items) == 1
        items.close()  # type: ignore[attr-defined]  # a generator
    elif how == "an error of the one who takes":
        with pytest.raises(ZeroDivisionError):
            _take(items)
        items.close()  # type: ignore[attr-defined]  # as its end does where nothing holds it
    else:
        with pytest.raises(OSError):
            list(items)
    assert threading.active_count() == before
    so_far = len(given)
    assert so_far < 200 and len(given) == so_far


def _take(items: Iterator[int]) -> None:
    for item in items:
        item / 0  # what fails

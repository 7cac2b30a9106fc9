"""Read ahead while what was read before is worked on."""

import queue
import threading
from collections.abc import Iterable, Iterator
from typing import TypeVar

_One = TypeVar("_One")
_AHEAD = 64  # readings, a chunk of longer articles
_PATIENCE = 0.2  # seconds after which a reader looks whether anybody still waits for it


def ahead(items: Iterable[_One]) -> Iterator[_One]:
    """Yield the items, which a thread takes from where they come; its errors are raised here."""
    waiting: queue.Queue[tuple[_One] | BaseException | None] = queue.Queue(_AHEAD)
    is_over = threading.Event()

    def hand_on(one: tuple[_One] | BaseException | None) -> bool:
        while not is_over.is_set():
            try:
                waiting.put(one, timeout=_PATIENCE)
            except queue.Full:
                continue
            return True
        return False

    def read() -> None:
        try:
            for item in items:
                if not hand_on((item,)):
                    return
            hand_on(None)
        except BaseException as error:  # raised where it is waited for
            hand_on(error)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        while (one := waiting.get()) is not None:
            if isinstance(one, BaseException):
                raise one
            yield one[0]
    finally:
        is_over.set()
        reader.join()

"""The prints of a batch before they are stored: in memory what `archive.prints` is in SQLite."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from archive.prints import ROWS_OF_A_KEY, StoredPrint, ranked


class RememberedPrints:
    """Prints that are not stored yet, with the same verbs as `archive.prints.Prints`."""

    def __init__(self) -> None:
        self._prints: dict[str, StoredPrint] = {}
        self._keys: dict[int, dict[str, None]] = {}

    def known(self, uri: str) -> StoredPrint | None:
        """Return the print of that article, None where there is none."""
        return self._prints.get(uri)

    def members(self, story: str) -> list[str]:
        """Return the uris of a story's prints in the order in which they came."""
        return [uri for uri, print_ in self._prints.items() if print_.story == story]

    def all(self) -> list[StoredPrint]:
        """Return all prints in the order in which they came."""
        return list(self._prints.values())

    def sharing(
        self, keys: np.ndarray, *, first_day: date | None, last_day: date | None, least: int, most: int
    ) -> list[tuple[float, StoredPrint]]:
        """Return the `most` prints that share at least `least` of the keys and the rarest ones, with what ranks them."""
        prints_of_keys = []
        for key in keys.tolist():
            near = [uri for uri in self._keys.get(key, ()) if _within(self._prints[uri].day, first_day, last_day)]
            prints_of_keys.append(near[:ROWS_OF_A_KEY])
        best = ranked(prints_of_keys, least=least, most=most)
        return [(weight, self._prints[uri]) for uri, weight in best.items()]

    def put(self, stored: Sequence[StoredPrint]) -> None:
        """Put prints in, each in the place of an older one of the same uri."""
        for print_ in stored:
            self._drop_keys(print_.uri)
            self._prints[print_.uri] = print_
            for key in print_.keys.tolist():
                self._keys.setdefault(key, {})[print_.uri] = None

    def remove(self, uri: str) -> None:
        """Forget a print. Where it gave its story the name, the next of the story's prints gives it now."""
        self._drop_keys(uri)
        self._prints.pop(uri, None)
        if others := self.members(uri):
            self.rename_story(uri, others[0])

    def rename_story(self, old: str, new: str) -> None:
        """Give all prints of one story another's name, which joins the two."""
        for uri in self.members(old):
            self._prints[uri] = replace(self._prints[uri], story=new)

    def _drop_keys(self, uri: str) -> None:
        if uri in self._prints:
            for key in self._prints[uri].keys.tolist():
                self._keys.get(key, {}).pop(uri, None)


def _within(day: date | None, first_day: date | None, last_day: date | None) -> bool:
    return day is None or ((first_day is None or first_day <= day) and (last_day is None or day <= last_day))

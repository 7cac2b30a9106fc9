"""The passages nearest to a vector: by the index where it is sound, and exactly where it cannot know them or is not.

An index that is open never learns of what was written after. That need not be waited for: passages have numbers that only
grow, so those above the highest one at the time of opening are compared one by one, straight from the catalog, and for those
that went since, so many more are asked for. When they have become many, the index is opened anew, and also when a language got
a mean of its own, by which all its passages are centred then.
"""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from archive.catalog import Catalog
from archive.lock import is_being_written
from archive.records import Filters
from archive.soundness import (
    DATABASE,
    UNWRITABLE,
    has_kept_sizes,
    is_as_left,
    is_ours,
    is_writable,
    look_into,
    reason_of,
)
from archive.stored_vectors import CentredVectors

if TYPE_CHECKING:
    from archive.index import Index

# Passages that are compared one by one in about as long as the index takes (5 ms).
FEW = 2000
_TRIES = 3  # to open an index that somebody writes


class Neighbours:
    """One archive's index, lent to one thread at a time, and what stands in for it. `problem` says what is wrong with it."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self._folder = folder
        self._catalog = catalog
        self._lock = threading.RLock()
        self._index: Index | None = None
        self._name: str | None = None
        self._revision = -1
        self._opened_at = -1
        self._newest = 0
        self._count = 0
        self._gone = 0
        self._provisional: set[str] = set()
        self._differing: list[int] = []
        self._stale = 0  # at most so many of those does it hold
        self._sound: str | None = None  # an index that this process has seen to be sound
        self._kept: tuple[tuple[int, int, int], CentredVectors] | None = None
        self.problem = ""

    def close(self) -> None:
        """Let go of the index' files."""
        with self._lock:
            if self._index is not None:
                self._index.close()
            self._index, self._revision = None, -1

    def nearest(self, vector: np.ndarray, filters: Filters = Filters(), *, k: int) -> list[str]:
        """Return the ids of the k passages nearest to a unit vector (cosine) that pass the filters, best first."""
        expired = self._catalog.vectors.expired()
        found = self._nearest(vector, filters, k=k + len(expired))
        return [id_ for id_ in found if id_ not in expired][:k]

    def _nearest(self, vector: np.ndarray, filters: Filters, *, k: int) -> list[str]:
        if filters != Filters():
            few = self._catalog.vectors.few_passing(filters, most=FEW)
            if few is not None:
                return _ids(self._catalog.vectors.of(few).nearest(vector, k=k))
        with self._lock:
            for _ in range(2):  # an index that was put aside or damaged meanwhile is opened anew, once
                self._follow()
                if self._index is None:
                    break
                try:
                    found = dict(self._index.nearest(vector, filters, k=k + self._gone + self._stale))
                except BaseException as error:
                    self.close()
                    if is_ours(error):
                        raise
                    continue
                if self._gone:
                    there = self._catalog.vectors.those_there(list(found))
                    found = {number: cosine for number, cosine in found.items() if number in there}
                for number in self._differing:
                    found.pop(number, None)
                found |= dict(self._not_in_it(filters).nearest(vector, k=k))
                return _ids(sorted(found.items(), key=lambda one: -one[1])[:k])
            return _ids(self._not_in_it(filters).nearest(vector, k=k))

    @contextlib.contextmanager
    def index(self) -> Iterator["Index | None"]:
        """Lend the index as of the catalog's newest revision, None where there is no sound one."""
        with self._lock:
            self._follow()
            yield self._index

    def why_unsound(self) -> str:
        """Look at the index and return what is wrong with it, "" where nothing is; it is not opened here."""
        with self._lock:
            self.close()
            self._note_what_is_there()
            try:
                self.problem = self._why_unsound(looks_anyway=True) if self._name else "it was not made yet"
            except Exception as error:  # as where it is opened: files that go meanwhile, vectors that fit nothing
                if is_ours(error):
                    raise
                self.problem = reason_of(error)
            return self.problem

    def is_as_left(self) -> bool:
        """Whether the index' files are just as the last writer left them, which needs no opening."""
        name = self._catalog.note("index")
        is_written = self._catalog.note("index is written") == "1"
        return not is_written and name is not None and is_as_left(self._folder / name, self._catalog.note("seal"))

    def _follow(self) -> None:
        revision = self._catalog.revision()
        if revision == self._revision:
            return
        if self._index is None or self._catalog.note("index") != self._name or self._has_fallen_behind():
            self._open()
        self._revision = revision

    def _has_fallen_behind(self) -> bool:
        newer = self._catalog.vectors.count_after(self._newest)
        self._gone = self._count - (self._catalog.vectors.count() - newer)
        return newer + self._gone > FEW or bool(self._provisional & self._catalog.final_languages())

    def _open(self) -> None:
        for _ in range(_TRIES):
            self._try_to_open()
            if not self.problem or not self._is_being_changed():
                return

    def _is_being_changed(self) -> bool:
        """Whether somebody has written since it was opened or is writing: what looks wrong may be half of a change."""
        with self._catalog.as_of_this_moment():
            now = self._catalog.note("index"), self._catalog.revision()
            return now != (self._name, self._opened_at) or self._catalog.note("index is written") == "1"

    def _try_to_open(self) -> None:
        self.close()
        self._note_what_is_there()
        self.problem = ""
        if not self._count or self._name is None:
            return
        try:
            self.problem = self._why_unsound() or self._why_not_opened(self._folder / self._name)
        except BaseException as error:
            self.close()
            if is_ours(error):
                raise
            self.problem = reason_of(error)
        if self.problem:
            self.close()

    def _note_what_is_there(self) -> None:
        with self._catalog.as_it_is_now():
            self._opened_at = self._catalog.revision()
            self._name = self._catalog.note("index")
            self._newest = self._catalog.vectors.newest_number()
            self._differing = self._catalog.vectors.unindexed()
            there, indexed = self._catalog.vectors.those_there(self._differing), self._catalog.vectors.newest_indexed()
            self._stale = sum(number not in there or number < indexed for number in self._differing)
            self._count, self._gone = self._catalog.vectors.count(), 0
            self._provisional = set(self._catalog.language_means()) - self._catalog.final_languages()

    def _why_unsound(self, *, looks_anyway: bool = False) -> str:
        folder = self._folder / str(self._name)
        if not folder.is_dir():
            return "its folder is gone"
        if not (folder / DATABASE).is_file():
            return "its database is gone"
        if not is_writable(folder):
            return UNWRITABLE
        is_written = self._catalog.note("index is written") == "1"
        if not is_written and not has_kept_sizes(folder, self._catalog.note("seal")):
            return "its files are not as long as they were"
        if not looks_anyway and is_as_left(folder, self._catalog.note("seal"), but_for=[DATABASE]):
            self._sound = self._name
        elif looks_anyway or not (is_written and self._sound == self._name and is_being_written(self._folder)):
            sample = self._catalog.vectors.sample()
            looked = look_into(folder, sample, self._catalog.vectors.texts(sample.numbers.tolist()))
            if looked.problem or self._should_hold_some(looked.missing):
                return looked.problem or "passages are not found by their own vectors"
            if self._should_hold_some(looked.differing):
                return "it keeps passages otherwise than the catalog"
            self._sound = self._name
            return self._why_miscounted(looked.count, is_written=is_written and not looks_anyway)
        return ""

    def _why_not_opened(self, folder: Path) -> str:
        # Chroma takes a second to import, which an unchanged nightly run need not wait for.
        from archive.index import Index

        self._index = Index(folder)
        return self._why_miscounted(self._index.count(), is_written=self._catalog.note("index is written") == "1")

    def _why_miscounted(self, held: int, *, is_written: bool) -> str:
        if not is_written and abs(held - self._count) > len(self._differing):
            return f"it holds {held:,} of {self._count:,} passages"
        return ""

    def _should_hold_some(self, numbers: Sequence[int]) -> bool:
        """Whether the index is to hold any of these passages at this moment: others may have gone while it was looked into."""
        with self._catalog.as_of_this_moment():
            there = self._catalog.vectors.of(numbers).numbers.tolist()
            return not {*there} <= {*self._catalog.vectors.unindexed()}

    def _not_in_it(self, filters: Filters) -> CentredVectors:
        """Return the passages that the index cannot know, or knows otherwise."""
        vectors = self._catalog.vectors
        newest, differing = (0, []) if self._index is None else (self._newest, self._differing)
        if filters != Filters():
            return vectors.after(newest, filters, besides=differing)
        key = (newest, self._opened_at, self._catalog.revision())
        if self._kept is None or self._kept[0] != key:
            self._kept = (key, vectors.after(newest, besides=differing))
        return self._kept[1]


def _ids(found: list[tuple[int, float]]) -> list[str]:
    return [str(number) for number, _ in found]

"""One story, many prints: which articles are copies of one text, told as they come in.

A print is compared with the prints of its language and of the days around it that share some of its keys, never with the
whole archive. Each stays an article of its own; what they share is the name of their story.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

import numpy as np

from archive.prints import StoredPrint
from archive.remembered_prints import RememberedPrints
from ingest.stories.likeness import Setting, compare
from ingest.stories.shingles import keys_of, word_hashes

WINDOW_DAYS = 5  # a column is back after seven
LEAST_SHARED_KEYS = 2  # one in common is chance
MOST_CANDIDATES = 24
# Two stories become one by a print that matches both only where it surely matches both (a copy of today's column matches
# yesterday's a little) and both mean the same (a digest of the day matches many).
SURE_MARGIN = 2.0
SAME_MEANING = 0.4


@dataclass(frozen=True)
class Print:
    """An article on its way into the archive.

    `publisher` may be empty. `day` is an ISO day, None where it is unknown: such a print is compared with those of all days. `text` is headline and
    body; `vector` the unit mean of the centred passage vectors, float32, shape (dimension,), None where there is none.
    """

    uri: str
    language: str
    publisher: str
    day: str | None
    text: str
    vector: np.ndarray | None


@dataclass(frozen=True)
class Placement:
    """Where the prints of a batch belong: what is to be written, in this order.

    `renamed` are stored stories with the name they have from now on; then `prints` are stored, each in the place of an older
    one of the same uri.
    """

    renamed: list[tuple[str, str]]
    prints: list[StoredPrint]

    @property
    def stories(self) -> dict[str, str]:
        """The story of each print of the batch, by uri."""
        return {print_.uri: print_.story for print_ in self.prints}


class StoredPrints(Protocol):
    """What placing needs to know of the prints that are stored; `archive.prints.Prints` knows it."""

    def known(self, uri: str) -> StoredPrint | None:
        """Return the print of that article, None where there is none."""

    def members(self, story: str) -> list[str]:
        """Return the uris of a story's prints in the order in which they came."""

    def sharing(
        self, keys: np.ndarray, *, first_day: date | None, last_day: date | None, least: int, most: int
    ) -> list[tuple[float, StoredPrint]]:
        """Return the `most` prints that share at least `least` of the keys and the rarest ones, with what ranks them."""


class Clusterer:
    """Finds each print's story among the stored prints and those of the same batch. Writes nothing."""

    def __init__(self, stored: StoredPrints, setting: Setting) -> None:
        self._stored = stored
        self._setting = setting

    def place(self, batch: Sequence[Print]) -> Placement:
        """Return where the prints belong. A uri that is known already is placed anew, unless nothing of it changed.

        A story is named by the uri of its first known print. Where a print joins two stories, the one with the earlier
        print gives the name; where the print that gave it goes to another story, the next one does.
        """
        draft = _Draft(self._stored, batch)
        for print_ in batch:
            draft.add(self._placed(print_, draft))
        return Placement(draft.renamed, draft.fresh.all())

    def _placed(self, print_: Print, draft: "_Draft") -> StoredPrint:
        new = read_print(print_)
        old = self._stored.known(print_.uri)
        if old is not None and _says_the_same(old, new):
            return replace(new, story=draft.name_now(old.story))
        matches = self._matches(new, draft)
        if not matches:
            draft.free_name(new.uri)
            return new
        _, best = matches[0]
        joined = [
            other
            for margin, other in matches
            if other.story == best.story or (margin >= SURE_MARGIN and _mean_the_same(best, other))
        ]
        story = min(joined, key=lambda other: (other.day or date.max, other.story)).story
        for other in dict.fromkeys(other.story for other in joined):
            if other != story:
                draft.rename(other, story)
        if story != new.uri:
            draft.free_name(new.uri)
        return replace(new, story=story)

    def _matches(self, new: StoredPrint, draft: "_Draft") -> list[tuple[float, StoredPrint]]:
        """Return the prints that are copies of the new one with their margins, likeliest first."""
        compared = [(self._setting.margin(compare(new, other)), other) for other in draft.candidates(new)]
        return sorted((match for match in compared if match[0] >= 0), key=lambda match: (-match[0], match[1].uri))


def read_print(print_: Print) -> StoredPrint:
    """Return a print as it is stored and compared, a story of its own as yet."""
    words = word_hashes(print_.text)
    return StoredPrint(
        uri=print_.uri,
        language=print_.language,
        publisher=print_.publisher,
        day=_day(print_.day),
        words=words,
        keys=keys_of(words, language=print_.language),
        vector=print_.vector,
        story=print_.uri,
    )


class _Draft:
    """The stored prints as they will be once the batch is stored."""

    def __init__(self, stored: StoredPrints, batch: Sequence[Print]) -> None:
        self.fresh = RememberedPrints()
        self.renamed: list[tuple[str, str]] = []
        self._stored = stored
        self._replaced = {print_.uri for print_ in batch}

    def add(self, print_: StoredPrint) -> None:
        self.fresh.put([print_])

    def candidates(self, new: StoredPrint) -> list[StoredPrint]:
        first, last = _window(new.day)
        found = [
            (weight, replace(other, story=self.name_now(other.story)))
            for weight, other in self._stored.sharing(
                new.keys, first_day=first, last_day=last, least=LEAST_SHARED_KEYS, most=MOST_CANDIDATES
            )
            if other.uri not in self._replaced
        ]
        found += self.fresh.sharing(
            new.keys, first_day=first, last_day=last, least=LEAST_SHARED_KEYS, most=MOST_CANDIDATES
        )
        return [other for _, other in sorted(found, key=lambda match: -match[0])[:MOST_CANDIDATES]]

    def rename(self, old: str, new: str) -> None:
        self.renamed.append((old, new))
        self.fresh.rename_story(old, new)

    def free_name(self, uri: str) -> None:
        """See to it that no other prints go by the name of one that leaves them."""
        if others := self._members(uri):
            self.rename(uri, others[0])

    def name_now(self, story: str) -> str:
        for old, new in self.renamed:
            if story == old:
                story = new
        return story

    def _members(self, story: str) -> list[str]:
        names = [story, *(old for old, _ in self.renamed if old != story and self.name_now(old) == story)]
        stored = [uri for name in names if self.name_now(name) == story for uri in self._stored.members(name)]
        return [uri for uri in stored if uri not in self._replaced] + self.fresh.members(story)


def _says_the_same(old: StoredPrint, new: StoredPrint) -> bool:
    return (old.language, old.day) == (new.language, new.day) and np.array_equal(old.words, new.words)


def _mean_the_same(one: StoredPrint, other: StoredPrint) -> bool:
    return one.vector is None or other.vector is None or float(one.vector @ other.vector) >= SAME_MEANING


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


def _window(day: date | None) -> tuple[date, date] | tuple[None, None]:
    if day is None:
        return None, None
    first, last = day.toordinal() - WINDOW_DAYS, day.toordinal() + WINDOW_DAYS
    return date.fromordinal(max(1, first)), date.fromordinal(min(last, date.max.toordinal()))

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
from ingest.stories.figures import contradict
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


class StoredPrints(Protocol):
    """The prints that are stored; `archive.prints.Prints` knows them."""

    def known(self, uri: str) -> StoredPrint | None:
        """Return the print of that article, None where there is none."""

    def sharing(
        self, keys: np.ndarray, *, first_day: date | None, last_day: date | None, least: int, most: int
    ) -> list[tuple[float, StoredPrint]]:
        """Return the `most` prints that share at least `least` of the keys and the rarest ones, with what ranks them."""

    def put(self, stored: Sequence[StoredPrint]) -> None:
        """Put prints in, each in the place of an older one of the same uri."""

    def remove(self, uri: str) -> str | None:
        """Forget a print. Where it gave its story the name, the next of the story's prints gives it now and is returned."""

    def rename_story(self, old: str, new: str) -> None:
        """Give all prints of one story another's name, which joins the two."""


class Clusterer:
    """Puts each print into its story among the stored prints, one after the other."""

    def __init__(self, stored: StoredPrints, setting: Setting) -> None:
        self._stored = stored
        self._setting = setting

    def place(self, batch: Sequence[Print]) -> None:
        """Store the prints. A uri that is known already is placed anew, unless nothing of it changed.

        A story is named by the uri of its first known print. Where a print joins two stories, the one with the earlier
        print gives the name; where the print that gave it goes to another story, the next one does.
        """
        changed: list[tuple[StoredPrint, str | None]] = []
        for new in map(read_print, batch):
            old = self._stored.known(new.uri)
            if old is not None and _says_the_same(old, new):
                self._stored.put([replace(new, story=old.story)])
            else:
                # All of them first: what they said before must not draw the others of the batch.
                changed.append((new, self._stored.remove(new.uri)))
        for new, heir in changed:
            story = self._story(new)
            if story == heir:  # it comes back to the story that it gave the name
                self._stored.rename_story(story, new.uri)
                story = new.uri
            self._stored.put([replace(new, story=story)])

    def _story(self, new: StoredPrint) -> str:
        matches, strangers = self._matches(new)
        matches = [(margin, other) for margin, other in matches if other.story not in strangers]
        if not matches:
            return new.uri
        _, best = matches[0]
        of_best = [other for _, other in matches if other.story == best.story]
        joined = [
            other
            for margin, other in matches
            if other.story == best.story
            or (
                margin >= SURE_MARGIN
                and _mean_the_same(best, other)
                and not any(contradict(other, one) for one in of_best)
            )
        ]
        story = min(joined, key=lambda other: (other.day or date.max, other.story)).story
        for other in dict.fromkeys(other.story for other in joined):
            if other != story:
                self._stored.rename_story(other, story)
        return story

    def _matches(self, new: StoredPrint) -> tuple[list[tuple[float, StoredPrint]], frozenset[str]]:
        """Return the prints that are copies of the new one with their margins, likeliest first, and the stories it is none of.

        A story that has a print with other figures or another day is another issue of a series, however much the rest of it is alike.
        """
        first, last = _window(new.day)
        near = self._stored.sharing(
            new.keys, first_day=first, last_day=last, least=LEAST_SHARED_KEYS, most=MOST_CANDIDATES
        )
        compared = [(self._setting.margin(compare(new, other)), other) for _, other in near]
        matches = sorted((match for match in compared if match[0] >= 0), key=lambda match: (-match[0], match[1].uri))
        return matches, frozenset(other.story for _, other in matches if contradict(other, new))


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

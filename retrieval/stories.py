"""The stories that a question's passages stand in, read whole: headline and lead first, then what lies nearest."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np

from archive.records import DaySpan, Passage
from archive.store import Archive
from retrieval.late_interaction import RankedPassage
from retrieval.question import Question

# Passages read of one story: a live report of a whole day has hundreds. The lead is always among them.
PASSAGES = 12
# A story's weight is that of its best passage and half of what the question's least matched fifth finds in it: a passage
# may sound alike and lack the very name that is asked for.
LEAST_MATCHED = 0.5
LAST_MONTH = 0.05
FAVOURED_DAYS = 0.15
# Few words find as much elsewhere: on our own follow-ups what they are about lies up to .3 behind, seldom further.
NEAR_STORIES = 0.35
_MONTH = timedelta(days=31)


@dataclass(frozen=True)
class Story:
    """One story with the passages that were read of it: those of one print in the order of its body, then others' own.

    `matches` holds, for each token of the question, its best cosine with any token that was read, shape (tokens,).
    """

    passages: tuple[RankedPassage, ...]
    matches: np.ndarray

    @property
    def first(self) -> Passage:
        """The first passage that was read, which carries what is known of the article."""
        return self.passages[0].passage

    @property
    def best(self) -> RankedPassage:
        """The passage that matches the question best."""
        return max(self.passages, key=lambda ranked: ranked.passage.score)

    @property
    def score(self) -> float:
        """How much the story has to do with the question."""
        return self.best.passage.score + LEAST_MATCHED * least_fifth(self.matches)


@dataclass(frozen=True)
class Order:
    """What besides the question's words decides which stories come first: the days it names, else how new they are.

    `today` is the ISO day that the question is asked on, None for the real one; `near` are the stories that the conversation is about.
    """

    favoured: DaySpan | None = None
    today: str | None = None
    near: Collection[str] = frozenset()

    def best_first(self, stories: Iterable[Story]) -> list[Story]:
        """Return the stories in order."""
        return sorted(stories, key=lambda story: -(story.score + self._bonus_of(story)))

    def _bonus_of(self, story: Story) -> float:
        return self._bonus(story.best.passage.published) + NEAR_STORIES * (story.first.story in self.near)

    def _bonus(self, published: str | None) -> float:
        if self.favoured is not None:
            return FAVOURED_DAYS * self.favoured.holds(published)
        today = date.fromisoformat(self.today) if self.today else datetime.now(UTC).date()
        return LAST_MONTH * DaySpan(since=(today - _MONTH).isoformat(), until=today.isoformat()).holds(published)


def least_fifth(matches: np.ndarray) -> float:
    """Return the cosine that a fifth of the question's tokens stay below, 0 without any."""
    return float(np.quantile(matches, 0.2)) if len(matches) else 0.0


def group_stories(ranked: Iterable[RankedPassage]) -> list[Story]:
    """Return the stories of some passages, made of these passages alone."""
    by_story: dict[str, list[RankedPassage]] = {}
    for one in ranked:
        by_story.setdefault(one.passage.story, []).append(one)
    return [_story(found) for found in by_story.values()]


def to_be_read(story: Story, question: Question, archive: Archive, *, most: int = PASSAGES) -> dict[str, Passage]:
    """Return the passages of a story's print that are worth reading besides those known, by id."""
    known = {(one.passage.uri, one.passage.start) for one in story.passages}
    passages = archive.catalog.passages_of(story.best.passage.uri)
    missing = [id_ for id_, passage in passages.items() if (passage.uri, passage.start) not in known]
    room = max(0, most - (len(passages) - len(missing)))
    if len(missing) > room:
        lead = [id_ for id_ in missing if passages[id_].start == min(p.start for p in passages.values())]
        stored = archive.vectors_of(missing)
        nearest = sorted(stored, key=lambda id_: -float(stored[id_] @ question.vector))
        missing = list(dict.fromkeys([*lead, *nearest]))[:room]
    return {id_: passages[id_] for id_ in passages if id_ in set(missing)}


def with_passages(story: Story, read: Sequence[RankedPassage]) -> Story:
    """Return the story with further passages."""
    return _story([*story.passages, *read])


def _story(found: Sequence[RankedPassage]) -> Story:
    best = max(found, key=lambda one: one.passage.score).passage.uri
    in_order = sorted(found, key=lambda one: (one.passage.uri != best, one.passage.uri, one.passage.start))
    matches = np.max([one.cosines.max(axis=1, initial=-1.0) for one in in_order], axis=0)
    return Story(tuple(in_order), matches)

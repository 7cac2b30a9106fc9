"""The sentences of the stories that were read, each judged in its place: what stands around it, and what it holds.

A sentence that answers often names nobody ("She was born in Lima"): who she is stands in the sentence before it or in the
headline. So a sentence is judged by what it matches of the question itself, together with its neighbours and under its
headline, and by whether it holds the kind of thing that is asked for.
"""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from answering.answer_kinds import holds_kind, holds_name
from archive.records import Passage
from archive.sentences import sentence_spans
from retrieval.late_interaction import RankedPassage
from retrieval.stories import Story, least_fifth

# Characters of a body within which a sentence counts as its lead.
_LEAD = 600
_HEADLINE = -10_000  # farther than any headline reaches before its text


@dataclass(frozen=True)
class Sentence:
    """A sentence of a story that was read; `start` and `end` are characters of its article's body.

    `place` numbers the sentences of an article, neighbours by neighbouring numbers. `matches` holds, for each token of the
    question, its best cosine with one of the sentence's, shape (tokens,).
    """

    passage: Passage
    start: int
    end: int
    text: str
    place: int
    matches: np.ndarray


@dataclass(frozen=True)
class ReadStory:
    """A story with its sentences in order; `headline` holds the matches of the question's tokens with the headline's."""

    story: Story
    sentences: tuple[Sentence, ...]
    headline: np.ndarray


def read(story: Story) -> ReadStory:
    """Cut a story's passages into sentences."""
    sentences: list[Sentence] = []
    for ranked in story.passages:
        passage = ranked.passage
        for start, end in sentence_spans(passage.text, language=passage.language):
            last = sentences[-1] if sentences else None
            begins = passage.start + start
            follows = last is not None and last.passage.uri == passage.uri and 0 <= begins - last.end <= _BETWEEN
            sentences.append(
                Sentence(
                    passage,
                    begins,
                    passage.start + end,
                    passage.text[start:end],
                    (last.place if last else 0) + (1 if follows else 2),
                    ranked.matches(start, end),
                )
            )
    return ReadStory(story, tuple(sentences), story.passages[0].matches(_HEADLINE, 0))

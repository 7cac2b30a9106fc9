"""The sentences of the stories that were read, each judged in its place: what stands around it, and what it holds.

A sentence that answers often names nobody ("She was born in Lima"): who she is stands in the sentence before it or in the
headline. So a sentence is judged by what it matches of the question itself, together with its neighbours and under its
headline, and by whether it holds the kind of thing that is asked for.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answering.answer_kinds import holds_kind, holds_name
from archive.records import Passage
from language.sentences import is_time_mark, sentence_spans
from retrieval.late_interaction import LONGEST
from retrieval.stories import Story

# Characters of a body within which a sentence counts as its lead, and words below which it is a label ("AP", "Read more").
_LEAD = 600
_LABEL = 4
# Log odds beyond which a reader that was fitted on other people's questions is no surer.
_SUREST = 10.0
# Characters between two passages that are neighbours: the white space between sentences and paragraphs.
_BETWEEN = 4


@dataclass(frozen=True)
class Sentence:
    """A sentence of a story that was read; `start` and `end` are characters of its article's body.

    `place` numbers the sentences of an article, neighbours by neighbouring numbers. `matches` holds, for each token of the
    question, its best cosine with one of the sentence's, shape (tokens,). `answers` is the log odds of its holding the answer
    against its passage's holding none, `passage_answers` that of any sentence there, as read together with the question.
    """

    passage: Passage
    start: int
    end: int
    text: str
    place: int
    matches: np.ndarray
    answers: float = 0.0
    passage_answers: float = 0.0


@dataclass(frozen=True)
class ReadStory:
    """A story with its sentences in order.

    `headline` holds the matches of the question's tokens with the headline's, `best` the best of any sentence, both of shape
    (tokens,).
    """

    story: Story
    sentences: tuple[Sentence, ...]
    headline: np.ndarray
    best: np.ndarray


def read(story: Story) -> ReadStory:
    """Cut a story's passages into sentences."""
    sentences: list[Sentence] = []
    for ranked in story.passages:
        passage = ranked.passage
        anywhere = bounded(ranked.answers_within(-LONGEST, LONGEST))
        for start, end in sentence_spans(passage.text, language=passage.language):
            if is_time_mark(passage.text[start:end]):
                continue
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
                    bounded(ranked.answers_within(start, end)),
                    anywhere,
                )
            )
    headline = story.passages[0].matches(-LONGEST, 0)
    best = np.max([sentence.matches for sentence in sentences], axis=0) if sentences else headline
    return ReadStory(story, tuple(sentences), headline, best)


@dataclass(frozen=True)
class JudgedSentence:
    """A sentence and how probably it answers, in log odds; `names_nobody` tells one that others must explain."""

    sentence: Sentence
    score: float
    names_nobody: bool


@dataclass(frozen=True)
class AskedFor:
    """What a sentence is judged by besides its matches.

    `kind` is the kind of thing that the answer must hold, `words` are the question's own in lower case, and `focus` says which
    of its tokens ask, shape (tokens,): of two sentences the first one only tells what the second one asks about.
    """

    kind: str
    words: frozenset[str]
    focus: np.ndarray


def judge(stories: Sequence[ReadStory], asked: AskedFor, weights: Mapping[str, float]) -> list[JudgedSentence]:
    """Return the sentences of the stories, best first, weighed by a setting that `python -m evaluation fit` made."""
    judged = []
    for story in stories:
        for n, sentence in enumerate(story.sentences):
            features = sentence_features(story, n, asked)
            score = sum(weights[name] * value for name, value in features.items())
            names_nobody = not holds_name(sentence.text, language=sentence.passage.language, known=frozenset())
            judged.append(JudgedSentence(sentence, score, names_nobody))
    return sorted(judged, key=lambda one: -one.score)


def sentence_features(story: ReadStory, n: int, asked: AskedFor) -> dict[str, float]:
    """Return what tells whether the story's n-th sentence answers."""
    sentence = story.sentences[n]
    around = [
        other
        for other in story.sentences[max(0, n - 1) : n + 2]
        if other.passage.uri == sentence.passage.uri and abs(other.place - sentence.place) <= 1
    ]
    before = [other for other in around if other.place <= sentence.place]
    words = len(sentence.text.split())
    holds = holds_kind(sentence.text, asked.kind, language=sentence.passage.language, known=asked.words)
    return {
        "own": mean_match(sentence.matches, asked),
        "with the one before": mean_match(_together(before), asked),
        "with its neighbours": mean_match(_together(around), asked),
        "passage": sentence.passage.score,
        "story": story.story.score,
        "lead": float(sentence.place <= 3 and sentence.start < _LEAD),
        "lacks the kind": float(not holds),
        "label": float(words < _LABEL),
        "length": math.log(max(words, 1)),
        "says best": float((sentence.matches >= story.best - 1e-6)[asked.focus].mean()) if asked.focus.any() else 0.0,
        "answers": sentence.answers,
        "passage answers": sentence.passage_answers,
        "asks": float(sentence.text.rstrip().endswith(("?", "？", "؟"))),
    }


def bounded(odds: float) -> float:
    """Return log odds within what they can be trusted for."""
    return max(-_SUREST, min(_SUREST, odds))


def words_of(text: str) -> frozenset[str]:
    """Return a text's words in lower case."""
    return frozenset(re.findall(r"\w+", text.casefold()))


def _together(sentences: Sequence[Sentence]) -> np.ndarray:
    return np.asarray(np.max([sentence.matches for sentence in sentences], axis=0))


def mean_match(matches: np.ndarray, asked: AskedFor) -> float:
    """Return the mean match of those of the question's tokens that ask."""
    return float(matches[asked.focus].mean()) if asked.focus.any() else 0.0

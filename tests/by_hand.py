"""Questions, passages and stories made by hand, without a model: a word matches itself and nothing else."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from archive.records import Article, Passage
from retrieval.late_interaction import RankedPassage, max_sim
from retrieval.question import Question
from retrieval.search import Findings
from retrieval.stories import Story, group_stories


def words_and_places(text: str) -> list[tuple[str, int, int]]:
    """Return the words of a text in lower case with their characters."""
    return [(match.group().casefold(), match.start(), match.end()) for match in re.finditer(r"\w+", text)]


def asked(text: str, odds: Mapping[str, float] | None = None) -> Question:
    """Return a question of one token a word."""
    words = words_and_places(text)
    spans = np.array([(start, end) for _, start, end in words], np.int32).reshape(-1, 2)
    nothing = np.zeros((len(words), 3), np.float32)
    unique = tuple(dict.fromkeys(word for word, _, _ in words))
    return Question(text, odds or {"en": 1.0}, np.zeros(3, np.float32), nothing, spans, nothing[:0], unique)


def found(question: str, passage: Passage) -> RankedPassage:
    """Return a passage as it was read for a question: the cosine of two words is 1 where they are the same, else 0."""
    headline = f"{passage.headline}\n" if passage.headline else ""
    told = [
        (word, start - len(headline), end - len(headline))
        for word, start, end in words_and_places(headline + passage.text)
    ]
    wanted = [word for word, _, _ in words_and_places(question)]
    cosines = np.array([[float(one == word) for word, _, _ in told] for one in wanted], np.float32)
    cosines = cosines.reshape(len(wanted), len(told))
    spans = np.array([(start, end) for _, start, end in told], np.int32).reshape(-1, 2)
    return RankedPassage(replace(passage, score=max_sim(cosines)), cosines, spans)


def passage_of(
    article: Article, start: int = 0, end: int | None = None, *, text: str = "", story: str = "", score: float = 0.0
) -> Passage:
    """Return a slice of an article, the whole of it unless told otherwise."""
    end = len(article.body) if end is None else end
    return Passage(
        article.uri,
        start,
        end,
        text or article.body[start:end],
        article.headline,
        article.publisher,
        article.published,
        article.language,
        article.url,
        story=story or article.uri,
        score=score,
    )


def story_of(question: str, article: Article, *cuts: int, story: str = "") -> Story:
    """Return the story that an article tells, read in passages that are cut at these characters; white space stays between."""
    edges = [0, *cuts, len(article.body)]
    passages = []
    for start, end in pairwise(edges):
        text = article.body[start:end]
        left = len(text) - len(text.lstrip())
        passages.append(passage_of(article, start + left, start + len(text.rstrip()), story=story))
    (made,) = group_stories([found(question, passage) for passage in passages])
    return made


def findings_of(question: Question, stories: Sequence[Story]) -> Findings:
    """Return what a search found, made of stories."""
    return Findings(question, tuple(ranked for story in stories for ranked in story.passages), tuple(stories))

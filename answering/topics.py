"""Which stories are about a topic, and where in time they lie."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import numpy as np

from answering.holding import MISSING, Searchable, holds
from answering.understanding.names import Named
from archive.records import Article, DaySpan
from retrieval.stories import Story

# Stories looked at for a topic, by so many passages each, and how close to the best one another must be, as a share of its
# score, to be about the same. Set on the fitting half of our questions.
CANDIDATES = 20
OF_A_STORY = 2
ABOUT = 0.66
# News in brief holds few of a topic's words ("The letter reached the clerk at noon"), yet is a step of its timeline where it means much
# the same (cosine of the mean passage vectors) as a story that surely is about it. In the sample's threads such pairs lie from .36 to .80,
# other stories that hold the name up to .36; across languages both lie lower and cannot be told apart.
_SURELY_ABOUT, _BRIEFLY_ABOUT, _MEANS_THE_SAME = 0.8, 0.5, 0.4
# A story about a day is printed some days later; what was announced for it, a few before.
_BEFORE, _AFTER = timedelta(days=3), timedelta(days=7)


def about_it(
    stories: Sequence[Story],
    names: Sequence[Named],
    articles: Mapping[str, Article],
    *,
    asked_in: str,
    meanings: Mapping[str, np.ndarray],
) -> list[Story]:
    """Return the stories about the topic: nearly as close to it as the best one, and holding the names that it has.

    Those count too that are less close, but mean the same as one that surely is; `meanings` are unit vectors of articles by uri.
    """
    named = [story for story in stories if _holds_names(story, names, articles, asked_in)]
    if not named:
        return []
    best = max(story.score for story in named)
    surely = [meanings[s.first.uri] for s in named if s.score >= _SURELY_ABOUT * best and s.first.uri in meanings]

    def is_about(story: Story) -> bool:
        if story.score >= min(best, ABOUT * best):
            return True
        meaning = meanings.get(story.first.uri)
        if meaning is None or story.score < _BRIEFLY_ABOUT * best:
            return False
        return any(meaning @ other >= _MEANS_THE_SAME for other in surely)

    return [story for story in named if is_about(story)]


def lies_near(published: str | None, span: DaySpan) -> bool:
    """Whether a story was printed in a span of days, or so shortly before or after that it may tell of them."""
    since = (date.fromisoformat(span.since) - _BEFORE).isoformat() if span.since else None
    until = (date.fromisoformat(span.until) + _AFTER).isoformat() if span.until else None
    return DaySpan(since, until).holds(published)


def _holds_names(story: Story, names: Sequence[Named], articles: Mapping[str, Article], asked_in: str) -> bool:
    article = articles.get(story.first.uri)
    if article is None or not names:
        return article is not None
    text = Searchable("\n".join((article.headline, article.body, article.dateline, article.byline, article.publisher)))
    return all(
        holds(named, text, question_language=asked_in, text_language=article.language) != MISSING for named in names
    )

"""Which stories are about a topic, and where in time they lie."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from answering.holding import MISSING, Searchable, holds
from answering.understanding.names import Named
from archive.records import Article, DaySpan
from retrieval.stories import Story

# Stories looked at for a topic, by so many passages each, and how close to the best one another must be, as a share of its
# score, to be about the same. Set on the fitting half of our questions.
CANDIDATES = 20
OF_A_STORY = 2
ABOUT = 0.66
# A story about a day is printed some days later; what was announced for it, a few before.
_BEFORE, _AFTER = timedelta(days=3), timedelta(days=7)


def about_it(
    stories: Sequence[Story], names: Sequence[Named], articles: Mapping[str, Article], *, asked_in: str
) -> list[Story]:
    """Return the stories about the topic: nearly as close to it as the best one, and holding the names that it has."""
    named = [story for story in stories if _holds_names(story, names, articles, asked_in)]
    if not named:
        return []
    best = max(story.score for story in named)
    least = min(best, ABOUT * best)
    return [story for story in named if story.score >= least]


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

"""What is known of a topic, told by its stories: the latest first, or from the beginning, a day and a sentence a step."""

from collections.abc import Mapping, Sequence

from answering.answer_kinds import holds_name
from answering.holding import MISSING, Searchable, holds
from answering.quoting import Excerpt
from answering.reading import ReadStory, Sentence
from answering.understanding.names import Named
from archive.records import Article
from retrieval.stories import Story, least_fifth

# Stories looked at for an overview, by so many passages each, and how close to the best one another must be, as a share of its
# score, to be about the same. Set on the fitting half of our questions.
CANDIDATES = 20
OF_A_STORY = 2
ABOUT = 0.66
LATEST = 4
STEPS = 8
# How much worse the lead may match the topic than the story's best sentence and still be what tells it.
_LEAD = 0.1


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


def in_order(stories: Sequence[Story], *, oldest_first: bool) -> list[Story]:
    """Return the newest stories, or the steps of the whole time, in the order of their days.

    A story without a day cannot say when; it comes last.
    """
    dated = sorted((s for s in stories if s.first.published), key=lambda story: story.first.published or "")
    undated = [story for story in stories if not story.first.published]
    if not oldest_first:
        return [*reversed(dated), *undated][:LATEST]
    if len(dated) > STEPS:
        # The first and the last say most of how a thing developed; of those between, the ones that are most about it.
        between = sorted(dated[1:-1], key=lambda story: -story.score)[: STEPS - 2]
        kept = {id(story) for story in (dated[0], dated[-1], *between)}
        dated = [story for story in dated if id(story) in kept]
    return [*dated, *undated][:STEPS]


def telling_excerpt(story: ReadStory, articles: Mapping[str, Article]) -> Excerpt | None:
    """Return the sentence that tells what happened: the lead, unless only another one speaks of the topic.

    One that names nobody stands under its headline, which does.
    """
    standing = [s for s in story.sentences if s.passage.uri in articles and _stands(s, articles[s.passage.uri])]
    if not standing:
        return None
    lead = standing[0]
    best = max(standing, key=lambda sentence: float(sentence.matches.mean()))
    chosen = lead if least_fifth(lead.matches) >= least_fifth(best.matches) - _LEAD else best
    # "The company said so on Thursday in a note of two lines": what it said stands in the headline.
    names_nobody = not holds_name(chosen.text, language=chosen.passage.language, known=frozenset())
    return Excerpt(chosen.passage, chosen.start, chosen.end, chosen.text, under_headline=names_nobody)


def _stands(sentence: Sentence, article: Article) -> bool:
    return article.body[sentence.start : sentence.end] == sentence.text


def _holds_names(story: Story, names: Sequence[Named], articles: Mapping[str, Article], asked_in: str) -> bool:
    article = articles.get(story.first.uri)
    if article is None or not names:
        return article is not None
    text = Searchable("\n".join((article.headline, article.body, article.dateline, article.byline, article.publisher)))
    return all(
        holds(named, text, question_language=asked_in, text_language=article.language) != MISSING for named in names
    )

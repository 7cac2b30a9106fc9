"""What is known of a topic, told by its stories: the latest first, or from the beginning, a day and a sentence a step."""

from collections.abc import Sequence

from answering.reading import ReadStory, Sentence
from retrieval.stories import Story, least_fifth

# How far below the best story another may lie and still be about the topic. Set on the fitting half of our questions.
ABOUT = 0.25
LATEST = 4
STEPS = 8


def about_it(stories: Sequence[Story], *, within: float = ABOUT) -> list[Story]:
    """Return the stories that are about what the best one is about."""
    if not stories:
        return []
    best = max(story.score for story in stories)
    return [story for story in stories if story.score >= best - within]


def in_order(stories: Sequence[Story], *, oldest_first: bool, most: int) -> list[Story]:
    """Return the newest stories, or as many spread over the whole time, in the order of their days.

    A story without a day tells nothing of when; it comes last.
    """
    dated = sorted((s for s in stories if s.first.published), key=lambda story: story.first.published or "")
    undated = [story for story in stories if not story.first.published]
    if not oldest_first:
        return [*reversed(dated), *undated][:most]
    if len(dated) > most:
        # The first and the last say most of how a thing developed; of those between, the ones that are most about it.
        between = sorted(dated[1:-1], key=lambda story: -story.score)[: most - 2]
        dated = [story for story in dated if story in (dated[0], dated[-1]) or any(story is one for one in between)]
    return [*dated, *undated][:most]


def telling_sentence(story: ReadStory) -> Sentence | None:
    """Return the sentence that tells what happened: the lead, unless only another one speaks of the topic."""
    if not story.sentences:
        return None
    lead = story.sentences[0]
    best = max(story.sentences, key=lambda sentence: float(sentence.matches.mean()))
    return lead if least_fifth(lead.matches) >= least_fifth(best.matches) - 0.1 else best

"""What is known of a topic, told by its stories: the latest first, or from the beginning, a day and a sentence a step."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from answering.answer import Answer
from answering.answer_kinds import holds_name
from answering.asked import Asked
from answering.citing import nearest
from answering.counting import NEWEST, topic_phrase
from answering.desk import Desk
from answering.facts import STORIES, consider
from answering.notices import nothing_in_span, span_in_words
from answering.quoting import Excerpt
from answering.reading import ReadStory, Sentence, read
from answering.topics import CANDIDATES, OF_A_STORY, about_it, lies_near
from archive.records import Article
from retrieval.search import Findings
from retrieval.stories import Story, least_fifth

LATEST = 4
STEPS = 8
# How much worse the lead may match the topic than the story's best sentence and still be what tells it.
_LEAD = 0.1


def answer_overview(desk: Desk, asked: Asked) -> Answer:
    """Tell the stories of a topic, one quote each; those of all topics where the question names none."""
    topic = asked.understood.matched
    filters = asked.filters.within(asked.span) if asked.span else asked.filters
    if topic:
        words = re.findall(r"\w+", topic_phrase(topic, asked.language))
        also = [prints[0].uri for prints in desk.catalog.mentions(words, filters).values()][:NEWEST]
    else:  # "What's new?", "What happened yesterday?": all there is
        also = desk.catalog.newest(filters, k=CANDIDATES)
    findings = desk.find(asked, k=CANDIDATES, read=STEPS, most=OF_A_STORY + 1, also=also, of_a_story=OF_A_STORY)
    articles = desk.articles(findings.stories)
    names = desk.names_of(asked) if topic else ()
    if topic:
        meanings = _meanings(desk, findings.stories) if asked.understood.kind == "timeline" else {}
        stories = about_it(findings.stories, names, articles, asked_in=asked.language, meanings=meanings)
        is_there = bool(also) or (bool(names) and bool(stories)) or _is_found(desk, asked, findings)
    else:
        stories = [story for story in findings.stories if story.first.uri in set(also)]
        is_there = bool(stories)
    inside = [story for story in stories if asked.span is None or lies_near(story.first.published, asked.span)]
    if not is_there or not stories:
        return desk.decline(asked, findings.stories)
    if not inside and asked.span is not None:
        around = desk.around(asked, asked.span)
        notice = nothing_in_span(asked.span, any_near=bool(around), asked_in=asked.language)
        return asked.answer(
            missing=(span_in_words(asked.span, asked.language),),
            notice=notice,
            nearest=around or nearest([story.best.passage for story in stories]),
        )
    told = in_order(inside, oldest_first=asked.understood.kind == "timeline")
    chosen = [excerpt for story in told if (excerpt := telling_excerpt(read(story), articles))]
    return desk.quote(asked, chosen, sure=True, sureness=1.0) if chosen else desk.decline(asked, findings.stories)


def _meanings(desk: Desk, stories: Sequence[Story]) -> dict[str, np.ndarray]:
    with desk.catalog.prints() as stored:
        prints = [stored.known(story.first.uri) for story in stories]
    return {known.uri: known.vector for known in prints if known is not None and known.vector is not None}


def _is_found(desk: Desk, asked: Asked, findings: Findings) -> bool:
    return consider(
        desk.search.read_together(findings, stories=STORIES),
        desk.setting,
        asks_for="",
        language=asked.language,
        passages_searched=desk.catalog.count_passages(asked.filters),
    ).found


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

"""A question about something said or done: the stories are read, their sentences judged, and the few that answer quoted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from answering.answer import Answer
from answering.asked import Asked
from answering.deciding import Setting
from answering.desk import Desk
from answering.evidence import Evidence, gather_evidence
from answering.issues import of_the_day
from answering.notices import may_not_answer, missing_kind, missing_name, span_in_words
from answering.quoting import Excerpt, choose_excerpts, under_headlines
from answering.reading import AskedFor, JudgedSentence, ReadStory, judge, read, words_of
from answering.topics import lies_near
from answering.understanding.names import names_in
from language.sentences import sentence_spans
from retrieval.question import Question
from retrieval.search import Findings

STORIES = 3
# Candidates of one story: what is read whole needs no more to be found, and a long one must not hide the others of its thread.
OF_A_READ_STORY = 3
_BRACKET = re.compile(r" \([^()]+\) ?[?？]?$")
_FEWEST = 3  # tokens; "Why?" alone says too little to judge a sentence by


@dataclass(frozen=True)
class Considered:
    """What was read for a question: the sentences, best first, what speaks for an answer, and how probable it is."""

    asked: AskedFor
    stories: tuple[ReadStory, ...]
    judged: tuple[JudgedSentence, ...]
    evidence: Evidence | None
    found: bool
    sureness: float
    sure: bool


def answer_fact(desk: Desk, asked: Asked) -> Answer:
    """Quote what answers, surely or not; decline where the archive has nothing about it."""
    findings = read_for(desk, asked)
    considered = consider(
        findings,
        desk.setting,
        asks_for=asked.understood.asks_for,
        language=asked.language,
        passages_searched=desk.catalog.count_passages(asked.filters),
    )
    is_known = any(findings.is_near(one.story) for one in considered.stories)
    chosen: list[Excerpt] = []
    if considered.found or is_known:  # of what the conversation is about, at least what there is
        articles = desk.articles(story.story for story in considered.stories)
        judged = of_the_day(considered.judged, asked.span)
        chosen = under_headlines(choose_excerpts(judged, articles), considered.stories, considered.asked)
    if not chosen:  # or withdrawn or changed in this moment
        return desk.decline(asked, findings.stories, missing=_names_missing(asked, considered.evidence))
    missing = _missing(asked, considered, chosen)
    sure = considered.sure and not missing
    return desk.quote(
        asked,
        chosen,
        sure=sure,
        sureness=considered.sureness,
        missing=missing,
        notice=None if sure else may_not_answer(missing, asked_in=asked.language),
    )


def read_for(desk: Desk, asked: Asked) -> Findings:
    """Return what is found for a question, its stories read whole and together with it."""
    return desk.search.read_together(desk.find(asked, read=STORIES, of_a_story=OF_A_READ_STORY), stories=STORIES)


def _missing(asked: Asked, considered: Considered, chosen: Sequence[Excerpt]) -> tuple[str, ...]:
    """Return in words what of the question the quotes lack."""
    evidence = considered.evidence
    parts = [*_names_missing(asked, evidence)]
    if evidence and evidence.lacks_kind and (kind := missing_kind(asked.understood.asks_for, asked.language)):
        parts.append(kind)
    if asked.span and not any(lies_near(excerpt.passage.published, asked.span) for excerpt in chosen):
        parts.append(span_in_words(asked.span, asked.language))
    return tuple(dict.fromkeys(parts))


def _names_missing(asked: Asked, evidence: Evidence | None) -> tuple[str, ...]:
    return tuple(missing_name(named.text, asked.language) for named in evidence.missing) if evidence else ()


def consider(
    findings: Findings, setting: Setting, *, asks_for: str, language: str, passages_searched: int
) -> Considered:
    """Read the stories that were found and weigh whether they answer."""
    stories = [read(story) for story in findings.stories[:STORIES]]
    question = findings.question
    asked = AskedFor(asks_for, words_of(question.text), focus(question))
    judged = judge(stories, asked, setting.sentence)
    names = names_in(question.text, language=language)
    evidence = gather_evidence(findings, stories, judged, asked, names, passages_searched=passages_searched)
    if evidence is None:
        return Considered(asked, tuple(stories), tuple(judged), None, False, 0.0, False)
    found = setting.found.says_yes(evidence.figures)
    return Considered(
        asked,
        tuple(stories),
        tuple(judged),
        evidence,
        found,
        setting.sure.probability(evidence.figures) if found else 0.0,
        found and setting.sure.says_yes(evidence.figures),
    )


def focus(question: Question) -> np.ndarray:
    """Return which of the question's tokens ask, shape (tokens,): those of its last sentence with a question mark.

    "An earthquake struck Turkey this week. What was its magnitude?": the first sentence finds the story, the second one
    the sentence.
    """
    everything = np.ones(len(question.tokens), bool)
    if bracket := _BRACKET.search(question.text):
        inside = question.spans[:, 0] < bracket.start()
        return inside if inside.sum() >= _FEWEST else everything
    sentences = sentence_spans(question.text, language=question.language)
    if len(sentences) < 2:
        return everything
    asking = [
        span for span in sentences if question.text[span[0] : span[1]].rstrip("\"'”»)").endswith(("?", "？", "؟"))
    ]
    start, end = (asking or sentences)[-1]
    inside = (question.spans[:, 0] < end) & (question.spans[:, 1] > start)
    return inside if inside.sum() >= _FEWEST else everything

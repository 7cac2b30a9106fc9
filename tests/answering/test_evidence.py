"""What speaks for an answer is taken from the story that holds the best sentence, and what of the question nothing holds is named."""

import math

import numpy as np
import pytest

from answering.deciding import read_setting
from answering.evidence import KINDS, MOST_MEASURED, Evidence, gather_evidence
from answering.facts import STORIES, consider, focus
from answering.reading import AskedFor, judge, read, words_of
from answering.understanding.names import Named, names_in
from archive.records import Article
from retrieval.search import Findings
from retrieval.stories import Story
from tests.by_hand import asked, findings_of, story_of
from tests.conftest import ALWAYS

_FERRY = Article(
    "ferry",
    "The ferry Quillmarsh stops sailing to Tern in October. It carried 40 cars. The captain is Ada Quill.",
    headline="Last crossing",
    publisher="The Tern Post",
    language="en",
)


def _named(question: str, *texts: str, kind: str = "name") -> list[Named]:
    return [Named(text, question.index(text), question.index(text) + len(text), kind) for text in texts]  # type: ignore[arg-type]


def _gathered(
    question: str,
    *articles: Article,
    kind: str = "",
    names: list[Named] | None = None,
    odds: dict[str, float] | None = None,
    searched: int = 100,
) -> Evidence:
    words = asked(question, odds)
    stories = [story_of(question, article) for article in articles]
    told = [read(story) for story in stories]
    for_it = AskedFor(kind, words_of(question), focus(words))
    judged = judge(told, for_it, read_setting().sentence)
    evidence = gather_evidence(
        findings_of(words, stories), told, judged, for_it, names or [], passages_searched=searched
    )
    assert evidence is not None
    return evidence


def test_a_name_that_its_story_lacks_is_missing_and_one_in_the_headline_or_masthead_is_not() -> None:
    question = "What did the Tern Post say of Quillmarsh, Brindlewick and the Last crossing?"
    names = _named(question, "Tern Post", "Quillmarsh", "Brindlewick", "Last crossing")
    evidence = _gathered(question, _FERRY, names=names)
    assert [named.text for named in evidence.missing] == ["Brindlewick"]
    assert evidence.figures["names missing"] == pytest.approx(1 / 4)


def test_a_number_that_its_story_lacks_is_missing() -> None:
    question = "Did the ferry carry 40 or 400 cars?"
    evidence = _gathered(question, _FERRY, names=_named(question, "40", "400", kind="number"))
    assert [named.text for named in evidence.missing] == ["400"]


def test_a_name_that_another_story_holds_is_missing_all_the_same() -> None:
    question = "How many cars did the ferry Quillmarsh of Brindlewick carry?"
    other = Article("mill", "The mill of Brindlewick closes.", language="en")
    evidence = _gathered(question, _FERRY, other, names=_named(question, "Brindlewick"))
    assert [named.text for named in evidence.missing] == ["Brindlewick"]


def test_without_names_nothing_is_missing() -> None:
    evidence = _gathered("Who is the captain?", _FERRY)
    assert (evidence.missing, evidence.figures["names missing"]) == ((), 0)


@pytest.mark.parametrize(
    ("question", "kind", "lacks"),
    [
        ("Who is the captain?", "person", False),
        ("When does the ferry stop sailing?", "day", False),
        ("How many cars did it carry?", "number", False),
        ("How old is the captain?", "age", True),
        ("Why does the ferry stop sailing?", "reason", False),  # no rule tells a reason
    ],
)
def test_the_kind_that_is_asked_for_is_looked_for_around_the_best_sentence(
    question: str, kind: str, lacks: bool
) -> None:
    evidence = _gathered(question, _FERRY, kind=kind)
    assert evidence.lacks_kind is lacks
    assert evidence.figures["lacks the kind"] == lacks
    assert [name for name in KINDS if evidence.figures[f"asks for a {name}"]] == [kind] * (kind in KINDS)


def test_the_kind_is_not_held_by_a_sentence_that_stands_far_away() -> None:
    body = "The ferry stops sailing. Nobody knows why. Nobody asks. Nobody cares. The mill opened in 1987."
    assert _gathered("When does the ferry stop sailing?", Article("u", body, language="en"), kind="day").lacks_kind


def test_the_figures_are_what_they_are_called() -> None:
    question = "ferry Quillmarsh captain sailing moon"
    figures = _gathered(question, _FERRY).figures
    assert figures["passage"] == pytest.approx(4 / 5)
    assert figures["sentence"] == pytest.approx(3 / 5)
    assert figures["least matched anywhere"] == 0
    assert figures["story's least fifth"] == pytest.approx(float(np.quantile([0, 1, 1, 1, 1], 0.2)))
    assert figures["well matched"] == pytest.approx(4 / 5)
    assert figures["tokens"] == pytest.approx(math.log(5))
    assert figures["words of the story"] == pytest.approx(4 / 5)


def test_the_questions_words_count_as_far_as_it_is_in_the_storys_language() -> None:
    question = "ferry Quillmarsh captain sailing moon"
    figures = _gathered(question, _FERRY, odds={"en": 0.25, "es": 0.75}).figures
    assert figures["same language"] == 0.25
    assert figures["words of the story"] == pytest.approx(0.25 * 4 / 5)


def test_a_language_that_nobody_weighed_is_not_the_questions() -> None:
    figures = _gathered("ferry", Article("u", "The ferry.", language="und"), odds={"en": 1.0}).figures
    assert figures["same language"] == figures["words of the story"] == 0


def test_the_headline_counts_with_the_sentence_that_stands_under_it() -> None:
    plain = Article("u", "It was the last one.", language="en")
    headed = Article("u", "It was the last one.", headline="Ferry stops sailing", language="en")
    question = "ferry stops sailing"
    assert _gathered(question, plain).figures["window"] == 0
    assert _gathered(question, headed).figures["window"] == 1


@pytest.mark.parametrize(
    ("searched", "size"),
    [(0, 0.0), (1, 0.0), (100, 2.0), (MOST_MEASURED, math.log10(MOST_MEASURED)), (10**9, math.log10(MOST_MEASURED))],
)
def test_size_counts_by_powers_of_ten_as_far_as_it_was_measured(searched: int, size: float) -> None:
    assert _gathered("ferry", _FERRY, searched=searched).figures["size"] == pytest.approx(size)


def test_what_lies_around_the_best_story_is_told() -> None:
    other = Article("other", "The ferry Quillmarsh sails at noon.", language="en")
    figures = _gathered("ferry Quillmarsh captain", _FERRY, other).figures
    assert figures["passage"] == pytest.approx(1) and figures["second story"] == pytest.approx(2 / 3)
    assert figures["background"] == pytest.approx((1 + 2 / 3) / 2)
    assert _gathered("ferry", _FERRY).figures["second story"] == 0


@pytest.mark.parametrize("question", ["ferry", "Why?"])
def test_every_figure_is_a_number(question: str) -> None:
    evidence = _gathered(question, _FERRY, Article("e", "…", language="und"))
    assert evidence is not None
    assert all(math.isfinite(value) for value in evidence.figures.values())


@pytest.mark.parametrize("stories", [[], [story_of("ferry", Article("u", " ", language="en"))]])
def test_without_a_story_or_a_sentence_there_is_no_evidence_and_nothing_is_found(stories: list[Story]) -> None:
    findings = findings_of(asked("ferry"), stories)
    considered = consider(findings, ALWAYS, asks_for="", language="en", passages_searched=0)
    assert (considered.evidence, considered.found, considered.sure, considered.sureness) == (None, False, False, 0.0)


def test_no_more_than_the_best_stories_are_read() -> None:
    stories = [story_of("ferry", Article(str(n), "The ferry.", language="en")) for n in range(STORIES + 2)]
    findings = Findings(asked("ferry"), (), tuple(stories))
    considered = consider(findings, ALWAYS, asks_for="", language="en", passages_searched=9)
    assert [story.story.first.uri for story in considered.stories] == [str(n) for n in range(STORIES)]
    assert considered.found and considered.sure


def test_somebody_of_that_name_with_another_office_is_missing() -> None:
    question = "What did the architect Clara Voss say about Tern?"
    names = list(names_in(question, language="en"))
    painter = Article("u", "The painter Clara Voss said that Tern is grey.", language="en")
    assert "Clara Voss" in [named.text for named in _gathered(question, painter, names=names).missing]
    architect = Article("u", "The architect Clara Voss said that Tern is grey.", language="en")
    assert _gathered(question, architect, names=names).missing == ()

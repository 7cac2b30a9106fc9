"""A conversation knows what it answered: a follow-up stays on the story it is about, and a new topic is left alone."""

from collections.abc import Sequence

import pytest

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from answering.understanding.follow_ups import Turn, complete
from archive.records import Filters
from retrieval.search import Search

_DAY = Filters(as_of="2025-10-31")
_BOAT = "sample:the-harrowgate-ledger/2025-07-08-log-boat"


@pytest.fixture(scope="module")
def assistant(sample_search: Search) -> Assistant:
    return Assistant(sample_search, read_setting())


def _quoted(answer: Answer) -> str:
    return "\n".join(quote.quote for statement in answer.statements for quote in statement.quotes)


@pytest.mark.parametrize(
    ("history", "question", "asked", "quoted"),
    [
        (
            ["Who succeeded Roland Teasel as mayor?"],
            "how old is she?",
            "How old is she (who succeeded Roland Teasel as mayor)?",
            "Ms Ashdown, 38",
        ),
        (
            ["Who was the treasurer of the lifeboat fund?", "What did he spend the money on?"],
            "How was he caught?",
            "How was he caught (who was the treasurer of the lifeboat fund)?",
            "the crew ordered new lifejackets",
        ),
        (
            ["Will Mill Lane library stay open?"],
            "How many people signed the petition?",
            "How many people signed the petition (Mill Lane)?",
            "More than 6,300 residents",
        ),
        (
            ["¿Cuánto costará la reparación de Torgal?"],
            "¿Y cuándo acabarán las obras?",
            "¿Cuándo acabarán las obras (la reparación de Torgal)?",
            "no terminarán hasta marzo de 2027",
        ),
        pytest.param(
            ["Wer hat gegen Wiesingers Wahl Beschwerde eingelegt?"],
            "Was macht sie beruflich?",
            "Was macht sie beruflich (wer hat gegen Wiesingers Wahl Beschwerde eingelegt)?",
            "Schulleiterin",
            marks=pytest.mark.xfail(
                strict=True, reason="another woman's profession stands in words more like the question's"
            ),
        ),
    ],
)
def test_a_follow_up_is_answered_from_the_story_of_the_answer_before_it(
    assistant: Assistant, history: list[str], question: str, asked: str, quoted: str
) -> None:
    answer = assistant.answer(question, history=history, filters=_DAY)
    assert answer.asked == asked, (
        "a name that was only guessed would be false now and then: the question's words are not"
    )
    assert quoted in _quoted(answer)


def test_a_new_topic_is_answered_as_if_nothing_had_been_asked(assistant: Assistant) -> None:
    before: Sequence[str] = ["Who uncovered the ancient boat near Copley Mere?", "How old is he?"]
    for question in (
        "¿Y cuánto se espera para operarse de cataratas?",
        "Wie viele Fahrgäste saßen in der Seilbahn fest?",
    ):
        alone = assistant.answer(question, filters=_DAY)
        after = assistant.answer(question, history=before, filters=_DAY)
        assert after.understood is not None and not after.understood.completed
        assert after.statements == alone.statements


def test_an_answer_at_hand_counts_as_the_same_question_asked_before(assistant: Assistant) -> None:
    first = "Where was the 3,200-year-old boat found?"
    told = assistant.answer(first, filters=_DAY)
    question = "And when can people see it?"
    answer = assistant.answer(question, history=[told], filters=_DAY)
    assert answer == assistant.answer(question, history=[first], filters=_DAY)
    assert "spring of 2027" in _quoted(answer) or "on Saturdays between 10 a.m." in _quoted(answer)


def test_what_a_story_does_not_tell_is_not_claimed_of_it(assistant: Assistant) -> None:
    answer = assistant.answer("How much does it weigh?", history=["Who found the boat near Copley Mere?"], filters=_DAY)
    assert not answer.sure
    assert answer.notice or answer.status == "not_found"


@pytest.mark.parametrize(
    ("language", "question", "whole"),
    [
        ("en", "What did the owner give?", "What did the owner give (the boat)?"),
        ("es", "¿Cuántos vecinos firmaron la petición?", "¿Cuántos vecinos firmaron la petición (the boat)?"),
        ("fr", "Combien d'emplois sont perdus ?", "Combien d'emplois sont perdus (the boat) ?"),
        ("de", "Welche Summe bekommt der Fahrer?", "Welche Summe bekommt der Fahrer (the boat)?"),
        ("pt", "Quantos moradores saíram das casas?", "Quantos moradores saíram das casas (the boat)?"),
        ("it", "Quanto durano i lavori di restauro?", "Quanto durano i lavori di restauro (the boat)?"),
    ],
)
def test_a_question_that_names_nobody_leans_only_where_the_last_story_tells_of_it(
    language: str, question: str, whole: str
) -> None:
    before = [Turn("When will the museum show the boat?", stories=(_BOAT,))]
    assert complete(question, before, language=language, is_told=lambda _: True) == whole
    assert complete(question, before, language=language, is_told=lambda _: False) is None
    assert complete(question, before, language=language) is None


def test_a_question_with_a_name_of_its_own_leans_on_no_story() -> None:
    before = [Turn("Who found the boat?", stories=(_BOAT,))]
    question = "When did they start building the dam at Torgal?"
    assert complete(question, before, language="en", is_told=lambda _: False) is None


@pytest.mark.parametrize(
    "now",
    [
        Filters(as_of="2025-10-31", publishers=("Five Harbours Post",)),
        Filters(as_of="2025-10-31", languages=("es",)),
        Filters(as_of="2025-06-30"),
        Filters(since="2025-08-01", until="2025-10-31"),
    ],
)
def test_a_follow_up_under_other_filters_shows_nothing_that_they_hide(assistant: Assistant, now: Filters) -> None:
    told = assistant.answer("Where was the 3,200-year-old boat found?", filters=_DAY)
    assert _BOAT in {source.uri for source in told.sources}
    answer = assistant.answer("And when can people see it?", history=[told], filters=now)
    assert _BOAT not in {source.uri for source in answer.sources} | {one.uri for one in answer.nearest}
    assert not answer.sure


def test_stories_that_are_near_come_first_and_leave_nothing_out(sample_search: Search) -> None:
    question = "When can people see it?"
    plain = sample_search.find(question, filters=_DAY)
    near = sample_search.find(question, read=3, near=[_BOAT], filters=_DAY)
    assert near.stories[0].first.uri == _BOAT
    assert {story.first.story for story in plain.stories} <= {story.first.story for story in near.stories}

"""The words of a quote that are the day, the number or the age that was asked for are marked, and nothing is changed."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.answer import Answer
from answering.answer_kinds import holds_day
from answering.marking import marked
from answering.understanding.question import understand


def _answer(question: str, asked_in: str, *, sure: bool = True) -> Answer:
    understood = understand(question, odds={asked_in: 1.0}, today=date(2025, 10, 31))
    return Answer(question, question, asked_in, "answered", understood, sure=sure)


def _in_brackets(quote: str, answer: Answer, language: str) -> str:
    return "".join(f"[{text}]" if answers else text for text, answers in marked(quote, answer, language=language))


@pytest.mark.parametrize(
    ("question", "quote", "language", "shown"),
    [
        ("When did the ferry stop?", "It may have stopped on 3 October.", "en", "It may have stopped on [3 October]."),
        ("When did the ferry stop?", "On May 30, 2025 it stopped.", "en", "On [May 30, 2025] it stopped."),
        ("When did the ferry stop?", "Paró el 6 de junio de 2025.", "es", "Paró el [6 de junio de 2025]."),
        ("When did the ferry stop?", "Seit dem 20. September steht sie.", "de", "Seit dem [20. September] steht sie."),
        ("When did the ferry stop?", "À l'arrêt depuis le 1er mars.", "fr", "À l'arrêt depuis le [1er mars]."),
        ("When did it stop in 2025?", "In 2025 it stopped in June.", "en", "In 2025 it stopped in [June]."),
        ("How many came?", "Some 8,412 people came in 2025.", "en", "Some [8,412] people came in 2025."),
        ("How much was it?", "Il coûte 1,2 million d'euros.", "fr", "Il coûte [1,2 million] d'euros."),
        ("How much was it?", "Il 58 per cento dell'uva.", "it", "Il [58 per cento] dell'uva."),
        ("How many of the 12 came?", "Of the 12 seven came.", "en", "Of the 12 [seven] came."),
        ("How old is she?", "Amália Torcato, de 61 años, la vio.", "es", "Amália Torcato, de [61 años], la vio."),
        ("Who came?", "Said Anxo Bralo in Puerto Cardo on 3 May.", "en", "Said Anxo Bralo in Puerto Cardo on 3 May."),
        ("What came?", "Only 12 came.", "en", "Only 12 came."),
    ],
)
def test_the_words_that_were_asked_for_are_marked(question: str, quote: str, language: str, shown: str) -> None:
    assert _in_brackets(quote, _answer(question, "en"), language) == shown


def test_where_several_figures_stand_none_is_marked() -> None:
    many = "She won by 19 votes to 18."
    assert _in_brackets(many, _answer("By how many votes did she win?", "en"), "en") == many


def test_what_may_not_answer_is_not_marked_as_if_it_did() -> None:
    quote = "Some 8,412 people came."
    assert _in_brackets(quote, _answer("How many came?", "en", sure=False), "en") == quote


@settings(deadline=None)  # the first question fills the tables of six languages
@given(
    st.text(alphabet="19 .,:May0júnio\n年3", max_size=80),
    st.sampled_from(["When was it?", "How many were there?", "How old is she?"]),
    st.sampled_from(["en", "es", "zh", "und"]),
)
def test_the_pieces_are_the_quote(quote: str, question: str, language: str) -> None:
    pieces = marked(quote, _answer(question, "en"), language=language)
    assert "".join(text for text, _ in pieces) == quote
    assert sum(answers for _, answers in pieces) <= 1
    assert all(re.search(r"\w", text) for text, answers in pieces if answers)


def test_a_month_that_is_also_a_word_is_one_where_it_is_written_so() -> None:
    none = frozenset[str]()
    assert holds_day("It closed in May.", language="en", known=none)
    assert holds_day("CLOSED IN MAY", language="en", known=none)
    assert not holds_day("It may close.", language="en", known=none)
    assert holds_day("Mayo fue seco.", language="es", known=none)

"""The language of few words is the conversation's or the reader's, unless they say otherwise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.understanding.asked_in import language_of
from language.identify import language_odds

_AMONG = tuple("en es fr de pt it ca gl nl sv tr ru uk ar zh ja".split())


def _told(question: str, history: tuple[str, ...] = (), reader: str | None = None) -> str:
    odds = language_of(question, odds=language_odds(question, _AMONG), history_languages=history, reader=reader)
    assert sum(odds.values()) == pytest.approx(1)
    return max(odds, key=lambda language: odds[language])


@pytest.mark.parametrize("name", ["Torgal dam", "Clara Voss", "La Rochelle", "metro", "2023?", "🙂", ""])
def test_a_bare_name_is_in_the_language_of_the_conversation_else_the_readers(name: str) -> None:
    assert _told(name) == "en"
    assert _told(name, reader="es-MX") == "es"
    assert _told(name, ("es", "de"), reader="fr") == "de"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("hola", "es"),
        ("bonjour", "fr"),
        ("danke", "de"),
        ("Guten Morgen", "de"),
        ("obrigada", "pt"),
        ("ciao", "it"),
        ("thanks", "en"),
        ("¿Por qué?", "es"),
        ("Quoi de neuf ?", "fr"),
        ("Wer noch?", "de"),
        ("Quem mais?", "pt"),
        ("Chi altro?", "it"),
        ("Why?", "en"),
        ("huelga en el puerto", "es"),
        ("diga di Torgal", "it"),
    ],
)
def test_words_that_only_one_language_has_say_which_it_is(text: str, language: str) -> None:
    for other in ("en", "es", "ru"):
        assert _told(text, (other,), reader=other) == language


def test_small_words_that_languages_share_leave_the_choice_to_the_conversation() -> None:
    assert _told("presa de Torgal", ("pt",)) == "pt"
    assert _told("presa de Torgal", ("es",)) == "es"
    assert _told("presa de Torgal", ("en",)) in ("es", "pt", "fr")


@pytest.mark.parametrize(("text", "languages"), [("плотина Торгал", ("ru", "uk")), ("托加尔大坝", ("zh", "ja"))])
def test_a_script_of_its_own_says_more_than_the_conversation(text: str, languages: tuple[str, ...]) -> None:
    assert _told(text, ("en",), reader="en") in languages


def test_a_whole_question_is_in_its_own_language() -> None:
    assert _told("What did Sabbagh propose?", ("es",), reader="es") == "en"
    assert _told("Quand le pont de Valmire a-t-il fermé ?", ("es",), reader="de") == "fr"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60), odds=st.dictionaries(st.sampled_from(_AMONG), st.floats(0, 1), max_size=6))
def test_odds_stay_odds(text: str, odds: dict[str, float]) -> None:
    told = language_of(text, odds=odds, history_languages=["es", "xx"], reader="de-AT")
    assert set(told) <= set(odds)
    assert sum(told.values()) == pytest.approx(1 if sum(odds.values()) else 0)

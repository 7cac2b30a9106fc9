"""Papers and languages that a question asks in are told from those that it is about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.understanding.outlets import Outlets, find_outlets

_PAPERS = (
    "El Faro de Lumbre",
    "Falkenmooser Bote",
    "Five Harbours Post",
    "Folha de Alvorem",
    "La Gazzetta di Montelume",
    "La Voz del Puerto",
    "Le Courrier de Valmire",
    "The Harrowgate Ledger",
)
_LANGUAGES = ("en", "es", "fr", "de", "pt", "it")


def _found(question: str, language: str) -> Outlets:
    return find_outlets(question, language=language, publishers=_PAPERS, languages=_LANGUAGES)


@pytest.mark.parametrize(
    ("language", "question", "paper", "rest"),
    [
        ("en", "According to the ledger, who won?", "The Harrowgate Ledger", "Who won?"),
        ("en", "Who won, as reported by El Faro?", "El Faro de Lumbre", "Who won?"),
        (
            "en",
            "What did the Harrowgate Ledger report about the mayor?",
            "The Harrowgate Ledger",
            "What is reported about the mayor?",
        ),
        (
            "en",
            "How many articles did the Ledger publish about the metro?",
            "The Harrowgate Ledger",
            "How many articles about the metro?",
        ),
        ("en", "Has the Ledger written about the strike?", "The Harrowgate Ledger", "the strike"),
        ("en", "What happened to the dam in El Faro de Lumbre?", "El Faro de Lumbre", "What happened to the dam?"),
        ("es", "¿Qué pasó con la presa según La Voz del Puerto?", "La Voz del Puerto", "¿Qué pasó con la presa?"),
        ("es", "Según El Faro, ¿quién ganó?", "El Faro de Lumbre", "¿Quién ganó?"),
        ("es", "¿Qué publicó La Voz sobre la huelga?", "La Voz del Puerto", "¿Qué se publicó sobre la huelga?"),
        ("fr", "Qui a gagné selon le Courrier ?", "Le Courrier de Valmire", "Qui a gagné ?"),
        ("fr", "Qu'a écrit Le Courrier sur la grève ?", "Le Courrier de Valmire", "Qu'écrit-on sur la grève ?"),
        ("de", "Was geschah laut Falkenmooser Bote?", "Falkenmooser Bote", "Was geschah?"),
        ("de", "Dem Falkenmooser Boten zufolge, wer gewann?", "Falkenmooser Bote", "Wer gewann?"),
        ("pt", "Segundo a Folha, quem ganhou?", "Folha de Alvorem", "Quem ganhou?"),
        ("it", "Cosa è successo secondo la Gazzetta?", "La Gazzetta di Montelume", "Cosa è successo?"),
    ],
)
def test_a_paper_that_is_the_source_is_taken_out(language: str, question: str, paper: str, rest: str) -> None:
    assert _found(question, language) == Outlets((paper,), (), rest)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Who owns The Harrowgate Ledger?"),
        ("en", "Who works in The Harrowgate Ledger?"),
        ("en", "What happened in the Ledger building?"),
        ("en", "Where is the post office?"),
        ("en", "Which bus stops in the post square?"),
        ("es", "¿Qué pasó en el faro de Lumbre?"),
        ("es", "¿De quién es La Voz del Puerto?"),
        ("fr", "Qui dirige Le Courrier de Valmire ?"),
        ("de", "Wem gehört der Falkenmooser Bote?"),
        ("it", "Chi possiede La Gazzetta di Montelume?"),
        ("en", "What happened according to the Times?"),
    ],
)
def test_a_paper_that_the_question_is_about_stays(language: str, question: str) -> None:
    assert _found(question, language) == Outlets((), (), question)


def test_two_papers_of_a_list_are_both_sources() -> None:
    found = _found("According to La Voz and El Faro, what happened?", "en")
    assert found.publishers == ("La Voz del Puerto", "El Faro de Lumbre")
    assert found.rest == "What happened?"


def test_a_short_form_that_two_papers_share_names_neither() -> None:
    papers = ("The Harrowgate Ledger", "The Thornmere Ledger")
    question = "What happened according to the Ledger?"
    assert find_outlets(question, language="en", publishers=papers, languages=()).publishers == ()


@pytest.mark.parametrize(
    ("language", "question", "spoken", "rest"),
    [
        ("en", "Who designed the bridge, only in Spanish?", "es", "Who designed the bridge?"),
        ("en", "What is the latest on the dam in Portuguese newspapers?", "pt", "What is the latest on the dam?"),
        ("en", "How many Spanish articles mention the metro?", "es", "How many articles mention the metro?"),
        ("en", "Articles in Spanish about the dam", "es", "Articles about the dam"),
        ("es", "¿Quién ganó? Solo en español", "es", "¿Quién ganó?"),
        ("es", "¿Qué se sabe de la presa en la prensa portuguesa?", "pt", "¿Qué se sabe de la presa?"),
        ("fr", "La grève dans les journaux espagnols", "es", "La grève"),
        ("de", "Was geschah mit der Brücke, nur auf Deutsch?", "de", "Was geschah mit der Brücke?"),
        ("pt", "artigos em espanhol sobre a ponte", "es", "artigos sobre a ponte"),
        ("it", "articoli in tedesco sul ponte", "de", "articoli sul ponte"),
    ],
)
def test_a_language_to_look_in_is_taken_out(language: str, question: str, spoken: str, rest: str) -> None:
    assert _found(question, language) == Outlets((), (spoken,), rest)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How many people speak Spanish?"),
        ("en", "What did the Spanish minister say?"),
        ("en", "How do you say bridge in Spanish?"),
        ("en", "Is the form available only in Spanish?"),
        ("es", "¿Cómo se dice puente en francés?"),
        ("fr", "Qui enseigne en espagnol à Valmire ?"),
        ("de", "Was heißt Brücke auf Spanisch?"),
        ("it", "Chi parla in tedesco?"),
    ],
)
def test_a_language_that_is_the_matter_stays(language: str, question: str) -> None:
    assert _found(question, language) == Outlets((), (), question)


def test_a_language_that_the_archive_lacks_is_no_filter() -> None:
    question = "Who won, only in Spanish?"
    assert find_outlets(question, language="en", publishers=(), languages=("en",)).rest == question


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from("in the El Faro de Lumbre según ¿ , Spanish only".split())).map(" ".join),
    papers=st.lists(st.text(max_size=20), max_size=3),
)
def test_no_text_and_no_name_of_a_paper_is_too_strange(text: str, papers: list[str]) -> None:
    found = find_outlets(text, language="en", publishers=[*_PAPERS, *papers], languages=_LANGUAGES)
    assert found.rest == text or found.publishers or found.languages
    assert set(found.publishers) <= {*_PAPERS, *papers}

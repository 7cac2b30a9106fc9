"""A question's kind, what its answer must hold and its topic are told by its words, in six languages."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.understanding.folding import folded, tidy
from answering.understanding.function_words import LANGUAGES
from answering.understanding.kinds import kind_of

_SET = Path(__file__).parent.parent.parent / "evaluation" / "kinds.jsonl"


def _rows() -> list[dict[str, str]]:
    return [json.loads(line) for line in _SET.read_text("utf-8").splitlines()]


def test_the_kinds_are_told_on_the_set_that_was_written_before_the_rules() -> None:
    wrong = []
    for row in _rows():
        told = kind_of(row["question"], language=row["language"])
        same = (told.kind, told.asks_for) == (row["kind"], row["asks_for"])
        if not same or ("topic" in row and folded(told.topic) != folded(row["topic"])):
            wrong.append(row["question"])
    assert len(wrong) <= 0.02 * len(_rows()), wrong


@pytest.mark.parametrize(
    ("language", "question", "kind", "topic"),
    [
        ("en", "Where are we with the tram?", "latest", "the tram"),
        ("en", "Has anything changed with the harbour strike?", "latest", "the harbour strike"),
        ("en", "Could you please tell me what's new about the mill?", "latest", "the mill"),
        ("en", "Can you walk me through the water crisis?", "timeline", "the water crisis"),
        ("en", "count the articles that mention Clara Voss", "count", "Clara Voss"),
        ("es", "¿Qué fue del museo del mar?", "timeline", "el museo del mar"),
        ("es", "¿En qué quedó la huelga?", "latest", "la huelga"),
        ("fr", "Du nouveau sur le tramway ?", "latest", "le tramway"),
        ("fr", "Qu'est-ce qui s'est passé au port ?", "timeline", "le port"),
        ("de", "Was ist der aktuelle Stand beim Streik?", "latest", "Streik"),
        ("de", "Was wurde aus dem alten Bahnhof?", "timeline", "alten Bahnhof"),
        ("pt", "Em que pé está a obra do metrô?", "latest", "a obra do metrô"),
        ("it", "Che fine ha fatto il mulino?", "timeline", "il mulino"),
        ("it", "Cosa sappiamo dell'incendio?", "latest", "l'incendio"),
    ],
)
def test_the_topic_is_left_without_the_words_that_only_ask(language: str, question: str, kind: str, topic: str) -> None:
    told = kind_of(question, language=language)
    assert (told.kind, told.topic) == (kind, topic)


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What is the latest date for applications?"),
        ("en", "How many articles does the treaty have?"),
        ("en", "How many articles of the treaty mention fishing?"),
        ("en", "How many stories tall is the tower?"),
        ("en", "How often does the ferry leave?"),
        ("es", "¿Cuántos artículos tiene la ley?"),
        ("es", "¿Cuántas veces se cerró el puente?"),
        ("fr", "Combien d'articles compte la loi ?"),
        ("de", "Wie oft fährt die Fähre?"),
        ("de", "Was ist die Hauptstadt von Syrien?"),
        ("pt", "Quantas vezes fechou a ponte?"),
        ("it", "Quante volte ha vinto la squadra?"),
    ],
)
def test_a_fact_that_sounds_like_another_kind_stays_a_fact(language: str, question: str) -> None:
    told = kind_of(question, language=language)
    assert told.kind == "fact"
    assert told.topic == question


@pytest.mark.parametrize(
    ("language", "question", "asks_for"),
    [
        ("en", "When the bridge closed, who complained?", "person"),
        ("en", "The bridge reopened when?", "day"),
        ("en", "Did the mayor resign when the scandal broke?", ""),
        ("en", "How did the fire start?", ""),
        ("en", "At what age did she win?", "age"),
        ("es", "El alcalde, ¿cuándo dimitió?", "day"),
        ("es", "¿Dimitió la alcaldesa cuando cerró el puente?", ""),
        ("es", "¿De quién es el barco?", "person"),
        ("fr", "Est-ce que le pont est ouvert ?", ""),
        ("fr", "À quelle heure ferme la piscine ?", "day"),
        ("de", "Von wem stammt der Entwurf?", "person"),
        ("de", "Um wie viel Prozent stiegen die Mieten?", "number"),
        ("pt", "Para onde vai o barco?", "place"),
        ("it", "Da quando è chiuso il ponte?", "day"),
    ],
)
def test_what_the_answer_must_hold_is_told_by_the_word_that_asks(language: str, question: str, asks_for: str) -> None:
    assert kind_of(question, language=language).asks_for == asks_for


@pytest.mark.parametrize(
    "text", ["", "???", "🙂 🙂", "hola", "Guten Morgen!", "ok thanks", "Que peux-tu faire ?", "test"]
)
def test_what_asks_nothing_greets(text: str) -> None:
    assert kind_of(text, language="en").kind == "greeting"


@pytest.mark.parametrize("text", ["Help for farmers", "Hello Kitty museum", "Ciao bella festival", "OK Corral"])
def test_a_topic_that_begins_like_a_greeting_is_a_topic(text: str) -> None:
    assert kind_of(text, language="en").kind == "topic"


@pytest.mark.parametrize(
    ("language", "text"), [("ru", "плотина Торгал"), ("zh", "托加尔大坝"), ("ca", "presa de Torgal")]
)
def test_a_bare_name_in_another_language_is_a_topic(language: str, text: str) -> None:
    assert kind_of(text, language=language).kind == "topic"


def test_a_question_in_another_language_than_it_was_taken_for_is_understood() -> None:
    assert kind_of("¿Qué se sabe de la presa?", language="gl").kind == "latest"
    assert kind_of("Wie alt ist die Brücke?", language="en").asks_for == "age"


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300), language=st.sampled_from([*LANGUAGES, "ru", "und"]))
def test_no_text_is_too_strange(text: str, language: str) -> None:
    told = kind_of(text, language=language)
    assert told.topic in (told.topic.strip(), text)
    assert len(folded(tidy(text))) == len(tidy(text))


@pytest.mark.parametrize(
    "piece", ["how many articles ", "combien d'articles sont ", "a ", "¿", "what is the latest on ", "de la "]
)
def test_a_question_of_ten_thousand_characters_is_read_at_once(piece: str) -> None:
    started = time.process_time()
    kind_of(piece * (10_000 // len(piece)), language="en")
    kind_of((piece * 300)[:399], language="en")
    assert time.process_time() - started < 2

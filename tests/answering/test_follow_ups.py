"""A question that leans on the ones before it is completed; one that stands by itself is left alone."""

import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.understanding.follow_ups import Turn, complete
from answering.understanding.function_words import LANGUAGES

_SET = Path(__file__).parent.parent.parent / "evaluation" / "follow_ups.jsonl"


def _complete(question: str, history: Sequence[str], *, language: str) -> str | None:
    return complete(question, [Turn(asked) for asked in history], language=language)


def _rows(*, stands: bool) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in _SET.read_text("utf-8").splitlines()]
    return [row for row in rows if row["complete"] is stands]


def test_follow_ups_of_the_set_are_completed() -> None:
    wrong = []
    for row in _rows(stands=False):
        told = _complete(row["question"], row["history"], language=row["language"]) or ""
        holds = all(part.lower() in told.lower() for part in row["must_contain"])
        if not holds or any(part in told for part in row["must_not_contain"]):
            wrong.append((row["question"], told))
    assert len(wrong) <= 0.05 * len(_rows(stands=False)), wrong


def test_new_topics_of_the_set_are_not_touched() -> None:
    rows = _rows(stands=True)
    touched = [row["question"] for row in rows if _complete(row["question"], row["history"], language=row["language"])]
    assert len(touched) <= 0.05 * len(rows), touched


@pytest.mark.parametrize(
    ("language", "last", "question", "whole"),
    [
        ("en", "How much did the metro cost in May 2023?", "And in June?", "How much did the metro cost in June 2023?"),
        ("en", "Who is Clara Voss?", "and her husband?", "Who is Clara Voss's husband?"),
        ("en", "Who is Clara Voss?", "Why is that?", "Why is that (Clara Voss)?"),
        ("en", "What is the latest on the ferry?", "And then?", "What happened next with the ferry?"),
        ("en", "What is the latest on the ferry?", "what's new?", "What is the latest on the ferry?"),
        ("en", "How did the mill fire start?", "Was anyone hurt?", "Was anyone hurt (the mill fire)?"),
        ("es", "¿Por qué dimitió Duarte?", "¿Quién lo sustituyó?", "¿Quién sustituyó a Duarte?"),
        ("es", "¿Quién es Clara Voss?", "¿Cuántos años tiene?", "¿Cuántos años tiene Clara Voss?"),
        (
            "fr",
            "Quand le téléphérique a-t-il ouvert ?",
            "Combien a-t-il coûté ?",
            "Combien le téléphérique a-t-il coûté ?",
        ),
        ("fr", "Quand le pont a-t-il fermé ?", "Pourquoi ?", "Pourquoi le pont a-t-il fermé ?"),
        ("de", "Wer hat die Seilbahn gebaut?", "Was hat sie gekostet?", "Was hat die Seilbahn gekostet?"),
        ("de", "Wie hoch ist die Miete in Hamburg?", "Und in Berlin?", "Wie hoch ist die Miete in Berlin?"),
        ("pt", "Quem é Clara Voss?", "Quem é o marido dela?", "Quem é o marido de Clara Voss?"),
        ("it", "Chi ha progettato il ponte?", "Chi lo ha pagato?", "Chi ha pagato il ponte?"),
        ("it", "Diga di Torgal", "dimmi di più", "Dimmi di più su Diga di Torgal"),
    ],
)
def test_the_completed_question_is_what_a_reader_would_have_asked(
    language: str, last: str, question: str, whole: str
) -> None:
    assert _complete(question, [last], language=language) == whole


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did the mayor say when she resigned?"),
        ("en", "Who lost his job in Harrowgate?"),
        ("en", "What causes inflation?"),
        ("en", "Is there a strike at the port?"),
        ("en", "How long does it take to cross the strait?"),
        ("en", "And who won the Thornmere marathon?"),
        ("en", "Did the council approve its budget?"),
        ("es", "¿Qué es la inflación?"),
        ("es", "¿Quién perdió su empleo en Lumbre?"),
        ("fr", "Y a-t-il une grève au port ?"),
        ("fr", "Pourquoi le pont est-il fermé ?"),
        ("de", "Was kostet Brot?"),
        ("de", "Wann öffnet das Museum und was kostet es?"),
        ("pt", "Quando abre o museu?"),
        ("it", "Dov'è il museo e quando apre?"),
        ("en", "thanks!"),
        ("en", "Torgal dam"),
    ],
)
def test_a_question_that_stands_by_itself_is_left_alone(language: str, question: str) -> None:
    assert _complete(question, ["Who is Ilse Brandt?"], language=language) is None


def test_the_third_question_knows_the_topic_of_the_first() -> None:
    history = ["What happened to the Torgal dam?", "And what did the minister reply?"]
    assert _complete("And the mayor?", history, language="en") == "What did the mayor reply about the Torgal dam?"


def test_a_new_topic_ends_the_old_one() -> None:
    history = ["What happened to the Torgal dam?", "Who designed the Lumbre lighthouse?"]
    told = _complete("How much did it cost?", history, language="en")
    assert told == "How much did the Lumbre lighthouse cost?"


def test_a_greeting_between_changes_nothing() -> None:
    history = ["When did the bridge close?", "thanks!", "🙂"]
    assert _complete("Why?", history, language="en") == "Why did the bridge close?"


def test_a_conversation_that_changes_its_language_keeps_its_topic() -> None:
    assert _complete("¿Por qué?", ["What happened to the Torgal dam?"], language="es") == "¿Por qué (the Torgal dam)?"


def test_nothing_is_completed_where_nothing_was_asked() -> None:
    assert _complete("And in 2023?", [], language="en") is None
    assert _complete("Why?", ["hello"], language="en") is None


@settings(max_examples=80, deadline=None)
@given(
    question=st.text(max_size=80)
    | st.sampled_from(["Why?", "and her?", "¿Y él?", "Et lui ?", "tell me more", "What else?"]),
    history=st.lists(st.text(max_size=80) | st.just("What did Clara Voss say about the dam?"), max_size=4),
    language=st.sampled_from([*LANGUAGES, "ru"]),
)
def test_no_conversation_is_too_strange(question: str, history: list[str], language: str) -> None:
    told = _complete(question, history, language=language)
    assert told is None or told.strip()


def test_long_questions_and_long_conversations_are_read_at_once() -> None:
    started = time.process_time()
    long = "and what did she say about it, " * 320
    assert _complete(long, ["What happened to the dam?"], language="en") is None
    _complete("Why?", [long] * 200, language="en")
    assert time.process_time() - started < 3

"""What stands around an answer: how the question was taken, the days of a timeline, what is not listed."""

from dataclasses import replace
from datetime import date

import pytest

from answering.answer import Answer, Quote, Source, Statement
from answering.showing import days_above, grade, not_listed, taken_as
from answering.understanding.days import find_days, without_days
from answering.understanding.question import Days, understand
from archive.records import Filters

_PUBLISHERS = ("El Faro de Lumbre", "Folha de Alvorém")


def _read_days(question: str, *, language: str, today: date) -> tuple[Days, str] | None:
    days = find_days(question, language=language, today=today)
    return (days, without_days(question, days)) if days else None


def _answer(question: str, *, asked_in: str = "en", days: tuple[str | None, ...] = ("2025-05-20",)) -> Answer:
    """Return an answer to a question with a quote from a source of each day."""
    understood = understand(
        question,
        odds={asked_in: 1.0},
        today=date(2025, 10, 31),
        publishers=_PUBLISHERS,
        languages=("es", "pt", "en"),
        read_days=_read_days,
    )
    sources = tuple(Source(n, f"u{n}", "", "", day, "", "es", "", ()) for n, day in enumerate(days, 1))
    statements = tuple(Statement("x", (Quote("x", source.uri, 0, 1, source.n),), "") for source in sources)
    return Answer(question, question, asked_in, "answered", understood, statements=statements, sources=sources)


@pytest.mark.parametrize(
    ("question", "asked_in", "taken"),
    [
        ("What did Sabbagh propose?", "en", ()),
        ("What did Sabbagh propose in May 2025?", "en", ("1–31 May 2025 first",)),
        ("¿Qué propuso Sabbagh en mayo de 2025?", "es", ("Primero: 1–31 de mayo de 2025",)),
        ("What did Sabbagh propose between 3 May and 9 July 2025?", "en", ("3 May – 9 July 2025 first",)),
        ("¿Qué propuso Sabbagh entre 2023 y 2024?", "es", ("Primero: 1 de enero de 2023 – 31 de diciembre de 2024",)),
        ("What did Sabbagh propose in 2024?", "en", ("1 January – 31 December 2024 first",)),
        ("What did Sabbagh propose since 3 May 2025?", "en", ("Since 3 May 2025 first",)),
        ("According to El Faro de Lumbre, what did Sabbagh propose?", "en", ("Only El Faro de Lumbre",)),
        ("What did Sabbagh propose, only in Spanish?", "en", ("Only in Spanish",)),
        ("What is the latest on Sabbagh?", "en", ("Newest first",)),
        ("Torgal dam", "en", ("Newest first",)),
        ("Timeline of the Torgal dam", "en", ("In order",)),
        ("Cronología de la presa de Torgal", "es", ("En orden",)),
        ("What is the latest on Sabbagh in May 2025?", "en", ("Around 1–31 May 2025", "Newest first")),
        ("How many articles mention Sabbagh in May 2025?", "en", ("Only 1–31 May 2025",)),
        ("Articles about Sabbagh published on 20 May 2025", "en", ("Only 20 May 2025", "Newest first")),
        ("hello", "en", ()),
        ("Que proposa-t-il en mai 2025, Sabbagh ?", "fr", ("D’abord\u00a0: 1er–31 mai 2025",)),
        ("Was schlug Sabbagh im Mai 2025 vor?", "de", ("Zuerst: 1.–31. Mai 2025",)),
        ("O que propôs Sabbagh em maio de 2025?", "pt", ("Primeiro: 1–31 de maio de 2025",)),
        ("Che cosa ha proposto Sabbagh nel maggio 2025?", "it", ("Prima: 1º–31 maggio 2025",)),
        ("Chronologie du barrage de Torgal", "fr", ("Dans l’ordre",)),
        ("Was schlug Sabbagh vor, nur auf Spanisch?", "de", ("Nur auf Spanisch",)),
    ],
)
def test_what_was_understood_is_said_in_a_few_words(question: str, asked_in: str, taken: tuple[str, ...]) -> None:
    assert taken_as(_answer(question, asked_in=asked_in)) == taken


def test_an_answer_has_one_of_three_grades_and_a_greeting_none() -> None:
    answer = _answer("What did Sabbagh propose?")
    assert grade(replace(answer, sure=True)) == "sure"
    assert grade(replace(answer, sure=False)) == "unsure"
    assert grade(replace(answer, status="not_found", statements=())) == "not_found"
    assert grade(replace(_answer("hello"), status="not_found", statements=())) is None


def test_an_answer_of_which_nothing_is_left_has_no_grade() -> None:
    assert grade(replace(_answer("What did Sabbagh propose?"), sure=True, statements=())) is None


def test_a_count_says_that_it_counted() -> None:
    counted = replace(_answer("¿Cuántos artículos mencionan a Sabbagh?", asked_in="es"), count=0, statements=())
    assert taken_as(counted) == ("Contado",)


def test_where_nothing_is_told_no_order_is_claimed() -> None:
    declined = replace(_answer("What is the latest on Sabbagh?"), status="not_found", statements=(), sources=())
    assert taken_as(declined) == ()


def test_what_the_reader_chose_by_hand_is_not_said_to_be_otherwise() -> None:
    answer = _answer("According to El Faro de Lumbre, what did Sabbagh propose, only in Spanish?")
    assert taken_as(answer) == ("Only El Faro de Lumbre", "Only in Spanish")
    assert taken_as(answer, Filters(publishers=("Folha de Alvorém",))) == ("Only in Spanish",)
    assert taken_as(answer, Filters(languages=("pt",))) == ("Only El Faro de Lumbre",)


def test_each_step_of_a_timeline_stands_under_its_day_which_is_said_once() -> None:
    days = ("2025-05-20", "2025-05-20T18:00:00+02:00", "2025-06-18", None)
    answer = _answer("Timeline of the Torgal dam", days=days)
    assert days_above(answer) == ("20 May 2025", "", "18 June 2025", "Without a day")
    spanish = _answer("Cronología de la presa de Torgal", asked_in="es", days=("2025-05-20", None))
    assert days_above(spanish) == ("20 de mayo de 2025", "Sin fecha")


def test_only_a_timeline_has_days_above_its_quotes() -> None:
    assert days_above(_answer("What is the latest on Sabbagh?", days=("2025-05-20", None))) == ("", "")


def test_stories_that_are_counted_and_not_listed_are_said_to_be_there() -> None:
    answer = _answer("How many articles mention Sabbagh?", days=("2025-05-20", "2025-05-19"))
    assert not_listed(answer) == not_listed(replace(answer, count=2)) == ""
    assert not_listed(replace(answer, count=3)) == "The newest are listed; there is 1 more."
    assert not_listed(replace(answer, count=30)) == "The newest are listed; there are 28 more."
    assert not_listed(replace(answer, count=30, language="es")) == "Se muestran las más recientes; hay 28 más."
    assert not_listed(replace(answer, count=3, language="it")) == "Sono elencate le più recenti; ce n’è 1 altra."
    assert not_listed(replace(answer, count=30, language="de")) == "Aufgeführt sind die neuesten; es gibt 28 weitere."

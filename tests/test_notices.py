"""The sentences above an answer say what it is and what it lacks, in Spanish for Spanish and else in English."""

import pytest

from answering.notices import (
    greeting,
    may_not_answer,
    missing_kind,
    missing_name,
    no_mention,
    not_found_notice,
    nothing_in_span,
    span_in_words,
)
from archive.catalog import Coverage
from archive.records import DaySpan, Filters


def test_what_may_not_answer_is_said_to_be_that_with_what_is_missing() -> None:
    assert may_not_answer([], asked_in="en") == "The archive has this about it, which may not answer."
    assert may_not_answer(["a day"], asked_in="fr").endswith("which may not answer: a day is missing.")
    assert may_not_answer(["“Tern”", "a day"], asked_in="en").endswith(": “Tern” and a day are missing.")
    assert may_not_answer([], asked_in="es") == "El archivo tiene esto al respecto, que quizá no responda."
    assert may_not_answer(["«Tern»"], asked_in="es") == (
        "El archivo tiene esto al respecto, que quizá no responda: falta «Tern»."
    )
    assert may_not_answer(["«Tern»", "una fecha"], asked_in="es").endswith(": faltan «Tern» y una fecha.")


def test_what_is_not_found_is_said_with_the_names_that_the_nearest_story_lacks() -> None:
    coverage = Coverage(2, 3, None, None, {"es": 2}, {})
    names = [missing_name("Brindlewick", "en"), missing_name("1987", "en")]
    assert not_found_notice(coverage, Filters(), missing=names, asked_in="en") == (
        "The archive does not hold an answer to this question. It covers 2 articles, in Spanish."
        " The nearest story lacks “Brindlewick” and “1987”."
    )
    assert not_found_notice(coverage, Filters(), missing=["«Brindlewick»"], asked_in="es").endswith(
        "A la noticia más cercana le falta «Brindlewick»."
    )


@pytest.mark.parametrize(
    ("span", "english", "spanish"),
    [
        (("2025-05-01", "2025-05-01"), "on 1 May 2025", "el 1 de mayo de 2025"),
        (
            ("2025-05-01", "2025-05-31"),
            "from 1 May 2025 to 31 May 2025",
            "del 1 de mayo de 2025 al 31 de mayo de 2025",
        ),
        (("2025-05-01", None), "since 1 May 2025", "desde el 1 de mayo de 2025"),
        ((None, "2025-05-01"), "until 1 May 2025", "hasta el 1 de mayo de 2025"),
    ],
)
def test_a_span_of_days_is_said_as_one_would(span: tuple[str | None, str | None], english: str, spanish: str) -> None:
    days = DaySpan(*span)
    assert (span_in_words(days, "en"), span_in_words(days, "de"), span_in_words(days, "es")) == (
        english,
        english,
        spanish,
    )
    assert nothing_in_span(days, any_near=False, asked_in="en") == f"The archive has nothing about this {english}."
    assert nothing_in_span(days, any_near=True, asked_in="es") == (
        f"El archivo no tiene nada sobre esto {spanish}. Lo más cercano, antes y después, figura debajo."
    )


@pytest.mark.parametrize(
    ("kind", "english", "spanish"),
    [
        ("person", "a person", "una persona"),
        ("place", "a place", "un lugar"),
        ("day", "a day", "una fecha"),
        ("number", "a number", "una cifra"),
        ("age", "an age", "una edad"),
        ("reason", "", ""),
        ("", "", ""),
    ],
)
def test_the_kind_that_is_missing_is_named_where_it_has_a_name(kind: str, english: str, spanish: str) -> None:
    assert (missing_kind(kind, "en"), missing_kind(kind, "es"), missing_kind(kind, "it")) == (english, spanish, english)


def test_what_nobody_mentions_and_what_can_be_asked_are_said_in_the_askers_words() -> None:
    assert no_mention("Tern", asked_in="en") == "No story in the archive holds the words “Tern”."
    assert no_mention("Tern", asked_in="es") == "Ninguna historia del archivo contiene las palabras «Tern»."
    assert greeting("es").startswith("Pregunte") and greeting("de").startswith("Ask about")

"""The sentences above an answer say what it is and what it lacks, in the question's language."""

import pytest

from answering.notices import (
    counted,
    may_not_answer,
    missing_kind,
    missing_name,
    no_mention,
    not_found_notice,
    nothing_in_span,
    span_in_words,
)
from answering.phrases import say
from archive.catalog import Coverage
from archive.records import DaySpan, Filters


def test_what_may_not_answer_is_said_to_be_that_with_what_is_missing() -> None:
    assert may_not_answer([], asked_in="en") == "The archive has this about it, which may not answer."
    assert may_not_answer(["a day"], asked_in="zh").endswith("which may not answer: a day is missing.")
    assert may_not_answer(["“Tern”", "a day"], asked_in="en").endswith(": “Tern” and a day are missing.")
    assert may_not_answer([], asked_in="es") == "El archivo tiene esto al respecto, que quizá no responda."
    assert may_not_answer(["«Tern»"], asked_in="es") == (
        "El archivo tiene esto al respecto, que quizá no responda: falta «Tern»."
    )
    assert may_not_answer(["«Tern»", "una fecha"], asked_in="es").endswith(": faltan «Tern» y una fecha.")
    assert may_not_answer([missing_name("Tern", "fr"), missing_kind("age", "fr")], asked_in="fr") == (
        "Les archives ont ceci à ce sujet, qui ne répond peut-être pas\u00a0: il manque «\u00a0Tern\u00a0» et un âge."
    )
    assert may_not_answer([missing_kind("place", "de")], asked_in="de") == (
        "Das Archiv hat dazu dies, was die Frage vielleicht nicht beantwortet: Es fehlt ein Ort."
    )
    assert may_not_answer([missing_name("Tern", "it"), missing_kind("age", "it")], asked_in="it").endswith(
        "che forse non risponde: mancano «Tern» e un’età."
    )


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
    assert not_found_notice(coverage, Filters(), missing=["„Tern“", "„1987“"], asked_in="de").endswith(
        "Dem nächstliegenden Bericht fehlen „Tern“ und „1987“."
    )


@pytest.mark.parametrize(
    ("asked_in", "on_the_day", "in_may"),
    [
        ("en", "a story from 1 May 2025", "a story from 1 to 31 May 2025"),
        ("es", "una noticia del 1 de mayo de 2025", "una noticia del 1 al 31 de mayo de 2025"),
        ("fr", "un article du 1er mai 2025", "un article du 1er au 31 mai 2025"),
        ("de", "ein Bericht vom 1. Mai 2025", "ein Bericht vom 1. bis zum 31. Mai 2025"),
    ],
)
def test_days_that_are_missing_are_said_as_a_thing_that_is(asked_in: str, on_the_day: str, in_may: str) -> None:
    assert span_in_words(DaySpan("2025-05-01", "2025-05-01"), asked_in) == on_the_day
    assert span_in_words(DaySpan("2025-05-01", "2025-05-31"), asked_in) == in_may


def test_days_that_hold_nothing_are_said_with_where_the_nearest_stands() -> None:
    day, since = DaySpan("2025-05-01", "2025-05-01"), DaySpan("2025-05-11", None)
    assert nothing_in_span(day, any_near=False, asked_in="en") == "The archive has nothing about this on 1 May 2025."
    assert nothing_in_span(since, any_near=True, asked_in="es") == (
        "El archivo no tiene nada sobre esto desde el 11 de mayo de 2025. Lo más cercano, antes y después, figura debajo."
    )
    assert nothing_in_span(day, any_near=False, asked_in="de") == "Das Archiv hat dazu nichts vom 1. Mai 2025."
    assert nothing_in_span(since, any_near=False, asked_in="it") == (
        "L’archivio non ha nulla al riguardo dall’11 maggio 2025."
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
    assert (missing_kind(kind, "en"), missing_kind(kind, "es"), missing_kind(kind, "zh")) == (english, spanish, english)


def test_what_nobody_mentions_and_what_can_be_asked_are_said_in_the_askers_words() -> None:
    assert no_mention("Tern", asked_in="en") == "No story in the archive holds the words “Tern”."
    assert no_mention("Tern", asked_in="es") == "Ninguna noticia del archivo contiene las palabras «Tern»."
    assert say("greeting", "es").startswith("Pregunte") and say("greeting", "de").startswith("Fragen Sie")
    assert counted("Tern", 1, 2, asked_in="fr") == (
        "1 sujet (2 articles) contient les mots «\u00a0Tern\u00a0»\u202f; comptés tels qu’ils sont écrits."
    )
    assert counted("Tern", 2, 2, asked_in="it").startswith("2 notizie (2 articoli) contengono le parole «Tern»")

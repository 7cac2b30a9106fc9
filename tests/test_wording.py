"""The words around the quotes are the reader's: Spanish for Spanish, English for everybody else."""

import pytest

from answering.notices import not_found_notice
from answering.wording import (
    attribution,
    correction_heading,
    day_in_words,
    language_name,
    nearest_heading,
    wording_language,
)
from archive.catalog import Coverage
from archive.records import Filters, Passage


def _passage(
    *,
    uri: str = "u",
    headline: str = "",
    publisher: str = "El Faro",
    published: str | None = "2024-11-21",
    language: str = "es",
) -> Passage:
    return Passage(uri, 0, 1, "x", headline, publisher, published, language, "")


def _coverage(
    *languages: str, articles: int = 34, first: str | None = "2024-10-17", last: str | None = "2025-09-11"
) -> Coverage:
    return Coverage(articles, 3 * articles, first, last, dict.fromkeys(languages or ("es",), 1), {})


@pytest.mark.parametrize(
    ("asked_in", "worded_in"), [("es", "es"), ("en", "en"), ("fr", "en"), ("zh", "en"), ("und", "en")]
)
def test_the_words_are_spanish_for_spanish_and_else_english(asked_in: str, worded_in: str) -> None:
    assert wording_language(asked_in) == worded_in
    spanish = worded_in == "es"
    assert nearest_heading(asked_in) == ("Lo más cercano en el archivo:" if spanish else "The nearest in the archive:")
    assert correction_heading(asked_in) == ("Corrección" if spanish else "Correction")
    notice = not_found_notice(_coverage(), Filters(), asked_in=asked_in)
    assert notice.startswith("El archivo no contiene" if spanish else "The archive does not hold an answer")


@pytest.mark.parametrize(
    ("passage", "asked_in", "words"),
    [
        (_passage(), "es", "El Faro, 21 de noviembre de 2024"),
        (_passage(), "en", "El Faro, 21 November 2024, in Spanish"),
        (_passage(), "fr", "El Faro, 21 November 2024, in Spanish"),
        (_passage(language="zh"), "es", "El Faro, 21 de noviembre de 2024, en chino"),
        (_passage(language="zh"), "zh", "El Faro, 21 November 2024"),
        (_passage(published=None), "es", "El Faro"),
        (_passage(published=None), "en", "El Faro, in Spanish"),
        (_passage(publisher="", headline="Un titular"), "es", "Un titular, 21 de noviembre de 2024"),
        (_passage(publisher="", headline="", uri="file:a/b.txt", published=None), "en", "file:a/b.txt, in Spanish"),
        (_passage(language="qqq"), "en", "El Faro, 21 November 2024"),
    ],
)
def test_an_attribution_says_who_when_and_which_language_where_it_is_another(
    passage: Passage, asked_in: str, words: str
) -> None:
    assert attribution(passage, asked_in=asked_in) == words


@pytest.mark.parametrize(
    ("day", "english", "spanish"),
    [
        ("2024-11-21", "21 November 2024", "21 de noviembre de 2024"),
        ("2025-03-01", "1 March 2025", "1 de marzo de 2025"),
        ("2025-03-01T23:30:00+01:00", "1 March 2025", "1 de marzo de 2025"),
        ("0987-01-02", "2 January 987", "2 de enero de 987"),
        ("2024-11", "2024-11", "2024-11"),
        ("2024", "2024", "2024"),
        ("someday", "someday", "someday"),
    ],
)
def test_a_day_is_written_out_and_what_is_no_full_date_stays(day: str, english: str, spanish: str) -> None:
    assert day_in_words(day, "en") == english
    assert day_in_words(day, "es") == spanish


@pytest.mark.parametrize(
    ("languages", "english", "spanish"),
    [
        (["es"], "in Spanish.", "en español."),
        (["es", "en"], "in Spanish and English.", "en español e inglés."),
        (["es", "it"], "in Spanish and Italian.", "en español e italiano."),
        (["es", "hi"], "in Spanish and Hindi.", "en español e hindi."),
        (["it", "es"], "in Italian and Spanish.", "en italiano y español."),
        (["es", "en", "zh"], "in Spanish, English and Chinese.", "en español, inglés y chino."),
        (["es", "qqq"], "in Spanish and qqq.", "en español y qqq."),
    ],
)
def test_languages_are_listed_as_one_would_say_them(languages: list[str], english: str, spanish: str) -> None:
    assert not_found_notice(_coverage(*languages), Filters(), asked_in="en").endswith(english)
    assert not_found_notice(_coverage(*languages), Filters(), asked_in="es").endswith(spanish)


def test_the_notice_says_what_the_archive_covers() -> None:
    assert not_found_notice(_coverage("es", "en"), Filters(), asked_in="en") == (
        "The archive does not hold an answer to this question. It covers 34 articles, from 17 October 2024 to"
        " 11 September 2025, in Spanish and English."
    )
    assert not_found_notice(_coverage("es", "en"), Filters(), asked_in="es") == (
        "El archivo no contiene una respuesta a esta pregunta. Abarca 34 artículos, del 17 de octubre de 2024 al"
        " 11 de septiembre de 2025, en español e inglés."
    )


def test_one_article_is_one() -> None:
    one = _coverage(articles=1, first="2024-11-21", last="2024-11-21")
    assert "1 article," in not_found_notice(one, Filters(), asked_in="en")
    assert "1 artículo," in not_found_notice(one, Filters(), asked_in="es")


def test_without_dates_no_span_is_claimed() -> None:
    undated = _coverage(first=None, last=None)
    assert "It covers 34 articles, in Spanish." in not_found_notice(undated, Filters(), asked_in="en")
    assert "Abarca 34 artículos, en español." in not_found_notice(undated, Filters(), asked_in="es")


def test_under_filters_the_notice_says_that_it_speaks_of_them() -> None:
    filters = Filters(publishers=("El Faro",))
    assert "Under these filters it covers 34 articles" in not_found_notice(_coverage(), filters, asked_in="en")
    assert "Con estos filtros abarca 34 artículos" in not_found_notice(_coverage(), filters, asked_in="es")


def test_nothing_at_all_is_told_from_nothing_under_the_filters() -> None:
    none = Coverage(0, 0, None, None, {}, {})
    filters = Filters(since="2031-01-01")
    assert not_found_notice(none, Filters(), asked_in="en") == "The archive is empty."
    assert not_found_notice(none, Filters(), asked_in="es") == "El archivo está vacío."
    assert not_found_notice(none, filters, asked_in="en") == "No article in the archive passes these filters."
    assert not_found_notice(none, filters, asked_in="es") == "Ningún artículo del archivo pasa estos filtros."


def test_a_languages_name_is_known_or_none() -> None:
    assert language_name("de", "en") == "German"
    assert language_name("de", "es") == "alemán"
    assert language_name("de", "pt") == "German"
    assert language_name("qqq", "en") is None

"""The words around the quotes are in the language of the question."""

import pytest

from answering.notices import not_found_notice
from answering.phrases import say
from answering.wording import attribution, day_in_words, days_in_words, language_name, of_days, on_days
from archive.catalog import Coverage
from archive.records import DaySpan, Filters, Passage


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
    ("asked_in", "nearest", "correction"),
    [
        ("en", "The nearest in the archive:", "Correction: x"),
        ("es", "Lo más cercano en el archivo:", "Corrección: x"),
        ("fr", "Le plus proche dans les archives\u00a0:", "Rectificatif\u00a0: x"),
        ("de", "Am nächsten im Archiv:", "Berichtigung: x"),
        ("zh", "The nearest in the archive:", "Correction: x"),
    ],
)
def test_headings_are_in_the_questions_language(asked_in: str, nearest: str, correction: str) -> None:
    assert say("nearest", asked_in) == nearest
    assert say("labelled", asked_in, label=say("correction", asked_in), text="x") == correction


@pytest.mark.parametrize(
    ("passage", "asked_in", "words"),
    [
        (_passage(), "es", "El Faro, 21 de noviembre de 2024"),
        (_passage(), "en", "El Faro, 21 November 2024, in Spanish"),
        (_passage(), "fr", "El Faro, 21 novembre 2024, en espagnol"),
        (_passage(), "de", "El Faro, 21. November 2024, auf Spanisch"),
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
    ("asked_in", "first", "eighth"),
    [
        ("en", "1 May 2025", "8 May 2025"),
        ("es", "1 de mayo de 2025", "8 de mayo de 2025"),
        ("fr", "1er mai 2025", "8 mai 2025"),
        ("de", "1. Mai 2025", "8. Mai 2025"),
        ("pt", "1 de maio de 2025", "8 de maio de 2025"),
        ("it", "1º maggio 2025", "8 maggio 2025"),
    ],
)
def test_the_first_of_a_month_is_written_as_its_language_writes_it(asked_in: str, first: str, eighth: str) -> None:
    assert day_in_words("2025-05-01", asked_in) == first
    assert day_in_words("2025-05-08", asked_in) == eighth


@pytest.mark.parametrize(
    ("span", "asked_in", "when", "of", "short"),
    [
        (("2025-05-01", "2025-05-31"), "en", "from 1 to 31 May 2025", "from 1 to 31 May 2025", "1–31 May 2025"),
        (("2025-05-08", "2025-05-08"), "en", "on 8 May 2025", "from 8 May 2025", "8 May 2025"),
        (("2025-05-08", None), "en", "since 8 May 2025", "since 8 May 2025", "since 8 May 2025"),
        ((None, "2025-05-08"), "en", "until 8 May 2025", "until 8 May 2025", "until 8 May 2025"),
        (
            ("2025-05-01", "2025-07-09"),
            "es",
            "del 1 de mayo al 9 de julio de 2025",
            "del 1 de mayo al 9 de julio de 2025",
            "1 de mayo – 9 de julio de 2025",
        ),
        (("2025-05-01", "2025-05-31"), "fr", "du 1er au 31 mai 2025", "du 1er au 31 mai 2025", "1er–31 mai 2025"),
        (("2025-05-08", "2025-05-08"), "fr", "le 8 mai 2025", "du 8 mai 2025", "8 mai 2025"),
        (
            ("2025-05-01", "2025-05-31"),
            "de",
            "vom 1. bis zum 31. Mai 2025",
            "vom 1. bis zum 31. Mai 2025",
            "1.–31. Mai 2025",
        ),
        (("2025-05-08", "2025-05-08"), "pt", "no dia 8 de maio de 2025", "de 8 de maio de 2025", "8 de maio de 2025"),
        (
            ("2025-05-08", "2025-05-11"),
            "it",
            "dall’8 all’11 maggio 2025",
            "dall’8 all’11 maggio 2025",
            "8–11 maggio 2025",
        ),
        (("2025-05-08", "2025-05-08"), "it", "l’8 maggio 2025", "dell’8 maggio 2025", "8 maggio 2025"),
        ((None, "2025-05-18"), "it", "fino al 18 maggio 2025", "fino al 18 maggio 2025", "fino al 18 maggio 2025"),
        (("2024", "2024-11"), "de", "vom 2024 bis zum 2024-11", "vom 2024 bis zum 2024-11", "2024 – 2024-11"),
    ],
)
def test_days_are_said_as_one_would_and_nothing_twice(
    span: tuple[str | None, str | None], asked_in: str, when: str, of: str, short: str
) -> None:
    days = DaySpan(*span)
    assert (on_days(days, asked_in), of_days(days, asked_in), days_in_words(days, asked_in)) == (when, of, short)


def test_a_version_is_a_name_and_not_an_amount() -> None:
    assert say("version", "en", version=str(20250401)) == "version 20250401"


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


@pytest.mark.parametrize(
    ("asked_in", "notice"),
    [
        (
            "fr",
            "Les archives ne contiennent pas de réponse à cette question. Elles couvrent 34 articles, du 17 octobre 2024 au"
            " 11 septembre 2025, en espagnol et anglais.",
        ),
        (
            "de",
            "Das Archiv enthält keine Antwort auf diese Frage. Es umfasst 34 Artikel, vom 17. Oktober 2024 bis zum"
            " 11. September 2025, auf Spanisch und Englisch.",
        ),
        (
            "pt",
            "O arquivo não contém uma resposta a esta pergunta. Abrange 34 artigos, de 17 de outubro de 2024 a"
            " 11 de setembro de 2025, em espanhol e inglês.",
        ),
        (
            "it",
            "L’archivio non contiene una risposta a questa domanda. Comprende 34 articoli, dal 17 ottobre 2024"
            " all’11 settembre 2025, in spagnolo e inglese.",
        ),
    ],
)
def test_the_notice_is_in_the_questions_language(asked_in: str, notice: str) -> None:
    assert not_found_notice(_coverage("es", "en"), Filters(), asked_in=asked_in) == notice


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
    assert language_name("de", "pt") == "alemão"
    assert language_name("de", "zh") == "German"
    assert language_name("qqq", "en") is None

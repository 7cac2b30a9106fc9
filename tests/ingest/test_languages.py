"""A brief's language is told from its text where that is sure, else from its publisher's other articles, else the archive's."""

import pytest

from archive.records import Article
from ingest.stories.languages import Languages

SPANISH = (
    "El pleno aprobó ayer por la noche los presupuestos del año que viene con los votos de los dos grupos mayoritarios."
)
GALICIAN = (
    "O pleno aprobou onte á noite os orzamentos do ano que vén cos votos dos dous grupos maioritarios da corporación."
)
CATALAN = "El ple va aprovar ahir a la nit els pressupostos de l'any vinent amb els vots dels dos grups majoritaris."
BRIEFS = ["Empata el Burela 1-1.", "Cierra el bar Xallas.", "Bar Lume, 20 h.", "Necrológicas"]


def _article(body: str, *, publisher: str = "El Eco", language: str = "und") -> Article:
    return Article(uri=body, body=body, publisher=publisher, language=language)


def _told(languages: Languages, *articles: Article) -> list[str]:
    return [article.language for article in languages.told(articles)]


@pytest.mark.parametrize("brief", BRIEFS)
def test_a_brief_is_in_its_publisher_s_language_in_whatever_order_they_come(brief: str) -> None:
    assert _told(Languages(), _article(brief), _article(SPANISH)) == ["es", "es"]
    assert _told(Languages(), _article(GALICIAN), _article(brief)) == ["gl", "gl"]
    later = Languages(lambda: {"El Eco": {"ca": 20}, "Other": {"es": 900}})
    assert _told(later, _article(brief)) == ["ca"]


def test_what_a_text_surely_tells_counts_before_its_publisher_s_language() -> None:
    languages = Languages(lambda: {"El Eco": {"es": 900}})
    assert _told(languages, _article(GALICIAN), _article(CATALAN), _article(SPANISH)) == ["gl", "ca", "es"]


def test_a_publisher_of_two_languages_has_briefs_in_both() -> None:
    languages = Languages(lambda: {"El Eco": {"es": 500, "gl": 500}})
    assert _told(languages, _article("Falece un veciño de Vigo"), _article("Muere el actor Juan Diego")) == ["gl", "es"]


def test_without_a_publisher_the_archive_s_language_is_taken_where_it_has_one() -> None:
    assert _told(
        Languages(lambda: {"El Eco": {"es": 90, "gl": 1}}), _article("Empata el Burela 1-1.", publisher="")
    ) == ["es"]
    assert _told(Languages(), _article("Bar Lume, 20 h.", publisher="")) == ["und"]


def test_a_brief_in_another_script_is_not_in_its_publisher_s_language() -> None:
    languages = Languages(lambda: {"El Eco": {"es": 900}})
    assert "es" not in _told(languages, _article("Ὁ λόγος"), _article("中文"), _article("12:30"))


def test_a_language_that_is_given_stays_and_the_archive_is_not_asked() -> None:
    def never() -> dict[str, dict[str, int]]:
        raise AssertionError

    assert _told(Languages(never), _article("Bar Lume", language="eu"), _article(SPANISH)) == ["eu", "es"]

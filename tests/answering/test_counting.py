"""How many articles mention something is counted by their words in the catalog: stories and prints told apart, days cut."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from answering.counting import count_mentions, topic_phrase
from answering.notices import counted
from archive.changes import NewArticle
from archive.prints import StoredPrint
from archive.records import Article, Filters, ReadArticle
from archive.store import Archive

_ARTICLES = [
    ("wire:1", "La presa de Torgal se vacía desde el lunes. Nadie vive debajo.", "Presa", "Faro", "2025-05-03", "wire"),
    ("wire:2", "La presa de Torgal se vacía desde el lunes, dice la agencia.", "Presa", "Gaceta", "2025-05-04", "wire"),
    ("early", "Torgal tendrá una presa nueva.", "Obras", "Faro", "2019-02-01", ""),
    ("headline", "Las obras costarán 19 millones.", "Presa de Torgal: 19 millones", "Faro", "2025-06-01", ""),
    ("namesake", "La poeta Inés Torgala leyó en el puerto.", "Lectura", "Faro", "2025-05-20", ""),
    ("apart", "La presa está lejos de Torgal. De Torgal no viene nadie.", "Lejos", "Faro", None, ""),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive whose vectors nobody asks for: two prints of a story, and what only looks like it."""
    made = Archive.create(tmp_path_factory.mktemp("counted"))
    _put(made, _ARTICLES)
    yield made
    made.close()


def _put(archive: Archive, told: list[tuple[str, str, str, str, str | None, str]]) -> None:
    embedded, prints = [], []
    for uri, body, headline, publisher, day, story in told:
        article = Article(uri, body, headline=headline, publisher=publisher, published=day, language="es")
        # Two passages each, so that what is counted are articles and not passages.
        middle = body.index(" ", len(body) // 2)
        spans = [(0, middle), (middle + 1, len(body))]
        embedded.append(NewArticle(ReadArticle(article, article.content_hash), spans, np.eye(2, dtype=np.float32)))
        nothing = np.zeros(0, np.uint32)
        first = "wire:1" if story else uri
        prints.append(
            StoredPrint(
                uri,
                "es",
                publisher,
                date.fromisoformat(day) if day else None,
                nothing,
                nothing.astype(np.int64),
                None,
                first,
            )
        )
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.put(embedded, place=lambda stored: stored.put(prints))


def _counted(archive: Archive, topic: str, *, language: str = "es", **filters: str) -> tuple[str, list[str], int]:
    mentions = count_mentions(topic, archive.catalog, Filters(**filters), language=language)  # type: ignore[arg-type]
    return mentions.phrase, list(mentions.stories), mentions.prints


def test_prints_of_one_story_are_one_story_and_each_an_article(archive: Archive) -> None:
    assert _counted(archive, "se vacía") == ("se vacía", ["wire:1"], 2)


def test_stories_come_newest_first_and_the_undated_last(archive: Archive) -> None:
    assert _counted(archive, "Torgal") == ("Torgal", ["headline", "wire:1", "early", "apart"], 5)


def test_words_are_counted_as_they_are_written_one_after_the_other(archive: Archive) -> None:
    # "La presa está lejos de Torgal" holds the words and not the phrase; "Torgala" is another word.
    assert _counted(archive, "presa de Torgal") == ("presa de Torgal", ["headline", "wire:1"], 3)


def test_case_accents_and_marks_around_the_words_do_not_matter(archive: Archive) -> None:
    for topic in ("PRESA DE TÓRGAL", "«presa de Torgal»", "la presa de Torgal?", "¿presa, de: Torgal!"):
        assert _counted(archive, topic)[1:] == (["headline", "wire:1"], 3), topic


def test_days_cut(archive: Archive) -> None:
    assert _counted(archive, "Torgal", since="2025-05-01", until="2025-05-31") == ("Torgal", ["wire:1"], 2)
    assert _counted(archive, "Torgal", until="2019-12-31")[1:] == (["early"], 1)
    assert _counted(archive, "Torgal", as_of="2025-05-03")[1:] == (["wire:1", "early"], 2)
    assert _counted(archive, "Torgal", since="2031-01-01") == ("Torgal", [], 0)


def test_a_publisher_narrows_prints_and_leaves_the_story(archive: Archive) -> None:
    mentions = count_mentions("se vacía", archive.catalog, Filters(publishers=("Gaceta",)), language="es")
    assert [print_.uri for print_ in mentions.stories["wire:1"]] == ["wire:2"]


def test_where_no_article_has_the_words_the_name_alone_is_counted_and_said(archive: Archive) -> None:
    phrase, stories, prints = _counted(archive, "the Torgal dam", language="en")
    assert (phrase, len(stories), prints) == ("Torgal", 4, 5)


def test_what_no_article_mentions_is_counted_as_none(archive: Archive) -> None:
    assert _counted(archive, "the price of wheat", language="en") == ("price of wheat", [], 0)


def test_withdrawn_articles_are_not_counted(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    _put(archive, _ARTICLES[:3])
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.withdraw(["wire:1"], because="withheld")
    assert _counted(archive, "Torgal")[2] == 2
    archive.close()


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "?!",
        '"',
        'Torgal" OR "presa',
        "Torgal OR presa",
        "NEAR(Torgal presa, 2)",
        "Torgal*",
        "^Torgal",
        "{headline}: Torgal",
        "NOT Torgal",
        "-Torgal",
        "'; DROP TABLE articles; --",
        "\0",
        "Torgal\0presa",
        "\ud83d",
        "🤖",
        "² ½",
        "presa " * 2000,
        "x" * 10_000,
    ],
)
@pytest.mark.parametrize("language", ["es", "en", "und"])
def test_no_topic_is_a_query(archive: Archive, topic: str, language: str) -> None:
    phrase, stories, prints = _counted(archive, topic, language=language)
    # Read as FTS5's own language, some of these would match nearly everything.
    assert len(stories) <= 4 and prints <= 5
    assert len(phrase) <= len(topic)
    assert archive.catalog.coverage().articles == len(_ARTICLES)


def test_the_words_or_and_not_are_words(archive: Archive) -> None:
    assert _counted(archive, "Torgal OR presa")[1] != _counted(archive, "presa")[1]


@pytest.mark.parametrize(
    ("language", "topic", "phrase"),
    [
        ("en", "the Torgal dam", "Torgal dam"),
        ("en", "the dam of Torgal were published", "dam of Torgal"),
        ("es", "la presa de Torgal", "presa de Torgal"),
        ("es", "las «jornadas del mar»", "jornadas del mar"),
        ("es", "el metro han sido publicados", "metro"),
        ("fr", "le barrage de Torgal ont été publiés", "barrage de Torgal"),
        ("de", "der Staudamm von Torgal wurden veröffentlicht", "Staudamm von Torgal"),
        ("pt", "a barragem de Torgal foram publicados", "barragem de Torgal"),
        ("it", "la diga di Torgal sono usciti", "diga di Torgal"),
        ("en", "the", "the"),
        ("und", "the dam", "the dam"),
    ],
)
def test_a_topic_is_counted_without_its_article_and_the_questions_verb(language: str, topic: str, phrase: str) -> None:
    assert topic_phrase(topic, language) == phrase


def test_the_notice_tells_stories_from_articles_and_one_from_many() -> None:
    assert (
        counted("Torgal", 1, 2, asked_in="en")
        == "1 story (2 articles) holds the words “Torgal”; counted as they are written."
    )
    assert counted("Torgal", 4, 5, asked_in="nl").startswith("4 stories (5 articles) hold the words")
    assert counted("Torgal", 1, 1, asked_in="es") == (
        "1 noticia (1 artículo) contiene las palabras «Torgal»; contadas tal como están escritas."
    )

"""The catalog filters, finds words, counts what it covers, and shows nobody what may not be read."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.catalog import Catalog, Coverage
from archive.records import Article, Filters, ReadArticle
from archive.rows import NewArticle
from tests.small_catalog import ALL, BRIDGE, STRIKE, found_by_words, hidden, put

_IDS = ["1", "2", "3"]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """A catalog that no test changes."""
    catalog = Catalog(tmp_path_factory.mktemp("filled") / "catalog.sqlite")
    assert put(catalog, *ALL) == _IDS
    yield catalog
    catalog.close()


# -- reading ----------------------------------------------------------------------------------------------------------


def test_an_article_comes_back_as_it_was_put(filled: Catalog) -> None:
    assert [filled.article(article.uri) for article in ALL] == [*ALL]
    assert filled.article("a:unknown") is None


def test_a_passage_is_the_exact_slice_of_the_body_with_what_cites_it(catalog: Catalog) -> None:
    body = "Ñandú 🦤 «первый». 第二句话。"
    article = Article(
        uri="u", body=body, headline="H", publisher="P", published="2025-01-01", language="es", url="https://u"
    )
    ids = put(catalog, article, cut=18)
    first, second = (catalog.passages([id_])[id_] for id_ in ids)
    assert catalog.passages_of("u") == dict(zip(ids, (first, second), strict=True))
    assert (first.text, second.text) == (body[:18], body[18:])
    assert (first.start, first.end, first.uri, first.headline, first.publisher) == (0, 18, "u", "H", "P")
    assert (first.published, first.language, first.url, first.correction) == ("2025-01-01", "es", "https://u", "")


def test_more_ids_than_a_statement_takes_are_looked_up(filled: Catalog) -> None:
    unknown = [str(number) for number in range(100, 40_100)]
    assert {*filled.passages([*unknown, "1"])} == {"1"}


@pytest.mark.parametrize(
    ("filters", "uris"),
    [
        (Filters(), ["a:bridge", "a:strike", "a:undated"]),
        (Filters(since="2025-03-04"), ["a:bridge", "a:strike"]),
        (Filters(since="2025-03-05"), ["a:strike"]),
        (Filters(until="2025-03-04"), ["a:bridge"]),
        (Filters(until="2025-03-05"), ["a:bridge", "a:strike"]),
        (Filters(until="2025-03-03"), []),
        (Filters(as_of="2025-03-04"), ["a:bridge"]),
        (Filters(as_of="2025-03-04", until="2025-12-31"), ["a:bridge"]),
        (Filters(as_of="2025-12-31", until="2025-03-04"), ["a:bridge"]),
        (Filters(since="2025-03-04", until="2025-03-05", publishers=("The Gazette",)), ["a:strike"]),
        (Filters(publishers=("El Faro",)), ["a:bridge", "a:undated"]),
        (Filters(publishers=("El Faro", "The Gazette")), ["a:bridge", "a:strike", "a:undated"]),
        (Filters(publishers=("el faro",)), []),
        (Filters(languages=("en",)), ["a:strike"]),
        (Filters(languages=("en", "es"), since="2025-01-01"), ["a:bridge", "a:strike"]),
        (Filters(languages=("ru",)), []),
    ],
)
def test_every_read_keeps_to_the_filters(filled: Catalog, filters: Filters, uris: list[str]) -> None:
    """An article without a date is in no span of time, for nobody can say that it belongs there."""
    assert sorted(passage.uri for passage in filled.passages(_IDS, filters).values()) == uris
    assert filled.vectors.after(0, filters).numbers.tolist() == [int(id_) for id_ in filled.passages(_IDS, filters)]
    assert sorted(found_by_words(filled, ["puente", "strike"], filters)) == uris
    assert filled.coverage(filters).articles == filled.count_passages(filters) == len(uris)


def test_coverage_tells_days_languages_and_publishers_the_most_frequent_first(filled: Catalog) -> None:
    assert filled.coverage() == Coverage(
        articles=3,
        passages=3,
        first="2025-03-04",
        last="2025-03-05",
        languages={"es": 2, "en": 1},
        publishers={"El Faro": 2, "The Gazette": 1},
    )
    assert [*filled.coverage().publishers] == ["El Faro", "The Gazette"]


def test_an_empty_catalog_covers_nothing(catalog: Catalog) -> None:
    assert catalog.coverage() == Coverage(0, 0, None, None, {}, {})
    assert catalog.revision() == 0 and catalog.fingerprint() is None
    assert catalog.search_keywords(["puente"], Filters(), k=5) == []


# -- keywords ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["pasarela", "PASARELA", "cerrara", "cerrará", "CERRARÁ", "telmo"])
def test_words_are_found_whatever_their_accents_and_capitals(filled: Catalog, word: str) -> None:
    assert found_by_words(filled, [word]) == ["a:bridge"]


def test_words_of_the_headline_are_found(filled: Catalog) -> None:
    assert found_by_words(filled, ["drivers"]) == ["a:strike"]


def test_any_of_the_words_is_enough_and_more_of_them_are_better(filled: Catalog) -> None:
    assert found_by_words(filled, ["puente", "telmo", "abril", "nothing"]) == ["a:bridge", "a:undated"]
    assert found_by_words(filled, ["puente", "nota", "fecha"]) == ["a:undated", "a:bridge"]
    assert found_by_words(filled, ["puente"], k=1) != []
    assert len(found_by_words(filled, ["puente"], k=1)) == 1


@pytest.mark.parametrize("word", ["NEAR", "AND", "OR", "NOT", "near", "text", "headline", "keywords", "rowid"])
def test_the_keyword_languages_own_words_are_words(catalog: Catalog, word: str) -> None:
    article = Article(uri="u", body=f"The sign said {word} to all.")
    put(catalog, article, STRIKE)
    assert found_by_words(catalog, [word]) == ["u"]


@pytest.mark.parametrize(
    "word",
    ['"', "*", "NEAR(", "a\x00b", "\x00", "puente*", '"puente" OR "', "{text}:", "^a", "-", "+", "(", "'; --", ""],
)
def test_a_hostile_word_neither_fails_nor_finds_everything(filled: Catalog, word: str) -> None:
    assert filled.search_keywords([word], Filters(), k=10) == []
    assert found_by_words(filled, [word, "pasarela"]) == ["a:bridge"]


@given(st.lists(st.text(), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_make_the_keyword_search_fail(filled: Catalog, words: list[str]) -> None:
    ids = filled.search_keywords(words, Filters(), k=2)
    assert {*ids} <= {*_IDS}
    assert len(ids) <= 2


@given(st.text(), st.text())
def test_no_name_in_a_filter_makes_a_read_fail(filled: Catalog, publisher: str, language: str) -> None:
    filters = Filters(publishers=(publisher,), languages=(language,))
    assert filled.coverage(filters).articles == len(filled.passages(_IDS, filters)) == 0


def test_a_question_as_long_as_an_article_is_searched(filled: Catalog) -> None:
    words = [f"word{i}" for i in range(3000)]
    assert found_by_words(filled, [*words, "pasarela"]) == ["a:bridge"]


# -- what may not be read ---------------------------------------------------------------------------------------------


def _from_now(**delta: float) -> str:
    return (datetime.now(UTC) + timedelta(**delta)).isoformat()


@pytest.mark.parametrize(
    "article",
    [
        hidden(pubstatus="withheld"),
        hidden(pubstatus="canceled"),
        hidden(embargoed=_from_now(hours=1)),
        hidden(embargoed=_from_now(days=2)[:10]),
        hidden(embargoed="2999-01-01T00:00:00+02:00"),
        hidden(embargoed="tomorrow"),
        hidden(expires=_from_now(hours=-1)),
        hidden(expires=_from_now(days=-1)[:10]),
        hidden(expires="2020-01-01T00:00:00+02:00"),
        hidden(expires="once upon a time"),
    ],
    ids=[
        "withheld",
        "canceled",
        "embargoed for an hour",
        "embargoed to a day",
        "with a time zone",
        "until nobody knows",
        "expired an hour ago",
        "expired on a day",
        "expired in a time zone",
        "expired nobody knows when",
    ],
)
def test_what_may_not_be_read_is_on_no_read(catalog: Catalog, article: Article) -> None:
    _, id_ = put(catalog, BRIDGE, article)  # even with passages, which an ingest never gives it
    assert catalog.article(article.uri) is None
    assert catalog.passages([id_]) == {}
    assert catalog.search_keywords(["secreto"], Filters(), k=5) == []
    assert found_by_words(catalog, ["puente"]) == ["a:bridge"]
    for filters in (Filters(), Filters(languages=("gl", "es")), Filters(publishers=("Oculta", "El Faro"))):
        coverage = catalog.coverage(filters)
        assert (coverage.articles, coverage.first) == (1, "2025-03-04")
        assert coverage.languages == {"es": 1} and coverage.publishers == {"El Faro": 1}
    assert catalog.count_passages(Filters(languages=("gl",))) == 0
    if article.expires:
        assert catalog.count_passages() == 1
    assert list(catalog.unfinished()) == []
    assert article.uri in catalog.ledger.known_articles([article.uri])  # an ingest must know that it has it


@pytest.mark.parametrize(
    "ended",
    [_from_now(minutes=-1), _from_now(days=-1)[:10], "2020-01-01T12:00:00+05:00"],
    ids=["a minute ago", "yesterday", "with a time zone"],
)
def test_an_article_may_be_read_from_the_end_of_its_embargo(catalog: Catalog, ended: str) -> None:
    article = hidden(embargoed=ended)
    put(catalog, article)
    assert catalog.article(article.uri) == article
    assert found_by_words(catalog, ["secreto"]) == ["h:secret"]


def test_an_embargo_ends_at_the_same_moment_for_the_catalog_and_for_an_ingest(catalog: Catalog) -> None:
    """Or an article would be readable and findable for one of them only."""
    zone = "+09:00"
    for minutes in (-3, 3):
        end = (
            (datetime.now(UTC) + timedelta(minutes=minutes, hours=9)).replace(tzinfo=None).isoformat(timespec="seconds")
        )
        article = hidden(embargoed=end + zone)
        put(catalog, article)
        assert (catalog.article(article.uri) is not None) == article.is_readable(datetime.now(UTC)) == (minutes < 0)


def test_an_article_may_be_read_until_it_expires(catalog: Catalog) -> None:
    article = hidden(expires=_from_now(minutes=1))
    put(catalog, article)
    assert article.is_readable(datetime.now(UTC)) and catalog.article(article.uri) == article
    assert found_by_words(catalog, ["secreto"]) == ["h:secret"] and catalog.expired() == []
    put(catalog, replace(article, expires=_from_now(minutes=-1)))
    assert catalog.article(article.uri) is None and catalog.expired() == ["h:secret"] and catalog.hour_has_come()
    assert catalog.old_versions(article.uri) == []
    assert (catalog.ledger.why_withdrawn(article.uri) or "").startswith("withdrawn at its expiry, 2")


def test_an_article_that_may_be_read_and_has_no_passages_is_unfinished(catalog: Catalog) -> None:
    read = ReadArticle(BRIDGE, "the hash it was read with")
    catalog.changes.put([NewArticle(read), NewArticle(ReadArticle(hidden(pubstatus="withheld"), "h"))])
    assert list(catalog.unfinished()) == [read]
    put(catalog, BRIDGE)
    assert list(catalog.unfinished()) == []


def test_many_unfinished_articles_are_all_told_once_though_some_are_finished_meanwhile(catalog: Catalog) -> None:
    articles = [Article(f"u{n}", "Uno.") for n in range(250)]
    catalog.changes.put([NewArticle(ReadArticle(article, article.content_hash)) for article in articles])
    told = []
    for read in catalog.unfinished():
        told.append(read.article)
        put(catalog, read.article)
    assert told == articles


# -- one moment -------------------------------------------------------------------------------------------------------


def test_a_reader_sees_one_moment_while_another_thread_replaces_an_article(catalog: Catalog) -> None:
    (id_,) = put(catalog, BRIDGE)
    new = Article(BRIDGE.uri, "El túnel abre en mayo.", language="es")

    def in_another_thread() -> None:
        writer = threading.Thread(target=put, args=(catalog, new))
        writer.start()
        writer.join(timeout=60)

    with catalog.as_it_is_now():
        before = (catalog.revision(), catalog.vectors.newest_number())
        in_another_thread()
        with catalog.as_it_is_now():  # a moment within a moment is the same one
            assert (catalog.revision(), catalog.vectors.newest_number()) == before
        assert catalog.article(BRIDGE.uri) == BRIDGE
        assert catalog.passages([id_])[id_].text == BRIDGE.body
        assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri] and found_by_words(catalog, ["túnel"]) == []
    assert catalog.revision() > before[0]
    assert catalog.article(BRIDGE.uri) == new and catalog.passages([id_]) == {}
    assert found_by_words(catalog, ["telmo"]) == [] and found_by_words(catalog, ["túnel"]) == [BRIDGE.uri]

"""The catalog filters, finds words, counts what it covers, and shows nobody what may not be read."""

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import schema
from archive.catalog import Catalog, Coverage
from archive.changes import NewArticle, NewPassage
from archive.errors import ArchiveError
from archive.ledger import KnownArticle
from archive.records import Article, Filters, PubStatus, ReadArticle

_BRIDGE = Article(
    uri="a:bridge",
    body="El puente de San Telmo cerrará en abril. La pasarela será provisional.",
    headline="Cierra el puente",
    publisher="El Faro",
    published="2025-03-04",
    language="es",
    correction="Antes decía marzo.",
)
_STRIKE = Article(
    uri="a:strike",
    body="The bus strike ended on Tuesday.",
    headline="Drivers return",
    publisher="The Gazette",
    published="2025-03-05T23:30:00-05:00",
    language="en",
)
_UNDATED = Article(
    uri="a:undated", body="Una nota sin fecha sobre el puente.", headline="Nota", publisher="El Faro", language="es"
)
_ALL = (_BRIDGE, _STRIKE, _UNDATED)


def _put(catalog: Catalog, *articles: Article, cut: int | None = None) -> list[str]:
    """Store each article as one passage, or as two that meet at `cut`; returns the ids that went."""
    entries = []
    for article in articles:
        edges = [0, cut, len(article.body)] if cut else [0, len(article.body)]
        passages = [NewPassage(f"{article.content_hash[:8]}-{a}", a, b) for a, b in itertools.pairwise(edges) if b > a]
        entries.append(NewArticle(ReadArticle(article, article.content_hash), passages))
    return catalog.changes.replace(entries)


def _id(article: Article, start: int = 0) -> str:
    return f"{article.content_hash[:8]}-{start}"


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalog]:
    """A catalog that no test changes."""
    catalog = Catalog(tmp_path_factory.mktemp("filled") / "catalog.sqlite")
    _put(catalog, *_ALL)
    yield catalog
    catalog.close()


def _found(catalog: Catalog, words: Sequence[str], filters: Filters = Filters(), k: int = 10) -> list[str]:
    """Return the uris of what a keyword search finds, best first."""
    ids = catalog.search_keywords(words, filters, k=k)
    passages = catalog.passages(ids)
    return [passages[id_].uri for id_ in ids]


# -- reading ----------------------------------------------------------------------------------------------------------


def test_an_article_comes_back_as_it_was_put(filled: Catalog) -> None:
    assert [filled.article(article.uri) for article in _ALL] == [*_ALL]
    assert filled.article("a:unknown") is None


def test_a_passage_is_the_exact_slice_of_the_body_with_what_cites_it(catalog: Catalog) -> None:
    body = "Ñandú 🦤 «первый». 第二句话。"
    article = Article(
        uri="u", body=body, headline="H", publisher="P", published="2025-01-01", language="es", url="https://u"
    )
    _put(catalog, article, cut=18)
    first, second = (catalog.passages([_id(article, start)])[_id(article, start)] for start in (0, 18))
    assert (first.text, second.text) == (body[:18], body[18:])
    assert (first.start, first.end, first.uri, first.headline, first.publisher) == (0, 18, "u", "H", "P")
    assert (first.published, first.language, first.url, first.correction) == ("2025-01-01", "es", "https://u", "")


def test_more_ids_than_a_statement_takes_are_looked_up(filled: Catalog) -> None:
    unknown = [f"unknown-{i}" for i in range(40_000)]
    assert {*filled.passages([*unknown, _id(_BRIDGE)])} == {_id(_BRIDGE)}


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
    ids = [_id(article) for article in _ALL]
    assert sorted(passage.uri for passage in filled.passages(ids, filters).values()) == uris
    assert sorted(_found(filled, ["puente", "strike"], filters)) == uris
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
    assert _found(filled, [word]) == ["a:bridge"]


def test_words_of_the_headline_are_found(filled: Catalog) -> None:
    assert _found(filled, ["drivers"]) == ["a:strike"]


def test_any_of_the_words_is_enough_and_more_of_them_are_better(filled: Catalog) -> None:
    assert _found(filled, ["puente", "telmo", "abril", "nothing"]) == ["a:bridge", "a:undated"]
    assert _found(filled, ["puente", "nota", "fecha"]) == ["a:undated", "a:bridge"]
    assert _found(filled, ["puente"], k=1) != []
    assert len(_found(filled, ["puente"], k=1)) == 1


@pytest.mark.parametrize("word", ["NEAR", "AND", "OR", "NOT", "near", "text", "headline", "keywords", "rowid"])
def test_the_keyword_languages_own_words_are_words(catalog: Catalog, word: str) -> None:
    article = Article(uri="u", body=f"The sign said {word} to all.")
    _put(catalog, article, _STRIKE)
    assert _found(catalog, [word]) == ["u"]


@pytest.mark.parametrize(
    "word",
    ['"', "*", "NEAR(", "a\x00b", "\x00", "puente*", '"puente" OR "', "{text}:", "^a", "-", "+", "(", "'; --", ""],
)
def test_a_hostile_word_neither_fails_nor_finds_everything(filled: Catalog, word: str) -> None:
    assert filled.search_keywords([word], Filters(), k=10) == []
    assert _found(filled, [word, "pasarela"]) == ["a:bridge"]


@given(st.lists(st.text(), max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_words_make_the_keyword_search_fail(filled: Catalog, words: list[str]) -> None:
    ids = filled.search_keywords(words, Filters(), k=2)
    assert {*ids} <= {_id(article) for article in _ALL}
    assert len(ids) <= 2


@given(st.text(), st.text())
def test_no_name_in_a_filter_makes_a_read_fail(filled: Catalog, publisher: str, language: str) -> None:
    filters = Filters(publishers=(publisher,), languages=(language,))
    assert filled.coverage(filters).articles == len(filled.passages([_id(a) for a in _ALL], filters)) == 0


def test_a_question_as_long_as_an_article_is_searched(filled: Catalog) -> None:
    words = [f"word{i}" for i in range(3000)]
    assert _found(filled, [*words, "pasarela"]) == ["a:bridge"]


# -- what may not be read ---------------------------------------------------------------------------------------------


def _from_now(**delta: float) -> str:
    return (datetime.now(UTC) + timedelta(**delta)).isoformat()


def _hidden(*, pubstatus: PubStatus = "usable", embargoed: str | None = None) -> Article:
    return Article(
        uri="h:secret",
        body="El secreto sobre el puente.",
        headline="Secreto",
        publisher="Oculta",
        published="2020-01-01",
        language="gl",
        pubstatus=pubstatus,
        embargoed=embargoed,
    )


@pytest.mark.parametrize(
    "article",
    [
        _hidden(pubstatus="withheld"),
        _hidden(pubstatus="canceled"),
        _hidden(embargoed=_from_now(hours=1)),
        _hidden(embargoed=_from_now(days=2)[:10]),
        _hidden(embargoed="2999-01-01T00:00:00+02:00"),
        _hidden(embargoed="tomorrow"),
    ],
    ids=[
        "withheld",
        "canceled",
        "embargoed for an hour",
        "embargoed to a day",
        "with a time zone",
        "until nobody knows",
    ],
)
def test_what_may_not_be_read_is_on_no_read(catalog: Catalog, article: Article) -> None:
    _put(catalog, _BRIDGE, article)  # even with passages, which the store never gives it
    assert catalog.article(article.uri) is None
    assert catalog.passages([_id(article)]) == {}
    assert catalog.search_keywords(["secreto"], Filters(), k=5) == []
    assert _found(catalog, ["puente"]) == ["a:bridge"]
    for filters in (Filters(), Filters(languages=("gl", "es")), Filters(publishers=("Oculta", "El Faro"))):
        coverage = catalog.coverage(filters)
        assert (coverage.articles, coverage.first) == (1, "2025-03-04")
        assert coverage.languages == {"es": 1} and coverage.publishers == {"El Faro": 1}
    assert catalog.count_passages(Filters(languages=("gl",))) == 0
    assert catalog.unfinished() == []
    assert article.uri in catalog.ledger.known_articles()  # an ingest must know that it has it


@pytest.mark.parametrize("ended", [_from_now(minutes=-1), _from_now(days=-1)[:10], "2020-01-01T12:00:00+05:00"])
def test_an_article_may_be_read_from_the_end_of_its_embargo(catalog: Catalog, ended: str) -> None:
    article = _hidden(embargoed=ended)
    _put(catalog, article)
    assert catalog.article(article.uri) == article
    assert _found(catalog, ["secreto"]) == ["h:secret"]


def test_an_embargo_ends_at_the_same_moment_for_the_catalog_and_for_an_ingest(catalog: Catalog) -> None:
    """Or an article would be readable and findable for one of them only."""
    zone = "+09:00"
    for minutes in (-3, 3):
        end = (
            (datetime.now(UTC) + timedelta(minutes=minutes, hours=9)).replace(tzinfo=None).isoformat(timespec="seconds")
        )
        article = _hidden(embargoed=end + zone)
        _put(catalog, article)
        assert (catalog.article(article.uri) is not None) == article.is_readable(datetime.now(UTC)) == (minutes < 0)


def test_an_article_that_may_be_read_and_has_no_passages_is_unfinished(catalog: Catalog) -> None:
    read = ReadArticle(_BRIDGE, "the hash it was read with")
    catalog.changes.replace([NewArticle(read), NewArticle(ReadArticle(_hidden(pubstatus="withheld"), "h"))])
    assert catalog.unfinished() == [read]
    _put(catalog, _BRIDGE)
    assert catalog.unfinished() == []


# -- writing ----------------------------------------------------------------------------------------------------------


def test_a_new_version_takes_the_place_of_the_old_one_everywhere(catalog: Catalog) -> None:
    _put(catalog, _BRIDGE, _STRIKE, cut=20)
    new = Article(uri=_BRIDGE.uri, body="El túnel abre en mayo.", headline="Abre el túnel", version=2)
    assert sorted(_put(catalog, new)) == sorted([_id(_BRIDGE), _id(_BRIDGE, 20)])
    assert catalog.article(_BRIDGE.uri) == new
    assert _found(catalog, ["telmo", "cierra", "pasarela"]) == []
    assert _found(catalog, ["túnel"]) == [_BRIDGE.uri]
    assert catalog.passages([_id(_BRIDGE)]) == {}
    assert catalog.ledger.known_articles()[_BRIDGE.uri] == KnownArticle(new.content_hash, 2)
    assert catalog.coverage().articles == 2


def test_passages_that_go_are_loose_and_those_that_come_no_longer_are(catalog: Catalog) -> None:
    catalog.changes.note_loose([_id(_BRIDGE), "left behind"])
    _put(catalog, _BRIDGE)
    assert catalog.changes.loose_vectors() == ["left behind"]
    _put(catalog, Article(uri=_BRIDGE.uri, body="Otro."))
    assert sorted(catalog.changes.loose_vectors()) == sorted(["left behind", _id(_BRIDGE)])
    catalog.changes.clear_loose(["left behind", _id(_BRIDGE), "unknown"])
    assert catalog.changes.loose_vectors() == []


def test_putting_the_same_article_again_loses_nothing(catalog: Catalog) -> None:
    _put(catalog, _BRIDGE)
    assert _put(catalog, _BRIDGE) == []
    assert catalog.changes.loose_vectors() == []
    assert _found(catalog, ["telmo"]) == [_BRIDGE.uri]


def test_two_versions_of_an_article_in_one_change_leave_the_later_one_and_the_earlier_ones_vectors_loose(
    catalog: Catalog,
) -> None:
    later = Article(uri=_BRIDGE.uri, body="Otro puente.")
    catalog.changes.note_loose([_id(_BRIDGE), _id(later)])
    _put(catalog, _BRIDGE, later)
    assert catalog.article(_BRIDGE.uri) == later
    assert catalog.changes.loose_vectors() == [_id(_BRIDGE)]


def test_every_change_of_what_can_be_found_moves_the_revision(catalog: Catalog) -> None:
    revisions = [catalog.revision()]
    for change in (lambda: _put(catalog, _BRIDGE), lambda: _put(catalog, _STRIKE), catalog.changes.forget_passages):
        change()
        revisions.append(catalog.revision())
    assert revisions == sorted({*revisions})


def test_a_change_that_fails_leaves_everything_as_it_was(catalog: Catalog) -> None:
    _put(catalog, _BRIDGE)
    before = (catalog.revision(), catalog.coverage())
    new = Article(uri=_BRIDGE.uri, body="Otro puente.")
    with pytest.raises(AttributeError):
        catalog.changes.replace([NewArticle(ReadArticle(new, "h"), [NewPassage("x", 0, 4)]), None])  # type: ignore[list-item]
    assert (catalog.revision(), catalog.coverage()) == before
    assert catalog.article(_BRIDGE.uri) == _BRIDGE
    assert _found(catalog, ["telmo"]) == [_BRIDGE.uri]


def test_a_languages_means_are_fixed_once_and_come_back_as_they_were(catalog: Catalog) -> None:
    pooled, tokens = np.array([0.1, -2], np.float32), np.array([3, 1e-7], np.float32)
    catalog.changes.set_language_mean("es", pooled, tokens)
    catalog.changes.set_language_mean("es", tokens, pooled)
    found = catalog.language_means()
    assert {*found} == {"es"}
    assert found["es"][0].tolist() == pooled.tolist() and found["es"][1].tolist() == tokens.tolist()


def test_a_rebuild_forgets_what_it_makes_anew_and_keeps_the_articles(catalog: Catalog) -> None:
    _put(catalog, _BRIDGE, _hidden(pubstatus="withheld"))
    catalog.changes.set_language_mean("es", np.zeros(2), np.zeros(2))
    catalog.changes.forget_passages()
    assert catalog.search_keywords(["telmo"], Filters(), k=5) == []
    assert catalog.language_means() == {} and catalog.count_passages() == 0
    assert [read.article for read in catalog.unfinished()] == [_BRIDGE]


# -- the file ---------------------------------------------------------------------------------------------------------


def test_what_is_written_is_there_when_the_catalog_is_opened_again(tmp_path: Path) -> None:
    first = Catalog(tmp_path / "catalog.sqlite")
    _put(first, *_ALL)
    first.changes.set_fingerprint("model-1")
    second = Catalog(tmp_path / "catalog.sqlite")  # while the first is still open
    assert second.coverage().articles == 3 and second.fingerprint() == "model-1"
    assert second.revision() == first.revision() == 1
    first.close()
    second.close()


def test_a_catalog_of_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    catalog = Catalog(path)
    _put(catalog, _BRIDGE)
    catalog.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(schema.VERSION + 1),))
    connection.close()
    before = _dump(path)
    with pytest.raises(ArchiveError, match="newer") as raised:
        Catalog(path)
    assert "update" in str(raised.value) and str(path) in str(raised.value) and "\n" not in str(raised.value)
    assert _dump(path) == before


def _dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    try:
        return [
            str(row)
            for table in ("meta", "articles", "passages")
            for row in connection.execute(f"SELECT * FROM {table}")
        ]
    finally:
        connection.close()


@pytest.mark.parametrize(
    "content", [b"Dear diary, this is no database. " * 100, b"SQLite format 3\x00" + b"\xff" * 2000]
)
def test_a_file_that_is_no_database_is_refused_in_one_line_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catalog.sqlite"
    path.write_bytes(content)
    with pytest.raises(ArchiveError, match="another program's") as raised:
        Catalog(path)
    assert str(path) in str(raised.value) and "\n" not in str(raised.value)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE books (title TEXT)")
    connection.close()
    with pytest.raises(ArchiveError, match="another program's"):
        Catalog(path)
    connection = sqlite3.connect(path)
    assert [name for (name,) in connection.execute("SELECT name FROM sqlite_master")] == ["books"]
    connection.close()


def test_a_folder_in_the_place_of_the_file_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").mkdir()
    with pytest.raises(ArchiveError) as raised:
        Catalog(tmp_path / "catalog.sqlite")
    assert "\n" not in str(raised.value)


# As version 1 made it, in the program's first months.
_VERSION_1 = f"""
CREATE TABLE meta ("key" TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY ("key"));
CREATE TABLE articles (id INTEGER NOT NULL, uri TEXT, body TEXT, headline TEXT, publisher TEXT, published TEXT, modified TEXT,
    language TEXT, version INTEGER, byline TEXT, dateline TEXT, provider TEXT, section TEXT, genre TEXT, url TEXT, rights TEXT,
    embargoed TEXT, pubstatus TEXT, correction TEXT, content_hash TEXT NOT NULL, day TEXT, ingested TEXT NOT NULL,
    PRIMARY KEY (id), UNIQUE (uri));
CREATE INDEX ix_articles_day ON articles (day);
CREATE TABLE loose_vectors (id TEXT NOT NULL, PRIMARY KEY (id));
CREATE TABLE language_means (language TEXT NOT NULL, pooled BLOB NOT NULL, tokens BLOB NOT NULL, PRIMARY KEY (language));
CREATE TABLE passages (number INTEGER NOT NULL, id TEXT NOT NULL, article_id INTEGER NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, PRIMARY KEY (number), UNIQUE (id), FOREIGN KEY(article_id) REFERENCES articles (id));
CREATE INDEX ix_passages_article_id ON passages (article_id);
CREATE VIRTUAL TABLE keywords USING fts5(text, headline, tokenize = 'unicode61 remove_diacritics 2');
INSERT INTO meta VALUES ('schema', '1'), ('revision', '7');
INSERT INTO articles VALUES (1, 'a:strike', '{_STRIKE.body}', 'Drivers return', 'The Gazette', '2025-03-05T23:30:00-05:00', NULL,
    'en', NULL, '', '', '', '', '', '', '', NULL, 'usable', '', '{_STRIKE.content_hash}', '2025-03-05', '2025-03-06');
INSERT INTO articles VALUES (2, 'a:secret', 'Secret.', '', '', NULL, NULL, 'en', NULL, '', '', '', '', '', '', '', NULL,
    'withheld', '', 'h', NULL, '2025-03-06');
INSERT INTO passages VALUES (1, 'p1', 1, 0, 32);
INSERT INTO keywords (rowid, text, headline) VALUES (1, '{_STRIKE.body}', 'Drivers return');
"""


def test_a_catalog_of_version_1_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(_VERSION_1)
    connection.close()
    for _ in range(2):  # opened once more, it is as it was
        catalog = Catalog(path)
        assert catalog.article("a:strike") == _STRIKE
        assert catalog.article("a:secret") is None
        assert _found(catalog, ["strike"]) == ["a:strike"]
        assert catalog.ledger.known_articles()["a:strike"] == KnownArticle(_STRIKE.content_hash, None)
        assert catalog.revision() == 7
        catalog.close()
    fresh = Catalog(tmp_path / "fresh.sqlite")
    fresh.close()
    assert _columns(path) == _columns(tmp_path / "fresh.sqlite")


def _columns(path: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
    connection.close()
    return found

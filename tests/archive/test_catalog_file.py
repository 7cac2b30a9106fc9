"""The catalog's file keeps what was written, comes up to date from earlier versions, and what is not its own is left alone."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from archive import schema
from archive.catalog import Catalog
from archive.errors import ArchiveError
from archive.ledger import KnownArticle, Seen
from tests.old_catalogs import EARLIER, ERASED, FAILED, FEED, FEED_STATE, SEEN, write_old_catalog
from tests.small_catalog import ALL, BRIDGE, STRIKE, found_by_words, put


def test_what_is_written_is_there_when_the_catalog_is_opened_again(tmp_path: Path) -> None:
    first = Catalog(tmp_path / "catalog.sqlite")
    put(first, *ALL)
    first.changes.set_note("fingerprint", "model-1")
    second = Catalog(tmp_path / "catalog.sqlite")  # while the first is still open
    assert second.coverage().articles == 3 and second.fingerprint() == "model-1"
    assert second.revision() == first.revision() == 1
    first.close()
    second.close()


def test_a_catalog_of_a_newer_version_is_refused_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    catalog = Catalog(path)
    put(catalog, BRIDGE)
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
    with pytest.raises(ArchiveError, match="cannot be opened as a catalog") as raised:
        Catalog(path)
    assert str(path) in str(raised.value) and "\n" not in str(raised.value)
    assert path.read_bytes() == content


def test_bytes_that_are_no_text_are_damage_told_in_one_line_that_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with contextlib.closing(Catalog(path)) as catalog:
        put(catalog, BRIDGE)
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE articles SET headline = CAST(x'41ff1b5b324a0a42' AS TEXT)")
            connection.commit()
        with pytest.raises(ArchiveError, match="is damaged") as raised:
            catalog.articles([BRIDGE.uri])
    assert str(raised.value).isprintable()


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


def test_a_catalog_from_before_articles_could_expire_keeps_them_all(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with contextlib.closing(Catalog(path)) as catalog:
        put(catalog, *ALL)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "DROP INDEX ix_articles_expires; ALTER TABLE articles DROP COLUMN expires; UPDATE meta SET value = '3' WHERE key = 'schema'"
        )
    for _ in range(2):
        with contextlib.closing(Catalog(path)) as catalog:
            assert list(catalog.articles([article.uri for article in ALL]).values()) == list(ALL)
            assert catalog.count_passages() == 3 and not catalog.hour_has_come()


@pytest.mark.parametrize("version", [1, 2])
def test_a_catalog_of_an_earlier_version_is_brought_up_to_date_and_loses_nothing_but_what_a_rebuild_makes_anew(
    tmp_path: Path, version: int
) -> None:
    path = tmp_path / "catalog.sqlite"
    write_old_catalog(path, version)
    for _ in range(2):  # opened once more, it is as it was
        catalog = Catalog(path)
        assert catalog.article("a:strike") == STRIKE
        assert catalog.article("a:secret") is None
        assert (catalog.ledger.why_withdrawn("a:secret") or "").startswith("withheld")
        assert catalog.ledger.known_articles(["a:strike"]) == {"a:strike": KnownArticle(STRIKE.content_hash, None)}
        assert (catalog.revision(), catalog.fingerprint()) == (7, "model-1")
        assert catalog.count_passages() == catalog.vectors.count() == 0 and catalog.vectors.unindexed() == []
        assert catalog.language_means() == {} and found_by_words(catalog, ["strike"]) == []
        assert [read.article for read in catalog.unfinished()] == [STRIKE]
        catalog.close()
    fresh = Catalog(tmp_path / "fresh.sqlite")
    fresh.close()
    assert _columns(path) == _columns(tmp_path / "fresh.sqlite")
    assert _indexes(path) == _indexes(tmp_path / "fresh.sqlite")


def test_what_a_catalog_of_version_2_knew_of_its_articles_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    write_old_catalog(path, 2)
    catalog = Catalog(path)
    assert [old.article for old in catalog.old_versions(STRIKE.uri)] == [EARLIER]
    assert catalog.ledger.seen([STRIKE.uri]) == {STRIKE.uri: [Seen(SEEN[0], SEEN[2], 0)]}
    assert catalog.ledger.seen_earlier("/news", run=catalog.ledger.next_run()) == [SEEN]
    assert ERASED in catalog.ledger.erased()
    assert catalog.ledger.failures() == [FAILED]
    assert catalog.ledger.feed_state(FEED) == FEED_STATE
    with catalog.prints() as prints:
        assert prints.known(STRIKE.uri) is None
    catalog.close()


def test_an_article_of_an_earlier_catalog_is_found_by_its_words_once_its_passages_are_made_anew(tmp_path: Path) -> None:
    write_old_catalog(tmp_path / "catalog.sqlite", 2)
    catalog = Catalog(tmp_path / "catalog.sqlite")
    (id_,) = put(catalog, *(read.article for read in catalog.unfinished()))
    assert found_by_words(catalog, ["strike"]) == [STRIKE.uri]
    assert catalog.passages([id_])[id_].text == STRIKE.body
    catalog.close()


def _indexes(path: Path) -> set[str]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def _columns(path: Path) -> dict[str, set[str]]:
    connection = sqlite3.connect(path)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    found = {table: {row[1] for row in connection.execute(f"PRAGMA table_info({table})")} for table in tables}
    connection.close()
    return found

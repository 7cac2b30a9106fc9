"""The catalog's file keeps what was written, comes up to date from version 1, and what is not its own is left alone."""

import sqlite3
from pathlib import Path

import pytest

from archive import schema
from archive.catalog import Catalog
from archive.errors import ArchiveError
from archive.ledger import KnownArticle
from tests.small_catalog import ALL, BRIDGE, STRIKE, put


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
INSERT INTO articles VALUES (1, 'a:strike', '{STRIKE.body}', 'Drivers return', 'The Gazette', '2025-03-05T23:30:00-05:00', NULL,
    'en', NULL, '', '', '', '', '', '', '', NULL, 'usable', '', '{STRIKE.content_hash}', '2025-03-05', '2025-03-06');
INSERT INTO articles VALUES (2, 'a:secret', 'Secret.', '', '', NULL, NULL, 'en', NULL, '', '', '', '', '', '', '', NULL,
    'withheld', '', 'h', NULL, '2025-03-06');
INSERT INTO passages VALUES (1, 'p1', 1, 0, 32);
INSERT INTO keywords (rowid, text, headline) VALUES (1, '{STRIKE.body}', 'Drivers return');
"""


def test_a_catalog_of_version_1_is_brought_up_to_date_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(_VERSION_1)
    connection.close()
    for _ in range(2):  # opened once more, it is as it was
        catalog = Catalog(path)
        assert catalog.article("a:strike") == STRIKE
        assert catalog.article("a:secret") is None
        # Its vectors lay elsewhere: it is found once a rebuild has made them anew.
        assert [read.article for read in catalog.unfinished()] == [STRIKE]
        assert catalog.ledger.known_articles(["a:strike"]) == {"a:strike": KnownArticle(STRIKE.content_hash, None)}
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

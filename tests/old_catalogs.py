"""Catalogs as earlier versions of the program left them, with a story, one that nobody may read, and what is known of them."""

import contextlib
import json
import sqlite3
from dataclasses import asdict, replace
from pathlib import Path

from archive.ledger import Failure, FeedState
from archive.tombstones import hashed
from tests.small_catalog import STRIKE

EARLIER = replace(STRIKE, body="The bus strike goes on.")
SEEN = ("/news/strike.json", STRIKE.uri, STRIKE.content_hash)
FAILED = Failure("news/broken.json", "not valid JSON", "/news/broken.json", "2025-03-01")
FEED, FEED_STATE = "https://a.example/feed", FeedState('"v1"', "Sat, 30 Nov 2024 10:00:00 GMT")
ERASED = "a:erased"

_SECRET = "'Secret.', '', '', NULL, NULL, 'en', NULL, '', '', '', '', '', '', '', NULL, 'withheld', ''"
_STRIKE = (
    f"'{STRIKE.body}', 'Drivers return', 'The Gazette', '2025-03-05T23:30:00-05:00', NULL, 'en', NULL, '', '', '', '', '', '',"
    " '', NULL, 'usable', ''"
)
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
INSERT INTO articles VALUES (1, 'a:strike', {_STRIKE}, '{STRIKE.content_hash}', '2025-03-05', '2025-03-06');
INSERT INTO articles VALUES (2, 'a:secret', {_SECRET}, 'h', NULL, '2025-03-06');
INSERT INTO passages VALUES (1, 'p1', 1, 0, 32);
INSERT INTO keywords (rowid, text, headline) VALUES (1, '{STRIKE.body}', 'Drivers return');
"""
# As version 2 made it, whose vectors lay in Chroma alone.
_VERSION_2 = (
    _VERSION_1.split("INSERT")[0]
    .replace("correction TEXT,", "correction TEXT, ednote TEXT,")
    .replace("ingested TEXT NOT NULL,", "ingested TEXT NOT NULL, withdrawn TEXT,")
    + f"""
CREATE TABLE versions (id INTEGER NOT NULL, uri TEXT NOT NULL, article TEXT NOT NULL, replaced TEXT NOT NULL, PRIMARY KEY (id));
CREATE INDEX ix_versions_uri ON versions (uri);
CREATE TABLE prints (id INTEGER NOT NULL, uri TEXT NOT NULL, language TEXT NOT NULL, publisher TEXT NOT NULL,
    day INTEGER NOT NULL, words BLOB NOT NULL, minhash BLOB NOT NULL, vector BLOB, story TEXT NOT NULL, PRIMARY KEY (id),
    UNIQUE (uri));
CREATE INDEX ix_prints_story ON prints (story);
CREATE TABLE print_keys ("key" INTEGER NOT NULL, day INTEGER NOT NULL, print INTEGER NOT NULL,
    PRIMARY KEY ("key", day, print)) WITHOUT ROWID;
CREATE TABLE sightings (source TEXT NOT NULL, uri TEXT NOT NULL, content_hash TEXT NOT NULL,
    PRIMARY KEY (source, uri, content_hash));
CREATE INDEX ix_sightings_uri ON sightings (uri);
CREATE TABLE failures (source TEXT NOT NULL, file TEXT NOT NULL, error TEXT NOT NULL, since TEXT NOT NULL,
    PRIMARY KEY (source, file, error));
CREATE TABLE feeds (address TEXT NOT NULL, etag TEXT NOT NULL, last_modified TEXT NOT NULL, PRIMARY KEY (address));
CREATE TABLE erased (uri_sha256 TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (uri_sha256));
INSERT INTO meta VALUES ('schema', '2'), ('revision', '7');
INSERT INTO articles VALUES (1, 'a:strike', {_STRIKE}, '', '{STRIKE.content_hash}', '2025-03-05', '2025-03-06', NULL);
INSERT INTO articles VALUES (2, 'a:secret', {_SECRET}, '', 'h', NULL, '2025-03-06', 'withheld on 2025-03-06');
INSERT INTO versions VALUES (1, 'a:strike', '{json.dumps(asdict(EARLIER))}', '2025-03-05T10:00:00+00:00');
INSERT INTO passages VALUES (1, 'p1', 1, 0, 32);
INSERT INTO keywords (rowid, text, headline) VALUES (1, '{STRIKE.body}', 'Drivers return');
INSERT INTO language_means VALUES ('en', x'00000000', x'00000000');
INSERT INTO loose_vectors VALUES ('p0');
INSERT INTO prints VALUES (1, 'a:strike', 'en', 'The Gazette', 739315, x'00000000', x'0000000000000000', NULL, 'a:strike');
INSERT INTO print_keys VALUES (0, 739315, 1);
INSERT INTO sightings VALUES ('{SEEN[0]}', '{SEEN[1]}', '{SEEN[2]}');
INSERT INTO failures VALUES ('{FAILED.source}', '{FAILED.file}', '{FAILED.error}', '{FAILED.since}');
INSERT INTO feeds VALUES ('{FEED}', '{FEED_STATE.etag}', '{FEED_STATE.last_modified}');
INSERT INTO erased VALUES ('{hashed(ERASED)}', '2025-03-01');
"""
)


def write_old_catalog(path: Path, version: int, *, fingerprint: str = "model-1") -> None:
    """Write a catalog of an earlier version."""
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript({1: _VERSION_1, 2: _VERSION_2}[version])
        connection.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (fingerprint,))

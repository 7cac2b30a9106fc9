"""The catalog's tables. Whoever changes them raises `VERSION` and writes the migration beside it."""

from dataclasses import fields

import sqlalchemy as sa

from archive.records import Article

VERSION = 4

metadata = sa.MetaData()
meta = sa.Table(
    "meta", metadata, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
ARTICLE_FIELDS = tuple(field.name for field in fields(Article) if field.compare)
ROW_FIELDS = tuple(name for name in ARTICLE_FIELDS if name != "body")
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    *(
        sa.Column(name, sa.Integer if name == "version" else sa.Text, unique=name == "uri" or None)
        for name in ROW_FIELDS
    ),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("day", sa.Text, index=True),  # the first ten characters of `published`
    sa.Column("ingested", sa.Text, nullable=False),
    # Why nobody may read it any more, None where it was not withdrawn.
    sa.Column("withdrawn", sa.Text),
)
# Few articles expire, and at every question it is asked whether one has.
sa.Index("ix_articles_expires", articles.c.expires, sqlite_where=articles.c.expires.is_not(None))
# Apart from the articles, so that looking through their days and standing reads short rows.
bodies = sa.Table(
    "bodies",
    metadata,
    sa.Column("article_id", sa.ForeignKey("articles.id"), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)
# What an article said before, one row a version that was replaced.
versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uri", sa.Text, nullable=False, index=True),
    sa.Column("article", sa.Text, nullable=False),  # JSON, the fields of Article
    sa.Column("replaced", sa.Text, nullable=False),
)
# A number is never given twice, so what an index still holds of a passage that went can never pass for another one.
passages = sa.Table(
    "passages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sqlite_autoincrement=True,
)
# Each passage's vector as the model made it, in half precision; it is centred when it is used, by its language's mean.
vectors = sa.Table(
    "vectors",
    metadata,
    sa.Column("number", sa.ForeignKey("passages.number"), primary_key=True, autoincrement=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
# The numbers of passages of which the index may hold something else than the catalog. Written with each change of passages,
# cleared once the index has followed; what is here after a crash, the next writer settles.
unindexed = sa.Table("unindexed", metadata, sa.Column("number", sa.Integer, primary_key=True, autoincrement=False))
# What a rebuild with another model has made so far. Readers never look here; its end puts it in the passages' place.
staged = sa.Table(
    "staged",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("article_id", sa.Integer, nullable=False, index=True),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)
# A mean that is not final yet is that of all languages together: too little of the language is there to tell its own.
language_means = sa.Table(
    "language_means",
    metadata,
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("pooled", sa.LargeBinary, nullable=False),
    sa.Column("tokens", sa.LargeBinary, nullable=False),
    sa.Column("is_final", sa.Boolean, nullable=False),
)
# The prints of articles that may be read, with the uri of one of the prints of the same story. See archive/prints.py.
prints = sa.Table(
    "prints",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("uri", sa.Text, unique=True, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("publisher", sa.Text, nullable=False),
    sa.Column("day", sa.Integer, nullable=False),  # counted from the year 1; 0 where it is unknown
    sa.Column("words", sa.LargeBinary, nullable=False),
    sa.Column("minhash", sa.LargeBinary, nullable=False),
    sa.Column("vector", sa.LargeBinary),
    sa.Column("story", sa.Text, nullable=False, index=True),
)
# The rows lie in the order in which they are asked for, so the table is its own index.
print_keys = sa.Table(
    "print_keys",
    metadata,
    sa.Column("key", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("print", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
# Which file or address an article was last seen in and with what content, by which run first and last; one article may lie
# in several.
sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("uri", sa.Text, primary_key=True, index=True),
    sa.Column("content_hash", sa.Text, primary_key=True),
    sa.Column("since", sa.Integer, nullable=False),
    sa.Column("run", sa.Integer, nullable=False),
)
failures = sa.Table(
    "failures",
    metadata,
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("file", sa.Text, primary_key=True),
    sa.Column("error", sa.Text, primary_key=True),
    sa.Column("since", sa.Text, nullable=False),
)
# Files that no reader took, by the folder or package that was looked through and by suffix; `files` names the first, in JSON.
passed_over = sa.Table(
    "passed_over",
    metadata,
    sa.Column("place", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
    sa.Column("files", sa.Text, nullable=False),
)
# What a server said of a feed when it was last read, for the next conditional request.
feeds = sa.Table(
    "feeds",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
)
# The sha256 of what was erased for good, so that it is not taken in again.
erased = sa.Table(
    "erased", metadata, sa.Column("uri_sha256", sa.Text, primary_key=True), sa.Column("day", sa.Text, nullable=False)
)
# Of what else they said when they were erased, hashes too: the same text does not come back under another name.
erased_marks = sa.Table("erased_marks", metadata, sa.Column("sha256", sa.Text, primary_key=True))
# What articles are known by besides their uris, hashed: an address that several claim, a row's headline and day, its text.
claims = sa.Table(
    "claims",
    metadata,
    sa.Column("claim", sa.LargeBinary, primary_key=True),
    sa.Column("uri", sa.Text, primary_key=True, index=True),
)
# The keyword index keeps no text of its own: it looks it up here.
KEYWORDS = (
    'CREATE VIEW passage_texts AS SELECT p.number, substr(b.body, p.start + 1, p."end" - p.start) AS text, a.headline'
    " FROM passages p JOIN bodies b ON b.article_id = p.article_id JOIN articles a ON a.id = p.article_id",
    "CREATE VIRTUAL TABLE keywords USING fts5(text, headline, content = 'passage_texts', content_rowid = 'number',"
    " tokenize = 'unicode61 remove_diacritics 2')",
)

# From each version to the next; tables that are new are made by themselves, at the end: one that a later step changes must be
# made here as it was then.
MIGRATIONS: dict[int, tuple[str, ...]] = {
    1: (
        "ALTER TABLE articles ADD COLUMN ednote TEXT",
        "ALTER TABLE articles ADD COLUMN withdrawn TEXT",
        "UPDATE articles SET ednote = ''",
        "UPDATE articles SET withdrawn = pubstatus WHERE pubstatus != 'usable'",
        "CREATE TABLE IF NOT EXISTS sightings (source TEXT NOT NULL, uri TEXT NOT NULL, content_hash TEXT NOT NULL,"
        " PRIMARY KEY (source, uri, content_hash))",
        "CREATE INDEX IF NOT EXISTS ix_sightings_uri ON sightings (uri)",
    ),
    # The vectors lay in Chroma alone, centred for good: a rebuild makes passages and vectors anew.
    2: (
        "CREATE TABLE bodies (article_id INTEGER NOT NULL PRIMARY KEY REFERENCES articles (id), body TEXT NOT NULL)",
        "INSERT INTO bodies SELECT id, coalesce(body, '') FROM articles",
        "ALTER TABLE articles DROP COLUMN body",
        "DROP TABLE keywords",
        "DROP TABLE passages",
        "DROP TABLE loose_vectors",
        "DROP TABLE language_means",
        "DROP TABLE IF EXISTS prints",
        "DROP TABLE IF EXISTS print_keys",
        "ALTER TABLE sightings ADD COLUMN since INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE sightings ADD COLUMN run INTEGER NOT NULL DEFAULT 0",
    ),
    3: (
        "ALTER TABLE articles ADD COLUMN expires TEXT",
        "CREATE INDEX ix_articles_expires ON articles (expires) WHERE expires IS NOT NULL",
    ),
}

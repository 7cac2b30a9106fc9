"""The catalog's tables. Whoever changes them raises `VERSION` and writes the migration beside it."""

from dataclasses import fields

import sqlalchemy as sa

from archive.records import Article

VERSION = 1

metadata = sa.MetaData()
meta = sa.Table(
    "meta", metadata, sa.Column("key", sa.Text, primary_key=True), sa.Column("value", sa.Text, nullable=False)
)
ARTICLE_FIELDS = tuple(field.name for field in fields(Article))
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    *(
        sa.Column(name, sa.Integer if name == "version" else sa.Text, unique=name == "uri" or None)
        for name in ARTICLE_FIELDS
    ),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("day", sa.Text, index=True),  # the first ten characters of `published`
    sa.Column("ingested", sa.Text, nullable=False),
)
passages = sa.Table(
    "passages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),  # the rowid that the keyword index refers to
    sa.Column("id", sa.Text, unique=True, nullable=False),
    sa.Column("article_id", sa.ForeignKey("articles.id"), nullable=False, index=True),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)
# Ids of vectors that may lie in the collection though no passage has them: written before vectors are added or left to
# be deleted, cleared when both sides agree again. Whatever is here after a crash, the next writer removes.
loose_vectors = sa.Table("loose_vectors", metadata, sa.Column("id", sa.Text, primary_key=True))
language_means = sa.Table(
    "language_means",
    metadata,
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("pooled", sa.LargeBinary, nullable=False),
    sa.Column("tokens", sa.LargeBinary, nullable=False),
)
KEYWORDS = "CREATE VIRTUAL TABLE keywords USING fts5(text, headline, tokenize = 'unicode61 remove_diacritics 2')"

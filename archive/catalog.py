"""What is in the archive, for those who read it: articles, passages, the keyword index, language means."""

import json
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from archive import schema
from archive.changes import Changes
from archive.database import MANY, meta_value, open_database
from archive.ledger import Ledger
from archive.prints import Prints
from archive.readable import expired, passing, readable
from archive.records import Appearance, Article, Filters, OldVersion, Passage, ReadArticle
from archive.rows import article_of, article_rows
from archive.staging import Staging
from archive.stored_vectors import StoredVectors

# The editor's note is for the newsroom's eyes alone, and readers are everybody else.
_WITH_PRINTS = schema.articles.outerjoin(schema.prints, schema.prints.c.uri == schema.articles.c.uri)
_STORY = sa.func.coalesce(schema.prints.c.story, schema.articles.c.uri).label("story")
_APPEARANCE = tuple(field.name for field in fields(Appearance))
_SHOWN_FIELDS = tuple(name for name in schema.ARTICLE_FIELDS if name != "ednote")


@dataclass(frozen=True)
class Coverage:
    """What an archive covers: `first` and `last` are ISO days, None where no article has a date."""

    articles: int
    passages: int
    first: str | None
    last: str | None
    languages: dict[str, int]
    publishers: dict[str, int]


class Catalog:
    """One SQLite file, the truth from which vectors derive.

    Readers may be many, in any process; the store lets one writer in at a time, who changes it through `changes`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = open_database(path)
        self._held = threading.local()
        self.vectors = StoredVectors(self.reading)
        self.changes = Changes(self._engine)
        self.staging = Staging(self._engine)
        self.ledger = Ledger(self._engine)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def as_it_is_now(self) -> Iterator[None]:
        """Let all that this thread reads inside be of one moment, whatever is written meanwhile."""
        if getattr(self._held, "connection", None) is not None:
            yield
            return
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN")
            self._held.connection = connection
            try:
                yield
            finally:
                self._held.connection = None

    @contextmanager
    def as_of_this_moment(self) -> Iterator[None]:
        """Let this thread read what is newest inside, even while it keeps to an earlier moment."""
        kept = getattr(self._held, "connection", None)
        self._held.connection = None
        try:
            yield
        finally:
            self._held.connection = kept

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """Lend a connection for reading."""
        if (held := getattr(self._held, "connection", None)) is not None:
            yield held
            return
        with self._engine.connect() as connection:
            yield connection

    def note(self, key: str) -> str | None:
        """Return something that was written down of the archive besides its articles, None where it was not."""
        with self.reading() as connection:
            return meta_value(connection, key)

    def revision(self) -> int:
        """Return a number that grows with every change of what can be found."""
        with self.reading() as connection:
            return int(meta_value(connection, "revision") or 0)

    def fingerprint(self) -> str | None:
        """Return which model made the vectors, None before there are any."""
        with self.reading() as connection:
            return meta_value(connection, "fingerprint")

    def is_empty(self) -> bool:
        """Whether no article was ever stored."""
        with self.reading() as connection:
            return connection.scalar(sa.select(schema.articles.c.id).limit(1)) is None

    def has_passages(self) -> bool:
        """Whether anything can be found."""
        with self.reading() as connection:
            return connection.scalar(sa.select(schema.passages.c.number).limit(1)) is not None

    def unfinished(self) -> Iterator[ReadArticle]:
        """Yield the articles that may be read and cannot be found yet: a repair left them so, or an embargo ended."""
        for rows in article_rows(self.reading, _unfindable()):
            yield from (ReadArticle(article_of(row), row["content_hash"]) for row in rows)

    def hour_has_come(self) -> bool:
        """Whether an embargo ended and its article cannot be found yet, or an article expired and has passages still."""
        ended = _unfindable() & schema.articles.c.embargoed.is_not(None)
        with self.reading() as connection:
            query = sa.select(schema.articles.c.id).where(ended).limit(1)
            return connection.scalar(query) is not None or bool(_expired_uris(connection))

    def expired(self) -> list[str]:
        """Return the uris of the articles that expired and have passages still."""
        with self.reading() as connection:
            return _expired_uris(connection)

    def article(self, uri: str) -> Article | None:
        """Return the stored article that a reader may see, None where there is none; without the editor's note."""
        return self.articles([uri]).get(uri)

    def articles(self, uris: Sequence[str]) -> dict[str, Article]:
        """Return those of the articles that a reader may see, by uri; without the editor's notes."""
        columns = [schema.bodies.c.body if name == "body" else schema.articles.c[name] for name in _SHOWN_FIELDS]
        query = sa.select(*columns).select_from(schema.articles.join(schema.bodies)).where(readable())
        return {row.uri: Article(**row._mapping) for row in self._in_parts(query, schema.articles.c.uri, uris)}

    def old_versions(self, uri: str) -> list[OldVersion]:
        """Return what an article said before, the latest first: nothing of one that may not be read now or could not then."""
        query = (
            sa.select(schema.versions.c.article, schema.versions.c.replaced)
            .where(
                schema.versions.c.uri == uri,
                sa.exists().where(schema.articles.c.uri == schema.versions.c.uri, readable()),
            )
            .order_by(schema.versions.c.id.desc())
        )
        with self.reading() as connection:
            found = [(Article(**json.loads(row.article)), row.replaced) for row in connection.execute(query)]
        now = datetime.now(UTC)
        return [
            OldVersion(replace(article, ednote=""), replaced) for article, replaced in found if article.is_readable(now)
        ]

    def stories(self, uris: Sequence[str]) -> dict[str, str]:
        """Return which story each of the articles that may be read tells, by uri."""
        query = sa.select(schema.articles.c.uri, _STORY).select_from(_WITH_PRINTS).where(readable())
        return {row.uri: row.story for row in self._in_parts(query, schema.articles.c.uri, uris)}

    def appearances(self, stories: Sequence[str], filters: Filters = Filters()) -> dict[str, list[Appearance]]:
        """Return the prints of each story that pass the filters and may be read, the earliest first."""
        query = (
            sa.select(_STORY, *(schema.articles.c[name] for name in _APPEARANCE))
            .select_from(_WITH_PRINTS)
            .where(*passing(filters))
            .order_by(schema.articles.c.published.is_(None), schema.articles.c.published, schema.articles.c.uri)
        )
        found: dict[str, list[Appearance]] = {}
        for row in self._in_parts(query, _STORY, stories):
            found.setdefault(row.story, []).append(Appearance(**{name: getattr(row, name) for name in _APPEARANCE}))
        return found

    def passages(self, ids: Sequence[str], filters: Filters = Filters()) -> dict[str, Passage]:
        """Return the passages that have these ids, pass the filters and may be read, by id."""
        query = _passage_query().where(*passing(filters))
        numbers = [int(id_) for id_ in ids]
        return {str(row.number): _passage(row) for row in self._in_parts(query, schema.passages.c.number, numbers)}

    def passages_of(self, uri: str) -> dict[str, Passage]:
        """Return an article's passages by id, in the order of its body; none where it may not be read."""
        query = _passage_query().where(schema.articles.c.uri == uri, readable()).order_by(schema.passages.c.start)
        with self.reading() as connection:
            return {str(row.number): _passage(row) for row in connection.execute(query)}

    def search_keywords(self, words: Sequence[str], filters: Filters, *, k: int) -> list[str]:
        """Return the ids of the k passages that match any of the words best (BM25 of FTS5), best first."""
        match = " OR ".join(f'"{word}"' for word in words if re.fullmatch(r"\w+", word))
        if not match:
            return []
        keywords = sa.table("keywords", sa.column("rowid"))
        query = (
            sa.select(schema.passages.c.number)
            .select_from(
                keywords.join(schema.passages, keywords.c.rowid == schema.passages.c.number).join(schema.articles)
            )
            .where(sa.text("keywords MATCH :match").bindparams(match=match), *passing(filters))
            .order_by(sa.text("bm25(keywords, 1.0, 0.5)"))
            .limit(k)
        )
        with self.reading() as connection:
            return [str(number) for number in connection.scalars(query)]

    def mentions(self, phrase: Sequence[str], filters: Filters = Filters()) -> dict[str, list[Appearance]]:
        """Return the prints whose text or headline holds these words one after the other, by story, the newest story first."""
        words = [word for word in phrase if re.fullmatch(r"\w+", word)]
        if not words:
            return {}
        keywords = sa.table("keywords", sa.column("rowid"))
        holding = (
            sa.select(schema.passages.c.article_id)
            .select_from(keywords.join(schema.passages, keywords.c.rowid == schema.passages.c.number))
            .where(sa.text("keywords MATCH :match").bindparams(match=f'"{" ".join(words)}"'))
        )
        query = (
            sa.select(_STORY, *(schema.articles.c[name] for name in _APPEARANCE))
            .select_from(_WITH_PRINTS)
            .where(schema.articles.c.id.in_(holding), *passing(filters))
            .order_by(schema.articles.c.published.is_(None), schema.articles.c.published.desc(), schema.articles.c.uri)
        )
        found: dict[str, list[Appearance]] = {}
        with self.reading() as connection:
            for row in connection.execute(query):
                found.setdefault(row.story, []).append(Appearance(**{name: getattr(row, name) for name in _APPEARANCE}))
        return found

    def newest(self, filters: Filters = Filters(), *, k: int) -> list[str]:
        """Return the uris of the k newest articles, the newest first; those without a date come last."""
        query = (
            sa.select(schema.articles.c.uri)
            .where(*passing(filters))
            .order_by(schema.articles.c.published.is_(None), schema.articles.c.published.desc(), schema.articles.c.uri)
            .limit(k)
        )
        with self.reading() as connection:
            return list(connection.scalars(query))

    def leads(self, uris: Sequence[str], filters: Filters = Filters()) -> dict[str, Passage]:
        """Return the first passages of the articles that pass the filters and may be read, by the passages' ids."""
        earlier = schema.passages.alias()
        is_first = ~sa.exists().where(
            earlier.c.article_id == schema.passages.c.article_id, earlier.c.start < schema.passages.c.start
        )
        query = _passage_query().where(is_first, *passing(filters))
        return {str(row.number): _passage(row) for row in self._in_parts(query, schema.articles.c.uri, uris)}

    def count_passages(self, filters: Filters = Filters()) -> int:
        """Return how many passages a search under the filters looks through."""
        query = sa.select(sa.func.count()).select_from(schema.passages)
        with self.reading() as connection:
            if filters != Filters() or _expired_uris(connection):
                query = query.join(schema.articles).where(*passing(filters))
            return connection.scalar(query) or 0

    def coverage(self, filters: Filters = Filters()) -> Coverage:
        """Return what the archive covers under the filters."""
        where = passing(filters)
        with self.reading() as connection:
            count, first, last = connection.execute(
                sa.select(
                    sa.func.count(), sa.func.min(schema.articles.c.day), sa.func.max(schema.articles.c.day)
                ).where(*where)
            ).one()
            languages, publishers = (
                {
                    name: number
                    for name, number in connection.execute(
                        sa.select(column, sa.func.count())
                        .where(*where)
                        .group_by(column)
                        .order_by(sa.desc(sa.func.count()), column)
                    )
                }
                for column in (schema.articles.c.language, schema.articles.c.publisher)
            )
        return Coverage(count, self.count_passages(filters), first, last, languages, publishers)

    @contextmanager
    def prints(self) -> Iterator[Prints]:
        """Lend the stored prints, for reading."""
        with self.reading() as connection:
            yield Prints(connection)

    def language_means(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Return the (pooled, token) means by which the stored vectors of each language are centred."""
        with self.reading() as connection:
            return {
                row.language: (np.frombuffer(row.pooled, np.float32), np.frombuffer(row.tokens, np.float32))
                for row in connection.execute(sa.select(schema.language_means))
            }

    def final_languages(self) -> set[str]:
        """Return the languages whose means will not change any more."""
        c = schema.language_means.c
        with self.reading() as connection:
            return set(connection.scalars(sa.select(c.language).where(c.is_final)))

    def _in_parts(
        self, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Sequence[Any]
    ) -> Iterator[sa.Row[Any]]:
        with self.reading() as connection:
            for at in range(0, len(values), MANY):
                yield from connection.execute(query.where(column.in_(values[at : at + MANY])))


def _unfindable() -> sa.ColumnElement[bool]:
    return readable() & ~sa.exists().where(schema.passages.c.article_id == schema.articles.c.id)


def _expired_uris(connection: sa.Connection) -> list[str]:
    has_passages = sa.exists().where(schema.passages.c.article_id == schema.articles.c.id)
    return list(connection.scalars(sa.select(schema.articles.c.uri).where(expired(), has_passages)))


def _passage_query() -> sa.Select[Any]:
    text = sa.func.substr(
        schema.bodies.c.body, schema.passages.c.start + 1, schema.passages.c.end - schema.passages.c.start
    ).label("text")
    names = ("uri", "headline", "publisher", "published", "language", "url", "correction")
    return sa.select(
        schema.passages.c.number,
        schema.passages.c.start,
        schema.passages.c.end,
        text,
        _STORY,
        *(schema.articles.c[n] for n in names),
    ).select_from(
        _WITH_PRINTS.join(schema.passages, schema.passages.c.article_id == schema.articles.c.id).join(
            schema.bodies, schema.bodies.c.article_id == schema.articles.c.id
        )
    )


def _passage(row: Any) -> Passage:
    return Passage(**{field.name: getattr(row, field.name) for field in fields(Passage) if field.name != "score"})

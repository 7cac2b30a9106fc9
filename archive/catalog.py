"""What is in the archive: articles, passages, the keyword index, language means. The truth from which vectors derive."""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.errors import ArchiveError
from archive.records import Article, Filters, Passage, ReadArticle

# SQLite takes 32,766 variables in one statement; far fewer keep statements readable in a log.
_MANY = 500


@dataclass(frozen=True)
class Coverage:
    """What an archive covers: `first` and `last` are ISO days, None where no article has a date."""

    articles: int
    passages: int
    first: str | None
    last: str | None
    languages: dict[str, int]
    publishers: dict[str, int]


@dataclass(frozen=True)
class NewPassage:
    """A passage on its way into the catalog."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class KnownArticle:
    """Enough of a stored article to tell whether a newcomer changes it."""

    content_hash: str
    version: int | None


class Catalog:
    """One SQLite file. Readers may be many, in any process; the store lets one writer in at a time."""

    def __init__(self, path: Path) -> None:
        self._engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
        sa.event.listen(self._engine, "connect", _set_up_connection)
        try:
            self._create_or_check(path)
        except sa.exc.DatabaseError as error:
            raise ArchiveError(
                f"{path} cannot be opened as a catalog ({error.orig}): is it another program's file?"
            ) from error

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    # -- reading ------------------------------------------------------------------------------------------------------

    def revision(self) -> int:
        """Return a number that grows with every change of what can be found."""
        return int(self._value("revision") or 0)

    def fingerprint(self) -> str | None:
        """Return which model made the vectors, None before there are any."""
        return self._value("fingerprint")

    def is_empty(self) -> bool:
        """Whether no article was ever stored."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(schema.articles.c.id).limit(1)) is None

    def known_articles(self) -> dict[str, KnownArticle]:
        """Return what an ingest needs to know of each article, by uri."""
        query = sa.select(schema.articles.c.uri, schema.articles.c.content_hash, schema.articles.c.version)
        with self._engine.connect() as connection:
            return {row.uri: KnownArticle(row.content_hash, row.version) for row in connection.execute(query)}

    def unfinished(self) -> list[ReadArticle]:
        """Return the articles that may be read and cannot be found yet: a crash or a rebuild left them, or an embargo ended."""
        waiting = _readable() & ~sa.exists().where(schema.passages.c.article_id == schema.articles.c.id)
        query = sa.select(schema.articles).where(waiting).order_by(schema.articles.c.id)
        with self._engine.connect() as connection:
            return [ReadArticle(_article(row), row["content_hash"]) for row in connection.execute(query).mappings()]

    def article(self, uri: str) -> Article | None:
        """Return the stored article that a reader may see, None where there is none."""
        query = sa.select(*(schema.articles.c[name] for name in schema.ARTICLE_FIELDS)).where(
            schema.articles.c.uri == uri, _readable()
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).mappings().first()
        return _article(row) if row else None

    def passages(self, ids: Sequence[str], filters: Filters = Filters()) -> dict[str, Passage]:
        """Return the passages that have these ids, pass the filters and may be read, by id."""
        found: dict[str, Passage] = {}
        with self._engine.connect() as connection:
            for at in range(0, len(ids), _MANY):
                query = _passage_query().where(schema.passages.c.id.in_(ids[at : at + _MANY]), *_conditions(filters))
                found.update((row.id, _passage(row)) for row in connection.execute(query))
        return found

    def search_keywords(self, words: Sequence[str], filters: Filters, *, k: int) -> list[str]:
        """Return the ids of the k passages that match any of the words best (BM25 of FTS5), best first."""
        match = " OR ".join(f'"{word}"' for word in words if re.fullmatch(r"\w+", word))
        if not match:
            return []
        keywords = sa.table("keywords", sa.column("rowid"))
        query = (
            sa.select(schema.passages.c.id)
            .select_from(
                keywords.join(schema.passages, keywords.c.rowid == schema.passages.c.number).join(schema.articles)
            )
            .where(sa.text("keywords MATCH :match").bindparams(match=match), *_conditions(filters))
            .order_by(sa.text("bm25(keywords, 1.0, 0.5)"))
            .limit(k)
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def count_passages(self, filters: Filters = Filters()) -> int:
        """Return how many passages a search under the filters looks through."""
        query = sa.select(sa.func.count()).select_from(schema.passages)
        if filters != Filters():
            query = query.join(schema.articles).where(*_conditions(filters))
        with self._engine.connect() as connection:
            return connection.scalar(query) or 0

    def coverage(self, filters: Filters = Filters()) -> Coverage:
        """Return what the archive covers under the filters."""
        where = _conditions(filters)
        with self._engine.connect() as connection:
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

    def language_means(self) -> dict[str, tuple[np.ndarray, np.ndarray]]:
        """Return the (pooled, token) means by which the stored vectors of each language were centred."""
        with self._engine.connect() as connection:
            return {
                row.language: (np.frombuffer(row.pooled, np.float32), np.frombuffer(row.tokens, np.float32))
                for row in connection.execute(sa.select(schema.language_means))
            }

    def loose_vectors(self) -> list[str]:
        """Return the ids that a writer left behind."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(schema.loose_vectors.c.id)))

    # -- writing: each method is one transaction ----------------------------------------------------------------------

    def note_loose(self, ids: Iterable[str]) -> None:
        """Write down ids before their vectors are added."""
        rows = [{"id": id_} for id_ in ids]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.loose_vectors).on_conflict_do_nothing(), rows)

    def clear_loose(self, ids: Sequence[str]) -> None:
        """Forget ids whose vectors are gone."""
        with self._engine.begin() as connection:
            for at in range(0, len(ids), _MANY):
                connection.execute(
                    sa.delete(schema.loose_vectors).where(schema.loose_vectors.c.id.in_(ids[at : at + _MANY]))
                )

    def replace(self, articles: Sequence[tuple[ReadArticle, Sequence[NewPassage]]]) -> list[str]:
        """Put articles in, with their passages, each in the place of an older one of the same uri.

        Returns the ids of the passages that went; they are loose vectors from then on, and the new ones no longer are.
        """
        gone: list[str] = []
        with self._engine.begin() as connection:
            kept: set[str] = set()
            for article, passages in articles:
                replaced = _replace_one(connection, article, passages)
                gone.extend(replaced)
                kept = kept.difference(replaced) | {passage.id for passage in passages}
            gone = [id_ for id_ in gone if id_ not in kept]
            if gone:
                connection.execute(insert(schema.loose_vectors).on_conflict_do_nothing(), [{"id": id_} for id_ in gone])
            for id_ in kept:
                connection.execute(sa.delete(schema.loose_vectors).where(schema.loose_vectors.c.id == id_))
            _set(connection, "revision", str(self._revision_in(connection) + 1))
        return gone

    def set_language_mean(self, language: str, pooled: np.ndarray, tokens: np.ndarray) -> None:
        """Fix a language's means for good."""
        row = {
            "language": language,
            "pooled": pooled.astype(np.float32).tobytes(),
            "tokens": tokens.astype(np.float32).tobytes(),
        }
        with self._engine.begin() as connection:
            connection.execute(insert(schema.language_means).on_conflict_do_nothing(), row)

    def set_fingerprint(self, fingerprint: str) -> None:
        """Write down which model makes the vectors."""
        with self._engine.begin() as connection:
            _set(connection, "fingerprint", fingerprint)

    def forget_passages(self) -> None:
        """Drop passages, keyword index and language means, all of which a rebuild makes anew; articles stay.

        The passages' vectors are loose from then on.
        """
        with self._engine.begin() as connection:
            ids = sa.select(schema.passages.c.id)
            connection.execute(insert(schema.loose_vectors).from_select(["id"], ids).prefix_with("OR IGNORE"))
            connection.execute(sa.text("DELETE FROM keywords"))
            for table in (schema.passages, schema.language_means):
                connection.execute(sa.delete(table))
            _set(connection, "revision", str(self._revision_in(connection) + 1))

    # -- inside -------------------------------------------------------------------------------------------------------

    def _create_or_check(self, path: Path) -> None:
        with self._writing() as connection:
            tables = sa.inspect(connection).get_table_names()
            if tables and "meta" not in tables:
                raise ArchiveError(f"{path} is another program's database: name another folder for the archive.")
            if not tables:
                schema.metadata.create_all(connection)
                connection.execute(sa.text(schema.KEYWORDS))
                _set(connection, "schema", str(schema.VERSION))
            version = int(connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == "schema")) or 0)
        if version > schema.VERSION:
            raise ArchiveError(
                f"{path} was made by a newer Hemeroteca (catalog version {version}, this one knows {schema.VERSION}): update it."
            )

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        # Two processes may open a new archive at the same time: the write lock is taken before the first look.
        with self._engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def _value(self, key: str) -> str | None:
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))

    @staticmethod
    def _revision_in(connection: sa.Connection) -> int:
        return int(connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == "revision")) or 0)


def _set_up_connection(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _set(connection: sa.Connection, key: str, value: str) -> None:
    statement = insert(schema.meta).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def _replace_one(connection: sa.Connection, read: ReadArticle, passages: Sequence[NewPassage]) -> list[str]:
    article = read.article
    old = connection.execute(
        sa.select(schema.passages.c.id, schema.passages.c.number)
        .join(schema.articles)
        .where(schema.articles.c.uri == article.uri)
    ).all()
    for _, number in old:
        connection.execute(sa.text("DELETE FROM keywords WHERE rowid = :number"), {"number": number})
        connection.execute(sa.delete(schema.passages).where(schema.passages.c.number == number))
    row = {name: getattr(article, name) for name in schema.ARTICLE_FIELDS}
    row |= {
        "content_hash": read.content_hash,
        "day": (article.published or "")[:10] or None,
        "ingested": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    statement = insert(schema.articles).values(row)
    article_id = connection.scalar(
        statement.on_conflict_do_update(index_elements=["uri"], set_=row).returning(schema.articles.c.id)
    )
    for passage in passages:
        number = connection.scalar(
            sa.insert(schema.passages)
            .values(id=passage.id, article_id=article_id, start=passage.start, end=passage.end)
            .returning(schema.passages.c.number)
        )
        connection.execute(
            sa.text("INSERT INTO keywords (rowid, text, headline) VALUES (:number, :text, :headline)"),
            {"number": number, "text": article.body[passage.start : passage.end], "headline": article.headline},
        )
    return [id_ for id_, _ in old]


def _embargo_over() -> sa.ColumnElement[bool]:
    return schema.articles.c.embargoed.is_(None) | (
        sa.func.julianday(schema.articles.c.embargoed) <= sa.func.julianday("now")
    )


def _readable() -> sa.ColumnElement[bool]:
    return (schema.articles.c.pubstatus == "usable") & _embargo_over()


def _conditions(filters: Filters) -> list[sa.ColumnElement[bool]]:
    conditions = [_readable()]
    if filters.since:
        conditions.append(schema.articles.c.day >= filters.since)
    if filters.last_day:
        conditions.append(schema.articles.c.day <= filters.last_day)
    if filters.publishers:
        conditions.append(schema.articles.c.publisher.in_(filters.publishers))
    if filters.languages:
        conditions.append(schema.articles.c.language.in_(filters.languages))
    return conditions


def _article(row: Any) -> Article:
    return Article(**{name: row[name] for name in schema.ARTICLE_FIELDS})


def _passage_query() -> sa.Select[Any]:
    text = sa.func.substr(
        schema.articles.c.body, schema.passages.c.start + 1, schema.passages.c.end - schema.passages.c.start
    ).label("text")
    names = ("uri", "headline", "publisher", "published", "language", "url", "correction")
    return sa.select(
        schema.passages.c.id,
        schema.passages.c.start,
        schema.passages.c.end,
        text,
        *(schema.articles.c[n] for n in names),
    ).join(schema.articles)


def _passage(row: Any) -> Passage:
    return Passage(**{field.name: getattr(row, field.name) for field in fields(Passage) if field.name != "score"})

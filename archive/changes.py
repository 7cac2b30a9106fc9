"""What a writer does to the catalog. Each method is one transaction: after a crash it has happened or it has not."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.database import MANY, meta_value, set_meta_value
from archive.prints import Prints, StoredPrint
from archive.records import Article, ReadArticle

_WIPING = "wiping"


@dataclass(frozen=True)
class NewPassage:
    """A passage on its way into the catalog."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class NewArticle:
    """An article on its way into the catalog."""

    read: ReadArticle
    passages: Sequence[NewPassage] = ()


class Changes:
    """The catalog's writing half, for the holder of the archive's write lock."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def note_loose(self, ids: Iterable[str]) -> None:
        """Write down ids before their vectors are added."""
        with self._engine.begin() as connection:
            _note_loose(connection, list(ids))

    def clear_loose(self, ids: Sequence[str]) -> None:
        """Forget ids whose vectors are gone."""
        with self._engine.begin() as connection:
            for at in range(0, len(ids), MANY):
                connection.execute(
                    sa.delete(schema.loose_vectors).where(schema.loose_vectors.c.id.in_(ids[at : at + MANY]))
                )

    def loose_vectors(self) -> list[str]:
        """Return the ids that a writer left behind."""
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(schema.loose_vectors.c.id)))

    def replace(
        self,
        articles: Sequence[NewArticle],
        *,
        prints: Sequence[StoredPrint] = (),
        renamed: Sequence[tuple[str, str]] = (),
    ) -> list[str]:
        """Put articles in, with their passages, each in the place of an older one of the same uri, which becomes history.

        `prints` tell their stories, `renamed` those that turned out to be one: (old name, new name).

        Returns the ids of the passages that went; they are loose vectors from then on, and the new ones no longer are.
        """
        gone: list[str] = []
        with self._engine.begin() as connection:
            kept: set[str] = set()
            for article in articles:
                replaced = _replace_one(connection, article)
                gone.extend(replaced)
                kept = kept.difference(replaced) | {passage.id for passage in article.passages}
            gone = [id_ for id_ in gone if id_ not in kept]
            _note_loose(connection, gone)
            stored = Prints(connection)
            for old, new in renamed:
                stored.rename_story(old, new)
            stored.put(prints)
            for uri in {article.read.article.uri for article in articles} - {print_.uri for print_ in prints}:
                stored.remove(uri)
            for id_ in kept:
                connection.execute(sa.delete(schema.loose_vectors).where(schema.loose_vectors.c.id == id_))
            _move_revision(connection)
        return gone

    def withdraw(self, uris: Sequence[str], *, because: str) -> list[str]:
        """Let nobody read the articles any more, and return the ids of their passages, which are loose from then on."""
        gone: list[str] = []
        with self._engine.begin() as connection:
            for uri in uris:
                gone.extend(_drop_passages(connection, uri))
                Prints(connection).remove(uri)
                connection.execute(
                    sa.update(schema.articles).where(schema.articles.c.uri == uri).values(withdrawn=because)
                )
            _note_loose(connection, gone)
            _move_revision(connection)
        return gone

    def erase(self, uri: str) -> list[str]:
        """Remove an article, its versions and every mention of it, for good; its uri is never taken in again.

        Returns the ids of its passages, which are loose from then on.
        """
        with self._engine.begin() as connection:
            gone = _drop_passages(connection, uri)
            Prints(connection).remove(uri)
            _note_loose(connection, gone)
            for table in (schema.articles, schema.versions, schema.sightings):
                connection.execute(sa.delete(table).where(table.c.uri == uri))
            tombstone = {"uri_sha256": hashed(uri), "day": datetime.now(UTC).date().isoformat()}
            connection.execute(insert(schema.erased).values(tombstone).on_conflict_do_nothing())
            set_meta_value(connection, _WIPING, "1")
            _move_revision(connection)
        return gone

    def is_wiping(self) -> bool:
        """Whether bytes of what was erased may still lie in the files."""
        with self._engine.connect() as connection:
            return meta_value(connection, _WIPING) == "1"

    def move_revision(self) -> None:
        """Let every reader open its files anew."""
        with self._engine.begin() as connection:
            _move_revision(connection)

    def wipe_free_pages(self) -> bool:
        """Write the file anew without what was deleted; whether nothing of it is left, which a reader at work can hinder."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("INSERT INTO keywords (keywords) VALUES ('rebuild')"))
            connection.execute(sa.text("VACUUM"))
            busy, *_ = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if not busy:
            with self._engine.begin() as connection:
                set_meta_value(connection, _WIPING, "0")
        return not busy

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
            set_meta_value(connection, "fingerprint", fingerprint)

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
            Prints(connection).clear()
            _move_revision(connection)


def hashed(uri: str) -> str:
    """Return what is kept of an erased article's identity: its sha256."""
    return hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()


def _move_revision(connection: sa.Connection) -> None:
    set_meta_value(connection, "revision", str(int(meta_value(connection, "revision") or 0) + 1))


def _note_loose(connection: sa.Connection, ids: Sequence[str]) -> None:
    if ids:
        connection.execute(insert(schema.loose_vectors).on_conflict_do_nothing(), [{"id": id_} for id_ in ids])


def _drop_passages(connection: sa.Connection, uri: str) -> list[str]:
    old = connection.execute(
        sa.select(schema.passages.c.id, schema.passages.c.number)
        .join(schema.articles)
        .where(schema.articles.c.uri == uri)
    ).all()
    for _, number in old:
        connection.execute(sa.text("DELETE FROM keywords WHERE rowid = :number"), {"number": number})
        connection.execute(sa.delete(schema.passages).where(schema.passages.c.number == number))
    return [id_ for id_, _ in old]


def _replace_one(connection: sa.Connection, new: NewArticle) -> list[str]:
    article, now = new.read.article, datetime.now(UTC)
    gone = _drop_passages(connection, article.uri)
    _keep_as_history(connection, article.uri, new.read.content_hash, now)
    row = {name: getattr(article, name) for name in schema.ARTICLE_FIELDS}
    row |= {
        "content_hash": new.read.content_hash,
        "day": (article.published or "")[:10] or None,
        "ingested": now.isoformat(timespec="seconds"),
        "withdrawn": None if article.pubstatus == "usable" else _withdrawal(article, now),
    }
    article_id = connection.scalar(
        insert(schema.articles)
        .values(row)
        .on_conflict_do_update(index_elements=["uri"], set_=row)
        .returning(schema.articles.c.id)
    )
    for passage in new.passages:
        number = connection.scalar(
            sa.insert(schema.passages)
            .values(id=passage.id, article_id=article_id, start=passage.start, end=passage.end)
            .returning(schema.passages.c.number)
        )
        connection.execute(
            sa.text("INSERT INTO keywords (rowid, text, headline) VALUES (:number, :text, :headline)"),
            {"number": number, "text": article.body[passage.start : passage.end], "headline": article.headline},
        )
    return gone


def _keep_as_history(connection: sa.Connection, uri: str, new_hash: str, now: datetime) -> None:
    old = connection.execute(sa.select(schema.articles).where(schema.articles.c.uri == uri)).mappings().first()
    if old is None or old["content_hash"] == new_hash:
        return
    said = {name: old[name] for name in schema.ARTICLE_FIELDS}
    row = {"uri": uri, "article": json.dumps(said, ensure_ascii=False), "replaced": now.isoformat(timespec="seconds")}
    connection.execute(sa.insert(schema.versions).values(row))


def _withdrawal(article: Article, now: datetime) -> str:
    said = f": {article.correction}" if article.correction else ""
    return f"{article.pubstatus} on {now.date().isoformat()}{said}"

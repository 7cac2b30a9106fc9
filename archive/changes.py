"""What a writer does to the catalog. Each method is one transaction: after a crash it has happened or it has not."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.database import MANY, meta_value, set_meta_value
from archive.prints import Prints
from archive.records import Article, Sighting
from archive.rows import (
    NewArticle,
    article_of,
    drop_passages,
    note_claims,
    note_sightings,
    put_articles,
    put_passages,
    rebuild_keywords,
)
from archive.tombstones import hashed, marks_of

_WIPING = "wiping"
_RUN, _RUN_ENDED = "run", "run ended"


class Changes:
    """The catalog's writing half, for the holder of the archive's write lock."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(
        self,
        articles: Sequence[NewArticle],
        *,
        sightings: Iterable[Sighting] = (),
        claims: Iterable[tuple[str, str]] = (),
        run: int = 0,
        place: Callable[[Prints], None] | None = None,
    ) -> None:
        """Put articles in, each in the place of an older one of the same uri, which becomes history; of two, the later one.

        What was seen where in this `run` is noted with them, and what else articles are known by (`claims`: what, uri), and `place` puts their prints among the others: whoever reads
        the catalog sees all of it or nothing.
        """
        newest = list({new.read.article.uri: new for new in articles}.values())
        with self._engine.begin() as connection:
            if newest:
                drop_passages(connection, [new.read.article.uri for new in newest])
                numbers = put_articles(connection, newest)
                put_passages(connection, newest, numbers)
                for new in newest:
                    if not new.spans:
                        Prints(connection).remove(new.read.article.uri)
                if place:
                    place(Prints(connection))
                move_revision(connection)
            note_sightings(connection, sightings, run)
            note_claims(connection, claims)

    def withdraw(self, uris: Sequence[str], *, because: str, forget: Iterable[Sighting] = ()) -> None:
        """Let nobody read the articles any more, and forget where articles were seen that are there no longer."""
        withdrawn = sa.update(schema.articles).values(withdrawn=because)
        with self._engine.begin() as connection:
            drop_passages(connection, uris)
            for uri in uris:
                Prints(connection).remove(uri)
                connection.execute(withdrawn.where(schema.articles.c.uri == uri))
            for sighting in forget:
                connection.execute(sa.delete(schema.sightings).where(*_is(sighting)))
            if uris:
                move_revision(connection)

    def erase(self, uri: str) -> None:
        """Remove an article, its versions and every mention of it, for good; neither its uri nor what it said is taken in again."""
        with self._engine.begin() as connection:
            marks = [{"sha256": mark} for said in _all_said(connection, uri) for mark in marks_of(uri, said)]
            if marks:
                connection.execute(insert(schema.erased_marks).on_conflict_do_nothing(), marks)
            drop_passages(connection, [uri])
            Prints(connection).remove(uri)
            own = sa.select(schema.articles.c.id).where(schema.articles.c.uri == uri)
            connection.execute(sa.delete(schema.bodies).where(schema.bodies.c.article_id.in_(own)))
            connection.execute(sa.delete(schema.staged).where(schema.staged.c.article_id.in_(own)))
            for table in (schema.articles, schema.versions, schema.sightings, schema.claims):
                connection.execute(sa.delete(table).where(table.c.uri == uri))
            tombstone = {"uri_sha256": hashed(uri), "day": datetime.now(UTC).date().isoformat()}
            connection.execute(insert(schema.erased).values(tombstone).on_conflict_do_nothing())
            set_meta_value(connection, _WIPING, "1")
            move_revision(connection)

    def is_wiping(self) -> bool:
        """Whether bytes of what was erased may still lie in the files."""
        with self._engine.connect() as connection:
            return meta_value(connection, _WIPING) == "1"

    def wipe_free_pages(self) -> bool:
        """Write the file anew without what was deleted; whether nothing of it is left, which a reader at work can hinder."""
        with self._engine.begin() as connection:
            rebuild_keywords(connection)
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM"))
            busy, *_ = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if not busy:
            with self._engine.begin() as connection:
                set_meta_value(connection, _WIPING, "0")
        return not busy

    def begin_run(self) -> int:
        """Return the number of the run that begins, or of the one that was cut off, which is then gone on with."""
        with self._engine.begin() as connection:
            run = next_run(connection)
            set_meta_value(connection, _RUN, str(run))
            set_meta_value(connection, _RUN_ENDED, "0")
        return run

    def end_run(self) -> None:
        """Note that the run came to its end."""
        with self._engine.begin() as connection:
            set_meta_value(connection, _RUN_ENDED, "1")

    def set_language_means(self, means: Mapping[str, tuple[np.ndarray, np.ndarray]], *, is_final: bool) -> bool:
        """Write down the (pooled, token) means of languages: for good, or until enough of a language is there to tell.

        Return whether one took the place of another: the index is to be told of the passages that were there before.
        """
        c, has_moved = schema.language_means.c, False
        with self._engine.begin() as connection:
            known = {row.language: row.is_final for row in connection.execute(sa.select(c.language, c.is_final))}
            for language, (pooled, tokens) in means.items():
                if known.get(language) or (language in known and not is_final):
                    continue
                row = {"pooled": _bytes(pooled), "tokens": _bytes(tokens), "is_final": is_final}
                statement = insert(schema.language_means).values(language=language, **row)
                connection.execute(statement.on_conflict_do_update(index_elements=["language"], set_=row))
                if language in known:
                    moved = sa.select(schema.passages.c.number).join(schema.articles)
                    moved = moved.where(schema.articles.c.language == language)
                    connection.execute(insert(schema.unindexed).from_select(["number"], moved).prefix_with("OR IGNORE"))
                    move_revision(connection)
                    has_moved = True
        return has_moved

    def set_note(self, key: str, value: str) -> None:
        """Write down something that the catalog knows of the archive besides its articles."""
        with self._engine.begin() as connection:
            set_meta_value(connection, key, value)

    def settle(self, numbers: Sequence[int]) -> None:
        """Note that the index holds of these passages what the catalog says."""
        with self._engine.begin() as connection:
            for at in range(0, len(numbers), MANY):
                some = schema.unindexed.c.number.in_(numbers[at : at + MANY])
                connection.execute(sa.delete(schema.unindexed).where(some))

    def use_index(self, folder: str, *, seal: str, through: int) -> None:
        """Let readers use an index that was made aside, under its seal, and holds every passage up to that number."""
        with self._engine.begin() as connection:
            set_meta_value(connection, "index", folder)
            set_meta_value(connection, "seal", seal)
            connection.execute(sa.delete(schema.unindexed).where(schema.unindexed.c.number <= through))
            move_revision(connection)

    def rebuild(self, *, place: Callable[[sa.Connection], None]) -> None:
        """Make the keyword index and the prints anew; `place` puts the prints among one another."""
        with self._engine.begin() as connection:
            rebuild_keywords(connection)
            Prints(connection).clear()
            place(connection)
            move_revision(connection)

    def drop_passages(self, uris: Sequence[str]) -> None:
        """Drop what is derived from some articles, which are then unfinished."""
        with self._engine.begin() as connection:
            drop_passages(connection, uris)
            for uri in uris:
                Prints(connection).remove(uri)
            move_revision(connection)

    def forget(self, uris: Sequence[str]) -> None:
        """Remove articles whose text was lost as if they had never been seen, so that their files bring them back.

        Of those that nobody may read, or only for a time, this much is kept: they stay hidden until a file says the same of them, or a higher version.
        """
        a, b = schema.articles.c, schema.bodies
        hidden = (a.pubstatus != "usable") | a.embargoed.is_not(None) | a.expires.is_not(None)
        with self._engine.begin() as connection:
            drop_passages(connection, uris)
            for uri in uris:
                Prints(connection).remove(uri)
                connection.execute(sa.delete(schema.sightings).where(schema.sightings.c.uri == uri))
                kept = connection.scalar(sa.select(a.id).where(a.uri == uri, hidden))
                if kept is None:
                    connection.execute(sa.delete(schema.articles).where(a.uri == uri))
                    continue
                stays = {
                    "content_hash": "",
                    "pubstatus": sa.case((a.pubstatus == "usable", "withheld"), else_=a.pubstatus),
                    "withdrawn": sa.func.coalesce(a.withdrawn, "its text was lost"),
                }
                connection.execute(sa.update(schema.articles).where(a.id == kept).values(stays))
                connection.execute(insert(b).values(article_id=kept, body="").on_conflict_do_nothing())
            move_revision(connection)

    def remove_strays(self) -> None:
        """Remove texts, passages and vectors that belong to nothing."""
        a, p = schema.articles.c, schema.passages.c
        lost = sa.select(p.number).where(~sa.exists().where(a.id == p.article_id))
        with self._engine.begin() as connection:
            connection.execute(sa.delete(schema.vectors).where(schema.vectors.c.number.in_(lost)))
            connection.execute(sa.delete(schema.passages).where(p.number.in_(lost)))
            connection.execute(sa.delete(schema.vectors).where(~sa.exists().where(p.number == schema.vectors.c.number)))
            connection.execute(sa.delete(schema.bodies).where(~sa.exists().where(a.id == schema.bodies.c.article_id)))
            rebuild_keywords(connection)
            move_revision(connection)


def next_run(connection: sa.Connection) -> int:
    """Return the number of the run that would begin now, or of the one that was cut off."""
    return int(meta_value(connection, _RUN) or 0) + (meta_value(connection, _RUN_ENDED) != "0")


def _all_said(connection: sa.Connection, uri: str) -> list[Article]:
    """Return what an article says and said before."""
    query = sa.select(schema.articles, schema.bodies.c.body).join(schema.bodies).where(schema.articles.c.uri == uri)
    earlier = sa.select(schema.versions.c.article).where(schema.versions.c.uri == uri)
    return [
        *(article_of(row) for row in connection.execute(query).mappings()),
        *(Article(**json.loads(said)) for said in connection.scalars(earlier)),
    ]


def move_revision(connection: sa.Connection) -> None:
    """Let readers know that what can be found has changed."""
    set_meta_value(connection, "revision", str(int(meta_value(connection, "revision") or 0) + 1))


def _bytes(vector: np.ndarray) -> bytes:
    return vector.astype(np.float32).tobytes()


def _is(sighting: Sighting) -> Collection[sa.ColumnElement[bool]]:
    c = schema.sightings.c
    source, uri, content_hash = sighting
    return (c.source == source, c.uri == uri, c.content_hash == content_hash)

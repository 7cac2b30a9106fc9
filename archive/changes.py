"""What a writer does to the catalog. Each method is one transaction: after a crash it has happened or it has not."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.database import MANY, meta_value, set_meta_value
from archive.prints import Prints
from archive.records import Article, ReadArticle, Sighting

_WIPING = "wiping"
_RUN, _RUN_ENDED = "run", "run ended"


@dataclass(frozen=True)
class NewArticle:
    """An article on its way into the catalog.

    `spans` are its passages' (start, end) in the body, `vectors` what the model made of them, shape (passages, dimension),
    not centred. An article that may not be read has none.
    """

    read: ReadArticle
    spans: Sequence[tuple[int, int]] = ()
    vectors: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))


class Changes:
    """The catalog's writing half, for the holder of the archive's write lock."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def put(
        self,
        articles: Sequence[NewArticle],
        *,
        sightings: Iterable[Sighting] = (),
        run: int = 0,
        place: Callable[[Prints], None] | None = None,
    ) -> None:
        """Put articles in, each in the place of an older one of the same uri, which becomes history; of two, the later one.

        What was seen where in this `run` is noted with them, and `place` puts their prints among the others: whoever reads
        the catalog sees all of it or nothing.
        """
        newest = list({new.read.article.uri: new for new in articles}.values())
        with self._engine.begin() as connection:
            if newest:
                _drop_passages(connection, [new.read.article.uri for new in newest])
                numbers = _put_articles(connection, newest)
                _put_passages(connection, newest, numbers)
                for new in newest:
                    if not new.spans:
                        Prints(connection).remove(new.read.article.uri)
                if place:
                    place(Prints(connection))
                move_revision(connection)
            _note_sightings(connection, sightings, run)

    def withdraw(self, uris: Sequence[str], *, because: str, forget: Iterable[Sighting] = ()) -> None:
        """Let nobody read the articles any more, and forget where articles were seen that are there no longer."""
        withdrawn = sa.update(schema.articles).values(withdrawn=because)
        with self._engine.begin() as connection:
            _drop_passages(connection, uris)
            for uri in uris:
                Prints(connection).remove(uri)
                connection.execute(withdrawn.where(schema.articles.c.uri == uri))
            for sighting in forget:
                connection.execute(sa.delete(schema.sightings).where(*_is(sighting)))
            if uris:
                move_revision(connection)

    def erase(self, uri: str) -> None:
        """Remove an article, its versions and every mention of it, for good; its uri is never taken in again."""
        with self._engine.begin() as connection:
            _drop_passages(connection, [uri])
            Prints(connection).remove(uri)
            own = sa.select(schema.articles.c.id).where(schema.articles.c.uri == uri)
            connection.execute(sa.delete(schema.bodies).where(schema.bodies.c.article_id.in_(own)))
            connection.execute(sa.delete(schema.staged).where(schema.staged.c.article_id.in_(own)))
            for table in (schema.articles, schema.versions, schema.sightings):
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
        self.rebuild_keywords()
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(sa.text("VACUUM"))
            busy, *_ = connection.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)")).one()
        if not busy:
            with self._engine.begin() as connection:
                set_meta_value(connection, _WIPING, "0")
        return not busy

    def rebuild_keywords(self) -> None:
        """Make the keyword index anew from the passages."""
        with self._engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO keywords (keywords) VALUES ('rebuild')"))

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

    def set_language_means(self, means: Mapping[str, tuple[np.ndarray, np.ndarray]], *, is_final: bool) -> None:
        """Write down the (pooled, token) means of languages: for good, or until enough of a language is there to tell.

        Where one takes the place of another, the index is to be told of the passages that were there before.
        """
        c = schema.language_means.c
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

    def use_index(self, folder: str, *, through: int) -> None:
        """Let readers use an index that was made aside and holds every passage up to that number."""
        with self._engine.begin() as connection:
            set_meta_value(connection, "index", folder)
            connection.execute(sa.delete(schema.unindexed).where(schema.unindexed.c.number <= through))
            move_revision(connection)

    def rebuild(self, *, place: Callable[[sa.Connection], None]) -> None:
        """Make the keyword index and the prints anew; `place` puts the prints among one another."""
        with self._engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO keywords (keywords) VALUES ('rebuild')"))
            Prints(connection).clear()
            place(connection)
            move_revision(connection)

    def drop_passages(self, uris: Sequence[str]) -> None:
        """Drop what is derived from some articles, which are then unfinished."""
        with self._engine.begin() as connection:
            _drop_passages(connection, uris)
            move_revision(connection)


def next_run(connection: sa.Connection) -> int:
    """Return the number of the run that would begin now, or of the one that was cut off."""
    return int(meta_value(connection, _RUN) or 0) + (meta_value(connection, _RUN_ENDED) != "0")


def hashed(uri: str) -> str:
    """Return what is kept of an erased article's identity: its sha256."""
    return hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()


def new_numbers(connection: sa.Connection, count: int) -> range:
    """Return numbers for new passages that no passage ever had."""
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").scalar() or 0
    staged = connection.scalar(sa.select(sa.func.max(schema.staged.c.number))) or 0
    return range(max(last, staged) + 1, max(last, staged) + 1 + count)


def packed(vectors: np.ndarray) -> list[bytes]:
    """Return vectors as the catalog keeps them, a row each: half precision costs less than 1e-6 of a cosine."""
    return [row.tobytes() for row in vectors.astype("<f2")]


def _bytes(vector: np.ndarray) -> bytes:
    return vector.astype(np.float32).tobytes()


def move_revision(connection: sa.Connection) -> None:
    """Let readers know that what can be found has changed."""
    set_meta_value(connection, "revision", str(int(meta_value(connection, "revision") or 0) + 1))


def _drop_passages(connection: sa.Connection, uris: Sequence[str]) -> None:
    passages, articles = schema.passages.c, schema.articles.c
    for at in range(0, len(uris), MANY):
        query = sa.select(passages.number).join(schema.articles).where(articles.uri.in_(uris[at : at + MANY]))
        numbers = list(connection.scalars(query))
        for first in range(0, len(numbers), MANY):
            some = numbers[first : first + MANY]
            # Its words are looked up in the text that they were indexed with, so they go while that is there.
            connection.execute(
                sa.text(
                    "INSERT INTO keywords (keywords, rowid, text, headline)"
                    " SELECT 'delete', number, text, headline FROM passage_texts WHERE number IN :numbers"
                ).bindparams(sa.bindparam("numbers", some, expanding=True))
            )
            connection.execute(sa.delete(schema.vectors).where(schema.vectors.c.number.in_(some)))
            connection.execute(sa.delete(schema.passages).where(passages.number.in_(some)))
            _note_unindexed(connection, some)


def _note_unindexed(connection: sa.Connection, numbers: Iterable[int]) -> None:
    rows = [{"number": number} for number in numbers]
    if rows:
        connection.execute(insert(schema.unindexed).on_conflict_do_nothing(), rows)


def _put_articles(connection: sa.Connection, articles: Sequence[NewArticle]) -> list[int]:
    """Write the articles and their bodies, what they said before as history; return their rows' numbers."""
    now = datetime.now(UTC)
    c = schema.articles.c
    old: dict[str, Any] = {}
    for at in range(0, len(articles), MANY):
        uris = [new.read.article.uri for new in articles[at : at + MANY]]
        query = sa.select(schema.articles, schema.bodies.c.body).join(schema.bodies).where(c.uri.in_(uris))
        old |= {row["uri"]: row for row in connection.execute(query).mappings()}
    history = [
        {
            "uri": uri,
            "article": json.dumps({name: row[name] for name in schema.ARTICLE_FIELDS}, ensure_ascii=False),
            "replaced": now.isoformat(timespec="seconds"),
        }
        for new in articles
        if (row := old.get(uri := new.read.article.uri)) is not None and row["content_hash"] != new.read.content_hash
    ]
    if history:
        connection.execute(sa.insert(schema.versions), history)
    last = connection.scalar(sa.select(sa.func.max(c.id))) or 0
    numbers: list[int] = []
    for new in articles:
        known = old.get(new.read.article.uri)
        if known is None:
            last += 1
        numbers.append(last if known is None else known["id"])
    rows = [{"id": number} | _row(new.read, now) for number, new in zip(numbers, articles, strict=True)]
    statement = insert(schema.articles)
    written = {name: statement.excluded[name] for name in rows[0] if name != "id"}
    connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=written), rows)
    bodies = [{"article_id": n, "body": new.read.article.body} for n, new in zip(numbers, articles, strict=True)]
    statement = insert(schema.bodies)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["article_id"], set_={"body": statement.excluded.body}), bodies
    )
    return numbers


def _row(read: ReadArticle, now: datetime) -> dict[str, Any]:
    article = read.article
    row = {name: getattr(article, name) for name in schema.ROW_FIELDS}
    return row | {
        "content_hash": read.content_hash,
        "day": (article.published or "")[:10] or None,
        "ingested": now.isoformat(timespec="seconds"),
        "withdrawn": None if article.pubstatus == "usable" else _withdrawal(article, now),
    }


def _put_passages(connection: sa.Connection, articles: Sequence[NewArticle], article_numbers: Sequence[int]) -> None:
    rows: list[dict[str, Any]] = []
    numbers = iter(new_numbers(connection, sum(len(new.spans) for new in articles)))
    for new, article_id in zip(articles, article_numbers, strict=True):
        article = new.read.article
        for (start, end), vector in zip(new.spans, packed(new.vectors), strict=True):
            rows.append(
                {
                    "number": next(numbers),
                    "article_id": article_id,
                    "start": start,
                    "end": end,
                    "vector": vector,
                    "text": article.body[start:end],
                    "headline": article.headline,
                }
            )
    if not rows:
        return
    connection.execute(sa.insert(schema.passages), _some(rows, "number", "article_id", "start", "end"))
    connection.execute(sa.insert(schema.vectors), _some(rows, "number", "vector"))
    connection.execute(
        sa.text("INSERT INTO keywords (rowid, text, headline) VALUES (:number, :text, :headline)"),
        _some(rows, "number", "text", "headline"),
    )
    _note_unindexed(connection, [row["number"] for row in rows])


def _some(rows: Sequence[Mapping[str, Any]], *names: str) -> list[dict[str, Any]]:
    return [{name: row[name] for name in names} for row in rows]


def _note_sightings(connection: sa.Connection, seen: Iterable[Sighting], run: int) -> None:
    """Write down what was seen where, in the place of what was seen of the same article in the same place before."""
    c = schema.sightings.c
    rows = [
        {"source": source, "uri": uri, "content_hash": content_hash, "since": run, "run": run}
        for source, uri, content_hash in dict.fromkeys(seen)
    ]
    if not rows:
        return
    statement = insert(schema.sightings)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["source", "uri", "content_hash"], set_={"run": run}), rows
    )
    earlier = sa.delete(schema.sightings).where(
        c.source == sa.bindparam("of_source"), c.uri == sa.bindparam("of_uri"), c.run < run
    )
    connection.execute(earlier, [{"of_source": row["source"], "of_uri": row["uri"]} for row in rows])


def _is(sighting: Sighting) -> Collection[sa.ColumnElement[bool]]:
    c = schema.sightings.c
    return [column == said for column, said in zip((c.source, c.uri, c.content_hash), sighting, strict=True)]


def _withdrawal(article: Article, now: datetime) -> str:
    said = f": {article.correction}" if article.correction else ""
    return f"{article.pubstatus} on {now.date().isoformat()}{said}"

"""The rows of articles, passages and sightings: written and dropped over a connection whose transaction is the caller's."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.database import MANY
from archive.records import Article, ReadArticle, Sighting

_AT_ONCE = 100  # articles whose bodies are held in memory


@dataclass(frozen=True)
class NewArticle:
    """An article on its way into the catalog.

    `spans` are its passages' (start, end) in the body, `vectors` what the model made of them, shape (passages, dimension),
    not centred. An article that may not be read has none.
    """

    read: ReadArticle
    spans: Sequence[tuple[int, int]] = ()
    vectors: np.ndarray = field(default_factory=lambda: np.zeros((0, 0), np.float32))


def new_numbers(connection: sa.Connection, count: int) -> range:
    """Return numbers for new passages that no passage ever had."""
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'passages'").scalar() or 0
    staged = connection.scalar(sa.select(sa.func.max(schema.staged.c.number))) or 0
    return range(max(last, staged) + 1, max(last, staged) + 1 + count)


def packed(vectors: np.ndarray) -> list[bytes]:
    """Return vectors as the catalog keeps them, a row each: half precision costs less than 1e-6 of a cosine."""
    return [row.tobytes() for row in vectors.astype("<f2")]


def drop_passages(connection: sa.Connection, uris: Sequence[str]) -> None:
    """Drop the passages of some articles with their vectors and words; the index is to be told."""
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


def article_rows(
    reading: Callable[[], AbstractContextManager[sa.Connection]], *conditions: sa.ColumnElement[bool]
) -> Iterator[Sequence[sa.RowMapping]]:
    """Yield the rows of articles with their bodies, some at a time and the oldest first, each time over a connection of its own."""
    a, after = schema.articles.c, 0
    query = sa.select(schema.articles, schema.bodies.c.body).join(schema.bodies).where(*conditions)
    while True:
        with reading() as connection:
            rows = connection.execute(query.where(a.id > after).order_by(a.id).limit(_AT_ONCE)).mappings().all()
        if not rows:
            return
        after = rows[-1]["id"]
        yield rows


def article_of(row: sa.RowMapping) -> Article:
    """Return the article of such a row."""
    return Article(**{name: row[name] for name in schema.ARTICLE_FIELDS})


def rebuild_keywords(connection: sa.Connection) -> None:
    """Make the keyword index anew from the passages."""
    connection.execute(sa.text("INSERT INTO keywords (keywords) VALUES ('rebuild')"))


def put_articles(connection: sa.Connection, articles: Sequence[NewArticle]) -> list[int]:
    """Write the articles and their bodies, what they said before as history; return their rows' numbers."""
    now = datetime.now(UTC)
    c = schema.articles.c
    old: dict[str, Any] = {}
    for at in range(0, len(articles), MANY):
        uris = [new.read.article.uri for new in articles[at : at + MANY]]
        query = sa.select(schema.articles, schema.bodies.c.body).outerjoin(schema.bodies).where(c.uri.in_(uris))
        old |= {row["uri"]: row for row in connection.execute(query).mappings()}
    history = [
        {
            "uri": uri,
            "article": json.dumps({name: row[name] for name in schema.ARTICLE_FIELDS}, ensure_ascii=False),
            "replaced": now.isoformat(timespec="seconds"),
        }
        for new in articles
        if (row := old.get(uri := new.read.article.uri))
        and row["content_hash"] != new.read.content_hash
        and row["body"]
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


def put_passages(connection: sa.Connection, articles: Sequence[NewArticle], article_numbers: Sequence[int]) -> None:
    """Write the passages of articles that have none, with their vectors and words; the index is to be told."""
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


def note_sightings(connection: sa.Connection, seen: Iterable[Sighting], run: int) -> None:
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


def note_claims(connection: sa.Connection, claims: Iterable[tuple[str, str]]) -> None:
    """Write down what else articles are known by: (what, uri)."""
    rows = [{"claim": claim_hash(claim), "uri": uri} for claim, uri in dict.fromkeys(claims)]
    if rows:
        connection.execute(insert(schema.claims).on_conflict_do_nothing(), rows)


def claim_hash(claim: str) -> bytes:
    """Return how a claim is stored."""
    return hashlib.sha256(claim.encode("utf-8", "surrogatepass")).digest()[:16]


def _withdrawal(article: Article, now: datetime) -> str:
    said = f": {article.correction}" if article.correction else ""
    return f"{article.pubstatus} on {now.date().isoformat()}{said}"

"""What those who feed the archive want to know: where articles came from, what failed, what was withdrawn or erased."""

import json
import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.changes import next_run
from archive.database import MANY
from archive.readable import embargo_over, expired, not_expired, readable
from archive.records import Article, PassedOver, Sighting
from archive.rows import article_of, claim_hash
from archive.tombstones import Erased


@dataclass(frozen=True)
class KnownArticle:
    """Enough of a stored article to tell whether a newcomer changes it.

    `pruned` tells that it was withdrawn because it was no longer in its folder, not by what it says itself; `is_open` that it
    says nothing itself against being read.
    """

    content_hash: str
    version: int | None
    pruned: bool = False
    is_open: bool = True


@dataclass(frozen=True)
class Seen:
    """An article as it was last seen in a file or at an address, by which run first and last."""

    source: str
    content_hash: str
    since: int
    run: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Failure:
    """A file or record that did not become an article; `source` is where the file lies, `since` when it first failed."""

    file: str
    error: str
    source: str = ""
    since: str = ""


@dataclass(frozen=True)
class FeedState:
    """What a server said of a feed, for the next conditional request; "" where it said nothing."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True)
class Tally:
    """How many stories the readable articles tell, and how many articles nobody may read: not yet, or not any more."""

    stories: int
    embargoed: int
    withdrawn: int
    erased: int
    expired: int = 0


@dataclass(frozen=True)
class Mentions:
    """Where an article stands: its rows, the files it was seen in, the other prints of its story."""

    articles: int
    versions: int
    passages: int
    sources: tuple[str, ...]
    prints: tuple[str, ...]


class Ledger:
    """The books of the archive, in its catalog. Its writing methods are for the holder of the write lock."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def known_articles(self, uris: Sequence[str]) -> dict[str, KnownArticle]:
        """Return what an ingest needs to know of those of the articles that are stored, by uri."""
        c = schema.articles.c
        pruned = c.withdrawn.is_not(None) & (c.pubstatus == "usable")
        is_open = (c.pubstatus == "usable") & c.embargoed.is_(None) & c.expires.is_(None)
        query = sa.select(c.uri, c.content_hash, c.version, pruned, is_open)
        return {row.uri: KnownArticle(*list(row)[1:]) for row in self._in_parts(query, c.uri, uris)}

    def seen(self, uris: Sequence[str]) -> dict[str, list[Seen]]:
        """Return where each of the articles was last seen, by uri."""
        c = schema.sightings.c
        found: dict[str, list[Seen]] = {}
        for row in self._in_parts(sa.select(c.uri, c.source, c.content_hash, c.since, c.run), c.uri, uris):
            found.setdefault(row.uri, []).append(Seen(row.source, row.content_hash, row.since, row.run))
        return found

    def claimed(self, claims: Sequence[str]) -> dict[str, list[str]]:
        """Return the uris of the articles that are known by each of the claims, too, in no order that matters."""
        c, hashes = schema.claims.c, {claim_hash(claim): claim for claim in claims}
        found: dict[str, list[str]] = {}
        for row in self._in_parts(sa.select(c.claim, c.uri), c.claim, list(hashes)):
            found.setdefault(hashes[row.claim], []).append(row.uri)
        return found

    def told(self, uris: Sequence[str]) -> dict[str, Article]:
        """Return what each of the articles says, by uri, whether a reader may see it or not; no body where it was lost."""
        body = sa.func.coalesce(schema.bodies.c.body, "").label("body")
        query = sa.select(schema.articles, body).outerjoin(schema.bodies)
        return {row.uri: article_of(row._mapping) for row in self._in_parts(query, schema.articles.c.uri, uris)}

    def editions(self, uri: str) -> list[str]:
        """Return the uris that begin with this one and "#": those of its further editions are among them."""
        c = schema.articles.c
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(c.uri).where(c.uri >= f"{uri}#", c.uri < f"{uri}$")))

    def numbered(self, number: str) -> list[str]:
        """Return the uris of the articles that have that number in whatever file or feed. Looks through all of them."""
        c = schema.articles.c
        with self._engine.connect() as connection:
            return list(connection.scalars(sa.select(c.uri).where(c.uri.endswith(f"#{number}", autoescape=True))))

    def languages(self) -> dict[str, dict[str, int]]:
        """Return how many articles each publisher has in each language that is known; "" where it has no name."""
        c = schema.articles.c
        query = sa.select(c.publisher, c.language, sa.func.count()).group_by(c.publisher, c.language)
        found: dict[str, dict[str, int]] = {}
        with self._engine.connect() as connection:
            for publisher, language, count in connection.execute(query.where(c.language != "und")):
                found.setdefault(publisher, {})[language] = count
        return found

    def _in_parts(
        self, query: sa.Select[Any], column: sa.ColumnElement[Any], values: Sequence[Any]
    ) -> Iterator[sa.Row[Any]]:
        with self._engine.connect() as connection:
            for at in range(0, len(values), MANY):
                yield from connection.execute(query.where(column.in_(values[at : at + MANY])))

    def next_run(self) -> int:
        """Return the number of the run that would begin now, or of the one that was cut off."""
        with self._engine.connect() as connection:
            return next_run(connection)

    def erased(self) -> Erased:
        """Return what was erased for good."""
        with self._engine.connect() as connection:
            return Erased(
                frozenset(connection.scalars(sa.select(schema.erased.c.uri_sha256))),
                frozenset(connection.scalars(sa.select(schema.erased_marks.c.sha256))),
            )

    def tally(self) -> Tally:
        """Return what the coverage does not tell."""
        c, withdrawn = schema.articles.c, schema.articles.c.withdrawn.is_not(None)
        counts = (
            sa.select(sa.func.count(sa.distinct(sa.func.coalesce(schema.prints.c.story, c.uri))))
            .select_from(schema.articles.outerjoin(schema.prints, schema.prints.c.uri == c.uri))
            .where(readable()),
            sa.select(sa.func.count()).select_from(schema.articles).where(~withdrawn, ~embargo_over(), not_expired()),
            sa.select(sa.func.count()).select_from(schema.articles).where(withdrawn),
            sa.select(sa.func.count()).select_from(schema.erased),
            sa.select(sa.func.count()).select_from(schema.articles).where(~withdrawn, expired()),
        )
        with self._engine.connect() as connection:
            return Tally(*(connection.scalar(count) or 0 for count in counts))

    def mentions(self, uri: str) -> Mentions:
        """Return every place where an article stands."""
        articles, versions, passages, seen = schema.articles, schema.versions, schema.passages, schema.sightings
        prints = schema.prints
        story = sa.select(prints.c.story).where(prints.c.uri == uri).scalar_subquery()
        with self._engine.connect() as connection:

            def count(table: sa.FromClause, condition: sa.ColumnElement[bool]) -> int:
                return connection.scalar(sa.select(sa.func.count()).select_from(table).where(condition)) or 0

            return Mentions(
                count(articles, articles.c.uri == uri),
                count(versions, versions.c.uri == uri),
                count(passages.join(articles), articles.c.uri == uri),
                tuple(connection.scalars(sa.select(seen.c.source).where(seen.c.uri == uri).distinct())),
                tuple(connection.scalars(sa.select(prints.c.uri).where(prints.c.story == story, prints.c.uri != uri))),
            )

    def why_withdrawn(self, uri: str) -> str | None:
        """Return why an article may not be read any more, None where it was not withdrawn and has not expired."""
        c = schema.articles.c
        at_its_expiry = sa.case((expired(), sa.literal("withdrawn at its expiry, ") + c.expires))
        query = sa.select(sa.func.coalesce(c.withdrawn, at_its_expiry)).where(c.uri == uri)
        with self._engine.connect() as connection:
            why: str | None = connection.scalar(query)
        return why

    def seen_earlier(self, root: str, *, run: int) -> list[Sighting]:
        """Return what was seen in a file or anywhere below a folder by earlier runs and not by this one."""
        c = schema.sightings.c
        folder = root.rstrip(os.sep) + os.sep
        is_in = (c.source == root) | ((c.source >= folder) & (c.source < folder[:-1] + chr(ord(os.sep) + 1)))
        query = sa.select(c.source, c.uri, c.content_hash).where(is_in, c.run < run)
        with self._engine.connect() as connection:
            return [(*row,) for row in connection.execute(query).tuples()]

    def failures(self) -> list[Failure]:
        """Return what failed when it was last tried, by file."""
        c = schema.failures.c
        query = sa.select(c.file, c.error, c.source, c.since).order_by(c.file, c.error)
        with self._engine.connect() as connection:
            return [Failure(*row) for row in connection.execute(query)]

    def note_failures(self, failed: Sequence[Failure], *, tried: Collection[str], below: Sequence[str]) -> None:
        """Write down what failed, in the place of what had failed in the tried sources or anywhere below some folders.

        Since when something fails is kept.
        """
        known = {(failure.source, failure.file, failure.error): failure.since for failure in self.failures()}
        again = {*tried, *(failure.source for failure in failed)}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._engine.begin() as connection:
            for source in {source for source, _, _ in known}:
                if source in again or any(is_below(source, folder) for folder in below):
                    connection.execute(sa.delete(schema.failures).where(schema.failures.c.source == source))
            for failure in failed:
                row = {"source": failure.source, "file": failure.file, "error": failure.error}
                row["since"] = known.get((failure.source, failure.file, failure.error), now)
                connection.execute(insert(schema.failures).values(row).on_conflict_do_nothing())

    def passed_over(self) -> list[PassedOver]:
        """Return which files no reader took when their places were last looked through."""
        c = schema.passed_over.c
        query = sa.select(c.place, c.kind, c.count, c.files).order_by(c.place, c.kind)
        with self._engine.connect() as connection:
            return [PassedOver(*row[:3], tuple(json.loads(row.files))) for row in connection.execute(query)]

    def note_passed_over(self, found: Sequence[PassedOver], *, below: Collection[str]) -> None:
        """Write down what no reader took, in the place of what was written of some files and folders and all below them."""
        c = schema.passed_over.c
        with self._engine.begin() as connection:
            for place in connection.scalars(sa.select(c.place).distinct()).all():
                if any(is_below(place, folder) for folder in below):
                    connection.execute(sa.delete(schema.passed_over).where(c.place == place))
            for one in found:
                row = {"place": one.place, "kind": one.kind, "count": one.count, "files": json.dumps(one.files)}
                connection.execute(
                    insert(schema.passed_over)
                    .values(row)
                    .on_conflict_do_update(index_elements=["place", "kind"], set_=row)
                )

    def feed_state(self, address: str) -> FeedState:
        """Return what the server said when the feed was last read."""
        c = schema.feeds.c
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(c.etag, c.last_modified).where(c.address == address)).first()
        return FeedState(*row) if row else FeedState()

    def set_feed_state(self, address: str, state: FeedState) -> None:
        """Write down what the server said, once everything that the feed held is stored."""
        row = {"address": address, "etag": state.etag, "last_modified": state.last_modified}
        with self._engine.begin() as connection:
            connection.execute(
                insert(schema.feeds).values(row).on_conflict_do_update(index_elements=["address"], set_=row)
            )


def is_below(source: str, folder: str) -> bool:
    """Whether a source is that file or lies in that folder."""
    return source == folder or source.startswith(folder.rstrip(os.sep) + os.sep)

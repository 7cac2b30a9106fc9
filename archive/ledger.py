"""What those who feed the archive want to know: where articles came from, what failed, what was withdrawn or erased."""

import os
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.changes import hashed
from archive.readable import embargo_over, readable

# (source, uri, content hash)
Sighting = tuple[str, str, str]


@dataclass(frozen=True)
class KnownArticle:
    """Enough of a stored article to tell whether a newcomer changes it.

    `pruned` tells that it was withdrawn because it was no longer in its folder, not by what it says itself.
    """

    content_hash: str
    version: int | None
    pruned: bool = False


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

    def known_articles(self) -> dict[str, KnownArticle]:
        """Return what an ingest needs to know of each article, by uri."""
        c = schema.articles.c
        with self._engine.connect() as connection:
            pruned = c.withdrawn.is_not(None) & (c.pubstatus == "usable")
            rows = connection.execute(sa.select(c.uri, c.content_hash, c.version, pruned))
            return {uri: KnownArticle(*rest) for uri, *rest in rows}

    def erased(self) -> "Erased":
        """Return what was erased for good."""
        with self._engine.connect() as connection:
            return Erased(frozenset(connection.scalars(sa.select(schema.erased.c.uri_sha256))))

    def tally(self) -> Tally:
        """Return what the coverage does not tell."""
        c, withdrawn = schema.articles.c, schema.articles.c.withdrawn.is_not(None)
        counts = (
            sa.select(sa.func.count(sa.distinct(sa.func.coalesce(schema.prints.c.story, c.uri))))
            .select_from(schema.articles.outerjoin(schema.prints, schema.prints.c.uri == c.uri))
            .where(readable()),
            sa.select(sa.func.count()).select_from(schema.articles).where(~withdrawn, ~embargo_over()),
            sa.select(sa.func.count()).select_from(schema.articles).where(withdrawn),
            sa.select(sa.func.count()).select_from(schema.erased),
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
        """Return why an article may not be read any more, None where it was not withdrawn."""
        with self._engine.connect() as connection:
            return connection.scalar(sa.select(schema.articles.c.withdrawn).where(schema.articles.c.uri == uri))

    def sightings(self) -> set[Sighting]:
        """Return every (source, uri, content hash): which files and addresses an article was last seen in, saying what."""
        with self._engine.connect() as connection:
            return {(*row,) for row in connection.execute(sa.select(schema.sightings)).tuples()}

    def note_sightings(self, seen: Collection[Sighting]) -> None:
        """Write down what was seen where, in the place of what was seen of the same article in the same place."""
        table = schema.sightings
        known = self.sightings()
        new = set(seen) - known
        places = {(source, uri) for source, uri, _ in new}
        with self._engine.begin() as connection:
            for sighting in known - set(seen):
                if sighting[:2] in places:
                    connection.execute(sa.delete(table).where(*_is(table, sighting)))
            if new:
                rows = [dict(zip(table.columns.keys(), sighting, strict=True)) for sighting in new]
                connection.execute(insert(table).on_conflict_do_nothing(), rows)

    def forget_sightings(self, gone: Iterable[Sighting]) -> None:
        """Write down where articles are no longer."""
        table = schema.sightings
        with self._engine.begin() as connection:
            for sighting in gone:
                connection.execute(sa.delete(table).where(*_is(table, sighting)))

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


def _is(table: sa.Table, row: Sighting) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in zip(table.columns, row, strict=True)]


def is_below(source: str, folder: str) -> bool:
    """Whether a source is that file or lies in that folder."""
    return source == folder or source.startswith(folder.rstrip(os.sep) + os.sep)


@dataclass(frozen=True)
class Erased:
    """What was erased for good, known by its hash alone."""

    hashes: frozenset[str] = frozenset()

    def __contains__(self, uri: str) -> bool:
        return bool(self.hashes) and hashed(uri) in self.hashes

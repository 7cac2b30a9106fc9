"""What those who feed the archive want to know: where articles came from, what failed, what was withdrawn or erased."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.changes import hashed


@dataclass(frozen=True)
class KnownArticle:
    """Enough of a stored article to tell whether a newcomer changes it."""

    content_hash: str
    version: int | None
    withdrawn: str | None = None


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


class Ledger:
    """The books of the archive, in its catalog. Its writing methods are for the holder of the write lock."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def known_articles(self) -> dict[str, KnownArticle]:
        """Return what an ingest needs to know of each article, by uri."""
        c = schema.articles.c
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(c.uri, c.content_hash, c.version, c.withdrawn))
            return {uri: KnownArticle(*rest) for uri, *rest in rows}

    def erased(self) -> "Erased":
        """Return what was erased for good."""
        with self._engine.connect() as connection:
            return Erased(frozenset(connection.scalars(sa.select(schema.erased.c.uri_sha256))))

    def sources(self) -> set[tuple[str, str]]:
        """Return every (source, uri): which files and addresses an article was seen in."""
        with self._engine.connect() as connection:
            return {(source, uri) for source, uri in connection.execute(sa.select(schema.sources))}

    def add_sources(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write down where articles were seen."""
        rows = [{"source": source, "uri": uri} for source, uri in pairs]
        if rows:
            with self._engine.begin() as connection:
                connection.execute(insert(schema.sources).on_conflict_do_nothing(), rows)

    def remove_sources(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write down where articles are no longer."""
        table = schema.sources
        with self._engine.begin() as connection:
            for source, uri in pairs:
                connection.execute(sa.delete(table).where(table.c.source == source, table.c.uri == uri))

    def failures(self) -> list[Failure]:
        """Return what failed when it was last tried, by file."""
        c = schema.failures.c
        query = sa.select(c.file, c.error, c.source, c.since).order_by(c.file, c.error)
        with self._engine.connect() as connection:
            return [Failure(*row) for row in connection.execute(query)]

    def note_failures(self, failed: Sequence[Failure], *, tried: Iterable[str]) -> None:
        """Write down what failed, in the place of what had failed in the same sources; since when is kept."""
        known = {(failure.file, failure.error): failure for failure in self.failures()}
        now = datetime.now(UTC).isoformat(timespec="seconds")
        again, files = set(tried), {failure.file for failure in failed}
        with self._engine.begin() as connection:
            for failure in known.values():
                if failure.source in again or failure.file in files:
                    connection.execute(sa.delete(schema.failures).where(schema.failures.c.file == failure.file))
            for failure in failed:
                before = known.get((failure.file, failure.error))
                row = {"file": failure.file, "error": failure.error, "source": failure.source}
                row["since"] = before.since if before else now
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


@dataclass(frozen=True)
class Erased:
    """What was erased for good, known by its hash alone."""

    hashes: frozenset[str]

    def __contains__(self, uri: str) -> bool:
        return bool(self.hashes) and hashed(uri) in self.hashes

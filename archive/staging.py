"""A rebuild with another model: made aside, article by article, and put in the place of the old passages in one step."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import sqlalchemy as sa

from archive import schema
from archive.changes import move_revision
from archive.database import meta_value, set_meta_value
from archive.prints import Prints
from archive.readable import readable
from archive.records import ReadArticle
from archive.rows import NewArticle, article_of, article_rows, new_numbers, packed, rebuild_keywords
from archive.stored_vectors import texts_in

_MODEL = "staged"


class Staging:
    """What is made aside, for the holder of the archive's write lock. Readers never look at it."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(self, fingerprint: str) -> None:
        """Go on with what an earlier rebuild with this model left, or drop what is left of another.

        What changed since or may not be read any more is dropped, too: the index that is made of the rest must not hold it.
        """
        with self._engine.begin() as connection:
            if meta_value(connection, _MODEL) != fingerprint:
                connection.execute(sa.delete(schema.staged))
                set_meta_value(connection, _MODEL, fingerprint)
            connection.execute(sa.delete(schema.staged).where(~sa.exists().where(_is_current(), readable())))

    def begun_with(self) -> str | None:
        """Return the model of a rebuild that is not finished, None where there is none."""
        with self._engine.connect() as connection:
            return meta_value(connection, _MODEL) or None

    def missing(self) -> Iterator[ReadArticle]:
        """Yield the articles that are readable now and not staged as they are."""
        for rows in article_rows(self._engine.connect, *_is_missing()):
            yield from (ReadArticle(article_of(row), row["content_hash"]) for row in rows)

    def count_missing(self) -> int:
        """Return how many they are."""
        with self._engine.connect() as connection:
            query = sa.select(sa.func.count()).select_from(schema.articles).where(*_is_missing())
            return connection.scalar(query) or 0

    def put(self, articles: Sequence[NewArticle]) -> None:
        """Stage the passages of some articles."""
        with self._engine.begin() as connection:
            numbers = iter(new_numbers(connection, sum(len(new.spans) for new in articles)))
            for new in articles:
                uri = new.read.article.uri
                article_id = connection.scalar(sa.select(schema.articles.c.id).where(schema.articles.c.uri == uri))
                connection.execute(sa.delete(schema.staged).where(schema.staged.c.article_id == article_id))
                rows = [
                    {
                        "number": next(numbers),
                        "article_id": article_id,
                        "content_hash": new.read.content_hash,
                        "start": start,
                        "end": end,
                        "vector": vector,
                    }
                    for (start, end), vector in zip(new.spans, packed(new.vectors), strict=True)
                ]
                if rows:
                    connection.execute(sa.insert(schema.staged), rows)

    def count(self) -> int:
        """Return how many passages are staged."""
        return sum(self.languages().values())

    def languages(self) -> dict[str, int]:
        """Return how many passages are staged in each language."""
        a = schema.articles.c
        query = sa.select(a.language, sa.func.count()).join(schema.staged, schema.staged.c.article_id == a.id)
        with self._engine.connect() as connection:
            return dict(connection.execute(query.group_by(a.language)).tuples().all())

    def texts_in(self, language: str, *, most: int) -> list[str]:
        """Return the texts of the first staged passages in a language."""
        with self._engine.connect() as connection:
            return texts_in(connection, schema.staged, language, most=most)

    def finish(
        self,
        fingerprint: str,
        means: Mapping[str, tuple[np.ndarray, np.ndarray, bool]],
        *,
        index: str,
        seal: str,
        place: Callable[[sa.Connection], None],
    ) -> None:
        """Put what is staged, its index, its seal and its languages' means (pooled, tokens, whether final) in the place of what was.

        `place` is called when the new passages are there and puts the prints among one another.
        """
        passages = ("number", "article_id", "start", "end")
        with self._engine.begin() as connection:
            connection.execute(sa.text("INSERT INTO keywords (keywords) VALUES ('delete-all')"))
            for table in (schema.vectors, schema.passages, schema.unindexed, schema.language_means):
                connection.execute(sa.delete(table))
            Prints(connection).clear()
            staged = schema.staged.c
            for table, names in ((schema.passages, passages), (schema.vectors, ("number", "vector"))):
                connection.execute(sa.insert(table).from_select(names, sa.select(*(staged[name] for name in names))))
            rows = [
                {"language": language, "pooled": pooled.tobytes(), "tokens": tokens.tobytes(), "is_final": is_final}
                for language, (pooled, tokens, is_final) in means.items()
            ]
            if rows:
                connection.execute(sa.insert(schema.language_means), rows)
            rebuild_keywords(connection)
            connection.execute(sa.delete(schema.staged))
            place(connection)
            set_meta_value(connection, "fingerprint", fingerprint)
            set_meta_value(connection, "index", index)
            set_meta_value(connection, "seal", seal)
            set_meta_value(connection, _MODEL, "")
            move_revision(connection)


def _is_missing() -> tuple[sa.ColumnElement[bool], ...]:
    return readable(), ~sa.exists().where(_is_current())


def _is_current() -> sa.ColumnElement[bool]:
    a, staged = schema.articles.c, schema.staged.c
    return sa.and_(staged.article_id == a.id, staged.content_hash == a.content_hash)

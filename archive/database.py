"""The catalog's SQLite file: opened, made where it is new, brought up to date where it is old."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.errors import ArchiveError

# SQLite takes 32,766 variables in one statement; far fewer keep statements readable in a log.
MANY = 500


def open_database(path: Path) -> sa.Engine:
    """Return the engine of a catalog. Raises `ArchiveError` where the file is none, or a newer program's."""
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _set_up_connection)
    try:
        with _writing(engine) as connection:
            _create_or_migrate(connection, path)
    except sa.exc.DatabaseError as error:
        raise ArchiveError(
            f"{path} cannot be opened as a catalog ({error.orig}): is it another program's file?"
        ) from error
    return engine


def meta_value(connection: sa.Connection, key: str) -> str | None:
    """Return one of the catalog's notes about itself."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.key == key))


def set_meta_value(connection: sa.Connection, key: str, value: str) -> None:
    """Write one of the catalog's notes about itself."""
    statement = insert(schema.meta).values(key=key, value=value)
    connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_={"value": value}))


def _create_or_migrate(connection: sa.Connection, path: Path) -> None:
    tables = sa.inspect(connection).get_table_names()
    if tables and "meta" not in tables:
        raise ArchiveError(f"{path} is another program's database: name another folder for the archive.")
    if not tables:
        schema.metadata.create_all(connection)
        connection.execute(sa.text(schema.KEYWORDS))
        set_meta_value(connection, "schema", str(schema.VERSION))
        return
    version = int(meta_value(connection, "schema") or 0)
    if version > schema.VERSION:
        raise ArchiveError(
            f"{path} was made by a newer Hemeroteca (catalog version {version}, this one knows {schema.VERSION}): update it."
        )
    if version < schema.VERSION:
        for step in range(version, schema.VERSION):
            for statement in schema.MIGRATIONS[step]:
                connection.execute(sa.text(statement))
        schema.metadata.create_all(connection)
        set_meta_value(connection, "schema", str(schema.VERSION))


@contextmanager
def _writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    # Two processes may open a new archive at the same time: the write lock is taken before the first look.
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()


def _set_up_connection(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten with zeros: texts may go because a court wants them gone.
    connection.execute("PRAGMA secure_delete = ON")

"""The catalog's SQLite file: opened, made where it is new, brought up to date where it is old, read where nobody may write."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from archive import schema
from archive.console import printable
from archive.errors import ArchiveError, ArchiveInUseError
from archive.room import is_full, why_not_written

# SQLite takes 32,766 variables in one statement; far fewer keep statements readable in a log.
MANY = 500
_PATIENCE = 30  # seconds that a writer of another program is waited for


def open_database(path: Path) -> sa.Engine:
    """Return the engine of a catalog. Raises `ArchiveError` where the file is none, or a newer program's."""
    engine = sa.create_engine(f"sqlite:///{path}", creator=lambda: connect(path))

    @sa.event.listens_for(engine, "handle_error")
    def _tell(context: sa.engine.ExceptionContext) -> None:
        # Whatever goes wrong with the file, at any time, is one line for the user.
        error = context.original_exception
        if type(error) in (sqlite3.OperationalError, sqlite3.DatabaseError):
            told = ArchiveInUseError if "locked" in str(error) else ArchiveError
            raise told(_in_words(path, printable(str(error)))) from error

    with engine.connect() as connection:
        is_current = _is_current(connection)
    if not is_current:
        with _writing(engine) as connection:
            _create_or_migrate(connection, path)
    return engine


def connect(path: Path) -> sqlite3.Connection:
    """Open the file, for reading alone where nobody may write it."""
    try:
        return _set_up(sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False))
    except sqlite3.OperationalError:
        if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
            raise
    return _read_only(path)


def _set_up(connection: sqlite3.Connection) -> sqlite3.Connection:
    # Of a new file: articles lie four to a page where each would fill most of a small one, a tenth of the file.
    connection.execute("PRAGMA page_size = 16384")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")  # what was stored is there after a power cut, too
    connection.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten with zeros: texts may go because a court wants them gone.
    connection.execute("PRAGMA secure_delete = ON")
    return connection


def journal_of(path: Path) -> Path:
    """Return where SQLite keeps what is not yet in the file itself."""
    return path.with_name(f"{path.name}-wal")


def _read_only(path: Path) -> sqlite3.Connection:
    """Open a catalog on a disk that may not be written, such as a mounted backup."""
    journal = journal_of(path)
    # A file in WAL mode wants an index of its journal beside it. Where there is no journal and none can come, it needs none.
    is_whole = not journal.exists() or journal.stat().st_size == 0
    address = f"file:{quote(str(path.resolve()))}?mode=ro" + ("&immutable=1" if is_whole else "")
    connection = sqlite3.connect(address, uri=True, check_same_thread=False)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _is_current(connection: sa.Connection) -> bool:
    """Whether nothing needs to be written: another program may be writing, or nobody allowed to."""
    return sa.inspect(connection).has_table("meta") and meta_value(connection, "schema") == str(schema.VERSION)


def _in_words(path: Path, reason: str) -> str:
    folder = path.parent
    if "locked" in reason:
        return f"The catalog {path} has been in use by another program for {_PATIENCE} seconds: try again later."
    if "readonly" in reason or "unable to open" in reason:
        return f"The catalog {path} cannot be written or opened ({reason}): may you write it and its folder?"
    if "full" in reason or ("disk I/O" in reason and is_full(folder, reason)):
        return f"The catalog {path} cannot be written{why_not_written(folder, reason)}"
    if any(word in reason for word in ("malformed", "decode", "disk I/O")):
        return (
            f"The catalog {path} is damaged ({reason}): see with `python -m ingest --verify --archive {folder}`, mend it with"
            f" `--repair`, or put a backup back with `--restore`."
        )
    return (
        f"{path} cannot be opened as a catalog ({reason}): it is another program's file or a damaged catalog. Put a backup back with"
        " `python -m ingest --restore FILE`."
    )


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
    if tables:
        version = int(meta_value(connection, "schema") or 0)
        if version > schema.VERSION:
            raise ArchiveError(
                f"{path} was made by a newer Hemeroteca (catalog version {version}, this one knows {schema.VERSION}): update it."
            )
        for step in range(version, schema.VERSION):
            for statement in schema.MIGRATIONS[step]:
                connection.execute(sa.text(statement))
    schema.metadata.create_all(connection)
    if not sa.inspect(connection).has_table("keywords"):
        for statement in schema.KEYWORDS:
            connection.execute(sa.text(statement))
    set_meta_value(connection, "schema", str(schema.VERSION))


@contextmanager
def _writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    # Two processes may open a new archive at the same time: the write lock is taken before the first look.
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()

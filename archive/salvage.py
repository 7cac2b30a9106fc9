"""A catalog whose file is damaged: what can still be read of it, row by row, in a new one."""

import contextlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive import schema
from archive.catalog import Catalog
from archive.database import connect, journal_of
from archive.errors import ArchiveError

_AT_ONCE = 500
# Where not even the last row can be told, as many are tried.
_UNKNOWN_LAST = 200_000
# Derived from the rest, and made anew.
_DERIVED = frozenset({"prints", "print_keys", "staged", "unindexed"})


@dataclass
class Salvaged:
    """How many rows of each table could not be read, by what was there; `aside` is where the damaged file lies now."""

    aside: Path
    lost: dict[str, int] = field(default_factory=dict)


def salvage(path: Path) -> Salvaged:
    """Make a new catalog of what can be read of a damaged one, and put that aside. Raises `ArchiveError` where nothing can."""
    new = path.with_name(f"{path.name}.salvaged")
    for left in (new, journal_of(new)):
        left.unlink(missing_ok=True)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    salvaged = Salvaged(path.with_name(f"{path.stem}.damaged-{stamp}{path.suffix}"))
    Catalog(new).close()
    source = _under_a_header(path, new)
    with contextlib.closing(sqlite3.connect(source)) as old, contextlib.closing(sqlite3.connect(new)) as copy:
        copy.execute("PRAGMA foreign_keys = OFF")
        for table in schema.metadata.sorted_tables if _is_readable(source) else ():
            if table.name not in _DERIVED:
                salvaged.lost[table.name] = _copy_table(
                    old, copy, table.name, [column.name for column in table.columns]
                )
        if not copy.execute("SELECT 1 FROM articles LIMIT 1").fetchone():
            for left in {new, source} - {path}:
                left.unlink()
            raise ArchiveError(
                f"Nothing can be read of the catalog {path}: put a backup back with `python -m ingest --restore FILE`, or move"
                " the archive's folder away and ingest anew."
            )
        # A notice that counts as seen before would not cancel a story that was lost and comes in again: all is seen anew.
        copy.execute("DELETE FROM sightings")
        # What waited for the index is not known any more.
        copy.execute("DELETE FROM meta WHERE key IN ('index', 'seal')")
        # What was indexed is found no more, whatever of it was read: its words are looked up in the texts that were.
        copy.execute("INSERT INTO keywords (keywords) VALUES ('rebuild')")
        copy.commit()
    if source != path:
        source.unlink()
    # There is a catalog at every moment: a crash leaves the damaged one, under both names, or the new one.
    _copy(path, salvaged.aside)
    for left in (journal_of(path), path.with_name(f"{path.name}-shm")):
        left.unlink(missing_ok=True)
    new.replace(path)
    return salvaged


def _copy(path: Path, aside: Path) -> None:
    try:
        os.link(path, aside)
    except OSError:  # a file system that knows no links
        shutil.copyfile(path, aside)


def put_aside(catalog: Path) -> list[Path]:
    """Return the damaged catalogs that salvages put aside, and what is left of a salvage that was cut off."""
    kinds = (f"{catalog.stem}.damaged-", f"{catalog.name}.salvaged", f"{catalog.name}.headed")
    return sorted(path for path in catalog.parent.iterdir() if path.name.startswith(kinds))


def _is_readable(path: Path) -> bool:
    """Whether SQLite can tell what tables a file has."""
    try:
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError:
        return False
    return True


def _under_a_header(path: Path, new: Path) -> Path:
    """Return the file itself, or a copy under the header of a new catalog where its own says nothing: all begin alike.

    Only the number of pages differs, bytes 28 to 31, and the list of free ones, 32 to 39 (https://sqlite.org/fileformat.html).
    """
    if _is_readable(path):
        return path
    with new.open("rb") as file:
        header = file.read(100)
    headed = path.with_name(f"{path.name}.headed")
    shutil.copyfile(path, headed)
    pages = path.stat().st_size // int.from_bytes(header[16:18])
    with headed.open("r+b") as file:
        file.write(header[:28] + pages.to_bytes(4) + bytes(8) + header[40:])
    return headed


def is_damaged(path: Path) -> bool:
    """Whether SQLite finds the catalog's file damaged."""
    if not path.is_file() or not path.stat().st_size:
        return False  # it is lost, and to look into it would make an empty one
    try:
        with contextlib.closing(connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",))
    except sqlite3.OperationalError as error:
        return "disk I/O" in str(error)  # else it is locked, or may not be read
    except sqlite3.DatabaseError:
        return True


def _copy_table(old: sqlite3.Connection, copy: sqlite3.Connection, table: str, columns: Sequence[str]) -> int:
    """Copy every row that can be read; return how many could not, as far as that can be told."""
    names = ", ".join(f'"{name}"' for name in columns)
    insert = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({', '.join('?' * len(columns))})"
    read = 0
    for rows in _rows(old, table, names):
        copy.executemany(insert, rows)
        read += len(rows)
    try:
        (there,) = old.execute(f"SELECT count(*) FROM {table}").fetchone()
    except sqlite3.DatabaseError:
        there = read
    return max(0, int(there) - read)


def _rows(old: sqlite3.Connection, table: str, names: str) -> Iterator[list[tuple[object, ...]]]:
    """Yield a table's rows, going round those that cannot be read."""
    try:
        first, last = old.execute(f"SELECT min(rowid), max(rowid) FROM {table}").fetchone()
    except sqlite3.DatabaseError:
        first, last = 1, _UNKNOWN_LAST
    if first is None:
        return
    waiting = [(at, min(at + _AT_ONCE - 1, last)) for at in range(first, last + 1, _AT_ONCE)][::-1]
    while waiting:
        low, high = waiting.pop()
        try:
            yield old.execute(f"SELECT {names} FROM {table} WHERE rowid BETWEEN ? AND ?", (low, high)).fetchall()
        except sqlite3.DatabaseError:
            if low < high:
                middle = (low + high) // 2
                waiting += [(middle + 1, high), (low, middle)]

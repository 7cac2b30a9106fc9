"""The archive's write lock: one process writes at a time, and who waits for it is told which."""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import filelock

from archive.errors import ArchiveError

_LOCK_FILE = "write.lock"
_HOLDER_FILE = "write.holder.json"
_INDEX_LOCK_FILE = "index.lock"


@contextlib.contextmanager
def locked(folder: Path, *, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Let nobody else write; `on_wait` is told who does when it must be waited for."""
    lock = filelock.FileLock(folder / _LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        on_wait(_holder(folder))
        lock.acquire()
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        holder = {"pid": os.getpid(), "since": datetime.now().isoformat(" ", "seconds")}
        with contextlib.suppress(OSError):  # on a full disk, who it is remains unknown
            (folder / _HOLDER_FILE).write_text(json.dumps(holder), "utf-8")
        # A process that a killed writer began may be at the index still.
        with index_lock(folder, on_wait=lambda: on_wait("a process that another left at the index")):
            pass
        yield
    finally:
        with contextlib.suppress(OSError):
            (folder / _HOLDER_FILE).unlink(missing_ok=True)
        lock.release()


@contextlib.contextmanager
def index_lock(folder: Path, *, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Let nobody else write the index, for the process that does; `on_wait` is called where one is at it."""
    lock = filelock.FileLock(folder / _INDEX_LOCK_FILE)
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        on_wait()
        lock.acquire()
    except OSError as error:
        raise _not_written(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether anybody writes the archive, or its index, at this moment."""
    try:
        for name in (_LOCK_FILE, _INDEX_LOCK_FILE):
            with filelock.FileLock(folder / name, blocking=False):
                pass
    except filelock.Timeout:
        return True
    except OSError:  # read-only
        return False
    return False


def _not_written(folder: Path, error: OSError) -> ArchiveError:
    return ArchiveError(f"The archive {folder} cannot be written ({error.strerror}): may you write it?")


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / _HOLDER_FILE).read_text("utf-8"))
        return f"process {holder['pid']}, writing since {holder['since']}"
    except (OSError, ValueError, KeyError):
        return "another process that has just begun"

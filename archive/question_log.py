"""The file of questions and answers in the archive's folder: JSON Lines, appended to by many processes, rewritten by one.

Whoever appends or rewrites holds `questions.lock`. What is appended is looked over, under that lock, for what was erased
meanwhile: an answer may have been found before an erasure and be written down after it.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import filelock

from archive.forgetting import without_erased
from archive.tombstones import Erased

LOG_FILE = "questions.jsonl"
_LOCK_FILE = "questions.lock"
_NEW_FILE = "questions.jsonl.new"
# Seconds that another process's writing is waited for. A rewriting goes through 3,000 records, or 10 MB, a second.
_PATIENCE = 30
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Forgotten:
    """How many records lost what was erased, and how many lines that nobody can read were taken out with them."""

    records: int = 0
    damaged: int = 0


class QuestionFile:
    """One archive's file of questions. `erased` tells what was erased up to the moment at which it is called."""

    def __init__(self, folder: Path, *, erased: Callable[[], Erased]) -> None:
        self.path = folder / LOG_FILE
        self._folder = folder
        self._erased = erased

    def append(self, record: Mapping[str, Any]) -> None:
        """Append a record in one write.

        Raises `OSError` where the file cannot be written; then nothing of the record is in it. Raises `ValueError` or
        `RecursionError` for a record that is no JSON.
        """
        with self._locked():
            line = _line(without_erased(record, self._erased()))
            with open(self.path, "a+b", buffering=0, opener=_for_the_owner_only) as file:
                before = os.fstat(file.fileno()).st_size
                data = line if _ends_its_line(file) else b"\n" + line
                written = file.write(data)
                if written != len(data):  # the disk is full
                    file.truncate(before)
                    raise OSError(f"only {written} of {len(data)} bytes could be written")

    def forget(self) -> Forgotten:
        """Take out what was erased, and every line that nobody can read and that may therefore hold it.

        For the holder of the archive's write lock. The file is replaced as a whole or, after a crash, not at all. Raises
        `OSError` where it cannot be.
        """
        if not self.path.is_file():
            return Forgotten()
        with self._locked():
            return self._rewrite(self._erased())

    def _rewrite(self, erased: Erased) -> Forgotten:
        records = damaged = 0
        path = self.path.resolve()  # it may be a link to another disk, and what lies there is to be replaced
        new = path.with_name(_NEW_FILE)
        with path.open("rb") as old, open(new, "wb", opener=_for_the_owner_only) as file:
            for line in old:
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                    kept = without_erased(record, erased)
                    changed = b"" if kept is None else _line(kept)
                except (ValueError, RecursionError):
                    damaged += 1
                    continue
                if kept is record:
                    file.write(line if line.endswith(b"\n") else line + b"\n")
                    continue
                records += 1
                file.write(changed)
            file.flush()
            os.fsync(file.fileno())
        if records or damaged:
            new.replace(path)
        else:
            new.unlink()
        return Forgotten(records, damaged)

    def _locked(self) -> filelock.BaseFileLock:
        return filelock.FileLock(self._folder / _LOCK_FILE, timeout=_PATIENCE, mode=_OWNER_ONLY)


def _line(record: Any) -> bytes:
    # Half a character, which JSON may carry, is written as its escape, as on standard output.
    return (json.dumps(record, ensure_ascii=False) + "\n").encode("utf-8", "backslashreplace")


def _ends_its_line(file: IO[bytes]) -> bool:
    """Whether the file ends where a line ends: a crash in the middle of a write must not damage the next record too."""
    if file.seek(0, os.SEEK_END) == 0:
        return True
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _for_the_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)

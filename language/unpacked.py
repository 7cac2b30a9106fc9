"""Whether an unpacked model is whole: its files are as they were when it was unpacked."""

import hashlib
import json
import os
from pathlib import Path

_RECORD = "unpacked.json"


def write_record(folder: Path) -> None:
    """Bring the files of a folder safely to the disk, then write down what they are."""
    files = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        with path.open("rb+") as file:
            os.fsync(file.fileno())  # else a power cut could leave the folder in its place with empty files
        files[path.relative_to(folder).as_posix()] = [*_looks(path), _sha256(path)]
    (folder / _RECORD).write_text(json.dumps(files), "utf-8")


def is_whole(folder: Path) -> bool:
    """Whether every file that was unpacked is there unchanged. Reads a file whole only where its size or time is another."""
    try:
        files = json.loads((folder / _RECORD).read_text("utf-8"))
        return all(
            _looks(folder / name) == looks
            or (looks[0] == _looks(folder / name)[0] and _sha256(folder / name) == sha256)
            for name, (*looks, sha256) in files.items()
        )
    except (OSError, ValueError, AttributeError, TypeError):  # no record, or one that is damaged itself
        return False


def _looks(path: Path) -> list[int]:
    found = path.stat()
    return [found.st_size, found.st_mtime_ns]


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Why something could not be written, and what to do: whoever writes, it is most often the disk that is full."""

import shutil
from pathlib import Path

_LEAST = 1 << 20  # bytes; neither Chroma nor SQLite always says what it lacks


def why_not_written(folder: Path, reason: str) -> str:
    """Return, to go on after "cannot be written", why nothing could be written in a folder; `reason` is what the library said."""
    if is_full(folder, reason):
        return ", for the disk is full: make room and run it again."
    return f" ({reason}): may you write there?"


def is_full(folder: Path, reason: str) -> bool:
    """Whether a folder's disk is full, by what a library said of it or by what is free."""
    if "full" in reason or "No space" in reason:
        return True
    try:
        return shutil.disk_usage(folder).free < _LEAST
    except OSError:  # the folder is not there
        return False

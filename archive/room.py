"""Why something could not be written, and what to do: whoever writes, it is most often the disk that is full."""

import shutil
from pathlib import Path

_LEAST = 1 << 20  # bytes; Chroma does not say what it lacks


def why_not_written(folder: Path, reason: str) -> str:
    """Return, to go on after "cannot be written", why nothing could be written in a folder; `reason` is what the library said."""
    if "full" in reason or "No space" in reason or shutil.disk_usage(folder).free < _LEAST:
        return ", for the disk is full: make room and run it again."
    return f" ({reason}): may you write there?"

"""A file beside the catalog that says how far it had come: a catalog that is behind it has lost what was written last.

SQLite takes a journal that was cut off or damaged for one that ends there, without a word. What went with it may be a
cancellation, so an archive that has lost changes is not read until somebody was told.
"""

import contextlib
from pathlib import Path

_FILE = "catalog.revision"


def note_revision(folder: Path, revision: int) -> None:
    """Write down how far the catalog has come."""
    with contextlib.suppress(OSError):  # on a full disk it stays behind, which tells nothing wrong
        new = folder / f"{_FILE}.new"
        new.write_text(str(revision), "utf-8")
        new.replace(folder / _FILE)


def noted_revision(folder: Path) -> int | None:
    """Return how far the catalog had come, None where nobody knows."""
    try:
        return int((folder / _FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return None

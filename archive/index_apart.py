"""Makes an index in a process of its own, for an erasure.

Chroma writes its level file in whole blocks, and what lies behind the last vector is memory as it was found: in a process that
has read what was erased, perhaps its text. A new process has never read it.
"""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

from archive.catalog import Catalog
from archive.errors import ArchiveError

_ROOT = Path(__file__).resolve().parent.parent


def make_index_apart(catalog: Path, folder: Path) -> None:
    """Make an index of a catalog in a folder that is not there. Raises `ArchiveError` where it cannot be made."""
    command = [sys.executable, "-m", "archive.index_apart", str(catalog.resolve()), str(folder.resolve())]
    done = subprocess.run(command, capture_output=True, cwd=_ROOT, encoding="utf-8", check=False)
    if done.returncode:
        raise ArchiveError(done.stderr.strip().rpartition("\n")[2] or "the process that made it ended")


def _main(catalog_file: str, folder: str) -> int:
    from archive.index import Index

    with closing(Catalog(Path(catalog_file))) as catalog, closing(Index(Path(folder))) as index:
        for entries in catalog.vectors.entries():
            index.add(entries)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))

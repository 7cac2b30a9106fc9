"""Writes an index, in a process of its own (see `archive.apart`): makes it anew, or lets it follow the catalog."""

import io
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from archive.apart import check_wanted, run_apart
from archive.catalog import Catalog
from archive.lock import index_lock
from archive.soundness import DATABASE

if TYPE_CHECKING:
    from archive.index import Index
    from archive.stored_vectors import Entry


def make_index(catalog: Path, folder: Path, *, staged: Mapping[str, np.ndarray] | None = None) -> None:
    """Make an index of a catalog in a folder that is not there: of its passages or of what a rebuild has `staged`.

    `staged` are the means that those will be centred by, by language. Raises `ApartError`.
    """
    given = io.BytesIO()
    if staged is not None:
        np.savez(given, languages=list(staged), means=np.array(list(staged.values())))
    run_apart(__name__, ["make", catalog.resolve(), folder.resolve()], given.getvalue())


def follow_catalog(catalog: Path, folder: Path) -> None:
    """Let an index hold of its unindexed passages what the catalog says. Raises `ApartError`."""
    run_apart(__name__, ["follow", catalog.resolve(), folder.resolve()])


def work(arguments: Sequence[str], given: bytes) -> bytes:
    """Write the index."""
    task, catalog_file, folder = arguments
    from archive.index import Index, keep_texts_once

    # Should whoever began this be killed, the next writer waits until nobody is at the index any more.
    with index_lock(Path(folder).parent), closing(Catalog(Path(catalog_file))) as catalog:
        check_wanted()
        with closing(Index(Path(folder))) as index:
            keep_texts_once(Path(folder) / DATABASE)
            if task == "make":
                _fill(index, catalog.vectors.staged_entries(_means(given)) if given else catalog.vectors.entries())
            else:
                numbers = catalog.vectors.unindexed()
                there = _fill(index, catalog.vectors.entries(numbers))
                index.delete([number for number in numbers if number not in there])
    return b""


def _fill(index: "Index", entries: Iterable[list["Entry"]]) -> set[int]:
    there = set[int]()
    for some in entries:
        check_wanted()
        index.add(some)
        there.update(entry.number for entry in some)
    check_wanted()
    return there


def _means(given: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(given)) as told:
        return dict(zip(told["languages"].tolist(), told["means"], strict=True))

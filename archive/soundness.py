"""Whether an index is sound: its files as they were left, and a sample found in it, looked for where a crash does no harm.

Chroma notices little: with its level file cut short or its metadata gone it still counts every passage and finds one in
thirty, and random bytes in the level file kill the process that asks (chromadb 1.5.9).
"""

import contextlib
import io
import json
import os
import shutil
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from archive.apart import ApartError, run_apart
from archive.stored_vectors import CentredVectors
from language.errors import HemerotecaError

if TYPE_CHECKING:
    from archive.index import Index

_PATIENCE = 600  # seconds
# A passage whose neighbour is no further away is found: another passage may have the very same words.
_SAME = 1e-3
_LONG_LOOK = 500
# Whoever opens it touches this file.
DATABASE = "chroma.sqlite3"
_LEVELS = "*/index_metadata.pickle"  # lies beside level files that are kept
_LINKS = "*/link_lists.bin"
_LEVEL_OF_LINKS = 4 + 16 * 4
UNWRITABLE = "nobody may write it, as Chroma must to read it"


def seal_of(folder: Path) -> str:
    """Return what tells whether an index' files are as they were: their sizes and times, as JSON.

    An index that holds nothing yet has level files that whoever opens it writes anew, and nothing depends on them. Checksums would
    tell too much: a reader that opens the index in the middle of a write may write the level files, too, otherwise and as well.
    """
    levels = sorted(path for kept in folder.glob(_LEVELS) for path in kept.parent.iterdir())
    found: dict[str, list[int]] = {}
    for path in [folder / DATABASE, *levels]:
        with contextlib.suppress(OSError):  # it went meanwhile
            status = path.stat()
            found[path.relative_to(folder).as_posix()] = [status.st_size, status.st_mtime_ns]
    return json.dumps(found)


def is_as_left(folder: Path, seal: str | None, *, but_for: Collection[str] = ()) -> bool:
    """Whether an index' files are as they were when they were sealed, some of them aside."""
    if seal is None or not folder.is_dir():
        return False
    now, then = json.loads(seal_of(folder)), json.loads(seal)
    return all(now.get(name) == then.get(name) for name in {*now, *then} - {*but_for})


def has_kept_sizes(folder: Path, seal: str | None) -> bool:
    """Whether the level files of an index are as long as when they were sealed: a copy has other times, a damaged file often not."""
    now, then = json.loads(seal_of(folder)), json.loads(seal or "{}")
    return all(now.get(name, [None])[0] == size for name, (size, _) in then.items() if name != DATABASE)


@dataclass(frozen=True)
class Looked:
    """What a process of its own saw of an index: `missing` were not found by their own vectors, `differing` are kept otherwise.

    `listed` are the numbers that the index lists, `count` is how many it says that it holds. `problem` says why it could not look, "" where it could.
    """

    problem: str = ""
    missing: tuple[int, ...] = ()
    differing: tuple[int, ...] = ()
    listed: tuple[int, ...] = ()
    count: int = 0


def look_into(folder: Path, sample: CentredVectors, texts: Mapping[int, str], *, lists: bool = False) -> Looked:
    """Ask an index that nobody in this process has open for each passage of a sample by its vector, and compare what it keeps.

    `texts` are the sample's; with `lists` the index lists its passages, too.

    What can crash whoever reads it are the level files: an index that has them is read in a process of its own.
    """
    if folder.is_dir() and not is_writable(folder):
        with tempfile.TemporaryDirectory() as aside:
            return look_into(_copied(folder, Path(aside)), sample, texts, lists=lists)
    if not all(_are_links(path) for path in folder.glob(_LINKS)):
        return Looked("its links are damaged")
    if not holds_passages(folder):
        return _look(folder, sample, texts, lists=lists)
    given = io.BytesIO()
    np.savez(given, numbers=sample.numbers, matrix=sample.matrix, texts=_packed(texts), lists=lists)
    try:
        found = json.loads(run_apart(__name__, [folder.resolve()], given.getvalue(), patience=_PATIENCE))
    except ApartError as error:
        return Looked(str(error))
    return Looked(
        found["problem"], tuple(found["missing"]), tuple(found["differing"]), tuple(found["listed"]), found["count"]
    )


def _are_links(path: Path) -> bool:
    """Whether a file of links is one: of each passage how many bytes follow, and those, a count and sixteen links a level.

    Chroma reads anything (hnswlib's saveIndex writes it), and finds by the links of the lowest level, in another file, well enough.
    """
    try:
        content = path.read_bytes()
    except OSError:  # it went meanwhile
        return True
    at = 0
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "little")
        if size % _LEVEL_OF_LINKS:
            return False
        at += 4 + size
    return at == len(content)


def _packed(texts: Mapping[int, str]) -> np.ndarray:
    """Return texts as bytes: a string would take four a character."""
    return np.frombuffer(json.dumps(texts, ensure_ascii=False).encode("utf-8", "surrogatepass"), np.uint8)


def _copied(folder: Path, aside: Path) -> Path:
    for path in sorted(folder.rglob("*")):
        copy = aside / path.relative_to(folder)
        if path.is_dir():
            copy.mkdir()
        else:
            shutil.copyfile(path, copy)  # and not what others may do with it
    return aside


def holds_passages(folder: Path) -> bool:
    """Whether an index has level files, and was filled then."""
    return any(folder.glob(_LEVELS))


def is_writable(folder: Path) -> bool:
    """Whether an index may be written, as Chroma must do even to read it."""
    database = folder / DATABASE
    return os.access(folder, os.W_OK) and (not database.exists() or os.access(database, os.W_OK))


def is_ours(error: BaseException) -> bool:
    """Whether an error is not Chroma's, whose errors have no common base and whose engine panics."""
    if isinstance(error, Exception):
        return isinstance(error, HemerotecaError | MemoryError)
    return type(error).__name__ != "PanicException"


def reason_of(error: BaseException) -> str:
    """Return in a few words what Chroma says is wrong."""
    return str(error).strip().partition("\n")[0][:200] or type(error).__name__


def _look(folder: Path, sample: CentredVectors, texts: Mapping[int, str], *, lists: bool) -> Looked:
    numbers, matrix = sample.numbers.tolist(), sample.matrix
    try:
        from archive.index import Index

        if not (folder / DATABASE).is_file():  # it went meanwhile, and Chroma would make another
            raise FileNotFoundError("its database is gone")
        index = Index(folder)
        try:
            return Looked(
                missing=tuple(n for n, vector in zip(numbers, matrix, strict=True) if not _finds(index, n, vector)),
                differing=tuple(_differing(index, numbers, matrix, texts)),
                listed=tuple(index.numbers() if lists else []),
                count=index.count(),
            )
        finally:
            index.close()
    except BaseException as error:  # Chroma's errors have no common base, and its engine panics
        if is_ours(error):
            raise
        return Looked(reason_of(error))


def work(arguments: Sequence[str], given: bytes) -> bytes:
    """Look into the index at a folder; see `look_into`."""
    with np.load(io.BytesIO(given)) as told:
        sample, lists = CentredVectors(told["numbers"], told["matrix"]), bool(told["lists"])
        texts = {
            int(number): text
            for number, text in json.loads(told["texts"].tobytes().decode("utf-8", "surrogatepass")).items()
        }
    return json.dumps(asdict(_look(Path(*arguments), sample, texts, lists=lists))).encode()


def _finds(index: "Index", number: int, vector: np.ndarray) -> bool:
    # The index is approximate: with many passages the nearest one is sometimes passed over in a quick look. What is lost is
    # not found by a long one either.
    for k in (2, _LONG_LOOK):
        found = index.nearest(vector, k=k)
        if any(n == number or cosine >= 1 - _SAME for n, cosine in found):
            return True
    return False


def _differing(index: "Index", numbers: list[int], matrix: np.ndarray, texts: Mapping[int, str]) -> list[int]:
    held: dict[int, tuple[np.ndarray, str]] = {}
    for at in range(0, len(numbers), 500):
        held |= index.held(numbers[at : at + 500])
    return [
        number
        for number, vector in zip(numbers, matrix, strict=True)
        if number not in held or held[number][1] != texts.get(number) or float(held[number][0] @ vector) < 1 - _SAME
    ]

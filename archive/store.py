"""The archive: a catalog that holds everything, and an index made from it.

One transaction of the catalog stores articles with their passages, vectors, prints and sightings, and notes which passages
the index does not know yet. The index follows after it; until it has, such passages are compared one by one. So at every
moment, and after every crash, a search sees either all of a change or none of it, and the index is never more than a cache.
"""

import contextlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

import numpy as np

from archive.catalog import Catalog
from archive.errors import ArchiveError, ModelMismatchError
from archive.lock import locked
from archive.neighbours import FEW, Neighbours
from archive.question_log import QuestionFile
from archive.records import Filters
from archive.soundness import UNWRITABLE
from archive.witness import note_revision, noted_revision
from archive.writer import INDEX_FOLDER, KNOW, Writer

if TYPE_CHECKING:
    from language.centring import Mean

CATALOG_FILE = "catalog.sqlite"


class Archive:
    """A folder that holds a catalog and its index. Opened by one process for all its threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog = Catalog(folder / CATALOG_FILE)
        self.questions = QuestionFile(folder, erased=self.catalog.ledger.erased)
        self.neighbours = Neighbours(folder, self.catalog)

    @classmethod
    def open(cls, folder: Path, *, though_older: bool = False) -> Self:
        """Open an archive that exists, `though_older` even if its catalog lost what was written last.

        Raises `ArchiveError` where there is none, or where its catalog was lost.
        """
        try:
            is_there = (folder / CATALOG_FILE).is_file()
        except OSError as error:
            raise ArchiveError(f"The archive {folder} cannot be opened ({error.strerror}): may you read it?") from error
        check_catalog(folder)
        if not is_there:
            raise ArchiveError(
                f"There is no archive at {folder}: fill one with `python -m ingest PATH --archive {folder}`."
            )
        archive = cls(folder)
        return archive if though_older else archive._newest()

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Open an archive, making it where there is none. Raises `ArchiveError` where its catalog was lost."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"The archive {folder} cannot be made ({error.strerror}): name another folder."
            ) from error
        check_catalog(folder)
        return cls(folder)._newest()

    def _newest(self) -> Self:
        """Return the archive. Raises `ArchiveError` where its catalog lost what was written last."""
        if lost := self.changes_lost():
            self.close()
            raise ArchiveError(
                f"{lost} Put a backup back with `python -m ingest --restore FILE`, or go on without it after `python -m ingest"
                f" --repair --archive {self.folder}`."
            )
        return self

    def changes_lost(self) -> str:
        """Return in one line that the catalog lost what was written last, "" where it did not."""
        noted, revision = noted_revision(self.folder), self.catalog.revision()
        if noted is None or revision >= noted:
            return ""
        return (
            f"The catalog of {self.folder} has lost the last {noted - revision:,} of {noted:,} changes: articles, and perhaps"
            " cancellations, erasures and embargoes."
        )

    def accept_revision(self) -> None:
        """Go on from what the catalog holds now."""
        note_revision(self.folder, self.catalog.revision())

    def close(self) -> None:
        """Let go of all files."""
        self.neighbours.close()
        self.catalog.close()

    def nearest(self, vector: np.ndarray, filters: Filters = Filters(), *, k: int) -> list[str]:
        """Return the ids of the k passages nearest to a unit vector (cosine) that pass the filters, best first."""
        return self.neighbours.nearest(vector, filters, k=k)

    def vectors_of(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """Return the centred unit vectors of passages by id; unknown ids are left out."""
        found = self.catalog.vectors.of([int(id_) for id_ in ids])
        return {str(number): vector for number, vector in zip(found.numbers, found.matrix, strict=True)}

    def damage(self) -> str:
        """Look at the index and return in one line what is wrong with it and what to do, "" where nothing is."""
        with self.neighbours.index() as index:
            if index is None and not self.neighbours.problem and self.catalog.vectors.newest_indexed():
                self.neighbours.problem = "it was not made yet"
        return self.known_damage

    @property
    def known_damage(self) -> str:
        """What was wrong with the index when it was last looked at, "" where nothing was."""
        if self.neighbours.problem in ("", UNWRITABLE):
            return ""
        return (
            f"The index of {self.folder} cannot be used ({self.neighbours.problem}); questions are answered from the catalog, more"
            f" slowly: mend it with `python -m ingest --repair --archive {self.folder}`."
        )

    def is_built_with(self, fingerprint: str) -> bool:
        """Whether a model made the vectors that there are."""
        return self.catalog.fingerprint() in (None, fingerprint + KNOW)

    def check_model(self, fingerprint: str) -> None:
        """Raise `ModelMismatchError` where another model made the vectors."""
        made_by = self.catalog.fingerprint()
        if made_by is None or self.is_built_with(fingerprint):
            return
        if made_by.split(" ")[0] == fingerprint:
            raise ModelMismatchError(
                f"The archive {self.folder} was built by an earlier Hemeroteca, whose vectors know less: run"
                f" `python -m ingest --rebuild --archive {self.folder}`."
            )
        raise ModelMismatchError(
            f"The archive {self.folder} was built with the model {made_by.split(' ')[0]}, the settings say {fingerprint}: set EMBEDDING_MODEL"
            f" back, or run `python -m ingest --rebuild --archive {self.folder}`."
        )

    def language_means(self) -> "dict[str, Mean]":
        """Return the passage means that this archive's vectors are centred by."""
        from language.centring import Mean

        return {language: Mean(*vectors) for language, vectors in self.catalog.language_means().items()}

    @contextlib.contextmanager
    def writing(self, *, on_wait: Callable[[str], None], is_brief: bool = False) -> Iterator["Writer"]:
        """Hold the archive's write lock, and finish what an earlier writer that was cut off left undone.

        `on_wait` is told who holds it when it must be waited for. The index follows at the end, and where somebody waits for a
        brief change, with the next one.
        """
        with locked(self.folder, on_wait=on_wait):
            writer = Writer(self.folder, self.catalog, self.neighbours, self.questions)
            try:
                writer.begin(is_brief=is_brief)
                yield writer
                writer.settle(more_than=FEW if is_brief else 0)
            finally:
                writer.end()


def check_catalog(folder: Path) -> None:
    """Raise `ArchiveError` where an index lies without the catalog that it was made from."""
    catalog = folder / CATALOG_FILE
    try:
        is_lost = not catalog.exists() or catalog.stat().st_size == 0
        was_there = noted_revision(folder) or any(INDEX_FOLDER.fullmatch(path.name) for path in folder.iterdir())
    except OSError:
        return
    if is_lost and was_there:
        raise ArchiveError(
            f"The catalog {catalog} is {'empty' if catalog.exists() else 'gone'}, and with it every article of this archive: put a"
            f" backup back with `python -m ingest --restore FILE --archive {folder}` into an empty folder, or move {folder} away and ingest anew."
        )

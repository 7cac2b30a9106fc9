"""The archive: a catalog that holds everything, and an index made from it.

One transaction of the catalog stores articles with their passages, vectors, prints and sightings, and notes which passages
the index does not know yet. The index follows after it; until it has, such passages are compared one by one. So at every
moment, and after every crash, a search sees either all of a change or none of it, and the index is never more than a cache.
"""

import contextlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import filelock
import numpy as np
import sqlalchemy as sa

from archive.catalog import Catalog
from archive.changes import NewArticle
from archive.errors import ArchiveError, ModelMismatchError
from archive.neighbours import Neighbours
from archive.prints import Prints
from archive.question_log import Forgotten, QuestionFile
from archive.records import Filters, Sighting
from archive.soundness import reason_of, seal_of

if TYPE_CHECKING:
    from archive.index import Index
    from archive.stored_vectors import Entry
    from language.centring import Mean

CATALOG_FILE = "catalog.sqlite"
_LOCK_FILE = "write.lock"
_HOLDER_FILE = "write.holder.json"
_INDEX_FOLDER = re.compile(r"vectors(?:-\d+|\.new|\.old)?")
# What of an archive its fingerprint tells besides the model. Archives without it were built before passages were read under
# headlines and before their vectors lay in the catalog.
_KNOW = " under headlines, in the catalog"


@dataclass(frozen=True)
class Wiped:
    """What an erasure did: whether the archive's files are free of it, which another program that reads can hinder.

    `questions` tells what was taken out of the log of questions, `problem` why nothing could be, "" where all went well.
    """

    is_free_of_it: bool
    questions: Forgotten
    problem: str = ""


class Archive:
    """A folder that holds a catalog and its index. Opened by one process for all its threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog = Catalog(folder / CATALOG_FILE)
        self.questions = QuestionFile(folder, erased=self.catalog.ledger.erased)
        self.neighbours = Neighbours(folder, self.catalog)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an archive that exists. Raises `ArchiveError` where there is none, or where its catalog was lost."""
        try:
            is_there = (folder / CATALOG_FILE).is_file()
        except OSError as error:
            raise ArchiveError(f"The archive {folder} cannot be opened ({error.strerror}): may you read it?") from error
        _check_catalog(folder)
        if not is_there:
            raise ArchiveError(
                f"There is no archive at {folder}: fill one with `python -m ingest PATH --archive {folder}`."
            )
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Open an archive, making it where there is none. Raises `ArchiveError` where its catalog was lost."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"The archive {folder} cannot be made ({error.strerror}): name another folder."
            ) from error
        _check_catalog(folder)
        return cls(folder)

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
            if index is not None or not self.catalog.has_passages():
                return ""
            reason = self.neighbours.problem or "it was not made yet"
        return (
            f"The index of {self.folder} cannot be used ({reason}); questions are answered from the catalog, more slowly:"
            f" mend it with `python -m ingest --repair --archive {self.folder}`."
        )

    def is_built_with(self, fingerprint: str) -> bool:
        """Whether a model made the vectors that there are."""
        return self.catalog.fingerprint() in (None, fingerprint + _KNOW)

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
    def writing(self, *, on_wait: Callable[[str], None]) -> Iterator["Writer"]:
        """Hold the archive's write lock; `on_wait` is told who holds it when it must be waited for."""
        lock = filelock.FileLock(self.folder / _LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            on_wait(self._holder())
            lock.acquire()
        except OSError as error:
            raise ArchiveError(
                f"The archive {self.folder} cannot be written ({error.strerror}): may you write it?"
            ) from error
        try:
            holder = {"pid": os.getpid(), "since": datetime.now().isoformat(" ", "seconds")}
            with contextlib.suppress(OSError):  # on a full disk, who it is remains unknown
                (self.folder / _HOLDER_FILE).write_text(json.dumps(holder), "utf-8")
            writer = Writer(self)
            try:
                writer.begin()
                yield writer
            finally:
                writer.end()
        finally:
            with contextlib.suppress(OSError):
                (self.folder / _HOLDER_FILE).unlink(missing_ok=True)
            lock.release()

    def _holder(self) -> str:
        try:
            holder = json.loads((self.folder / _HOLDER_FILE).read_text("utf-8"))
            return f"process {holder['pid']}, writing since {holder['since']}"
        except (OSError, ValueError, KeyError):
            return "another process that has just begun"


class Writer:
    """What may be done under the write lock."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._catalog = archive.catalog
        self._changes = archive.catalog.changes
        self._writes_index = False
        self.mended = ""  # why the index had to be made anew

    def begin(self) -> None:
        """Do what an earlier writer that was cut off left undone."""
        if self._changes.is_wiping():
            self._wipe()
        if self._catalog.has_passages() and not self._archive.neighbours.is_as_left() and not self._index_to_write():
            self.mended = self._archive.neighbours.problem or "it was not made yet"
            self.make_index()
        self._settle()

    def end(self) -> None:
        """Leave the index as others may rely on it."""
        if not self._writes_index:
            return
        self._archive.neighbours.close()
        name = self._catalog.note("index")
        if name:
            self._changes.set_note("seal", seal_of(self._archive.folder / name))
        self._changes.set_note("index is written", "0")
        self._writes_index = False

    def put(
        self,
        articles: Sequence[NewArticle],
        *,
        sightings: Iterable[Sighting] = (),
        run: int = 0,
        place: Callable[[Prints], None] | None = None,
    ) -> None:
        """Put articles in, or in the place of older ones of the same uri: all of them or, after a crash, none.

        `sightings` of a `run` are noted with them, and `place` tells which of them are prints of one story.
        """
        self._changes.put(articles, sightings=sightings, run=run, place=place)
        self._settle()

    def withdraw(self, uris: Sequence[str], *, because: str, forget: Iterable[Sighting] = ()) -> None:
        """Let nobody read the articles any more; the catalog keeps them and remembers why."""
        self._changes.withdraw(uris, because=because, forget=forget)
        self._settle()

    def erase(self, uri: str) -> Wiped:
        """Remove an article for good: from the catalog, the log of questions, the index and the free pages of their files.

        Another process that reads at this moment can hinder it. Done once more, it finishes what a crash cut off.
        """
        self._changes.erase(uri)
        return self._wipe()

    def set_language_means(self, means: "Mapping[str, Mean]", *, is_final: bool) -> None:
        """Write down the means of languages: for good, or until enough of a language is there to tell its own."""
        told = {language: (mean.pooled, mean.tokens) for language, mean in means.items()}
        self._changes.set_language_means(told, is_final=is_final)

    def set_fingerprint(self, fingerprint: str) -> None:
        """Write down which model makes the vectors."""
        self._changes.set_note("fingerprint", fingerprint + _KNOW)

    def make_index(self) -> None:
        """Make the index anew from the catalog, aside, and put it in the place of the old one."""
        entries = self._catalog.vectors.entries()
        # What went may have had the highest numbers: there is nothing left to do about it in an index that never held it.
        through = max([self._catalog.vectors.newest_number(), *self._catalog.vectors.unindexed()])
        self._changes.use_index(self._write_index(entries), through=through)
        self._leave_old_index()

    def rebuild(self, *, place: Callable[[sa.Connection], None]) -> None:
        """Make keywords, prints and index anew; `place` puts the prints among one another."""
        self._changes.rebuild(place=place)
        self.make_index()

    def finish_rebuild(
        self, fingerprint: str, means: "Mapping[str, tuple[Mean, bool]]", *, place: Callable[[sa.Connection], None]
    ) -> None:
        """Put what a rebuild has staged in the place of all passages, with an index that is made of it before."""
        pooled = {language: mean.pooled for language, (mean, _) in means.items()}
        name = self._write_index(self._catalog.vectors.staged_entries(pooled))
        told = {language: (mean.pooled, mean.tokens, is_final) for language, (mean, is_final) in means.items()}
        self._catalog.staging.finish(fingerprint + _KNOW, told, index=name, place=place)
        self._leave_old_index()

    def _wipe(self) -> Wiped:
        questions, problem = Forgotten(), ""
        try:
            questions = self._archive.questions.forget()
        except OSError as error:
            problem = error.strerror or str(error)
        # Chroma leaves what is deleted, and its text, in its files: they are made anew without it.
        self.make_index()
        return Wiped(self._changes.wipe_free_pages(), questions, problem)

    def _settle(self) -> None:
        """Let the index follow the catalog."""
        numbers = self._catalog.vectors.unindexed()
        if not numbers:
            return
        index = self._index_to_write()
        if index is None:  # there is none yet, or it is damaged
            self.make_index()
            return
        there: set[int] = set()
        for entries in self._catalog.vectors.entries(numbers):
            index.add(entries)
            there.update(entry.number for entry in entries)
        index.delete([number for number in numbers if number not in there])
        self._changes.settle(numbers)

    def _index_to_write(self) -> "Index | None":
        with self._archive.neighbours.index() as index:
            if index is not None and not self._writes_index:
                self._changes.set_note("index is written", "1")
                self._writes_index = True
            return index

    def _write_index(self, entries: "Iterable[list[Entry]]") -> str:
        from archive.index import Index

        folder = self._archive.folder
        # Never a name that is or was in use: others may have that folder open.
        taken = [int(match[1]) for path in folder.iterdir() if (match := re.fullmatch(r"vectors-(\d+)", path.name))]
        last = int(self._catalog.note("last index") or 0)
        number = max([last, *taken]) + 1
        self._changes.set_note("last index", str(number))
        name = "vectors" if number == 1 and not (folder / "vectors").exists() else f"vectors-{number}"
        self._archive.neighbours.close()
        try:
            index = Index(folder / name)
            try:
                for some in entries:
                    index.add(some)
            finally:
                index.close()
        except ArchiveError:
            raise
        except Exception as error:  # Chroma's errors have no common base
            raise ArchiveError(
                f"The index of {folder} cannot be made ({reason_of(error)}): is the disk full, and may you write there?"
            ) from error
        self._writes_index = True
        return name

    def _leave_old_index(self) -> None:
        name = self._catalog.note("index")
        self._changes.set_note("seal", seal_of(self._archive.folder / str(name)))
        for path in self._archive.folder.iterdir():
            if _INDEX_FOLDER.fullmatch(path.name) and path.name != name:
                shutil.rmtree(path, ignore_errors=True)


def _check_catalog(folder: Path) -> None:
    """Raise `ArchiveError` where an index lies without the catalog that it was made from."""
    catalog = folder / CATALOG_FILE
    try:
        is_lost = not catalog.exists() or catalog.stat().st_size == 0
        has_index = is_lost and any(_INDEX_FOLDER.fullmatch(path.name) for path in folder.iterdir())
    except OSError:
        return
    if has_index:
        raise ArchiveError(
            f"The catalog {catalog} is {'empty' if catalog.exists() else 'gone'}, and with it every article of this archive: put a"
            f" backup back with `python -m ingest --restore FILE --archive {folder}` into an empty folder, or move {folder} away and ingest anew."
        )

"""What may be done to an archive under its write lock: the catalog is changed first, and the index follows."""

import contextlib
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from archive.apart import ApartError
from archive.catalog import Catalog
from archive.errors import ArchiveError
from archive.index_apart import follow_catalog, make_index
from archive.neighbours import FEW, Neighbours
from archive.prints import Prints
from archive.question_log import Forgotten, QuestionFile
from archive.records import Sighting
from archive.room import why_not_written
from archive.rows import NewArticle
from archive.soundness import seal_of
from archive.witness import note_revision

if TYPE_CHECKING:
    import numpy as np

    from language.centring import Mean

INDEX_FOLDER = re.compile(r"vectors(?:-\d+|\.new|\.old)?")
# What of an archive its fingerprint tells besides the model. Archives without it were built before passages were read under
# headlines and before their vectors lay in the catalog.
KNOW = " under headlines, in the catalog"


@dataclass(frozen=True)
class Wiped:
    """What an erasure did: whether the archive's files are free of it, which another program that reads can hinder.

    `questions` tells what was taken out of the log of questions, `problem` why nothing could be, "" where all went well.
    """

    is_free_of_it: bool
    questions: Forgotten
    problem: str = ""


class Writer:
    """What may be done under the write lock."""

    def __init__(self, folder: Path, catalog: Catalog, neighbours: Neighbours, questions: QuestionFile) -> None:
        self._folder = folder
        self._catalog = catalog
        self._changes = catalog.changes
        self._neighbours = neighbours
        self._questions = questions
        self._is_brief = False
        self._is_seen_sound = False  # the index, by this writer
        self._is_to_seal = False
        self._has_moved = False  # passages that the index holds are centred otherwise now
        self.mended = ""  # why the index had to be made anew

    def begin(self, *, is_brief: bool) -> None:
        """Do what an earlier writer that was cut off left undone, and unless it is to be brief, see to the index."""
        self.remove_stray_indexes()
        if self._changes.is_wiping():
            self._wipe()
        self._is_brief = is_brief
        self._is_seen_sound = self._neighbours.is_as_left()
        if not is_brief and self._catalog.has_passages():
            self._see_to_index()

    def _see_to_index(self) -> None:
        """Look at an index that is not as it was left, and make it anew where it is damaged."""
        if self._is_seen_sound or (self._catalog.note("index") is None and not self._catalog.vectors.newest_indexed()):
            return
        self.mended = self._neighbours.why_unsound()
        if self.mended:
            self.make_index()
        self._is_seen_sound = self._is_to_seal = True

    def end(self) -> None:
        """Leave the index as others may rely on it."""
        note_revision(self._folder, self._catalog.revision())
        if not self._is_to_seal:
            return
        name = self._catalog.note("index")
        if name:
            self._changes.set_note("seal", seal_of(self._folder / name))
        self._changes.set_note("index is written", "0")
        self._is_to_seal = False

    def put(
        self,
        articles: Sequence[NewArticle],
        *,
        sightings: Iterable[Sighting] = (),
        claims: Iterable[tuple[str, str]] = (),
        run: int = 0,
        place: Callable[[Prints], None] | None = None,
    ) -> None:
        """Put articles in, or in the place of older ones of the same uri: all of them or, after a crash, none.

        `sightings` of a `run` are noted with them and what else articles are known by, and `place` tells which of them are prints of one story.
        """
        self._changes.put(articles, sightings=sightings, claims=claims, run=run, place=place)
        self._note_change()

    def withdraw(self, uris: Sequence[str], *, because: str, forget: Iterable[Sighting] = ()) -> None:
        """Let nobody read the articles any more; the catalog keeps them and remembers why."""
        self._changes.withdraw(uris, because=because, forget=forget)
        self._note_change()

    def expire(self) -> None:
        """Drop what is derived from the articles whose expiry has come: no program may read them in the index any more."""
        if uris := self._catalog.expired():
            self._changes.drop_passages(uris)
            note_revision(self._folder, self._catalog.revision())
            self.settle()  # now, not when there are many

    def erase(self, uri: str) -> Wiped:
        """Remove an article for good: from the catalog, the log of questions, the index and the free pages of their files.

        Another process that reads at this moment can hinder it. Done once more, it finishes what a crash cut off.
        """
        self._changes.erase(uri)
        return self._wipe()

    def set_language_means(self, means: "Mapping[str, Mean]", *, is_final: bool) -> None:
        """Write down the means of languages: for good, or until enough of a language is there to tell its own."""
        told = {language: (mean.pooled, mean.tokens) for language, mean in means.items()}
        self._has_moved |= self._changes.set_language_means(told, is_final=is_final)

    def set_fingerprint(self, fingerprint: str) -> None:
        """Write down which model makes the vectors."""
        self._changes.set_note("fingerprint", fingerprint + KNOW)

    def make_index(self) -> None:
        """Make the index anew from the catalog, aside, and put it in the place of the old one."""
        # What went may have had the highest numbers: there is nothing left to do about it in an index that never held it.
        through = max([self._catalog.vectors.newest_number(), *self._catalog.vectors.unindexed()])
        name = self._made_index()
        self._changes.use_index(name, seal=seal_of(self._folder / name), through=through)
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
        name = self._made_index(staged=pooled)
        told = {language: (mean.pooled, mean.tokens, is_final) for language, (mean, is_final) in means.items()}
        seal = seal_of(self._folder / name)
        self._catalog.staging.finish(fingerprint + KNOW, told, index=name, seal=seal, place=place)
        self._leave_old_index()

    def _wipe(self) -> Wiped:
        questions, problem = Forgotten(), ""
        try:
            questions = self._questions.forget()
        except OSError as error:
            problem = error.strerror or str(error)
        # Chroma leaves what is deleted, and its text, in its files: they are made anew without it.
        self.make_index()
        return Wiped(self._changes.wipe_free_pages(), questions, problem)

    def settle(self, *, more_than: int = 0) -> None:
        """Let the index follow the catalog where so many passages wait for it. Raises `ArchiveError` where it cannot be written."""
        numbers = self._catalog.vectors.unindexed()
        name = self._catalog.note("index")
        if len(numbers) <= more_than:
            return
        if name is None:
            self.make_index()
            return
        if self._is_brief and not self._is_seen_sound:
            return  # whoever waits does not wait for a look at it, too
        self._see_to_index()
        if name != self._catalog.note("index"):
            return
        self._is_to_seal = False  # what is cut off here is not as others may rely on it
        self._changes.set_note("index is written", "1")
        try:
            follow_catalog(self._catalog.path, self._folder / name)
        except ApartError as error:
            self.mended = str(error) if error.has_crashed else self._neighbours.why_unsound()
            if not self.mended:
                raise self._not_written(error) from error
            self.make_index()
            return
        self._changes.settle(numbers)
        self._is_to_seal = True

    def _note_change(self) -> None:
        note_revision(self._folder, self._catalog.revision())
        self.settle(more_than=0 if self._has_moved else FEW)
        self._has_moved = False

    def _not_written(self, error: ApartError) -> ArchiveError:
        return ArchiveError(f"The index of {self._folder} cannot be written{why_not_written(self._folder, str(error))}")

    def _made_index(self, *, staged: "Mapping[str, np.ndarray] | None" = None) -> str:
        """Make an index and return its folder's name, which no other has or had: others may have that one open."""
        folder = self._folder
        taken = [int(match[1]) for path in folder.iterdir() if (match := re.fullmatch(r"vectors-(\d+)", path.name))]
        last = int(self._catalog.note("last index") or 0)
        number = max([last, *taken]) + 1
        self._changes.set_note("last index", str(number))
        name = "vectors" if number == 1 and not (folder / "vectors").exists() else f"vectors-{number}"
        try:
            make_index(self._catalog.path, folder / name, staged=staged)
        except BaseException as error:  # handed on, Ctrl-C too: of an index that is half made nothing is left
            shutil.rmtree(folder / name, ignore_errors=True)
            if isinstance(error, ApartError):
                raise self._not_written(error) from error
            raise
        return name

    def _leave_old_index(self) -> None:
        self._is_seen_sound = self._is_to_seal = True
        self.remove_stray_indexes()

    def remove_stray_indexes(self) -> None:
        """Remove what was left of indexes that are not used any more."""
        for path in stray_indexes(self._folder, self._catalog):
            # Gone from its place at once: Chroma would make a folder anew that a reader opens while its files go.
            aside = path.with_name("vectors.old")
            with contextlib.suppress(OSError):  # another program has it open, where that hinders
                path = path.rename(aside)
            shutil.rmtree(path, ignore_errors=True)


def stray_indexes(folder: Path, catalog: Catalog) -> list[Path]:
    """Return the folders that look like an index of an archive and are none."""
    name = catalog.note("index")
    return [p for p in sorted(folder.iterdir()) if INDEX_FOLDER.fullmatch(p.name) and p.name != name]

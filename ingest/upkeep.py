"""Look after an archive: compare its parts, mend what is damaged, back it up and put it back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from archive.backup import back_up, restore
from archive.errors import ArchiveError
from archive.lock import locked
from archive.salvage import is_damaged, salvage
from archive.store import CATALOG_FILE, Archive
from archive.verifying import Damage, verify
from ingest.making import place_all
from ingest.pipeline import ingest
from ingest.progress import Model, Progress


@dataclass
class Upkeep:
    """What was done, what cannot be brought back, and what is still wrong, a line each; `advice` says what to do then."""

    done: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    advice: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong and nothing was lost."""
        return not self.lost and not self.damage

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        return asdict(self)

    def in_words(self) -> str:
        """Return the report, a line each."""
        lines = [*self.done, *(f"Lost: {line}" for line in self.lost), *(f"Damaged: {line}" for line in self.damage)]
        return "\n".join([*lines, *([self.advice] if self.advice else [])])


def verify_archive(folder: Path, *, full: bool, on_wait: Callable[[str], None]) -> Upkeep:
    """Compare the parts of an archive, `full` by asking its index for every passage. Where it can be written, nobody does meanwhile."""
    found = Upkeep()
    with closing(Archive.open(folder, though_older=True)) as archive, _alone(folder, on_wait):
        if changes := archive.changes_lost():
            found.damage.append(changes)
        found.damage += [damage.text for damage in verify(archive, full=full)]
        if found.is_well:
            coverage = archive.catalog.coverage()
            found.done.append(
                f"The archive {folder} is whole: {coverage.articles:,} articles, {coverage.passages:,} passages,"
                f" {'each' if full else 'a sample'} found in the index."
            )
    if not found.is_well:
        found.advice = (
            f"Mend it with `python -m ingest --repair --archive {folder}`, or put a backup back with --restore."
        )
    return found


def back_up_archive(folder: Path, file: Path) -> Upkeep:
    """Write an archive into one file."""
    with closing(Archive.open(folder)) as archive:
        size = back_up(archive, file)
    return Upkeep([f"Backed up {folder} in {file}: {size / 1e6:,.1f} MB."])


def restore_archive(file: Path, folder: Path, *, on_wait: Callable[[str], None]) -> Upkeep:
    """Put a backup back into an empty folder, make its index, and compare its parts."""
    restore(file, folder)
    with closing(Archive.open(folder)) as archive, archive.writing(on_wait=on_wait):
        pass  # who opens it for writing makes the index that is not there
    restored = verify_archive(folder, full=True, on_wait=on_wait)
    restored.done.insert(0, f"Put {file} back into {folder}.")
    return restored


def repair(folder: Path, *, model: Model, progress: Progress) -> Upkeep:
    """Mend an archive; the model is loaded only where vectors have to be made anew. Raises `ArchiveError` where nothing is left."""
    done = Upkeep()
    if is_damaged(folder / CATALOG_FILE):
        with locked(folder, on_wait=progress.waiting):
            _salvage(folder, done)
    with closing(Archive.open(folder, though_older=True)) as archive:
        if changes := archive.changes_lost():
            done.lost.append(changes)
            archive.accept_revision()
        with locked(folder, on_wait=progress.waiting):
            _mend(archive, verify(archive), done)
        # Opened as a writer, it makes the index anew where that is needed, and finishes what is due.
        report = ingest([], archive, model=model, progress=progress)
        done.done += report.notes
        with archive.writing(on_wait=progress.waiting) as writer:
            seen = verify(archive, full=True)
            found = [damage for damage in seen if damage.kind in ("index", "prints", "strays")]
            if any(damage.kind == "prints" for damage in found):
                archive.catalog.changes.rebuild(place=place_all)
            if any(damage.kind == "index" for damage in found):
                writer.make_index()
            writer.remove_stray_indexes()
            done.done += [damage.text for damage in found]
        if seen:
            with locked(folder, on_wait=progress.waiting):
                done.damage += [damage.text for damage in verify(archive, full=True)]
    done.done = [f"Mended: {line}" for line in dict.fromkeys(done.done)] or (
        [] if done.lost or done.damage else ["Nothing was damaged."]
    )
    return done


@contextmanager
def _alone(folder: Path, on_wait: Callable[[str], None]) -> Iterator[None]:
    """Hold the write lock, where there is one to hold: on a disk that nobody can write to, nothing changes."""
    with ExitStack() as stack:
        with suppress(ArchiveError):
            stack.enter_context(locked(folder, on_wait=on_wait))
        yield


def _salvage(folder: Path, done: Upkeep) -> None:
    salvaged = salvage(folder / CATALOG_FILE)
    done.done.append(
        f"The catalog's file was damaged: what could be read is in a new one; the old one is {salvaged.aside}."
    )
    for table, rows in salvaged.lost.items():
        if rows:
            done.lost.append(f"{rows:,} rows of the catalog's {table} could not be read: ingest the sources again.")


def _mend(archive: Archive, found: list[Damage], done: Upkeep) -> None:
    """Mend what the catalog says of itself; what its articles' passages lack is made anew by the next ingest."""
    changes = archive.catalog.changes
    kinds = {damage.kind for damage in found}
    if kinds & {"keywords", "strays"}:
        changes.remove_strays()
    for damage in found:
        if damage.kind == "bodies":
            changes.forget(damage.uris)
            done.lost.append(f"{damage.text} Their files bring them back with the next ingest.")
        elif damage.uris:
            changes.drop_passages(damage.uris)
            done.done.append(damage.text)
        elif damage.kind in ("keywords", "strays"):
            done.done.append(damage.text)

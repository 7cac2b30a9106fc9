"""python -m tests.damaging [WORD]: damage an archive in every way we could think of, and see that it is told and mended.

`WORD` picks the damages whose names hold it. After each one `--verify` must name it; `--status`, a question and an ingest must
neither crash nor show a stack trace; `--repair` must bring back what can be and say what is lost.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import chromadb

from archive.index import COLLECTION
from archive.settings import PROJECT
from archive.store import CATALOG_FILE, Archive
from tests.commands_by_hand import command
from tests.wire_by_hand import Newsroom, Wire, not_found, shown

_JOURNAL = f"{CATALOG_FILE}-wal"
# Withdraws five articles and dies before the journal is written into the catalog's file.
_KILLED_WRITER = f"""
import os, signal, sys
from pathlib import Path
from archive.store import Archive
archive = Archive.open(Path(sys.argv[1]))
with archive.writing(on_wait=print) as writer:
    for number in range(5):
        writer.withdraw([f"wire:{{5 + number}}"], because="a test")
    os.kill(os.getpid(), {signal.SIGKILL})
"""


@dataclass(frozen=True)
class Damage:
    """Something that befalls a file of an archive; `spares_catalog` where questions are to be answered all the same."""

    name: str
    befall: Callable[[Path], object]
    spares_catalog: bool
    with_journal: bool = False


def damages(index_files: list[str]) -> Iterator[Damage]:
    """Yield every damage, the index' files being these."""
    for name in index_files:
        for how, befall in _WAYS.items():
            yield Damage(f"index {Path(name).name} {how}", _to_index(name, befall), True)
    yield Damage("index folder deleted", lambda folder: shutil.rmtree(index_of(folder)), True)
    yield Damage("index vectors deleted", _delete_vectors, True)
    for how, befall in _WAYS.items():
        yield Damage(f"catalog {how}", _to(CATALOG_FILE, befall), False)
    yield Damage("catalog emptied", _to(CATALOG_FILE, lambda path: path.write_bytes(b"")), False)
    yield Damage("catalog header overwritten", _to(CATALOG_FILE, _at(0, 100)), False)
    for tenth in range(1, 10):
        yield Damage(f"catalog damaged at {tenth}0 %", _to(CATALOG_FILE, _at(tenth / 10, 3 * 4096)), False)
    for how, befall in _WAYS.items():
        yield Damage(f"journal {how}", _to(_JOURNAL, befall), False, with_journal=True)


class Damaging:
    """Holds an archive that was filled once, and damages copies of it."""

    def __init__(self, work: Path, *, articles: int = 220) -> None:
        self._work = work
        newsroom = Newsroom(work / "news", seed=3, sentences=60)
        self.wire: Wire = newsroom.send(articles)
        self._base = work / "base"
        filled = command("ingest", str(work / "news"), "--archive", str(self._base))
        assert filled.returncode == 0, filled.stderr
        index = index_of(self._base)
        files = [str(path.relative_to(index)) for path in index.rglob("*") if path.is_file()]
        assert any("data_level0" in name for name in files), "too few passages for a level file"
        self.damages = list(damages(sorted(files)))
        self._with_journal = work / "with-journal"
        shutil.copytree(self._base, self._with_journal)
        killed = subprocess.run([sys.executable, "-c", _KILLED_WRITER, self._with_journal], cwd=PROJECT, check=False)
        assert killed.returncode == -signal.SIGKILL
        assert (self._with_journal / _JOURNAL).stat().st_size > 10_000

    def faults(self, damage: Damage) -> list[str]:
        """Damage a copy; return what was wrong with how the commands took it."""
        folder = self._damaged(damage)
        wrong = _Wrong()
        verified = wrong.run(folder, "--verify", statuses=(1,))
        told = (verified.stdout + verified.stderr).strip().splitlines()
        if not told or not all(line.startswith(("Damaged: ", "Mend it", "The catalog", str(folder))) for line in told):
            wrong.append(f"--verify told {told}")
        wrong.run(folder, "--status")
        self._ask(folder, damage, wrong)
        again = self._damaged(damage, "again")
        wrong.run(again, str(self._work / "news"))
        if damage.spares_catalog:
            wrong.run(again, "--verify", "--full", statuses=(0,))
        self._repair(folder, damage, wrong)
        return wrong

    def _ask(self, folder: Path, damage: Damage, wrong: "_Wrong") -> None:
        uri = next(uri for uri in self.wire.read if uri.startswith("gone:"))
        question = self.wire.read[uri][:200]
        asked = command("retrieval", question, "--archive", str(folder), "-k", "1")
        wrong.look_at("a question", asked)
        lines = asked.stderr.strip().splitlines()
        if damage.spares_catalog:
            if asked.returncode or f"Titular {uri} " not in asked.stdout:
                wrong.append(f"a question was not answered: {asked.stderr[-300:]}{asked.stdout[-300:]}")
            if len(lines) != 1 or "cannot be used" not in lines[0]:
                wrong.append(f"of a question's slow way it said {lines}")
        elif len(lines) != asked.returncode:
            wrong.append(f"a question ended with {asked.returncode} and said {lines}")

    def _repair(self, folder: Path, damage: Damage, wrong: "_Wrong") -> None:
        repaired = wrong.run(folder, "--repair", statuses=(0,) if damage.spares_catalog else (0, 1))
        told = repaired.stdout + repaired.stderr
        nothing_left = "Nothing can be read" in told or "every article" in told
        if repaired.returncode and not nothing_left and "Lost: " not in told:
            wrong.append(f"--repair failed and said {told[-300:]}")
        if nothing_left:
            return
        wrong.run(folder, "--verify", "--full", statuses=(0,))
        if not damage.with_journal:
            with closing(Archive.open(folder)) as archive:
                lost = len(self.wire.read) - archive.catalog.coverage().articles
            if lost and not repaired.returncode:
                wrong.append(f"--repair lost {lost} articles without a word: {told}")
        # What was lost lies in its files still.
        wrong.run(folder, str(self._work / "news"), statuses=(0,))
        with closing(Archive.open(folder)) as archive:
            held = archive.catalog.articles([*self.wire.read, *self.wire.hidden])
            read = {uri: body for uri, body in self.wire.read.items() if not damage.with_journal or uri in held}
            if {uri: article.body for uri, article in held.items()} != read:
                wrong.append("once its files were taken in again, it does not hold what they say")
            wrong += [f"{uri} is shown" for uri in shown(archive, self.wire.hidden)]
            wrong += [f"{uri} is not found" for uri in not_found(archive, list(held)[::20])]

    def _damaged(self, damage: Damage, name: str = "archive") -> Path:
        folder = self._work / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self._with_journal if damage.with_journal else self._base, folder, copy_function=shutil.copy2)
        damage.befall(folder)
        return folder


class _Wrong(list[str]):
    """What was wrong, with the commands that are run to find out."""

    def run(
        self, folder: Path, *arguments: str, statuses: tuple[int, ...] = (0, 1)
    ) -> subprocess.CompletedProcess[str]:
        done = command("ingest", *arguments, "--archive", str(folder))
        task = next((argument for argument in arguments if argument.startswith("--")), "an ingest")
        self.look_at(task, done, statuses)
        return done

    def look_at(self, task: str, done: subprocess.CompletedProcess[str], statuses: tuple[int, ...] = (0, 1)) -> None:
        if done.returncode not in statuses:
            self.append(f"{task} ended with {done.returncode}: {(done.stdout + done.stderr)[-500:]}")
        if "Traceback" in done.stderr or "panicked" in done.stderr:
            self.append(f"{task} showed a stack trace: {done.stderr[-1500:]}")


def index_of(folder: Path) -> Path:
    """Return the folder of an archive's index."""
    return next(path for path in sorted(folder.iterdir()) if path.name.startswith("vectors"))


def _halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _at(share: float, size: int) -> Callable[[Path], None]:
    def overwrite(path: Path) -> None:
        with path.open("r+b") as file:
            file.seek(int(path.stat().st_size * share))
            file.write(random.Random(share).randbytes(size))

    return overwrite


_WAYS: dict[str, Callable[[Path], object]] = {
    "deleted": Path.unlink,
    "halved": _halve,
    "random": lambda path: path.write_bytes(random.Random(5).randbytes(path.stat().st_size)),
}


def _to(name: str, befall: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: befall(folder / name)


def _to_index(name: str, befall: Callable[[Path], object]) -> Callable[[Path], object]:
    return lambda folder: befall(index_of(folder) / name)


def _delete_vectors(folder: Path) -> None:
    settings = chromadb.config.Settings(anonymized_telemetry=False)
    client = chromadb.PersistentClient(str(index_of(folder)), settings)
    collection = client.get_collection(COLLECTION)
    ids = collection.get(include=[])["ids"]
    collection.delete(ids=ids[: len(ids) * 5 // 6])
    client.close()  # type: ignore[attr-defined]  # the client has it, its interface does not


def main(arguments: list[str] | None = None) -> int:
    """Do every damage and return whether anything was wrong."""
    word = " ".join(sys.argv[1:] if arguments is None else arguments)
    number = faulty = 0
    with tempfile.TemporaryDirectory() as work:
        damaging = Damaging(Path(work))
        for damage in damaging.damages:
            if word in damage.name:
                wrong = damaging.faults(damage)
                number, faulty = number + 1, faulty + bool(wrong)
                print(f"{damage.name}: {'; '.join(wrong) or 'well'}", flush=True)
    print(f"{number} damages, {faulty} not taken well")
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())

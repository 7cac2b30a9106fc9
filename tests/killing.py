"""python -m tests.killing [--times 40] [--seed 1]: kill the ingest command at random moments, and see what is left.

Right after each kill the archive must open, show nothing hidden and find all that it holds; once the same command was run to
its end, it must hold every article exactly once in its newest state and verify clean.
"""

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from archive.store import CATALOG_FILE, Archive
from tests.commands_by_hand import command, start
from tests.model_by_hand import FIRST, OTHER
from tests.wire_by_hand import Newsroom, Wire, not_found, shown

_FILES = {CATALOG_FILE, f"{CATALOG_FILE}-wal", f"{CATALOG_FILE}-shm", "catalog.revision", "write.lock", "index.lock"}


@dataclass(frozen=True)
class Scenario:
    """A command that is killed, over an archive that `prepare` has made ready; `wire` is what is to be read at its end."""

    name: str
    prepare: Callable[[Path], object]
    arguments: tuple[str, ...]
    wire: Wire
    hidden_before: dict[str, str]
    model: str = FIRST


class Killing:
    """Holds an archive that was filled once, and kills commands over copies of it."""

    def __init__(self, work: Path, *, articles: int, sentences: int, seed: int) -> None:
        self.work = work
        self._random = random.Random(seed)
        self._took: dict[str, float] = {}
        newsroom = Newsroom(work / "first", seed=seed, sentences=sentences)
        first = newsroom.send(articles)
        self.base = work / "base"
        self._lay_out("first")
        filled = command("ingest", self._news, "--archive", str(self.base))
        assert filled.returncode == 0, filled.stderr
        for name in ("later", "less"):
            shutil.copytree(work / "first", work / name)
        fewer = newsroom.lose_a_file(work / "less")
        later = newsroom.send_later(work / "later")
        one = next(iter(first.read))
        known, copy = first.hidden, self._copy_of_base
        self.scenarios = [
            Scenario("a first run", lambda _: self._lay_out("first"), (self._news,), first, {}),
            Scenario("a later run", lambda archive: copy(archive, "later"), (self._news,), later, known),
            Scenario("--rebuild", copy, ("--rebuild",), first, known),
            Scenario("--rebuild with another model", copy, ("--rebuild",), first, known, OTHER),
            Scenario("--prune", lambda archive: copy(archive, "less"), (self._news, "--prune"), fewer, known),
            Scenario("--erase", copy, ("--erase", one), first.withheld([one]), known),
            Scenario("--repair", self._damaged_copy, ("--repair",), first, known),
            Scenario("--backup", copy, ("--backup", str(work / "backup.tar")), first, known),
        ]

    def run(self, times: int, *, tell: Callable[[str], None]) -> list[str]:
        """Kill so many times, the scenarios in turn; return what was wrong."""
        wrong: list[str] = []
        for number in range(times):
            scenario = self.scenarios[number % len(self.scenarios)]
            faults, killed = self.kill(scenario)
            wrong += [f"{scenario.name}: {fault}" for fault in faults]
            tell(f"{number + 1}. {scenario.name}, {killed}: {'; '.join(faults) or 'well'}")
        return wrong

    def kill(self, scenario: Scenario) -> tuple[list[str], str]:
        """Kill a command once and let it run to its end afterwards; return what was wrong and when it was killed."""
        archive = self.work / "archive"
        if scenario.name not in self._took:
            self._clear(scenario, archive)
            began = time.monotonic()
            whole = start("ingest", *scenario.arguments, "--archive", str(archive), model=scenario.model)
            assert whole.finished().returncode in (0, 1)
            self._took[scenario.name] = time.monotonic() - began
        self._clear(scenario, archive)
        after = self._random.uniform(0, self._took[scenario.name])
        process = start("ingest", *scenario.arguments, "--archive", str(archive), model=scenario.model)
        when = "ended before"
        if not process.is_over_within(after):
            process.kill()
            when = f"after {after:.2f} s"
        process.finished()
        faults = _right_after(archive, scenario) if (archive / CATALOG_FILE).exists() else []
        again = command("ingest", *scenario.arguments, "--archive", str(archive), model=scenario.model)
        if "Traceback" in again.stderr or again.returncode not in (0, 1):
            faults.append(f"run again, it ended with {again.returncode}: {again.stderr[-300:]}")
        return [*faults, *self._at_the_end(archive, scenario)], when

    def _at_the_end(self, folder: Path, scenario: Scenario) -> list[str]:
        faults = []
        verified = command("ingest", "--verify", "--full", "--archive", str(folder), model=scenario.model)
        if verified.returncode:
            faults.append(f"it does not verify: {verified.stdout}{verified.stderr}")
        with closing(Archive.open(folder)) as archive:
            held = archive.catalog.articles([*scenario.wire.read, *scenario.wire.hidden])
            stored = {uri: article.body for uri, article in held.items()}
            if stored != scenario.wire.read or archive.catalog.coverage().articles != len(scenario.wire.read):
                differing = sorted(
                    uri for uri in {*stored, *scenario.wire.read} if stored.get(uri) != scenario.wire.read.get(uri)
                )
                faults.append(f"it does not hold each article in its newest state: {differing[:5]}")
            faults += [f"at the end, {uri} is shown" for uri in shown(archive, scenario.wire.hidden)]
            faults += [f"at the end, {uri} is not found" for uri in not_found(archive, [*stored])]
            index = archive.catalog.note("index")
        strays = {path.name for path in folder.iterdir()} - _FILES - {index}
        strays |= {path.name for path in self.work.glob("*.part")}
        if scenario.name == "--repair":  # what it puts aside is named and stays
            strays = {name for name in strays if not name.startswith("catalog.damaged-")}
        return faults + ([f"left behind: {sorted(map(str, strays))}"] if strays else [])

    def _clear(self, scenario: Scenario, archive: Path) -> None:
        shutil.rmtree(archive, ignore_errors=True)
        (self.work / "backup.tar").unlink(missing_ok=True)
        scenario.prepare(archive)

    @property
    def _news(self) -> str:
        return str(self.work / "news")

    def _lay_out(self, name: str) -> None:
        """Let the one folder that is taken in hold what one of the days brought."""
        shutil.rmtree(self._news, ignore_errors=True)
        shutil.copytree(self.work / name, self._news)

    def _copy_of_base(self, archive: Path, news: str = "first") -> None:
        shutil.copytree(self.base, archive)
        self._lay_out(news)

    def _damaged_copy(self, archive: Path) -> None:
        shutil.copytree(self.base, archive)
        with closing(sqlite3.connect(archive / CATALOG_FILE)) as catalog:
            catalog.execute("DELETE FROM vectors WHERE number % 3 = 0")
            catalog.commit()
        for path in archive.rglob("data_level0.bin"):
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _right_after(folder: Path, scenario: Scenario) -> list[str]:
    with closing(Archive.open(folder)) as archive:
        ledger = archive.catalog.ledger
        told = scenario.wire.hidden
        known = ledger.known_articles([*told])
        learned = {uri: body for uri, body in told.items() if uri in known and not known[uri].is_open}
        learned |= {uri: body for uri, body in told.items() if uri in ledger.erased()}
        faults = [f"{uri} is shown" for uri in shown(archive, learned | scenario.hidden_before)]
        if scenario.name == "--repair":  # what was damaged may be so still
            return faults
        held = [*archive.catalog.articles([*scenario.wire.read, *told])]
        return faults + [f"{uri} is not found" for uri in not_found(archive, held)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill so many times and return whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.killing", description="Kill the ingest at random moments.")
    parser.add_argument("--times", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=500)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        killing = Killing(Path(work), articles=options.articles, sentences=25, seed=options.seed)
        wrong = killing.run(options.times, tell=lambda line: print(line, flush=True))
    print(f"{options.times} kills, {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

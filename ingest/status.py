"""What an archive holds and how it stands, for those who feed it, in one screen."""

import contextlib
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive.catalog import Coverage
from archive.console import printable
from archive.ledger import Failure, Tally
from archive.records import PassedOver
from archive.store import Archive
from ingest.finding.unread import in_words

_NAMED = 12  # publishers in one screen


@dataclass(frozen=True)
class Status:
    """`bytes` is the size of the archive's folder, `model` what made its vectors, None before there are any; `rebuild` the model that
    an unfinished rebuild is done with, None where there is none; `damage` says what is wrong with its index, "" where nothing is."""

    archive: str
    coverage: Coverage
    tally: Tally
    failures: int
    passed_over: int
    model: str | None
    bytes: int
    rebuild: str | None
    damage: str

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        names = ("archive", "failures", "passed_over", "model", "bytes", "rebuild", "damage")
        return {name: getattr(self, name) for name in names} | asdict(self.coverage) | asdict(self.tally)


def read_status(archive: Archive) -> Status:
    """Return how an archive stands."""
    return Status(
        archive=str(archive.folder),
        coverage=archive.catalog.coverage(),
        tally=archive.catalog.ledger.tally(),
        failures=len(archive.catalog.ledger.failures()),
        passed_over=sum(one.count for one in archive.catalog.ledger.passed_over()),
        model=archive.catalog.fingerprint(),
        bytes=_size(archive.folder),
        rebuild=archive.catalog.staging.begun_with(),
        damage=archive.damage(),
    )


def _size(folder: Path) -> int:
    """Return how many bytes the files of a folder have, some of which may go meanwhile."""
    size = 0
    for parent, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += Path(parent, name).stat().st_size
    return size


def status_in_words(status: Status) -> str:
    """Return the screen."""
    covered, tally = status.coverage, status.tally
    lines = [
        ("Archive", status.archive),
        ("Articles", f"{covered.articles:,} of {tally.stories:,} stories, in {covered.passages:,} passages"),
        ("Dates", f"{covered.first} to {covered.last}" if covered.first else "none"),
        ("Languages", _counted(covered.languages)),
        ("Publishers", _counted(covered.publishers)),
        (
            "Not to be read",
            f"{tally.embargoed:,} under embargo, {tally.expired:,} expired, {tally.withdrawn:,} withdrawn; {tally.erased:,} erased",
        ),
        ("Failures", _failed(status)),
        ("Model", status.model or "none yet"),
        ("Size", f"{status.bytes / 1e6:,.1f} MB"),
        *([("Rebuild", _unfinished(status.rebuild, status.archive))] if status.rebuild else []),
        *([("Damage", status.damage)] if status.damage else []),
    ]
    return "\n".join(f"{name:<15} {value}" for name, value in lines)


def _failed(status: Status) -> str:
    passed = f"; {status.passed_over:,} files passed over" if status.passed_over else ""
    how = " (list them with --failures)" if status.failures or passed else ""
    return f"{status.failures:,}{passed}{how}"


def _unfinished(model: str, archive: str) -> str:
    return f"not finished, with the model {model}; until then nothing changes: go on with `python -m ingest --rebuild --archive {archive}`"


def failures_in_words(failures: Sequence[Failure], passed_over: Sequence[PassedOver]) -> str:
    """Return a line for each file or record that did not become an article, and for each kind of file that no reader took."""
    lines = [printable(f"{failure.file}: {failure.error} (since {failure.since[:10]})") for failure in failures]
    lines += [in_words(one) for one in passed_over]
    return "\n".join(lines) or "Nothing failed when it was last tried."


def _counted(counts: dict[str, int]) -> str:
    named = [f"{name or 'unnamed'} {count:,}" for name, count in list(counts.items())[:_NAMED]]
    more = [f"and {len(counts) - _NAMED:,} more"] if len(counts) > _NAMED else []
    return ", ".join([*named, *more]) or "none"

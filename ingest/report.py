"""What an ingest did, as the closing report and the JSON object tell it."""

from dataclasses import dataclass, field
from typing import Any

from archive.console import printable
from archive.ledger import Failure
from archive.records import PassedOver
from ingest.finding.unread import as_json, counted

_COUNTS = ("added", "updated", "unchanged", "withdrawn", "failed", "passages", "seconds", "erased", "suspicious")
_MOST_SUSPICIOUS = 20  # that are told one by one
_LONGEST = 100  # characters of a headline


@dataclass
class Report:
    """Counts in articles; `passages` counts those embedded, `seconds` the whole.

    `erased` counts those that were found again and stay out, since they were erased for good; `suspicious` the updates that say
    something else altogether; `notes` tell what else was done,
    `passed_over` which files no reader took.
    """

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    erased: int = 0
    passages: int = 0
    seconds: float = 0.0
    errors: list[Failure] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    suspicious: int = 0

    def suspect(self, uri: str, *, before: str, now: str) -> None:
        """Note an update that shares hardly a sentence with what it replaced, with both headlines."""
        self.suspicious += 1
        if self.suspicious <= _MOST_SUSPICIOUS:
            told = f"{uri} says something else altogether now: '{before[:_LONGEST]}' became '{now[:_LONGEST]}'"
            self.notes.append(printable(f"{told}. Are they one story?"))

    @property
    def failed(self) -> int:
        """How many files or records did not become an article."""
        return len(self.errors)

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        errors = [{"file": failure.file, "error": failure.error} for failure in self.errors]
        passed_over = [as_json(one) for one in self.passed_over]
        counts = {name: getattr(self, name) for name in _COUNTS}
        return counts | {"errors": errors, "notes": self.notes, "passed_over": passed_over}

    def in_words(self) -> str:
        """Return the report as a line."""
        stays_out = f", {self.erased} erased before and left out" if self.erased else ""
        suspicious = f", {self.suspicious} of the updated say something else altogether" if self.suspicious else ""
        return (
            f"{self.added} added, {self.updated} updated, {self.unchanged} unchanged, {self.withdrawn} withdrawn,"
            f" {self.failed} failed{stays_out}{suspicious}{counted(self.passed_over)}; {self.passages} passages in {self.seconds:.1f} s."
        )

"""What an ingest did, as the closing report and the JSON object tell it."""

from dataclasses import dataclass, field
from typing import Any

from archive.ledger import Failure
from archive.records import PassedOver
from ingest.finding.unread import as_json, counted

_COUNTS = ("added", "updated", "unchanged", "withdrawn", "failed", "passages", "seconds", "erased")


@dataclass
class Report:
    """Counts in articles; `passages` counts those embedded, `seconds` the whole.

    `erased` counts those that were found again and stay out, since they were erased for good; `notes` tell what else was done,
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
        return (
            f"{self.added} added, {self.updated} updated, {self.unchanged} unchanged, {self.withdrawn} withdrawn,"
            f" {self.failed} failed{stays_out}{counted(self.passed_over)}; {self.passages} passages in {self.seconds:.1f} s."
        )

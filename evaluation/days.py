"""Questions whose days are known: which of them are understood, misread and missed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from answering.understanding.days import Days, find_days, without_days
from archive.errors import UsageError
from evaluation.json_lines import read_json_lines

DAYS_FILE = Path(__file__).parent / "days.jsonl"


@dataclass(frozen=True)
class KnownDays:
    """A question with the days that it names, both None where it names none; `rest` is what is left of it, where known."""

    question: str
    language: str
    today: date
    since: str | None
    until: str | None
    published: bool
    rest: str | None

    def verdict(self, found: Days | None) -> str:
        """Say whether what was found is "understood", "misread" or, where nothing was, "missed"."""
        named = self.since is not None or self.until is not None
        if found is None:
            return "missed" if named else "understood"
        if (found.since, found.until, found.published) != (self.since, self.until, self.published):
            return "misread"
        return "understood" if self.rest in (None, without_days(self.question, found)) else "misread"


def read_days(file: Path = DAYS_FILE) -> list[KnownDays]:
    """Read the questions. Raises `UsageError` where the file is not what it should be."""
    try:
        records = read_json_lines(file)
        return [
            KnownDays(
                question=str(record["question"]),
                language=str(record["language"]),
                today=date.fromisoformat(record["today"]),
                since=record["since"],
                until=record["until"],
                published=bool(record["published"]),
                rest=record.get("rest"),
            )
            for record in records
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} cannot be read as days ({type(error).__name__}: {error}).") from error


def evaluate(file: Path = DAYS_FILE) -> dict[str, Any]:
    """Return the shares by half of the lines and by language, and the questions that are not understood.

    The rules were fitted on the odd lines; the even ones report.
    """
    known = read_days(file)
    judged = [(one, find_days(one.question, language=one.language, today=one.today)) for one in known]
    verdicts = [one.verdict(found) for one, found in judged]
    languages = sorted({one.language for one in known})
    table: dict[str, Any] = {"rows": {"all lines": _row(verdicts), "odd lines": _row(verdicts[::2])}}
    table["rows"]["even lines"] = _row(verdicts[1::2])
    for language in languages:
        table["rows"][language] = _row([v for v, one in zip(verdicts, known, strict=True) if one.language == language])
    no_days = [v for v, one in zip(verdicts, known, strict=True) if one.since is None and one.until is None]
    table["rows"]["without days"] = _row(no_days)
    table["errors"] = [
        f"{verdict}: {one.question}" + (f" ({found.since} to {found.until})" if found else "")
        for verdict, (one, found) in zip(verdicts, judged, strict=True)
        if verdict != "understood"
    ]
    return table


def _row(verdicts: Sequence[str]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {"questions": len(verdicts)}
    for name in ("understood", "misread", "missed"):
        figures[name] = verdicts.count(name) / len(verdicts) if verdicts else None
    return figures

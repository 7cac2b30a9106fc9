"""What `python -m retrieval` and `python -m answering` have in common: questions, filters, the archive."""

import argparse
import json
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from archive.console import text_argument
from archive.errors import UsageError
from archive.opening import open_named_or_default
from archive.records import Filters
from archive.settings import read_settings
from archive.store import Archive
from language.model import LazyModel
from retrieval.search import Search


@dataclass(frozen=True)
class AskedQuestion:
    """A question from the command line or a line of a file, with the id it came with; `history` are the ones before, oldest first."""

    id: Any
    text: str
    history: tuple[str, ...] = ()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that both commands take."""
    parser.add_argument("question", nargs="?", metavar="QUESTION")
    parser.add_argument(
        "--questions",
        type=Path,
        metavar="FILE.jsonl",
        help='one {"id": …, "question": …} a line; may have "history": [earlier questions]',
    )
    parser.add_argument(
        "--archive", type=Path, metavar="DIR", help="the archive's folder (default: HEMEROTECA_ARCHIVE or data/archive)"
    )
    parser.add_argument("--json", action="store_true", help="print JSON Lines, one object a question")
    parser.add_argument("--from", dest="since", metavar="DATE", help="published on that day or later (2024-11-30)")
    parser.add_argument("--to", dest="until", metavar="DATE", help="published on that day or earlier")
    parser.add_argument(
        "--publisher",
        action="append",
        type=text_argument,
        default=[],
        metavar="NAME",
        help="only this publisher; may be repeated",
    )
    parser.add_argument(
        "--language",
        action="append",
        default=[],
        metavar="CODE",
        help="only articles in this language (es); may be repeated",
    )
    parser.add_argument("--as-of", metavar="DATE", help="as if that day were today: nothing published later is seen")


def read_questions(options: argparse.Namespace) -> list[AskedQuestion]:
    """Return the questions to ask, in order. Raises `UsageError` where there are none or a line is no question."""
    if (options.question is None) == (options.questions is None):
        raise UsageError("Give either a question or --questions FILE.jsonl.")
    if options.question is not None:
        if not options.question.strip():
            raise UsageError("The question is empty.")
        return [AskedQuestion(None, options.question.strip())]
    try:
        lines = options.questions.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{options.questions} cannot be read: {getattr(error, 'strerror', None) or error}.") from error
    return [_question(line, f"{options.questions}, line {n}") for n, line in enumerate(lines, 1) if line.strip()]


def _question(line: str, place: str) -> AskedQuestion:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise UsageError(f"{place}: not JSON ({error}).") from error
    text = record.get("question") if isinstance(record, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise UsageError(f'{place}: no question; a line looks like {{"id": 1, "question": "…"}}.')
    return AskedQuestion(record.get("id"), text.strip(), _history(record.get("history"), place))


def _history(earlier: Any, place: str) -> tuple[str, ...]:
    if earlier is None:
        return ()
    if not isinstance(earlier, list) or not all(isinstance(question, str) for question in earlier):
        raise UsageError(f'{place}: its history is no list of questions; it looks like "history": ["…"].')
    return tuple(question.strip() for question in earlier if question.strip())


def read_filters(options: argparse.Namespace, archive: Archive) -> Filters:
    """Return the filters; publishers are found whatever their case. Raises `UsageError` for a date that is none."""
    held = {name.casefold(): name for name in archive.catalog.coverage().publishers}
    return Filters(
        since=_day(options.since, "--from"),
        until=_day(options.until, "--to"),
        publishers=tuple(held.get(name.casefold(), name) for name in options.publisher),
        languages=tuple(code.lower() for code in options.language),
        as_of=_day(options.as_of, "--as-of"),
    )


def _day(text: str | None, option: str) -> str | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no date: write it as 2024-11-30.") from error


def open_archive(options: argparse.Namespace) -> Archive:
    """Open the archive that the options or the settings name."""
    opened = open_named_or_default(options.archive or read_settings().archive)
    if opened.is_sample:
        print("The archive is empty: these are the samples that come with the program.", file=sys.stderr)
    return opened.archive


def open_search(archive: Archive) -> Search:
    """Return a search over the archive with the configured model, which this loads."""
    settings = read_settings()
    model = LazyModel(settings.embedding, cache=settings.cache)
    archive.check_model(model.fingerprint)
    if damage := archive.damage():
        print(damage, file=sys.stderr)
    return Search(archive, *model.load())

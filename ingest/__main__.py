"""python -m ingest PATH... [--archive DIR] [--json] [--rebuild]"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from archive.errors import HemerotecaError, UsageError
from archive.model import LazyModel
from archive.settings import DEFAULT_ARCHIVE, read_settings
from archive.store import Archive
from ingest.fields import FIELDS, column_name
from ingest.pipeline import Report, ingest


def main(arguments: list[str] | None = None) -> int:
    """Run an ingest from the command line and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        if not options.paths and not options.rebuild:
            raise UsageError("Name at least one file, folder or pattern to ingest.")
        columns = columns_of(options.map)
        settings = read_settings()
        archive = Archive.create(options.archive or settings.archive or DEFAULT_ARCHIVE)
        model = LazyModel(settings.embedding, cache=settings.cache)
        with _ProgressBar() as progress:
            report = ingest(
                options.paths, archive, model=model, progress=progress, rebuild=options.rebuild, columns=columns
            )
    except HemerotecaError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except KeyboardInterrupt:
        print("Stopped. What was stored is kept; run the same command again to go on.", file=sys.stderr)
        return 130
    _print(report, as_json=options.json)
    return 1 if report.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Put articles into the archive: text, Markdown, HTML, JSON, JSON Lines, CSV, PDF, Word, and packages of them.",
    )
    parser.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, a folder (walked) or a pattern such as 'news/**/*.md'"
    )
    parser.add_argument(
        "--archive", type=Path, metavar="DIR", help="the archive's folder (default: HEMEROTECA_ARCHIVE or data/archive)"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object on standard output")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column means a field; may be repeated"
    )
    parser.add_argument(
        "--rebuild", action="store_true", help="make all vectors anew from the stored articles, after a change of model"
    )
    return parser


def columns_of(pairs: Sequence[str]) -> dict[str, str]:
    """Return which column means which field, from "body=texto". Raises `UsageError` for what is no such pair."""
    columns: dict[str, str] = {}
    for pair in pairs:
        field, _, column = (part.strip() for part in pair.partition("="))
        name = column_name(column)
        if not name:
            raise UsageError(f"--map {pair} names no column: write it as FIELD=COLUMN, for example body=texto.")
        if field not in FIELDS:
            raise UsageError(f"--map {pair}: there is no field '{field}'. The fields are {', '.join(FIELDS)}.")
        if columns.setdefault(name, field) != field:
            raise UsageError(f"--map {pair}: the column already means '{columns[name]}'. Map it to one field.")
    return columns


class _ProgressBar:
    """Passages done, rate and time left, on standard error."""

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None

    def __enter__(self) -> "_ProgressBar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def waiting(self, holder: str) -> None:
        print(f"Waiting: the archive is being written by {holder}.", file=sys.stderr, flush=True)

    def started(self, passages: int) -> None:
        self._bar = tqdm(total=passages, unit=" passages", desc="Embedding", file=sys.stderr)

    def embedded(self, passages: int) -> None:
        if self._bar is not None:
            self._bar.update(passages)


def _print(report: Report, *, as_json: bool) -> None:
    for failure in report.errors:
        print(f"{failure.file}: {failure.error}", file=sys.stderr)
    if as_json:
        fields = ("added", "updated", "unchanged", "withdrawn", "failed", "passages", "seconds")
        print(
            json.dumps(
                {name: getattr(report, name) for name in fields} | {"errors": [asdict(f) for f in report.errors]},
                ensure_ascii=False,
            )
        )
        return
    print(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {report.withdrawn} withdrawn,"
        f" {report.failed} failed; {report.passages} passages in {report.seconds:.1f} s."
    )


if __name__ == "__main__":
    sys.exit(main())

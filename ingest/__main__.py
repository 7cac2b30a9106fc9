"""python -m ingest PATH... [--archive DIR] [--json] [--prune] [--dry-run]

or one of --explain PATH..., --status, --failures, --erase URI, --rebuild, --verify [--full], --repair, --backup FILE, --restore FILE.
"""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from tqdm import tqdm

from archive.console import print_line, printable, run_command, text_argument
from archive.errors import UsageError
from archive.settings import DEFAULT_ARCHIVE, Settings, read_settings
from archive.store import CATALOG_FILE, Archive, check_catalog
from ingest.erasing import erase
from ingest.fields import FIELDS, column_name
from ingest.finding.files import is_address
from ingest.finding.unread import as_json, in_words, may_hold_text
from ingest.pipeline import ingest, preview
from ingest.progress import Progress
from ingest.rebuilding import rebuild
from ingest.report import Report
from ingest.status import failures_in_words, read_status, status_in_words
from language.model import LazyModel


def main(arguments: list[str] | None = None) -> int:
    """Run one of the command's tasks and return its exit status."""
    options = _parser().parse_args(arguments)
    stopped = "Stopped. What was stored is kept; run the same command again to go on."
    return run_command(lambda: _run(options), stopped=stopped)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ingest", description="Put articles into the archive, or see to those that are there."
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="a file, a folder (walked), a pattern such as 'news/**/*.md' or the address of a feed",
    )
    parser.add_argument(
        "--archive", type=Path, metavar="DIR", help="the archive's folder (default: HEMEROTECA_ARCHIVE or data/archive)"
    )
    parser.add_argument("--json", action="store_true", help="end with one JSON object on standard output")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="which column means a field; may be repeated"
    )
    parser.add_argument("--prune", action="store_true", help="withdraw what is no longer in the folders named")
    parser.add_argument("--dry-run", action="store_true", help="say what would be done, and do nothing")
    task = parser.add_mutually_exclusive_group()
    task.add_argument("--status", action="store_true", help="tell what the archive holds")
    task.add_argument(
        "--failures", action="store_true", help="list what could not become an article, why, and what no reader took"
    )
    task.add_argument(
        "--explain", action="store_true", help="show what the paths would become, field by field, and store nothing"
    )
    task.add_argument(
        "--erase",
        type=text_argument,
        metavar="URI",
        help="remove an article for good, its versions and vectors included",
    )
    task.add_argument(
        "--rebuild",
        action="store_true",
        help="make index, keywords and prints anew from the stored articles; after a change of model, all vectors too",
    )
    task.add_argument(
        "--verify", action="store_true", help="compare catalog, keyword index and vectors; exit 1 if damaged"
    )
    task.add_argument("--repair", action="store_true", help="mend what is damaged with what is left")
    task.add_argument("--backup", type=Path, metavar="FILE", help="write the whole archive into a new file")
    task.add_argument("--restore", type=Path, metavar="FILE", help="put a backup back into an empty folder")
    parser.add_argument("--full", action="store_true", help="with --verify: ask the index for every passage")
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = read_settings()
    folder = options.archive or settings.archive or DEFAULT_ARCHIVE
    mends = options.verify or options.repair or options.backup or options.restore
    looks = options.status or options.failures or options.erase is not None
    if (looks or mends) and (options.paths or options.prune or options.dry_run):
        raise UsageError("Without --rebuild, a task goes without paths, --prune and --dry-run.")
    if options.explain:
        return _explain(options)
    if options.full and not options.verify:
        raise UsageError("--full goes with --verify.")
    if mends:
        return _mend(folder, options, settings)
    if looks:
        with closing(Archive.open(folder)) as archive:
            return _see_to(archive, options)
    if not options.paths and not options.rebuild:
        raise UsageError("Name at least one file, folder, pattern or address to ingest.")
    if "" in options.paths:
        raise UsageError("A path is empty: name a file, folder, pattern or address.")
    if options.dry_run and options.rebuild:
        raise UsageError("--dry-run goes without --rebuild.")
    columns = columns_of(options.map)
    report = (
        _preview(folder, options, columns, settings) if options.dry_run else _ingest(folder, options, columns, settings)
    )
    for note in report.notes:
        print(note, file=sys.stderr)
    for failure in report.errors:
        print(printable(f"{failure.file}: {failure.error}"), file=sys.stderr)
    for passed in report.passed_over:
        if may_hold_text(passed):
            print(in_words(passed), file=sys.stderr)
    would = "This would be done: " if options.dry_run else ""
    print_line(_as_json(report.as_json()) if options.json else would + report.in_words())
    return 1 if report.failed else 0


def _ingest(folder: Path, options: argparse.Namespace, columns: Mapping[str, str], settings: Settings) -> Report:
    model = LazyModel(settings.embedding, cache=settings.cache)
    with closing(Archive.create(folder)) as archive, _ProgressBar() as progress:
        rebuilt = rebuild(archive, model=model, progress=progress) if options.rebuild else None
        if rebuilt and not options.paths:
            return rebuilt
        report = ingest(
            options.paths,
            archive,
            model=model,
            progress=progress,
            prune=options.prune,
            columns=columns,
            allow_private=settings.allow_private_redirects,
        )
        if rebuilt:
            report.passages += rebuilt.passages
        return report


def _preview(folder: Path, options: argparse.Namespace, columns: Mapping[str, str], settings: Settings) -> Report:
    with ExitStack() as stack:
        check_catalog(folder)
        there = (folder / CATALOG_FILE).is_file()
        archive = stack.enter_context(closing(Archive.open(folder))) if there else None
        return preview(
            options.paths,
            archive,
            prune=options.prune,
            columns=columns,
            allow_private=settings.allow_private_redirects,
        )


def _explain(options: argparse.Namespace) -> int:
    if options.prune or options.dry_run or options.full:
        raise UsageError("--explain goes with paths and --map alone.")
    if not options.paths or "" in options.paths:
        raise UsageError("Name at least one file, folder or pattern to explain.")
    if any(is_address(path) for path in options.paths):
        raise UsageError("--explain reads files: save the feed and name it.")
    from ingest.explaining import explain

    done = explain(options.paths, columns=columns_of(options.map))
    print_line(_as_json(done.as_json()) if options.json else done.in_words())
    return 0 if done.is_well else 1


def _see_to(archive: Archive, options: argparse.Namespace) -> int:
    if options.status:
        status = read_status(archive)
        print_line(_as_json(status.as_json()) if options.json else status_in_words(status))
    elif options.failures:
        failures, passed_over = archive.catalog.ledger.failures(), archive.catalog.ledger.passed_over()
        listed = {
            "failures": [{"file": f.file, "error": f.error, "since": f.since} for f in failures],
            "passed_over": [as_json(one) for one in passed_over],
        }
        print_line(_as_json(listed) if options.json else failures_in_words(failures, passed_over))
    else:
        erasure = erase(options.erase, archive, on_wait=_waiting)
        print_line(_as_json(erasure.as_json()) if options.json else erasure.in_words())
        return 0 if erasure.is_complete else 1
    return 0


def _mend(folder: Path, options: argparse.Namespace, settings: Settings) -> int:
    from ingest import upkeep

    model = LazyModel(settings.embedding, cache=settings.cache)
    with _ProgressBar() as progress:
        if options.verify:
            done = upkeep.verify_archive(folder, full=options.full, on_wait=progress.waiting)
        elif options.repair:
            done = upkeep.repair(folder, model=model, progress=progress)
        elif options.backup:
            done = upkeep.back_up_archive(folder, options.backup)
        else:
            done = upkeep.restore_archive(options.restore, folder, on_wait=progress.waiting)
    print_line(_as_json(done.as_json()) if options.json else done.in_words())
    return 0 if done.is_well else 1


def _as_json(record: object) -> str:
    return json.dumps(record, ensure_ascii=False)


def _waiting(holder: str) -> None:
    print(f"Waiting: the archive is being written by {holder}.", file=sys.stderr, flush=True)


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


_FORMAT = "{desc}: {n_fmt} passages in {elapsed}, {rate_fmt}{postfix}"


class _ProgressBar(Progress):
    """Articles and passages done, how many a second and how long it takes yet, on standard error.

    Ctrl-C stops after what is in hand.
    """

    def __init__(self) -> None:
        self._bar: tqdm[None] | None = None
        self._articles = 0
        self._began = self._embedding_since = time.monotonic()
        self._to_do: Callable[[], int] = lambda: 0
        self._all = self._done = self._done_before = 0
        self._is_to_stop = False
        self._before: Any = None

    def __enter__(self) -> "_ProgressBar":
        self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
        if self._bar is not None:
            self._bar.close()

    def waiting(self, holder: str) -> None:
        signal.signal(signal.SIGINT, self._before)  # nothing is in hand
        _waiting(holder)

    def is_to_do(self, much: Callable[[], int]) -> None:
        self._to_do, self._all, self._done = much, 0, 0

    def did(self, more: int) -> None:
        self._done += more

    def read(self, articles: int) -> None:
        self._articles += articles
        if self._bar is not None:
            seconds = max(time.monotonic() - self._began, 1e-3)
            told = [f"{self._articles:,} articles", f"{self._articles / seconds:,.1f} articles/s"]
            # From the first passage on: to load the model and to pass by what is known already is no measure.
            did, left = self._done - self._done_before, self._all - self._done
            if did > 0 and left > 0:
                told.append(f"{tqdm.format_interval((time.monotonic() - self._embedding_since) * left / did)} left")
            self._bar.set_postfix_str(", ".join(told))

    def started(self, passages: int) -> None:
        signal.signal(signal.SIGINT, self._stop)
        if not self._all:
            self._all, self._done_before = self._to_do(), self._done
            self._embedding_since = time.monotonic()
        if self._bar is None:
            self._bar = tqdm(desc="Embedding", unit=" passages", bar_format=_FORMAT, file=sys.stderr)

    def embedded(self, passages: int) -> None:
        if self._bar is not None:
            self._bar.update(passages)

    def is_to_stop(self) -> bool:
        return self._is_to_stop

    def _stop(self, number: int, frame: object) -> None:
        if self._is_to_stop:
            raise KeyboardInterrupt
        self._is_to_stop = True
        print("Stopping after what is in hand; press Ctrl-C once more to stop at once.", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

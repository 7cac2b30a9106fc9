"""python -m tests.asking ARCHIVE STOP: ask without pause until the file STOP is there, as an open page would, and print what was wrong."""

import random
import sys
from contextlib import closing
from pathlib import Path

from archive.records import Filters
from archive.store import Archive
from tests.wire_by_hand import found_first

_QUESTIONS = 40  # until the archive is opened anew


def ask(folder: Path, stop: Path) -> tuple[int, list[str]]:
    """Return how many questions were asked and what was wrong with the answers."""
    wrong: dict[str, None] = {}
    asked = 0
    while not stop.exists():
        with closing(Archive.open(folder)) as archive:  # opened in the middle of a write as often as not
            if told := archive.damage():
                wrong[told] = None
            for _ in range(_QUESTIONS):
                asked += 1
                try:
                    if fault := _fault(archive):
                        wrong[fault] = None
                except Exception as error:  # whatever it is, a question failed
                    wrong[f"{type(error).__name__}: {error}"] = None
    return asked, list(wrong)


def _fault(archive: Archive) -> str:
    with archive.catalog.as_it_is_now():  # as a search does
        uri = random.choice(archive.catalog.newest(Filters(), k=1000))
        passages = list(archive.catalog.passages_of(uri).values())
        if not passages:
            return f"{uri} has no passages"
        passage = random.choice(passages)
        found = found_first(archive, passage.text, passage.language)
    return "" if found == passage.text else f"of {uri}, {passage.text[:30]!r} was asked for and {found[:30]!r} found"


if __name__ == "__main__":
    number, faults = ask(Path(sys.argv[1]), Path(sys.argv[2]))
    print("\n".join([f"{number} asked", *faults]))
    sys.exit(1 if faults else 0)

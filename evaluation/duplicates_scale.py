"""How the time of clustering grows with the number of prints, on generated ones."""

import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np

from evaluation.duplicates import cluster
from evaluation.metrics import pair_figures
from ingest.stories.duplicates import Print
from ingest.stories.likeness import read_setting

PRINTS_OF_A_STORY = 5
_BATCH = 50  # prints, about as many as the pipeline stores at once
_VOCABULARY = 20_000
_WORDS = 180  # of a story
_DAYS = 30  # over which they come, be they few or many
_DIMENSION = 384
# In every second print: what many share must not cost more the more of them there are.
_LAST_LINE = "all rights reserved this report may not be printed broadcast or passed on without leave of the agency"


def compare_sizes(*, small: int, large: int) -> dict[str, float | int | None]:
    """Return the seconds for `small` and for `large` prints, and how the second compares with so many times the first."""
    cluster_timed(generated_prints(PRINTS_OF_A_STORY))  # what is made ready once
    seconds = {count: cluster_timed(generated_prints(count)) for count in (small, large)}
    (small_seconds, _), (large_seconds, figures) = seconds[small], seconds[large]
    return {
        "small": small,
        "large": large,
        "small_seconds": round(small_seconds, 2),
        "large_seconds": round(large_seconds, 2),
        "ratio": round(large_seconds / small_seconds * small / large, 2),
        **figures,
    }


def cluster_timed(prints: Sequence[Print]) -> tuple[float, dict[str, float | None]]:
    """Cluster prints that have their story in their uri; return the seconds and how right the stories of the first 1,000 are."""
    batches = [prints[at : at + _BATCH] for at in range(0, len(prints), _BATCH)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        stories = cluster(batches, read_setting(), Path(folder) / "prints.sqlite")
        seconds = time.perf_counter() - began
    uris = [print_.uri for print_ in prints[:1000]]
    pairs = combinations(uris, 2)
    return seconds, pair_figures((stories[a] == stories[b], _story(a) == _story(b)) for a, b in pairs)


def generated_prints(count: int, *, seed: int = 0) -> list[Print]:
    """Return prints of random words, five of a story: whole, trimmed, with other words here and there, in the order of days."""
    dice = np.random.default_rng(seed)
    vocabulary = np.array([_word(dice) for _ in range(_VOCABULARY)])
    prints = []
    for story in range(count // PRINTS_OF_A_STORY):
        words = dice.choice(vocabulary, _WORDS)
        meaning = dice.normal(size=_DIMENSION)
        day = date(2025, 1, 1) + timedelta(days=int(dice.integers(_DAYS)))
        for number in range(PRINTS_OF_A_STORY):
            edited = np.where(dice.random(_WORDS) < 0.04 * number, dice.choice(vocabulary, _WORDS), words)
            kept = edited[: _WORDS // 2] if number == 1 else edited
            vector = meaning + 0.5 * dice.normal(size=_DIMENSION)
            prints.append(
                Print(
                    uri=f"{story}:{number}",
                    language="en",
                    publisher=f"publisher {number}",
                    day=(day + timedelta(days=number % 3)).isoformat(),
                    text=" ".join([*kept, *(_LAST_LINE.split() if number % 2 else [])]),
                    vector=(vector / np.linalg.norm(vector)).astype(np.float32),
                )
            )
    return sorted(prints, key=lambda print_: (print_.day or "", print_.uri))


def _word(dice: np.random.Generator) -> str:
    return "".join(dice.choice(list("bdfgklmnprstvz")) + dice.choice(list("aeiou")) for _ in range(4))


def _story(uri: str) -> str:
    return uri.partition(":")[0]

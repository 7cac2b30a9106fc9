"""The arithmetic of the figures: pure functions over one question's outcome or many."""

from collections.abc import Iterable, Sequence


def distinct(names: Sequence[str]) -> list[str]:
    """Return the names without repetitions, in order: passages' articles become ranked articles."""
    return list(dict.fromkeys(names))


def hit_at(ranked: Sequence[str], right: set[str], k: int) -> float:
    """Return 1 where one of the right articles is among the first k, else 0."""
    return float(any(name in right for name in ranked[:k]))


def reciprocal_rank(ranked: Sequence[str], right: set[str], k: int) -> float:
    """Return 1 / the place of the first right article among the first k, else 0."""
    return next((1 / place for place, name in enumerate(ranked[:k], 1) if name in right), 0.0)


def mean(values: Sequence[float]) -> float | None:
    """Return the mean; None where there is nothing to average, which is not the same as zero."""
    return sum(values) / len(values) if values else None


def overlaps(start: int, end: int, other_start: int, other_end: int) -> bool:
    """Whether two stretches of one text share a character."""
    return start < other_end and other_start < end


def pair_figures(pairs: Iterable[tuple[bool, bool]]) -> dict[str, float | None]:
    """Return precision, recall and F1 over pairs, each (found together, truly together); None where nothing can be told."""
    counts = {True: 0, False: 0}
    missed = 0
    for found, true in pairs:
        if found:
            counts[true] += 1
        elif true:
            missed += 1
    right, wrong = counts[True], counts[False]
    return {
        "precision": right / (right + wrong) if right + wrong else None,
        "recall": right / (right + missed) if right + missed else None,
        "F1": 2 * right / (2 * right + wrong + missed) if right + wrong + missed else None,
    }

"""The arithmetic of the figures: pure functions over one question's outcome or many."""

from collections.abc import Sequence


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

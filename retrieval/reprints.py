"""Near-identical passages of one story, which its prints repeat and a reader wants to see once."""

import re
from collections.abc import Callable, Iterable
from typing import TypeVar

from archive.records import Passage

_T = TypeVar("_T")
_SHINGLE = 4  # words
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# Of the shorter text's shingles: a trimmed or retouched print keeps most, another report of the event next to none.
SAME_TEXT = 0.6


def near_identical(first: str, second: str) -> bool:
    """Whether most of the shorter text stands in the longer one, word for word."""
    one, other = _shingles(first), _shingles(second)
    return len(one & other) >= SAME_TEXT * max(1, min(len(one), len(other)))


def group_reprints(items: Iterable[_T], *, passage: Callable[[_T], Passage]) -> list[list[_T]]:
    """Return the items in groups of near-identical passages of one story, each group in the place of its first.

    Only prints of one story can repeat each other: a weekly column's opening is the same text every week and is not.
    """
    groups: list[list[_T]] = []
    of_story: dict[str, list[list[_T]]] = {}
    for item in items:
        this = passage(item)
        told = of_story.setdefault(this.story, [])
        home = next((group for group in told if near_identical(passage(group[0]).text, this.text)), None)
        if home is None:
            told.append([item])
            groups.append(told[-1])
        else:
            home.append(item)
    return groups


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    size = _SHINGLE
    if 2 * len(_WITHOUT_SPACES.findall(text)) > len(text):  # its characters serve as words, two of them make one
        words, size = [character for word in words for character in word], 2
    return {tuple(words[i : i + size]) for i in range(max(1, len(words) - size + 1))}

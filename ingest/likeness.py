"""Whether two prints are copies of one text: what they share, weighed by one fitted rule."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.prints import StoredPrint
from ingest.shingles import shingles

SETTING_FILE = Path(__file__).with_name("duplicates.json")
_SHINGLE = 3  # words
_REACH = 4  # words around a shared shingle that count as retouched copy


@dataclass(frozen=True)
class Likeness:
    """What two prints share, as shares of the shorter one.

    `copied`: its three-word shingles that stand in the longer one; `covered`: its words that lie in or within a few words
    of such a shingle; `words`: its distinct words that the longer one has anywhere. `meaning`: the cosine of both vectors,
    None where one has none.
    """

    copied: float
    covered: float
    words: float
    meaning: float | None


@dataclass(frozen=True)
class Rule:
    """Weights of what two prints share; two whose weighed sum reaches `threshold` are prints of one story."""

    copied: float
    covered: float
    words: float
    meaning: float
    threshold: float

    def score(self, likeness: Likeness) -> float:
        """The weighed sum."""
        return (
            self.copied * likeness.copied
            + self.covered * likeness.covered
            + self.words * likeness.words
            + self.meaning * (likeness.meaning or 0.0)
            - self.threshold
        )


@dataclass(frozen=True)
class Setting:
    """The rule for prints that have vectors, and the one for pairs of which one has none."""

    with_vectors: Rule
    without_vectors: Rule

    def margin(self, likeness: Likeness) -> float:
        """How far a pair lies above the threshold; below zero it is no pair of copies."""
        return (self.without_vectors if likeness.meaning is None else self.with_vectors).score(likeness)


def read_setting(path: Path = SETTING_FILE) -> Setting:
    """Return the fitted setting."""
    stored = json.loads(path.read_text("utf-8"))["setting"]
    return Setting(Rule(**stored["with_vectors"]), Rule(**stored["without_vectors"]))


def compare(one: StoredPrint, other: StoredPrint) -> Likeness:
    """Return what two prints share."""
    shorter, longer = sorted((one.words, other.words), key=len)
    meaning = None if one.vector is None or other.vector is None else float(one.vector @ other.vector)
    if not len(shorter):
        return Likeness(0.0, 0.0, 0.0, meaning)
    shared = np.isin(shingles(shorter, _SHINGLE), shingles(longer, _SHINGLE))
    covered = np.zeros(len(shorter), bool)
    for place in np.flatnonzero(shared):
        covered[max(0, place - _REACH) : place + _SHINGLE + _REACH] = True
    words = np.isin(np.unique(shorter), longer)
    return Likeness(float(shared.mean()), float(covered.mean()), float(words.mean()), meaning)

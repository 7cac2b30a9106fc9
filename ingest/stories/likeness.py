"""Whether two prints are copies of one text: what they share, weighed by one fitted rule.

`python -m evaluation duplicates --fit` makes the rule and writes it to `duplicates.json` beside the figures that justify it.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from archive.prints import StoredPrint
from ingest.stories.shingles import SHINGLE, shingles

SETTING_FILE = Path(__file__).with_name("duplicates.json")
_REACH = 4  # words on either side of a shared shingle, among which an editor changed some


@dataclass(frozen=True)
class Likeness:
    """What two prints share, as shares of the shorter one.

    `covered`: its words that lie within a few words of a shingle that stands in the longer one; a retouched copy is covered
    nearly everywhere, a text that takes over a paragraph only there. `words`: its distinct words that the longer one has
    anywhere. `meaning`: the cosine of both vectors, None where one has none. `one_publisher`: whether one publisher printed
    both; it seldom prints a story twice, but the frame of a column every day.
    """

    covered: float
    words: float
    meaning: float | None
    one_publisher: bool


@dataclass(frozen=True)
class Rule:
    """Weights of what two prints share; where the sum reaches `threshold` they are copies of one text."""

    covered: float
    words: float
    meaning: float
    one_publisher: float
    threshold: float

    def margin(self, likeness: Likeness) -> float:
        """How far the weighed sum lies above the threshold; below it where it is negative."""
        return (
            self.covered * likeness.covered
            + self.words * likeness.words
            + self.meaning * (likeness.meaning or 0.0)
            + self.one_publisher * likeness.one_publisher
            - self.threshold
        )


@dataclass(frozen=True)
class Setting:
    """The rule for two prints that have vectors, and the one for pairs in which one has none."""

    with_vectors: Rule
    without_vectors: Rule

    def margin(self, likeness: Likeness) -> float:
        """How far two prints lie above the threshold of the rule for them."""
        return (self.without_vectors if likeness.meaning is None else self.with_vectors).margin(likeness)


def read_setting(path: Path = SETTING_FILE) -> Setting:
    """Return the fitted setting."""
    stored = json.loads(path.read_text("utf-8"))["setting"]
    return Setting(Rule(**stored["with_vectors"]), Rule(**stored["without_vectors"]))


def compare(one: StoredPrint, other: StoredPrint) -> Likeness:
    """Return what two prints share."""
    shorter, longer = sorted((one.words, other.words), key=len)
    meaning = None if one.vector is None or other.vector is None else float(one.vector @ other.vector)
    one_publisher = bool(one.publisher) and one.publisher == other.publisher
    if not len(shorter):
        return Likeness(0.0, 0.0, meaning, one_publisher)
    shared = np.isin(shingles(shorter), shingles(longer))
    words = np.isin(np.unique(shorter), longer)
    return Likeness(_covered(shared, len(shorter)), float(words.mean()), meaning, one_publisher)


def _covered(shared: np.ndarray, words: int) -> float:
    """Return the share of words that lie within reach of a shared shingle; `shared` tells it for each place."""
    places = np.flatnonzero(shared)
    edges = np.zeros(words + 1, np.int64)
    np.add.at(edges, np.maximum(0, places - _REACH), 1)
    np.add.at(edges, np.minimum(words, places + SHINGLE + _REACH), -1)
    return float((np.cumsum(edges)[:-1] > 0).mean())

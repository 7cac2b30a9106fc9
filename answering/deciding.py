"""Whether the archive holds the answer, and how surely: two settings over the same evidence, fitted by a command.

*Found* tells questions on topics that are there from those on absent ones; *sure* tells, where the topic is there, whether the
answer is. MaxSim knows the first (AUROC .94-.99) and hardly the second (.75): there it counts more what the question names and
nothing holds, a name, a number, the kind of thing that is asked for.
`python -m evaluation fit` makes both and writes them to `setting.json` beside the figures that justify them.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SETTING_FILE = Path(__file__).with_name("setting.json")


@dataclass(frozen=True)
class Judge:
    """A logistic model: weights of the evidence by name, and how probable the yes must be."""

    weights: Mapping[str, float]
    constant: float
    threshold: float

    def probability(self, evidence: Mapping[str, float]) -> float:
        """Return how probable the yes is, within [0, 1]."""
        odds = self.constant + sum(weight * evidence[name] for name, weight in self.weights.items())
        return 1 / (1 + math.exp(-max(-500.0, min(500.0, odds))))

    def says_yes(self, evidence: Mapping[str, float]) -> bool:
        """Whether it is probable enough."""
        return self.probability(evidence) >= self.threshold


@dataclass(frozen=True)
class Setting:
    """The fitted setting; `sentence` weighs what tells whether a sentence answers (answering/reading.py)."""

    found: Judge
    sure: Judge
    sentence: Mapping[str, float]


def read_setting(path: Path = SETTING_FILE) -> Setting:
    """Return the fitted setting."""
    stored: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return Setting(Judge(**stored["found"]), Judge(**stored["sure"]), stored["sentence"])

"""Whether the archive holds the answer: one setting for every language and archive, fitted by a command.

MaxSim of centred tokens separates what the archive answers from what it does not (AUROC .98-.998 on XQuAD where the topic
is absent). Its level moves with two things. A question in the passage's own language matches it better, answer or no answer.
And the more passages there are, the better the best of the wrong ones: by some .06 for ten times as many. So the setting weighs
the best passage, the best sentence, the odds that both are in one language, and the archive's size.
`python -m evaluation fit` makes it and writes it to `setting.json` beside the figures that justify it.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from answering.quoting import RankedSentence
from retrieval.search import Findings

# Passages of the largest archive that the setting was measured on; beyond it, size counts no further.
MOST_MEASURED = 2000
SETTING_FILE = Path(__file__).with_name("setting.json")


@dataclass(frozen=True)
class Evidence:
    """What is known of how well the archive answers a question."""

    passage: float
    sentence: float
    same_language: float
    passages_searched: int

    @property
    def size(self) -> float:
        """The archive's size in powers of ten, within what was measured."""
        return math.log10(min(max(self.passages_searched, 1), MOST_MEASURED))


@dataclass(frozen=True)
class Setting:
    """Weights of the evidence; what sums to less than `threshold` is no answer."""

    passage: float
    sentence: float
    same_language: float
    size: float
    threshold: float

    def answers(self, evidence: Evidence) -> bool:
        """Whether there is an answer."""
        return self.score(evidence) >= self.threshold

    def score(self, evidence: Evidence) -> float:
        """The weighed evidence."""
        return (
            self.passage * evidence.passage
            + self.sentence * evidence.sentence
            + self.same_language * evidence.same_language
            + self.size * evidence.size
        )


def read_setting(path: Path = SETTING_FILE) -> Setting:
    """Return the fitted setting."""
    stored: Mapping[str, float] = json.loads(path.read_text("utf-8"))["setting"]
    return Setting(**stored)


def gather_evidence(findings: Findings, ranked: list[RankedSentence], *, passages_searched: int) -> Evidence | None:
    """Return the evidence, None where nothing at all was found."""
    if not findings.passages or not ranked:
        return None
    best = findings.passages[0].passage
    return Evidence(
        passage=best.score,
        sentence=max(sentence.similarity for sentence in ranked),
        same_language=findings.question.odds.get(best.language, 0.0),
        passages_searched=passages_searched,
    )

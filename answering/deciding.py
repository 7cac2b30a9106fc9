"""Whether the archive holds the answer: one setting for every language and archive, fitted by a command.

MaxSim of centred tokens separates what the archive answers from what it does not (AUROC .98-.998 on XQuAD where the topic
is absent). Its level moves with one thing above all: a question in the passage's own language matches it better, answer
or no answer. So the setting weighs the best passage, the best sentence and the odds that both are in one language.
`python -m evaluation fit` makes it and writes it to `setting.json` beside the figures that justify it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from answering.quoting import RankedSentence
from retrieval.search import Findings

SETTING_FILE = Path(__file__).with_name("setting.json")


@dataclass(frozen=True)
class Evidence:
    """What is known of how well the archive answers a question."""

    passage: float
    sentence: float
    same_language: float


@dataclass(frozen=True)
class Setting:
    """Weights of the evidence; what sums to less than `threshold` is no answer."""

    passage: float
    sentence: float
    same_language: float
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
        )


def read_setting(path: Path = SETTING_FILE) -> Setting:
    """Return the fitted setting."""
    stored: Mapping[str, float] = json.loads(path.read_text("utf-8"))["setting"]
    return Setting(**stored)


def gather_evidence(findings: Findings, ranked: list[RankedSentence]) -> Evidence | None:
    """Return the evidence, None where nothing at all was found."""
    if not findings.passages or not ranked:
        return None
    best = findings.passages[0].passage
    return Evidence(
        passage=best.score,
        sentence=max(sentence.similarity for sentence in ranked),
        same_language=findings.question.odds.get(best.language, 0.0),
    )

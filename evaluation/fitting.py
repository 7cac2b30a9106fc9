"""Fit the one setting that decides whether there is an answer, and write it beside the figures that justify it.

Fitted on XQuAD's even topics, reported on the odd ones. The weights are a logistic regression's over four pairs of
languages; the threshold is the one at which the worst pair stays furthest, in proportion, from both bounds: 8 % of the
answerable questions declined, 10 % of the others answered.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from answering.deciding import SETTING_FILE, Setting
from archive.model import LazyModel
from evaluation.answering_figures import Outcome, answers, ask_all, temporary_archive
from evaluation.metrics import mean
from evaluation.xquad import Xquad, held_back, read_xquad

PAIRS = (("en", "es"), ("es", "es"), ("en", "en"), ("es", "en"))
_LOST_BOUND, _ANSWERED_BOUND = 0.08, 0.10


def fit(folder: Path, model: LazyModel, *, file: Path = SETTING_FILE) -> dict[str, Any]:
    """Fit, write `file` and return what was written."""
    outcomes = {f"{asked}->{told}": _both_halves(folder, asked, told, model) for asked, told in PAIRS}
    setting = _fit(outcomes)
    stored = {
        "setting": {
            name: round(getattr(setting, name), 4) for name in ("passage", "sentence", "same_language", "threshold")
        },
        "fitted_on": "XQuAD, even topics, en and es; each half of the topics held back in turn",
        "odd_topics": {
            pair: {
                "declined absent": round(
                    mean([not answers(o, setting) for absent, o in known if absent and _odd(o)]) or 0, 3
                ),
                "declined present": round(
                    mean([not answers(o, setting) for absent, o in known if not absent and _odd(o)]) or 0, 3
                ),
            }
            for pair, known in outcomes.items()
        },
    }
    file.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
    return stored


def _both_halves(folder: Path, asked: str, told: str, model: LazyModel) -> list[tuple[bool, Outcome]]:
    """Return (answer is absent, outcome) of every question, asked of either half of the topics."""
    xquad = read_xquad(folder, asked_in=asked, archive_in=[told])
    found = []
    for half in (False, True):
        kept = Xquad([p for p in xquad.paragraphs if held_back(p.topic) == half], xquad.questions)
        with temporary_archive(kept.paragraphs, model) as search:
            for outcome in ask_all(search, kept, label=f"{asked}->{told}"):
                found.append((held_back(outcome.question.topic) != half, outcome))
    return found


def _odd(outcome: Outcome) -> bool:
    return outcome.question.topic % 2 == 1


def _fit(outcomes: Mapping[str, Sequence[tuple[bool, Outcome]]]) -> Setting:
    rows = {
        pair: [(absent, o.evidence) for absent, o in known if not _odd(o) and o.evidence]
        for pair, known in outcomes.items()
    }
    features = {
        pair: np.array([[e.passage, e.sentence, e.same_language] for _, e in known]) for pair, known in rows.items()
    }
    present = {pair: np.array([not absent for absent, _ in known]) for pair, known in rows.items()}
    everything, labels = np.concatenate(list(features.values())), np.concatenate(list(present.values()))
    spread = everything.std(axis=0)
    weights = LogisticRegression(C=10).fit(everything / spread, labels).coef_[0] / spread
    weights /= weights[:2].sum()  # so that the score stays a similarity and the threshold can be read
    scores = {pair: found @ weights for pair, found in features.items()}

    def worst(threshold: float) -> float:
        lost = [float((scores[pair][present[pair]] < threshold).mean()) for pair in scores]
        answered = [float((scores[pair][~present[pair]] >= threshold).mean()) for pair in scores]
        return max(max(lost) / _LOST_BOUND, max(answered) / _ANSWERED_BOUND)

    grid = np.linspace(min(s.min() for s in scores.values()), max(s.max() for s in scores.values()), 2001)
    passage, sentence, same_language = (float(weight) for weight in weights)
    return Setting(passage, sentence, same_language, threshold=float(min(grid, key=worst)))

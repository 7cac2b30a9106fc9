"""Fit the one setting that decides whether there is an answer, and write it beside the figures that justify it.

Fitted on XQuAD's even topics, reported on the odd ones, in archives of several sizes. The weights are a logistic
regression's over four pairs of languages; the threshold is the one at which the worst pair stays furthest, in proportion,
from both bounds: 8 % of the answerable questions declined, 10 % of the others answered.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from answering.deciding import SETTING_FILE, Setting
from archive.model import LazyModel
from evaluation.answering_figures import Outcome, answers, ask_all
from evaluation.archives import temporary_archive
from evaluation.metrics import mean
from evaluation.xquad import Xquad, fewer_articles, fewer_questions, held_back, read_xquad

PAIRS = (("en", "es"), ("es", "es"), ("en", "en"), ("es", "en"))
SIZES = (12, 48, 240)  # articles, half of which are held back in turn
QUESTIONS = 400  # of each pair and size, spread evenly: enough for five weights
_LOST_BOUND, _ANSWERED_BOUND = 0.08, 0.10


@dataclass(frozen=True)
class _Case:
    absent: bool
    outcome: Outcome

    @property
    def is_odd(self) -> bool:
        return self.outcome.question.topic % 2 == 1


def fit(folder: Path, model: LazyModel, *, file: Path = SETTING_FILE) -> dict[str, Any]:
    """Fit, write `file` and return what was written."""
    cases = {
        f"{asked}->{told}, {size} articles": _both_halves(folder, asked, told, size, model)
        for asked, told in PAIRS
        for size in SIZES
    }
    setting = _fit({name: [case for case in known if not case.is_odd] for name, known in cases.items()})
    stored = {
        "setting": {name: round(value, 4) for name, value in asdict(setting).items()},
        "fitted_on": "XQuAD, even topics, en and es; each half of the topics held back in turn",
        "odd_topics": {name: _declined([c for c in known if c.is_odd], setting) for name, known in cases.items()},
    }
    file.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
    return stored


def _both_halves(folder: Path, asked: str, told: str, size: int, model: LazyModel) -> list[_Case]:
    xquad = fewer_articles(read_xquad(folder, asked_in=asked, archive_in=[told]), size)
    xquad = fewer_questions(xquad, QUESTIONS)
    found = []
    for half in (False, True):
        kept = Xquad([p for p in xquad.paragraphs if held_back(p.topic) == half], xquad.questions)
        with temporary_archive([p.record for p in kept.paragraphs], model) as search:
            outcomes = ask_all(search, kept, label=f"{asked}->{told}, {size} articles")
        found += [_Case(held_back(outcome.question.topic) != half, outcome) for outcome in outcomes]
    return found


def _declined(cases: Sequence[_Case], setting: Setting) -> dict[str, float | None]:
    shares = {
        name: mean([float(not answers(case.outcome, setting)) for case in cases if case.absent == absent])
        for name, absent in (("declined absent", True), ("declined present", False))
    }
    return {name: share if share is None else round(share, 3) for name, share in shares.items()}


def _fit(cases: Mapping[str, Sequence[_Case]]) -> Setting:
    features = {name: np.array([_features(case) for case in known]) for name, known in cases.items()}
    present = {name: np.array([not case.absent for case in known]) for name, known in cases.items()}
    everything, labels = np.concatenate(list(features.values())), np.concatenate(list(present.values()))
    spread = everything.std(axis=0)
    # Each size counts alike, though the small archives have few questions.
    counts = np.concatenate([np.full(len(known), 1 / len(known)) for known in cases.values()])
    regression = LogisticRegression(C=10).fit(
        everything / spread, labels, sample_weight=counts * len(counts) / len(cases)
    )
    weights = regression.coef_[0] / spread
    weights /= weights[:2].sum()  # so that the score stays a similarity and the threshold can be read
    scores = {name: found @ weights for name, found in features.items()}

    def worst(threshold: float) -> float:
        lost = [float((scores[name][present[name]] < threshold).mean()) for name in scores]
        answered = [float((scores[name][~present[name]] >= threshold).mean()) for name in scores]
        return max(max(lost) / _LOST_BOUND, max(answered) / _ANSWERED_BOUND)

    grid = np.linspace(min(s.min() for s in scores.values()), max(s.max() for s in scores.values()), 2001)
    passage, sentence, same_language, size = (float(weight) for weight in weights)
    return Setting(passage, sentence, same_language, size, threshold=float(min(grid, key=worst)))


def _features(case: _Case) -> tuple[float, float, float, float]:
    evidence = case.outcome.evidence
    assert evidence is not None, "an archive with passages always finds some"
    return (evidence.passage, evidence.sentence, evidence.same_language, evidence.size)

"""Fit the rule that tells copies of one text, and write it beside the figures that justify it.

Fitted on the even events, reported on the odd ones. The weights are a logistic regression's over the pairs that are compared
at all; the threshold is then moved to the middle of the range in which the clusters of the even events are as good as can be.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from evaluation.duplicates import KnownPrint, halves, pairs, read_prints, with_vectors
from ingest.stories.duplicates import LEAST_SHARED_KEYS, WINDOW_DAYS, read_print
from ingest.stories.likeness import SETTING_FILE, Likeness, Rule, Setting, compare
from language.model import LazyModel

_OFFSETS = np.arange(-3.0, 3.01, 0.25)
_AS_GOOD = 0.005  # of F1: a pair or two of the data


def fit(model: LazyModel, *, file: Path = SETTING_FILE) -> dict[str, Any]:
    """Fit, write `file` and return what was written."""
    known = with_vectors(read_prints(), model)
    bare = [replace(one, print=replace(one.print, vector=None)) for one in known]
    rough = Setting(_weights(known), _weights(bare))
    setting = Setting(
        _placed(known, rough.with_vectors, lambda rule: replace(rough, with_vectors=rule)),
        _placed(bare, rough.without_vectors, lambda rule: replace(rough, without_vectors=rule)),
    )
    stored = {
        "setting": {
            name: {weight: round(value, 2) for weight, value in rule.items()} for name, rule in asdict(setting).items()
        },
        "fitted_on": "evaluation/prints, even events",
        "odd_events": {
            "with_vectors": _rounded(halves(pairs(known, setting))["odd events"]),
            "without_vectors": _rounded(halves(pairs(bare, setting))["odd events"]),
        },
    }
    file.write_text(json.dumps(stored, indent=2) + "\n", "utf-8")
    return stored


def _even(known: Sequence[KnownPrint]) -> list[KnownPrint]:
    return [one for one in known if not one.is_odd]


def _weights(known: Sequence[KnownPrint]) -> Rule:
    read = [(one, read_print(one.print)) for one in _even(known)]
    features, labels = [], []
    for (one, print_), (other, other_print) in combinations(read, 2):
        near = print_.day and other_print.day and abs((print_.day - other_print.day).days) <= WINDOW_DAYS
        if near and len(np.intersect1d(print_.keys, other_print.keys)) >= LEAST_SHARED_KEYS:
            features.append(_features(compare(print_, other_print)))
            labels.append(one.story == other.story)
    regression = LogisticRegression(C=10, max_iter=1000).fit(np.array(features), np.array(labels))
    covered, words, meaning, one_publisher = (float(weight) for weight in regression.coef_[0])
    return Rule(covered, words, meaning, one_publisher, threshold=-float(regression.intercept_[0]))


def _features(likeness: Likeness) -> tuple[float, float, float, float]:
    return (likeness.covered, likeness.words, likeness.meaning or 0.0, float(likeness.one_publisher))


def _placed(known: Sequence[KnownPrint], rule: Rule, setting_with: Callable[[Rule], Setting]) -> Rule:
    scores = []
    for offset in _OFFSETS:
        setting = setting_with(replace(rule, threshold=rule.threshold + float(offset)))
        scores.append(halves(pairs(_even(known), setting))["all events"]["F1"] or 0.0)
    good = _OFFSETS[np.array(scores) >= max(scores) - _AS_GOOD]
    return replace(rule, threshold=rule.threshold + float(good.min() + good.max()) / 2)


def _rounded(row: dict[str, float | None]) -> dict[str, float | None]:
    return {name: None if value is None else round(value, 3) for name, value in row.items()}

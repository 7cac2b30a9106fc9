"""Fit what decides an answer: which sentence answers, whether there is an answer, and whether it is sure.

Three small models over the same findings, each fitted on one part of its data and reported on the other: the sentences by a
conditional logit (the probability of a question's right sentences among all that were read; McFadden 1974), *found* and
*sure* by logistic regressions. In each of them every group of questions counts alike.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from answering.deciding import SETTING_FILE, Judge, Setting
from answering.evidence import KINDS, gather_evidence
from answering.facts import STORIES, focus
from answering.reading import AskedFor, ReadStory, Sentence, judge, read, sentence_features, words_of
from answering.understanding.names import names_in
from retrieval.search import Findings

# Pull towards zero, so that a few hundred questions do not learn their topics by heart.
_SENTENCE_PULL = 0.03
# Likewise, the other way round. Of *sure* less is known: five times the pull left .24 wrong of NoMIRACL's English instead of .25, .28 of its
# Spanish instead of .30 and .32 of its French instead of .33 (ten-fold on the fitting lines); it gains *found* nothing.
_FOUND_C, _SURE_C = 0.1, 0.02
# What each model goes without: the kind of question and what lies around the best story say nothing of whether the topic is
# there; the archive's size and the languages say nothing of whether it answers.
_NOT_FOR_FOUND = ("background", "second story", *(f"asks for a {kind}" for kind in KINDS))
_NOT_FOR_SURE = ("same language", "size")
# The threshold of *found* is the one at which the worst group stays furthest, in proportion, from both bounds: answerable
# questions declined, others answered.
_LOST, _ANSWERED = 0.08, 0.11
# Above the even chance: the lowest at which at most .35 of the questions of NoMIRACL that have no answer are answered surely in each of
# the three languages (ten-fold on the fitting lines; at .55 it is .40 in French).
SURE = 0.58

IsRight = Callable[[Sentence], bool]


@dataclass(frozen=True)
class Known:
    """A question with what was found for it and what is known of its answer.

    `group` is the data that it comes from. `right` are the flags of the sentences that were read, in order; None where nobody
    told which they are. `is_there` is whether its topic is in the archive, `is_answered` whether its answer is; None where
    that is not known. `reports` keeps it out of the fit.
    """

    group: str
    stories: tuple[ReadStory, ...]
    asked: AskedFor
    findings: Findings
    searched: int
    right: tuple[bool, ...] | None
    is_there: bool | None
    is_answered: bool | None
    reports: bool

    def evidence(self, weights: Mapping[str, float]) -> dict[str, float] | None:
        """Return the evidence that the setting weighs, None where nothing was found."""
        question = self.findings.question
        judged = judge(self.stories, self.asked, weights)
        names = names_in(question.text, language=question.language)
        found = gather_evidence(self.findings, self.stories, judged, self.asked, names, passages_searched=self.searched)
        return dict(found.figures) if found else None


def known(
    group: str,
    findings: Findings,
    *,
    asks_for: str,
    searched: int,
    is_right: IsRight | None,
    is_there: bool | None,
    is_answered: bool | None,
    reports: bool,
) -> Known:
    """Read what was found and note which of its sentences are right."""
    stories = tuple(read(story) for story in findings.stories[:STORIES])
    asked = AskedFor(asks_for, words_of(findings.question.text), focus(findings.question))
    right = tuple(is_right(sentence) for story in stories for sentence in story.sentences) if is_right else None
    return Known(group, stories, asked, findings, searched, right, is_there, is_answered, reports)


def fit(questions: Sequence[Known], *, file: Path = SETTING_FILE) -> dict[str, Any]:
    """Fit the three models, write them to `file` with the figures of the reporting part, and return what was written."""
    fitting = [question for question in questions if not question.reports]
    sentence = fit_sentences(fitting)
    evidence = {id(question): question.evidence(sentence) for question in questions}

    def told(some: Sequence[Known], what: str) -> tuple[list[Mapping[str, float]], list[bool], list[str]]:
        rows = [(evidence[id(q)], getattr(q, what), q.group) for q in some]
        found = [(one, yes, group) for one, yes, group in rows if one is not None and yes is not None]
        return [one for one, _, _ in found], [yes for _, yes, _ in found], [group for _, _, group in found]

    topics = told(fitting, "is_there")
    found = _with_threshold(fit_judge(*topics, c=_FOUND_C, without=_NOT_FOR_FOUND), *topics)
    sure = fit_judge(*told(fitting, "is_answered"), c=_SURE_C, without=_NOT_FOR_SURE)
    reporting = [question for question in questions if question.reports]
    stored = asdict(Setting(found, sure, sentence)) | {
        "found_figures": _shares(found, *told(reporting, "is_there")),
        "sure_figures": _shares(sure, *told(reporting, "is_answered")),
    }
    file.write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return stored


def fit_sentences(questions: Sequence[Known]) -> dict[str, float]:
    """Return the weights of what tells a right sentence."""
    useful = [question for question in questions if question.right and any(question.right) and not all(question.right)]
    rows = [
        np.array(
            [
                list(sentence_features(story, n, question.asked).values())
                for story in question.stories
                for n in range(len(story.sentences))
            ]
        )
        for question in useful
    ]
    names = list(sentence_features(useful[0].stories[0], 0, useful[0].asked))
    spread = np.concatenate(rows).std(axis=0) + 1e-6
    sizes = Counter(question.group for question in useful)
    parts = [
        (features / spread, np.array(question.right, bool), 1 / sizes[question.group] / len(sizes))
        for features, question in zip(rows, useful, strict=True)
    ]

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _SENTENCE_PULL * float(b @ b), 2 * _SENTENCE_PULL * b
        for features, right, share in parts:
            odds = features @ b
            p = np.exp(odds - odds.max())
            p /= p.sum()
            among = p * right
            total -= share * float(np.log(among.sum() + 1e-12))
            slope = slope - share * (features.T @ (among / (among.sum() + 1e-12) - p))
        return total, slope

    weights = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def fit_judge(
    evidence: Sequence[Mapping[str, float]],
    yes: Sequence[bool],
    groups: Sequence[str],
    *,
    c: float,
    without: Sequence[str] = (),
) -> Judge:
    """Return a logistic model of the yes in which each group, and in it yes and no, count alike; a small `c` pulls it towards zero."""
    names = [name for name in evidence[0] if name not in without]
    features = np.array([[one[name] for name in names] for one in evidence])
    spread = features.std(axis=0) + 1e-6
    sizes = Counter(zip(groups, yes, strict=True))
    share = np.array([1 / sizes[pair] for pair in zip(groups, yes, strict=True)])
    model = LogisticRegression(C=c, max_iter=1000)
    model.fit(features / spread, np.array(yes), sample_weight=share * len(share) / share.sum())
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0] / spread, strict=True)}
    return Judge(weights, round(float(model.intercept_[0]), 4), SURE)


def _with_threshold(
    model: Judge, evidence: Sequence[Mapping[str, float]], yes: Sequence[bool], groups: Sequence[str]
) -> Judge:
    odds = np.array([model.probability(one) for one in evidence])
    answers, group = np.array(yes), np.array(groups)
    parts = [(odds[(group == name) & answers], odds[(group == name) & ~answers]) for name in sorted(set(groups))]

    def worst(threshold: float) -> float:
        lost = [float((there < threshold).mean()) for there, _ in parts if len(there)]
        answered = [float((absent >= threshold).mean()) for _, absent in parts if len(absent)]
        return max(max(lost, default=0) / _LOST, max(answered, default=0) / _ANSWERED)

    return Judge(model.weights, model.constant, round(float(min(np.linspace(0.02, 0.98, 961), key=worst)), 3))


def _shares(
    model: Judge, evidence: Sequence[Mapping[str, float]], yes: Sequence[bool], groups: Sequence[str]
) -> dict[str, dict[str, float]]:
    says = np.array([model.says_yes(one) for one in evidence], bool)
    answers, group = np.array(yes, bool), np.array(groups)
    return {
        name: {
            "questions": int((group == name).sum()),
            "wrong yes": round(float(says[(group == name) & ~answers].mean()), 3)
            if (~answers[group == name]).any()
            else 0.0,
            "wrong no": round(float((~says[(group == name) & answers]).mean()), 3)
            if answers[group == name].any()
            else 0.0,
        }
        for name in sorted(set(groups))
    }

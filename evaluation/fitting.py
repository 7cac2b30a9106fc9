"""Fit what decides an answer: which sentence answers, whether there is an answer, and whether it is sure.

Three small models over the same findings, each fitted on one part of its data and reported on the other:
the sentences by a conditional logit (the probability of a question's right sentences among all that were read; McFadden 1974),
*found* and *sure* by logistic regressions. What each is fitted on stands in `setting.json` beside its figures.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from answering.deciding import Judge
from answering.evidence import gather_evidence
from answering.facts import STORIES, focus
from answering.reading import AskedFor, ReadStory, judge, read, sentence_features, words_of
from answering.understanding.kinds import kind_of
from answering.understanding.names import names_in
from retrieval.search import Findings

# Pull towards zero, so that a few hundred questions do not learn their topics by heart.
_SENTENCE_PULL = 0.03
_JUDGE_C = 0.3


@dataclass(frozen=True)
class ReadQuestion:
    """A question with the stories that were read for it; `group` is the data that it comes from."""

    group: str
    findings: Findings
    searched: int
    stories: tuple[ReadStory, ...]
    asked: AskedFor

    @classmethod
    def of(cls, findings: Findings, *, group: str, searched: int) -> "ReadQuestion":
        """Read what was found."""
        question = findings.question
        kind = kind_of(question.text, language=question.language)
        asked = AskedFor(kind.asks_for, words_of(question.text), focus(question))
        return cls(group, findings, searched, tuple(read(story) for story in findings.stories[:STORIES]), asked)

    def evidence(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Return the evidence that the setting weighs."""
        question = self.findings.question
        judged = judge(self.stories, self.asked, weights)
        names = names_in(question.text, language=question.language)
        found = gather_evidence(self.findings, self.stories, judged, self.asked, names, passages_searched=self.searched)
        return dict(found.figures) if found else {}


def fit_sentences(known: Sequence[tuple[ReadQuestion, Sequence[bool]]]) -> dict[str, float]:
    """Return the weights of what tells a right sentence; each question comes with which of its sentences are right, in order.

    Each group of questions counts alike.
    """
    rows, right, share = [], [], []
    sizes: dict[str, int] = {}
    for question, labels in known:
        if any(labels) and not all(labels):
            features = [
                list(sentence_features(story, n, question.asked).values())
                for story in question.stories
                for n in range(len(story.sentences))
            ]
            rows.append(np.array(features))
            right.append(np.array(labels, bool))
            share.append(question.group)
            sizes[question.group] = sizes.get(question.group, 0) + 1
    names = list(sentence_features(known[0][0].stories[0], 0, known[0][0].asked))
    spread = np.concatenate(rows).std(axis=0) + 1e-6
    scaled = [features / spread for features in rows]
    weights = [1 / sizes[group] / len(sizes) for group in share]

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        total, slope = _SENTENCE_PULL * float(b @ b), 2 * _SENTENCE_PULL * b
        for features, is_right, weight in zip(scaled, right, weights, strict=True):
            odds = features @ b
            p = np.exp(odds - odds.max())
            p /= p.sum()
            among = p * is_right
            total -= weight * float(np.log(among.sum() + 1e-12))
            slope = slope - weight * (features.T @ (among / (among.sum() + 1e-12) - p))
        return total, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(weight), 4) for name, weight in zip(names, found, strict=True)}


def fit_judge(
    evidence: Sequence[Mapping[str, float]], yes: Sequence[bool], groups: Sequence[str], *, names: Sequence[str]
) -> Judge:
    """Return a logistic model over the named evidence in which each group counts alike; its threshold is the even chance."""
    features = np.array([[one[name] for name in names] for one in evidence])
    spread = features.std(axis=0) + 1e-6
    counts = {group: groups.count(group) for group in set(groups)} if isinstance(groups, list) else {}
    share = np.array([1 / counts[group] for group in groups])
    model = LogisticRegression(C=_JUDGE_C, class_weight="balanced", max_iter=1000)
    model.fit(features / spread, np.array(yes), sample_weight=share * len(share) / len(counts))
    weights = {name: round(float(w), 4) for name, w in zip(names, model.coef_[0] / spread, strict=True)}
    return Judge(weights, round(float(model.intercept_[0]), 4), 0.5)

"""A question as the search needs it: its language weighed, its vectors centred."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from language.centring import Mean, ReferenceMeans, centred
from language.embedder import Embedder
from language.identify import language_odds


@dataclass(frozen=True)
class Question:
    """`vector` has shape (dimension,), `tokens` (tokens, dimension): unit vectors. `odds` weighs the languages it may be in.

    `spans` are the characters that each token stands for, shape (tokens, 2); `inner` are the states that a joint reader goes on from.
    """

    text: str
    odds: Mapping[str, float]
    vector: np.ndarray
    tokens: np.ndarray
    spans: np.ndarray
    inner: np.ndarray
    words: tuple[str, ...]

    @property
    def language(self) -> str:
        """The most probable language."""
        return max(self.odds, key=lambda language: self.odds[language])


def understand(
    text: str,
    *,
    embedder: Embedder,
    reference: ReferenceMeans,
    stored: Mapping[str, Mean],
    odds: Mapping[str, float] | None = None,
) -> Question:
    """Return the question with its vectors; `stored` are the means of the archive's own languages.

    `odds` weigh its languages where more is known than its letters say: the conversation, the reader. They need not add
    up to 1; languages of which no mean is known are left out.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character is none to the model
    odds = _known(odds or {}, {*reference.questions, *stored}) or question_odds(text, reference, stored)
    mean = reference.question_mean(odds, stored)
    (found,) = embedder.questions([text])
    return Question(
        text=text,
        odds=odds,
        vector=centred(found.vector, mean.pooled),
        tokens=centred(found.tokens.vectors, mean.tokens),
        spans=np.array(found.tokens.spans, np.int32).reshape(-1, 2),
        inner=found.tokens.inner,
        words=tuple(dict.fromkeys(re.findall(r"\w+", text.casefold()))),
    )


def question_odds(text: str, reference: ReferenceMeans, stored: Mapping[str, Mean]) -> dict[str, float]:
    """Return what the letters of a question say of its language, over all languages whose mean is known."""
    return language_odds(text, {*reference.questions, *stored})


def _known(odds: Mapping[str, float], known: Collection[str]) -> dict[str, float]:
    total = sum(weight for language, weight in odds.items() if language in known)
    return {language: weight / total for language, weight in odds.items() if language in known} if total > 0 else {}

"""A question as the search needs it: its language weighed, its vectors centred."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from archive.centring import Mean, ReferenceMeans, centred
from archive.embedder import Embedder
from archive.language import language_odds


@dataclass(frozen=True)
class Question:
    """`vector` has shape (dimension,), `tokens` (tokens, dimension): unit vectors. `odds` weighs the languages it may be in."""

    text: str
    odds: Mapping[str, float]
    vector: np.ndarray
    tokens: np.ndarray
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

    `odds` weighs the languages it may be in; without them they are told from its text.
    """
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # half a character is none to the model
    odds = odds or language_odds(text, {*reference.questions, *stored})
    mean = reference.question_mean(odds, stored)
    (found,) = embedder.questions([text])
    return Question(
        text=text,
        odds=odds,
        vector=centred(found.vector, mean.pooled),
        tokens=centred(found.tokens.vectors, mean.tokens),
        words=tuple(dict.fromkeys(re.findall(r"\w+", text.casefold()))),
    )

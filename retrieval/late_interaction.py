"""Late interaction: each token of the question looks for its best match in the passage (MaxSim; ColBERT, Khattab 2020)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from archive.centring import Mean, centred
from archive.embedder import Embedder, TokenVectors
from archive.records import Passage
from retrieval.question import Question

# Passages whose token vectors are kept for the next question: some 90 KB each.
REMEMBERED = 500


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score and the centred vectors of its tokens, shape (tokens, dimension).

    `spans` are the tokens' characters within the passage's text, so that the same vectors judge its sentences.
    """

    passage: Passage
    tokens: np.ndarray
    spans: list[tuple[int, int]]


def max_sim(question: np.ndarray, passage: np.ndarray) -> float:
    """Return the mean over the question's tokens of the highest cosine with any of the passage's, 0 without any."""
    if not len(question) or not len(passage):
        return 0.0
    return float((question @ passage.T).max(axis=1).mean())


class LateInteraction:
    """Orders passages by MaxSim of centred tokens; keeps the last passages' token vectors."""

    def __init__(self, embedder: Embedder, *, remembered: int = REMEMBERED) -> None:
        self._embedder = embedder
        self._remembered = remembered
        self._known: OrderedDict[str, TokenVectors] = OrderedDict()

    def rank(
        self, question: Question, passages: Mapping[str, Passage], means: Mapping[str, Mean]
    ) -> list[RankedPassage]:
        """Return the passages, given by id, best first, scored in [-1, 1]; `means` are the archive's language means."""
        ranked = []
        for passage, found in zip(passages.values(), self._tokens(passages), strict=True):
            tokens = centred(found.vectors.astype(np.float32), means[passage.language].tokens)
            ranked.append(RankedPassage(replace(passage, score=max_sim(question.tokens, tokens)), tokens, found.spans))
        return sorted(ranked, key=lambda r: -r.passage.score)

    def _tokens(self, passages: Mapping[str, Passage]) -> list[TokenVectors]:
        # Worked out in a dictionary of its own: another thread may push entries out of the shared one meanwhile.
        found = {id_: known for id_ in passages if (known := self._known.get(id_)) is not None}
        missing = [id_ for id_ in passages if id_ not in found]
        for id_, new in zip(
            missing, self._embedder.passage_tokens([passages[id_].text for id_ in missing]), strict=True
        ):
            found[id_] = TokenVectors(new.vectors.astype(np.float16), new.spans)
        for id_ in passages:
            self._known[id_] = found[id_]
            self._known.move_to_end(id_)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return [found[id_] for id_ in passages]

"""Late interaction: each token of the question looks for its best match in the passage (MaxSim; ColBERT, Khattab 2020)."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from archive.records import Passage
from language.centring import Mean, centred
from language.embedder import UNREAD, Embedder, TokenVectors
from retrieval.question import Question

# Passages whose token vectors and inner states are kept for the next question: some 200 KB each.
REMEMBERED = 500
# By how much of itself the match of a passage in another language than the question's is raised. The tokens of a translation match .07
# to .14 worse, strange texts no worse (XQuAD, asked in English and Spanish), so that of one thread's stories those in the asker's language
# hid the others. Right passages first, each topic in one of three languages: .926 to .931 and .900 to .910 on the topics that it was
# chosen on, .943 to .953 and .922 to .933 on the others.
OTHER_LANGUAGE = 0.1
# More characters than any passage or headline has: a bound for `matches`.
LONGEST = 1_000_000


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score and the cosines of its tokens with the question's, shape (question's tokens, its tokens).

    Those of a passage in another language are raised by a tenth (`OTHER_LANGUAGE`). `spans` are its tokens' characters within its text, so
    that the same cosines judge its sentences; those of the headline, under which it was read, are negative. `read` are its tokens
    as the model left them, for whoever reads it together with the question; `answers` says what that brought: for each token the
    log odds of its being of the answer against the passage's holding none, shape (tokens,), without any where nobody has.
    """

    passage: Passage
    cosines: np.ndarray
    spans: np.ndarray
    read: TokenVectors = UNREAD
    answers: np.ndarray = field(default_factory=lambda: np.zeros(0, np.float32))

    def matches(self, start: int, end: int) -> np.ndarray:
        """Return each question token's best cosine with any token from `start` to `end` of the text, shape (tokens,).

        Negative ones reach into the headline.
        """
        inside = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        return best_matches(self.cosines[:, inside])

    def answers_within(self, start: int, end: int) -> float:
        """Return the log odds of the answer's standing from `start` to `end` of the text against the passage's holding none."""
        inside = (self.spans[:, 0] < end) & (self.spans[:, 1] > start)
        return float(np.logaddexp.reduce(self.answers[inside])) if len(self.answers) and inside.any() else 0.0


def best_matches(cosines: np.ndarray) -> np.ndarray:
    """Return the highest cosine of each question token, 0 where there is nothing to match."""
    return np.asarray(cosines.max(axis=1, initial=-1.0)) if cosines.shape[1] else np.zeros(len(cosines), np.float32)


def max_sim(cosines: np.ndarray) -> float:
    """Return the mean over the question's tokens of the highest cosine with any of the text's, 0 without any."""
    return float(best_matches(cosines).mean()) if len(cosines) else 0.0


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
            foreign = 1 - question.odds.get(passage.language, 0.0)
            cosines = np.clip(question.tokens @ tokens.T * (1 + OTHER_LANGUAGE * foreign), -1, 1)
            spans = np.array(found.spans, np.int32).reshape(-1, 2)
            ranked.append(RankedPassage(replace(passage, score=max_sim(cosines)), cosines, spans, found))
        return sorted(ranked, key=lambda r: -r.passage.score)

    def _tokens(self, passages: Mapping[str, Passage]) -> list[TokenVectors]:
        # Worked out in a dictionary of its own: another thread may push entries out of the shared one meanwhile.
        found = {id_: known for id_ in passages if (known := self._known.get(id_)) is not None}
        missing = [id_ for id_ in passages if id_ not in found]
        texts, headlines = [passages[id_].text for id_ in missing], [passages[id_].headline for id_ in missing]
        for id_, new in zip(missing, self._embedder.passage_tokens(texts, headlines=headlines), strict=True):
            found[id_] = new.halved()
        for id_ in passages:
            self._known[id_] = found[id_]
            self._known.move_to_end(id_)
        while len(self._known) > self._remembered:
            self._known.popitem(last=False)
        return [found[id_] for id_ in passages]

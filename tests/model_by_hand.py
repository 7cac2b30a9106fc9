"""A model made by hand: a text's vector comes from its hash, a word is a token. What takes the real one minutes takes seconds."""

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

import numpy as np

from language.centring import Mean, ReferenceMeans
from language.embedder import TextVectors, TokenVectors

if TYPE_CHECKING:
    from language.embedder import Embedder

DIMENSION = 32
# Which of the models by hand a command takes: each makes other vectors of the same text.
VARIABLE = "MODEL_BY_HAND"
FIRST, OTHER = "by-hand-1", "by-hand-2"
_REFERENCE = ("en", "es")  # any other language's mean is estimated from the archive's own passages


def vector_by_hand(text: str, fingerprint: str = FIRST) -> np.ndarray:
    """Return the unit vector of a text, shape (DIMENSION,)."""
    digest = hashlib.sha256(f"{fingerprint} {text}".encode("utf-8", "surrogatepass")).digest()
    vector = np.random.default_rng(list(digest)).normal(size=DIMENSION)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


class EmbedderByHand:
    """What of an embedder the house asks for. A headline changes nothing, so that a passage's own words find it."""

    reader = None
    dimension = DIMENSION

    def __init__(self, fingerprint: str) -> None:
        self.fingerprint = fingerprint

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def passages(
        self,
        texts: Sequence[str],
        *,
        headlines: Sequence[str] = (),
        on_done: Callable[[int], None] | None = None,
    ) -> np.ndarray:
        if on_done:
            on_done(len(texts))
        if not texts:
            return np.zeros((0, DIMENSION), np.float32)
        return np.stack([vector_by_hand(text, self.fingerprint) for text in texts])

    def questions(self, texts: Sequence[str]) -> list[TextVectors]:
        return [TextVectors(vector_by_hand(text, self.fingerprint), self._tokens(text)) for text in texts]

    def passage_tokens(self, texts: Sequence[str], *, headlines: Sequence[str] = ()) -> list[TokenVectors]:
        return [self._tokens(text) for text in texts]

    def _tokens(self, text: str) -> TokenVectors:
        words = list(re.finditer(r"\S+", text))
        vectors = [vector_by_hand(word.group().casefold(), self.fingerprint) for word in words]
        nothing = np.zeros((0, DIMENSION), np.float32)
        spans = [word.span() for word in words]
        return TokenVectors(np.stack([*vectors]) if vectors else nothing, spans, nothing, np.zeros(0, np.int32))


class ModelByHand:
    """A model as the entry points hand it on."""

    def __init__(self, fingerprint: str = FIRST) -> None:
        self.fingerprint = fingerprint

    @classmethod
    def chosen(cls, *_: object, **__: object) -> "ModelByHand":
        """Return the one that the environment names, whatever the settings are."""
        return cls(os.environ.get(VARIABLE, FIRST))

    def load(self) -> "tuple[Embedder, ReferenceMeans]":
        nothing = np.zeros(DIMENSION, np.float32)
        means = {language: Mean(nothing, nothing) for language in _REFERENCE}
        return cast("Embedder", EmbedderByHand(self.fingerprint)), ReferenceMeans(means, means)

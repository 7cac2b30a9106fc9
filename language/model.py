"""The model as the entry points hand it on: known by its fingerprint at once, loaded when it is first needed."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from language.choice import EmbeddingModel

if TYPE_CHECKING:
    from language.centring import ReferenceMeans
    from language.embedder import Embedder


class LazyModel:
    """An embedding model that nothing imports torch for until `load` is called."""

    def __init__(self, choice: EmbeddingModel, *, cache: Path) -> None:
        self._choice = choice
        self._cache = cache
        self.fingerprint = choice.fingerprint

    def load(self) -> "tuple[Embedder, ReferenceMeans]":
        """Return the embedder and its reference means. Takes some ten seconds at first, half a minute to unpack."""
        return self._loaded

    @functools.cached_property
    def _loaded(self) -> "tuple[Embedder, ReferenceMeans]":
        from language.centring import reference_means
        from language.embedder import Embedder

        embedder = Embedder.load(self._choice, cache=self._cache)
        return embedder, reference_means(embedder, cache=self._cache)

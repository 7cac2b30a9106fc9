"""Models that cannot be had, or must not be needed."""

from typing import NoReturn

from language.errors import ModelError
from language.model import LazyModel


class _NeverLoaded(LazyModel):
    def load(self) -> NoReturn:
        raise AssertionError("the model was loaded for nothing")


class _Missing(LazyModel):
    def load(self) -> NoReturn:
        raise ModelError("The embedding model 'typo' cannot be loaded.")


def never_loaded(model: LazyModel) -> LazyModel:
    """Return the same model, which must not be needed."""
    never = _NeverLoaded.__new__(_NeverLoaded)
    never.fingerprint = model.fingerprint
    return never


def missing(fingerprint: str) -> LazyModel:
    """Return a model that is named and is not there."""
    made = _Missing.__new__(_Missing)
    made.fingerprint = fingerprint
    return made

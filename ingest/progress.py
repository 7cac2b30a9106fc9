"""What a run needs of its caller: the model, and somebody to tell how far it is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from language.centring import ReferenceMeans
    from language.embedder import Embedder


class Model(Protocol):
    """The embedding model, which is loaded when it turns out to be needed and not before."""

    @property
    def fingerprint(self) -> str:
        """Which model it is."""

    def load(self) -> "tuple[Embedder, ReferenceMeans]":
        """Load it."""


class Progress:
    """Who is told how far the work is: by itself, nobody."""

    def waiting(self, holder: str) -> None:
        """Another process holds the archive."""

    def is_to_do(self, much: Callable[[], int]) -> None:
        """How much there is to do, in whatever unit; it may take a while to tell, and nobody need ask."""

    def did(self, more: int) -> None:
        """So much more of it is done."""

    def read(self, articles: int) -> None:
        """So many more articles were read and compared with what is stored."""

    def started(self, passages: int) -> None:
        """So many more passages are to be embedded."""

    def embedded(self, passages: int) -> None:
        """So many more are done."""

    def is_to_stop(self) -> bool:
        """Whether to stop after what is in hand."""
        return False

"""The search: question -> passages, best first."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from archive.centring import ReferenceMeans
from archive.embedder import Embedder
from archive.records import Filters, Passage
from archive.store import Archive
from retrieval.candidates import BY_VECTOR, candidates
from retrieval.late_interaction import LateInteraction, RankedPassage
from retrieval.question import Question, question_odds, understand
from retrieval.reprints import group_reprints

# Prints of one passage whose scores differ by less say the same; the latest of them has the latest figures.
_NEARLY = 0.01


@dataclass(frozen=True)
class Findings:
    """What a search found, best first and each passage of a story once, for the question as it was understood."""

    question: Question
    passages: tuple[RankedPassage, ...]


class Search:
    """Searches one archive with one model; safe to share between threads."""

    def __init__(self, archive: Archive, embedder: Embedder, reference: ReferenceMeans) -> None:
        archive.check_model(embedder.fingerprint)
        self.archive = archive
        self._embedder = embedder
        self._reference = reference
        self._late_interaction = LateInteraction(embedder)

    def passages(self, question: str, *, k: int = 10, filters: Filters = Filters()) -> list[Passage]:
        """Return the k best passages, scored by MaxSim, each passage of a story once."""
        return [ranked.passage for ranked in self.find(question, k=k, filters=filters).passages]

    def language_odds(self, question: str) -> dict[str, float]:
        """Return what the letters of a question say of its language."""
        return question_odds(question, self._reference, self.archive.language_means())

    def find(
        self,
        question: str,
        *,
        k: int = 10,
        filters: Filters = Filters(),
        odds: Mapping[str, float] | None = None,
        on_candidates: Callable[[list[Passage]], None] | None = None,
    ) -> Findings:
        """Return the k best passages with what is needed to judge their sentences.

        `odds` weigh the languages that the question may be in, where more is known than its letters say.
        `on_candidates` hears of the passages that will be read, before the reading, which takes most of the time.
        """
        self.archive.check_model(self._embedder.fingerprint)  # it may have been rebuilt meanwhile
        stored = self.archive.language_means()
        understood = understand(question, embedder=self._embedder, reference=self._reference, stored=stored, odds=odds)
        proposed = candidates(understood, self.archive, filters, k=max(k, BY_VECTOR))
        if on_candidates:
            on_candidates(list(proposed.values()))
        # Read again: an ingest may have brought a first article in another language meanwhile.
        ranked = self._late_interaction.rank(understood, proposed, self.archive.language_means())
        groups = group_reprints(ranked, passage=lambda r: r.passage)
        return Findings(understood, tuple(_latest(group) for group in groups[:k]))


def _latest(prints: list[RankedPassage]) -> RankedPassage:
    least = prints[0].passage.score - _NEARLY
    return max((r for r in prints if r.passage.score >= least), key=lambda r: r.passage.published or "")

"""The search: question -> passages, best first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.records import DaySpan, Filters, Passage
from archive.store import Archive
from language.centring import ReferenceMeans
from language.embedder import Embedder
from retrieval.candidates import BY_KEYWORD, BY_VECTOR, candidates
from retrieval.late_interaction import LateInteraction, RankedPassage
from retrieval.question import Question, question_odds, understand
from retrieval.reprints import group_reprints
from retrieval.stories import PASSAGES, Order, Story, group_stories, to_be_read, with_passages

# Prints of one passage whose scores differ by less say the same; the latest of them has the latest figures.
_NEARLY = 0.01


@dataclass(frozen=True)
class Findings:
    """What a search found for the question as it was understood.

    `passages` are best first, each passage of a story once; `stories` are theirs, best first, the first of them read whole.
    `near` names those that the conversation is about, where the filters let them through.
    """

    question: Question
    passages: tuple[RankedPassage, ...]
    stories: tuple[Story, ...] = ()
    near: frozenset[str] = frozenset()

    def is_near(self, story: Story) -> bool:
        """Whether the conversation is about a story."""
        return story.first.story in self.near


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
        read: int = 0,
        most: int = PASSAGES,
        filters: Filters = Filters(),
        favoured: DaySpan | None = None,
        also: Sequence[str] = (),
        near: Sequence[str] = (),
        of_a_story: int | None = None,
        odds: Mapping[str, float] | None = None,
        on_candidates: Callable[[list[Passage]], None] | None = None,
    ) -> Findings:
        """Return the k best passages and their stories, the `read` best of them read whole: up to `most` passages, the lead among them.

        Stories of the `favoured` days come first, and some are looked up among these alone; nothing else is left out. The leads
        of the articles `also` named by their uris are candidates, too, and so are those of the articles `near`, whose stories come
        first, for the conversation is about them; of a story no more than `of_a_story` passages are. `odds`
        weighs the languages the question may be in, where its text alone does not tell. `on_candidates` hears of the passages
        that will be read, before the reading, which takes most of the time.
        """
        # What is written meanwhile, a rebuild even, is seen by the next question and not by half of this one.
        with self.archive.catalog.as_it_is_now():
            self.archive.check_model(self._embedder.fingerprint)  # it may have been rebuilt meanwhile
            stored = self.archive.language_means()
            understood = understand(
                question, embedder=self._embedder, reference=self._reference, stored=stored, odds=odds
            )
            proposed = candidates(understood, self.archive, filters, k=max(k, BY_VECTOR), of_a_story=of_a_story)
            if favoured is not None:
                proposed |= candidates(
                    understood, self.archive, filters.within(favoured), k=BY_KEYWORD, of_a_story=of_a_story
                )
            known = self.archive.catalog.leads(near, filters)
            proposed |= self.archive.catalog.leads(also, filters) | known
            if on_candidates:
                on_candidates(list(proposed.values()))
            ranked = self._late_interaction.rank(understood, proposed, stored)
            different = [_latest(group) for group in group_reprints(ranked, passage=lambda r: r.passage)]
            near_stories = frozenset(passage.story for passage in known.values())
            order = Order(favoured, today=filters.as_of, near=near_stories)
            stories = order.best_first(group_stories(different))
            more = [to_be_read(story, understood, self.archive, most=most) for story in stories[:read]]
            # All that is still to be read in one go: a batch is padded little and costs least.
            found = self._late_interaction.rank(
                understood, {id_: p for some in more for id_, p in some.items()}, stored
            )
            whole = [
                with_passages(s, [one for one in found if one.passage.story == s.first.story]) for s in stories[:read]
            ]
            return Findings(understood, tuple(different[:k]), (*order.best_first(whole), *stories[read:]), near_stories)

    def read_together(self, findings: Findings, *, stories: int) -> Findings:
        """Return the findings, the passages of their first stories read together with the question where the model can."""
        reader = self._embedder.reader
        if reader is None:
            return findings
        some = findings.stories[:stories]
        passages = [ranked for story in some for ranked in story.passages]
        odds = reader.answers(findings.question.inner, [ranked.read.inner for ranked in passages])
        told = iter(replace(one, answers=found[one.read.own]) for one, found in zip(passages, odds, strict=True))
        read = tuple(replace(story, passages=tuple(next(told) for _ in story.passages)) for story in some)
        return replace(findings, stories=(*read, *findings.stories[stories:]))


def _latest(prints: list[RankedPassage]) -> RankedPassage:
    least = prints[0].passage.score - _NEARLY
    return max((r for r in prints if r.passage.score >= least), key=lambda r: r.passage.published or "")

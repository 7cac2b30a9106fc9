"""A question on its way to the answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from answering.answer import Answer
from answering.understanding.question import Understood
from archive.records import DaySpan, Filters, Passage

Reading = Callable[[list[Passage]], None]


@dataclass(frozen=True)
class Asked:
    """A question with all that its answer depends on; `filters` are the reader's, narrowed by what the question says.

    `near` are the articles that the conversation is about, by their uris.
    """

    question: str
    understood: Understood
    filters: Filters
    span: DaySpan | None
    on_candidates: Reading | None
    near: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        """The language that the question is in."""
        return self.understood.language

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.understood.matched or self.understood.asked

    def answer(self, **fields: object) -> Answer:
        """Return an answer to it: "not found", unless `fields` say otherwise."""
        return replace(
            Answer(self.question, self.understood.asked, self.language, "not_found", self.understood),
            **fields,  # type: ignore[arg-type]  # the fields of Answer
        )

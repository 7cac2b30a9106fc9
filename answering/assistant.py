"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial

from answering.answer import Answer
from answering.asked import Asked, Reading
from answering.counting import answer_count
from answering.deciding import Setting
from answering.desk import Desk
from answering.facts import OF_A_READ_STORY, STORIES, answer_fact, read_for
from answering.overview import answer_overview
from answering.phrases import say
from answering.understanding.days import find_days, without_days
from answering.understanding.follow_ups import Turn
from answering.understanding.question import Days, understand
from archive.records import DaySpan, Filters
from retrieval.search import Findings, Search

# Questions before this one that are answered anew where their answers are not at hand, and stories that each is remembered by.
_ANSWERED_ANEW = 3
_REMEMBERED = 2
# Of the best other story's score, what the stories of the last answer must reach for a question to be about them. Measured on 31
# follow-ups and 70 questions without a name after another topic: .76 to 1.7 where the words do not tell, .14 to .65 of the others but two.
_AS_WELL_TOLD = 0.75


class Assistant:
    """Answers from one archive; safe to share between threads."""

    def __init__(self, search: Search, setting: Setting) -> None:
        self._search = search
        self._catalog = search.archive.catalog
        self._desk = Desk(search, setting)

    def answer(
        self,
        question: str,
        *,
        history: Sequence[str | Answer] = (),
        filters: Filters = Filters(),
        reader: str | None = None,
        on_candidates: Reading | None = None,
    ) -> Answer:
        """Return the answer to a question after those of `history`, oldest first, with their answers where they are at hand.

        `reader` is the reader's language or locale, which two words do not tell. `on_candidates` hears of the passages that
        are being read, before the slow part.
        """
        turns = self._turns(history, filters, reader)
        return self._answer(self._understand(question, turns, filters, reader, on_candidates))

    def _answer(self, asked: Asked) -> Answer:
        if asked.understood.kind == "greeting":
            return asked.answer(notice=say("greeting", asked.language))
        if asked.understood.kind == "count":
            return answer_count(self._desk, asked)
        if asked.understood.wants_overview:
            return answer_overview(self._desk, asked)
        return answer_fact(self._desk, asked)

    def find_for(
        self, question: str, *, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Findings, str] | None:
        """Return what is read for a question about facts and the kind of thing it asks for; None for one of another kind."""
        filters = Filters(as_of=as_of)
        asked = self._understand(question, self._turns(history, filters, None), filters, None, None)
        understood = asked.understood
        if understood.kind in ("greeting", "count") or understood.wants_overview:
            return None
        return read_for(self._desk, asked), understood.asks_for

    def _turns(self, history: Sequence[str | Answer], filters: Filters, reader: str | None) -> list[Turn]:
        """Return what was asked before with the stories that answered it; what found none leaves those of the one before."""
        turns: list[Turn] = []
        for left, said in zip(range(len(history), 0, -1), history, strict=True):
            if isinstance(said, str):
                if left > _ANSWERED_ANEW:
                    turns.append(Turn(said))
                    continue
                said = self._answer(self._understand(said, turns, filters, reader, None))
            stories = tuple(source.uri for source in said.sources[:_REMEMBERED])
            leans = said.understood is not None and (said.understood.completed or said.understood.kind == "greeting")
            turns.append(Turn(said.question, said.asked, stories or (turns[-1].stories if leans and turns else ())))
        return turns

    def _is_told(self, question: str, near: Sequence[str], filters: Filters) -> bool:
        """Whether the articles `near` tell about as much of a question as anything else does."""
        found = self._search.find(question, read=STORIES, filters=filters, near=near, of_a_story=OF_A_READ_STORY)
        here = [story.score for story in found.stories if found.is_near(story)]
        elsewhere = [story.score for story in found.stories if not found.is_near(story)]
        return bool(here) and max(here) >= _AS_WELL_TOLD * max(elsewhere, default=0.0)

    def _understand(
        self,
        question: str,
        history: Sequence[Turn],
        filters: Filters,
        reader: str | None,
        on_candidates: Reading | None,
    ) -> Asked:
        near = history[-1].stories if history else ()
        coverage = self._catalog.coverage()
        today = date.fromisoformat(filters.as_of) if filters.as_of else datetime.now(UTC).date()
        understood = understand(
            question,
            odds=self._search.language_odds(question),
            today=today,
            history=history,
            history_languages=[
                max(odds, key=odds.__getitem__)
                for odds in (self._search.language_odds(turn.question) for turn in history[-1:])
            ],
            reader=reader,
            publishers=coverage.publishers,
            languages=coverage.languages,
            read_days=partial(_read_days, last=coverage.last),
            is_told=(lambda asked: self._is_told(asked, near, filters)) if near else None,
        )
        span = DaySpan(understood.since, understood.until) if understood.since or understood.until else None
        if span == DaySpan(today.isoformat(), today.isoformat()) and not understood.published:
            # "How long is the wait today?" asks for the newest, not for what was printed this morning.
            span, understood = None, replace(understood, since=None, until=None)
        # What the reader chose by hand counts before what the question says.
        narrowed = replace(
            filters,
            publishers=filters.publishers or understood.publishers,
            languages=filters.languages or understood.languages,
        )
        return Asked(question, understood, narrowed, span, on_candidates, near if understood.completed else ())


def _read_days(question: str, *, language: str, today: date, last: str | None) -> tuple[Days, str] | None:
    """Read the days of a question; `last` is the archive's last day, before which "3 March" lies whatever year it is now."""
    days = find_days(question, language=language, today=today)
    if days and days.is_date and last and days.since and days.since > last:
        days = find_days(question, language=language, today=date.fromisoformat(last)) or days
    return (days, without_days(question, days)) if days else None

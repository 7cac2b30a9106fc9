"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from answering.answer import Answer
from answering.citing import appearance, cite, nearest
from answering.counting import count_mentions, topic_phrase
from answering.deciding import Setting
from answering.facts import OF_A_READ_STORY, STORIES, Considered, consider
from answering.notices import (
    counted,
    greeting,
    may_not_answer,
    missing_kind,
    missing_name,
    no_mention,
    not_found_notice,
    nothing_in_span,
    span_in_words,
)
from answering.overview import CANDIDATES, OF_A_STORY, about_it, in_order, telling_excerpt
from answering.quoting import Excerpt, choose_excerpts, under_headlines
from answering.reading import read
from answering.understanding.days import find_days, without_days
from answering.understanding.folding import folded
from answering.understanding.follow_ups import Turn
from answering.understanding.names import Named, names_in
from answering.understanding.question import Days, Understood, understand
from archive.records import Appearance, Article, DaySpan, Filters, Passage
from archive.sentences import sentence_spans
from retrieval.search import Findings, Search
from retrieval.stories import Story

# Questions before this one that are answered anew where their answers are not at hand, and stories that each is remembered by.
_ANSWERED_ANEW = 3
_REMEMBERED = 2
# Of the best other story's score, what the stories of the last answer must reach for a question to be about them. Measured on 31
# follow-ups and 70 questions without a name after another topic: .76 to 1.7 where the words do not tell, .14 to .65 of the others but two.
_AS_WELL_TOLD = 0.75
_NEWEST = 10  # stories that hold a topic's words and are looked at beside those that are near to it
# A story about a day is printed some days later; what was announced for it, a few before.
_BEFORE, _AFTER = timedelta(days=3), timedelta(days=7)

Reading = Callable[[list[Passage]], None]


@dataclass(frozen=True)
class _Asked:
    """A question with all that its answer depends on; `filters` are the reader's, narrowed by what the question says."""

    question: str
    understood: Understood
    filters: Filters
    span: DaySpan | None
    on_candidates: Reading | None
    near: tuple[str, ...] = ()

    @property
    def language(self) -> str:
        return self.understood.language

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.understood.matched or self.understood.asked

    def answer(self, **fields: object) -> Answer:
        return replace(
            Answer(self.question, self.understood.asked, self.language, "not_found", self.understood),
            **fields,  # type: ignore[arg-type]  # the fields of Answer
        )


class Assistant:
    """Answers from one archive; safe to share between threads."""

    def __init__(self, search: Search, setting: Setting) -> None:
        self._search = search
        self._setting = setting
        self._catalog = search.archive.catalog

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

    def _answer(self, asked: _Asked) -> Answer:
        if asked.understood.kind == "greeting":
            return asked.answer(notice=greeting(asked.language))
        if asked.understood.kind == "count":
            return self._count(asked)
        if asked.understood.wants_overview:
            return self._overview(asked)
        return self._fact(asked)

    def find_for(
        self, question: str, *, history: Sequence[str] = (), as_of: str | None = None
    ) -> tuple[Findings, str] | None:
        """Return what is read for a question about facts and the kind of thing it asks for; None for one of another kind."""
        filters = Filters(as_of=as_of)
        asked = self._understand(question, self._turns(history, filters, None), filters, None, None)
        understood = asked.understood
        if understood.kind in ("greeting", "count") or understood.wants_overview:
            return None
        return self._find(asked, read=STORIES, of_a_story=OF_A_READ_STORY), understood.asks_for

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
    ) -> _Asked:
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
            read_days=_read_days,
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
        return _Asked(question, understood, narrowed, span, on_candidates, near if understood.completed else ())

    def _find(
        self,
        asked: _Asked,
        *,
        k: int = 10,
        read: int = 0,
        also: Sequence[str] = (),
        of_a_story: int | None = None,
    ) -> Findings:
        cuts = asked.span is not None and asked.understood.published
        return self._search.find(
            asked.text,
            k=k,
            read=read,
            filters=asked.filters.within(asked.span) if cuts and asked.span else asked.filters,
            favoured=None if cuts else asked.span,
            also=also,
            near=asked.near,
            of_a_story=of_a_story,
            odds=asked.understood.odds,
            on_candidates=asked.on_candidates,
        )

    def _fact(self, asked: _Asked) -> Answer:
        findings = self._find(asked, read=STORIES, of_a_story=OF_A_READ_STORY)
        considered = consider(
            findings,
            self._setting,
            asks_for=asked.understood.asks_for,
            language=asked.language,
            passages_searched=self._catalog.count_passages(asked.filters),
        )
        is_known = any(findings.is_near(one.story) for one in considered.stories)
        if not considered.found and not is_known:  # of what the talk is about, at least what there is
            return self._decline(asked, findings.stories, considered)
        articles = self._articles(story.story for story in considered.stories)
        chosen = under_headlines(choose_excerpts(considered.judged, articles), considered.stories, considered.asked)
        if not chosen:  # withdrawn or changed in this moment
            return self._decline(asked, findings.stories, considered)
        missing = self._missing(asked, considered, chosen)
        sure = considered.sure and not missing
        return self._quote(
            asked,
            chosen,
            sure=sure,
            sureness=considered.sureness,
            missing=missing,
            notice=None if sure else may_not_answer(missing, asked_in=asked.language),
        )

    def _missing(self, asked: _Asked, considered: Considered, chosen: Sequence[Excerpt]) -> tuple[str, ...]:
        """Return in words what of the question the quotes lack."""
        evidence = considered.evidence
        parts = [missing_name(named.text, asked.language) for named in evidence.missing] if evidence else []
        if evidence and evidence.lacks_kind and (kind := missing_kind(asked.understood.asks_for, asked.language)):
            parts.append(kind)
        if asked.span and not any(_lies_near(excerpt.passage.published, asked.span) for excerpt in chosen):
            parts.append(span_in_words(asked.span, asked.language))
        return tuple(dict.fromkeys(parts))

    def _decline(self, asked: _Asked, stories: Sequence[Story], considered: Considered | None = None) -> Answer:
        evidence = considered.evidence if considered else None
        missing = tuple(missing_name(named.text, asked.language) for named in evidence.missing) if evidence else ()
        coverage = self._catalog.coverage(asked.filters)
        notice = not_found_notice(coverage, asked.filters, missing=missing, asked_in=asked.language)
        near = nearest([story.best.passage for story in stories])
        if asked.span and asked.understood.published and not stories:
            around = self._around(asked, asked.span)
            notice, near = nothing_in_span(asked.span, any_near=bool(around), asked_in=asked.language), around
        return asked.answer(missing=missing, notice=notice, nearest=near)

    def _around(self, asked: _Asked, span: DaySpan) -> tuple[Appearance, ...]:
        """Return the stories about it that lie nearest before and after the days that hold none."""
        found = self._search.find(
            asked.text, k=CANDIDATES, filters=asked.filters, odds=asked.understood.odds, of_a_story=OF_A_STORY
        )
        stories = about_it(found.stories, self._names(asked), self._articles(found.stories), asked_in=asked.language)
        dated = sorted(stories, key=lambda story: story.first.published or "")
        before = [s for s in dated if span.since and (s.first.published or "") < span.since][-1:]
        after = [s for s in dated if span.until and (s.first.published or "")[:10] > span.until][:1]
        return tuple(appearance(story.first) for story in (*before, *after))

    def _overview(self, asked: _Asked) -> Answer:
        topic = asked.understood.matched
        filters = asked.filters.within(asked.span) if asked.span else asked.filters
        if topic:
            words = re.findall(r"\w+", topic_phrase(topic, asked.language))
            also = [prints[0].uri for prints in self._catalog.mentions(words, filters).values()][:_NEWEST]
        else:  # "What's new?", "What happened yesterday?": all there is
            also = self._catalog.newest(filters, k=CANDIDATES)
        findings = self._find(asked, k=CANDIDATES, also=also, of_a_story=OF_A_STORY)
        articles = self._articles(findings.stories)
        names = self._names(asked) if topic else ()
        if topic:
            stories = about_it(findings.stories, names, articles, asked_in=asked.language)
            is_there = bool(also) or (bool(names) and bool(stories)) or self._is_found(asked, findings)
        else:
            stories = [story for story in findings.stories if story.first.uri in set(also)]
            is_there = bool(stories)
        inside = [story for story in stories if asked.span is None or _lies_near(story.first.published, asked.span)]
        if not is_there or not stories:
            return self._decline(asked, findings.stories)
        if not inside and asked.span is not None:
            around = self._around(asked, asked.span)
            notice = nothing_in_span(asked.span, any_near=bool(around), asked_in=asked.language)
            return asked.answer(
                missing=(span_in_words(asked.span, asked.language),),
                notice=notice,
                nearest=around or nearest([story.best.passage for story in stories]),
            )
        told = in_order(inside, oldest_first=asked.understood.kind == "timeline")
        chosen = [excerpt for story in told if (excerpt := telling_excerpt(read(story), articles))]
        return self._quote(asked, chosen, sure=True, sureness=1.0) if chosen else self._decline(asked, findings.stories)

    def _is_found(self, asked: _Asked, findings: Findings) -> bool:
        return consider(
            findings,
            self._setting,
            asks_for="",
            language=asked.language,
            passages_searched=self._catalog.count_passages(asked.filters),
        ).found

    def _count(self, asked: _Asked) -> Answer:
        filters = asked.filters.within(asked.span) if asked.span else asked.filters
        topic = asked.understood.topic
        mentions = count_mentions(topic, self._catalog, filters, language=asked.language)
        if not mentions.stories:
            return asked.answer(count=0, notice=no_mention(mentions.phrase, asked_in=asked.language))
        newest = [prints[0].uri for prints in mentions.stories.values()][:_NEWEST]
        leads = self._catalog.leads(newest)
        articles = self._catalog.articles(newest)
        chosen = [
            excerpt
            for passage in sorted(leads.values(), key=lambda passage: newest.index(passage.uri))
            if passage.uri in articles and (excerpt := _mentioning(articles[passage.uri], passage, mentions.phrase))
        ]
        notice = counted(mentions.phrase, len(mentions.stories), mentions.prints, asked_in=asked.language)
        return self._quote(asked, chosen, sure=True, sureness=1.0, count=len(mentions.stories), notice=notice)

    def _quote(self, asked: _Asked, chosen: Sequence[Excerpt], **fields: object) -> Answer:
        statements, sources = cite(chosen, self._catalog, asked.filters, asked_in=asked.language)
        return asked.answer(status="answered", statements=statements, sources=sources, **fields)

    def _names(self, asked: _Asked) -> tuple[Named, ...]:
        return tuple(named for named in names_in(asked.text, language=asked.language) if named.kind == "name")

    def _articles(self, stories: Iterable[Story]) -> dict[str, Article]:
        uris = [ranked.passage.uri for story in stories for ranked in story.passages]
        return self._catalog.articles(list(dict.fromkeys(uris)))


def _read_days(question: str, *, language: str, today: date) -> tuple[Days, str] | None:
    days = find_days(question, language=language, today=today)
    return (days, without_days(question, days)) if days else None


def _lies_near(published: str | None, span: DaySpan) -> bool:
    """Whether a story was printed in a span of days, or so shortly before or after that it may tell of them."""
    since = (date.fromisoformat(span.since) - _BEFORE).isoformat() if span.since else None
    until = (date.fromisoformat(span.until) + _AFTER).isoformat() if span.until else None
    return DaySpan(since, until).holds(published)


def _mentioning(article: Article, passage: Passage, phrase: str) -> Excerpt | None:
    """Return the first sentence of an article that holds the words; its first sentence where only the headline does."""
    spans = sentence_spans(article.body, language=article.language)
    wanted = re.findall(r"\w+", folded(phrase))
    for start, end in spans:
        words = re.findall(r"\w+", folded(article.body[start:end]))
        if any(words[n : n + len(wanted)] == wanted for n in range(len(words) - len(wanted) + 1)):
            return Excerpt(passage, start, end, article.body[start:end])
    return Excerpt(passage, *spans[0], article.body[spans[0][0] : spans[0][1]]) if spans else None

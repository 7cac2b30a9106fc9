"""Spans of days: periods with the words before and between them, "since May", "from 3 to 5 May", "entre 2019 y 2021"."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from answering.understanding.day_calendar import Kind, Period
from answering.understanding.day_owners import Whose
from answering.understanding.day_periods import PeriodReader
from answering.understanding.publishing import Publishing


@dataclass(frozen=True)
class Span:
    """Days from `since` to `until`, None where open, said by the tokens from `at` to before `end`."""

    since: date | None
    until: date | None
    at: int
    end: int
    kind: Kind
    own: bool = True  # False: the subject's, or still to come
    published: bool = False


class SpanReader:
    """Reads the spans that one question names."""

    def __init__(self, text: str, reader: PeriodReader) -> None:
        self._text = text
        self._reader = reader
        self._tokens = reader.tokens
        self._lexicon = reader.lexicon
        self._today = reader.today
        self._publishing = Publishing(reader.tokens, reader.lexicon)
        self._whose = Whose(text, reader)

    def spans(self) -> Iterator[Span]:
        """Yield the spans, those of the subject too, in the order of the question."""
        at = 0
        while at < len(self._tokens):
            try:
                span = self._span(at) if self._lexicon.may_begin(self._tokens[at]) else None
            except (OverflowError, ValueError):
                span = None  # before or after all calendars
            if span:
                yield span
            at = span.end if span else at + 1

    # -- the words before ------------------------------------------------------------------------------------------------

    def _span(self, at: int) -> Span | None:
        bare = self._led("", at, at)
        found = [span for span in (self._between(at), self._range(at), self._open(at)) if span]
        for lead in ("in", "in near", "in day", "of", "article"):
            phrase = self._lexicon.match(lead, self._tokens, at)
            if phrase and (span := self._led(lead, at, phrase[1])):
                found.append(span)
        if bare:
            found.insert(0, bare)
        if not found:
            return None
        longest = max(span.end for span in found)
        same = [span for span in found if span.end == longest]
        return next((span for span in same if span.own), same[0])

    def _led(self, lead: str, at: int, start: int) -> Span | None:
        """ "in May 2025", "el martes", "of last week", or a period with nothing before it."""
        joiners = ("-", "/") if lead == "in" else ("-",)
        # "dans la nuit de lundi à mardi", and German leaves "von" out: "Mai bis Juli 2025".
        if (lead == "in" and start > at + 1) or self._lexicon.language == "de":
            joiners = (*joiners, "to")
        pair = self._pair(start, ("and",), listed=True) or self._pair(start, joiners)
        if pair:
            first, last = pair
            span = Span(first.since, last.until, at, last.end, last.kind)
            period = replace(
                last, at=first.at, since=first.since, kind=first.kind if first.kind is Kind.YEAR else last.kind
            )
        else:
            one = self._reader.period(start)
            if one is None:
                return None
            period = self._within_year(one)
            span = Span(period.since, period.until, at, period.end, period.kind)
        possessive = self._whose.possessive(period.end)
        published = self._published(lead, span)
        own = self._whose.is_own(lead, at, period, possessive=possessive, published=published)
        if possessive:
            span = replace(span, at=period.at, end=possessive)
        return self._judged(replace(span, own=own, published=published), period)

    def _open(self, at: int) -> Span | None:
        """ "since 2019", "hasta mayo", "vor 2015", "after 3 May 2025"."""
        found = []
        for lead in ("since", "until", "before", "after", "from"):
            phrase = self._lexicon.match(lead, self._tokens, at)
            if not phrase:
                continue
            start = phrase[1]
            period = self._period(start)
            length = self._reader.length(start) if lead == "since" and self._counts_on(start) else None
            if length and (not period or length[1] >= period.end):
                span = Span(length[0], None, at, length[1], Kind.NEAR)
                found.append(replace(span, published=self._published(lead, span)))
                continue
            if not period:
                continue
            end = period.end
            onward = self._lexicon.match("onward", self._tokens, end)
            if lead == "from" and not onward:
                continue
            end = onward[1] if onward and lead in ("since", "from") else end
            since, until = {
                "since": (period.back or period.since, None),
                "from": (period.since, None),
                "until": (None, period.until),
                "before": (None, period.since - timedelta(days=1)),
                "after": (period.until + timedelta(days=1), None),
            }[lead]
            span = Span(since, until, at, end, period.kind)
            own = (
                not self._whose.is_compound(start, period)
                and not self._whose.is_name(period)
                and not self._whose.is_count(period)
            )
            own = own and not (lead == "until" and period.since == period.until == self._today)
            found.append(self._judged(replace(span, own=own, published=self._published(lead, span)), period))
        return max(found, key=lambda span: span.end, default=None)

    def _period(self, start: int) -> Period | None:
        if start >= len(self._tokens):
            return None
        return self._reader.period(start) or self._reader.period(self._lexicon.skip("article", self._tokens, start))

    def _counts_on(self, start: int) -> bool:
        """Whether "since" may be followed by a length: "seit zwei Jahren", but only "desde hace dos años"."""
        return self._lexicon.language not in ("es", "pt") or self._tokens[start - 1].word in ("hace", "ha")

    def _between(self, at: int) -> Span | None:
        phrase = self._lexicon.match("between", self._tokens, at)
        return self._paired("between", at, phrase[1], ("and",)) if phrase else None

    def _range(self, at: int) -> Span | None:
        for lead in ("from", "since"):
            phrase = self._lexicon.match(lead, self._tokens, at)
            if phrase and (span := self._paired(lead, at, phrase[1], ("to",))):
                return span
        return None

    def _paired(self, lead: str, at: int, start: int, joiners: tuple[str, ...]) -> Span | None:
        pair = self._pair(start, joiners)
        if not pair:
            return None
        first, last = pair
        span = Span(first.since, last.until, at, last.end, last.kind)
        own = not self._whose.is_compound(start, first) and not self._whose.is_count(replace(last, kind=last.kind))
        return self._judged(replace(span, own=own, published=self._published(lead, span)), last)

    def _pair(self, start: int, joiners: tuple[str, ...], *, listed: bool = False) -> tuple[Period, Period] | None:
        """Two periods with a word between them; "3 to 5 May" has its month only once. `listed`: of one kind."""
        first = self._period(start)
        figure = None if first else self._reader.day_number(self._lexicon.skip("article", self._tokens, start))
        middle = first.end if first else figure[1] if figure else start
        if middle == start or middle >= len(self._tokens):
            return None
        for joiner in joiners:
            joined = (
                middle + 1 if self._tokens[middle].word == joiner else self._lexicon.skip(joiner, self._tokens, middle)
            )
            if joined == middle or joined >= len(self._tokens):
                continue
            last = self._period(joined) or self._period(self._lexicon.skip("in", self._tokens, joined))
            if not last and first and first.kind is Kind.DAY_OF_YEAR and self._lexicon.language == "en":
                last = self._same_month(first, joined)
                first = replace(first, kind=Kind.DAY_OF_YEAR)
            if not last or (first and listed and not _are_alike(first, last)):
                continue
            if figure:
                if last.kind not in (Kind.DAY, Kind.DAY_OF_YEAR) or figure[0] > last.since.day:
                    continue
                day = last.since.replace(day=figure[0])
                first = Period(day, day, last.kind, start, middle)
            if first:
                first, last = _ordered(first, last)
                if first.since <= last.until:
                    return first, last
        return None

    def _same_month(self, first: Period, at: int) -> Period | None:
        """The 5 of "May 3 to 5, 2025"."""
        number = self._reader.day_number(at)
        if not number:
            return None
        i = number[1] + (number[1] < len(self._tokens) and self._tokens[number[1]].word == ",")
        year = self._reader.year_number(i)
        try:
            day = first.since.replace(year=year[0] if year else first.since.year, day=number[0])
        except ValueError:
            return None
        return Period(day, day, Kind.DAY if year else Kind.DAY_OF_YEAR, at, year[1] if year else number[1])

    def _within_year(self, period: Period) -> Period:
        """ "last year in May"."""
        if (
            period.kind is Kind.NEAR
            and period.since.day == period.since.month == 1
            and (period.until - period.since).days >= 364
        ):
            start = self._lexicon.skip("in", self._tokens, period.end)
            month = self._reader.period(start) if start > period.end else None
            if month and month.kind is Kind.MONTH_OF_YEAR:
                inner = _moved(month, period.since.year)
                return replace(inner, kind=Kind.NEAR, at=period.at)
        return period

    def _published(self, lead: str, span: Span) -> bool:
        return self._publishing.dates(lead, span.at, span.end, is_year=span.kind is Kind.YEAR)

    def _judged(self, span: Span, period: Period) -> Span:
        return replace(
            span, own=span.own and not self._whose.is_to_come(period, since=span.since, at=span.at, end=span.end)
        )


def _are_alike(first: Period, last: Period) -> bool:
    if first.kind is last.kind:
        return True
    return (first.kind, last.kind) in (
        (Kind.MONTH_OF_YEAR, Kind.MONTH),
        (Kind.DAY_OF_YEAR, Kind.DAY),
        (Kind.WEEKDAY, Kind.NEAR),
    )


def _ordered(first: Period, last: Period) -> tuple[Period, Period]:
    """Give the one without a year the year that puts it before, or after, the other."""
    if first.kind in (Kind.MONTH_OF_YEAR, Kind.DAY_OF_YEAR):
        year = last.since.year
        moved = _moved(first, year)
        return (moved if moved.since <= last.since else _moved(first, year - 1)), last
    if first.kind is Kind.WEEKDAY and last.kind in (Kind.WEEKDAY, Kind.NEAR) and first.since > last.since:
        week = timedelta(days=7)
        return replace(first, since=first.since - week, until=first.until - week), last
    if last.kind in (Kind.MONTH_OF_YEAR, Kind.DAY_OF_YEAR) and first.kind in (Kind.MONTH, Kind.DAY):
        moved = _moved(last, first.since.year)
        return first, (moved if moved.since >= first.since else _moved(last, first.since.year + 1))
    return first, last


def _moved(period: Period, year: int) -> Period:
    """The same day or month in another year; 29 February becomes the 28th."""
    day = 28 if (period.since.month, period.since.day) == (2, 29) else period.since.day
    since = date(year, period.since.month, day)
    if period.kind is Kind.DAY_OF_YEAR:
        return replace(period, since=since, until=since)
    following = date(year + since.month // 12, since.month % 12 + 1, 1)
    return replace(period, since=since, until=following - timedelta(days=1))

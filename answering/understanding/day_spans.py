"""Spans of days: periods with the words before and between them, and whether they are the question's or its subject's."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from answering.understanding.day_lexicon import Token
from answering.understanding.day_periods import Kind, Period, PeriodReader
from answering.understanding.publishing import Publishing

_YEARLESS = {Kind.DAY_OF_YEAR, Kind.MONTH_OF_YEAR, Kind.WEEKDAY}
# Nouns follow a date directly in these ("the May 2025 floods"), so an article or a noun beside it tells that it is the subject's.
_COMPOUNDING = {"en", "de"}
_NOT_BEFORE_YEARS = set("on a al au aux ai ad am an den dem nei negli nelle alla".split())
_HOLY_DAYS = set("santo santa gras negro saint noir de di of in".split())


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
        self._future = self._speaks_of_the_future()

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
        pair = self._pair(start, ("and",), listed=True) or self._dashed(lead, start)
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
        possessive = self._possessive(period.end)
        published = self._publishing.dates(lead, span.at, span.end)
        own = self._is_own(lead, at, period, possessive=possessive, published=published)
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
                found.append(replace(span, published=self._publishing.dates(lead, span.at, span.end)))
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
            own = not self._is_compound(start, period) and not self._is_name(period) and not self._is_count(period)
            own = own and not (lead == "until" and period.since == period.until == self._today)
            found.append(
                self._judged(replace(span, own=own, published=self._publishing.dates(lead, span.at, span.end)), period)
            )
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
        own = not self._is_compound(start, first) and not self._is_count(replace(last, kind=last.kind))
        return self._judged(replace(span, own=own, published=self._publishing.dates(lead, span.at, span.end)), last)

    def _dashed(self, lead: str, start: int) -> tuple[Period, Period] | None:
        """ "in 2019-2021", "Mai bis Juli 2025"."""
        pair = self._pair(start, ("-", "/") if lead == "in" else ("-",), listed=False)
        if pair is None and self._lexicon.language == "de":
            pair = self._pair(start, ("to",))
        return pair

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
                first, last = _ordered(first, last, self._today)
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

    # -- whose days they are ---------------------------------------------------------------------------------------------

    def _judged(self, span: Span, period: Period) -> Span:
        """What lies after today is asked for or a premise: it stays in the question."""
        to_come = (span.since or period.since) > self._today or period.since > self._today
        if span.until and span.since is None and period.until > self._today and period.since > self._today:
            to_come = True
        if period.kind in _YEARLESS and self._future:
            to_come = True
        if self._is_next(span.at - 1) or self._is_next(span.end):
            to_come = True
        return replace(span, own=span.own and not to_come)

    def _is_own(self, lead: str, at: int, period: Period, *, possessive: int | None, published: bool) -> bool:
        kind, language = period.kind, self._lexicon.language
        following = self._token(period.end)
        if self._is_remainder(at, period):
            return False
        if "in" not in self._lexicon.tables:
            return kind in (Kind.DAY, Kind.MONTH, Kind.SPELT_YEAR)
        if possessive and kind not in (Kind.NEAR, Kind.WEEKDAY, Kind.WEEKEND, Kind.DAY):
            return False
        if published and kind is not Kind.WEEKDAY:
            return not self._is_name(period) or kind is not Kind.MONTH_OF_YEAR or lead in ("of", "in")
        if kind is Kind.NEAR:
            today = period.since == period.until == self._today
            return not (possessive and today) and not self._is_longer(at)
        if kind is Kind.WEEKEND:
            return lead in ("in", "in near", "of") or (lead == "article" and language in ("es", "fr"))
        if kind is Kind.WEEKDAY:
            return self._is_weekday(lead, at, period, possessive=possessive)
        if self._is_count(period):
            return False
        if kind is Kind.DAY:
            beside = lead != "in" or self._is_compound(self._lexicon.skip(lead, self._tokens, at), period)
            return not (beside and language == "en" and self._is_noun(following))
        if kind is Kind.DAY_OF_YEAR:
            if lead in ("in", "in day"):
                return True
            if lead == "article":
                return language != "en" or not self._is_noun(following)
            before = self._token(at - 1)
            return lead == "" and language == "en" and _ends(following) and bool(before) and not before.capital  # type: ignore[union-attr]
        word = self._tokens[at].word
        if lead in ("of", "in day", "in near"):
            return False
        if self._is_compound(at if not lead else self._lexicon.skip(lead, self._tokens, at), period):
            return False
        if (
            kind in (Kind.YEAR, Kind.MONTH_OF_YEAR)
            and word in _NOT_BEFORE_YEARS
            and not (language == "it" and kind is Kind.MONTH_OF_YEAR)
        ):
            return False
        if kind is Kind.MONTH_OF_YEAR:
            return lead == "in" and not self._is_name(period)
        if kind is Kind.YEAR:
            return lead == "in" or (lead == "" and language == "de" and self._is_adverb(at, period))
        if kind is Kind.MONTH:
            before = self._token(at - 1)
            return lead == "in" or (
                lead == "" and not self._is_noun(following) and not (before and self._lexicon.holds("article", before))
            )
        if kind in (Kind.SEASON, Kind.DECADE):
            return lead == "in"
        if kind is Kind.PART:
            return lead == "in" or language != "en" or not self._is_noun(following)
        return kind is Kind.SPELT_YEAR

    def _is_weekday(self, lead: str, at: int, period: Period, *, possessive: int | None) -> bool:
        language, name = self._lexicon.language, self._tokens[period.end - 1]
        following, before = self._token(period.end), self._token(at - 1)
        if following and (
            following.word in _HOLY_DAYS - {"de", "di", "of", "in"} or (language == "en" and following.capital)
        ):
            return False
        if possessive:
            return not (before and before.capital and before is not self._tokens[0])
        if lead in ("in", "of"):
            return True
        if lead == "article":
            return language == "es" and self._tokens[at].word == "el"
        if lead or before is None:
            return False
        if language == "en":
            return self._lexicon.holds("says", before) and _ends(following)
        return language in ("fr", "it", "pt") and not name.capital and not self._lexicon.holds("article", before)

    def _is_remainder(self, at: int, period: Period) -> bool:
        """Whether a month is what is left of no day at all, "31 February 2025", or of a law's number, "12/2023"."""
        if period.kind not in (Kind.MONTH, Kind.MONTH_OF_YEAR):
            return False
        before = self._token(at - 1)
        if before and before.word == "." and before.end == self._tokens[at].start:
            before = None
        elif before and before.word == ".":
            before = self._token(at - 2)
        figures = self._tokens[period.end - 1].figures
        return bool(before and before.word[:1].isdigit()) or (
            figures is not None and at == period.at and self._text[self._tokens[at].start :].find("年", 0, 5) < 0
        )

    def _is_adverb(self, at: int, period: Period) -> bool:
        """German says "Wer gewann 2019 …" without a preposition; after or before a noun the year is the noun's."""
        before, following = self._token(at - 1), self._token(period.end)
        if following and following.capital and not following.is_mark:
            return False
        if before is None:
            return bool(following) and not _ends(following)
        first = at - 1 == 0
        if before.is_mark or before.figures or before.word.isdigit():
            return False
        return (
            (not before.capital or first)
            and not self._lexicon.holds("article", before)
            and before.word not in ("als", "uber", "rund", "etwa", "fast", "knapp", "mit", "fur", "zu")
        )

    def _is_compound(self, start: int, period: Period) -> bool:
        """ "the 2020 Olympics", "the May 2025 floods", "in the summer 2024 games"."""
        if self._lexicon.language not in _COMPOUNDING:
            return False
        article = self._lexicon.match("article", self._tokens, start)
        if not article and start > 0 and period.at == start:
            return False
        if not article:
            return False
        if period.kind in (Kind.YEAR, Kind.MONTH, Kind.MONTH_OF_YEAR):
            return True
        if period.kind in (Kind.NEAR, Kind.WEEKDAY, Kind.WEEKEND):
            return False
        return self._lexicon.language == "en" and self._is_noun(self._token(period.end))

    def _is_name(self, period: Period) -> bool:
        """Whether a month without its year may be a name or a verb: "after May resigned", "sur Mars"."""
        if period.kind is not Kind.MONTH_OF_YEAR:
            return False
        name, following, before = self._tokens[period.end - 1], self._token(period.end), self._token(period.at - 1)
        if self._lexicon.language == "fr":
            return name.capital and name.word == "mars"
        if self._lexicon.language != "en" or name.word not in ("march", "may", "april", "june", "august"):
            return False
        if following and (following.capital or self._possessive(period.end)):
            return True
        if before and before.word in ("in", "during", "throughout"):
            return False
        return bool(following) and self._is_noun(following)

    def _is_count(self, period: Period) -> bool:
        """ "in 2000 homes", "entre 1500 y 2000 personas"."""
        if period.kind is not Kind.YEAR:
            return False
        following = self._token(period.end)
        if following is None or following.is_mark:
            return False
        if self._lexicon.match("counted", self._tokens, period.end):
            return True
        small = any(
            self._lexicon.match(name, self._tokens, period.end)
            for name in ("in", "of", "article", "and", "to", "since", "until", "plain", "in near")
        )
        return period.until.year % 100 == 0 and not small

    def _is_noun(self, token: Token | None) -> bool:
        """Whether what follows may be a noun that the date belongs to: any word that is none of the small ones."""
        if token is None or token.is_mark or token.figures or self._lexicon.language not in _COMPOUNDING:
            return False
        return not any(self._lexicon.holds(name, token) for name in ("plain", "in", "of", "and", "near"))

    def _is_next(self, at: int) -> bool:
        return 0 <= at < len(self._tokens) and self._lexicon.match("next", self._tokens, at) is not None

    def _is_longer(self, at: int) -> bool:
        """ "more than two years ago"."""
        before = self._token(at - 1)
        return before is not None and self._lexicon.holds("more", before)

    def _possessive(self, at: int) -> int | None:
        if self._lexicon.language != "en" or at + 1 >= len(self._tokens):
            return None
        return at + 2 if self._tokens[at].word == "'" and self._tokens[at + 1].word == "s" else None

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _speaks_of_the_future(self) -> bool:
        for at, token in enumerate(self._tokens):
            if self._lexicon.match("will", self._tokens, at):
                return True
            if self._lexicon.endings and not token.capital and len(token.word) >= 4:
                word = unicodedata.normalize("NFC", self._text[token.start : token.end].lower())
                if word.endswith(self._lexicon.endings):
                    return True
        return False


def _ends(token: Token | None) -> bool:
    return token is None or token.is_mark


def _are_alike(first: Period, last: Period) -> bool:
    if first.kind is last.kind:
        return True
    return (first.kind, last.kind) in (
        (Kind.MONTH_OF_YEAR, Kind.MONTH),
        (Kind.DAY_OF_YEAR, Kind.DAY),
        (Kind.WEEKDAY, Kind.NEAR),
    )


def _ordered(first: Period, last: Period, today: date) -> tuple[Period, Period]:
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

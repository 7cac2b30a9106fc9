"""Periods of the calendar as words name them, without the preposition before them: "May 2025", "la semana pasada", "vor drei Tagen"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from answering.understanding.day_calendar import Kind, Period, calendar_period, month_of, season_of, third_of, year_of
from answering.understanding.day_distances import DistanceReader
from answering.understanding.day_lexicon import Lexicon, Token, is_full_year, real_day
from answering.understanding.day_words import MONTH, YEAR

_ORDINAL_SUFFIX = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|eme|o|a)?")


class PeriodReader(DistanceReader):
    """Reads the periods that the tokens of one question name. What lies after today is read too: the caller judges it."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, today: date) -> None:
        super().__init__(tokens, lexicon, today)
        self._known: dict[int, Period | None] = {}

    def period(self, at: int) -> Period | None:
        """Return the longest period that is named from `at` on."""
        if at not in self._known:
            may = at < len(self.tokens) and self.lexicon.may_begin(self.tokens[at])
            self._known[at] = self._read(at) if may else None
        return self._known[at]

    def _read(self, at: int) -> Period | None:
        found = []
        for rule in (
            self._figures, self._day, self._day_after_month, self._month, self._near, self._rolling, self._ago, self._unit,
            self._to_date, self._weekday, self._part, self._part_of_this_year, self._fraction, self._season, self._decade, self._year,
        ):  # fmt: skip
            try:
                period = rule(at)
            except (OverflowError, ValueError):
                continue  # before or after all calendars
            if period:
                found.append(period)
        return max(found, key=lambda period: period.end, default=None)

    def day_number(self, at: int) -> tuple[int, int] | None:
        """Return a day of the month that stands at `at` ("20", "20th", "1er", "20."), and where it ends."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        match = _ORDINAL_SUFFIX.fullmatch(token.word)
        if match:
            value, end = int(match[1]), at + 1
            if end < len(self.tokens) and self.tokens[end].word in (".", "°"):
                end += 1
                if (
                    end < len(self.tokens)
                    and self.tokens[end].word in ("o", "°")
                    and token.end + 1 == self.tokens[end].start
                ):
                    end += 1  # "1.º"
            return (value, end) if 1 <= value <= 31 else None
        ordinal = self._match("ordinals", at)
        return (1, ordinal[1]) if ordinal and ordinal[0] == 0 else None

    # -- days, months, years ---------------------------------------------------------------------------------------------

    def _figures(self, at: int) -> Period | None:
        figures = self.tokens[at].figures
        if figures is None:
            return None
        year, month, day = figures
        if year is None:
            return self._latest_day(month, day, at, at + 1) if month and day else None
        whole = real_day(year, 1 if month is None else month, 1 if day is None else day)
        if whole is None:
            return None
        if day is not None:
            return Period(whole, whole, Kind.DAY, at, at + 1)
        if month is not None:
            return Period(*month_of(year, month), Kind.MONTH, at, at + 1)
        return Period(*year_of(year), Kind.SPELT_YEAR, at, at + 1)

    def _day(self, at: int) -> Period | None:
        start = self._past_weekday(at)
        start = self._skip("article", start)
        start = self._skip("day", start)
        number = self.day_number(start)
        if not number:
            if start > at and start < len(self.tokens) and self.tokens[start].figures:
                whole = self._figures(start)  # "Dienstag, 20.5.2025"
                return replace(whole, at=at) if whole else None
            return None
        day, i = number
        month = self._month_name(self._past_of(i), short=True)
        if not month:
            return None
        return self._with_year(day, *month, at)

    def _day_after_month(self, at: int) -> Period | None:
        if self.lexicon.language != "en":
            return None
        month = self._month_name(self._past_weekday(at), short=True)
        if not month:
            return None
        number = self.day_number(self._skip("article", month[1]))
        return self._with_year(number[0], month[0], number[1], at) if number else None

    def _with_year(self, day: int, month: int, i: int, at: int) -> Period | None:
        year = self._year_after(i)
        if year:
            whole = real_day(year[0], month, day)
            return Period(whole, whole, Kind.DAY, at, year[1]) if whole else None
        return self._latest_day(month, day, at, i)

    def _latest_day(self, month: int, day: int, at: int, end: int) -> Period | None:
        for year in range(self.today.year, self.today.year - 9, -1):  # 29 February may be eight years back
            whole = real_day(year, month, day)
            if whole and whole <= self.today:
                return Period(whole, whole, Kind.DAY_OF_YEAR, at, end)
        return None

    def _month(self, at: int) -> Period | None:
        i = self._skip("article", at)
        i = self._skip("month", i)
        modifier = self._last_or_this(i, after=False)
        name = self._month_name(modifier[1] if modifier else i, short=not modifier)
        if not name:
            return None
        month, end = name
        year = self._year_after(end)
        if year and not modifier:
            return Period(*month_of(year[0], month), Kind.MONTH, at, year[1]) if real_day(year[0], 1, 1) else None
        full = self._month_name(modifier[1] if modifier else i)
        if not full:
            return None  # "Mar" and "Sun" alone are other words
        modifier_after = None if modifier else self._last_or_this(end, after=True)
        if modifier or modifier_after:
            which, end = (modifier[0], end) if modifier else modifier_after or ("", end)
            year_ = self.today.year - (which == "last" and month >= self.today.month)
            return Period(*month_of(year_, month), Kind.NEAR, at, end)
        year_ = self.today.year - (month > self.today.month)
        return Period(*month_of(year_, month), Kind.MONTH_OF_YEAR, at, end)

    def _year(self, at: int) -> Period | None:
        i = self._skip("article", at)
        spelt = self._skip("year", i)
        year = self.year_number(spelt if spelt > i else at)
        if not year:
            return None
        return Period(*year_of(year[0]), Kind.SPELT_YEAR if spelt > i else Kind.YEAR, at, year[1])

    def year_number(self, at: int) -> tuple[int, int] | None:
        """Return a year in four figures and where it ends, None for a part of a longer number, name or season."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if not is_full_year(token):
            return None
        if at + 1 < len(self.tokens):
            following = self.tokens[at + 1]
            after = self.tokens[at + 2] if at + 2 < len(self.tokens) else None
            joined = bool(after and following.start == token.end and after.start == following.end)
            if following.word in "$€£%°" or (following.start == token.end and not following.is_mark):
                return None
            if joined and after and following.word in "-/.,:'" and not is_full_year(after) and after.word[0].isalnum():
                return None
        return int(token.word), at + 1

    def _year_after(self, at: int) -> tuple[int, int] | None:
        """A year after a month: "May 2025", "mayo de 2025", "May, 2025", "mayo del año pasado"."""
        i = at
        while i < min(at + 2, len(self.tokens)) and self.tokens[i].word in (",", "."):
            i += 1
        year = self.year_number(i) or self.year_number(self._past_of(i))
        if year:
            return year
        for start in (i, self._past_of(i)):
            spelt = self._skip("year", self._skip("article", start))
            year = self.year_number(spelt)
            if year and spelt > start:
                return year
            near = self._unit(start)
            if near and near.kind is Kind.NEAR and (near.until - near.since).days > 360:
                return near.since.year, near.end
        return None

    def _month_name(self, at: int, *, short: bool = False) -> tuple[int, int] | None:
        found = self._match("months", at)
        if not found and short:
            found = self._match("abbreviated", at)
            if found and found[1] < len(self.tokens) and self.tokens[found[1]].word == ".":
                found = found[0], found[1] + 1
        return (found[0] + 1, found[1]) if found else None

    # -- parts and longer periods ----------------------------------------------------------------------------------------

    def _part(self, at: int) -> Period | None:
        part = self._match("parts", at)
        if not part:
            return None
        i = part[1]
        if i < len(self.tokens) and self.tokens[i].word == "-":
            i += 1
        whole = self._whole(i)
        if not whole:
            return None
        return replace(third_of(whole, part[0]), at=at, kind=Kind.PART)

    def _part_of_this_year(self, at: int) -> Period | None:
        """ "Jahresbeginn"."""
        part = self._match("parts of this year", at)
        year = Period(*year_of(self.today.year), Kind.PART, at, part[1]) if part else None
        return third_of(year, part[0]) if part and year else None

    def _fraction(self, at: int) -> Period | None:
        """A quarter or half: "the first quarter of 2025", "Q1 2025", "el segundo semestre de 2024", "the first half of May"."""
        i = self._skip("article", at)
        ordinal = self._match("ordinals", i) or self._figure_ordinal(i)
        for name, parts in (("quarter", 4), ("half", 2)):
            if ordinal:
                named = self._match(name, ordinal[1])
                which, end = ordinal[0], named[1] if named else 0
            else:
                named = self._match(name, i)
                figure = self.tokens[named[1]].word if named and named[1] < len(self.tokens) else ""
                named = named if named and figure in ("1", "2", "3", "4") else None
                which, end = (int(figure) - 1, named[1] + 1) if named else (0, 0)
            whole = self._whole(end) if named and which < parts else None
            if not whole:
                continue
            days = (whole.until - whole.since).days + 1
            if parts == 4 and days not in (365, 366):
                continue
            if days in (365, 366):
                months = 12 // parts
                first, last = which * months + 1, (which + 1) * months
                return replace(
                    whole, at=at, kind=Kind.PART,
                    since=date(whole.since.year, first, 1), until=month_of(whole.since.year, last)[1],
                )  # fmt: skip
            middle = date(whole.since.year + days // 730, 1, 1) if days > 366 else whole.since + timedelta(days=15)
            since, until = (whole.since, middle - timedelta(days=1)) if which == 0 else (middle, whole.until)
            return replace(whole, at=at, kind=Kind.PART, since=since, until=until)
        return None

    def _figure_ordinal(self, at: int) -> tuple[int, int] | None:
        number = self.day_number(at)
        return (number[0] - 1, number[1]) if number and number[1] > at + 1 else None

    def _whole(self, at: int) -> Period | None:
        """What can have a beginning and an end: a month, a year, a decade, "last year", "del año"."""
        i = self._past_of(at)
        starts = dict.fromkeys((i, self._skip("article", i)))
        for start in starts:
            if start >= len(self.tokens):
                continue
            for rule in (self._month, self._decade, self._year, self._unit):
                whole = rule(start)
                if whole and (whole.until - whole.since).days >= 27:
                    return whole
        unit = self._match("unit", max(starts))
        if unit and unit[0] in (MONTH, YEAR) and not self._year_after(unit[1]):
            since, until = calendar_period(self.today, unit[0], 0)
            return Period(since, until, Kind.NEAR, at, unit[1])
        return None

    def _season(self, at: int) -> Period | None:
        i = self._skip("article", at)
        modifier = self._last_or_this(i, after=False)
        season = self._match("seasons", modifier[1] if modifier else i)
        if not season:
            return None
        number, end = season
        modifier_after = None if modifier else self._last_or_this(end, after=True)
        if modifier or modifier_after:
            which, end = (modifier[0], end) if modifier else modifier_after or ("", end)
            for year in (self.today.year, self.today.year - 1, self.today.year - 2):
                since, until = season_of(year, number)
                if since <= self.today and (which == "this" or until < self.today):
                    return Period(since, until, Kind.NEAR, at, end)
            return None
        year_ = self._year_after(end) or self._years_of_winter(end)
        return Period(*season_of(year_[0], number), Kind.SEASON, at, year_[1]) if year_ else None

    def _years_of_winter(self, at: int) -> tuple[int, int] | None:
        """The first year of "winter 2023/24"."""
        i = self._past_of(at)
        if i + 2 < len(self.tokens) and is_full_year(self.tokens[i]) and self.tokens[i + 1].word in "-/":
            first, second = int(self.tokens[i].word), self.tokens[i + 2].word
            if second.isdigit() and int(second) % 100 == (first + 1) % 100:
                return first, i + 3
        return None

    def _decade(self, at: int) -> Period | None:
        i = self._skip("article", at)
        article = i > at
        before = self._match("decade", i)
        start = before[1] if before else i
        if before:
            start = self._skip("article", start)
            if start < len(self.tokens) and self.tokens[start].word == "'":
                start += 1
        elif start < len(self.tokens) and self.tokens[start].word == "'":
            start += 1
        named = self._match("decades", start)
        if named:
            year, end = 1900 + named[0], named[1]
        else:
            word = self.tokens[start].word if start < len(self.tokens) else ""
            match = re.fullmatch(r"((?:1[5-9]|20)?\d0)(s|er|ern|ers)?", word)
            if not match or not (before or match[2]):
                return None
            year, end = int(match[1]), start + 1
            if year < 30:
                return None  # the 1920s or the 2020s
            year += 1900 if year < 100 else 0
        if (
            self.lexicon.language == "en"
            and year < 2000
            and not article
            and end == start + 1
            and len(self.tokens[start].word) < 5
        ):
            return None  # "in her nineties"
        after = self._match("decade after", end)
        if self.lexicon.language == "de" and not after and named:
            return None
        end = after[1] if after else end
        return Period(date(year, 1, 1), date(year + 9, 12, 31), Kind.DECADE, at, end)

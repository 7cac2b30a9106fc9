"""Periods of the calendar as words name them, without the preposition before them: "May 2025", "la semana pasada", "vor drei Tagen"."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from answering.understanding.day_lexicon import EARLIEST_YEAR, LATEST_YEAR, Lexicon, Token, real_day
from answering.understanding.day_words import DAY, DECADE, HOUR, MONTH, QUARTER, WEEK, WEEKEND, YEAR


class Kind(Enum):
    """What sort of words name a period; which of them are the subject's own depends on it."""

    DAY = auto()  # with its year
    DAY_OF_YEAR = auto()
    MONTH = auto()  # with its year
    MONTH_OF_YEAR = auto()
    YEAR = auto()
    SPELT_YEAR = auto()  # "the year 2019"
    DECADE = auto()
    SEASON = auto()
    PART = auto()  # a quarter or half, or early, mid or late in a longer period
    WEEKDAY = auto()
    WEEKEND = auto()
    NEAR = auto()  # told from today: "last week", "two years ago", "the last ten days"


@dataclass(frozen=True)
class Period:
    """The days from `since` to `until`, named by the tokens from `at` to before `end`.

    `back` is the very day from which "for two years" counts, where the words are "two years ago".
    """

    since: date
    until: date
    kind: Kind
    at: int
    end: int
    back: date | None = None


# A few, where nobody says how many: a week's worth of days, about a month of weeks, and so on by unit.
_FEW = {DAY: 7, WEEK: 4, MONTH: 4, YEAR: 5, WEEKEND: 4, QUARTER: 3, DECADE: 3, HOUR: 24}
_FEW_ = -1
_ORDINAL_SUFFIX = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|re|e|eme|o|a)?")
_CALENDAR, _ROLLING = "calendar", "rolling"


class PeriodReader:
    """Reads the periods that the tokens of one question name. What lies after today is read too: the caller judges it."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, today: date) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.today = today
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
            self._weekday, self._part, self._fraction, self._season, self._decade, self._year,
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
        ordinal = self.lexicon.match("ordinals", self.tokens, at)
        return (1, ordinal[1]) if ordinal and ordinal[0] == 0 else None

    # -- days, months, years ---------------------------------------------------------------------------------------------

    def _figures(self, at: int) -> Period | None:
        figures = self.tokens[at].figures
        if figures is None:
            return None
        year, month, day = figures
        if year and month and day:
            whole = real_day(year, month, day)
            return Period(whole, whole, Kind.DAY, at, at + 1) if whole else None
        if year and month and real_day(year, month, 1):
            return Period(*_month(year, month), Kind.MONTH, at, at + 1)
        if year and not month and real_day(year, 1, 1):
            return Period(*_year(year), Kind.SPELT_YEAR, at, at + 1)
        return self._latest_day(month, day, at, at + 1) if month and day else None

    def _day(self, at: int) -> Period | None:
        start = self._past_weekday(at)
        start = self.lexicon.skip("article", self.tokens, start) if start > at or at == start else start
        start = self.lexicon.skip("day", self.tokens, start)
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
        number = self.day_number(self.lexicon.skip("article", self.tokens, month[1]))
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
        i = self.lexicon.skip("article", self.tokens, at)
        i = self.lexicon.skip("month", self.tokens, i)
        modifier = self._last_or_this(i, after=False)
        name = self._month_name(modifier[1] if modifier else i, short=not modifier)
        if not name:
            return None
        month, end = name
        year = self._year_after(end)
        if year and not modifier:
            return Period(*_month(year[0], month), Kind.MONTH, at, year[1]) if real_day(year[0], 1, 1) else None
        full = self._month_name(modifier[1] if modifier else i)
        if not full:
            return None  # "Mar" and "Sun" alone are other words
        modifier_after = None if modifier else self._last_or_this(end, after=True)
        if modifier or modifier_after:
            which, end = (modifier[0], end) if modifier else modifier_after or ("", end)
            year_ = self.today.year - (which == "last" and month >= self.today.month)
            return Period(*_month(year_, month), Kind.NEAR, at, end)
        year_ = self.today.year - (month > self.today.month)
        return Period(*_month(year_, month), Kind.MONTH_OF_YEAR, at, end)

    def _year(self, at: int) -> Period | None:
        i = self.lexicon.skip("article", self.tokens, at)
        spelt = self.lexicon.skip("year", self.tokens, i)
        year = self.year_number(spelt if spelt > i else at)
        if not year:
            return None
        return Period(*_year(year[0]), Kind.SPELT_YEAR if spelt > i else Kind.YEAR, at, year[1])

    def year_number(self, at: int) -> tuple[int, int] | None:
        """Return a year in four figures and where it ends, None for a part of a longer number, name or season."""
        if at >= len(self.tokens):
            return None
        token = self.tokens[at]
        if not re.fullmatch(r"\d{4}", token.word) or not EARLIEST_YEAR <= int(token.word) <= LATEST_YEAR:
            return None
        if at + 1 < len(self.tokens):
            following = self.tokens[at + 1]
            after = self.tokens[at + 2] if at + 2 < len(self.tokens) else None
            joined = bool(after and following.start == token.end and after.start == following.end)
            if following.word in "$€£%°" or (following.start == token.end and not following.is_mark):
                return None
            if joined and after and following.word in "-/.,:'" and not _full_year(after) and after.word[0].isalnum():
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
            spelt = self.lexicon.skip("year", self.tokens, self.lexicon.skip("article", self.tokens, start))
            year = self.year_number(spelt)
            if year and spelt > start:
                return year
            near = self._unit(start)
            if near and near.kind is Kind.NEAR and (near.until - near.since).days > 360:
                return near.since.year, near.end
        return None

    def _month_name(self, at: int, *, short: bool = False) -> tuple[int, int] | None:
        found = self.lexicon.match("months", self.tokens, at)
        if not found and short:
            found = self.lexicon.match("abbreviated", self.tokens, at)
            if found and found[1] < len(self.tokens) and self.tokens[found[1]].word == ".":
                found = found[0], found[1] + 1
        return (found[0] + 1, found[1]) if found else None

    # -- parts and longer periods ----------------------------------------------------------------------------------------

    def _part(self, at: int) -> Period | None:
        part = self.lexicon.match("parts", self.tokens, at)
        if not part:
            return None
        i = part[1]
        if i < len(self.tokens) and self.tokens[i].word == "-":
            i += 1
        whole = self._whole(i)
        if not whole:
            return None
        return replace(_third(whole, part[0]), at=at, kind=Kind.PART)

    def _fraction(self, at: int) -> Period | None:
        """A quarter or half: "the first quarter of 2025", "Q1 2025", "el segundo semestre de 2024", "the first half of May"."""
        i = self.lexicon.skip("article", self.tokens, at)
        ordinal = self.lexicon.match("ordinals", self.tokens, i) or self._figure_ordinal(i)
        for name, parts in (("quarter", 4), ("half", 2)):
            if ordinal:
                named = self.lexicon.match(name, self.tokens, ordinal[1])
                which, end = ordinal[0], named[1] if named else 0
            else:
                named = self.lexicon.match(name, self.tokens, i)
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
                    since=date(whole.since.year, first, 1), until=_month(whole.since.year, last)[1],
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
        starts = dict.fromkeys((i, self.lexicon.skip("article", self.tokens, i)))
        for start in starts:
            if start >= len(self.tokens):
                continue
            for rule in (self._month, self._decade, self._year, self._unit):
                whole = rule(start)
                if whole and (whole.until - whole.since).days >= 27:
                    return whole
        unit = self.lexicon.match("unit", self.tokens, max(starts))
        if unit and i > at - 1 and unit[0] in (MONTH, YEAR) and not self._year_after(unit[1]):
            since, until = self._calendar(unit[0], 0)
            return Period(since, until, Kind.NEAR, at, unit[1])
        return None

    def _season(self, at: int) -> Period | None:
        i = self.lexicon.skip("article", self.tokens, at)
        modifier = self._last_or_this(i, after=False)
        season = self.lexicon.match("seasons", self.tokens, modifier[1] if modifier else i)
        if not season:
            return None
        number, end = season
        modifier_after = None if modifier else self._last_or_this(end, after=True)
        if modifier or modifier_after:
            which, end = (modifier[0], end) if modifier else modifier_after or ("", end)
            for year in (self.today.year, self.today.year - 1, self.today.year - 2):
                since, until = _season_of(year, number)
                if since <= self.today and (which == "this" or until < self.today):
                    return Period(since, until, Kind.NEAR, at, end)
            return None
        year_ = self._year_after(end) or self._years_of_winter(end)
        return Period(*_season_of(year_[0], number), Kind.SEASON, at, year_[1]) if year_ else None

    def _years_of_winter(self, at: int) -> tuple[int, int] | None:
        """The first year of "winter 2023/24"."""
        i = self._past_of(at)
        if i + 2 < len(self.tokens) and _full_year(self.tokens[i]) and self.tokens[i + 1].word in "-/":
            first, second = int(self.tokens[i].word), self.tokens[i + 2].word
            if second.isdigit() and int(second) % 100 == (first + 1) % 100:
                return first, i + 3
        return None

    def _decade(self, at: int) -> Period | None:
        i = self.lexicon.skip("article", self.tokens, at)
        article = i > at
        before = self.lexicon.match("decade", self.tokens, i)
        start = before[1] if before else i
        if before:
            start = self.lexicon.skip("article", self.tokens, start)
            if start < len(self.tokens) and self.tokens[start].word == "'":
                start += 1
        elif start < len(self.tokens) and self.tokens[start].word == "'":
            start += 1
        named = self.lexicon.match("decades", self.tokens, start)
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
        after = self.lexicon.match("decade after", self.tokens, end)
        if self.lexicon.language == "de" and not after and named:
            return None
        end = after[1] if after else end
        return Period(date(year, 1, 1), date(year + 9, 12, 31), Kind.DECADE, at, end)

    # -- told from today -------------------------------------------------------------------------------------------------

    def _near(self, at: int) -> Period | None:
        if self.lexicon.match("not near", self.tokens, at):
            return None
        found = self.lexicon.match("near", self.tokens, at)
        if not found:
            return None
        day = self.today - timedelta(days=found[0])
        return Period(day, day, Kind.NEAR, at, found[1])

    def _unit(self, at: int) -> Period | None:
        """ "last week", "la semana pasada", "this year", "the week before last", "the past year"."""
        i = self.lexicon.skip("article", self.tokens, at)
        article = i > at or (at > 0 and self.lexicon.holds("article", self.tokens[at - 1]))
        steps, manner, start = None, _CALENDAR, i
        for name, count, how in (
            ("before last", -2, _CALENDAR),
            ("last", -1, _CALENDAR),
            ("past", -1, _ROLLING),
            ("this", 0, _CALENDAR),
        ):
            found = self.lexicon.match(name, self.tokens, i)
            if found and (name != "before last" or self.lexicon.language == "de"):
                steps, manner, start = count, how, found[1]
                break
        unit = self.lexicon.match("unit", self.tokens, start)
        if not unit:
            return None
        end = unit[1]
        if steps is None:
            for name, count in (("before last", -2), ("last after", -1)):
                found = self.lexicon.match(name, self.tokens, end)
                if found:
                    steps, end = count, found[1]
                    break
        elif end + 1 < len(self.tokens) and self.tokens[end].word == "-" and self.tokens[end + 1].word in ("ci", "la"):
            end += 2  # "cette semaine-ci"
        if steps is None:
            if unit[0] == WEEKEND:
                since, until = self._calendar(WEEKEND, 0 if self.today.weekday() >= 5 else -1)
                return Period(since, until, Kind.WEEKEND, at, end)
            return None
        if self.lexicon.language == "en" and article and steps == -1:
            manner = _ROLLING  # "in the last year" is not "last year"
        if unit[0] in (DAY, HOUR):
            return None
        if manner == _ROLLING:
            if self._past_of(end) > end:
                return None  # "the last week of the campaign"
            if unit[0] != WEEKEND:
                return Period(self._back(unit[0], 1), self.today, Kind.NEAR, at, end)
        since, until = self._calendar(unit[0], steps)
        return Period(since, until, Kind.NEAR, at, end)

    def _rolling(self, at: int) -> Period | None:
        """ "the last three weeks", "los diez últimos días", "ces derniers jours", "negli ultimi mesi"."""
        i = self.lexicon.skip("article", self.tokens, at)
        i = self.lexicon.skip("this", self.tokens, i) if i == at else i
        found = False
        count: int | None = None
        for _ in range(3):
            number = self._number(i)
            past = self.lexicon.match("past", self.tokens, i) or self.lexicon.match("last", self.tokens, i)
            if number and count is None:
                count, i = number
            elif past and not found:
                found, i = True, past[1]
        units = self.lexicon.match("units", self.tokens, i) or (
            self.lexicon.match("unit", self.tokens, i) if count == 1 else None
        )
        if not units:
            return None
        end = units[1]
        after = None if found else self.lexicon.match("many after", self.tokens, end)
        if not (found or after):
            return None
        end = after[1] if after else end
        if self._past_of(end) > end and self.lexicon.language != "de":
            return None  # "the last two days of the festival"
        since = self._back(units[0], count if count is not None and count != _FEW_ else _FEW[units[0]])
        return Period(since, self.today, Kind.NEAR, at, end)

    def _ago(self, at: int) -> Period | None:
        """ "three days ago", "hace dos años", "il y a deux semaines", "vor drei Tagen", "due anni fa"."""
        before = self.lexicon.match("ago before", self.tokens, at)
        i = before[1] if before else at
        i = self.lexicon.skip("about", self.tokens, i)
        number = self._number(i)
        if not number:
            return None
        count, i = number
        unit = self.lexicon.match("units", self.tokens, i) or self.lexicon.match("unit", self.tokens, i)
        if not unit:
            return None
        after = self.lexicon.match("ago after", self.tokens, unit[1])
        if not (before or after) or unit[0] == HOUR:
            return None
        if before and self._is_longer(before[1]):
            return None
        count = count if count != _FEW_ else _FEW[unit[0]]
        since, until = self._calendar(unit[0], -count)
        return Period(since, until, Kind.NEAR, at, after[1] if after else unit[1], back=self._back(unit[0], count))

    def length(self, at: int) -> tuple[date, int] | None:
        """Return the day from which "two years" count until today, and where the words end: "seit zwei Jahren"."""
        number = self._number(self.lexicon.skip("about", self.tokens, at))
        unit = (
            self.lexicon.match("units", self.tokens, number[1]) or self.lexicon.match("unit", self.tokens, number[1])
            if number
            else None
        )
        if not number or not unit:
            return None
        try:
            return self._back(unit[0], number[0] if number[0] != _FEW_ else _FEW[unit[0]]), unit[1]
        except (OverflowError, ValueError):
            return None

    def _weekday(self, at: int) -> Period | None:
        modifier = self._last_or_this(at, after=False)
        i = modifier[1] if modifier else at
        name = self.lexicon.match("weekdays", self.tokens, i)
        if not name and (short := self.lexicon.match("short weekdays", self.tokens, i)) and not self._is_noun(short[1]):
            name = short
        if not name:
            return None
        weekday, end = name
        end = self.lexicon.skip("time of day", self.tokens, end)
        for start in dict.fromkeys((end, self._past_of(end))):
            week = self._unit(start)
            if week and week.kind is Kind.NEAR and (week.until - week.since).days == 6 and week.since.weekday() == 0:
                day = week.since + timedelta(days=weekday)
                return Period(day, day, Kind.NEAR, at, week.end)
        modifier = modifier or self._last_or_this(end, after=True)
        if modifier and i == at:
            end = modifier[1]
        back = (self.today.weekday() - weekday) % 7
        if modifier and modifier[0] == "last":
            back = back or 7
        elif modifier and weekday > self.today.weekday():
            back -= 7  # still to come this week
        day = self.today - timedelta(days=back)
        return Period(day, day, Kind.NEAR if modifier else Kind.WEEKDAY, at, end)

    def _is_noun(self, at: int) -> bool:
        """Whether an ordinal's noun follows: "na segunda metade" is no Monday."""
        if at >= len(self.tokens) or self.tokens[at].is_mark:
            return False
        return not any(
            self.lexicon.match(name, self.tokens, at) for name in ("last after", "in", "of", "article", "and")
        )

    def _last_or_this(self, at: int, *, after: bool) -> tuple[str, int] | None:
        i = at if after else self.lexicon.skip("article", self.tokens, at)
        for name, meaning in (
            (("last after", "last"),) if after else (("last", "last"), ("past", "last"), ("this", "this"))
        ):
            found = self.lexicon.match(name, self.tokens, i)
            if found:
                return meaning, found[1]
        return None

    # -- small words -----------------------------------------------------------------------------------------------------

    def _past_of(self, at: int) -> int:
        return self.lexicon.skip("of", self.tokens, at)

    def _past_weekday(self, at: int) -> int:
        i = self.lexicon.match("weekdays", self.tokens, at)
        if not i:
            return at
        end = i[1]
        return end + 1 if end < len(self.tokens) and self.tokens[end].word in (",", ".") else end

    def _number(self, at: int) -> tuple[int, int] | None:
        if at < len(self.tokens) and re.fullmatch(r"\d{1,3}", self.tokens[at].word):
            return int(self.tokens[at].word), at + 1
        few = self.lexicon.match("few", self.tokens, at)
        if few:
            return _FEW_, few[1]
        return self.lexicon.match("numbers", self.tokens, at)

    def _is_longer(self, at: int) -> bool:
        return self.lexicon.match("more", self.tokens, at) is not None

    def _calendar(self, unit: int, steps: int) -> tuple[date, date]:
        """The day, week, month … that lies `steps` from the present one."""
        if unit == DAY:
            day = self.today + timedelta(days=steps)
            return day, day
        if unit in (WEEK, WEEKEND):
            monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=steps)
            return (monday + timedelta(days=5) if unit == WEEKEND else monday), monday + timedelta(days=6)
        if unit in (MONTH, QUARTER):
            length = 3 if unit == QUARTER else 1
            count = (self.today.year * 12 + self.today.month - 1) // length + steps
            first = count * length
            return date(first // 12, first % 12 + 1, 1), _month(
                (first + length - 1) // 12, (first + length - 1) % 12 + 1
            )[1]
        years = 10 if unit == DECADE else 1
        first = (self.today.year // years + steps) * years
        if first < EARLIEST_YEAR:
            raise ValueError(first)
        return date(first, 1, 1), date(first + years - 1, 12, 31)

    def _back(self, unit: int, count: int) -> date:
        """The day that lies so many days, weeks, months … before today."""
        if unit in (DAY, WEEK, WEEKEND, HOUR):
            return self.today - timedelta(days=-(-count // 24) if unit == HOUR else count * (1 if unit == DAY else 7))
        months = count * {MONTH: 1, QUARTER: 3, YEAR: 12, DECADE: 120}[unit]
        total = self.today.year * 12 + self.today.month - 1 - months
        year, month = total // 12, total % 12 + 1
        return date(year, month, min(self.today.day, calendar.monthrange(year, month)[1]))


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _season_of(year: int, number: int) -> tuple[date, date]:
    """Whole months, northern: summer is June to August, the winter of a year the one that begins in its December."""
    if number == 3:
        return date(year, 12, 1), _month(year + 1, 2)[1]
    return date(year, 3 * number + 3, 1), _month(year, 3 * number + 5)[1]


def _third(whole: Period, part: int) -> Period:
    """The early, middle or late third of a month, year or decade, in whole days, months or years."""
    days = (whole.until - whole.since).days + 1
    year, month = whole.since.year, whole.since.month
    if days <= 31:
        bounds = [(date(year, month, 1), date(year, month, 10)), (date(year, month, 11), date(year, month, 20))]
        bounds.append((date(year, month, 21), whole.until))
    elif days <= 366:
        bounds = [(date(year, first, 1), _month(year, first + 3)[1]) for first in (1, 5, 9)]
    else:
        bounds = [(date(year + a, 1, 1), date(year + b, 12, 31)) for a, b in ((0, 3), (4, 6), (7, 9))]
    since, until = bounds[part]
    return replace(whole, since=since, until=until)


def _full_year(token: Token) -> bool:
    return bool(re.fullmatch(r"\d{4}", token.word)) and EARLIEST_YEAR <= int(token.word) <= LATEST_YEAR

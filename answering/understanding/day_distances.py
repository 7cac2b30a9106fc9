"""Periods told from today: "last week", "la semana pasada", "vor drei Tagen", "the last ten days", a weekday."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from answering.understanding.day_calendar import Kind, Period, calendar_period, days_back
from answering.understanding.day_lexicon import Lexicon, Token
from answering.understanding.day_words import DAY, DECADE, HOUR, MONTH, QUARTER, WEEK, WEEKEND, YEAR

# A few, where nobody says how many: a week's worth of days, about a month of weeks, and so on by unit.
_FEW = {DAY: 7, WEEK: 4, MONTH: 4, YEAR: 5, WEEKEND: 4, QUARTER: 3, DECADE: 3, HOUR: 24}
_SOME = -1  # what stands for the number of "a few" until the unit is known


class DistanceReader:
    """Reads the periods that the tokens of one question name by their distance from today."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon, today: date) -> None:
        self.tokens = tokens
        self.lexicon = lexicon
        self.today = today

    def _near(self, at: int) -> Period | None:
        if self._match("not near", at):
            return None
        found = self._match("near", at)
        if not found:
            return None
        day = self.today - timedelta(days=found[0])
        return Period(day, day, Kind.NEAR, at, found[1])

    def _unit(self, at: int) -> Period | None:
        """ "last week", "la semana pasada", "this year", "the week before last", "the past year"."""
        i = self._skip("article", at)
        article = i > at or (at > 0 and self.lexicon.holds("article", self.tokens[at - 1]))
        steps, rolling, start = None, False, i
        for name, count in (("before last", -2), ("last", -1), ("past", -1), ("this", 0)):
            found = self._match(name, i)
            if found and (name != "before last" or self.lexicon.language == "de"):
                # "in the last year" is not "last year".
                rolling = name == "past" or (name == "last" and article and self.lexicon.language == "en")
                steps, start = count, found[1]
                break
        unit = self._match("unit", start)
        if not unit:
            return None
        end = unit[1]
        if steps is None:
            for name, count in (("before last", -2), ("last after", -1)):
                found = self._match(name, end)
                if found:
                    steps, end = count, found[1]
                    rolling = name == "last after" and article and self.lexicon.language == "en"
                    break
        elif end + 1 < len(self.tokens) and self.tokens[end].word == "-" and self.tokens[end + 1].word in ("ci", "la"):
            end += 2  # "cette semaine-ci"
        if steps is None:
            if unit[0] != WEEKEND:
                return None
            return self._told(
                *calendar_period(self.today, WEEKEND, 0 if self.today.weekday() >= 5 else -1), at, end, Kind.WEEKEND
            )
        if unit[0] in (DAY, HOUR) or (rolling and self._past_of(end) > end):
            return None  # "the last week of the campaign"
        if rolling and unit[0] != WEEKEND:
            return self._told(days_back(self.today, unit[0], 1), self.today, at, end)
        return self._told(*calendar_period(self.today, unit[0], steps), at, end)

    def _told(self, since: date, until: date, at: int, end: int, kind: Kind = Kind.NEAR) -> Period:
        return Period(since, until, kind, at, end)

    def _to_date(self, at: int) -> Period | None:
        """ "year to date", "en lo que va de año"."""
        found = self._match("to date", at)
        if not found:
            return None
        return self._told(calendar_period(self.today, found[0], 0)[0], self.today, at, found[1])

    def _rolling(self, at: int) -> Period | None:
        """ "the last three weeks", "los diez últimos días", "ces derniers jours", "negli ultimi mesi"."""
        i = self._skip("article", at)
        i = self._skip("this", i) if i == at else i
        found = False
        count: int | None = None
        for _ in range(3):
            number = self._number(i)
            past = self._match("past", i) or self._match("last", i)
            if number and count is None:
                count, i = number
            elif past and not found:
                found, i = True, past[1]
        units = self._match("units", i) or (self._match("unit", i) if count == 1 else None)
        if not units:
            return None
        end = units[1]
        after = None if found else self._match("many after", end)
        if not (found or after):
            return None
        end = after[1] if after else end
        if self._past_of(end) > end and self.lexicon.language != "de":
            return None  # "the last two days of the festival"
        return self._told(self._back(units[0], _SOME if count is None else count), self.today, at, end)

    def _ago(self, at: int) -> Period | None:
        """ "three days ago", "hace dos años", "il y a deux semaines", "vor drei Tagen", "due anni fa"."""
        before = self._match("ago before", at)
        i = before[1] if before else at
        i = self._skip("about", i)
        number = self._number(i)
        if not number:
            return None
        count, i = number
        unit = self._any_unit(i)
        if not unit:
            return None
        after = self._match("ago after", unit[1])
        if not (before or after) or unit[0] == HOUR:
            return None
        since, until = calendar_period(self.today, unit[0], -(_FEW[unit[0]] if count == _SOME else count))
        return Period(since, until, Kind.NEAR, at, after[1] if after else unit[1], back=self._back(unit[0], count))

    def length(self, at: int) -> tuple[date, int] | None:
        """Return the day from which "two years" count until today, and where the words end: "seit zwei Jahren"."""
        number = self._number(self._skip("about", at))
        unit = self._any_unit(number[1]) if number else None
        if not number or not unit:
            return None
        try:
            return self._back(unit[0], number[0]), unit[1]
        except (OverflowError, ValueError):
            return None  # before all calendars

    def _back(self, unit: int, count: int) -> date:
        return days_back(self.today, unit, _FEW[unit] if count == _SOME else count)

    def _any_unit(self, at: int) -> tuple[int, int] | None:
        return self._match("units", at) or self._match("unit", at)

    def _weekday(self, at: int) -> Period | None:
        modifier = self._last_or_this(at, after=False)
        i = modifier[1] if modifier else at
        name = self._match("weekdays", i)
        if not name and (short := self._match("short weekdays", i)) and not self._is_noun(short[1]):
            name = short
        if not name:
            return None
        weekday, end = name
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
        return not any(self._match(name, at) for name in ("last after", "in", "of", "article", "and"))

    def _last_or_this(self, at: int, *, after: bool) -> tuple[str, int] | None:
        i = at if after else self._skip("article", at)
        for name, meaning in (
            (("last after", "last"),) if after else (("last", "last"), ("past", "last"), ("this", "this"))
        ):
            found = self._match(name, i)
            if found:
                return meaning, found[1]
        return None

    def _past_of(self, at: int) -> int:
        return self._skip("of", at)

    def _past_weekday(self, at: int) -> int:
        i = self._match("weekdays", at)
        if not i:
            return at
        end = i[1]
        return end + 1 if end < len(self.tokens) and self.tokens[end].word in (",", ".") else end

    def _number(self, at: int) -> tuple[int, int] | None:
        if at < len(self.tokens) and re.fullmatch(r"\d{1,3}", self.tokens[at].word):
            return int(self.tokens[at].word), at + 1
        few = self._match("few", at)
        if few:
            return _SOME, few[1]
        return self._match("numbers", at)

    def _match(self, name: str, at: int) -> tuple[int, int] | None:
        return self.lexicon.match(name, self.tokens, at)

    def _skip(self, name: str, at: int) -> int:
        return self.lexicon.skip(name, self.tokens, at)

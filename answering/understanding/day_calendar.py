"""Periods of the calendar, and the arithmetic of days, weeks, months and years."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from answering.understanding.day_lexicon import EARLIEST_YEAR
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


def calendar_period(today: date, unit: int, steps: int) -> tuple[date, date]:
    """Return the day, week, month … that lies `steps` from the present one."""
    if unit == DAY:
        day = today + timedelta(days=steps)
        return day, day
    if unit in (WEEK, WEEKEND):
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=steps)
        return (monday + timedelta(days=5) if unit == WEEKEND else monday), monday + timedelta(days=6)
    if unit in (MONTH, QUARTER):
        length = 3 if unit == QUARTER else 1
        count = (today.year * 12 + today.month - 1) // length + steps
        first = count * length
        return date(first // 12, first % 12 + 1, 1), month_of(
            (first + length - 1) // 12, (first + length - 1) % 12 + 1
        )[1]
    years = 10 if unit == DECADE else 1
    first = (today.year // years + steps) * years
    if first < EARLIEST_YEAR:
        raise ValueError(first)
    return date(first, 1, 1), date(first + years - 1, 12, 31)


def days_back(today: date, unit: int, count: int) -> date:
    """Return the day that lies so many days, weeks, months … before today."""
    if unit in (DAY, WEEK, WEEKEND, HOUR):
        return today - timedelta(days=-(-count // 24) if unit == HOUR else count * (1 if unit == DAY else 7))
    months = count * {MONTH: 1, QUARTER: 3, YEAR: 12, DECADE: 120}[unit]
    total = today.year * 12 + today.month - 1 - months
    year, month = total // 12, total % 12 + 1
    return date(year, month, min(today.day, calendar.monthrange(year, month)[1]))


def month_of(year: int, month: int) -> tuple[date, date]:
    """Return a month's first and last day."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> tuple[date, date]:
    """Return a year's first and last day."""
    return date(year, 1, 1), date(year, 12, 31)


def season_of(year: int, number: int) -> tuple[date, date]:
    """Return a season: whole months, northern: summer is June to August, the winter of a year the one that begins in its December."""
    if number == 3:
        return date(year, 12, 1), month_of(year + 1, 2)[1]
    return date(year, 3 * number + 3, 1), month_of(year, 3 * number + 5)[1]


def third_of(whole: Period, part: int) -> Period:
    """Return the early, middle or late third of a month, year or decade, in whole days, months or years."""
    days = (whole.until - whole.since).days + 1
    year, month = whole.since.year, whole.since.month
    if days <= 31:
        bounds = [(date(year, month, 1), date(year, month, 10)), (date(year, month, 11), date(year, month, 20))]
        bounds.append((date(year, month, 21), whole.until))
    elif days <= 366:
        bounds = [(date(year, first, 1), month_of(year, first + 3)[1]) for first in (1, 5, 9)]
    else:
        bounds = [(date(year + a, 1, 1), date(year + b, 12, 31)) for a, b in ((0, 3), (4, 6), (7, 9))]
    since, until = bounds[part]
    return replace(whole, since=since, until=until)

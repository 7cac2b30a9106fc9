"""What the parts of one text say of a day or moment, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from typing import Literal, Protocol
from zoneinfo import ZoneInfo

from ingest.parsing.date_parts import Part
from ingest.parsing.date_words import Meaning

Order = Literal["DMY", "MDY"]


class Usage(Protocol):
    """How whoever wrote a date writes dates; asked only where that decides."""

    def order(self, *, dots: bool) -> Order | None:
        """Return whether the day or the month comes first (with dots between, or other signs), None where nobody can tell."""
        ...

    def language(self) -> str:
        """Return the language's code, "" where it is unknown."""
        ...


class _Unknown:
    def order(self, *, dots: bool) -> Order | None:
        return "DMY" if dots else None

    def language(self) -> str:
        return ""


UNKNOWN: Usage = _Unknown()


@dataclass(frozen=True, slots=True)
class Told:
    """What a text tells: a day, or a moment where its hour is sure.

    `is_whole` where all that the text says is in it: no word, sign or figure is left that could move the moment. `is_latest`
    where its zone's name has several meanings, of which it has the latest.
    """

    moment: date
    is_whole: bool = True
    is_latest: bool = False


_YEARS = range(1500, 2200)  # other numbers of four digits are seldom years
_NEVER = range(2900, 10_000)  # but these are no hours, and stand for a day that never comes; Thai years are some 2570
_ZONES_OF_MANY = ("cst", "bst", "ast")
_TIMES = ("clock", "number", "hour")
# The hour on a clock of 24 by what is said with it. What is missing is not sure: at "12 at night" a day begins or ends.
_LATE = {hour: hour for hour in range(13, 24)}
_HALVES: dict[str, dict[int, int]] = {
    "am": {hour: hour % 12 for hour in range(13)} | _LATE,
    "pm": {hour: hour % 12 + 12 for hour in range(13)} | _LATE,
    "noon": {12: 12},
    "morning": {hour: hour for hour in range(12)},
    "afternoon": {hour: hour % 12 + 12 for hour in range(1, 13)} | _LATE,
    "evening": {hour: hour + 12 for hour in range(4, 12)} | _LATE,
    "vague": {},
}


class _BrokenError(Exception):
    """It says no date, or more than one."""


class Reading:
    """The parts of one text in one language, put where they belong."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._year: int | None = None
        self._month: int | None = None
        self._day: int | None = None
        self._pair: Part | None = None
        self._clock: list[int] = []  # hour, minute, second, microsecond
        self._zone: tzinfo | None = None
        self._weekday: int | None = None
        self._is_whole = True
        self._is_latest = False

    def result(self, usage: Usage) -> Told | None:
        """Return what the parts say together, None where it is no sure day."""
        try:
            self._place(_resolved(self._parts))
            day = self._the_day(usage)
            if self._weekday is not None and self._weekday != day.weekday():
                self._is_whole = False
            moment = self._moment(day)
        except (_BrokenError, ValueError, OverflowError):
            return None
        return Told(moment, self._is_whole, self._is_latest)

    def _place(self, parts: Sequence[Part]) -> None:
        halves: list[tuple[frozenset[Meaning], bool]] = []
        for at, part in enumerate(parts):
            before, after = _kind(parts, at - 1), _kind(parts, at + 1)
            if part.kind == "date":
                self._set(year=part.value[0], month=part.value[1], day=part.value[2])
            elif part.kind == "pair":
                if self._pair or self._month or self._day:
                    raise _BrokenError
                self._set(year=part.value[2])
                self._pair = part
            elif part.kind == "clock":
                self._set_clock(part.value)
            elif part.kind == "month":
                self._set(month=part.value[0])
            elif part.kind == "weekday":
                self._is_whole &= self._weekday in (None, part.value[0])
                self._weekday = part.value[0]
            elif part.kind == "zone":
                self._set_zone(part)
            elif part.kind == "half":
                halves.append((part.meanings, before in _TIMES and after in ("number", "date", "pair")))
            elif part.kind == "number":
                self._place_number(part, parts, at)
            elif before not in ("clock", "number") and after not in ("clock", "number"):
                raise _BrokenError  # "hour" and nothing beside it
        for meant, is_before_day in halves:
            self._apply_half({str(value) for _, value in meant}, is_before_day=is_before_day)

    def _place_number(self, part: Part, parts: Sequence[Part], at: int) -> None:
        [value], digits = part.value, len(part.text)
        before, after = _kind(parts, at - 1), _kind(parts, at + 1)
        has_day = None not in (self._year, self._month or self._pair, self._day or self._pair)
        if part.unit in ("hour", "minute", "second") or (before == "hour" and digits == 2 and len(self._clock) == 1):
            self._add_to_clock(value, part.unit or "minute")
        elif part.unit:
            self._set(**{part.unit: value})
        elif before == "month follows":
            self._set(month=value)
        elif digits <= 2 and (
            before == "hour follows"
            or after == "hour"
            or (after == "half" and not self._is_the_next_ones(parts[at + 2 : at + 3]))
            or (before == "half" and has_day)
        ):
            self._add_to_clock(value, "hour")
        elif digits == 4 and (after in ("hour", "zone") or (has_day and self._year_is_sure(parts[:at], value))):
            self._set_clock((value // 100, value % 100, 0, 0))
        elif digits == 6 and has_day:
            self._set_clock((value // 10_000, value // 100 % 100, value % 100, 0))
        elif digits == 4 and (value in _YEARS or value in _NEVER) and self._year is None:
            self._set(year=value)
        elif digits <= 2 and has_day:
            self._add_to_clock(value, "hour")
        elif digits <= 2:
            self._set(day=value)
        else:
            raise _BrokenError

    def _is_the_next_ones(self, following: Sequence[Part]) -> bool:
        """Whether the half of a day that stands behind a number belongs to what follows: "2026. nov. 25. du. 11:00"."""
        is_hour = any(part.kind == "clock" or part.unit == "hour" for part in following)
        only_the_day_lacks = None not in (self._year, self._month) and self._day is None
        return is_hour or (only_the_day_lacks and any(part.kind == "number" for part in following))

    @staticmethod
    def _year_is_sure(before: Sequence[Part], value: int) -> bool:
        """Whether the day's year is no number of four digits by itself, for which another one could stand as well."""
        return value not in _YEARS or any(p.kind in ("date", "pair") or p.unit == "year" for p in before)

    def _set(self, **values: int) -> None:
        for name, value in values.items():
            if getattr(self, f"_{name}") is not None or (name in ("month", "day") and self._pair):
                raise _BrokenError
            setattr(self, f"_{name}", value)

    def _set_clock(self, value: tuple[int, ...]) -> None:
        self._is_whole &= not self._clock
        self._clock = list(value)

    def _add_to_clock(self, value: int, unit: str) -> None:
        if len(self._clock) != ("hour", "minute", "second").index(unit):
            self._is_whole = False
        self._clock.append(value)

    def _set_zone(self, part: Part) -> None:
        zone: tzinfo
        if part.value:
            zone = timezone(timedelta(minutes=part.value[0]))
        else:
            self._is_latest = part.text in _ZONES_OF_MANY
            name = next(str(value) for kind, value in part.meanings if kind == "zone")
            zone = ZoneInfo(name) if "/" in name else timezone(timedelta(hours=float(name)))
        self._is_whole &= bool(self._clock) and self._zone in (None, zone)
        self._zone = zone

    def _apply_half(self, values: set[str], *, is_before_day: bool) -> None:
        if not self._clock and values == {"noon"}:
            self._clock = [12]
            return
        values = values & {"am", "pm"} or values
        hours = {_HALVES[value].get(self._clock[0]) if self._clock else None for value in values}
        hour = hours.pop()
        # "12:30 am 3. März" is half past noon in German, half past midnight in English.
        if hours or hour is None or (hour == 0 and is_before_day):
            self._is_whole = False
            self._clock = []
        else:
            self._clock[0] = hour

    def _the_day(self, usage: Usage) -> date:
        if self._year is None:
            raise _BrokenError
        if self._pair is None:
            if self._month is None or self._day is None:
                raise _BrokenError
            return date(self._year, self._month, self._day)
        first, second = self._pair.value[:2]
        days = {order: day for order, day in _both_orders(self._year, first, second).items() if day}
        if len(set(days.values())) == 2 and self._weekday is not None:
            days = {order: day for order, day in days.items() if day.weekday() == self._weekday} or days
        if len(set(days.values())) == 2:
            told_order = usage.order(dots=self._pair.text == ".")
            days = {order: day for order, day in days.items() if order == told_order}
        if not days:
            raise _BrokenError
        return next(iter(days.values()))

    def _moment(self, day: date) -> date:
        if not self._clock:
            return day
        hour, minute, second, micro = [*self._clock, 0, 0, 0][:4]
        if (hour == 24 and not (minute or second or micro)) or second == 60:
            self._is_whole = False  # a day ends and the next one begins, which who wrote it may have meant
            return day
        moment = datetime.combine(day, time(hour, minute, second, micro))
        if not self._is_whole:
            return day
        if isinstance(self._zone, ZoneInfo):  # of an hour that comes twice a year, or never, the later moment
            both = [moment.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1)]
            fixed = [one.replace(tzinfo=timezone(one.utcoffset() or timedelta())) for one in both]
            self._is_latest |= fixed[0] != fixed[1]
            return max(fixed)
        return moment.replace(tzinfo=self._zone)


def _kind(parts: Sequence[Part], at: int) -> str:
    return parts[at].kind if 0 <= at < len(parts) else ""


def _both_orders(year: int, first: int, second: int) -> dict[Order, date | None]:
    return {"DMY": _day(year, second, first), "MDY": _day(year, first, second)}


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _resolved(parts: Sequence[Part]) -> list[Part]:
    """Return the parts that say something, each word by what it means where it stands."""
    kept: list[Part] = []
    has_month = any(p.kind in ("date", "pair") or p.unit == "month" for p in parts) or any(
        {kind for kind, _ in p.meanings} <= {"month"} for p in parts if p.kind == "word"
    )
    for at, part in enumerate(parts):
        if part.kind != "word":
            kept.append(part)
            continue
        kinds = {kind for kind, _ in part.meanings}
        before, after = _kind(kept, len(kept) - 1), parts[at + 1] if at + 1 < len(parts) else Part("")
        has_month_later = any(kind == "month" for later in parts[at + 1 :] for kind, _ in later.meanings)
        is_after_time = before in _TIMES and (before != "number" or len(kept[-1].text) <= 2 or "zone" in kinds)
        is_before_time = after.kind == "clock" or after.unit == "hour"
        wanted = (
            ("zone", is_after_time or before in ("date", "half", "zone")),
            ("half", is_after_time or is_before_time or kinds == {"half"}),
            ("month", not has_month and ("weekday" not in kinds or not has_month_later)),
            ("weekday", "nothing" not in kinds),
            ("month follows", after.kind == "number"),
            ("hour", is_after_time),
            ("hour follows", after.kind in ("number", "clock")),
            ("nothing", True),
            ("half", True),
            ("month", True),
        )
        kind = next((kind for kind, fits in wanted if fits and kind in kinds), None)
        if kind is None:
            raise _BrokenError
        if kind != "nothing":
            meant = frozenset(one for one in part.meanings if one[0] == kind)
            numbers = tuple(int(value) for _, value in meant if kind in ("month", "weekday"))
            if len(numbers) > 1:
                raise _BrokenError
            kept.append(Part(kind, numbers, part.text, meanings=meant))
    return kept

"""Read the dates that formats and newsrooms write, as ISO 8601. What is unclear stays unknown: no date is guessed."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

# Earlier years are what programs write for "no date" (0001-01-01), seldom a newspaper's.
_FIRST_YEAR = 1500
_LONGEST = 80  # characters; no date is longer, and parsers are slow on prose
_EPOCH_SECONDS = (10**8, 4 * 10**9)  # 1973 to 2096; a smaller number is a year, a day or something else
_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_NUMBERS = re.compile(
    r"(?:(?P<y1>\d{4})[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})|(?P<first>\d{1,2})[-/.](?P<second>\d{1,2})[-/.](?P<y2>\d{4}))"
    r"(?:,?[ T]+(?P<hour>\d{1,2})[:.h](?P<minute>\d\d)(?:[:.](?P<s>\d\d))?(?: ?h\.?)?(?: ?(?P<half>[ap])\.? ?m\.?)?)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d[:.h]\d\d(?!\d)|\d ?[ap]\.?m\b|\d ?(?:h|uhr)\b|\dT\d\d", re.IGNORECASE)
_ZONE = re.compile(
    r"(?:\b(?!AM\b|PM\b)[A-Z]{2,5}|\dZ|(?::\d\d|T\d{4,6})(?:\.\d+)? ?[+-]\d\d?:?(?:\d\d)?|(?:GMT|UTC) ?[+-]\d+)\s*$"
)
_MINUTE = timedelta(minutes=1)
_FURTHEST_ZONE = timedelta(hours=15)  # SQLite's date functions read none that is so far from UTC, and there is none
_OFFSET = re.compile(r"[+-]\d\d:\d\d$")
_FULL_YEAR = re.compile(r"(?<!\d)(1[5-9]|2[01])\d\d(?!\d)")
_SETTINGS = {
    "DATE_ORDER": "DMY",
    "PREFER_LOCALE_DATE_ORDER": False,
    "REQUIRE_PARTS": ["day", "month", "year"],
    "RETURN_TIME_AS_PERIOD": True,
    "PARSERS": ["absolute-time"],  # the others turn "yesterday" into a day before the ingest
}


def iso_date(value: object) -> str | None:
    """Return `value` as an ISO 8601 day or time, None where it is not clearly one.

    Takes strings in the usual notations and languages, `date` and `datetime`, and seconds or milliseconds since 1970.
    A time keeps the zone it was given in. Numbers are read day first ("03/04/2024" is 3 April) unless that is impossible.
    What comes out has whole seconds and a zone of whole minutes, which SQLite and Python both read.
    """
    return _written(_read(value))


def embargo_date(value: object) -> str | None:
    """Return `value` as `iso_date` does, a fraction of a second rounded up: an embargo never ends before its moment."""
    return _written(_read(value), rounded_up=True)


def is_loss_of_time(text: str, read: str) -> bool:
    """Whether `text` names an hour or a zone that is missing from what was read of it, as where nobody knows "18:00 ET"."""
    if not _HOUR.search(text):
        return False
    return "T" not in read or bool(_ZONE.search(text) and not _OFFSET.search(read))


def _written(moment: date | None, *, rounded_up: bool = False) -> str | None:
    if moment is None or moment.year < _FIRST_YEAR:
        return None
    if not isinstance(moment, datetime):
        return moment.isoformat()
    try:
        moment = _in_a_zone_of_minutes(moment)
        if rounded_up and moment.microsecond:
            moment += timedelta(seconds=1)
    except OverflowError:  # in UTC it lies past the year 9999
        return None
    return moment.isoformat(timespec="seconds")


def _in_a_zone_of_minutes(moment: datetime) -> datetime:
    """Return the time in a zone that SQLite reads: of a zone with seconds the moment comes later, by less than a minute."""
    offset = moment.utcoffset()
    if offset is None:
        return moment
    in_utc = moment.astimezone(UTC)
    return in_utc if abs(offset) >= _FURTHEST_ZONE else moment.replace(tzinfo=timezone(offset // _MINUTE * _MINUTE))


def _read(value: object) -> date | None:
    if isinstance(value, date):  # a datetime, too
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    text = "".join(_plain_digit(c) for c in value).strip()
    return _from_text(text) if any(c.isdigit() for c in text) else None


def _plain_digit(character: str) -> str:
    return character if character.isascii() else str(unicodedata.decimal(character, character))


def _from_number(value: float) -> date | None:
    if _EPOCH_SECONDS[0] <= value < _EPOCH_SECONDS[1]:
        return datetime.fromtimestamp(value, UTC)
    if _EPOCH_SECONDS[0] * 1000 <= value < _EPOCH_SECONDS[1] * 1000:
        return datetime.fromtimestamp(value / 1000, UTC)
    return _from_compact(str(value)) if isinstance(value, int) and 0 < value < 10**8 else None


def _from_compact(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    return _day(*(int(part) for part in match.groups())) if match else None


def _from_text(text: str) -> date | None:
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _from_number(float(text) if "." in text else int(text))
    if match := _NUMBERS.fullmatch(text):
        return _from_numbers(match)
    try:
        # A bare "2024-11-30" has gone its way above, so this is a time or one of ISO's rarer forms of a day.
        moment = datetime.fromisoformat(text)
        return moment if "T" in text or ":" in text else moment.date()
    except ValueError:
        pass  # not ISO: on to the next notation
    mail = _from_mail(text)
    written = _written(mail)
    if not _FULL_YEAR.search(text) or (written and not is_loss_of_time(text, written)):
        return mail
    return _from_words(text) or mail  # mail's notation knows no "GMT-5"


def _from_numbers(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    if parts["y1"]:
        day = _day(int(parts["y1"]), int(parts["m1"]), int(parts["d1"]))
    else:
        year, first, second = int(parts["y2"]), int(parts["first"]), int(parts["second"])
        day = _day(year, second, first) or _day(year, first, second)
    if day is None or parts["hour"] is None:
        return day
    hour = int(parts["hour"])
    if parts["half"]:
        if not 1 <= hour <= 12:
            return day
        hour = hour % 12 + (12 if parts["half"].lower() == "p" else 0)
    try:
        return datetime.combine(day, time(hour, int(parts["minute"]), int(parts["s"] or 0)))
    except ValueError:
        return day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _from_mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if ":" in text else None
    except (ValueError, IndexError, TypeError, OverflowError):
        return None


@lru_cache(maxsize=1024)  # where it knows none, dateparser takes up to 0.2 s, and a file repeats its dates
def _from_words(text: str) -> date | None:
    found = _words_parser().get_date_data(text)
    moment: datetime | None = found.date_obj
    if moment is None:
        return None
    return moment if found.period == "time" else moment.date()


@lru_cache(maxsize=1)
def _words_parser() -> "DateDataParser":
    # Inside a function because it takes 0.14 s to import, and dates in words are rare: a nightly run does without.
    from dateparser.date import DateDataParser

    return DateDataParser(settings=_SETTINGS)

"""Read the dates that formats and newsrooms write, as ISO 8601. What is unclear stays unknown: no date is guessed."""

import re
from datetime import UTC, date, datetime, timedelta, timezone

from ingest.parsing.date_reading import UNKNOWN, Told, Usage
from ingest.parsing.date_text import told

# Earlier years are what programs write for "no date" (0001-01-01), seldom a newspaper's.
_FIRST_YEAR = 1500
_LONGEST = 80  # characters; no date is longer
_EPOCH_SECONDS = (10**8, 4 * 10**9)  # 1973 to 2096; a smaller number is a year, a day or something else
_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{4}-?W\d\d-?[1-7]")
_ISO = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,6})?)?(?: ?(?:[Zz]|[+-]\d\d(?::?\d\d(?::?\d\d(?:\.\d{1,6})?)?)?))?"
)
# The day and hour of mails and feeds, and of HTTP: in English whatever the language, its years sometimes of two digits.
_MAIL = re.compile(
    r"(?:[A-Z][a-z]{2,8},? )?(?P<d>\d\d?)[ -](?P<m>[A-Z][a-z]{2})[ -](?P<y>\d\d) (?P<time>\d\d:\d\d(?::\d\d)?)(?P<zone> .{1,9})?"
)
_COMPACT = re.compile(r"\d{8}(?:\d\d(?:\d\d(?:\d\d)?)?)?")
_MINUTE = timedelta(minutes=1)
_FURTHEST_ZONE = timedelta(hours=15)  # SQLite's date functions read none that is so far from UTC, and there is none


def iso_date(value: object, usage: Usage = UNKNOWN) -> str | None:
    """Return `value` as an ISO 8601 day or time, None where it is not clearly one.

    Takes strings in the usual notations and languages, `date` and `datetime`, and seconds or milliseconds since 1970.
    A time keeps the zone it was given in; where something beside a sure day cannot be understood, only the day is left. Which
    number is the day in "03/04/2024" says the `usage`; without it that is no date, but for dots ("03.04.2024": 3 April).
    What comes out has whole seconds and a zone of whole minutes, which SQLite and Python both read.
    """
    found = _read(value, usage)
    return _written(found.moment) if found else None


def embargo_date(value: object, usage: Usage = UNKNOWN) -> str | None:
    """Return `value` as `iso_date` does, but None where anything in it is not understood: an embargo never ends before its moment.

    A fraction of a second is rounded up.
    """
    found = _read(value, usage)
    return _written(found.moment, rounded_up=True) if found and found.is_whole else None


def expiry_date(value: object, usage: Usage = UNKNOWN) -> str | None:
    """Return `value` as `embargo_date` does, but never later than it may mean: a fraction of a second is cut off.

    None where the name of its zone is that of others, too, in which the moment comes earlier ("CST" is China's as well).
    """
    found = _read(value, usage)
    return _written(found.moment) if found and found.is_whole and not found.is_latest else None


def _written(moment: date, *, rounded_up: bool = False) -> str | None:
    if moment.year < _FIRST_YEAR:
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


def _read(value: object, usage: Usage) -> Told | None:
    if isinstance(value, date):  # a datetime, too
        return Told(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(value)
    if not isinstance(value, str) or len(value) > _LONGEST:
        return None
    return _from_text(value.strip(), usage)


def _from_number(value: float) -> Told | None:
    digits = str(value) if isinstance(value, int) and 0 < value < 10**14 else ""
    if compact := _from_compact(digits):
        # Of ten digits, it may be some second of the years after 2030 as well.
        return compact if len(digits) != 10 else None
    for scale in (1, 1000):
        if _EPOCH_SECONDS[0] * scale <= value < _EPOCH_SECONDS[1] * scale:
            return Told(datetime.fromtimestamp(value / scale, UTC))
    return None


def _from_compact(digits: str) -> Told | None:
    if not _COMPACT.fullmatch(digits) or (not 1900 <= int(digits[:4]) < 2200 and len(digits) > 8):
        return None
    parts = [int(digits[:4]), *(int(digits[at : at + 2]) for at in range(4, len(digits), 2))]
    try:
        return Told(datetime(*parts) if len(parts) > 3 else date(*parts))  # type: ignore[arg-type]  # three to six of them
    except ValueError:
        return None


def _from_text(text: str, usage: Usage) -> Told | None:
    if not any(c.isdigit() for c in text):
        return None
    try:
        if _ISO.fullmatch(text):
            return Told(datetime.fromisoformat(text.replace(",", ".").replace(" ", "T", 1).replace(" ", "").upper()))
        if _DAY.fullmatch(text):
            return Told(date.fromisoformat(text))
    except ValueError:
        pass  # "24:00" or a leap second: the day may still be sure
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
        return _from_number(float(text) if "." in text else int(text))
    if mail := _MAIL.fullmatch(text):
        return _from_mail(mail, usage)
    return told(text, usage)


def _from_mail(mail: re.Match[str], usage: Usage) -> Told | None:
    year = int(mail["y"]) + (2000 if int(mail["y"]) < 69 else 1900)
    found = told(f"{mail['d']} {mail['m']} {year} {mail['time']}{mail['zone'] or ''}", usage)
    return Told(found.moment, is_whole=False) if found else None  # "25 Nov 26" may be the 26th

"""When a message of a news wire was sent, as its last line says."""

import re
from datetime import UTC, date, datetime, time

# "131137 GMT Nov 13": day, hour and minute, month and year.
EUROPEAN = re.compile(r"\b(\d\d)(\d\d)(\d\d) ?(GMT|UTC|Z)? +([^\W\d]{3,4})\.? +(\d\d)\b")
# "AP-WF-11-13-13 1509GMT" and "KWS-21:37-09-12-18": day and month in either order.
AMERICAN = re.compile(
    r"\b([A-Z]{2,5})-(?:[A-Z]{1,3}-)?(?:(\d\d):(\d\d)-)?(\d\d)-(\d\d)-(\d\d)(?: +(\d\d)(\d\d) ?(GMT|UTC)?)?"
)
_MONTH_NAMES = (
    "jan ene gen", "feb fév fev", "mar mär mrz maa", "apr avr abr", "may mai mei mag", "jun juin giu", "jul juil lug",
    "aug aoû ago", "sep set", "oct okt ott out", "nov", "dec dez déc dic",
)  # fmt: skip
_MONTHS = {name: number for number, names in enumerate(_MONTH_NAMES, 1) for name in names.split()}
_NAMED_DAY = re.compile(r"\b([^\W\d]{3,9})\.? (\d{1,2})\b|\b(\d{1,2})\.? ([^\W\d]{3,9})\b")


def sent(trailer: str, dateline: str) -> str | None:
    """Return when a message was sent, in ISO 8601; None where its trailer does not say so clearly.

    `dateline` is how the text begins: where it names the day, it tells which of two numbers is the month.
    """
    if match := EUROPEAN.search(trailer):
        day, hour, minute, zone, month, year = match.groups()
        return _moment(year, _month(month), int(day), (hour, minute), zone)
    if match := AMERICAN.search(trailer):
        agency, hour, minute, first, second, year, later_hour, later_minute, zone = match.groups()
        orders = {(int(first), int(second)), (int(second), int(first))}
        named = {(_month(m[1] or m[4]), int(m[2] or m[3])) for m in _NAMED_DAY.finditer(dateline)}
        possible = {(month, day) for month, day in orders if month <= 12}
        if agency == "AP":
            possible = {(int(first), int(second))}
        sure = possible & named or possible
        if len(sure) == 1:
            return _moment(year, *sure.pop(), (hour or later_hour, minute or later_minute), zone)
    return None


def _month(name: str) -> int:
    return _MONTHS.get(name.lower()[:4], _MONTHS.get(name.lower()[:3], 0))


def _moment(year: str, month: int, day: int, clock: tuple[str | None, str | None], zone: str | None) -> str | None:
    try:
        on = date(int(year) + (2000 if int(year) < 70 else 1900), month, day)
        if clock[0] is None or clock[1] is None:
            return on.isoformat()
        return datetime.combine(on, time(int(clock[0]), int(clock[1])), tzinfo=UTC if zone else None).isoformat()
    except ValueError:
        return None

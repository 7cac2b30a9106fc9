"""What the text of a date is made of: dates in figures, times of a clock, numbers and words."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.parsing.date_words import WORD, Meaning, folded

_UNITS = {
    "年": "year", "년": "year", "月": "month", "월": "month", "日": "day", "일": "day", "号": "day", "號": "day",
    "時": "hour", "时": "hour", "시": "hour", "点": "hour", "點": "hour", "分": "minute", "분": "minute",
    "秒": "second", "초": "second",
}  # fmt: skip
_TOKEN = re.compile(
    r"(?P<ymd>(?<!\d)(?P<y1>\d{4})(?P<s1>[-/.])[ ]?(?P<m1>\d{1,2})(?P=s1)[ ]?(?P<d1>\d{1,2})(?!\d))"
    r"|(?P<pair>(?<!\d)(?P<first>\d{1,2})(?P<sign>[-/.])[ ]?(?P<second>\d{1,2})(?P=sign)[ ]?(?P<y2>\d{4})(?!\d))"
    r"|(?P<compact>(?<!\d)\d{8}(?!\d))"
    r"|(?P<clock>(?<!\d)(?P<h>\d{1,2})[:.h](?P<min>\d\d)(?:[:.](?P<s>\d\d)(?:[.,](?P<part>\d{1,12}))?)?(?!\d))"
    r"|(?P<number>\d+)(?:(?P<unit>[年月日号號時时点點分秒년월일시분초])|(?:st|nd|rd|th|er|re|ere|o|a|e|ste|de|-?го|-?е|-?я|η|ης)(?![^\W\d_]))?"
    rf"|(?P<word>{WORD})"
    r"|(?P<mark>[\s,.;:/|()\[\]'·،、–—−-]+)"
)  # fmt: skip
# No year's figures pass for it: -14 hours is the farthest that a place is from UTC.
_OFFSET = re.compile(
    r" ?(?P<name>gmt ?|utc? ?)?(?P<sign>[+−-])(?P<h>0\d|1[0-4]|\d)(?::?(?P<min>[0-5]\d))?(?!\d)"
    # As JavaScript writes it: "GMT+0100 (Central European Standard Time)".
    r"(?: ?\((?=[^()]*(?:time|zeit|hora|heure|ora|tijd|tid))[^\W\d_][^()\d]{7,}\))?"
)
_BETWEEN = re.compile(r"(?<=\d)t(?=\d)")  # ISO's letter between day and hour
_AFTER_HOUR = ("am", "pm", "m", "h", "hrs", "hours", "uhr")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a text: a date, a pair of numbers and a year, a clock's time, an offset, a number, a word and what it may mean."""

    kind: str
    value: tuple[int, ...] = ()
    text: str = ""
    unit: str = ""
    meanings: frozenset[Meaning] = frozenset()


def parts_of(text: str) -> list[Part] | None:
    """Return the parts of a text, None where it has a sign that no date has."""
    text = _BETWEEN.sub(" ", " ".join(folded(ascii_digits(text)).split()))
    found: list[Part] = []
    at = 0
    while at < len(text):
        offset = _OFFSET.match(text, at)
        if offset and (offset["name"] or (len(offset["h"]) == 2 and _may_have_offset(found, offset["sign"]))):
            sign = 1 if offset["sign"] == "+" else -1
            found.append(Part("zone", (sign * (int(offset["h"]) * 60 + int(offset["min"] or 0)),)))
            at = offset.end()
            continue
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        if match["mark"] is None:
            found.append(_part(match))
    return found


def _may_have_offset(parts: Sequence[Part], sign: str) -> bool:
    last, before = parts[-1] if parts else Part(""), parts[-2] if len(parts) > 1 else Part("")
    is_hour = (
        last.kind == "clock"
        or (last.kind == "word" and last.text in _AFTER_HOUR)
        or (last.kind == "number" and len(last.text) in (4, 6) and before.kind == "date")
    )
    return is_hour or (last.kind in ("date", "number") and sign == "+")  # XML's days have one, too


def ascii_digits(text: str) -> str:
    """Return a text with the digits of all scripts as 0 to 9."""
    return text if text.isascii() else "".join(str(unicodedata.decimal(c, c)) for c in text)


def _part(match: re.Match[str]) -> Part:
    parts = match.groupdict()
    if parts["ymd"]:
        return Part("date", (int(parts["y1"]), int(parts["m1"]), int(parts["d1"])))
    if parts["pair"]:
        return Part("pair", (int(parts["first"]), int(parts["second"]), int(parts["y2"])), parts["sign"])
    if parts["compact"]:
        return Part("date", (int(parts["compact"][:4]), int(parts["compact"][4:6]), int(parts["compact"][6:])))
    if parts["clock"]:
        part = (parts["part"] or "").ljust(6, "0")
        micro = int(part[:6]) | (1 if part[6:].strip("0") else 0)  # what lies below a microsecond is not cut off
        return Part("clock", (int(parts["h"]), int(parts["min"]), int(parts["s"] or 0), micro))
    if parts["number"]:
        return Part("number", (int(parts["number"][:9]),), parts["number"], _UNITS.get(parts["unit"] or "", ""))
    return Part("word", text=parts["word"])

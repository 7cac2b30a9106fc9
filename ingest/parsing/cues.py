"""SubRip and WebVTT to what is said and when.

Libraries for subtitles drop who speaks (<v Ana>), or give up at the first damage; the formats are lines.
"""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from archive.errors import ArticleError

_TIME = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:\s?[.,:]\s?\d{1,3})?"
_TIMING = re.compile(rf"\s*{_TIME}\s*-{{1,2}}>\s*{_TIME}")
_TAG = re.compile(
    r"</?(?:i|b|u|s|em|strong|font|span|c|lang|ruby|rt|v|br)(?:[.\s][^<>\n]{0,500})?/?>|<\d{1,3}:[\d:.]{1,12}>"
    r"|\{\\[^{}\n]{1,200}\}|\{y:[biu]\}",
    re.IGNORECASE,
)
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?\s+([^<>\n]{1,200})>")
# Not html.unescape on all: "Marks&notes" has no letter in it.
_LETTER = re.compile(r"&(?:amp|lt|gt|nbsp|lrm|rlm|quot|apos|#\d{1,7});")
_LEAST_ROLLING = 0.3  # of the cues; in a dialogue a line is seldom said twice running


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at once, from the second `start` to the second `end`; `speaker` is who speaks, or ""."""

    start: int
    end: int
    speaker: str
    lines: Sequence[str]


def cues_in(text: str) -> list[Cue]:
    """Return the cues, in the file's order, with lines that scroll told once. Raises `ArticleError` where there are none."""
    lines = text.split("\n")
    places = [(place, match) for place, line in enumerate(lines) if (match := _TIMING.match(line))]
    if not places:
        raise ArticleError("it has no subtitles: no line says when one is shown (00:00:01,000 --> 00:00:04,000).")
    is_vtt = text.startswith("WEBVTT")
    ends = [place for place, _ in places[1:]] + [len(lines)]
    found: list[Cue] = []
    for number, ((place, times), end) in enumerate(zip(places, ends, strict=True), 1):
        shown = lines[place + 1 : end]
        if is_vtt and "" in shown:  # which ends it: what follows is a note or the next one's name
            shown = shown[: shown.index("")]
        elif end < len(lines):
            shown = _without_number(shown, number + 1)
        told = [voice[1].strip() for line in shown if (voice := _VOICE.search(line))]
        words = [word for line in shown if not _is_broken_timing(line) and (word := _plain(line))]
        if words:
            seconds = _seconds(times.groups()[:3]), _seconds(times.groups()[3:])
            found.append(Cue(*seconds, told[0] if told else "", words))
    return _without_scrolling(found)


def broken_timings(text: str) -> int:
    """Return how many lines should say when something is shown, and cannot be read."""
    return sum(_is_broken_timing(line) for line in text.split("\n"))


def _is_broken_timing(line: str) -> bool:
    return "-->" in line and any(c.isdigit() for c in line) and not _TIMING.match(line)


def _without_number(shown: list[str], expected: int) -> list[str]:
    """Return what is shown without the number of the next cue."""
    last = next((n for n in range(len(shown) - 1, -1, -1) if shown[n].strip()), -1)
    if last < 0 or not shown[last].strip().isdecimal():
        return shown
    is_number = last == 0 or not shown[last - 1].strip() or shown[last].strip() == str(expected)
    return shown[:last] if is_number else shown


def _plain(line: str) -> str:
    text = _TAG.sub("", re.sub(r"<br\s*/?>|\\[Nnh]", " ", line))
    return " ".join(_LETTER.sub(lambda letter: html.unescape(letter[0]), text).split())


def _seconds(parts: Sequence[str | None]) -> int:
    hours, minutes, seconds = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds


def _without_scrolling(found: list[Cue]) -> list[Cue]:
    """Return the cues without the lines that captions show again while the next one is spoken; elsewhere nothing changes."""
    kept: list[Cue] = []
    rolling = 0
    before: Sequence[str] = ()
    for cue in found:
        again = _again(before, cue.lines)
        rolling += again > 0
        before = cue.lines
        if new := cue.lines[again:]:
            kept.append(replace(cue, lines=new))
    return kept if rolling > _LEAST_ROLLING * len(found) else found


def _again(before: Sequence[str], lines: Sequence[str]) -> int:
    most = min(len(before), len(lines))
    return next((count for count in range(most, 0, -1) if before[-count:] == lines[:count]), 0)

"""Which numbers of a question its answer's story must hold."""

import re
from bisect import bisect_right
from collections.abc import Sequence

from answering.understanding.numerals import is_decade, numbers_in
from answering.understanding.spelling import Word, words_of
from answering.understanding.words import BOUNDS, calendar_words

_GLUED = re.compile(r"[^\W\d_]")

# What makes a number part of a word ("G7", "COVID-19"), a span, a time, or a date in figures.
_PART_OF_MORE = frozenset("-–—/:°#")
_MOST = 50
_UP_TO = frozenset("to a bis ate jusqu по".split())
_AND = frozenset("and y e et und a to bis".split())
# Words between a bound and its year.
_OF_THE_YEAR = frozenset("de del of the el year ano los".split())


def asked_numbers(text: str, *, language: str) -> list[tuple[int, int]]:
    """Return (start, end) of the numbers that a true answer's story must hold.

    Left out: days of a month, bounds ("more than 100", "since 2019", "between 2019 and 2021"), and parts of words.
    """
    words = words_of(text)
    ends = [word.end for word in words]
    found = []
    for number in numbers_in(text)[:_MOST]:
        start, end = number.start, number.end
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if _GLUED.match(before) or before in _PART_OF_MORE or after in _PART_OF_MORE:
            continue
        at = bisect_right(ends, start)
        if _is_bound(words, at, language) or _is_day(words, at, end, language):
            continue
        if is_decade(text, number):
            end = max(end, words[at].end) if at < len(words) else end
        found.append((start, end))
    return found


def _is_bound(words: Sequence[Word], at: int, language: str) -> bool:
    """Whether a number only bounds what is asked for: "more than 100", "since May 2019", "between 2019 and 2021"."""
    back = [word.fold for word in words[max(0, at - 4) : at]][::-1]
    while back and (back[0] in _OF_THE_YEAR or back[0] in calendar_words(language)):
        back = back[1:]
    if back and back[0] in BOUNDS:
        return True
    ahead = [word.fold for word in words[at + 1 : at + 3]]
    if len(ahead) == 2 and ahead[0] in _UP_TO and ahead[1].isdigit():
        return True
    if len(back) > 1 and back[0] in _UP_TO and back[1].isdigit():
        return True
    return len(back) > 2 and back[0] in _AND and back[1].isdigit() and back[2] in BOUNDS


def _is_day(words: Sequence[Word], at: int, end: int, language: str) -> bool:
    """Whether the number is the day of a month, which is not judged here."""
    if at >= len(words) or not re.match(r"\d{1,2}(?!\d)", words[at].fold):
        return False
    months = calendar_words(language)
    near = [*words[max(0, at - 1) : at], *words[at + 1 : at + 3]]
    return any(word.fold in months and abs(word.start - end) < 12 for word in near)

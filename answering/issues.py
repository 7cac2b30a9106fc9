"""Issues of a daily bulletin say the same in other figures: a question that names one day is answered by that day's alone."""

import re
from collections.abc import Sequence
from datetime import date

from answering.reading import JudgedSentence, Sentence
from answering.understanding.days import find_days
from archive.records import DaySpan

# Of the shorter sentence's different words without the figures: the frame of a bulletin's sentence is most of it.
_SAME_FRAME = 0.6
_WORDS = re.compile(r"[^\W\d_]+")


def of_the_day(judged: Sequence[JudgedSentence], span: DaySpan | None) -> list[JudgedSentence]:
    """Return the sentences without those that another one says in much the same words of the one day asked for."""
    if span is None or span.since is None or span.since != span.until:
        return list(judged)
    told = [one for one in judged if _day(one.sentence) == span.since]
    return [one for one in judged if _day(one.sentence) == span.since or not any(_same_frame(one, day) for day in told)]


def _day(sentence: Sentence) -> str:
    """Return the day that a sentence names, else the one on which it was published; "" where nobody knows."""
    published = (sentence.passage.published or "")[:10]
    if not published:
        return ""
    days = find_days(sentence.text, language=sentence.passage.language, today=date.fromisoformat(published))
    return (days.since or "") if days and days.is_date and days.since == days.until else published


def _same_frame(one: JudgedSentence, other: JudgedSentence) -> bool:
    if one.sentence.passage.story == other.sentence.passage.story:
        return False
    first, second = (set(_WORDS.findall(judged.sentence.text.casefold())) for judged in (one, other))
    return len(first & second) >= _SAME_FRAME * max(1, min(len(first), len(second)))

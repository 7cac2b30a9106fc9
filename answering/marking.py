"""Which words of a quote are what was asked for: a day, a number, an age, where the quote leaves no doubt which."""

import re

from answering.answer import Answer
from answering.answer_kinds import words_of_kind

# What may stand between words that are one figure or one day: "1,2 million", "58 por ciento", "6 de junho", "May 30, 2025".
_BETWEEN = re.compile(r"\s?(?:[-–]|,\s|(?:de|del|di|of|per|por|pour)\s)?")
# The number of a day beside its month: "3 October", "20. September", "1er mars", "May 30".
_BEFORE = re.compile(r"(?<!\w)\d{1,2}(?:st|nd|rd|th|er|[.ºª°])?\s(?:de\s|of\s)?$")
_AFTER = re.compile(r"\s\d{1,2}(?:st|nd|rd|th)?(?!\w|[.,:]\d)")
_REACH = 12  # characters that the longest of these need


def marked(quote: str, answer: Answer, *, language: str) -> list[tuple[str, bool]]:
    """Return the pieces of a quote, in order and nothing left out, each with whether it is what was asked for.

    `language` is the quote's. Only an answer that is sure of itself marks anything.
    """
    understood = answer.understood
    if understood is None or not answer.sure or understood.kind == "count":
        return [(quote, False)]
    known = frozenset(re.findall(r"\w+", f"{answer.question} {answer.asked}".casefold()))
    spans: list[tuple[int, int]] = []
    for start, end in words_of_kind(quote, understood.asks_for, language=language, known=known):
        if understood.asks_for == "day":
            start, end = _with_its_number(quote, start, end)
        if spans and (start <= spans[-1][1] or _BETWEEN.fullmatch(quote, spans[-1][1], start)):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    if len(spans) != 1:  # of several, nothing tells which one was meant, and marks all over only disturb
        return [(quote, False)]
    ((start, end),) = spans
    pieces = [(quote[:start], False), (quote[start:end], True), (quote[end:], False)]
    return [(text, answers) for text, answers in pieces if text]


def _with_its_number(quote: str, start: int, end: int) -> tuple[int, int]:
    if quote[start].isdigit():
        return start, end
    near = max(0, start - _REACH)
    before = _BEFORE.search(quote[near:start])
    if before:
        return near + before.start(), end
    after = _AFTER.match(quote, end)
    return start, after.end() if after else end

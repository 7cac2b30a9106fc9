"""The days and spans of days that a question names, which its subject does not own: "in May 2025", "desde el martes".

The grammar is one for six languages, its words are in `day_words.py`; of other languages full dates and months with their
year are read, by the month names of CLDR. Where words may be read in two ways nothing is found, and they stay in the question:
a day that is missed costs little, one that is misread hides the answer. So "the 2020 Olympics", "las elecciones de 2023" and all
that lies after today name no days here. Figures are read day first ("03/04/2025" is 3 April) unless that is impossible, as they
are when articles are read. A season is three whole months, northern; "early", "mid" and "late" are thirds.
"""

import re
from dataclasses import dataclass
from datetime import date

from answering.understanding.day_calendar import Kind
from answering.understanding.day_lexicon import Lexicon, Token, lexicon_of, tokenize
from answering.understanding.day_periods import PeriodReader
from answering.understanding.day_spans import Span, SpanReader
from answering.understanding.day_words import WORDS

_DATED = {Kind.DAY, Kind.MONTH}
_KIN = {"gl": ("pt", "es"), "ca": ("es", "fr"), "ast": ("es",), "oc": ("fr", "es"), "eu": ("es",)}
# Whatever the question's language was taken for, months with their years are told in these.
_SHORT_PREPOSITIONS = re.compile(
    r"\b(?:in|en|em|op|i|w|we|v|ve|на|у|в|во|den|på|am|la|a|al|el|o|du|od|z|dnia)\s+$", re.IGNORECASE
)
_LONGEST = 2000  # characters that are looked at; a question has fewer


@dataclass(frozen=True)
class Days:
    """The days that a question names: ISO days, inclusive, None where that side is open.

    `question[start:end]` says so, its preposition included. Where the words are `published`, about publishing ("articles
    from May 2025"), the days cut; else they only weigh. `is_date` tells a day of a month, with its year or without.
    """

    since: str | None
    until: str | None
    start: int
    end: int
    published: bool
    is_date: bool = False


def find_days(question: str, *, language: str, today: date) -> Days | None:
    """Return the days that a question names, None where it names none or they are its subject's.

    Of two spans apart the one about publishing is taken, else the first.
    """
    text = question[:_LONGEST]
    tokens = tokenize(text)
    spans = _spans(text, tokens, language, today)
    if not any(span.kind in _DATED for span in spans):
        for code in _KIN.get(language, () if language in WORDS else ("en",)):
            spans = _longer(spans, _spans(text, tokens, code, today))
        others = [code for code in WORDS if code != language and _names_a_month_and_year(tokens, lexicon_of(code))]
        for code in others:
            spans = _longer(spans, [span for span in _spans(text, tokens, code, today) if span.kind in _DATED])
    own = [span for span in spans if span.own]
    chosen = next((span for span in own if span.published), own[0] if own else None)
    if chosen is None:
        return None
    return Days(
        since=chosen.since.isoformat() if chosen.since else None,
        until=chosen.until.isoformat() if chosen.until else None,
        start=_with_preposition(text, tokens[chosen.at].start) if language not in WORDS else tokens[chosen.at].start,
        end=tokens[chosen.end - 1].end,
        published=chosen.published,
        is_date=chosen.kind in (Kind.DAY, Kind.DAY_OF_YEAR),
    )


def _spans(text: str, tokens: list[Token], language: str, today: date) -> list[Span]:
    return list(SpanReader(text, PeriodReader(tokens, lexicon_of(language), today)).spans())


def _names_a_month_and_year(tokens: list[Token], lexicon: Lexicon) -> bool:
    return any(lexicon.holds("months", token) for token in tokens) and any(
        re.fullmatch(r"\d{4}", token.word) for token in tokens
    )


def _longer(one: list[Span], other: list[Span]) -> list[Span]:
    """Of two readings the one that understands more words."""
    return max(one, other, key=lambda spans: sum(span.end - span.at for span in spans))


def _with_preposition(text: str, start: int) -> int:
    before = _SHORT_PREPOSITIONS.search(text, max(0, start - 8), start)
    return before.start() if before else start


def without_days(question: str, days: Days) -> str:
    """Return the question without the words of its days, spaces and signs put right; "" where they were all it said."""
    before, said, after = question[: days.start], question[days.start : days.end], question[days.end :]
    if said.endswith(("'s", "’s")) and not re.search(r"\b(?:the|a|an)\s*$", before, re.IGNORECASE):
        before += "the"
    closes = re.match(r"\s*,", after)
    if closes and ("," in said or re.search(r"(?:^|[,¿¡])\s*$", before)):
        after = after[closes.end() :]
        before = re.sub(r",\s*$", "", before)
    text = f"{before.rstrip()} {after.lstrip()}"
    text = re.sub(r"\(\s*\)|\[\s*\]", " ", text)
    text = re.sub(r"([¿¡(\[])\s+", r"\1", re.sub(r"\s+([,.;)\]])", r"\1", text))
    french = re.search(r"\s[?!]", question)
    text = re.sub(r"\s+([?!:])", r" \1" if french else r"\1", text)
    text = re.sub(r"\s{2,}", " ", text).strip()
    text = re.sub(r"^[\s,;:–-]+", "", text)
    if _LEFT_OVER.fullmatch(text):
        return ""
    first = re.search(r"\w", text)
    if first and not re.search(r"\w", before) and question[re.search(r"\w", question).start()].isupper():  # type: ignore[union-attr]
        text = text[: first.start()] + text[first.start()].upper() + text[first.end() :]
    return text


_LEFT_OVER = re.compile(
    r"\W*(?:(?:and|or|but|what about|how about|y|e|o|pero|et|ou|mais|und|oder|aber|mas|ma)\W*)?", re.IGNORECASE
)

"""Whether a text holds the kind of thing that a question asks for: a person, a place, a day, a number, an age.

Rules over letters, digits and the calendar's words in each language; what a script does not show (Chinese has no capitals)
counts as held, for a rule that guesses must not hide an answer.
"""

import functools
import re
from collections.abc import Collection, Iterator

from babel import Locale, UnknownLocaleError

_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d.,]*\d)")
_NUMBER = re.compile(r"\d+(?:[.,   ]\d+)*")
_CLOCK_OR_DATE = re.compile(r"\d{1,2}[.:h]\d\d|\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}")
_NAME = re.compile(r"[^\W\d_][\w'’-]+")
_AGE = re.compile(
    r"\b(?:aged?|edad|âge|alter|idade|età)\W{1,3}(?:\w+\W){0,2}\d{1,3}\b"
    r"|\b\d[\d.,]*[\s-](?:years?[\s-](?:old|ago)|year-old|años|anos|ans|jahre[ns]?|anni|jährig\w*|лет|год\w*)\b"
    r"|\b\d{1,3}-?jährig\w*|[,(]\s?\d{1,3}\s?[,)]",
    re.IGNORECASE,
)
# Numbers that newspapers write in words. One is an article in most of these languages, so it tells nothing.
_NUMBER_WORDS = frozenset(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million billion dozen dozens
    half none nobody
    dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince veinte treinta cuarenta cincuenta sesenta
    setenta ochenta noventa cien ciento cientos mil miles millón millones docena docenas mitad ninguno
    deux trois quatre cinq sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante
    cent cents mille millier milliers million millions milliard milliards douzaine moitié
    zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig
    neunzig hundert tausend tausende millionen milliarden dutzend hälfte
    dois duas três quatro sete oito nove dez onze doze treze catorze quinze vinte trinta quarenta cinquenta sessenta setenta
    oitenta noventa cem cento mil milhares milhão milhões dúzia metade
    due tre quattro cinque sei sette otto nove dieci undici dodici tredici venti trenta quaranta cinquanta sessanta settanta
    ottanta novanta cento mila migliaia milione milioni miliardi dozzina metà
    """.split()
)
_DAY_WORDS = frozenset(
    """
    today yesterday tomorrow tonight overnight ago hoy ayer mañana anoche anteayer aujourd'hui hier demain veille heute gestern
    morgen vorgestern hoje ontem amanhã anteontem oggi ieri domani stamattina сегодня вчера завтра
    """.split()
)
_CASELESS = re.compile("[\u0590-\u06ff\u0900-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def holds_kind(text: str, asks_for: str, *, language: str, known: Collection[str]) -> bool:
    """Whether a text holds what is asked for; `known` are the question's own words in lower case, which answer nothing.

    True for every kind that no rule tells ("reason", "thing" and none).
    """
    if asks_for in ("person", "place"):
        return holds_name(text, language=language, known=known)
    if asks_for == "number":
        return _any(_numbers(text, known))
    if asks_for == "age":
        return _any(_ages(text))
    if asks_for == "day":
        return holds_day(text, language=language, known=known)
    return True


def holds_name(text: str, *, language: str, known: Collection[str]) -> bool:
    """Whether a capitalised word stands in the text that the question does not have; none that only begins it."""
    return bool(_CASELESS.search(text)) or _any(_names(text, language, known))


def holds_day(text: str, *, language: str, known: Collection[str]) -> bool:
    """Whether the text tells a day: a date, a year, a month, a weekday, or one told from today."""
    return _any(_days(text, language, known))


def words_of_kind(text: str, asks_for: str, *, language: str, known: Collection[str]) -> list[tuple[int, int]]:
    """Return where the words stand that are a day, a number or an age: (start, end), in order, none over another.

    Nothing for names: that a word is capitalised does not tell a person from a place.
    """
    if asks_for == "number":
        spans = _numbers(text, known)
    elif asks_for == "age":
        spans = _ages(text)
    elif asks_for == "day":
        spans = _days(text, language, known)
    else:
        return []
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not apart or start >= apart[-1][1]:
            apart.append((start, end))
    return apart


def _any(spans: Iterator[tuple[int, int]]) -> bool:
    return next(spans, None) is not None


def _names(text: str, language: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    for match in _NAME.finditer(text):
        word = match.group()
        if not word[0].isupper() or word.casefold() in known or _is_calendars(word, language):
            continue
        if not _begins_sentence(text, match.start()):
            yield match.span()


def _days(text: str, language: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _CLOCK_OR_DATE.finditer(text))
    yield from (match.span() for match in _YEAR.finditer(text) if match.group() not in known)
    for match in _NAME.finditer(text):
        word = match.group()
        if word.casefold() not in known and (word.casefold() in _DAY_WORDS or _is_calendars(word, language)):
            yield match.span()


def _numbers(text: str, known: Collection[str]) -> Iterator[tuple[int, int]]:
    without_years = _YEAR.sub(lambda year: "\0" * len(year.group()), text)
    for match in _NUMBER.finditer(without_years):
        # The question's words are cut at every mark: "3,200" is known by its two halves.
        if not all(figures in known for figures in re.findall(r"\d+", match.group())):
            yield match.span()
    yield from (match.span() for match in _NAME.finditer(text) if match.group().casefold() in _NUMBER_WORDS)


def _ages(text: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in _AGE.finditer(text))


def _begins_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip(" \"'“‘«‹„¿¡([{—–-")
    return not before or before[-1] in ".!?…:\n"


def _is_calendars(word: str, language: str) -> bool:
    """Whether a word is a month or weekday, written large where its language writes those so: "May", not "may"."""
    names = _calendar(language)
    return word in names or word.casefold() in names or (word.isupper() and word.capitalize() in names)


@functools.cache
def _calendar(language: str) -> frozenset[str]:
    try:
        locale = Locale(language)
    except (UnknownLocaleError, ValueError):
        return frozenset()
    names = [
        name
        for of_what in (locale.months, locale.days)
        for context in of_what.values()
        for width in ("wide",)
        for name in context.get(width, {}).values()
    ]
    return frozenset(name for name in names if len(name) > 2)

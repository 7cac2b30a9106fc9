"""Whether two prints name other figures or other days in the sentences that they share, as two issues of a daily bulletin do.

Told from the hashes of their words, which are all that is stored of a print, by an older version as well: a table of the numbers up
to 99,999 and of a language's number words, weekdays and months gives back what a hash stands for.
"""

import contextlib
import functools
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from difflib import SequenceMatcher
from enum import Enum
from itertools import chain
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from archive.prints import StoredPrint
from ingest.stories.shingles import hash_of, word_hashes

# Words on either side of which one took the place of the other; more are another text, and what they name cannot be compared.
_LONGEST_CHANGE = 8
# Shares of the figures and days that two prints name. Of evaluation/prints, copies whose figures were brought up to date change .62
# of them at most and half of them .3; issues of a bulletin .25 and more, and where no day in them moves along with them, .66.
_MOST_CHANGED = 0.65
_MOST_CHANGED_WITH_THE_DAY = 0.25
# Of the shorter one's words, how many may be changed, added or left out: a bulletin keeps its frame, a text written anew does not.
_FRAME = 0.7
# Words: "high" for "low" is all that tells one day's pollen from the next day's; who edits a text changes more.
_FEW = 4
_DIGITS = 5  # of the longest number that is told; "1,234,567" is three to word_hashes
_DIGITS_OF = {
    "ar": "٠",
    "fa": "۰",
    "ur": "۰",
    "hi": "०",
    "mr": "०",
    "ne": "०",
    "bn": "০",
}  # where they are not 0 to 9; each zero
# From nought to twenty, then the tens, a hundred and a thousand. "One" is an article in most languages.
_NUMBER_WORDS = {
    "en": "zero/no/none . two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "es": "cero/ningún/ninguna . dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete"
    " dieciocho diecinueve veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa cien/ciento mil",
    "ca": "zero/cap . dos/dues tres quatre cinc sis set vuit nou deu onze dotze tretze catorze quinze setze disset divuit dinou vint"
    " trenta quaranta cinquanta seixanta setanta vuitanta noranta cent mil",
    "gl": "cero/ningún/ningunha . dous/dúas tres catro cinco seis sete oito nove dez once doce trece catorce quince dezaseis dezasete"
    " dezaoito dezanove vinte trinta corenta cincuenta sesenta setenta oitenta noventa cen/cento mil",
    "fr": "zéro/aucun/aucune . deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize . . . vingt/vingts"
    " trente quarante cinquante soixante septante . nonante cent/cents mille",
    "de": "null/kein/keine . zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn"
    " achtzehn neunzehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig hundert tausend",
    "nl": "nul/geen . twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien"
    " negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig honderd duizend",
    "pt": "zero/nenhum/nenhuma . dois/duas três quatro cinco seis sete oito nove dez onze doze treze catorze quinze"
    " dezasseis/dezesseis dezassete/dezessete dezoito dezanove/dezenove vinte trinta quarenta cinquenta sessenta setenta oitenta"
    " noventa cem/cento mil",
    "it": "zero/nessun/nessuna . due tre quattro cinque sei sette otto nove dieci undici dodici tredici quattordici quindici sedici"
    " diciassette diciotto diciannove venti trenta quaranta cinquanta sessanta settanta ottanta novanta cento mille/mila",
    "ru": "ноль . два/две три четыре пять шесть семь восемь девять десять одиннадцать двенадцать тринадцать четырнадцать пятнадцать"
    " шестнадцать семнадцать восемнадцать девятнадцать двадцать тридцать сорок пятьдесят шестьдесят семьдесят восемьдесят девяносто"
    " сто тысяча/тысячи/тысяч",
}  # fmt: skip
_WORTHS = (*range(21), *range(30, 101, 10), 1000)
# What a print says that brings another up to date. One word says it where the other print lacks it: "updated daily" says nothing.
_UPDATES = (
    "update updated updates corrects corrected correction actualiza actualizada actualizado actualización corrige rectifica"
    " corrección actualisé actualisée corrige rectificatif aktualisiert aktualisierte aktualisierung korrigiert berichtigung"
    " atualizada atualizado atualização correção aggiornato aggiornata aggiornamento rettifica обновлено обновление уточнение"
    " исправлено"
)


class _Kind(Enum):
    DIGITS, WORD, WEEKDAY, MONTH, DATE = range(5)


class _Named(NamedTuple):
    kind: _Kind
    value: int  # of digits or a number word; a weekday from Monday = 0, a month from 1, a date counted from the year 1


@dataclass(frozen=True)
class Differences:
    """What two prints name in the sentences that they share: how many figures and days are the same, and how many are others.

    `common_dates` are those of the `common` that are dates; `moved` those of the `days` that lie as far apart as the days on which the
    two were printed; `words` is how many words of any kind were changed, added or left out.
    """

    common: int = 0
    common_dates: int = 0
    figures: int = 0
    days: int = 0
    moved: int = 0
    words: int = 0

    def __add__(self, other: "Differences") -> "Differences":
        return Differences(*(getattr(self, field.name) + getattr(other, field.name) for field in fields(self)))

    @property
    def changed(self) -> float:
        """The share of figures and days that are others."""
        others = self.figures + self.days
        return others / (others + self.common) if others else 0.0


def contradict(one: StoredPrint, other: StoredPrint) -> bool:
    """Whether two copies of one text are issues of a series, each with figures and a day of its own, and not prints of one story.

    Figures that were brought up to date are told from them by what stays as it was. A paper that prints its own text on another day
    with other figures has a series, or says that it updates. Prints that differ in wording alone do not contradict each other.
    """
    in_a_row = bool(one.publisher) and one.publisher == other.publisher and one.day != other.day
    words = [set(print_.words.tolist()) for print_ in (one, other)]
    if len(words[0] & _updates()) != len(words[1] & _updates()):
        return False
    tell = _Teller(one.language)
    named = [{word for word in some if tell(word)} for some in words]
    if not in_a_row and (named[0] <= named[1] or named[1] <= named[0]):
        return (
            False  # nothing stands in the place of something else: most copies are told here, and cost next to nothing
        )
    found = differences(one, other)
    if not found.common_dates:
        stands = found.words <= _FRAME * min(len(one.words), len(other.words))
        if in_a_row and stands and (found.changed or 0 < found.words <= _FEW):
            return True
        if found.moved and found.changed > _MOST_CHANGED_WITH_THE_DAY:
            return True
    return found.changed > _MOST_CHANGED and found.figures + found.days > 1


def differences(one: StoredPrint, other: StoredPrint) -> Differences:
    """Return what two prints of one language name in the sentences that they share."""
    first, second = _read(one), _read(other)
    apart = (other.day - one.day).days if one.day and other.day else 0
    found = Differences()
    # Its heuristic for long texts, on by default, bounds the time: no word is looked up that often.
    for change, a, b, c, d in SequenceMatcher(None, one.words.tolist(), other.words.tolist()).get_opcodes():
        if change == "equal":
            found += _common(first[a:b], second[c:d])
            continue
        found += Differences(words=max(b - a, d - c))
        if change == "replace" and max(b - a, d - c) <= _LONGEST_CHANGE:
            found += _changed(first[a:b], second[c:d], apart)
    return found


def _common(first: Sequence[_Named | None], second: Sequence[_Named | None]) -> Differences:
    kinds = [one.kind for one, other in zip(first, second, strict=True) if one and one == other]
    named = [kind for kind in kinds if kind is not _Kind.MONTH]
    return Differences(common=len(named), common_dates=named.count(_Kind.DATE))


def _changed(before: Sequence[_Named | None], after: Sequence[_Named | None], apart: int) -> Differences:
    days, moved = 0, 0
    for kind in (_Kind.WEEKDAY, _Kind.DATE):
        was, is_now = ({one.value for one in side if one and one.kind is kind} for side in (before, after))
        if not _is_other(was, is_now):
            continue
        days += 1
        steps = {later - earlier - apart for earlier in was for later in is_now}
        moved += apart != 0 and any(step == 0 or (kind is _Kind.WEEKDAY and step % 7 == 0) for step in steps)
    numbers = [[one for one in side if one and one.kind in (_Kind.DIGITS, _Kind.WORD)] for side in (before, after)]
    was, is_now = ({one.value for one in side} for side in numbers)
    is_other = _is_other(was, is_now) and _worth(numbers[0]) != _worth(numbers[1])
    return Differences(figures=int(is_other), days=days, moved=moved)


def _is_other(was: set[int], is_now: set[int]) -> bool:
    """Whether something took the place of something else; one of the two may say more."""
    return not (was <= is_now or is_now <= was)


def _worth(numbers: Sequence[_Named]) -> int:
    """Return what is written as "1,200", as "1200" and as "twelve hundred"."""
    worth = 0
    for kind, value in numbers:
        if kind is _Kind.DIGITS:
            worth = worth * 1000 + value
        elif value in (100, 1000):
            worth = max(worth, 1) * value
        else:
            worth += value
    return worth


def _read(print_: StoredPrint) -> list[_Named | None]:
    """Return what each word of a print names, None where that is neither a figure nor a day."""
    words = list(map(_Teller(print_.language), print_.words.tolist()))
    year = print_.day.year if print_.day else 2000
    for at, word in enumerate(words):
        if word is None or word.kind is not _Kind.MONTH:
            continue
        for place in (at - 1, at + 1, at - 2):  # 3 March, March 3, 3 de marzo
            number = words[place] if 0 <= place < len(words) else None
            if number and number.kind is _Kind.DIGITS and (day := _date(year, word.value, number.value)):
                words[place] = _Named(_Kind.DATE, day)
                break
    return words


def _date(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


class _Teller:
    """Tells what the hash of a word of a language stands for, None where that is neither a figure nor a day."""

    def __init__(self, language: str) -> None:
        self._digits, self._own = _digits("0", _DIGITS), _words_of(language)

    def __call__(self, word: int) -> _Named | None:
        return self._own.get(word) or self._digits.get(word)


@functools.lru_cache(maxsize=64)
def _words_of(language: str) -> dict[int, _Named]:
    found: dict[int, _Named] = {}
    if zero := _DIGITS_OF.get(language):
        found |= _digits(zero, _DIGITS - 1)
    for worth, forms in zip(_WORTHS, _NUMBER_WORDS.get(language, "").split(), strict=False):
        found |= {hash_of(form): _Named(_Kind.WORD, worth) for form in forms.split("/") if form != "."}
    with contextlib.suppress(UnknownLocaleError, ValueError):
        locale = Locale.parse(language)
        for kind, names, width in (
            (_Kind.WEEKDAY, locale.days, "wide"),
            (_Kind.MONTH, locale.months, "wide"),
            (_Kind.MONTH, locale.months, "abbreviated"),
        ):
            for number, name in chain.from_iterable(context.get(width, {}).items() for context in names.values()):
                if name[:1].isalpha() and len(hashes := word_hashes(name)):
                    found[int(hashes[0])] = _Named(kind, number)
    return found


@functools.cache
def _digits(zero: str, most: int) -> dict[int, _Named]:
    """Return the hashes of all numbers of so many digits, leading zeros among them."""
    digits = {ord("0") + n: ord(zero) + n for n in range(10)}
    written = ((number, f"{number:0{width}}") for width in range(1, most + 1) for number in range(10**width))
    return {hash_of(text.translate(digits)): _Named(_Kind.DIGITS, number) for number, text in written}


@functools.cache
def _updates() -> frozenset[int]:
    return frozenset(map(hash_of, _UPDATES.split()))

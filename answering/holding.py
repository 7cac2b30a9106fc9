"""Whether a text holds a name or a number of a question, in any script and inflection.

A name counts as held by its words: as they are, inflected, in another script or language (by CLDR, by our tables, or by how
they sound), and by the surname where the given name stands elsewhere in the text. What cannot be told is not called missing:
names of common words ("Ministry of Health") are translated, and scripts such as Chinese write names by other rules.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from answering.occurrences import (
    CASED,
    UNSPACED,
    Searchable,
    beginning,
    find_word,
    inflected,
    known_as,
    misspelled,
    remotely_alike,
    spelled_alike,
    stands_as,
)
from answering.sounding import SOUNDED
from answering.understanding.names import Named
from answering.understanding.numerals import is_decade, numbers_in, values_in
from answering.understanding.spelling import Word, fold, script_of, words_of
from answering.understanding.tables import (
    LANGUAGES,
    Folded,
    acronyms,
    inhabitants,
    is_persons_name,
    name_words,
    offices,
    peoples,
    places_named,
    spellings_of,
)
from answering.understanding.words import CONNECTORS, STARTERS

__all__ = ["HELD", "MISSING", "WEAKLY", "Searchable", "holds"]

HELD = 1.0
# Only the surname stands there, or it cannot be told.
WEAKLY = 0.5
MISSING = 0.0

# How far apart two words of one name may stand ("Puerto de la Cruz"), in words.
_NEAR = 3
# What makes a country's name its people's: Iranian, iraní, iranienne, iranisch, иранский, إيراني.
_OF_PEOPLE = re.compile(
    r"(?:i?ans?|n|ns|ean|eans|ese|i|is|ish|[ae]?n[oa]s?|es|esas?|iens?|iennes?|ains?|aines?|ais|aises?|ois|oises?|isch|isch[ernms]{1,2}|ern?"
    r"|es[ei]|[a-z]?an[oaie]|itas?|ites?|[а-яє]{0,2}ск\w{1,3}|[а-я]{0,2}ц\w{0,3}|ي|يه|يين|يون)$"
)  # fmt: skip
_TRIMMED = re.compile(r"(?:ia|ie|ien|a|e|o|y|ия|ии|а)$")
# Endings of words that are no persons' names: what is made of them is translated.
_ABSTRACT = re.compile(
    r"(?:tions?|ments?|ity|ities|ness|ships?|ings?|isms?|ology|ance|ence|ics|icians?|cion(?:es)?|dad(?:es)?|mientos?|ismos?|logia|ncia|aje"
    r"|tes?|eurs?|logie|isme|cao|coes|dade|zione|zioni|ita|mento|menti|ung(?:en)?|heit|keit|schaft|tum)$"
)  # fmt: skip
_CYRILLIC_ADJECTIVE = re.compile(r"(?:ск|н|в)(?:ии|ая|ое|ого|ои|ом|ому|ую|им|ым|ые|ие|ых|их|ыи)$")
# German professions, which bear capitals as given names do.
_GERMAN_TRADE = re.compile(r"(?:in|er|or|ist|ent|ant|eur|mann|frau|chef|ung)$")


def holds(named: Named, text: Searchable, *, question_language: str, text_language: str) -> float:
    """Return how surely a text holds a name or number of a question: 1 held, .5 weakly or not to be told, 0 missing."""
    if named.kind == "number":
        return HELD if _holds_number(named.text, text) else MISSING
    name = tuple(word for word in words_of(named.text) if word.fold)
    if not name:
        return HELD if named.text.strip() in text.text else MISSING
    folds = tuple(word.fold for word in name)
    if stands_as(folds, text, language=text_language, capital=name[0].spelled.isupper() and folds[0] in acronyms()):
        return HELD
    if all(script_of(folded) in UNSPACED for folded in folds) and "".join(folds) in text.folded:
        return HELD
    asked = _Asked(question_language, text_language)
    if (place := _holds_place(folds, text, asked)) is not None:
        if place == MISSING and len(folds) > 1:
            return _holds_words(name, text, asked)
        return place
    if text.script not in SOUNDED or script_of(folds[-1]) not in SOUNDED:
        return WEAKLY if asked.foreign and text.script else MISSING
    held = _holds_words(name, text, asked)
    if held == MISSING and named.title and asked.foreign:
        return WEAKLY
    return held


class _Asked:
    """The two languages: of the question, and of the text."""

    def __init__(self, asked_in: str, written_in: str) -> None:
        self.asked_in = asked_in
        self.written_in = written_in
        self.foreign = asked_in != written_in


def _holds_number(written: str, text: Searchable) -> bool:
    asked = numbers_in(written)
    if not asked:
        values = values_in(written, words_of(written))
        return bool(values & text.values) if values else fold(written.strip()) in fold(text.text)
    for number in asked:
        values = number.values
        large = frozenset(value for value in values if value >= 1000)
        values = large or values  # "3.5 million" is not 3.5
        if is_decade(written, number):
            values |= {value + n for value in values for n in range(10)} | {value % 100 for value in values}
        if not values & text.values and not _stands_apart(written[number.start : number.end], text.text):
            return False
    return True


def _stands_apart(figures: str, text: str) -> bool:
    return re.search(rf"(?<![\d.,]){re.escape(figures)}(?![.,]?\d)", text) is not None


def _holds_place(folds: Folded, text: Searchable, asked: _Asked) -> float | None:
    """Return whether the text holds a place or body that is known, None where it is none."""
    codes = known_as(folds, asked.asked_in)
    if not codes and folds[0] in CONNECTORS:
        codes = known_as(folds[1:], asked.asked_in)
    codes = frozenset(code for code in codes if not is_persons_name(code))
    if not codes:
        return None
    known = {form for code in codes for form in spellings_of(code, asked.written_in)} | {folds}
    if any(stands_as(form, text, language=asked.written_in, capital=True) for form in known):
        return HELD
    if text.script in UNSPACED:
        return HELD if any("".join(form) in text.folded for form in known) else WEAKLY
    if any(_stands_as_people(form[0], text) for form in known if len(form) == 1 and form[0] not in acronyms()):
        return HELD
    if any(inhabitants(code) & text.stems for code in codes):
        return HELD
    if len(folds) == 1 and folds[0] in acronyms():
        return WEAKLY if _spelled_out(folds[0], text) else MISSING
    if asked.foreign and len(folds) == 1 and spelled_alike(folds[0], text):
        return HELD
    return MISSING


def _stands_as_people(form: str, text: Searchable) -> bool:
    """Whether the text has the adjective of a place: "Iranian" for Iran."""
    return any(
        any(_OF_PEOPLE.fullmatch(word[len(stem) :]) for word in beginning(stem, text))
        for stem in {form, _TRIMMED.sub("", form)}
    )


def _spelled_out(acronym: str, text: Searchable) -> bool:
    """Whether words stand in a row whose first letters make the abbreviation."""
    return acronym in "".join(word.fold[:1] for word in text.words if word.fold not in CONNECTORS)


def _holds_words(name: Sequence[Word], text: Searchable, asked: _Asked) -> float:
    words = [word for word in name if word.fold not in CONNECTORS and len(word.fold) > 1] or list(name)
    proper = [word for word in words if not _is_common(word, asked)]
    if not proper:
        return _holds_common(words, text, asked)
    found = [find_word(word, text, asked_in=asked.asked_in, written_in=asked.written_in) for word in proper]
    if len(proper) > 1:
        held = _weigh(proper, found, text, asked.written_in)
    elif found[0]:
        # "University of Warsaw" is not held by "Warsaw"; another language translates the rest.
        rest = [word for word in words if word is not proper[0]]
        whole = asked.foreign or all(inflected(word.fold, text, language=asked.written_in) for word in rest)
        held = HELD if whole else WEAKLY
    elif proper[0].spelled.isupper() and len(words) == 1 and len(proper[0].fold) <= 6:
        held = WEAKLY if asked.foreign or _spelled_out(proper[0].fold, text) else MISSING
    else:
        held = MISSING
    if held == MISSING and not asked.foreign:
        return WEAKLY if misspelled(proper[-1].fold, text) else MISSING
    if held == MISSING:
        translated = len(proper) < len(words) or all(word.spelled.islower() for word in proper)
        return WEAKLY if translated or remotely_alike(proper[-1].spelled, text) else MISSING
    return held


def _is_common(word: Word, asked: _Asked) -> bool:
    """Whether a name's word is one that other languages translate."""
    if word.fold in name_words(asked.asked_in) or word.fold in peoples(asked.asked_in):
        return True
    if not asked.foreign:
        return False
    if word.fold in name_words("en"):  # "Super Bowl", in any language
        return True
    if script_of(word.fold) == "cyrillic":
        return bool(_CYRILLIC_ADJECTIVE.search(word.fold)) and not word.fold.endswith(("скии", "ского", "скому"))
    return len(word.fold) > 5 and bool(_ABSTRACT.search(word.fold))


def _weigh(proper: Sequence[Word], found: Sequence[frozenset[int]], text: Searchable, language: str) -> float:
    """Return how surely a name of several words is held, by where its words stand; the last is taken for the surname."""
    there = [places for places in found if places]
    if not there:
        return MISSING
    if any(_together(one, other) for n, one in enumerate(there) for other in there[n + 1 :]):
        return HELD
    names = {word.fold for word in proper}
    if surname := found[-1]:
        if any(_initial_before(place, text, proper[0]) for place in surname):
            return HELD
        if all(_other_given_name(place, text, names, language) for place in surname):
            return MISSING
        return HELD if len(there) == len(found) else WEAKLY
    # German nouns are capitalised, too, so that what stands behind a name says little.
    alone = language == "de" or any(not _other_surname(place, text, names) for places in there for place in places)
    return WEAKLY if alone else MISSING


def _holds_common(words: Sequence[Word], text: Searchable, asked: _Asked) -> float:
    """Return whether a name of common words is held; another language may translate it, so that it is never missing there."""
    if asked.foreign:
        theirs = name_words(asked.written_in)
        there = {concept for folded in text.places for concept in theirs.get(folded, ())}
        ours = name_words(asked.asked_in)
        return HELD if all(ours.get(word.fold, frozenset()) & there for word in words) else WEAKLY
    found = [frozenset(inflected(word.fold, text, language=asked.written_in)) for word in words]
    if all(found) and (len(found) == 1 or any(_together(found[0], other) for other in found[1:])):
        return HELD
    return WEAKLY if len(found) == 1 or sum(map(bool, found)) * 2 >= len(found) else MISSING


def _together(one: frozenset[int], other: frozenset[int]) -> bool:
    ordered = sorted(other)
    for place in one:
        at = bisect_left(ordered, place - _NEAR)
        if any(0 < abs(near - place) <= _NEAR for near in ordered[at : at + 2 * _NEAR + 1]):
            return True
    return False


def _other_given_name(place: int, text: Searchable, names: set[str], language: str) -> bool:
    """Whether another given name stands before the surname: "Marta Voss" where Clara Voss is asked for."""
    if not place or not text.words[place].capital:
        return False
    before, surname = text.words[place - 1], text.words[place]
    if text.text[before.end : surname.start] not in (" ", "-", "\u00a0") or not before.capital:
        return False
    if before.fold in names or len(before.fold) < 2 or before.spelled.isupper():
        return False
    if before.fold in CONNECTORS or before.fold in STARTERS or before.fold.endswith(("ly", "mente")):
        return False
    if before.fold in _titles(language) or before.fold in name_words(language) or before.fold in peoples(language):
        return False
    if any(not is_persons_name(code) for code in places_named(language).get((before.fold,), ())):
        return False
    return not (language == "de" and _GERMAN_TRADE.search(before.fold))


def _initial_before(place: int, text: Searchable, first: Word) -> bool:
    before = text.words[place - 1] if place else None
    return before is not None and len(before.fold) == 1 and before.capital and before.fold == first.fold[:1]


def _other_surname(place: int, text: Searchable, names: set[str]) -> bool:
    """Whether another surname stands behind a given name."""
    if place + 1 >= len(text.words):
        return False
    word, behind = text.words[place], text.words[place + 1]
    near = text.text[word.end : behind.start] == " "
    return near and behind.capital and script_of(behind.spelled) in CASED and behind.fold not in names


@lru_cache(maxsize=16)
def _titles(language: str) -> frozenset[str]:
    return frozenset(form[0] for form in offices(language if language in LANGUAGES else "en") if len(form) == 1)

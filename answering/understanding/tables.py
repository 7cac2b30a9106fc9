"""What is known of names beforehand: places in CLDR's languages, bodies, offices, and the words that names are made of.

Places come from CLDR (Babel): territories and the cities of time zones, in every language; a table of ours adds what it
lacks. The tables lie beside this file and say in their first lines how they are read.
"""

import functools
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from answering.understanding.spelling import fold, fold_all, script_of, stem_of

Folded = tuple[str, ...]

LANGUAGES = ("en", "es", "fr", "de", "pt", "it")
_FOLDER = Path(__file__).parent
# Names of CLDR's that are common words elsewhere, or no places at all.
_NO_PLACES = frozenset({"world", "unknown region", "pseudo-accents", "pseudo-bidi", "outlying oceania"})


@functools.cache
def places_named(language: str) -> Mapping[Folded, frozenset[str]]:
    """Return what a language calls places and bodies: folded words -> what they may mean (CLDR codes or lines of ours)."""
    found: dict[Folded, set[str]] = {}
    for code, name in _cldr_names(language):
        for form in _forms(name):
            found.setdefault(form, set()).add(code)
    for code, spellings in _own_places().items():
        for spelling in spellings:
            found.setdefault(fold_all(spelling), set()).add(code)
    return {form: frozenset(codes) for form, codes in found.items() if form}


@functools.cache
def spellings_of(code: str, language: str) -> frozenset[Folded]:
    """Return the folded words by which a text in a language may name what `code` stands for."""
    return frozenset(
        {form for known, name in _cldr_names(language) if known == code for form in _forms(name)}
        | {fold_all(spelling) for spelling in _own_places().get(code, ())}
    ) - {()}


def is_persons_name(code: str) -> bool:
    """Whether `code` stands for a person's name, whose forms stand for each other across languages only."""
    return code.startswith("name:")


@functools.cache
def acronyms() -> frozenset[str]:
    """Return the folded abbreviations among our spellings, which are names in capitals only ("WHO", not "who")."""
    spellings = {spelling for row in _own_places().values() for spelling in row}
    return frozenset(fold(spelling) for spelling in spellings if spelling.isupper() and " " not in spelling)


@functools.cache
def name_words(language: str) -> Mapping[str, frozenset[int]]:
    """Return the folded common words of a language that names are made of -> the concepts they stand for."""
    column = LANGUAGES.index(language) if language in LANGUAGES else 0
    found: dict[str, set[int]] = {}
    for n, line in enumerate(_lines("name_words.txt")):
        for word in line.split("|")[column].split(","):
            found.setdefault(fold(word.strip()), set()).add(n)
    return {word: frozenset(concepts) for word, concepts in found.items()}


@functools.cache
def offices(language: str) -> Mapping[Folded, str]:
    """Return the offices and trades of a language, as folded words -> the family that one person may hold several of."""
    if language not in LANGUAGES:
        return {}
    column = LANGUAGES.index(language)
    found: dict[Folded, str] = {}
    for line in _lines("offices.txt"):
        family, _, columns = line.partition(":")
        for office in columns.split("|")[column].split(","):
            found[fold_all(office)] = family
    return found


@functools.cache
def peoples(language: str) -> frozenset[str]:
    """Return the folded names of languages, which most European languages use as adjectives of nationality."""
    try:
        names = Locale.parse(language).languages.values()
    except (UnknownLocaleError, ValueError):
        return frozenset()
    return frozenset(fold(name) for name in names if " " not in name)


@functools.cache
def inhabitants(code: str) -> frozenset[str]:
    """Return the folded adjectives of a country, in any language, that are not made from its name ("Dutch")."""
    return _peoples_of().get(code, frozenset())


@functools.cache
def _peoples_of() -> Mapping[str, frozenset[str]]:
    rows = (line.partition(":") for line in _lines("peoples.txt"))
    return {
        code: frozenset(f for word in words.split() for f in (fold(word), stem_of(fold(word))))
        for code, _, words in rows
    }


@functools.cache
def stems_of_places(language: str) -> Mapping[Folded, frozenset[str]]:
    """Return the places of a language that inflects names, each word without its ending -> what they may mean."""
    found: dict[Folded, frozenset[str]] = {}
    for form, codes in places_named(language).items():
        if script_of("".join(form)) == "cyrillic":
            stem = tuple(map(stem_of, form))
            found[stem] = found.get(stem, frozenset()) | codes
    return found


def _cldr_names(language: str) -> Iterator[tuple[str, str]]:
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError, TypeError):
        return
    for code, name in locale.territories.items():
        if len(code) == 2 or code in _CONTINENTS:
            yield code, str(name)
    for zone in get_global("zone_territories"):
        area, _, city = zone.partition("/")
        if city and "/" not in city and area not in ("Etc", "Antarctica"):
            # CLDR names a city only where its name is not the zone's.
            yield zone, str(locale.time_zones.get(zone, {}).get("city") or city.replace("_", " "))


_CONTINENTS = frozenset({"002", "003", "005", "142", "150", "419"})


def _forms(name: str) -> Iterator[Folded]:
    """Yield a place's name as CLDR has it and without what stands in brackets."""
    if name.casefold() in _NO_PLACES:
        return
    before, bracket, inside = name.partition("(")
    yield fold_all(before)
    if bracket:
        yield fold_all(inside)


@functools.cache
def _own_places() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for n, line in enumerate(_lines("places.txt")):
        code, colon, rest = line.partition(":")
        if colon and code == "name":
            code = f"name:{n}"
        elif not colon:
            code, rest = f"ours:{n}", line
        found[code] = tuple(spelling.strip() for spelling in rest.split("|"))
    return found


@functools.cache
def _lines(name: str) -> tuple[str, ...]:
    text = (_FOLDER / name).read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))

"""What is known of a question's words beforehand: places, peoples, titles, and words that are no names."""

import functools
import re
from collections.abc import Sequence

from answering.understanding.spelling import Word, script_of
from answering.understanding.tables import LANGUAGES, acronyms, is_persons_name, offices, peoples, places_named
from answering.understanding.words import NO_ACRONYMS, STARTERS, calendar_words

_UNSPACED = frozenset({"zh", "ja", "th", "ko", "lo", "km", "my"})
# Nationalities that no list of languages has.
_OF_PEOPLE = re.compile(r"(?:ian|ean|ese|ish|eli|aqi|ani|rian|rians|ians|eans|ern)s?$")
_MORE_PEOPLES = frozenset(
    "american americans african africans european europeans asian asians british arab arabs jew jews jewish muslim muslims christian"
    " christians catholic catholics protestant protestants afghan afghans swiss israeli iraqi pakistani saudi yemeni qatari omani"
    " kuwaiti emirati roman romans norman normans frank franks viking vikings ottoman ottomans mongol mongols islamic turk turks swede swedes dane danes pole poles finn finns greek greeks cypriot filipino chilean".split()
)

# Places whose names, in lower case, are words.
_WORDS_TOO = frozenset(
    "turkey chad jordan georgia guinea nice mobile reading oman mali man niger china cuba victoria pacific atlantic gent reno rom rin pie leo"
    " who us un ue ru coi cio eau aids sida cologne colonia granada panama togo peru benin bologna saxe rhein gales galles america rome lima"
    " santiago valencia casa merida central eastern mountain cordoba dominica martinique el salvador salvador casey davis"
    " easter midway lome male mahe saba eire nome boise phoenix recife belem maceio salta mendoza sitka monaco cocos chagos"
    " efate wake currie adak kerguelen vincennes winamac marengo petersburg tell creston resolute dawson edmonton regina"
    " moncton halifax bermuda toronto jersey palmer troll syowa vostok rothera mawson macquarie".split()
)


def known_places(text: str, words: Sequence[Word], language: str) -> list[tuple[int, int]]:
    """Return countries, cities and bodies that are known, where capitals do not tell names."""
    found = _unspaced_places(text, language) if language in _UNSPACED else []
    shouted = all(word.spelled.isupper() for word in words)
    at = 0
    while at < len(words):
        end = 0 if shouted and words[at].fold in acronyms() else place_end(words, at, language, any_case=True)
        if end:
            found.append((words[at].start, words[end - 1].end))
        at = max(end, at + 1)
    return found


def _unspaced_places(text: str, language: str) -> list[tuple[int, int]]:
    forms = sorted({form[0] for form in places_named(language) if len(form) == 1 and len(form[0]) > 1}, key=len)
    found: list[tuple[int, int]] = []
    for form in reversed(forms):
        at = -1 if form.isascii() else text.find(form)
        if at >= 0 and not any(start < at + len(form) and at < end for start, end in found):
            found.append((at, at + len(form)))
    return found


def place_end(words: Sequence[Word], at: int, language: str, *, any_case: bool = False) -> int:
    """Return where a known place's name that begins at a word ends, 0 where there is none."""
    first = words[at]
    if not any_case and not first.capital and script_of(first.spelled) in ("latin", "cyrillic", "greek"):
        return 0
    for table in (places_named(language), places_named("en")):
        longest = _longest_names(language if table is places_named(language) else "en").get(first.fold, 0)
        for length in range(min(longest, len(words) - at), 0, -1):
            form = tuple(word.fold for word in words[at : at + length])
            codes = table.get(form, frozenset())
            if not codes or (all(is_persons_name(code) for code in codes)):
                continue
            if length == 1 and not _is_certain(first, language, any_case=any_case):
                continue
            if not any_case and _joined_after(words, at + length - 1, language):
                continue
            return at + length
    return 0


def _joined_after(words: Sequence[Word], at: int, language: str) -> bool:
    """Whether a capital follows, so that a place's name may begin a longer one ("Paris Hilton", "New York City")."""
    if language == "de" or at + 1 >= len(words):
        return False
    behind = words[at + 1]
    close = behind.start - words[at].end == 1
    return close and behind.capital and not is_no_name(behind, language) and not is_title(behind, language)


@functools.cache
def _longest_names(language: str) -> dict[str, int]:
    longest: dict[str, int] = {}
    for form in places_named(language):
        longest[form[0]] = max(longest.get(form[0], 0), len(form))
    return longest


def _is_certain(word: Word, language: str, *, any_case: bool) -> bool:
    """Whether one word is a place's name and nothing else."""
    if word.fold in acronyms():
        return word.spelled.isupper()
    if any_case and (word.fold in _WORDS_TOO or len(word.fold) < 4):
        return False
    return not (language == "de" and word.fold in STARTERS)


def is_no_name(word: Word, language: str, *, first: bool = False) -> bool:
    """Whether a capitalised word is a month, a day, a number or a little word; `first` where it begins a sentence."""
    # "The Hague", "San Telmo", "El Faro": inside a question a little word's capital means something, but not in German ("Sie").
    return (
        (word.fold in STARTERS and len(word.fold) > 1 and (first or language == "de"))
        or word.fold in calendar_words(language)
        or (word.spelled.isupper() and word.fold in NO_ACRONYMS)
        or any(c.isdigit() for c in word.spelled[:1])
    )


def is_people(word: Word, language: str) -> bool:
    """Whether a word is a nationality, a people or a language."""
    if word.fold in _MORE_PEOPLES or word.fold in peoples(language):
        return True
    return language == "en" and bool(_OF_PEOPLE.search(word.fold)) and _stem_is_place(word.fold)


@functools.lru_cache(maxsize=2000)
def _stem_is_place(people: str) -> bool:
    stem = _OF_PEOPLE.sub("", people)[:5]
    return len(stem) >= 3 and any(form[0].startswith(stem) for form in places_named("en") if len(form) == 1)


def is_title(word: Word, language: str) -> bool:
    """Whether a word is an office, a trade or a form of address."""
    known = offices(language if language in LANGUAGES else "en")
    if (word.fold,) in known or (word.fold.removesuffix("s"),) in known:
        return True
    if language != "de":
        return False
    return any((word.fold[cut:],) in known for cut in range(2, max(2, len(word.fold) - 4)))


def is_known_name(word: Word) -> bool:
    """Whether a word is a person's name that our table knows."""
    return any(is_persons_name(code) for code in places_named("en").get((word.fold,), ()))

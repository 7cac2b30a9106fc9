"""Where a word of a name stands in a text: as it is, inflected, under another language's name, or as it may sound there."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

from answering.sounding import SOUNDED, rough_skeleton, sound_alike
from answering.understanding.numerals import values_in
from answering.understanding.spelling import Word, fold, script_of, stem_of, words_of
from answering.understanding.tables import Folded, acronyms, places_named, spellings_of, stems_of_places

# Scripts that know capitals, and scripts that part no words.
CASED = frozenset({"latin", "cyrillic", "greek", "armenian", "georgian"})
UNSPACED = frozenset({"cjk", "hiragana", "katakana", "hangul", "thai", "lao", "khmer", "myanmar", "tibetan"})

_ABJADS = ("arabic", "hebrew")
_ABJAD_PREFIX = re.compile(r"^(?:[وف]?(?:[بلك]?ال|لل|[بلك])|[وف]|[הובלמשכ]{1,2})(?=..)")
# What inflection adds to a name in Latin letters, by kind of language.
_SUFFIXES = {
    "": re.compile(r"(?:s|es|se|ns|ens)?"),
    "slavic": re.compile(r"(?:a|u|y|i|e|o|em|om|ie|im|ym|ou|ovi|owi|ova|ove|ego|emu|iem|iego|iemu|ach|ami|s)?"),
    "agglutinating": re.compile(r"\w{0,6}"),
}
_SLAVIC_ENDING = re.compile(r"(?<=...)[aeiyou]$")
_SLAVIC = frozenset("pl cs sk sl hr sr bs lt lv".split())
_AGGLUTINATING = frozenset("fi hu et tr az eu kk uz".split())
_SHORTEST_ROUGH = 3  # consonants
_MOST_APART = 2  # consonants
_SHORTEST_VARIED = 5  # letters
_LONG = 7  # letters


class _Sketch(NamedTuple):
    word: str
    consonants: str
    classes: frozenset[str]


def _sketches(words: Iterable[str]) -> list[_Sketch]:
    return [_sketch(word) for word in words if len(word) > 1]


@lru_cache(maxsize=100_000)
def _sketch(word: str) -> _Sketch:
    consonants = rough_skeleton(word)
    return _Sketch(word, consonants, frozenset(consonants))


class Searchable:
    """A text that is asked for many names: headline, body, byline and dateline together, a line each."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: Sequence[Word] = words_of(text)
        self.places: dict[str, list[int]] = {}
        for n, word in enumerate(self.words):
            self.places.setdefault(word.fold, []).append(n)

    @cached_property
    def sorted_folds(self) -> list[str]:
        """The different words, in order, so that those with one beginning stand together."""
        return sorted(self.places)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The different words, as they are and without the endings of cases."""
        return frozenset(self.places) | frozenset(map(stem_of, self.places))

    @cached_property
    def values(self) -> frozenset[float]:
        """What the text's numbers are worth."""
        return values_in(self.text, self.words)

    @cached_property
    def script(self) -> str:
        """The script that most of the text's first words are in, "" where it has no letters."""
        counts: dict[str, int] = {}
        for word in self.words[:200]:
            script = script_of(word.spelled)
            counts[script] = counts.get(script, 0) + len(word.spelled)
        counts.pop("", None)
        return max(counts, key=lambda script: counts[script], default="")

    @cached_property
    def folded(self) -> str:
        """The text as one word, for scripts that part none."""
        return "".join(word.fold for word in self.words)

    @cached_property
    def proper(self) -> Sequence[str]:
        """The different words that may be a name's, as spelled."""
        different = dict.fromkeys(word.spelled for word in self.words)
        return [w for w in different if len(w) > 1 and (w[0].isupper() or script_of(w) not in CASED)]

    @cached_property
    def plain(self) -> Mapping[str, Sequence[str]]:
        """The folded words that may be a name's, by their plain spelling; short ones have but one."""
        found: dict[str, list[str]] = {}
        for folded in dict.fromkeys(map(fold, self.proper)):
            if len(folded) >= _SHORTEST_VARIED:
                found.setdefault(plain_spelling(folded), []).append(folded)
        return found

    @cached_property
    def sketched(self) -> Sequence[_Sketch]:
        """The words that may be a name's, with about which consonants they have."""
        return _sketches(self.proper)

    @cached_property
    def small(self) -> Mapping[str, Sequence[_Sketch]]:
        """The words that are not, likewise, by the first two of their consonants."""
        found: dict[str, list[_Sketch]] = {}
        named = {fold(sketch.word) for sketch in self.sketched}
        for sketch in _sketches(word for word in self.places if word not in named):
            if len(sketch.consonants) >= _SHORTEST_ROUGH:
                found.setdefault(sketch.consonants[:2], []).append(sketch)
        return found

    @cached_property
    def without_prefixes(self) -> Mapping[str, list[int]]:
        """Where words stand whose Arabic or Hebrew article or conjunction is taken off."""
        found: dict[str, list[int]] = {}
        for folded, places in self.places.items():
            bare = _ABJAD_PREFIX.sub("", folded)
            if bare != folded:
                found.setdefault(bare, []).extend(places)
        return found


def find_word(word: Word, text: Searchable, *, asked_in: str, written_in: str) -> frozenset[int]:
    """Return the places of a name's word in the text, in any of its forms; languages as ISO codes."""
    places = set(inflected(word.fold, text, language=written_in))
    if script_of(word.fold) in _ABJADS:
        places |= set(text.without_prefixes.get(word.fold, ()))
        places |= set(text.places.get(_ABJAD_PREFIX.sub("", word.fold), ()))
    foreign = asked_in != written_in
    if not places and foreign:
        for code in known_as((word.fold,), asked_in):
            for form in spellings_of(code, written_in):
                if len(form) == 1:
                    places |= set(inflected(form[0], text, language=written_in))
    if not places:
        alike = spelled_alike(word.spelled, text) if foreign else text.plain.get(plain_spelling(word.fold), ())
        places |= {place for folded in alike for place in text.places[folded]}
    return frozenset(places)


def known_as(folds: Folded, language: str) -> frozenset[str]:
    """Return what a name stands for in our tables and CLDR's, in any case of its language."""
    codes = places_named(language).get(folds) or places_named("en").get(folds)
    return codes or stems_of_places(language).get(tuple(map(stem_of, folds)), frozenset())


def spelled_alike(spelled: str, text: Searchable) -> list[str]:
    """Return the folded words of a text in another language that may be spellings of a name's word."""
    if len(spelled) < 3 or script_of(spelled) not in SOUNDED:
        return []
    asked = _sketch(spelled)
    # Words of lower case, too: peoples and faiths lose their capital in other languages.
    small = text.small.get(asked.consonants[:2], ()) if len(asked.consonants) >= _SHORTEST_ROUGH else ()
    worth = [sketch.word for sketches in (text.sketched, small) for sketch in sketches if _may_sound(asked, sketch)]
    return [fold(word) for word in worth if sound_alike(spelled, word)]


def plain_spelling(folded: str) -> str:
    """Return a word as one language may spell it, too: Sabbagh, Sabagh; Zelensky, Zelenskyy; Mueller, Müller."""
    for many, one in _SAME_IN_A_LANGUAGE:
        folded = folded.replace(many, one)
    return _DOUBLED.sub(r"\1", _FINAL_I.sub("i", folded))


_SAME_IN_A_LANGUAGE = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("ph", "f"), ("ck", "k"))
_FINAL_I = re.compile(r"(?<=..)[iy]+$")
_DOUBLED = re.compile(r"(\w)\1+")


def _may_sound(asked: _Sketch, other: _Sketch) -> bool:
    """Whether it is worth reading both words aloud: they have about the same consonants."""
    return (
        -_MOST_APART <= len(other.consonants) - len(asked.consonants) <= _MOST_APART
        and len(asked.classes ^ other.classes) <= _MOST_APART
    )


def remotely_alike(spelled: str, text: Searchable) -> bool:
    """Whether the text has a name that begins like this one, so that it cannot be said to lack it: Lavoisier, Лавуазье."""
    asked = _sketch(spelled).consonants
    if len(asked) < 2:
        return False
    for _, other, _ in text.sketched:
        if other[:1] != asked[0] or abs(len(other) - len(asked)) > _MOST_APART:
            continue
        if len(other) > 2 and len(asked) > 2 and other[:3] == asked[:3]:
            return True
        if min(len(other), len(asked)) >= 4 and _one_apart(other, asked):
            return True
    return False


def misspelled(folded: str, text: Searchable) -> bool:
    """Whether the text has a long name that one letter sets apart from this one: Maastrich, Maastricht."""
    return any(
        len(other) >= _LONG
        and other[:1] == folded[:1]
        and abs(len(other) - len(folded)) <= 1
        and _one_apart(other, folded)
        for other in dict.fromkeys(map(fold, text.proper))
    )


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or changed makes one string the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return short[at:] == long[at + 1 :] or short[at + 1 :] == long[at + 1 :]


def stands_as(form: Folded, text: Searchable, *, language: str, capital: bool) -> bool:
    """Whether these words stand in the text one after the other, inflected or not; `capital` where only as a name."""
    script = script_of(form[0])
    firsts: Iterable[int] = text.places.get(form[0], ())
    if len(form) == 1 or script in ("cyrillic", "greek"):
        firsts = inflected(form[0], text, language=language)
    in_capitals = capital and len(form) == 1 and form[0] in acronyms()
    for place in firsts:
        word = text.words[place]
        if (capital and script in CASED and not word.capital) or (in_capitals and not word.spelled[:2].isupper()):
            continue
        behind = text.words[place + 1 : place + len(form)]
        if len(behind) == len(form) - 1 and all(
            word.fold == asked or is_inflection(asked, word.fold, language)
            for word, asked in zip(behind, form[1:], strict=True)
        ):
            return True
    if len(form) == 1 and script in _ABJADS:
        return form[0] in text.without_prefixes or _ABJAD_PREFIX.sub("", form[0]) in text.places
    return False


def inflected(folded: str, text: Searchable, *, language: str) -> list[int]:
    """Return where a folded word stands, as it is or inflected."""
    places = list(text.places.get(folded, ()))
    for word in beginning(_stem(folded, language), text):
        if word != folded and is_inflection(folded, word, language):
            places.extend(text.places[word])
    if not places and folded.endswith("s") and len(folded) > 4:  # "Merkels Partei" asks for Merkel
        places.extend(text.places.get(folded[:-1], ()))
    return places


def beginning(stem: str, text: Searchable) -> list[str]:
    """Return the text's different words that begin so, none for less than three letters."""
    if len(stem) < 3:
        return []
    folds = text.sorted_folds
    at = end = bisect_left(folds, stem)
    while end < len(folds) and folds[end].startswith(stem):
        end += 1
    return folds[at:end]


@lru_cache(maxsize=50_000)
def is_inflection(asked: str, word: str, language: str) -> bool:
    """Whether one folded word is the other's form in another case or number."""
    if len(asked) < 3:
        return False
    script = script_of(asked)
    if script in ("cyrillic", "greek"):
        return stem_of(asked) == stem_of(word) or asked == stem_of(word) or stem_of(asked) == word
    if script != "latin":
        return script in UNSPACED and word.startswith(asked)
    kind = "slavic" if language in _SLAVIC else "agglutinating" if language in _AGGLUTINATING else ""
    stem = _stem(asked, language)
    return word.startswith(stem) and bool(_SUFFIXES[kind].fullmatch(word[len(stem) :]))


def _stem(folded: str, language: str) -> str:
    if language in _SLAVIC and script_of(folded) == "latin":
        return _SLAVIC_ENDING.sub("", folded)
    return stem_of(folded)

"""How a name may sound, so that its spellings in Latin, Cyrillic, Greek, Arabic and Hebrew letters can be compared.

A sounding is a string: capitals are classes of consonants (P b/p, F f/v/w, T d/t, S every hiss, K k/g/kh, L, R, M, N), small letters
the vowels a e i o u; h is not heard. Spellings are ambiguous (ch, j, g, x, ב, ו), so a word has several soundings. Two words
are one name where the consonants are the same and the vowels nearly so.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice, product

from answering.understanding.spelling import script_of

SOUNDED = frozenset({"latin", "cyrillic", "greek", "arabic", "hebrew"})
# Scripts that leave vowels out.
ABJADS = frozenset({"arabic", "hebrew"})

_SHORT = 3  # consonants; of so few, vowels must tell
_APART = 0.15  # of a word's length, in costs of vowels; fitted on XQuAD's even topics
_MOST_READINGS = 12
_LONGEST = 30  # letters; names are shorter

_MARKED = {"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "ž": "zh", "ź": "zh", "ż": "zh", "č": "tch", "ć": "tch", "ç": "s", "ğ": "gh",
           "ł": "l", "đ": "d", "ß": "ss", "ø": "o", "æ": "e", "œ": "e", "ñ": "n", "ı": "i", "ţ": "ts", "ț": "ts"}  # fmt: skip
# Latin letters, longest first: what each may sound like.
_LATIN: Mapping[str, tuple[str, ...]] = {
    "shtsch": ("S",), "schtsch": ("S",), "shch": ("S",), "tsch": ("S",), "tch": ("S",), "tsh": ("S",), "sch": ("S", "SK"), "sh": ("S",), "zh": ("S",), "ch": ("S", "K", ""),
    "dsch": ("S",), "dj": ("S",), "dzh": ("S",), "dz": ("S",), "ts": ("S",), "tz": ("S",), "cz": ("S",), "sz": ("S",),
    "xh": ("S", "KS"), "kh": ("K", ""), "gh": ("K", ""), "ph": ("F",), "th": ("T",), "dh": ("T",), "wh": ("F", "u"), "ck": ("K",), "cc": ("K", "KS"), "qu": ("K", "Ku"), "gu": ("K", "Ku"),
    "stle": ("SLe", "STLe"), "ng": ("NK", "N"), "gn": ("N", "KN"), "lh": ("L",), "nh": ("N",), "kn": ("KN", "N"), "lz": ("LS", "LTS"), "nz": ("NS", "NTS"), "wr": ("R",), "ou": ("u",), "oo": ("u",), "ee": ("i",), "ea": ("i", "ea"), "ue": ("u", "ue"),
    "oe": ("o", "oe"), "ae": ("e", "ae"), "eau": ("o",), "au": ("o", "au"), "ai": ("e", "ai"), "ei": ("e", "ai"), "eu": ("oi", "eu"), "äu": ("oi",), "ew": ("eF", "u"), "ow": ("oF", "o"), "aw": ("aF", "o"),
    "b": ("P",), "p": ("P",), "f": ("F",), "v": ("F",), "w": ("F", "u"), "d": ("T",), "t": ("T",), "s": ("S",), "z": ("S",), "j": ("S", "i", ""), "x": ("KS", "S"),
    "k": ("K",), "q": ("K",), "c": ("K",), "g": ("K",), "l": ("L",), "r": ("R",), "m": ("M",), "n": ("N",), "h": ("",),
    "a": ("a",), "e": ("e",), "i": ("i",), "o": ("o",), "u": ("u",), "y": ("i",), "ä": ("e", "a"), "ö": ("o", "e"), "ü": ("u", "i"),
}  # fmt: skip
_SOFT = {"c": ("S",), "g": ("S", "K"), "sc": ("S", "SK"), "ci": ("S", "Si"), "gi": ("S", "Ki", "Si")}
_CYRILLIC: Mapping[str, tuple[str, ...]] = {
    "дж": ("S",), "кс": ("KS",), "тц": ("S",), "тс": ("S", "TS"), "дз": ("S",), "ау": ("au", "o"), "эй": ("e",), "ей": ("e", "ei"), "ай": ("ai",), "иа": ("ia",),
    "а": ("a",), "б": ("P",), "в": ("F",), "г": ("K", ""), "ґ": ("K",), "д": ("T",), "е": ("e",), "ё": ("io",), "є": ("e",), "ж": ("S",), "з": ("S",), "и": ("i",), "і": ("i",),
    "ї": ("i",), "й": ("i",), "к": ("K",), "л": ("L",), "м": ("M",), "н": ("N",), "о": ("o",), "п": ("P",), "р": ("R",), "с": ("S",), "т": ("T",), "у": ("u", "F"), "ў": ("u",),
    "ф": ("F",), "х": ("K", ""), "ц": ("S",), "ч": ("S",), "ш": ("S",), "щ": ("S",), "ъ": ("",), "ы": ("i",), "ь": ("",), "э": ("e",), "ю": ("iu",), "я": ("ia",),
    "ћ": ("S",), "ђ": ("S",), "џ": ("S",), "љ": ("L",), "њ": ("N",), "ј": ("i",),
}  # fmt: skip
_GREEK: Mapping[str, tuple[str, ...]] = {
    "μπ": ("P",), "ντ": ("T", "NT"), "γκ": ("K", "NK"), "γγ": ("NK",), "ου": ("u",), "αι": ("e",), "ει": ("i",), "οι": ("i",), "ευ": ("eF", "ef"), "αυ": ("aF",), "τζ": ("S",),
    "τσ": ("S",), "α": ("a",), "β": ("F",), "γ": ("K", "i"), "δ": ("T",), "ε": ("e",), "ζ": ("S",), "η": ("i",), "θ": ("T",), "ι": ("i",), "κ": ("K",), "λ": ("L",), "μ": ("M",),
    "ν": ("N",), "ξ": ("KS",), "ο": ("o",), "π": ("P",), "ρ": ("R",), "σ": ("S",), "ς": ("S",), "τ": ("T",), "υ": ("i",), "φ": ("F",), "χ": ("K", ""), "ψ": ("PS",), "ω": ("o",),
}  # fmt: skip
_ARABIC: Mapping[str, tuple[str, ...]] = {
    "تش": ("S",), "دج": ("S",), "كس": ("KS",), "ا": ("a",), "أ": ("a",), "إ": ("i",), "آ": ("a",), "ب": ("P",), "پ": ("P",), "ت": ("T",), "ث": ("T", "S"), "ج": ("S", "K"), "چ": ("S",),
    "ح": ("",), "خ": ("K", ""), "د": ("T",), "ذ": ("T", "S"), "ر": ("R",), "ز": ("S",), "ژ": ("S",), "س": ("S",), "ش": ("S",), "ص": ("S",), "ض": ("T", "S"), "ط": ("T",), "ظ": ("S",),
    "ع": ("",), "غ": ("K",), "ف": ("F",), "ڤ": ("F",), "ق": ("K",), "ك": ("K",), "ک": ("K",), "گ": ("K",), "ل": ("L",), "م": ("M",), "ن": ("N",), "ه": ("",), "ة": ("a",),
    "و": ("u", "F"), "ؤ": ("u",), "ي": ("i",), "ی": ("i",), "ى": ("a",), "ئ": ("i",), "ء": ("",),
}  # fmt: skip
_HEBREW: Mapping[str, tuple[str, ...]] = {
    "ג׳": ("S",), "ג'": ("S",), "צ׳": ("S",), "צ'": ("S",), "ז׳": ("S",), "ז'": ("S",), "וו": ("F", "u"), "יי": ("i",), "א": ("a", ""), "ב": ("P", "F"), "ג": ("K",), "ד": ("T",), "ה": ("", "a"),
    "ו": ("u", "F", "o"), "ז": ("S",), "ח": ("K", ""), "ט": ("T",), "י": ("i",), "כ": ("K",), "ך": ("K",), "ל": ("L",), "מ": ("M",), "ם": ("M",), "נ": ("N",), "ן": ("N",), "ס": ("S",),
    "ע": ("a", ""), "פ": ("P", "F"), "ף": ("F", "P"), "צ": ("S",), "ץ": ("S",), "ק": ("K",), "ר": ("R",), "ש": ("S",), "ת": ("T",),
}  # fmt: skip
_LETTERS_OF = {"latin": _LATIN, "cyrillic": _CYRILLIC, "greek": _GREEK, "arabic": _ARABIC, "hebrew": _HEBREW}
_LONGEST_UNIT = 7

# Endings of cases, for words long enough to have one. Russian and Ukrainian names in -о do not change.
_ENDINGS = {
    "cyrillic": re.compile(r"(?<=..)(?:ого|его|ому|ему|ыми|ими|ами|ями|ой|ей|ом|ем|ём|ым|им|ых|их|ах|ях|ов|ую|юю|ая|яя|ий|ый|ія|ію|ії|[аяуюеиіыйь])$"),
    "greek": re.compile(r"(?<=..)(?:ος|ου|ον|ας|ης|ες|ων|ους|[αηιο])$"),
    "latin": re.compile(r"(?<=..)[aeiyj]+$"),
}  # fmt: skip
_PREFIXES = {
    "arabic": re.compile(r"^(?:[وف]?(?:[بلك]?ال|لل|[بلك])|[وف])(?=..)"),
    "hebrew": re.compile(r"^[הובלמשכ]{1,2}(?=..)"),
}
_VOWELS = re.compile(r"[a-z]+")
_NEAR = {frozenset("ie"), frozenset("ou"), frozenset("ae"), frozenset("ai")}
_LESS_NEAR = {frozenset("ao"), frozenset("eo"), frozenset("au")}


@functools.lru_cache(maxsize=100_000)
def soundings(word: str) -> frozenset[str]:
    """Return how a word, accents included, may sound: as it is, and without what it may carry before or behind its name."""
    script = script_of(word)
    if script not in SOUNDED:
        return frozenset()
    lower = _dressed_down(word.casefold()[:_LONGEST], script)
    forms = [lower]
    if ending := _ENDINGS.get(script):
        forms.append(ending.sub("", lower))
    if prefix := _PREFIXES.get(script):
        forms.append(prefix.sub("", lower))
    return frozenset(sounding for form in forms for sounding in _read(form, script))


def sound_alike(one: str, other: str) -> bool:
    """Whether two words, in any of the scripts, may be one name."""
    bare = script_of(one) in ABJADS or script_of(other) in ABJADS
    skeletons = _by_skeleton(other, bare)
    for skeleton, heard in _by_skeleton(one, bare).items():
        if bare and skeleton and any(_vowels_fit(a, b) for a in heard for b in skeletons.get(skeleton, ())):
            return True
        if not bare and any(_near(a, b) for a in heard for b in skeletons.get(skeleton, ())):
            return True
    return False


@functools.lru_cache(maxsize=100_000)
def _by_skeleton(word: str, bare: bool) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for sounding in soundings(word):
        # Where no vowel is written, consonants of one class meet: what was zesh is zsh.
        skeleton = _VOWELS.sub("", sounding)
        if len(skeleton) >= (2 if bare else 1):
            found.setdefault(_collapsed(skeleton) if bare else skeleton, []).append(sounding)
    return {skeleton: tuple(heard) for skeleton, heard in found.items()}


def _dressed_down(word: str, script: str) -> str:
    if script == "latin":
        if word.isascii():
            return word
        word = "".join(_MARKED.get(c, c) for c in unicodedata.normalize("NFC", word))
        return "".join(c if c in "äöü" else unicodedata.normalize("NFD", c)[:1] for c in word)
    if script == "greek" or script == "hebrew":
        return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))
    return "".join(c for c in unicodedata.normalize("NFC", word) if not unicodedata.combining(c) and c != "ـ")


def _read(word: str, script: str) -> Iterator[str]:
    units = list(_units(word, script))
    for reading in islice(product(*units), _MOST_READINGS):
        yield _collapsed("".join(reading))


def _units(word: str, script: str) -> Iterator[tuple[str, ...]]:
    letters = _LETTERS_OF[script]
    at = 0
    while at < len(word):
        if script == "latin" and word[at] in "cgs":
            soft = _soft(word, at)
            if soft:
                unit, sounds = soft
                yield sounds
                at += len(unit)
                continue
        for length in range(_LONGEST_UNIT, 0, -1):
            if (sounds_of := letters.get(word[at : at + length])) is not None and at + length <= len(word):
                yield sounds_of
                at += length
                break
        else:
            at += 1


def _soft(word: str, at: int) -> tuple[str, tuple[str, ...]] | None:
    """Return the c, g or sc before e, i or y, and what it may sound like."""
    for unit in ("sc", "c", "g"):
        after = word[at + len(unit) : at + len(unit) + 1]
        if word.startswith(unit, at) and after and after in "eiy":
            return unit, _SOFT[unit]
    return None


def _collapsed(sounding: str) -> str:
    kept: list[str] = []
    for letter in sounding:
        if not kept or kept[-1] != letter:
            kept.append(letter)
    return "".join(kept)


def _near(one: str, other: str) -> bool:
    """Whether two soundings of the same consonants have nearly the same vowels, the last ones counting most."""
    if one == other:
        return True
    allowed = _APART * max(len(one), len(other))
    a, b = _vowels(one), _vowels(other)
    cost = 0.0
    for n, (x, y) in enumerate(zip(a, b, strict=True)):
        if x != y:
            cost += _last_cost(x, y) if n == len(a) - 1 else _cost(x, y)
            if cost > allowed:
                return False
    return True


def _vowels(sounding: str) -> list[str]:
    """Return the vowels before, between and behind the consonants."""
    return re.split("[A-Z]", sounding)


def _cost(one: str, other: str) -> float:
    if not one or not other:
        return 0.5
    if one[0] == other[0] or one[-1] == other[-1]:
        return 0.25
    pair = frozenset((one[0], other[0]))
    return 0.25 if pair in _NEAR else 0.6 if pair in _LESS_NEAR else 1.0


def _last_cost(one: str, other: str) -> float:
    """Return what sets the ends of two words apart: Maria is not Mario, but Luther is Lutero."""
    if not one or not other:
        return 0.8
    return 0.5 if one[-1] == other[-1] or frozenset((one[-1], other[-1])) in _NEAR else 1.5


def _vowels_fit(one: str, other: str) -> bool:
    """Whether vowels of two soundings, one or both written without most of theirs, go together."""
    a, b = _vowels(one), _vowels(other)
    if len(a) != len(b):  # consonants that met were taken for one
        return min(len(a), len(b)) > _SHORT
    missing = agreed = 0
    for x, y in zip(a, b, strict=True):
        if x and y and not (set(x) & set(y)) and not any(frozenset((c, d)) in _NEAR for c in x for d in y):
            return False
        agreed += bool(x and y)
        missing += bool(x) != bool(y)
    return missing <= (2 if agreed else 1) or len(a) > _SHORT + 1


# One class a letter, for a first look: digraphs cost nothing but likeness.
_ROUGH = str.maketrans(
    {
        letter: "" if sounds[0].islower() else sounds[0][:1]
        for letters in _LETTERS_OF.values()
        for letter, sounds in letters.items()
        if len(letter) == 1
    }
    | {"h": "", "j": "", "х": "K"}
)


@functools.lru_cache(maxsize=100_000)
def rough_skeleton(word: str) -> str:
    """Return about which consonants a word has, vowels and doubles left out; cheap, for words that may be far apart."""
    script = script_of(word)
    if script not in SOUNDED:
        return ""
    lower = _dressed_down(word.casefold()[:_LONGEST], script)
    for many, one in _DIGRAPHS if script == "latin" else ():
        lower = lower.replace(many, one)
    return _collapsed("".join(c for c in lower.translate(_ROUGH) if c.isascii() and c.isupper()))


_DIGRAPHS = (
    ("ew", "e"),
    ("ow", "o"),
    ("aw", "a"),
    ("stle", "sle"),
    ("tsch", "s"),
    ("tch", "s"),
    ("sch", "s"),
    ("sh", "s"),
    ("ph", "f"),
    ("gh", "g"),
    ("ch", "k"),
    ("ce", "se"),
    ("ci", "si"),
)

"""Words as they are compared: where they stand, and their letters without case, accents and other dress."""

import functools
import re
import unicodedata
from typing import NamedTuple

# A dotted abbreviation ("U.S.", "EE.UU.") or a run of letters and digits; apostrophes and hyphens part words.
_WORD = re.compile(r"(?:[^\W\d_]{1,2}\.){2,}|[^\W_]+(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]+[^\W_]*)*")
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ۀ": "ه", "ہ": "ه", "ھ": "ه", "ـ": "", "ٱ": "ا",
        "ך": "כ", "ם": "מ", "ן": "נ", "ף": "פ", "ץ": "צ",
        ".": "", "’": "", "'": "", "\u200c": "", "\u200d": "", "\u00ad": "",
    }
)  # fmt: skip


class Word(NamedTuple):
    """A word of a text: `text[start:end]`, and `fold`, by which it is compared."""

    spelled: str
    fold: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.spelled[0].isupper() or self.spelled[0].istitle()


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    return [Word(m.group(), fold(m.group()), m.start(), m.end()) for m in _WORD.finditer(text)]


@functools.lru_cache(maxsize=50_000)
def fold(word: str) -> str:
    """Return a word without case, accents, the dots of abbreviations and the final forms of letters."""
    if word.isascii():
        return word.lower().replace(".", "")
    # Twice, for what casefold() leaves composed or capital after the marks are gone.
    bare = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if not unicodedata.combining(c))
    return bare.casefold().translate(_LETTERS)


def fold_all(text: str) -> tuple[str, ...]:
    """Return the folded words of a text."""
    return tuple(folded for word in words_of(text) if (folded := word.fold))


@functools.lru_cache(maxsize=50_000)
def script_of(word: str) -> str:
    """Return the script of a word's first letter, in Unicode's name for it, lower case: "latin", "cyrillic", "cjk", …"""
    letter = next((c for c in word if c.isalpha()), "")
    return unicodedata.name(letter, "").partition(" ")[0].lower() if letter else ""


# Endings of cases, folded: Russian and its neighbours, Greek. Names in -о do not change.
_CASES = {
    "cyrillic": re.compile(
        r"(?<=...)(?:ого|его|ому|ему|ыми|ими|ами|ями|ои|еи|ом|ем|ым|им|ых|их|ах|ях|ов|ую|юю|ая|яя|ое|ии|ыи|ые|ие|[аяуюеиыь])$"
    ),
    "greek": re.compile(r"(?<=...)(?:οσ|ου|ον|ασ|ησ|εσ|ων|ουσ|[αηιο])$"),
}


_SOFT_END = re.compile(r"(?<=...)[иь]$")


@functools.lru_cache(maxsize=50_000)
def stem_of(folded: str) -> str:
    """Return a folded word without the ending of its case, in Cyrillic and Greek; others as they are."""
    cases = _CASES.get(script_of(folded))
    # Once more for "Германия", "Германии": what is left of the one is the other's stem with an и.
    return _SOFT_END.sub("", cases.sub("", folded)) if cases else folded

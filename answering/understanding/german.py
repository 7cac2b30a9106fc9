"""What tells a name from a noun in German, where both have capitals.

The word before it (a title, an article), what the verb asks for, letters that German words do not have. In doubt it is a noun.
"""

import re
from collections.abc import Sequence

from answering.understanding.known import is_known_name, is_title, place_end
from answering.understanding.spelling import Word
from answering.understanding.tables import name_words

_FOREIGN = re.compile(
    r"gh|zh|sh(?!a?w)|kh|[ñáíóúãõåøłčćžšşğ]|ij$|sk[iy]$|[aeiou]v$|escu$|ez$|oglu$|ssen$|sson$|vić$|ian$", re.I
)
_SAYING = frozenset(
    "sagt sagte meint meinte fordert forderte schlagt schlug kundigt kundigte verlangt verlangte verspricht versprach erklart erklarte"
    " antwortet antwortete erwidert erwiderte bestreitet bestritt kritisiert kritisierte lebt lebte wohnt wohnte starb trat nannte nennt"
    " plant plante will wollte wirft warf reagiert reagierte besuchte besucht traf trifft ausserte aussert lehnt lehnte halt hielt".split()
)
_SAID = frozenset(
    "gesagt gefordert vorgeschlagen angekundigt versprochen erklart geantwortet kritisiert gemeint geboren gestorben zuruckgetreten"
    " gewahlt ernannt besucht getroffen geaussert verlangt genannt abgelehnt unterzeichnet geschrieben".split()
)
ARTICLES = frozenset(
    "der die das den dem des ein eine einen einem einer eines kein keine im am zum zur beim vom ins ans dieser diese dieses diesem diesen"
    " jeder jede jedes jedem jeden welcher welche welches welchem welchen sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer"
    " unser unsere alle viele wenige mehrere einige".split()
)
_MEASURES = re.compile(r"(?:prozent|million(?:en)?|milliarden?|tonnen?|liter|meter|kilometer|euro|dollar|ende|anfang|mitte|jahr(?:e|en|es)?|tage?n?|uhr|grad|teil|zahl|menge|kilo|gramm|hektar|paar|art|dutzend|angaben)$")  # fmt: skip
_NOUN = re.compile(r"(?:ung|heit|keit|schaft|tion|tat|nis|tum|ismus|ment|ungen|heiten|keiten|schaften|tionen|chen|lein|ling|werk|zeug|politik|partei|krise|gesetz|preis|preise)$")  # fmt: skip


def is_name_in_german(words: Sequence[Word], start: int, end: int) -> bool:
    """Whether the capitalised words from `start` to `end` are a name and not nouns; in doubt they are nouns."""
    run = words[start:end]
    if place_end(words, start, "de") >= end or any(is_known_name(word) for word in run):
        return True
    before = words[start - 1] if start else None
    behind = words[end] if end < len(words) else None
    if any(_MEASURES.search(word.fold) for word in run):
        return False
    if len(run) == 1:
        word = run[0]
        if word.spelled.isupper() and len(word.spelled) > 1:
            return True
        if _FOREIGN.search(word.spelled) or (before and is_title(before, "de")):
            return True
        if _NOUN.search(word.fold) or word.fold.endswith(("en", "er", "e")) or before is None:
            return False
        said = before.fold in _SAYING or (before.fold in ("hat", "hatte", "wurde", "ist") and words[-1].fold in _SAID)
        return said and start <= 3 and not (behind and behind.capital)
    common = name_words("de")
    return not any(_NOUN.search(word.fold) for word in run) and any(word.fold not in common for word in run)


def is_noun_in_german(word: Word) -> bool:
    """Whether a capitalised word is plainly a noun: an office, or what its ending tells."""
    return is_title(word, "de") or bool(_NOUN.search(word.fold))

"""Whether a text speaks of a namesake: the question asks about the architect Clara Voss, the text knows a painter of that name.

One person holds several offices, so only those of different families ("law", "sport") tell people apart; and where nothing says
what somebody is, nobody is a namesake.
"""

import re
from collections.abc import Sequence

from answering.occurrences import Searchable, is_inflection
from answering.understanding.names import Named
from answering.understanding.spelling import Word, words_of
from answering.understanding.tables import LANGUAGES, Folded, offices, peoples
from answering.understanding.words import CONNECTORS

_EVERY_FAMILY = "any"
# Words between an office and the name: "the painter and sculptor Clara Voss", "Voss, 45, a Swiss painter".
_BEFORE = 3
_BEHIND = 6
_LONGEST_OFFICE = 3
# A sentence ends, or something else begins.
_BREAK = re.compile(r"[.!?;:,()\n¿¡]")
_IS = frozenset("is was es era fue est etait fut ist war e foi fu".split())
_ARTICLES = frozenset("a an the un una el la le les l une ein eine der die das um uma o il lo one".split())


def namesake(question: str, named: Named, text: Searchable, *, question_language: str, text_language: str) -> bool:
    """Whether the text has the name, but always with an office that the question's person would not hold.

    Offices are known in English, Spanish, French, German, Portuguese and Italian; of others nothing is said.
    """
    words = words_of(question[: named.end + 200])
    inside = [n for n, word in enumerate(words) if named.start <= word.start < named.end]
    if named.kind != "name" or not inside:
        return False
    asked = _families_beside(question, words, inside[0], inside[-1], question_language)
    if not asked or _EVERY_FAMILY in asked:
        return False
    surname = words[inside[-1]].fold
    others: set[str] = set()
    for place in text.places.get(surname, ()):
        if not text.words[place].capital:
            continue
        first = place
        while (
            first
            and text.words[first - 1].capital
            and text.text[text.words[first - 1].end : text.words[first].start] == " "
        ):
            if _office_at(text.words, first - 1, text_language) is not None:
                break
            first -= 1
        others |= _families_beside(text.text, text.words, first, place, text_language)
    if not others or _EVERY_FAMILY in others or others & asked:
        return False
    return not _mentions(asked, text, text_language)


def _families_beside(text: str, words: Sequence[Word], first: int, last: int, language: str) -> set[str]:
    """Return the families of the offices that stand beside a name: before it, behind its comma, or behind "is"."""
    return _families_before(text, words, first, language) | _families_behind(text, words, last, language)


def _families_before(text: str, words: Sequence[Word], first: int, language: str) -> set[str]:
    found: set[str] = set()
    for at in range(first - 1, max(-1, first - 1 - _BEFORE), -1):
        if _BREAK.search(text[words[at].end : words[at + 1].start]):
            break
        if (family := _office_at(words, at, language)) is not None:
            found.add(family)
        elif not _passes(words[at], language):
            break
    return found


def _families_behind(text: str, words: Sequence[Word], last: int, language: str) -> set[str]:
    found: set[str] = set()
    behind = words[last + 1 : last + 1 + _BEHIND]
    if not behind or ("," not in text[words[last].end : behind[0].start] and behind[0].fold not in _IS):
        return found
    end = words[last].end
    for n, word in enumerate(behind):
        gap = text[end : word.start]
        if (n and _BREAK.search(gap.replace(",", "")) is not None) or (found and "," in gap):
            break
        if (family := _office_at(words, last + 1 + n, language)) is not None:
            found.add(family)
        elif word.fold in _ANOTHER_BEGINS:  # "Voss, who met a painter,"
            break
        end = word.end
    return found


_ANOTHER_BEGINS = frozenset(
    "who whom whose which that said told met with has had to for by que quien con para por qui avec pour dont mit fur sagte dijo"
    " disse com cui che per ha hat dit and y und et".split()
)


def _passes(word: Word, language: str) -> bool:
    """Whether a word may stand between an office and a name: "and", "the", a nationality."""
    return word.fold in CONNECTORS or word.fold in _ARTICLES or word.fold in peoples(language)


def _office_at(words: Sequence[Word], at: int, language: str) -> str | None:
    """Return the family of the office whose last word this is, None where it is none."""
    known = offices(language if language in LANGUAGES else "")
    for length in range(min(_LONGEST_OFFICE, at + 1), 0, -1):
        form: Folded = tuple(word.fold for word in words[at + 1 - length : at + 1])
        if (family := known.get(form)) is not None:
            return family
    folded = words[at].fold
    if folded.endswith("s") and (family := known.get((folded[:-1],))) is not None:
        return family
    if language == "de":  # Gesundheitsministerin
        return next((known[(folded[cut:],)] for cut in range(2, len(folded) - 4) if (folded[cut:],) in known), None)
    return None


def _mentions(families: set[str], text: Searchable, language: str) -> bool:
    """Whether an office of these families is named anywhere in the text, so that it may be the person's after all."""
    known = offices(language if language in LANGUAGES else "")
    wanted = {form[0] for form, family in known.items() if family in families and len(form) == 1}
    if wanted & text.places.keys():
        return True
    return any(
        is_inflection(office, word, language) for office in wanted for word in (office + "s",) if word in text.places
    )

"""Which proper names and numbers a question holds, so that the story of a true answer must hold them.

A name that is none hides a right answer behind "nothing on …"; a name that is missed only leaves things as they are. So when in doubt
it is no name: the first word of a question, a German noun, a question set as a heading.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from answering.understanding.figures import asked_numbers
from answering.understanding.german import ARTICLES, is_name_in_german, is_noun_in_german
from answering.understanding.known import is_no_name, is_people, is_title, known_places, place_end
from answering.understanding.spelling import Word, script_of, words_of
from answering.understanding.tables import acronyms, name_words
from answering.understanding.words import CONNECTORS, FUNCTION_WORDS, JOINING, PARTICLES, STARTERS

# Characters of a question that are read; what comes behind is no question any more.
_LONGEST = 2000
_MOST = 12
_SHORT_PART = 3
# Words of a title in quotation marks; a longer one is something that was said.
_LONGEST_TITLE = 8
_QUOTED = re.compile(r"“([^“”\n]{2,80})”|«\s?([^«»\n]{2,80}?)\s?»|„([^„“”\n]{2,80})[“”]|\"([^\"\n]{2,80})\"|‹([^‹›\n]{2,80})›|「([^「」\n]{2,80})」|『([^『』\n]{2,80})』|《([^《》\n]{2,80})》")  # fmt: skip
_ELISION = re.compile(r"^(?:l|d|qu|j|n|s|m|t|c|dell|all|nell|sull|dall|coll|un|quest|quell|jusqu|lorsqu|puisqu)$")
_GAP = re.compile(r"^(?:[ \u00a0]|-|’|'|\. ?|[ ]?& ?)$")


@dataclass(frozen=True)
class Named:
    """A proper name or number of a question: its words and where they stand.

    A `title` stood in quotation marks: other languages may translate it.
    """

    text: str
    start: int
    end: int
    kind: Literal["name", "number"]
    title: bool = False


def names_in(question: str, *, language: str) -> tuple[Named, ...]:
    """Return the proper names and numbers of a question, in order; `question[start:end] == text`.

    Names of several words stay together; titles, nationalities, months and weekdays are no part of them.
    """
    read = question[:_LONGEST]
    quoted = _titles(read)
    names = _names(read, language)
    outside = [name for name in names if not any(a <= name.start < b for _, a, b in quoted)]
    found = [Named(text, start, start + len(text), "name", title=True) for text, start, _ in quoted] + outside
    taken = [(name.start, name.end) for name in found]
    for start, end in asked_numbers(read, language=language):
        if not any(a <= start < b for a, b in taken):
            found.append(Named(read[start:end], start, end, "number"))
    return tuple(sorted(found, key=lambda named: named.start)[:_MOST])


def _titles(text: str) -> list[tuple[str, int, int]]:
    """Return titles in quotation marks, as (text, start, end of the mark)."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastindex or 1
        title = match.group(group)
        words = words_of(title)
        first = words[0] if words else None
        if (
            first
            and len(words) <= _LONGEST_TITLE
            and (first.capital or script_of(first.spelled) not in ("latin", "cyrillic"))
        ):
            found.append((title, match.start(group), match.end()))
    return found


def _names(text: str, language: str) -> list[Named]:
    words = words_of(text)
    if not words:
        return []
    lexical = [word for word in words[1:] if len(word.fold) > 3]
    shouted = sum(word.spelled.isupper() for word in words) * 2 > len(words) > 2
    headed = _is_heading(words, lexical, language)
    small = not any(word.capital for word in words[1:]) and not _starts_with_name(text, words, language)
    if shouted or headed or small:
        return [_named_as(text, start, end) for start, end in known_places(text, words, language)]
    found = []
    at = 0
    while at < len(words):
        end = place_end(words, at, language) or _run_end(text, words, at, language)
        if end > at:
            if named := _named(text, words, at, end, language):
                found.append(named)
            at = end
        else:
            at += 1
    return found


def _is_heading(words: Sequence[Word], lexical: Sequence[Word], language: str) -> bool:
    """Whether every word of weight has a capital, as in a heading, so that capitals say nothing."""
    if language == "de" or not lexical:
        return False
    capitals = sum(word.capital for word in lexical)
    marked = any(word.capital and word.fold in FUNCTION_WORDS for word in words[1:])
    plain = all(word.capital or word.fold in PARTICLES for word in words)
    return (marked and capitals * 3 >= len(lexical) * 2) or (plain and capitals >= 4)


def _starts_with_name(text: str, words: Sequence[Word], language: str) -> bool:
    return words[0].capital and (_is_possessed(text, words[0]) or place_end(words, 0, language) > 0)


def _run_end(text: str, words: Sequence[Word], at: int, language: str) -> int:
    """Return where the run of capitalised words that begins at a word ends; the word itself where it begins none."""
    if not _may_begin(text, words, at, language):
        return at
    end = at + 1
    joining = JOINING.get(language, JOINING["en"])
    while end < len(words):
        gap = text[words[end - 1].end : words[end].start]
        word = words[end]
        if not _GAP.match(gap) or (gap in ("'", "’") and len(word.fold) == 1):
            break
        if word.capital and not is_no_name(word, language):
            if language == "de" and place_end(words, end, language):
                break
            end += 1
            continue
        if word.spelled.isdigit() and len(word.spelled) < 4 and end + 1 == len(words):
            break
        if gap == "-" and len(word.fold) <= _SHORT_PART:  # Jong-un
            end += 1
            continue
        if language == "de" and at and words[at - 1].fold in ARTICLES:
            break
        ahead = end
        while ahead < len(words) and ahead < end + 2 and _joins(words, ahead, joining, language):
            ahead += 1
        if ahead == end or ahead >= len(words) or not words[ahead].capital or is_no_name(words[ahead], language):
            break
        if any(text[words[n].end : words[n + 1].start] not in (" ", "-", "'", "’") for n in range(end - 1, ahead)):
            break
        end = ahead + 1
    return end


def _joins(words: Sequence[Word], at: int, joining: frozenset[str], language: str) -> bool:
    """Whether a little word joins two words of a name: "von der Leyen", but not "Bau der Talsperre"."""
    if language == "de" and words[at].fold == "der":
        return words[at - 1].fold == "von"
    return words[at].fold in joining and not words[at].capital


def _may_begin(text: str, words: Sequence[Word], at: int, language: str) -> bool:
    word = words[at]
    begins = _begins_sentence(text, words, at)
    if not word.capital or is_no_name(word, language, first=begins):
        return False
    after_elision = at > 0 and text[words[at - 1].end : word.start] in ("'", "’")
    if begins:
        if _is_possessed(text, word) or after_elision:
            return True
        # One more capital behind it, and no more, is likely a name's second word.
        following = [w for w in words[at + 1 : at + 3] if w.capital and not is_no_name(w, language)]
        beside = at + 1 < len(words) and text[word.end : words[at + 1].start] in (" ", "-")
        return language != "de" and beside and len(following) == 1 and words[at + 1].capital
    return not (len(word.fold) == 1 and text[word.end : word.end + 1] != ".") and not (
        _ELISION.match(word.spelled.lower()) and text[word.end : word.end + 1] in ("'", "’")
    )


def _begins_sentence(text: str, words: Sequence[Word], at: int) -> bool:
    if at == 0:
        return True
    before = text[words[at - 1].end : words[at].start]
    if "." in before:
        return len(words[at - 1].fold) > 3  # not behind "Dr." or "J."
    return any(mark in before for mark in "!?:;¿¡…\n") or before.strip() in ("-", "–", "—", "•", "(")


def _is_possessed(text: str, word: Word) -> bool:
    return text[word.end : word.end + 2] in ("'s", "’s") and word.fold not in STARTERS and len(word.fold) > 2


def _named(text: str, words: Sequence[Word], start: int, end: int, language: str) -> Named | None:
    """Return what is a name in a run of capitalised words, titles and nationalities before it taken off."""
    titled = False
    while start < end and (is_title(words[start], language) or is_people(words[start], language)):
        titled = titled or is_title(words[start], language)
        start += 1
        while start < end and words[start].fold in CONNECTORS and not words[start].capital:
            start += 1
    if language == "de" and not titled and start and end - start > 1 and words[start - 1].fold in ARTICLES:
        start += 1  # "die Stadt Lumbre": an article's noun, then perhaps a name
    while language == "de" and end - start > 1 and is_noun_in_german(words[end - 1]):
        end -= 1  # "Olaf Scholz Bundeskanzler", "Merkel Berufung"
    run = words[start:end]
    if not run or (len(run) == 1 and _says_nothing(run[0], language)):
        return None
    if is_people(run[-1], language) and all(
        is_people(word, language) or word.fold in name_words(language) for word in run
    ):
        return None  # "North American"
    if language == "de" and not titled and not is_name_in_german(words, start, end):
        return None
    return _named_as(text, run[0].start, run[-1].end)


def _says_nothing(word: Word, language: str) -> bool:
    """Whether a word alone is no name whatever its capital: "Parliament", "It", a letter."""
    if word.spelled.isupper() and word.fold in acronyms():
        return False
    return word.fold in STARTERS or len(word.fold) == 1 or word.fold in name_words(language)


def _named_as(text: str, start: int, end: int) -> Named:
    return Named(text[start:end], start, end, "name")

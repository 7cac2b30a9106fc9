"""From the lines of a printed page to paragraphs: no word lost, none invented."""

import re
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.parsing.hyphens import is_cut

_SENTENCE_ENDS = tuple(".!?…:。！？؟۔।")
_CLOSERS = "\"'”’»)]"
_BULLETS = tuple("•▪■●◦‣")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST_LETTERS = re.compile(r"[^\W\d_]+$")
_NUMBER = re.compile(r"\d+")
# Scripts that set no space between words, so that none belongs where a line ends.
_UNSPACED = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]"
_PAIR = re.compile(f"(?<={_UNSPACED})(?={_UNSPACED})")
_SPACED_PAIR = re.compile(f"(?<={_UNSPACED}) (?={_UNSPACED})")
_SPACE_BESIDE = re.compile(f"(?<={_UNSPACED}) +| +(?={_UNSPACED})")
# Shares of the type's size, as newspapers are set.
_OTHER_SIZE = 0.1
_INDENT = (0.5, 5.0)
_WIDEST_LEADING = 3.0
_GAP = 1.3  # of the usual distance between two lines
_SAME_PLACE = 2.0  # points


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is printed: its page, where it begins (in points, `y` upward) and the size of its type."""

    text: str
    page: int
    x: float
    y: float
    size: float


def paragraphs(lines: Sequence[Line], *, language: str = "") -> list[str]:
    """Return the lines joined into paragraphs, in their order.

    One begins where the type changes, after a gap, at an indented line, at a bullet; and in another column or on another page where a
    sentence has ended. A word cut at a line's end is made whole where a soft hyphen says so, where the text has it elsewhere, or where the
    words of its language (an ISO 639-1 code) say so.
    """
    lines = [replace(line, text=_closed_up(line.text)) for line in lines]
    words = {word.casefold() for line in lines for word in _WORD.findall(line.text)}
    uses_hyphen_mark = any("\u2010" in line.text.rstrip()[:-1] for line in lines)
    leading = _leading(lines)
    found: list[str] = []
    for number, line in enumerate(lines):
        if number and not _begins(number, lines, leading):
            found[-1] = _joined(found[-1], line.text, words, language, mends_hyphen_mark=not uses_hyphen_mark)
        else:
            found.append(line.text)
    return found


def without_running_lines(lines: Sequence[Line], *, pages: int) -> tuple[list[Line], list[str]]:
    """Return the lines without those that every page repeats, and what these say, once.

    One is sure to be no part of the text when it stands in one place on half of the pages and more, on three at least,
    with the same words, and with numbers that stay or rise with the page; a number that rises is sure on two.
    """
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for number, line in enumerate(lines):
        shape = _NUMBER.sub("#", " ".join(line.text.split()))
        places[shape, round(line.y / _SAME_PLACE), round(line.x / _SAME_PLACE / 10)].append(number)
    running: set[int] = set()
    said: dict[str, None] = {}  # a set in order
    for numbers in places.values():
        if _runs([lines[number] for number in numbers], pages):
            running.update(numbers)
            said.setdefault(lines[numbers[0]].text.strip())
    kept = [line for number, line in enumerate(lines) if number not in running]
    return kept, [text for text in said if any(c.isalpha() for c in text)]


def _closed_up(text: str) -> str:
    """Return a line of Chinese or Japanese without the spaces that come in where a font does not tell its widths."""
    is_spaced = len(_SPACED_PAIR.findall(text)) > len(_PAIR.findall(text))
    return _SPACE_BESIDE.sub("", text) if is_spaced else text


def _runs(lines: Sequence[Line], pages: int) -> bool:
    if len({line.page for line in lines}) < max(2, len(lines), pages / 2):
        return False
    columns = zip(*([int(n) for n in _NUMBER.findall(line.text)[:20]] for line in lines), strict=True)
    rises = False
    for numbers in columns:
        stays = len(set(numbers)) == 1
        follows = len({number - line.page for number, line in zip(numbers, lines, strict=True)}) == 1
        if not stays and not follows:
            return False
        rises = rises or follows
    return rises or len(lines) > 2


def _leading(lines: Sequence[Line]) -> dict[float, float]:
    """Return the usual distance between two lines, by the size of the type."""
    gaps: dict[float, list[float]] = defaultdict(list)
    for before, line in pairwise(lines):
        gap = before.y - line.y
        if before.page == line.page and 0 < gap < _WIDEST_LEADING * line.size:
            gaps[round(line.size, 1)].append(gap)
    return {size: sorted(found)[len(found) // 4] for size, found in gaps.items()}  # most paragraphs may be of one line


def _begins(number: int, lines: Sequence[Line], leading: dict[float, float]) -> bool:
    before, line = lines[number - 1], lines[number]
    if line.text.lstrip().startswith(_BULLETS):
        return True
    if abs(line.size - before.size) > _OTHER_SIZE * max(line.size, before.size):
        return True
    gap = before.y - line.y
    has_ended = before.text.rstrip().rstrip(_CLOSERS).endswith(_SENTENCE_ENDS)
    if before.page != line.page or not 0.5 * line.size < gap < _WIDEST_LEADING * line.size:
        return has_ended or _goes_down(before, line)
    if gap > _GAP * leading.get(round(line.size, 1), gap):
        return True
    return has_ended and _is_indented(number, lines)


def _goes_down(before: Line, line: Line) -> bool:
    """Whether the line stands below the other with much room between: after a picture, say, and not in a new column."""
    goes_down = before.page == line.page and before.y - line.y >= _WIDEST_LEADING * line.size
    return goes_down and abs(line.x - before.x) < _INDENT[1] * line.size


def _is_indented(number: int, lines: Sequence[Line]) -> bool:
    line = lines[number]
    near = (other.x for other in lines[max(0, number - 3) : number + 4] if other.page == line.page)
    left = min(x for x in near if abs(line.x - x) <= _INDENT[1] * line.size)
    return line.x - left > _INDENT[0] * line.size


def _joined(text: str, line: str, words: Set[str], language: str, *, mends_hyphen_mark: bool) -> str:
    text, line = text.rstrip(), line.lstrip()
    if not text or not line:
        return text + line
    if text[-1] in "-\u00ad\u2010" and text[-2:-1].isalnum() and line[0].isalnum():
        before, after = _LAST_LETTERS.search(text[:-1]), _WORD.match(line)
        if text[-1] == "\u00ad":
            was_whole = True
        elif text[-1] == "\u2010":  # programs that hyphenate set the mark, people the minus sign
            was_whole = mends_hyphen_mark and line[0].islower()
        else:
            was_whole = bool(before and after and _is_one_word(before[0], after[0], words, language))
        return (text[:-1] if was_whole else text) + line
    return text + ("" if _PAIR.search(text[-1] + line[0]) else " ") + line


def _is_one_word(before: str, after: str, words: Set[str], language: str) -> bool:
    if f"{before}-{after}".casefold() in words:
        return False
    # "well-known" may stand cut before "-"; of a chain only the piece that follows is the other half.
    return (before + after).casefold() in words or is_cut(before, after.partition("-")[0], language=language)

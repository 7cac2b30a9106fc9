"""Where sentences end: spans over a text, in any language, with nothing lost.

A boundary must be plain to a reader to count: wrongly joined sentences make a long quote, wrongly cut ones a false quote.
No library did (measured on news text): pysbd splits at "Sr.", joins what follows "»" and has had no release since 2021.
"""

import re
from bisect import bisect_left
from itertools import pairwise

Span = tuple[int, int]

# What ends a sentence by itself, and the full stop of scripts that use it for nothing else.
_ENDS = ".!?…。！？．؟۔।॥｡"
_UNAMBIGUOUS = "。！？．؟۔।॥｡"
_CLOSERS = "\"'”’»«›‹“)]}」』】》）"
_PLAIN_CLOSERS = "\"'”’»›)]}」』】》）"  # where no space follows, “ and « open
_OPENERS = "\"'“‘«‹„¿¡([{—–-「『【《（"
_BOUNDARY = re.compile(
    rf"[{re.escape(_ENDS)}]+[{re.escape(_CLOSERS)}]*(?=\s|$)|[{_UNAMBIGUOUS}]+[{re.escape(_PLAIN_CLOSERS)}]*"
)
_PARAGRAPH = re.compile(r"\n\s*")
_LAST_WORD = re.compile(r"[^\s\"'“‘«‹„¿¡(\[{—–]+$")

# Abbreviations that a name follows, so that a capital after them says nothing; and those that only a number makes one
# ("art. 5", but "works of art. The"). Lower case, without the last full stop; one list for all languages, since articles
# quote each other's.
_BEFORE_NAMES = frozenset(
    """
    adm admon admón alte apdo asst av avda bd bldg blvd brig bros cap capt cdad cf cía cmdr co col comdr corp cpl cte ctra
    dept depto dña doc dott dpto dr dra dras dres drs ee enmo esq est excmo exmo exma fr frl gen gob gov gral hno hnos hon
    hrsg ilmo ilma inc ing insp jr jun lic licda lt ltda maj messrs mgr mlle mlles mm mme mmes mons mr mrs ms mt mtro prof
    profa prov pza rep reps rev sen sgt sig sigg sgto sr sra sras sres srta srtas ss sta ste st str supt tte univ uu vda vds
    vs vgl bzw evtl ggf inkl sog гг тов им ул проф акад обл зам д-р св пр гос
    """.split()
)
_BEFORE_NUMBERS = frozenset(
    """
    art arts artt c ca cap fig figs max máx min mín no nos nr nro nros núm num nº p pp pág págs pag par pl tel vol vols
    jan feb mar apr jun jul aug sept sep oct nov dec ene abr ago dic janv févr avr juil déc genn febb magg giu lug ott okt
    dez стр см руб гл
    """.split()
)
_DOTTED = re.compile(r"^(?:\w{1,2}\.)+\w{1,2}$")  # a.m, U.S, e.g, z.B
_AFTER_NUMBER = re.compile(r"\d\s\w$")
_ORDINAL = re.compile(r"^\d{1,3}$")
# Languages in which "3. " is "third".
_ORDINAL_LANGUAGES = frozenset("bs cs da de et eu fi fo hr hu is lb lv nb nn no pl sk sl sr tr".split())
_QUOTE_PAIRS = {"“": "”", "«": "»", "„": "“”", "‹": "›", "「": "」", "『": "』"}
_SAME_ON_BOTH_SIDES = '"”'  # ” opens too, in Swedish and Finnish
_NEAR = 60  # characters on either side that tell whether a mark ends a sentence
_LONGEST_QUOTE = 320  # characters; a longer quoted speech is cut at its sentences after all


# "[00:12:31 Ada Holm]", on a line of its own before what was said then: see the reader of subtitles.
_TIME_MARK = re.compile(r"\[\d\d:\d\d:\d\d(?: [^\]\n]+)?\]")


def is_time_mark(sentence: str) -> bool:
    """Whether a line says when in a broadcast the words below it were said, and is none of them."""
    return _TIME_MARK.fullmatch(sentence) is not None


def sentence_spans(text: str, *, language: str | None = None) -> list[Span]:
    """Return the (start, end) of each sentence of `text`, in order, without the white space around it.

    Every character that is not white space lies in exactly one span. A line break ends a sentence; so does none of
    "Dr.", "EE. UU.", "a.m.", nor a full stop inside a quotation that closes within a few sentences, so that what
    somebody said stays with who said it.
    """
    spans: list[Span] = []
    start = 0
    for paragraph_end, next_start in [
        *((m.start(), m.end()) for m in _PARAGRAPH.finditer(text)),
        (len(text), len(text)),
    ]:
        if paragraph_end > start:
            spans.extend(_paragraph_spans(text, start, paragraph_end, language))
        start = next_start
    return spans


def _paragraph_spans(text: str, start: int, end: int, language: str | None) -> list[Span]:
    paragraph = text[start:end]
    quoted = _quotations(paragraph)
    starts = [a for a, _ in quoted]
    cuts = [0]
    for match in _BOUNDARY.finditer(paragraph):
        if _ends_sentence(paragraph, match, language) and not _within(match.end(), quoted, starts):
            cuts.append(match.end())
    cuts.append(len(paragraph))
    spans = []
    for a, b in pairwise(cuts):
        piece = paragraph[a:b]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            spans.append((start + a + left, start + a + len(piece.rstrip())))
    return spans


def _within(place: int, quoted: list[Span], starts: list[int]) -> bool:
    before = bisect_left(starts, place) - 1
    return before >= 0 and place < quoted[before][1]


def _ends_sentence(paragraph: str, match: re.Match[str], language: str | None) -> bool:
    mark = match.group()
    if mark[0] in _UNAMBIGUOUS:
        # Where no spaces are written, who said it follows the closing mark at once: “……？”他说。
        after = paragraph[match.end() : match.end() + 1]
        return not (mark[-1] in _PLAIN_CLOSERS and after.isalnum() and not _is_introduced(paragraph, match.start()))
    following = paragraph[match.end() : match.end() + _NEAR].lstrip()
    if not following:
        return True
    first = next((c for c in following if c not in _OPENERS), "")
    if first.islower():
        return False
    if mark[0] in "!?" or len(mark.rstrip(_CLOSERS)) > 1:
        return True
    word_match = _LAST_WORD.search(paragraph[max(0, match.start() - _NEAR) : match.start()])
    word = word_match.group() if word_match else ""
    if (
        mark == "."
        and word.islower()
        and len(word) == 1
        and _AFTER_NUMBER.search(paragraph[max(0, match.start() - _NEAR) : match.start()])
    ):
        return True  # a unit, such as the year's "г." in "1987 г."
    if mark == "." and (word.casefold() in _BEFORE_NAMES or _DOTTED.match(word) or _initial(word)):
        return False
    if mark == "." and first.isdigit() and word.casefold() in _BEFORE_NUMBERS:
        return False
    return not (mark == "." and _ORDINAL.match(word) and language in _ORDINAL_LANGUAGES)


def _is_introduced(paragraph: str, place: int) -> bool:
    """Whether the quotation that ends at `place` follows a colon or comma, so that who said it has been told."""
    opening = max(paragraph.rfind(mark, max(0, place - _LONGEST_QUOTE), place) for mark in "“「『«")
    return opening > 0 and paragraph[opening - 1] in "：:，,"


def _initial(word: str) -> bool:
    """Whether a word is one letter ("z. B.", "s. XVI", "J. K.") or a doubled capital ("CC. AA.")."""
    return word.isalpha() and (len(word) == 1 or (len(word) == 2 and word[0] == word[1] and word.isupper()))


def _quotations(paragraph: str) -> list[Span]:
    """Return the (start, end) of quotations that close in this paragraph; the end lies behind the closing mark."""
    found: list[Span] = []
    straight = -1
    at = 0
    while at < len(paragraph):
        mark = paragraph[at]
        if mark in _QUOTE_PAIRS:
            found_at = (paragraph.find(close, at + 1, at + _LONGEST_QUOTE) for close in _QUOTE_PAIRS[mark])
            close = min((place for place in found_at if place > 0), default=0)
            if close:
                found.append((at, close + 1))
                at = close
        elif mark in _SAME_ON_BOTH_SIDES:
            if straight >= 0 and at - straight <= _LONGEST_QUOTE:
                found.append((straight, at + 1))
                straight = -1
            else:
                straight = at
        at += 1
    outermost: list[Span] = []
    for a, b in sorted(found):
        if outermost and a < outermost[-1][1]:
            outermost[-1] = (outermost[-1][0], max(b, outermost[-1][1]))
        else:
            outermost.append((a, b))
    return outermost

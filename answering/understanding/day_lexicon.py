"""A question cut into words, and the tables of `day_words.py` made ready to look phrases up in them."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

from answering.understanding.day_words import WORDS

EARLIEST_YEAR, LATEST_YEAR = 1500, 2199  # other numbers of four digits are seldom years

# Not inside a longer number, a law's number, a version or an address.
_BEFORE, _AFTER = r"(?<!\w)(?<!\d[./:,-])", r"(?!\w|[-/.:,]\d)"
_TOKEN = re.compile(
    rf"{_BEFORE}(?P<ymd>(?P<y>\d{{4}})(?P<s>[-/.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?:T[\d:.]{{2,20}}Z?)?){_AFTER}"
    rf"|{_BEFORE}(?P<dmy>(?P<d2>\d\d?)(?P<s2>[-/]|\. ?)(?P<m2>\d\d?)(?P=s2)(?P<y2>\d{{4}}|\d\d)){_AFTER}"
    rf"|{_BEFORE}(?P<dm>(?P<d3>\d\d?)(?:\. ?(?P<m3>\d\d?)\.|/(?P<m4>\d\d?))){_AFTER}"
    rf"|{_BEFORE}(?P<my>(?P<m5>\d\d?)/(?P<y5>\d{{4}})){_AFTER}"
    r"|(?P<cjk>(?P<y6>\d{4})年(?:(?P<m6>\d\d?)月(?:(?P<d6>\d\d?)日)?)?)"
    r"|(?P<word>\d\w*|(?:[^\W\d][\u0300-\u036f]*)+)|(?P<mark>[^\w\s])"
)


@dataclass(frozen=True)
class Token:
    """A word, a sign, or a date in figures: `question[start:end]`.

    `word` is without accents and capitals; a date has its `figures` (year, month, day: None where it has none) instead.
    """

    word: str
    start: int
    end: int
    capital: bool = False
    figures: tuple[int | None, int | None, int | None] | None = None

    @property
    def is_mark(self) -> bool:
        """Whether it is a sign of punctuation."""
        return bool(self.word) and not self.word[0].isalnum() and self.word[0] != "_"


def tokenize(text: str) -> list[Token]:
    """Cut a text into tokens, in time that grows with its length."""
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    start, end, text = match.start(), match.end(), match.group()
    if match["word"] or match["mark"]:
        return Token(fold(text), start, end, capital=text[0].isupper())
    part = {name: int(value) for name, value in match.groupdict().items() if value and _PART.fullmatch(name)}
    if match["dmy"]:
        year = part["y2"] if len(match["y2"]) == 4 else part["y2"] + (2000 if part["y2"] < 70 else 1900)
        day, month = (part["d2"], part["m2"])
        if month > 12 >= day:  # month first, as the day tells
            day, month = month, day
        return Token("", start, end, figures=(year, month, day))
    year_, month_, day_ = (next((part[name] for name in names if name in part), None) for names in _FIGURES)
    return Token("", start, end, figures=(year_, month_, day_))


_PART = re.compile(r"[ymd]\d?")
_FIGURES = (("y", "y5", "y6"), ("m", "m3", "m4", "m5", "m6"), ("d", "d3", "d6"))


def fold(text: str) -> str:
    """Return a word as it is looked up: without accents, capitals and curled apostrophes."""
    if text in "’‘ʼ´`":
        return "'"
    if text in "–—−‐‑":
        return "-"
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@dataclass(frozen=True)
class Lexicon:
    """The phrases of one language: `tables[name][first word]` lists them with their values, the longest first.

    No days are said from a word on that is neither a number nor among those that `begins` holds.
    """

    language: str
    begins: frozenset[str]
    tables: Mapping[str, Mapping[str, Sequence[tuple[tuple[str, ...], int]]]]
    endings: tuple[str, ...]

    def may_begin(self, token: Token) -> bool:
        """Whether words that say days may begin with a token."""
        return token.word in self.begins or token.figures is not None or token.word[:1].isdigit()

    def match(self, name: str, tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
        """Return the value of the longest phrase of a table that stands at `at`, and where it ends."""
        if not 0 <= at < len(tokens):
            return None
        for words, value in self.tables.get(name, _NONE).get(tokens[at].word, ()):
            if len(words) <= len(tokens) - at and all(tokens[at + k].word == word for k, word in enumerate(words)):
                return value, at + len(words)
        return None

    def skip(self, name: str, tokens: Sequence[Token], at: int) -> int:
        """Return where a phrase of a table ends, `at` itself where there is none."""
        found = self.match(name, tokens, at)
        return found[1] if found else at

    def holds(self, name: str, token: Token) -> bool:
        """Whether a word alone is a phrase of a table."""
        return any(len(words) == 1 for words, _ in self.tables.get(name, _NONE).get(token.word, ()))


_NONE: Mapping[str, Sequence[tuple[tuple[str, ...], int]]] = MappingProxyType({})


_NEVER_FIRST = set("and to more next onward will counted plain says news print published written what".split()) | {
    "how many",
    "ago after",
}


@lru_cache(maxsize=32)
def lexicon_of(language: str) -> Lexicon:
    """Return a language's lexicon: of a language without tables, the months that CLDR knows."""
    words = WORDS.get(language) or _months_only(language)
    endings = tuple(ending for ending in words.get("will end", "").split("|") if ending)
    tables = {name: _table(listed) for name, listed in words.items() if name != "will end"}
    begins = frozenset(word for name, table in tables.items() if name not in _NEVER_FIRST for word in table) | {"'"}
    return Lexicon(language, begins, tables, endings)


def _months_only(language: str) -> Mapping[str, str]:
    try:
        months = Locale.parse(language).months
    except (UnknownLocaleError, ValueError, TypeError):
        return {}
    names = [{str(months[form]["wide"][number]) for form in ("format", "stand-alone")} for number in range(1, 13)]
    # Where CLDR has nothing but numbers ("5月"), dates in figures are read anyway.
    return (
        {}
        if any(name[:1].isdigit() for group in names for name in group)
        else {"months": ";".join("|".join(sorted(group)) for group in names), "of": "de|d'|del|di"}
    )


def _table(listed: str) -> Mapping[str, Sequence[tuple[tuple[str, ...], int]]]:
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    groups = listed.split(";")
    value = -1
    for group in groups:
        number, given, phrases = group.rpartition("=")
        value = int(number) if given else value + 1
        for phrase in phrases.split("|"):
            words = tuple(token.word for token in tokenize(phrase))
            if words:
                table.setdefault(words[0], []).append((words, value))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return table


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a day, None where the calendar has no such day or the year is none that is asked for."""
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_full_year(token: Token) -> bool:
    """Whether a token is a year in four figures."""
    return bool(re.fullmatch(r"\d{4}", token.word)) and EARLIEST_YEAR <= int(token.word) <= LATEST_YEAR

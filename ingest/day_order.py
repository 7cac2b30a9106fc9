"""Which number of a date is the day and which the month: decided once for a file, from all its records."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from babel import Locale, UnknownLocaleError

from archive.errors import ArticleError
from ingest.language_names import language_code
from ingest.parsing.date_parts import ascii_digits
from ingest.parsing.date_reading import Order

# A column's name and what is said in it.
Cell = tuple[str, str]
# Of each record, what it calls its language and what stands in its columns of dates.
Dated = tuple[str, Iterable[Cell]]
_PAIR = re.compile(r"(?<![\d./-])(\d{1,2})([-/.]) ?(\d{1,2})\2 ?\d{4}(?!\d)")
_LONGEST = 80  # characters; no date is longer
_MOST_KINDS = 1000  # of columns and languages that are told apart; articles are untrusted


class FileDates:
    """How a file writes its dates. Its records are looked through only where a date could be either, and then once."""

    def __init__(self, records: Callable[[], Iterable[Dated]] = tuple) -> None:
        self._records = records

    def order(self, column: str, language: str) -> tuple[Order | None, bool]:
        """Return which comes first in a column, where the records show it, and whether they show that nobody can tell.

        Where one date of the column has its day first past doubt ("13/02/2025") and another its month, only those count that
        are in the record's language; where those disagree, too, nobody can tell. Where a column shows nothing, the file's
        others count.
        """
        own = self._shown.get((column, language.casefold()), set())
        in_column = {order for (name, _), shown in self._shown.items() if name == column for order in shown}
        in_file = {order for shown in self._shown.values() for order in shown}
        shown = next((shown for shown in (own, in_column, in_file) if shown), set())
        return (next(iter(shown)) if len(shown) == 1 else None), len(own) > 1

    @cached_property
    def _shown(self) -> Mapping[tuple[str, str], set[Order]]:
        found: dict[tuple[str, str], set[Order]] = defaultdict(set)
        try:
            for language, cells in self._records():
                for column, text in cells:
                    kind = (column, language.casefold())
                    if (order := shown_order(text)) and (kind in found or len(found) < _MOST_KINDS):
                        found[kind].add(order)
        except ArticleError:
            pass  # whoever reads the records tells it; what comes before counts
        return found


UNDATED = FileDates()  # a file of one article, whose language decides


def shown_order(text: str) -> Order | None:
    """Return which comes first in a date of which one number can be no month, None in any other text."""
    match = _PAIR.search(ascii_digits(text)) if len(text) <= _LONGEST else None
    if match is None or (int(match[1]) > 12) == (int(match[3]) > 12):
        return None
    return "DMY" if int(match[1]) > 12 else "MDY"


@dataclass(frozen=True)
class ColumnDates:
    """How the dates in one column of one record are written: a `Usage`.

    `tag` is what the record calls its language; where it says nothing, `told` tells one from the record's text.
    """

    file: FileDates
    column: str
    tag: str
    told: Callable[[], str]

    def order(self, *, dots: bool) -> Order | None:
        """Return what comes first by the file, else by the language's region."""
        order, is_mixed = self.file.order(self.column, self.tag)
        if order or is_mixed:
            return order
        named = region_order(self.tag)
        if dots:  # the day comes first wherever CLDR has dots; who puts the month first elsewhere may do so here
            return "DMY" if named != "MDY" else None
        return named if self.tag else region_order(self.told())

    def language(self) -> str:
        """Return the record's language, told from its text where it names none."""
        return (language_code(self.tag) if self.tag else self.told()) or ""


@lru_cache(maxsize=256)
def region_order(tag: str) -> Order | None:
    """Return what comes first in a region's short dates by CLDR: "en-US" month first, "en-GB" and "es" day first.

    None where it cannot be told: for English of no region, and where the year comes first and not even "25.11." is sure.
    """
    parts = re.split("[-_]", tag.strip())
    language = language_code(tag) or (parts[0].lower() if re.fullmatch("[A-Za-z]{3}", parts[0]) else None)
    territory = next((part.upper() for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part)), "")
    if not language or (language == "en" and not territory):
        return None
    try:
        locale = Locale.parse(f"{language}_{territory}" if territory else language)
    except (UnknownLocaleError, ValueError):
        if language == "en":
            return None
        try:
            locale = Locale.parse(language)
        except (UnknownLocaleError, ValueError):
            return None
    short, without_year = locale.date_formats["short"].pattern, str(locale.datetime_skeletons.get("Md", ""))
    if short.index("y") > max(short.index("d"), short.index("M")):
        return "DMY" if short.index("d") < short.index("M") else "MDY"
    return "DMY" if 0 <= without_year.find("d") < without_year.find("M") else None

"""Whose days they are: the question's own, or its subject's, as in "the 2020 Olympics" and "las elecciones de 2023"."""

import unicodedata
from datetime import date

from answering.understanding.day_calendar import Kind, Period
from answering.understanding.day_lexicon import Token
from answering.understanding.day_periods import PeriodReader

_YEARLESS = {Kind.DAY_OF_YEAR, Kind.MONTH_OF_YEAR, Kind.WEEKDAY}
# Nouns follow a date directly in these ("the May 2025 floods"), so an article or a noun beside it tells that it is the subject's.
_COMPOUNDING = {"en", "de"}
_NOT_BEFORE_YEARS = set("on a al au aux ai ad am an den dem nei negli nelle alla".split())
_BEFORE_NUMBERS = set("als uber rund etwa fast knapp mit fur zu".split())
_HOLY_DAYS = set("santo santa gras negro saint noir".split())


class Whose:
    """Tells of the periods of one question whose they are."""

    def __init__(self, text: str, reader: PeriodReader) -> None:
        self._text = text
        self._reader = reader
        self._tokens = reader.tokens
        self._lexicon = reader.lexicon
        self._future = self._tells_the_future()

    def is_to_come(self, period: Period, *, since: date | None, at: int, end: int) -> bool:
        """Whether days lie after today, or are told in the future: they are asked for, or a premise."""
        today = self._reader.today
        if period.since > today or (since is not None and since > today):
            return True
        return (period.kind in _YEARLESS and self._future) or self.is_next(at - 1) or self.is_next(end)

    def is_own(self, lead: str, at: int, period: Period, *, possessive: int | None, published: bool) -> bool:
        """Whether a period is the question's, said from `at` on after a preposition of kind `lead` ("" for none)."""
        kind = period.kind
        if self._is_remainder(at, period):
            return False
        if "in" not in self._lexicon.tables:
            return kind in (Kind.DAY, Kind.MONTH, Kind.SPELT_YEAR)
        if possessive and kind not in (Kind.NEAR, Kind.WEEKDAY, Kind.WEEKEND, Kind.DAY):
            return False
        if published and kind is not Kind.WEEKDAY:
            return lead in ("of", "in") or not self.is_name(period)
        if kind is Kind.NEAR:
            of_today = possessive and period.since == period.until == self._reader.today  # "today's youth"
            return not of_today and not self._holds("more", at - 1)  # "more than two years ago"
        if kind is Kind.WEEKDAY:
            return self._is_weekday(lead, at, period, possessive=possessive)
        if kind is Kind.WEEKEND:
            return lead in ("in", "in near", "of") or (lead == "article" and self._lexicon.language in ("es", "fr"))
        if kind in (Kind.DAY, Kind.DAY_OF_YEAR):
            return self._is_day(lead, at, period)
        return lead not in ("of", "in day", "in near") and self._is_long(lead, at, period)

    def _is_day(self, lead: str, at: int, period: Period) -> bool:
        english, following = self._lexicon.language == "en", self._token(period.end)
        if period.kind is Kind.DAY:
            beside = lead != "in" or self.is_compound(self._lexicon.skip(lead, self._tokens, at), period)
            return not (beside and english and self._is_noun(following))
        if lead == "article":
            return not english or not self._is_noun(following)
        before = self._token(at - 1)
        alone = lead == "" and english and _ends(following) and before is not None and not before.capital
        return alone or lead in ("in", "in day")  # otherwise it may be a street's name

    def _is_long(self, lead: str, at: int, period: Period) -> bool:
        """Whether a month, a year or something longer is the question's."""
        kind, language, noun = period.kind, self._lexicon.language, self._is_noun(self._token(period.end))
        if self.is_count(period) or self.is_compound(
            self._lexicon.skip(lead, self._tokens, at) if lead else at, period
        ):
            return False
        start = self._lexicon.skip(lead, self._tokens, at)
        named = self._lexicon.match("month", self._tokens, self._lexicon.skip("article", self._tokens, start))
        misled = self._tokens[at].word in _NOT_BEFORE_YEARS and start == at + 1 and not named  # "au mois de mars"
        if kind is Kind.MONTH_OF_YEAR:
            return lead == "in" and not self.is_name(period) and (not misled or language == "it")
        if kind is Kind.YEAR:
            return not misled and (lead == "in" or (lead == "" and language == "de" and self._is_adverb(at, period)))
        if kind is Kind.MONTH:
            return lead == "in" or (lead == "" and not noun and not self._holds("article", at - 1))
        if kind is Kind.PART:
            return lead == "in" or language != "en" or not noun
        return lead == "in" or kind is Kind.SPELT_YEAR

    def _is_weekday(self, lead: str, at: int, period: Period, *, possessive: int | None) -> bool:
        language, name = self._lexicon.language, self._tokens[period.end - 1]
        following, before = self._token(period.end), self._token(at - 1)
        if following and (following.word in _HOLY_DAYS or (language == "en" and following.capital)):
            return False
        if possessive:
            return not (before and before.capital and before is not self._tokens[0])
        if lead in ("in", "of"):
            return True
        if lead == "article":
            return language == "es" and self._tokens[at].word == "el"
        if lead or before is None:
            return False
        if language == "en":
            return self._lexicon.holds("says", before) and _ends(following)
        return language in ("fr", "it", "pt") and not name.capital and not self._lexicon.holds("article", before)

    def _is_remainder(self, at: int, period: Period) -> bool:
        """Whether a month is what is left of no day at all, "31 February 2025", or of a law's number, "12/2023"."""
        if period.kind not in (Kind.MONTH, Kind.MONTH_OF_YEAR):
            return False
        before = self._token(at - 1)
        if before and before.word == "." and before.end == self._tokens[at].start:
            before = None
        elif before and before.word == ".":
            before = self._token(at - 2)
        name = self._tokens[period.end - 1]
        law = name.figures is not None and at == period.at and "年" not in self._text[name.start : name.end]
        return law or bool(before and before.word[:1].isdigit())

    def _is_adverb(self, at: int, period: Period) -> bool:
        """German says "Wer gewann 2019 …" without a preposition; after or before a noun the year is the noun's."""
        before, following = self._token(at - 1), self._token(period.end)
        if following and following.capital and not following.is_mark:
            return False
        if before is None:
            return bool(following) and not _ends(following)
        if before.is_mark or before.figures or before.word.isdigit():
            return False
        of_noun = before.capital and at > 1  # the first word has its capital anyway
        return not of_noun and not self._holds("article", at - 1) and before.word not in _BEFORE_NUMBERS

    def is_compound(self, start: int, period: Period) -> bool:
        """ "the 2020 Olympics", "the May 2025 floods", "in the summer 2024 games"."""
        if self._lexicon.language not in _COMPOUNDING:
            return False
        if not self._lexicon.match("article", self._tokens, start):
            return False
        if period.kind in (Kind.YEAR, Kind.MONTH, Kind.MONTH_OF_YEAR):
            return True
        if period.kind in (Kind.NEAR, Kind.WEEKDAY, Kind.WEEKEND):
            return False
        return self._lexicon.language == "en" and self._is_noun(self._token(period.end))

    def is_name(self, period: Period) -> bool:
        """Whether a month without its year may be a name or a verb: "after May resigned", "sur Mars"."""
        if period.kind is not Kind.MONTH_OF_YEAR:
            return False
        name, following, before = self._tokens[period.end - 1], self._token(period.end), self._token(period.at - 1)
        if self._lexicon.language == "fr":
            return name.capital and name.word == "mars"
        if self._lexicon.language != "en" or name.word not in ("march", "may", "april", "june", "august"):
            return False
        if following and (following.capital or self.possessive(period.end)):
            return True
        if before and before.word in ("in", "during", "throughout"):
            return False
        return bool(following) and self._is_noun(following)

    def is_count(self, period: Period) -> bool:
        """ "in 2000 homes", "entre 1500 y 2000 personas"."""
        if period.kind is not Kind.YEAR:
            return False
        following = self._token(period.end)
        if following is None or following.is_mark:
            return False
        if self._lexicon.match("counted", self._tokens, period.end):
            return True
        small = any(
            self._lexicon.match(name, self._tokens, period.end)
            for name in ("in", "of", "article", "and", "to", "since", "until", "plain", "in near")
        )
        return period.until.year % 100 == 0 and not small

    def _is_noun(self, token: Token | None) -> bool:
        """Whether what follows may be a noun that the date belongs to: any word that is none of the small ones."""
        if token is None or token.is_mark or token.figures or self._lexicon.language not in _COMPOUNDING:
            return False
        return not any(self._lexicon.holds(name, token) for name in ("plain", "in", "of", "and", "near"))

    def is_next(self, at: int) -> bool:
        """Whether a word beside days puts them into the future: "next Tuesday", "el martes que viene"."""
        return 0 <= at < len(self._tokens) and self._lexicon.match("next", self._tokens, at) is not None

    def _holds(self, table: str, at: int) -> bool:
        return 0 <= at < len(self._tokens) and self._lexicon.holds(table, self._tokens[at])

    def possessive(self, at: int) -> int | None:
        """Return where an English "'s" at `at` ends, None where there is none."""
        if self._lexicon.language != "en" or at + 1 >= len(self._tokens):
            return None
        return at + 2 if self._tokens[at].word == "'" and self._tokens[at + 1].word == "s" else None

    def _token(self, at: int) -> Token | None:
        return self._tokens[at] if 0 <= at < len(self._tokens) else None

    def _tells_the_future(self) -> bool:
        for at, token in enumerate(self._tokens):
            if self._lexicon.match("will", self._tokens, at):
                return True
            if self._lexicon.endings and not token.capital and len(token.word) >= 4:
                word = unicodedata.normalize("NFC", self._text[token.start : token.end].lower())
                if word.endswith(self._lexicon.endings):
                    return True
        return False


def _ends(token: Token | None) -> bool:
    return token is None or token.is_mark

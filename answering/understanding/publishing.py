"""Whether the days that a question names are those of publishing: "articles from May 2025", "published last week"."""

from bisect import bisect_left
from collections.abc import Sequence

from answering.understanding.day_lexicon import Lexicon, Token

_DATING = set("from aus vom datant dated fechado datado risalenti".split())
_FURTHEST = 4  # tokens before "what was" and its like, such as a bracket and "and"


class Publishing:
    """The words of one question that are about articles and their being printed."""

    def __init__(self, tokens: Sequence[Token], lexicon: Lexicon) -> None:
        self._tokens = tokens
        self._lexicon = lexicon
        self._news = [at for at in range(len(tokens)) if self._holds("news", at)]
        self._nouns = sorted({*self._news, *(at for at in range(len(tokens)) if self._holds("print", at))})
        self._verbs = [at for at in range(len(tokens)) if self._holds("published", at)]
        head = range(min(_FURTHEST, len(tokens)))
        counted = [found[1] for at in head if (found := lexicon.match("how many", tokens, at))]
        self._counts_articles = any(self._holds("news", at) for at in counted)
        # "What was published", "¿qué publicó …?", but not "what is the book published in 2019 about".
        asked = [found[1] for at in head if (found := lexicon.match("what", tokens, at))]
        asked = [at for at in asked if lexicon.language == "de" or lexicon.match("article", tokens, at) is None]
        self._asked_what = min(asked, default=None)

    def dates(self, lead: str, at: int, end: int, *, is_year: bool = False) -> bool:
        """Whether the days said by the tokens from `at` to before `end`, after a preposition of kind `lead`, are those of publishing.

        With a year alone, one report is a subject ("the 2019 report", "der Bericht von 2019"), many are not.
        """
        tokens = self._tokens
        before, after = at - 1, end
        if before >= 0 and (tokens[before].word == "," or self._holds("past", before)):
            before -= 1
        if self._holds("news", before) or (self._holds("print", before) and lead in ("of", "from") and not is_year):
            return True
        if after + 1 < len(tokens) and tokens[after].word == "'" and tokens[after + 1].word == "s":
            after += 2
        if self._is_noun(after) and self._lexicon.language in ("en", "de") and not is_year:
            return True
        if self._holds("published", after) and self._is_noun(after + 1):
            return True  # "im Mai erschienene Artikel"
        if self._holds("written", before) and self._is_noun(before - 1):
            return True
        return self._counts_articles or self._has_verb(at, after) or self._is_dated(lead, at)

    def _has_verb(self, at: int, after: int) -> bool:
        """ "articles published about the dam in May", "Welche Artikel sind im Mai erschienen?"."""
        beside = [
            verb for verb in (after, len(self._tokens) - 1, len(self._tokens) - 2) if self._holds("published", verb)
        ]
        before = self._verbs[:1] if self._verbs and self._verbs[0] < at else []
        verbs = before or beside
        if not verbs:
            return False
        noun = bool(self._nouns) and self._nouns[0] < at
        what = self._asked_what is not None and self._asked_what <= min(verbs) + 1
        # "¿Se ha publicado algo desde …?"
        return noun or what or self._lexicon.match("what", self._tokens, min(verbs) + 1) is not None

    def _is_dated(self, lead: str, at: int) -> bool:
        """ "articles about the metro from May 2025", "stories on the dam since March"."""
        if lead == "of":
            return bisect_left(self._nouns, at) > 0 and self._tokens[at].word in _DATING
        return lead in ("since", "between") and bisect_left(self._news, at) > 0

    def _is_noun(self, at: int) -> bool:
        return self._holds("news", at) or self._holds("print", at)

    def _holds(self, table: str, at: int) -> bool:
        return 0 <= at < len(self._tokens) and self._lexicon.holds(table, self._tokens[at])

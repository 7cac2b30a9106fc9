"""Text as rules compare it: lower case, no accents, and every character still in its place."""

import functools
import re
import unicodedata
from dataclasses import dataclass

_ALIKE = {"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "“": '"', "”": '"', "„": '"'}
_TOKEN = re.compile(r"\w+(?:(?:[.\-]|(?<=\d),(?=\d))\w+)*")


@dataclass(frozen=True)
class Token:
    """A word of a question: as written, as compared, and where it stands; `text[start:end] == written`."""

    written: str
    folded: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.written[0].isupper()


def tidy(text: str) -> str:
    """Return a question with composed letters and single spaces; half a character becomes a replacement mark."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return " ".join(unicodedata.normalize("NFC", whole).split())


def folded(text: str) -> str:
    """Return the text in lower case without accents, as long as it was: what matches here is a slice of the original."""
    return "".join(map(_folded, text))


@functools.lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    character = _ALIKE.get(character, character)
    plain = unicodedata.normalize("NFKD", character.lower())[:1]
    return plain if plain and not plain.isspace() else " "


def tokens(text: str) -> list[Token]:
    """Return the words of a tidy text; an apostrophe ends a word ("l'eau" is two), a hyphen within does not, nor the comma of "3,200"."""
    return [Token(found[0], folded(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(text)]

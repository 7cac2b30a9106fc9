"""What is kept of an article that was erased for good: hashes, by which it is known when it comes back, and nothing else."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Article

# Shorter texts ("Foto.") stand under many headlines: they count with theirs and with their day.
_LEAST_TEXT = 40  # letters and digits
_LEAD = 80  # characters of a text that stand in for a headline
_WORD = re.compile(r"\w+")


def hashed(text: str) -> str:
    """Return what is kept of an erased article's identity: its sha256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def marks_of(uri: str, article: Article) -> Iterator[str]:
    """Yield the hashes by which what an article said is known again, whatever it is called then."""
    yield _marked(uri)
    yield _name_mark(uri, article)
    if article.body:
        yield _text_mark(article)


@dataclass(frozen=True)
class Erased:
    """What was erased for good: the hashes of identities, and the marks of what they said."""

    hashes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    def __contains__(self, uri: str) -> bool:
        return bool(self.hashes) and hashed(uri) in self.hashes

    def has_text(self, article: Article) -> bool:
        """Whether an erased article said the same; capitals, spaces and punctuation do not matter."""
        return bool(self.marks) and bool(article.body) and _text_mark(article) in self.marks

    def has_name(self, uri: str, article: Article) -> bool:
        """Whether that identity was erased when it had this headline and day, or nobody noted which it had."""
        return uri in self and (_marked(uri) not in self.marks or _name_mark(uri, article) in self.marks)


def _marked(uri: str) -> str:
    return hashed(f"marked\n{uri}")


def _name_mark(uri: str, article: Article) -> str:
    lead = _words(article.headline) or _words(article.body[:_LEAD])
    return hashed(f"name\n{uri}\n{lead}\n{(article.published or '')[:10]}")


def _text_mark(article: Article) -> str:
    said = _words(article.body)
    if len(said) - said.count(" ") < _LEAST_TEXT:
        said = f"{said}\n{_words(article.headline)}\n{(article.published or '')[:10]}"
    return hashed(f"text\n{said}")


def _words(text: str) -> str:
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))

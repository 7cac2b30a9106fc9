"""What would be stored of a file, field by field, with where each came from: for a look at a new source before its first ingest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from archive.console import printable
from archive.errors import ArticleError
from archive.records import Article, PassedOver
from ingest.fields import with_language
from ingest.finding.source_file import NO_COLUMNS
from ingest.finding.unread import Unread, UnreadError, as_json, in_words
from ingest.origins import Origin, listening
from ingest.reading import read_articles
from ingest.stories.claims import claim_of
from language.identify import UNKNOWN

_SHOWN = 20  # articles; who wants to see more asks for their file alone
_FIELDS = (
    "uri",
    "headline",
    *(f.name for f in fields(Article) if f.compare and f.name not in ("uri", "headline", "body")),
    "body",
)
_EXPECTED = ("headline", "publisher", "published", "language")  # whose absence is worth a line
_LONGEST = 70  # characters of a value; a body's length is told
_TOLD = "told from its text"


@dataclass(frozen=True)
class Explained:
    """An article as it would be stored, the name of its file, and where its fields came from."""

    file: str
    article: Article
    origin: Origin

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        return {
            "file": self.file,
            "article": self.article.as_json(),
            "origins": dict(self.origin.fields),
            "unused": list(self.origin.unused),
        }

    def in_words(self) -> str:
        """Return a line a field that has a value."""
        lines = [self.file]
        for name in _FIELDS:
            value = getattr(self.article, name)
            if value in ("", None, UNKNOWN):
                lines += [f"  {name:<10} -"] if name in _EXPECTED else []
            else:
                lines.append(f"  {name:<10} {_shown(name, str(value)):<{_LONGEST}} {self.origin.fields.get(name, '')}")
        if self.origin.unused:
            lines.append(f"  unused     {', '.join(self.origin.unused)}")
        return "\n".join(printable(line.rstrip()) for line in lines)


@dataclass(frozen=True)
class Explanation:
    """What the first articles would be, how many there are, what cannot be read and what no reader takes."""

    shown: Sequence[Explained]
    articles: int
    errors: Sequence[tuple[str, str]]
    passed_over: Sequence[PassedOver]

    @property
    def is_well(self) -> bool:
        """Whether all can be read."""
        return not self.errors

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        return {
            "articles": [one.as_json() for one in self.shown],
            "count": self.articles,
            "errors": [{"file": name, "error": reason} for name, reason in self.errors],
            "passed_over": [as_json(one) for one in self.passed_over],
        }

    def in_words(self) -> str:
        """Return the articles one below the other, then what is wrong."""
        parts = [one.in_words() for one in self.shown]
        parts += [printable(f"{name}: {reason}") for name, reason in self.errors]
        parts += [in_words(one) for one in self.passed_over]
        number = f"{self.articles:,} article{'' if self.articles == 1 else 's'}"
        first = f" (the first {len(self.shown)} are shown)" if len(self.shown) < self.articles else ""
        parts.append(f"{number}{first}, {len(self.errors):,} failed. Nothing was stored.")
        return "\n\n".join(parts)


def explain(paths: Sequence[Path | str], *, columns: Mapping[str, str] = NO_COLUMNS) -> Explanation:
    """Return what the files that the paths hold would become; `columns` as in `ingest`. No archive is looked at."""
    shown: list[Explained] = []
    errors: list[tuple[str, str]] = []
    unread, articles = Unread(), 0
    with listening() as heard:
        for reading in read_articles(paths, columns=columns):
            result = reading.result
            if isinstance(result, UnreadError):
                unread.add(reading.name, result)
            elif isinstance(result, ArticleError):
                errors.append((reading.name, str(result)))
            else:
                articles += 1
                if len(shown) < _SHOWN:
                    shown.append(_explained(reading.name, result, heard.get(result.uri, Origin())))
                heard.pop(result.uri, None)
    return Explanation(shown, articles, errors, unread.found())


def _explained(file: str, article: Article, origin: Origin) -> Explained:
    told = replace(with_language(article), uri=claim_of(article, file).key)
    if told.language != article.language:
        origin = replace(origin, fields={**origin.fields, "language": _TOLD})
    return Explained(file, told, origin)


def _shown(name: str, value: str) -> str:
    line = " ".join(value.split())
    length = f"… ({len(value):,} characters)" if name == "body" else "…"
    return line if len(line) <= _LONGEST else line[: _LONGEST - len(length)] + length

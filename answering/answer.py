"""The answer as a record: what every writer of answers makes and every reader of them gets."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from archive.records import Appearance


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of an article: `body[start:end] == quote` for the stored body of `uri`; `source` is its number."""

    quote: str
    uri: str
    start: int
    end: int
    source: int


@dataclass(frozen=True)
class Statement:
    """What the reader reads, with the quotes that carry it; `attribution` says who published it, when, in which language."""

    text: str
    quotes: tuple[Quote, ...]
    attribution: str


@dataclass(frozen=True)
class Struck:
    """A sentence that a language model wrote and the check refused."""

    text: str
    reason: str


@dataclass(frozen=True)
class Source:
    """A story that the answer rests on, numbered in order of appearance.

    `appearances` are its prints, itself the first; `correction` tells those of all of them, a line each.
    """

    n: int
    uri: str
    headline: str
    publisher: str
    published: str | None
    url: str
    language: str
    correction: str
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True)
class Answer:
    """An answer to one question.

    Where `status` is "not_found", nothing is quoted, `notice` says so in the question's language with what the archive
    covers, and `nearest` names the stories that come nearest.
    """

    question: str
    asked: str
    language: str
    status: Literal["answered", "not_found"]
    sure: bool = True
    writer: str = "quotes"
    count: int | None = None
    statements: tuple[Statement, ...] = ()
    struck: tuple[Struck, ...] = ()
    notice: str | None = None
    sources: tuple[Source, ...] = ()
    nearest: tuple[Appearance, ...] = ()


def corrections(uri: str, prints: Sequence[Appearance]) -> str:
    """Return the corrections of a story's prints, a line each: that of the quoted one first, the others' with who printed them."""
    own = [print_.correction for print_ in prints if print_.uri == uri and print_.correction]
    others = [
        f"{print_.publisher or print_.uri}: {print_.correction}"
        for print_ in prints
        if print_.uri != uri and print_.correction and print_.correction not in own
    ]
    return "\n".join(dict.fromkeys([*own, *others]))

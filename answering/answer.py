"""The answer as a record: what every writer of answers makes and every reader of them gets."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from answering.understanding.question import Understood
from archive.corrections import Correction
from archive.records import Appearance


@dataclass(frozen=True)
class Quote:
    """A verbatim piece of an article: `body[start:end] == quote` for the stored body of `uri`; `source` is its number.

    `body_sha256` is the hex digest of that body in UTF-8: of several prints of a source each quote tells its own.
    """

    quote: str
    uri: str
    start: int
    end: int
    source: int
    body_sha256: str = ""


@dataclass(frozen=True)
class Statement:
    """What the reader reads, with the quotes that carry it; `attribution` says who published it, when, in which language.

    Where it is the headline that answers, that is the text and stands in `headline`, too; the quote is what follows it.
    """

    text: str
    quotes: tuple[Quote, ...]
    attribution: str
    headline: str = ""


@dataclass(frozen=True)
class Struck:
    """A sentence that a language model wrote and the check refused."""

    text: str
    reason: str


@dataclass(frozen=True)
class Source:
    """A story that the answer rests on, numbered in order of appearance.

    `appearances` are its prints, itself the first; `correction` tells those of all of them, a line each, and `corrections`
    which print says what. `body_sha256` is the hex digest of the body of `uri` in UTF-8; `version` is the article's own.
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
    byline: str = ""
    dateline: str = ""
    section: str = ""
    genre: str = ""
    version: int | None = None
    body_sha256: str = ""
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True)
class Answer:
    """An answer to one question.

    `asked` is the question as it was completed, `understood` what it was taken to ask. `sure` is whether the answer claims to
    answer; where it does not, the quotes are what the archive has about it, `missing` tells in words what of the question they
    lack, and `sureness` is how probably they answer all the same, within [0, 1].
    Where `status` is "not_found", nothing is quoted, `notice` says so in the question's language with what the archive
    covers, and `nearest` names the stories that come nearest.
    """

    question: str
    asked: str
    language: str
    status: Literal["answered", "not_found"]
    understood: Understood | None = None
    sure: bool = False
    sureness: float = 0.0
    missing: tuple[str, ...] = ()
    writer: str = "quotes"
    count: int | None = None
    statements: tuple[Statement, ...] = ()
    struck: tuple[Struck, ...] = ()
    notice: str | None = None
    sources: tuple[Source, ...] = ()
    nearest: tuple[Appearance, ...] = ()


def as_record(answer: Answer) -> dict[str, Any]:
    """Return an answer as the commands print it."""
    record = asdict(answer)
    if answer.understood is not None:
        understood = record["understood"]
        span = {"from": understood.pop("since"), "to": understood.pop("until")}
        record["understood"] = span | {name: value for name, value in understood.items() if name not in _NOT_SHOWN}
    return record


# What the record says elsewhere, or what only the search needs.
_NOT_SHOWN = ("asked", "language", "odds")

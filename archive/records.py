"""The records that flow through the house. Field names follow the IPTC's ninjs and NewsML-G2."""

import hashlib
import json
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime
from typing import Any, Literal

PubStatus = Literal["usable", "withheld", "canceled"]
# Where an article was seen, and saying what: (source, uri, content hash).
Sighting = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Article:
    """One story as one publisher printed it.

    `uri` is its identity for good. `published`, `modified`, `embargoed` and `expires` are ISO 8601 dates or times of the story,
    never of the file. Nobody may read it before `embargoed` or from `expires` on. `ednote` is for the newsroom's eyes alone: stored, never shown or searched. `language` is a lower-case ISO 639-1 code ("es"), or "und" where nobody can tell.
    """

    uri: str
    body: str
    headline: str = ""
    publisher: str = ""
    published: str | None = None
    modified: str | None = None
    language: str = "und"
    version: int | None = None
    byline: str = ""
    dateline: str = ""
    provider: str = ""
    section: str = ""
    genre: str = ""
    url: str = ""
    rights: str = ""
    embargoed: str | None = None
    pubstatus: PubStatus = "usable"
    correction: str = ""
    ednote: str = ""
    expires: str | None = None
    # Who it is where its uri is another's: its place in what it was read from. It says nothing and is not stored.
    place: str = field(default="", compare=False, repr=False)

    def as_json(self) -> dict[str, Any]:
        """Return what it says, by field."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.compare}

    @property
    def content_hash(self) -> str:
        """The sha256 of everything the article says; equal hashes mean that nothing changed."""
        said = self.as_json()
        for name in (
            "ednote",
            "expires",
        ):  # they came later: what says nothing in them keeps the hash it is stored under
            if not said[name]:
                del said[name]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    @property
    def body_sha256(self) -> str:
        """The hex digest of the body in UTF-8, by which a later reader can tell whether the text is still the same."""
        return hashlib.sha256(self.body.encode("utf-8", "surrogatepass")).hexdigest()

    def is_readable(self, now: datetime) -> bool:
        """Whether anybody may read the article at that moment (`now` with its time zone)."""
        return (
            self.pubstatus == "usable"
            and (self.embargoed is None or _moment(self.embargoed) <= now)
            and (self.expires is None or now < _moment(self.expires))
        )


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article and the content hash that it was read with, before anything (its language) was told from its text."""

    article: Article
    content_hash: str


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Passage:
    """An exact slice of one body: `article.body[start:end] == text`, always; `start` and `end` count characters.

    `story` is the same for all prints of one story.
    """

    uri: str
    start: int
    end: int
    text: str
    headline: str
    publisher: str
    published: str | None
    language: str
    url: str
    correction: str = ""
    story: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Appearance:
    """One print of a story."""

    uri: str
    headline: str
    publisher: str
    published: str | None
    url: str
    correction: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class OldVersion:
    """What an article said until it was replaced; `replaced` is that moment, in ISO 8601."""

    article: Article
    replaced: str


@dataclass(frozen=True, slots=True)
class DaySpan:
    """Days from `since` to `until`, ISO and inclusive; None leaves that side open."""

    since: str | None = None
    until: str | None = None

    def holds(self, day: str | None) -> bool:
        """Whether a day or time lies in it; an unknown one does not."""
        return day is not None and (self.since or "") <= day[:10] <= (self.until or "9999-12-31")


@dataclass(frozen=True, slots=True)
class Filters:
    """What an answer may rest on. Dates are ISO days and inclusive; empty tuples and None let everything through.

    `as_of` shows the archive as of that day: nothing published later is seen.
    """

    since: str | None = None
    until: str | None = None
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    as_of: str | None = None

    @property
    def last_day(self) -> str | None:
        """The earlier of `until` and `as_of`."""
        return min((day for day in (self.until, self.as_of) if day), default=None)

    def within(self, span: DaySpan) -> "Filters":
        """Return the filters narrowed to the days of a span."""
        return replace(
            self,
            since=max((day for day in (self.since, span.since) if day), default=None),
            until=min((day for day in (self.until, span.until) if day), default=None),
        )


@dataclass(frozen=True, slots=True)
class PassedOver:
    """How many files of one kind (a suffix) no reader took in one place, a folder or package; the names of the first of them."""

    place: str
    kind: str
    count: int
    files: tuple[str, ...]

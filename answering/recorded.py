"""An answer as a line of the log, or of saved `--json` output, tells it: read with care, for anybody may have written the line."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class RecordedQuote:
    """A quote as it was given; `body_sha256` is "" where the record does not tell it, `headline` where none answered with it."""

    text: str
    uri: str
    start: int
    end: int
    source: int | None
    body_sha256: str
    headline: str = ""


@dataclass(frozen=True)
class RecordedSource:
    """A source as it was given; `uri` is "" where it was erased from the log, `told` its corrections by the print's uri."""

    n: int | None
    uri: str
    headline: str
    version: int | None
    body_sha256: str
    told: Mapping[str, str]


@dataclass(frozen=True)
class Recorded:
    """A past answer; `time` is None in saved output, `erased` are the hashes of uris that it rested on."""

    time: str | None
    id: Any
    question: str
    as_of: str | None
    quotes: tuple[RecordedQuote, ...]
    sources: tuple[RecordedSource, ...]
    erased: tuple[str, ...]

    @property
    def uris(self) -> list[str]:
        """The articles that the answer rests on."""
        named = [*(source.uri for source in self.sources), *(quote.uri for quote in self.quotes)]
        return list(dict.fromkeys(uri for uri in named if uri))


def read_record(line: bytes | str) -> Recorded:
    """Return the answer that a line records. Raises `ValueError` with the reason where it records none."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(record, dict) or not isinstance(record.get("question"), str):
        raise ValueError("it records no question")
    filters = record.get("filters")
    return Recorded(
        time=_text_or_none(record, "time"),
        id=record.get("id"),
        question=record["question"],
        as_of=_text_or_none(filters, "as_of") if isinstance(filters, dict) else None,
        quotes=tuple(
            _quote(one, _text(said, "headline"))
            for said in _objects(record, "statements")
            for one in _objects(said, "quotes")
        ),
        sources=tuple(_source(one) for one in _objects(record, "sources")),
        erased=tuple(_text(mark, "uri_sha256") for mark in _objects(record, "erased") if mark.get("quoted") is True),
    )


def _quote(record: Mapping[str, Any], headline: str) -> RecordedQuote:
    start, end = _number(record, "start"), _number(record, "end")
    if start is None or end is None or start < 0 or not isinstance(record.get("quote"), str):
        raise ValueError("a quote of it is none")
    return RecordedQuote(
        text=record["quote"],
        uri=_uri(record),
        start=start,
        end=end,
        source=_number(record, "source"),
        body_sha256=_text(record, "body_sha256"),
        headline=headline,
    )


def _source(record: Mapping[str, Any]) -> RecordedSource:
    uri = _uri(record) if "uri" in record else ""
    told = {_uri(one): _text(one, "text") for one in _objects(record, "corrections")}
    if "corrections" not in record:
        told = {uri: _text(record, "correction")}
    return RecordedSource(
        n=_number(record, "n"),
        uri=uri,
        headline=_text(record, "headline"),
        version=_number(record, "version"),
        body_sha256=_text(record, "body_sha256"),
        told=told,
    )


def _objects(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise ValueError(f"its {key} are not a list of objects")
    return value


def _uri(record: Mapping[str, Any]) -> str:
    uri = record.get("uri")
    if not isinstance(uri, str) or not uri or not _is_text(uri):
        raise ValueError("a uri in it is none")
    return uri


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key, "")
    if not isinstance(value, str):
        raise ValueError(f"its {key} is no text")
    return value


def _text_or_none(record: Mapping[str, Any], key: str) -> str | None:
    if record.get(key) is None:
        return None
    value = _text(record, key)
    if not _is_text(value):
        raise ValueError(f"its {key} is no text")
    return value


def _number(record: Mapping[str, Any], key: str) -> int | None:
    value = record.get(key)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise ValueError(f"its {key} is no number")
    return value


def _is_text(value: str) -> bool:
    """Whether it can be stored as UTF-8, as all uris are: half a character, which JSON may carry, cannot."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True

"""What stays of a record of the question log once a story that it names was erased: the question, and that something went."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.corrections import Correction, in_words
from archive.tombstones import Erased, hashed

# What no story has written. The question stays though it may have words of one: it is the asker's own.
_ASKER_S = ("time", "id", "question", "filters", "language", "status", "sure", "writer", "count")


def without_erased(record: Any, erased: Erased) -> Any:
    """Return the record itself where it names nothing that was erased, else what stays of it; None for what is no record.

    A record that names something erased loses every field that may hold words of it, also those that this module has
    never heard of. What stays of other stories are their statements, sources and names. Its `erased` lists
    `{"uri_sha256": …, "quoted": whether the answer rested on it}`.
    """
    if not erased.hashes:
        return record
    if not isinstance(record, Mapping):
        return None if _names(record, erased) else record
    asker_s = {*_ASKER_S, *(["asked"] if record.get("asked") == record.get("question") else [])}
    named = _names({key: value for key, value in record.items() if key not in asker_s}, erased)
    if not named:
        return record
    rested_on = _names(record.get("statements"), erased) | {
        uri for source in _objects(record, "sources") if (uri := _text(source, "uri")) in named
    }
    marks = {hashed(uri): uri in rested_on for uri in sorted(named)}
    earlier = [
        mark
        for mark in _objects(record, "erased")
        if _text(mark, "uri_sha256") not in marks and not _names(mark, erased)
    ]
    return {key: record[key] for key in _ASKER_S if key in record} | {
        "asked": record.get("question"),
        "statements": [one for one in _objects(record, "statements") if not _names(one, erased)],
        "struck": [],
        "notice": None,
        "sources": [_source(source, erased) for source in _objects(record, "sources")],
        "nearest": [story for story in _objects(record, "nearest") if not _names(story, erased)],
        "erased": [*earlier, *({"uri_sha256": hash_, "quoted": quoted} for hash_, quoted in marks.items())],
    }


def _source(source: dict[str, Any], erased: Erased) -> dict[str, Any]:
    """Return a source without what an erased print of it said; of one that was erased itself only its number stays."""
    if not _names(source, erased):
        return source
    uri, n = _text(source, "uri"), source.get("n")
    if uri in erased or not uri:
        return {"n": n} if isinstance(n, int) else {}
    left: dict[str, Any] = {}
    for key, value in source.items():
        if isinstance(value, list | tuple) and key not in erased:
            left[key] = [one for one in value if not _names(one, erased)]
        elif not _names({key: value}, erased):
            left[key] = value
    corrections = [
        Correction(_text(one, "uri"), _text(one, "publisher"), _text(one, "text"))
        for one in _objects(left, "corrections")
    ]
    return left | {"correction": in_words(uri, corrections)}


def _names(value: Any, erased: Erased) -> set[str]:
    """Return the erased uris that stand anywhere in a value, however deep."""
    return {text for text in _texts(value) if text in erased}


def _texts(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, Mapping):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list | tuple):
            waiting.extend(one)


def _objects(record: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    value = record.get(key)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list | tuple) else []


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""

"""The day or moment that a text tells, in figures or words: everything in it must be accounted for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import takewhile

from ingest.parsing.date_parts import Part, parts_of
from ingest.parsing.date_reading import UNKNOWN, Reading, Told, Usage
from ingest.parsing.date_words import ANY, LONGEST_PHRASE, Meaning, meanings

_LONGEST_ZONE = 5  # letters
_NONE: frozenset[Meaning] = frozenset()
_NOTHING: Mapping[str, frozenset[Meaning]] = {}
_VAGUE: Mapping[str, frozenset[Meaning]] = {ANY: frozenset({("half", "vague")})}


def told(text: str, usage: Usage = UNKNOWN) -> Told | None:
    """Return what a text tells of one day or moment, None where that is not sure.

    Words are read in all languages in which every one of them has a meaning; where those disagree, the `usage` decides.
    """
    items = parts_of(text)
    if items is None:
        return None
    results: dict[Told, set[str]] = defaultdict(set)
    for languages, parts in _meanings(items):
        if reading := Reading(parts).result(usage):
            results[reading] |= languages
    if len({reading.moment for reading in results}) > 1:
        own = usage.language()
        results = {reading: spoken for reading, spoken in results.items() if own and own in spoken} or results
    return _agreed(set(results))


def _agreed(results: set[Told]) -> Told | None:
    results = {one for one in results if one.is_whole} or results
    if len(results) < 2:
        return next(iter(results), None)
    days = {_day_of(one.moment) for one in results}
    return Told(days.pop(), is_whole=False) if len(days) == 1 else None


def _day_of(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _meanings(items: Sequence[Part]) -> Iterator[tuple[set[str], list[Part]]]:
    """Yield, for the languages that know all words, the parts with what the words mean there."""
    parts: list[tuple[Part, Mapping[str, frozenset[Meaning]]]] = []
    spoken: set[str] | None = None
    at = 0
    while at < len(items):
        length, known = 1, _NOTHING
        if items[at].kind == "word":
            length, known = _longest_phrase(items[at:])
            if not known:
                # After an hour it may be a zone that nobody here knows: the hour is lost, the day is not.
                if not (at and items[at - 1].kind == "clock" and len(items[at].text) <= _LONGEST_ZONE):
                    return
                known = _VAGUE
            if ANY not in known:
                spoken = set(known) if spoken is None else spoken & set(known)
        parts.append((items[at], known))
        at += length
    if spoken is None:
        spoken = {language for _, known in parts for language in known} | {ANY}
    groups: dict[tuple[frozenset[Meaning], ...], set[str]] = defaultdict(set)
    for language in spoken:
        groups[tuple(known.get(language, _NONE) | known.get(ANY, _NONE) for _, known in parts)].add(language)
    for meant, languages in groups.items():
        yield (
            languages,
            [replace(part, meanings=own) if own else part for (part, _), own in zip(parts, meant, strict=True)],
        )


def _longest_phrase(items: Sequence[Part]) -> tuple[int, Mapping[str, frozenset[Meaning]]]:
    words = [part.text for part in takewhile(lambda part: part.kind == "word", items[:LONGEST_PHRASE])]
    for length in range(len(words), 0, -1):
        if known := meanings(" ".join(words[:length])):
            return length, known
    return 1, {}

"""A question as it is understood: completed, its kind told, its days and outlets taken out of what is searched for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from answering.understanding.asked_in import language_of
from answering.understanding.folding import tidy, tokens
from answering.understanding.follow_ups import IsTold, Turn, complete
from answering.understanding.function_words import FUNCTION_WORDS
from answering.understanding.kinds import Asked, Kind, KindOfQuestion, kind_of
from answering.understanding.outlets import find_outlets


class Days(Protocol):
    """The days that a question names: ISO days, inclusive, None where a side is open; `published` ones cut, others weigh."""

    @property
    def since(self) -> str | None: ...  # noqa: D102

    @property
    def until(self) -> str | None: ...  # noqa: D102

    @property
    def published(self) -> bool: ...  # noqa: D102


class ReadDays(Protocol):
    """What reads the days of a question: it returns them and the question without them, None where it names none."""

    def __call__(self, question: str, *, language: str, today: date) -> tuple[Days, str] | None: ...  # noqa: D102


@dataclass(frozen=True)
class Understood:
    """What a question asks.

    `asked` is the question really asked, completed where it leaned on the ones before (`completed`). `matched` is the text
    to search for, without days, outlets and the words that only ask; "" where nothing is left, as in "What happened in May?".
    `odds` weigh the languages it may be in. `since` and `until` are ISO days, `published` whether they are about publishing.
    """

    asked: str
    completed: bool
    language: str
    odds: Mapping[str, float]
    kind: Kind
    asks_for: Asked
    topic: str
    publishers: tuple[str, ...]
    languages: tuple[str, ...]
    since: str | None
    until: str | None
    published: bool
    matched: str

    @property
    def wants_overview(self) -> bool:
        """Whether stories are told, each by a sentence, instead of a question answered."""
        return self.kind in _OVERVIEWS or (not self.matched and self.kind not in ("greeting", "count"))


_OVERVIEWS = ("latest", "timeline", "topic")


def understand(
    question: str,
    *,
    odds: Mapping[str, float],
    today: date,
    history: Sequence[Turn] = (),
    history_languages: Sequence[str] = (),
    reader: str | None = None,
    publishers: Collection[str] = (),
    languages: Collection[str] = (),
    read_days: ReadDays | None = None,
    is_told: IsTold | None = None,
) -> Understood:
    """Return a question as it is understood after what was asked before it, oldest first.

    `odds` are what its letters say of its language, `reader` is the reader's language or locale; `publishers` and
    `languages` are the archive's; `is_told` is asked whether a question leans where its words do not tell.
    """
    weighed = language_of(question, odds=odds, history_languages=history_languages, reader=reader)
    language = max(weighed, key=lambda code: weighed[code]) if weighed else "en"
    whole = complete(question, history, language=language, is_told=is_told)
    asked = whole or tidy(question)
    outlets = find_outlets(asked, language=language, publishers=publishers, languages=languages)
    rest = outlets.rest
    read = read_days(rest, language=language, today=today) if read_days else None
    days, undated = read if read else (None, rest)
    kind = kind_of(undated or rest, language=language)
    if whole and kind.kind == "timeline" and asked.rstrip(" ?").endswith(")"):
        # "What happened to him in May (who ran the car parks)?" is about one thing of the story and not all of it.
        kind = KindOfQuestion("fact", "thing", undated or rest)
    # Nothing but days is left: what happened then.
    if read and (kind.kind == "greeting" or not _content(undated, language)):
        kind = kind_of(rest, language=language)
        matched = ""
    else:
        matched = "" if kind.kind == "greeting" else kind.topic
    return Understood(
        asked=asked,
        completed=whole is not None,
        language=language,
        odds=weighed,
        kind=kind.kind,
        asks_for=kind.asks_for,
        topic=kind.topic,
        publishers=outlets.publishers,
        languages=outlets.languages,
        since=days.since if days else None,
        until=days.until if days else None,
        published=days.published if days else False,
        matched=matched,
    )


# What a question says of days alone: "What happened?", "¿Qué pasó?", "Was gab es Neues?".
_HAPPENED = frozenset(
    """
    happen happened happening going new news occurred took place reported paso pasaba ocurrio sucedio sucedia noticias nuevo
    novedades passe passait arrive nouvelles nouveau neuf passiert passierte geschah geschehen los neues gab nachrichten aconteceu
    acontece houve novidades successo succede accaduto novita notizie
    """.split()
)


def _content(text: str, language: str) -> list[str]:
    """Return the words of a question that say what it is about."""
    small = FUNCTION_WORDS.get(language, frozenset()) | _HAPPENED
    return [token.folded for token in tokens(text) if token.folded not in small]

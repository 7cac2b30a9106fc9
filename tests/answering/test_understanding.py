"""A question is put together from what it leans on, where it asks to look, its days and its kind."""

from dataclasses import dataclass
from datetime import date

from answering.understanding.follow_ups import Turn
from answering.understanding.question import Days, Understood, understand


@dataclass(frozen=True)
class _May:
    since: str | None = "2025-05-01"
    until: str | None = "2025-05-31"
    published: bool = False


def _read_days(question: str, *, language: str, today: date) -> tuple[Days, str] | None:
    """Read one span, as a reader of days would."""
    return (_May(), question.replace(" in May 2025", "")) if " in May 2025" in question else None


def _understood(question: str, *history: str) -> Understood:
    return understand(
        question,
        odds={"en": 0.6, "es": 0.4},
        today=date(2025, 9, 1),
        history=[Turn(asked) for asked in history],
        history_languages=["en"] * len(history),
        publishers=["El Faro de Lumbre", "The Harrowgate Ledger"],
        languages=["en", "es"],
        read_days=_read_days,
    )


def test_days_and_outlets_are_not_searched_for() -> None:
    told = _understood("What happened to the Torgal dam in May 2025 according to El Faro?")
    assert (told.kind, told.topic, told.matched) == ("timeline", "the Torgal dam", "the Torgal dam")
    assert (told.since, told.until, told.published) == ("2025-05-01", "2025-05-31", False)
    assert told.publishers == ("El Faro de Lumbre",)
    assert told.asked == "What happened to the Torgal dam in May 2025 according to El Faro?"


def test_a_follow_up_is_completed_before_anything_else_is_read() -> None:
    told = _understood("And the mayor?", "What did the minister say about the dam in May 2025?")
    assert told.completed
    assert told.asked == "What did the mayor say about the dam in May 2025?"
    assert (told.kind, told.since) == ("said", "2025-05-01")
    assert told.matched == "What did the mayor say about the dam?"


def test_a_fact_is_searched_for_in_its_own_words() -> None:
    told = _understood("Could you tell me who designed the bridge, please?")
    assert (told.kind, told.asks_for, told.matched) == ("fact", "person", "Who designed the bridge?")
    assert not told.completed


def test_a_greeting_is_searched_for_nowhere() -> None:
    told = _understood("¡Hola!")
    assert (told.kind, told.matched, told.language) == ("greeting", "", "es")

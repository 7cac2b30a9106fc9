"""What was asked and answered during this visit."""

from dataclasses import dataclass

import streamlit as st

from answering.answer import Answer
from archive.records import Filters

_EXCHANGES, _ASKED, _PENDING = "exchanges", "asked_question", "pending_exchange"


@dataclass(frozen=True)
class Exchange:
    """A question with the filters it was asked under, and its answer or, instead, what went wrong.

    One that is `alone` stands by itself: it is not completed with what was asked before it.
    """

    question: str
    filters: Filters
    alone: bool = False
    answer: Answer | None = None
    error: str = ""


def exchanges() -> list[Exchange]:
    """Return the visit's exchanges, oldest first."""
    held: list[Exchange] = st.session_state.setdefault(_EXCHANGES, [])
    return held


def history(exchange: Exchange) -> list[str | Answer]:
    """Return what one may lean on, oldest first: answers, and questions that got none; nothing before what stands by itself."""
    before: list[str | Answer] = []
    for earlier in exchanges():
        before = [*([] if earlier.alone else before), earlier.answer or earlier.question]
    return [] if exchange.alone else before


def ask(question: str, *, alone: bool = False) -> None:
    """Put a question down to be answered in the run that follows; an empty one is none."""
    if question.strip():
        st.session_state[_ASKED] = (question.strip(), alone)


def pending(filters: Filters) -> Exchange | None:
    """Return the question that waits for its answer, under the filters that stood when it was asked."""
    if asked := st.session_state.pop(_ASKED, None):
        question, alone = asked
        st.session_state[_PENDING] = Exchange(question, filters, alone)
    exchange: Exchange | None = st.session_state.get(_PENDING)
    return exchange


def close(exchange: Exchange) -> None:
    """Enter an exchange that is over."""
    exchanges().append(exchange)
    st.session_state.pop(_PENDING, None)


def forget() -> None:
    """Begin anew."""
    for name in (_EXCHANGES, _ASKED, _PENDING):
        st.session_state.pop(name, None)

"""The chat page: `streamlit run app.py`. It starts things and draws things; it decides nothing."""

from dataclasses import replace
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answering.log import QuestionLog
from archive.records import Filters, Passage
from archive.settings import Settings, read_settings
from language.errors import HemerotecaError
from ui.answer import show_exchange
from ui.conversation import Exchange, ask, close, exchanges, forget, history, pending
from ui.filters import choose_filters
from ui.holdings import Holdings, coverage_lines, holdings
from ui.languages import name_languages
from ui.loading import assistant_in_view, at_work, keep_to_hours
from ui.markup import element, escape_markdown
from ui.question import show_question
from ui.scrolling import bring_last_question_to_top
from ui.welcome import masthead, sample_notice, welcome

_STYLE = Path(__file__).parent / "ui" / "style.css"
_QUESTION = "question"


def main() -> None:
    """Draw the page once, from top to bottom; Streamlit calls this at every click."""
    st.set_page_config(page_title="Hemeroteca", layout="centered")
    st.html(_STYLE)
    masthead()
    try:
        settings = read_settings()
        held = holdings(settings.archive)
    except HemerotecaError as error:
        st.error(escape_markdown(str(error)))
        return
    damage = st.sidebar.empty()
    _tell_damage(held, damage)
    filters = _sidebar(held)
    if held.is_sample:
        sample_notice()
    asked = pending(filters)
    # Each part has its place in every run: Streamlit shows what stood at a place until something new comes there. So an
    # exchange is drawn where its answer will stay, or a new question would for a moment stand above an earlier answer.
    conversation, opening = st.container(), st.empty()
    spoken: dict[str, str] = {}
    for number, exchange in enumerate(exchanges()):
        with conversation.container():
            spoken |= show_exchange(exchange, number, held.archive)
    if asked is None and not exchanges():
        with opening.container():
            welcome(held)
    st.chat_input("Ask the archive", key=_QUESTION, on_submit=_take_question)
    name_languages(spoken | _work(asked, held, settings, conversation))
    _tell_damage(held, damage)  # which the work may have come upon


def _sidebar(held: Holdings) -> Filters:
    with st.sidebar:
        st.button("New conversation", key="new-conversation", on_click=forget, width="stretch")
        st.html(element("h3", "Narrow the search"))
        filters = choose_filters(held.coverage)
        st.html(element("h3", "In this archive"))
        st.html(coverage_lines(held.coverage))
        return filters


def _tell_damage(held: Holdings, place: DeltaGenerator) -> None:
    if held.archive.known_damage:
        place.warning(escape_markdown(held.archive.known_damage))


def _take_question() -> None:
    ask(st.session_state[_QUESTION] or "")


def _work(asked: Exchange | None, held: Holdings, settings: Settings, conversation: DeltaGenerator) -> dict[str, str]:
    """Get ready and answer what was asked, saying meanwhile what is being done. Return the languages of its buttons."""
    drawn = conversation.empty()
    place = st.empty()
    if asked is not None:
        with drawn.container():
            show_question(asked, len(exchanges()))
    try:
        assistant = assistant_in_view(held, settings, place)
        if asked is None:
            return {}
        place.html(at_work("Searching the archive"))
        keep_to_hours(held, settings)
        answer = assistant.answer(
            asked.question,
            history=history(asked),
            filters=asked.filters,
            reader=st.context.locale,
            on_candidates=lambda passages: _show_reading(passages, place),
        )
        QuestionLog(held.archive, is_kept=settings.keeps_log).append(answer, asked.filters)
        finished = replace(asked, answer=answer)
    except HemerotecaError as error:
        if asked is None:
            place.error(escape_markdown(str(error)))
            return {}
        finished = replace(asked, error=str(error))
    close(finished)
    with drawn.container():
        spoken = show_exchange(finished, len(exchanges()) - 1, held.archive)
    with place.container():
        bring_last_question_to_top()
    return spoken


def _show_reading(passages: list[Passage], place: DeltaGenerator) -> None:
    headlines = " · ".join(dict.fromkeys(passage.headline for passage in passages if passage.headline))
    count = f"{len(passages)} passage{'s' if len(passages) != 1 else ''}"
    place.html(at_work(f"Reading {count}: {headlines}" if headlines else f"Reading {count}"))


if __name__ == "__main__":
    main()

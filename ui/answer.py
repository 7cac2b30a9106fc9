"""An exchange on the page: the question, the quotes set off from all else, the sources under them."""

import streamlit as st

from answering.answer import Answer
from answering.showing import not_listed
from answering.standing import as_it_stands
from answering.wording import nearest_heading, wording_language
from archive.store import Archive
from ui.conversation import Exchange
from ui.markup import Html, element, escape_markdown
from ui.question import show_question
from ui.quotes import show_statements
from ui.reader import read_article
from ui.sources import publisher_and_day, sources
from ui.words import not_sure, untitled


def show_exchange(exchange: Exchange, number: int, archive: Archive) -> None:
    """Draw an exchange that is over; `number` tells it from the visit's others."""
    answer = as_it_stands(exchange.answer, archive.catalog) if exchange.answer else None
    show_question(exchange, number, answer)
    if answer is None:
        st.error(escape_markdown(exchange.error))
        return
    if answer.notice:
        st.html(_notice(answer, answer.notice))
    if answer.status == "answered":
        show_statements(answer, f"{number}", archive)
        if answer.sources:
            st.html(sources(answer.sources, answer.language, more=not_listed(answer)))
    elif answer.nearest:
        _show_nearest(answer, f"{number}", archive)


def _notice(answer: Answer, notice: str) -> Html:
    """Return what is said before the quotes: over those that may not answer with a label, of a count as the answer itself."""
    around = wording_language(answer.language)
    said = element("p", notice, class_="notice" if answer.count is None else "notice counted")
    if answer.status == "answered" and not answer.sure:
        said = element("div", element("p", not_sure(answer.language), class_="label"), said)
    return element("div", said, lang=around)


def _show_nearest(answer: Answer, place: str, archive: Archive) -> None:
    around = wording_language(answer.language)
    with st.container(key=f"nearest-{place}", gap=None):
        st.html(element("p", nearest_heading(answer.language), class_="nearest-heading", lang=around))
        for i, story in enumerate(answer.nearest):
            label = escape_markdown(story.headline) or untitled(answer.language)
            if st.button(label, type="tertiary", key=f"nearest-{place}-{i}-button"):
                read_article(archive, story.uri, asked_in=answer.language)
            about = publisher_and_day(story.publisher, story.published, answer.language)
            st.html(element("p", about, class_="about", lang=around))

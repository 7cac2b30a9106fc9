"""An exchange on the page: the question, the quotes set off from all else, the sources under them."""

import streamlit as st

from answering.answer import Answer, Quote, Statement
from answering.standing import as_it_stands
from answering.wording import nearest_heading
from archive.store import Archive
from ui.conversation import Exchange
from ui.filters import filters_in_words
from ui.markup import element, escape_markdown
from ui.reader import read_article
from ui.sources import publisher_and_day, sources
from ui.words import asked_under, show_in_article, struck, untitled, written_by

_QUOTES = "quotes"


def show_exchange(exchange: Exchange, number: int, archive: Archive) -> None:
    """Draw an exchange that is over; `number` tells it from the visit's others."""
    answer = as_it_stands(exchange.answer, archive.catalog) if exchange.answer else None
    show_question(exchange, asked_in=answer.language if answer else "en")
    if answer is None:
        st.error(escape_markdown(exchange.error))
        return
    if answer.notice:
        st.html(element("p", answer.notice, class_="notice"))
    if answer.status == "answered":
        _show_statements(answer, f"{number}", archive)
        if answer.sources:
            st.html(sources(answer.sources, answer.language))
    elif answer.nearest:
        _show_nearest(answer, f"{number}", archive)


def show_question(exchange: Exchange, *, asked_in: str = "en") -> None:
    """Draw a question with the filters it was asked under."""
    parts = [element("h2", exchange.question, dir="auto")]
    if words := filters_in_words(exchange.filters, asked_in):
        parts.append(element("p", f"{asked_under(asked_in)}: {words}", class_="about"))
    st.html(element("div", *parts, class_="question"))


def _show_statements(answer: Answer, place: str, archive: Archive) -> None:
    if answer.writer != _QUOTES:
        st.html(element("p", written_by(answer.writer, answer.language), class_="about"))
    for i, statement in enumerate(answer.statements):
        if answer.writer != _QUOTES:
            st.html(element("p", statement.text, class_="written", dir="auto"))
        for j, quote in enumerate(statement.quotes):
            _show_quote(quote, statement, answer, f"{place}-{i}-{j}", archive)
    for refused in answer.struck:
        reason = element("small", struck(refused.reason, answer.language))
        st.html(element("p", element("s", refused.text), " ", reason, class_="struck", dir="auto"))


def _show_quote(quote: Quote, statement: Statement, answer: Answer, place: str, archive: Archive) -> None:
    language = next((source.language for source in answer.sources if source.n == quote.source), None)
    with st.container(key=f"quote-{place}", gap=None):
        st.html(element("blockquote", element("p", quote.quote, lang=language, dir="auto")))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            number = element("span", f"[{quote.source}]", class_="number")
            st.html(element("p", number, " ", statement.attribution, class_="attribution"), width="content")
            if st.button(show_in_article(answer.language), type="tertiary", key=f"open-{place}"):
                read_article(archive, quote.uri, asked_in=answer.language, quote=quote)


def _show_nearest(answer: Answer, place: str, archive: Archive) -> None:
    with st.container(key=f"nearest-{place}", gap=None):
        st.html(element("p", nearest_heading(answer.language), class_="nearest-heading"))
        for i, story in enumerate(answer.nearest):
            label = escape_markdown(story.headline) or untitled(answer.language)
            if st.button(label, type="tertiary", key=f"nearest-{place}-{i}-button"):
                read_article(archive, story.uri, asked_in=answer.language)
            st.html(element("p", publisher_and_day(story.publisher, story.published, answer.language), class_="about"))

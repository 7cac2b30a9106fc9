"""The statements of an answer on the page: each quote set off from all else, with who said it and the way to its article."""

import streamlit as st

from answering.answer import Answer, Quote, Statement
from answering.marking import marked
from answering.phrases import say, wording_language
from answering.showing import days_above, grade
from archive.store import Archive
from ui.markup import Html, element
from ui.reader import read_article

_QUOTES = "quotes"


def show_statements(answer: Answer, place: str, archive: Archive) -> None:
    """Draw the statements; `place` tells the answer from the visit's others."""
    around = wording_language(answer.language)
    if answer.writer != _QUOTES:
        st.html(element("p", say("written_by", answer.language, writer=answer.writer), class_="about", lang=around))
    for i, (statement, day) in enumerate(zip(answer.statements, days_above(answer), strict=True)):
        if day:
            st.html(element("h3", day, class_="day", lang=around))
        if answer.writer != _QUOTES:
            st.html(element("p", statement.text, class_="written", dir="auto"))
        for j, quote in enumerate(statement.quotes):
            _show_quote(quote, statement, answer, f"{place}-{i}-{j}", archive)
    for refused in answer.struck:
        reason = element("small", say("struck", answer.language, reason=refused.reason))
        st.html(element("p", element("s", refused.text), " ", reason, class_="struck", dir="auto"))


def _show_quote(quote: Quote, statement: Statement, answer: Answer, place: str, archive: Archive) -> None:
    around = wording_language(answer.language)
    weight = "sure" if grade(answer) == "sure" and answer.count is None else "calm"
    with st.container(key=f"quote-{weight}-{place}", gap=None):
        st.html(_blockquote(quote, statement, answer))
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            number = element("span", f"[{quote.source}]", class_="number")
            said_by = element("p", number, " ", statement.attribution, class_="attribution", lang=around)
            st.html(said_by, width="content")
            if st.button(say("show_in_article", answer.language), type="tertiary", key=f"open-{place}"):
                read_article(archive, quote.uri, asked_in=answer.language, quote=quote)


def _blockquote(quote: Quote, statement: Statement, answer: Answer) -> Html:
    language = next((source.language for source in answer.sources if source.n == quote.source), "")
    parts = []
    if statement.headline:
        parts.append(
            element("p", say("headline", answer.language), class_="label", lang=wording_language(answer.language))
        )
        parts.append(element("p", statement.headline, class_="headline", lang=language or None, dir="auto"))
    pieces = (
        element("mark", text) if answers else text for text, answers in marked(quote.quote, answer, language=language)
    )
    parts.append(element("p", *pieces, lang=language or None, dir="auto"))
    return element("blockquote", *parts)

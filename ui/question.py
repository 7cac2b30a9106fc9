"""A question on the page: as it was written and, under it, how it was understood."""

import streamlit as st

from answering.answer import Answer
from answering.phrases import say, wording_language
from answering.showing import taken_as
from answering.wording import quoted
from ui.conversation import Exchange, ask
from ui.filters import filters_in_words
from ui.markup import element


def show_question(exchange: Exchange, number: int, answer: Answer | None = None) -> None:
    """Draw a question with the filters it was asked under and, once it was answered, how it was understood.

    `number` tells it from the visit's others.
    """
    asked_in = answer.language if answer else "en"
    around = wording_language(asked_in)
    first = " first" if number == 0 else ""
    parts = [element("h2", exchange.question, dir="auto", lang=answer.language if answer else None)]
    if words := filters_in_words(exchange.filters, asked_in):
        parts.append(element("p", say("asked_under", asked_in, filters=words), class_="about", lang=around))
    written = element("div", *parts, class_=f"question{first}")
    if answer is None:
        st.html(written)
        return
    with st.container(key=f"question-{number}", gap=None):
        st.html(written)
        if answer.understood and answer.understood.completed:
            _show_completed(exchange.question, answer, number)
        if taken := taken_as(answer, exchange.filters):
            chips = [element("li", words) for words in taken]
            st.html(element("ul", *chips, class_="chips", lang=around, aria_label=say("how_understood", asked_in)))


def _show_completed(question: str, answer: Answer, number: int) -> None:
    asked_in = answer.language
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        asked = element("span", quoted(answer.asked, asked_in), lang=asked_in, dir="auto")
        heading = f"{say('asked_as', asked_in)} "
        st.html(element("p", heading, asked, class_="completed", lang=wording_language(asked_in)), width="content")
        st.button(
            say("ask_as_written", asked_in),
            type="tertiary",
            key=f"as-written-{number}",
            on_click=ask,
            args=(question,),
            kwargs={"alone": True},
        )

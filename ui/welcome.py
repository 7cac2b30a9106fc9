"""The head of the page, and what stands there before anything was asked."""

import streamlit as st

from answering.phrases import say
from ui.conversation import ask
from ui.holdings import Holdings, coverage_lines
from ui.markup import element

# The page's own words are English; only what stands around an answer follows the question.
_PAGE = "en"
_TAGLINE = "Ask your news archive. Every answer is a quote that you can check."
SAMPLE_QUESTIONS = (
    "What did Sabbagh propose?",
    "¿Quién fue el primero en ver que salía agua de la presa de Torgal?",
    "How long does metro line 3 take to cross the bay?",
    "Wie viele Bergretter holten die Fahrgäste aus der Seilbahn?",
)


def masthead() -> None:
    """Draw the title."""
    st.html(element("header", element("h1", "Hemeroteca"), element("p", _TAGLINE), class_="masthead"))


def sample_notice() -> None:
    """Say that these are samples, and how real articles come in."""
    command = element("code", "python -m ingest PATH")
    st.html(
        element(
            "p",
            "Sample articles, invented for trying out Hemeroteca. Feed it your own with ",
            command,
            ": they take the samples’ place.",
            class_="sample-notice",
        )
    )


def welcome(held: Holdings) -> None:
    """Draw what may be asked: sample questions for the samples; for any other archive in words, with what it covers."""
    if not held.is_sample:
        covers = element("div", element("h3", "In this archive"), coverage_lines(held.coverage), class_="held")
        st.html(element("div", element("p", say("greeting", _PAGE), class_="notice"), covers, class_="welcome"))
        return
    with st.container(key="samples", gap=None):
        st.html(element("h3", "Try a question"))
        for number, question in enumerate(SAMPLE_QUESTIONS):
            st.button(question, type="tertiary", key=f"sample-{number}", on_click=ask, args=(question,))

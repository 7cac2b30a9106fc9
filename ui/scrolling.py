"""Where the page stands after an answer: at its question, not at the last of its sources."""

from pathlib import Path

import streamlit as st

_bring = st.components.v2.component(
    "hemeroteca_last_question", js=(Path(__file__).parent / "scrolling.js").read_text("utf-8")
)


def bring_last_question_to_top() -> None:
    """Scroll to the newest question. Streamlit itself keeps a page with a chat input at its end."""
    _bring(key="last-question")

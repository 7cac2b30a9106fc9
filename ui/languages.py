"""The language of what buttons say."""

from pathlib import Path

import streamlit as st

_name = st.components.v2.component(
    "hemeroteca_languages", js=(Path(__file__).parent / "languages.js").read_text("utf-8")
)


def name_languages(languages: dict[str, str], place: str) -> None:
    """Tell the page which language buttons speak, by their keys or the first parts of them; `place` tells the answer from the others."""
    with st.container(key=f"unseen-{place}"):
        _name(data=list(languages.items()), key=f"languages-{place}")

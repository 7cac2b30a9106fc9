"""The language of what buttons say."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

_name = st.components.v2.component(
    "hemeroteca_languages", js=(Path(__file__).parent / "languages.js").read_text("utf-8")
)


def name_languages(of_buttons: Mapping[str, str]) -> None:
    """Tell the page which language each of its buttons speaks, by their keys."""
    _name(data=dict(of_buttons), key="languages-of-buttons")

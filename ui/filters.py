"""What an answer may rest on: dates, publishers, languages."""

from datetime import date

import streamlit as st

from answering.phrases import say
from answering.wording import language_name, on_days
from archive.catalog import Coverage
from archive.records import DaySpan, Filters

_PAGE = "en"
# Streamlit's own bounds are ten years around today, which no archive keeps to.
_FIRST, _LAST = date(1600, 1, 1), date(2200, 12, 31)


def choose_filters(coverage: Coverage) -> Filters:
    """Draw the filters and return what is chosen. Nothing chosen lets everything through.

    Publishers stand as they are: options and chips of a multiselect take no Markdown (tests/ui/test_browser.py watches it).
    """
    since = st.date_input("From", None, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", key="since")
    until = st.date_input("To", None, min_value=_FIRST, max_value=_LAST, format="YYYY-MM-DD", key="until")
    publishers = st.multiselect(
        "Publishers", list(coverage.publishers), format_func=_publisher_label, placeholder="All", key="publishers"
    )
    languages = st.multiselect(
        "Languages", list(coverage.languages), format_func=_language_label, placeholder="All", key="languages"
    )
    return Filters(
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        publishers=tuple(publishers),
        languages=tuple(languages),
    )


def filters_in_words(filters: Filters, asked_in: str) -> str:
    """Return the filters as a reader says them, empty where there are none."""
    parts = []
    if filters.since or filters.until:
        parts.append(on_days(DaySpan(filters.since, filters.until), asked_in))
    parts.extend(name or say("unnamed_source", asked_in) for name in filters.publishers)
    parts.extend(language_name(code, asked_in) or code for code in filters.languages)
    return " · ".join(parts)


def _publisher_label(name: str) -> str:
    return name or say("unnamed_source", _PAGE)


def _language_label(code: str) -> str:
    return language_name(code, _PAGE) or code

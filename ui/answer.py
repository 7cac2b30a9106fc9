"""An exchange on the page: the question, the grade of its answer, the quotes set off from all else, the sources under them."""

import streamlit as st

from answering.answer import Answer
from answering.phrases import say, wording_language
from answering.showing import grade, not_listed
from answering.standing import as_it_stands
from archive.store import Archive
from ui.conversation import Exchange
from ui.markup import Html, element, escape_markdown
from ui.question import show_question
from ui.quotes import show_statements
from ui.reader import read_article
from ui.sources import publisher_and_day, sources


def show_exchange(exchange: Exchange, number: int, archive: Archive) -> dict[str, str]:
    """Draw an exchange that is over; `number` tells it from the visit's others. Return its buttons' languages, by their keys."""
    answer = as_it_stands(exchange.answer, archive.catalog) if exchange.answer else None
    show_question(exchange, number, answer)
    if answer is None:
        st.error(escape_markdown(exchange.error))
        return {}
    if said := _grade_and_notice(answer):
        st.html(said)
    if answer.status == "answered":
        show_statements(answer, f"{number}", archive)
        if answer.sources:
            st.html(sources(answer.sources, answer.language, more=not_listed(answer)))
    elif answer.nearest:
        _show_nearest(answer, f"{number}", archive)
    return _languages_of_buttons(answer, number)


def _grade_and_notice(answer: Answer) -> Html | None:
    """Return what is said before the quotes: how far they answer and, where there is more to say, that."""
    parts = []
    if graded := grade(answer):
        parts.append(element("p", say(f"grade_{graded}", answer.language), class_=f"grade {graded}"))
    if answer.notice:
        parts.append(element("p", answer.notice, class_="notice" if answer.count is None else "notice counted"))
    return element("div", *parts, class_="verdict", lang=wording_language(answer.language)) if parts else None


def _languages_of_buttons(answer: Answer, number: int) -> dict[str, str]:
    around = wording_language(answer.language)
    languages = {f"as-written-{number}": around}
    for i, statement in enumerate(answer.statements):
        languages |= {f"open-{number}-{i}-{j}": around for j in range(len(statement.quotes))}
    for i, story in enumerate(answer.nearest):
        languages[f"nearest-{number}-{i}-button"] = story.language if story.headline and story.language else around
    return languages


def _show_nearest(answer: Answer, place: str, archive: Archive) -> None:
    around = wording_language(answer.language)
    with st.container(key=f"nearest-{place}", gap=None):
        st.html(element("p", say("nearest", answer.language), class_="nearest-heading", lang=around))
        for i, story in enumerate(answer.nearest):
            label = escape_markdown(story.headline) or say("untitled", answer.language)
            if st.button(label, type="tertiary", key=f"nearest-{place}-{i}-button"):
                read_article(archive, story.uri, asked_in=answer.language)
            about = publisher_and_day(story.publisher, story.published, answer.language)
            st.html(element("p", about, class_="about", lang=around))

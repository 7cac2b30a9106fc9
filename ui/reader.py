"""An article opened over the page, with the quoted sentence highlighted and scrolled to."""

from pathlib import Path
from typing import Any

import streamlit as st

from answering.answer import Quote
from answering.phrases import say
from answering.wording import day_in_words
from archive.records import Article
from archive.store import Archive
from ui.markup import is_web_address

_HERE = Path(__file__).parent

_article = st.components.v2.component(
    "hemeroteca_article",
    html="<article></article>",
    css=(_HERE / "reader.css").read_text("utf-8"),
    js=(_HERE / "reader.js").read_text("utf-8"),
)


@st.dialog("From the archive", width="medium")
def read_article(archive: Archive, uri: str, *, asked_in: str, quote: Quote | None = None) -> None:
    """Open an article; with a quote, at the quoted sentence."""
    article = archive.catalog.article(uri)
    if article is None:
        st.warning(say("article_gone", asked_in))
        return
    _article(data=reader_data(article, quote, asked_in=asked_in), key="article")


def reader_data(article: Article, quote: Quote | None, *, asked_in: str) -> dict[str, Any]:
    """Return what the reader's script makes text nodes of; of each paragraph its pieces, [text, is it quoted].

    Pieces are cut here because a character is a code point in Python and may be two units in a browser.
    """
    span = (quote.start, quote.end) if quote and article.body[quote.start : quote.end] == quote.quote else (0, 0)
    day = day_in_words(article.published, asked_in) if article.published else ""
    return {
        "language": article.language,
        "headline": article.headline or say("untitled", asked_in),
        "about": [
            part for part in (article.publisher or say("unnamed_source", asked_in), day, article.section) if part
        ],
        "by": [part for part in (article.byline, article.provider, article.dateline) if part],
        "rights": article.rights,
        "address": article.url,
        "linked": is_web_address(article.url),
        "note": say("article_changed", asked_in) if quote and span == (0, 0) else "",
        "correction": [say("correction", asked_in), article.correction] if article.correction else [],
        "paragraphs": paragraphs(article.body, *span),
    }


def paragraphs(body: str, start: int, end: int) -> list[list[tuple[str, bool]]]:
    """Cut a body into paragraphs, and these where the quote begins and ends."""
    cut, at = [], 0
    for text in body.split("\n\n"):
        a, b = (min(max(edge - at, 0), len(text)) for edge in (start, end))
        pieces = [(text[:a], False), (text[a:b], True), (text[b:], False)]
        cut.append([(piece, quoted) for piece, quoted in pieces if piece])
        at += len(text) + len("\n\n")
    return [pieces for pieces in cut if pieces]

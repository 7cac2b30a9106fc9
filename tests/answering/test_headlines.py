"""A headline may be what answers: it is told as what it is, over a quote of the body, and only as long as it stands there."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from answering.answer import Answer, Statement
from answering.assistant import Assistant
from answering.citing import cite
from answering.log import QuestionLog
from answering.quoting import Excerpt
from answering.rechecking import recheck
from answering.standing import as_it_stands
from archive.records import Article, Filters, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from tests.by_hand import passage_of
from tests.conftest import ALWAYS, Make

_BRIEF = Article(
    "brief",
    "The count took all night. A single vote decided it, and both sides asked for another count at once.",
    headline="Ada Quill elected mayor of Netherby",
    publisher="The Tern Post",
    published="2025-06-13",
    language="en",
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive.create(tmp_path)
    _put(made, _BRIEF)
    yield made
    made.close()


def _put(archive: Archive, article: Article) -> None:
    read = ReadArticle(article, article.content_hash)
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.put([NewArticle(read, [(0, len(article.body))], np.ones((1, 2), np.float32))])


def _answer(archive: Archive) -> Answer:
    excerpt = Excerpt(passage_of(_BRIEF), 0, 25, _BRIEF.body[:25], under_headline=True)
    statements, sources = cite([excerpt], archive.catalog, Filters(), asked_in="en")
    return Answer("Who?", "Who?", "en", "answered", sure=True, statements=statements, sources=sources)


def _only(answer: Answer) -> Statement:
    (statement,) = answer.statements
    return statement


def test_a_headline_is_the_text_and_the_quote_is_the_bodys(archive: Archive) -> None:
    statement = _only(_answer(archive))
    assert statement.text == statement.headline == _BRIEF.headline
    (quote,) = statement.quotes
    assert _BRIEF.body[quote.start : quote.end] == quote.quote == "The count took all night."
    assert statement.attribution == "The Tern Post, 13 June 2025"


def test_without_it_the_text_is_the_quote(archive: Archive) -> None:
    excerpt = Excerpt(passage_of(_BRIEF), 0, 25, _BRIEF.body[:25])
    (statement,), _ = cite([excerpt], archive.catalog, Filters(), asked_in="en")
    assert (statement.text, statement.headline) == ("The count took all night.", "")


def test_an_answer_whose_headline_still_stands_is_shown(archive: Archive) -> None:
    answer = _answer(archive)
    assert as_it_stands(answer, archive.catalog) == answer


def test_a_headline_that_was_corrected_since_is_shown_no_more(archive: Archive) -> None:
    answer = _answer(archive)
    _put(archive, replace(_BRIEF, headline="Iris Penn elected mayor of Netherby"))
    assert as_it_stands(answer, archive.catalog).statements == ()


def test_a_recheck_tells_of_an_answer_whose_headline_was_corrected_since(archive: Archive) -> None:
    QuestionLog(archive).append(_answer(archive))
    with archive.questions.path.open("rb") as log:
        assert recheck(log, archive.catalog) == []
    _put(archive, replace(_BRIEF, headline="Iris Penn elected mayor of Netherby"))
    with archive.questions.path.open("rb") as log:
        (changed,) = recheck(log, archive.catalog)
    assert [(source.what, source.quotes_stand) for source in changed.sources] == [("changed", False)]


def test_a_news_in_brief_whose_headline_says_it_is_answered(search_of: Make) -> None:
    search = search_of([_BRIEF])
    statement = Assistant(search, ALWAYS).answer("Who was elected mayor of Netherby?").statements[0]
    assert statement.text == statement.headline == _BRIEF.headline
    (quote,) = statement.quotes
    assert _BRIEF.body[quote.start : quote.end] == quote.quote

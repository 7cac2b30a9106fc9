"""RealTime QA is read as it is written, and its figures are what they say, by hand."""

import shutil
from pathlib import Path

import pytest

from answering.answer import Answer, Quote, Statement
from archive.errors import UsageError
from evaluation.news import QuizQuestion, figures, read_weeks

_FILES = Path(__file__).parent.parent / "files" / "news"


def _answer(*quotes: str, sure: bool = False) -> Answer:
    statements = tuple(Statement(text, (Quote(text, "u", 0, len(text), 1),), "") for text in quotes)
    return Answer("?", "?", "en", "answered" if quotes else "not_found", sure=sure, statements=statements)


def _asked(choice: str) -> QuizQuestion:
    return QuizQuestion("q", "?", choice, "2023-01-06", ())


def test_weeks_are_read_earliest_first_with_their_questions() -> None:
    first, second = read_weeks(_FILES)
    assert (first.name, second.name) == ("20230106", "20230113")
    assert [(q.text, q.choice, q.day) for q in first.questions] == [
        ("Which bridge was closed this week?", "San Telmo", "2023-01-06"),
        ("Who won the lighthouse race?", "Ada Quill", "2023-01-06"),
    ]
    assert first.questions[0].own == ("https://www.faro.example/bridge", "https://post.example/empty")


def test_articles_are_records_to_ingest_each_once_and_none_without_a_text() -> None:
    articles = {article["uri"]: article for article in read_weeks(_FILES)[0].articles}
    assert list(articles) == ["https://www.faro.example/bridge", "https://post.example/race"]
    bridge = articles["https://www.faro.example/bridge"]
    assert bridge["headline"] == "The bridge of San Telmo closes"  # the search engine's dots are cut off
    assert bridge["body"].startswith("The bridge of San Telmo closes for nine months.\n\n")
    assert (bridge["published"], bridge["publisher"], bridge["url"]) == (
        "2023-01-03",
        "faro.example",
        "https://www.faro.example/bridge",
    )
    assert articles["https://post.example/race"]["published"] == ""


@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"question_id": "q"}', '{"question_id": "q", "search_result": 7}']
)
def test_a_file_that_is_none_of_theirs_is_told(content: str, tmp_path: Path) -> None:
    shutil.copy(_FILES / "20230106_qa.jsonl", tmp_path)
    (tmp_path / "20230106_gcs.jsonl").write_text(content)
    with pytest.raises(UsageError, match=r"20230106_gcs\.jsonl"):
        read_weeks(tmp_path)


@pytest.mark.parametrize("alone", ["20230106_qa.jsonl", "20230106_gcs.jsonl"])
def test_a_week_needs_both_of_its_files(alone: str, tmp_path: Path) -> None:
    shutil.copy(_FILES / alone, tmp_path)
    with pytest.raises(UsageError, match="holds no week"):
        read_weeks(tmp_path)


def test_the_figures_are_these_by_hand() -> None:
    answered = [
        (_asked("San Telmo"), _answer("The bridge of San Telmo closes.", sure=True)),
        (_asked("Tern"), _answer("The ferry stopped.", "Nobody sails to Tern now.")),
        (_asked("Ada Quill"), _answer("Iris Penn won.", "She wept.", "It rained.", sure=True)),
        (_asked("A boat"), _answer()),
    ]
    absent = [_answer(), _answer("It rained."), _answer("It rained.", sure=True), _answer()]
    assert figures(answered, absent) == {
        "choice in the quotes": 2 / 4,
        "declined, answerable": 1 / 4,
        "sure, answerable": 2 / 4,
        "sure and right": 1 / 2,
        "declined, absent": 2 / 4,
        "sure, absent": 1 / 4,
        "quotes": 2,  # of 1, 2 and 3
        "words": 7,  # of 6, 8 and 7
    }


@pytest.mark.parametrize(
    ("choice", "quote", "holds"),
    [
        ("São Paulo", "It is in SAO PAULO.", True),
        ("Tern", "It is in Terneuzen.", False),
        ("U.S. 40", "the u.s., 40 of them", True),
        ("nine months", "nine long months", False),
    ],
)
def test_a_choice_is_held_as_whole_words_whatever_its_case_and_accents(choice: str, quote: str, holds: bool) -> None:
    assert figures([(_asked(choice), _answer(quote))], [])["choice in the quotes"] == holds


def test_a_choice_that_only_runs_on_from_one_quote_into_the_next_is_not_held() -> None:
    answer = _answer("They closed San", "Telmo wept.")
    assert figures([(_asked("San Telmo"), answer)], [])["choice in the quotes"] == 0


def test_nothing_asked_has_no_figures_instead_of_zero() -> None:
    assert figures([], [])["choice in the quotes"] is None
    assert figures([], [])["sure and right"] is None

"""Our own questions are read with care, an answer is right only as its kind asks, and the figures are these by hand."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from answering.answer import Answer, Quote, Statement
from archive.errors import UsageError
from archive.records import Article
from evaluation import questions
from evaluation.questions import Outcome, figures, read_questions

_FILE = Path(__file__).parent.parent / "files" / "questions" / "questions.jsonl"
_BODIES = {
    "a": "The bridge closes. It will be closed for nine months.",
    "b": "A ferry sails. It sails every two hours.",
}
_ARTICLES = {uri: Article(uri, body) for uri, body in _BODIES.items()}


def _quoting(*quotes: tuple[str, str], sure: bool = True, headline: str = "", count: int | None = None) -> Answer:
    statements = tuple(
        Statement(
            headline or text, (Quote(text, uri, start := _BODIES[uri].index(text), start + len(text), 1),), "", headline
        )
        for uri, text in quotes
    )
    status = "answered" if quotes or count else "not_found"
    return Answer("?", "?", "en", status, sure=sure and status == "answered", statements=statements, count=count)  # type: ignore[arg-type]


def _is_right(answer: Answer, *groups: list[tuple[str, str]], expected: str = "answered", **row: Any) -> bool:
    right = [[{"uri": uri, "sentence": sentence} for uri, sentence in group] for group in groups]
    return questions._is_right({"right": right, "expected": expected, **row}, answer, _ARTICLES)


_NINE, _HOURS = ("a", "It will be closed for nine months."), ("b", "It sails every two hours.")


def test_questions_are_read_as_they_are_written() -> None:
    first, second = read_questions(_FILE)
    assert (first["id"], first["kind"], first["part"], first["expected"]) == ("b1", "fact", "report", "answered")
    assert first["right"] == [[{"uri": "u", "sentence": "It will be closed for nine months."}]]
    assert (second["right"], second["expected"]) == ([], "declined")


@pytest.mark.parametrize("content", [None, "{", "[]", '{"id": "b1", "kind": "fact"}', "7"])
def test_a_file_that_holds_no_questions_is_told(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_text(content)
    with pytest.raises(UsageError, match=r"questions\.jsonl cannot be read"):
        read_questions(file)


def test_one_sentence_of_every_group_must_be_quoted_whatever_stands_around_it() -> None:
    both = _quoting(("a", _BODIES["a"]), _HOURS)
    assert _is_right(both, [_NINE], [_HOURS])
    assert _is_right(both, [("b", "A ferry sails."), _HOURS])
    assert not _is_right(_quoting(_HOURS), [_NINE], [_HOURS])
    assert not _is_right(_quoting(("a", "The bridge closes.")), [_NINE])
    assert not _is_right(_quoting(("b", "It sails every two hours.")), [("a", "It sails every two hours.")])
    assert not _is_right(_quoting(), [_NINE])


def test_where_order_counts_the_first_comes_first() -> None:
    assert _is_right(_quoting(_NINE, _HOURS), [_NINE], [_HOURS], first=True)
    assert not _is_right(_quoting(_HOURS, _NINE), [_NINE], [_HOURS], first=True)
    assert not _is_right(_quoting(("b", "A ferry sails."), _NINE), [_NINE], first=True)
    assert _is_right(_quoting(("b", "A ferry sails."), _NINE), [_NINE])


def test_a_headline_that_is_quoted_answers_for_its_article() -> None:
    answer = _quoting(("a", "The bridge closes."), headline="Nine months without a bridge")
    assert _is_right(answer, [("a", "Nine months without a bridge")])
    assert not _is_right(answer, [("b", "Nine months without a bridge")])


def test_what_should_be_declined_is_right_unless_it_is_answered_surely() -> None:
    assert _is_right(_quoting(), expected="declined")
    assert _is_right(_quoting(_NINE, sure=False), expected="declined")
    assert not _is_right(_quoting(_NINE), expected="declined")


def test_a_count_is_right_by_its_number() -> None:
    assert _is_right(_quoting(_NINE, count=3), count={"stories": 3, "prints": 5})
    assert not _is_right(_quoting(_NINE, count=5), count={"stories": 3, "prints": 5})


def _outcome(answer: Answer, *, expected: str = "answered", right: bool, verbatim: bool = True) -> Outcome:
    row: Mapping[str, Any] = {"expected": expected, "kind": "fact"}
    return Outcome(row, answer, right, verbatim)


def test_the_figures_are_these_by_hand() -> None:
    told = figures(
        [
            _outcome(_quoting(_NINE), right=True),
            _outcome(_quoting(_NINE, sure=False), right=True),
            _outcome(_quoting(_HOURS), right=False, verbatim=False),
            _outcome(_quoting(), right=False),
            _outcome(_quoting(), expected="declined", right=True),
            _outcome(_quoting(_NINE, sure=False), expected="declined", right=True),
            _outcome(_quoting(_NINE), expected="declined", right=False),
        ]
    )
    assert told == {
        "questions": 7,
        "quoted": 2 / 4,
        "wrongly declined": 1 / 4,
        "sure": 2 / 4,
        "rightly not sure": 2 / 3,
        "not found": 1 / 3,
        "verbatim": 6 / 7,
    }
    assert figures([])["quoted"] is None

"""The questions that the answering is measured with hold together: what they call right stands in the samples."""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article
from ingest.reading import read_articles

_ROOT = Path(__file__).parent.parent.parent
_KINDS = frozenset(
    "fact|said|when|how many|count|latest|timeline|disagreement|follow-up|new topic|bare name|across languages|dated"
    "|namesake|missing part|false premise|absent".split("|")
)
_NEVER_ANSWERED = {"missing part", "false premise", "absent"}
_FIELDS = {"id", "kind", "part", "question", "history", "as_of", "right", "expected", "count", "first"}
_LEAST = 12  # questions of a kind; of the two commonest, 24

_Question = dict[str, Any]

_LINES = (_ROOT / "evaluation" / "questions.jsonl").read_text(encoding="utf-8").splitlines()
_QUESTIONS: tuple[_Question, ...] = tuple(json.loads(line) for line in _LINES)


@pytest.fixture(scope="module")
def samples() -> dict[str, Article]:
    read = [reading.result for reading in read_articles([_ROOT / "data" / "sample"])]
    return {article.uri: article for article in read if isinstance(article, Article)}


def _text(article: Article) -> str:
    return f"{article.headline}\n{article.body}"


def _folded(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _mentioning(question: _Question, samples: dict[str, Article]) -> list[Article]:
    """The articles that hold the question's term as a whole word, whatever its case and accents."""
    count = question["count"]
    term = re.compile(rf"(?<!\w){re.escape(_folded(count['term']))}(?!\w)")
    since, until = count.get("since", ""), count.get("until", "9")
    return [
        article
        for article in samples.values()
        if term.search(_folded(_text(article))) and since <= (article.published or "")[:10] <= until
    ]


def _right(question: _Question) -> Iterator[dict[str, str]]:
    for group in question["right"]:
        yield from group


def test_every_question_is_of_a_known_kind_and_complete() -> None:
    ids = Counter(question["id"] for question in _QUESTIONS)
    assert [name for name, times in ids.items() if times > 1] == []
    wordings = Counter((question["question"], *question.get("history", ())) for question in _QUESTIONS)
    assert [wording for wording, times in wordings.items() if times > 1] == []
    for question in _QUESTIONS:
        assert set(question) <= _FIELDS, question["id"]
        assert question["kind"] in _KINDS and question["part"] in ("fit", "report"), question["id"]
        assert question["question"].strip() == question["question"] != "", question["id"]
        assert date.fromisoformat(question["as_of"]) == date(2025, 10, 31), question["id"]
        assert bool(question.get("history")) == (question["kind"] in ("follow-up", "new topic")), question["id"]
        assert ("count" in question) == (question["kind"] == "count"), question["id"]
        assert question.get("first", False) == (question["kind"] in ("latest", "timeline")), question["id"]


def test_what_is_expected_fits_the_kind() -> None:
    for question in _QUESTIONS:
        assert question["expected"] in ("answered", "declined"), question["id"]
        declined = question["expected"] == "declined"
        if question["kind"] in _NEVER_ANSWERED:
            assert declined, question["id"]
        elif question["kind"] not in ("namesake", "dated"):
            assert not declined, question["id"]
        # A count is a number, not a quote.
        assert bool(question["right"]) != (declined or question["kind"] == "count"), question["id"]
        assert all(question["right"]), f"{question['id']}: a group without alternatives"


def test_both_parts_have_as_many_of_every_kind() -> None:
    of_part = {part: Counter(q["kind"] for q in _QUESTIONS if q["part"] == part) for part in ("fit", "report")}
    assert set(of_part["fit"]) == set(of_part["report"]) == _KINDS
    for kind in _KINDS:
        fit, report = of_part["fit"][kind], of_part["report"][kind]
        assert abs(fit - report) <= 1, kind
        assert fit + report >= (2 * _LEAST if kind in ("fact", "across languages") else _LEAST), kind
    assert len(_QUESTIONS) >= 240


def test_what_is_right_stands_verbatim_in_the_samples(samples: dict[str, Article]) -> None:
    for question in _QUESTIONS:
        for sentence in _right(question):
            assert set(sentence) == {"uri", "sentence"}, question["id"]
            text = sentence["sentence"]
            assert text in _text(samples[sentence["uri"]]), f"{question['id']}: {text}"
            assert text.strip() == text and "\n" not in text, f"{question['id']}: {text}"


def test_timelines_and_latest_stories_are_in_order(samples: dict[str, Article]) -> None:
    for question in _QUESTIONS:
        days = [[samples[s["uri"]].published or "" for s in group] for group in question["right"]]
        if question["kind"] == "timeline":
            assert len(days) > 1, question["id"]
            for earlier, later in pairwise(days):
                assert max(earlier) < min(later), question["id"]
        if question["kind"] == "latest":
            assert len(days) == 1, question["id"]


def test_a_disagreement_has_two_sides_or_one_sentence_that_tells_both() -> None:
    for question in _QUESTIONS:
        if question["kind"] == "disagreement":
            assert len(question["right"]) == 2 or len(list(_right(question))) == 1, question["id"]


def test_counts_are_what_the_samples_hold(samples: dict[str, Article]) -> None:
    for question in _QUESTIONS:
        if question["kind"] == "count":
            count, mentioning = question["count"], _mentioning(question, samples)
            # The samples' prints of one story are those that name the same agency; all others are their own.
            stories = {article.provider or article.uri for article in mentioning}
            assert (count["stories"], count["prints"]) == (len(stories), len(mentioning)), question["id"]
            assert _folded(count["term"]) in _folded(question["question"]), question["id"]
            assert count["stories"] > 0, question["id"]


def test_no_story_is_asked_about_in_both_parts(samples: dict[str, Article]) -> None:
    asked: dict[str, set[str]] = {"fit": set(), "report": set()}
    for question in _QUESTIONS:
        uris = {sentence["uri"] for sentence in _right(question)}
        if question["kind"] == "count":
            uris |= {article.uri for article in _mentioning(question, samples)}
        asked[question["part"]] |= uris
    assert asked["fit"] & asked["report"] == set()
    assert asked["fit"] | asked["report"] == set(samples), "a sample that nobody asks about"

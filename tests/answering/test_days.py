"""The days of a question are found as a reader means them, and what belongs to the subject stays in the words."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import evaluation.__main__
from answering.understanding.day_words import WORDS
from answering.understanding.days import Days, find_days, without_days
from evaluation.days import evaluate, read_days

_TODAY = date(2025, 6, 18)  # a Wednesday
_FILE = Path(__file__).parent.parent / "files" / "days.txt"
_PHRASINGS = [
    tuple(field.strip() for field in line.split("|"))
    for line in _FILE.read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
_FIGURES = "2025|2019|20|31.|20.5.2025|2025-05-20|31/02/2025|'s|-|?|,|'90|1990s|Q1|999"
_LISTED = "|".join(listed.replace(";", "|") for table in WORDS.values() for listed in table.values())
_WORDS = sorted({phrase.rpartition("=")[2] for phrase in f"{_LISTED}|{_FIGURES}".split("|") if phrase})


def _said(days: Days | None) -> str:
    if days is None:
        return "-"
    return f"{days.since or ''}..{days.until or ''}{'P' if days.published else ''}"


@pytest.mark.parametrize("phrasing", _PHRASINGS, ids=lambda phrasing: f"{phrasing[0]}: {phrasing[1]}")
def test_days_are_understood_as_they_are_meant(phrasing: tuple[str, ...]) -> None:
    language, question, meant, *rest = phrasing
    days = find_days(question, language=language, today=_TODAY)
    assert _said(days) == meant
    if rest:
        assert days is not None
        assert without_days(question, days) == rest[0]


@pytest.mark.parametrize("language", WORDS)
def test_every_language_has_phrasings_with_days_without_and_about_publishing(language: str) -> None:
    meant = [phrasing[2] for phrasing in _PHRASINGS if phrasing[0] == language]
    assert len(meant) >= 25
    assert meant.count("-") >= 3
    assert any(one.endswith("P") for one in meant)


@pytest.mark.parametrize(
    ("question", "today", "meant"),
    [
        ("What happened last week?", date(2026, 1, 5), "2025-12-29..2026-01-04"),
        ("What happened last month?", date(2026, 1, 5), "2025-12-01..2025-12-31"),
        ("What happened last quarter?", date(2026, 1, 5), "2025-10-01..2025-12-31"),
        ("What happened this winter?", date(2026, 1, 5), "2025-12-01..2026-02-28"),
        ("What happened yesterday?", date(2024, 3, 1), "2024-02-29..2024-02-29"),
        ("What happened on 29 February?", date(2025, 6, 18), "2024-02-29..2024-02-29"),
        ("What happened in the last month?", date(2025, 3, 31), "2025-02-28..2025-03-31"),
        ("What happened one year ago?", date(2024, 2, 29), "2023-01-01..2023-12-31"),
        ("What happened last weekend?", date(2025, 6, 15), "2025-06-07..2025-06-08"),
        ("What happened this weekend?", date(2025, 6, 15), "2025-06-14..2025-06-15"),
        ("What happened on Sunday?", date(2025, 6, 15), "2025-06-15..2025-06-15"),
        ("What happened last Sunday?", date(2025, 6, 15), "2025-06-08..2025-06-08"),
        ("What happened in June?", date(2025, 6, 1), "2025-06-01..2025-06-30"),
        ("What happened last June?", date(2025, 7, 1), "2025-06-01..2025-06-30"),
    ],
)  # fmt: skip
def test_what_is_told_from_today_follows_the_calendar(question: str, today: date, meant: str) -> None:
    assert _said(find_days(question, language="en", today=today)) == meant


@pytest.mark.parametrize(
    "question",
    [
        "What happened on 31 February 2025?", "What happened on 2025-13-45?", "What happened on 00/00/2025?", "What happened on 2025-05-00?",
        "What happened on 99.99.9999?", "What happened 99999999999999999999 days ago?", "What happened 900 years ago?",
        "What happened in 0000?", "What happened in 9999?", "What is 192.168.1.20?", "What is in version 20.5.2025.1?",
        "", " ", "?", "¿?", "in", "since", "the", "between May and", "\u0301", "\x00",
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", [*WORDS, "ru", "", "no such language", "zh"])
def test_what_is_no_day_is_none(question: str, language: str) -> None:
    assert find_days(question, language=language, today=_TODAY) is None


def test_the_preposition_goes_with_the_days() -> None:
    question = "What happened to the Torgal dam in May 2025?"
    days = find_days(question, language="en", today=_TODAY)
    assert days is not None
    assert question[days.start : days.end] == "in May 2025"


def test_accents_may_be_missing_or_come_apart() -> None:
    for question in ("¿Qué pasó el miercoles?", "¿Qué pasó el mie\u0301rcoles?", "¿QUÉ PASÓ EL MIÉRCOLES?"):
        assert _said(find_days(question, language="es", today=_TODAY)) == "2025-06-18..2025-06-18"


def test_of_two_spans_the_one_about_publishing_is_taken() -> None:
    question = "What did the mayor say in 2019, in articles from May 2025?"
    assert _said(find_days(question, language="en", today=_TODAY)) == "2025-05-01..2025-05-31P"


@given(st.text(max_size=80) | st.lists(st.sampled_from(_WORDS), max_size=9).map(" ".join), st.sampled_from([*WORDS, "ru"]), st.dates())  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_whatever_is_asked_the_days_lie_within_it_and_in_order(question: str, language: str, today: date) -> None:
    days = find_days(question, language=language, today=today)
    if days is None:
        return  # nothing is named, so nothing can lie wrong
    assert 0 <= days.start < days.end <= len(question)
    assert days.since or days.until
    since = date.fromisoformat(days.since) if days.since else date.min
    assert since <= (date.fromisoformat(days.until) if days.until else date.max)
    assert since <= today
    assert len(without_days(question, days)) <= len(question) + len("the ")


@given(day=st.dates(min_value=date(1500, 1, 1), max_value=_TODAY), language=st.sampled_from(list(WORDS)))
@settings(deadline=None)
def test_every_day_in_figures_is_read_in_every_language(day: date, language: str) -> None:
    for figures in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", f"{day.day:02}/{day.month:02}/{day.year}"):
        days = find_days(f"Torgal, {figures}?", language=language, today=_TODAY)
        assert days is not None
        assert days.since == days.until == day.isoformat()


@pytest.mark.parametrize(
    "piece", ["in ", "the last ", "May 2025 ", "2025-05-", "' ", "entre 3 y ", "1", "articles ", "("]
)
def test_a_question_of_ten_thousand_characters_is_read_quickly(piece: str) -> None:
    started = time.process_time()
    find_days(piece * (10_000 // len(piece)), language="en", today=_TODAY)
    assert time.process_time() - started < 3


def test_the_questions_that_ship_are_a_hundred_in_six_languages_and_all_but_few_are_understood() -> None:
    known = read_days()
    assert len(known) >= 100
    assert {one.language for one in known} == set(WORDS)
    assert sum(one.since is None and one.until is None for one in known) >= 25
    rows = evaluate()["rows"]
    assert rows["even lines"]["understood"] >= 0.95
    assert rows["all lines"]["misread"] == 0


def test_a_misread_question_is_told_from_a_missed_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {"language": "en", "today": "2025-06-18", "until": None, "published": False}
    lines = [
        record | {"question": "What happened in 2019?", "since": "2018-01-01"},
        record | {"question": "What happened?", "since": "2018-01-01"},
        record | {"question": "What happened?", "since": None},
    ]
    file = tmp_path / "days.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert evaluation.__main__.main(["days", "--questions", str(file), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["rows"]["all lines"] == {"questions": 3, "understood": 1 / 3, "misread": 1 / 3, "missed": 1 / 3}
    assert [error.partition(":")[0] for error in table["errors"]] == ["misread", "missed"]


@pytest.mark.parametrize("content", [None, "{", "[]", '{"question": "?"}'])
def test_a_file_that_holds_no_days_is_told_in_one_line(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "days.jsonl"
    if content is not None:
        file.write_text(content)
    assert evaluation.__main__.main(["days", "--questions", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1

"""Which number is the day is decided once for a file, from all its rows and its language's region, and never guessed."""

import json
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from ingest import day_order
from ingest.day_order import region_order, shown_order
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing import text_stream
from ingest.readers import table
from ingest.reading import read_articles
from tests.news_files import known_folder, write

tmp_path = pytest.fixture(known_folder)
_TEXT = "The ferry to Port Alder sails again after nine months in the dock."
_SPANISH = "El ferri de Puerto Aliso vuelve a navegar después de nueve meses en el dique."


def _days(path: Path) -> list[str | None]:
    return [r.result.published if isinstance(r.result, Article) else str(r.result) for r in read_articles([path])]


def _as(kind: str, rows: Sequence[dict[str, object]]) -> str:
    if kind == "a.csv":
        names = list(dict.fromkeys(name for row in rows for name in row))
        return "\n".join([";".join(names), *(";".join(str(row.get(name, "")) for name in names) for row in rows)])
    if kind == "a.jsonl":
        return "\n".join(map(json.dumps, rows))
    return json.dumps({"articles": rows} if kind == "wrapped.json" else rows)


_KINDS = pytest.mark.parametrize("kind", ["a.csv", "a.jsonl", "a.json", "wrapped.json"])


@_KINDS
@pytest.mark.parametrize(
    ("shown", "read"), [("07/19/2024", ["2024-07-04", "2024-07-19"]), ("19/07/2024", ["2024-04-07", "2024-07-19"])]
)
def test_one_day_past_doubt_decides_for_all_rows(tmp_path: Path, kind: str, shown: str, read: list[str]) -> None:
    rows: list[dict[str, object]] = [{"text": _TEXT, "date": "07/04/2024"}, {"text": f"{_TEXT} Again.", "date": shown}]
    assert _days(write(tmp_path, kind, _as(kind, rows))) == read
    assert _days(write(tmp_path, kind, _as(kind, rows[::-1]))) == read[::-1]


@_KINDS
def test_the_rows_decide_against_the_languages_region(tmp_path: Path, kind: str) -> None:
    rows: list[dict[str, object]] = [
        {"text": _TEXT, "date": day, "language": "en-GB"} for day in ("07/04/2024", "07/19/2024")
    ]
    assert _days(write(tmp_path, kind, _as(kind, rows))) == ["2024-07-04", "2024-07-19"]


@_KINDS
@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en-US", "2024-07-04"), ("en_us", "2024-07-04"), ("fil", "2024-07-04"), ("en-GB", "2024-04-07"), ("en-AU", "2024-04-07"),
        ("es", "2024-04-07"), ("español", "2024-04-07"), ("fr", "2024-04-07"), ("pt-BR", "2024-04-07"), ("sv", "2024-04-07"),
        ("en", None), ("English", None), ("ja", None), ("", None),
    ],
)  # fmt: skip
def test_where_no_row_decides_the_languages_region_does(
    tmp_path: Path, kind: str, language: str, day: str | None
) -> None:
    rows: list[dict[str, object]] = [{"text": _TEXT, "date": "07/04/2024", "language": language}]
    assert _days(write(tmp_path, kind, _as(kind, rows))) == [day]


def test_a_language_that_no_column_names_is_told_from_the_text() -> None:
    assert article_from({"text": _SPANISH, "date": "07/04/2024"}, fallback_uri="a").published == "2024-04-07"
    assert article_from({"text": _TEXT, "date": "07/04/2024"}, fallback_uri="a").published is None


@_KINDS
def test_a_column_that_contradicts_itself_gives_no_date_where_either_may_be_meant(tmp_path: Path, kind: str) -> None:
    rows: list[dict[str, object]] = [
        {"text": f"{_TEXT} {n}", "date": day, "language": "es"}
        for n, day in enumerate(("13/02/2024", "02/14/2024", "03/04/2024", "05/05/2024", "2024-06-07"))
    ]
    assert _days(write(tmp_path, kind, _as(kind, rows))) == [
        "2024-02-13",
        "2024-02-14",
        None,
        "2024-05-05",
        "2024-06-07",
    ]


def test_of_a_file_of_two_papers_each_language_decides_for_its_own(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": f"{_TEXT} {n}", "date": day, "language": language}
        for n, (day, language) in enumerate(
            [("13/02/2024", "es"), ("02/14/2024", "en-US"), ("03/04/2024", "es"), ("03/04/2024", "en-US"), ("03/04/2024", "fr")]
        )
    ]  # fmt: skip
    assert _days(write(tmp_path, "a.csv", _as("a.csv", rows)))[2:] == ["2024-04-03", "2024-03-04", "2024-04-03"]


@_KINDS
@pytest.mark.parametrize("field", ["embargoed", "expires"])
def test_another_column_decides_for_an_embargo_that_shows_nothing(tmp_path: Path, kind: str, field: str) -> None:
    rows: list[dict[str, object]] = [{"text": _TEXT, "date": "11/20/2096", field: "12/06/2096 06:00 AM -0600"}]
    [reading] = read_articles([write(tmp_path, kind, _as(kind, rows))])
    assert isinstance(reading.result, Article)
    assert getattr(reading.result, field) == "2096-12-06T06:00:00-06:00"


@_KINDS
@pytest.mark.parametrize(("field", "said"), [("embargoed", "embargo"), ("expires", "expiry")])
def test_an_embargo_that_may_be_either_is_an_error(tmp_path: Path, kind: str, field: str, said: str) -> None:
    rows: list[dict[str, object]] = [{"text": _TEXT, "language": "en", field: "12/06/2026"}]
    [error] = _days(write(tmp_path, kind, _as(kind, rows)))
    assert error is not None
    assert error.endswith(f"its {said} '12/06/2026' is no date: give it as 2024-11-30T18:00+01:00.")


def test_the_users_own_columns_decide_too(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", f"text;salida\n{_TEXT};07/04/2024\n{_TEXT} Again.;07/19/2024\n")
    found = [r.result for r in read_articles([path], columns={"salida": "published"})]
    assert [a.published for a in found if isinstance(a, Article)] == ["2024-07-04", "2024-07-19"]


def test_dots_mean_day_first_unless_the_file_or_its_region_says_otherwise(tmp_path: Path) -> None:
    def read(*days: str, language: str = "") -> list[str | None]:
        rows: list[dict[str, object]] = [
            {"text": f"{_TEXT} {n}", "date": day, "language": language} for n, day in enumerate(days)
        ]
        return _days(write(tmp_path, "a.csv", _as("a.csv", rows)))

    assert read("03.04.2024", language="en") == ["2024-04-03"]
    assert read("03.04.2024", language="en-US") == [None]
    assert read("03.04.2024", "03.14.2024") == ["2024-03-04", "2024-03-14"]


def test_a_file_is_looked_through_once_and_only_where_a_date_may_be_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []

    def pieces(file: SourceFile) -> object:
        opened.append(file.name)
        return text_stream.text_pieces(file)

    monkeypatch.setattr(table, "text_pieces", pieces)
    sure = [f"{_TEXT} {n};25/{1 + n % 12}/2024" for n in range(20)]
    assert len(_days(write(tmp_path, "sure.csv", "\n".join(["text;date", *sure])))) == 20
    assert len(opened) == 1
    unsure = [f"{_TEXT} {n};5/{1 + n % 12}/2024" for n in range(20)]
    assert len(_days(write(tmp_path, "unsure.csv", "\n".join(["text;date", *unsure, *sure])))) == 40
    assert len(opened) == 3


def test_what_is_broken_further_on_does_not_unsettle_what_came_before(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", f'text;date\n{_TEXT};07/04/2024\nTwo.;07/19/2024\n"Three;07/05/2024\n')
    assert _days(path)[:2] == ["2024-07-04", "2024-07-19"]


def test_the_memory_for_columns_and_languages_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(day_order, "_MOST_KINDS", 3)
    dates = day_order.FileDates(lambda: ((f"x{n}", [("date", "13/02/2024")]) for n in range(10_000)))
    assert dates.order("date", "") == ("DMY", False)
    assert len(dates._shown) == 3


@given(
    st.lists(st.dates(), min_size=1, max_size=30), st.sampled_from(["DMY", "MDY"]), st.sampled_from("/-"), st.randoms()
)
def test_no_day_of_a_column_is_ever_read_as_another(
    days: list[date], order: str, sign: str, chance: random.Random
) -> None:
    def text(day: date) -> str:
        numbers = [f"{day.day:02}", f"{day.month:02}"]
        return sign.join([*(numbers if order == "DMY" else numbers[::-1]), f"{day.year:04}"])

    chance.shuffle(days)
    dates = day_order.FileDates(lambda: (("", [("date", text(day))]) for day in days))
    for day in days:
        record = {"text": "It rains in Port Alder.", "date": text(day)}
        read = article_from(record, fallback_uri="a", dates=dates).published
        assert read in (None, str(day))
        if any(d.day > 12 for d in days) and day.year >= 1500:
            assert read == str(day)


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("13/02/2024", "DMY"), ("02-13-2024", "MDY"), ("12/12/2024", None), ("2024/13/02", None), ("on 13.2.2024 at 5", "DMY"),
        ("13/13/2024", None), ("1.13.2.2024", None), ("٠٢/١٣/٢٠٢٤", "MDY"), ("x" * 90 + "13/02/2024", None), ("", None),
    ],
)  # fmt: skip
def test_what_a_date_shows(text: str, order: str | None) -> None:
    assert shown_order(text) == order


@pytest.mark.parametrize("tag", ["", "xx", "en-XX", "en", "klingon", "e" * 1000, "en-US-x-y-" * 50])
def test_any_tag_is_a_region_or_none(tag: str) -> None:
    assert region_order(tag) in ("MDY", None)

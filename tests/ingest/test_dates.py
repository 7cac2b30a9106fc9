"""Dates of every notation become ISO 8601, and what is unclear stays unknown."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import iso_date


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2024-11-30", "2024-11-30"),
        ("2024-11-30T10:15:00Z", "2024-11-30T10:15:00+00:00"),
        ("2024-11-30T10:15:00.000-06:00", "2024-11-30T10:15:00-06:00"),
        ("2024-11-30 10:15", "2024-11-30T10:15:00"),
        ("20241130", "2024-11-30"),
        (20241130, "2024-11-30"),
        ("Sat, 30 Nov 2024 10:15:00 GMT", "2024-11-30T10:15:00+00:00"),
        ("Sat, 30 Nov 2024 10:15:00 +0100", "2024-11-30T10:15:00+01:00"),
        ("30/11/2024", "2024-11-30"),
        ("03/04/2024", "2024-04-03"),
        ("11/30/2024", "2024-11-30"),
        ("11/30/2024 10:05 PM", "2024-11-30T22:05:00"),
        ("30.11.2024, 18:30", "2024-11-30T18:30:00"),
        ("2024/11/30", "2024-11-30"),
        ("30 de noviembre de 2024", "2024-11-30"),
        ("Sábado, 30 de noviembre de 2024 a las 18.30 h", "2024-11-30T18:30:00"),
        ("November 30, 2024", "2024-11-30"),
        ("30 novembre 2024 18h30", "2024-11-30T18:30:00"),
        ("30 ноября 2024", "2024-11-30"),
        ("2024年11月30日", "2024-11-30"),
        ("٣٠/١١/٢٠٢٤", "2024-11-30"),
        (1732961700, "2024-11-30T10:15:00+00:00"),
        (1732961700000, "2024-11-30T10:15:00+00:00"),
        ("1732961700", "2024-11-30T10:15:00+00:00"),
        (1732961700.0, "2024-11-30T10:15:00+00:00"),
        (date(2024, 11, 30), "2024-11-30"),
        (datetime(2024, 11, 30, 10, 15, tzinfo=UTC), "2024-11-30T10:15:00+00:00"),
        (datetime(2024, 11, 30, 10, 15, tzinfo=timezone(timedelta(hours=-6))), "2024-11-30T10:15:00-06:00"),
    ],
)
def test_a_clear_date_becomes_iso(value: object, iso: str) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        None, "", "ayer", "yesterday", "hace 2 días", "2 hours ago", "hoy 2024", "mayo de 2024", "2024", 2024, "2024-11",
        "31/02/2024", "32 de enero de 2024", "30/11/24", "0001-01-01", "0001-01-01T00:00:00Z", 0, -5, True, float("nan"),
        float("inf"), pytest.param(10**5000, id="huge"), pytest.param("9" * 5000, id="long"), [], {"a": 1}, "Madrid", "call 555 2024 now", "99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_unclear_is_no_date(value: object) -> None:
    assert iso_date(value) is None


@given(st.dates(min_value=date(1500, 1, 1)))
def test_every_day_survives_the_usual_notations(day: date) -> None:
    expected = day.isoformat()
    assert iso_date(expected) == iso_date(day) == iso_date(f"{day.year}/{day.month}/{day.day}") == expected
    assert iso_date(f"{day.day:02}/{day.month:02}/{day.year}") == expected


@given(st.text(max_size=40) | st.integers() | st.floats() | st.text("0123456789:-/TZ+. apm", max_size=24))
def test_whatever_comes_the_result_can_be_read_back(value: object) -> None:
    iso = iso_date(value)
    assert iso is None or datetime.fromisoformat(iso)

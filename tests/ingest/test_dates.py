"""Dates of every notation become ISO 8601, and what is unclear stays unknown."""

import re
import sqlite3
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel import Locale
from babel.dates import format_date
from hypothesis import example, given
from hypothesis import strategies as st

from archive.errors import ArticleError
from ingest.dates import embargo_date, iso_date
from ingest.fields import article_from
from ingest.parsing.date_reading import Order


@dataclass(frozen=True)
class Written:
    """How a date is written, as its file knows it."""

    first: Order | None = None
    spoken: str = ""

    def order(self, *, dots: bool) -> Order | None:
        return self.first

    def language(self) -> str:
        return self.spoken


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
        ("Tue, 01 Jan 2999 06:00:00 GMT", "2999-01-01T06:00:00+00:00"),
        ("31 December 9999 23:59", "9999-12-31T23:59:00"),
        ("30/11/2024", "2024-11-30"),
        ("04/04/2024", "2024-04-04"),
        ("03.04.2024", "2024-04-03"),
        ("Wed 03/04/2024", "2024-04-03"),
        ("Mon 03/04/2024", "2024-03-04"),
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
        ("2024-05-01T10:00:00+01:00:30", "2024-05-01T10:00:00+01:00"),
        ("2024-05-01T10:00:00-00:19:32", "2024-05-01T10:00:00-00:20"),
        ("2024-05-01T10:00:00+15:00", "2024-04-30T19:00:00+00:00"),
        ("2024-05-01T23:59:59.999Z", "2024-05-01T23:59:59+00:00"),
        ("2024-05-01T10:15Z", "2024-05-01T10:15:00+00:00"),
    ],
)
def test_a_clear_date_becomes_iso(value: object, iso: str) -> None:
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        None, "", "03/04/2024", "3-4-2024", "12/06/26", "46000", "2024-W48", "25-27 November 2024", "after 3 March 2025", "ayer", "yesterday", "hace 2 días", "2 hours ago", "hoy 2024", "mayo de 2024", "2024", 2024, "2024-11",
        "31/02/2024", "32 de enero de 2024", "30/11/24", "0001-01-01", "0001-01-01T00:00:00Z", 0, -5, True, float("nan"),
        float("inf"), pytest.param(10**5000, id="huge"), pytest.param("9" * 5000, id="long"), [], {"a": 1}, "Madrid", "call 555 2024 now", "99999999999999999999",
        "20244-05-01", "20244-05-01T10:00:00Z", "1 May 20244", "25 พฤศจิกายน 2569", "0000-01-01", "0000-05-01T10:00:00Z", "9999-12-31T23:30:00-14:00",
        "2024-05-01T10:00:00+24:00", "2024-05-01T25:00:00Z",
    ],
)  # fmt: skip
def test_what_is_unclear_is_no_date(value: object) -> None:
    assert iso_date(value) is None


@given(st.dates(min_value=date(1500, 1, 1)))
def test_every_day_survives_the_usual_notations(day: date) -> None:
    expected = day.isoformat()
    assert iso_date(expected) == iso_date(day) == iso_date(f"{day.year}/{day.month}/{day.day}") == expected
    assert iso_date(f"{day.day:02}/{day.month:02}/{day.year}", Written("DMY")) == expected
    assert iso_date(f"{day.month}-{day.day}-{day.year}", Written("MDY")) == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25 November 2026 evening", "2026-11-25"),
        ("2026年11月25日 夜", "2026-11-25"),
        ("25 de noviembre de 2026 por la tarde", "2026-11-25"),
        ("25 November 2026 18:00 XYZ", "2026-11-25"),
        ("2026-11-25 10:00 to 12:00", "2026-11-25"),
        ("2026-11-25 24:00", "2026-11-25"),
        ("2026-11-25+01:00", "2026-11-25"),
        ("2026. nov. 25. du. 11:00", "2026-11-25"),
    ],
)
def test_of_a_sure_day_with_an_unsure_hour_the_day_is_left(text: str, day: str) -> None:
    assert iso_date(text) == day
    assert embargo_date(text) is None


def test_a_word_that_means_two_months_is_read_by_its_language() -> None:
    assert iso_date("25 listopada 2026") is None
    assert iso_date("25 listopada 2026", Written(spoken="pl")) == "2026-11-25"
    assert iso_date("25 listopada 2026", Written(spoken="hr")) == "2026-10-25"


@pytest.mark.parametrize(
    "language", "en es fr de it pt nl pl ru uk cs hu ro el tr sv fi lt ar fa hi he ja ko zh vi id".split()
)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_of_the_worlds_papers_is_read(language: str, month: int) -> None:
    day = date(2025, month, 22)
    names = Locale.parse(language).months["format"]
    texts = [format_date(day, width, locale=language) for width in ("full", "long")]
    texts += [f"22 {names[width][month]} 2025" for width in ("wide", "abbreviated")]
    assert {iso_date(text, Written("DMY", language)) for text in texts} == {"2025-" + f"{month:02}-22"}


# -- what comes out can be read ---------------------------------------------------------------------------------------

_FORM = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d([+-]\d\d:\d\d)?)?")
_OFFSETS = st.timedeltas(min_value=timedelta(hours=-23, minutes=-59), max_value=timedelta(hours=23, minutes=59))
_MOMENTS = st.datetimes(timezones=st.none() | _OFFSETS.map(timezone))
_WRITTEN = st.builds(
    lambda moment, form: form(moment),
    _MOMENTS,
    st.sampled_from(
        [
            datetime.isoformat,
            str,
            lambda m: m.isoformat(timespec="minutes"),
            lambda m: m.isoformat().replace("-", "").replace(":", ""),
            lambda m: f"{m:%a, %d %b} {m.year:04} {m:%H:%M:%S %z}",
            lambda m: f"{m:%d/%m}/{m.year:04} {m:%H:%M}",
            lambda m: m.timestamp() if m.year > 1 and m.year < 9999 else 0,
            lambda m: f"2{m.isoformat()}",
            lambda m: f"0{m.isoformat()[1:]}",
        ]
    ),
)
_ANYTHING = (
    st.text(max_size=40)
    | st.integers()
    | st.floats()
    | st.text("0123456789:-/TZ+. apm", max_size=24)
    | _MOMENTS
    | _WRITTEN
)


@given(_ANYTHING)
def test_whatever_comes_sqlite_and_python_read_the_same_moment_from_the_result(value: object) -> None:
    for iso in (iso_date(value), embargo_date(value)):
        if iso is None:
            continue
        assert _FORM.fullmatch(iso), iso
        moment = datetime.fromisoformat(iso)
        with sqlite3.connect(":memory:") as sqlite:
            (seen,) = sqlite.execute("SELECT strftime('%Y-%m-%d %H:%M:%S', ?)", (iso,)).fetchone()
        assert seen == (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat(" ")
        assert iso_date(iso) == embargo_date(iso) == iso


@given(_MOMENTS.filter(lambda moment: moment.year >= 1500))
@example(datetime(2025, 3, 7, 6, 0, 0, 1, tzinfo=timezone(timedelta(hours=1, seconds=30))))
def test_an_embargo_never_ends_before_its_moment(moment: datetime) -> None:
    iso = embargo_date(moment)
    if iso is not None:
        zone = moment.tzinfo or UTC
        late = datetime.fromisoformat(iso).replace(tzinfo=datetime.fromisoformat(iso).tzinfo or UTC)
        assert timedelta(0) <= late - moment.replace(tzinfo=zone) < timedelta(seconds=61)


@pytest.mark.parametrize("embargo", ["20244-05-01T10:00:00Z", "0000-05-01", "2024-05-01T10:00:00+25:00"])
def test_an_embargo_in_no_possible_year_or_zone_is_an_error(embargo: str) -> None:
    with pytest.raises(ArticleError, match="is no date"):
        article_from({"text": "Texto", "embargoed": embargo}, fallback_uri="a")

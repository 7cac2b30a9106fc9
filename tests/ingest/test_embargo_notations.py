"""No notation of a moment is read as an earlier one: the embargo holds, or the article is an error."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import embargo_date, iso_date

# A line a notation: what is read of it (a moment, or the whole day), and the notation. An error is what might mean later than
# what could be read of it.
_NOTATIONS = (Path(__file__).parent.parent / "files" / "embargo_notations.tsv").read_text("utf-8").splitlines()


@pytest.mark.parametrize("line", _NOTATIONS)
def test_a_notation_is_read_as_its_moment_or_refused(line: str) -> None:
    read, text = line.split("\t", 1)
    assert embargo_date(text) == (None if read == "an error" else read)


def test_there_are_some_hundred_notations() -> None:
    assert len(_NOTATIONS) > 250


# -- any moment, in any notation --------------------------------------------------------------------------------------

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
_DAYS = st.sampled_from(
    [
        "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}{m:02}{d:02}", "{d}.{m}.{y}", "{d} {en} {y}", "{en} {d}, {y}", "{en3} {d} {y}",
        "{d} de {es} de {y}", "{d}. {de} {y}", "{d} {fr} {y}", "{d} {ru} {y} г.", "{y}年{m}月{d}日", "{y}년 {m}월 {d}일",
    ]
)  # fmt: skip
_HOURS = st.sampled_from(
    [
        "{h:02}:{n:02}", "{h}:{n:02}", "{h}.{n:02}", "{h}h{n:02}", "{h:02}{n:02}", "{h}", "{h} h", "{h} Uhr", "{h} horas",
        "{t}:{n:02} {half}", "{t}:{n:02}{half}", "{t} {half}", "{t}{half}", "{t} {half2}", "a las {h}:{n:02}", "um {h} Uhr",
        "at {t}{half}", "ore {h}", "kl. {h}.{n:02}", "{h}時{n}分", "{cjk}{t}時", "{t} de la {part}", "{part2}", "{h}:{n:02}:{s:02}",
        "{h}:{n:02} +0000", "{h}:{n:02} UTC", "{h}:{n:02} GMT+0", "end of day", "{h}:{n:02} till late", "approx. {h}:{n:02}", "{h} {n}",
        "{h}:{n:02} or later", "+{h}h", "noon", "midnight",
    ]
)  # fmt: skip
_ORDERS = st.sampled_from(
    ["{day} {hour}", "{day}, {hour}", "{hour} {day}", "{hour}, {day}", "{day}T{hour}", "{day}{hour}"]
)


@given(st.datetimes(datetime(1971, 1, 1), datetime(2099, 12, 31)), _DAYS, _HOURS, _ORDERS)
def test_no_moment_is_read_as_an_earlier_one(moment: datetime, day: str, hour: str, order: str) -> None:
    if order == "{day}{hour}" and not day.endswith(("日", "일")):
        order = "{day} {hour}"  # nobody writes figures without anything between them
    said = moment.hour
    names = {code: months.split()[moment.month - 1] for code, months in _MONTHS.items()}
    values = {
        "y": moment.year, "m": moment.month, "d": moment.day, "h": said, "n": moment.minute, "s": moment.second,
        "t": said % 12 or 12, "half": "am" if said < 12 else "PM", "half2": "a. m." if said < 12 else "p.m.",
        "cjk": "午前" if said < 12 else "午後", "en3": names["en"][:3],
        "part": "mañana" if said < 12 else "tarde" if said < 20 else "noche",
        "part2": "in the morning" if said < 12 else "in the afternoon" if said < 18 else "in the evening",
        **names,
    }  # fmt: skip
    text = order.format(day=day.format(**values), hour=hour.format(**values))
    # What the notation itself leaves out of the moment.
    exact = moment.replace(microsecond=0, second=moment.second if "{s" in hour else 0)
    if "{n" not in hour:
        exact = exact.replace(minute=0)
    if "{h" not in hour and "{t" not in hour:
        exact = exact.replace(hour=12 if hour == "noon" else 0, minute=0)
        exact += timedelta(days=hour in ("midnight", "end of day"), hours=1 if hour == "{part2}" else 0)
    if "till" in hour or "later" in hour or hour[0] == "+":
        exact += timedelta(seconds=1)
    read = embargo_date(text)
    if read is not None:
        found = datetime.fromisoformat(read)
        assert found.astimezone(UTC) >= exact.replace(tzinfo=UTC) if found.tzinfo else found >= exact, text
    only_day = iso_date(text)
    assert only_day is None or only_day[:10] == moment.date().isoformat(), text

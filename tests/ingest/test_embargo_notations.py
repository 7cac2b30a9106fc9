"""No notation of a moment is read as an earlier one: the embargo holds, or the article is an error."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import embargo_date, iso_date

# What is read (a moment, or the whole day), and the notations that say it. Under "" stands what is an error: each might mean
# later than what could be read of it.
_NOTATIONS: dict[str, str] = {
    "2026-11-25T23:00:00": """
2026-11-25T23:00
2026-11-25 23
2026-11-25 2300
2026-11-25 230000
2026-11-25T23
2026-11-25T2300
2026-11-25 23 h
2026-11-25 23h
2026-11-25 23hrs
2026/11/25 23:00
2026.11.25 23:00
2026-11-25 11 PM
2026-11-25 11PM
2026-11-25 11:00 PM
2026-11-25 11:00PM
2026-11-25 11:00 p.m.
2026-11-25 11.00 p. m.
2026-11-25 PM 11:00
2026-11-25 23:00 PM
20261125T230000
20261125T2300
20261125 2300
202611252300
20261125230000
11/25/2026 11:00 PM
25/11/2026 23:00
25/11/2026 23
25/11/2026 2300
25/11/2026 23h
25/11/2026 23h00
25/11/2026 a las 23 horas
25/11/2026 a las 23:00
25/11/2026 a las 11 p. m.
25/11/2026 a las 11 de la noche
25.11.2026 23 Uhr
25.11.2026 23.00 Uhr
25.11.2026, 23:00 Uhr
25.11.2026 kl. 23
25.11.2026 kl. 23.00
25.11.2026 klo 23.00
25/11/2026 ore 23
25/11/2026 alle ore 23:00
25/11/2026 à 23h
25/11/2026 à 23 heures
25/11/2026 às 23h
25-11-2026 om 23.00 uur
Wednesday 25 November 2026 23:00
Wed 25/11/2026 23:00
25 November 2026 23:00
25 November 2026 23
25 November 2026 2300
25 November 2026 at 11pm
25 November 2026, 11 p.m.
11pm on 25 November 2026
11 pm, November 25, 2026
23:00 on 25 November 2026
23.00, 25 November 2026
23:00 25-11-2026
25 de noviembre de 2026 a las 23:00
25 de noviembre de 2026, 23 h
25 de noviembre de 2026 a las 23 horas
25 de noviembre de 2026 a las 11 p. m.
miércoles 25 de noviembre de 2026 a las 23.00 horas
25 novembre 2026 à 23 heures
mercredi 25 novembre 2026 à 23h00
25. November 2026, 23 Uhr
25. November 2026 um 23.00 Uhr
25. November 2026, 11 Uhr abends
Mittwoch, den 25. November 2026, 23:00 Uhr
um 23 Uhr am 25. November 2026
25 novembre 2026 ore 23
mercoledì 25 novembre 2026, ore 23.00
25 de novembro de 2026 às 23h00
25 november 2026 om 23.00 uur
25 november 2026 kl. 23.00
25. november 2026 kl 23
25 ноября 2026 г., 23:00
25 ноября 2026 в 23 часа
25 Νοεμβρίου 2026, 11:00 μ.μ.
25 Kasım 2026 saat 23:00
25 KASIM 2026 23:00
2026. november 25. 23:00
2026. november 25., szerda, 23 óra
25 marraskuuta 2026 klo 23.00
2026 m. lapkričio 25 d. 23:00
2026年11月25日 23時
2026年11月25日23時00分
2026年11月25日午後11時
2026年11月25日(水)午後11時00分
2026年11月25日 下午11:00
2026年11月25日晚上11点
2026년 11월 25일 오후 11시
2026년 11월 25일 오후 11:00
2026. 11. 25. 오후 11:00
ngày 25 tháng 11 năm 2026 lúc 23:00
٢٥/١١/٢٠٢٦ ٢٣:٠٠
25 نوفمبر 2026 الساعة 23:00
25 نوفمبر 2026 11:00 مساءً
25 בנובמבר 2026 23:00
25 พฤศจิกายน 2026 23:00
Wed Nov 25 23:00:00 2026""",
    "2026-11-25T23:00:00+00:00": """
2026-11-25T23:00Z
2026-11-25T2300Z
20261125T230000Z
2026-11-25 23:00 UTC
2026-11-25 23:00 GMT
2300 GMT 25 November 2026
25 November 2026 2300 GMT
Wed, 25 Nov 2026 23:00:00 GMT
1795647600
1795647600000""",
    "2026-11-25T23:00:01+00:00": """
2026-11-25T23:00:00.5Z
2026-11-25T23:00:00,5Z
2026-11-25T23:00:00.0000001Z
1795647600.5""",
    "2026-11-25T23:00:00+01:00": """
2026-11-25T23:00:00+0100
20261125T230000+0100
20261125T2300+0100
2026-11-25T23+01
2026-11-25 23:00 CET
25.11.2026 23:00 Uhr MEZ
Wed, 25 Nov 2026 23:00:00 +0100
Wed, 25 Nov 2026 23:00:00 +0100 (CET)
Wed Nov 25 2026 23:00:00 GMT+0100 (Central European Standard Time)""",
    "2026-11-25T23:00:00+02:00": """
2026-11-25 23:00 GMT+2
25 November 2026 11 PM GMT+2""",
    "2026-11-25T23:00:00+05:30": """
2026-11-25 23:00 UTC+05:30
2026-11-25 23:00 +0530""",
    "2026-11-25T23:00:00-05:00": """
2026-11-25 23:00 UTC-5
20261125T230000-0500
2026-11-25 23:00 EST
2026-11-25 23:00 ET
25 Nov 2026 11 p.m. ET
Wed Nov 25 23:00:00 EST 2026""",
    "2026-06-25T23:00:00-04:00": """
2026-06-25 23:00 EDT
2026-06-25 23:00 ET""",
    "2026-11-01T01:30:00-05:00": """
Nov. 1, 2026 1:30 AM ET""",  # an hour that comes twice: the later one
    "2026-11-25T23:00:00-06:00": """
2026-11-25 23:00 CST
2026-11-25 23:00 CT""",  # China's time, too, but later in America
    "2026-11-25T23:00:00-08:00": """
2026-11-25 23:00 -08
2026-11-25 23:00 PT""",
    "2026-06-25T23:00:00+01:00": """
2026-06-25 23:00 BST""",
    "2026-06-25T23:00:00+02:00": """
2026-06-25 23:00 CEST""",
    "2026-11-25T23:30:00": """
2026-11-25 23h30
2026-11-25 23 h 30
2026-11-25 23.30
2026年11月25日23時30分""",
    "2026-11-25T20:00:00": """
25/11/2026 a las 8 de la tarde
8 in the evening, 25 November 2026
25.11.2026 um 8 Uhr abends""",
    "2026-11-25T12:00:00": """
2026-11-25 12 PM
2026-11-25 noon
12 noon, 25 November 2026
25/11/2026 a mediodía
2026年11月25日 正午""",
    "2026-11-25T00:00:00": """
2026-11-25 12 AM""",
    "2026-11-25T00:01:00": """
00:01 25 November 2026
25 November 2026 00.01""",
    "2026-11-25": """
2026-11-25
2026-W48-3
20261125
25/11/2026
25-11-2026
25.11.2026
25. 11. 2026
11/25/2026
25 November 2026
25 Nov 2026
25-Nov-2026
25/Nov/2026
25th November 2026
25th of November, 2026
November 25, 2026
Nov. 25, 2026
November 25th 2026
Nov-25-2026
Wednesday, 25 November 2026
25 de noviembre de 2026
miércoles, 25 de noviembre, 2026
25 novembre 2026
25. November 2026
25. studenoga 2026.
2026年11月25日
2026년 11월 25일
25 tháng 11, 2026
25 نوفمبر 2026
२५ नवंबर २०२६""",
    "": """
2026-11-25 23-30
2026-11-25 23:5
2026-11-25_23:00
2026-11-25/2026-11-27
2026-11-25..27
2026-11-25 - 2026-11-27
2026-11-25 PM
2026-11-25 24:00
2026-11-25 24h
2026-11-25 25:00
2026-11-25 23:60
2026-11-25 23:59:60
2026-11-25T24:00:00Z
2026-11-25T23:59:60Z
2026-11-25 23:00 +1
2026-11-25 23:00 +1 day
2026-11-25 23:00 + 2 h
2026-11-25 23:00 IST
2026-11-25 23:00 XYZ
2026-11-25 23:00 Madrid time
2026-11-25 23:00 (hora peninsular)
2026-11-25 23:00 local time
2026-11-25 23:00 Europe/Madrid
2026-11-25 23:00 EST / 20:00 PST
2026-11-25 10:00 to 12:00
2026-11-25 10:00–12:00
2026-11-25 evening
2026-11-25 midnight
2026-11-25 EOD
2026-11-25 COB
2026-11-25 end of day
2026-11-25 close of business
2026-11-25 tonight
2026-11-25 late
2026-11-25 (evening)
2026-11-25+01:00
2026-11-25?
2026-11-25 TBC
~2026-11-25
>2026-11-25
after 2026-11-25
2026-11
2026
2026-W48
2026-330
2026-25-11
2026-13-01
26-11-25
25.11.26
25/11/26
12/06/26
Q4 2026
November 2026
Nov 25
2026112523
25112026
46351
46351.96
25/11/2026 a las 12 de la noche
25/11/2026 por la noche
25.11.2026 abends
12/06/2026
12-06-2026
12/06/2026 06:00 AM -0600
31/02/2026
13/13/2026
00/11/2026
25 Nov 26
Thursday, 25 November 2026
25 November 2026 2030
2000 25 November 2026
25 November 2026 evening
25 November 2026 at night
25 November 2026 in the morning
25 November 2026 midnight
midnight 25 November 2026
12 midnight 25 November 2026
25 November 2026 end of day
end of 25 November 2026
25 November 2026 half past eleven
25 November 2026 quarter to 11
after 25 November 2026
not before 25 November 2026
from 25 November 2026
until 25 November 2026
25-27 November 2026
25 to 27 November 2026
25/26 November 2026
25 or 26 November 2026
25 November - 3 December 2026
the week of 25 November 2026
two days after 25 November 2026
25 November 2026 + 2 days
day after 25 November 2026
late November 2026
25 XI 2026
jueves, 25 de noviembre de 2026
25 de noviembre de 2026 por la tarde
noche del 25 de noviembre de 2026
a partir del 25 de noviembre de 2026
hasta el 25 de noviembre de 2026
25 novembre 2026 au soir
um 12 Uhr am 25. November 2026
25. November 2026 Mitternacht
nach dem 25. November 2026
25 listopada 2026
25 ноября 2026 вечером
2026. nov. 25. du. 11:00
2026. november 5. du. 3
2026年11月25日 夜
2026年11月25日23時ごろ
2026年11月25日下午11點半
2026년 11월 25일 밤
25 תשרי 2026
25 พฤศจิกายน 2569
Wed, 25 Nov 2026 23:00:00 +0100 (next day)
Wed, 25 Nov 26 23:00:00 GMT
251123Z NOV 26
tomorrow
in two days
2026-11-25 tomorrow""",
}


@pytest.mark.parametrize(
    ("text", "read"), [(text, read) for read, texts in _NOTATIONS.items() for text in texts.strip().splitlines()]
)
def test_a_notation_is_read_as_its_moment_or_refused(text: str, read: str) -> None:
    assert embargo_date(text) == (read or None)


def test_there_are_some_hundred_notations() -> None:
    assert sum(len(texts.strip().splitlines()) for texts in _NOTATIONS.values()) > 250


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

"""Bylines name people, as a reader knows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import clean_line
from ingest.parsing.bylines import is_agency, person_names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Iolo Penhale", ["Iolo Penhale"]),
        ("Words by Iolo Penhale and Nesta Orrell", ["Iolo Penhale", "Nesta Orrell"]),
        ("Von Ursula Maier und Jörg Sold, dpa", ["Ursula Maier", "Jörg Sold", "dpa"]),
        ("Por Ana Ruiz y Luis Mora", ["Ana Ruiz y Luis Mora"]),
        ("Text: Iolo Penhale", ["Iolo Penhale"]),
        ("Elena Ober (obe); Max Sold (mso.)", ["Elena Ober", "Max Sold"]),
        ("Iolo Penhale <iolo@lantern.example>", ["Iolo Penhale"]),
        ("iolo@lantern.example (Iolo Penhale)", ["Iolo Penhale"]),
        ("Iolo Penhale @iolopenhale", ["Iolo Penhale"]),
        ("jsmith, Iolo Penhale", ["Iolo Penhale"]),
        ("Iolo Penhale; Iolo-Penhale", ["Iolo Penhale"]),  # the same in an address' letters
    ],
)
def test_a_byline_is_its_names(text: str, names: list[str]) -> None:
    assert person_names(text) == names


@pytest.mark.parametrize(
    "name",
    ["José Ortega y Gasset", "Penhale, Iolo", "Von der Leyen, Ursula", "Von Trapp", "Byron Katie", "Di Maio", "Ouida", "E.B. White",
     "Iolo Penhale, Skerry", "Ana Costa e Silva", "dpa", "The Associated Press", "구현모", "新間", "Sgt. Moor 3rd"],
)  # fmt: skip
def test_what_may_be_one_name_stays_one(name: str) -> None:
    assert person_names(name) == [name]


@pytest.mark.parametrize(
    "text",
    ["penhale.iolo", "ipenhale7", "jd", "J.D.", "admin", "Author", "@iolo", "iolo@lantern.example", "mailto:iolo@lantern.example",
     "https://lantern.example/#/schema/person/9af1", "www.lantern.example", "/authors/iolo-penhale", "//lantern.example/iolo", "", "—"],
)  # fmt: skip
def test_an_address_and_a_login_name_nobody(text: str) -> None:
    assert person_names(text) == []


def test_agencies_are_known_whatever_their_case() -> None:
    assert all(
        map(is_agency, ("dpa", "DPA", "Reuters", "The Associated Press", "Agence France-Presse", "AFP Deutschland"))
    )
    assert not any(map(is_agency, ("Iolo Penhale", "Ani Moor", "Sid Penhale", "")))


@given(st.lists(st.text(max_size=40), max_size=4))
def test_names_say_nothing_that_the_bylines_do_not(texts: list[str]) -> None:
    said = " ".join(map(clean_line, texts))
    names = person_names(texts)
    assert all(name and name == clean_line(name) for name in names)
    assert all(word in said for name in names for word in name.split())

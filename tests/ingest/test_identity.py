"""No article takes another's place: numbers count within their file, rows are known by what they say, shared addresses are nobody's."""

import csv
import json
import random
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import schema
from archive.catalog import Catalog
from archive.records import Article
from archive.tombstones import hashed
from ingest.stories.claims import Kind, claim_of, is_front_page
from tests.exporting import Newsroom, play

_WELL = "The village of Hollin dug a well of ninety metres, and the water is clear at last."
_CHOIR = "A choir from Tern sings on the quay each Friday until the boats come in for the winter."
_MILL = "Sparks from a passing train set the old mill at Pell alight on Sunday night."
_MILL_LATER = f"{_MILL} Nobody was hurt."
_NEWS = "https://paper.example/news"
_BOTH = {_WELL, _CHOIR}


class Room(Newsroom):
    """Files of ours and the catalog that takes them in."""

    def __init__(self, folder: Path) -> None:
        super().__init__(random.Random(1), Catalog(folder / "catalog.sqlite"), folder, has_numbers=False)
        self.folder = folder / "news"
        self.folder.mkdir()

    def write(self, name: str, content: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")
        return path

    def table(self, name: str, *rows: dict[str, Any]) -> Path:
        path = self.write(name, "")
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        return path

    def lines(self, name: str, *rows: dict[str, Any]) -> Path:
        return self.write(name, "".join(json.dumps(row) + "\n" for row in rows))

    def counts(self, *paths: Path) -> tuple[int, int, int]:
        report = self.take_in(*(paths or (self.folder,)))
        assert not report.errors
        return report.added, report.updated, report.unchanged

    def texts(self) -> list[str]:
        return sorted(self.bodies().values())


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = Room(tmp_path)
    with closing(made.catalog):
        yield made


# -- numbers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["1", "0012", "2025/17", "-1"])
@pytest.mark.parametrize("write", [Room.table, Room.lines])
def test_equal_numbers_of_two_exports_are_two_articles(room: Room, number: str, write: Any) -> None:
    one = write(
        room, "pell.jsonl" if write is Room.lines else "pell.csv", {"id": number, "title": "Well", "text": _WELL}
    )
    two = write(
        room, "tern.jsonl" if write is Room.lines else "tern.csv", {"id": number, "title": "Choir", "text": _CHOIR}
    )
    assert room.counts(one) == (1, 0, 0)
    assert room.counts(two) == (1, 0, 0)
    assert room.counts(two, one) == (0, 0, 2)
    assert sorted(room.bodies()) == [f"file:news/{one.name}#{number}", f"file:news/{two.name}#{number}"]


def test_exports_of_every_night_under_another_name_hold_the_same_articles(room: Room) -> None:
    rows = [{"id": 1, "title": "Well", "text": _WELL}, {"id": 2, "title": "Mill", "text": _MILL}]
    room.counts(room.lines("export-0304.jsonl", *rows))
    room.lines("export-0305.jsonl", rows[0], rows[1] | {"text": _MILL_LATER})
    assert room.counts() == (0, 1, 3)
    assert room.texts() == sorted([_WELL, _MILL_LATER])
    assert room.counts() == (0, 0, 4)


def test_a_cancellation_by_number_reaches_the_only_article_of_that_number(room: Room) -> None:
    room.counts(room.lines("monday.jsonl", {"id": 7, "headline": "Well", "text": _WELL}))
    room.lines("tuesday.jsonl", {"id": 7, "pubstatus": "canceled"})
    assert room.take_in(room.folder / "tuesday.jsonl").withdrawn == 1
    assert list(room.bodies()) == ["file:news/monday.jsonl#7"]


def test_an_agency_s_numbered_items_in_files_of_their_own_are_versions_of_one(room: Room) -> None:
    for version, text in ((1, _MILL), (2, _CHOIR)):
        room.write(f"{version}.json", json.dumps({"id": 99, "version": version, "headline": "Mill", "text": text}))
    room.write("other.json", json.dumps({"id": 99, "headline": "Well", "text": _WELL}))
    assert room.counts() == (2, 1, 0)
    assert set(room.texts()) == _BOTH
    assert room.counts() == (0, 0, 3)


def test_a_numbered_record_with_an_address_of_its_own_is_known_by_that(room: Room) -> None:
    post = {
        "id": 7,
        "link": "https://paper.example/well",
        "title": {"rendered": "Well"},
        "content": {"rendered": _WELL},
    }
    room.counts(room.write("posts-1.json", json.dumps([post])))
    other = post | {"link": "https://other.example/choir", "title": "Choir", "content": _CHOIR}
    assert room.counts(room.write("posts-2.json", json.dumps([other, post]))) == (1, 0, 1)
    assert set(room.bodies()) == {"https://paper.example/well", "https://other.example/choir"}


# -- addresses --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example", "https://paper.example/", "https://paper.example/index.html", "https://paper.example/es/",
        "https://paper.example/news", "https://paper.example/well?page=1", "urn:x:1", "A-12",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["rows", "files", "runs"])
def test_what_several_texts_claim_is_nobody_s_and_nobody_is_lost(room: Room, address: str, kind: str) -> None:
    name = "url" if address.startswith("http") else "uri"
    rows = [{name: address, "headline": text[:20], "text": text} for text in (_WELL, _CHOIR, _MILL)]
    files = [room.lines("rows.jsonl", *rows)] if kind == "rows" else []
    if kind != "rows":
        files = [room.lines(f"{number}.jsonl", row) for number, row in enumerate(rows)]
    if kind == "runs":
        assert [room.counts(*files[: n + 1])[0] for n in range(3)] == [1, 1, 1]
    else:
        assert room.counts() == (3, 0, 0)
    assert room.texts() == sorted([_WELL, _CHOIR, _MILL])
    assert room.counts() == (0, 0, 3)
    assert room.counts(*reversed(files)) == (0, 0, 3)


def test_two_states_of_one_page_are_one_article(room: Room) -> None:
    page = {"url": "https://paper.example/mill", "headline": "Mill burns", "date": "2025-03-04"}
    room.lines("a.jsonl", page | {"text": _MILL})
    room.lines("b.jsonl", page | {"text": _MILL_LATER})
    room.counts()
    assert room.bodies() == {"https://paper.example/mill": _MILL_LATER}
    assert room.counts() == (0, 0, 2)


def test_bulletins_of_several_days_at_one_address_are_several(room: Room) -> None:
    days = [
        {"url": "https://paper.example/pollen", "headline": "Pollen", "date": f"2025-03-{day:02}", "text": text}
        for day, text in enumerate((f"Birch pollen today: {n} grains in a cubic metre of air." for n in (5, 9, 14)), 4)
    ]
    assert room.counts(room.lines("pollen.jsonl", *days)) == (3, 0, 0)
    assert room.counts() == (0, 0, 3)


@pytest.mark.parametrize("path", ["", "/", "/index.php", "/default.aspx", "/es", "/pt-br/", "/en/index.html", "/home"])
def test_a_site_s_own_address_is_no_article_s(path: str) -> None:
    assert is_front_page(f"https://paper.example{path}")
    assert not is_front_page(f"https://paper.example{path}?p=12")
    assert not is_front_page(f"https://paper.example{path}/2025/well")


@pytest.mark.parametrize(
    ("uri", "kind"),
    [
        ("7", Kind.NUMBER), ("2025-03-04/7", Kind.NUMBER), ("urn:x:1", Kind.GLOBAL), ("tag:a,2025:1", Kind.GLOBAL),
        ("gaceta:2025-03-04/puente", Kind.GLOBAL), ("0f8fad5b-d9cb-469f-a165-70867728950e", Kind.GLOBAL),
        ("11111111-1111-1111-1111-111111111111", Kind.GLOBAL), ("puente", Kind.NAME),
        ("https://paper.example/?p=7", Kind.GLOBAL), ("https://paper.example/#7", Kind.GLOBAL),
        ("https://paper.example/a", Kind.ADDRESS), ("https://paper.example/", Kind.ROW), ("file:news/a.csv#2", Kind.ROW),
    ],
)  # fmt: skip
def test_what_an_article_is_known_by(uri: str, kind: Kind) -> None:
    article = Article(uri, _WELL, url="https://paper.example/a" if "paper" in uri else "", place="file:news/a.csv#2")
    assert claim_of(article, "news/a.csv").kind is kind


# -- rows -------------------------------------------------------------------------------------------------------------


def test_an_edited_row_is_an_update_wherever_it_stands(room: Room) -> None:
    rows = [{"title": title, "text": text, "date": "2025-03-04"} for title, text in (("W", _WELL), ("M", _MILL))]
    room.counts(room.table("a.csv", *rows))
    later = rows[1] | {"text": _MILL_LATER}
    assert room.counts(room.table("a.csv", {"title": "C", "text": _CHOIR, "date": ""}, later, rows[0])) == (1, 1, 1)
    assert room.counts(room.table("a.csv", later, rows[0] | {"text": "Nobody had dug there before."})) == (0, 1, 1)
    assert len(room.bodies()) == 3


def test_rows_of_one_headline_without_a_day_stay_apart_and_each_is_edited(room: Room) -> None:
    rows = [
        {"title": "Weather", "text": f"{place}: dry, with wind from the sea, {n} degrees."}
        for n, place in enumerate("ABCDEFGHIJ")
    ]
    assert room.counts(room.table("a.csv", *rows)) == (10, 0, 0)
    rows[3] |= {"text": f"{rows[3]['text']} Fog at night."}
    assert room.counts(room.table("a.csv", *rows[5:], *rows[:5])) == (0, 1, 9)
    assert room.texts() == sorted(row["text"] for row in rows)


def test_equal_rows_are_one_article(room: Room) -> None:
    row = {"title": "Well", "text": _WELL}
    assert room.counts(room.table("a.csv", row, row)) == (1, 0, 1)


def test_what_was_stored_by_its_row_s_number_is_known_again(room: Room) -> None:
    """As archives hold it that were made when rows went by their numbers."""
    from archive.records import ReadArticle
    from archive.rows import NewArticle

    path = room.table("a.csv", {"title": "Well", "text": _WELL}, {"title": "Mill", "text": _MILL})
    old = [Article(f"file:news/a.csv#{n}", text, headline=h) for n, h, text in ((2, "Well", _WELL), (3, "Mill", _MILL))]
    room.run += 1
    room.catalog.changes.put(
        [NewArticle(ReadArticle(article, article.content_hash)) for article in old],
        sightings=[(str(path), article.uri, article.content_hash) for article in old],
        run=room.run,
    )
    assert room.counts() == (0, 0, 2)
    room.table(
        "a.csv",
        {"title": "Choir", "text": _CHOIR},
        {"title": "Well", "text": _WELL},
        {"title": "Mill", "text": _MILL_LATER},
    )
    assert room.counts() == (1, 1, 1)
    assert room.bodies()["file:news/a.csv#3"] == _MILL_LATER


# -- suspicion and erasure --------------------------------------------------------------------------------------------


def test_an_update_that_says_something_else_is_reported_with_both_headlines(room: Room) -> None:
    room.counts(room.write("a.txt", f"The well\n\n{_WELL}"))
    room.write("a.txt", f"The choir\n\n{_CHOIR}")
    report = room.take_in(room.folder)
    assert (report.updated, report.suspicious) == (1, 1)
    assert "'The well' became 'The choir'" in report.notes[0]
    room.write("a.txt", f"The choir\n\n{_CHOIR} It rains.")
    assert room.take_in(room.folder).suspicious == 0


def test_an_erased_text_stays_out_under_any_name_and_an_innocent_one_comes_in(room: Room) -> None:
    rows = [{"id": 1, "title": "Well", "text": _WELL}, {"id": 2, "title": "Mill", "text": _MILL}]
    room.counts(room.table("a.csv", *rows))
    room.catalog.changes.erase("file:news/a.csv#2")
    room.table("a.csv", rows[0], {"id": 2, "title": "Choir", "text": _CHOIR}, {"id": 3, "title": "Mill", "text": _MILL})
    room.write("mill.txt", f"A mill\n\n{_MILL.upper()}")
    room.lines("b.jsonl", {"url": "https://paper.example/mill", "text": _MILL.replace(" ", "  ")})
    report = room.take_in(room.folder)
    assert (report.added, report.unchanged, report.erased) == (1, 1, 3)
    assert set(room.texts()) == _BOTH
    room.table("a.csv", {"id": 2, "title": "Mill", "text": _MILL_LATER})
    assert room.take_in(room.folder).erased == 3


@pytest.mark.parametrize(
    ("erased", "row"),
    [
        ("7", {"id": 7}),
        ("7", {"id": 7, "link": "https://paper.example/mill"}),
        ("file:news/a.jsonl#2", {}),
    ],
)
def test_what_an_earlier_version_of_the_program_erased_by_its_number_or_row_stays_out(
    room: Room, erased: str, row: dict[str, Any]
) -> None:
    room.lines("a.jsonl", {"title": "Well", "text": _WELL}, {"title": "Mill", "text": _MILL} | row)
    with room.catalog._engine.begin() as connection:
        connection.execute(sa.insert(schema.erased).values(uri_sha256=hashed(erased), day="2025-01-01"))
    for added, unchanged in ((1, 0), (0, 1)):
        report = room.take_in(room.folder)
        assert (report.added, report.unchanged, report.erased) == (added, unchanged, 1)
    assert room.texts() == [_WELL]


def test_a_short_erased_text_keeps_no_other_out(room: Room) -> None:
    room.counts(room.table("a.csv", {"title": "Quay", "text": "Foto."}, {"title": "Pier", "text": "Foto!"}))
    uri = next(uri for uri, body in room.bodies().items() if body == "Foto.")
    room.catalog.changes.erase(uri)
    room.table("b.csv", {"title": "Harbour", "text": "Foto."}, {"title": "Quay", "text": "Foto."})
    report = room.take_in(room.folder)
    assert (report.added, report.unchanged, report.erased) == (1, 1, 2)


def test_another_print_of_an_erased_text_that_was_here_before_stays(room: Room) -> None:
    room.counts(room.table("a.csv", *({"title": "Well", "text": _WELL, "publisher": name} for name in "AB")))
    room.catalog.changes.erase(min(room.bodies()))
    report = room.take_in(room.folder)
    assert (report.unchanged, report.erased) == (1, 1)


def test_a_notice_without_a_text_cancels_all_that_it_may_mean(room: Room) -> None:
    shared = "https://paper.example/news"
    room.counts(room.lines("a.jsonl", *({"url": shared, "headline": t[:9], "text": t} for t in (_WELL, _CHOIR))))
    room.lines("b.jsonl", {"url": shared, "pubstatus": "canceled"})
    assert room.take_in(room.folder).withdrawn == 2


# -- any sequence -----------------------------------------------------------------------------------------------------


@settings(max_examples=12, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_over_any_exports_nothing_is_lost_mixed_up_or_let_in_again(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    assert play(tmp_path_factory.mktemp("export"), seed=seed, steps=5) == []


def test_where_an_article_stood_says_nothing_of_it() -> None:
    article = Article("a", _WELL)
    elsewhere = replace(article, place="file:news/a.csv#2")
    assert elsewhere == article and elsewhere.content_hash == article.content_hash
    assert "place" not in elsewhere.as_json()


def test_each_of_very_many_rows_at_one_address_is_known_again_and_edited_in_its_place(room: Room) -> None:
    draw = random.Random(1)
    rows = [
        {"title": f"Item {n}", "text": " ".join(f"Word{draw.randrange(9000)}" for _ in range(40)), "url": _NEWS}
        for n in range(130)
    ]
    assert room.counts(room.lines("a.jsonl", *rows)) == (130, 0, 0)
    assert room.counts() == (0, 0, 130)
    edited = [row | {"text": f"{row['text']} Corrected."} for row in rows]
    room.lines("a.jsonl", *edited)
    assert room.counts() == (0, 130, 0)
    assert room.texts() == sorted(row["text"] for row in edited)
    assert {uri: old[0] for uri, old in room.history().items()} == {
        uri: text.removesuffix(" Corrected.") for uri, text in room.bodies().items()
    }

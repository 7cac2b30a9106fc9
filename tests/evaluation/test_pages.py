"""fundus' test data is read as it lies there, and the figures are what they say, by hand."""

import gzip
import json
from pathlib import Path

import pytest

from archive.errors import UsageError
from evaluation.pages import Found, KnownPage, evaluate, figures, judge, read_pages, word_f1

_PAGE = """<html lang="en"><head><title>Ferry back in May</title><meta name="author" content="Iolo Penhale">
<meta property="article:published_time" content="2025-03-04T23:30:00-05:00"></head><body><article><h1>Ferry back in May</h1>
<p>The harbour board said that the ferry to Skerry will sail again in May, after a year of chartered fishing boats.</p>
<p>It will make six crossings a day, and the fare stays at four pounds, the board's chair said on Tuesday.</p></article></body></html>"""


def _design(title: str) -> dict[str, object]:
    return {
        "title": title,
        "authors": ["Iolo Penhale", "Nesta Orrell"],
        "publishing_date": "2025-03-05 04:30:00+00:00",
        "body": {"summary": ["The sea."], "sections": [{"headline": ["Six a day"], "paragraphs": ["It sails."]}]},
    }


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    country = tmp_path / "tests" / "resources" / "parser" / "test_data" / "uk"
    country.mkdir(parents=True)
    designs = {"V1": _design("Old"), "V1_1": _design("Newer"), "V2": _design("Ferry back in May")}
    (country / "HarbourLantern.json").write_text(json.dumps(designs), "utf-8")
    for day in ("2025_03_05", "2023_01_01", "2024_01_01"):
        (country / f"HarbourLantern_{day}.html.gz").write_bytes(gzip.compress(_PAGE.encode()))
    (country / "meta.info").write_text("{}")
    return tmp_path


def test_each_design_belongs_to_the_page_of_its_time(checkout: Path) -> None:
    pages = read_pages(checkout)
    assert [(page.name, page.headline) for page in pages] == [
        ("uk/HarbourLantern_2023_01_01.html.gz", "Old"),
        ("uk/HarbourLantern_2024_01_01.html.gz", "Newer"),
        ("uk/HarbourLantern_2025_03_05.html.gz", "Ferry back in May"),
    ]
    assert pages[0].body == "The sea.\n\nSix a day\n\nIt sails."
    assert pages[0].names == ("Iolo Penhale", "Nesta Orrell")


def test_a_page_without_its_design_is_told(checkout: Path) -> None:
    next(checkout.rglob("*_2023_01_01.html.gz")).unlink()
    with pytest.raises(UsageError, match="3 pages, and there are 2"):
        read_pages(checkout)


def test_a_folder_of_something_else_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no pages"):
        read_pages(tmp_path)


def test_both_readers_stand_in_one_table(checkout: Path) -> None:
    table = evaluate(checkout, wrong=True)
    assert list(table["rows"]) == [
        "Hemeroteca, other papers",
        "Hemeroteca, all",
        "trafilatura, other papers",
        "trafilatura, all",
    ]
    assert table["rows"]["Hemeroteca, all"]["pages"] == 3
    assert table["rows"]["Hemeroteca, all"]["as fundus'"] == table["rows"]["trafilatura, all"]["as fundus'"] == 1 / 3
    assert table["rows"]["Hemeroteca, all"]["headline"] == 1.0  # what readers see
    told = [
        line for line in table["wrong"] if line["page"].endswith("2024_01_01.html.gz") and line["field"] == "byline"
    ]
    assert [(line["right"], line["found"]) for line in told] == [("Iolo Penhale, Nesta Orrell", "Iolo Penhale")]


def _known(*, published: str = "2025-03-05T04:30:00+00:00", names: tuple[str, ...] = ("Iolo Penhale",)) -> KnownPage:
    return KnownPage("uk/x", "x", b"", "The \u201cSkerry\u201d sails", names, published, "The ferry sails. The ferry!")


@pytest.mark.parametrize(
    ("found", "day", "minute"),
    [
        ("2025-03-05T04:30:59Z", True, True),
        ("2025-03-04T23:30:00-05:00", True, True),  # the same moment on another clock
        ("2025-03-05T05:30:00+00:00", True, False),
        ("2025-03-05T04:30:00", True, True),
        ("2025-03-05", True, False),
        ("2025-03-04", False, False),
        ("", False, False),
    ],
)
def test_a_moment_is_right_in_any_zone(found: str, day: bool, minute: bool) -> None:
    verdict = judge(_known(), Found(published=found))
    assert (verdict.day, verdict.minute) == (day, minute)


def test_where_midnight_stands_for_no_hour_none_is_asked_for() -> None:
    assert judge(_known(published="2025-03-05T00:00:00"), Found(published="2025-03-05")).minute is None


def test_names_are_right_in_any_order_and_addresses_are_none() -> None:
    both = _known(names=("Iolo Penhale", "Nesta Orrell"))
    assert judge(both, Found(byline="Nesta Orrell and Iolo Penhale")).byline
    assert not judge(both, Found(byline="Iolo Penhale")).byline
    assert judge(_known(names=()), Found()).byline
    assert judge(both, Found(publisher="https://lantern.example/#org")).address
    assert not judge(both, Found(byline="Iolo Penhale", publisher="Lantern.example")).address


def test_white_space_and_quotation_marks_do_not_count_in_a_headline_and_entities_do() -> None:
    verdict = judge(_known(), Found(headline='The  "Skerry"\nsails', body="Board &amp; ferry"))
    assert verdict.headline
    assert verdict.entity
    assert not judge(_known(), Found(headline="The Skerry sails", body="Marks & Spencer; A&B")).entity


def test_a_body_is_measured_by_its_words() -> None:
    assert word_f1("the FERRY sails", "The ferry sails. The ferry!") == pytest.approx(2 * 3 / (3 + 5))
    assert word_f1("港の船", "港の渡し船") == pytest.approx(2 * 3 / (3 + 5))
    assert word_f1("", "") == 0.0


def test_the_figures_are_these_by_hand() -> None:
    right = judge(
        _known(),
        Found('The "Skerry" sails', "Iolo Penhale", "", "2025-03-05T04:30:00Z", "The ferry sails. The ferry!"),
        0.2,
    )
    wrong = judge(_known(published="2025-03-05T00:00:00"), Found(), 0.4)
    assert figures([right, wrong]) == {
        "pages": 2, "headline": 0.5, "as fundus'": 0.5, "byline": 0.5, "as fundus' own": 0.5, "day": 0.5, "minute": 1.0, "no address": 1.0, "no entity": 1.0,
        "body F1": 0.5, "seconds": pytest.approx(0.3),
    }  # fmt: skip


def test_right_is_what_readers_see_and_what_fundus_took(checkout: Path) -> None:
    newer = read_pages(checkout)[1]
    assert newer.seen == ("Ferry back in May",)
    assert judge(newer, Found(headline="Ferry back in May")).headline
    assert not judge(newer, Found(headline="Ferry back in May")).same_headline
    assert judge(newer, Found(headline="Newer")).headline
    assert not judge(newer, Found(headline="Ferry back in May - Harbour Lantern")).headline


def test_organisations_are_no_authors() -> None:
    page = KnownPage(
        "uk/x",
        "x",
        b"",
        "H",
        ("Iolo Penhale", "dpa"),
        "2025-03-05T00:00:00",
        "B",
        organisations=frozenset({"harbour lantern"}),
    )
    assert judge(page, Found(byline="Iolo Penhale")).byline
    assert judge(page, Found(byline="Iolo Penhale, Harbour Lantern")).byline
    assert not judge(page, Found(byline="Harbour Lantern")).byline
    assert judge(_known(names=("dpa",)), Found(byline="Iolo Penhale")).byline is None
    assert not judge(_known(names=()), Found(byline="Iolo Penhale")).byline

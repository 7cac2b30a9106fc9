"""A story is corrected, withdrawn, embargoed; each time its neighbour stays as it was.

Seen through the commands as their users call them, and in Chroma, not only in the catalog.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import answering.__main__
import retrieval.__main__
from archive.store import CATALOG_FILE
from tests.newsroom import ABOUT_BAKERY, ABOUT_FERRY, BAKERY, FERRY, FERRY_LATER, Newsroom, newsroom_of_two_stories

newsroom = pytest.fixture(newsroom_of_two_stories)


def test_a_higher_version_replaces_the_older_one_which_stays_readable_as_history(newsroom: Newsroom) -> None:
    newsroom.write("ferry", FERRY_LATER, version=3, ednote="Desk: mind the date.")
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [FERRY_LATER]
    assert newsroom.in_chroma() == {FERRY_LATER, BAKERY}
    article = newsroom.article("ferry")
    assert article is not None and article["body"] == FERRY_LATER
    assert [(old["version"], old["body"]) for old in article["history"]] == [(2, FERRY)]
    assert "mind the date" not in json.dumps(article)


def test_a_lower_version_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("ferry", FERRY_LATER, version=1)
    assert newsroom.ingest()["unchanged"] == 2
    assert newsroom.quoted() == [FERRY]
    assert newsroom.in_chroma() == {FERRY, BAKERY}


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_is_canceled_or_withheld_is_in_no_answer_and_the_catalog_remembers_why(
    newsroom: Newsroom, status: str, capfd: pytest.CaptureFixture[str]
) -> None:
    newsroom.write("ferry", "", version=3, pubstatus=status, correction="The board never met.")
    if status == "withheld":
        newsroom.write("ferry", FERRY_LATER, version=3, pubstatus=status, correction="The board never met.")
    assert newsroom.ingest()["withdrawn"] == 1
    assert not any("ferry" in text for text in newsroom.found())
    answer = newsroom.answer()
    assert (answer["status"], answer["statements"]) == ("not_found", [])
    assert "ferry" not in json.dumps(answer["nearest"])
    assert newsroom.in_chroma() == {BAKERY}
    assert newsroom.article("ferry") is None
    assert retrieval.__main__.main(["--article", "ferry", "--archive", str(newsroom.archive)]) == 1
    assert f"it was {status} on " in (told := capfd.readouterr().err) and "The board never met." in told
    newsroom.write("ferry", FERRY_LATER, version=4)
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [FERRY_LATER]


@pytest.mark.parametrize(
    "restriction",
    [
        {"pubstatus": "canceled", "body": ""},
        {"pubstatus": "withheld", "body": ""},
        {"embargoed": "2999-01-01"},
        {"expires": "2020-01-01"},
    ],
    ids=["canceled", "withheld", "embargoed", "expired"],
)
def test_the_story_s_own_file_does_not_undo_what_another_file_says_of_it(
    newsroom: Newsroom, restriction: dict[str, str]
) -> None:
    """Where neither has a version, a kill order lies beside the story, and its name comes first."""
    newsroom.write("mill", "The paper mill of Brindlewick closes after 140 years.")
    newsroom.ingest()
    (newsroom.news / "a-first.json").write_text(json.dumps({"uri": "mill", "body": "x", **restriction}), "utf-8")
    for _ in range(2):
        newsroom.ingest()
        assert newsroom.article("mill") is None
        assert newsroom.in_chroma() == {FERRY, BAKERY}
    both_new = Newsroom(newsroom.news.parent / "new", newsroom.archive, newsroom.capture)
    both_new.write("quay", "The quay of Brindlewick is being repaired.")
    (both_new.news / "a-first.json").write_text(json.dumps({"uri": "quay", "body": "x", **restriction}), "utf-8")
    both_new.ingest()
    assert newsroom.article("quay") is None


def test_two_files_that_tell_one_story_differently_settle(newsroom: Newsroom) -> None:
    newsroom.write("mill", "The paper mill of Brindlewick closes after 140 years.")
    (newsroom.news / "other.json").write_text(
        json.dumps({"uri": "mill", "body": "The mill stays open.", "language": "en"})
    )
    newsroom.ingest()
    report = newsroom.ingest()
    assert (report["updated"], report["unchanged"], report["passages"]) == (0, 4, 0)
    article = newsroom.article("mill")
    assert article is not None and (article["body"], len(article["history"])) == ("The mill stays open.", 0)


def test_a_file_may_go_back_to_what_it_said_before(newsroom: Newsroom) -> None:
    for body in (FERRY_LATER, FERRY):
        newsroom.write("ferry", body, version=2)
        assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [FERRY]


def test_two_folders_of_one_name_do_not_replace_each_other_s_articles(newsroom: Newsroom, tmp_path: Path) -> None:
    for paper, text in (("gaceta", "The gaceta tells of a whale."), ("faro", "The faro tells of a lamp.")):
        (tmp_path / paper / "2024").mkdir(parents=True)
        (tmp_path / paper / "2024" / "01.txt").write_text(text)
    newsroom.ingest(tmp_path / "gaceta" / "2024")
    report = newsroom.ingest(tmp_path / "faro" / "2024", expected=1)
    assert "rename one" in report["errors"][0]["error"]
    article = newsroom.article("file:2024/01.txt")
    assert article is not None and article["body"] == "The gaceta tells of a whale."


def test_an_embargoed_story_is_invisible_until_its_hour(newsroom: Newsroom) -> None:
    until = datetime.now(UTC) + timedelta(seconds=20)
    newsroom.write("ferry", FERRY_LATER, version=3, embargoed=until.isoformat())
    newsroom.ingest()
    covered = newsroom.answer("What is the price of wheat in Argentina?")
    assert not any("ferry" in text for text in newsroom.found())
    assert "ferry" not in json.dumps(newsroom.answer()["nearest"])
    assert "It covers 1 article," in covered["notice"] and "ferry" not in json.dumps(covered["nearest"])
    assert newsroom.in_chroma() == {BAKERY}
    assert newsroom.article("ferry") is None
    assert newsroom.mentions("17 October") == [CATALOG_FILE] or set(newsroom.mentions("17 October")) <= {
        CATALOG_FILE,
        f"{CATALOG_FILE}-wal",
    }
    newsroom.write("ferry", FERRY_LATER, version=3, embargoed=(until - timedelta(days=1)).isoformat())
    newsroom.ingest()
    assert newsroom.quoted() == [FERRY_LATER]
    assert newsroom.in_chroma() == {FERRY_LATER, BAKERY}
    article = newsroom.article("ferry")
    assert article is not None and [old["body"] for old in article["history"]] == [FERRY]


def test_a_story_whose_hour_came_is_found_after_the_next_ingest_though_nothing_changed(newsroom: Newsroom) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=3)  # embargoes are kept in whole seconds
    newsroom.write("ferry", FERRY_LATER, version=3, embargoed=until.isoformat())
    newsroom.ingest()
    assert newsroom.in_chroma() == {BAKERY}
    while datetime.now(UTC) <= until:
        newsroom.found(ABOUT_BAKERY)
    assert newsroom.ingest()["unchanged"] == 2
    assert newsroom.quoted() == [FERRY_LATER]


def test_a_story_whose_licence_ends_is_found_by_nobody_from_that_moment_and_leaves_the_index(
    newsroom: Newsroom,
) -> None:
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=8)
    newsroom.write("ferry", FERRY_LATER, version=3, expires=until.isoformat())
    newsroom.ingest()
    assert newsroom.quoted() == [FERRY_LATER] and newsroom.in_chroma() == {FERRY_LATER, BAKERY}
    while datetime.now(UTC) <= until:
        newsroom.found(ABOUT_BAKERY)
    assert FERRY_LATER not in newsroom.quoted() and newsroom.article("ferry") is None  # before any ingest
    assert FERRY_LATER not in newsroom.found()
    assert newsroom.ingest()["unchanged"] == 2
    assert newsroom.in_chroma() == {BAKERY}
    newsroom.write("ferry", FERRY_LATER, version=4, expires="2999-01-01")
    newsroom.ingest()
    assert newsroom.quoted() == [FERRY_LATER]


def test_a_correction_is_shown_wherever_the_story_is_quoted(newsroom: Newsroom) -> None:
    newsroom.write("ferry", FERRY_LATER, version=3, correction="An earlier version said 3 October.")
    newsroom.ingest()
    assert [source["correction"] for source in newsroom.answer()["sources"]] == ["An earlier version said 3 October."]
    article = newsroom.article("ferry")
    assert article is not None and article["correction"] == "An earlier version said 3 October."
    assert retrieval.__main__.main([ABOUT_FERRY, "--archive", str(newsroom.archive)]) == 0
    assert "Correction: An earlier version said 3 October." in newsroom.capture.readouterr().out


def test_every_print_s_correction_is_shown_whatever_the_filters_are_about(newsroom: Newsroom) -> None:
    story = f"{FERRY_LATER}\n\nIslanders will be taken across by the mail boat, which has room for nine people."
    newsroom.write("ferry", story, version=3, publisher="A", correction="It said 3 October.")
    newsroom.write("b", story, publisher="B", correction="It said ten people.")
    newsroom.write("c", story, publisher="C")
    newsroom.ingest()
    (told,) = {source["correction"] for source in newsroom.answer()["sources"]}
    assert "It said 3 October." in told and "It said ten people." in told
    options = [ABOUT_FERRY, "--archive", str(newsroom.archive), "--publisher", "C"]
    assert answering.__main__.main([*options, "--json"]) == 0
    (source,) = json.loads(newsroom.capture.readouterr().out)["sources"]
    assert source["correction"] == "B: It said ten people.\nA: It said 3 October."
    assert [appearance["publisher"] for appearance in source["appearances"]] == ["C"]

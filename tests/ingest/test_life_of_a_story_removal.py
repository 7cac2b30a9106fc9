"""A story is pruned or erased: exactly that story goes, wherever it was kept, and its neighbour stays as it was."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import ingest.__main__
from archive.question_log import LOG_FILE
from archive.settings import PROJECT
from tests.newsroom import ABOUT_BAKERY, ABOUT_FERRY, BAKERY, FERRY, FERRY_LATER, Newsroom, newsroom_of_two_stories

newsroom = pytest.fixture(newsroom_of_two_stories)


def test_without_prune_nothing_is_removed_and_with_it_what_is_gone_from_the_folder(newsroom: Newsroom) -> None:
    (newsroom.news / "ferry.json").unlink()
    assert newsroom.ingest()["withdrawn"] == 0
    assert newsroom.quoted() == [FERRY]
    assert newsroom.ingest(newsroom.news, "--prune", "--dry-run")["withdrawn"] == 1
    assert newsroom.quoted() == [FERRY]
    assert newsroom.ingest(newsroom.news, "--prune")["withdrawn"] == 1
    assert newsroom.found() == [BAKERY]
    assert newsroom.in_chroma() == {BAKERY}
    assert newsroom.ingest(newsroom.news, "--prune")["withdrawn"] == 0
    newsroom.write("ferry", FERRY, version=2)
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [FERRY]


def test_prune_leaves_alone_what_lies_elsewhere_what_fails_and_what_cannot_be_looked_into(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    other = Newsroom(tmp_path / "other", newsroom.archive, newsroom.capture)
    other.write("ferry", FERRY, version=2)
    other.write("mill", "The paper mill of Brindlewick closes after 140 years.")
    other.ingest()
    (newsroom.news / "ferry.json").unlink()
    assert newsroom.ingest(newsroom.news, "--prune")["withdrawn"] == 0  # the other folder still has it
    (other.news / "mill.json").write_text("{")
    (other.news / "ferry.json").unlink()
    assert newsroom.ingest(other.news, "--prune", expected=1)["withdrawn"] == 0  # no article was read there at all
    other.write("quay", "The quay of Brindlewick is being repaired.")
    assert newsroom.ingest(other.news, "--prune", expected=1)["withdrawn"] == 1  # the ferry; the mill's file is broken
    assert newsroom.article("mill") is not None and newsroom.article("ferry") is None
    empty = tmp_path / "not mounted"
    empty.mkdir()
    assert newsroom.ingest(newsroom.news, empty, tmp_path / "nowhere", "--prune", expected=1)["withdrawn"] == 0


def test_prune_finds_what_is_gone_from_a_folder_that_was_renamed_or_is_named_by_a_link(newsroom: Newsroom) -> None:
    renamed = newsroom.news.rename(newsroom.news.parent / "renamed")
    newsroom.ingest(renamed, "--prune")
    link = renamed.parent / "link"
    link.symlink_to(renamed)
    newsroom.news = renamed
    newsroom.write("mill", "The paper mill of Brindlewick closes after 140 years.")
    newsroom.ingest(link)
    (renamed / "mill.json").unlink()
    (renamed / "ferry.json").unlink()
    assert newsroom.ingest(link, "--prune")["withdrawn"] == 2
    assert newsroom.in_chroma() == {BAKERY}


def test_prune_withdraws_nothing_where_a_link_leads_nowhere(newsroom: Newsroom, tmp_path: Path) -> None:
    disk = Newsroom(tmp_path / "disk", newsroom.archive, newsroom.capture)
    disk.write("mill", "The paper mill of Brindlewick closes after 140 years.")
    (newsroom.news / "sub").symlink_to(disk.news)
    newsroom.ingest()
    disk.news.rename(tmp_path / "unplugged")
    report = newsroom.ingest(newsroom.news, "--prune", expected=1)
    assert report["withdrawn"] == 0 and newsroom.article("mill") is not None
    assert {error["file"] for error in report["errors"]} == {"news/sub", str(newsroom.news)}


def test_what_was_pruned_comes_back_with_its_file_whatever_its_version(newsroom: Newsroom) -> None:
    (newsroom.news / "ferry.json").unlink()
    newsroom.ingest(newsroom.news, "--prune")
    newsroom.write("ferry", FERRY_LATER, version=1)
    newsroom.ingest()
    assert newsroom.quoted() == [FERRY_LATER]


def _erase(uri: str, newsroom: Newsroom) -> dict[str, Any]:
    # In a process of its own: Chroma's index is written with whatever lies in the memory of the process, here the words.
    command = [sys.executable, "-m", "ingest", "--erase", uri, "--archive", str(newsroom.archive), "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.usefixtures("index_written_apart")
def test_an_erased_story_is_in_no_file_of_the_archive_and_never_comes_back(newsroom: Newsroom) -> None:
    newsroom.write("ferry", FERRY_LATER, version=3)
    newsroom.write("print", f"BRINDLEWICK. {FERRY_LATER}", publisher="The Brindlewick Post")
    newsroom.ingest()
    assert newsroom.quoted() == [FERRY_LATER] and newsroom.quoted(ABOUT_BAKERY) == [BAKERY]
    assert LOG_FILE in newsroom.mentions("Quillmarsh")
    (source,) = (str(path) for path in newsroom.news.glob("ferry.json"))
    told = _erase("ferry", newsroom)
    assert told["is_complete"] and told["cleaned"][3:] == ["log of questions: 1 record"]
    assert "1 article, 1 earlier version, 1 passage" in told["cleaned"][0]
    assert [left for left in told["left"] if source in left]
    _erase("print", newsroom)
    assert newsroom.mentions("Quillmarsh") == []
    assert newsroom.article("ferry") is None
    log = [json.loads(line) for line in (newsroom.archive / LOG_FILE).read_text("utf-8").splitlines()]
    assert [record["question"] for record in log] == [ABOUT_FERRY, ABOUT_BAKERY]
    assert [len(record["statements"]) for record in log] == [0, 1]
    assert newsroom.found() == [BAKERY]
    assert newsroom.in_chroma() == {BAKERY}
    report = newsroom.ingest()
    assert (report["added"], report["erased"]) == (0, 2)
    assert newsroom.ingest("--erase", "ferry")["is_complete"]  # once more, as after a crash
    assert ingest.__main__.main(["--erase", "unheard of", "--archive", str(newsroom.archive)]) == 1


def test_an_erased_print_leaves_the_others_one_story_and_names_them(newsroom: Newsroom) -> None:
    story = "\n\n".join([FERRY, "Islanders will be taken across by the mail boat, which has room for nine people."])
    for paper in ("ferry", "b", "c"):
        newsroom.write(paper, story, version=3, publisher=f"Paper {paper}")
    newsroom.ingest()
    assert newsroom.ingest("--erase", "ferry")["prints"] == ["b", "c"]
    (source,) = newsroom.answer()["sources"]
    assert [appearance["uri"] for appearance in source["appearances"]] == ["b", "c"]

"""A story is corrected, withdrawn, embargoed, pruned, erased; each time its neighbour stays as it was.

Seen through the commands as their users call them, and in Chroma, not only in the catalog.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import chromadb
import pytest
from chromadb.config import Settings

import answering.__main__
import ingest.__main__
import retrieval.__main__
import retrieval.command_line
from archive.model import LazyModel
from archive.question_log import LOG_FILE
from archive.settings import PROJECT
from archive.store import CATALOG_FILE, VECTORS_FOLDER

_FERRY = "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October, the harbour board said."
_FERRY_LATER = "The ferry Quillmarsh will stop sailing to the island of Tern from 17 October, the harbour board said."
_BAKERY = "The bakery Vellacourt won the county prize for its rye bread, which is baked with seawater."
_ABOUT_FERRY = "When will the ferry to the island of Tern stop sailing?"
_ABOUT_BAKERY = "Which bread won the county prize?"


@dataclass
class Newsroom:
    """A folder of articles, an archive, and the three commands over them."""

    news: Path
    archive: Path
    capture: pytest.CaptureFixture[str]

    def write(self, uri: str, body: str, **fields: Any) -> None:
        self.news.mkdir(exist_ok=True)
        record = {"uri": uri, "body": body, "language": "en", "publisher": "The Tern Gazette"} | fields
        (self.news / f"{uri.replace(':', '-')}.json").write_text(json.dumps(record), "utf-8")

    def ingest(self, *arguments: str | Path, expected: int = 0) -> dict[str, Any]:
        options = [str(argument) for argument in arguments or [self.news]]
        assert ingest.__main__.main([*options, "--archive", str(self.archive), "--json"]) == expected
        report: dict[str, Any] = json.loads(self.capture.readouterr().out)
        return report

    def found(self, question: str = _ABOUT_FERRY) -> list[str]:
        """The texts of the passages that are found."""
        return [passage["text"] for passage in self._ask(retrieval.__main__.main, question)["passages"]]

    def quoted(self, question: str = _ABOUT_FERRY) -> list[str]:
        """The quotes of the answer."""
        answer = self._ask(answering.__main__.main, question)
        return [quote["quote"] for statement in answer["statements"] for quote in statement["quotes"]]

    def answer(self, question: str = _ABOUT_FERRY) -> dict[str, Any]:
        return self._ask(answering.__main__.main, question)

    def article(self, uri: str) -> dict[str, Any] | None:
        """The article as a reader gets it."""
        status = retrieval.__main__.main(["--article", uri, "--archive", str(self.archive), "--json"])
        out = self.capture.readouterr().out
        return json.loads(out) if status == 0 else None

    def in_chroma(self) -> set[str]:
        """The texts that any other program can read in the collection."""
        client = chromadb.PersistentClient(str(self.archive / VECTORS_FOLDER), Settings(anonymized_telemetry=False))
        texts = client.get_collection("passages").get(include=["documents"])["documents"] or []
        client.close()  # type: ignore[attr-defined]
        return set(texts)

    def mentions(self, word: str) -> list[str]:
        """The files of the archive in whose bytes a word stands."""
        files = (path for path in self.archive.rglob("*") if path.is_file())
        return [path.name for path in files if word.casefold().encode() in path.read_bytes().lower()]

    def _ask(self, command: Any, question: str) -> dict[str, Any]:
        assert command([question, "--archive", str(self.archive), "--json"]) == 0
        record: dict[str, Any] = json.loads(self.capture.readouterr().out)
        return record


@pytest.fixture
def newsroom(
    tmp_path: Path, model: LazyModel, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Iterator[Newsroom]:
    """A newsroom whose archive holds a story and its neighbour."""
    for module in (ingest.__main__, retrieval.command_line):
        monkeypatch.setattr(module, "LazyModel", lambda *_, **__: model)
    room = Newsroom(tmp_path / "news", tmp_path / "archive", capfd)
    room.write("ferry", _FERRY, version=2)
    room.write("bakery", _BAKERY)
    assert room.ingest()["added"] == 2
    yield room
    assert room.quoted(_ABOUT_BAKERY) == [_BAKERY]
    assert _BAKERY in room.in_chroma()
    neighbour = room.article("bakery")
    assert neighbour is not None and (neighbour["body"], neighbour["history"]) == (_BAKERY, [])


def test_a_higher_version_replaces_the_older_one_which_stays_readable_as_history(newsroom: Newsroom) -> None:
    newsroom.write("ferry", _FERRY_LATER, version=3, ednote="Desk: mind the date.")
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [_FERRY_LATER]
    assert newsroom.in_chroma() == {_FERRY_LATER, _BAKERY}
    article = newsroom.article("ferry")
    assert article is not None and article["body"] == _FERRY_LATER
    assert [(old["version"], old["body"]) for old in article["history"]] == [(2, _FERRY)]
    assert "mind the date" not in json.dumps(article)


def test_a_lower_version_changes_nothing(newsroom: Newsroom) -> None:
    newsroom.write("ferry", _FERRY_LATER, version=1)
    assert newsroom.ingest()["unchanged"] == 2
    assert newsroom.quoted() == [_FERRY]
    assert newsroom.in_chroma() == {_FERRY, _BAKERY}


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_is_canceled_or_withheld_is_in_no_answer_and_the_catalog_remembers_why(
    newsroom: Newsroom, status: str, capfd: pytest.CaptureFixture[str]
) -> None:
    newsroom.write("ferry", "", version=3, pubstatus=status, correction="The board never met.")
    if status == "withheld":
        newsroom.write("ferry", _FERRY_LATER, version=3, pubstatus=status, correction="The board never met.")
    assert newsroom.ingest()["withdrawn"] == 1
    assert not any("ferry" in text for text in newsroom.found())
    answer = newsroom.answer()
    assert (answer["status"], answer["statements"]) == ("not_found", [])
    assert "ferry" not in json.dumps(answer["nearest"])
    assert newsroom.in_chroma() == {_BAKERY}
    assert newsroom.article("ferry") is None
    assert retrieval.__main__.main(["--article", "ferry", "--archive", str(newsroom.archive)]) == 1
    assert f"it was {status} on " in (told := capfd.readouterr().err) and "The board never met." in told
    newsroom.write("ferry", _FERRY_LATER, version=4)
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [_FERRY_LATER]


@pytest.mark.parametrize(
    "restriction",
    [{"pubstatus": "canceled", "body": ""}, {"pubstatus": "withheld", "body": ""}, {"embargoed": "2999-01-01"}],
    ids=["canceled", "withheld", "embargoed"],
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
        assert newsroom.in_chroma() == {_FERRY, _BAKERY}
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
    for body in (_FERRY_LATER, _FERRY):
        newsroom.write("ferry", body, version=2)
        assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [_FERRY]


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
    newsroom.write("ferry", _FERRY_LATER, version=3, embargoed=until.isoformat())
    newsroom.ingest()
    covered = newsroom.answer("What is the price of wheat in Argentina?")
    assert not any("ferry" in text for text in newsroom.found())
    assert "ferry" not in json.dumps(newsroom.answer()["nearest"])
    assert "It covers 1 article," in covered["notice"] and "ferry" not in json.dumps(covered["nearest"])
    assert newsroom.in_chroma() == {_BAKERY}
    assert newsroom.article("ferry") is None
    assert newsroom.mentions("17 October") == [CATALOG_FILE] or set(newsroom.mentions("17 October")) <= {
        CATALOG_FILE,
        f"{CATALOG_FILE}-wal",
    }
    newsroom.write("ferry", _FERRY_LATER, version=3, embargoed=(until - timedelta(days=1)).isoformat())
    newsroom.ingest()
    assert newsroom.quoted() == [_FERRY_LATER]
    assert newsroom.in_chroma() == {_FERRY_LATER, _BAKERY}
    article = newsroom.article("ferry")
    assert article is not None and [old["body"] for old in article["history"]] == [_FERRY]


def test_a_story_whose_hour_came_is_found_after_the_next_ingest_though_nothing_changed(newsroom: Newsroom) -> None:
    until = datetime.now(UTC) + timedelta(seconds=2)
    newsroom.write("ferry", _FERRY_LATER, version=3, embargoed=until.isoformat())
    newsroom.ingest()
    assert newsroom.in_chroma() == {_BAKERY}
    while datetime.now(UTC) <= until:
        newsroom.found(_ABOUT_BAKERY)
    assert newsroom.ingest()["unchanged"] == 2
    assert newsroom.quoted() == [_FERRY_LATER]


def test_a_correction_is_shown_wherever_the_story_is_quoted(newsroom: Newsroom) -> None:
    newsroom.write("ferry", _FERRY_LATER, version=3, correction="An earlier version said 3 October.")
    newsroom.ingest()
    assert [source["correction"] for source in newsroom.answer()["sources"]] == ["An earlier version said 3 October."]
    article = newsroom.article("ferry")
    assert article is not None and article["correction"] == "An earlier version said 3 October."
    assert retrieval.__main__.main([_ABOUT_FERRY, "--archive", str(newsroom.archive)]) == 0
    assert "Correction: An earlier version said 3 October." in newsroom.capture.readouterr().out


def test_every_print_s_correction_is_shown_whatever_the_filters_are_about(newsroom: Newsroom) -> None:
    story = f"{_FERRY_LATER}\n\nIslanders will be taken across by the mail boat, which has room for nine people."
    newsroom.write("ferry", story, version=3, publisher="A", correction="It said 3 October.")
    newsroom.write("b", story, publisher="B", correction="It said ten people.")
    newsroom.write("c", story, publisher="C")
    newsroom.ingest()
    (told,) = {source["correction"] for source in newsroom.answer()["sources"]}
    assert "It said 3 October." in told and "It said ten people." in told
    options = [_ABOUT_FERRY, "--archive", str(newsroom.archive), "--publisher", "C"]
    assert answering.__main__.main([*options, "--json"]) == 0
    (source,) = json.loads(newsroom.capture.readouterr().out)["sources"]
    assert source["correction"] == "B: It said ten people.\nA: It said 3 October."
    assert [appearance["publisher"] for appearance in source["appearances"]] == ["C"]


def test_without_prune_nothing_is_removed_and_with_it_what_is_gone_from_the_folder(newsroom: Newsroom) -> None:
    (newsroom.news / "ferry.json").unlink()
    assert newsroom.ingest()["withdrawn"] == 0
    assert newsroom.quoted() == [_FERRY]
    assert newsroom.ingest(newsroom.news, "--prune", "--dry-run")["withdrawn"] == 1
    assert newsroom.quoted() == [_FERRY]
    assert newsroom.ingest(newsroom.news, "--prune")["withdrawn"] == 1
    assert newsroom.found() == [_BAKERY]
    assert newsroom.in_chroma() == {_BAKERY}
    assert newsroom.ingest(newsroom.news, "--prune")["withdrawn"] == 0
    newsroom.write("ferry", _FERRY, version=2)
    assert newsroom.ingest()["updated"] == 1
    assert newsroom.quoted() == [_FERRY]


def test_prune_leaves_alone_what_lies_elsewhere_what_fails_and_what_cannot_be_looked_into(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    other = Newsroom(tmp_path / "other", newsroom.archive, newsroom.capture)
    other.write("ferry", _FERRY, version=2)
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
    assert newsroom.in_chroma() == {_BAKERY}


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
    newsroom.write("ferry", _FERRY_LATER, version=1)
    newsroom.ingest()
    assert newsroom.quoted() == [_FERRY_LATER]


def _erase(uri: str, newsroom: Newsroom) -> dict[str, Any]:
    # In a process of its own: Chroma's index is written with whatever lies in the memory of the process, here the words.
    command = [sys.executable, "-m", "ingest", "--erase", uri, "--archive", str(newsroom.archive), "--json"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_an_erased_story_is_in_no_file_of_the_archive_and_never_comes_back(newsroom: Newsroom) -> None:
    newsroom.write("ferry", _FERRY_LATER, version=3)
    newsroom.write("print", f"BRINDLEWICK. {_FERRY_LATER}", publisher="The Brindlewick Post")
    newsroom.ingest()
    assert newsroom.quoted() == [_FERRY_LATER] and newsroom.quoted(_ABOUT_BAKERY) == [_BAKERY]
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
    assert [record["question"] for record in log] == [_ABOUT_FERRY, _ABOUT_BAKERY]
    assert [len(record["statements"]) for record in log] == [0, 1]
    assert newsroom.found() == [_BAKERY]
    assert newsroom.in_chroma() == {_BAKERY}
    report = newsroom.ingest()
    assert (report["added"], report["erased"]) == (0, 2)
    assert newsroom.ingest("--erase", "ferry")["is_complete"]  # once more, as after a crash
    assert ingest.__main__.main(["--erase", "unheard of", "--archive", str(newsroom.archive)]) == 1


def test_an_erased_print_leaves_the_others_one_story_and_names_them(newsroom: Newsroom) -> None:
    story = "\n\n".join([_FERRY, "Islanders will be taken across by the mail boat, which has room for nine people."])
    for paper in ("ferry", "b", "c"):
        newsroom.write(paper, story, version=3, publisher=f"Paper {paper}")
    newsroom.ingest()
    assert newsroom.ingest("--erase", "ferry")["prints"] == ["b", "c"]
    (source,) = newsroom.answer()["sources"]
    assert [appearance["uri"] for appearance in source["appearances"]] == ["b", "c"]


def test_a_rebuild_makes_everything_findable_anew_but_what_may_not_be_read(newsroom: Newsroom) -> None:
    newsroom.write("mill", "The paper mill of Brindlewick closes after 140 years.", pubstatus="withheld")
    newsroom.ingest()
    assert newsroom.ingest("--rebuild")["passages"] == 2
    assert newsroom.quoted() == [_FERRY]
    assert newsroom.in_chroma() == {_FERRY, _BAKERY}
    assert newsroom.article("mill") is None


def test_status_tells_what_the_archive_holds_in_one_screen(newsroom: Newsroom) -> None:
    newsroom.write("secret", "Nobody may read this.", embargoed="2999-01-01")
    (newsroom.news / "broken.json").write_text("{")
    newsroom.ingest(newsroom.news, expected=1)
    status = newsroom.ingest("--status")
    counts = ("articles", "stories", "passages", "embargoed", "withdrawn", "erased", "failures")
    assert [status[name] for name in counts] == [2, 2, 2, 1, 0, 0, 1]
    assert status["languages"] == {"en": 2} and status["publishers"] == {"The Tern Gazette": 2}
    assert ingest.__main__.main(["--status", "--archive", str(newsroom.archive)]) == 0
    screen = newsroom.capture.readouterr().out.splitlines()
    assert len(screen) <= 24 and "Articles        2 of 2 stories, in 2 passages" in screen


def test_failures_are_kept_with_their_reason_until_they_are_mended(newsroom: Newsroom) -> None:
    (newsroom.news / "broken.json").write_text("{")
    for _ in range(2):
        assert newsroom.ingest(newsroom.news, expected=1)["failed"] == 1
    (failure,) = newsroom.ingest("--failures")["failures"]
    assert failure["file"] == "news/broken.json" and "not valid JSON" in failure["error"]
    newsroom.write("broken", "The lighthouse of Tern is lit again.")
    assert newsroom.ingest()["added"] == 1
    assert newsroom.ingest("--failures")["failures"] == []


def test_damaged_or_lost_vectors_are_one_line_and_a_rebuild_mends_them(
    newsroom: Newsroom, capfd: pytest.CaptureFixture[str]
) -> None:
    vectors = newsroom.archive / VECTORS_FOLDER
    (vectors / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    for command in (retrieval.__main__.main, answering.__main__.main):
        assert command([_ABOUT_FERRY, "--archive", str(newsroom.archive)]) == 1
        told = capfd.readouterr().err
        assert "--rebuild" in told and "Traceback" not in told
    assert newsroom.ingest("--rebuild")["passages"] == 2
    assert newsroom.quoted() == [_FERRY]
    shutil.rmtree(vectors)
    assert ingest.__main__.main([str(newsroom.news), "--archive", str(newsroom.archive)]) == 1
    assert "are gone" in capfd.readouterr().err
    newsroom.ingest("--rebuild")


@pytest.mark.parametrize(
    "arguments", [["--erase", "\udcff"], [""], ["--status", "news"], ["--rebuild", "--dry-run"]], ids=str
)
def test_unusable_arguments_are_told_without_a_trace(newsroom: Newsroom, arguments: list[str]) -> None:
    try:
        status = ingest.__main__.main([*arguments, "--archive", str(newsroom.archive)])
    except SystemExit as ended:  # argparse's own way
        status = int(str(ended.code))
    assert status == 2
    assert "Traceback" not in newsroom.capture.readouterr().err

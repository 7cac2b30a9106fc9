"""A backup is the whole archive as of one moment, and is put back as it was or not at all."""

import shutil
import tarfile
from pathlib import Path

import pytest

import ingest.__main__
from archive.index import Index
from tests.newsroom import BAKERY, FERRY, FERRY_LATER, Newsroom, newsroom_of_two_stories

newsroom = pytest.fixture(newsroom_of_two_stories)


def _other(newsroom: Newsroom) -> Newsroom:
    """The same articles, and another folder for an archive."""
    return Newsroom(newsroom.news, newsroom.archive.with_name("restored"), newsroom.capture)


def _refused(newsroom: Newsroom, *arguments: str) -> str:
    """The one line that a refused command says."""
    assert ingest.__main__.main([*arguments, "--archive", str(newsroom.archive)]) == 1
    said = newsroom.capture.readouterr()
    assert said.out == "" and said.err.count("\n") == 1
    return said.err


def test_a_backup_brings_back_everything_as_it_was(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.write("secret", "Nobody may read this.", embargoed="2999-01-01")
    newsroom.write("mill", "The paper mill closes.", pubstatus="canceled", correction="It never said so.")
    newsroom.write("vat", "The dye works of Brindlewick was fined.")
    newsroom.ingest()
    newsroom.ingest("--erase", "vat")
    newsroom.quoted()
    newsroom.ingest("--backup", tmp_path / "archive.tar")
    newsroom.write("ferry", FERRY_LATER, version=3)
    newsroom.ingest()
    restored = _other(newsroom)
    assert restored.ingest("--restore", tmp_path / "archive.tar")["damage"] == []
    log = (restored.archive / "questions.jsonl").read_text("utf-8")
    assert "Quillmarsh" in log
    assert restored.quoted() == [FERRY]
    assert restored.in_chroma() == {FERRY, BAKERY}
    # What was known of each story came back with it: new to the next ingest is only what changed since.
    report = restored.ingest()
    assert [report[name] for name in ("added", "updated", "unchanged", "withdrawn", "erased")] == [0, 1, 3, 0, 1]
    assert restored.quoted() == [FERRY_LATER]


def test_a_backup_is_written_whole_or_not_at_all_and_over_nothing(newsroom: Newsroom, tmp_path: Path) -> None:
    (tmp_path / "mine.tar").write_text("mine")
    assert "is there already" in _refused(newsroom, "--backup", str(tmp_path / "mine.tar"))
    assert (tmp_path / "mine.tar").read_text() == "mine"
    assert "cannot be written" in _refused(newsroom, "--backup", str(tmp_path / "nowhere" / "a.tar"))
    newsroom.ingest("--backup", tmp_path / "a.tar")
    assert {path.name for path in tmp_path.iterdir()} == {"a.tar", "mine.tar", "news", "archive"}


def test_a_backup_is_put_back_into_an_empty_folder_only(newsroom: Newsroom, tmp_path: Path) -> None:
    newsroom.ingest("--backup", tmp_path / "a.tar")
    assert "is not empty" in _refused(newsroom, "--restore", str(tmp_path / "a.tar"))
    assert newsroom.quoted() == [FERRY]


@pytest.mark.parametrize("damage", ["cut short", "a byte changed", "no backup", "no catalog"])
def test_a_damaged_backup_is_told_and_leaves_nothing(newsroom: Newsroom, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "a.tar"
    newsroom.ingest("--backup", file)
    content = bytearray(file.read_bytes())
    if damage == "cut short":
        content = content[: len(content) // 2]
    elif damage == "a byte changed":
        content[len(content) // 2] ^= 1
    elif damage == "no backup":
        content = bytearray(b"Dear diary")
    file.write_bytes(content)
    if damage == "no catalog":
        with tarfile.open(file, "w") as tar:
            tar.add(newsroom.news, "news")
    restored = _other(newsroom)
    assert str(file) in _refused(restored, "--restore", str(file))
    assert not [*restored.archive.iterdir()]


def test_a_backup_reaches_for_nothing_outside_its_folder(newsroom: Newsroom, tmp_path: Path) -> None:
    """Its names are known; whatever else lies in the file is not looked at."""
    file = tmp_path / "a.tar"
    newsroom.ingest("--backup", file)
    with tarfile.open(file, "a") as tar:
        tar.add(newsroom.news / "ferry.json", "../outside.json")
        tar.add(newsroom.news / "ferry.json", "/tmp/outside.json")
    restored = _other(newsroom)
    restored.ingest("--restore", file)
    assert restored.quoted() == [FERRY]
    assert not [*tmp_path.rglob("outside.json")]


def test_a_whole_archive_verifies_and_repairing_it_changes_nothing(newsroom: Newsroom) -> None:
    for arguments in (["--verify"], ["--verify", "--full"], ["--repair"]):
        assert newsroom.ingest(*arguments)["damage"] == []
    assert newsroom.quoted() == [FERRY]


def test_an_index_that_is_not_this_archives_is_damage_but_for_the_empty_one_that_a_reader_makes(
    newsroom: Newsroom,
) -> None:
    Index(newsroom.archive / "vectors-7").close()  # as a writer takes away the folder that is opened
    assert newsroom.ingest("--verify", "--full")["damage"] == []
    shutil.copytree(newsroom.archive / "vectors", newsroom.archive / "vectors-8")
    (damage,) = newsroom.ingest("--verify", "--full", expected=1)["damage"]
    assert "vectors-8 is no index of this archive" in str(damage)
    newsroom.ingest("--repair")
    assert [path.name for path in newsroom.archive.iterdir() if path.is_dir()] == ["vectors"]


@pytest.mark.parametrize(
    "arguments",
    [["--full"], ["--verify", "news"], ["--backup", "a.tar", "--dry-run"], ["--repair", "--prune"]],
    ids=str,
)
def test_what_does_not_go_together_is_a_line_and_status_2(newsroom: Newsroom, arguments: list[str]) -> None:
    assert ingest.__main__.main([*arguments, "--archive", str(newsroom.archive)]) == 2
    assert newsroom.capture.readouterr().err.count("\n") == 1

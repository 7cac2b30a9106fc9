"""Files that no reader takes are counted and named, in folders and packages, and told of until they are gone."""

import json
from pathlib import Path

import pytest

from archive.store import Archive
from ingest.__main__ import main
from tests.packing import KINDS, PAN


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "archive").close()
    return tmp_path / "archive"


@pytest.fixture
def news(tmp_path: Path) -> Path:
    (tmp_path / "news" / "2024").mkdir(parents=True)
    return tmp_path / "news"


def _told(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main([str(argument) for argument in arguments])
    told = capsys.readouterr()
    return status, told.out, told.err


def _passed_over(capsys: pytest.CaptureFixture[str], archive: Path) -> dict[str, list[str]]:
    _, out, _ = _told(capsys, "--failures", "--archive", archive, "--json")
    return {one["kind"]: one["files"] for one in json.loads(out)["passed_over"]}


def test_the_closing_line_counts_them_and_names_what_may_hold_text(
    news: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("a.doc", "2024/b.doc", "notes", "photo.jpg", ".hidden.doc"):
        (news / name).write_text("x")
    status, out, err = _told(capsys, news, "--archive", archive)
    assert (status, out.partition(";")[0]) == (
        0,
        "0 added, 0 updated, 0 unchanged, 0 withdrawn, 0 failed, 4 files passed over (2 .doc, 1 without an ending, 1 .jpg)",
    )
    assert err.splitlines() == [
        "news/notes: passed over, for its name has no ending that tells its format: add one, such as .txt.",
        "news/2024/b.doc, news/a.doc: passed over, for no reader takes .doc: save it as .docx.",
    ]


def test_they_are_listed_until_they_are_gone(news: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (news / "a.doc").write_text("x")
    (news / "2024/b.xlsx").write_text("x")
    main([str(news), "--archive", str(archive)])
    assert _passed_over(capsys, archive) == {".doc": ["news/a.doc"], ".xlsx": ["news/2024/b.xlsx"]}
    assert (
        "Failures        0; 2 files passed over (list them with --failures)"
        in _told(capsys, "--status", "--archive", archive)[1]
    )
    (news / "a.doc").unlink()
    main([str(news), "--archive", str(archive)])
    assert _passed_over(capsys, archive) == {".xlsx": ["news/2024/b.xlsx"]}


def test_a_run_of_another_folder_forgets_none(
    news: Path, archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "a.doc").write_text("x")
    (tmp_path / "news2").mkdir()
    main([str(news), "--archive", str(archive)])
    main([str(tmp_path / "news2"), "--archive", str(archive)])
    assert _passed_over(capsys, archive) == {".doc": ["news/a.doc"]}


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_those_in_a_package_are_too(
    news: Path, archive: Path, name: str, pack: type, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / name).write_bytes(pack({"in/a.eps": b"x", "b.doc": b"x"}))
    status, _, err = _told(capsys, news, "--archive", archive)
    assert status == 1  # nothing in the package can be read, and that is a failure
    assert f"news/{name}/b.doc: passed over, for no reader takes .doc: save it as .docx." in err.splitlines()
    assert _passed_over(capsys, archive) == {".doc": [f"news/{name}/b.doc"], ".eps": [f"news/{name}/in/a.eps"]}
    (news / name).unlink()
    main([str(news), "--archive", str(archive)])
    assert _passed_over(capsys, archive) == {}


def test_of_many_the_first_are_named_and_the_others_counted(
    news: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(25):
        (news / f"{number:02}.doc").write_text("x")
    _, out, err = _told(capsys, news, "--archive", archive, "--dry-run", "--json")
    [doc] = json.loads(out)["passed_over"]
    assert (doc["count"], len(doc["files"])) == (25, 20)
    assert "news/19.doc and 5 more: passed over" in err


def test_a_name_does_nothing_to_a_terminal(news: Path, archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (news / "a\x1b[31m\n.doc").write_text("x")
    (news / "b.d\x1bx").write_text("x")
    _, out, err = _told(capsys, news, "--archive", archive)
    assert "\x1b" not in out + err
    assert len(err.splitlines()) == 2


def test_a_pattern_that_matches_only_such_files_is_a_failure(
    news: Path, archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (news / "a.doc").write_text("x")
    (news / "b.txt").write_text(PAN)
    status, _, err = _told(capsys, f"{news}/*.doc", "--archive", archive)
    assert (status, f"{news}/*.doc: no reader takes what it matches" in err) == (1, True)

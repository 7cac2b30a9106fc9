"""What a machine does to an archive: full disks, disks that nobody may write, other programs' locks, clocks that go backward."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import archive.database
import ingest.__main__
from archive.opening import open_named_or_default
from archive.settings import PROJECT
from archive.store import CATALOG_FILE, Archive
from language.errors import HemerotecaError
from tests.commands_by_hand import command
from tests.model_by_hand import OTHER, ModelByHand
from tests.wire_by_hand import Newsroom, not_found

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="disks are mounted as Linux mounts them")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("wire") / "news", seed=7, sentences=20)
    made.send(60)
    return made


@pytest.fixture(scope="module")
def filled(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "archive"
    assert command("ingest", str(newsroom.folder), "--archive", str(folder)).returncode == 0
    return folder


def _mount(*arguments: str | Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root mounts a disk")
    done = subprocess.run(["mount", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    _mount("-t", "tmpfs", "-o", "size=2m", "tmpfs", place)
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def _resize(disk: Path, size: str) -> None:
    _mount("-o", f"remount,rw,size={size}", disk)


def _fill(disk: Path, *, but: int) -> Path:
    """Fill a disk but for so many bytes."""
    rest = os.statvfs(disk)
    file = disk / "filler"
    file.write_bytes(bytes(max(0, rest.f_bavail * rest.f_frsize - but)))
    return file


def _run(*arguments: str | Path, model: str = "by-hand-1") -> subprocess.CompletedProcess[str]:
    return command("ingest", *map(str, arguments), model=model)


def _assert_told(done: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that a command failed with one line that holds the words (a progress bar is none)."""
    lines = [line for line in done.stderr.splitlines() if line and "passages/s" not in line]
    assert done.returncode == 1, done
    assert len(lines) == 1 and all(word in lines[0] for word in words), done.stderr


def _assert_verifies(folder: Path, model: str = "by-hand-1") -> None:
    verified = _run("--verify", "--full", "--archive", folder, model=model)
    assert verified.returncode == 0, verified.stdout + verified.stderr


# -- a full disk ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["300k", "1000k", "1800k"])
def test_an_ingest_that_fills_the_disk_says_so_and_goes_on_once_there_is_room(
    newsroom: Newsroom, disk: Path, size: str
) -> None:
    _resize(disk, size)
    folder = disk / "archive"
    _assert_told(_run(newsroom.folder, "--archive", folder), "disk is full", "make room")
    if size != "300k":  # less than an empty catalog takes
        with closing(Archive.open(folder)) as opened:
            assert not_found(opened, opened.catalog.newest(k=1000)) == []
    _resize(disk, "60m")
    done = _run(newsroom.folder, "--archive", folder)
    assert done.returncode == 0, done.stderr
    _assert_verifies(folder)
    with closing(Archive.open(folder)) as opened:
        held = opened.catalog.articles([*newsroom.wire.read, *newsroom.wire.hidden])
    assert {uri: article.body for uri, article in held.items()} == newsroom.wire.read


@pytest.mark.parametrize("room", [30_000, 200_000, 600_000])
def test_an_ingest_into_an_archive_whose_disk_is_nearly_full_says_so_and_goes_on_once_there_is_room(
    newsroom: Newsroom, filled: Path, disk: Path, tmp_path: Path, room: int
) -> None:
    _resize(disk, "60m")
    folder = disk / "archive"
    shutil.copytree(filled, folder)
    more = Newsroom(tmp_path / "more", seed=8, sentences=25)
    more.send(60)
    filler = _fill(disk, but=room)
    _assert_told(_run(more.folder, "--archive", folder), "disk is full", "make room")
    if room > 40_000:  # as much SQLite wants to read at all
        with closing(Archive.open(folder)) as opened:
            assert not_found(opened, opened.catalog.newest(k=1000)) == []
    filler.unlink()
    assert _run(more.folder, "--archive", folder).returncode == 0
    _assert_verifies(folder)


@pytest.mark.parametrize(
    ("arguments", "model"),
    [
        (["--rebuild"], "by-hand-1"),
        (["--rebuild"], OTHER),
        (["--repair"], "by-hand-1"),
        (["--backup", "backup.tar"], "by-hand-1"),
    ],
    ids=["--rebuild", "--rebuild with another model", "--repair", "--backup"],
)
def test_a_task_that_fills_the_disk_says_so_and_is_done_once_there_is_room(
    filled: Path, disk: Path, arguments: list[str], model: str
) -> None:
    _resize(disk, "60m")
    folder = disk / "archive"
    shutil.copytree(filled, folder)
    if arguments == ["--repair"]:
        shutil.rmtree(folder / "vectors")
    arguments = [str(disk / name) if name.endswith(".tar") else name for name in arguments]
    filler = _fill(disk, but=150_000)
    _assert_told(_run(*arguments, "--archive", folder, model=model), "disk is full", "make room")
    assert not list(disk.glob("*.part")) and not (disk / "backup.tar").exists()
    with closing(Archive.open(folder)) as opened:
        assert not_found(opened, opened.catalog.newest(k=1000)) == []
    filler.unlink()
    done = _run(*arguments, "--archive", folder, model=model)
    assert done.returncode == 0, done.stdout + done.stderr
    _assert_verifies(folder, model)


# -- an archive that may not be written -------------------------------------------------------------------------------


def _question(newsroom: Newsroom) -> tuple[str, str]:
    uri = next(uri for uri in newsroom.wire.read if uri.startswith("gone:"))
    return uri, newsroom.wire.read[uri][:150]


def test_an_archive_on_a_disk_that_nobody_may_write_answers_and_takes_nothing_in(
    newsroom: Newsroom, filled: Path, disk: Path
) -> None:
    _resize(disk, "60m")
    folder = disk / "archive"
    shutil.copytree(filled, folder)
    _mount("-o", "remount,ro", disk)
    uri, question = _question(newsroom)
    asked = command("retrieval", question, "-k", "1", "--archive", str(folder))
    assert asked.returncode == 0 and f"Titular {uri} " in asked.stdout, asked
    assert _run("--status", "--archive", folder).returncode == 0
    _assert_verifies(folder)
    for arguments in ([newsroom.folder], ["--rebuild"], ["--erase", uri], ["--repair"]):
        _assert_told(_run(*arguments, "--archive", folder), "cannot be written")


_AS_NOBODY = """
import os, sys, json
import chromadb, tqdm, ingest.__main__, retrieval.__main__, archive.index, ingest.upkeep
import tests.commands_by_hand, retrieval.command_line
from tests.model_by_hand import ModelByHand
vars(ingest.__main__)["LazyModel"] = vars(retrieval.command_line)["LazyModel"] = ModelByHand.chosen
retrieval.command_line.read_settings(), ModelByHand().load()
from language.identify import identify
identify("una frase")
os.setgid(65534), os.setuid(65534)
command, *arguments = sys.argv[1:]
sys.exit({"ingest": ingest.__main__, "retrieval": retrieval.__main__}[command].main(arguments))
"""


def test_an_archive_of_another_user_answers_and_takes_nothing_in(newsroom: Newsroom, filled: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root becomes somebody else")
    place = Path("/tmp") / f"of-another-user-{os.getpid()}"  # pytest's folders are for their owner alone
    try:
        shutil.copytree(filled, place)
        news = shutil.copytree(newsroom.folder, place / "news")
        for path in [place, *place.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)
        uri, question = _question(newsroom)

        def run(*arguments: str) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [sys.executable, "-c", _AS_NOBODY, *arguments, "--archive", str(place)],
                cwd=PROJECT,
                capture_output=True,
                text=True,
                check=False,
            )

        asked = run("retrieval", question, "-k", "1")
        assert asked.returncode == 0 and f"Titular {uri} " in asked.stdout, asked
        assert run("ingest", "--status").returncode == 0
        _assert_told(run("ingest", str(news)), "cannot be written")
    finally:
        shutil.rmtree(place)


# -- other programs and clocks ----------------------------------------------------------------------------------------


def test_a_catalog_that_another_program_holds_is_told_of_in_one_line(
    newsroom: Newsroom,
    filled: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(filled, folder)
    monkeypatch.setattr(archive.database, "_PATIENCE", 1)
    monkeypatch.setattr(ingest.__main__, "LazyModel", ModelByHand.chosen)
    uri, _ = _question(newsroom)
    with closing(sqlite3.connect(folder / CATALOG_FILE)) as other:
        other.execute("BEGIN EXCLUSIVE")
        for arguments in ([str(newsroom.folder)], ["--rebuild"], ["--erase", uri], ["--repair"]):
            assert ingest.__main__.main([*arguments, "--archive", str(folder)]) == 1
            told = capsys.readouterr().err.splitlines()
            assert len(told) == 1 and "in use by another program" in told[0]
        assert ingest.__main__.main(["--status", "--archive", str(folder)]) == 0
    _assert_verifies(folder)


def test_a_clock_that_went_back_a_day_loses_no_news(newsroom: Newsroom, filled: Path, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(filled, folder)
    with closing(sqlite3.connect(folder / CATALOG_FILE)) as catalog:
        catalog.execute("UPDATE articles SET ingested = replace(ingested, '20', '21')")
        catalog.commit()
    for path in folder.rglob("*"):
        os.utime(path, (path.stat().st_mtime + 86400,) * 2)
    news = tmp_path / "later"
    wire = newsroom.send_later(news)
    done = _run(news, "--archive", folder)
    assert done.returncode == 0, done.stderr
    assert "could not be used" not in done.stderr
    _assert_verifies(folder)
    with closing(Archive.open(folder)) as opened:
        held = opened.catalog.articles([*wire.read, *wire.hidden])
        assert {uri: article.body for uri, article in held.items()} == wire.read
        assert not_found(opened, list(held)) == []


# -- a lost catalog ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_there", [True, False], ids=["0 bytes", "deleted"])
def test_a_lost_catalog_is_told_of_and_no_empty_one_takes_its_place(
    newsroom: Newsroom, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_there: bool
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(filled, folder)
    for path in folder.glob(f"{CATALOG_FILE}*"):
        path.unlink()
    if is_there:
        (folder / CATALOG_FILE).touch()
    news, said = newsroom.folder, "empty" if is_there else "gone"
    tasks = ([news], [news, "--dry-run"], ["--rebuild"], ["--status"], ["--erase", "a"], ["--verify"], ["--repair"])
    for task in (*tasks, ["--backup", tmp_path / "backup.tar"]):
        _assert_told(_run(*task, "--archive", folder), f"is {said}", "every article")
    monkeypatch.setattr("archive.opening.DEFAULT_ARCHIVE", folder)
    for named in (None, folder):
        with pytest.raises(HemerotecaError, match=f"is {said}"):
            open_named_or_default(named)
    left = [path.stat().st_size for path in folder.glob(f"{CATALOG_FILE}*")]
    assert left == ([0] if is_there else [])
    assert list(tmp_path.iterdir()) == [folder]

"""Several processes at one archive: who writes waits for the other, and who asks meanwhile is always answered."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from archive.settings import PROJECT
from archive.store import Archive
from tests.commands_by_hand import command, start
from tests.model_by_hand import OTHER
from tests.wire_by_hand import Newsroom, Wire, not_found, shown


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    made = Newsroom(tmp_path_factory.mktemp("wire") / "news", seed=4, sentences=5)
    made.send(80)
    return made


@pytest.fixture(scope="module")
def filled(newsroom: Newsroom, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("filled") / "archive"
    assert command("ingest", str(newsroom.folder), "--archive", str(folder)).returncode == 0
    return folder


def _assert_holds(folder: Path, wire: Wire) -> None:
    verified = command("ingest", "--verify", "--full", "--archive", str(folder))
    assert verified.returncode == 0, verified.stdout + verified.stderr
    with closing(Archive.open(folder)) as archive:
        held = archive.catalog.articles([*wire.read, *wire.hidden])
        assert {uri: article.body for uri, article in held.items()} == wire.read
        assert archive.catalog.coverage().articles == len(wire.read)
        assert shown(archive, wire.hidden) == []
        assert not_found(archive, list(held)) == []


@pytest.mark.parametrize("writers", [2, 3])
def test_ingests_that_begin_a_new_archive_at_once_leave_each_article_in_it_once(
    newsroom: Newsroom, tmp_path: Path, writers: int
) -> None:
    folder = tmp_path / "archive"
    processes = [start("ingest", str(newsroom.folder), "--archive", str(folder)) for _ in range(writers)]
    for process in processes:
        done = process.finished()
        assert done.returncode == 0, done.stderr
    _assert_holds(folder, newsroom.wire)


@contextmanager
def _asking(folder: Path, readers: int) -> Iterator[None]:
    """Let processes ask without pause; fails where one of their questions was not answered as it should be."""
    stop = folder.with_name("stop")
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.asking", folder, stop],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(readers)
    ]
    try:
        yield
    finally:
        stop.touch()
        told = [process.communicate(timeout=60)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * readers, told
    assert all(int(text.split()[0]) > 10 for text in told), told


def test_whoever_asks_during_an_ingest_is_answered_and_hears_of_no_damage(
    newsroom: Newsroom, filled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(filled, folder)
    wire = newsroom.send_later(tmp_path / "news")
    with closing(Archive.open(folder)) as open_meanwhile:
        assert not_found(open_meanwhile, ["wire:5"]) == []
        with _asking(folder, 4):
            done = command("ingest", str(tmp_path / "news" / "10.jsonl"), "--archive", str(folder))
            assert done.returncode == 0, done.stderr
        updated = {uri: body for uri, body in wire.read.items() if uri.startswith(("wire:", "new:"))}
        held = open_meanwhile.catalog.articles(list(updated))
        assert {uri: article.body for uri, article in held.items()} == updated
        assert not_found(open_meanwhile, list(updated)) == []
        assert shown(open_meanwhile, wire.hidden) == []
    _assert_holds(folder, wire)


@pytest.mark.parametrize("model", ["by-hand-1", OTHER], ids=["the same model", "another model"])
def test_whoever_asks_during_a_rebuild_is_answered_by_what_was_or_by_what_is(
    filled: Path, tmp_path: Path, model: str
) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(filled, folder)
    with _asking(folder, 3):
        done = command("ingest", "--rebuild", "--archive", str(folder), model=model)
        assert done.returncode == 0, done.stderr
        verified = command("ingest", "--verify", "--full", "--archive", str(folder), model=model)
        assert verified.returncode == 0, verified.stdout

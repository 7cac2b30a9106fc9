"""One process writes at a time, and whoever has the archive open meanwhile sees all of a change or none of it."""

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from archive.store import Archive
from archive.writer import Writer
from tests.other_processes import OPEN, WITH_HELPERS, run, start
from tests.small_archive import (
    NEW,
    OLD,
    OTHER,
    Crash,
    embedded,
    findable,
    finds_itself,
    in_chroma,
    never_waits,
    put,
    vector_of,
)

# -- other processes --------------------------------------------------------------------------------------------------


def test_what_another_process_writes_is_seen_by_the_next_search_of_one_that_has_the_archive_open(
    archive: Archive,
) -> None:
    put(archive, embedded("a", *OLD))
    assert findable(archive) == {*OLD}
    code = 'put(archive, embedded("a", "El puente nuevo abre."), embedded("b", "Otro puente cruza el río."))'
    assert run(WITH_HELPERS + code, archive) == 0
    assert findable(archive) == {*NEW, *OTHER}
    assert all(finds_itself(archive, text) for text in (*NEW, *OTHER))


# Puts b in and is killed while it replaces a.
_KILLED = """
put(archive, embedded("b", "Otro puente cruza el río."))
def killed(*_): os.kill(os.getpid(), signal.SIGKILL)
def after(step): return lambda *arguments, **named: (step(*arguments, **named), killed())
{where}
put(archive, embedded("a", "El puente nuevo abre."))
"""


@pytest.mark.parametrize(
    ("where", "has_happened"),
    [
        ("changes.move_revision = killed", False),
        ("Changes.put = after(Changes.put)", True),
        ("Index.add = after(Index.add)", True),
        ("Changes.settle = after(Changes.settle)", True),
    ],
    ids=["in the middle of the catalog", "after the catalog", "after the index", "after that is noted"],
)
def test_a_writer_that_is_killed_leaves_a_usable_archive_to_a_process_that_has_it_open(
    archive: Archive, where: str, has_happened: bool
) -> None:
    put(archive, embedded("a", *OLD))
    assert findable(archive) == {*OLD}
    assert run(WITH_HELPERS + _KILLED.format(where=where), archive) == -signal.SIGKILL
    expected = {*OTHER, *(NEW if has_happened else OLD)}
    assert findable(archive) == expected
    later = [f"El puente {i} sigue." for i in range(50)]
    put(archive, *(embedded(f"c{i}", text) for i, text in enumerate(later)))  # the lock is free
    assert findable(archive) == {*expected, *later}
    assert all(finds_itself(archive, text) for text in (*expected, *later))
    assert in_chroma(archive) == sorted({*expected, *later})


def test_the_next_writer_waits_and_is_told_for_whom(archive: Archive) -> None:
    holder = start(
        OPEN + "with archive.writing(on_wait=print): print('holding', flush=True); sys.stdin.read()", archive
    )
    assert holder.stdin is not None and holder.stdout is not None
    assert holder.stdout.readline() == "holding\n"
    told: list[str] = []

    def wait(name: str) -> None:
        told.append(name)
        assert holder.stdin is not None
        holder.stdin.close()  # now it lets go

    with archive.writing(on_wait=wait):
        assert holder.wait(timeout=60) == 0
        with pytest.raises(AssertionError, match=f"process {os.getpid()}"), archive.writing(on_wait=never_waits):
            pass  # the lock is ours now
    (name,) = told
    assert f"process {holder.pid}, writing since 20" in name
    holder.stdout.close()


def test_the_holders_name_goes_with_the_lock(archive: Archive) -> None:
    before = {path.name for path in archive.folder.iterdir()}
    with pytest.raises(Crash), archive.writing(on_wait=never_waits):
        raise Crash
    assert not any("holder" in path.name for path in archive.folder.iterdir())
    assert before <= {path.name for path in archive.folder.iterdir()}
    with archive.writing(on_wait=never_waits):
        pass


def test_a_lock_whose_holder_cannot_be_read_is_waited_for_all_the_same(archive: Archive) -> None:
    told: list[str] = []
    with archive.writing(on_wait=never_waits):
        for file in archive.folder.glob("*holder*"):
            file.write_text("{", "utf-8")
        second = threading.Thread(target=lambda: _take_the_lock(archive.folder, told, asked))
        asked = threading.Event()
        second.start()
        assert asked.wait(timeout=60)
    second.join(timeout=60)
    assert told == ["another process that has just begun", "has the lock"]


def _take_the_lock(folder: Path, told: list[str], asked: threading.Event) -> None:
    def wait(name: str) -> None:
        told.append(name)
        asked.set()

    archive = Archive.open(folder)
    with archive.writing(on_wait=wait):
        told.append("has the lock")
    archive.close()


def test_a_search_open_during_another_processs_rebuild_sees_the_old_passages_whole_and_then_the_new_ones(
    archive: Archive,
) -> None:
    put(archive, embedded("a", *OLD))
    code = """
finish = Staging.finish
def wait_and_finish(*arguments, **named):
    print("made", flush=True)
    sys.stdin.readline()
    finish(*arguments, **named)
Staging.finish = wait_and_finish
with archive.writing(on_wait=never_waits) as writer:
    archive.catalog.staging.begin("model-2")
    archive.catalog.staging.put([whole("a", "El puente viejo cierra.", "El puente se hunde.")])
    print("staged", flush=True)
    sys.stdin.readline()
    writer.finish_rebuild("model-2", {}, place=lambda connection: None)
"""
    process = start(WITH_HELPERS + code, archive)
    assert process.stdin is not None and process.stdout is not None
    for said in ("staged\n", "made\n"):
        assert process.stdout.readline() == said
        assert findable(archive) == {*OLD}
        assert all(finds_itself(archive, text) for text in OLD)
        process.stdin.write("\n")
        process.stdin.flush()
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert findable(archive) == {" ".join(OLD)}
    archive.check_model("model-2")


def test_a_writer_is_only_had_under_the_lock(archive: Archive) -> None:
    holder = archive.folder / "write.holder.json"
    with archive.writing(on_wait=never_waits) as writer:
        assert isinstance(writer, Writer)
        assert json.loads(holder.read_text("utf-8"))["pid"] == os.getpid()


# -- threads ----------------------------------------------------------------------------------------------------------


def test_threads_search_while_one_of_them_writes(archive: Archive) -> None:
    put(archive, embedded("a", *OLD))
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                found = archive.nearest(vector_of(OLD[0]), k=1)
                if [passage.text for passage in archive.catalog.passages(found).values()] != [OLD[0]]:
                    wrong.append(found)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for i in range(10):
        put(archive, embedded(f"b{i}", f"El puente {i}."))
    done.set()
    for thread in threads:
        thread.join(timeout=60)
    assert wrong == []

"""The index is written in a process of its own: what it crashes at, cannot write or is cut off at loses nothing."""

from pathlib import Path
from threading import Event, Thread
from unittest.mock import Mock

import pytest

from archive import apart, index_apart, neighbours, soundness
from archive import writer as writer_module
from archive.apart import ApartError
from archive.errors import ArchiveError
from archive.index import Index
from archive.lock import index_lock
from archive.store import Archive
from tests.small_archive import NEW, OLD, OTHER, crash, embedded, findable, in_chroma, never_waits, put, vector_of


def test_the_index_is_written_in_a_process_of_its_own(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_apart, "run_apart", apart.run_apart)
    monkeypatch.setattr(Index, "add", crash)  # here it is not called
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    put(archive, embedded("a", *NEW))
    assert in_chroma(archive) == sorted([*NEW, *OTHER])


def test_an_index_at_which_the_process_that_writes_it_crashes_is_made_anew(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, embedded("a", *OLD))

    def crashed(*_: object) -> None:
        raise ApartError("whoever opens it crashes", has_crashed=True)

    with archive.writing(on_wait=never_waits) as writer:
        monkeypatch.setattr(writer_module, "follow_catalog", crashed)
        writer.put([embedded("b", *OTHER)])
    assert writer.mended == "whoever opens it crashes"
    assert in_chroma(archive) == sorted([*OLD, *OTHER])
    assert archive.catalog.note("index") == "vectors-2"


def test_an_index_that_is_found_damaged_when_it_is_written_is_made_anew(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, embedded("a", *OLD))
    with archive.writing(on_wait=never_waits) as writer:
        (path,) = archive.folder.rglob("data_level0.bin")
        path.write_bytes(path.read_bytes()[:100])  # after it was seen to be as it was left
        monkeypatch.setattr(writer_module, "follow_catalog", Mock(side_effect=ApartError("it makes no sense")))
        writer.put([embedded("b", *OTHER)])
    assert writer.mended
    assert in_chroma(archive) == sorted([*OLD, *OTHER])


def test_an_index_that_cannot_be_written_loses_nothing_and_says_why(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, embedded("a", *OLD))
    with monkeypatch.context() as patched:
        patched.setattr(Index, "add", Mock(side_effect=OSError("the disk is full")))
        with pytest.raises(ArchiveError, match=r"cannot be written.*full"):
            put(archive, embedded("b", *OTHER))
        assert findable(archive) == {*OLD, *OTHER}
    with archive.writing(on_wait=never_waits):
        pass
    assert in_chroma(archive) == sorted([*OLD, *OTHER])
    assert archive.damage() == ""


@pytest.mark.parametrize("error", [KeyboardInterrupt, ApartError("the disk is full")], ids=["interrupted", "full disk"])
def test_an_index_at_which_the_writing_was_cut_off_is_looked_into_before_anybody_relies_on_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    put(archive, embedded("a", *OLD))
    with monkeypatch.context() as patched:
        patched.setattr(writer_module, "follow_catalog", Mock(side_effect=error))
        with pytest.raises((KeyboardInterrupt, ArchiveError)):
            put(archive, embedded("b", *OTHER))
    assert archive.catalog.note("index is written") == "1" and not archive.neighbours.is_as_left()
    assert findable(archive) == {*OLD, *OTHER}
    looking = Mock(wraps=soundness.look_into)
    monkeypatch.setattr(neighbours, "look_into", looking)
    with archive.writing(on_wait=never_waits):
        pass
    assert looking.called and archive.neighbours.is_as_left()
    assert in_chroma(archive) == sorted([*OLD, *OTHER])


def test_a_brief_change_leaves_the_index_to_the_next_writer_and_is_found_at_once(archive: Archive) -> None:
    put(archive, embedded("a", *OLD))
    with archive.writing(on_wait=never_waits, is_brief=True) as writer:
        writer.put([embedded("b", *OTHER)])
    assert in_chroma(archive) == sorted(OLD)
    assert findable(archive) == {*OLD, *OTHER}
    assert archive.damage() == ""
    with archive.writing(on_wait=never_waits):
        pass
    assert in_chroma(archive) == sorted([*OLD, *OTHER])


def test_what_the_index_still_holds_of_passages_that_went_takes_nobodys_place(archive: Archive) -> None:
    many = [f"El puente número {number}." for number in range(50)]
    put(archive, embedded("a", *many), embedded("b", *OTHER))
    with archive.writing(on_wait=never_waits, is_brief=True) as writer:
        writer.put([embedded("a", *NEW)])
    archive.close()
    ids = archive.nearest(vector_of(many[0]), k=2)
    assert {passage.text for passage in archive.catalog.passages(ids).values()} == {*NEW, *OTHER}


def test_a_writer_waits_for_a_process_that_an_earlier_one_left_at_the_index(archive: Archive) -> None:
    put(archive, embedded("a", *OLD))
    told: list[str] = []
    waits = Event()

    def write() -> None:
        def on_wait(holder: str) -> None:
            told.append(holder)
            waits.set()

        with archive.writing(on_wait=on_wait) as writer:
            writer.put([embedded("b", *OTHER)])

    with index_lock(archive.folder):
        writing = Thread(target=write)
        writing.start()
        assert waits.wait(60) and told == ["a process that another left at the index"]
        assert findable(archive) == {*OLD}
    writing.join(60)
    assert findable(archive) == {*OLD, *OTHER}


@pytest.mark.parametrize(
    ("code", "reason", "has_crashed"),
    [
        ("raise ValueError('the disk is full\\nor so')", "the disk is full", False),
        ("raise MemoryError", "MemoryError", False),
        ("print('noise'); import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "whoever opens it crashes", True),
        ("import time; time.sleep(60)", "it did not answer within 5 seconds", False),
    ],
    ids=["an error", "no memory", "a crash", "no end"],
)
def test_what_goes_wrong_in_a_process_of_its_own_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, reason: str, has_crashed: bool
) -> None:
    _module(tmp_path, monkeypatch, code)
    with pytest.raises(ApartError) as raised:
        apart.run_apart("broken", [], patience=5)
    assert (str(raised.value), raised.value.has_crashed) == (reason, has_crashed)


def test_a_process_of_its_own_is_given_what_it_needs_and_answers_with_no_more_than_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _module(tmp_path, monkeypatch, "print('noise'); return given + b' ' + ' '.join(arguments).encode()")
    assert apart.run_apart("broken", ["a", Path("b")], b"given\0" * 100_000) == b"given\0" * 100_000 + b" a b"


def _module(folder: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    (folder / "broken.py").write_text(f"def work(arguments, given):\n    {code}\n")
    monkeypatch.setenv("PYTHONPATH", str(folder))

"""Catalog and vectors change as one: after every crash, and whoever writes, a search sees all of a change or none of it."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import chromadb
import numpy as np
import pytest

from archive import changes
from archive.centring import Mean
from archive.changes import Changes
from archive.errors import ArchiveError, ModelMismatchError
from archive.records import Article, Filters, ReadArticle
from archive.store import Archive, EmbeddedArticle, Writer
from archive.vectors import COLLECTION, Vectors

_DIMENSION = 16


def vector_of(text: str) -> np.ndarray:
    """Return a unit vector that no other text has: the store does not ask where vectors come from."""
    vector = np.random.default_rng(list(text.encode())).normal(size=_DIMENSION)
    return np.asarray(vector / np.linalg.norm(vector), np.float32)


def embedded(uri: str, *sentences: str) -> EmbeddedArticle:
    """Return an article with one passage a sentence."""
    spans: list[tuple[int, int]] = []
    for sentence in sentences:
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(sentence)))
    article = Article(uri=uri, body=" ".join(sentences), headline=uri, published="2025-03-04", language="es")
    vectors = np.stack([vector_of(sentence) for sentence in sentences])
    return EmbeddedArticle(ReadArticle(article, article.content_hash), spans, vectors)


def never_waits(holder: str) -> None:
    """Fail: the lock should have been free."""
    raise AssertionError(f"waited for {holder}")


def put(archive: Archive, *articles: EmbeddedArticle) -> None:
    """Store articles in one change."""
    with archive.writing(on_wait=never_waits) as writer:
        writer.put(articles)


def _findable(archive: Archive) -> set[str]:
    """Return every text that the vectors and the catalog together let a search find."""
    with archive.vectors() as vectors:
        ids = vectors.nearest(vector_of("anything"), Filters(), k=1000)
    by_vector = {passage.text for passage in archive.catalog.passages(ids).values()}
    found = archive.catalog.search_keywords(["puente"], Filters(), k=1000)
    by_word = {passage.text for passage in archive.catalog.passages(found).values()}
    assert by_vector == by_word
    return by_vector


def _finds_itself(archive: Archive, text: str) -> bool:
    with archive.vectors() as vectors:
        ids = vectors.nearest(vector_of(text), Filters(), k=1)
    return [passage.text for passage in archive.catalog.passages(ids).values()] == [text]


def _in_chroma(archive: Archive) -> list[str]:
    """Return the texts that the collection itself holds, read as another program would."""
    archive.close()
    client = chromadb.PersistentClient(
        str(archive.folder / "vectors"), chromadb.config.Settings(anonymized_telemetry=False)
    )
    documents = client.get_collection(COLLECTION).get()["documents"]
    client.close()  # type: ignore[attr-defined]
    assert documents is not None
    return sorted(documents)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive.create(tmp_path / "archive")
    yield archive
    archive.close()


# -- all or nothing ---------------------------------------------------------------------------------------------------


class Crash(BaseException):
    """What a power cut would do."""


def _crash(*_: object, **__: object) -> None:
    raise Crash


def _crash_after(step: Callable[..., object]) -> Callable[..., None]:
    def done_and_crashed(*arguments: object, **named: object) -> None:
        step(*arguments, **named)
        raise Crash

    return done_and_crashed


_STEPS: dict[str, tuple[object, str, Callable[..., None], bool]] = {
    "before the ids are noted": (Changes, "note_loose", _crash, False),
    "before the vectors": (Vectors, "add", _crash, False),
    "after the vectors, before the catalog": (Vectors, "add", _crash_after(Vectors.add), False),
    "in the middle of the catalog's change": (changes, "_move_revision", _crash, False),
    "after the catalog, before the deletes": (Changes, "replace", _crash_after(Changes.replace), True),
    "after the deletes, before they are noted": (Changes, "clear_loose", _crash, True),
}

_OLD = ("El puente viejo cierra.", "El puente se hunde.")
_NEW = ("El puente nuevo abre.",)
_OTHER = ("Otro puente cruza el río.",)


@pytest.mark.parametrize("step", _STEPS)
def test_a_crash_at_any_step_leaves_all_of_a_change_or_none_and_the_next_writer_cleans_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(archive, embedded("a", *_OLD))
    assert _findable(archive) == {*_OLD}
    place, name, crash, has_happened = _STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(place, name, crash)
        with pytest.raises(Crash):
            put(archive, embedded("a", *_NEW), embedded("b", *_OTHER))
    expected = {*_NEW, *_OTHER} if has_happened else {*_OLD}
    assert _findable(archive) == expected
    archive.close()
    reopened = Archive.open(archive.folder)
    assert _findable(reopened) == expected
    with reopened.writing(on_wait=never_waits):
        pass
    assert _in_chroma(reopened) == sorted(expected)
    assert reopened.catalog.changes.loose_vectors() == []
    put(reopened, embedded("a", *_NEW), embedded("b", *_OTHER))
    assert _findable(reopened) == {*_NEW, *_OTHER}
    assert _in_chroma(reopened) == sorted({*_NEW, *_OTHER})
    reopened.close()


def test_replacing_an_article_leaves_no_vector_of_the_old_version(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD), embedded("b", *_OTHER))
    put(archive, embedded("a", *_NEW))
    assert _findable(archive) == {*_NEW, *_OTHER}
    assert _in_chroma(archive) == sorted([*_NEW, *_OTHER])


def test_an_article_may_go_back_to_what_it_said_before(archive: Archive) -> None:
    for sentences in (_OLD, _NEW, _OLD):
        put(archive, embedded("a", *sentences))
        assert _findable(archive) == {*sentences}
    assert _in_chroma(archive) == sorted(_OLD)


def test_two_versions_of_an_article_in_one_change_leave_the_later_one(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD), embedded("a", *_NEW))
    assert _findable(archive) == {*_NEW}
    assert _in_chroma(archive) == sorted(_NEW)


def test_what_becomes_unreadable_leaves_no_vector_and_no_text_in_chroma(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD), embedded("b", *_OTHER))
    canceled = Article(uri="a", body="", pubstatus="canceled")
    with archive.writing(on_wait=never_waits) as writer:
        writer.keep_unfindable([ReadArticle(canceled, canceled.content_hash)])
    assert _findable(archive) == {*_OTHER}
    assert _in_chroma(archive) == [*_OTHER]


def test_many_articles_are_each_found_by_their_own_vector(archive: Archive) -> None:
    texts = [f"El puente número {i}." for i in range(1200)]  # more than one call to Chroma takes here
    put(archive, *(embedded(f"a{i}", text) for i, text in enumerate(texts)))
    assert [text for text in texts[::40] if not _finds_itself(archive, text)] == []


# -- rebuilding -------------------------------------------------------------------------------------------------------


def test_a_rebuild_empties_what_is_derived_and_keeps_the_articles(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD))
    with archive.writing(on_wait=never_waits) as writer:
        writer.fix_language_means({"es": Mean(np.zeros(2, np.float32), np.zeros(2, np.float32))})
        writer.begin_rebuild("model-2")
    assert _findable(archive) == set() and archive.language_means() == {}
    assert [read.article.uri for read in archive.catalog.unfinished()] == ["a"]
    archive.check_model("model-2")
    assert _in_chroma(archive) == []


@pytest.mark.parametrize(
    ("place", "name", "crash"),
    [
        (Vectors, "clear", _crash),
        (Vectors, "clear", _crash_after(Vectors.clear)),
        (Changes, "forget_passages", _crash_after(Changes.forget_passages)),
    ],
)
def test_a_rebuild_that_is_cut_off_leaves_no_vector_behind(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, place: type, name: str, crash: Callable[..., None]
) -> None:
    put(archive, embedded("a", *_OLD))
    with archive.writing(on_wait=never_waits) as writer, monkeypatch.context() as patched:
        patched.setattr(place, name, crash)
        with pytest.raises(Crash):
            writer.begin_rebuild("model-1")
    # The next run cuts the same article into other passages, as after an update of the program.
    (read,) = archive.catalog.unfinished()
    put(
        archive,
        EmbeddedArticle(read, [(0, 5), (6, len(read.article.body))], np.stack([vector_of("1"), vector_of("2")])),
    )
    assert _in_chroma(archive) == sorted([read.article.body[:5], read.article.body[6:]])


def test_vectors_of_another_model_are_refused_in_one_line_that_names_the_remedy(archive: Archive) -> None:
    archive.check_model("model-1")  # any model may begin
    with archive.writing(on_wait=never_waits) as writer:
        writer.set_fingerprint("model-1")
    archive.check_model("model-1")
    with pytest.raises(ModelMismatchError) as raised:
        archive.check_model("model-2")
    message = str(raised.value)
    assert "model-1," in message and "model-2:" in message and "\n" not in message
    assert f"python -m ingest --rebuild --archive {archive.folder}" in message


def test_vectors_that_know_nothing_of_headlines_are_refused_in_one_line_that_names_the_remedy(archive: Archive) -> None:
    """An archive of an earlier version, by the very same model."""
    with archive.writing(on_wait=never_waits) as writer:
        archive.catalog.changes.set_fingerprint("model-1")
        with pytest.raises(ModelMismatchError) as raised:
            archive.check_model("model-1")
        message = str(raised.value)
        assert "headlines" in message and "\n" not in message
        assert f"python -m ingest --rebuild --archive {archive.folder}" in message
        writer.begin_rebuild("model-1")
    archive.check_model("model-1")


# -- other processes --------------------------------------------------------------------------------------------------

_OPEN = """
import os, signal, sys
from pathlib import Path
from archive.store import Archive
archive = Archive.open(Path(sys.argv[1]))
"""
_WITH_HELPERS = "from test_store import *\n" + _OPEN


def _start(code: str, archive: Archive) -> subprocess.Popen[str]:
    tests = Path(__file__).parent
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, (tests, tests.parent)))}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(archive.folder)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def _run(code: str, archive: Archive) -> int:
    process = _start(code, archive)
    process.communicate(timeout=120)
    return process.returncode


def test_what_another_process_writes_is_seen_by_the_next_search_of_one_that_has_the_archive_open(
    archive: Archive,
) -> None:
    put(archive, embedded("a", *_OLD))
    assert _findable(archive) == {*_OLD}
    code = 'put(archive, embedded("a", "El puente nuevo abre."), embedded("b", "Otro puente cruza el río."))'
    assert _run(_WITH_HELPERS + code, archive) == 0
    assert _findable(archive) == {*_NEW, *_OTHER}
    assert all(_finds_itself(archive, text) for text in (*_NEW, *_OTHER))


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
    [("Vectors.add = after(Vectors.add)", False), ("Changes.replace = after(Changes.replace)", True)],
    ids=["after the vectors", "after the catalog"],
)
def test_a_writer_that_is_killed_leaves_a_usable_archive_to_a_process_that_has_it_open(
    archive: Archive, where: str, has_happened: bool
) -> None:
    put(archive, embedded("a", *_OLD))
    assert _findable(archive) == {*_OLD}
    assert _run(_WITH_HELPERS + _KILLED.format(where=where), archive) == -signal.SIGKILL
    expected = {*_OTHER, *(_NEW if has_happened else _OLD)}
    assert _findable(archive) == expected
    later = [f"El puente {i} sigue." for i in range(50)]
    put(archive, *(embedded(f"c{i}", text) for i, text in enumerate(later)))  # the lock is free
    assert _findable(archive) == {*expected, *later}
    assert all(_finds_itself(archive, text) for text in (*expected, *later))
    assert _in_chroma(archive) == sorted({*expected, *later})


def test_the_next_writer_waits_and_is_told_for_whom(archive: Archive) -> None:
    holder = _start(
        _OPEN + "with archive.writing(on_wait=print): print('holding', flush=True); sys.stdin.read()", archive
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


def test_a_search_open_during_another_processs_rebuild_goes_on(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD))
    code = """
clear = Vectors.clear
def wait_and_clear(vectors):
    print("about to clear", flush=True)
    sys.stdin.readline()
    clear(vectors)
Vectors.clear = wait_and_clear
with archive.writing(on_wait=never_waits) as writer:
    writer.begin_rebuild("model-1")
    print("cleared", flush=True)
    sys.stdin.readline()
    writer.put([embedded("a", "El puente viejo cierra.", "El puente se hunde.")])
"""
    process = _start(_WITH_HELPERS + code, archive)
    assert process.stdin is not None and process.stdout is not None
    assert process.stdout.readline() == "about to clear\n"
    assert _findable(archive) == set()
    process.stdin.write("\n")
    process.stdin.flush()
    assert process.stdout.readline() == "cleared\n"
    assert _findable(archive) == set()
    process.communicate("\n", timeout=60)
    assert process.returncode == 0
    assert _findable(archive) == {*_OLD}


# -- threads and folders ----------------------------------------------------------------------------------------------


def test_threads_search_while_one_of_them_writes(archive: Archive) -> None:
    put(archive, embedded("a", *_OLD))
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                with archive.vectors() as vectors:
                    found = vectors.nearest(vector_of(_OLD[0]), Filters(), k=1)
                if [passage.text for passage in archive.catalog.passages(found).values()] != [_OLD[0]]:
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


def test_an_archive_that_is_not_there_is_an_error_that_says_how_to_fill_one(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="python -m ingest PATH --archive"):
        Archive.open(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_an_archive_cannot_be_made_in_the_place_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "archive"):
        with pytest.raises(ArchiveError, match="name another folder") as raised:
            Archive.create(folder)
        assert "\n" not in str(raised.value)


def test_a_writer_is_only_had_under_the_lock(archive: Archive) -> None:
    holder = archive.folder / "write.holder.json"
    with archive.writing(on_wait=never_waits) as writer:
        assert isinstance(writer, Writer)
        assert json.loads(holder.read_text("utf-8"))["pid"] == os.getpid()


@pytest.mark.parametrize("step", ["copy_to", "rename", "rmtree"])
def test_an_erasure_that_is_cut_off_at_any_step_loses_no_other_article_and_is_finished_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(archive, embedded("a", *_OLD), embedded("b", *_OTHER))
    where = {"copy_to": (Vectors, "copy_to"), "rename": (Path, "rename"), "rmtree": (shutil, "rmtree")}[step]
    for done_first in (False, True):
        with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
            patched.setattr(*where, _crash_after(getattr(*where)) if done_first else _crash)
            writer.erase("a")
        reopened = Archive.open(archive.folder)
        assert _findable(reopened) == {*_OTHER}
        reopened.close()
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.erase("a").is_free_of_it
    assert _in_chroma(archive) == [*_OTHER]
    assert sorted(path.name for path in archive.folder.iterdir() if path.is_dir()) == ["vectors"]
    assert all(_finds_itself(archive, text) for text in _OTHER)

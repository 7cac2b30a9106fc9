"""Catalog and vectors change as one: after every crash a search sees all of a change or none of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from archive.vectors import Vectors

from archive import changes
from archive.changes import Changes, NewArticle
from archive.errors import ArchiveError, ModelMismatchError
from archive.records import Article, ReadArticle
from archive.store import Archive
from language.centring import Mean
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

# -- all or nothing ---------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("step", _STEPS)
def test_a_crash_at_any_step_leaves_all_of_a_change_or_none_and_the_next_writer_cleans_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(archive, embedded("a", *OLD))
    assert findable(archive) == {*OLD}
    place, name, crash, has_happened = _STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(place, name, crash)
        with pytest.raises(Crash):
            put(archive, embedded("a", *NEW), embedded("b", *OTHER))
    expected = {*NEW, *OTHER} if has_happened else {*OLD}
    assert findable(archive) == expected
    archive.close()
    reopened = Archive.open(archive.folder)
    assert findable(reopened) == expected
    with reopened.writing(on_wait=never_waits):
        pass
    assert in_chroma(reopened) == sorted(expected)
    assert reopened.catalog.changes.loose_vectors() == []
    put(reopened, embedded("a", *NEW), embedded("b", *OTHER))
    assert findable(reopened) == {*NEW, *OTHER}
    assert in_chroma(reopened) == sorted({*NEW, *OTHER})
    reopened.close()


def test_replacing_an_article_leaves_no_vector_of_the_old_version(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    put(archive, embedded("a", *NEW))
    assert findable(archive) == {*NEW, *OTHER}
    assert in_chroma(archive) == sorted([*NEW, *OTHER])


def test_an_article_may_go_back_to_what_it_said_before(archive: Archive) -> None:
    for sentences in (OLD, NEW, OLD):
        put(archive, embedded("a", *sentences))
        assert findable(archive) == {*sentences}
    assert in_chroma(archive) == sorted(OLD)


def test_two_versions_of_an_article_in_one_change_leave_the_later_one(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("a", *NEW))
    assert findable(archive) == {*NEW}
    assert in_chroma(archive) == sorted(NEW)


def test_what_becomes_unreadable_leaves_no_vector_and_no_text_in_chroma(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    canceled = Article(uri="a", body="", pubstatus="canceled")
    with archive.writing(on_wait=never_waits) as writer:
        writer.keep_unfindable([ReadArticle(canceled, canceled.content_hash)])
    assert findable(archive) == {*OTHER}
    assert in_chroma(archive) == [*OTHER]


def test_many_articles_are_each_found_by_their_own_vector(archive: Archive) -> None:
    texts = [f"El puente número {i}." for i in range(1200)]  # more than one call to Chroma takes here
    put(archive, *(embedded(f"a{i}", text) for i, text in enumerate(texts)))
    assert [text for text in texts[::40] if not finds_itself(archive, text)] == []


# -- rebuilding -------------------------------------------------------------------------------------------------------


def test_a_rebuild_empties_what_is_derived_and_keeps_the_articles(archive: Archive) -> None:
    put(archive, embedded("a", *OLD))
    with archive.writing(on_wait=never_waits) as writer:
        writer.fix_language_means({"es": Mean(np.zeros(2, np.float32), np.zeros(2, np.float32))})
        writer.begin_rebuild("model-2")
    assert findable(archive) == set() and archive.language_means() == {}
    assert [read.article.uri for read in archive.catalog.unfinished()] == ["a"]
    archive.check_model("model-2")
    assert in_chroma(archive) == []


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
    put(archive, embedded("a", *OLD))
    with archive.writing(on_wait=never_waits) as writer, monkeypatch.context() as patched:
        patched.setattr(place, name, crash)
        with pytest.raises(Crash):
            writer.begin_rebuild("model-1")
    # The next run cuts the same article into other passages, as after an update of the program.
    (read,) = archive.catalog.unfinished()
    put(
        archive,
        NewArticle(read, [(0, 5), (6, len(read.article.body))], np.stack([vector_of("1"), vector_of("2")])),
    )
    assert in_chroma(archive) == sorted([read.article.body[:5], read.article.body[6:]])


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


# -- erasing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["copy_to", "rename", "rmtree"])
def test_an_erasure_that_is_cut_off_at_any_step_loses_no_other_article_and_is_finished_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    where = {"copy_to": (Vectors, "copy_to"), "rename": (Path, "rename"), "rmtree": (shutil, "rmtree")}[step]
    for done_first in (False, True):
        with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
            patched.setattr(*where, _crash_after(getattr(*where)) if done_first else _crash)
            writer.erase("a")
        reopened = Archive.open(archive.folder)
        assert findable(reopened) == {*OTHER}
        reopened.close()
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.erase("a").is_free_of_it
    assert in_chroma(archive) == [*OTHER]
    assert sorted(path.name for path in archive.folder.iterdir() if path.is_dir()) == ["vectors"]
    assert all(finds_itself(archive, text) for text in OTHER)


# -- the folder -------------------------------------------------------------------------------------------------------


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

"""Catalog and vectors change as one: after every crash a search sees all of a change or none of it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from archive import changes
from archive.changes import Changes
from archive.errors import ArchiveError, ModelMismatchError
from archive.index import Index
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from archive.writer import Writer
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
    "before the catalog": (Changes, "put", _crash, False),
    "in the middle of the catalog's change": (changes, "move_revision", _crash, False),
    "after the catalog, before the index": (Changes, "put", _crash_after(Changes.put), True),
    "before the index is added to": (Index, "add", _crash, True),
    "after it, before what went is deleted": (Index, "delete", _crash, True),
    "after the index, before that is noted": (Changes, "settle", _crash, True),
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
    assert reopened.catalog.vectors.unindexed() == []
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
        writer.put([NewArticle(ReadArticle(canceled, canceled.content_hash))])
    assert findable(archive) == {*OTHER}
    assert in_chroma(archive) == [*OTHER]


def test_many_articles_are_each_found_by_their_own_vector(archive: Archive) -> None:
    texts = [f"El puente número {i}." for i in range(1200)]  # more than one call to Chroma takes here
    put(archive, *(embedded(f"a{i}", text) for i, text in enumerate(texts)))
    assert [text for text in texts[::40] if not finds_itself(archive, text)] == []


# -- rebuilding -------------------------------------------------------------------------------------------------------


def _place_nothing(connection: object) -> None:
    """Leave the prints as they are: nobody asks for them here."""


def test_an_index_that_is_made_anew_holds_what_the_catalog_holds(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    with archive.writing(on_wait=never_waits) as writer:
        writer.rebuild(place=_place_nothing)
    assert findable(archive) == {*OLD, *OTHER}
    assert in_chroma(archive) == sorted([*OLD, *OTHER])


@pytest.mark.parametrize(
    ("place", "name"), [(Index, "add"), (Changes, "use_index"), (Writer, "_leave_old_index"), (shutil, "rmtree")]
)
@pytest.mark.parametrize("done_first", [False, True])
def test_making_an_index_anew_that_is_cut_off_at_any_step_hides_nothing_and_is_finished_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, place: object, name: str, done_first: bool
) -> None:
    put(archive, embedded("a", *OLD))
    with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
        patched.setattr(place, name, _crash_after(getattr(place, name)) if done_first else _crash)
        writer.make_index()
    reopened = Archive.open(archive.folder)
    assert findable(reopened) == {*OLD}
    with reopened.writing(on_wait=never_waits) as writer:
        writer.make_index()
    assert in_chroma(reopened) == sorted(OLD)
    assert len([path for path in archive.folder.iterdir() if path.is_dir()]) == 1
    reopened.close()


def _stage(archive: Archive, fingerprint: str) -> None:
    """Make the passages of all articles anew as another model would, each article one passage, and crash before the end."""
    archive.catalog.staging.begin(fingerprint)
    for read in archive.catalog.staging.missing():
        body = read.article.body
        archive.catalog.staging.put([NewArticle(read, [(0, len(body))], vector_of(body)[None])])


def test_a_rebuild_with_another_model_shows_the_old_passages_whole_until_it_is_done(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    with archive.writing(on_wait=never_waits) as writer:
        writer.set_fingerprint("model-1")
        _stage(archive, "model-2")
    archive.check_model("model-1")
    assert findable(archive) == {*OLD, *OTHER}
    put(archive, embedded("b", *NEW))  # by somebody who has not changed the model yet
    with archive.writing(on_wait=never_waits) as writer:
        _stage(archive, "model-2")
        writer.finish_rebuild("model-2", {"es": (Mean(np.zeros(16), np.zeros(16)), True)}, place=_place_nothing)
    archive.check_model("model-2")
    whole = {" ".join(OLD), *NEW}
    assert findable(archive) == whole
    assert all(finds_itself(archive, text) for text in whole)
    assert in_chroma(archive) == sorted(whole)
    assert archive.catalog.staging.count() == 0


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


def test_an_archive_of_an_earlier_version_by_the_same_model_is_refused_in_one_line_that_names_the_remedy(
    archive: Archive,
) -> None:
    for known in ("", " under headlines"):
        archive.catalog.changes.set_note("fingerprint", "model-1" + known)
        with pytest.raises(ModelMismatchError) as raised:
            archive.check_model("model-1")
        message = str(raised.value)
        assert "earlier Hemeroteca" in message and "\n" not in message
        assert f"python -m ingest --rebuild --archive {archive.folder}" in message


# -- erasing ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "name"),
    [(Changes, "erase"), (Index, "add"), (Changes, "use_index"), (shutil, "rmtree"), (Changes, "wipe_free_pages")],
)
def test_an_erasure_that_is_cut_off_at_any_step_loses_no_other_article_and_is_finished_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, place: object, name: str
) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
        patched.setattr(place, name, _crash_after(getattr(place, name)))
        writer.erase("a")
    reopened = Archive.open(archive.folder)
    assert findable(reopened) == {*OTHER}
    with reopened.writing(on_wait=never_waits) as writer:
        assert writer.erase("a").is_free_of_it
    assert in_chroma(reopened) == [*OTHER]
    reopened.close()
    assert len([path for path in archive.folder.iterdir() if path.is_dir()]) == 1


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

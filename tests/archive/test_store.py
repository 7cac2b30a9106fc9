"""Catalog and index change as one: after every crash a search sees all of a change or none of it."""

import shutil
from collections.abc import Callable

import pytest

from archive import changes
from archive import writer as writer_module
from archive.changes import Changes
from archive.errors import ArchiveError, ModelMismatchError
from archive.index import Index
from archive.question_log import QuestionFile
from archive.records import Article, ReadArticle
from archive.rows import NewArticle, note_sightings
from archive.store import Archive
from archive.writer import Writer
from tests.small_archive import (
    NEW,
    OLD,
    OTHER,
    Crash,
    crash,
    crash_after,
    embedded,
    findable,
    finds_itself,
    in_chroma,
    never_waits,
    put,
    vector_of,
)

# -- all or nothing ---------------------------------------------------------------------------------------------------


_STEPS: dict[str, tuple[object, str, Callable[..., None], bool]] = {
    "before the catalog's transaction": (Changes, "put", crash, False),
    "in the middle of it": (changes, "move_revision", crash, False),
    "at its end": (changes, "note_sightings", crash_after(note_sightings), False),
    "after it, before the index was added to": (Changes, "put", crash_after(Changes.put), True),
    "when the index is added to": (Index, "add", crash, True),
    "after the index was added to, before it lost what went": (Index, "delete", crash, True),
    "after the index, before that is noted": (Changes, "settle", crash, True),
    "when all is done": (Changes, "settle", crash_after(Changes.settle), True),
}


@pytest.mark.parametrize("is_power_cut", [False, True], ids=["raised", "power cut"])
@pytest.mark.parametrize("step", _STEPS)
def test_a_crash_at_any_step_leaves_all_of_a_change_or_none_and_the_next_writer_settles_the_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, is_power_cut: bool
) -> None:
    put(archive, embedded("a", *OLD))
    assert findable(archive) == {*OLD}
    place, name, broken, has_happened = _STEPS[step]
    with monkeypatch.context() as patched:
        patched.setattr(place, name, broken)
        if is_power_cut:
            patched.setattr(Writer, "end", lambda _: None)  # nobody leaves the index as others may rely on it
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
    assert reopened.damage() == ""
    put(reopened, embedded("a", *NEW), embedded("b", *OTHER))
    assert findable(reopened) == {*NEW, *OTHER}
    assert in_chroma(reopened) == sorted({*NEW, *OTHER})
    reopened.close()


@pytest.mark.parametrize(
    ("place", "name", "broken"),
    [
        (Index, "add", crash),
        (Index, "add", crash_after(Index.add)),
        (Changes, "use_index", crash),
        (Changes, "use_index", crash_after(Changes.use_index)),
    ],
)
def test_a_first_index_whose_making_was_cut_off_is_made_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, place: object, name: str, broken: Callable[..., None]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(place, name, broken)
        with pytest.raises(Crash):
            put(archive, embedded("a", *OLD))
    assert findable(archive) == {*OLD}
    with archive.writing(on_wait=never_waits):
        pass
    assert findable(archive) == {*OLD}
    assert in_chroma(archive) == sorted(OLD)
    assert len([path for path in archive.folder.iterdir() if path.is_dir()]) == 1


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


def test_when_everything_is_withdrawn_the_index_is_empty_and_nothing_is_left_to_do(archive: Archive) -> None:
    put(archive, embedded("a", *OLD))
    archive.close()
    with archive.writing(on_wait=never_waits) as writer:
        writer.withdraw(["a"], because="gone")
    assert archive.catalog.vectors.unindexed() == []
    assert archive.nearest(vector_of(OLD[0]), k=5) == [] and archive.damage() == ""
    name = archive.catalog.note("index")
    with archive.writing(on_wait=never_waits):
        pass
    assert archive.catalog.note("index") == name
    assert in_chroma(archive) == []


# -- models -----------------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("made_by", ["model-1", "model-1 under headlines"])
def test_vectors_of_an_earlier_version_are_refused_in_one_line_that_names_the_remedy(
    archive: Archive, made_by: str
) -> None:
    """By the very same model, they know nothing of the headlines, or lay in Chroma alone."""
    archive.catalog.changes.set_note("fingerprint", made_by)
    assert not archive.is_built_with("model-1")
    with pytest.raises(ModelMismatchError, match="an earlier Hemeroteca") as raised:
        archive.check_model("model-1")
    message = str(raised.value)
    assert "\n" not in message and f"python -m ingest --rebuild --archive {archive.folder}" in message


# -- erasing ----------------------------------------------------------------------------------------------------------


_ERASING = {
    "after the transaction": (Changes, "erase"),
    "the log of questions": (QuestionFile, "forget"),
    "the new index": (writer_module, "make_index"),
    "the new index is used": (Changes, "use_index"),
    "the old index is removed": (shutil, "rmtree"),
    "the catalog's free pages": (Changes, "wipe_free_pages"),
}


@pytest.mark.parametrize("done_first", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("step", _ERASING)
@pytest.mark.usefixtures("index_written_apart")
def test_an_erasure_that_is_cut_off_at_any_step_loses_no_other_article_and_is_finished_by_the_next_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, done_first: bool
) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    place, name = _ERASING[step]
    with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
        patched.setattr(place, name, crash_after(getattr(place, name)) if done_first else crash)
        writer.erase("a")
    has_begun = done_first or step != "after the transaction"
    reopened = Archive.open(archive.folder)
    assert findable(reopened) == ({*OTHER} if has_begun else {*OLD, *OTHER})
    reopened.close()
    archive.close()
    with archive.writing(on_wait=never_waits) as writer:
        assert not archive.catalog.changes.is_wiping()
        if not has_begun:
            assert writer.erase("a").is_free_of_it
    assert in_chroma(archive) == [*OTHER]
    assert len([path for path in archive.folder.iterdir() if path.is_dir()]) == 1
    archive.close()
    files = [path for path in archive.folder.rglob("*") if path.is_file()]
    assert [path for path in files if b"hunde" in path.read_bytes()] == []


# -- what is gone -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_empty", [False, True])
def test_an_archive_whose_catalog_is_lost_is_never_taken_for_a_new_one(archive: Archive, is_empty: bool) -> None:
    put(archive, embedded("a", *OLD))
    archive.close()
    for path in archive.folder.glob("catalog.sqlite*"):
        path.unlink()
    if is_empty:
        (archive.folder / "catalog.sqlite").touch()
    for opening in (Archive.open, Archive.create):
        with pytest.raises(ArchiveError, match="every article of this archive") as raised:
            opening(archive.folder)
        assert "\n" not in str(raised.value)

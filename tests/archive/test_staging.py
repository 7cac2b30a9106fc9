"""A rebuild with another model is made aside: until its end nobody sees anything of it, then everybody sees all of it."""

import shutil
from collections.abc import Callable

import numpy as np
import pytest

from archive import staging
from archive.index import Index
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.staging import Staging
from archive.store import Archive
from archive.writer import Writer
from language.centring import Mean
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
    whole,
)

_BEFORE = {*OLD, *OTHER}
_AFTER = {" ".join(OLD), *OTHER}


@pytest.fixture
def archive(archive: Archive) -> Archive:
    """An archive of two articles that model-1 made."""
    with archive.writing(on_wait=never_waits) as writer:
        writer.set_fingerprint("model-1")
        writer.put([embedded("a", *OLD), embedded("b", *OTHER)])
    return archive


def _stage(archive: Archive, fingerprint: str = "model-2") -> list[str]:
    """Stage what is missing, each article in one passage; return what was."""
    made = archive.catalog.staging
    made.begin(fingerprint)
    missing = list(made.missing())
    made.put([whole(read.article.uri, *_sentences(read.article.body)) for read in missing])
    return [read.article.uri for read in missing]


def _sentences(body: str) -> list[str]:
    return [f"{sentence}." for sentence in body.rstrip(".").split(". ")]


def _finish(writer: Writer, fingerprint: str = "model-2") -> None:
    writer.finish_rebuild(fingerprint, {}, place=lambda _: None)


def test_what_is_staged_is_seen_by_nobody_until_it_takes_the_place_of_all_there_was(archive: Archive) -> None:
    mean = Mean(np.full(16, 0.1, np.float32), np.zeros(2, np.float32))
    with archive.writing(on_wait=never_waits) as writer:
        assert _stage(archive) == ["a", "b"]
        assert archive.catalog.staging.count() == 2 and archive.catalog.staging.languages() == {"es": 2}
        assert archive.catalog.staging.texts_in("es", most=1) == [" ".join(OLD)]
        assert findable(archive) == _BEFORE and all(finds_itself(archive, text) for text in _BEFORE)
        assert archive.is_built_with("model-1")
        writer.finish_rebuild("model-2", {"es": (mean, True)}, place=lambda _: None)
        assert findable(archive) == _AFTER
    assert archive.is_built_with("model-2") and not archive.is_built_with("model-1")
    assert archive.language_means()["es"].pooled.tolist() == mean.pooled.tolist()
    assert archive.catalog.final_languages() == {"es"}
    assert archive.catalog.staging.count() == 0 and list(archive.catalog.unfinished()) == []
    assert archive.catalog.vectors.unindexed() == [] and archive.damage() == ""
    assert in_chroma(archive) == sorted(_AFTER)
    assert len([path for path in archive.folder.iterdir() if path.is_dir()]) == 1


_STEPS: dict[str, tuple[object, str, Callable[..., None], bool]] = {
    "before any is staged": (Staging, "put", crash, False),
    "after some are staged": (Staging, "put", crash_after(Staging.put), False),
    "before the new index": (Index, "add", crash, False),
    "after the new index": (Index, "add", crash_after(Index.add), False),
    "in the middle of the catalog's transaction": (staging, "move_revision", crash, False),
    "after it": (Staging, "finish", crash_after(Staging.finish), True),
    "before the old index is removed": (shutil, "rmtree", crash, True),
}


@pytest.mark.parametrize("is_power_cut", [False, True], ids=["raised", "power cut"])
@pytest.mark.parametrize("step", _STEPS)
def test_a_rebuild_that_is_cut_off_at_any_step_has_happened_or_not_and_is_gone_on_with(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str, is_power_cut: bool
) -> None:
    place, name, broken, has_happened = _STEPS[step]
    with monkeypatch.context() as patched, pytest.raises(Crash), archive.writing(on_wait=never_waits) as writer:
        patched.setattr(place, name, broken)
        if is_power_cut:
            patched.setattr(Writer, "end", lambda _: None)
        _stage(archive)
        _finish(writer)
    expected = _AFTER if has_happened else _BEFORE
    assert findable(archive) == expected
    archive.close()
    reopened = Archive.open(archive.folder)
    assert findable(reopened) == expected
    assert reopened.is_built_with("model-2" if has_happened else "model-1")
    with reopened.writing(on_wait=never_waits):
        pass
    assert in_chroma(reopened) == sorted(expected)
    if not has_happened:
        with reopened.writing(on_wait=never_waits) as writer:
            assert _stage(reopened) == (["a", "b"] if step == "before any is staged" else [])
            _finish(writer)
    assert findable(reopened) == _AFTER
    assert in_chroma(reopened) == sorted(_AFTER)
    reopened.close()


def test_what_another_model_had_staged_is_made_anew(archive: Archive) -> None:
    _stage(archive, "model-2")
    assert _stage(archive, "model-3") == ["a", "b"]
    assert archive.catalog.staging.count() == 2


def test_what_changed_since_it_was_staged_is_staged_as_it_is_now(archive: Archive) -> None:
    with archive.writing(on_wait=never_waits):
        _stage(archive)
    put(archive, embedded("a", *NEW))
    with archive.writing(on_wait=never_waits) as writer:
        assert _stage(archive) == ["a"]
        _finish(writer)
    assert findable(archive) == {*NEW, *OTHER}
    assert in_chroma(archive) == sorted({*NEW, *OTHER})


@pytest.mark.parametrize("how", ["withdrawn", "canceled", "erased"])
def test_what_may_not_be_read_any_more_since_it_was_staged_is_in_no_passage_and_in_no_index(
    archive: Archive, how: str
) -> None:
    with archive.writing(on_wait=never_waits):
        _stage(archive)
    with archive.writing(on_wait=never_waits) as writer:
        if how == "withdrawn":
            writer.withdraw(["a"], because="no longer in its folder")
        elif how == "canceled":
            writer.put([NewArticle(ReadArticle(Article("a", "", pubstatus="canceled"), "h"))])
        else:
            writer.erase("a")
    with archive.writing(on_wait=never_waits) as writer:
        assert _stage(archive) == []
        assert archive.catalog.staging.count() == 1
        _finish(writer)
    assert findable(archive) == {*OTHER}
    assert archive.catalog.vectors.count() == 1
    assert in_chroma(archive) == [*OTHER]


def test_a_staged_passage_never_has_the_number_of_another(archive: Archive) -> None:
    with archive.writing(on_wait=never_waits):
        _stage(archive)
    put(archive, embedded("c", *NEW))
    with archive.writing(on_wait=never_waits) as writer:
        _stage(archive)
        _finish(writer)
    assert all(finds_itself(archive, text) for text in (*_AFTER, *NEW))
    ids = archive.nearest(vector_of("anything"), k=10)
    assert len({*ids}) == 3 and min(map(int, ids)) > 3

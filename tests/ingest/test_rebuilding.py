"""A rebuild makes anew what is derived from the articles; until its end everybody sees what there was, whole."""

import contextlib
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.errors import ModelMismatchError
from archive.records import Article, Filters
from archive.store import CATALOG_FILE, Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from ingest.rebuilding import rebuild
from ingest.status import read_status, status_in_words
from language.errors import ModelError
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import Quiet, ingest_articles
from tests.models import missing, never_loaded
from tests.old_catalogs import ERASED, write_old_catalog
from tests.small_archive import in_chroma
from tests.small_catalog import STRIKE, found_by_words

_BRIDGE = "El puente de San Telmo cerrará al tráfico durante once meses, anunció ayer la alcaldesa."
_POET = "La poeta Celia Montescuro murió el miércoles en su casa de Lumbre a los 93 años."
_ARTICLES = [
    Article("a", _BRIDGE, publisher="El Faro"),
    Article("b", _POET, publisher="El Faro"),
    Article("c", "Secreto.", pubstatus="withheld"),
    Article("d", f"LUMBRE.\n\n{_BRIDGE}", publisher="La Gaceta"),
]
_QUESTION = "¿Quién murió en Lumbre?"


@pytest.fixture
def archive(archive: Archive, model: LazyModel, tmp_path: Path) -> Archive:
    """An archive of two stories, one of them in two prints, and of one that nobody may read."""
    ingest_articles(archive, _ARTICLES, model, tmp_path)
    assert archive.catalog.stories(["a", "b", "d"]) == {"a": "a", "b": "b", "d": "a"}
    return archive


def _seen(archive: Archive, model: LazyModel) -> tuple[object, ...]:
    """What a reader sees."""
    with archive.catalog.prints() as prints:
        members = prints.members("a")
    found = [
        (passage.uri, passage.text, passage.story) for passage in Search(archive, *model.load()).passages(_QUESTION)
    ]
    return found, sorted(found_by_words(archive.catalog, ["puente"])), members, archive.catalog.coverage()


def _built_with(archive: Archive, fingerprint: str) -> None:
    """Let the archive say that another model made its vectors."""
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.set_fingerprint(fingerprint)


def test_with_the_same_model_no_model_is_loaded_and_words_prints_and_index_are_made_anew(
    archive: Archive, model: LazyModel
) -> None:
    before = _seen(archive, model)
    with contextlib.closing(sqlite3.connect(archive.folder / CATALOG_FILE)) as file, file:
        file.execute("INSERT INTO keywords (keywords) VALUES ('delete-all')")
        file.execute("DELETE FROM print_keys")
        file.execute("UPDATE prints SET story = uri")
    index = archive.catalog.note("index")
    assert found_by_words(archive.catalog, ["puente"]) == []
    assert rebuild(archive, model=never_loaded(model), progress=Quiet()).passages == 0
    assert _seen(archive, model) == before
    assert archive.catalog.note("index") != index and archive.damage() == ""
    assert len(in_chroma(archive)) == archive.catalog.vectors.count()


def test_an_index_that_was_lost_is_made_anew(archive: Archive, model: LazyModel) -> None:
    before = _seen(archive, model)
    archive.close()
    shutil.rmtree(archive.folder / str(archive.catalog.note("index")))
    rebuild(archive, model=never_loaded(model), progress=Quiet())
    assert archive.damage() == "" and _seen(archive, model) == before


def test_with_another_model_all_is_made_anew_from_the_catalog_alone(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    before = _seen(archive, model)
    _built_with(archive, "another-model")
    with pytest.raises(ModelMismatchError, match="--rebuild"):
        ingest([], archive, model=model, progress=Quiet())
    report = rebuild(archive, model=model, progress=Quiet())
    assert report.passages == archive.catalog.vectors.count() == 3
    assert _seen(archive, model) == before
    assert "Secreto." not in in_chroma(archive)
    # What the files say is still known: nothing is new to the next run.
    again = ingest_articles(archive, _ARTICLES, never_loaded(model), tmp_path)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 4)


def test_a_rebuild_whose_model_cannot_be_loaded_leaves_the_archive_as_it_was(
    archive: Archive, model: LazyModel
) -> None:
    before = (_seen(archive, model), archive.catalog.revision(), in_chroma(archive))
    with pytest.raises(ModelError):
        rebuild(archive, model=missing("typo-1234"), progress=Quiet())
    assert (_seen(archive, model), archive.catalog.revision(), in_chroma(archive)) == before


class _StopsAfter(Progress):
    """Looks at the archive after each step, and stops after some of them."""

    def __init__(self, archive: Archive, *, steps: int) -> None:
        self._archive = archive
        self._steps = steps
        self.done = 0
        self.seen: list[object] = []

    def embedded(self, passages: int) -> None:
        self.done += passages
        self.seen.append(_as_read(self._archive))

    def is_to_stop(self) -> bool:
        self._steps -= 1
        return self._steps == 0


def _as_read(archive: Archive) -> object:
    """What a reader sees without a model."""
    words = found_by_words(archive.catalog, ["puente"])
    ids = [id_ for uri in ("a", "b", "d") for id_ in archive.catalog.passages_of(uri)]
    vectors = archive.vectors_of(ids)
    nearest = [archive.nearest(vectors[id_], Filters(), k=1) for id_ in ids]
    return words, ids, nearest, archive.catalog.revision(), archive.catalog.fingerprint()


def test_a_rebuild_that_was_stopped_has_changed_nothing_and_is_gone_on_with(
    archive: Archive, model: LazyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.AT_ONCE", 1)
    before = _seen(archive, model)
    _built_with(archive, "another-model")
    as_read = _as_read(archive)
    stopping = _StopsAfter(archive, steps=2)
    with pytest.raises(KeyboardInterrupt):
        rebuild(archive, model=model, progress=stopping)
    assert stopping.done == 2 and _as_read(archive) == as_read
    unfinished = read_status(archive)
    assert unfinished.rebuild == model.fingerprint and "python -m ingest --rebuild" in status_in_words(unfinished)
    finishing = _StopsAfter(archive, steps=9)
    assert rebuild(archive, model=model, progress=finishing).passages == 3
    assert finishing.done == 1
    assert stopping.seen + finishing.seen == [as_read] * 3
    assert _seen(archive, model) == before and archive.is_built_with(model.fingerprint)
    assert read_status(archive).rebuild is None


# -- archives of earlier versions -------------------------------------------------------------------------------------


@pytest.fixture(params=[1, 2], ids=["version 1", "version 2"])
def old_archive(request: pytest.FixtureRequest, model: LazyModel, tmp_path: Path) -> Iterator[Archive]:
    """An archive as an earlier version left it, whose vectors lay in Chroma alone."""
    folder = tmp_path / "old"
    (folder / "vectors").mkdir(parents=True)
    (folder / "vectors" / "chroma.sqlite3").write_bytes(b"of another layout")
    made_by = f"{model.fingerprint} under headlines" if request.param == 2 else model.fingerprint
    write_old_catalog(folder / CATALOG_FILE, request.param, fingerprint=made_by)
    opened = Archive.open(folder)
    yield opened
    opened.close()


def test_an_earlier_archive_asks_for_a_rebuild_in_one_line_and_loses_nothing_by_it(
    old_archive: Archive, model: LazyModel
) -> None:
    for use in (
        lambda: Search(old_archive, *model.load()),
        lambda: ingest([], old_archive, model=model, progress=Quiet()),
    ):
        with pytest.raises(ModelMismatchError, match="--rebuild") as raised:
            use()
        assert "\n" not in str(raised.value)
    assert rebuild(old_archive, model=model, progress=Quiet()).passages == 1
    assert found_by_words(old_archive.catalog, ["strike"]) == [STRIKE.uri]
    assert [passage.text for passage in Search(old_archive, *model.load()).passages("When did the strike end?")] == [
        STRIKE.body
    ]
    assert old_archive.catalog.article(STRIKE.uri) == STRIKE and old_archive.catalog.article("a:secret") is None
    assert in_chroma(old_archive) == [STRIKE.body] and old_archive.damage() == ""
    assert len([path for path in old_archive.folder.iterdir() if path.is_dir()]) == 1


@pytest.mark.parametrize("old_archive", [2], indirect=True)
def test_what_an_earlier_archive_erased_stays_out(old_archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    rebuild(old_archive, model=model, progress=Quiet())
    report = ingest_articles(old_archive, [Article(ERASED, "Once more."), STRIKE], never_loaded(model), tmp_path)
    assert (report.erased, report.unchanged, report.added) == (1, 1, 0)

"""Upkeep holds its promises beside whoever asks, writes or dies at the same moment."""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from archive import salvage as salvaging
from archive.backup import back_up, restore
from archive.errors import ArchiveError
from archive.store import CATALOG_FILE, Archive
from ingest import upkeep
from ingest.erasing import erase
from ingest.pipeline import ingest, keep_hours
from ingest.progress import Progress
from tests.model_by_hand import ModelByHand
from tests.small_archive import Crash, crash, never_waits

_STORY = {"uri": "a:1", "headline": "Cierre", "body": "El puente viejo cierra.", "language": "es"}
_OTHER = _STORY | {"uri": "a:2", "body": "La panadería abre."}


def _write(file: Path, *records: dict[str, str]) -> Path:
    file.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return file


def _ingest(folder: Path, *files: Path) -> dict[str, str]:
    """Take files in and return the texts that a reader may see."""
    with closing(Archive.create(folder)) as archive:
        report = ingest(files, archive, model=ModelByHand(), progress=Progress())
        assert not report.errors
        return {uri: article.body for uri, article in archive.catalog.articles(["a:1", "a:2"]).items()}


def _lose_text(folder: Path, uri: str) -> None:
    with closing(sqlite3.connect(folder / CATALOG_FILE)) as catalog:
        catalog.execute("DELETE FROM bodies WHERE article_id = (SELECT id FROM articles WHERE uri = ?)", [uri])
        catalog.commit()


@pytest.mark.parametrize(
    "hides",
    [{"pubstatus": "canceled", "body": "No publicar."}, {"embargoed": "2999-01-01T00:00:00Z", "version": "2"}],
    ids=["canceled", "embargoed"],
)
def test_what_was_hidden_stays_hidden_though_its_text_was_lost_and_its_notice_is_gone(
    tmp_path: Path, hides: dict[str, str]
) -> None:
    folder = tmp_path / "archive"
    story, notice = _write(tmp_path / "1.jsonl", _STORY, _OTHER), tmp_path / "2.jsonl"
    _ingest(folder, story, _write(notice, _STORY | hides))
    notice.unlink()
    _lose_text(folder, "a:1")
    done = upkeep.repair(folder, model=ModelByHand(), progress=Progress())
    assert done.damage == [] and len(done.lost) == 1 and done.done == []
    assert _ingest(folder, story) == {"a:2": _OTHER["body"]}
    # What says the same of it brings its text back, and it is hidden as before.
    assert _ingest(folder, story, _write(notice, _STORY | hides)) == {"a:2": _OTHER["body"]}
    with closing(Archive.open(folder)) as archive:
        assert archive.catalog.ledger.tally().withdrawn == ("pubstatus" in hides)


def test_a_text_that_was_lost_comes_back_with_its_file_as_it_was_or_changed(tmp_path: Path) -> None:
    folder, file = tmp_path / "archive", _write(tmp_path / "1.jsonl", _STORY, _OTHER)
    everything = _ingest(folder, file)
    _lose_text(folder, "a:1")
    upkeep.repair(folder, model=ModelByHand(), progress=Progress())
    assert _ingest(folder, file) == everything
    _lose_text(folder, "a:1")
    changed = _STORY | {"body": "El puente nuevo abre."}
    assert _ingest(folder, _write(file, changed, _OTHER)) == everything | {"a:1": changed["body"]}


def test_a_backup_during_which_somebody_asks_can_be_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    everything = _ingest(folder, _write(tmp_path / "1.jsonl", _STORY, _OTHER))
    log = folder / "questions.jsonl"
    log.write_text('{"question": "before"}\n', "utf-8")
    with closing(Archive.open(folder)) as archive:
        add = tarfile.TarFile.add

        def add_slowly(tar: tarfile.TarFile, name: Path, arcname: str) -> None:
            with log.open("a", encoding="utf-8") as file:
                file.write('{"question": "meanwhile"}\n')
            add(tar, name, arcname)

        monkeypatch.setattr(tarfile.TarFile, "add", add_slowly)
        back_up(archive, tmp_path / "a.tar")
    monkeypatch.undo()
    restore(tmp_path / "a.tar", tmp_path / "restored")
    assert (tmp_path / "restored" / "questions.jsonl").read_text("utf-8") == '{"question": "before"}\n'
    assert _ingest(tmp_path / "restored") == everything
    assert not [*tmp_path.glob("*.part")]


def test_a_salvage_that_is_killed_leaves_a_catalog_and_is_done_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"
    everything = _ingest(folder, _write(tmp_path / "1.jsonl", _STORY, _OTHER))
    for last_step in ("_copy", "journal_of"):
        with monkeypatch.context() as patched, pytest.raises(Crash):
            patched.setattr(salvaging, last_step, crash)
            salvaging.salvage(folder / CATALOG_FILE)
    assert (folder / CATALOG_FILE).is_file()
    salvaging.salvage(folder / CATALOG_FILE)
    assert upkeep.repair(folder, model=ModelByHand(), progress=Progress()).damage == []
    assert _ingest(folder) == everything


def test_an_erasure_names_the_damaged_catalogs_that_were_put_aside(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    _ingest(folder, _write(tmp_path / "1.jsonl", _STORY, _OTHER))
    aside = salvaging.salvage(folder / CATALOG_FILE).aside
    with closing(Archive.open(folder)) as archive:
        ingest([], archive, model=ModelByHand(), progress=Progress())
        erasure = erase("a:1", archive, on_wait=never_waits)
        assert not erasure.is_complete and any(str(aside) in line for line in erasure.left)
        aside.unlink()
        assert erase("a:1", archive, on_wait=never_waits).is_complete


def test_a_question_is_answered_where_an_embargo_ended_and_nobody_can_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "archive"
    _ingest(folder, _write(tmp_path / "1.jsonl", _OTHER, _STORY | {"embargoed": "2999-01-01T00:00:00Z"}))
    with closing(sqlite3.connect(folder / CATALOG_FILE)) as catalog:
        catalog.execute("UPDATE articles SET embargoed = '2020-01-01T00:00:00Z' WHERE uri = 'a:1'")
        catalog.commit()

    def refuse(*_: object, **__: object) -> None:
        raise ArchiveError("The archive cannot be written (Permission denied): may you write it?")

    with closing(Archive.open(folder)) as archive:
        assert archive.catalog.hour_has_come()
        with monkeypatch.context() as patched:
            patched.setattr(Archive, "writing", refuse)
            keep_hours(archive, model=ModelByHand())
        keep_hours(archive, model=ModelByHand())
        assert not archive.catalog.hour_has_come()

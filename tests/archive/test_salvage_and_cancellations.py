"""After a salvage nobody knows what was seen where: a canceled story stays canceled all the same."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.salvage import salvage
from archive.store import CATALOG_FILE, Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from tests.model_by_hand import ModelByHand

_STORY = {"uri": "a:1", "headline": "Cierre", "body": "El puente viejo cierra.", "language": "es"}
_NOTICE = _STORY | {"body": "No publicar.", "pubstatus": "canceled"}


def _write(file: Path, *records: dict[str, str]) -> Path:
    file.write_text("\n".join(json.dumps(record) for record in records), "utf-8")
    return file


def _ingest(folder: Path, *files: Path) -> list[str]:
    with closing(Archive.create(folder)) as archive:
        ingest(files, archive, model=ModelByHand(), progress=Progress())
        return list(archive.catalog.articles(["a:1", "a:2"]))


@pytest.mark.parametrize("lost", ["articles", "nothing"])
def test_a_canceled_story_does_not_come_back_with_its_files(tmp_path: Path, lost: str) -> None:
    folder = tmp_path / "archive"
    files = [_write(tmp_path / "1.jsonl", _STORY, _STORY | {"uri": "a:2"}), _write(tmp_path / "2.jsonl", _NOTICE)]
    assert _ingest(folder, *files) == ["a:2"]
    if lost == "articles":
        with closing(sqlite3.connect(folder / CATALOG_FILE)) as catalog:
            catalog.execute("DELETE FROM articles WHERE uri = 'a:1'")
            catalog.commit()
    salvage(folder / CATALOG_FILE)
    assert _ingest(folder, *files) == ["a:2"]


def test_a_story_whose_notice_is_kept_stays_canceled_though_its_file_alone_is_taken_in_again(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    files = [_write(tmp_path / "1.jsonl", _STORY, _STORY | {"uri": "a:2"}), _write(tmp_path / "2.jsonl", _NOTICE)]
    assert _ingest(folder, *files) == ["a:2"]
    salvage(folder / CATALOG_FILE)
    assert _ingest(folder, files[0]) == ["a:2"]

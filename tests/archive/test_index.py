"""Chroma's files keep each text once, and other programs read them and look for words in them as ever."""

from pathlib import Path

import chromadb
import pytest

from archive import index
from archive.index import COLLECTION
from archive.store import Archive
from tests.small_archive import NEW, OLD, OTHER, embedded, findable, in_chroma, put


def _in_files(folder: Path, text: str) -> int:
    return sum(path.read_bytes().count(text.encode()) for path in folder.rglob("*") if path.is_file())


def _with_word(folder: Path, word: str) -> list[str]:
    client = chromadb.PersistentClient(str(folder), chromadb.config.Settings(anonymized_telemetry=False))
    found = client.get_collection(COLLECTION).get(where_document={"$contains": word})["documents"]
    client.close()  # type: ignore[attr-defined]
    return sorted(found or [])


def test_each_text_is_kept_once_and_other_programs_find_words_in_it(archive: Archive) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    archive.close()
    folder = archive.folder / str(archive.catalog.note("index"))
    # Once more in Chroma's log, which it empties as it grows.
    assert {_in_files(folder, text) for text in (*OLD, *OTHER)} <= {1, 2}
    for text in (*OLD, *OTHER):
        assert _with_word(folder, text) == [text]
    put(archive, embedded("a", *NEW))
    archive.close()
    assert _with_word(folder, OLD[0]) == [] and _with_word(folder, NEW[0]) == [NEW[0]]


def test_an_index_of_an_earlier_version_is_written_on(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(index, "keep_texts_once", lambda database: None)
        put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    put(archive, embedded("a", *NEW))
    archive.close()
    assert in_chroma(archive) == sorted([*NEW, *OTHER]) and findable(archive) == {*NEW, *OTHER}
    folder = archive.folder / str(archive.catalog.note("index"))
    for text in (*NEW, *OTHER):
        assert _with_word(folder, text) == [text]
    assert _with_word(folder, OLD[0]) == []

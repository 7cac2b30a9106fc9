"""Whatever happens to the index, every passage is found, one line says what is wrong, and the next writer mends it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from archive.index import COLLECTION, Index
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.soundness import is_as_left, look_into, seal_of
from archive.store import Archive
from tests.small_archive import in_chroma, never_waits, vector_of

# Chroma writes its level files at 1,000.
_COUNT = 1200


def _text(number: int) -> str:
    return f"El puente número {number}."


def _folder(archive: Archive) -> Path:
    return archive.folder / str(archive.catalog.note("index"))


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive whose index is sound."""
    folder = tmp_path_factory.mktemp("sound") / "archive"
    archive = Archive.create(folder)
    body = " ".join(_text(number) for number in range(_COUNT))
    spans: list[tuple[int, int]] = []
    for number in range(_COUNT):
        start = spans[-1][1] + 1 if spans else 0
        spans.append((start, start + len(_text(number))))
    article = Article("a", body, language="es")
    vectors = np.stack([vector_of(_text(number)) for number in range(_COUNT)])
    with archive.writing(on_wait=never_waits) as writer:
        writer.put([NewArticle(ReadArticle(article, article.content_hash), spans, vectors)])
    assert _level_files(_folder(archive))
    archive.close()
    return folder


@pytest.fixture
def archive(sound: Path, tmp_path: Path) -> Archive:
    """A copy of that archive; its files have other times."""
    return Archive.open(Path(shutil.copytree(sound, tmp_path / "archive")))


def _level_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/data_level0.bin"))


def _remove(folder: Path) -> None:
    shutil.rmtree(folder)


def _truncate(folder: Path) -> None:
    (file,) = _level_files(folder)
    os.truncate(file, file.stat().st_size // 3)


def _fill_with_random_bytes(folder: Path) -> None:
    (file,) = _level_files(folder)
    file.write_bytes(np.random.default_rng(0).bytes(file.stat().st_size))


def _fill_links_with_random_bytes(folder: Path) -> None:
    (file,) = folder.glob("*/link_lists.bin")
    file.write_bytes(np.random.default_rng(0).bytes(file.stat().st_size))


def _remove_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").unlink()


def _overwrite_database(folder: Path) -> None:
    (folder / "chroma.sqlite3").write_bytes(b"damaged" * 10_000)


def _remove_metadata(folder: Path) -> None:
    for file in folder.glob("*/index_metadata.pickle"):
        file.unlink()


def _delete_passages(folder: Path) -> None:
    code = (
        "import chromadb, sys; from chromadb.config import Settings\n"
        "client = chromadb.PersistentClient(sys.argv[1], Settings(anonymized_telemetry=False))\n"
        f"client.get_collection('{COLLECTION}').delete(ids=[str(n) for n in range(1, 101)])"
    )
    subprocess.run([sys.executable, "-c", code, str(folder)], check=True)


_DAMAGES = [
    _remove,
    _truncate,
    _fill_with_random_bytes,
    _fill_links_with_random_bytes,
    _remove_database,
    _overwrite_database,
    _remove_metadata,
    _delete_passages,
]


@pytest.mark.parametrize("damage", _DAMAGES, ids=lambda damage: damage.__name__)
def test_a_damaged_index_is_told_in_one_line_hides_no_passage_and_is_made_anew_by_the_next_writer(
    archive: Archive, damage: Callable[[Path], None]
) -> None:
    damage(_folder(archive))
    told = archive.damage()
    assert "cannot be used" in told and str(archive.folder) in told and "\n" not in told
    assert _not_found(archive) == []
    assert _sane(archive.nearest(vector_of("El puente"), k=2000))
    archive.close()
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.mended and writer.mended in told
    assert archive.damage() == "" and _not_found(archive) == []
    assert in_chroma(archive) == sorted(_text(number) for number in range(_COUNT))
    assert [path.name for path in archive.folder.iterdir() if path.is_dir()] == [_folder(archive).name]
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.mended == ""
    archive.close()


def _not_found(archive: Archive) -> list[int]:
    return [number for number in range(_COUNT) if archive.nearest(vector_of(_text(number)), k=1) != [str(number + 1)]]


def _sane(ids: list[str]) -> bool:
    return sorted(map(int, ids)) == list(range(1, _COUNT + 1))


@pytest.mark.parametrize("damage", _DAMAGES, ids=lambda damage: damage.__name__)
def test_an_index_that_is_damaged_while_it_is_open_makes_no_search_fail(
    archive: Archive, damage: Callable[[Path], None]
) -> None:
    assert archive.damage() == "" and archive.nearest(vector_of(_text(7)), k=1) == ["8"]
    damage(_folder(archive))
    missed = [number for number in range(100, _COUNT, 10) if not archive.nearest(vector_of(_text(number)), k=1)]
    assert missed == []
    archive.close()
    assert _not_found(archive) == []
    archive.close()


def test_an_index_that_was_sound_is_trusted_in_the_middle_of_a_change_only_while_somebody_writes(
    archive: Archive,
) -> None:
    assert archive.damage() == ""
    archive.close()
    _fill_with_random_bytes(_folder(archive))
    archive.catalog.changes.set_note("index is written", "1")
    assert "cannot be used" in archive.damage() and _not_found(archive) == []
    archive.close()


def test_a_sound_index_is_told_of_as_nothing_and_looked_into_by_no_writer(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert archive.damage() == ""
    archive.close()
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.mended == ""
    with archive.writing(on_wait=never_waits) as writer:
        assert writer.mended == ""
    archive.close()


# -- looking into one -------------------------------------------------------------------------------------------------


def test_a_look_tells_what_is_missing_what_differs_and_what_is_listed(archive: Archive) -> None:
    vectors = archive.catalog.vectors
    texts = {number: _text(number - 1) for number in range(1, _COUNT + 1)}
    folder = _folder(archive)
    looked = look_into(folder, vectors.after(0), texts, lists=True)
    assert (looked.problem, looked.missing, looked.differing) == ("", (), ())
    assert sorted(looked.listed) == sorted(texts)
    index = Index(folder)
    index.delete([3, 4])
    (entries,) = list(vectors.entries([5, 6]))
    other = vector_of("something else")
    index.add([type(entry)(entry.number, other, entry.text, entry.metadata) for entry in entries[:1]])
    index.add([type(entry)(entry.number, entry.vector, "Otro texto.", entry.metadata) for entry in entries[1:]])
    index.close()
    looked = look_into(folder, vectors.after(0), texts, lists=True)
    assert sorted(looked.missing) == [3, 4, 5] and sorted(looked.differing) == [3, 4, 5, 6]
    assert sorted(looked.listed) == [number for number in sorted(texts) if number not in (3, 4)]
    archive.close()


def test_a_folder_that_nothing_can_be_read_from_is_a_problem_and_no_crash(tmp_path: Path, archive: Archive) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    looked = look_into(tmp_path, archive.catalog.vectors.sample(), {})
    assert looked.problem and "\n" not in looked.problem
    archive.close()


def test_a_seal_tells_whether_any_file_changed_appeared_or_went(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    file, other = tmp_path / "inner" / "a.bin", tmp_path / "chroma.sqlite3"
    file.write_bytes(b"12")
    (tmp_path / "inner" / "index_metadata.pickle").touch()
    (tmp_path / "empty").mkdir()
    seal = seal_of(tmp_path)
    (tmp_path / "empty" / "a.bin").touch()  # of an index that holds nothing yet, as any reader makes it
    (tmp_path / "chroma.sqlite3-journal").touch()  # comes and goes while somebody writes the database
    assert is_as_left(tmp_path, seal) and not is_as_left(tmp_path, None) and not is_as_left(tmp_path / "x", seal)
    other.touch()
    assert not is_as_left(tmp_path, seal) and is_as_left(tmp_path, seal, but_for=["chroma.sqlite3"])
    other.unlink()
    file.write_bytes(b"123")
    assert not is_as_left(tmp_path, seal) and is_as_left(tmp_path, seal, but_for=["inner/a.bin"])
    file.unlink()
    assert not is_as_left(tmp_path, seal)

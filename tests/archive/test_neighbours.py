"""The nearest passages are found also where the index cannot know them yet, and exactly where few pass the filters."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from archive import neighbours
from archive.index import Index
from archive.records import Filters, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from archive.stored_vectors import StoredVectors
from tests.other_processes import WITH_HELPERS, run, start
from tests.small_archive import NEW, OLD, OTHER, embedded, finds_itself, put, vector_of


class _Opened:
    """How often an index was opened."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        opening = Index.__init__

        def opened(index: Index, folder: Path) -> None:
            self.count += 1
            opening(index, folder)

        monkeypatch.setattr(Index, "__init__", opened)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> _Opened:
    return _Opened(monkeypatch)


def _texts(archive: Archive, text: str, filters: Filters = Filters(), *, k: int = 1) -> list[str]:
    ids = archive.nearest(vector_of(text), filters, k=k)
    passages = archive.catalog.passages(ids)
    return [passages[id_].text for id_ in ids]


# Chroma tells one process what another wrote only when it opens the files anew, so these write in another one.


def test_what_another_process_wrote_is_found_without_opening_the_index_anew(archive: Archive, opened: _Opened) -> None:
    put(archive, embedded("a", *OLD))
    assert finds_itself(archive, OLD[0])
    before = opened.count
    code = 'put(archive, embedded("a", "El puente nuevo abre."), embedded("b", "Otro puente cruza el río."))'
    assert run(WITH_HELPERS + code, archive) == 0
    assert all(finds_itself(archive, text) for text in (*NEW, *OTHER))
    assert {*_texts(archive, OLD[0], k=10)} == {*NEW, *OTHER}
    assert opened.count == before


def test_when_many_passages_are_new_the_index_is_opened_anew(
    archive: Archive, opened: _Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours, "FEW", 3)
    put(archive, embedded("a", *OLD))
    assert finds_itself(archive, OLD[0])
    writer = start(
        WITH_HELPERS + "for number in sys.stdin: put(archive, embedded(number, f'El puente número {int(number)}.'));"
        " print(number, end='', flush=True)",
        archive,
    )
    assert writer.stdin is not None and writer.stdout is not None
    for number, is_opened_anew in ((1, False), (2, False), (3, False), (4, True), (5, False)):
        writer.stdin.write(f"{number}\n")
        writer.stdin.flush()
        assert writer.stdout.readline() == f"{number}\n"
        before = opened.count
        assert finds_itself(archive, f"El puente número {number}.")
        assert opened.count == before + is_opened_anew
    assert len(_texts(archive, OLD[0], k=10)) == 7
    writer.communicate(timeout=60)


def test_what_another_process_withdrew_takes_nobodys_place(archive: Archive) -> None:
    put(archive, *(embedded(f"a{number}", f"El puente {number}.") for number in range(20)))
    assert finds_itself(archive, "El puente 3.")
    code = "with archive.writing(on_wait=never_waits) as w: w.withdraw([f'a{n}' for n in range(15)], because='gone')"
    assert run(WITH_HELPERS + code, archive) == 0
    assert {*_texts(archive, "El puente 3.", k=5)} == {f"El puente {number}." for number in range(15, 20)}


def test_a_mean_that_another_process_made_final_is_followed(archive: Archive) -> None:
    mean = np.full(16, 0.2, np.float32)
    archive.catalog.changes.set_language_means({"es": (mean, mean)}, is_final=False)
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    asked = archive.vectors_of(["1"])["1"]
    assert archive.nearest(asked, k=1) == ["1"]
    code = """
with archive.writing(on_wait=never_waits) as writer:
    mean = np.full(16, -0.2, np.float32)
    archive.catalog.changes.set_language_means({"es": (mean, mean)}, is_final=True)
    writer.put([])
"""
    assert run(WITH_HELPERS + "import numpy as np" + code, archive) == 0
    vectors = archive.vectors_of(["1", "2", "3"])
    assert not np.allclose(vectors["1"], asked, atol=1e-2)
    assert archive.nearest(asked, k=3) == sorted(vectors, key=lambda id_: -float(vectors[id_] @ asked))
    with archive.neighbours.index() as index:
        assert index is not None
        for id_, vector in vectors.items():
            ((number, cosine),) = index.nearest(vector, k=1)
            assert str(number) == id_ and cosine == pytest.approx(1, abs=1e-3)


def test_what_the_index_does_not_hold_as_the_catalog_does_is_compared_as_the_catalog_has_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, embedded("a", *OLD), embedded("b", *OTHER))
    mean = np.full(16, 0.2, np.float32)
    archive.catalog.changes.set_language_means({"es": (mean, mean)}, is_final=False)
    archive.catalog.changes.set_language_means({"es": (-mean, mean)}, is_final=True)  # and the index has not followed
    reader = Archive.open(archive.folder)
    vectors = reader.vectors_of(["1", "2", "3"])
    for id_, vector in vectors.items():
        assert reader.nearest(vector, k=1) == [id_]
    best_first = sorted(vectors, key=lambda id_: -float(vectors[id_] @ vectors["1"]))
    assert reader.nearest(vectors["1"], k=3) == best_first
    reader.close()


# -- filters ----------------------------------------------------------------------------------------------------------

_DAYS = [f"2025-03-{day:02}" for day in range(1, 29)]


def _printed(number: int, *, publisher: str, day: str | None, language: str = "es") -> NewArticle:
    made = embedded(f"a{number}", f"El puente número {number}.")
    article = replace(made.read.article, publisher=publisher, published=day, language=language)
    return NewArticle(ReadArticle(article, article.content_hash), made.spans, made.vectors)


@pytest.mark.parametrize("is_exact", [False, True], ids=["by the index", "exactly"])
@pytest.mark.parametrize("is_newer", [False, True], ids=["in the index", "newer than the index"])
def test_filters_let_the_same_pass_however_it_is_searched(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, is_exact: bool, is_newer: bool
) -> None:
    if not is_exact:
        monkeypatch.setattr(StoredVectors, "few_passing", lambda *_, **__: None)
    articles = [
        _printed(n, publisher="El Faro" if n % 3 else "La Gaceta", day=_DAYS[n % 28] if n % 5 else None)
        for n in range(60)
    ]
    put(archive, _printed(999, publisher="Nadie", day=None, language="und"))
    reader = Archive.open(archive.folder)
    if is_newer:
        assert reader.nearest(vector_of("x"), k=1) == ["1"]
    put(archive, *articles)
    for filters in (
        Filters(),
        Filters(publishers=("La Gaceta",)),
        Filters(since="2025-03-10", until="2025-03-12"),
        Filters(as_of="2025-03-03", publishers=("El Faro", "Nadie")),
        Filters(languages=("und",)),
        Filters(languages=("ru",)),
        Filters(publishers=("El Faro",), languages=("es",), since="2025-03-28"),
    ):
        vectors = {
            id_: vector_of(passage.text)
            for id_, passage in reader.catalog.passages([str(n) for n in range(1, 62)], filters).items()
        }
        asked = vector_of("¿Qué puente?")
        expected = sorted(vectors, key=lambda id_: -float(vectors[id_] @ asked))[:7]
        assert reader.nearest(asked, filters, k=7) == expected, filters
    reader.close()


def test_under_a_filter_that_few_pass_the_search_is_exact_and_opens_no_index(archive: Archive, opened: _Opened) -> None:
    put(archive, *(_printed(n, publisher="El Faro" if n else "La Gaceta", day=_DAYS[n % 28]) for n in range(300)))
    reader = Archive.open(archive.folder)
    before = opened.count
    assert _texts(reader, "El puente número 5.", Filters(publishers=("La Gaceta",)), k=3) == ["El puente número 0."]
    assert opened.count == before
    reader.close()

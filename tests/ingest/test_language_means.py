"""What a language is centred by: known beforehand, or its own once there is enough of it, and till then all together."""

from pathlib import Path

import numpy as np
import pytest

from archive.records import Article
from archive.store import Archive
from ingest.making import mean_of
from language.centring import OWN_PASSAGES
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import ingest_articles

_BRIDGE = "Brúin yfir ána verður lokuð í ellefu mánuði."
_POET = "La poeta Celia Montescuro murió el miércoles en su casa de Lumbre a los 93 años."


def _icelandic(first: int, last: int, language: str = "is") -> list[Article]:
    told = "Skáldið frá bæ númer {} lést á miðvikudag, og skipið kom í höfn með {} tonn af fiski."
    return [Article(f"{language}{n}", told.format(n, n * n), language=language) for n in range(first, last)]


def _in_index(archive: Archive) -> dict[str, np.ndarray]:
    numbers = [entry.number for entries in archive.catalog.vectors.entries() for entry in entries]
    with archive.neighbours.index() as index:
        assert index is not None
        return {str(number): vector for number, (vector, _) in index.held(numbers).items()}


def _agrees(archive: Archive) -> bool:
    """Whether the index holds each passage's vector as the catalog has it."""
    held = _in_index(archive)
    stored = archive.vectors_of(list(held))
    return len(held) == archive.catalog.vectors.count() and all(
        float(held[id_] @ stored[id_]) > 1 - 1e-4 for id_ in held
    )


def test_a_language_that_the_reference_lacks_is_centred_by_all_languages_until_there_is_enough_of_it(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    _, reference = model.load()
    ingest_articles(archive, [Article("a", _BRIDGE, language="is"), Article("b", _POET)], model, tmp_path)
    assert set(archive.language_means()) == {"is", "es"} and archive.catalog.final_languages() == {"es"}
    assert Search(archive, *model.load()).passages("How long will the bridge be closed?")[0].uri == "a"
    ingest_articles(archive, _icelandic(0, 5), model, tmp_path)
    assert archive.language_means()["is"].pooled.tolist() == reference.any_language.pooled.tolist()
    assert archive.catalog.final_languages() == {"es"} and _agrees(archive)
    before = _in_index(archive)

    ingest_articles(archive, _icelandic(5, OWN_PASSAGES), model, tmp_path)
    own = archive.language_means()["is"].pooled
    assert archive.catalog.final_languages() == {"es", "is"}
    assert not np.allclose(own, reference.any_language.pooled, atol=1e-3)
    # What was stored before is found by the new mean, too.
    assert _agrees(archive) and archive.catalog.vectors.unindexed() == []
    after = _in_index(archive)
    moved = {archive.catalog.passages([id_])[id_].language for id_ in before if float(before[id_] @ after[id_]) < 0.999}
    assert moved == {"is"}
    assert Search(archive, *model.load()).passages("How long will the bridge be closed?")[0].uri == "a"

    # Later articles are comparable with the first ones.
    ingest_articles(archive, _icelandic(100, 140), model, tmp_path)
    assert archive.language_means()["is"].pooled.tolist() == own.tolist()


def test_enough_of_a_language_at_once_has_its_own_mean_at_once(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    _, reference = model.load()
    ingest_articles(archive, _icelandic(0, OWN_PASSAGES), model, tmp_path)
    assert archive.catalog.final_languages() == {"is"} and _agrees(archive)
    assert archive.language_means()["is"].pooled.tolist() != reference.any_language.pooled.tolist()


def test_what_is_in_no_known_language_never_has_a_mean_of_its_own(model: LazyModel) -> None:
    embedder, reference = model.load()
    for count, is_final in ((OWN_PASSAGES - 1, False), (OWN_PASSAGES, True), (10_000, True)):
        texts = [_BRIDGE] * min(count, OWN_PASSAGES)
        mean, told = mean_of("is", texts, count=count, embedder=embedder, reference=reference)
        assert told == is_final and (mean is reference.any_language) == (not is_final)
        assert mean_of("und", texts, count=count, embedder=embedder, reference=reference) == (
            reference.any_language,
            False,
        )


def test_articles_of_no_known_language_are_stored_and_found(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    articles = [Article(f"und{n}", f"{n * 7919} {n} {n * n}") for n in range(OWN_PASSAGES + 5)]
    ingest_articles(archive, articles, model, tmp_path)
    stored = archive.catalog.article("und3")
    if stored is None or stored.language != "und":
        pytest.fail("the test wants texts whose language nobody can tell")
    assert archive.catalog.final_languages() == set() and set(archive.language_means()) == {"und"}
    assert _agrees(archive)

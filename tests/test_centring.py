"""Language centring lets no language hide another."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from archive.centring import SHIPPED, Mean, ReferenceMeans, centred, reference_means
from archive.language import identify, language_odds
from archive.model import LazyModel
from archive.settings import EmbeddingModel, read_settings


def _reference() -> ReferenceMeans:
    one, other = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
    return ReferenceMeans(
        {"es": Mean(one, one), "en": Mean(other, other)},
        {"es": Mean(one * 2, one), "en": Mean(other * 2, other)},
    )


@given(
    arrays(np.float32, (3, 8), elements=st.floats(-1, 1, width=32)),
    arrays(np.float32, 8, elements=st.floats(-1, 1, width=32)),
)
def test_centred_vectors_have_length_one_or_nothing_is_left_of_them(vectors: np.ndarray, mean: np.ndarray) -> None:
    lengths = np.linalg.norm(centred(vectors, mean), axis=1)
    left = np.linalg.norm(vectors - mean, axis=1)
    assert np.allclose(lengths[left > 1e-6], 1, atol=1e-3)
    assert (lengths <= 1.001).all()


def test_doubt_about_a_questions_language_mixes_the_means() -> None:
    mixed = _reference().question_mean({"es": 0.75, "en": 0.25}, {})
    assert mixed.pooled.tolist() == [1.5, 0.5]


def test_a_language_that_the_reference_lacks_takes_the_archives_mean_and_the_usual_difference() -> None:
    own = Mean(np.array([4, 4], np.float32), np.array([4, 4], np.float32))
    assert _reference().question_mean({"is": 1.0}, {"is": own}).pooled.tolist() == [4.5, 4.5]


def test_the_means_that_ship_are_the_bundled_models() -> None:
    with np.load(SHIPPED) as file:
        assert str(file["fingerprint"]) == EmbeddingModel().fingerprint
        assert file["means"].shape[:2] == (len(file["languages"]), 4)


def test_across_languages_the_same_subject_is_found_better_when_centred(model: LazyModel) -> None:
    """English questions over the reference paragraphs of three languages at once: the right subject comes first more often."""
    embedder, reference = model.load()
    rows = {
        code: [json.loads(line) for line in (SHIPPED.parent / f"{code}.jsonl").read_text("utf-8").splitlines()]
        for code in ("en", "es", "ru")
    }
    # Each subject in one language only, so that the asker's own language can hide the others.
    kept = [(code, row) for code in rows for row in rows[code] if list(rows)[row["topic"] % 3] == code]
    questions = embedder.questions([row["question"] for row in rows["en"]])
    passages = embedder.passages([row["text"] for _, row in kept])
    plain = np.stack([q.vector for q in questions]) @ passages.T
    means = np.stack([reference.passages[code].pooled for code, _ in kept])
    moved = (
        centred(np.stack([q.vector for q in questions]), reference.questions["en"].pooled) @ centred(passages, means).T
    )
    foreign = [i for i in range(len(questions)) if list(rows)[rows["en"][i]["topic"] % 3] != "en"]

    def first_is_foreign(scores: np.ndarray) -> int:
        return sum(kept[int(scores[i].argmax())][0] != "en" for i in foreign)

    assert first_is_foreign(moved) > first_is_foreign(plain)


def test_another_models_means_are_made_once_and_kept(
    model: LazyModel, tmp_path_factory: pytest.TempPathFactory
) -> None:
    embedder, shipped = model.load()
    cache = read_settings().cache
    assert set(reference_means(embedder, cache=cache).passages) == set(shipped.passages)


@pytest.mark.parametrize(
    ("text", "language"),
    [("El puente cerrará once meses.", "es"), ("The bridge will close.", "en"), ("…", "und"), ("12,5", "und")],
)
def test_a_texts_language_is_told_or_said_to_be_unknown(text: str, language: str) -> None:
    assert identify(text) == language


def test_odds_are_of_the_languages_asked_about_and_add_up_to_one() -> None:
    for text in ("What did Sabbagh propose?", "Sabbagh", "?", ""):
        odds = language_odds(text, ["en", "es", "xx"])
        assert set(odds) <= {"en", "es", "xx"}
        assert sum(odds.values()) == pytest.approx(1)

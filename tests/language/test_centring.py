"""Language centring lets no language hide another."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from language import centring
from language.centring import SHIPPED, Mean, ReferenceMeans, centred, reference_means
from language.choice import EmbeddingModel
from language.embedder import Embedder
from language.errors import ModelError
from language.identify import identify, language_odds
from language.model import LazyModel


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


def test_a_language_is_centred_by_the_archives_mean_else_the_references_else_that_of_all_languages() -> None:
    own = Mean(np.array([4, 4], np.float32), np.array([4, 4], np.float32))
    reference = _reference()
    assert reference.mean_of("is", {"is": own, "es": own}) is own
    assert reference.mean_of("es", {"es": own}) is own
    assert reference.mean_of("es", {"is": own}) is reference.passages["es"]
    assert reference.mean_of("is", {"es": own}).pooled.tolist() == [0.5, 0.5]


def test_the_means_that_ship_are_the_bundled_models() -> None:
    with np.load(SHIPPED) as file:
        assert str(file["fingerprint"]) == EmbeddingModel().fingerprint
        assert file["means"].shape[:2] == (len(file["languages"]), 4)


def _reference_texts(language: str) -> list[dict[str, str]]:
    return [json.loads(line) for line in (SHIPPED.parent / f"{language}.jsonl").read_text("utf-8").splitlines()]


def test_the_means_that_ship_are_those_of_the_reference_texts(model: LazyModel) -> None:
    """Whoever changes a text, or what the model is unpacked to, must make them anew."""
    embedder, reference = model.load()
    texts = _reference_texts("fa")  # the language whose letters the tokenizer is most easily wrong about
    told = embedder.passages([text["text"] for text in texts]).mean(axis=0)
    asked = np.mean([found.vector for found in embedder.questions([text["question"] for text in texts])], axis=0)
    for shipped, made in [(reference.passages["fa"].pooled, told), (reference.questions["fa"].pooled, asked)]:
        assert float(shipped @ made) / np.linalg.norm(shipped) / np.linalg.norm(made) > 0.9999


def test_every_language_of_the_reference_has_its_means(model: LazyModel) -> None:
    _, reference = model.load()
    languages = {file.stem for file in SHIPPED.parent.glob("*.jsonl")}
    assert set(reference.passages) == set(reference.questions) == languages


def test_across_languages_a_question_finds_its_subject_better_when_centred(model: LazyModel) -> None:
    """English questions, each subject told in one of four languages: the right paragraph comes first more often."""
    embedder, reference = model.load()
    home = [("en", "es", "ru", "ar")[subject % 4] for subject in range(24)]
    texts = {language: _reference_texts(language) for language in set(home)}
    told = embedder.passages([texts[language][subject]["text"] for subject, language in enumerate(home)])
    asked = np.stack([found.vector for found in embedder.questions([text["question"] for text in texts["en"]])])
    means = np.stack([reference.passages[language].pooled for language in home])

    def found_first(questions: np.ndarray, passages: np.ndarray) -> float:
        first = (questions @ passages.T).argmax(axis=1)
        return float(np.mean([first[subject] == subject for subject, language in enumerate(home) if language != "en"]))

    before = found_first(asked, told)
    after = found_first(centred(asked, reference.questions["en"].pooled), centred(told, means))
    assert after > before + 0.2  # .94 and .56 when written: English paragraphs stood before the right ones


def test_a_language_of_few_passages_leans_on_the_mean_of_all_languages(model: LazyModel) -> None:
    embedder, reference = model.load()
    texts = ["Meya wa mji alisema daraja litafungwa.", "Mvua kubwa ilinyesha pwani usiku kucha."]
    own, any_language = embedder.passages(texts).mean(axis=0), reference.any_language.pooled

    def distances(found: Mean) -> tuple[float, float]:
        return float(np.linalg.norm(found.pooled - own)), float(np.linalg.norm(found.pooled - any_language))

    few, many = reference.estimate(embedder, texts), reference.estimate(embedder, texts * 15)
    assert distances(few)[0] > distances(few)[1]
    assert distances(many)[0] < distances(many)[1]
    assert few.tokens.shape == any_language.shape


@pytest.fixture
def other_model(model: LazyModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Embedder:
    """Another model, whose means come from two texts in each of two languages."""
    for language in ("en", "es"):
        lines = (SHIPPED.parent / f"{language}.jsonl").read_text("utf-8").splitlines()[:2]
        (tmp_path / f"{language}.jsonl").write_text("\n".join(lines), "utf-8")
    monkeypatch.setattr(centring, "_REFERENCE", tmp_path)
    embedder, _ = model.load()
    monkeypatch.setattr(embedder, "fingerprint", "another-1234")
    return embedder


def test_another_models_means_are_made_once_and_kept(
    other_model: Embedder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = other_model
    made = reference_means(embedder, cache=tmp_path / "cache")
    monkeypatch.setattr(centring, "write_means", lambda *_: pytest.fail("made again"))
    kept = reference_means(embedder, cache=tmp_path / "cache")
    assert set(made.passages) == set(kept.passages) == {"en", "es"}
    assert kept.questions["es"].tokens.tolist() == made.questions["es"].tokens.tolist()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["means-another-1234.npz"]


@pytest.mark.parametrize("damage", ["emptied", "halved", "overwritten", "another file"])
def test_kept_means_that_were_damaged_are_made_anew(other_model: Embedder, tmp_path: Path, damage: str) -> None:
    made = reference_means(other_model, cache=tmp_path)
    kept = tmp_path / "means-another-1234.npz"
    whole = kept.read_bytes()
    damages = {
        "emptied": b"",
        "halved": whole[: len(whole) // 2],
        "overwritten": whole[:1000] + bytes(1000) + whole[2000:],
        "another file": b"Dear diary",
    }
    kept.write_bytes(damages[damage])
    again = reference_means(other_model, cache=tmp_path)
    assert again.passages["es"].pooled == pytest.approx(made.passages["es"].pooled, abs=1e-3)
    assert kept.read_bytes()[:100] == whole[:100]


def test_means_that_cannot_be_kept_are_an_error_in_one_line(other_model: Embedder, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="HEMEROTECA_CACHE") as raised:
        reference_means(other_model, cache=tmp_path / "file")
    assert "\n" not in str(raised.value)


def test_the_bundled_models_means_need_not_be_made(model: LazyModel, tmp_path: Path) -> None:
    embedder, _ = model.load()
    reference_means(embedder, cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("El puente cerrará once meses.", "es"),
        ("The bridge will close.", "en"),
        ("Meya wa mji alisema daraja litafungwa.", "sw"),
        ("Paro de maestros en Lumbre.", "es"),  # not plainly, but plainly none of the other usual ones
        ("Texto con versión enorme.", "und"),  # Galician at .34, Spanish at .25
        ("Hola.", "und"),
        ("Sabbagh", "und"),
        ("…", "und"),
        ("12,5", "und"),
    ],
)
def test_a_texts_language_is_told_or_said_to_be_unknown(text: str, language: str) -> None:
    assert identify(text) == language


def test_odds_are_of_the_languages_asked_about_and_add_up_to_one() -> None:
    for text in ("What did Sabbagh propose?", "Sabbagh", "?", ""):
        odds = language_odds(text, ["en", "es", "xx"])
        assert set(odds) <= {"en", "es", "xx"}
        assert sum(odds.values()) == pytest.approx(1)

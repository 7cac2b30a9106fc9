"""A question and a passage are read together: which words answer, and whether any do."""

from pathlib import Path

import numpy as np
import pytest

from language.embedder import Embedder
from language.errors import ModelError
from language.joint_reader import JointReader
from language.model import LazyModel
from retrieval.search import Search

_SCULPTOR = (
    "The bridge was drawn by Ada Quill. She was born in Lima and came to the valley in 1998. Her father sold clocks."
)
_FERRY = "The ferry to Tern will sail every two hours from Monday. Bicycles travel free, said the harbour board."


@pytest.fixture(scope="module")
def embedder(model: LazyModel) -> Embedder:
    return model.load()[0]


def _odds(embedder: Embedder, question: str, texts: list[str]) -> list[np.ndarray]:
    assert embedder.reader is not None
    (asked,) = embedder.questions([question])
    passages = embedder.passage_tokens(texts)
    odds = embedder.reader.answers(asked.tokens.inner, [found.inner for found in passages])
    return [one[found.own] for one, found in zip(odds, passages, strict=True)]


def _best_words(embedder: Embedder, question: str, text: str) -> str:
    (odds,) = _odds(embedder, question, [text])
    (found,) = embedder.passage_tokens([text])
    start, end = found.spans[int(odds.argmax())]
    return text[start:end].strip(" .,")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Where was the sculptor born?", "Lima"),
        ("When did she come to the valley?", "1998"),
        ("¿Dónde nació la escultora?", "Lima"),
    ],
)
def test_the_best_word_is_the_answers(embedder: Embedder, question: str, answer: str) -> None:
    assert answer in _best_words(embedder, question, _SCULPTOR)


@pytest.mark.parametrize(
    ("question", "answers", "others"),
    [
        ("Where was the sculptor born?", _SCULPTOR, [_FERRY, "Ada Quill won a prize last year, said the mayor."]),
        ("How often does the ferry sail?", _FERRY, [_SCULPTOR, "The council met on Tuesday. Nobody spoke about it."]),
    ],
)
def test_a_passage_that_answers_is_more_probable_than_others(
    embedder: Embedder, question: str, answers: str, others: list[str]
) -> None:
    holds, *hold_none = (np.logaddexp.reduce(odds) for odds in _odds(embedder, question, [answers, *others]))
    assert holds > 0 and holds > max(hold_none)


def test_what_is_found_does_not_depend_on_the_other_passages(embedder: Embedder) -> None:
    question, texts = "Where was the sculptor born?", [_FERRY, _SCULPTOR * 3, _SCULPTOR, "Yes."] * 4
    together = _odds(embedder, question, texts)
    for text, found in zip(texts[:4], together, strict=False):
        (alone,) = _odds(embedder, question, [text])
        np.testing.assert_allclose(found, alone, atol=0.25)  # in bf16


def test_nothing_to_read_brings_nothing(embedder: Embedder) -> None:
    assert _odds(embedder, "Where?", []) == []


def test_without_its_file_there_is_no_reader_and_one_line_says_so(embedder: Embedder, tmp_path: Path) -> None:
    for content in (None, b"no weights"):
        file = tmp_path / "reader.safetensors"
        if content:
            file.write_bytes(content)
        with pytest.raises(ModelError, match="install the project anew") as told:
            JointReader.load(embedder.upper_layers(), file)
        assert "\n" not in str(told.value)


def test_only_the_stories_that_are_to_be_read_are_read_together_with_the_question(sample_search: Search) -> None:
    found = sample_search.find("How long will the San Telmo bridge be closed?", read=2)
    together = sample_search.read_together(found, stories=2)
    for story in together.stories[:2]:
        assert all(len(ranked.answers) == len(ranked.spans) for ranked in story.passages)
    assert together.stories[2:] == found.stories[2:]
    assert [story.first for story in together.stories] == [story.first for story in found.stories]


def test_a_model_without_a_reader_finds_what_it_finds(sample_search: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    found = sample_search.find("How long will the San Telmo bridge be closed?", read=2)
    monkeypatch.setattr(sample_search._embedder, "reader", None)
    assert sample_search.read_together(found, stories=2) is found

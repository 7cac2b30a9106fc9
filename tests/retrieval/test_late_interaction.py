"""MaxSim is right, and what is remembered between questions changes no score and stays bounded."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from archive.records import Passage
from language.centring import centred
from language.embedder import Embedder, TokenVectors
from language.model import LazyModel
from retrieval.late_interaction import LONGEST, OTHER_LANGUAGE, LateInteraction, RankedPassage, max_sim
from retrieval.question import Question, understand

_TEXTS = {
    "ferry": "El ferri a la isla saldrá cada dos horas desde el muelle viejo, según anunció la naviera.",
    "library": "The town library will lend bicycles and umbrellas from Monday, said its new director.",
    "bakery": "La panadería de la plaza cierra tras noventa años porque nadie quiere heredar el horno.",
}
_UNIT = arrays(np.float32, st.tuples(st.integers(1, 5), st.just(3)), elements=st.floats(-1, 1, width=16)).map(
    lambda a: a / np.maximum(np.linalg.norm(a, axis=1, keepdims=True), 1e-6)
)


class Spy:
    """The real embedder, with a record of what it was asked to read."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.read: list[str] = []

    def passage_tokens(self, texts: Sequence[str], *, headlines: Sequence[str] = ()) -> list[TokenVectors]:
        self.read.extend(texts)
        return self._embedder.passage_tokens(texts, headlines=headlines)


@pytest.fixture
def spy(model: LazyModel) -> Spy:
    return Spy(model.load()[0])


@pytest.fixture(scope="module")
def question(model: LazyModel) -> Question:
    embedder, reference = model.load()
    return understand("How often does the ferry leave?", embedder=embedder, reference=reference, stored={})


def test_a_question_is_centred_by_the_odds_that_it_is_given(model: LazyModel) -> None:
    embedder, reference = model.load()
    heard = understand("Torgal dam", embedder=embedder, reference=reference, stored={})
    told = understand("Torgal dam", embedder=embedder, reference=reference, stored={}, odds={"es": 0.3, "xx": 0.7})
    assert (told.language, told.odds) == ("es", {"es": 1.0})
    spanish = centred(embedder.questions(["Torgal dam"])[0].vector, reference.questions["es"].pooled)
    np.testing.assert_allclose(told.vector, spanish, atol=1e-5)
    unknown = understand("Torgal dam", embedder=embedder, reference=reference, stored={}, odds={"xx": 1.0})
    assert unknown.odds == heard.odds


def _passages(*names: str, headline: str = "") -> dict[str, Passage]:
    return {
        name: Passage(
            uri=name,
            start=0,
            end=len(_TEXTS[name]),
            text=_TEXTS[name],
            headline=headline,
            publisher="",
            published=None,
            language="en" if name == "library" else "es",
            url="",
        )
        for name in names
    }


def _rank(late: LateInteraction, question: Question, model: LazyModel, *names: str) -> dict[str, float]:
    ranked = late.rank(question, _passages(*names), model.load()[1].passages)
    return {found.passage.uri: found.passage.score for found in ranked}


def test_max_sim_is_the_mean_of_each_question_tokens_best_match() -> None:
    question = np.array([[1, 0], [0, 1]], np.float32)
    passage = np.array([[0.6, 0.8], [1, 0], [-1, 0]], np.float32)
    assert max_sim(question @ passage.T) == pytest.approx((1 + 0.8) / 2)
    assert max_sim(question[1:] @ passage[2:].T) == 0
    assert max_sim(question[:1] @ passage[2:].T) == -1


@pytest.mark.parametrize(("tokens", "others"), [(0, 2), (2, 0), (0, 0)])
def test_without_tokens_the_score_is_zero(tokens: int, others: int) -> None:
    assert max_sim(np.ones((tokens, others), np.float32)) == 0


@given(_UNIT, _UNIT, _UNIT)
def test_a_longer_passage_never_scores_less_and_its_order_does_not_matter(
    question: np.ndarray, passage: np.ndarray, more: np.ndarray
) -> None:
    shorter, longer = question @ passage.T, question @ np.concatenate([more, passage]).T
    assert -1.001 <= max_sim(shorter) <= max_sim(longer) + 1e-6 <= 1.002
    assert max_sim(longer) == pytest.approx(max_sim(longer[:, ::-1]), abs=1e-6)


def test_the_passage_that_answers_comes_first_in_another_language_too(
    spy: Spy, question: Question, model: LazyModel
) -> None:
    scores = _rank(LateInteraction(cast(Embedder, spy)), question, model, "library", "bakery", "ferry")
    assert next(iter(scores)) == "ferry"
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert all(-1 <= score <= 1 for score in scores.values())


def test_a_remembered_passage_is_not_read_again_and_scores_the_same(
    spy: Spy, question: Question, model: LazyModel
) -> None:
    late = LateInteraction(cast(Embedder, spy))
    fresh = _rank(late, question, model, "ferry", "library")
    assert sorted(spy.read) == sorted([_TEXTS["ferry"], _TEXTS["library"]])
    remembered = _rank(late, question, model, "library", "ferry")
    assert remembered == fresh
    assert len(spy.read) == 2


def test_only_the_last_passages_are_remembered(spy: Spy, question: Question, model: LazyModel) -> None:
    late = LateInteraction(cast(Embedder, spy), remembered=2)
    assert len(_rank(late, question, model, "ferry", "library", "bakery")) == 3
    spy.read.clear()
    _rank(late, question, model, "bakery", "library")
    assert spy.read == []
    _rank(late, question, model, "ferry")
    assert spy.read == [_TEXTS["ferry"]]


def test_nothing_to_rank_is_no_error(spy: Spy, question: Question, model: LazyModel) -> None:
    assert LateInteraction(cast(Embedder, spy)).rank(question, {}, model.load()[1].passages) == []


def test_token_spans_lie_within_the_passage(spy: Spy, question: Question, model: LazyModel) -> None:
    (found,) = LateInteraction(cast(Embedder, spy)).rank(question, _passages("ferry"), model.load()[1].passages)
    assert found.cosines.shape == (len(question.tokens), len(found.spans)) and len(found.spans) > 0
    assert all(0 <= start < end <= len(_TEXTS["ferry"]) for start, end in found.spans)


def test_only_a_passage_in_another_language_than_the_questions_is_raised(
    spy: Spy, question: Question, model: LazyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    late, means = LateInteraction(cast(Embedder, spy)), model.load()[1].passages
    some = _passages("ferry", "library")
    raised = {one.passage.text: one for one in late.rank(question, some, means)}
    monkeypatch.setattr("retrieval.late_interaction.OTHER_LANGUAGE", 0.0)
    for plain in late.rank(question, some, means):
        odds = question.odds[plain.passage.language]
        by = 1 + OTHER_LANGUAGE * (1 - odds)
        np.testing.assert_allclose(raised[plain.passage.text].cosines, plain.cosines * by, atol=1e-5)
        assert (odds > 0.9) == (plain.passage.language == "en")


def test_a_passage_is_read_under_its_headline_whose_tokens_lie_before_it(
    spy: Spy, question: Question, model: LazyModel
) -> None:
    means = model.load()[1].passages
    (plain,) = LateInteraction(cast(Embedder, spy)).rank(question, _passages("bakery"), means)
    headed = _passages("bakery", headline="El ferri saldrá cada dos horas")
    (found,) = LateInteraction(cast(Embedder, spy)).rank(question, headed, means)
    assert found.passage.score > plain.passage.score
    in_headline = found.spans[:, 1] <= 0
    assert in_headline.any() and (found.spans[in_headline, 0] < 0).all()
    assert len(found.spans) - in_headline.sum() == len(plain.spans)  # the text's own are as many as without it
    # The headline's match is told apart from the text's, which a sentence is judged by.
    assert found.matches(-LONGEST, 0).mean() > found.matches(0, LONGEST).mean()


def test_matches_are_of_the_tokens_within_the_characters_and_zero_without_any() -> None:
    cosines = np.array([[0.9, 0.1, 0.2], [0.3, 0.4, -0.5]], np.float32)
    found = RankedPassage(
        next(iter(_passages("ferry").values())), cosines, np.array([[-6, -1], [0, 2], [3, 8]], np.int32)
    )
    assert found.matches(-LONGEST, 0).tolist() == pytest.approx([0.9, 0.3])
    assert found.matches(0, 2).tolist() == pytest.approx([0.1, 0.4])
    assert found.matches(2, 9).tolist() == pytest.approx([0.2, -0.5])
    assert found.matches(0, LONGEST).tolist() == pytest.approx([0.2, 0.4])
    assert found.matches(8, 20).tolist() == [0, 0]

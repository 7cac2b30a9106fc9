"""Sentences are exact slices of their articles; of those that answer, the few best are quoted, none twice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.quoting import MARGIN, MOST_QUOTES, PASSAGES, RankedSentence, choose_quotes, rank_sentences
from archive.records import Passage
from retrieval.late_interaction import RankedPassage
from retrieval.reprints import near_identical
from retrieval.search import Search


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What fine does the contract set for each day of delay?", "El contrato prevé una multa de 6.000 euros"),
        (
            "Wie viele Bergretter holten die Fahrgäste aus der Seilbahn?",
            "Weil auch der Notantrieb versagte, seilten 52",
        ),
        ("How long does metro line 3 take to cross the bay?", "从北岸的茶亭站到南岸的灯塔路站只需31分钟"),
    ],
)
def test_the_sentence_that_answers_is_ranked_among_the_first_three(
    sample_search: Search, question: str, sentence: str
) -> None:
    findings = sample_search.find(question)
    ranked = rank_sentences(findings.question.tokens, findings.passages)
    assert any(found.text.startswith(sentence) for found in ranked[:3])


def test_ranked_sentences_are_exact_slices_of_the_articles_best_first(sample_search: Search) -> None:
    findings = sample_search.find("How many black-faced spoonbills were counted?")
    ranked = rank_sentences(findings.question.tokens, findings.passages)
    for sentence in ranked:
        article = sample_search.archive.catalog.article(sentence.passage.uri)
        assert article is not None
        assert article.body[sentence.start : sentence.end] == sentence.text
        assert sentence.passage.start <= sentence.start < sentence.end <= sentence.passage.end
        assert sentence.score == pytest.approx(sentence.similarity + 0.5 * sentence.passage.score)
    assert [s.score for s in ranked] == sorted((s.score for s in ranked), reverse=True)
    best = {finding.passage.text for finding in findings.passages[:PASSAGES]}
    assert {sentence.passage.text for sentence in ranked} == best


def test_no_passages_have_no_sentences() -> None:
    assert rank_sentences(np.ones((2, 3), np.float32), []) == []
    assert choose_quotes([]) == []


def _ranked(scores_and_texts: list[tuple[float, str]]) -> list[RankedSentence]:
    def sentence(score: float, text: str) -> RankedSentence:
        passage = Passage("u", 0, len(text), text, "", "", None, "es", "", score=score)
        finding = RankedPassage(passage, np.zeros((0, 3), np.float32), [])
        return RankedSentence(finding, 0, len(text), text, score, score)

    return [sentence(score, text) for score, text in sorted(scores_and_texts, key=lambda pair: -pair[0])]


_SENTENCES = [
    "El puente de San Telmo cerrará al tráfico durante nueve meses.",
    "El puente de San Telmo cerrará al tráfico durante nueve largos meses.",
    "La obra costará 4,6 millones de euros.",
    "Lo aprobó el pleno por catorce votos a nueve.",
    "这是十年来的最高纪录。",
    "Nadie preguntó a los pescadores.",
    "Sí.",
]


def test_the_best_and_those_hardly_worse_are_quoted() -> None:
    ranked = _ranked([(1.0, _SENTENCES[0]), (0.9, _SENTENCES[2]), (0.87, _SENTENCES[3])])
    assert [s.text for s in choose_quotes(ranked, margin=0.12)] == [_SENTENCES[0], _SENTENCES[2]]
    assert [s.text for s in choose_quotes(ranked, margin=0.2, most=1)] == [_SENTENCES[0]]


def test_what_repeats_a_quote_is_passed_over_for_the_next() -> None:
    ranked = _ranked([(1.0, _SENTENCES[0]), (0.99, _SENTENCES[1]), (0.98, _SENTENCES[2])])
    assert [s.text for s in choose_quotes(ranked, most=2)] == [_SENTENCES[0], _SENTENCES[2]]


@given(
    st.lists(st.tuples(st.floats(-1, 1.5), st.sampled_from(_SENTENCES)), max_size=12).map(_ranked),
    st.integers(1, MOST_QUOTES + 1),
    st.floats(0, 2 * MARGIN),
)
def test_quotes_are_few_close_to_the_best_different_and_none_is_missing(
    ranked: list[RankedSentence], most: int, margin: float
) -> None:
    chosen = choose_quotes(ranked, most=most, margin=margin)
    assert chosen[:1] == ranked[:1]
    assert len(chosen) <= most
    places = [next(i for i, sentence in enumerate(ranked) if sentence is quote) for quote in chosen]
    assert places == sorted(set(places))
    assert all(quote.score >= ranked[0].score - margin for quote in chosen)
    pairs = [(a, b) for i, a in enumerate(chosen) for b in chosen[:i]]
    assert not any(near_identical(a.text, b.text) for a, b in pairs)
    if len(chosen) < most:
        for sentence in ranked:
            assert sentence.score < ranked[0].score - margin or any(
                near_identical(sentence.text, quote.text) for quote in chosen
            )

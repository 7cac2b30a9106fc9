"""Passages are exact slices of a body: whole sentences, within the budget of tokens, nothing left out."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.passages import passage_spans
from language.sentences import sentence_spans


def _count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def _passages(body: str, *, most: int) -> list[str]:
    return [body[a:b] for a, b in passage_spans(body, language="en", count_tokens=_count_words, most=most)]


_WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=12)
_SENTENCES = st.builds(
    lambda words, end: " ".join(words).capitalize() + end,
    st.lists(_WORDS, min_size=1, max_size=30),
    st.sampled_from(".!?…"),
)
_BODIES = st.one_of(
    st.text(),
    st.lists(st.tuples(_SENTENCES, st.sampled_from([" ", "\n", "\n\n"]))).map(lambda p: "".join(map("".join, p))),
)
_BUDGETS = st.integers(1, 40)


@given(_BODIES, _BUDGETS)
def test_nothing_but_white_space_is_left_out_and_nothing_told_twice(body: str, most: int) -> None:
    spans = passage_spans(body, language="en", count_tokens=_count_words, most=most)
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(body)]
    assert all(start < end for start, end in spans)
    for left, right in zip(ends, starts, strict=True):
        assert left <= right and not body[left:right].strip()


@given(_BODIES, _BUDGETS)
def test_no_passage_is_over_the_budget_nor_padded_with_white_space(body: str, most: int) -> None:
    for text in _passages(body, most=most):
        assert _count_words([text])[0] <= most  # by this count, no single word can be
        assert text == text.strip() != ""


@given(_BODIES, _BUDGETS)
def test_passages_begin_and_end_with_sentences_where_these_fit(body: str, most: int) -> None:
    sentences = sentence_spans(body, language="en")
    too_long = {span for span in sentences if _count_words([body[slice(*span)]])[0] > most}
    inside_long = {i for start, end in too_long for i in range(start, end)}
    for start, end in passage_spans(body, language="en", count_tokens=_count_words, most=most):
        assert start in {a for a, _ in sentences} | inside_long
        assert end in {b for _, b in sentences} | {i + 1 for i in inside_long}


@given(_BODIES, _BUDGETS)
def test_a_long_sentence_is_cut_between_words(body: str, most: int) -> None:
    words = {(m.start(), m.end()) for m in re.finditer(r"\S+", body)}
    for start, end in passage_spans(body, language="en", count_tokens=_count_words, most=most):
        assert start in {a for a, _ in words}
        assert end in {b for _, b in words}


@given(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=200), st.integers(1, 20))
def test_a_word_over_the_budget_is_cut_into_parts_that_fit(word: str, most: int) -> None:
    def count_characters(texts: Sequence[str]) -> list[int]:
        return [len(text) for text in texts]

    spans = passage_spans(word, language=None, count_tokens=count_characters, most=most)
    assert "".join(word[a:b] for a, b in spans) == word
    assert all(end - start <= most for start, end in spans)


def test_a_character_over_the_budget_is_a_passage_of_its_own() -> None:
    spans = passage_spans("ab", language=None, count_tokens=lambda texts: [3 * len(text) for text in texts], most=2)
    assert spans == [(0, 1), (1, 2)]


def test_passages_of_one_body_differ_little_in_length() -> None:
    body = " ".join(["The mayor of the town came late."] * 13)
    sizes = _count_words(_passages(body, most=70))
    assert sum(sizes) == 7 * 13
    assert len(sizes) == 2 and max(sizes) - min(sizes) <= 7  # not 70 and 21


def test_a_body_within_the_budget_is_one_passage() -> None:
    body = "The mayor came late.\n\nNobody waited for him. The bridge was closed."
    assert _passages(body, most=12) == [body]
    assert _passages(body, most=11) != [body]


@pytest.mark.parametrize("body", ["", " \n\n "])
def test_an_empty_body_has_no_passages(body: str) -> None:
    assert _passages(body, most=10) == []

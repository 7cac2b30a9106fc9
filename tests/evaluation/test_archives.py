"""An archive that is made for a measurement holds what it was given, reads as the real model does, and goes afterwards."""

import numpy as np
import pytest

from evaluation.archives import _remembering, temporary_archive
from language.embedder import Embedder
from language.model import LazyModel

_RECORDS = [
    {"uri": "ferry", "headline": "Last crossing", "body": "The ferry to Tern stops in October.", "language": "en"},
    {"uri": "bakery", "headline": "", "body": "La panadería cierra tras noventa años.", "language": "es"},
]


def test_it_finds_what_was_put_in_and_leaves_nothing_behind(model: LazyModel) -> None:
    with temporary_archive(_RECORDS, model) as search:
        folder = search.archive.folder
        assert {passage.uri for passage in search.passages("When does the ferry stop?")} == {"ferry", "bakery"}
        assert search.archive.catalog.coverage().articles == 2 and folder.is_dir()
    assert not folder.exists()


def test_a_text_that_was_read_before_is_not_read_again_but_under_another_headline(
    model: LazyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    embedder = model.load()[0]
    remembering = _remembering(embedder)
    texts = ["A text that no other test reads.", "The ferry to Tern stops in October."]
    first = remembering.passage_tokens(texts, headlines=["One", ""])
    (asked,) = remembering.questions(["When does it stop?"])
    for known, real in zip(first, embedder.passage_tokens(texts, headlines=["One", ""]), strict=True):
        assert known.spans == real.spans
        assert np.allclose(known.vectors, real.vectors, atol=0.02)
    (other,) = remembering.passage_tokens(texts[:1], headlines=["Another"])
    assert other.spans != first[0].spans

    def nothing_to_read(self: Embedder, given: list[str], prompt: str) -> list[object]:
        assert given == []
        return []

    monkeypatch.setattr(Embedder, "_with_tokens", nothing_to_read)
    again = remembering.passage_tokens(texts[::-1], headlines=["", "One"])
    assert [found.spans for found in again] == [found.spans for found in first[::-1]]
    assert remembering.questions(["When does it stop?"] * 2) == [asked, asked]

"""The embedder can be shared: what one thread counts and what another reads do not disturb each other."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from language.model import LazyModel

_LONG = (
    "El puente de San Telmo cerrará al tráfico durante once meses. " * 60
)  # over the 512 tokens that the model reads
_SHORT = "The museum sold 1,250 tickets…"


def test_threads_that_count_and_read_long_texts_at_once_find_what_each_finds_alone(model: LazyModel) -> None:
    embedder, _ = model.load()
    counts = embedder.count_tokens([_LONG, _SHORT])
    alone = embedder.passages([_SHORT, _LONG])
    spans = [found.spans for found in embedder.passage_tokens([_SHORT, _LONG])]
    assert counts[0] > 512 > len(spans[1])

    def count() -> None:
        for _ in range(40):
            assert embedder.count_tokens([_LONG, _SHORT]) == counts

    def read() -> None:
        for _ in range(2):
            assert (embedder.passages([_SHORT, _LONG]) * alone).sum(axis=1).min() > 0.998
            assert [found.spans for found in embedder.passage_tokens([_SHORT, _LONG])] == spans

    with ThreadPoolExecutor(4) as threads:
        for running in [threads.submit(work) for work in (count, read) * 2]:
            running.result()


def test_tokens_are_counted_and_placed_as_the_models_own_tokenizer_does(model: LazyModel) -> None:
    embedder, _ = model.load()
    own = embedder._model.tokenizer
    texts = [_LONG, _SHORT, "<s> and <mask> are words here, ½ﬁ\u00ad", ""]
    assert embedder.count_tokens(texts) == [len(own(text, add_special_tokens=False)["input_ids"]) for text in texts]
    for text, found in zip(texts, embedder.passage_tokens(texts), strict=True):
        whole = own("passage: " + text, truncation=True, return_offsets_mapping=True, return_special_tokens_mask=True)
        told = zip(whole["offset_mapping"], whole["special_tokens_mask"], strict=True)
        assert found.spans == [(max(0, a - 9), b - 9) for (a, b), special in told if not special and b > 9]
        assert np.isfinite(found.vectors).all()

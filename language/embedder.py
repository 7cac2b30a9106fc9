"""Vectors of passages, questions and their tokens, by a sentence-transformers model on this machine."""

import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from language import bundled_model
from language.choice import EmbeddingModel
from language.errors import ModelError
from language.joint_reader import LAYER, JointReader

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

# Characters of a headline that a passage is read under; more would crowd the passage out of its own vector.
_HEADLINE = 200
# Texts in one forward pass. Larger gains nothing on two cores; smaller keeps the progress bar moving.
BATCH = 16
_INNER = "inner_states"


@dataclass(frozen=True, slots=True)
class TokenVectors:
    """The vectors of one text's tokens, without the prompt's and the special ones.

    `vectors` has shape (tokens, dimension) and is not normalised; `spans` are the characters each token stands for. A
    headline's tokens come first and have negative ones: it was read before the text began. `inner` are the states that a
    joint reader goes on from, of the prompt and the special tokens, too, shape (all tokens, dimension), with no rows where there is
    none; `own` are the rows of it that are the text's.
    """

    vectors: np.ndarray
    spans: list[tuple[int, int]]
    inner: np.ndarray
    own: np.ndarray

    def halved(self) -> Self:
        """Return the same in half precision: what is kept of many passages."""
        return replace(self, vectors=self.vectors.astype(np.float16), inner=self.inner.astype(np.float16))


_NONE = np.zeros((0, 0), np.float32)
UNREAD = TokenVectors(_NONE, [], _NONE, np.zeros(0, np.int32))


@dataclass(frozen=True, slots=True)
class TextVectors:
    """A text's unit vector, shape (dimension,), and its tokens' vectors."""

    vector: np.ndarray
    tokens: TokenVectors


class Embedder:
    """Loads the model once; every method takes texts and returns float32 arrays. Safe to share between threads."""

    def __init__(
        self, model: "SentenceTransformer", *, query_prompt: str, passage_prompt: str, fingerprint: str
    ) -> None:
        self._model = model
        # A tokenizer keeps how it truncates and pads as state, and fails ("Already borrowed") or cuts wrongly where one thread
        # changes that while another uses it. So each use has a tokenizer that nobody sets otherwise; the model's own is set
        # by its first text, for all that follow.
        self._counting, self._locating = _twin(model.tokenizer), _twin(model.tokenizer)
        if model.max_seq_length:
            self._locating.enable_truncation(model.max_seq_length)
        self._model.preprocess([""])
        self.reader: JointReader | None = None
        self._query_prompt = query_prompt
        self._passage_prompt = passage_prompt
        self.fingerprint = fingerprint

    @classmethod
    def load(cls, choice: EmbeddingModel, *, cache: Path) -> Self:
        """Load the bundled model, unpacking it into `cache` at first, or the one that the user chose.

        Raises `ModelError` where it cannot be had. Nothing is asked for over the network: a model that is named must
        already be on this machine.
        """
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
        transformers_logging.set_verbosity_error()  # type: ignore[no-untyped-call]  # transformers leaves it untyped
        transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        path = str(bundled_model.unpack(cache)) if choice.name is None else choice.name
        # bf16 doubles the speed where the CPU computes in it (XQuAD h@1 unchanged to .002) and slows others down.
        native = torch.cpu.get_capabilities()
        dtype = torch.bfloat16 if native.get("avx512_bf16") or native.get("amx_bf16") else torch.float32
        try:
            model = SentenceTransformer(path, device="cpu", model_kwargs={"dtype": dtype})
        except (OSError, ValueError, ImportError) as error:
            reason = str(error).strip().splitlines()[0]
            raise ModelError(
                f"The embedding model {path!r} cannot be loaded ({reason}). EMBEDDING_MODEL must be a"
                " sentence-transformers folder or a model in the local Hugging Face cache."
            ) from error
        prompts = model.prompts
        # Its updates are of the bundled model's layers; another model is used for what it knows by itself.
        bundled = choice.name is None
        if bundled:
            _keep_inner_states(model)
        embedder = cls(
            model,
            query_prompt=choice.query_prompt if choice.query_prompt is not None else prompts.get("query") or "",
            passage_prompt=choice.passage_prompt
            if choice.passage_prompt is not None
            else prompts.get("document") or prompts.get("passage") or "",
            fingerprint=choice.fingerprint,
        )
        if bundled:
            embedder.reader = JointReader.load(embedder.upper_layers())
        return embedder

    @property
    def dimension(self) -> int:
        """Length of every vector."""
        return int(self._model.get_embedding_dimension() or 0)

    def upper_layers(self) -> "list[torch.nn.Module]":
        """Return the layers that a joint reader goes on with."""
        model: Any = self._model
        return list(model[0].auto_model.encoder.layer[LAYER:])

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, without special ones."""
        if not texts:
            return []
        return [len(found) for found in self._counting.encode_batch(list(texts), add_special_tokens=False)]

    def passages(
        self,
        texts: Sequence[str],
        *,
        headlines: Sequence[str] = (),
        on_done: Callable[[int], None] | None = None,
    ) -> np.ndarray:
        """Return unit vectors, shape (texts, dimension), each text read under its headline where they are given.

        `on_done` hears of each batch's size as it is finished.
        """
        texts = [heading + text for heading, text in zip(_headings(headlines, len(texts)), texts, strict=True)]
        vectors = np.zeros((len(texts), self.dimension), np.float32)
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))  # so that a batch is padded little
        for at in range(0, len(texts), BATCH):
            batch = longest_first[at : at + BATCH]
            vectors[batch] = self._encode([texts[i] for i in batch], self._passage_prompt)
            if on_done:
                on_done(len(batch))
        return vectors

    def questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """Return the vector of each question and those of its tokens, by one pass through the model."""
        return self._with_tokens(list(texts), self._query_prompt)

    def passage_tokens(self, texts: Sequence[str], *, headlines: Sequence[str] = ()) -> list[TokenVectors]:
        """Return the token vectors of each passage, read under its headline where they are given."""
        headings = _headings(headlines, len(texts))
        read = self._with_tokens([h + t for h, t in zip(headings, texts, strict=True)], self._passage_prompt)
        return [
            replace(found.tokens, spans=[(a - len(h), b - len(h)) for a, b in found.tokens.spans])
            for found, h in zip(read, headings, strict=True)
        ]

    def _encode(self, texts: list[str], prompt: str) -> np.ndarray:
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        vectors = self._model.encode(
            texts, prompt=prompt, batch_size=BATCH, convert_to_tensor=True, show_progress_bar=False
        )
        return _unit(vectors.float().numpy())

    def _with_tokens(self, texts: list[str], prompt: str) -> list[TextVectors]:
        if not texts:
            return []
        located = self._locating.encode_batch([prompt + text for text in texts])
        encoded: Any = self._model.encode(
            texts, prompt=prompt, batch_size=BATCH, output_value=None, show_progress_bar=False
        )
        return [
            TextVectors(
                _unit(output["sentence_embedding"].float().numpy()),
                _own_tokens(output, found.offsets, found.special_tokens_mask, prompt),
            )
            for output, found in zip(encoded, located, strict=True)
        ]


def _twin(tokenizer: Any) -> "Tokenizer":
    """Return a tokenizer with settings of its own, which shares the vocabulary: a copy of that takes 140 MB and half a second."""
    from tokenizers import Tokenizer

    original: Tokenizer = tokenizer.backend_tokenizer
    twin = Tokenizer(original.model)
    twin.normalizer, twin.pre_tokenizer = original.normalizer, original.pre_tokenizer
    twin.post_processor = original.post_processor
    twin.add_tokens([token for _, token in sorted(original.get_added_tokens_decoder().items())])
    return twin


def _keep_inner_states(model: "SentenceTransformer") -> None:
    """Let a model hand on its inner states with its vectors."""
    import torch

    class KeepInner(torch.nn.Module):
        def forward(self, features: dict[str, Any]) -> dict[str, Any]:
            features[_INNER] = features.pop("all_layer_embeddings")[LAYER]
            return features

    transformer: Any = model[0]
    transformer.auto_model.config.output_hidden_states = True
    model.append(KeepInner())


def _headings(headlines: Sequence[str], count: int) -> list[str]:
    shortened = [" ".join(headline.split())[:_HEADLINE] for headline in headlines or [""] * count]
    return [f"{headline}\n" if headline else "" for headline in shortened]


def _own_tokens(
    output: "Mapping[str, torch.Tensor]", offsets: list[tuple[int, int]], special: list[int], prompt: str
) -> TokenVectors:
    """Leave out the padding, the special tokens and the prompt's."""
    there = output["attention_mask"].bool()
    vectors = output["token_embeddings"][there].float().numpy()
    inner = output[_INNER][there].float().numpy() if _INNER in output else vectors[:0]
    own = [i for i, (_, end) in enumerate(offsets) if not special[i] and end > len(prompt)]
    spans = [(max(0, offsets[i][0] - len(prompt)), offsets[i][1] - len(prompt)) for i in own]
    return TokenVectors(vectors[own], spans, inner, np.array(own, np.int32))


def _unit(vectors: np.ndarray) -> np.ndarray:
    # bf16 leaves the length up to .4 % off one.
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)

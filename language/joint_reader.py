"""Reads a question and a passage together: which of the passage's words answer, if any do.

The model that makes the vectors reads each text by itself, so all it can tell of two is how much they are alike. Its upper layers
are run once more here over both texts' inner states side by side, so that each word of the one may look at the other's
(deferred interaction; MacAvaney 2020, Cao 2020). The lower layers are those that made the vectors and need not run again.

What turns these layers from likeness to answering are low-rank updates of their weights (LoRA; Hu 2022), fitted by
`python -m evaluation fit-reader` and kept in `joint_reader.safetensors` beside this module.
"""

import copy
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from language.errors import ModelError

if TYPE_CHECKING:
    import torch

WEIGHTS_FILE = Path(__file__).with_name("joint_reader.safetensors")
# The layer whose states both texts enter with. The layers above it cost a third of reading a passage.
LAYER = 8
# Passages in one forward pass.
BATCH = 12


class JointReader:
    """The upper layers with their updates; safe to share between threads."""

    def __init__(self, layers: "Sequence[Any]", heads: "Mapping[str, torch.Tensor]") -> None:
        self._layers = layers
        self._heads = heads

    @classmethod
    def load(cls, layers: "Sequence[torch.nn.Module]", file: Path = WEIGHTS_FILE) -> Self:
        """Return a reader over copies of the model's layers above `LAYER`. Raises `ModelError` where the file cannot be read."""
        from safetensors import SafetensorError
        from safetensors.torch import load_file

        try:
            weights = {name: tensor.float() for name, tensor in load_file(file).items()}
        except (OSError, SafetensorError) as error:
            raise ModelError(f"{file} cannot be read ({error}): install the project anew.") from error
        updated = [copy.deepcopy(layer) for layer in layers]
        for n, layer in enumerate(updated):
            for name, part in layer.named_modules():
                if (down := weights.get(f"{n}.{name}.down")) is not None:
                    update = down @ weights[f"{n}.{name}.up"]
                    part.weight.data += update.T.to(part.weight.dtype)
        return cls(updated, weights)

    def answers(self, question: np.ndarray, passages: Sequence[np.ndarray]) -> list[np.ndarray]:
        """Return for each token of each passage how much more probably it is of the answer than that the passage holds none.

        `question` and `passages` are inner states, shape (tokens, dimension); what is returned are log odds, shape (tokens,).
        """
        import torch

        found: list[np.ndarray] = [np.zeros(0, np.float32)] * len(passages)
        longest_first = sorted(
            range(len(passages)), key=lambda n: -len(passages[n])
        )  # so that a batch is padded little
        with torch.inference_mode():
            for at in range(0, len(passages), BATCH):
                batch = longest_first[at : at + BATCH]
                states, there = padded([passages[n] for n in batch])
                asked, asks = padded([question] * len(batch))
                odds, nothing = read_together(self._layers, self._heads, (asked, asks), (states, there))
                for row, n in enumerate(batch):
                    found[n] = (odds[row] - nothing[row])[: len(passages[n])].numpy()
        return found


def padded(states: Sequence[np.ndarray]) -> "tuple[torch.Tensor, torch.Tensor]":
    """Return texts' states in one tensor, shape (texts, longest, dimension), and where they are, shape (texts, longest)."""
    import torch

    together = np.zeros((len(states), max(len(one) for one in states), states[0].shape[1]), np.float32)
    there = np.zeros(together.shape[:2], bool)
    for n, one in enumerate(states):
        together[n, : len(one)] = one
        there[n, : len(one)] = True
    return torch.from_numpy(together), torch.from_numpy(there)


def read_together(
    layers: Sequence[Any],
    heads: "Mapping[str, torch.Tensor]",
    question: "tuple[torch.Tensor, torch.Tensor]",
    passage: "tuple[torch.Tensor, torch.Tensor]",
) -> "tuple[torch.Tensor, torch.Tensor]":
    """Return the logits of each passage's tokens, shape (texts, tokens), and that of its holding no answer, shape (texts,).

    `question` and `passage` are `padded` states, a question for each passage.
    """
    import torch
    from torch.nn.functional import scaled_dot_product_attention

    asked = question[0].shape[1]
    states = torch.cat([question[0] + heads["question"], passage[0]], 1).to(layers[0].attention.self.query.weight.dtype)
    mask = torch.cat([question[1], passage[1]], 1)[:, None, None, :]
    for layer in layers:
        attention = layer.attention.self
        shape = (*states.shape[:2], attention.num_attention_heads, attention.attention_head_size)
        query, key, value = (
            part(states).view(shape).transpose(1, 2) for part in (attention.query, attention.key, attention.value)
        )
        seen = scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = layer.attention.output(seen.transpose(1, 2).flatten(2), states)
        states = layer.output(layer.intermediate(states), states)
    states = states.float()
    return states[:, asked:] @ heads["answers"] + heads["answers at"], states[:, 0] @ heads["nothing"]

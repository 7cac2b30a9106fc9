"""Fit the joint reader on questions that other people asked of texts and answered.

The file has one question a line: `{"question", "passages": [{"headline", "text", "answers": [[start, end], …]}]}`, where `answers`
are characters of the text, and a passage without any holds no answer. For each question one passage that answers is drawn, where
it has one, and one that does not, its own or some other question's, and the reader learns to find the answer's words in the first
and to say "nothing" of the second: the cross entropy over the passage's tokens and that one further choice (Devlin 2019, for
questions without an answer). It goes on from the updates that are there, unless it is to start anew.
"""

import copy
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sklearn.metrics import roc_auc_score
from tqdm import tqdm

from archive.errors import UsageError
from evaluation.json_lines import read_json_lines
from language.embedder import Embedder
from language.joint_reader import WEIGHTS_FILE, padded, read_together
from language.model import LazyModel

_RANK = 16  # of the updates
_IN_A_STEP = 12  # questions
_RATE, _HEAD_RATE, _LEAST_RATE = 1.5e-3, 2e-3, 0.02  # the last as a share of the others, at the end
_WARM_UP = 100  # steps
_MOST_HELD_BACK = 500  # questions that report
# How often the passage that does not answer is the question's own: only those teach what likeness cannot, but with them alone
# whatever is strange looks like an answer.
_OWN = 0.6
_NOWHERE = -1e4

Heads = Mapping[str, torch.Tensor]


@dataclass(frozen=True)
class Pair:
    """A question beside one passage; `answers` are characters of `text`, none where it does not answer."""

    question: str
    headline: str
    text: str
    answers: Sequence[Sequence[int]]


class Updated(torch.nn.Module):
    """A linear layer with a low-rank update: `x W + x down up`."""

    def __init__(self, base: torch.nn.Linear) -> None:
        super().__init__()
        self.base = base.requires_grad_(False)
        self.down = torch.nn.Parameter(torch.randn(base.in_features, _RANK) / math.sqrt(base.in_features))
        self.up = torch.nn.Parameter(torch.zeros(_RANK, base.out_features))

    @property
    def weight(self) -> torch.Tensor:
        """The weights as they were."""
        return self.base.weight

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return what the layer makes of the states with its update."""
        update: torch.Tensor = states @ self.down.to(states.dtype) @ self.up.to(states.dtype)
        known: torch.Tensor = self.base(states)
        return known + update


def read_pairs(file: Path) -> list[list[Pair]]:
    """Return a list of pairs for each question of a file. Raises `UsageError` where it is none."""
    try:
        rows = read_json_lines(file)
        asked = [
            [Pair(row["question"], p.get("headline", ""), p["text"], p.get("answers", ())) for p in row["passages"]]
            for row in rows
            if row["passages"]
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(
            f"{file} cannot be read as questions with passages ({type(error).__name__}: {error})."
        ) from error
    if sum(any(pair.answers for pair in pairs) for pairs in asked) < 2:
        raise UsageError(f"{file} holds fewer than two questions that a passage answers.")
    return asked


def fit_reader(
    model: LazyModel, file: Path, *, minutes: float, to: Path = WEIGHTS_FILE, anew: bool = False, seed: int = 1
) -> dict[str, Any]:
    """Fit for so many minutes, write the updates to a file and return what became of the questions that were held back."""
    embedder, _ = model.load()
    drawn = random.Random(seed)
    torch.manual_seed(seed)
    asked = read_pairs(file)
    drawn.shuffle(asked)
    held_back = min(_MOST_HELD_BACK, len(asked) // 10 or 1)
    reporting, fitting = asked[:held_back], asked[held_back:]
    layers, heads = _updated(embedder.upper_layers(), {} if anew or not to.exists() else load_file(to))
    parameters = [one for layer in layers for one in layer.parameters() if one.requires_grad]
    rates = (_RATE, _HEAD_RATE)
    groups = [
        {"params": some, "lr": rate} for some, rate in zip((parameters, list(heads.values())), rates, strict=True)
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98))
    steps, began = 0, time.monotonic()
    with tqdm(total=round(minutes * 60), unit="s") as progress:
        while (done := (time.monotonic() - began) / 60 / minutes) < 1:
            share = min(1.0, (steps + 1) / _WARM_UP) * max(_LEAST_RATE, (1 + math.cos(math.pi * done)) / 2)
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * share
            pairs = _draw(drawn.sample(fitting, min(_IN_A_STEP, len(fitting))), fitting, drawn)
            loss = _losses(*_read(embedder, layers, heads, pairs)).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it untyped
            torch.nn.utils.clip_grad_norm_([*parameters, *heads.values()], 1.0)
            optimizer.step()
            steps += 1
            progress.update(round(time.monotonic() - began) - progress.n)
            progress.set_postfix(loss=f"{loss.item():.2f}")
    _save(layers, heads, to)
    return {"steps": steps, "questions": len(fitting), **_figures(embedder, layers, heads, reporting, drawn)}


def _updated(layers: Sequence[torch.nn.Module], known: Heads) -> tuple[list[torch.nn.Module], dict[str, torch.Tensor]]:
    copies = [copy.deepcopy(layer).requires_grad_(False).eval() for layer in layers]
    size = 0
    for n, layer in enumerate(copies):
        for name, part in list(layer.named_modules()):
            if isinstance(part, torch.nn.Linear):
                updated = Updated(part)
                if (down := known.get(f"{n}.{name}.down")) is not None:
                    updated.down.data, updated.up.data = down.float(), known[f"{n}.{name}.up"].float()
                layer.set_submodule(name, updated)
                size = size or part.in_features
    heads = {
        "question": torch.zeros(size),
        "answers": torch.randn(size) * 0.02,
        "answers at": torch.zeros(1),
        "nothing": torch.randn(size) * 0.02,
    }
    return copies, {name: known.get(name, head).float().requires_grad_() for name, head in heads.items()}


def _draw(asked: Sequence[Sequence[Pair]], everything: Sequence[Sequence[Pair]], drawn: random.Random) -> list[Pair]:
    """Draw for each question a passage that answers, if any, and one that does not: its own, or one of another question."""
    chosen = []
    for pairs in asked:
        answering, without = [pair for pair in pairs if pair.answers], [pair for pair in pairs if not pair.answers]
        if not without or drawn.random() > _OWN:
            other = drawn.choice(drawn.choice(everything))
            # Of the same text nobody knows whether it answers this question, too.
            if all(other.text != pair.text for pair in pairs):
                without = [Pair(pairs[0].question, other.headline, other.text, ())]
        chosen += [drawn.choice(some) for some in (answering, without) if some]
    return chosen


def _read(
    embedder: Embedder, layers: Sequence[torch.nn.Module], heads: Heads, pairs: Sequence[Pair]
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the logits of the passages' own tokens, that of "nothing here", and which tokens answer."""
    questions = [found.tokens for found in embedder.questions([pair.question for pair in pairs])]
    passages = embedder.passage_tokens([p.text for p in pairs], headlines=[p.headline for p in pairs])
    odds, nothing = read_together(
        layers, heads, padded([one.inner for one in questions]), padded([one.inner for one in passages])
    )
    own, answers = torch.zeros(odds.shape, dtype=torch.bool), torch.zeros(odds.shape, dtype=torch.bool)
    for n, (pair, passage) in enumerate(zip(pairs, passages, strict=True)):
        for row, (start, end) in zip(passage.own.tolist(), passage.spans, strict=True):
            own[n, row] = end > 0
            answers[n, row] = end > 0 and any(start < b and end > a for a, b in pair.answers)
    return odds.masked_fill(~own, _NOWHERE), nothing, answers


def _losses(odds: torch.Tensor, nothing: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    everything = torch.logsumexp(torch.cat([nothing[:, None], odds], 1), 1)
    right = torch.logsumexp(odds.masked_fill(~answers, _NOWHERE), 1)
    return everything - torch.where(answers.any(1), right, nothing)


def _figures(
    embedder: Embedder,
    layers: Sequence[torch.nn.Module],
    heads: Heads,
    asked: Sequence[Sequence[Pair]],
    drawn: random.Random,
) -> dict[str, Any]:
    """Return how often the best token is the answer's, and how well passages with an answer are told from others (AUROC)."""
    hits, sureness, holds = [], [], []
    with torch.inference_mode():
        for at in range(0, len(asked), _IN_A_STEP):
            pairs = _draw(asked[at : at + _IN_A_STEP], asked, drawn)
            odds, nothing, answers = _read(embedder, layers, heads, pairs)
            hits += [bool(row[best]) for row, best in zip(answers, odds.argmax(1), strict=True) if row.any()]
            sureness += (torch.logsumexp(odds, 1) - nothing).tolist()
            holds += answers.any(1).tolist()
    both = len(set(holds)) == 2
    return {
        "held back": len(asked),
        "right word first": round(float(np.mean(hits)), 3),
        "AUROC": round(float(roc_auc_score(holds, sureness)), 3) if both else None,
    }


def _save(layers: Sequence[torch.nn.Module], heads: Heads, file: Path) -> None:
    weights = {
        f"{n}.{name}.{which}": getattr(part, which)
        for n, layer in enumerate(layers)
        for name, part in layer.named_modules()
        if isinstance(part, Updated)
        for which in ("down", "up")
    }
    save_file({name: one.detach().half().contiguous() for name, one in (weights | dict(heads)).items()}, file)

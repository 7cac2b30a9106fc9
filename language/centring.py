"""Language centring: what is left of a vector when the mean of its language is taken away.

Vectors of one language lie together, so that in a mixed archive the asker's own language hides the others. Subtracting
the language's mean and normalising again mends most of it (language-mean removal; Yang et al. 2021). The means of 22
languages come from two dozen paragraphs and questions each that we wrote (`reference/`); on XQuAD split over English,
Spanish and Russian they serve as well as means of the archive's own passages (.920 and .923 first, asked in English), so
only languages that the reference lacks are estimated from the archive.
"""

import functools
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from language.embedder import Embedder
from language.errors import ModelError

_REFERENCE = Path(__file__).parent / "reference"
SHIPPED = _REFERENCE / "means.npz"
# How many passages of a language that the reference lacks an archive must hold before its mean is estimated from them, once and
# for all. Thirty estimate a language well (measured: within .03 of all passages); a mean fixed by the first short text would be
# that text's.
OWN_PASSAGES = 30
_PRIOR_WEIGHT = 8


@dataclass(frozen=True)
class Mean:
    """The mean unit vector of pooled texts and the mean vector of their tokens, each of shape (dimension,)."""

    pooled: np.ndarray
    tokens: np.ndarray


@dataclass(frozen=True)
class ReferenceMeans:
    """The means of each language's reference passages and reference questions."""

    passages: Mapping[str, Mean]
    questions: Mapping[str, Mean]

    @functools.cached_property
    def any_language(self) -> Mean:
        """The mean over the languages: what is known of a language of which nothing is known."""
        return _average(list(self.passages.values()))

    @functools.cached_property
    def from_passage_to_question(self) -> Mean:
        """How a language's questions differ from its passages, on average."""
        asked, told = _average(list(self.questions.values())), self.any_language
        return Mean(asked.pooled - told.pooled, asked.tokens - told.tokens)

    def mean_of(self, language: str, stored: Mapping[str, Mean]) -> Mean:
        """Return the mean that a language's passages are centred by.

        `stored` are the means that the archive fixed; what it has none of takes the reference's, and what the reference lacks
        the mean of all its languages, until the archive holds `OWN_PASSAGES` to estimate one from.
        """
        return stored.get(language) or self.passages.get(language, self.any_language)

    def question_mean(self, odds: Mapping[str, float], stored: Mapping[str, Mean]) -> Mean:
        """Return the mean for a question whose language is known by its odds; `stored` are the archive's own languages."""
        shift = self.from_passage_to_question
        means = []
        for language in odds:
            if language in self.questions:
                means.append(self.questions[language])
            else:
                told = self.mean_of(language, stored)
                means.append(Mean(told.pooled + shift.pooled, told.tokens + shift.tokens))
        return _average(means, list(odds.values()))

    def estimate(self, embedder: Embedder, texts: Sequence[str]) -> Mean:
        """Return the mean of a language that the reference lacks, from some of the archive's passages in it."""
        texts = texts[:OWN_PASSAGES]
        tokens = np.concatenate([found.vectors for found in embedder.passage_tokens(texts)])
        own = Mean(embedder.passages(texts).mean(axis=0), tokens.mean(axis=0))
        return _average([own, self.any_language], [len(texts), _PRIOR_WEIGHT])


def centred(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Return unit vectors, shape as given, with the mean taken away."""
    moved = vectors - mean
    return np.asarray(moved / np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), 1e-9), np.float32)


def reference_means(embedder: Embedder, *, cache: Path) -> ReferenceMeans:
    """Return the reference means of the embedder's model: shipped for the bundled one, else made once and kept in `cache`.

    Raises `ModelError` where they cannot be kept.
    """
    kept = cache / f"means-{embedder.fingerprint}.npz"
    found = _read(SHIPPED, embedder) or _read(kept, embedder)
    if found:
        return found
    try:
        write_means(embedder, kept)
    except OSError as error:
        raise ModelError(
            f"What the model knows of languages cannot be kept in {cache} ({error.strerror}): set HEMEROTECA_CACHE to a"
            " folder that may be written and has room."
        ) from error
    return reference_means(embedder, cache=cache)


def _read(path: Path, embedder: Embedder) -> ReferenceMeans | None:
    """Return the means that a file holds, None where they are another model's or the file is damaged."""
    if not path.is_file():
        return None
    try:
        with np.load(path) as file:
            if str(file["fingerprint"]) == embedder.fingerprint:
                return _unpack(file["languages"].tolist(), file["means"].astype(np.float32))
    # All that NumPy was seen to raise over files cut short, emptied and overwritten.
    except (
        OSError,
        ValueError,
        LookupError,
        EOFError,
        SyntaxError,
        RuntimeError,  # its parts look encrypted, or packed in a way that is not known
        zipfile.BadZipFile,
        zlib.error,
    ):
        pass
    return None


def write_means(embedder: Embedder, path: Path) -> None:
    """Measure the reference texts of every language and write the means to a file, in one step."""
    languages = [file.stem for file in sorted(_REFERENCE.glob("*.jsonl"))]
    rows = []
    for language in languages:
        texts = [json.loads(line) for line in (_REFERENCE / f"{language}.jsonl").read_text("utf-8").splitlines()]
        told, asked = [text["text"] for text in texts], [text["question"] for text in texts]
        rows.append(
            [
                embedder.passages(told).mean(axis=0),
                np.concatenate([found.vectors for found in embedder.passage_tokens(told)]).mean(axis=0),
                np.mean([found.vector for found in embedder.questions(asked)], axis=0),
                np.concatenate([found.tokens.vectors for found in embedder.questions(asked)]).mean(axis=0),
            ]
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part.npz")
    np.savez_compressed(part, languages=languages, means=np.array(rows, np.float16), fingerprint=embedder.fingerprint)
    part.replace(path)


def _unpack(languages: Sequence[str], means: np.ndarray) -> ReferenceMeans:
    return ReferenceMeans(
        {language: Mean(row[0], row[1]) for language, row in zip(languages, means, strict=True)},
        {language: Mean(row[2], row[3]) for language, row in zip(languages, means, strict=True)},
    )


def _average(means: Sequence[Mean], weights: Sequence[float] | None = None) -> Mean:
    return Mean(
        np.average([mean.pooled for mean in means], axis=0, weights=weights).astype(np.float32),
        np.average([mean.tokens for mean in means], axis=0, weights=weights).astype(np.float32),
    )

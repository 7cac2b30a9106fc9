"""Which model makes the vectors, and what tells its vectors from another's."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from language import bundled_model


@dataclass(frozen=True)
class EmbeddingModel:
    """Which sentence-transformers model makes the vectors.

    `name` is None for the bundled one, else a folder or a name in the local Hugging Face cache. A prompt that is None
    is the model's own.
    """

    name: str | None = None
    query_prompt: str | None = None
    passage_prompt: str | None = None

    @property
    def fingerprint(self) -> str:
        """Tells vectors of different models apart. Cheap to have: no model is loaded and no weights are read whole."""
        if self == EmbeddingModel():
            return f"{bundled_model.NAME}-{bundled_model.WEIGHTS_SHA256[:12]}"
        digest = hashlib.sha256(repr((self.query_prompt, self.passage_prompt)).encode())
        if self.name is None:
            digest.update(bundled_model.WEIGHTS_SHA256.encode())
            return f"{bundled_model.NAME}-{digest.hexdigest()[:12]}"
        folder = Path(self.name)
        if not folder.is_dir():
            digest.update(self.name.encode())
        if folder.is_dir():
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                with path.open("rb") as file:
                    digest.update(f"{path.relative_to(folder)} {path.stat().st_size}".encode() + file.read(1 << 16))
        return f"{folder.name}-{digest.hexdigest()[:12]}"

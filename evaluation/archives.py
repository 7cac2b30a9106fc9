"""Archives that are made for one measurement by the real pipeline, and go afterwards."""

import functools
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from archive.store import Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from language.embedder import Embedder, TextVectors, TokenVectors
from language.model import LazyModel
from retrieval.search import Search


@contextmanager
def temporary_archive(records: Sequence[Mapping[str, Any]], model: LazyModel) -> Iterator[Search]:
    """Ingest records by the real pipeline into a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        write_records(records, file)
        archive = Archive.create(Path(folder) / "archive")
        try:
            report = ingest([file], archive, model=model, progress=Progress())
            assert report.added == len(records), report.errors
            embedder, reference = model.load()
            yield Search(archive, _remembering(embedder), reference)
        finally:
            archive.close()


class _Remembering(Embedder):
    """The embedder, but that it knows a text it has seen: questions are asked of several archives that share passages."""

    def __init__(self, embedder: Embedder) -> None:
        vars(self).update(vars(embedder))
        self._questions: dict[str, TextVectors] = {}
        self._passages: dict[tuple[str, str], TokenVectors] = {}

    def questions(self, texts: Sequence[str]) -> list[TextVectors]:
        """Return each question's vectors, encoding those that are new."""
        missing = [text for text in texts if text not in self._questions]
        self._questions.update(zip(missing, super().questions(missing), strict=True))
        return [self._questions[text] for text in texts]

    def passage_tokens(self, texts: Sequence[str], *, headlines: Sequence[str] = ()) -> list[TokenVectors]:
        """Return each passage's token vectors, encoding those that are new."""
        asked = list(zip(headlines or [""] * len(texts), texts, strict=True))
        missing = [one for one in asked if one not in self._passages]
        read = super().passage_tokens([text for _, text in missing], headlines=[headline for headline, _ in missing])
        for one, new in zip(missing, read, strict=True):
            self._passages[one] = new.halved()
        return [self._passages[one] for one in asked]


@functools.cache
def _remembering(embedder: Embedder) -> Embedder:
    return _Remembering(embedder)


def write_records(records: Sequence[Mapping[str, Any]], file: Path) -> None:
    """Write records as the JSON Lines that the real ingest reads."""
    with file.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")

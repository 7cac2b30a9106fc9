"""A wire of invented news with all that befalls stories: updates, cancellations before and after their stories, embargoes."""

import json
import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from archive.records import Filters
from archive.store import Archive
from language.centring import centred
from tests.model_by_hand import vector_by_hand

_LATER = "2099-01-01T00:00:00+00:00"
_LANGUAGES = ("es", "en", "es", "en", "gl", "es", "en", "es", "eu")
_GONE_FILE = "90-gone.jsonl"


@dataclass
class Wire:
    """What a newsroom sent: `read` is what may be read of each article in its newest state, `hidden` every text that may not.

    Both go by uri; each text holds a word that no other text has.
    """

    read: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)

    def withheld(self, uris: list[str]) -> "Wire":
        """Return the same with some articles gone from what may be read."""
        kept = {uri: body for uri, body in self.read.items() if uri not in uris}
        return Wire(kept, self.hidden | {uri: self.read[uri] for uri in uris})


def word_of(body: str) -> str:
    """Return the word that only this text has."""
    return body.split()[1]


class Newsroom:
    """Writes the wire's files, the same ones for the same seed."""

    def __init__(self, folder: Path, *, seed: int, sentences: int) -> None:
        self.folder = folder
        self._random = random.Random(seed)
        self._sentences = sentences
        self._words = [
            "".join(self._random.choices("abcdeilmnorstuz", k=self._random.randint(3, 9))) for _ in range(900)
        ]
        self._serial = 0
        self.wire = Wire()

    def send(self, articles: int, *, files: int = 8) -> Wire:
        """Write the first day's files, some of whose stories have a second record in a later file."""
        lines: list[list[str]] = [[] for _ in range(files)]
        for number in range(articles):
            uri = f"wire:{number}"
            early, late = sorted(self._random.sample(range(files), 2))
            match number % 10:
                case 0:
                    self._tell(lines[early], uri)
                    self._tell(lines[late], uri)
                case 1:
                    self._tell(lines[early], uri, version=1)
                    self._tell(lines[late], uri, version=2)
                case 2:
                    self._tell(lines[early], uri)
                    self._kill(lines[late], uri)
                case 3:  # the notice comes before its story
                    self._kill(lines[early], uri)
                    self._tell(lines[late], uri, is_hidden=True)
                case 4:
                    self._tell(lines[early], uri, is_hidden=True, embargoed=_LATER)
                case _:
                    self._tell(lines[early], uri)
        for number, some in enumerate(lines):
            _write(self.folder / f"{number:02}.jsonl", some)
        gone: list[str] = []
        for number in range(articles // 12):
            self._tell(gone, f"gone:{number}")
        _write(self.folder / _GONE_FILE, gone)
        return self.wire

    def send_later(self, folder: Path) -> Wire:
        """Write the next day's file: a quarter of what may be read is updated or canceled, as much is new."""
        self.wire = Wire(dict(self.wire.read), dict(self.wire.hidden))
        lines: list[str] = []
        for number, uri in enumerate([uri for uri in self.wire.read if uri.startswith("wire:")]):
            match number % 8:
                case 0:
                    self._tell(lines, uri, version=3)
                case 1:
                    self._kill(lines, uri)
                case 2 | 3:
                    self._tell(lines, f"new:{number}")
        _write(folder / "10.jsonl", lines)
        return self.wire

    def lose_a_file(self, folder: Path) -> Wire:
        """Delete a file, whose articles lie in no other."""
        (folder / _GONE_FILE).unlink()
        return self.wire.withheld([uri for uri in self.wire.read if uri.startswith("gone:")])

    def _tell(self, lines: list[str], uri: str, *, is_hidden: bool = False, **fields: Any) -> None:
        self._serial += 1
        count = self._random.randint(1, 2 * self._sentences - 1)
        body = " ".join([f"Palabra q{self._serial}z.", *(self._sentence() for _ in range(count))])
        language = _LANGUAGES[self._serial % len(_LANGUAGES)]
        lines.append(self._line(uri=uri, headline=f"Titular {uri}", body=body, language=language, **fields))
        (self.wire.hidden if is_hidden else self.wire.read)[uri] = body

    def _kill(self, lines: list[str], uri: str) -> None:
        lines.append(
            self._line(uri=uri, headline="Cancelada", body="No publicar.", language="es", pubstatus="canceled")
        )
        if uri in self.wire.read:
            self.wire.hidden[uri] = self.wire.read.pop(uri)

    def _sentence(self) -> str:
        return " ".join(self._random.choices(self._words, k=self._random.randint(8, 16))).capitalize() + "."

    def _line(self, **fields: Any) -> str:
        return json.dumps({"publisher": "Agencia", "published": "2025-03-04", **fields}, ensure_ascii=False)


def _write(file: Path, lines: list[str]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("\n".join(lines), "utf-8")


def found_first(archive: Archive, text: str, language: str) -> str:
    """Return the text of the passage nearest to a text by the archive's own model by hand, "" where none is found."""
    means = archive.catalog.language_means()
    mean = means[language][0] if language in means else np.zeros(1, np.float32)
    model = str(archive.catalog.fingerprint()).split(" ")[0]
    ids = archive.nearest(centred(vector_by_hand(text, model), mean), k=1)
    return next((passage.text for passage in archive.catalog.passages(ids).values()), "")


def not_found(archive: Archive, uris: list[str]) -> list[str]:
    """Return the articles of which a passage is not found first by its own text."""
    return [
        uri
        for uri in uris
        for passage in archive.catalog.passages_of(uri).values()
        if found_first(archive, passage.text, passage.language) != passage.text
    ]


def shown(archive: Archive, hidden: dict[str, str]) -> list[str]:
    """Return those of the articles that nobody may read which somebody can, by uri, keyword or vector."""
    seen = []
    for uri, body in hidden.items():
        by_word = archive.catalog.search_keywords([word_of(body)], Filters(), k=5)
        by_vector = archive.nearest(vector_by_hand(body), k=3)
        texts = [passage.text for passage in archive.catalog.passages([*by_word, *by_vector]).values()]
        if archive.catalog.article(uri) is not None or any(word_of(body) in text for text in texts):
            seen.append(uri)
    return seen

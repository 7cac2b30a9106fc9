"""A newsroom whose archive holds a story and its neighbour, seen through the commands and in Chroma."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb
import pytest
from chromadb.config import Settings

import answering.__main__
import ingest.__main__
import retrieval.__main__
from archive.store import Archive

FERRY = "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October, the harbour board said."
FERRY_LATER = "The ferry Quillmarsh will stop sailing to the island of Tern from 17 October, the harbour board said."
BAKERY = "The bakery Vellacourt won the county prize for its rye bread, which is baked with seawater."
ABOUT_FERRY = "When will the ferry to the island of Tern stop sailing?"
ABOUT_BAKERY = "Which bread won the county prize?"


@dataclass
class Newsroom:
    """A folder of articles, an archive, and the three commands over them."""

    news: Path
    archive: Path
    capture: pytest.CaptureFixture[str]

    def write(self, uri: str, body: str, **fields: Any) -> None:
        self.news.mkdir(exist_ok=True)
        record = {"uri": uri, "body": body, "language": "en", "publisher": "The Tern Gazette"} | fields
        (self.news / f"{uri.replace(':', '-')}.json").write_text(json.dumps(record), "utf-8")

    def ingest(self, *arguments: str | Path, expected: int = 0) -> dict[str, Any]:
        options = [str(argument) for argument in arguments or [self.news]]
        assert ingest.__main__.main([*options, "--archive", str(self.archive), "--json"]) == expected
        report: dict[str, Any] = json.loads(self.capture.readouterr().out)
        return report

    def found(self, question: str = ABOUT_FERRY) -> list[str]:
        """The texts of the passages that are found."""
        return [passage["text"] for passage in self._ask(retrieval.__main__.main, question)["passages"]]

    def quoted(self, question: str = ABOUT_FERRY) -> list[str]:
        """The quotes of the answer."""
        answer = self._ask(answering.__main__.main, question)
        return [quote["quote"] for statement in answer["statements"] for quote in statement["quotes"]]

    def answer(self, question: str = ABOUT_FERRY) -> dict[str, Any]:
        return self._ask(answering.__main__.main, question)

    def article(self, uri: str) -> dict[str, Any] | None:
        """The article as a reader gets it."""
        status = retrieval.__main__.main(["--article", uri, "--archive", str(self.archive), "--json"])
        out = self.capture.readouterr().out
        return json.loads(out) if status == 0 else None

    def index_folder(self) -> Path:
        """Where the index lies now."""
        archive = Archive.open(self.archive)
        name = str(archive.catalog.note("index"))
        archive.close()
        return self.archive / name

    def in_chroma(self) -> set[str]:
        """The texts that any other program can read in the collection."""
        client = chromadb.PersistentClient(str(self.index_folder()), Settings(anonymized_telemetry=False))
        texts = client.get_collection("passages").get(include=["documents"])["documents"] or []
        client.close()  # type: ignore[attr-defined]
        return set(texts)

    def mentions(self, word: str) -> list[str]:
        """The files of the archive in whose bytes a word stands."""
        files = (path for path in self.archive.rglob("*") if path.is_file())
        return [path.name for path in files if word.casefold().encode() in path.read_bytes().lower()]

    def _ask(self, command: Any, question: str) -> dict[str, Any]:
        assert command([question, "--archive", str(self.archive), "--json"]) == 0
        record: dict[str, Any] = json.loads(self.capture.readouterr().out)
        return record


def newsroom_of_two_stories(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Iterator[Newsroom]:
    """A newsroom whose archive holds a story and its neighbour."""
    room = Newsroom(tmp_path / "news", tmp_path / "archive", capfd)
    room.write("ferry", FERRY, version=2)
    room.write("bakery", BAKERY)
    assert room.ingest()["added"] == 2
    yield room
    assert room.quoted(ABOUT_BAKERY) == [BAKERY]
    assert BAKERY in room.in_chroma()
    neighbour = room.article("bakery")
    assert neighbour is not None and (neighbour["body"], neighbour["history"]) == (BAKERY, [])

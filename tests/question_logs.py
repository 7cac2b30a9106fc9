"""What is written into a log of questions, and what is read of it."""

import json
from typing import Any

from answering.answer import Answer
from archive.store import Archive
from archive.tombstones import Erased, hashed

ERASED = Erased(frozenset({hashed("gone")}))
SECRET = "Quillmarsh"
FERRY = "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October."
QUESTION = "When will the ferry stop sailing?"


def not_found(question: str = "¿Qué?", **fields: Any) -> Answer:
    return Answer(question, question, "es", "not_found", notice="Nada.", **fields)


def records(archive: Archive) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.questions.path.read_bytes().split(b"\n")[:-1]]

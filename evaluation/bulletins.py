"""Daily bulletins, each day's asked for: whether the answer quotes that day's figure and no other day's before it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from evaluation import duplicates
from evaluation.archives import temporary_archive
from evaluation.json_lines import read_json_lines
from evaluation.metrics import mean
from language.model import LazyModel

BULLETINS_FILE = Path(__file__).parent / "prints" / "bulletins.jsonl"


def evaluate(model: LazyModel, *, file: Path = BULLETINS_FILE) -> dict[str, Any]:
    """Return how right the stories of the bulletins are, and of the questions how many are answered with their day's figure."""
    pairs = duplicates.evaluate(model, file=file)
    return ask_all(model, read_bulletins(file)) | {"rows": {"prints of one story": pairs["rows"]["all events"]}}


def ask_all(model: LazyModel, records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Ingest the bulletins, ask the question of each that has one and return the figures and what went wrong."""
    wrong = []
    asked = [record for record in records if "question" in record]
    with temporary_archive([_as_exported(record, number) for number, record in enumerate(records)], model) as search:
        assistant = Assistant(search, read_setting())
        right = []
        for record in asked:
            answer = assistant.answer(record["question"])
            right.append(float(_is_right(answer, record)))
            if not right[-1]:
                wrong.append(f"{record['question']} {record['answer']}, not: {_said(answer)[:200]}")
    return {"questions": len(asked), "right": mean(right), "wrong": wrong}


def read_bulletins(file: Path = BULLETINS_FILE) -> list[dict[str, Any]]:
    """Return the bulletins with their questions."""
    return read_json_lines(file)


def _as_exported(record: Mapping[str, Any], number: int) -> dict[str, Any]:
    names = ("headline", "body", "publisher", "published", "language")
    return {"uri": f"bulletin:{number}"} | {name: record[name] for name in names}


def _is_right(answer: Answer, record: Mapping[str, Any]) -> bool:
    sources = {source.n: source.published for source in answer.sources}
    first = next((quote for statement in answer.statements for quote in statement.quotes), None)
    return first is not None and record["answer"] in first.quote and sources[first.source] == record["published"]


def _said(answer: Answer) -> str:
    return answer.statements[0].quotes[0].quote if answer.statements else answer.status

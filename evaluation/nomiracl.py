"""NoMIRACL: questions with ten passages each that people judged; half of the questions are answered by none of theirs.

A file a language (Thakur et al. 2024). Each question is asked of an archive that holds its own passages and those of all the
others, under a filter that lets only its own through. GPT-4's verdicts on the same passages stand in the files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.errors import UsageError
from archive.records import Filters
from evaluation.archives import temporary_archive
from evaluation.json_lines import read_json_lines
from evaluation.metrics import mean
from language.model import LazyModel

_CURVE = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True)
class JudgedQuestion:
    """A question, whether its passages answer it, and whether GPT-4 said that they do; `passages` are records to ingest."""

    id: str
    text: str
    answerable: bool
    gpt4: bool | None
    passages: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Verdict:
    """What became of one question: the sureness of its answer, 0 where there was none, and whether it was called sure."""

    question: JudgedQuestion
    sureness: float
    sure: bool
    answered: bool


def read_judged(file: Path) -> list[JudgedQuestion]:
    """Return the questions of one language's file. Raises `UsageError` where it is none."""
    try:
        rows = read_json_lines(file)
        return [_question(row, file.stem) for row in rows]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read as NoMIRACL ({type(error).__name__}: {error}).") from error


def _question(row: dict[str, Any], language: str) -> JudgedQuestion:
    passages = tuple(
        {
            "uri": f"{row['id']}:{n}",
            "headline": passage["headline"],
            "body": passage["text"],
            "language": language,
            "publisher": row["id"],
        }
        for n, passage in enumerate(row["passages"])
    )
    return JudgedQuestion(
        row["id"], row["question"], bool(row["answerable"]), row.get("gpt4_says_answerable"), passages
    )


def evaluate(model: LazyModel, folder: Path, *, sample: int | None = None) -> dict[str, Any]:
    """Ask the questions of every file in the folder; `sample` takes so many of each, spread evenly."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise UsageError(f"{folder} holds no <language>.jsonl.")
    rows: dict[str, dict[str, float | None]] = {}
    curves: dict[str, list[dict[str, float | None]]] = {}
    for file in files:
        questions = read_judged(file)
        if sample is not None and sample < len(questions):
            questions = [questions[i * len(questions) // sample] for i in range(sample)]
        verdicts = _ask(questions, model, file.stem)
        # Lines 1, 3, 5, … were fitted on; 2, 4, 6, … report.
        for part, some in (("even lines", verdicts[1::2]), ("all", verdicts)):
            rows[f"{file.stem}, {part}"] = figures(some)
        curves[file.stem] = [_at(verdicts[1::2], threshold) for threshold in _CURVE]
    return {"rows": rows, "curves": curves}


def _ask(questions: Sequence[JudgedQuestion], model: LazyModel, label: str) -> list[Verdict]:
    with temporary_archive([passage for question in questions for passage in question.passages], model) as search:
        assistant = Assistant(search, read_setting())
        return [_verdict(assistant, question) for question in tqdm(questions, label)]


def _verdict(assistant: Assistant, question: JudgedQuestion) -> Verdict:
    answer = assistant.answer(question.text, filters=Filters(publishers=(question.id,)))
    return Verdict(question, answer.sureness, answer.sure, answer.status == "answered")


def figures(verdicts: Sequence[Verdict]) -> dict[str, float | None]:
    """Return the shares wrong: unanswerable ones answered (surely), answerable ones not, and GPT-4's beside them."""
    hopeless, answerable = _parts(verdicts)
    answered, kept_back = mean([float(v.sure) for v in hopeless]), mean([float(not v.sure) for v in answerable])
    told = [v for v in hopeless if v.question.gpt4 is not None]
    known = [v for v in answerable if v.question.gpt4 is not None]
    return {
        "questions": float(len(verdicts)),
        "wrongly sure": answered,
        "wrongly unsure": kept_back,
        "mean of both": None if answered is None or kept_back is None else (answered + kept_back) / 2,
        "GPT-4 answered": mean([float(bool(v.question.gpt4)) for v in told]),
        "GPT-4 refused": mean([float(not v.question.gpt4) for v in known]),
        "not found, right": mean([float(not v.answered) for v in hopeless]),
        "not found, wrong": mean([float(not v.answered) for v in answerable]),
    }


def _at(verdicts: Sequence[Verdict], threshold: float) -> dict[str, float | None]:
    hopeless, answerable = _parts(verdicts)
    return {
        "threshold": threshold,
        "kept": mean([float(v.sureness >= threshold) for v in answerable]),
        "wrong": mean([float(v.sureness >= threshold) for v in hopeless]),
    }


def _parts(verdicts: Sequence[Verdict]) -> tuple[list[Verdict], list[Verdict]]:
    return [v for v in verdicts if not v.question.answerable], [v for v in verdicts if v.question.answerable]

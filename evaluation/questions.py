"""Our own questions over the sample archive, by kind: what a newsroom asks, with the sentences that rightly answer.

`questions.jsonl` has one question a line. `right` lists groups: of each group one sentence must be quoted, and where `first`
is set the groups must come in order, nothing before the first. Half of the stories are for fitting, the other half reports.
"""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.errors import UsageError
from archive.records import Article, Filters
from archive.settings import SAMPLE
from archive.store import Archive
from evaluation.json_lines import read_json_lines
from evaluation.metrics import mean, overlaps
from ingest.pipeline import ingest
from ingest.progress import Progress
from language.model import LazyModel
from retrieval.search import Search

QUESTIONS_FILE = Path(__file__).with_name("questions.jsonl")
REPORT = "report"


@dataclass(frozen=True)
class Outcome:
    """One question's answer: whether it is right, and whether all its quotes stand in their bodies word for word."""

    question: Mapping[str, Any]
    answer: Answer
    right: bool
    verbatim: bool

    @property
    def is_sure(self) -> bool:
        """Whether it claims to answer."""
        return self.answer.status == "answered" and self.answer.sure


def read_questions(file: Path) -> list[dict[str, Any]]:
    """Return the questions of a file. Raises `UsageError` where it is none."""
    try:
        rows = read_json_lines(file)
        for row in rows:
            _ = row["id"], row["kind"], row["part"], row["question"], row["as_of"], row["right"], row["expected"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read as questions ({type(error).__name__}: {error}).") from error
    return rows


@contextmanager
def sample_archive(model: LazyModel) -> Iterator[Archive]:
    """Ingest the samples into a folder that goes afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive.create(Path(folder))
        try:
            ingest([SAMPLE], archive, model=model, progress=Progress())
            yield archive
        finally:
            archive.close()


def evaluate(model: LazyModel, *, file: Path = QUESTIONS_FILE, part: str = REPORT) -> dict[str, Any]:
    """Ingest the samples, ask the questions of one part and return a table by kind, with the questions that went wrong."""
    questions = [row for row in read_questions(file) if row["part"] == part]
    with sample_archive(model) as archive:
        assistant = Assistant(Search(archive, *model.load()), read_setting())
        outcomes = [_ask(assistant, archive, row) for row in tqdm(questions, part)]
    kinds = dict.fromkeys(outcome.question["kind"] for outcome in outcomes)
    rows = {kind: figures([o for o in outcomes if o.question["kind"] == kind]) for kind in kinds}
    wrong = [f"{o.question['id']} ({o.question['kind']}): {o.question['question']}" for o in outcomes if not o.right]
    return {"part": part, "wrong": wrong, "rows": rows | {"all": figures(outcomes)}}


def _ask(assistant: Assistant, archive: Archive, row: Mapping[str, Any]) -> Outcome:
    answer = assistant.answer(
        row["question"], history=tuple(row.get("history", ())), filters=Filters(as_of=row["as_of"])
    )
    articles = archive.catalog.articles([quote.uri for s in answer.statements for quote in s.quotes])
    verbatim = all(
        articles[quote.uri].body[quote.start : quote.end] == quote.quote
        for statement in answer.statements
        for quote in statement.quotes
    )
    named = {one["uri"] for group in row["right"] for one in group}
    right = _is_right(row, answer, articles | archive.catalog.articles(sorted(named)))
    return Outcome(row, answer, right, verbatim)


def _is_right(row: Mapping[str, Any], answer: Answer, articles: Mapping[str, Article]) -> bool:
    if row["expected"] == "declined":
        return not (answer.status == "answered" and answer.sure)
    if answer.status != "answered":
        return False
    if "count" in row:
        return bool(answer.count == row["count"]["stories"])
    places = [_first_place(group, answer, articles) for group in row["right"]]
    if any(place is None for place in places):
        return False
    known = [place for place in places if place is not None]
    return not row.get("first") or (known[0] == 0 and known == sorted(known))


def _first_place(group: Sequence[Mapping[str, str]], answer: Answer, articles: Mapping[str, Article]) -> int | None:
    """Return the number of the first statement that quotes one of the sentences, None where none does."""
    for place, statement in enumerate(answer.statements):
        for quote in statement.quotes:
            for one in group:
                if quote.uri != one["uri"]:
                    continue
                start = articles[quote.uri].body.find(one["sentence"])
                if start >= 0 and overlaps(quote.start, quote.end, start, start + len(one["sentence"])):
                    return place
                if statement.headline and one["sentence"] in statement.headline:
                    return place
    return None


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Return the shares of questions: rightly quoted, rightly and wrongly declined, told surely."""
    answerable = [o for o in outcomes if o.question["expected"] == "answered"]
    hopeless = [o for o in outcomes if o.question["expected"] == "declined"]
    return {
        "questions": float(len(outcomes)),
        "quoted": mean([float(o.right) for o in answerable]),
        "wrongly declined": mean([float(o.answer.status == "not_found") for o in answerable]),
        "sure": mean([float(o.is_sure) for o in answerable]),
        "rightly not sure": mean([float(o.right) for o in hopeless]),
        "not found": mean([float(o.answer.status == "not_found") for o in hopeless]),
        "verbatim": mean([float(o.verbatim) for o in outcomes]),
    }

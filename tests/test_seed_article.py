"""The real article, by the real commands: what it says is quoted, what it does not say is declined."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands import run
from tests.conftest import shared

_ANSWERED = {
    "What did Sabbagh propose?": "nueva perspectiva de interacción",
    "¿Qué propuso Sabbagh?": "nueva perspectiva de interacción",
    "Who invited Pezeshkian to Syria?": "la invitación del presidente sirio",
    "When did the meeting take place?": "el miércoles 30 de noviembre",
}
_DECLINED = ["What is the price of wheat in Argentina?", "Who won the 2024 Tour de France?"]


def _run(module: str, *arguments: str | Path) -> str:
    status, out, err = run(module, *arguments)
    assert status == 0, err
    return out


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    seed, folder = shared("seed-article"), tmp_path_factory.mktemp("seed")
    report = json.loads(_run("ingest", seed, "--archive", folder / "archive", "--json"))
    assert (report["added"], report["failed"]) == (1, 0)
    file = folder / "questions.jsonl"
    questions = [*_ANSWERED, *_DECLINED]
    file.write_text("\n".join(json.dumps({"id": n, "question": q}) for n, q in enumerate(questions)), "utf-8")
    lines = _run("answering", "--questions", file, "--archive", folder / "archive", "--json").splitlines()
    found = [json.loads(line) for line in lines]
    assert [answer["question"] for answer in found] == questions
    return {answer["question"]: answer for answer in found}


@pytest.fixture(scope="module")
def body() -> str:
    (file,) = shared("seed-article").glob("*.txt")
    return file.read_text("utf-8").strip()


@pytest.mark.parametrize("question", _ANSWERED)
def test_what_the_article_says_is_quoted_word_for_word(
    answers: dict[str, dict[str, Any]], body: str, question: str
) -> None:
    answer = answers[question]
    assert answer["status"] == "answered"
    quotes = [quote for statement in answer["statements"] for quote in statement["quotes"]]
    assert any(_ANSWERED[question] in quote["quote"] for quote in quotes)
    assert all(body[quote["start"] : quote["end"]] == quote["quote"] for quote in quotes)
    assert [source["n"] for source in answer["sources"]] == [1]
    assert {quote["source"] for quote in quotes} == {1}


@pytest.mark.parametrize("question", _DECLINED)
def test_what_the_article_does_not_say_is_declined(answers: dict[str, dict[str, Any]], question: str) -> None:
    answer = answers[question]
    assert answer["status"] == "not_found"
    assert answer["statements"] == [] and answer["sources"] == []
    assert answer["notice"].startswith("The archive does not hold an answer to this question. It covers 1 article")

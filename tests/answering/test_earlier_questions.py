"""A line of a questions file may bring the questions before it, which reach the assistant as they were asked."""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

import answering.__main__
from answering.answer import Answer
from archive.errors import UsageError
from archive.records import Filters
from archive.store import Archive
from retrieval.command_line import AskedQuestion, read_questions


def _read(folder: Path, *lines: dict[str, Any]) -> list[AskedQuestion]:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    return read_questions(argparse.Namespace(question=None, questions=file))


def test_earlier_questions_are_read_oldest_first(tmp_path: Path) -> None:
    asked = _read(
        tmp_path,
        {"id": 1, "question": "And in 2024?", "history": ["Who won the regatta? ", "¿Y en 2023?"]},
        {"id": 2, "question": "Who won?", "history": []},
        {"id": 3, "question": "Who won?", "history": None},
        {"id": 4, "question": "Who won?"},
        {"id": 5, "question": "Who won?", "history": ["", " \t", "Where?"]},
    )
    assert asked[0] == AskedQuestion(1, "And in 2024?", ("Who won the regatta?", "¿Y en 2023?"))
    assert [one.history for one in asked[1:]] == [(), (), (), ("Where?",)]


def test_a_question_from_the_command_line_has_none_before_it() -> None:
    assert read_questions(argparse.Namespace(question=" Who won? ", questions=None)) == [
        AskedQuestion(None, "Who won?")
    ]


@pytest.mark.parametrize(
    "history", ["Who won?", 7, True, {"question": "Who won?"}, ["Who won?", 7], [["Who won?"]], [None]]
)
def test_a_history_that_is_no_list_of_questions_is_told_in_one_line(history: Any, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as raised:
        _read(tmp_path, {"question": "Who?"}, {"question": "And then?", "history": history})
    message = str(raised.value)
    assert "questions.jsonl, line 2" in message and '"history": ["…"]' in message and "\n" not in message


class _Spy:
    """An assistant that remembers what it was asked."""

    heard: list[tuple[str, tuple[str, ...]]]

    def answer(self, question: str, *, history: Sequence[str], filters: Filters) -> Answer:
        self.heard.append((question, tuple(history)))
        return Answer(question, question, "en", "not_found", notice="Nothing.")


def test_the_command_hands_the_earlier_questions_on_and_forgets_them_at_the_next_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spy = _Spy()
    spy.heard = []
    monkeypatch.setattr(answering.__main__, "open_search", lambda _: None)
    monkeypatch.setattr(answering.__main__, "Assistant", lambda *_: spy)
    Archive.create(tmp_path / "archive").close()
    file = tmp_path / "questions.jsonl"
    file.write_text('{"question": "And then?", "history": ["Who won?", "Where?"]}\n{"question": "Who?"}\n')
    assert answering.__main__.main(["--questions", str(file), "--archive", str(tmp_path / "archive"), "--json"]) == 0
    assert spy.heard == [("And then?", ("Who won?", "Where?")), ("Who?", ())]
    assert len(capsys.readouterr().out.splitlines()) == 2

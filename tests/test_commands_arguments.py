"""The commands take any question, keep to the filters, and tell in one line which argument cannot be used."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.commands import COMMANDS, Call, calling

call = pytest.fixture(calling)


@pytest.mark.parametrize("module", COMMANDS)
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            '{"id": "a\u2028b\u0085", "question": "¿Cuánto\u2028costó\u0085el\x7f puente?"}', id="line separators"
        ),
        pytest.param('{"id": "\\ud83d", "question": "¿Cuánto costó\\ud83d el puente?"}', id="half an emoji"),
    ],
)
def test_any_json_string_is_a_question_and_an_id(call: Call, module: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(line + "\n", "utf-8")
    status, out, err = call(module, "--questions", tmp_path / "questions.jsonl", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["id"] == json.loads(line)["id"]


def test_a_follow_up_in_a_file_is_completed_by_the_questions_before_it(call: Call, tmp_path: Path) -> None:
    line = {"question": "¿Y cuánto costará?", "history": ["¿Cuánto tiempo estará cerrado el puente de San Telmo?"]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(line), "utf-8")
    status, out, err = call("answering", "--questions", tmp_path / "questions.jsonl", "--json")
    record = json.loads(out)
    assert (status, err) == (0, "")
    assert (record["question"], record["understood"]["completed"]) == ("¿Y cuánto costará?", True)
    assert record["asked"] == "¿Cuánto costará el puente de San Telmo?"


_BROKEN = {
    "broken.jsonl": '{"id": 1, "question": "¿Qué?"}\n{"id": 2, "question": ',
    "list.jsonl": '["¿Qué?"]',
    "no-question.jsonl": '{"id": 1}',
    "empty-question.jsonl": '{"id": 1, "question": " "}',
    "number.jsonl": '{"id": 1, "question": 7}',
    "history.jsonl": '{"id": 1, "question": "¿Qué?", "history": "¿Quién?"}',
    "deep.jsonl": "[" * 100_000,
    "large-number.jsonl": '{"id": ' + "9" * 5000 + ', "question": "¿Qué?"}',
}


@pytest.mark.parametrize("module", COMMANDS)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([], "--questions"),
        ([""], "empty"),
        ([" \t"], "empty"),
        (["¿Qué?", "--questions", "FILE"], "--questions"),
        (["¿Qué?", "--from", "yesterday"], "--from 'yesterday'"),
        (["¿Qué?", "--to", "2024-02-30"], "--to '2024-02-30'"),
        (["¿Qué?", "--as-of", ""], "--as-of ''"),
        (["--questions", "missing.jsonl"], "missing.jsonl"),
        (["--questions", "."], "."),
        *((["--questions", name], f"{name}, line {2 if name == 'broken.jsonl' else 1}") for name in _BROKEN),
    ],
)
def test_unusable_arguments_are_told_in_one_line_with_status_2(
    call: Call, module: str, arguments: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in _BROKEN.items():
        Path(name).write_text(content, "utf-8")
    status, out, err = call(module, *arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1 and len(err) < 400


@pytest.mark.parametrize("module", COMMANDS)
def test_a_file_that_is_no_text_is_told_in_one_line_with_status_2(call: Call, module: str, tmp_path: Path) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes('{"question": "¿Qué?"}'.encode("latin-1"))
    status, out, err = call(module, "--questions", file)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "latin.jsonl" in err


@pytest.mark.parametrize("k", ["0", "-1"])
def test_no_passages_cannot_be_asked_for(call: Call, k: str) -> None:
    status, out, err = call("retrieval", "¿Qué?", "-k", k)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"-k {k}" in err


@pytest.mark.parametrize("uri", ["nobody:knows", "", "x\0y"])
def test_an_unknown_article_is_told_in_one_line_with_status_1(call: Call, uri: str) -> None:
    status, out, err = call("retrieval", "--article", uri, "--json")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert repr(uri) in err


@pytest.mark.parametrize("module", COMMANDS)
def test_a_file_that_is_no_archive_is_told_in_one_line_with_status_1(call: Call, module: str, tmp_path: Path) -> None:
    (tmp_path / "catalog.sqlite").write_bytes(b"this is not a database, it only has the name of one" * 100)
    status, out, err = call(module, "¿Qué?", archive=tmp_path)
    assert (status, out, err.count("\n")) == (1, "", 1)


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (["--publisher", "el faro de lumbre"], lambda p: p["publisher"] == "El Faro de Lumbre"),
        (
            ["--publisher", "El Faro de Lumbre", "--publisher", "Folha de Alvorém"],
            lambda p: p["publisher"] in ("El Faro de Lumbre", "Folha de Alvorém"),
        ),
        (["--language", "de", "--language", "PT"], lambda p: p["language"] in ("de", "pt")),
        (["--from", "2025-03-04", "--to", "2025-03-31"], lambda p: "2025-03-04" <= p["published"] <= "2025-03-31"),
        (["--as-of", "2025-01-31"], lambda p: p["published"] <= "2025-01-31"),
    ],
)
def test_filters_hold(call: Call, filters: list[str], holds: Callable[[dict[str, Any]], bool]) -> None:
    status, out, _ = call("retrieval", "¿Cuándo cierra el puente?", "--json", *filters)
    (result,) = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert result["id"] is None
    assert result["passages"] and all(holds(passage) for passage in result["passages"])


def test_an_unknown_publisher_finds_nothing(call: Call) -> None:
    status, out, _ = call("retrieval", "¿Cuándo cierra el puente?", "--publisher", "Nobody", "--json")
    assert (status, json.loads(out)["passages"]) == (0, [])
    status, out, _ = call("answering", "¿Cuándo cierra el puente?", "--publisher", "Nobody", "--json")
    assert (status, json.loads(out)["notice"]) == (0, "Ningún artículo del archivo pasa estos filtros.")

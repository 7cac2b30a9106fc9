"""The commands keep their contract: JSON Lines on standard output and nothing else, one line for what went wrong."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import answering.__main__
import retrieval.__main__
import retrieval.command_line
from archive.model import LazyModel
from archive.settings import PROJECT
from retrieval.search import Search

_BRIDGE = "sample:el-faro-de-lumbre/2025-03-04-puente"
_LINES: list[dict[str, Any]] = [
    {"id": "b", "question": "¿Cuánto tiempo estará cerrado el puente de San Telmo?"},
    {"id": 7, "question": "How long does metro line 3 take to cross the bay?", "history": ["Which lines are there?"]},
    {"question": "  What is the price of wheat in Argentina? "},
    {"id": {"nested": ["ñ", None]}, "question": "多少只 🤖?"},
    {"id": "b", "question": "What did Sabbagh propose?"},
]
_COMMANDS = {"retrieval": retrieval.__main__.main, "answering": answering.__main__.main}
_PASSAGE = {"uri", "headline", "publisher", "published", "language", "start", "end", "text", "score"}
_ANSWER = {
    "id",
    "question",
    "asked",
    "understood",
    "sure",
    "language",
    "status",
    "writer",
    "count",
    "statements",
    "struck",
    "notice",
    "sources",
}
_SOURCE = {"n", "uri", "headline", "publisher", "published", "url", "language", "appearances"}
_CITED = {"byline", "dateline", "section", "genre", "version", "body_sha256", "correction", "corrections"}


def _run(module: str, *arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != "HEMEROTECA_ARCHIVE"}
    return subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=PROJECT,
        env=own | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def folder(sample_search: Search) -> Path:
    return sample_search.archive.folder


@pytest.fixture(scope="module")
def questions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("questions") / "questions.jsonl"
    lines = [json.dumps(line, ensure_ascii=False) for line in _LINES]
    file.write_text("\ufeff" + "\n\n".join(lines) + "\n", "utf-8")
    return file


@pytest.fixture(scope="module")
def found(folder: Path, questions: Path) -> subprocess.CompletedProcess[str]:
    return _run("retrieval", "--questions", questions, "-k", "3", "--language", "ES", "--archive", folder, "--json")


@pytest.fixture(scope="module")
def answered(folder: Path, questions: Path) -> subprocess.CompletedProcess[str]:
    return _run("answering", "--questions", questions, "--archive", folder, "--json")


def _objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, Any]]:
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return [json.loads(line) for line in done.stdout.removesuffix("\n").split("\n")]


def _body(search: Search, uri: str) -> str:
    article = search.archive.catalog.article(uri)
    assert article is not None
    return article.body


def test_results_keep_the_ids_and_the_order_of_the_file(
    found: subprocess.CompletedProcess[str], answered: subprocess.CompletedProcess[str]
) -> None:
    asked = [(line.get("id"), line["question"].strip()) for line in _LINES]
    for done in (found, answered):
        assert [(result["id"], result["question"]) for result in _objects(done)] == asked


def test_retrieval_prints_what_the_contract_names(
    found: subprocess.CompletedProcess[str], sample_search: Search
) -> None:
    results = _objects(found)
    for result in results:
        assert {"id", "question", "passages"} <= set(result)
        assert len(result["passages"]) == 3
        for passage in result["passages"]:
            assert set(passage) >= _PASSAGE
            assert passage["language"] == "es"
            assert isinstance(passage["score"], float)
            assert _body(sample_search, passage["uri"])[passage["start"] : passage["end"]] == passage["text"]
    assert results[0]["passages"][0]["uri"] == _BRIDGE
    assert results[0]["passages"][0]["published"] == "2025-03-04"


def test_answering_prints_what_the_contract_names(
    answered: subprocess.CompletedProcess[str], sample_search: Search
) -> None:
    results = _objects(answered)
    for result in results:
        assert set(result) >= _ANSWER
        assert result["asked"] == result["question"]
        assert (result["writer"], result["count"], result["struck"]) == ("quotes", None, [])
        assert result["status"] == ("answered" if result["statements"] else "not_found")
        # What may not answer is said to be that, as what is not found is.
        assert isinstance(result["notice"], str) == (not result["sure"])
        assert not result["sure"] or result["status"] == "answered"
        numbers = [source["n"] for source in result["sources"]]
        assert numbers == list(range(1, len(numbers) + 1))
        for source in result["sources"]:
            assert set(source) >= _SOURCE | _CITED
            body = _body(sample_search, source["uri"]).encode()
            assert source["body_sha256"] == hashlib.sha256(body).hexdigest()
            assert source["appearances"][0]["uri"] == source["uri"]
        for statement in result["statements"]:
            assert set(statement) >= {"text", "quotes"}
            for quote in statement["quotes"]:
                assert set(quote) >= {"quote", "uri", "start", "end", "source"}
                assert quote["source"] in numbers
                assert statement["text"] == (statement["headline"] or quote["quote"])
                assert _body(sample_search, quote["uri"])[quote["start"] : quote["end"]] == quote["quote"]
    assert [result["language"] for result in results[:3]] == ["es", "en", "en"]
    assert [results[n]["status"] for n in (0, 1, 2, 4)] == ["answered", "answered", "not_found", "answered"]


def test_an_articles_whole_record_is_printed_without_loading_the_model(folder: Path, sample_search: Search) -> None:
    article = sample_search.archive.catalog.article(_BRIDGE)
    assert article is not None
    # What a Windows shell would choose for a pipe cannot write half of the world's letters.
    uri = "sample:five-harbours-post/2025-04-09-luzhou-shidi"
    done = _run(
        "retrieval",
        "--article",
        uri,
        "--archive",
        folder,
        "--json",
        PYTHONIOENCODING="cp1252",
        EMBEDDING_MODEL="no/model",
    )
    (record,) = _objects(done)
    stored = sample_search.archive.catalog.article(uri)
    assert stored is not None
    assert record == {name: getattr(stored, name) for name in stored.__dataclass_fields__} | {"history": []}
    assert {"body", "correction", "embargoed", "pubstatus", "version", "byline"} <= set(record)


def test_a_reader_that_goes_away_is_no_error_to_speak_of(folder: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "retrieval", "--article", _BRIDGE, "--archive", folder],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read().decode()
    process.stderr.close()
    process.wait()
    assert "Error" not in said


@pytest.mark.parametrize("module", _COMMANDS)
def test_what_cannot_be_done_ends_the_process_with_one_line_and_its_status(module: str, tmp_path: Path) -> None:
    done = _run(module, "¿Qué?", "--archive", tmp_path / "none")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert str(tmp_path / "none") in done.stderr and "python -m ingest" in done.stderr


# -- from here on in this process, where the model is loaded already -------------------------------------------------------

_Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(folder: Path, model: LazyModel, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> _Call:
    """Run a command's main function over the samples; return its exit status, standard output and standard error."""
    monkeypatch.setattr(retrieval.command_line, "LazyModel", lambda *_, **__: model)
    monkeypatch.delenv("HEMEROTECA_ARCHIVE", raising=False)

    def run(module: str, *arguments: str | Path, archive: Path = folder) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = _COMMANDS[module]([*map(str, arguments), "--archive", str(archive)])
        except SystemExit as error:
            status = int(error.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


@pytest.mark.parametrize("module", _COMMANDS)
@pytest.mark.parametrize(
    "line",
    [
        pytest.param(
            '{"id": "a\u2028b\u0085", "question": "¿Cuánto\u2028costó\u0085el\x7f puente?"}', id="line separators"
        ),
        pytest.param('{"id": "\\ud83d", "question": "¿Cuánto costó\\ud83d el puente?"}', id="half an emoji"),
    ],
)
def test_any_json_string_is_a_question_and_an_id(call: _Call, module: str, line: str, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_text(line + "\n", "utf-8")
    status, out, err = call(module, "--questions", tmp_path / "questions.jsonl", "--json")
    assert (status, err) == (0, "")
    assert json.loads(out)["id"] == json.loads(line)["id"]


def test_a_follow_up_in_a_file_is_completed_by_the_questions_before_it(call: _Call, tmp_path: Path) -> None:
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


@pytest.mark.parametrize("module", _COMMANDS)
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
    call: _Call, module: str, arguments: list[str], named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name, content in _BROKEN.items():
        Path(name).write_text(content, "utf-8")
    status, out, err = call(module, *arguments)
    assert (status, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1 and len(err) < 400


@pytest.mark.parametrize("module", _COMMANDS)
def test_a_file_that_is_no_text_is_told_in_one_line_with_status_2(call: _Call, module: str, tmp_path: Path) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes('{"question": "¿Qué?"}'.encode("latin-1"))
    status, out, err = call(module, "--questions", file)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "latin.jsonl" in err


@pytest.mark.parametrize("k", ["0", "-1"])
def test_no_passages_cannot_be_asked_for(call: _Call, k: str) -> None:
    status, out, err = call("retrieval", "¿Qué?", "-k", k)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert f"-k {k}" in err


@pytest.mark.parametrize("uri", ["nobody:knows", "", "x\0y"])
def test_an_unknown_article_is_told_in_one_line_with_status_1(call: _Call, uri: str) -> None:
    status, out, err = call("retrieval", "--article", uri, "--json")
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert repr(uri) in err


@pytest.mark.parametrize("module", _COMMANDS)
def test_a_file_that_is_no_archive_is_told_in_one_line_with_status_1(call: _Call, module: str, tmp_path: Path) -> None:
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
def test_filters_hold(call: _Call, filters: list[str], holds: Callable[[dict[str, Any]], bool]) -> None:
    status, out, _ = call("retrieval", "¿Cuándo cierra el puente?", "--json", *filters)
    (result,) = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert result["id"] is None
    assert result["passages"] and all(holds(passage) for passage in result["passages"])


def test_an_unknown_publisher_finds_nothing(call: _Call) -> None:
    status, out, _ = call("retrieval", "¿Cuándo cierra el puente?", "--publisher", "Nobody", "--json")
    assert (status, json.loads(out)["passages"]) == (0, [])
    status, out, _ = call("answering", "¿Cuándo cierra el puente?", "--publisher", "Nobody", "--json")
    assert (status, json.loads(out)["notice"]) == (0, "Ningún artículo del archivo pasa estos filtros.")


def test_found_passages_can_be_read_by_a_person(call: _Call) -> None:
    status, out, _ = call("retrieval", "¿Cuánto tiempo estará cerrado el puente?", "-k", "2")
    assert status == 0
    assert out.startswith("¿Cuánto tiempo estará cerrado el puente?\n")
    assert "\n1. " in out and "\n2. " in out and "\n3. " not in out
    assert "(El Faro de Lumbre 2025-03-04, es, 0." in out
    assert "cerrará al tráfico durante nueve meses" in out
    assert "{" not in out


def test_an_article_can_be_read_by_a_person(call: _Call, sample_search: Search) -> None:
    status, out, _ = call("retrieval", "--article", _BRIDGE)
    assert status == 0
    assert out.endswith(_body(sample_search, _BRIDGE) + "\n")
    assert "El Faro de Lumbre 2025-03-04" in out


def test_an_answer_can_be_read_by_a_person(call: _Call) -> None:
    status, out, _ = call("answering", "How long will the San Telmo bridge be closed?")
    assert status == 0
    assert "cerrará al tráfico durante nueve meses" in out
    assert "” [1]\n  — El Faro de Lumbre, 4 March 2025, in Spanish" in out
    assert "\n[1] " in out and "https://example.org/" in out
    assert "Correction: Una versión anterior de esta noticia" in out


def test_a_timeline_can_be_read_by_a_person(call: _Call) -> None:
    status, out, _ = call("answering", "Timeline of the Torgal dam")
    assert status == 0
    assert out.startswith("Timeline of the Torgal dam\n  In order\n")
    days = [line for line in out.splitlines() if line.endswith(" 2025") and line[0].isdigit()]
    assert days[0] == "20 May 2025" and len(days) == len(set(days)) > 2
    assert out.index("20 May 2025") < out.index("  “") < out.index(days[1])


def test_a_count_can_be_read_by_a_person(call: _Call) -> None:
    status, out, _ = call("answering", "¿Cuántos artículos mencionan a Torgal?")
    assert status == 0
    assert out.startswith("¿Cuántos artículos mencionan a Torgal?\n  Contado\n")
    assert "contienen las palabras «Torgal»" in out.split("[1]")[0]


def test_that_there_is_no_answer_can_be_read_by_a_person(call: _Call) -> None:
    status, out, _ = call("answering", "¿Cuál es el precio del trigo en Argentina?")
    assert status == 0
    assert "El archivo no contiene una respuesta a esta pregunta. Abarca 67 artículos" in out
    assert out.split("Lo más cercano en el archivo:")[1].count("\n  - ") == 3
    assert "“" not in out.split("Lo más cercano")[0]

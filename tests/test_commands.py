"""The commands keep their contract: JSON Lines on standard output and nothing else, one line for what went wrong."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.search import Search
from tests.commands import BRIDGE, COMMANDS, body_of, run
from tests.other_process import Told, finished, start_command

_LINES: list[dict[str, Any]] = [
    {"id": "b", "question": "¿Cuánto tiempo estará cerrado el puente de San Telmo?"},
    {"id": 7, "question": "How long does metro line 3 take to cross the bay?", "history": ["Which lines are there?"]},
    {"question": "  What is the price of wheat in Argentina? "},
    {"id": {"nested": ["ñ", None]}, "question": "多少只 🤖?"},
    {"id": "b", "question": "What did Sabbagh propose?"},
]
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
def found(folder: Path, questions: Path) -> Told:
    return run("retrieval", "--questions", questions, "-k", "3", "--language", "ES", "--archive", folder, "--json")


@pytest.fixture(scope="module")
def answered(folder: Path, questions: Path) -> Told:
    return run("answering", "--questions", questions, "--archive", folder, "--json")


def _objects(done: Told) -> list[dict[str, Any]]:
    status, out, err = done
    assert (status, "Traceback" in err) == (0, False), err
    return [json.loads(line) for line in out.removesuffix("\n").split("\n")]


def test_results_keep_the_ids_and_the_order_of_the_file(found: Told, answered: Told) -> None:
    asked = [(line.get("id"), line["question"].strip()) for line in _LINES]
    for done in (found, answered):
        assert [(result["id"], result["question"]) for result in _objects(done)] == asked


def test_retrieval_prints_what_the_contract_names(found: Told, sample_search: Search) -> None:
    results = _objects(found)
    for result in results:
        assert {"id", "question", "passages"} <= set(result)
        assert len(result["passages"]) == 3
        for passage in result["passages"]:
            assert set(passage) >= _PASSAGE
            assert passage["language"] == "es"
            assert isinstance(passage["score"], float)
            assert body_of(sample_search, passage["uri"])[passage["start"] : passage["end"]] == passage["text"]
    assert results[0]["passages"][0]["uri"] == BRIDGE
    assert results[0]["passages"][0]["published"] == "2025-03-04"


def test_answering_prints_what_the_contract_names(answered: Told, sample_search: Search) -> None:
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
            body = body_of(sample_search, source["uri"]).encode()
            assert source["body_sha256"] == hashlib.sha256(body).hexdigest()
            assert source["appearances"][0]["uri"] == source["uri"]
        for statement in result["statements"]:
            assert set(statement) >= {"text", "quotes"}
            for quote in statement["quotes"]:
                assert set(quote) >= {"quote", "uri", "start", "end", "source"}
                assert quote["source"] in numbers
                assert statement["text"] == (statement["headline"] or quote["quote"])
                assert body_of(sample_search, quote["uri"])[quote["start"] : quote["end"]] == quote["quote"]
    assert [result["language"] for result in results[:3]] == ["es", "en", "en"]
    assert [results[n]["status"] for n in (0, 1, 2, 4)] == ["answered", "answered", "not_found", "answered"]


def test_an_articles_whole_record_is_printed_without_loading_the_model(folder: Path, sample_search: Search) -> None:
    article = sample_search.archive.catalog.article(BRIDGE)
    assert article is not None
    # What a Windows shell would choose for a pipe cannot write half of the world's letters.
    uri = "sample:five-harbours-post/2025-04-09-luzhou-shidi"
    strange = {"PYTHONIOENCODING": "cp1252", "EMBEDDING_MODEL": "no/model"}
    started = start_command("retrieval", "--article", uri, "--archive", folder, "--json", **strange)
    (record,) = _objects(finished(started))
    stored = sample_search.archive.catalog.article(uri)
    assert stored is not None
    assert record == stored.as_json() | {"history": []}
    assert {"body", "correction", "embargoed", "pubstatus", "version", "byline"} <= set(record)


def test_a_reader_that_goes_away_is_no_error_to_speak_of(folder: Path) -> None:
    process = start_command("retrieval", "--article", BRIDGE, "--archive", folder)
    assert process.stdout is not None and process.stderr is not None
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    process.wait()
    assert "Error" not in said


@pytest.mark.parametrize("module", COMMANDS)
def test_what_cannot_be_done_ends_the_process_with_one_line_and_its_status(module: str, tmp_path: Path) -> None:
    status, out, err = finished(start_command(module, "¿Qué?", "--archive", tmp_path / "none"))
    assert (status, out, err.count("\n")) == (1, "", 1)
    assert str(tmp_path / "none") in err and "python -m ingest" in err

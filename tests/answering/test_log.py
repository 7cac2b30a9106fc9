"""Questions and answers are written down whole, by many at once, and for the owner alone."""

import contextlib
import json
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.log import QuestionLog
from archive.question_log import LOG_FILE, QuestionFile
from archive.records import Article
from archive.settings import PROJECT
from archive.store import Archive
from archive.tombstones import Erased
from language.model import LazyModel
from tests.chat_page import ask, start
from tests.commands import run
from tests.conftest import ingest_articles
from tests.question_logs import ERASED, FERRY, QUESTION, SECRET, not_found, records

# -- what is written --------------------------------------------------------------------------------------------------


@pytest.fixture
def command(archive: Archive, model: LazyModel, tmp_path: Path) -> Any:
    """Ask at the prompt; returns the exit status, the printed record and standard error."""
    ingest_articles(archive, [Article("ferry", FERRY, language="en", publisher="The Gazette")], model, tmp_path)

    def ask(*arguments: str | Path) -> tuple[int, dict[str, Any], str]:
        status, out, err = run("answering", *arguments, "--archive", archive.folder, "--json")
        return status, json.loads(out), err

    return ask


def test_the_command_writes_down_what_it_prints_with_the_time_and_the_filters(
    command: Any, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": {"ñ": [7]}, "question": QUESTION}), "utf-8")
    _, printed, _ = command("--questions", tmp_path / "q.jsonl", "--publisher", "The Gazette", "--as-of", "2999-01-01")
    (record,) = records(archive)
    assert record.pop("time")[-6:] == "+00:00"
    assert record.pop("filters") == {
        "since": None,
        "until": None,
        "publishers": ["The Gazette"],
        "languages": [],
        "as_of": "2999-01-01",
    }
    assert record == printed and record["id"] == {"ñ": [7]}


def test_the_setting_ends_it(command: Any, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMEROTECA_LOG", "0")
    assert command(QUESTION)[0] == 0
    assert not archive.questions.path.exists()


@pytest.mark.parametrize("hindrance", ["a folder", "a full disk"])
def test_a_log_that_cannot_be_written_hinders_no_answer(command: Any, archive: Archive, hindrance: str) -> None:
    if hindrance == "a folder":
        archive.questions.path.mkdir()
    else:
        archive.questions.path.symlink_to("/dev/full")
    status, printed, err = command(QUESTION)
    assert (status, printed["status"]) == (0, "answered")
    assert err.count("\n") == 1 and LOG_FILE in err and "HEMEROTECA_LOG=0" in err


def test_the_page_writes_down_its_questions_and_the_setting_ends_it(
    archive: Archive, model: LazyModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_articles(archive, [Article("ferry", FERRY, language="en")], model, tmp_path)
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(archive.folder))
    page = ask(start(), QUESTION)
    (record,) = records(archive)
    assert (record["question"], record["id"], record["status"]) == (QUESTION, None, "answered")
    monkeypatch.setenv("HEMEROTECA_LOG", "0")
    ask(page, "And which ferry is it?")
    assert len(records(archive)) == 1


def test_nobody_but_the_owner_may_read_it(archive: Archive) -> None:
    before = os.umask(0)
    try:
        QuestionLog(archive).append(not_found())
        archive.questions.forget()
    finally:
        os.umask(before)
    assert stat.S_IMODE(archive.questions.path.stat().st_mode) == 0o600


def test_a_crash_in_the_middle_of_a_write_damages_no_later_record(archive: Archive) -> None:
    log = QuestionLog(archive)
    log.append(not_found("one"))
    with archive.questions.path.open("ab") as file:
        file.write(b'{"time": "2025-03-04T00:00:00+00:00", "question": "tw')
    log.append(not_found("three"))
    lines = archive.questions.path.read_bytes().split(b"\n")
    assert [json.loads(lines[n])["question"] for n in (0, 2)] == ["one", "three"]


@settings(deadline=None)
@given(question=st.text(), id=st.recursive(st.none() | st.text() | st.integers(), lambda x: st.lists(x, max_size=3)))
def test_any_text_is_one_line(question: str, id: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    file = QuestionFile(tmp_path_factory.mktemp("log"), erased=Erased)
    for _ in range(2):
        file.append({"question": question + "\ud83d\u2028\n", "id": id})
    (first, second, end) = file.path.read_bytes().split(b"\n")
    assert json.loads(first) == json.loads(second) == {"question": question + "\ud83d\u2028\n", "id": id}
    assert end == b""


# -- many at once -----------------------------------------------------------------------------------------------------

_APPENDS = (
    "import sys; from pathlib import Path; from archive.question_log import QuestionFile; from archive.ledger import Erased\n"
    "file = QuestionFile(Path(sys.argv[1]), erased=Erased)\n"
    "print('ready', flush=True); sys.stdin.readline()\n"
    "for n in range(300): file.append({'question': f'{sys.argv[2]}-{n}', 'notice': 'x' * (n * 97 % 9000)})\n"
)


@contextlib.contextmanager
def _appending(folder: Path, *names: str) -> Iterator[None]:
    """Processes that append 300 records each, from the same moment on."""
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _APPENDS, str(folder), name],
            cwd=PROJECT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in names
    ]
    for process in running:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    yield
    for process in running:
        process.communicate()
        assert process.returncode == 0


def test_two_processes_that_append_at_once_lose_nothing(archive: Archive) -> None:
    with _appending(archive.folder, "a", "b"):
        pass
    asked = [record["question"] for record in records(archive)]
    assert sorted(asked) == sorted(f"{name}-{n}" for name in "ab" for n in range(300))


def test_an_erasure_loses_nothing_that_others_append_meanwhile(archive: Archive) -> None:
    file = QuestionFile(archive.folder, erased=lambda: ERASED)
    before = QuestionFile(archive.folder, erased=Erased)
    rewritten = 0
    with _appending(archive.folder, "a", "b"):
        for _ in range(20):
            before.append({"question": "q", "sources": [{"n": 1, "uri": "gone", "headline": SECRET}]})
            rewritten += file.forget().records
    asked = [record["question"] for record in records(archive)]
    assert rewritten == 20
    assert sorted(name for name in asked if name != "q") == sorted(f"{name}-{n}" for name in "ab" for n in range(300))
    assert SECRET.encode() not in file.path.read_bytes()


def test_a_thread_that_appends_waits_for_one_that_rewrites(archive: Archive) -> None:
    QuestionLog(archive).append(not_found("one"))
    writing = threading.Thread(target=lambda: QuestionLog(archive).append(not_found("two")))
    with archive.questions._locked():
        writing.start()
        writing.join(timeout=0.3)
        assert writing.is_alive() and len(records(archive)) == 1
    writing.join()
    assert [record["question"] for record in records(archive)] == ["one", "two"]

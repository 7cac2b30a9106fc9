"""Questions and answers are written down whole, by many at once, for the owner alone, and forget what was erased."""

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
from streamlit.testing.v1 import AppTest

import answering.__main__
import retrieval.command_line
from answering.answer import Answer, Quote, Source, Statement
from answering.log import QuestionLog
from archive.changes import hashed
from archive.corrections import Correction
from archive.forgetting import without_erased
from archive.ledger import Erased
from archive.model import LazyModel
from archive.question_log import LOG_FILE, Forgotten, QuestionFile
from archive.records import Appearance, Article, Filters
from archive.settings import PROJECT
from archive.store import Archive
from tests.conftest import ingest_articles

_ERASED = Erased(frozenset({hashed("gone")}))
_SECRET = "Quillmarsh"
_FERRY = "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October."
_QUESTION = "When will the ferry stop sailing?"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive.create(tmp_path / "archive")
    yield made
    made.close()


def _answer(question: str = "¿Qué?", **fields: Any) -> Answer:
    return Answer(question, question, "es", "not_found", notice="Nada.", **fields)


def _records(archive: Archive) -> list[dict[str, Any]]:
    return [json.loads(line) for line in archive.questions.path.read_bytes().split(b"\n")[:-1]]


# -- what is written ---------------------------------------------------------------------------------------------------


@pytest.fixture
def command(
    archive: Archive,
    model: LazyModel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Any:
    """Ask at the prompt; returns the exit status, the printed record and standard error."""
    ingest_articles(archive, [Article("ferry", _FERRY, language="en", publisher="The Gazette")], model, tmp_path)
    monkeypatch.setattr(retrieval.command_line, "LazyModel", lambda *_, **__: model)

    def ask(*arguments: str | Path) -> tuple[int, dict[str, Any], str]:
        options = [*map(str, arguments), "--archive", str(archive.folder), "--json"]
        capfd.readouterr()
        status = answering.__main__.main(options)
        said = capfd.readouterr()
        return status, json.loads(said.out), said.err

    return ask


def test_the_command_writes_down_what_it_prints_with_the_time_and_the_filters(
    command: Any, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text(json.dumps({"id": {"ñ": [7]}, "question": _QUESTION}), "utf-8")
    _, printed, _ = command("--questions", tmp_path / "q.jsonl", "--publisher", "The Gazette", "--as-of", "2999-01-01")
    (record,) = _records(archive)
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
    assert command(_QUESTION)[0] == 0
    assert not archive.questions.path.exists()


@pytest.mark.parametrize("hindrance", ["a folder", "a full disk"])
def test_a_log_that_cannot_be_written_hinders_no_answer(command: Any, archive: Archive, hindrance: str) -> None:
    if hindrance == "a folder":
        archive.questions.path.mkdir()
    else:
        archive.questions.path.symlink_to("/dev/full")
    status, printed, err = command(_QUESTION)
    assert (status, printed["status"]) == (0, "answered")
    assert err.count("\n") == 1 and LOG_FILE in err and "HEMEROTECA_LOG=0" in err


def test_the_page_writes_down_its_questions_and_the_setting_ends_it(
    archive: Archive, model: LazyModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest_articles(archive, [Article("ferry", _FERRY, language="en")], model, tmp_path)
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(archive.folder))
    page = AppTest.from_file(PROJECT / "app.py", default_timeout=400).run()
    page.chat_input(key="question").set_value(_QUESTION).run()
    (record,) = _records(archive)
    assert (record["question"], record["id"], record["status"]) == (_QUESTION, None, "answered")
    monkeypatch.setenv("HEMEROTECA_LOG", "0")
    page.chat_input(key="question").set_value("And which ferry is it?").run()
    assert len(_records(archive)) == 1


def test_nobody_but_the_owner_may_read_it(archive: Archive) -> None:
    before = os.umask(0)
    try:
        QuestionLog(archive).append(_answer())
        archive.questions.forget()
    finally:
        os.umask(before)
    assert stat.S_IMODE(archive.questions.path.stat().st_mode) == 0o600


def test_a_crash_in_the_middle_of_a_write_damages_no_later_record(archive: Archive) -> None:
    log = QuestionLog(archive)
    log.append(_answer("one"))
    with archive.questions.path.open("ab") as file:
        file.write(b'{"time": "2025-03-04T00:00:00+00:00", "question": "tw')
    log.append(_answer("three"))
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


# -- many at once ------------------------------------------------------------------------------------------------------

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
    asked = [record["question"] for record in _records(archive)]
    assert sorted(asked) == sorted(f"{name}-{n}" for name in "ab" for n in range(300))


def test_an_erasure_loses_nothing_that_others_append_meanwhile(archive: Archive) -> None:
    file = QuestionFile(archive.folder, erased=lambda: _ERASED)
    before = QuestionFile(archive.folder, erased=Erased)
    rewritten = 0
    with _appending(archive.folder, "a", "b"):
        for _ in range(20):
            before.append({"question": "q", "sources": [{"n": 1, "uri": "gone", "headline": _SECRET}]})
            rewritten += file.forget().records
    asked = [record["question"] for record in _records(archive)]
    assert rewritten == 20
    assert sorted(name for name in asked if name != "q") == sorted(f"{name}-{n}" for name in "ab" for n in range(300))
    assert _SECRET.encode() not in file.path.read_bytes()


def test_what_was_erased_between_answer_and_log_is_not_written_down(archive: Archive) -> None:
    """The page found an answer; the story was erased before it was written down."""
    with archive.writing(on_wait=lambda _: None) as writer:
        writer.erase("gone")
    QuestionLog(archive).append(_named_everywhere())
    assert _SECRET.encode() not in archive.questions.path.read_bytes()
    (record,) = _records(archive)
    assert [statement["text"] for statement in record["statements"]] == ["The bakery won."]


def test_a_thread_that_appends_waits_for_one_that_rewrites(archive: Archive) -> None:
    QuestionLog(archive).append(_answer("one"))
    writing = threading.Thread(target=lambda: QuestionLog(archive).append(_answer("two")))
    with archive.questions._locked():
        writing.start()
        writing.join(timeout=0.3)
        assert writing.is_alive() and len(_records(archive)) == 1
    writing.join()
    assert [record["question"] for record in _records(archive)] == ["one", "two"]


# -- what is forgotten -------------------------------------------------------------------------------------------------


def _appearance(uri: str, word: str) -> Appearance:
    return Appearance(uri, f"{word}'s headline", f"{word} Post", None, f"https://example.org/{word}", word)


def _named_everywhere() -> Answer:
    """An answer that quotes what is gone, cites it, has it among another's prints and names it as nearest."""
    quoted = (Quote(_FERRY, "gone", 0, 9, 1),)
    other = (Quote("The bakery won.", "bakery", 0, 15, 2),)
    corrections = (Correction("bakery", "B", "It said rye."), Correction("gone", _SECRET, _SECRET))
    appearances = (_appearance("bakery", "bread"), _appearance("gone", _SECRET))
    return Answer(
        _QUESTION,
        f"{_QUESTION} {_SECRET}",
        "en",
        "answered",
        statements=(Statement(_FERRY, quoted, _SECRET), Statement("The bakery won.", other, "B, 2025")),
        notice=f"Not {_SECRET}.",
        sources=(
            Source(1, "gone", _SECRET, _SECRET, None, _SECRET, "en", _SECRET, (_appearance("gone", _SECRET),), _SECRET),
            Source(
                2,
                "bakery",
                "Bread",
                "B",
                None,
                "",
                "en",
                f"It said rye.\n{_SECRET}: {_SECRET}",
                appearances,
                corrections=corrections,
            ),
        ),
        nearest=(_appearance("gone", _SECRET), _appearance("mill", "mill")),
    )


def test_what_stays_of_a_record_is_the_question_the_time_and_the_other_stories(archive: Archive) -> None:
    log = QuestionLog(archive)
    log.append(_named_everywhere(), Filters(as_of="2025-03-04"), id=7)
    log.append(_answer("another"))
    before = _records(archive)
    with archive.writing(on_wait=lambda _: None) as writer:
        assert writer.erase("gone").questions == Forgotten(records=1)
    assert _SECRET.encode() not in b"".join(path.read_bytes() for path in archive.folder.glob("questions*"))
    left, untouched = _records(archive)
    assert untouched == before[1]
    for name in ("time", "id", "question", "filters", "status", "language"):
        assert left[name] == before[0][name]
    assert left["asked"] == _QUESTION
    assert left["statements"] == before[0]["statements"][1:]
    assert left["sources"][0] == {"n": 1}
    assert left["sources"][1]["headline"] == "Bread" and left["sources"][1]["correction"] == "It said rye."
    assert [one["uri"] for one in left["sources"][1]["appearances"]] == ["bakery"]
    assert [one["uri"] for one in left["nearest"]] == ["mill"]
    assert left["erased"] == [{"uri_sha256": hashed("gone"), "quoted": True}]
    with archive.writing(on_wait=lambda _: None) as writer:
        assert writer.erase("gone").questions == Forgotten()  # once more, as after a crash


def test_a_story_that_was_only_the_nearest_is_forgotten_and_was_not_rested_on() -> None:
    nearest = [{"uri": "gone", "headline": _SECRET}, {"uri": "mill", "headline": "Mill"}]
    left = without_erased({"question": "q", "asked": "q", "status": "not_found", "nearest": nearest}, _ERASED)
    assert left["nearest"] == nearest[1:] and left["erased"] == [{"uri_sha256": hashed("gone"), "quoted": False}]


def test_two_erasures_leave_both_marks() -> None:
    record = {"question": "q", "sources": [{"n": 1, "uri": "gone"}, {"n": 2, "uri": "went"}]}
    both = Erased(_ERASED.hashes | {hashed("went")})
    left = without_erased(without_erased(record, _ERASED), both)
    assert [mark["uri_sha256"] for mark in left["erased"]] == [hashed("gone"), hashed("went")]
    assert left["sources"] == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("field", ["understood", "steps", "marked", "headline_of"])
def test_a_field_that_the_eraser_has_never_heard_of_keeps_no_words(field: str) -> None:
    record = {"question": "q", "asked": "q", field: [_SECRET, {_SECRET: 1}], "nearest": [{"uri": "gone"}]}
    assert _SECRET not in json.dumps(without_erased(record, _ERASED))
    elsewhere = {"question": "q", field: {"deep": [{"uri": "gone", "text": _SECRET}]}}
    assert _SECRET not in json.dumps(without_erased(elsewhere, _ERASED))


def test_a_question_that_is_a_uri_names_nothing() -> None:
    record = {"question": "gone", "asked": "gone", "id": "gone", "nearest": []}
    assert without_erased(record, _ERASED) is record


@pytest.mark.parametrize(
    "line",
    [
        b'{"question": "q", "statements": [{"text": "Quillmarsh',
        b'{"question": "q", "statements": "Quillmarsh\xff"}',
        b'["gone", "Quillmarsh"]',
        b"[" * 100_000 + b'"Quillmarsh"',
    ],
    ids=["cut off", "no text", "no record", "deep"],
)
def test_a_line_that_nobody_can_read_goes_with_what_was_erased(archive: Archive, line: bytes) -> None:
    QuestionLog(archive).append(_answer("one"))
    with archive.questions.path.open("ab") as file:
        file.write(line)
    QuestionLog(archive).append(_answer("two"))
    with archive.writing(on_wait=lambda _: None) as writer:
        told = writer.erase("gone").questions
    assert told.records + told.damaged == 1
    assert [record["question"] for record in _records(archive)] == ["one", "two"]
    assert _SECRET.encode() not in archive.questions.path.read_bytes()


def test_an_erasure_that_cannot_write_the_log_says_so_and_erases_the_rest(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    QuestionLog(archive).append(_named_everywhere())

    def refuse(self: QuestionFile) -> Forgotten:
        raise PermissionError(13, "Permission denied")

    with archive.writing(on_wait=lambda _: None) as writer, monkeypatch.context() as patch:
        patch.setattr(QuestionFile, "forget", refuse)
        wiped = writer.erase("gone")
    assert (wiped.is_free_of_it, wiped.problem) == (True, "Permission denied")
    assert "gone" in archive.catalog.ledger.erased()


def test_the_file_that_a_link_leads_to_is_cleaned(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    archive.questions.path.symlink_to(tmp_path / "disk" / "log.jsonl")
    QuestionLog(archive).append(_named_everywhere())
    with archive.writing(on_wait=lambda _: None) as writer:
        writer.erase("gone")
    assert archive.questions.path.is_symlink()
    assert _SECRET.encode() not in (tmp_path / "disk" / "log.jsonl").read_bytes()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("gone"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["uri", "gone", "n", "x"]), inner),
    max_leaves=12,
)
_FIELDS = ("statements", "sources", "nearest", "erased", "notice", "asked", "struck", "corrections", "new")


@settings(deadline=None)
@given(record=st.dictionaries(st.sampled_from(_FIELDS), _JSON) | _JSON)
def test_whatever_the_record_nothing_of_it_names_what_was_erased(record: Any) -> None:
    left = without_erased(record, _ERASED)
    assert '"gone"' not in json.dumps(left)
    assert without_erased(left, _ERASED) == left

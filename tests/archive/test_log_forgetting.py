"""The log of questions forgets what was erased, whatever its lines hold, and keeps the rest of every record."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.answer import Answer, Quote, Source, Statement
from answering.log import QuestionLog
from archive.corrections import Correction
from archive.forgetting import without_erased
from archive.question_log import Forgotten, QuestionFile
from archive.records import Appearance, Filters
from archive.store import Archive
from archive.tombstones import Erased, hashed
from tests.question_logs import ERASED, FERRY, QUESTION, SECRET, not_found, records


def _appearance(uri: str, word: str) -> Appearance:
    return Appearance(uri, f"{word}'s headline", f"{word} Post", None, f"https://example.org/{word}", word)


def _named_everywhere() -> Answer:
    """An answer that quotes what is gone, cites it, has it among another's prints and names it as nearest."""
    quoted = (Quote(FERRY, "gone", 0, 9, 1),)
    other = (Quote("The bakery won.", "bakery", 0, 15, 2),)
    corrections = (Correction("bakery", "B", "It said rye."), Correction("gone", SECRET, SECRET))
    appearances = (_appearance("bakery", "bread"), _appearance("gone", SECRET))
    return Answer(
        QUESTION,
        f"{QUESTION} {SECRET}",
        "en",
        "answered",
        statements=(Statement(FERRY, quoted, SECRET), Statement("The bakery won.", other, "B, 2025")),
        notice=f"Not {SECRET}.",
        sources=(
            Source(1, "gone", SECRET, SECRET, None, SECRET, "en", SECRET, (_appearance("gone", SECRET),), SECRET),
            Source(
                2,
                "bakery",
                "Bread",
                "B",
                None,
                "",
                "en",
                f"It said rye.\n{SECRET}: {SECRET}",
                appearances,
                corrections=corrections,
            ),
        ),
        nearest=(_appearance("gone", SECRET), _appearance("mill", "mill")),
    )


def test_what_was_erased_between_answer_and_log_is_not_written_down(archive: Archive) -> None:
    """The page found an answer; the story was erased before it was written down."""
    with archive.writing(on_wait=lambda _: None) as writer:
        writer.erase("gone")
    QuestionLog(archive).append(_named_everywhere())
    assert SECRET.encode() not in archive.questions.path.read_bytes()
    (record,) = records(archive)
    assert [statement["text"] for statement in record["statements"]] == ["The bakery won."]


def test_what_stays_of_a_record_is_the_question_the_time_and_the_other_stories(archive: Archive) -> None:
    log = QuestionLog(archive)
    log.append(_named_everywhere(), Filters(as_of="2025-03-04"), id=7)
    log.append(not_found("another"))
    before = records(archive)
    with archive.writing(on_wait=lambda _: None) as writer:
        assert writer.erase("gone").questions == Forgotten(records=1)
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in archive.folder.glob("questions*"))
    left, untouched = records(archive)
    assert untouched == before[1]
    for name in ("time", "id", "question", "filters", "status", "language"):
        assert left[name] == before[0][name]
    assert left["asked"] == QUESTION
    assert left["statements"] == before[0]["statements"][1:]
    assert left["sources"][0] == {"n": 1}
    assert left["sources"][1]["headline"] == "Bread" and left["sources"][1]["correction"] == "It said rye."
    assert [one["uri"] for one in left["sources"][1]["appearances"]] == ["bakery"]
    assert [one["uri"] for one in left["nearest"]] == ["mill"]
    assert left["erased"] == [{"uri_sha256": hashed("gone"), "quoted": True}]
    with archive.writing(on_wait=lambda _: None) as writer:
        assert writer.erase("gone").questions == Forgotten()  # once more, as after a crash


def test_a_story_that_was_only_the_nearest_is_forgotten_and_was_not_rested_on() -> None:
    nearest = [{"uri": "gone", "headline": SECRET}, {"uri": "mill", "headline": "Mill"}]
    left = without_erased({"question": "q", "asked": "q", "status": "not_found", "nearest": nearest}, ERASED)
    assert left["nearest"] == nearest[1:] and left["erased"] == [{"uri_sha256": hashed("gone"), "quoted": False}]


def test_two_erasures_leave_both_marks() -> None:
    record = {"question": "q", "sources": [{"n": 1, "uri": "gone"}, {"n": 2, "uri": "went"}]}
    both = Erased(ERASED.hashes | {hashed("went")})
    left = without_erased(without_erased(record, ERASED), both)
    assert [mark["uri_sha256"] for mark in left["erased"]] == [hashed("gone"), hashed("went")]
    assert left["sources"] == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize("field", ["understood", "steps", "marked", "headline_of"])
def test_a_field_that_the_eraser_has_never_heard_of_keeps_no_words(field: str) -> None:
    record = {"question": "q", "asked": "q", field: [SECRET, {SECRET: 1}], "nearest": [{"uri": "gone"}]}
    assert SECRET not in json.dumps(without_erased(record, ERASED))
    elsewhere = {"question": "q", field: {"deep": [{"uri": "gone", "text": SECRET}]}}
    assert SECRET not in json.dumps(without_erased(elsewhere, ERASED))


def test_a_question_that_is_a_uri_names_nothing() -> None:
    record = {"question": "gone", "asked": "gone", "id": "gone", "nearest": []}
    assert without_erased(record, ERASED) is record


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
    QuestionLog(archive).append(not_found("one"))
    with archive.questions.path.open("ab") as file:
        file.write(line)
    QuestionLog(archive).append(not_found("two"))
    with archive.writing(on_wait=lambda _: None) as writer:
        told = writer.erase("gone").questions
    assert told.records + told.damaged == 1
    assert [record["question"] for record in records(archive)] == ["one", "two"]
    assert SECRET.encode() not in archive.questions.path.read_bytes()


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
    assert SECRET.encode() not in (tmp_path / "disk" / "log.jsonl").read_bytes()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("gone"),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["uri", "gone", "n", "x"]), inner),
    max_leaves=12,
)
_FIELDS = ("statements", "sources", "nearest", "erased", "notice", "asked", "struck", "corrections", "new")


@settings(deadline=None)
@given(record=st.dictionaries(st.sampled_from(_FIELDS), _JSON) | _JSON)
def test_whatever_the_record_nothing_of_it_names_what_was_erased(record: Any) -> None:
    left = without_erased(record, ERASED)
    assert '"gone"' not in json.dumps(left)
    assert without_erased(left, ERASED) == left

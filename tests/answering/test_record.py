"""The record of an answer keeps every field that programs read, and tells what was understood without what only the search needs."""

import json
from dataclasses import replace

from answering.answer import Answer, Quote, Source, Statement, as_record
from answering.understanding.question import Understood
from archive.records import Appearance

_UNDERSTOOD = Understood(
    asked="What did the captain of the ferry say in May 2025?",
    completed=True,
    language="en",
    odds={"en": 0.9, "es": 0.1},
    kind="said",
    asks_for="thing",
    topic="What did the captain of the ferry say?",
    publishers=("The Tern Post",),
    languages=("es",),
    since="2025-05-01",
    until=None,
    published=True,
    matched="What did the captain of the ferry say?",
)
_ANSWER = Answer(
    question="And in May 2025?",
    asked=_UNDERSTOOD.asked,
    language="en",
    status="answered",
    understood=_UNDERSTOOD,
    sure=False,
    sureness=0.25,
    missing=("“Quillmarsh”",),
    statements=(
        Statement("Last crossing", (Quote("It was foggy.", "u", 4, 17, 1, "ab"),), "The Post", "Last crossing"),
    ),
    notice="The archive has this about it, which may not answer.",
    sources=(Source(1, "u", "Last crossing", "The Post", None, "", "en", "", (Appearance("u", "", "", None, ""),)),),
)


def test_every_field_of_the_contract_is_there() -> None:
    record = as_record(_ANSWER)
    assert set(record) >= set(
        "question asked understood language status sure writer count statements struck notice sources".split()
    )
    assert set(record["understood"]) >= set("from to publishers languages kind".split())
    (statement,) = record["statements"]
    assert set(statement) >= {"text", "quotes"}
    assert set(statement["quotes"][0]) >= set("quote uri start end source".split())
    assert set(record["sources"][0]) >= set("n uri headline publisher published url language appearances".split())
    assert (record["status"], record["sure"], record["writer"], record["count"]) == ("answered", False, "quotes", None)


def test_what_was_understood_is_told_without_what_is_told_elsewhere_or_only_searched_by() -> None:
    understood = as_record(_ANSWER)["understood"]
    assert (understood["from"], understood["to"]) == ("2025-05-01", None)
    assert not {"odds", "asked", "language", "since", "until"} & set(understood)
    assert understood["kind"] == "said" and understood["completed"] is True and understood["published"] is True


def test_a_headline_that_is_read_stands_in_the_text_and_the_quote_stays_the_bodys() -> None:
    (statement,) = as_record(_ANSWER)["statements"]
    assert statement["text"] == statement["headline"] == "Last crossing"
    assert statement["quotes"][0]["quote"] == "It was foggy."


def test_a_record_is_json_as_it_is() -> None:
    record = as_record(_ANSWER)
    assert json.loads(json.dumps(record, allow_nan=False)) == json.loads(json.dumps(as_record(_ANSWER)))


def test_an_answer_of_which_nothing_was_understood_has_a_record_too() -> None:
    assert as_record(replace(_ANSWER, understood=None))["understood"] is None

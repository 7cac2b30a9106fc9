"""Of sentences that say the same of several days, that of the day asked for is quoted."""

from dataclasses import replace
from datetime import date

import numpy as np

from answering.assistant import _read_days
from answering.issues import of_the_day
from answering.reading import JudgedSentence, Sentence
from archive.records import DaySpan, Passage


def _said(text: str, published: str) -> JudgedSentence:
    passage = Passage(
        uri=published + text,
        headline="Ice on the Orme",
        publisher="The Saltby Sun",
        published=published,
        language="en",
        url="",
        correction="",
        start=0,
        end=len(text),
        text=text,
        score=0.5,
        story=published + text,
    )
    return JudgedSentence(Sentence(passage, 0, len(text), text, 1, np.zeros(3)), 1.0, names_nobody=False)


def _left(judged: list[JudgedSentence], day: str) -> list[str]:
    return [one.sentence.text for one in of_the_day(judged, DaySpan(day, day))]


def test_of_one_frame_the_day_asked_for_is_left() -> None:
    said = [
        _said("The ice at Saltby was 14 centimetres thick today.", "2025-02-04"),
        _said("The ice at Saltby was 11 centimetres thick today.", "2025-02-03"),
    ]
    assert _left(said, "2025-02-03") == [said[1].sentence.text]
    assert len(of_the_day(said, None)) == len(of_the_day(said, DaySpan("2025-02-01", "2025-02-28"))) == 2


def test_the_day_that_a_sentence_names_counts_before_the_day_of_printing() -> None:
    said = [
        _said("The ice at Saltby was 11 centimetres thick on 3 February.", "2025-02-04"),
        _said("The ice at Saltby was 9 centimetres thick on 2 February.", "2025-02-03"),
    ]
    assert _left(said, "2025-02-03") == [said[0].sentence.text]


def test_what_is_said_of_another_day_in_other_words_stays_and_so_does_all_where_the_day_has_nothing() -> None:
    ice = _said("The ice at Saltby was 14 centimetres thick today.", "2025-02-04")
    other = _said("Skaters crowded the river and the police counted hundreds.", "2025-02-03")
    assert len(_left([ice, other], "2025-02-03")) == 2
    assert _left([ice], "2025-02-08") == [ice.sentence.text]


def test_a_print_of_the_same_story_is_no_other_issue() -> None:
    ice = _said("The ice at Saltby was 14 centimetres thick today.", "2025-02-04")
    reprint = replace(
        ice, sentence=replace(ice.sentence, passage=replace(ice.sentence.passage, published="2025-02-05"))
    )
    assert len(_left([ice, reprint], "2025-02-04")) == 2


def test_a_date_without_a_year_lies_before_the_archive_s_last_day() -> None:
    def since(question: str, last: str | None) -> str | None:
        read = _read_days(question, language="en", today=date(2026, 11, 29), last=last)
        return read[0].since if read else None

    assert since("How thick was the ice on 3 February?", "2025-02-10") == "2025-02-03"
    assert since("How thick was the ice on 3 February?", "2026-11-20") == "2026-02-03"
    assert since("How thick was the ice on 3 February?", None) == "2026-02-03"
    assert since("How thick was the ice on 3 February 2026?", "2025-02-10") == "2026-02-03"
    assert since("How thick was the ice yesterday?", "2025-02-10") == "2026-11-28"

"""One setting decides whether there is an answer: it can be read, it is justified, and more evidence never hurts."""

import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.deciding import MOST_MEASURED, SETTING_FILE, Evidence, Setting, gather_evidence, read_setting
from answering.quoting import RankedSentence
from archive.records import Passage
from retrieval.late_interaction import RankedPassage
from retrieval.question import Question
from retrieval.search import Findings

_SIMILARITY = st.floats(-1, 1)
_EVIDENCE = st.builds(Evidence, _SIMILARITY, _SIMILARITY, st.floats(0, 1), st.integers(0, 10**7))
MOST_SIZE = math.log10(MOST_MEASURED)
_TOKENS = np.zeros((0, 3), np.float32)


def _question(**odds: float) -> Question:
    return Question("?", odds, np.zeros(3, np.float32), _TOKENS, ())


def _finding(score: float, *, language: str = "es") -> RankedPassage:
    passage = Passage("u", 0, 5, "Nada.", "", "", None, language, "", score=score)
    return RankedPassage(passage, _TOKENS, [])


def _sentence(finding: RankedPassage, similarity: float) -> RankedSentence:
    return RankedSentence(finding, 0, 5, "Nada.", similarity, similarity)


def test_the_stored_setting_can_be_read() -> None:
    stored = json.loads(SETTING_FILE.read_text("utf-8"))["setting"]
    setting = read_setting()
    assert setting == Setting(**stored)
    assert setting.passage > 0 and setting.sentence > 0
    assert 0 < setting.threshold < setting.passage + setting.sentence


def test_the_setting_lies_beside_figures_that_justify_it() -> None:
    figures = json.loads(SETTING_FILE.read_text("utf-8"))["odd_topics"]
    whole = {name.split(",")[0]: row for name, row in figures.items() if name.endswith(" 240 articles")}
    assert set(whole) == {"en->es", "es->es", "en->en", "es->en"}
    for pair, row in whole.items():
        assert row["declined absent"] >= 0.90, pair
        assert row["declined present"] <= 0.08, pair
    for name, row in figures.items():
        assert row["declined absent"] > 0.85 and row["declined present"] <= 0.08, name


def test_the_score_is_the_weighed_sum_and_the_threshold_itself_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "setting.json"
    file.write_text(
        '{"setting": {"passage": 0.5, "sentence": 0.25, "same_language": -0.125, "size": -0.25, "threshold": 0.375}}'
    )
    setting = read_setting(file)
    evidence = Evidence(passage=1, sentence=0.5, same_language=1, passages_searched=100)
    assert setting.score(evidence) == 0.5 + 0.125 - 0.125 - 0.5
    assert setting.answers(Evidence(passage=1, sentence=0.5, same_language=0, passages_searched=10))
    assert not setting.answers(Evidence(passage=1, sentence=0.5, same_language=0.01, passages_searched=10))


@given(_EVIDENCE, st.floats(0, 1), st.floats(0, 1))
def test_a_better_match_never_turns_an_answer_into_none(evidence: Evidence, more: float, still_more: float) -> None:
    setting = read_setting()
    better = Evidence(
        evidence.passage + more, evidence.sentence + still_more, evidence.same_language, evidence.passages_searched
    )
    assert setting.score(better) >= setting.score(evidence)
    assert setting.answers(better) or not setting.answers(evidence)


def test_nothing_alike_is_no_answer_and_the_same_words_are_one() -> None:
    setting = read_setting()
    for same_language in (0.0, 0.5, 1.0):
        for searched in (1, 240, 10**7):
            assert not setting.answers(Evidence(0, 0, same_language, searched))
            assert setting.answers(Evidence(1, 1, same_language, searched))


@given(_EVIDENCE, st.integers(0, 10**7))
def test_the_same_match_never_counts_for_more_among_more_passages(evidence: Evidence, more: int) -> None:
    among_more = replace(evidence, passages_searched=evidence.passages_searched + more)
    assert read_setting().score(among_more) <= read_setting().score(evidence)


@pytest.mark.parametrize(
    ("searched", "size"), [(0, 0.0), (1, 0.0), (100, 2.0), (MOST_MEASURED, MOST_SIZE), (10**9, MOST_SIZE)]
)
def test_size_counts_by_powers_of_ten_as_far_as_it_was_measured(searched: int, size: float) -> None:
    assert Evidence(0, 0, 0, searched).size == pytest.approx(size)


def test_the_evidence_is_the_best_passage_and_the_best_sentence_wherever_it_stands() -> None:
    first, second = _finding(0.6), _finding(0.5)
    ranked = [_sentence(first, 0.3), _sentence(second, 0.4)]
    evidence = gather_evidence(Findings(_question(en=0.75, es=0.25), (first, second)), ranked, passages_searched=7)
    assert evidence == Evidence(passage=0.6, sentence=0.4, same_language=0.25, passages_searched=7)


def test_a_language_that_nobody_weighed_is_not_the_questions() -> None:
    finding = _finding(0.6, language="und")
    evidence = gather_evidence(Findings(_question(en=1.0), (finding,)), [_sentence(finding, 0.3)], passages_searched=7)
    assert evidence is not None
    assert evidence.same_language == 0


@pytest.mark.parametrize("found", [(), (_finding(0.9),)])
def test_without_a_passage_or_a_sentence_there_is_no_evidence(found: tuple[RankedPassage, ...]) -> None:
    assert gather_evidence(Findings(_question(en=1.0), found), [], passages_searched=7) is None

"""Two settings decide whether there is an answer and how surely: they can be read, are justified, and more evidence never hurts."""

import json
import math
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.deciding import SETTING_FILE, Judge, Setting, read_setting
from answering.evidence import MOST_TOKENS, MOST_WORDS, gather_evidence
from answering.reading import AskedFor, judge, read, sentence_features, words_of
from archive.records import Article
from tests.by_hand import asked, findings_of, story_of

# What tells how well the question is matched, each a cosine or a share.
_MATCHES = ("passage", "sentence", "story's least fifth", "window's least fifth", "words of the story", "window")
_ALSO = ("passage's body", "passage's least tenth", "well matched", "least matched anywhere", "words of the window")


def _names() -> set[str]:
    """The evidence that there is."""
    question = "Who?"
    stories = [story_of(question, Article("u", "Nobody.", language="en"))]
    told = [read(story) for story in stories]
    for_it = AskedFor("person", words_of(question), told[0].headline == 0)
    evidence = gather_evidence(
        findings_of(asked(question), stories),
        told,
        judge(told, for_it, read_setting().sentence),
        for_it,
        (),
        passages_searched=1,
    )
    assert evidence is not None
    return set(evidence.figures)


def _evidence(**figures: float) -> dict[str, float]:
    return dict.fromkeys(_names(), 0.0) | figures


_FIGURES = st.fixed_dictionaries({name: st.floats(0, 1) for name in sorted(_names())})


def test_the_stored_setting_can_be_read_and_weighs_only_what_is_gathered() -> None:
    stored = json.loads(SETTING_FILE.read_text("utf-8"))
    setting = read_setting()
    assert setting == Setting(Judge(**stored["found"]), Judge(**stored["sure"]), stored["sentence"])
    for judged in (setting.found, setting.sure):
        assert judged.weights and set(judged.weights) <= _names()
        assert 0 < judged.threshold < 1


@pytest.mark.parametrize("pair", ["en->en", "en->es", "es->en", "es->es"])
def test_the_setting_lies_beside_figures_that_justify_it(pair: str) -> None:
    figures = json.loads(SETTING_FILE.read_text("utf-8"))["found_figures"][f"xquad {pair}"]
    assert figures["wrong yes"] <= 0.10  # questions on topics that are not there, answered
    assert figures["wrong no"] <= 0.08  # questions that the archive answers, declined


def test_a_longer_question_is_not_surer_for_its_length_beyond_what_was_measured() -> None:
    """Somebody may paste an article: five hundred tokens must not outweigh that nothing matches."""
    sure = read_setting().sure
    matched = _evidence(**dict.fromkeys((*_MATCHES, *_ALSO[:3]), 0.6)) | {"background": 0.55, "second story": 0.55}
    usual, pasted = (
        matched | {"tokens": math.log(min(n, MOST_TOKENS)), "content words": math.log1p(min(n / 2, MOST_WORDS))}
        for n in (12, 500)
    )
    assert sure.says_yes(pasted) == sure.says_yes(usual)


def test_the_probability_is_the_logistic_of_the_weighed_sum_and_the_threshold_itself_is_enough(tmp_path: Path) -> None:
    file = tmp_path / "setting.json"
    one = '{"weights": {"passage": 2, "size": -1}, "constant": 1, "threshold": 0.5}'
    file.write_text(f'{{"found": {one}, "sure": {one}, "sentence": {{"own": 1}}}}')
    judged = read_setting(file).found
    assert judged.probability({"passage": 0.5, "size": 2, "more": 9}) == 0.5
    assert judged.says_yes({"passage": 0.5, "size": 2}) and not judged.says_yes({"passage": 0.49, "size": 2})
    assert judged.probability({"passage": 1, "size": 3}) == 0.5
    assert Judge({"passage": 1.0}, 0.0, 0.5).probability({"passage": 1.0}) == pytest.approx(0.7310586)


@pytest.mark.parametrize(("constant", "probability"), [(-1e6, 0.0), (1e6, 1.0)])
def test_no_evidence_is_too_strong_to_be_weighed(constant: float, probability: float) -> None:
    assert Judge({}, constant, 0.5).probability({}) == pytest.approx(probability)


@settings(deadline=None)
@given(_FIGURES, st.sampled_from(_MATCHES), st.floats(0, 1))
def test_a_better_match_never_turns_an_answer_into_none(figures: dict[str, float], name: str, more: float) -> None:
    found = read_setting().found
    better = figures | {name: figures[name] + more}
    assert found.probability(better) >= found.probability(figures)
    assert found.says_yes(better) or not found.says_yes(figures)


@settings(deadline=None)
@given(_FIGURES, st.floats(0, 1))
def test_a_question_that_is_matched_better_in_every_way_is_never_less_sure(
    figures: dict[str, float], more: float
) -> None:
    sure = read_setting().sure
    better = figures | {name: figures[name] + more for name in _MATCHES}
    assert sure.probability(better) >= sure.probability(figures) - 1e-9


@settings(deadline=None)
@given(_FIGURES, st.floats(0, 1))
def test_what_is_missing_never_makes_an_answer_surer(figures: dict[str, float], more: float) -> None:
    setting = read_setting()
    for name in ("names missing", "lacks the kind"):
        worse = figures | {name: figures[name] + more}
        for judged in (setting.found, setting.sure):
            assert judged.probability(worse) <= judged.probability(figures)


@settings(deadline=None)
@given(_FIGURES, st.floats(0, 4))
def test_the_same_match_never_counts_for_more_among_more_passages(figures: dict[str, float], more: float) -> None:
    setting = read_setting()
    among_more = figures | {"size": figures["size"] + more}
    for judged in (setting.found, setting.sure):
        assert judged.probability(among_more) <= judged.probability(figures)


def test_nothing_alike_is_no_answer_and_the_same_words_are_a_sure_one() -> None:
    setting = read_setting()
    for same_language in (0.0, 0.5, 1.0):
        for size in (0.0, 2.4, 4.3):
            nothing = _evidence(**{"same language": same_language, "size": size, "names missing": 1.0})
            same = _evidence(**dict.fromkeys((*_MATCHES, *_ALSO), 1.0)) | {"same language": same_language, "size": size}
            assert not setting.found.says_yes(nothing) and not setting.sure.says_yes(nothing)
            assert setting.found.says_yes(same) and setting.sure.says_yes(same)


def test_the_sentences_that_match_better_are_judged_better() -> None:
    weights = read_setting().sentence
    assert weights["own"] > 0 and weights["passage"] > 0 and weights["story"] > 0
    assert weights["lacks the kind"] < 0
    story = read(story_of("x", Article("u", "X.", language="en")))
    assert set(weights) == set(sentence_features(story, 0, AskedFor("", frozenset(), story.headline == 0)))


def test_a_setting_is_what_three_fits_make() -> None:
    assert {field.name for field in fields(Setting)} == {"found", "sure", "sentence"}

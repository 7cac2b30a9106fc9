"""A sentence is judged in its place: with its true neighbours, under what the question really asks, by what it holds."""

from collections import defaultdict

import numpy as np
import pytest

from answering.deciding import read_setting
from answering.facts import focus
from answering.reading import AskedFor, ReadStory, judge, mean_match, read, sentence_features, words_of
from archive.records import Article
from retrieval.stories import Story, group_stories
from tests.by_hand import asked, found, passage_of, story_of

_POET = "Ada Quill is a poet. She was born in Lima. Her books are read on ships."


def _asked_for(question: str, kind: str = "") -> AskedFor:
    return AskedFor(kind, words_of(question), focus(asked(question)))


def _places(story: ReadStory) -> list[int]:
    return [sentence.place for sentence in story.sentences]


def _feature(name: str, story: Story, n: int, question: str, kind: str = "") -> float:
    return sentence_features(read(story), n, _asked_for(question, kind))[name]


def test_sentences_are_exact_slices_of_the_body_across_passages() -> None:
    body = "Uno.  Dos dos.\n\n«Tres», dijo. Cuatro."
    story = read(story_of("dos", Article("u", body, language="es"), 15))
    assert [sentence.text for sentence in story.sentences] == ["Uno.", "Dos dos.", "«Tres», dijo.", "Cuatro."]
    for sentence in story.sentences:
        assert body[sentence.start : sentence.end] == sentence.text


@pytest.mark.parametrize("gap", [" ", "\n", "\n\n", " \n\n "])
def test_sentences_that_follow_one_another_are_neighbours_across_passages_too(gap: str) -> None:
    body = f"One is here. Two is here.{gap}Three is here."
    places = _places(read(story_of("three", Article("u", body, language="en"), 25)))
    assert places == [places[0], places[0] + 1, places[0] + 2]


def test_what_was_not_read_between_two_passages_makes_them_strangers() -> None:
    article = Article("u", "Ada is a poet. Nobody read this sentence. She was born in Lima.", language="en")
    (story,) = group_stories([found("Ada born", passage_of(article, a, b)) for a, b in ((0, 14), (42, 63))])
    first, second = _places(read(story))
    assert second - first > 1
    assert _feature("with the one before", story, 1, "Ada born") == 0.5
    assert _feature("with its neighbours", story, 0, "Ada born") == 0.5


def test_the_time_above_what_was_said_in_a_broadcast_is_no_sentence_and_no_quote_runs_over_it() -> None:
    body = "[00:12:01]\nAda is a poet.\n\n[00:12:40 Inés Cordal]\nShe was born in Lima. [00:13:00] is said, too."
    story = read(story_of("Ada born", Article("u", body, language="en"), 400))
    assert [sentence.text for sentence in story.sentences] == [
        "Ada is a poet.",
        "She was born in Lima.",
        "[00:13:00] is said, too.",
    ]
    first, second, _ = _places(story)
    assert second - first > 1


def test_two_prints_of_one_story_are_no_neighbours() -> None:
    one, other = Article("a", "Ada is a poet.", language="en"), Article("b", "She was born in Lima.", language="en")
    (story,) = group_stories([found("Ada born", passage_of(article, story="s")) for article in (one, other)])
    assert len({sentence.passage.uri for sentence in read(story).sentences}) == 2
    assert _feature("with the one before", story, 1, "Ada born") == 0.5


def test_a_sentence_after_the_name_answers_with_it() -> None:
    question = "Ada Quill born"
    story = story_of(question, Article("u", _POET, language="en"))
    assert _feature("own", story, 1, question) == pytest.approx(1 / 3)
    assert _feature("with the one before", story, 1, question) == 1
    assert _feature("with the one before", story, 0, question) == pytest.approx(2 / 3)
    assert _feature("with its neighbours", story, 0, question) == 1
    assert _feature("with the one before", story, 2, question) == pytest.approx(1 / 3)


def test_the_sentence_after_the_name_is_judged_above_one_that_stands_elsewhere() -> None:
    question = "Quill born"
    stories = [
        story_of(question, Article("a", _POET, language="en")),
        story_of(question, Article("b", "It rained. She was born in Rome. It rained.", language="en")),
    ]
    weights = defaultdict(float, {"own": 1.0, "with the one before": 1.0})
    judged = judge([read(story) for story in stories], _asked_for(question), weights)
    assert judged[0].sentence.text == "She was born in Lima."
    assert [one.score for one in judged] == sorted((one.score for one in judged), reverse=True)
    assert len(judged) == 6


@pytest.mark.parametrize(
    ("text", "names_nobody"),
    [
        ("She was born there and left early.", True),
        ("It was the third one.", True),
        ("She was born there on a Tuesday in May.", True),
        ("The poet Ada Quill was born there.", False),
        ("她出生在利马。", False),  # a script that shows no names hides nothing
    ],
)
def test_a_sentence_that_names_nobody_is_told(text: str, names_nobody: bool) -> None:
    story = story_of("who", Article("u", text, language="en"))
    (one,) = judge([read(story)], _asked_for("who"), defaultdict(float))
    assert one.names_nobody is names_nobody


def test_what_was_shipped_weighs_every_feature_that_there_is() -> None:
    story = read(story_of("who", Article("u", _POET, language="en")))
    assert set(read_setting().sentence) == set(sentence_features(story, 0, _asked_for("who")))


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("label", "AP", 1.0),
        ("label", "The ferry leaves at noon.", 0.0),
        ("asks", "Who was there?", 1.0),
        ("asks", "谁在那里？", 1.0),
        ("asks", "They were there.", 0.0),
        ("lacks the kind", "She left early.", 1.0),
        ("lacks the kind", "She left on 3 May.", 0.0),
        ("lead", "She left early.", 1.0),
    ],
)
def test_what_tells_of_a_sentence_by_itself(name: str, text: str, value: float) -> None:
    question = "When did she leave?"
    assert _feature(name, story_of(question, Article("u", text, language="en")), 0, question, "day") == value


def test_the_lead_is_where_the_body_begins_and_nowhere_else() -> None:
    article = Article("u", f"One is here. Two is here. Three is here. {'X' * 600}. Last of all.", language="en")
    story = read(story_of("x", article))
    leads = [sentence_features(story, n, _asked_for("x"))["lead"] for n in range(5)]
    assert leads == [1, 1, 0, 0, 0]
    late = read(group_stories([found("x", passage_of(article, len(article.body) - 12))])[0])
    assert sentence_features(late, 0, _asked_for("x"))["lead"] == 0


def test_a_sentence_says_best_what_no_other_of_its_story_says_better() -> None:
    question = "Ada Quill born Lima"
    story = story_of(question, Article("u", _POET, language="en"))
    assert [_feature("says best", story, n, question) for n in range(3)] == [0.5, 0.5, 0]


def test_the_headline_is_matched_by_itself() -> None:
    story = read(story_of("Ada wins", Article("u", "She did it again.", headline="Ada wins", language="en")))
    assert story.headline.tolist() == [1, 1]
    assert story.sentences[0].matches.tolist() == [0, 0]


# -- what is asked ----------------------------------------------------------------------------------------------------


def _focused(text: str, **odds: float) -> list[str]:
    question = asked(text, odds or None)
    return [text[start:end] for (start, end), is_in in zip(question.spans, focus(question), strict=True) if is_in]


@pytest.mark.parametrize(
    ("text", "focused"),
    [
        ("What was its magnitude?", "What was its magnitude"),
        ("An earthquake struck Turkey this week. What was its magnitude?", "What was its magnitude"),
        ("What was its magnitude? I need it for a map.", "What was its magnitude"),
        ("Who was it? And when did it happen?", "And when did it happen"),
        ("The dam broke on Monday. Tell me who built it.", "Tell me who built it"),
        # One word says too little to judge a sentence by.
        ("The dam broke on Monday. Why?", "The dam broke on Monday Why"),
    ],
)
def test_a_sentence_is_judged_by_what_the_question_asks_last(text: str, focused: str) -> None:
    assert _focused(text) == focused.split()


def test_the_asking_sentence_is_known_by_the_marks_of_other_scripts() -> None:
    text = "地震 袭击 土耳其。 它的 震级 是 多少？"
    assert _focused(text, zh=1.0) == ["它的", "震级", "是", "多少"]


def test_tokens_that_do_not_ask_do_not_count_for_a_sentence() -> None:
    question = "Ada Quill wrote on ships. Where was she born?"
    story = story_of(question, Article("u", "Ada Quill wrote on ships. She was born in Lima.", language="en"))
    assert _feature("own", story, 0, question) == 0
    assert _feature("own", story, 1, question) == pytest.approx(3 / 4)


def test_a_question_without_tokens_is_matched_by_nothing() -> None:
    assert mean_match(np.zeros(0), AskedFor("", frozenset(), np.zeros(0, bool))) == 0
    assert not focus(asked("?!")).size

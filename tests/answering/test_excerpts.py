"""What is quoted is verbatim, short and said once; neighbouring sentences are one quote, and nobody is quoted namelessly."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.quoting import MARGIN, MOST_QUOTES, MOST_WORDS, Excerpt, choose_excerpts, under_headlines
from answering.reading import AskedFor, JudgedSentence, Sentence, read, words_of
from archive.records import Article
from retrieval.reprints import near_identical
from tests.by_hand import story_of


def _judged(
    article: Article, scores: Sequence[float], *, nameless: Sequence[int] = (), cuts: Sequence[int] = ()
) -> list[JudgedSentence]:
    """Judge an article's sentences by these scores, in the order of its body."""
    sentences = read(story_of("", article, *cuts)).sentences
    assert len(sentences) == len(scores)
    return [JudgedSentence(s, score, n in nameless) for n, (s, score) in enumerate(zip(sentences, scores, strict=True))]


def _texts(excerpts: Sequence[Excerpt]) -> list[str]:
    return [excerpt.text for excerpt in excerpts]


def _by_uri(*articles: Article) -> dict[str, Article]:
    return {article.uri: article for article in articles}


_SENTENCES = [
    "The bridge of San Telmo will be closed for nine months.",
    "The works cost 4.6 million euros.",
    "The council agreed to it by fourteen votes to nine.",
    "Nobody asked the fishermen.",
    "A ferry will sail every two hours.",
]
_BRIDGE = Article("bridge", " ".join(_SENTENCES), language="en")


def test_the_best_and_those_hardly_worse_are_quoted_best_first() -> None:
    judged = _judged(_BRIDGE, [1.0, -9, 3.0, -9, 2.0])
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE), margin=2)) == [_SENTENCES[n] for n in (2, 4, 0)]
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE), margin=1)) == [_SENTENCES[n] for n in (2, 4)]
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE), most=1)) == [_SENTENCES[2]]


def test_neighbouring_sentences_are_one_excerpt_with_what_stands_between() -> None:
    body = f"{_SENTENCES[0]}\n\n{_SENTENCES[1]}  {_SENTENCES[2]}"
    article = Article("u", body, language="en")
    judged = _judged(article, [1, 2, 3], cuts=[len(_SENTENCES[0])])
    assert _texts(choose_excerpts(judged, _by_uri(article))) == [body]


def test_a_sentence_between_that_does_not_answer_keeps_two_quotes_apart() -> None:
    judged = _judged(_BRIDGE, [3, -9, 3, -9, -9])
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE))) == [_SENTENCES[0], _SENTENCES[2]]


def test_a_sentence_that_names_nobody_brings_the_one_before_it() -> None:
    article = Article("u", "It rained. The poet is Ada Quill. She was born in Lima. It rained.", language="en")
    judged = _judged(article, [-9, -9, 3, -9], nameless=[2])
    assert _texts(choose_excerpts(judged, _by_uri(article))) == ["The poet is Ada Quill. She was born in Lima."]
    named = _judged(article, [-9, -9, 3, -9])
    assert _texts(choose_excerpts(named, _by_uri(article))) == ["She was born in Lima."]


def test_the_first_sentence_of_an_article_has_none_before_it() -> None:
    judged = _judged(_BRIDGE, [3, -9, -9, -9, -9], nameless=[0])
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE))) == [_SENTENCES[0]]


def test_a_sentence_is_explained_by_none_of_another_article() -> None:
    one = Article("a", "The poet is Ada Quill.", language="en")
    other = Article("b", "She was born in Lima.", language="en")
    judged = [*_judged(one, [-9]), *_judged(other, [3], nameless=[0])]
    assert _texts(choose_excerpts(judged, _by_uri(one, other))) == ["She was born in Lima."]


def test_what_repeats_a_quote_is_passed_over_for_the_next() -> None:
    again = Article("again", "The bridge of San Telmo will be closed for nine long months.", language="en")
    judged = [*_judged(_BRIDGE, [3, -9, 2, -9, -9]), *_judged(again, [2.9])]
    assert _texts(choose_excerpts(judged, _by_uri(_BRIDGE, again), most=2)) == [_SENTENCES[0], _SENTENCES[2]]


def test_the_sentence_that_explains_is_not_quoted_a_second_time_from_another_article() -> None:
    one = Article("a", "The poet Ada Quill sails to the island of Tern.", language="en")
    other = Article("b", "The poet Ada Quill sails to the island of Tern. She reads there at noon.", language="en")
    judged = [*_judged(one, [3]), *_judged(other, [-9, 2.5], nameless=[1])]
    quoted = " ".join(_texts(choose_excerpts(judged, _by_uri(one, other))))
    assert quoted.count("sails to the island") == 1


def test_the_words_of_all_quotes_together_are_bounded_and_a_shorter_sentence_takes_what_is_left() -> None:
    long = " ".join(["The harbour has", *(f"boat{n}" for n in range(16)), "now."])  # 20 words
    article = Article("u", f"{_SENTENCES[0]} Nothing. {long} Nothing. {_SENTENCES[3]}", language="en")
    judged = _judged(article, [3, -9, 2.5, -9, 2])
    assert _texts(choose_excerpts(judged, _by_uri(article), words=16)) == [_SENTENCES[0], _SENTENCES[3]]
    assert _texts(choose_excerpts(judged, _by_uri(article), words=40))[:2] == [_SENTENCES[0], long]


def test_the_best_sentence_is_quoted_however_long_it_is() -> None:
    long = " ".join(["The", *(f"boat{n}" for n in range(2 * MOST_WORDS)), "sank."])
    article = Article("u", long, language="en")
    assert _texts(choose_excerpts(_judged(article, [-5]), _by_uri(article))) == [long]


def test_an_article_that_changed_meanwhile_is_not_misquoted() -> None:
    judged = _judged(_BRIDGE, [3, 2.5, 2, 1.5, 1])
    changed = replace(_BRIDGE, body=_BRIDGE.body.replace("nine months", "four months").replace("4.6", "6.4"))
    (told,) = choose_excerpts(judged, _by_uri(changed))
    # What kept its place still stands; the figures that changed do not, neither the old nor the new ones.
    assert told.text == " ".join(_SENTENCES[2:])
    assert changed.body[told.start : told.end] == told.text
    shifted = replace(_BRIDGE, body=f"LUMBRE. {_BRIDGE.body}")
    assert choose_excerpts(judged, _by_uri(shifted)) == []
    assert choose_excerpts(judged, {}) == []
    assert choose_excerpts([], _by_uri(_BRIDGE)) == []


# -- whatever is judged -----------------------------------------------------------------------------------------------

_VARIED = [
    *_SENTENCES,
    "The bridge of San Telmo will be closed for nine long months.",
    "She said so on Tuesday.",
    "这是十年来的最高纪录。",
    "«No habrá ferri», dijo la alcaldesa.",
    "Sí.",
    "And then…",
]


# Of each article its sentences: the words, the white space before, whether a passage begins there, the score (None: it was
# not read) and whether it names nobody.
_SENTENCE = st.tuples(
    st.sampled_from(_VARIED),
    st.sampled_from([" ", "\n\n", "\n"]),
    st.booleans(),
    st.one_of(st.none(), st.floats(-6, 6)),
    st.booleans(),
)
_STORIES = st.lists(st.lists(_SENTENCE, min_size=1, max_size=5), min_size=1, max_size=3)
_Plan = list[list[tuple[str, str, bool, float | None, bool]]]


def _made(plan: _Plan) -> tuple[list[JudgedSentence], dict[str, Article]]:
    """Return the judged sentences, best first, and their articles."""
    judged: list[JudgedSentence] = []
    articles: dict[str, Article] = {}
    for number, told in enumerate(plan):
        body, cuts = "", []
        for text, gap, begins, _, _ in told:
            body += gap if body else ""
            if begins and body:
                cuts.append(len(body))
            body += text
        article = articles[str(number)] = Article(str(number), body, language="en")
        sentences = read(story_of("", article, *cuts)).sentences
        for sentence, (_, _, _, score, nameless) in zip(sentences, told, strict=False):
            if score is not None:
                judged.append(JudgedSentence(sentence, score, nameless))
    return sorted(judged, key=lambda one: -one.score), articles


@settings(deadline=None)
@given(_STORIES, st.integers(1, MOST_QUOTES + 1), st.integers(0, MOST_WORDS), st.floats(0, 2 * MARGIN))
def test_whatever_is_judged_quotes_are_slices_few_and_begin_with_the_best(
    plan: _Plan, most: int, words: int, margin: float
) -> None:
    judged, articles = _made(plan)
    excerpts = choose_excerpts(judged, articles, most=most, words=words, margin=margin)
    assert bool(excerpts) == bool(judged)
    assert len(excerpts) <= most
    for excerpt in excerpts:
        assert articles[excerpt.passage.uri].body[excerpt.start : excerpt.end] == excerpt.text != ""
    if judged:
        best = judged[0].sentence
        assert excerpts[0].passage.uri == best.passage.uri and excerpts[0].start <= best.start < excerpts[0].end
        alone = len(choose_excerpts(judged, articles, most=1, words=0, margin=0)[0].text.split())
        assert sum(len(excerpt.text.split()) for excerpt in excerpts) <= max(words, alone)
    places = sorted((excerpt.passage.uri, excerpt.start, excerpt.end) for excerpt in excerpts)
    for (uri, _, end), (other, start, _) in pairwise(places):
        assert uri != other or end < start


@settings(deadline=None)
@given(_STORIES)
def test_every_quoted_sentence_answers_or_explains_one_that_does(plan: _Plan) -> None:
    judged, articles = _made(plan)
    least = judged[0].score - MARGIN if judged else 0.0
    for excerpt in choose_excerpts(judged, articles):
        inside = [one for one in judged if _lies_in(one.sentence, excerpt)]
        for one in inside:
            after = [o for o in inside if o.sentence.place == one.sentence.place + 1]
            assert one.score >= least or any(o.names_nobody for o in after)


def _lies_in(sentence: Sentence, excerpt: Excerpt) -> bool:
    return sentence.passage.uri == excerpt.passage.uri and excerpt.start <= sentence.start < excerpt.end


@settings(deadline=None)
@given(_STORIES)
def test_no_two_quotes_say_the_same(plan: _Plan) -> None:
    texts = _texts(choose_excerpts(*_made(plan)))
    assert not any(near_identical(a, b) for n, a in enumerate(texts) for b in texts[:n])


# -- headlines --------------------------------------------------------------------------------------------------------


def _under(question: str, *articles: Article) -> list[tuple[str, bool]]:
    stories = [read(story_of(question, article)) for article in articles]
    excerpts = [Excerpt(s.passage, s.start, s.end, s.text) for story in stories for s in story.sentences]
    asked = AskedFor("", words_of(question), np.ones(len(stories[0].headline), bool))
    return [(excerpt.text, excerpt.under_headline) for excerpt in under_headlines(excerpts, stories, asked)]


def test_a_headline_that_answers_better_than_any_sentence_is_quoted_with_the_first_excerpt() -> None:
    brief = Article("u", "It was close. The count took all night.", headline="Ada Quill wins the seat", language="en")
    assert _under("Quill wins seat", brief) == [("It was close.", True), ("The count took all night.", False)]


def test_a_headline_that_only_repeats_a_sentence_is_left_where_it_is() -> None:
    told = Article("u", "Ada Quill wins the seat by one vote.", headline="Quill wins the seat", language="en")
    assert _under("Quill wins seat", told) == [("Ada Quill wins the seat by one vote.", False)]


def test_without_a_headline_nothing_is_quoted_under_one() -> None:
    assert _under("Quill wins seat", Article("u", "It was close.", language="en")) == [("It was close.", False)]


def test_a_headline_is_quoted_once_and_over_its_own_story_alone() -> None:
    question = "Quill wins seat"
    brief = Article("a", "It was close.", headline="Ada Quill wins the seat", language="en")
    other = Article("b", "The Quill family dines. It rained.", headline="At dinner", language="en")
    assert [headed for _, headed in _under(question, brief, other)] == [True, False, False]
    assert _under("", brief) == [("It was close.", False)]


@pytest.mark.parametrize("text", ["", "?!"])
def test_no_story_has_no_headline(text: str) -> None:
    assert under_headlines([], [], AskedFor("", words_of(text), np.ones(0, bool))) == []

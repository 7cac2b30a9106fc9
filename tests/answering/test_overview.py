"""The latest, a timeline, a bare name and a greeting: told by the stories about it, in the order of their days."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import Judge, Setting, read_setting
from answering.overview import LATEST, STEPS, in_order, telling_excerpt
from answering.reading import read
from answering.topics import ABOUT, about_it
from answering.understanding.names import names_in
from archive.records import Article, Filters
from archive.store import Archive
from language.model import LazyModel
from retrieval.late_interaction import RankedPassage
from retrieval.search import Search
from retrieval.stories import Story
from tests.by_hand import passage_of, story_of
from tests.conftest import ALWAYS, ingest_articles


def _story(uri: str, published: str | None, score: float = 0.5, *, body: str = "Text.") -> Story:
    passage = passage_of(Article(uri, body, published=published, language="en"), score=score)
    return Story((RankedPassage(passage, np.zeros((0, 1), np.float32), np.array([[0, 4]], np.int32)),), np.zeros(0))


def _uris(stories: list[Story]) -> list[str]:
    return [story.first.uri for story in stories]


def _days(*days: str | None) -> list[Story]:
    return [_story(str(day), day) for day in days]


def test_the_latest_comes_first_and_the_undated_last() -> None:
    stories = _days("2025-03-01", None, "2025-10-02", "2024-12-31")
    assert _uris(in_order(stories, oldest_first=False)) == ["2025-10-02", "2025-03-01", "2024-12-31", "None"]
    many = _days(*(f"2025-0{month}-01" for month in range(1, 10)))
    assert _uris(in_order(many, oldest_first=False)) == [f"2025-0{month}-01" for month in (9, 8, 7, 6)]
    assert LATEST == 4


def test_a_timeline_begins_at_the_beginning_and_the_undated_come_last() -> None:
    stories = _days("2025-03-01", None, "2025-10-02T08:00", "2024-12-31")
    assert _uris(in_order(stories, oldest_first=True)) == ["2024-12-31", "2025-03-01", "2025-10-02T08:00", "None"]


def test_a_long_timeline_keeps_its_first_and_last_step_and_those_between_that_are_most_about_it() -> None:
    stories = [_story(f"{n:02}", f"2025-01-{n:02}", score=n % 7) for n in range(1, 21)]
    told = _uris(in_order(stories, oldest_first=True))
    assert (told[0], told[-1], len(told)) == ("01", "20", STEPS)
    assert told == sorted(told)
    assert {"06", "13"} <= set(told)  # scored highest of all
    assert "07" not in told and "14" not in told  # scored lowest


def test_what_is_much_farther_from_the_topic_is_not_about_it() -> None:
    stories = [_story("best", None, 1.2), _story("near", None, 1.21 * ABOUT), _story("far", None, 1.19 * ABOUT)]
    articles = {uri: Article(uri, "Text.", language="en") for uri in ("best", "near", "far")}
    assert _uris(about_it(stories, (), articles, asked_in="en", meanings={})) == ["best", "near"]
    assert about_it(stories, (), {}, asked_in="en", meanings={}) == []
    assert about_it([], (), articles, asked_in="en", meanings={}) == []


def test_news_in_brief_is_a_step_of_the_timeline_where_it_means_what_a_full_story_means() -> None:
    scores = {"best": 1.0, "brief": 0.55, "strange": 0.55, "far": 0.45}
    stories = [_story(uri, None, score) for uri, score in scores.items()]
    articles = {uri: Article(uri, "Text.", language="en") for uri in scores}
    here, elsewhere = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    meanings = {"best": here, "brief": here, "strange": elsewhere, "far": here}
    assert _uris(about_it(stories, (), articles, asked_in="en", meanings=meanings)) == ["best", "brief"]
    assert _uris(about_it(stories, (), articles, asked_in="en", meanings={"brief": here})) == ["best"]
    assert _uris(about_it(stories, (), articles, asked_in="en", meanings={})) == ["best"]


def test_a_story_that_lacks_the_topics_name_is_not_about_it_however_near_it_lies() -> None:
    names = names_in("the Torgal dam", language="en")
    assert names
    bodies = {"dam": "The Torgal dam.", "other": "Another dam.", "far": "Vacían Torgal."}
    scores = {"dam": 1.0, "other": 1.2, "far": 1.01 * ABOUT}
    articles = {uri: Article(uri, body, language="en") for uri, body in bodies.items()}
    stories = [_story(uri, None, scores[uri], body=body) for uri, body in bodies.items()]
    assert _uris(about_it(stories, names, articles, asked_in="en", meanings={})) == ["dam", "far"]


@settings(deadline=None)
@given(st.lists(st.floats(-1, 1.5), min_size=1, max_size=6))
def test_the_best_story_is_about_the_topic_however_little_it_is(scores: list[float]) -> None:
    """So that a bare name whose words stand there is not declined because the model makes nothing of them."""
    stories = [_story(str(n), None, score) for n, score in enumerate(scores)]
    articles = {str(n): Article(str(n), "Text.", language="en") for n in range(len(scores))}
    told = about_it(stories, (), articles, asked_in="en", meanings={})
    assert max(scores) in [story.score for story in told]


def test_a_story_is_told_by_its_lead_unless_only_another_sentence_speaks_of_the_topic() -> None:
    lead = Article("u", "The ferry to Tern stops. Nobody knows why. The ferry captain wept.", language="en")
    told = telling_excerpt(read(story_of("ferry", lead)), {"u": lead})
    assert told is not None and told.text == "The ferry to Tern stops."
    aside = Article("u", "The council met. Benches were praised. The ferry stops. It rained.", language="en")
    told = telling_excerpt(read(story_of("ferry", aside)), {"u": aside})
    assert told is not None and told.text == "The ferry stops."
    assert aside.body[told.start : told.end] == told.text


@pytest.mark.xfail(strict=True, reason="an ending may be a case's or another name's, and the text alone does not tell")
def test_a_name_with_another_ending_is_another_name() -> None:
    names = names_in("the Torgal dam", language="en")
    articles = {"sound": Article("sound", "Torgala, poeta.", language="en")}
    assert (
        about_it([_story("sound", None, 1.0, body="Torgala, poeta.")], names, articles, asked_in="en", meanings={})
        == []
    )


def test_a_lead_that_names_nobody_stands_under_its_headline() -> None:
    said = Article("u", "The company said so in a note of two lines.", headline="Ada Quill resigns", language="en")
    told = telling_excerpt(read(story_of("company", said)), {"u": said})
    assert told is not None and told.under_headline
    named = Article("u", "The company said that Ada Quill resigns.", headline="Ada Quill resigns", language="en")
    told = telling_excerpt(read(story_of("company", named)), {"u": named})
    assert told is not None and not told.under_headline


def test_a_story_that_changed_meanwhile_is_told_by_what_still_stands_in_it() -> None:
    now = Article("u", "The ferry to Tern sails. Nobody knows why.", language="en")
    read_then = read(story_of("ferry", Article("u", "The ferry to Tern stops. Nobody knows why.", language="en")))
    told = telling_excerpt(read_then, {"u": now})
    assert told is not None and told.text == "Nobody knows why."
    assert telling_excerpt(read_then, {}) is None
    assert telling_excerpt(read_then, {"u": Article("u", "", language="en")}) is None


# -- asked of an archive ----------------------------------------------------------------------------------------------

_TORGAL = {
    "2024-03-05": "Cracks were found in the wall of the Torgal dam on Monday. Divers had looked for a lost anchor.",
    "2024-09-12": "The reservoir behind the Torgal dam is being emptied. Herons came in hundreds to the mud.",
    "2025-02-20": "Repairs of the Torgal dam began on Thursday. Forty masons work there by day and by night.",
    "2025-08-01": "The Torgal dam holds water again, its engineers said. The repairs cost nineteen million euros.",
}
_OTHERS = [
    Article(
        "bakery", "The bakery Vellacourt won the county prize for its rye bread.", language="en", published="2025-09-01"
    ),
    Article(
        "school",
        "The school of Netherby gets a new roof in the summer holidays.",
        headline="Brackenfold pays for slates",
        language="en",
        published="2024-06-01",
    ),
    Article("es", "La biblioteca de Sotomar prestará paraguas desde el lunes.", language="es", published="2025-01-15"),
]
_AS_OF = Filters(as_of="2025-10-31")


@pytest.fixture(scope="module")
def search(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    folder = tmp_path_factory.mktemp("overview")
    archive = Archive.create(folder)
    told = [
        Article(f"torgal:{day}", body, headline=f"Torgal, {day}", language="en", publisher="The Post", published=day)
        for day, body in _TORGAL.items()
    ]
    assert not ingest_articles(archive, [*told, *_OTHERS], model, folder).errors
    yield Search(archive, *model.load())
    archive.close()


# Finds nothing by itself, so that what is answered is answered by the rules for overviews alone.
_NEVER = Setting(Judge({}, -9.0, 0.5), Judge({}, -9.0, 0.5), read_setting().sentence)


def _ask(search: Search, question: str, *, filters: Filters = _AS_OF) -> Answer:
    return Assistant(search, _NEVER).answer(question, filters=filters)


def _days_of(answer: Answer) -> list[str]:
    return [statement.quotes[0].uri.removeprefix("torgal:") for statement in answer.statements]


@pytest.mark.parametrize(
    "question",
    [
        "What is the latest on the Torgal dam?",
        "¿Qué se sabe de la presa de Torgal?",
        "Quelles sont les dernières nouvelles du barrage de Torgal ?",
        "Quais são as últimas notícias sobre a barragem de Torgal?",
        "Quali sono le ultime notizie sulla diga di Torgal?",
    ],
)
def test_the_latest_is_told_newest_first(search: Search, question: str) -> None:
    answer = _ask(search, question)
    assert answer.understood is not None and answer.understood.kind == "latest"
    assert (answer.status, answer.sure) == ("answered", True)
    assert _days_of(answer) == sorted(_TORGAL, reverse=True)


def test_a_german_topic_whose_nouns_all_bear_capitals_is_found_by_its_meaning(search: Search) -> None:
    answer = Assistant(search, read_setting()).answer("Was gibt es Neues vom Staudamm Torgal?", filters=_AS_OF)
    assert _days_of(answer) == sorted(_TORGAL, reverse=True)


@pytest.mark.xfail(strict=True, reason="in German every noun bears a capital, so none of two is taken for a name")
def test_a_german_topic_is_found_by_its_name_alone(search: Search) -> None:
    assert _days_of(_ask(search, "Was gibt es Neues vom Staudamm Torgal?")) == sorted(_TORGAL, reverse=True)


@pytest.mark.xfail(strict=True, reason="behind a noun, from a month may belong to the subject")
def test_a_month_behind_a_noun_and_from_is_a_span(search: Search) -> None:
    answer = _ask(search, "What is the latest on the Torgal dam from November 2024?")
    assert answer.missing == ("a story from 1 to 30 November 2024",)


@pytest.mark.parametrize(
    "question",
    ["How did the Torgal dam affair develop?", "Timeline of the Torgal dam", "Cronología de la presa de Torgal"],
)
def test_a_timeline_is_told_from_the_beginning_a_quote_a_step(search: Search, question: str) -> None:
    answer = _ask(search, question)
    assert answer.understood is not None and answer.understood.kind == "timeline"
    assert _days_of(answer) == sorted(_TORGAL)
    assert all(
        statement.text in _TORGAL[day] for day, statement in zip(_days_of(answer), answer.statements, strict=True)
    )


def test_what_happened_on_a_day_that_the_archive_lacks_names_what_lies_nearest_on_both_sides(search: Search) -> None:
    answer = _ask(search, "What is the latest on the Torgal dam in November 2024?")
    assert (answer.status, answer.statements) == ("not_found", ())
    assert answer.notice == (
        "The archive has nothing about this from 1 to 30 November 2024."
        " What lies nearest before and after stands below."
    )
    assert [story.uri for story in answer.nearest] == ["torgal:2024-09-12", "torgal:2025-02-20"]
    assert answer.missing == ("a story from 1 to 30 November 2024",)


def test_before_the_first_and_after_the_last_story_only_one_side_is_named(search: Search) -> None:
    before = _ask(search, "¿Qué hay de nuevo sobre la presa de Torgal en enero de 2023?")
    assert [story.uri for story in before.nearest] == ["torgal:2024-03-05"]
    assert before.notice is not None and "del 1 al 31 de enero de 2023" in before.notice


def test_what_is_asked_of_today_asks_for_the_newest_and_not_for_what_was_printed_today(search: Search) -> None:
    answer = Assistant(search, ALWAYS).answer("How much water does the Torgal dam hold today?", filters=_AS_OF)
    assert answer.status == "answered"
    assert not [part for part in answer.missing if "31 October" in part]


@pytest.mark.parametrize("name", ["Torgal dam", "Torgal", "torgal dam", "presa de Torgal", "Vellacourt"])
def test_a_bare_name_is_never_declined_where_its_words_are_in_the_archive(search: Search, name: str) -> None:
    answer = _ask(search, name)
    assert answer.understood is not None and answer.understood.kind == "topic"
    assert answer.status == "answered" and answer.sure
    days = [source.published or "" for source in answer.sources]
    assert days == sorted(days, reverse=True)


def test_a_bare_name_that_no_story_has_is_declined(search: Search) -> None:
    answer = _ask(search, "Brindlewick")
    assert (answer.status, answer.statements) == ("not_found", ())
    assert answer.notice is not None and answer.notice.startswith("The archive does not hold an answer")


@pytest.mark.parametrize(
    ("question", "start"),
    [
        ("hello", "Ask about what the articles tell"),
        ("¡Hola, buenos días!", "Pregunte por lo que cuentan los artículos"),
        ("Guten Morgen", "Fragen Sie nach dem, was die Artikel berichten"),
        ("???", "Ask about what the articles tell"),
        ("", "Ask about what the articles tell"),
    ],
)
def test_a_greeting_gets_a_line_that_says_what_can_be_asked(search: Search, question: str, start: str) -> None:
    answer = _ask(search, question)
    assert answer.understood is not None and answer.understood.kind == "greeting"
    assert answer.notice is not None and answer.notice.startswith(start)
    assert (answer.status, answer.statements, answer.nearest, answer.sources) == ("not_found", (), (), ())


def test_news_of_nothing_in_particular_are_the_newest_stories(search: Search) -> None:
    answer = _ask(search, "What's new?")
    assert answer.status == "answered"
    assert [source.uri for source in answer.sources] == ["bakery", "torgal:2025-08-01", "torgal:2025-02-20", "es"]
    earlier = _ask(search, "What's new?", filters=Filters(as_of="2024-07-01"))
    assert [source.uri for source in earlier.sources] == ["school", "torgal:2024-03-05"]


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("How many articles mention the Torgal dam?", 4),
        ("¿Cuántos artículos mencionan a Torgal?", 4),
        ("How many articles mentioned Torgal in 2024?", 2),
        ("Combien d'articles mentionnent Torgal en 2025 ?", 2),
    ],
)
def test_mentions_are_counted_and_shown_newest_first(search: Search, question: str, count: int) -> None:
    answer = _ask(search, question)
    assert answer.understood is not None and answer.understood.kind == "count"
    assert (answer.status, answer.count, answer.sure) == ("answered", count, True)
    assert _days_of(answer) == sorted(_days_of(answer), reverse=True) and len(answer.statements) == count
    assert all("Torgal" in statement.text for statement in answer.statements)


def test_a_count_shows_the_headline_where_only_that_holds_the_words(search: Search) -> None:
    answer = _ask(search, "How many articles mention Brackenfold?")
    assert answer.count == 1
    assert [statement.headline for statement in answer.statements] == ["Brackenfold pays for slates"]


def test_what_nobody_mentions_is_counted_as_none(search: Search) -> None:
    answer = _ask(search, "How many articles mention Brindlewick?")
    assert (answer.status, answer.count, answer.statements) == ("not_found", 0, ())
    assert answer.notice == "No story in the archive holds the words “Brindlewick”."

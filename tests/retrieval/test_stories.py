"""A story is read whole: its lead and what lies nearest; days and newness decide between stories and leave none out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Article, DaySpan, Filters, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from retrieval.candidates import candidates
from retrieval.late_interaction import RankedPassage
from retrieval.question import Question
from retrieval.stories import (
    FAVOURED_DAYS,
    LAST_MONTH,
    LEAST_MATCHED,
    PASSAGES,
    Order,
    Story,
    group_stories,
    least_fifth,
    to_be_read,
    with_passages,
)
from tests.by_hand import asked, found, passage_of
from tests.conftest import Make

_MAY = DaySpan("2025-05-01", "2025-05-31")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    made = Archive.create(tmp_path)
    yield made
    made.close()


def _live_report(archive: Archive, *, passages: int) -> tuple[list[str], Question]:
    """Store an article whose passages lie the nearer to the question the later they come."""
    texts = [f"Report number {n} of the day." for n in range(passages)]
    body = "\n\n".join(texts)
    spans = [(start := body.index(text), start + len(text)) for text in texts]
    angles = np.linspace(np.pi / 2, 0, passages)
    vectors = np.stack([np.cos(angles), np.sin(angles), np.zeros(passages)], axis=1).astype(np.float32)
    article = Article("live", body, headline="The day", language="en")
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.put([NewArticle(ReadArticle(article, article.content_hash), spans, vectors)])
    return texts, replace(asked("Report?"), vector=np.array([1, 0, 0], np.float32))


def _known(archive: Archive, *numbers: int) -> Story:
    passages = list(archive.catalog.passages_of("live").values())
    (story,) = group_stories([found("Report?", passages[n]) for n in numbers])
    return story


def test_a_story_that_is_short_enough_is_read_whole_in_its_order(archive: Archive) -> None:
    texts, question = _live_report(archive, passages=PASSAGES)
    more = to_be_read(_known(archive, 4), question, archive)
    assert [passage.text for passage in more.values()] == texts[:4] + texts[5:]


def test_of_a_long_story_the_lead_and_the_nearest_are_read_and_no_more(archive: Archive) -> None:
    texts, question = _live_report(archive, passages=30)
    more = to_be_read(_known(archive, 7, 29), question, archive)
    # The lead is the farthest of all here; with the two that are known they are twelve.
    assert [passage.text for passage in more.values()] == [texts[0], *texts[20:29]]
    assert len(more) + 2 == PASSAGES


def test_what_is_known_already_is_not_read_again(archive: Archive) -> None:
    _, question = _live_report(archive, passages=20)
    story = _known(archive, *range(15))
    assert to_be_read(story, question, archive) == {}
    again = to_be_read(_known(archive, 0), question, archive)
    assert not {passage.start for passage in again.values()} & {0}


def test_a_long_story_does_not_hide_the_others_where_few_passages_of_each_are_wanted(archive: Archive) -> None:
    texts, question = _live_report(archive, passages=20)
    other = Article("other", "Nothing like it.", language="en")
    embedded = NewArticle(ReadArticle(other, other.content_hash), [(0, 16)], np.array([[0, 0, 1]], np.float32))
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.put([embedded])
    silent = replace(question, words=())
    hidden = candidates(silent, archive, Filters(), k=5)
    assert {passage.uri for passage in hidden.values()} == {"live"}
    told = candidates(silent, archive, Filters(), k=5, of_a_story=2)
    assert sorted(passage.text for passage in told.values()) == sorted([*texts[-2:], other.body])


def test_a_withdrawn_story_has_nothing_more_to_read(archive: Archive) -> None:
    _, question = _live_report(archive, passages=3)
    story = _known(archive, 0)
    with archive.writing(on_wait=pytest.fail) as writer:
        writer.withdraw(["live"], because="withheld")
    assert to_be_read(story, question, archive) == {}


def test_prints_of_one_story_are_one_and_the_best_print_comes_first_in_the_order_of_its_body() -> None:
    question = "Who won the regatta?"
    trimmed = Article("trimmed", "The regatta is over.", language="en")
    whole = Article("whole", "Rain fell. Ada won the regatta. Bells rang.", language="en")
    other = Article("other", "Nobody won the lottery.", language="en")
    passages = [
        passage_of(trimmed, story="s"),
        passage_of(whole, 32, story="s"),
        passage_of(whole, 11, 31, story="s"),
        passage_of(whole, 0, 10, story="s"),
        passage_of(other),
    ]
    one, _ = group_stories([found(question, passage) for passage in passages])
    assert [r.passage.text for r in one.passages] == [
        "Rain fell.",
        "Ada won the regatta.",
        "Bells rang.",
        "The regatta is over.",
    ]
    assert (one.first.uri, one.best.passage.text) == ("whole", "Ada won the regatta.")
    # "Who" is found nowhere, the others are.
    assert one.matches.tolist() == [0, 1, 1, 1]
    assert one.score == pytest.approx(0.75 + LEAST_MATCHED * least_fifth(one.matches))


def test_what_is_read_besides_counts_for_the_story() -> None:
    question = "Ada won regatta Tern"
    article = Article("a", "Ada won the regatta. It was held off Tern.", language="en")
    half = group_stories([found(question, passage_of(article, 0, 20))])[0]
    whole = with_passages(half, [found(question, passage_of(article, 21))])
    assert (half.matches.tolist(), whole.matches.tolist()) == ([1, 1, 1, 0], [1, 1, 1, 1])
    assert whole.score > half.score


def _story(uri: str, published: str | None, score: float) -> Story:
    passage = passage_of(Article(uri, "Text.", published=published, language="en"), score=score)
    return Story((RankedPassage(passage, np.zeros((0, 1), np.float32), np.array([[0, 4]], np.int32)),), np.zeros(0))


def _uris(stories: list[Story]) -> list[str]:
    return [story.first.uri for story in stories]


def test_stories_of_favoured_days_come_first_among_equals_and_no_other_is_left_out() -> None:
    stories = [_story("june", "2025-06-01", 0.5), _story("undated", None, 0.5), _story("may", "2025-05-31T23:00", 0.5)]
    assert _uris(Order(_MAY).best_first(stories)) == ["may", "june", "undated"]
    better = [*stories, _story("much better", "2019-01-01", 0.5 + FAVOURED_DAYS + 0.01)]
    assert _uris(Order(_MAY).best_first(better)) == ["much better", "may", "june", "undated"]


def test_the_last_month_counts_a_little_and_what_is_yet_to_come_does_not() -> None:
    order = Order(today="2025-05-31")
    stories = [
        _story("old", "2024-05-30", 0.5),
        _story("tomorrow", "2025-06-01", 0.5),
        _story("new", "2025-05-02", 0.5),
        _story("undated", None, 0.5),
    ]
    assert _uris(order.best_first(stories)) == ["new", "old", "tomorrow", "undated"]
    assert _uris(order.best_first([*stories, _story("better", "1999-01-01", 0.5 + LAST_MONTH + 0.01)]))[0] == "better"


def test_without_a_day_given_the_last_month_is_the_real_one() -> None:
    today = datetime.now(UTC).date()
    stories = [_story("old", "2001-01-01", 0.5), _story("new", (today - timedelta(days=2)).isoformat(), 0.5)]
    assert _uris(Order().best_first(stories)) == ["new", "old"]


def test_favoured_days_stand_in_the_place_of_the_last_month() -> None:
    order = Order(_MAY, today="2025-10-31")
    assert _uris(order.best_first([_story("new", "2025-10-30", 0.5), _story("may", "2025-05-03", 0.5)])) == [
        "may",
        "new",
    ]


_DAYS = st.one_of(st.none(), st.dates().map(lambda day: day.isoformat()), st.sampled_from(["2025", "", "someday"]))


@settings(deadline=None)
@given(
    st.lists(st.tuples(_DAYS, st.floats(-1, 1)), max_size=8),
    st.one_of(st.none(), st.just(_MAY), st.just(DaySpan("2025-06-01", "2025-05-01"))),
)
def test_no_order_loses_or_doubles_a_story(told: list[tuple[str | None, float]], favoured: DaySpan | None) -> None:
    stories = [_story(str(n), day, score) for n, (day, score) in enumerate(told)]
    ordered = Order(favoured, today="2025-05-31").best_first(stories)
    assert sorted(_uris(ordered)) == sorted(_uris(stories))


def test_the_least_matched_fifth_of_nothing_is_zero() -> None:
    assert least_fifth(np.zeros(0)) == 0
    assert least_fifth(np.array([0.1, 1, 1, 1, 1, 1])) == pytest.approx(1.0)
    assert least_fifth(np.array([0.1, 0.2, 1, 1, 1, 1])) == pytest.approx(0.2)


def test_a_search_reads_the_best_stories_whole_and_favours_days_without_leaving_others_out(search_of: Make) -> None:
    filler = " ".join(
        "The council also talked about benches, lamps, pigeons and the colour of the fountain." for _ in range(6)
    )
    bodies = {
        year: f"The ferry to Tern stops for repairs in {year}.\n\n{filler}\n\n{filler}\n\nThe captain is Ada Quill."
        for year in ("2023", "2024", "2025")
    }
    bodies = {f"ferry:{year}": body for year, body in bodies.items()}
    search = search_of(
        [Article(uri, body, language="en", published=f"{uri[-4:]}-05-02") for uri, body in bodies.items()]
    )
    question = "Why does the ferry to Tern stop?"
    findings = search.find(question, read=1, favoured=DaySpan("2024-05-01", "2024-05-31"))
    assert findings.stories[0].first.uri == "ferry:2024"
    assert {story.first.uri for story in findings.stories} == set(bodies)
    whole = list(search.archive.catalog.passages_of("ferry:2024").values())
    assert len(whole) > 1
    assert [(r.passage.start, r.passage.text) for r in findings.stories[0].passages] == [
        (passage.start, passage.text) for passage in whole
    ]

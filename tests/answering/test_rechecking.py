"""Which past answers rest on stories that changed since: exactly those, whatever else the log holds."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.rechecking import recheck
from archive.records import Article
from archive.store import Archive
from archive.tombstones import hashed
from ingest.erasing import erase
from ingest.pipeline import ingest
from ingest.rebuilding import rebuild
from tests.asked_newsroom import BODIES, STORIES, Newsroom, archive_of_stories, asking_newsroom
from tests.conftest import Quiet

stories = pytest.fixture(scope="module")(archive_of_stories)
newsroom = pytest.fixture(asking_newsroom)


def test_exactly_the_answers_whose_stories_changed_are_told(newsroom: Newsroom) -> None:
    for uri in STORIES:
        newsroom.ask(uri)
    assert newsroom.recheck() == []
    newsroom.store(
        replace(STORIES["ferry"], correction="An earlier version named another harbour.", version=2),
        replace(STORIES["bridge"], body=BODIES["bridge"].replace("nine", "eleven"), version=2),
        Article("mill", "", pubstatus="canceled", correction="The owners never said so.", version=2),
        STORIES["school"],
    )
    erase("bakery", newsroom.archive, on_wait=pytest.fail)
    found = newsroom.recheck()
    assert [(one.id, [source.what for source in one.sources]) for one in found] == [
        ("ferry", ["corrected"]),
        ("bridge", ["changed"]),
        ("mill", ["withdrawn"]),
        ("bakery", ["erased"]),
    ]
    ferry, bridge, mill, bakery = (one.sources[0] for one in found)
    assert ferry.quotes_stand and "An earlier version named another harbour." in ferry.detail
    assert not bridge.quotes_stand and "version 1, now 2" in bridge.detail
    assert [quote.stands for quote in bridge.quotes] == ["nine" not in quote.quote for quote in bridge.quotes]
    assert not mill.quotes_stand and "canceled on" in mill.detail and "The owners never said so." in mill.detail
    assert (bakery.uri, bakery.headline, bakery.quotes) == (f"sha256:{hashed('bakery')}", "", ())
    assert "Vellacourt" not in json.dumps([one.as_json() for one in found])
    assert (found[0].time or "")[-6:] == "+00:00" and found[0].question == "What is new about the ferry?"


def test_what_changes_no_answer_is_not_told(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.ask("bridge")
    newsroom.store(replace(STORIES["ferry"], headline="Another headline", section="Harbour", version=7))
    newsroom.store(replace(STORIES["bridge"], byline="Ada Quill"))
    rebuild(newsroom.archive, model=newsroom.model, progress=Quiet())
    assert newsroom.recheck() == []


def test_a_quote_that_still_is_said_stands_though_its_place_has_moved(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.store(replace(STORIES["ferry"], body=f"TERN. {BODIES['ferry']} Tickets are refunded.", version=2))
    assert newsroom.what() == [("ferry", "changed", True)]


def test_a_change_that_was_taken_back_is_none(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.store(replace(STORIES["ferry"], body=f"TERN. {BODIES['ferry']}", version=2))
    newsroom.store(replace(STORIES["ferry"], version=3))
    assert newsroom.recheck() == []


@pytest.mark.parametrize(
    ("restriction", "told"),
    [
        ({"pubstatus": "withheld"}, "withheld on"),
        ({"embargoed": "2999-01-01"}, "embargo"),
        ({"expires": "2020-01-01"}, "withdrawn at its expiry, 2020-01-01"),
    ],
)
def test_what_may_not_be_read_any_more_is_withdrawn(newsroom: Newsroom, restriction: dict[str, Any], told: str) -> None:
    newsroom.ask("mill")
    newsroom.store(replace(STORIES["mill"], version=2, **restriction))
    ((source,),) = (one.sources for one in newsroom.recheck())
    assert (source.what, source.quotes_stand) == ("withdrawn", False) and told in source.detail


def test_what_was_pruned_is_withdrawn_and_comes_back(newsroom: Newsroom, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.json").write_text(json.dumps(asdict(replace(STORIES["ferry"], uri="boat", publisher="The boat Post"))))
    (news / "b.json").write_text(json.dumps(asdict(replace(STORIES["mill"], uri="works"))))
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet())
    newsroom.ask("boat")
    lost = (news / "a.json").rename(tmp_path / "a.json")
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet(), prune=True)
    assert newsroom.what() == [("boat", "withdrawn", False)]
    lost.rename(news / "a.json")
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet())
    assert newsroom.what() == []


def test_the_correction_of_any_print_counts_once_it_is_news(newsroom: Newsroom) -> None:
    reprint = replace(STORIES["ferry"], uri="reprint", publisher="The Reprint", correction="It said ten people.")
    newsroom.store(reprint)
    answer = newsroom.ask("ferry")
    assert [source.correction for source in answer.sources] == ["The Reprint: It said ten people."]
    assert newsroom.what() == []
    newsroom.store(replace(reprint, correction="It said ten people and a dog.", version=2))
    assert newsroom.what() == [("ferry", "corrected", True)]
    newsroom.store(replace(reprint, correction="", version=3))
    assert newsroom.what() == [("ferry", "corrected", True)]  # taken back
    newsroom.store(replace(reprint, correction="It said ten people.", version=4))
    assert newsroom.what() == []
    newsroom.store(replace(reprint, uri="later", publisher="The Later Post", correction="It said nine people."))
    ((source,),) = (one.sources for one in newsroom.recheck())
    assert source.detail.startswith("its correction says “It said nine people.” (The Later Post);")


def test_a_correction_of_after_the_day_that_was_asked_for_is_not_news(newsroom: Newsroom) -> None:
    newsroom.store(replace(STORIES["ferry"], published="2025-03-04", version=2))
    newsroom.ask("ferry", as_of="2025-03-10")
    reprint = replace(STORIES["ferry"], uri="reprint", publisher="The Reprint", correction="It said ten people.")
    newsroom.store(replace(reprint, published="2025-03-20"))
    assert newsroom.what() == []
    newsroom.store(replace(reprint, published="2025-03-09", version=2))
    assert newsroom.what() == [("ferry", "corrected", True)]


def test_a_print_that_is_not_quoted_may_go(newsroom: Newsroom) -> None:
    reprint = replace(STORIES["ferry"], uri="reprint", publisher="The Reprint")
    newsroom.store(reprint)
    newsroom.ask("ferry")
    newsroom.store(replace(reprint, pubstatus="canceled", version=2))
    assert newsroom.what() == []
    erase("reprint", newsroom.archive, on_wait=pytest.fail)
    assert newsroom.what() == []


def test_saved_output_is_rechecked_like_the_log_and_of_an_erased_story_nothing_is_repeated(
    newsroom: Newsroom,
) -> None:
    saved = [json.dumps({"id": uri} | asdict(newsroom.ask(uri))) for uri in ("ferry", "bakery")]
    erase("bakery", newsroom.archive, on_wait=pytest.fail)
    (found,) = recheck(saved, newsroom.archive.catalog)
    assert (found.time, found.id) == (None, "bakery")
    assert [(source.uri, source.what) for source in found.sources] == [("bakery", "erased")]
    assert "seawater" not in found.in_words()


def test_another_archive_s_answers_are_said_to_be_unknown(newsroom: Newsroom, tmp_path: Path) -> None:
    answer = newsroom.ask("ferry")
    other = Archive.create(tmp_path / "other")
    (found,) = recheck([json.dumps(asdict(answer))], other.catalog)
    other.close()
    assert found.sources[0].what == "withdrawn" and "does not hold it" in found.sources[0].detail


def test_records_of_before_the_hashes_are_judged_by_their_quotes(newsroom: Newsroom) -> None:
    record = json.loads(json.dumps(asdict(newsroom.ask("ferry"))))
    for source in record["sources"]:
        del source["body_sha256"], source["corrections"]
    for said in record["statements"]:
        del said["quotes"][0]["body_sha256"]
    assert recheck([json.dumps(record)], newsroom.archive.catalog) == []
    newsroom.store(replace(STORIES["ferry"], body=BODIES["ferry"].replace("3 Oct", "17 Oct"), version=2))
    (found,) = recheck([json.dumps(record)], newsroom.archive.catalog)
    assert [(source.what, source.quotes_stand) for source in found.sources] == [("changed", False)]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = Archive.create(tmp_path_factory.mktemp("empty"))
    yield archive
    archive.close()


_KEYS = ("uri", "n", "quote", "quotes", "start", "end", "source", "version", "text", "uri_sha256", "quoted", "headline")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=15,
)


@settings(deadline=None)
@given(
    record=st.dictionaries(
        st.sampled_from(["statements", "sources", "erased", "filters", "time", "id"]),
        st.lists(_JSON, max_size=3) | _JSON,
    )
)
def test_no_record_whatever_it_holds_ends_the_recheck(empty: Archive, record: dict[str, Any]) -> None:
    good = {"question": "last", "sources": [{"n": 1, "uri": "u"}]}
    lines = [json.dumps({"question": "q"} | record), json.dumps(good)]
    assert recheck(lines, empty.catalog)[-1].question == "last"

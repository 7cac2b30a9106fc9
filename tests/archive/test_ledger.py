"""The books of the archive: where articles came from, what failed and since when, what may never come back."""

import contextlib
import sqlite3
from pathlib import Path

import pytest

from archive.catalog import Catalog
from archive.ledger import Failure, FeedState, KnownArticle, Ledger, Seen, Tally
from archive.records import Article, Filters, PubStatus, ReadArticle
from archive.rows import NewArticle


@pytest.fixture
def ledger(catalog: Catalog) -> Ledger:
    return catalog.ledger


def _put(catalog: Catalog, *articles: Article) -> None:
    catalog.changes.put([NewArticle(ReadArticle(article, article.content_hash)) for article in articles])


def test_a_failure_is_kept_since_it_first_failed_until_its_file_is_tried_and_does_not_fail(
    ledger: Ledger, tmp_path: Path
) -> None:
    broken, other = Failure("news/a.json", "no JSON", "/srv/news/a.json"), Failure("b.csv", "no body", "/srv/b.csv")
    ledger.note_failures([broken, other], tried=(), below=[])
    with contextlib.closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as file, file:
        file.execute("UPDATE failures SET since = '2001-01-01'")
    ledger.note_failures([broken], tried=(), below=["/srv/news"])
    assert [failure.file for failure in ledger.failures()] == ["b.csv", "news/a.json"]
    assert ledger.failures()[1].since == "2001-01-01"
    ledger.note_failures([], tried=(), below=["/srv/ne"])  # a folder whose name is the beginning of another's
    assert len(ledger.failures()) == 2
    ledger.note_failures([], tried=(), below=["/srv/news"])
    assert [failure.file for failure in ledger.failures()] == ["b.csv"]
    ledger.note_failures([], tried={"/srv/b.csv"}, below=[])
    assert ledger.failures() == []


def test_what_was_seen_somewhere_takes_the_place_of_what_was_seen_there_before(catalog: Catalog) -> None:
    catalog.changes.put([], sightings=[("/a", "x", "1"), ("/b", "x", "1"), ("/a", "y", "1")], run=1)
    catalog.changes.put([], sightings=[("/a", "x", "2"), ("/b", "x", "1")], run=2)
    assert catalog.ledger.seen(["x", "y", "z"]) == {
        "x": [Seen("/b", "1", 1), Seen("/a", "2", 2)],  # since which run it says so
        "y": [Seen("/a", "1", 1)],
    }
    catalog.changes.withdraw([], because="gone", forget=[("/a", "x", "2"), ("/nowhere", "z", "1")])
    assert catalog.ledger.seen(["x", "y"]) == {"x": [Seen("/b", "1", 1)], "y": [Seen("/a", "1", 1)]}


def test_one_file_may_say_two_things_of_an_article_in_one_run(catalog: Catalog) -> None:
    for run in (1, 2):
        catalog.changes.put([], sightings=[("/a", "x", "1"), ("/a", "x", "2")], run=run)
        assert catalog.ledger.seen(["x"]) == {"x": [Seen("/a", "1", 1), Seen("/a", "2", 1)]}


def test_what_earlier_runs_saw_below_a_folder_and_this_one_did_not_is_told(catalog: Catalog) -> None:
    before = [("/news/a", "x", "1"), ("/news/b", "y", "1"), ("/news-2/c", "z", "1"), ("/news", "w", "1")]
    catalog.changes.put([], sightings=before, run=1)
    catalog.changes.put([], sightings=[("/news/a", "x", "1")], run=2)
    assert sorted(catalog.ledger.seen_earlier("/news", run=2)) == [("/news", "w", "1"), ("/news/b", "y", "1")]
    assert catalog.ledger.seen_earlier("/news/a", run=2) == []
    assert catalog.ledger.seen_earlier("/news", run=1) == []


def test_a_run_that_was_cut_off_is_gone_on_with(catalog: Catalog) -> None:
    assert catalog.ledger.next_run() == 1 == catalog.changes.begin_run() == catalog.changes.begin_run()
    assert catalog.ledger.next_run() == 1
    catalog.changes.end_run()
    assert catalog.ledger.next_run() == 2 == catalog.changes.begin_run()


def test_the_books_tell_of_as_many_articles_as_are_asked_for(catalog: Catalog) -> None:
    articles = [Article(f"u{n}", "Uno.", version=n) for n in range(1200)]
    _put(catalog, *articles)
    known = catalog.ledger.known_articles([article.uri for article in articles[:1100]] + ["unknown"])
    assert known == {a.uri: KnownArticle(a.content_hash, a.version) for a in articles[:1100]}


def test_what_a_server_said_is_there_for_the_next_request(ledger: Ledger) -> None:
    assert ledger.feed_state("https://a.example/feed") == FeedState()
    ledger.set_feed_state("https://a.example/feed", FeedState('"v1"', "Sat, 30 Nov 2024 10:00:00 GMT"))
    ledger.set_feed_state("https://a.example/feed", FeedState('"v2"'))
    assert ledger.feed_state("https://a.example/feed") == FeedState('"v2"', "")


def test_an_erased_identity_is_known_by_its_hash_alone(catalog: Catalog, tmp_path: Path) -> None:
    _put(catalog, Article("wire:quillmarsh", "Quillmarsh."), Article("wire:tern", "Tern."))
    catalog.changes.erase("wire:quillmarsh")
    assert "wire:quillmarsh" in catalog.ledger.erased() and "wire:tern" not in catalog.ledger.erased()
    assert catalog.changes.wipe_free_pages()
    assert not any(b"uillmarsh" in path.read_bytes() for path in tmp_path.iterdir())


@pytest.mark.parametrize("status", ["withheld", "canceled"])
def test_the_tally_counts_what_nobody_may_read(catalog: Catalog, status: PubStatus) -> None:
    _put(
        catalog,
        Article("a", "Uno."),
        Article("b", "Dos."),
        Article("c", "Tres.", embargoed="2999-01-01"),
        Article("d", "Cuatro.", pubstatus=status, correction="Never happened."),
        Article("e", "Cinco.", expires="2020-01-01"),
        Article("f", "Seis.", expires="2020-01-01", embargoed="2999-01-01"),
    )
    catalog.changes.withdraw(["b"], because="no longer in its folder")
    assert catalog.ledger.tally() == Tally(stories=1, embargoed=1, withdrawn=2, erased=0, expired=2)
    assert catalog.ledger.why_withdrawn("b") == "no longer in its folder"
    assert (catalog.ledger.why_withdrawn("d") or "").endswith(": Never happened.")
    assert catalog.ledger.why_withdrawn("a") is None


def test_history_shows_nothing_that_could_not_be_read_then_or_may_not_be_read_now(catalog: Catalog) -> None:
    _put(catalog, Article("a", "Uno.", version=1, ednote="Hush."))
    _put(catalog, Article("a", "Dos.", version=2, embargoed="2999-01-01"))
    assert catalog.old_versions("a") == []  # the newest is under embargo
    _put(catalog, Article("a", "Tres.", version=3))
    assert [old.article for old in catalog.old_versions("a")] == [Article("a", "Uno.", version=1)]
    _put(catalog, Article("a", "", version=4, pubstatus="canceled"))
    assert catalog.old_versions("a") == []


def test_appearances_are_those_that_pass_the_filters_the_earliest_first(catalog: Catalog) -> None:
    _put(catalog, Article("late", "x", published="2025-03-05"), Article("early", "x", published="2025-03-04"))
    _put(catalog, Article("hidden", "x", pubstatus="withheld"), Article("undated", "x", correction="Not so."))
    with catalog.prints() as prints:
        assert prints.members("late") == []
    found = catalog.appearances(["late", "early", "hidden", "undated"])
    assert {story: [print_.uri for print_ in told] for story, told in found.items()} == {
        "early": ["early"],
        "late": ["late"],
        "undated": ["undated"],
    }
    assert found["undated"][0].correction == "Not so."
    assert list(catalog.appearances(["late", "early"], Filters(until="2025-03-04"))) == ["early"]

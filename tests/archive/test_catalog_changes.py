"""A change of the catalog takes effect everywhere or nowhere, and tells which passages the index does not know yet."""

import numpy as np
import pytest

from archive import changes
from archive.catalog import Catalog
from archive.ledger import KnownArticle
from archive.records import Article, Filters, ReadArticle
from archive.rows import NewArticle
from tests.small_catalog import BRIDGE, STRIKE, found_by_words, hidden, put


def test_a_new_version_takes_the_place_of_the_old_one_everywhere(catalog: Catalog) -> None:
    *old, _, _ = put(catalog, BRIDGE, STRIKE, cut=20)
    new = Article(uri=BRIDGE.uri, body="El túnel abre en mayo.", headline="Abre el túnel", version=2)
    (id_,) = put(catalog, new)
    assert catalog.article(BRIDGE.uri) == new
    assert found_by_words(catalog, ["telmo", "cierra", "pasarela"]) == []
    assert found_by_words(catalog, ["túnel"]) == [BRIDGE.uri]
    assert len(old) == 2 and catalog.passages(old) == {}
    assert catalog.vectors.of([int(one) for one in (*old, id_)]).numbers.tolist() == [int(id_)]
    assert catalog.ledger.known_articles([BRIDGE.uri])[BRIDGE.uri] == KnownArticle(new.content_hash, 2)
    assert catalog.coverage().articles == 2


def test_passages_that_go_and_those_that_come_are_unindexed_until_the_index_has_followed(catalog: Catalog) -> None:
    (bridge,) = put(catalog, BRIDGE)
    assert catalog.vectors.unindexed() == [int(bridge)]
    catalog.changes.settle(catalog.vectors.unindexed())
    assert catalog.vectors.unindexed() == []
    (other,) = put(catalog, Article(uri=BRIDGE.uri, body="Otro."))
    assert sorted(catalog.vectors.unindexed()) == [int(bridge), int(other)]
    catalog.changes.settle([int(bridge), 999])
    assert catalog.vectors.unindexed() == [int(other)]
    catalog.changes.withdraw([BRIDGE.uri], because="gone")
    assert catalog.vectors.unindexed() == [int(other)]


def test_no_number_is_given_twice_whatever_goes(catalog: Catalog) -> None:
    given = [*put(catalog, BRIDGE, STRIKE), *put(catalog, BRIDGE)]
    catalog.changes.withdraw([BRIDGE.uri, STRIKE.uri], because="gone")
    given += put(catalog, STRIKE)
    catalog.changes.erase(STRIKE.uri)
    given += put(catalog, BRIDGE)
    assert len({*given}) == len(given) == 5
    assert given == sorted(given, key=int)


def test_putting_the_same_article_again_loses_nothing(catalog: Catalog) -> None:
    put(catalog, BRIDGE)
    put(catalog, BRIDGE)
    assert catalog.count_passages() == 1 and catalog.old_versions(BRIDGE.uri) == []
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_two_versions_of_an_article_in_one_change_leave_the_later_one(catalog: Catalog) -> None:
    later = Article(uri=BRIDGE.uri, body="Otro puente.")
    (id_,) = put(catalog, BRIDGE, later)
    assert catalog.article(BRIDGE.uri) == later and catalog.old_versions(BRIDGE.uri) == []
    assert catalog.passages([id_])[id_].text == later.body
    assert found_by_words(catalog, ["telmo"]) == []


def test_every_change_of_what_can_be_found_moves_the_revision(catalog: Catalog) -> None:
    revisions = [catalog.revision()]
    mean = {"es": (np.zeros(2), np.zeros(2))}
    catalog.changes.set_language_means(mean, is_final=False)
    for change in (
        lambda: put(catalog, BRIDGE),
        lambda: put(catalog, STRIKE),
        lambda: catalog.changes.set_language_means(mean, is_final=True),
        lambda: catalog.changes.withdraw([STRIKE.uri], because="gone"),
        lambda: catalog.changes.rebuild(place=lambda _: None),
        lambda: catalog.changes.use_index("vectors", seal="{}", through=1),
        lambda: catalog.changes.drop_passages([BRIDGE.uri]),
        lambda: catalog.changes.erase(BRIDGE.uri),
    ):
        change()
        revisions.append(catalog.revision())
    assert revisions == sorted({*revisions})


def test_a_change_that_fails_leaves_everything_as_it_was(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    put(catalog, BRIDGE)
    before = (catalog.revision(), catalog.coverage(), catalog.vectors.unindexed())
    new = Article(uri=BRIDGE.uri, body="Otro puente.")
    monkeypatch.setattr(changes, "move_revision", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        catalog.changes.put(
            [NewArticle(ReadArticle(new, "h"), [(0, 4)], np.eye(1, 2))], sightings=[("/a", new.uri, "h")], run=1
        )
    assert (catalog.revision(), catalog.coverage(), catalog.vectors.unindexed()) == before
    assert catalog.article(BRIDGE.uri) == BRIDGE and catalog.ledger.seen([BRIDGE.uri]) == {}
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_where_prints_cannot_be_placed_nothing_is_stored(catalog: Catalog) -> None:
    with pytest.raises(ZeroDivisionError):
        catalog.changes.put([NewArticle(ReadArticle(BRIDGE, "h"), [(0, 4)], np.eye(1, 2))], place=lambda _: 1 / 0)  # type: ignore[arg-type]
    assert catalog.is_empty() and not catalog.has_passages()


def test_a_languages_means_are_fixed_once_and_come_back_as_they_were(catalog: Catalog) -> None:
    pooled, tokens = np.array([0.1, -2], np.float32), np.array([3, 1e-7], np.float32)
    catalog.changes.set_language_means({"es": (pooled, tokens)}, is_final=True)
    for is_final in (False, True):
        catalog.changes.set_language_means({"es": (tokens, pooled)}, is_final=is_final)
    found = catalog.language_means()
    assert {*found} == {"es"} == catalog.final_languages()
    assert found["es"][0].tolist() == pooled.tolist() and found["es"][1].tolist() == tokens.tolist()


def test_a_means_that_is_not_final_gives_way_once_and_only_its_own_languages_passages_are_to_be_indexed_anew(
    catalog: Catalog,
) -> None:
    first, second = np.zeros(2, np.float32), np.array([0.25, 0], np.float32)
    catalog.changes.set_language_means({"es": (first, first), "en": (first, first)}, is_final=False)
    bridge, _ = put(catalog, BRIDGE, STRIKE)
    catalog.changes.settle(catalog.vectors.unindexed())
    catalog.changes.set_language_means({"es": (second, second)}, is_final=False)  # one guess is as good as another
    assert catalog.language_means()["es"][0].tolist() == first.tolist() and catalog.vectors.unindexed() == []
    catalog.changes.set_language_means({"es": (second, second)}, is_final=True)
    assert catalog.language_means()["es"][0].tolist() == second.tolist()
    assert catalog.final_languages() == {"es"}
    assert catalog.vectors.unindexed() == [int(bridge)]


def test_a_rebuild_makes_the_words_anew_and_keeps_the_articles(catalog: Catalog) -> None:
    put(catalog, BRIDGE, hidden(pubstatus="withheld"))
    catalog.changes.rebuild(place=lambda _: None)
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]
    assert catalog.article(BRIDGE.uri) == BRIDGE


def test_passages_that_are_dropped_leave_their_articles_unfinished(catalog: Catalog) -> None:
    put(catalog, BRIDGE, STRIKE)
    catalog.changes.drop_passages([BRIDGE.uri])
    assert catalog.search_keywords(["telmo"], Filters(), k=5) == []
    assert catalog.count_passages() == catalog.vectors.count() == 1
    assert [read.article for read in catalog.unfinished()] == [BRIDGE]

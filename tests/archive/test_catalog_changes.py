"""A change of the catalog takes effect everywhere or nowhere, and tells which vectors it leaves without a passage."""

import numpy as np
import pytest

from archive.catalog import Catalog
from archive.changes import NewArticle, NewPassage
from archive.ledger import KnownArticle
from archive.records import Article, Filters, ReadArticle
from tests.small_catalog import BRIDGE, STRIKE, found_by_words, hidden, passage_id, put


def test_a_new_version_takes_the_place_of_the_old_one_everywhere(catalog: Catalog) -> None:
    put(catalog, BRIDGE, STRIKE, cut=20)
    new = Article(uri=BRIDGE.uri, body="El túnel abre en mayo.", headline="Abre el túnel", version=2)
    assert sorted(put(catalog, new)) == sorted([passage_id(BRIDGE), passage_id(BRIDGE, 20)])
    assert catalog.article(BRIDGE.uri) == new
    assert found_by_words(catalog, ["telmo", "cierra", "pasarela"]) == []
    assert found_by_words(catalog, ["túnel"]) == [BRIDGE.uri]
    assert catalog.passages([passage_id(BRIDGE)]) == {}
    assert catalog.ledger.known_articles()[BRIDGE.uri] == KnownArticle(new.content_hash, 2)
    assert catalog.coverage().articles == 2


def test_passages_that_go_are_loose_and_those_that_come_no_longer_are(catalog: Catalog) -> None:
    catalog.changes.note_loose([passage_id(BRIDGE), "left behind"])
    put(catalog, BRIDGE)
    assert catalog.changes.loose_vectors() == ["left behind"]
    put(catalog, Article(uri=BRIDGE.uri, body="Otro."))
    assert sorted(catalog.changes.loose_vectors()) == sorted(["left behind", passage_id(BRIDGE)])
    catalog.changes.clear_loose(["left behind", passage_id(BRIDGE), "unknown"])
    assert catalog.changes.loose_vectors() == []


def test_putting_the_same_article_again_loses_nothing(catalog: Catalog) -> None:
    put(catalog, BRIDGE)
    assert put(catalog, BRIDGE) == []
    assert catalog.changes.loose_vectors() == []
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_two_versions_of_an_article_in_one_change_leave_the_later_one_and_the_earlier_ones_vectors_loose(
    catalog: Catalog,
) -> None:
    later = Article(uri=BRIDGE.uri, body="Otro puente.")
    catalog.changes.note_loose([passage_id(BRIDGE), passage_id(later)])
    put(catalog, BRIDGE, later)
    assert catalog.article(BRIDGE.uri) == later
    assert catalog.changes.loose_vectors() == [passage_id(BRIDGE)]


def test_every_change_of_what_can_be_found_moves_the_revision(catalog: Catalog) -> None:
    revisions = [catalog.revision()]
    for change in (lambda: put(catalog, BRIDGE), lambda: put(catalog, STRIKE), catalog.changes.forget_passages):
        change()
        revisions.append(catalog.revision())
    assert revisions == sorted({*revisions})


def test_a_change_that_fails_leaves_everything_as_it_was(catalog: Catalog) -> None:
    put(catalog, BRIDGE)
    before = (catalog.revision(), catalog.coverage())
    new = Article(uri=BRIDGE.uri, body="Otro puente.")
    with pytest.raises(AttributeError):
        catalog.changes.replace([NewArticle(ReadArticle(new, "h"), [NewPassage("x", 0, 4)]), None])  # type: ignore[list-item]
    assert (catalog.revision(), catalog.coverage()) == before
    assert catalog.article(BRIDGE.uri) == BRIDGE
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_a_languages_means_are_fixed_once_and_come_back_as_they_were(catalog: Catalog) -> None:
    pooled, tokens = np.array([0.1, -2], np.float32), np.array([3, 1e-7], np.float32)
    catalog.changes.set_language_mean("es", pooled, tokens)
    catalog.changes.set_language_mean("es", tokens, pooled)
    found = catalog.language_means()
    assert {*found} == {"es"}
    assert found["es"][0].tolist() == pooled.tolist() and found["es"][1].tolist() == tokens.tolist()


def test_a_rebuild_forgets_what_it_makes_anew_and_keeps_the_articles(catalog: Catalog) -> None:
    put(catalog, BRIDGE, hidden(pubstatus="withheld"))
    catalog.changes.set_language_mean("es", np.zeros(2), np.zeros(2))
    catalog.changes.forget_passages()
    assert catalog.search_keywords(["telmo"], Filters(), k=5) == []
    assert catalog.language_means() == {} and catalog.count_passages() == 0
    assert [read.article for read in catalog.unfinished()] == [BRIDGE]

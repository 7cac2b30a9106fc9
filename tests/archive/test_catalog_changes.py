"""A change of the catalog takes effect everywhere or nowhere, and tells which vectors it leaves without a passage."""

from collections.abc import Callable

import numpy as np
import pytest

from archive.catalog import Catalog
from archive.ledger import KnownArticle
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from tests.small_catalog import BRIDGE, STRIKE, found_by_words, passage_ids, put


def test_a_new_version_takes_the_place_of_the_old_one_everywhere(catalog: Catalog) -> None:
    put(catalog, BRIDGE, STRIKE, cut=20)
    old = passage_ids(catalog, BRIDGE.uri)
    new = Article(uri=BRIDGE.uri, body="El túnel abre en mayo.", headline="Abre el túnel", version=2)
    put(catalog, new)
    assert catalog.article(BRIDGE.uri) == new
    assert found_by_words(catalog, ["telmo", "cierra", "pasarela"]) == []
    assert found_by_words(catalog, ["túnel"]) == [BRIDGE.uri]
    assert len(old) == 2 and catalog.passages(old) == {}
    assert catalog.ledger.known_articles([BRIDGE.uri]) == {BRIDGE.uri: KnownArticle(new.content_hash, 2)}
    assert catalog.coverage().articles == 2


def test_a_number_is_never_given_twice(catalog: Catalog) -> None:
    """What an index still holds of a passage that went must not pass for another one."""
    seen: set[str] = set()
    for change in (BRIDGE, STRIKE, BRIDGE):
        put(catalog, change)
        (number,) = passage_ids(catalog, change.uri)
        assert number not in seen
        seen.add(number)
        catalog.changes.withdraw([change.uri], because="gone")


def test_passages_that_come_and_go_are_noted_until_the_index_has_followed(catalog: Catalog) -> None:
    put(catalog, BRIDGE, STRIKE)
    numbers = [int(id_) for id_ in passage_ids(catalog, BRIDGE.uri, STRIKE.uri)]
    assert catalog.vectors.unindexed() == numbers
    catalog.changes.settle(numbers)
    assert catalog.vectors.unindexed() == []
    put(catalog, Article(uri=BRIDGE.uri, body="Otro."))
    (new,) = passage_ids(catalog, BRIDGE.uri)
    assert catalog.vectors.unindexed() == [numbers[0], int(new)]


def test_putting_the_same_article_again_loses_nothing(catalog: Catalog) -> None:
    put(catalog, BRIDGE)
    put(catalog, BRIDGE)
    assert len(passage_ids(catalog, BRIDGE.uri)) == 1
    assert catalog.old_versions(BRIDGE.uri) == []
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_of_two_versions_of_an_article_in_one_change_the_later_one_stays(catalog: Catalog) -> None:
    later = Article(uri=BRIDGE.uri, body="Otro puente.")
    put(catalog, BRIDGE, later)
    assert catalog.article(BRIDGE.uri) == later
    assert len(passage_ids(catalog, BRIDGE.uri)) == 1


def test_every_change_of_what_can_be_found_moves_the_revision(catalog: Catalog) -> None:
    revisions = [catalog.revision()]
    changes: list[Callable[[], object]] = [
        lambda: put(catalog, BRIDGE),
        lambda: put(catalog, STRIKE),
        lambda: catalog.changes.withdraw([STRIKE.uri], because="gone"),
        lambda: catalog.changes.erase(BRIDGE.uri),
    ]
    for change in changes:
        change()
        revisions.append(catalog.revision())
    assert revisions == sorted({*revisions})


def test_a_change_that_fails_leaves_everything_as_it_was(catalog: Catalog) -> None:
    put(catalog, BRIDGE)
    before = (catalog.revision(), catalog.coverage())
    new = Article(uri=BRIDGE.uri, body="Otro puente.")
    seen = [("/news/a", BRIDGE.uri, "h")]
    with pytest.raises(ValueError, match="shorter"):  # a passage without its vector
        catalog.changes.put([NewArticle(ReadArticle(new, "h"), [(0, 4)])], sightings=seen, run=1)
    assert catalog.ledger.seen([BRIDGE.uri]) == {}
    assert (catalog.revision(), catalog.coverage()) == before
    assert catalog.article(BRIDGE.uri) == BRIDGE
    assert found_by_words(catalog, ["telmo"]) == [BRIDGE.uri]


def test_a_languages_final_means_are_fixed_and_come_back_as_they_were(catalog: Catalog) -> None:
    put(catalog, BRIDGE, STRIKE)
    catalog.changes.settle(catalog.vectors.unindexed())
    own, none = np.array([0.1, -2], np.float32), np.zeros(2, np.float32)
    catalog.changes.set_language_means({"es": (none, none)}, is_final=False)
    assert catalog.final_languages() == set() and catalog.vectors.unindexed() == []
    for later in (own, none):
        catalog.changes.set_language_means({"es": (later, later)}, is_final=True)
    assert catalog.language_means()["es"][0].tolist() == own.tolist()
    assert catalog.final_languages() == {"es"}
    # What was centred by the mean that stood in is to be centred anew, and nothing else.
    assert catalog.vectors.unindexed() == [int(id_) for id_ in passage_ids(catalog, BRIDGE.uri)]

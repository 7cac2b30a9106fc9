"""A feed says of an entry that it is a draft (RFC 5023), or that it is no more (RFC 6721)."""

from pathlib import Path

import pytest

from archive.records import Article
from tests.news_files import articles_in, known_folder, read_one, write

tmp_path = pytest.fixture(known_folder)

_TOMBSTONES = "http://purl.org/atompub/tombstones/1.0"
_ID = "tag:orme.example,2025:77"


def _feed(*parts: str, declared: str = "") -> str:
    return (
        f'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" {declared}><title>Orme Wire</title>'
        f"<id>tag:orme.example,2025:f</id><updated>2025-06-02T00:00:00Z</updated>{''.join(parts)}</feed>"
    )


def _entry(id_: str = _ID, *, updated: str = "2025-06-01T00:00:00Z", more: str = "") -> str:
    return (
        f"<entry><title>Slipway</title><id>{id_}</id><updated>{updated}</updated><published>2025-06-01T00:00:00Z</published>{more}"
        '<content type="html">&lt;p&gt;The slipway at Orme opens.&lt;/p&gt;</content></entry>'
    )


def _gone(id_: str = _ID, *, prefix: str = "at", when: str = "2025-06-02T00:00:00Z", why: str = "Wrong place") -> str:
    reason = f"<{prefix}:comment>{why}</{prefix}:comment><{prefix}:by><name>Desk</name></{prefix}:by>" if why else ""
    return f'<{prefix}:deleted-entry ref="{id_}" when="{when}">{reason}</{prefix}:deleted-entry>'


@pytest.mark.parametrize("namespace", ["http://www.w3.org/2007/app", "http://purl.org/atom/app#"])
@pytest.mark.parametrize("prefix", ["app", "p"])
@pytest.mark.parametrize(
    ("said", "standing"), [("yes", "withheld"), ("YES", "withheld"), ("no", "usable"), ("", "usable")]
)
def test_a_draft_is_withheld(tmp_path: Path, namespace: str, prefix: str, said: str, standing: str) -> None:
    control = f"<{prefix}:control><{prefix}:draft>{said}</{prefix}:draft></{prefix}:control>"
    declared = f'xmlns:{prefix}="{namespace}"'
    feed = _feed(_entry(more=control), _entry("tag:orme.example,2025:78"), declared=declared)
    inner = _feed(
        _entry(more=control.replace("control>", f"control {declared}>", 1)), _entry("tag:orme.example,2025:78")
    )
    for text in (feed, inner):
        articles = articles_in(write(tmp_path, "a.atom", text))
        assert {article.uri: article.pubstatus for article in articles} == {
            _ID: standing,
            "tag:orme.example,2025:78": "usable",
        }


@pytest.mark.parametrize("prefix", ["at", "x"])
def test_an_entry_that_is_no_more_is_canceled_with_its_reason(tmp_path: Path, prefix: str) -> None:
    feed = _feed(_gone(prefix=prefix), _entry("tag:orme.example,2025:78"), declared=f'xmlns:{prefix}="{_TOMBSTONES}"')
    articles = {article.uri: article for article in articles_in(write(tmp_path, "a.atom", feed))}
    assert articles[_ID] == Article(
        _ID, "", pubstatus="canceled", correction="Wrong place", modified="2025-06-02T00:00:00+00:00"
    )
    assert articles["tag:orme.example,2025:78"].byline == ""


def test_the_identity_is_that_of_the_entry(tmp_path: Path) -> None:
    first = articles_in(write(tmp_path, "a.atom", _feed(_entry("77"), declared="")))
    then = articles_in(write(tmp_path, "a.atom", _feed(_gone("77"), declared=f'xmlns:at="{_TOMBSTONES}"')))
    assert [article.uri for article in first] == [article.uri for article in then]
    assert [article.pubstatus for article in then] == ["canceled"]


@pytest.mark.parametrize(
    ("updated", "standing"),
    [("2025-06-01T00:00:00Z", "canceled"), ("2025-06-02T00:00:00Z", "canceled"), ("2025-06-02T00:00:01Z", "usable")],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_an_entry_and_its_end_the_later_one_counts(
    tmp_path: Path, updated: str, standing: str, is_first: bool
) -> None:
    parts = [_gone(), _entry(updated=updated)]
    feed = _feed(*(parts if is_first else reversed(parts)), declared=f'xmlns:at="{_TOMBSTONES}"')
    assert [article.pubstatus for article in articles_in(write(tmp_path, "a.atom", feed))] == [standing]


def test_an_end_without_day_reason_or_id_does_no_harm(tmp_path: Path) -> None:
    gone = [_gone(when="", why=""), _gone(""), "<at:deleted-entry/>", "<at:comment>No more.</at:comment>"]
    feed = _feed(*gone, _entry("tag:orme.example,2025:78"), declared=f'xmlns:at="{_TOMBSTONES}"')
    standing = [(article.uri, article.pubstatus) for article in articles_in(write(tmp_path, "a.atom", feed))]
    assert sorted(standing) == [(_ID, "canceled"), ("tag:orme.example,2025:78", "usable")]


def test_a_damaged_feed_tells_its_ends_all_the_same(tmp_path: Path) -> None:
    feed = _feed(_gone(), _entry("tag:orme.example,2025:78"), "<broken>", declared=f'xmlns:at="{_TOMBSTONES}"')
    found = read_one(tmp_path, "a.atom", feed.encode())
    standing = {article.uri: article.pubstatus for article in found if isinstance(article, Article)}
    assert standing == {_ID: "canceled", "tag:orme.example,2025:78": "usable"}

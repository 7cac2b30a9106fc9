"""What WordPress, Ghost, Strapi and Drupal give as JSON is read as what it was published as."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article
from ingest.reading import read_articles
from tests.news_files import articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)

_TEXT = "The slipway at Orme opens to boats on Saturday."
_POST = {
    "id": 7,
    "date": "2025-03-04T18:30:00",
    "date_gmt": "2025-03-04T23:30:00",
    "guid": {"rendered": "https://saltby.example/?p=7"},
    "status": "publish",
    "type": "post",
    "link": "https://saltby.example/slipway/",
    "title": {"rendered": "Slipway opens &#8211; at last"},
    "content": {"rendered": f"<p>{_TEXT}</p>", "protected": False},
    "author": 5,
    "categories": [3, 4],
}


def _read(folder: Path, content: Any, name: str = "a.json") -> list[Article]:
    return articles_in(write(folder, name, json.dumps(content)))


def test_a_post_of_wordpress_interface_is_an_article(tmp_path: Path) -> None:
    article = Article(
        "https://saltby.example/?p=7",
        _TEXT,
        headline="Slipway opens – at last",
        published="2025-03-04T18:30:00-05:00",
        url="https://saltby.example/slipway/",
        language="en",
    )
    assert _read(tmp_path, _POST) == _read(tmp_path, [_POST]) == [article]
    terms = [[{"name": "Harbour", "taxonomy": "category"}], [{"name": "boats", "taxonomy": "post_tag"}]]
    embedded = {"author": [{"name": "Enid Farrow"}], "wp:term": terms}
    (told,) = _read(tmp_path, {**_POST, "_embedded": embedded})
    assert (told.byline, told.section) == ("Enid Farrow", "Harbour")


@pytest.mark.parametrize(
    "more",
    [
        {"status": "draft"},
        {"status": "private"},
        {"status": "pending", "date_gmt": "0000-00-00T00:00:00"},
        {"status": "trash"},
        {"content": {"rendered": "", "protected": True}},
        {"content": {"rendered": f"<p>{_TEXT}</p>", "protected": True}},
        {"status": "future", "date": None, "date_gmt": None},
    ],
)
def test_a_post_that_was_not_published_is_withheld(tmp_path: Path, more: dict[str, Any]) -> None:
    assert [a.pubstatus for a in _read(tmp_path, [{**_POST, **more}])] == ["withheld"]


def test_a_scheduled_post_is_under_embargo(tmp_path: Path) -> None:
    later = {"status": "future", "date": "2100-03-04T18:30:00", "date_gmt": "2100-03-04T23:30:00"}
    assert [a.embargoed for a in _read(tmp_path, {**_POST, **later})] == ["2100-03-04T18:30:00-05:00"]


@pytest.mark.parametrize("kind", ["page", "attachment"])
def test_what_is_no_post_is_none(tmp_path: Path, kind: str) -> None:
    [(_, error)] = errors_in(write(tmp_path, "a.json", json.dumps([{**_POST, "type": kind}, _POST])))
    assert error == f"record 1: it is of WordPress's type '{kind}' and no article."


def test_any_values_in_a_post_are_an_article_or_an_error(tmp_path: Path) -> None:
    for odd in (
        None,
        0,
        [],
        [[1]],
        {"a": 1},
        "x",
        "2025-03-04T18:30:00Z",
        "0001-01-01T00:00:00",
        "9999-12-31T23:00:00",
    ):
        for name in ("date", "date_gmt", "modified", "author", "type", "_embedded", "status", "categories"):
            (reading,) = read_articles([write(tmp_path, "a.json", json.dumps({**_POST, name: odd}))])
            assert isinstance(reading.result, Article) or "unknown" in str(reading.result), (name, odd, reading.result)


def _ghost(*posts: dict[str, Any]) -> dict[str, Any]:
    return {
        "posts": list(posts),
        "users": [{"id": "1", "name": "Enid Farrow"}, {"id": "2", "name": "Tom Ruddock"}],
        "posts_authors": [
            {"post_id": "p", "author_id": "2", "sort_order": 1},
            {"post_id": "p", "author_id": "1", "sort_order": 0},
        ],
        "tags": [{"id": "t", "name": "Harbour"}],
        "posts_tags": [{"post_id": "p", "tag_id": "t", "sort_order": 0}],
    }


_GHOST_POST = {
    "id": "p",
    "uuid": "0b1c",
    "title": "Slipway opens",
    "html": f"<p>{_TEXT}</p>",
    "plaintext": _TEXT,
    "type": "post",
    "status": "published",
    "visibility": "public",
    "published_at": "2025-03-04T08:00:00.000Z",
    "author_id": "1",
    "featured": 0,
}


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_a_ghost_export_is_read_without_its_pages_and_drafts(tmp_path: Path, is_wrapped: bool) -> None:
    posts = [
        _GHOST_POST,
        {**_GHOST_POST, "id": "d", "uuid": "d", "status": "draft", "published_at": None},
        {**_GHOST_POST, "id": "s", "uuid": "s", "status": "scheduled", "published_at": "2100-03-04T08:00:00.000Z"},
        {**_GHOST_POST, "id": "m", "uuid": "m", "visibility": "members"},
        {**_GHOST_POST, "id": "a", "uuid": "a", "type": "page"},
        {**_GHOST_POST, "id": "b", "uuid": "b", "page": 1},
    ]
    inner = {"meta": {"version": "5.0.0"}, "data": _ghost(*posts)}
    first, *others = _read(tmp_path, {"db": [inner]} if is_wrapped else inner)
    assert first.body == _TEXT and first.headline == "Slipway opens" and first.published == "2025-03-04T08:00:00+00:00"
    assert (first.byline, first.section, first.pubstatus) == ("Enid Farrow, Tom Ruddock", "Harbour", "usable")
    assert [(a.pubstatus, a.embargoed) for a in others] == [
        ("withheld", None),
        ("usable", "2100-03-04T08:00:00+00:00"),
        ("usable", None),
    ]


def test_a_draft_of_strapi_has_no_day_of_publication(tmp_path: Path) -> None:
    made = {"createdAt": "2025-03-03T08:00:00Z", "updatedAt": "2025-03-03T09:00:00Z"}
    draft = {"id": 1, "title": "Slipway", "content": _TEXT, "publishedAt": None, **made}
    shown = {**draft, "id": 2, "publishedAt": "2025-03-04T08:00:00Z"}
    nested = [
        {"id": n, "attributes": {k: v for k, v in one.items() if k != "id"}} for n, one in ((1, draft), (2, shown))
    ]
    for given in ({"data": [draft, shown]}, {"data": nested}):
        standing = [(a.pubstatus, a.published) for a in _read(tmp_path, given)]
        assert standing == [("withheld", None), ("usable", "2025-03-04T08:00:00+00:00")]
    (undated,) = _read(tmp_path, {"title": "Slipway", "content": _TEXT, "publishedAt": None})
    assert undated.pubstatus == "usable"


def test_a_draft_of_sanity_says_so_in_its_number(tmp_path: Path) -> None:
    shown, draft = ({"_id": number, "title": "Slipway", "text": _TEXT} for number in ("0b1c", "drafts.0b1c"))
    assert [a.pubstatus for a in _read(tmp_path, [shown, draft])] == ["usable", "withheld"]


def test_a_node_of_drupal_is_an_article_as_its_status_says(tmp_path: Path) -> None:
    attributes = {
        "title": "Slipway",
        "status": True,
        "created": "2025-03-04T08:00:00+00:00",
        "changed": "2025-03-05T08:00:00+00:00",
    }
    node = {
        "type": "node--article",
        "id": "0b1c",
        "attributes": {**attributes, "body": {"value": f"<p>{_TEXT}</p>", "format": "html"}},
    }
    hidden = {**node, "id": "0b1d", "attributes": {**node["attributes"], "status": False}}  # type: ignore[dict-item]
    shown, withheld = _read(tmp_path, {"data": [node, hidden]})
    assert (shown.pubstatus, shown.body, shown.published) == ("usable", _TEXT, "2025-03-04T08:00:00+00:00")
    assert withheld.pubstatus == "withheld"

"""A JSON Feed becomes the expected articles, one an item: its text, its days, its names, and no item in another's place."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.addresses import fetched_file
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file

_VERSION = "https://jsonfeed.org/version/1.1"
_FEED = {
    "version": _VERSION,
    "title": "El Faro &amp; Compañía",
    "home_page_url": "https://faro.example/",
    "feed_url": "https://faro.example/feed.json",
    "language": "es-ES",
    "authors": [{"name": "Redacción de El Faro"}],
    "expired": True,
}


def _results(feed: Any, name: str = "feeds/faro.json") -> list[Article | ArticleError]:
    content = feed if isinstance(feed, str) else json.dumps(feed, ensure_ascii=False)
    return list(read_file(SourceFile(Path(), name, packed=content.encode())))


def _articles(*items: dict[str, Any], **about: Any) -> list[Article]:
    found = _results({**_FEED, **about, "items": list(items)})
    assert all(isinstance(result, Article) for result in found), found
    return [result for result in found if isinstance(result, Article)]


def test_an_item_says_all_that_an_article_needs() -> None:
    item = {
        "id": "https://faro.example/lonja",
        "url": "https://faro.example/lonja?utm_source=feed",
        "external_url": "https://puerto.example/datos",
        "title": "La lonja sube",
        "content_html": "<p>La lonja vendió <b>más</b>\nque nunca.</p><p>Subió un 3 %.</p>",
        "summary": "Un resumen.",
        "date_published": "2024-12-01T07:00:00+01:00",
        "date_modified": "2024-12-02T09:15:00+01:00",
        "authors": [{"name": "Olga Rey"}, {"name": "Teo Paz <teo@faro.example>"}],
        "tags": ["Economía", "Puerto", "Economía"],
        "language": "gl",
    }
    assert _articles(item) == [
        Article(
            uri="https://faro.example/lonja",
            body="La lonja vendió más que nunca.\n\nSubió un 3 %.",
            headline="La lonja sube",
            publisher="El Faro & Compañía",
            published="2024-12-01T07:00:00+01:00",
            modified="2024-12-02T09:15:00+01:00",
            language="gl",
            byline="Olga Rey, Teo Paz",
            section="Economía, Puerto",
            url="https://faro.example/lonja",
        )
    ]


@pytest.mark.parametrize(
    ("item", "body"),
    [
        ({"content_text": "Marea <baja> & 3 < 5 <b>hoy</b>"}, "Marea <baja> & 3 < 5 <b>hoy</b>"),
        ({"content_html": "<img src='a'>", "content_text": "Pie."}, "Pie."),
        ({"content_html": None, "content_text": "", "summary": "Un <i>resumen</i>."}, "Un resumen."),
        ({"title": "Marea", "content_html": "<h1>Marea</h1><p>Baja.</p>"}, "Baja."),
    ],
)
def test_the_text_is_the_content_else_the_summary(item: dict[str, Any], body: str) -> None:
    assert [article.body for article in _articles({"id": 7, **item})] == [body]


def test_what_an_item_does_not_say_the_feed_does() -> None:
    [article] = _articles({"id": 7, "content_text": "Baja la marea."})
    assert (article.headline, article.byline, article.language) == ("", "Redacción de El Faro", "es")
    [old] = _articles(
        {"id": 7, "content_text": "Baja."}, authors=None, author={"name": "Ana Ruiz"}, version=_VERSION[:-2]
    )
    assert old.byline == "Ana Ruiz"
    [changed] = _articles({"id": 7, "content_text": "Baja.", "date_modified": "2024-12-02"})
    assert (changed.published, changed.modified) == (None, "2024-12-02")


def test_a_number_is_an_identity_within_its_feed_only() -> None:
    one, other = (
        _articles({"id": 7, "content_text": "Baja."}),
        _articles({"id": "7", "content_text": "Sube."}, feed_url="https://gaceta.example/feed.json"),
    )
    assert [article.uri for article in one + other] == [
        "https://faro.example/feed.json#7",
        "https://gaceta.example/feed.json#7",
    ]
    [lone] = _articles({"id": 7, "content_text": "Baja."}, feed_url=None, home_page_url=None)
    assert lone.uri == "file:feeds/faro.json#7"


def test_another_page_is_not_where_the_item_stands() -> None:
    [article] = _articles({"id": 7, "external_url": "https://puerto.example/datos", "content_text": "Miren esto."})
    assert article.url == ""
    [article] = _articles({"id": 7, "url": "/marea", "content_text": "Baja."})
    assert article.url == "https://faro.example/marea"


@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": st.sampled_from(["Marea", "Lonja", "Puente"])},
            optional={
                "id": st.sampled_from(["", "1", "https://faro.example/"]),
                "url": st.sampled_from(["https://faro.example/", "https://faro.example/a"]),
            },
        ),
        max_size=4,
        unique_by=lambda item: item["title"],
    )
)
def test_no_item_takes_anothers_place(items: list[dict[str, str]]) -> None:
    for number, item in enumerate(items):
        item["content_text"] = f"Noticia {number}."
    without_versions = [item for item in items if not (item.get("id") and item.get("url"))]
    assert len({article.uri for article in _articles(*without_versions)}) == len(without_versions)


def test_an_item_that_cannot_be_used_does_not_stop_the_others() -> None:
    found = _results({**_FEED, "items": [{"id": 1, "title": "Solo un titular"}, 7, {"id": 2, "content_text": "Baja."}]})
    assert [str(result) for result in found if isinstance(result, ArticleError)] == [
        "entry 1 (Solo un titular): it has neither content nor summary.",
        "entry 2 (without title): it is not an object with named values.",
    ]
    assert [result.body for result in found if isinstance(result, Article)] == ["Baja."]


@pytest.mark.parametrize(
    "feed",
    [
        {"items": [{"id": 1, "content_text": "Baja."}], "title": "Faro", "version": _VERSION},
        {"home_page_url": "https://faro.example", "items": [{"id": 1, "content_html": "Baja."}], "title": "Faro"},
        '{"version":"https:\\/\\/jsonfeed.org\\/version\\/1","title":"Faro","items":[{"id":"1","content_text":"Baja."}]}',
    ],
)
def test_it_is_known_wherever_its_version_stands_and_without(feed: Any) -> None:
    assert [result.publisher for result in _results(feed) if isinstance(result, Article)] == ["Faro"]


def test_other_json_is_no_feed() -> None:
    record = {"text": f'Escribió {{"version": "{_VERSION}"}} en la pizarra.', "items": 3}
    [result] = _results(record)
    assert isinstance(result, Article) and result.body == record["text"]
    [error] = _results({**_FEED, "items": None})
    assert str(error) == "it is no JSON Feed: it has no list of items."


def test_a_feed_from_an_address_is_read_wherever_it_lies() -> None:
    content = json.dumps({**_FEED, "feed_url": None, "items": [{"id": 7, "content_text": "Baja."}]}).encode()
    file = fetched_file("https://ana:secreto@faro.example/noticias?n=1", content)
    assert [result.uri for result in read_file(file) if isinstance(result, Article)] == [
        "https://faro.example/noticias?n=1#7"
    ]
    with pytest.raises(ArticleError, match="neither RSS nor Atom nor a JSON Feed"):
        fetched_file("https://faro.example/datos", b'{"items": []}')

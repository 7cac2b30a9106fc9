"""An entry of a feed is known again wherever it stands, and no entry takes another's place."""

from archive.records import Article
from ingest.finding.addresses import fetched_file
from ingest.readers import feed
from tests.feed_texts import articles_of, atom, rss


def _uris(content: str, name: str = "news/feed.xml") -> list[str]:
    return sorted(article.uri for article in articles_of(content, name))


def test_equal_numbers_of_two_feeds_are_two_articles() -> None:
    item = "<guid isPermaLink='false'>7</guid><description>Uno.</description>"
    one, other = (rss(item, about=f"<title>A</title><link>https://{host}.example/</link>") for host in ("a", "b"))
    assert _uris(one) + _uris(other) == ["https://a.example/#7", "https://b.example/#7"]


def test_a_number_without_a_link_is_no_address() -> None:
    [article] = articles_of(rss("<guid>7</guid><description>Uno.</description>"))
    assert (article.uri, article.url) == ("https://gaceta.example/#7", "")


def test_a_feed_without_an_address_is_told_by_its_file_or_where_it_was_fetched() -> None:
    content = rss("<guid>7</guid><description>Uno.</description>", about="<title>A</title>")
    assert _uris(content) == ["file:news/feed.xml#7"]
    fetched = fetched_file("https://ana:secreto@a.example/feed.php?n=1#x", content.encode())
    assert [a.uri for a in feed.read(fetched) if isinstance(a, Article)] == ["https://a.example/feed.php?n=1#7"]


def test_entries_that_share_an_id_or_a_page_stay_apart() -> None:
    shared = "<guid>https://a.example/</guid><link>https://a.example/{0}</link><description>{0}</description>"
    assert _uris(rss(shared.format("uno"), shared.format("dos"))) == ["https://a.example/dos", "https://a.example/uno"]
    live = "<link>https://a.example/directo#{0}</link><description>{0}</description>"
    assert _uris(rss(live.format("1"), live.format("2"))) == [
        "https://a.example/directo#1",
        "https://a.example/directo#2",
    ]


def test_entries_without_id_and_link_are_known_again_in_another_place() -> None:
    items = [
        f"<title>Nota {n}</title><pubDate>{n} Nov 2024 08:00:00 GMT</pubDate><description>x</description>"
        for n in (1, 2, 3)
    ]
    before, after = _uris(rss(*items[:2])), _uris(rss(items[2], *items[:2]))
    assert len(set(after)) == 3
    assert set(before) < set(after)


def test_of_two_versions_of_an_entry_the_later_one_comes_last() -> None:
    versions = [
        f"<id>urn:x:1</id><updated>2024-12-0{day}T00:00:00Z</updated><summary>{day}</summary>" for day in (2, 3, 1)
    ]
    assert [article.body for article in articles_of(atom(*versions))] == ["1", "2", "3"]
    undated = atom("<id>urn:x:1</id><summary>nuevo</summary>", "<id>urn:x:1</id><summary>viejo</summary>")
    assert [article.body for article in articles_of(undated)] == ["viejo", "nuevo"]

"""Feeds written by hand, and the articles that the feed reader makes of them."""

from pathlib import Path

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import feed

FILES = Path(__file__).parent / "files" / "feed"


def results_of(content: str | bytes, name: str = "news/feed.xml") -> list[Article | ArticleError]:
    data = content if isinstance(content, bytes) else content.encode()
    return list(feed.read(SourceFile(Path(), name, packed=data)))


def articles_of(content: str | bytes, name: str = "news/feed.xml") -> list[Article]:
    found = results_of(content, name)
    assert all(isinstance(result, Article) for result in found), found
    return [result for result in found if isinstance(result, Article)]


def rss(*items: str, about: str = "<title>La Gaceta</title><link>https://gaceta.example/</link>") -> str:
    namespaces = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns:dcterms="http://purl.org/dc/terms/"'
    )
    return (
        f'<rss version="2.0" {namespaces}><channel>{about}{"".join(f"<item>{i}</item>" for i in items)}</channel></rss>'
    )


def atom(*entries: str, about: str = "<title>El Faro</title><id>tag:faro.example,2020:feed</id>") -> str:
    inner = "".join(f"<entry>{entry}</entry>" for entry in entries)
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{about}{inner}</feed>'

"""RSS and Atom: an article an entry."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.fields import article_from, is_uri
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.feed_entries import changed, feed_address, made_identity, oldest_first, scoped, without_mail
from ingest.parsing.feed_parser import ParsedFeed, parse_feed, runs_on
from ingest.parsing.markup import html_to_text, without_html
from ingest.parsing.wordpress_export import is_of_export, is_post, said_by_export, untold, without_shortcodes
from ingest.parsing.xml_file import root_name

_ORIGINS = {
    "uri": "guid or id",
    "url": "link",
    "headline": "title",
    "body": "content or summary",
    "published": "pubDate, published or dc:date",
    "modified": "updated",
    "byline": "author or dc:creator",
    "publisher": "dc:publisher or the feed's title",
    "provider": "source",
    "section": "category",
    "language": "language of the entry or the feed",
    "rights": "rights or copyright",
    "pubstatus": "app:draft",
}
_ORIGINS_OF_EXPORT = _ORIGINS | {
    "published": "wp:post_date or pubDate",
    "modified": "wp:post_modified",
    "byline": "dc:creator",
    "pubstatus": "wp:status",
}
_ORIGINS_OF_TOMBSTONE = dict.fromkeys(("uri", "pubstatus", "correction", "modified"), "at:deleted-entry")
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
_HTML = ("text/html", "application/xhtml+xml")


def recognises(file: SourceFile) -> bool:
    """Whether the file is RSS or Atom."""
    return root_name(file.content().lstrip()) in ("rss", "RDF", "feed")


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the entries' articles, the oldest first, so that of two versions of a story the later one stays.

    An entry's text is its content, else its summary.
    """
    content = file.content()
    encoding = _ENCODING.match(content)
    feed = parse_feed(decode(content, declared=[encoding[1].decode()] if encoding else []))
    address = _address(feed, file)
    shared = _shared_ids(feed)
    articles = []
    gone = _gone(feed, address)
    for number, entry in enumerate(feed.entries, 1):
        if is_of_export(entry) and not is_post(entry):
            continue
        try:
            article = _article(entry, feed, address=address, shared_ids=shared)
        except ArticleError as error:
            yield ArticleError(f"entry {number} ({_name(entry)}): {error}")
            continue
        if article is not None and (article.uri not in gone or changed(article) > changed(gone[article.uri])):
            articles.append(article)
    there = {article.uri for article in articles}
    articles += [tombstone for uri, tombstone in gone.items() if uri not in there]
    if others := untold(feed.entries):
        yield ArticleError(
            f"entries of other kinds than posts were passed over ({others}): give them the wp:post_type 'post' to have them read."
        )
    yield from oldest_first(articles)
    if feed.damage:
        yield ArticleError(f"the feed is damaged ({feed.damage}): {len(articles)} of its entries could be read.")


def _gone(feed: ParsedFeed, address: str) -> dict[str, Article]:
    """Return the cancellations of the entries that the feed says are no more, by their identity."""
    found = {}
    for tombstone in feed.tombstones:
        if given := clean_line(tombstone.id):
            said = {
                "uri": scoped(given, address),
                "pubstatus": "canceled",
                "correction": tombstone.why,
                "modified": tombstone.when,
            }
            found[scoped(given, address)] = article_from(said, fallback_uri=address, origins=_ORIGINS_OF_TOMBSTONE)
    return found


def _article(entry: Mapping[str, Any], feed: ParsedFeed, *, address: str, shared_ids: set[str]) -> Article | None:
    """Return an entry's article, None for a draft in which nothing is written yet."""
    more = said_by_export(entry, feed.authors) if is_of_export(entry) else {}
    body = _body(entry)
    if feed.damage and any(runs_on(str(d.get("value"))) for d in _details(entry)):
        raise ArticleError("it runs into the next one, for its text has no end.")
    if _said(entry, "app_draft").lower() not in ("", "no", "false"):
        more["pubstatus"] = "withheld"
    if not body:
        if more.get("pubstatus", "usable") != "usable":
            return None
        raise ArticleError("it has neither content nor summary.")
    source = entry.get("source", {})
    headline = clean_line(_text(entry.get("title_detail")))
    link = _link(entry, address)
    published = _said(entry, "published", "dc_date", "created")
    return article_from(
        {
            "uri": _identity(entry, link, address, shared_ids),
            "url": link,
            "headline": headline,
            "body": body,
            "published": published,
            "modified": _said(entry, "updated"),
            "byline": _names(entry) or (_names(source) or _names(feed.about) if feed.is_atom else []),
            "publisher": _said(entry, "dc_publisher", "dcterms_publisher")
            or _said(feed.about, "dc_publisher", "dcterms_publisher")
            or _text(feed.about.get("title_detail")),
            "provider": _text(source.get("title_detail")) or _said(source, "title"),
            "section": list(dict.fromkeys(tag.get("label") or tag.get("term") for tag in entry.get("tags", []))),
            "language": _said(entry, "language") or _content_language(entry) or _said(feed.about, "language"),
            "rights": _text(entry.get("rights_detail")) or _text(feed.about.get("rights_detail")),
            **more,
        },
        fallback_uri=made_identity(address, headline=headline, published=published, body=body),
        origins=_ORIGINS_OF_EXPORT if is_of_export(entry) else _ORIGINS,
    )


def _body(entry: Mapping[str, Any]) -> str:
    contents = [clean_text(_text(content, plain=not is_of_export(entry))) for content in entry.get("content", [])]
    teasers = [
        _text(entry.get("summary_detail")),
        *(
            without_html(_said(entry, name))
            for name in ("dc_description", "dcterms_abstract", "itunes_summary", "excerpt_encoded")
        ),
    ]
    return max(contents, key=len, default="") or next((text for t in teasers if (text := clean_text(t))), "")


def _text(detail: Mapping[str, Any] | None, *, plain: bool = True) -> str:
    """Return what feedparser's account of a text says: its type tells whether "<b>" is a tag or three characters."""
    kind = detail.get("type") if detail else ""
    value = str(detail.get("value") or "") if detail else ""
    value = value if plain else without_shortcodes(value)
    return html_to_text(value) if kind in _HTML else value if kind == "text/plain" else ""


def _said(holder: Mapping[str, Any], *names: str) -> str:
    # Not get(): asked for "updated", feedparser answers with "published".
    return next((value for name in names if name in holder and isinstance(value := holder[name], str) and value), "")


def _names(holder: Mapping[str, Any]) -> list[str]:
    return list(
        dict.fromkeys(name for author in holder.get("authors", []) if (name := without_mail(author.get("name") or "")))
    )


def _content_language(entry: Mapping[str, Any]) -> str:
    return next((language for detail in _details(entry) if (language := detail.get("language"))), "")


def _details(entry: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*entry.get("content", []), entry.get("summary_detail", {}), entry.get("title_detail", {})]


def _name(entry: Mapping[str, Any]) -> str:
    return clean_line(_text(entry.get("title_detail")) or _said(entry, "link", "id"))[:100] or "without title"


# -- identity ---------------------------------------------------------------------------------------------------------


def _identity(entry: Mapping[str, Any], link: str, address: str, shared_ids: set[str]) -> str:
    """Return the entry's own identity, "" where it has none but its link's."""
    given = clean_line(_said(entry, "id"))
    if not given or given in shared_ids:
        return link if "#" in link else ""  # stories of one page that only the fragment tells apart
    return scoped(given, address)


def _shared_ids(feed: ParsedFeed) -> set[str]:
    """Return the ids that tell nothing apart: some sites give all entries one, and each would replace the one before."""
    links = defaultdict(set)
    for entry in feed.entries:
        links[clean_line(_said(entry, "id"))].add(_said(entry, "link"))
    return {given for given, found in links.items() if len(found) > 1}


def _address(feed: ParsedFeed, file: SourceFile) -> str:
    """Return what tells this feed from others: its address, else that of its site, else the file."""
    own = [link.get("href", "") for link in feed.about.get("links", []) if link.get("rel") == "self"]
    known = (*own, file.name, _said(feed.about, "link"))
    return feed_address(known, file)


def _link(entry: Mapping[str, Any], address: str) -> str:
    found = _said(entry, "feedburner_origlink", "link")
    if not found or (found == _said(entry, "id") and not is_uri(found)):
        return ""  # feedparser takes a guid for a link where there is none
    try:
        return urljoin(address, found)
    except ValueError:
        return ""

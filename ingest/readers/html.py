"""Web pages: what they say about themselves in JSON-LD first, what trafilatura reads off them second."""

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import trafilatura
from lxml.html import HtmlElement

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_text
from ingest.fields import article_from, canonical_url, flat_text
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.markup import without_html
from ingest.parsing.xml_file import declared_in_xml

# The page as a whole is our failure to report, in one line; trafilatura logs several.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Of a shorter articleBody the page shows more: sites put the teaser there.
_LEAST_SHARE_OF_TEXT = 0.7
# What a story says about itself in schema.org's words. Not @id and identifier: they number things within a site.
_TAKEN = (
    "headline", "datePublished", "dateModified", "author", "publisher", "url", "inLanguage", "articleSection", "dateline",
    "copyrightNotice", "license", "genre", "version", "correction",
)  # fmt: skip
_DEEPEST = 6
_HEAD = 1 << 13  # bytes, within which a page names its charset; browsers look at the first
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
_CHARSET = re.compile(rb"<meta\b[^>]{0,200}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the page's article."""
    yield article_of_page(page_text(file.content()), fallback_uri=file.uri)


def page_text(content: bytes, *, served_as: str = "") -> str:
    """Return a page's HTML by the charset that its server named, else by the one that it names itself, where they fit."""
    start = _COMMENT.sub(b"", content[:_HEAD])
    return decode(
        content, declared=[served_as, *declared_in_xml(start), *(name.decode() for name in _CHARSET.findall(start))]
    )


def article_of_page(html: str, *, fallback_uri: str, address: str = "") -> Article:
    """Return the article of a page that was found at `address`, which is its URL where the page names none.

    Raises `ArticleError` where the page holds no text.
    """
    page = trafilatura.load_html(html.encode("utf-8", "replace"))
    if page is None:
        raise ArticleError("it has no HTML that could be read.")
    stories = [story for data in _json_ld(page) for story in _stories(data)]
    story = max(stories, key=lambda s: len(flat_text(s.get("articleBody"))), default={})
    record = _from_page(page)
    record |= {name: story[name] for name in _TAKEN if flat_text(story.get(name))}
    record.setdefault("url", story.get("mainEntityOfPage"))
    if not flat_text(story.get("headline")) and flat_text(story.get("name")):
        record["headline"] = story["name"]
    if agency := flat_text(story.get("sourceOrganization")):
        record["provider"] = agency
    told = clean_text(without_html(flat_text(story.get("articleBody"), between="\n\n")))
    if len(told) >= _LEAST_SHARE_OF_TEXT * len(clean_text(str(record.get("articleBody") or ""))):
        record["articleBody"] = told
    if address and not canonical_url(flat_text(record.get("url"))):
        record["url"] = address
    return article_from(record, fallback_uri=fallback_uri)


def _from_page(page: HtmlElement) -> dict[object, object]:
    found = trafilatura.bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        # The thorough search takes any date on the page, that of a copyright notice included.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None or isinstance(found, dict):
        return {"articleBody": trafilatura.baseline(page)[1]}
    return {
        "headline": found.title,
        "articleBody": found.text,
        "datePublished": found.date,
        "author": found.author,
        "publisher": found.sitename,
        "url": found.url,
        "rights": found.license,
    }


def _json_ld(page: HtmlElement) -> Iterator[Any]:
    for script in page.xpath('//script[@type="application/ld+json"]'):
        try:
            yield json.loads(script.text_content(), strict=False)  # sites put raw line breaks into strings
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common, and the page itself still tells the story


def _stories(data: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(data, list):
        for item in data:
            yield from _stories(item, depth + 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(
            str(kind).endswith(("Article", "BlogPosting", "Report"))
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield data
        for name in ("@graph", "mainEntity", "itemListElement", "item"):
            yield from _stories(data.get(name), depth + 1)

"""Web pages: what they say about themselves in JSON-LD first, what trafilatura reads off them second."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

import trafilatura
from trafilatura.metadata import extract_metadata

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import NoTextError, article_from, canonical_url, flat_text
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.json_ld import resolved, stories_of, story_at
from ingest.parsing.markup import without_control_characters
from ingest.parsing.page_facts import PageFacts
from ingest.parsing.page_text import story_text
from ingest.parsing.xml_file import declared_in_xml

# The page as a whole is our failure to report, in one line; trafilatura logs several.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# What a story says about itself in schema.org's words, beside what `PageFacts` finds out. Not @id and identifier: they number
# things within a site.
_TAKEN = ("inLanguage", "articleSection", "dateline", "copyrightNotice", "license", "genre", "version", "correction")
_ORIGINS = {name: f"JSON-LD {name}" for name in _TAKEN} | {
    "headline": "the headline that readers see (h1), else JSON-LD, og:title or title",
    "body": "the page's text, in its place JSON-LD articleBody where it says more",
    "byline": "JSON-LD author, a meta element or where the page prints it",
    "provider": "JSON-LD sourceOrganization, or an agency among the authors",
    "publisher": "JSON-LD publisher or og:site_name",
    "datePublished": "JSON-LD datePublished, a meta element or time",
    "dateModified": "JSON-LD dateModified, a meta element or time",
    "rights": "a meta element",
    "url": "JSON-LD url, the canonical link or og:url",
}
_LOADED_LATER = "its text is loaded by a script: save it from the browser, as a whole page."
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
    page = trafilatura.load_html(without_control_characters(html).encode("utf-8", "replace"))
    if page is None:
        raise ArticleError("it has no HTML that could be read.")
    # The thorough search takes any date on the page, that of a copyright notice included.
    guessed = extract_metadata(page, date_config={"extensive_search": False, "original_date": True})
    addresses = [*page.xpath('//link[@rel="canonical"]/@href | //meta[@property="og:url"]/@content'), address]
    story = story_at(stories_of(page), addresses, PageFacts(page, {}).headlines())
    facts = PageFacts(page, story)
    headline = facts.headline(guessed.title or "")
    body = story_text(page, story, headlines=[headline, *facts.headlines()], standfirsts=facts.descriptions())
    if not body:
        raise NoTextError(_LOADED_LATER if page.find(".//script") is not None else "it has no text.")
    byline, agency = facts.byline(guessed.author or "")
    told = {name: resolved(flat_text(story[name])) for name in _TAKEN if name in story}
    record: dict[object, object] = told | {
        "headline": headline,
        "body": body,
        "byline": byline,
        "provider": facts.source() or agency,
        "publisher": facts.publisher(guessed.sitename or ""),
        "datePublished": facts.published(guessed.date or ""),
        "dateModified": facts.modified(),
        "rights": guessed.license,
        "url": _url(story, guessed.url or "", address),
    }
    return article_from(record, fallback_uri=fallback_uri, origins=_ORIGINS)


def _url(story: Mapping[str, Any], guessed: str, address: str) -> str:
    told = (flat_text(story.get("url")), guessed, flat_text(story.get("mainEntityOfPage")), address)
    return next((url for text in told if (url := canonical_url(text))), "")

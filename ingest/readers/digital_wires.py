"""dpa's digital wires, news in JSON: one object a file, a list of them, entries of its queue, or one a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import printed_byline
from ingest.parsing.markup import without_html
from ingest.parsing.news_body import html_text, one_story, without_headline
from ingest.parsing.news_terms import code_tail, code_word, listed, said_together
from ingest.parsing.text_stream import beginning
from ingest.readers.structured import numbered_records
from ingest.wire_signals import wire_signals

_ORIGINS = {
    "uri": "urn",
    "body": "article_html and infobox_html, else teaser",
    "published": "content_created or version_created",
    "modified": "version_created",
    "publisher": "its provider",
    "provider": "categories: provider or infosource",
    "section": "categories: desk or dpasubject",
    "genre": "categories: genre",
    "rights": "copyrightnotice and usageterms",
    "embargoed": "embargoed or ednotes",
    "correction": "ednotes",
    "ednote": "ednotes",
    "signals": "signal and categories",
}
_FORMAT = re.compile(r'"format"\s*:\s*"digitalwires\b', re.IGNORECASE)
_NAMES = (re.compile(r'"article_html"\s*:'), re.compile(r'"urn"\s*:'))
_EMBEDDED = re.compile(r"</?dnl-[\w-]+[^<>]*>")  # the wire's own elements, for pictures and charts
_NOTES = frozenset({"embargo", "correction", "correctionshort"})  # roles that have a field of their own


def recognises(file: SourceFile) -> bool:
    """Whether the file names the format, or the two properties that only its objects have together."""
    start = beginning(file)
    return _FORMAT.search(start) is not None or all(name.search(start) for name in _NAMES)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article, or the reason why not, for each object."""
    for place, fallback_uri, item in numbered_records(file):
        if isinstance(item, ArticleError):
            yield item
            continue
        try:
            yield _article(item, fallback_uri=fallback_uri)
        except ArticleError as error:
            yield ArticleError(f"{place}: {error}") if place else error


def _article(item: Any, *, fallback_uri: str) -> Article:
    if not isinstance(item, Mapping):
        raise ArticleError("it is not an object with named values.")
    headline = without_html(_said(item, "headline"))
    body = _body(item, headline)
    signals = [_said(item, "signal"), *_categories(item, "signal")]
    is_hidden = _said(item, "pubstatus").lower() in ("canceled", "cancelled", "withheld")
    if not body and not is_hidden and not wire_signals(codes=signals, headline=headline).takes_back:
        kinds = listed(_said(other, "type")[:40] for other in _objects(item, "associations"))
        raise ArticleError(f"it has no text of its own, only {kinds}." if kinds else "it has no text.")
    notes = [(code_tail(_said(note, "role")).lower(), _said(note, "ednote")) for note in _objects(item, "ednotes")]
    provider = _names(item, "provider") or _names(item, "infosource")
    return article_from(
        {
            "uri": _said(item, "urn"),
            "version": flat_text(item.get("version")),
            "headline": headline,
            "body": body,
            "published": _said(item, "content_created") or _said(item, "version_created"),
            "modified": _said(item, "version_created"),
            "publisher": provider,
            "provider": provider,
            "byline": printed_byline([without_html(_said(item, "byline"))], senders=[provider]),
            "dateline": _said(item, "dateline").rstrip(" -–—"),
            "section": listed(map(code_word, _categories(item, "desk"))) or _names(item, "dpasubject"),
            "genre": _names(item, "genre"),
            "language": _said(item, "language"),
            "rights": said_together(_said(item, "copyrightnotice"), " ".join(_said(item, "usageterms").split())),
            # A note on an embargo that no value dates is no date either: article_from refuses it.
            "embargoed": _said(item, "embargoed") or listed(note for role, note in notes if role == "embargo"),
            "pubstatus": _said(item, "pubstatus"),
            "correction": next((note for role, note in notes if role == "correctionshort"), "")
            or next((note for role, note in notes if role == "correction"), ""),
            "signals": signals,
            "ednote": " ".join(dict.fromkeys(note for role, note in notes if role not in _NOTES)),
        },
        fallback_uri=fallback_uri,
        origins=_ORIGINS,
    )


def _body(item: Mapping[str, Any], headline: str) -> str:
    """Return the article and its box; the teaser, which the article repeats, only where there is nothing else."""
    texts = (html_text(_EMBEDDED.sub(" ", _said(item, name))) for name in ("article_html", "infobox_html"))
    return without_headline(one_story(texts), headline) or html_text(_said(item, "teaser"))


def _categories(item: Mapping[str, Any], kind: str) -> list[str]:
    found = _objects(item, "categories")
    return [_said(category, "name") for category in found if code_tail(_said(category, "type")) == kind]


def _names(item: Mapping[str, Any], kind: str) -> str:
    return listed(_categories(item, kind))


def _objects(item: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    values = item.get(name)
    return [value for value in values if isinstance(value, Mapping)] if isinstance(values, list) else []


def _said(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""

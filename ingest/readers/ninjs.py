"""IPTC ninjs, news in JSON, 1.x to 3.x: one news object a file, a list of them, or one a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.dates import iso_date
from ingest.fields import article_from, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.markup import without_html
from ingest.parsing.news_body import data_text, news_root, nitf_text, one_story, without_headline, xml_text
from ingest.parsing.news_terms import code_word, listed, main_text, said_together
from ingest.parsing.text_stream import beginning
from ingest.parsing.xml_file import local_name
from ingest.readers.structured import has_text, numbered_records, without_markup

_NAME = re.compile(r'"(\$?[A-Za-z]\w*)"\s*:')
_IDENTITIES = frozenset({"uri", "guid"})  # guid: Superdesk's
_MARKS = frozenset({"versioncreated", "firstcreated", "contentcreated", "representationtype", "bodies", "headlines"})
_MEDIA = frozenset({"picture", "graphic", "video", "audio", "event", "planning"})
_CANCELED = frozenset({"canceled", "cancelled"})
_PARTIAL = frozenset({"incomplete", "partial", "associated"})
# Where an item that lies in another one says nothing of its own, what is said of the other one holds.
_INHERITED = ("embargoed", "embargoeduntil", "pubstatus", "copyrightholder", "copyrightnotice", "usageterms")
# The story's own date before its item's, the first version's before this one's.
_PUBLISHED = ("firstpublished", "contentcreated", "firstcreated", "versioncreated")


def recognises(file: SourceFile) -> bool:
    """Whether the file names a news object's identity and one of the properties that only ninjs has."""
    names = {name.lower() for name in _NAME.findall(beginning(file))}
    return bool(names & _IDENTITIES) and (bool(names & _MARKS) or any(name.startswith("body_") for name in names))


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's articles, those that lie whole in another one's associations included."""
    for place, fallback_uri, item in numbered_records(file):
        results = (item,) if isinstance(item, ArticleError) else _articles(item, fallback_uri=fallback_uri)
        for result in results:
            told = isinstance(result, ArticleError) and place and result is not item
            yield ArticleError(f"{place}: {result}") if told else result


def _articles(given: Any, *, fallback_uri: str) -> Iterator[Article | ArticleError]:
    item = _lowered(given)
    stories = list(_stories(item, fallback_uri=fallback_uri))
    yield from stories or [_result(item or given, fallback_uri=fallback_uri)]


def _stories(item: Mapping[str, Any], *, fallback_uri: str) -> Iterator[Article | ArticleError]:
    """Yield what becomes of an item and of those within it, as far as they have a text."""
    if has_text(item) or _bodies(item):
        yield _result(item, fallback_uri=fallback_uri)
    for number, other in enumerate(_associated(item), 1):
        yield from _stories(other, fallback_uri=f"{fallback_uri}/{number}")


def _result(item: Any, *, fallback_uri: str) -> Article | ArticleError:
    try:
        return _article(item, fallback_uri=fallback_uri)
    except ArticleError as error:
        return error


def _article(item: Any, *, fallback_uri: str) -> Article:
    record = without_markup(item)
    headline = main_text(_labelled(item.get("headlines"), "role")) or flat_text(record.get("headline"))
    body = without_headline(_body(item), headline)
    if not body and not has_text(record):
        kind = flat_text(item.get("type"))
        if kind in _MEDIA or _status(item) not in {*_CANCELED, "withheld"}:
            raise ArticleError(f"it is of type {kind[:40]} and has no text." if kind else "it has no body.")
    provider = _names(item.get("infosources") or item.get("infosource")) or flat_text(item.get("source"))
    said = {
        "uri": flat_text(item.get("uri")),
        "headline": without_html(headline),
        "articlebody": body,
        "published": next((day for name in _PUBLISHED if (day := iso_date(item.get(name)))), None),
        "modified": item.get("versioncreated"),
        "publisher": flat_text(item.get("copyrightholder")) or provider,
        "provider": provider,
        "byline": flat_text(item.get("by")),
        "section": _names(item.get("service")) or _names(item.get("subjects") or item.get("subject")),
        "genre": _names(item.get("genres") or item.get("genre")),
        "rights": said_together(*(flat_text(item.get(name)) for name in ("copyrightnotice", "usageterms"))),
        "url": next(
            (r["href"] for r in _objects(item.get("renditions")) if _media_type(r) == "text/html" and r.get("href")), ""
        ),
    }
    return article_from({**record, **{name: value for name, value in said.items() if value}}, fallback_uri=fallback_uri)


def _body(item: Mapping[str, Any]) -> str:
    """Return the text of an item's bodies: HTML before plain text, XML only where there is nothing else."""
    bodies = _bodies(item)
    texts = [(kind, text) for wanted in ("html", "text") for kind, text in bodies if kind == wanted]
    story = one_story(data_text(text, is_html=kind == "html") for kind, text in texts)
    return story or one_story(_xml_body(text) for kind, text in bodies if kind == "xml")


def _bodies(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = _labelled(item.get("bodies"), "role", "contenttype")
    given += [(name, value) for name, value in item.items() if name.startswith("body_") and isinstance(value, str)]
    return [(_kind(label), text) for label, text in given if text.strip()]


def _kind(name: str) -> str:
    name = name.lower()
    return "html" if "html" in name else "xml" if "xml" in name or "nitf" in name else "text"


def _xml_body(text: str) -> str:
    root = news_root(re.sub(r"^\s*<\?xml.*?\?>", "", text).encode())
    return nitf_text(root) if local_name(root) == "nitf" else xml_text(root)


def _labelled(values: Any, *labels: str) -> list[tuple[str, str]]:
    """Return (what the labels say, text) for the arrays that 2.x and 3.x have for headlines and bodies."""
    found = (_lowered(value) for value in values) if isinstance(values, list) else ()
    return [
        (" ".join(flat_text(value.get(label)) for label in labels), value["value"])
        for value in found
        if isinstance(value.get("value"), str)
    ]


def _names(values: Any) -> str:
    found = [_lowered(value) for value in (values if isinstance(values, list) else [values])]
    return listed(
        flat_text(value.get("name"))
        or next((w for n in ("literal", "code", "uri") if (w := code_word(flat_text(value.get(n))))), "")
        for value in found
    )


def _associated(item: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the news objects that lie whole in this one's associations; its cancellation is not theirs."""
    values = item.get("associations") if _status(item) not in _CANCELED else None
    inherited = {name: item[name] for name in _INHERITED if name in item}
    return [
        inherited | other
        for other in _objects(values)
        if flat_text(other.get("representationtype")) not in _PARTIAL and flat_text(other.get("type")) not in _MEDIA
    ]


def _objects(values: Any) -> list[dict[str, Any]]:
    """Return the objects of an array (2.x, 3.x) or of an object with free names (1.x)."""
    found = values.values() if isinstance(values, dict) else values if isinstance(values, list) else ()
    return [_lowered(value) for value in found]


def _status(item: Mapping[str, Any]) -> str:
    return flat_text(item.get("pubstatus")).lower()


def _media_type(rendition: Mapping[str, Any]) -> str:
    return flat_text(rendition.get("contenttype") or rendition.get("mimetype")).partition(";")[0].lower()


def _lowered(value: Any) -> dict[str, Any]:
    # 3.x writes "versionCreated" where 1.x and 2.x write "versioncreated".
    return {str(name).lower(): inner for name, inner in value.items()} if isinstance(value, Mapping) else {}

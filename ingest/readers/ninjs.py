"""IPTC ninjs, news in JSON, 1.x to 3.x: one news object a file, a list of them, or one a line."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.dates import iso_date
from ingest.fields import article_from, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import printed_byline
from ingest.parsing.markup import without_html
from ingest.parsing.news_body import data_text, news_root, nitf_text, one_story, without_headline, xml_text
from ingest.parsing.news_terms import code_tail, code_word, listed, main_text, said_together
from ingest.parsing.text_stream import beginning
from ingest.parsing.xml_file import local_name
from ingest.readers.structured import has_text, numbered_records, without_markup
from ingest.wire_signals import wire_signals

_ORIGINS = {
    "headline": "headline, headlines, headline_* or title",
    "articlebody": "bodies, body_* or a description",
    "published": "contentcreated, firstcreated or versioncreated",
    "modified": "versioncreated",
    "publisher": "copyrightholder, else its provider",
    "provider": "infosource or source",
    "byline": "byline, by or authors",
    "section": "service or subject",
    "genre": "genre",
    "rights": "copyrightnotice and usageterms",
    "url": "renditions",
    "signals": "signal",
}
_NAME = re.compile(r'"(\$?[A-Za-z]\w*)"\s*:')
_IDENTITIES = frozenset({"uri", "guid"})  # guid: Superdesk's
_MARKS = frozenset({"versioncreated", "firstcreated", "contentcreated", "representationtype", "bodies", "headlines"})
_PATTERNS = ("body_", "headline_")
_MEDIA = frozenset({"picture", "graphic", "video", "audio", "event", "planning"})
_CANCELED = frozenset({"canceled", "cancelled"})
# Roles of bodies that only say the story again, in fewer words; and of descriptions that are a picture's.
_SHORTER = frozenset({"short", "sms", "push", "social", "tweet", "teaser", "summary", "abstract", "brief", "seo"})
_CAPTIONS = frozenset({"caption", "photo", "alt", "alttext"})
_PARTIAL = frozenset({"incomplete", "partial", "associated"})
_BYLINES = frozenset({"by", "byline", "bylines", "author", "authors", "creator"})
# Where an item that lies in another one says nothing of its own, what is said of the other one holds.
_INHERITED = ("embargoed", "embargoeduntil", "expires", "pubstatus", "copyrightholder", "copyrightnotice", "usageterms")
# The story's own date before its item's, the first version's before this one's.
_PUBLISHED = ("firstpublished", "contentcreated", "firstcreated", "versioncreated")


def recognises(file: SourceFile) -> bool:
    """Whether the file names a news object's identity and one of the properties that only ninjs has."""
    names = {name.lower() for name in _NAME.findall(beginning(file))}
    return bool(names & _IDENTITIES) and (bool(names & _MARKS) or any(name.startswith(_PATTERNS) for name in names))


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's articles, those that lie whole in another one's associations included."""
    for place, fallback_uri, item in numbered_records(file):
        results = (item,) if isinstance(item, ArticleError) else _articles(item, fallback_uri=fallback_uri)
        for result in results:
            told = isinstance(result, ArticleError) and place and result is not item
            yield ArticleError(f"{place}: {result}") if told else result


def _articles(given: Any, *, fallback_uri: str) -> Iterator[Article | ArticleError]:
    item = _lowered(given)
    if not _IDENTITIES & set(item) and isinstance(item.get("item"), Mapping):  # AP's, in what its API answers
        item = _lowered(item["item"])
    stories = list(_stories(item, fallback_uri=fallback_uri, is_outer=True))
    yield from stories or [_result(item or given, fallback_uri=fallback_uri)]


def _stories(item: Mapping[str, Any], *, fallback_uri: str, is_outer: bool = False) -> Iterator[Article | ArticleError]:
    """Yield what becomes of an item and of those within it, as far as they have a text."""
    if has_text(item) or _bodies(item) or (is_outer and _described(item)):
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
    headline = (
        main_text(_labelled(item.get("headlines"), "role")) or flat_text(record.get("headline")) or _headline(item)
    )
    body = without_headline(_body(item) or ("" if has_text(record) else _described(item)), headline)
    signals = [item.get("signals"), item.get("signal")]
    note = flat_text(item.get("ednote"))
    is_kill = wire_signals(codes=signals, headline=headline, note=note, is_wire=True).takes_back
    if not body and not has_text(record) and not is_kill:
        kind = flat_text(item.get("type"))
        if kind in _MEDIA or _status(item) not in {*_CANCELED, "withheld"}:
            if kind not in _MEDIA and (address := _elsewhere(item)):
                raise ArticleError(f"its text lies elsewhere, in {address[:100]}: ingest that file.")
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
        "byline": printed_byline(_bylines(item), senders=(provider, flat_text(item.get("copyrightholder")))),
        "section": _names(item.get("service")) or _names(item.get("subjects") or item.get("subject")),
        "genre": _names(item.get("genres") or item.get("genre")),
        "rights": said_together(*(flat_text(item.get(name)) for name in ("copyrightnotice", "usageterms"))),
        "url": next(
            (r["href"] for r in _objects(item.get("renditions")) if _media_type(r) == "text/html" and r.get("href")), ""
        ),
    }
    kept = {name: value for name, value in record.items() if name.lower() not in _BYLINES}
    given = {**kept, **{name: value for name, value in said.items() if value}, "signals": signals}
    return article_from(given, fallback_uri=fallback_uri, origins=_ORIGINS)


def _headline(item: Mapping[str, Any]) -> str:
    """Return the main one of the properties that 1.3 and later call headline_<name>."""
    given = [(name[9:], flat_text(value)) for name, value in item.items() if name.startswith("headline_")]
    return main_text([(name, text) for name, text in given if name not in _SHORTER] or given)


def _bylines(item: Mapping[str, Any]) -> list[str]:
    """Return the bylines as they are printed, else the names of the authors."""
    printed = [flat_text(item[name]) for name in ("byline", "by") if item.get(name)]
    if printed_byline(printed):
        return printed[:1] if printed_byline(printed[:1]) else printed
    people = (item.get(name) for name in ("authors", "author", "creator"))
    return [flat_text(person) for value in people for person in (value if isinstance(value, list) else [value])]


def _described(item: Mapping[str, Any]) -> str:
    """Return the description of a story that has no other text; a picture's is its caption."""
    if flat_text(item.get("type")).lower() in _MEDIA:
        return ""
    given = [
        (role, text) for role, text in _labelled(item.get("descriptions"), "role") if code_tail(role) not in _CAPTIONS
    ]
    given += [(n, flat_text(item[n])) for n in item if n.startswith("description_") and n[12:] not in _CAPTIONS]
    return one_story(data_text(text, is_html=False) for _, text in given)


def _elsewhere(item: Mapping[str, Any]) -> str:
    """Return the address of a rendition that holds the text, as AP gives it in NITF."""
    found = (r for r in _objects(item.get("renditions")) if _media_type(r) in ("text/xml", "application/nitf+xml"))
    return next((address for rendition in found if (address := flat_text(rendition.get("href")))), "")


def _body(item: Mapping[str, Any]) -> str:
    """Return the text of an item's bodies: HTML before plain text, XML only where there is nothing else."""
    bodies = _bodies(item)
    texts = [(kind, text) for wanted in ("html", "text") for kind, text in bodies if kind == wanted]
    story = one_story(data_text(text, is_html=kind == "html") for kind, text in texts)
    return story or one_story(_xml_body(text) for kind, text in bodies if kind == "xml")


def _bodies(item: Mapping[str, Any]) -> list[tuple[str, str]]:
    given = _labelled(item.get("bodies"), "role", "contenttype")
    given += [(name[5:], value) for name, value in item.items() if name.startswith("body_") and isinstance(value, str)]
    said = [(label.lower(), text) for label, text in given if text.strip()]
    whole = [(label, text) for label, text in said if not _SHORTER & set(re.split(r"[\W_]+", label))]
    return [(_kind(label), text) for label, text in whole or said]


def _kind(name: str) -> str:
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

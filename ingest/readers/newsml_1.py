"""NewsML 1.0 to 1.2, the agencies' older format: one news item or many, each of one or more components."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import printed_byline
from ingest.parsing.news_body import news_root, one_story, without_headline, xml_text
from ingest.parsing.news_terms import code_word, listed, said_together
from ingest.parsing.newsml_texts import ABOUT, Text, formal_name, language_of, line, nearest, texts_of, why_empty
from ingest.parsing.xml_file import local_name, root_name
from ingest.parsing.xml_places import NEWSML_1
from ingest.readers import nitf

_IDENTIFIER = "{*}Identification/{*}NewsIdentifier/{*}"
_MANAGEMENT = "{*}NewsManagement/{*}"
_RIGHTS = "{*}RightsMetadata/{*}"
_TAKEN_BACK = frozenset({"delete", "deleted", "kill", "killed", "cancel", "withdraw", "withdrawn"})
_Stories = dict[tuple[etree._Element, str], list[Text]]


def recognises(file: SourceFile) -> bool:
    """Whether the root element is <NewsML>, or an envelope of SOAP with one in it."""
    content = file.content()
    root = root_name(content)
    return root == "NewsML" or (root == "Envelope" and re.search(rb"<(?:\w+:)?NewsML\b", content) is not None)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article, or the reason why not, for each news item and each language that it is told in."""
    root = news_root(file.content())
    items = list(root.iter("{*}NewsItem"))
    if not items:
        found = listed(local_name(child)[:40] for child in root) or "nothing"
        raise ArticleError(f"it holds no news item, only {found}.")
    sender = formal_name([root], ".//{*}NewsEnvelope/{*}SentFrom/{*}Party")
    for number, item in enumerate(items, 1):
        is_only = len(items) == 1
        try:
            yield from _articles(item, sender, fallback_uri=file.uri if is_only else f"{file.uri}#{number}")
        except ArticleError as error:
            name = _said(item, _IDENTIFIER + "NewsItemId")[:80] or "without NewsItemId"
            yield error if is_only else ArticleError(f"item {number} ({name}): {error}")


def _articles(item: etree._Element, sender: str, *, fallback_uri: str) -> Iterator[Article]:
    texts = texts_of(item)
    stories: _Stories = {}
    for text in texts:
        if not text.is_headline:
            stories.setdefault((text.story, text.language), []).append(text)
    management = _management(item)
    if not stories:
        if item.find(".//{*}NewsItem") is not None:  # it only holds others, which are read by themselves
            return
        if management.get("pubstatus") not in ("canceled", "withheld") and not management.get("embargoed"):
            raise ArticleError(why_empty(item))
        components = item.findall("{*}NewsComponent")[:1]
        record = _about(item, components, sender) | {"headline": line(components, "HeadLine"), "embargoed": ""}
        yield article_from(record | management, fallback_uri=fallback_uri, origins=NEWSML_1)
        return
    for (story, _), parts, mark in _marked(stories, language_of(item.findall("{*}NewsComponent")[:1])):
        title = next((text.said for text in texts if text.story is story and text.is_headline), "")
        record = _record(item, parts, title, sender)
        signals = [*management["signals"], *record.get("signals", [])]
        record |= management | {"signals": signals}
        uri = str(record.get("uri", ""))
        yield article_from(record | {"uri": uri and uri + mark}, fallback_uri=fallback_uri + mark, origins=NEWSML_1)


def _marked(stories: _Stories, language: str) -> Iterator[tuple[tuple[etree._Element, str], list[Text], str]]:
    """Yield each story with what its identity has beside the item's: nothing for the one in the item's own language."""
    languages = [told for _, told in stories]
    main = languages.index(language) if language in languages else 0
    for number, (key, parts) in enumerate(stories.items()):
        mark = key[1] if key[1] and languages.count(key[1]) == 1 else str(number + 1)
        yield key, parts, "" if number == main else f"#{mark}"


def _record(item: etree._Element, parts: Sequence[Text], title: str, sender: str) -> dict[str, Any]:
    documents = (document for part in parts for document in part.data.iterfind("{*}nitf"))
    inner = next((nitf.record_of(document) for document in documents), {})
    components = parts[0].components
    headline = line(components, "HeadLine") or title or str(inner.get("headline", ""))
    body = without_headline(one_story(part.said for part in parts), headline)
    return inner | _about(item, components, sender) | {"headline": headline, "body": body}


def _about(item: etree._Element, components: Sequence[etree._Element], sender: str) -> dict[str, Any]:
    """Return what an item and the components around a text say of it, without what they leave open."""
    dates = [_said(item, _MANAGEMENT + name) for name in ("FirstPublished", "FirstCreated", "ThisRevisionCreated")]
    provider = _provider(item, components, sender)
    holder = nearest(components, _RIGHTS + "Copyright/{*}CopyrightHolder")
    notice = line(components, "CopyrightLine") or holder
    notes = _notes(components)
    subjects = (subject for c in components for subject in c.iterfind(ABOUT + "SubjectCode/*"))
    genres = (genre for c in components for genre in c.iterfind(ABOUT + "Genre"))
    about = {
        "uri": _identity(item),
        "published": next(filter(None, dates), ""),
        "modified": dates[2],
        "publisher": holder or provider,
        "provider": provider,
        "byline": printed_byline([line(components, "ByLine")], senders=(provider, holder)),
        "dateline": _dateline(components),
        "section": listed(code_word(subject.get("FormalName", "")) for subject in subjects),
        "genre": listed(code_word(genre.get("FormalName", "")) for genre in genres),
        "language": language_of([*components, item]),
        "rights": said_together(notice, nearest(components, _RIGHTS + "UsageRights/{*}UsageType")),
        # A note on an embargo that no status dates is no date either: article_from refuses it.
        "embargoed": listed(text for kind, text in notes if "embargo" in kind),
        "ednote": " ".join(dict.fromkeys(text for kind, text in notes if re.search("advis|note|warning", kind))),
    }
    return {name: value for name, value in about.items() if value}


def _management(item: etree._Element) -> dict[str, Any]:
    """Return the item's version, and whether and when its text may be read."""
    status = formal_name([item], _MANAGEMENT + "Status").lower()
    instructions = {element.get("FormalName", "").lower() for element in item.iterfind(_MANAGEMENT + "Instruction")}
    if status in _TAKEN_BACK or instructions & _TAKEN_BACK:
        status = "canceled"
    changes = [
        (formal_name([change], "{*}FutureStatus").lower(), _said(change, "{*}DateAndTime"))
        for change in item.iterfind(_MANAGEMENT + "StatusWillChange")
    ]
    released = listed(moment for future, moment in changes if future == "usable")
    is_held = status in ("embargoed", "withheld")
    said = {
        "version": _said(item, _IDENTIFIER + "RevisionId"),
        "pubstatus": "usable" if is_held and released else status,
        # Several moments are none: article_from refuses them.
        "embargoed": released if is_held else "",
        "expires": listed(moment for future, moment in changes if future and future not in ("usable", "embargoed")),
        "signals": [status, *sorted(instructions)],
    }
    return {name: value for name, value in said.items() if value}


def _identity(item: etree._Element) -> str:
    """Return what all revisions of an item share, "" where it says too little to be told from others."""
    number = _said(item, _IDENTIFIER + "NewsItemId")
    if not number.strip("0"):
        return ""
    public, revision = _said(item, _IDENTIFIER + "PublicIdentifier"), _said(item, _IDENTIFIER + "RevisionId")
    shared = re.sub(f":{re.escape(revision)}[NUA]?$", "", public) if revision else public
    if shared != public or number in public:  # some agencies write one and the same for all that they send
        return shared
    provider, day = _said(item, _IDENTIFIER + "ProviderId"), _said(item, _IDENTIFIER + "DateId")
    if "T" in day:  # a time there is often the revision's
        day = (_said(item, _MANAGEMENT + "FirstCreated") or day)[:8]
    return f"urn:newsml:{provider}:{day}:{number}" if provider else ""


def _provider(item: etree._Element, components: Sequence[etree._Element], sender: str) -> str:
    party = "{*}AdministrativeMetadata/{*}%s/{*}Party"
    return (
        formal_name(components, party % "Provider")
        or sender
        or formal_name(components, party % "Source")
        or _said(item, _IDENTIFIER + "ProviderId")
    )


def _dateline(components: Sequence[etree._Element]) -> str:
    printed = line(components, "DateLine").rstrip(" -–—,")
    if any(c.isalpha() for c in printed):
        return printed
    places = (place for c in components for place in c.iterfind(ABOUT + "Location[@HowPresent='Origin']"))
    cities = (city.get("Value", "") for p in places for city in p.iterfind("{*}Property[@FormalName='City']"))
    return next(filter(None, cities), "")


def _notes(components: Sequence[etree._Element]) -> list[tuple[str, str]]:
    lines = (element for c in components for element in c.iterfind("{*}NewsLines/{*}NewsLine"))
    kinds = ((element, formal_name([element], "{*}NewsLineType").lower()) for element in lines)
    return [(kind, listed(map(xml_text, element.iterfind("{*}NewsLineText")))) for element, kind in kinds]


def _said(element: etree._Element, path: str) -> str:
    found = element.find(path)
    return xml_text(found) if found is not None else ""

"""IPTC NewsML-G2: a news item alone, or many in a news message, with XHTML, NITF or plain text inside."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from lxml import etree

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import printed_byline
from ingest.parsing.markup import without_html
from ingest.parsing.news_body import data_text, news_root, nitf_text, one_story, without_headline, xml_text
from ingest.parsing.news_terms import code_tail, code_word, listed, main_text, said_together
from ingest.parsing.xml_file import local_name, root_name
from ingest.parsing.xml_places import NEWSML_G2, around_nitf
from ingest.readers import nitf
from ingest.wire_signals import wire_signals

_ITEMS = frozenset({"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"})
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MARKUP = frozenset({"html", "body", "article", "section", "div", "p"})
_AUTHORS = frozenset({"author", "byline", "correspondent", "journalist", "reporter", "writer"})
_MOST_LANGUAGES = 50  # of one item
# Subjects that are who, where and what a story is about, not the field that it belongs to.
_ENTITIES = frozenset({"person", "organisation", "geoarea", "poi", "object", "event"})


def recognises(file: SourceFile) -> bool:
    """Whether the root element is one of NewsML-G2's, in whatever namespace."""
    return root_name(file.content()) in _ITEMS | {"newsMessage"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article, or the reason why not, for each news item.

    Packages, concepts and what else a message holds beside news items only arrange them, and are passed over; a file
    without any news item is an error.
    """
    root = news_root(file.content())
    if local_name(root) == "newsItem":
        yield from _articles(root, fallback_uri=file.uri)
        return
    items = root.findall("{*}itemSet/*") if local_name(root) == "newsMessage" else [root]
    if not any(local_name(item) == "newsItem" for item in items):
        kinds = Counter(map(local_name, items))
        found = listed(f"{count} {kind[:40]}" for kind, count in kinds.items()) or "nothing"
        raise ArticleError(f"it holds no news item ({found}).")
    for number, item in enumerate(items, 1):
        if local_name(item) == "newsItem":
            try:
                yield from _articles(item, fallback_uri=f"{file.uri}#{number}")
            except ArticleError as error:
                yield ArticleError(f"item {number} ({item.get('guid', 'without guid')[:80]}): {error}")


def _articles(item: etree._Element, *, fallback_uri: str) -> Iterator[Article]:
    """Yield an item's article, or one for each language that it is told in: that of the item has the item's identity."""
    contents = item.findall("{*}contentSet/*")
    language = _language(item)
    told = list(dict.fromkeys(tag for content in contents if (tag := content.get(_LANG, ""))))
    if len(told) > _MOST_LANGUAGES:
        raise ArticleError(f"it is told in more than {_MOST_LANGUAGES} languages: split it.")
    if len({_primary(tag) for tag in told}) < 2:
        yield _article(item, contents, language, uri=item.get("guid", ""), fallback_uri=fallback_uri)
        return
    own = next((tag for tag in told if _primary(tag) == _primary(language)), told[0])
    for tag in told:
        mark = "" if tag == own else f"#{tag}"
        chosen = [content for content in contents if content.get(_LANG, tag) == tag]
        uri = item.get("guid", "") and item.get("guid", "") + mark
        yield _article(item, chosen, tag, uri=uri, fallback_uri=fallback_uri + mark)


def _article(
    item: etree._Element, contents: Sequence[etree._Element], language: str, *, uri: str, fallback_uri: str
) -> Article:
    said = _about(item, language) | {"uri": uri}
    inner = next((nitf.record_of(document) for content in contents for document in content.iterfind("{*}nitf")), {})
    record = inner | {name: value for name, value in said.items() if value}
    record["body"] = without_headline(_body(contents), str(record.get("headline", "")))
    record["signals"] = [*said["signals"], *cast(list[str], inner.get("signals", []))]
    is_restricted = record.get("pubstatus") in ("canceled", "withheld") or record.get("embargoed")
    if not record["body"] and not is_restricted and not _takes_back(record):
        raise ArticleError(_why_empty(item))
    return article_from(record, fallback_uri=fallback_uri, origins=around_nitf(NEWSML_G2, said))


def _takes_back(record: Mapping[str, Any]) -> bool:
    told = {name: str(record.get(field) or "") for name, field in (("headline", "headline"), ("note", "ednote"))}
    return wire_signals(codes=record["signals"], is_wire=True, **told).takes_back


def _about(item: etree._Element, language: str) -> dict[str, Any]:
    meta, content, rights = "{*}itemMeta/{*}", "{*}contentMeta/{*}", "{*}rightsInfo/{*}"

    def text(path: str) -> str:
        return xml_text(chosen) if (chosen := _chosen(item.findall(path), language)) is not None else ""

    def names(path: str) -> str:
        return listed(_name(element, language) for element in item.iterfind(path))

    created = [text(content + "contentCreated"), text(meta + "firstCreated"), text(meta + "versionCreated")]
    provider = names(meta + "provider") or names(content + "infoSource")
    holder = names(rights + "copyrightHolder")
    headlines = [(h.get("role", ""), xml_text(h)) for h in _in_language(item.findall(content + "headline"), language)]
    return {
        "version": item.get("version"),
        "headline": main_text(headlines) or text(meta + "title"),
        "published": next(filter(None, created), ""),
        "modified": created[2] or text(content + "contentModified"),
        "publisher": holder or provider,
        "provider": provider,
        "byline": printed_byline(map(xml_text, item.iterfind(content + "by")), senders=(provider, holder))
        or printed_byline(_authors(item.iterfind(content + "creator"), language)),
        "dateline": text(content + "dateline") or names(content + "located"),
        "section": listed(_section(subject, language) for subject in item.iterfind(content + "subject")),
        "genre": listed(_term(genre, language) for genre in item.iterfind(content + "genre")),
        "language": language,
        "rights": said_together(text(rights + "copyrightNotice") or holder, text(rights + "usageTerms")),
        "url": _url(item),
    } | _restrictions(item)


def _restrictions(item: etree._Element) -> dict[str, Any]:
    """Return what the item's management says of whether, when and with which note its text may be read."""
    meta = "{*}itemMeta/{*}"
    statuses = [element.get("qcode") or element.get("uri") or "" for element in item.iterfind(meta + "pubStatus")]
    status = code_tail(statuses[0]).lower() if statuses else ""
    embargoes = [xml_text(element) for element in item.iterfind(meta + "embargoed")]
    if embargoes and not all(embargoes) and status in ("", "usable"):
        status = "withheld"  # the standard's way of saying: until further notice
    notes = [(element.get("role", "").lower(), xml_text(element)) for element in item.iterfind(meta + "edNote")]
    corrections = [note for role, note in notes if "correct" in role]
    signals = [s.get("qcode") or s.get("uri") or "" for s in item.iterfind(meta + "signal")]
    return {
        "pubstatus": status,
        # A note on an embargo that no element dates is no date either: article_from refuses it.
        "embargoed": next(filter(None, embargoes), "")
        or ("" if embargoes else listed(n for r, n in notes if "embargo" in r)),
        "ednote": " ".join(note for role, note in notes if note and "correct" not in role),
        "correction": " ".join(corrections),
        "signals": [*signals, *(role for role, _ in notes)],
        "expires": next(
            filter(None, [*(xml_text(e) for e in item.iterfind(meta + "expires")), *_ends_of_rights(item)]), ""
        ),
    }


def _ends_of_rights(item: etree._Element) -> Iterator[str]:
    """Yield until when the item's rights, or the terms of their use, are valid."""
    for rights in item.iterfind("{*}rightsInfo"):
        yield rights.get("validto", "")
        yield from (terms.get("validto", "") for terms in rights.iterfind("{*}usageTerms"))


def _body(contents: Sequence[etree._Element]) -> str:
    """Return the text of an item's contents, of which marked-up renditions say the most."""
    inline = [_inline(content) for content in contents if local_name(content) == "inlineXML"]
    data = [_data(content) for content in contents if local_name(content) == "inlineData"]
    return one_story([*inline, *data])


def _inline(element: etree._Element) -> str:
    document = next((child for child in element if isinstance(child.tag, str)), None)
    if document is not None and local_name(document) == "nitf":
        return nitf_text(document)
    if document is None or local_name(document) in _MARKUP:
        return without_html(xml_text(element))
    return ""


def _data(element: etree._Element) -> str:
    kind = element.get("contenttype", "").lower()
    if element.get("encoding") or element.get("encodinguri"):
        return ""
    text = element.text or ""
    if "nitf" in kind and text.lstrip().startswith("<"):
        return nitf_text(news_root(text.strip().encode()))
    return data_text(text, is_html="html" in kind) if not kind or "html" in kind or kind.startswith("text/") else ""


def _why_empty(item: etree._Element) -> str:
    classes = [element.get("qcode", "") for element in item.iterfind("{*}itemMeta/{*}itemClass")]
    kind = (code_tail(classes[0]) if classes else "")[:40] or "text"
    if kind != "text":
        return f"it is of class {kind} and has no text."
    contents = Counter(local_name(c) for c in item.iterfind("{*}contentSet/{*}inlineXML/*")) or Counter(
        local_name(c) for c in item.iterfind("{*}contentSet/*")
    )
    found = listed(name[:40] for name in contents)
    is_empty = not any(str(t).strip() for e in item.iterfind("{*}contentSet/*") for t in e.itertext())
    if found and is_empty and not contents.keys() - {"inlineXML", "inlineData"}:
        return "its content is empty."
    return f"it has no text that could be read, only {found}." if found else "it has no content."


def _language(item: etree._Element) -> str:
    tags = [element.get("tag", "") for element in item.iterfind("{*}contentMeta/{*}language")]
    inner = [element.get(_LANG, "") for element in item.iterfind("{*}contentSet/{*}inlineXML")]
    return next(filter(None, [*tags, *inner, item.get(_LANG, "")]), "")


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()


def _in_language(elements: Sequence[etree._Element], language: str) -> Sequence[etree._Element]:
    """Return the elements in the item's language, those of no language where none is, else all."""
    matching = [e for e in elements if _primary(e.get(_LANG, "")) == _primary(language)]
    return matching or [e for e in elements if not e.get(_LANG)] or elements


def _chosen(elements: Sequence[etree._Element], language: str) -> etree._Element | None:
    return next(iter(_in_language([e for e in elements if xml_text(e)], language)), None)


def _authors(creators: Iterable[etree._Element], language: str) -> Iterator[str]:
    """Yield the full names of creators that are people: others are agencies, logins and whoever sent the item."""
    for creator in creators:
        is_person = code_tail(creator.get("type", "")).lower() == "person"
        if is_person or code_tail(creator.get("role", "")).lower() in _AUTHORS:
            name = _name(creator, language)
            yield name if " " in name else ""


def _name(element: etree._Element, language: str) -> str:
    """Return the name of a party or place, else the letters that stand for it ("nprov:AFP")."""
    named = _chosen(element.findall("{*}name"), language)
    if named is not None:
        return xml_text(named)
    code = element.get("literal") or code_tail(element.get("qcode", ""))
    return code if any(c.isalpha() for c in code) else ""


def _term(element: etree._Element, language: str) -> str:
    """Return the name of a genre or subject, else its code where that reads as a word."""
    named = _chosen(element.findall("{*}name"), language)
    return xml_text(named) if named is not None else code_word(element.get("qcode") or element.get("uri") or "")


def _section(subject: etree._Element, language: str) -> str:
    return "" if code_tail(subject.get("type", "")).lower() in _ENTITIES else _term(subject, language)


def _url(item: etree._Element) -> str:
    contents: Iterable[etree._Element] = item.iterfind("{*}contentSet/{*}remoteContent")
    return next((c.get("href", "") for c in contents if c.get("contenttype", "").startswith("text/html")), "")

"""NITF, the News Industry Text Format: one article a file, with or without DTD and namespace."""

import re
from collections.abc import Iterator

from lxml import etree

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import printed_byline
from ingest.parsing.news_body import is_advisory, news_root, nitf_text, without_headline, xml_text
from ingest.parsing.news_terms import listed, said_together
from ingest.parsing.xml_file import local_name, root_name
from ingest.parsing.xml_places import NITF

_COMPACT = re.compile(r"(\d{8})T?(\d{6})(.*)")  # the standard's own text once leaves out the T
_CANCELING = {"uri": "@management-doc-idref", "pubstatus": "@management-idref-status"}
_DOCDATA = "{*}head/{*}docdata/{*}"
_HEAD = "{*}body/{*}body.head/{*}"


def recognises(file: SourceFile) -> bool:
    """Whether the root element is <nitf>, in whatever namespace."""
    return root_name(file.content()) == "nitf"


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article and, where it cancels another document, that document's cancellation."""
    root = news_root(file.content())
    if local_name(root) != "nitf":
        raise ArticleError(f"its kind of XML is unknown: its first element is <{local_name(root)[:40]}>.")
    yield article_from(record_of(root), fallback_uri=file.uri, origins=NITF)
    document = root.find("{*}head/{*}docdata")
    if document is not None and _status(document.get("management-idref-status", "")) == "canceled":
        canceled, own = document.get("management-doc-idref", ""), _first(root, "doc-id", "id-string")
        if canceled and canceled != own:
            yield article_from({"uri": canceled, "pubstatus": "canceled"}, fallback_uri=file.uri, origins=_CANCELING)


def record_of(nitf: etree._Element) -> dict[str, object]:
    """Return what a NITF document says, by the archive's own field names."""
    headline = _text(nitf, f"{_HEAD}hedline/{{*}}hl1") or _text(nitf, "{*}head/{*}title")
    provider = _text(nitf, f"{_HEAD}distributor") or _first(nitf, "doc-id", "regsrc")
    holder = _first(nitf, "doc.copyright", "holder") or _text(nitf, f"{_HEAD}rights/{{*}}rights.owner")
    bylines = (xml_text(byline) for byline in nitf.iterfind(f"{_HEAD}byline"))
    release = _date(nitf, "date.release")
    messages = nitf.findall(f"{_DOCDATA}ed-msg")
    document = nitf.find("{*}head/{*}docdata")
    status = _status(document.get("management-status", "") if document is not None else "")
    if status == "embargoed" and release:
        status = "usable"  # it is, from its release on
    return {
        "uri": _first(nitf, "doc-id", "id-string"),
        # Within one document the version counts; the generation counts the documents that share the key.
        "version": _first(nitf, "du-key", "version") or _first(nitf, "du-key", "generation"),
        "headline": headline,
        "body": without_headline(nitf_text(nitf), headline),
        "published": _date(nitf, "date.issue")
        or _story_date(nitf)
        or _compact(_published_as(nitf, "date.publication")),
        "modified": _compact(
            max((e.get("norm", "") for e in nitf.iterfind("{*}head/{*}revision-history")), default="")
        ),
        "publisher": _published_as(nitf, "name") or holder or provider,
        "provider": provider,
        "byline": printed_byline(bylines, senders=(provider, holder)),
        "dateline": _dateline(nitf),
        "section": _published_as(nitf, "position.section") or _subjects(nitf) or _first(nitf, "fixture", "fix-id"),
        "genre": _genre(nitf),
        "language": nitf.get("baselang") or _language(nitf),
        "rights": _rights(nitf, holder),
        "url": _published_as(nitf, "ex-ref"),
        # A message about an embargo that no release dates is no date either: article_from refuses it.
        "embargoed": release
        or listed(m.get("info") or "unknown" for m in messages if "embargo" in m.get("msg-type", "").lower()),
        "pubstatus": status,
        "correction": _correction(nitf),
        "signals": [message.get("msg-type", "") for message in messages],
        # The end of the document's own use before that of its rights.
        "expires": _date(nitf, "date.expire")
        or _compact(_first(nitf, "doc.rights", "enddate"))
        or _end_of_rights(nitf),
        "ednote": _ednote(nitf),
    }


def _text(nitf: etree._Element, path: str) -> str:
    return next((text for element in nitf.iterfind(path) if (text := xml_text(element))), "")


def _first(nitf: etree._Element, name: str, attribute: str) -> str:
    """Return the attribute of the first such element in <docdata> that has it."""
    return next((value for element in nitf.iterfind(_DOCDATA + name) if (value := element.get(attribute))), "")


def _published_as(nitf: etree._Element, attribute: str) -> str:
    return next((value for data in nitf.iterfind("{*}head/{*}pubdata") if (value := data.get(attribute))), "")


def _date(nitf: etree._Element, name: str) -> str:
    return _compact(_first(nitf, name, "norm") or _text(nitf, _DOCDATA + name))


def _story_date(nitf: etree._Element) -> str:
    dates = (element.get("norm", "") for element in nitf.iterfind(f"{_HEAD}dateline/{{*}}story.date"))
    return _compact(next(dates, ""))


def _compact(date: str) -> str:
    match = _COMPACT.fullmatch(date)
    return f"{match[1]}T{match[2]}{match[3]}" if match else date


def _status(status: str) -> str:
    return {"usbl": "usable"}.get(status.strip().lower(), status.strip().lower())


def _dateline(nitf: etree._Element) -> str:
    text = _text(nitf, f"{_HEAD}dateline")
    dates = (xml_text(element) for element in nitf.iterfind(f"{_HEAD}dateline/{{*}}story.date"))
    for date in dates:
        if _COMPACT.fullmatch(date):  # a machine's date, not the one that is printed
            text = text.replace(date, "")
    return text.strip(" ,")


def _subjects(nitf: etree._Element) -> str:
    names = ("tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail")
    subjects = nitf.findall("{*}head/{*}tobject/{*}tobject.subject")
    return listed(subject.get(name, "") for subject in subjects for name in names)


def _genre(nitf: etree._Element) -> str:
    properties = nitf.iterfind("{*}head/{*}tobject/{*}tobject.property")
    kinds = (kind.get("tobject.type", "") for kind in nitf.iterfind("{*}head/{*}tobject"))
    return listed(p.get("tobject.property.type", "") for p in properties) or listed(kinds)


def _language(nitf: etree._Element) -> str:
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    return next((value for e in (nitf, *nitf.iterfind("{*}body")) if (value := e.get(lang))), "")


def _rights(nitf: etree._Element, holder: str) -> str:
    year = _first(nitf, "doc.copyright", "year")
    rights = nitf.find(f"{_HEAD}rights")
    terms = _text(nitf, f"{_HEAD}rights/{{*}}rights.limitations") or _first(nitf, "doc.rights", "limitations")
    notice = f"© {year} {holder}".replace("  ", " ") if holder else ""
    return said_together(notice or (xml_text(rights) if rights is not None else ""), terms)


def _end_of_rights(nitf: etree._Element) -> str:
    ends = nitf.iterfind(f"{_HEAD}rights/{{*}}rights.enddate")
    return next((_compact(end.get("norm") or xml_text(end)) for end in ends), "")


def _correction(nitf: etree._Element) -> str:
    corrections = nitf.findall(f"{_DOCDATA}correction")
    return listed(correction.get("info") or "Correction" for correction in corrections)


def _ednote(nitf: etree._Element) -> str:
    messages = [message.get("info", "") for message in nitf.iterfind(f"{_DOCDATA}ed-msg")]
    notes = [*nitf.iterfind(f"{_HEAD}note"), *(n for n in nitf.iterfind("{*}body//{*}note") if is_advisory(n))]
    return " ".join(dict.fromkeys(m for m in [*messages, *map(_note, notes)] if m))


def _note(note: etree._Element) -> str:
    return " ".join(text for content in note if isinstance(content.tag, str) and (text := xml_text(content)))

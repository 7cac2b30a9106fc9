"""The texts of a news item in NewsML 1.x, each with the components that it lies in."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from archive.errors import ArticleError
from ingest.finding.decoding import decode
from ingest.parsing.news_body import data_text, is_markup, news_root, nitf_text, one_story, xml_text
from ingest.parsing.news_terms import listed
from ingest.parsing.xml_file import local_name

ABOUT = "{*}DescriptiveMetadata/{*}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_MOST_TEXTS = 200  # in one item; agencies' have up to some thirty
_HEADLINES = frozenset({"headline", "title"})
# Components that are no text of the story: pictures and sound with what is said of them, and what programs need.
_PASSED = frozenset(
    "caption picture photo image graphic logo icon preview thumbnail quicklook highdef video audio sound clip animation"
    " stylesheet tweettext contact keywords subheadline subtitle subhead".split()
)
_NO_TEXT = re.compile(
    r"photo|image|picture|graphic|audio|sound|video|animation|css|jpe?g|gif|png|mpeg|mp3|wav", re.IGNORECASE
)
_NITF = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?<nitf\b")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of an item, in `data`, with the components that it lies in, the innermost first."""

    components: Sequence[etree._Element]
    data: etree._Element
    said: str

    @property
    def is_headline(self) -> bool:
        """Whether its component has the role of a headline."""
        return formal_name(self.components[:1], "{*}Role").lower() in _HEADLINES

    @property
    def language(self) -> str:
        """The tag of the language that is nearest to it, in lower case."""
        return language_of(self.components)

    @property
    def story(self) -> etree._Element:
        """The innermost component with a headline of its own: what has one is a story."""
        return next((c for c in self.components if line([c], "HeadLine")), self.components[-1])


def texts_of(item: etree._Element) -> list[Text]:
    """Return an item's texts in their order, without captions and what else is no text of a story.

    Raises `ArticleError` where it has too many: to compare each with all others would take hours.
    """
    texts = (text for component in item.iterfind("{*}NewsComponent") for text in _texts(component, ()))
    found = list(islice(texts, _MOST_TEXTS + 1))
    if len(found) > _MOST_TEXTS:
        raise ArticleError(f"it holds more than {_MOST_TEXTS} texts: split it.")
    return found


def why_empty(item: etree._Element) -> str:
    """Return why an item has no text that could be read."""
    contents = list(item.iter("{*}ContentItem"))
    elsewhere = [content.get("Href", "") for content in contents if not _NO_TEXT.search(_kind(content))]
    if address := next(filter(None, elsewhere), ""):
        return f"its text lies elsewhere, in {address[:100]}: ingest that file."
    if kinds := listed(_kind(content).split(" ")[0][:40] for content in contents if _NO_TEXT.search(_kind(content))):
        return f"it has no text of its own, only {kinds}."
    if item.find(".//{*}NewsItemRef") is not None:
        return "it only refers to other news items."
    if item.find("{*}Update") is not None:
        return "it changes parts of an earlier revision and holds no text of its own."
    inside = (child for data in item.iter("{*}DataContent", "{*}TopicSet", "{*}Catalog") for child in data)
    found = listed(local_name(child)[:40] for child in inside if not is_markup(child) and local_name(child) != "nitf")
    return f"it has no text that could be read, only {found}." if found else "it has no text."


def language_of(components: Sequence[etree._Element]) -> str:
    """Return the tag of the nearest language that components name, in lower case."""
    tags = (tag for c in components for tag in (formal_name([c], ABOUT + "Language"), c.get(_LANG, "")))
    return next(filter(None, tags), "").lower()


def line(components: Sequence[etree._Element], name: str) -> str:
    """Return the news line of that name that stands nearest to the text."""
    return nearest(components, "{*}NewsLines/{*}" + name)


def nearest(components: Sequence[etree._Element], path: str) -> str:
    """Return the first text at that path, the innermost component's before the outer ones'."""
    return next((text for c in components for e in c.iterfind(path) if (text := xml_text(e))), "")


def formal_name(elements: Sequence[etree._Element], path: str) -> str:
    """Return the first formal name at that path, where NewsML 1 puts its terms and parties."""
    return next(
        (name for e in elements for found in e.iterfind(path) if (name := found.get("FormalName", "").strip())), ""
    )


def _texts(component: etree._Element, outer: Sequence[etree._Element]) -> Iterator[Text]:
    components = (component, *outer)
    if formal_name([component], "{*}Role").lower() in _PASSED:
        return
    for child in component:
        name = local_name(child)
        if name == "NewsComponent":
            yield from _texts(child, components)
        elif name == "ContentItem" and not _NO_TEXT.search(_kind(child)):
            for data in child.iter("{*}DataContent"):
                if said := _said(data):
                    yield Text(components, data, said)


def _kind(content: etree._Element) -> str:
    return " ".join(formal_name([content], "{*}" + name) for name in ("MediaType", "MimeType", "Format")).strip()


def _said(data: etree._Element) -> str:
    """Return what a content item says: NITF, XHTML, or a string that may be either, or packed in base64."""
    inside = [child for child in data if isinstance(child.tag, str)]
    if documents := [child for child in inside if local_name(child) == "nitf"]:
        return one_story(map(nitf_text, documents))
    if inside:
        return xml_text(data) if all(map(is_markup, inside)) else ""
    text = _unpacked(data)
    if _NITF.match(text):
        return nitf_text(news_root(re.sub(r"^\s*<\?xml.*?\?>", "", text).strip().encode()))
    return data_text(text, is_html=False)


def _unpacked(data: etree._Element) -> str:
    parent = data.getparent()
    if parent is None or local_name(parent) != "Encoding":
        return data.text or ""
    if "base64" not in parent.get("Notation", "").lower():
        return ""
    try:
        return decode(base64.b64decode(data.text or "", validate=False))
    except binascii.Error as error:
        raise ArticleError(f"its text is said to be base64 and is not: {error}.") from error

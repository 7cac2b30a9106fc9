"""A feed's XML to its entries, by feedparser's own handlers, which are given text and never an address."""

import html
import html.entities
import io
import re
import xml.sax
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from xml.sax.handler import feature_external_ges, feature_external_pes, feature_namespaces
from xml.sax.xmlreader import InputSource

from feedparser.api import LooseFeedParser, StrictFeedParser
from feedparser.exceptions import UndeclaredNamespace

from archive.errors import ArticleError

# feedparser files these under other names: a photo's caption under the text, the day of publication under that of the last
# change, the web master under the publisher. Here each keeps its own.
_KEPT_APART = (
    "dc_date", "dc_description", "dc_publisher", "itunes_subtitle", "itunes_summary", "managingeditor",
    "media_description", "media_title",
    # Whatever attributes they have.
    "app_draft", "wp_post_type", "wp_status", "wp_post_password", "wp_post_date", "wp_post_date_gmt", "wp_post_modified",
    "wp_post_modified_gmt",
)  # fmt: skip
_NAMESPACES = {f"http://wordpress.org/export/{version}/": "wp" for version in ("1.0", "1.1", "1.2")} | {
    "http://www.w3.org/2007/app": "app",
    "http://purl.org/atom/app#": "app",
    "http://purl.org/atompub/tombstones/1.0": "at",
}
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|RDF|feed)[\s>]", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.DOTALL)
_REFERENCE = re.compile(r"&(#?\w+);")
_LONGEST_REFERENCE = 33  # characters, in HTML
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in XML; nobody would see them anyway
_ENTRY_START = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENTRY_END = re.compile(r"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_START = 1 << 16  # bytes
# Characters. The lenient parser takes up to five seconds for a million of them ("<b>" and nothing else).
_LONGEST_DAMAGED = 8_000_000


@dataclass(frozen=True, slots=True)
class Tombstone:
    """An entry that is no more (RFC 6721): its id, since when, and why."""

    id: str
    when: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ParsedFeed:
    """What a feed says of itself and its entries, in feedparser's words; `damage` is what is wrong with it, or "".

    `authors` are the names that a WordPress export shows for its users, by login.
    """

    about: Mapping[str, Any]
    entries: Sequence[Mapping[str, Any]]
    is_atom: bool
    damage: str = ""
    tombstones: Sequence[Tombstone] = ()
    authors: Mapping[str, str] = field(default_factory=dict)


def is_feed(content: bytes) -> bool:
    """Whether the content is RSS or Atom, told from its beginning, which need not be in order."""
    return _ROOT.search(content[:_START].replace(b"\0", b"").decode("latin-1")) is not None


def parse_feed(text: str) -> ParsedFeed:
    """Return what a feed holds; of one that breaks off, the entries that are whole.

    Raises `ArticleError` where the text is no RSS or Atom, or too damaged to be read.
    """
    text = _plain(text)
    try:
        return _found(_strict(text))
    except (xml.sax.SAXException, UndeclaredNamespace) as error:
        reason = error.getMessage() if isinstance(error, xml.sax.SAXException) else str(error)
    except ValueError:  # a namespace with an odd space in it, at which Python's own parser cuts
        reason = "a namespace that is no address"
    end = max((match.end() for match in _ENTRY_END.finditer(text)), default=0)
    if _ENTRY_START.search(text, end):  # half an entry would be stored as if it were the whole story
        text = text[:end]
        reason += "; its last entry breaks off and was left out"
    if len(text) > _LONGEST_DAMAGED:
        raise ArticleError(f"it is not well-formed XML ({reason}) and too long to be read all the same.")
    parser = _LENIENT("", None, "utf-8", {})
    parser.resolve_relative_uris = parser.sanitize_html = False
    parser.feed(text)
    return _found(parser, damage=reason)


def _plain(text: str) -> str:
    """Return the feed from its first element on, without a DOCTYPE and what it declares.

    HTML's own entities and the control characters that XML forbids are the commonest damage, and cost nothing here.
    """
    root = _ROOT.search(text, _PROLOGUE.match(text).end())  # type: ignore[union-attr]  # it matches the empty string, too
    if root is None:
        raise ArticleError("it is neither RSS nor Atom.")
    return _FORBIDDEN.sub("", _REFERENCE.sub(_character, text[root.start() :]))


def _character(reference: re.Match[str]) -> str:
    name = reference[1]
    if name.startswith("#"):
        found = html.unescape(reference[0]) if len(name) < _LONGEST_REFERENCE else "\ufffd"
    else:
        found = html.entities.html5.get(f"{name};", reference[0])
    return reference[0] if found in tuple("<>&\"'") else found


def _strict(text: str) -> Any:
    handler = _STRICT("", None, "utf-8")
    # What HTML there is becomes text later; feedparser's cleaning would take words like "<Juan>" with it.
    handler.resolve_relative_uris = handler.sanitize_html = False
    reader = xml.sax.make_parser()
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setFeature(feature_external_pes, False)
    reader.setContentHandler(handler)
    reader.setErrorHandler(handler)
    source = InputSource()
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    source.setEncoding("utf-8")
    reader.parse(source)
    return handler


def runs_on(markup: str) -> bool:
    """Whether the markup of an entry in a damaged feed holds the beginning of another one."""
    return _ENTRY_START.search(markup) is not None


def _found(parser: Any, *, damage: str = "") -> ParsedFeed:
    if not parser.version and not parser.entries:
        raise ArticleError("it is neither RSS nor Atom.")
    return ParsedFeed(
        parser.feeddata,
        parser.entries,
        parser.version.startswith("atom"),
        damage,
        getattr(parser, "tombstones", ()),
        {login: name for login, name in getattr(parser, "authors", ()) if name},
    )


def _keep_author(self: Any, key: str = "author") -> None:
    """Keep an author as given: feedparser's own way cuts "ana@paper.news (Ana)" after the fourth letter of "news"."""
    context = self._get_context()
    for person in context.get(f"{key}s", [])[-1:]:
        if not person:
            person["name"] = context.get(key, "")


def _end_category(self: Any) -> None:
    """Keep a category: where one begins in an entry and ends outside, feedparser's own way ends the whole feed."""
    value, tags = self.pop("category"), self._get_context().get("tags", [])
    if tags and not tags[-1]["term"]:
        tags[-1]["term"] = value
    elif value:
        self._add_tag(value, None, None)


def _start_tombstone(self: Any, attributes: Mapping[str, str]) -> None:
    found = Tombstone(attributes.get("ref", ""), attributes.get("when", ""))
    self.tombstones = [*getattr(self, "tombstones", ()), found]


def _end_reason(self: Any) -> None:
    why = self.pop("at_comment") or ""
    if getattr(self, "tombstones", ()):
        self.tombstones[-1] = replace(self.tombstones[-1], why=why)


def _end_login(self: Any) -> None:
    self.authors = [*getattr(self, "authors", ()), (self.pop("wp_author_login") or "", "")]


def _end_shown_name(self: Any) -> None:
    name = self.pop("wp_author_display_name") or ""
    if getattr(self, "authors", ()):
        self.authors[-1] = (self.authors[-1][0], name)


def _keeping_apart(parser: type) -> Any:
    methods: dict[str, Any] = {
        "namespaces": parser.namespaces | _NAMESPACES,  # type: ignore[attr-defined]
        "_sync_author_detail": _keep_author,
        "_end_category": _end_category,
        "_start_at_deleted-entry": _start_tombstone,
        "_end_at_deleted-entry": lambda self: None,
        "_start_at_comment": lambda self, _: self.push("at_comment", 1),
        "_end_at_comment": _end_reason,
        "_end_wp_author_login": _end_login,
        "_end_wp_author_display_name": _end_shown_name,
    }
    for name in _KEPT_APART:
        methods[f"_start_{name}"] = lambda self, _, name=name: self.push(name, 1)
        methods[f"_end_{name}"] = lambda self, name=name: self.pop(name)
    return type(parser.__name__, (parser,), methods)


_STRICT = _keeping_apart(StrictFeedParser)
_LENIENT = _keeping_apart(LooseFeedParser)

"""What a web page says about its story: in JSON-LD, in its meta elements, and where readers see it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from ingest.cleaning import clean_line
from ingest.dates import iso_date
from ingest.parsing.bylines import is_agency, person_names
from ingest.parsing.json_ld import resolved, types_of
from ingest.parsing.page_authors import looks_like_a_person, may_be_the_story_s, printed_authors, shown_text

# In meta elements, the surest first.
_PUBLISHED = (
    "article:published_time", "datepublished", "og:article:published_time", "article:published", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "publish-date", "publishdate", "publication_date", "pubdate", "dc.date.issued", "dcterms.created",
    "dc.date", "date", "datecreated", "date.created", "og:published_time", "article.published",
)  # fmt: skip
_MODIFIED = (
    "article:modified_time", "datemodified", "og:article:modified_time", "og:updated_time", "dcterms.modified", "article:modified",
    "last-modified", "lastmod", "date.modified", "revision_date", "modified",
)  # fmt: skip
_AUTHOR = (
    "author",
    "article:author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "cxenseparse:author",
    "article:author_name",
)
_SITE = ("og:site_name", "application-name", "apple-mobile-web-app-title")
_SECTION_BEFORE = re.compile(r"^\w+ (?:By|Von|Por|Par) (?=[^\W\d_]+ )")  # "Business By Iolo Penhale"
_GROUP = re.compile(
    r"\b(?:redaktion(?:en)?|redacci[oó]n|rédaction|redazione|redação|redakcja|redakce|newsroom|(?:news|web|sports?) ?desk|staff|team"
    r"|inc|ltd|llc|gmbh|corp|nachrichten|agenturen|news)\b",
    re.IGNORECASE,
)
_CUT = r"\s+[-–—|·•»]\s+|\s*[|ㅣ｜：]\s*|\s*::\s*"
_LEAST_HEADLINE = 8  # characters; a site's name alone is no headline
_COLLECTIVE = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "Brand", "WebSite", "NGO"})


class PageFacts:
    """A page's facts; `story` is its story in JSON-LD, {} where there is none."""

    def __init__(self, page: HtmlElement, story: Mapping[str, Any]) -> None:
        self._page = page
        self._story = story
        self._meta = _meta(page)

    def publisher(self, otherwise: str = "") -> str:
        """Return the paper's name, never its address; `otherwise` is what else is taken for it."""
        story = self._story
        names = (name for field in ("publisher", "isPartOf") for name, _ in _named(story.get(field)))
        return next((name for name in (*names, *self._all(_SITE), otherwise) if not _is_address(name)), "")

    def source(self) -> str:
        """Return the agency or paper that the story is said to come from."""
        return next((name for name, _ in _named(self._story.get("sourceOrganization")) if not _is_address(name)), "")

    def site_names(self) -> list[str]:
        """Return all the names that the paper and its site go by."""
        names = [self.publisher(), *self._all(_SITE), *(name for name, _ in _named(self._story.get("publisher")))]
        return [name for name in dict.fromkeys(names) if name]

    def byline(self, otherwise: str = "") -> tuple[str, str]:
        """Return who wrote the story, and the agencies among them: ("Iolo Penhale, Nesta Orrell", "dpa").

        An organisation is no author, nor is the paper itself. `otherwise` is what else is taken for a byline.
        """
        own = {letters for name in self.site_names() if (letters := _letters(name))}
        told = [
            name for field in ("author", "creator") for name, is_person in _named(self._story.get(field)) if is_person
        ]
        agencies = [
            name for field in ("author", "creator") for name, _ in _named(self._story.get(field)) if is_agency(name)
        ]
        parts = (
            name.partition(",")[0] for name in person_names(_SECTION_BEFORE.sub("", otherwise))
        )  # "Iolo Penhale, Skerry"
        guessed = [name for name in parts if looks_like_a_person(name) and may_be_the_story_s(name, self._page)]
        for names in (told, *self._written(), guessed):
            people = person_names(names)
            agencies += filter(is_agency, people)
            if people := [name for name in people if _is_person(name, own)]:
                return ", ".join(people), ", ".join(dict.fromkeys(agencies))
        return "", ", ".join(dict.fromkeys(agencies))

    def published(self, otherwise: str = "") -> str:
        """Return the surest day, with the hour that any other place gives for it."""
        story = self._story
        sure = [story.get("datePublished"), *self._all(_PUBLISHED), story.get("dateCreated"), story.get("uploadDate")]
        return _fullest([*sure, otherwise], [*self._times("datePublished"), *self._times("")])

    def modified(self) -> str:
        """Return when the story was last changed."""
        return _fullest([self._story.get("dateModified"), *self._all(_MODIFIED)], self._times("dateModified"))

    def headline(self, otherwise: str = "") -> str:
        """Return the headline that readers see, without the site's name.

        Where JSON-LD and the networks' title agree on a part of it, or on more, what stands around the headline is a kicker.
        """
        shown = [text for element in self._page.iter("h1") if len(text := shown_text(element)) >= _LEAST_HEADLINE]
        names = {_letters(name) for name in self.site_names()}
        shown = [text for text in shown if _letters(text) not in names]
        told = self._without_site(_said(self._story.get("headline") or self._story.get("name")), shown)
        shared = self._without_site(next(self._all(("og:title", "twitter:title")), ""), shown)
        title = self._without_site(shown_text(self._page.find(".//title")), shown)
        seen = next((text for text in shown if _same(text, told) or _same(text, shared)), "")
        seen = seen or max(shown, key=lambda text: _likeness(text, told, shared, title), default="")
        if seen and _likeness(seen, told, shared, title) == 0 and (told or shared):
            seen = ""  # the site's name, a section, "Log in"
        if told and _same(told, shared) and (_letters(told) in _letters(seen) or _letters(seen) in _letters(told)):
            return told
        return seen or told or shared or title or otherwise

    def headlines(self) -> list[str]:
        """Return all that the page calls the story."""
        told = (
            _said(self._story.get("headline")),
            _said(self._story.get("alternativeHeadline")),
            _said(self._story.get("name")),
        )
        shown = (shown_text(element) for element in self._page.iter("h1"))
        return [text for text in (*told, *shown, *self._all(("og:title", "twitter:title"))) if text]

    def descriptions(self) -> list[str]:
        """Return what the page calls the story's standfirst."""
        told = _said(self._story.get("description"))
        return [text for text in (told, *self._all(("og:description", "description", "twitter:description"))) if text]

    def _without_site(self, text: str, shown: Iterable[str]) -> str:
        """Return a title without the site's name, which stands behind a dash or a bar, or before one."""
        for headline in shown:
            if headline and text.startswith(headline) and re.match(_CUT, text[len(headline) :]):
                return headline
        names = {_letters(name) for name in self.site_names()}
        for _ in range(2):
            parts = [(match.start(), match.end()) for match in re.finditer(_CUT, text)]
            if not parts:
                break
            if _letters(text[parts[-1][1] :]) in names:
                text = text[: parts[-1][0]]
            elif _letters(text[: parts[0][0]]) in names:
                text = text[parts[0][1] :]
        return text

    def _all(self, names: Iterable[str]) -> Iterator[str]:
        return (value for name in names for value in self._meta.get(name, ()))

    def _times(self, kind: str) -> list[str]:
        condition = f'[@itemprop="{kind}"]' if kind else ""
        path = (
            f"//*{condition}[@datetime or @content]"
            if kind
            else "//article//time[@datetime] | //main//time[@datetime] | //time[@datetime]"
        )
        return [element.get("datetime") or element.get("content") or "" for element in self._page.xpath(path)][:20]

    def _written(self) -> Iterator[list[str]]:
        yield [name for name in self._all(_AUTHOR) if not _is_address(name)]
        yield from printed_authors(self._page)


def _meta(page: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in page.iter("meta"):
        content = clean_line(resolved(element.get("content") or ""))
        for name in {
            (element.get(key) or "").strip().lower() for key in ("property", "name", "itemprop", "http-equiv")
        }:
            if name and content:
                found.setdefault(name, []).append(content)
    return found


def _named(value: Any) -> Iterator[tuple[str, bool]]:
    """Yield the names in a value of JSON-LD, and whether each is a person's."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield clean_line(resolved(item)), True
        elif isinstance(item, dict):
            kinds = types_of(item)
            names = item.get("name") or " ".join(
                str(item[part]) for part in ("givenName", "familyName") if item.get(part)
            )
            for name in names if isinstance(names, list) else [names]:
                if isinstance(name, str) and (said := clean_line(resolved(name))):
                    yield said, "Person" in kinds or not _COLLECTIVE.intersection(kinds)


def _is_person(name: str, own: set[str]) -> bool:
    letters = _letters(name)
    is_own = any(letters.startswith(paper) or paper.startswith(letters) for paper in own)  # "MDR" and "MDR.de"
    return not is_own and not is_agency(name) and not _GROUP.search(name)


def _fullest(sure: Iterable[Any], others: Iterable[str]) -> str:
    dates = [date for value in sure if value and (date := iso_date(value if isinstance(value, str) else str(value)))]
    if not dates:
        return ""
    first = dates[0]
    same_day = [date for date in (*dates, *filter(None, map(iso_date, others))) if date[:10] == first[:10]]
    if "T" not in first:
        return next((date for date in same_day if "T" in date), first)
    if len(first) == 19:  # without its zone
        return next((date for date in same_day if date[:16] == first[:16] and len(date) > 19), first)
    return first


def _said(value: Any) -> str:
    return clean_line(resolved(re.sub(r"</?[a-z][^<>]*>", "", value))) if isinstance(value, str) else ""


def _is_address(name: str) -> bool:
    return bool(re.match(r"(?:[a-z]+:)?//|/|#|www\.|@", name, re.IGNORECASE))


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def _same(one: str, other: str) -> bool:
    return bool(one) and _letters(one) == _letters(other)


def _likeness(text: str, *others: str) -> float:
    words = set(re.findall(r"\w+", text.casefold()))
    shares = (len(words & set(re.findall(r"\w+", other.casefold()))) / (len(words) or 1) for other in others if other)
    return max(shares, default=0.0)

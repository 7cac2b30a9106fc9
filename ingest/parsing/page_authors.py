"""The names that a web page prints as its story's authors, where its readers see them."""

import re
from collections.abc import Iterator
from itertools import islice

from lxml.html import HtmlElement

from ingest.cleaning import clean_line
from ingest.parsing.bylines import person_names
from ingest.parsing.json_ld import resolved

# What is only guessed to be a byline counts where it looks like a person's name.
_PERSON = re.compile(
    r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*)(?: (?:[a-z]{1,3} ){0,2}[^\W\d_a-zß-ÿ][\w.'’-]*){1,3}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af ]{2,9}"
)
_PRINTED_AUTHOR = '//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author"][not(.//*[@itemprop="name"])] | //a[contains(@rel, "author")]'
_LINK_TO_AUTHOR = "|".join(
    f'//a[contains(@href, "/{word}")][contains(text(), " ")]'
    for word in (
        "author/",
        "authors/",
        "autor/",
        "autoren/",
        "autores/",
        "auteur/",
        "auteurs/",
        "autore/",
        "autori/",
        "journalist/",
    )
)
_OF_PICTURE = 'ancestor::figure or ancestor::figcaption or ancestor::*[@itemprop="image" or contains(@class, "image")]'
# What pages call the element by the headline that names the authors; the words of boxes about other stories, or about nobody.
_SAYS_AUTHOR = re.compile(
    r"(?<![a-z])(?:article|entry|meta|post|story|text)?(?:author|autor|auteur|byline|writer|contributor|attribution)"
    r"(?:s|en|es|in|a|box|card|info|name|link)?(?![a-z])"
)
_ELSEWHERE = re.compile(
    r"(?<![a-z])(?:related|teasers?|recirculation|recommend\w*|popular|comments?|sidebar|carousel|cards?|promo|nextread"
    r"|most-?\w+|bio|newsletter)(?![a-z])"
)
_NO_NAME = re.compile(
    r"\b(?:follow|more|all|view|read|see|show|share|about|profile|contact|subscribe|published|updated|editors?|reporters?|writers?"
    r"|correspondents?|journalists?|contributors?|authors?|photographers?|columnists?|korrespondent(?:en|in)?|autor(?:en|es|in)?"
    r"|anzeigen|artículos|articles?|jefe|director|deputy|chief|head|special)\b",
    re.IGNORECASE,
)
_AUTHORS_PAGE = re.compile(r"/(?:authors?|autor(?:es|en|i)?|auteurs?|autore|journalists?|redakteure?|reporters?)/\S")
_NAMING = ("class", "id", "rel", "itemprop", "data-testid", "data-component")
_NAMING_LINES = "//body//*[not(self::script or self::style)][text()[contains(., $name) and string-length(.) < $most]]"
_MOST_AUTHORS = 4
_MOST_BOXES = 50  # looked into; more wrote what the page links to
_LONGEST_NAMES = 120  # characters; what is longer says more of the author than a name
_LONGEST_LINE = 60  # characters with a name, that are no sentence about it
_LONGEST_BOX = 400  # characters around the authors' names, white space and all
_LONGEST_TEASER = 1200  # characters
_HEADLINE_THAT_LINKS = "self::a[.//h2 or .//h3 or .//h4] | " + " | ".join(
    path for tag in ("h2", "h3", "h4") for path in (f".//{tag}//a", f".//a//{tag}")
)


def printed_authors(page: HtmlElement) -> Iterator[list[str]]:
    """Yield the authors by each sign that a page gives of them, the surest first; [] where there is none."""
    for path in (_PRINTED_AUTHOR, _LINK_TO_AUTHOR):
        printed = page.xpath(f"({path})[not({_OF_PICTURE})]")[:_MOST_BOXES]
        printed = [element for element in printed if not _stands_elsewhere(element)] or printed
        texts = dict.fromkeys(map(shown_text, printed))
        names = [text for text in texts if text and len(text) < _LONGEST_NAMES and not _NO_NAME.search(text)]
        yield names if len(names) <= _MOST_AUTHORS else []  # of more, most wrote what the page links to
    yield _by_the_headline(page)


def looks_like_a_person(name: str) -> bool:
    """Whether what is only guessed to be a name has the shape of a person's."""
    return bool(_PERSON.fullmatch(name)) and not _NO_NAME.search(name)


def may_be_the_story_s(name: str, page: HtmlElement) -> bool:
    """Whether a name stands on the page elsewhere than with pictures and other stories, or nowhere that readers see."""
    shown = page.xpath(_NAMING_LINES, name=name, most=_LONGEST_LINE)[:_MOST_BOXES]
    return not shown or not all(map(_stands_elsewhere, shown))


def shown_text(element: HtmlElement | None) -> str:
    """Return an element's text; a space parts words that only their elements part ("<span>Skerry</span><span>Ferry back")."""
    text = ""
    for part in element.itertext() if element is not None else ():
        text += f" {part}" if text[-1:].isalnum() and part[:1].isalnum() else part
    return clean_line(resolved(text))


def _by_the_headline(page: HtmlElement) -> list[str]:
    """Return the persons in the first element below the headline that the page calls the authors'."""
    boxes = (box for box in page.xpath("(//h1)[1]/following::*") if _is_authors(box))
    for box in islice(boxes, _MOST_BOXES):
        if len(box.text_content()) > _LONGEST_BOX or _stands_elsewhere(box):
            continue
        linked = [text for link in box.iter("a") if (text := shown_text(link))]
        names = person_names(linked or [text for part in box.itertext() if (text := clean_line(part))])
        if people := [name for name in names if looks_like_a_person(name)]:
            return people
    return []


def _naming(element: HtmlElement) -> str:
    return " ".join(filter(None, (element.get(name) for name in _NAMING))).lower()


def _is_authors(element: HtmlElement) -> bool:
    is_link = element.tag == "a" and _AUTHORS_PAGE.search(element.get("href") or "")
    return bool(is_link or element.tag == "address" or _SAYS_AUTHOR.search(_naming(element)))


def _stands_elsewhere(element: HtmlElement) -> bool:
    """Whether an element belongs to a picture, to another story or to what stands around all stories."""
    return any(
        around.tag in ("figure", "figcaption", "aside", "footer", "nav")
        or _ELSEWHERE.search(_naming(around))
        or _is_teaser(around)
        for around in (element, *element.iterancestors())
        if around.tag not in ("body", "html", "main")
    )


def _is_teaser(element: HtmlElement) -> bool:
    is_short = len(element.text_content()) < _LONGEST_TEASER and element.find(".//h1") is None
    return is_short and bool(element.xpath(_HEADLINE_THAT_LINKS))

"""The text of a web page's story: the page's own paragraphs, kept or left out by what its JSON-LD says that the story is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from itertools import takewhile
from typing import Any

import trafilatura
from lxml.html import HtmlElement

from ingest.cleaning import clean_line, clean_text
from ingest.dates import iso_date
from ingest.parsing.json_ld import resolved, types_of
from ingest.parsing.markup import without_html

# Of a shorter page the story is loaded later, or shown to subscribers: what JSON-LD has of it is more.
_LEAST_SHARE = 0.7
_AGREES = 0.6  # of a paragraph's phrases
_PHRASE = 3  # words
_LONGEST_INTRODUCTION = 20  # lines before a live blog's first update
_ESCAPED_HTML = re.compile(r"&lt;(?:/p|br\s*/?|/div|/h\d)&gt;", re.IGNORECASE)
_DRAWINGS = re.compile(r"<svg\b.*?</svg\s*>|<(script|style|template)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TYPOGRAPHIC = re.compile(
    r"&(?!lt;|gt;|#60;|#62;|#x3[ce];)(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8}\d{0,2});", re.IGNORECASE
)
# Links to other stories between the paragraphs: nothing but a link behind one of these words.
_MORE = re.compile(
    r"(?:read (?:more|also|next|on)|also read|see also|related|more on this|les også|les mer|læs også|läs (?:också|även|mer)|lees ook"
    r"|lesen sie (?:auch|hier|mehr)|mehr zum thema|(?:à )?lire aussi|lee también|leer más|te puede interesar|también te puede interesar"
    r"|leggi anche|leia (?:também|mais)|czytaj (?:też|także|więcej)|číst také|lue myös|читайте также|читайте також|関連記事)\b",
    re.IGNORECASE,
)  # fmt: skip
# Whole paragraphs that no story has.
_NOT_STORY = re.compile(
    r"advertis(?:e)?ment(?: - scroll to continue)?|story continues below(?: advertisement)?|article continues below(?: advertisement)?"
    r"|anzeige|werbung|publicidad|publicité|pubblicità|publicidade|реклама|annonce|annons|reklama"
    r"|(?:read|load|show|see) more(?: on this)?|sign up|subscribe(?: now)?|share(?: this)?(?: article)?|follow us.{0,40}"
    r"|(?:copyright )?(?:©|\(c\)) ?(?:copyright )?\d{4}.{0,80}|all rights reserved\.?|alle rechte vorbehalten\.?|todos los derechos reservados\.?"
    r"|\S{0,20}your browser does not support.{0,80}|to view this video please enable javascript.{0,160}"
    r"|(?:sign|subscribe|register) (?:up )?(?:to|for) (?:our|the|his|her)\b.{0,60}\bnewsletters?\b.{0,80}",
    re.IGNORECASE,
)
_UNSHOWN = (
    "//script | //style | //figcaption | //video | //audio | //svg | //noscript[.//img or .//iframe] | //*[@hidden] | //template | //nav | //footer[not(ancestor::article)]"
    " | //header[not(.//h1) and not(ancestor::article) and not(ancestor::main)]"
)
# What pages call their pictures' captions, players, forms and boxes of other stories, where these stand between the paragraphs.
_NAMED_ASIDE = re.compile(
    r"(?<![a-z])(?:(?:image-?|photo-?|wp-)?captions?(?:-text|-wrapper)?|newsletter|related|most-?(?:read|popular)|popular|recirculation"
    r"|recommend(?:ed|ations)?|up-?next|social-?placeholder|promo|author-?bio|comments?)(?![a-z])",
    re.IGNORECASE,
)
_MOST_ASIDE = 0.2  # of the page's letters: a box that has more may hold the story
_LONGEST_BOX = 5_000  # characters
_MOST_BOXES = 500  # a page that has more was made to keep us busy
_NOT_SHOWN = frozenset({"script", "style", "template", "meta", "title", "noscript", "figcaption"})
_LEAST_STANDFIRST = 20  # letters
_LONGEST_LINK = 250  # characters of a paragraph that is a link


def story_text(
    page: HtmlElement, story: Mapping[str, Any], *, headlines: Sequence[str], standfirsts: Iterable[str]
) -> str:
    """Return the text of the page's story, a line or a paragraph a line, "" where there is none.

    A headline is not repeated in it; a standfirst that the page shows is its first paragraph.
    """
    told = told_text(story)
    shown = without_headlines(_shown_text(page, told), headlines)
    updates = _updates(story)
    if updates:
        return without_headlines(_with_updates(shown, told, updates), headlines)
    lines = shown.splitlines()
    if told and (len(shown) < _LEAST_SHARE * len(told) or ("\n" in told and len(told) >= len(shown))):
        lines = told.splitlines()
    elif told and len(told) >= _LEAST_SHARE * len(shown):
        lines = _within(lines, told)
    body = without_headlines("\n".join(line for line in lines if not _NOT_STORY.fullmatch(line.strip())), headlines)
    return _with_standfirst(body, page, standfirsts)


def told_text(story: Mapping[str, Any]) -> str:
    """Return the articleBody of a story, or of any other object in JSON-LD, without markup."""
    body = story.get("articleBody")
    parts = [body] if isinstance(body, str) else body if isinstance(body, list) else []
    text = "\n\n".join(part for part in parts if isinstance(part, str))
    if _ESCAPED_HTML.search(text):
        text = resolved(text)
    return clean_text(resolved(without_html(_DRAWINGS.sub("", text))))


def without_headlines(body: str, headlines: Iterable[str]) -> str:
    """Return the body without the headlines that it begins with."""
    known = {_letters(headline) for headline in headlines}
    first, _, rest = body.partition("\n")
    while rest.strip() and _letters(first) in known:
        body = rest.lstrip("\n")
        first, _, rest = body.partition("\n")
    return body


def _shown_text(page: HtmlElement, told: str) -> str:
    page = deepcopy(page)
    for element in page.xpath(_UNSHOWN):
        element.drop_tree()
    known = _letters(told)
    _drop_asides(page, known)
    for element in [*page.iter("p", "li", "h2", "h3", "h4", "strong", "ul", "ol")]:
        if element.getparent() is not None and _is_link_to_more(element, known):
            element.drop_tree()
    found = trafilatura.bare_extraction(page, include_comments=False)
    text = trafilatura.baseline(page)[1] if found is None or isinstance(found, dict) else found.text or ""
    return clean_text(_TYPOGRAPHIC.sub(lambda match: resolved(match[0]), text))


def _drop_asides(page: HtmlElement, known: str) -> None:
    most = _MOST_ASIDE * sum(len(_letters(paragraph.text_content())) for paragraph in page.iter("p"))
    named = [box for box in page.xpath("//body//*[@class][not(.//h1)]") if _NAMED_ASIDE.search(box.get("class"))]
    dropped = set[HtmlElement]()
    for element in named[:_MOST_BOXES]:
        if element in dropped or len(text := element.text_content()) > _LONGEST_BOX:
            continue
        letters = _letters(text)
        if len(letters) < most and letters not in known:
            dropped.update(element.iter())
            element.drop_tree()


def _is_link_to_more(element: HtmlElement, known: str) -> bool:
    """Whether an element is nothing but links to other stories, with "Read more" before them or not."""
    links = [
        link
        for link in element.iter("a")
        if (link.get("href") or "#")[:1] != "#" and "mailto:" not in link.get("href", "")
    ]
    if not links:
        return False
    linked = sum(len(_letters(link.text_content())) for link in links)
    text = clean_line(element.text_content())
    letters = _letters(text)
    if letters in known or not linked:
        return False
    if match := _MORE.match(text):
        return len(text) <= _LONGEST_LINK and linked + len(_letters(match[0])) >= len(letters)
    if element.tag in ("ul", "ol"):
        return len(links) > 1 and linked == len(letters)
    return element.tag == "p" and len(links) == 1 and linked == len(letters) >= _LEAST_STANDFIRST


def _within(lines: list[str], told: str) -> list[str]:
    """Return the lines of the page up to where JSON-LD's text ends; between its paragraphs none is left out."""
    known = _Known(told)
    agreeing = [number for number, line in enumerate(lines) if known.says(line)]
    if not agreeing or sum(len(lines[number]) for number in agreeing) < _LEAST_SHARE * len(told):
        return told.splitlines()
    return lines[: agreeing[-1] + 1]


class _Known:
    """A text whose lines are looked for in another rendition of it."""

    def __init__(self, text: str) -> None:
        self._letters = _letters(text)
        self._phrases = _phrases(text)

    def says(self, line: str) -> bool:
        phrases = _phrases(line)
        return _letters(line) in self._letters or len(phrases & self._phrases) >= _AGREES * len(phrases)


def _with_standfirst(body: str, page: HtmlElement, standfirsts: Iterable[str]) -> str:
    """Return the body with the standfirst that the page shows in an element of its own, where the body lacks it."""
    known = _letters(body)
    for standfirst in standfirsts:
        letters = _letters(standfirst)
        if len(letters) >= _LEAST_STANDFIRST and letters not in known and _shows(page, letters):
            return f"{standfirst}\n{body}" if body else body
    return body


def _shows(page: HtmlElement, letters: str) -> bool:
    for element in page.iterfind(".//body//*"):
        if element.tag in _NOT_SHOWN or not element.text or not (start := _letters(element.text)):
            continue
        if start[:_LEAST_STANDFIRST] != letters[: len(start)][:_LEAST_STANDFIRST]:
            continue
        if any(
            _letters(around.text_content()) == letters
            for around in (element, element.getparent())
            if around is not None
        ):
            return True
    return False


def _updates(story: Mapping[str, Any]) -> list[str]:
    if "LiveBlogPosting" not in types_of(story):
        return []
    found = story.get("liveBlogUpdate")
    texts = []
    for update in found if isinstance(found, list) else [found]:
        if isinstance(update, dict) and (text := told_text(update)):
            moment = iso_date(str(update.get("datePublished") or ""))
            headline = clean_line(resolved(str(update.get("headline") or "")))
            lines = [moment[:16].replace("T", " ") if moment else "", headline, without_headlines(text, [headline])]
            texts.append("\n".join(filter(None, lines)))
    return texts


def _with_updates(shown: str, told: str, updates: list[str]) -> str:
    """Return a live blog: what the page or JSON-LD says before its updates, and each of these with its time."""
    known = _Known("\n".join(updates))
    before = list(takewhile(lambda line: not known.says(line), shown.splitlines()))
    introduction = told if told or len(before) > _LONGEST_INTRODUCTION else "\n".join(before)
    return "\n\n".join(filter(None, [introduction, *updates]))


def _phrases(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[i : i + _PHRASE]) for i in range(max(1, len(words) - _PHRASE + 1))}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())

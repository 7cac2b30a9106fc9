"""The sources under an answer: numbered stories with publisher, date, language and link."""

from answering.answer import Source
from answering.phrases import say, wording_language
from answering.wording import day_in_words, language_name
from archive.records import Appearance
from ui.markup import Html, element, link, together


def sources(stories: tuple[Source, ...], asked_in: str, *, more: str = "") -> Html:
    """Return the numbered list of sources with its heading; `more` says that there are others."""
    return element(
        "section",
        element("h3", say("sources", asked_in)),
        element("ol", *(_source(story, asked_in) for story in stories)),
        *([element("p", more, class_="about")] if more else []),
        class_="sources",
        lang=wording_language(asked_in),
    )


def publisher_and_day(publisher: str, published: str | None, asked_in: str) -> str:
    """Return who printed a story, and when, in words."""
    day = [day_in_words(published, asked_in)] if published else []
    return " · ".join([publisher or say("unnamed_source", asked_in), *day])


def _source(story: Source, asked_in: str) -> Html:
    language = language_name(story.language, asked_in)
    about = [publisher_and_day(story.publisher, story.published, asked_in), *([language] if language else [])]
    parts = [
        element("span", f"[{story.n}]", class_="number"),
        element("p", story.headline or say("untitled", asked_in), class_="headline", lang=story.language, dir="auto"),
        element("p", " · ".join(about), class_="about"),
    ]
    if story.url:
        parts.append(element("p", link(story.url), class_="address"))
    if others := story.appearances[1:]:
        listed = [element("li", _appearance(other, asked_in)) for other in others]
        parts.append(
            element("div", element("p", say("also_printed_by", asked_in)), element("ul", *listed), class_="reprints")
        )
    if story.correction:
        heading = element("strong", say("correction", asked_in))
        text = element("p", story.correction, dir="auto", lang=story.language)
        parts.append(element("div", heading, text, class_="correction"))
    return element("li", *parts)


def _appearance(other: Appearance, asked_in: str) -> Html:
    who = publisher_and_day(other.publisher, other.published, asked_in)
    return together(who, *([" · ", link(other.url)] if other.url else []))

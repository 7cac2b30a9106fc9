"""The sentences above an answer that say what it is, in the question's language."""

from collections.abc import Sequence

from answering.phrases import say, wording_language
from answering.wording import language_name, listed, of_days, on_days, quoted
from archive.catalog import Coverage
from archive.records import DaySpan, Filters

_KINDS_WITH_A_NAME = ("person", "place", "day", "number", "age")


def not_found_notice(coverage: Coverage, filters: Filters, *, missing: Sequence[str] = (), asked_in: str) -> str:
    """Return the sentence that says the archive has no answer, what of the question is missing, and what it does cover."""
    is_filtered = filters != Filters()
    if not coverage.articles:
        return say("nothing_passes" if is_filtered else "empty", asked_in)
    names = [language_name(code, asked_in) or code for code in coverage.languages]
    what = [say("articles", asked_in, n=coverage.articles)]
    if coverage.first and coverage.last:
        what.append(of_days(DaySpan(coverage.first[:10], coverage.last[:10]), asked_in))
    if names:
        what.append(say("in_language", asked_in, language=listed(names, asked_in)))
    covers = say("covers_under_filters" if is_filtered else "covers", asked_in, what=", ".join(what))
    lacking = listed(list(missing), asked_in)
    lacks = say("nearest_lacks", asked_in, n=len(missing), missing=lacking) if missing else ""
    return " ".join(filter(None, (say("not_found", asked_in), covers, lacks)))


def may_not_answer(missing: Sequence[str], *, asked_in: str) -> str:
    """Return what stands over quotes that may not answer; `missing` is what of the question they lack, in words."""
    if not missing:
        return say("may_not_answer", asked_in)
    return say("may_not_answer_lacking", asked_in, n=len(missing), missing=listed(list(missing), asked_in))


def missing_kind(asks_for: str, asked_in: str) -> str:
    """Return the kind of thing that was asked for and is not there, such as "a day"; empty for kinds without a name."""
    return say(f"missing_{asks_for}", asked_in) if asks_for in _KINDS_WITH_A_NAME else ""


def missing_name(name: str, asked_in: str) -> str:
    """Return a name or number of the question that is not there, in quotation marks."""
    return quoted(name, wording_language(asked_in))


def span_in_words(span: DaySpan, asked_in: str) -> str:
    """Return that nothing is there of the days asked about, as a thing that is missing: "a story from 1 May 2025"."""
    return say("missing_story", asked_in, days=of_days(span, asked_in))


def counted(topic: str, stories: int, prints: int, *, asked_in: str) -> str:
    """Return how many stories and prints hold the words."""
    return say(
        "counted",
        asked_in,
        n=stories,
        stories=say("stories", asked_in, n=stories),
        articles=say("articles", asked_in, n=prints),
        topic=quoted(topic, wording_language(asked_in)),
    )


def nothing_in_span(span: DaySpan, *, any_near: bool, asked_in: str) -> str:
    """Return that the days which the question names hold nothing about it, and where what lies nearest to them stands."""
    nothing = say("nothing_in_span", asked_in, days=on_days(span, asked_in))
    return f"{nothing} {say('nearest_in_time', asked_in)}" if any_near else nothing


def no_mention(topic: str, *, asked_in: str) -> str:
    """Return that no story holds the words that were to be counted."""
    return say("no_mention", asked_in, topic=quoted(topic, wording_language(asked_in)))

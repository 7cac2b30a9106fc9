"""What stands around an answer wherever it is shown: how its question was taken, the days of its steps, what is not listed."""

from typing import Literal

from answering.answer import Answer
from answering.phrases import say
from answering.understanding.question import Understood
from answering.wording import day_in_words, days_in_words, language_name, listed
from archive.records import DaySpan, Filters

Grade = Literal["sure", "unsure", "not_found"]


def grade(answer: Answer) -> Grade | None:
    """Return which of the three grades an answer has; None for a greeting, and where all of it was taken out since."""
    if answer.understood and answer.understood.kind == "greeting":
        return None
    if answer.status == "not_found":
        return "not_found"
    if not answer.statements:
        return None
    return "sure" if answer.sure else "unsure"


def taken_as(answer: Answer, filters: Filters = Filters()) -> tuple[str, ...]:
    """Return how a question was taken, each thing in a few words: its days, its outlets, and the order of what is told.

    `filters` are what the reader chose by hand; where they say something, the question's own word for it did not count.
    """
    understood, asked_in = answer.understood, answer.language
    if understood is None:
        return ()
    taken = []
    if understood.since or understood.until:
        taken.append(_days(understood, asked_in))
    if understood.publishers and not filters.publishers:
        taken.append(say("only", asked_in, what=listed(list(understood.publishers), asked_in)))
    if understood.languages and not filters.languages:
        names = [language_name(code, asked_in) or code for code in understood.languages]
        in_them = say("in_language", asked_in, language=listed(names, asked_in))
        taken.append(say("only", asked_in, what=in_them))
    if answer.count is not None:
        taken.append(say("taken_as_count", asked_in))
    elif answer.statements and understood.wants_overview:
        taken.append(say("in_order" if understood.kind == "timeline" else "newest_first", asked_in))
    return tuple(words[0].upper() + words[1:] for words in taken)


def days_above(answer: Answer) -> tuple[str, ...]:
    """Return for each statement the day to put above it in words; "" where that stands above already, or it is no timeline."""
    if answer.understood is None or answer.understood.kind != "timeline":
        return ("",) * len(answer.statements)
    published = {source.n: source.published for source in answer.sources}
    above, last = [], ""
    for statement in answer.statements:
        day = next((published.get(quote.source) for quote in statement.quotes), None)
        words = day_in_words(day, answer.language) if day else say("without_a_day", answer.language)
        above.append(words if words != last else "")
        last = words
    return tuple(above)


def not_listed(answer: Answer) -> str:
    """Return how many stories were counted beyond those that are listed, empty where all are."""
    more = (answer.count or 0) - len(answer.sources)
    return say("not_listed", answer.language, n=more) if more > 0 and answer.sources else ""


def _days(understood: Understood, asked_in: str) -> str:
    """Tell whether the days cut, as those of publishing do, or only come first."""
    days = days_in_words(DaySpan(understood.since, understood.until), asked_in)
    if understood.published or understood.kind == "count":
        return say("only", asked_in, what=days)
    if not understood.wants_overview:
        return say("days_first", asked_in, days=days)
    if understood.since and understood.until:  # what tells of a day is printed a little later
        return say("around_days", asked_in, days=days)
    return days

"""What stands around an answer wherever it is shown: how its question was taken, the days of its steps, what is not listed."""

from answering.answer import Answer
from answering.understanding.question import Understood
from answering.wording import (
    SPANISH,
    day_in_words,
    days_in_words,
    language_name,
    listed,
    without_a_day,
    wording_language,
)
from archive.records import DaySpan, Filters


def taken_as(answer: Answer, filters: Filters = Filters()) -> tuple[str, ...]:
    """Return how a question was taken, each thing in a few words: its days, its outlets, and the order of what is told.

    `filters` are what the reader chose by hand; where they say something, the question's own word for it did not count.
    """
    understood = answer.understood
    if understood is None:
        return ()
    spanish = wording_language(answer.language) == SPANISH
    only = "Solo" if spanish else "Only"
    taken = []
    if understood.since or understood.until:
        taken.append(_days(understood, answer.language))
    if understood.publishers and not filters.publishers:
        taken.append(f"{only} {listed(list(understood.publishers), spanish=spanish)}")
    if understood.languages and not filters.languages:
        names = [language_name(code, answer.language) or code for code in understood.languages]
        taken.append(f"{only} {'en' if spanish else 'in'} {listed(names, spanish=spanish)}")
    if answer.count is not None:
        taken.append("Contado" if spanish else "Counted")
    elif answer.statements and understood.wants_overview:
        taken.append(_order(understood, spanish=spanish))
    return tuple(taken)


def days_above(answer: Answer) -> tuple[str, ...]:
    """Return for each statement the day to put above it in words; "" where that stands above already, or it is no timeline."""
    if answer.understood is None or answer.understood.kind != "timeline":
        return ("",) * len(answer.statements)
    published = {source.n: source.published for source in answer.sources}
    above, last = [], ""
    for statement in answer.statements:
        day = next((published.get(quote.source) for quote in statement.quotes), None)
        words = day_in_words(day, answer.language) if day else without_a_day(answer.language)
        above.append(words if words != last else "")
        last = words
    return tuple(above)


def not_listed(answer: Answer) -> str:
    """Return how many stories were counted beyond those that are listed, empty where all are."""
    more = (answer.count or 0) - len(answer.sources)
    if more < 1 or not answer.sources:
        return ""
    if wording_language(answer.language) == SPANISH:
        return f"Se muestran las más recientes; hay {more} más."
    return f"The newest are listed; there {'is' if more == 1 else 'are'} {more} more."


def _days(understood: Understood, asked_in: str) -> str:
    """Tell whether the days cut, as those of publishing do, or only come first."""
    spanish = wording_language(asked_in) == SPANISH
    days = days_in_words(DaySpan(understood.since, understood.until), asked_in)
    if understood.published or understood.kind == "count":
        return f"Solo {days}" if spanish else f"Only {days}"
    if not understood.wants_overview:
        return f"Primero: {days}" if spanish else f"{days[0].upper()}{days[1:]} first"
    if understood.since and understood.until:  # what tells of a day is printed a little later
        return f"En torno a: {days}" if spanish else f"Around {days}"
    return days[0].upper() + days[1:]


def _order(understood: Understood, *, spanish: bool) -> str:
    if understood.kind == "timeline":
        return "En orden" if spanish else "In order"
    return "Lo más reciente primero" if spanish else "Newest first"

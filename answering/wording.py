"""Days, names of languages, attributions and headings around the quotes, in the question's language."""

import re
from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from answering.phrases import say, wording_language
from archive.records import DaySpan, Passage

# What the trade calls what is somebody's view, in the languages that are understood.
_OPINIONS = frozenset(
    """
    opinion opinión opinião opinione meinung comment commentary kommentar commentaire comentario comentário commento editorial
    éditorial editoriale leitartikel column columna coluna kolumne chronique rubrica tribune tribuna op-ed review reseña critique
    crítica kritik recensione rezension
    """.split()
)
# As CLDR has them; English ones elsewhere. French ones stand off the words by a no-break space.
_MARKS = {"es": ("«", "»"), "fr": ("«\u00a0", "\u00a0»"), "it": ("«", "»"), "ru": ("«", "»"), "de": ("„", "“")}
# Italian joins the article to the two days that begin with a vowel: "dall’8", "l’11".
_JOINED = {"il": "l’", "del": "dell’", "dal": "dall’", "al": "all’"}
_BEFORE_A_VOWEL = re.compile(r"\b(il|del|dal|al) (?=(?:8|11)\b)")


def attribution(passage: Passage, *, asked_in: str, genre: str = "") -> str:
    """Return who published a quote and when, its language where that is not the question's, and that it is an opinion."""
    who = passage.publisher or passage.headline or passage.uri
    parts = [who, *([day_in_words(passage.published, asked_in)] if passage.published else [])]
    if passage.language != asked_in and (name := language_name(passage.language, asked_in)):
        parts.append(say("in_language", asked_in, language=name))
    if genre.casefold().strip() in _OPINIONS:
        parts.append(say("opinion", asked_in))
    return ", ".join(parts)


def quoted(text: str, asked_in: str) -> str:
    """Return a headline between the quotation marks of a language; marks that it has itself stay."""
    opening, closing = _MARKS.get(asked_in, ("“", "”"))
    return f"{opening}{text}{closing}"


def day_in_words(day: str, asked_in: str) -> str:
    """Return an ISO day or time as "21 November 2024"; as it stands where it is no full date."""
    return _written(day, asked_in, "day")


def days_in_words(span: DaySpan, asked_in: str) -> str:
    """Return a span of days in few words: "1–31 May 2025", "20 May 2025", "since 1 May 2025"."""
    if not span.since or not span.until or span.since == span.until:
        return _one_day(span, "", asked_in)
    first, last = _first_and_last(span.since, span.until, asked_in)
    return f"{first}{'–' if span.since[:7] == span.until[:7] else ' – '}{last}"


def on_days(span: DaySpan, asked_in: str) -> str:
    """Return a span of days as when something is: "from 1 to 31 May 2025", "on 1 May 2025", "since 1 May 2025"."""
    return _days(span, "on_day", asked_in)


def of_days(span: DaySpan, asked_in: str) -> str:
    """Return a span of days as what something is from: "from 1 to 31 May 2025", "from 1 May 2025", "since 1 May 2025"."""
    return _days(span, "of_day", asked_in)


def language_name(code: str, asked_in: str) -> str | None:
    """Return a language's name, None where nobody knows the code."""
    try:
        return Locale(wording_language(asked_in)).languages.get(code)
    except UnknownLocaleError:
        return None


def listed(names: list[str], asked_in: str) -> str:
    """Return names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    word = say("and", asked_in)
    if wording_language(asked_in) == "es" and names[-1].startswith(("i", "hi")):
        word = "e"
    if wording_language(asked_in) == "it" and names[-1].startswith("e"):
        word = "ed"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"


def _days(span: DaySpan, single: str, asked_in: str) -> str:
    if not span.since or not span.until or span.since == span.until:
        return _one_day(span, single, asked_in)
    first, last = _first_and_last(span.since, span.until, asked_in)
    return _joined(say("from_to", asked_in, since=first, until=last), asked_in)


def _one_day(span: DaySpan, single: str, asked_in: str) -> str:
    """Return the one day that a span names, behind what the phrase `single`, "since" or "until" says."""
    phrase = single if span.since == span.until else "since" if span.since else "until"
    day = day_in_words(span.since or span.until or "", asked_in)
    return _joined(say(phrase, asked_in, day=day), asked_in) if phrase else day


def _first_and_last(since: str, until: str, asked_in: str) -> tuple[str, str]:
    """Return the two days of a span, the first without the month and year that the last one says again."""
    shared = "day_without_month" if since[:7] == until[:7] else "day_without_year" if since[:4] == until[:4] else "day"
    return _written(since, asked_in, shared), day_in_words(until, asked_in)


def _written(day: str, asked_in: str, pattern: str) -> str:
    try:
        parsed = date.fromisoformat(day[:10])
    except ValueError:
        return day
    written = str(format_date(parsed, say(pattern, asked_in), locale=wording_language(asked_in)))
    return f"{say('first_of_month', asked_in)}{written[1:]}" if parsed.day == 1 else written


def _joined(days: str, asked_in: str) -> str:
    if wording_language(asked_in) != "it":
        return days
    return _BEFORE_A_VOWEL.sub(lambda found: _JOINED[found[1]], days)

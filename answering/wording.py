"""The words around the quotes, in the question's language: Spanish for Spanish, else English."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from archive.records import DaySpan, Passage

ENGLISH, SPANISH = "en", "es"
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


def wording_language(language: str) -> str:
    """Return the language that the words around the quotes are in."""
    return SPANISH if language == SPANISH else ENGLISH


def attribution(passage: Passage, *, asked_in: str, genre: str = "") -> str:
    """Return who published a quote and when, its language where that is not the question's, and that it is an opinion."""
    spanish = wording_language(asked_in) == SPANISH
    who = passage.publisher or passage.headline or passage.uri
    parts = [who, *([day_in_words(passage.published, asked_in)] if passage.published else [])]
    if passage.language != asked_in and (name := language_name(passage.language, asked_in)):
        parts.append(f"en {name}" if spanish else f"in {name}")
    if genre.casefold().strip() in _OPINIONS:
        parts.append("opinión" if spanish else "opinion")
    return ", ".join(parts)


def nearest_heading(asked_in: str) -> str:
    """Return the words above the nearest headlines."""
    return "Lo más cercano en el archivo:" if wording_language(asked_in) == SPANISH else "The nearest in the archive:"


def correction_heading(asked_in: str) -> str:
    """Return the word before a story's correction."""
    return "Corrección" if wording_language(asked_in) == SPANISH else "Correction"


def asked_as_heading(asked_in: str) -> str:
    """Return the words before a question that was completed."""
    return "Preguntado como" if wording_language(asked_in) == SPANISH else "Asked as"


def headline_label(asked_in: str) -> str:
    """Return what is written at a headline that is quoted."""
    return "Titular" if wording_language(asked_in) == SPANISH else "Headline"


def without_a_day(asked_in: str) -> str:
    """Return what stands above the stories of a timeline that tell no day."""
    return "Sin fecha" if wording_language(asked_in) == SPANISH else "Without a day"


def quoted(text: str, asked_in: str) -> str:
    """Return a headline between the quotation marks of a language; marks that it has itself stay."""
    opening, closing = _MARKS.get(asked_in, ("“", "”"))
    return f"{opening}{text}{closing}"


def version_in_words(version: int, asked_in: str) -> str:
    """Return "version 3"."""
    return f"versión {version}" if wording_language(asked_in) == SPANISH else f"version {version}"


def day_in_words(day: str, asked_in: str) -> str:
    """Return an ISO day or time as "21 November 2024"; as it stands where it is no full date."""
    try:
        parsed = date.fromisoformat(day[:10])
    except ValueError:
        return day
    pattern = "d 'de' MMMM 'de' y" if wording_language(asked_in) == SPANISH else "d MMMM y"
    return format_date(parsed, pattern, locale=wording_language(asked_in))


def days_in_words(span: DaySpan, asked_in: str) -> str:
    """Return a span of days in few words: "1–31 May 2025", "20 May 2025", "since 1 May 2025"."""
    spanish = wording_language(asked_in) == SPANISH
    if not span.since or not span.until:
        day = day_in_words(span.since or span.until or "", asked_in)
        word = ("desde el" if spanish else "since") if span.since else ("hasta el" if spanish else "until")
        return f"{word} {day}"
    first, last = span.since, span.until
    until = day_in_words(last, asked_in)
    if first == last:
        return until
    if first[:7] == last[:7]:
        return f"{int(first[8:])}–{until}"
    since = day_in_words(first, asked_in)
    if first[:4] == last[:4]:
        since = since.removesuffix(f" de {int(first[:4])}" if spanish else f" {int(first[:4])}")
    return f"{since} – {until}"


def language_name(code: str, asked_in: str) -> str | None:
    """Return a language's name, None where nobody knows the code."""
    try:
        return Locale(wording_language(asked_in)).languages.get(code)
    except UnknownLocaleError:
        return None


def listed(names: list[str], *, spanish: bool) -> str:
    """Return names as a sentence lists them."""
    if len(names) < 2:
        return "".join(names)
    word = ("e" if names[-1].startswith(("i", "hi")) else "y") if spanish else "and"
    return f"{', '.join(names[:-1])} {word} {names[-1]}"

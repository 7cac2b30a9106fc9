"""The sentences above an answer that say what it is, in the question's language: Spanish for Spanish, else English."""

from collections.abc import Sequence

from answering.wording import SPANISH, day_in_words, language_name, listed, wording_language
from archive.catalog import Coverage
from archive.records import DaySpan, Filters


def not_found_notice(coverage: Coverage, filters: Filters, *, missing: Sequence[str] = (), asked_in: str) -> str:
    """Return the sentence that says the archive has no answer, what of the question is missing, and what it does cover."""
    spanish = wording_language(asked_in) == SPANISH
    if not coverage.articles:
        if filters == Filters():
            return "El archivo está vacío." if spanish else "The archive is empty."
        return (
            "Ningún artículo del archivo pasa estos filtros."
            if spanish
            else "No article in the archive passes these filters."
        )
    languages = listed([language_name(code, asked_in) or code for code in coverage.languages], spanish=spanish)
    span = ""
    if coverage.first and coverage.last:
        first, last = day_in_words(coverage.first, asked_in), day_in_words(coverage.last, asked_in)
        span = f", del {first} al {last}" if spanish else f", from {first} to {last}"
    filtered = filters != Filters()
    if spanish:
        what = "1 artículo" if coverage.articles == 1 else f"{coverage.articles} artículos"
        holds = f"Con estos filtros abarca {what}" if filtered else f"Abarca {what}"
        lacking = f" A la noticia más cercana le falta {listed(list(missing), spanish=True)}." if missing else ""
        return f"El archivo no contiene una respuesta a esta pregunta. {holds}{span}, en {languages}.{lacking}"
    what = "1 article" if coverage.articles == 1 else f"{coverage.articles} articles"
    holds = f"Under these filters it covers {what}" if filtered else f"It covers {what}"
    lacking = f" The nearest story lacks {listed(list(missing), spanish=False)}." if missing else ""
    return f"The archive does not hold an answer to this question. {holds}{span}, in {languages}.{lacking}"


def no_longer_stands(asked_in: str) -> str:
    """Return what stands in the place of quotes that were taken out of an earlier answer."""
    if wording_language(asked_in) == SPANISH:
        return "Una parte de esta respuesta ya no se muestra: su artículo se retiró o se corrigió. Vuelva a preguntar."
    return "Part of this answer is no longer shown: its article was withdrawn or corrected. Ask again."


def greeting(asked_in: str) -> str:
    """Return what can be asked."""
    if wording_language(asked_in) == SPANISH:
        return (
            "Pregunte por lo que cuentan los artículos: quién, cuándo, cuánto, qué dijo alguien, lo último sobre un asunto o su"
            " cronología. Un nombre solo muestra lo más reciente sobre él."
        )
    return (
        "Ask about what the articles tell: who, when, how many, what somebody said, the latest on a subject or its timeline."
        " A name alone shows the newest about it."
    )


def may_not_answer(missing: Sequence[str], *, asked_in: str) -> str:
    """Return what stands over quotes that may not answer; `missing` is what of the question they lack, in words."""
    spanish = wording_language(asked_in) == SPANISH
    lacking = listed(list(missing), spanish=spanish)
    if spanish:
        verb = "falta" if len(missing) == 1 else "faltan"
        return "El archivo tiene esto al respecto, que quizá no responda" + (f": {verb} {lacking}." if lacking else ".")
    verb = "is" if len(missing) == 1 else "are"
    return "The archive has this about it, which may not answer" + (f": {lacking} {verb} missing." if lacking else ".")


def missing_kind(asks_for: str, asked_in: str) -> str:
    """Return the kind of thing that was asked for and is not there, such as "a day"; empty for kinds without a name."""
    english = {"person": "a person", "place": "a place", "day": "a day", "number": "a number", "age": "an age"}
    spanish = {
        "person": "una persona",
        "place": "un lugar",
        "day": "una fecha",
        "number": "una cifra",
        "age": "una edad",
    }
    return (spanish if wording_language(asked_in) == SPANISH else english).get(asks_for, "")


def missing_name(name: str, asked_in: str) -> str:
    """Return a name or number of the question that is not there, in its own quotation marks."""
    return f"«{name}»" if wording_language(asked_in) == SPANISH else f"“{name}”"


def counted(topic: str, stories: int, prints: int, *, asked_in: str) -> str:
    """Return how many stories and prints hold the words."""
    if wording_language(asked_in) == SPANISH:
        what = "1 historia" if stories == 1 else f"{stories} historias"
        printed = "1 artículo" if prints == 1 else f"{prints} artículos"
        verb = "contiene" if stories == 1 else "contienen"
        return f"{what} ({printed}) {verb} las palabras «{topic}»; contadas tal como están escritas."
    what = "1 story" if stories == 1 else f"{stories} stories"
    printed = "1 article" if prints == 1 else f"{prints} articles"
    verb = "holds" if stories == 1 else "hold"
    return f"{what} ({printed}) {verb} the words “{topic}”; counted as they are written."


def nothing_in_span(span: DaySpan, *, any_near: bool, asked_in: str) -> str:
    """Return that the days which the question names hold nothing about it, and where what lies nearest to them stands."""
    days = span_in_words(span, asked_in)
    if wording_language(asked_in) == SPANISH:
        near = " Lo más cercano, antes y después, figura debajo." if any_near else ""
        return f"El archivo no tiene nada sobre esto {days}.{near}"
    near = " What lies nearest before and after stands below." if any_near else ""
    return f"The archive has nothing about this {days}.{near}"


def span_in_words(span: DaySpan, asked_in: str) -> str:
    """Return a span of days as "from 1 May 2025 to 31 May 2025", a single day as "on 1 May 2025"."""
    spanish = wording_language(asked_in) == SPANISH
    since = day_in_words(span.since, asked_in) if span.since else ""
    until = day_in_words(span.until, asked_in) if span.until else ""
    if since and since == until:
        return f"el {since}" if spanish else f"on {since}"
    if since and until:
        return f"del {since} al {until}" if spanish else f"from {since} to {until}"
    if since:
        return f"desde el {since}" if spanish else f"since {since}"
    return f"hasta el {until}" if spanish else f"until {until}"


def no_mention(topic: str, *, asked_in: str) -> str:
    """Return that no story holds the words that were to be counted."""
    if wording_language(asked_in) == SPANISH:
        return f"Ninguna historia del archivo contiene las palabras «{topic}»."
    return f"No story in the archive holds the words “{topic}”."

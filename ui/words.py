"""The page's words beside an answer, in the question's language: Spanish for Spanish, else English."""

from answering.wording import wording_language


def sources_heading(asked_in: str) -> str:
    """Return the word above the sources."""
    return _choose(asked_in, "Sources", "Fuentes")


def show_in_article(asked_in: str) -> str:
    """Return what the button under a quote says."""
    return _choose(asked_in, "Show in the article", "Ver en el artículo")


def ask_as_written(asked_in: str) -> str:
    """Return what the button at a question that was completed says."""
    return _choose(asked_in, "Ask as I wrote it", "Preguntar tal como la escribí")


def how_understood(asked_in: str) -> str:
    """Return what the chips under a question are, for those who do not see them."""
    return _choose(asked_in, "How the question was understood", "Cómo se entendió la pregunta")


def not_sure(asked_in: str) -> str:
    """Return the label of quotes that may not answer."""
    return _choose(asked_in, "Perhaps not an answer", "Quizá no sea la respuesta")


def also_printed_by(asked_in: str) -> str:
    """Return the words before a story's other appearances."""
    return _choose(asked_in, "Also printed by", "También publicado por")


def unnamed_source(asked_in: str) -> str:
    """Return what stands for a publisher that nobody named."""
    return _choose(asked_in, "Unnamed source", "Fuente sin nombre")


def untitled(asked_in: str) -> str:
    """Return what stands for a headline where there is none."""
    return _choose(asked_in, "Without a headline", "Sin título")


def asked_under(asked_in: str) -> str:
    """Return the words before the filters that an answer was found under."""
    return _choose(asked_in, "Asked under", "Con los filtros")


def written_by(writer: str, asked_in: str) -> str:
    """Return the label of sentences that a language model wrote."""
    return _choose(
        asked_in,
        f"Written by {writer}; what is checked are the quotes.",
        f"Escrito por {writer}; lo comprobado son las citas.",
    )


def struck(reason: str, asked_in: str) -> str:
    """Return why a sentence was struck."""
    return _choose(asked_in, f"Struck: {reason}", f"Tachado: {reason}")


def _choose(asked_in: str, english: str, spanish: str) -> str:
    return spanish if wording_language(asked_in) == "es" else english

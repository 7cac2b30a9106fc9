"""Which language a text is in: told for an article, weighed for a question."""

import functools
from collections.abc import Iterable

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str) -> str:
    """Return the lower-case ISO 639-1 code of an article's language, "und" where it has no letters."""
    if not any(c.isalpha() for c in text):
        return UNKNOWN
    return str(_identifier().classify(text)[0])


def language_odds(text: str, among: Iterable[str]) -> dict[str, float]:
    """Return how probable each language of `among` is for a short text; the values add up to 1.

    Few words leave room for doubt, and the doubt is worth keeping: what is centred by a mixture of two languages' means
    loses less than what is centred by the wrong one.
    """
    wanted = set(among)
    ranked = {str(language): float(p) for language, p in _identifier().rank(text) if language in wanted}
    total = sum(ranked.values())
    if not total:
        return {language: 1 / len(wanted) for language in sorted(wanted)}
    return {language: p / total for language, p in ranked.items()}

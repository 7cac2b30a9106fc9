"""Which language a text is in: told for an article, weighed for a question."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

UNKNOWN = "und"
# Of XQuAD's English, Spanish and Russian paragraphs cut to their first four words, 85 % were told rightly and 15 % wrongly by the
# likeliest language alone, and 74 % and .6 % by these two; at ten words 97.5 % and 2.5 %, and 97 % and .3 %.
_SURE = 0.7
_SURE_AMONG_ITS_LIKE = 0.6
# Of the likeliest language's probability, what a publisher's own must have; another script's has next to none.
_POSSIBLE = 0.02


@functools.cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_surely(text: str) -> str:
    """Return the lower-case ISO 639-1 code of a text's language, "und" where its letters alone do not tell."""
    if not any(c.isalpha() for c in text):
        return UNKNOWN
    language, probability = _identifier().classify(text)
    return str(language) if probability >= _SURE else UNKNOWN


def identify(text: str, *, known: Sequence[Mapping[str, int]] = ()) -> str:
    """Return the lower-case ISO 639-1 code of an article's language, "und" where it has no letters or too few to tell.

    What is not plainly one of the identifier's 140 languages is taken for the likeliest of those that are `known`, each with how many
    texts are in it: the publisher's first, then the archive's. Without them, or where it is plainly none of them, it is taken for one
    of those that newspapers are most often in, which the reference texts are in, if it is plainly that among them.
    """
    if (sure := identify_surely(text)) != UNKNOWN or not any(c.isalpha() for c in text):
        return sure
    ranked = {str(language): float(p) for language, p in _identifier().rank(text)}
    for counts in known:
        if found := _likeliest(ranked, counts):
            return found
    odds = language_odds(text, _usual())
    likeliest = max(odds, key=lambda language: odds[language])
    return likeliest if odds[likeliest] >= _SURE_AMONG_ITS_LIKE else UNKNOWN


def _likeliest(ranked: Mapping[str, float], counts: Mapping[str, int]) -> str:
    weights = {language: ranked.get(language, 0.0) * count for language, count in counts.items()}
    if not any(weights.values()):
        return ""
    best = max(weights, key=lambda language: weights[language])
    is_possible = ranked[best] >= _POSSIBLE * max(ranked.values())
    return best if is_possible and weights[best] >= _SURE_AMONG_ITS_LIKE * sum(weights.values()) else ""


@functools.cache
def _usual() -> frozenset[str]:
    return frozenset(file.stem for file in (Path(__file__).parent / "reference").glob("*.jsonl"))


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

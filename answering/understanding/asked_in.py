"""Which language a question is asked in: three words alone do not say, the conversation and the reader do."""

import unicodedata
from collections.abc import Mapping, Sequence

from answering.understanding.folding import Token, tidy, tokens
from answering.understanding.function_words import FUNCTION_WORDS, GREETINGS, LANGUAGES

# Identification by letters is sure of itself on two words and wrong on a quarter of them; from five on it can be heard.
_FEW = 4
_HEARD = 400  # characters: nobody needs more to tell a language by
# What is left to the other languages, so that a wrong guess costs a mixture and not the search.
_DOUBT = 0.1
# A word that only one language of the six has outweighs what the letters say; a shared one ("de") says little.
_WORD = 4.0
_IN_NAMES = frozenset(
    "the of el la los las le les l il lo i gli die der das o os a as de del di da do du des von van d y e".split()
)
_MARKS = {"¿": "es", "¡": "es", "ß": "de"}


def language_of(
    question: str, *, odds: Mapping[str, float], history_languages: Sequence[str] = (), reader: str | None = None
) -> dict[str, float]:
    """Return how probable each language is, over the languages of `odds`; the values add up to 1.

    `odds` are what the letters say (`language.identify.language_odds`), `history_languages` those of the questions before,
    `reader` the reader's language or locale ("es-MX"), English where it is not known.
    """
    total = sum(odds.values())
    if not total:
        return dict(odds)
    heard = {language: share / total for language, share in odds.items()}
    text = tidy(question)
    if _own_script(text):
        return heard
    evidence = {} if _is_name(text) else _evidence(text)
    spoken = {language: weight for language, weight in evidence.items() if language in heard}
    usual = _usual(heard, history_languages, reader)
    words = [token for token in tokens(text) if any(map(str.isalpha, token.folded))]
    if not spoken:
        return heard if len(words) > _FEW and max(heard.values()) > 0.5 else _leaning(heard, usual)
    best = max(spoken.values())
    if len(words) <= _FEW and usual in spoken and spoken[usual] == best and _alone(spoken) != usual:
        # "presa de Torgal" is Spanish or Portuguese: the conversation decides between those whose words it has.
        usual_bonus = 2.0
    else:
        usual_bonus = 1.0
    weights = {
        language: (share + 0.02) * _WORD ** spoken.get(language, 0.0) * (usual_bonus if language == usual else 1.0)
        for language, share in heard.items()
        if language in spoken or language not in LANGUAGES
    }
    if len(words) <= _FEW:
        weights = {language: weight for language, weight in weights.items() if spoken.get(language, 0.0) == best}
    chosen = max(weights, key=lambda language: weights[language])
    return _mixed(heard, weights, chosen)


def spoken_language(text: str, *, otherwise: str) -> str:
    """Return the one of the six languages whose small words a text has most of, `otherwise` where none leads."""
    evidence = _evidence(tidy(text)[:_HEARD])
    if not evidence or evidence.get(otherwise, 0.0) == max(evidence.values()):
        return otherwise
    return _alone(evidence) or otherwise


def primary(locale: str | None) -> str:
    """Return the language of a locale ("es" of "es-MX"), "" where it names none."""
    return (locale or "").replace("_", "-").split("-")[0].lower()


def _usual(heard: Mapping[str, float], history: Sequence[str], reader: str | None) -> str:
    """Return the language of the last question, else the reader's, else English, of those that can be told."""
    for language in (*reversed([primary(past) for past in history]), primary(reader), "en"):
        if language in heard:
            return language
    return max(heard, key=lambda language: heard[language])


def _evidence(text: str) -> dict[str, float]:
    """Return for each of the six languages the share of its small words in a text: 1 for a word no other has."""
    weights: dict[str, float] = {}
    plain = [token.folded for token in tokens(text)]
    greets = [language for language in LANGUAGES if plain and set(plain) <= GREETINGS[language]]
    for language in greets:
        weights[language] = weights.get(language, 0.0) + 2.0
    for word in dict.fromkeys(plain):
        users = [language for language in LANGUAGES if word in FUNCTION_WORDS[language]]
        for language in users:
            weights[language] = weights.get(language, 0.0) + 1 / len(users)
    for mark, language in _MARKS.items():
        if mark in text:
            weights[language] = weights.get(language, 0.0) + 1.0
    return weights


def _is_name(text: str) -> bool:
    """Whether a text is nothing but a name, whose article says where it comes from and not who asks ("La Rochelle")."""
    words = tokens(text)
    others = [word for word in words if word.folded not in _IN_NAMES]
    return len(words) <= _FEW and bool(others) and not _asks(words) and all(word.capital for word in others)


def _asks(words: Sequence[Token]) -> bool:
    plain = {word.folded for word in words} - _IN_NAMES
    return any(plain & (FUNCTION_WORDS[language] | GREETINGS[language]) for language in LANGUAGES)


def _alone(spoken: Mapping[str, float]) -> str | None:
    best = max(spoken.values())
    leaders = [language for language, weight in spoken.items() if weight == best]
    return leaders[0] if len(leaders) == 1 else None


def _leaning(heard: Mapping[str, float], language: str) -> dict[str, float]:
    """Return odds that lean on one language and leave the rest its doubt."""
    return {other: _DOUBT * share + (1 - _DOUBT if other == language else 0.0) for other, share in heard.items()}


def _mixed(heard: Mapping[str, float], weights: Mapping[str, float], chosen: str) -> dict[str, float]:
    total = sum(weights.values())
    shares = {language: weights.get(language, 0.0) / total for language in heard}
    mixed = {language: (1 - _DOUBT) * shares[language] + _DOUBT * heard[language] for language in heard}
    if max(mixed, key=lambda language: mixed[language]) != chosen:
        return _leaning(heard, chosen)
    return mixed


def _own_script(text: str) -> bool:
    """Whether most letters are of another script than the Latin one, which tells a language by itself."""
    letters = [character for character in text if character.isalpha()]
    other = sum(not unicodedata.name(character, "").startswith("LATIN") for character in letters)
    return bool(letters) and other * 2 > len(letters)

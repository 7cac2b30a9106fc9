"""What is said around the quotes, out of one table: in the question's language where we write it, else in English."""

import functools
import tomllib
from pathlib import Path

from babel import Locale
from babel.numbers import format_decimal

_FOLDER = Path(__file__).parent
ENGLISH = "en"


def wording_language(language: str) -> str:
    """Return the language that the words around the quotes are in."""
    return language if language in _table()["not_found"] else ENGLISH


def say(phrase: str, asked_in: str, *, n: int = 1, **parts: str) -> str:
    """Return a phrase of the table with its parts filled in; `n` chooses between its forms for one and for more."""
    language = wording_language(asked_in)
    forms = _table()[phrase][language]
    if isinstance(forms, list):
        forms = forms[0 if Locale(language).plural_form(n) == "one" else 1]
    return forms.format(n=format_decimal(n, locale=language), **parts)


@functools.cache
def _table() -> dict[str, dict[str, str | list[str]]]:
    return tomllib.loads((_FOLDER / "phrases.toml").read_text("utf-8"))

"""Cleaning loses no word, and cleaning again changes nothing."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import clean_line, clean_text

# Any text, and text dense in what cleaning decides about.
_TRICKY = st.text(
    st.sampled_from(
        "a ñn\u0303\u0301\u0323\n\r\t\x0b\x85\u2028\u00a0\u2009\u00ad\u200b\u200c\u200d\u034f\ufeff\u202e\u2066بكक्👩\ufe0f🏴\U000e0067\U000e007f"
    )
)
_TEXTS = st.text(st.characters(exclude_categories=())) | _TRICKY
_SEEN_FORMATS = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"


def _words(text: str) -> list[str]:
    """The letters, digits and marks of a text, whatever is between them."""
    hidden = {c for c in text if unicodedata.category(c) in ("Cf", "Cc", "Cs") and not c.isspace()}
    visible = "".join(c for c in text if c not in hidden and c != "\u034f")
    return [c for c in unicodedata.normalize("NFD", visible) if c.isalnum() or unicodedata.category(c)[0] == "M"]


@given(_TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(_TEXTS)
def test_no_letter_digit_or_mark_is_lost(text: str) -> None:
    assert _words(clean_text(text)) == _words(text)
    assert _words(clean_line(text)) == _words(text)


@given(_TEXTS)
def test_a_cleaned_text_can_be_stored_and_is_normal(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode()
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not any(mark in cleaned for mark in ("\r", "\t", "\u00a0", "\u00ad", "  ", "\n\n\n", " \n", "\n "))
    assert cleaned == cleaned.strip()
    assert "\n" not in clean_line(text)


def test_every_format_and_control_character_is_removed_unless_it_is_seen() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if unicodedata.category(character) in ("Cf", "Cc") and not 0x13430 <= code <= 0x1343F:
            kept = clean_text(f"a{character}b")
            if character in _SEEN_FORMATS:
                assert kept == f"a{character}b", hex(code)
            else:
                assert kept in ("ab", "a b", "a\nb"), hex(code)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("uno\r\ndos\rtres", "uno\ndos\ntres"),
        ("uno\n \n\t\n\ndos", "uno\n\ndos"),
        ("10\u202f000\u00a0€  ", "10 000 €"),
        ("man\u0303ana", "mañana"),
        ("\ufeffextra\u00adordinario\u200b", "extraordinario"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚀 and 🏳\ufe0f\u200d🌈", "👩\u200d🚀 and 🏳\ufe0f\u200d🌈"),
        ("no\u200djoin\u200cer", "nojoiner"),
        (
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        ),
        ("hidden\U000e0069\U000e0067\U000e006e", "hidden"),
        ("half \ud83d emoji", "half \ufffd emoji"),
    ],
)
def test_what_is_cleaned_and_what_stays(text: str, cleaned: str) -> None:
    assert clean_text(text) == cleaned


def test_a_line_has_no_breaks() -> None:
    assert clean_line(" Sube\nel\u2028pan \r\n") == "Sube el pan"

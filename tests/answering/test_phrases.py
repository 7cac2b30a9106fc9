"""What is said around the quotes is in every language that is understood, and says the same parts in each."""

import re
import string
import tomllib

import pytest

from answering.phrases import say, wording_language
from answering.understanding.tables import LANGUAGES
from archive.settings import PROJECT

_TABLE = tomllib.loads((PROJECT / "answering" / "phrases.toml").read_text("utf-8"))


def _forms(phrase: str, language: str) -> list[str]:
    forms = _TABLE[phrase][language]
    return forms if isinstance(forms, list) else [forms]


def _parts(text: str) -> set[str | None]:
    return {part for _, part, _, _ in string.Formatter().parse(text) if part is not None}


@pytest.mark.parametrize("phrase", _TABLE)
def test_a_phrase_is_there_in_every_language_with_the_same_parts(phrase: str) -> None:
    assert tuple(_TABLE[phrase]) == LANGUAGES
    forms = {language: _forms(phrase, language) for language in LANGUAGES}
    assert {len(some) for some in forms.values()} in ({1}, {2})
    parts = _parts(forms["en"][0])
    assert all(_parts(form) == parts and form.strip() == form != "" for some in forms.values() for form in some)


@pytest.mark.parametrize("phrase", _TABLE)
def test_a_phrase_is_set_as_its_language_sets_it(phrase: str) -> None:
    for language in LANGUAGES:
        for form in _forms(phrase, language):
            assert '"' not in form and ("'" not in form or phrase.startswith("day"))
    for form in _forms(phrase, "fr"):
        assert not re.search(r"(?<!\u00a0):|(?<!\u202f);", form)


def test_no_phrase_is_left_over() -> None:
    files = [file for room in ("answering", "ui") for file in (PROJECT / room).rglob("*.py")]
    said = "\n".join(file.read_text("utf-8") for file in files)
    made_up = [f"missing_{kind}" for kind in ("person", "place", "day", "number", "age")]
    made_up += [f"grade_{grade}" for grade in ("sure", "unsure", "not_found")]
    assert [one for one in _TABLE if not re.search(f"[\"']{one}[\"']", said) and one not in made_up] == []


@pytest.mark.parametrize(
    ("asked_in", "worded_in"), [(code, code) for code in LANGUAGES] + [("zh", "en"), ("ca", "en"), ("und", "en")]
)
def test_other_languages_are_answered_in_english(asked_in: str, worded_in: str) -> None:
    assert wording_language(asked_in) == worded_in
    assert say("not_found", asked_in) == _TABLE["not_found"][worded_in]


def test_the_form_is_the_one_that_the_number_takes() -> None:
    assert [say("articles", "en", n=n) for n in (0, 1, 2)] == ["0 articles", "1 article", "2 articles"]
    assert [say("articles", "fr", n=n) for n in (0, 1, 2)] == ["0 article", "1 article", "2 articles"]
    assert [say("stories", "pt", n=n) for n in (1, 12345)] == ["1 notícia", "12.345 notícias"]


def test_what_is_filled_in_is_never_taken_for_a_part() -> None:
    assert (
        say("no_mention", "en", topic="“{n} {missing}”") == "No story in the archive holds the words “{n} {missing}”."
    )

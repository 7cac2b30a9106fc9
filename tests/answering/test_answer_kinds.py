"""Whether a text holds a person, a place, a day, a number or an age is told by rules, in six languages and without hiding others."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.answer_kinds import holds_day, holds_kind, holds_name
from answering.reading import words_of

_NOTHING: frozenset[str] = frozenset()


def _holds(text: str, kind: str, language: str, *known: str) -> bool:
    return holds_kind(text, kind, language=language, known=known)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It was closed by the mayor, Ada Quill."),
        ("es", "La cerró la alcaldesa, Amalia Contreras."),
        ("fr", "Il a été fermé par la maire, Solange Aubry."),
        ("de", "Geschlossen hat sie die Bürgermeisterin Trude Falk."),
        ("pt", "Foi fechada pela prefeita, Iara Duarte."),
        ("it", "L'ha chiuso la sindaca, Pia Morandi."),
        ("ru", "Мост закрыла мэр Анна Лукина."),
        ("zh", "市长关闭了大桥。"),  # a script without capitals shows no names: it must not be hidden
        ("ar", "أغلقت العمدة الجسر."),
    ],
)
def test_a_name_is_held(language: str, text: str) -> None:
    assert _holds(text, "person", language)
    assert _holds(text, "place", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The bridge was closed by the mayor."),
        ("en", "The bridge was closed by her on a Tuesday in May."),
        ("es", "¿El puente? Lo cerró la alcaldesa."),
        ("fr", "« Le pont est fermé », a dit la maire."),
        ("pt", "A ponte foi fechada pela prefeita."),
        ("it", "Il ponte è stato chiuso dalla sindaca."),
        ("ru", "Мост закрыла мэр."),
    ],
)
def test_a_capital_that_only_begins_a_sentence_is_no_name(language: str, text: str) -> None:
    assert not _holds(text, "person", language)
    assert not _holds(text, "place", language)


def test_the_questions_own_names_answer_nothing() -> None:
    assert not _holds("Everybody knows Ada Quill.", "person", "en", "ada", "quill")
    assert _holds("Everybody knows Ada Quill and Iris Penn.", "person", "en", "ada", "quill")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ferry stopped on Tuesday."),
        ("en", "It reopened in March."),
        ("en", "It opened in 1987."),
        ("en", "It happened two years ago."),
        ("en", "The doors open at 19:30."),
        ("es", "El ferri dejó de salir el martes."),
        ("es", "Abrió en marzo."),
        ("es", "Cerró ayer."),
        ("fr", "Le bac s'est arrêté mardi."),
        ("fr", "Il a rouvert en août."),
        ("de", "Die Fähre fuhr am Dienstag zuletzt."),
        ("de", "Sie öffnete im März wieder."),
        ("pt", "A balsa parou na terça-feira."),
        ("pt", "Abriu em março, às 10h30."),
        ("it", "Il traghetto si è fermato martedì."),
        ("it", "Ha riaperto ad agosto."),
        ("ru", "Паром остановился вчера."),
        ("en", "The minutes are dated 2025-03-04."),
    ],
)
def test_a_day_is_held(language: str, text: str) -> None:
    assert _holds(text, "day", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The ferry stopped because of the wind."),
        ("en", "It carried 40 cars."),
        ("en", "The works cost 2,011,500 euros."),
        ("en", "The ferry may stop because of the wind."),
        ("es", "El ferri dejó de salir por el viento."),
        ("fr", "Le bac s'est arrêté à cause du vent."),
        ("de", "Die Fähre fuhr wegen des Windes nicht."),
        ("pt", "A balsa parou por causa do vento."),
        ("it", "Il traghetto si è fermato per il vento."),
    ],
)
def test_no_day_is_held(language: str, text: str) -> None:
    assert not _holds(text, "day", language)


def test_the_year_that_the_question_names_does_not_tell_when() -> None:
    assert not _holds("The 2024 regatta was won by a nun.", "day", "en", "2024")
    assert _holds("The 2024 regatta was won in May.", "day", "en", "2024")
    assert not holds_day("In May the boats lie still.", language="en", known={"may"})


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It carried 40 cars."),
        ("en", "It carried forty cars."),
        ("es", "Costó 4,6 millones."),
        ("es", "Murieron siete personas."),
        ("fr", "Quinze enfants étaient à bord."),
        ("de", "Siebzig Kinder waren an Bord."),
        ("pt", "Morreram duas pessoas."),
        ("it", "A bordo c'erano venti bambini."),
        ("zh", "只需31分钟"),
    ],
)
def test_a_number_is_held(language: str, text: str) -> None:
    assert _holds(text, "number", language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "It carried cars."),
        ("en", "One of them spoke of it in 2024."),  # "one" is an article elsewhere, and a year counts nothing
        ("es", "Hubo una víctima."),
        ("fr", "Une voiture était à bord."),
        ("de", "Ein Auto war an Bord."),
        ("pt", "Havia um carro a bordo."),
        ("it", "A bordo c'era un'auto."),
    ],
)
def test_no_number_is_held(language: str, text: str) -> None:
    assert not _holds(text, "number", language)


@pytest.mark.parametrize("number", ["40", "3,200", "4.6"])
def test_a_number_that_the_question_has_itself_does_not_answer_how_many(number: str) -> None:
    question = f"How many of the {number} boats sank?"
    text = f"The {number} boats lay in the harbour."
    assert not holds_kind(text, "number", language="en", known=words_of(question))
    assert holds_kind(f"{text[:-1]}, and 17 sank.", "number", language="en", known=words_of(question))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The poet, 52, lives on a boat."),
        ("en", "She is 52 years old."),
        ("en", "A 52-year-old poet."),
        ("es", "La poeta, de 52 años, vive en un barco."),
        ("fr", "La poète, âgée de 52 ans, vit à bord."),
        ("de", "Die 52-jährige Dichterin lebt an Bord."),
        ("de", "Sie ist 52 Jahre alt."),
        ("pt", "A poeta tem 52 anos."),
        ("it", "La poetessa ha 52 anni."),
        ("ru", "Поэту 52 года."),
    ],
)
def test_an_age_is_held(language: str, text: str) -> None:
    assert _holds(text, "age", language)


@pytest.mark.parametrize("text", ["The poet lives on a boat.", "She has 52 boats.", "It was in 1952."])
def test_no_age_is_held(text: str) -> None:
    assert not _holds(text, "age", "en")


@pytest.mark.parametrize("kind", ["reason", "thing", "", "nobody heard of it"])
def test_what_no_rule_tells_is_held_by_everything(kind: str) -> None:
    assert _holds("", kind, "en")


@settings(max_examples=60, deadline=None)
@given(
    text=st.text(max_size=300),
    kind=st.sampled_from(["person", "place", "day", "number", "age"]),
    language=st.sampled_from(["en", "es", "fr", "de", "pt", "it", "ru", "und", "", "xx-YY-zz", "!"]),
)
def test_no_text_and_no_language_is_too_strange(text: str, kind: str, language: str) -> None:
    told = holds_kind(text, kind, language=language, known=_NOTHING)
    assert told in (True, False)
    # What is held stays held when more is told after it.
    assert not told or kind == "age" or holds_kind(f"{text}\n…", kind, language=language, known=_NOTHING)


@pytest.mark.parametrize("piece", ["a ", "1,", "12:", "aged ", "1 ", "Ab", "“"])
def test_a_text_of_a_hundred_thousand_characters_is_read_at_once(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.process_time()
    for kind in ("person", "day", "number", "age"):
        holds_kind(text, kind, language="en", known=_NOTHING)
    assert time.process_time() - started < 2


def test_whose_capital_stands_after_an_opening_mark_begins_a_sentence() -> None:
    assert not holds_name("“Nobody came”, they said.", language="en", known=_NOTHING)
    assert holds_name("They called it “Nobody's Herald”.", language="en", known=_NOTHING)

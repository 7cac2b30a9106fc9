"""Which names and numbers a question holds: none that is no name, and none of the plain ones missed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.understanding.names import names_in
from answering.understanding.numerals import numbers_in, values_in
from answering.understanding.spelling import fold, words_of


def _found(question: str, language: str) -> list[str]:
    return [named.text for named in names_in(question, language=language)]


@pytest.mark.parametrize(
    ("language", "question", "names"),
    [
        ("en", "What did Sabbagh say about Israel?", ["Sabbagh", "Israel"]),
        ("en", "Where was President Masoud Pezeshkian born?", ["Masoud Pezeshkian"]),
        ("en", "What did the Spanish Prime Minister Ana Olmo say on Monday?", ["Ana Olmo"]),
        ("en", "When was Puerto de la Cruz founded?", ["Puerto de la Cruz"]),
        ("en", "Did the Ministry of Health confirm it?", ["Ministry of Health"]),
        ("en", "Who lives in New York City?", ["New York City"]),
        ("en", "Who is Kim Jong-un?", ["Kim Jong-un"]),
        ("en", "Describe Clara Voss's work", ["Clara Voss"]),
        ("en", "Sabbagh's proposal", ["Sabbagh"]),
        ("en", "What does the UN think of US tariffs?", ["UN", "US"]),
        ("en", "what did they say about iran", ["iran"]),
        ("es", "¿Cuándo nació la arquitecta Clara Voss?", ["Clara Voss"]),
        ("es", "¿Qué pasó en San Telmo?", ["San Telmo"]),
        ("fr", "Qu'a dit Jeanne Dulac sur l'Iran ?", ["Jeanne Dulac", "Iran"]),
        ("fr", "L'Iran a-t-il répondu ?", ["Iran"]),
        ("pt", "O que disse Lula da Silva sobre o Irã?", ["Lula da Silva", "Irã"]),
        ("it", "Quando è nata l'architetta Clara Voss?", ["Clara Voss"]),
        ("ru", "Что предложил Сабаг в Тегеране?", ["Сабаг", "Тегеране"]),
        ("ar", "ماذا قال رئيس إيران؟", ["إيران"]),
        ("zh", "伊朗总统说了什么？", ["伊朗"]),
    ],
)
def test_names_of_a_question_are_found_whole(language: str, question: str, names: list[str]) -> None:
    assert _found(question, language) == names


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "How did the Iranian President react in May?"),
        ("en", "What Did The Minister Say About Trade And Schools?"),
        ("en", "WHO IS THE MINISTER?"),
        ("en", "Tell me what happened next Monday"),
        ("en", "Housing crisis"),
        ("en", "What did Parliament decide?"),
        ("en", "And what did the minister reply?"),
        ("es", "¿Y qué respondió la ministra?"),
        ("es", "Últimas noticias"),
        ("fr", "Le Premier ministre a-t-il démissionné ?"),
        ("fr", "Les Français aiment-ils le vin ?"),
        ("pt", "Quem é o prefeito?"),
        ("it", "Che cosa ha deciso il governo?"),
    ],
)
def test_capitals_of_titles_headings_peoples_and_first_words_are_no_names(language: str, question: str) -> None:
    assert _found(question, language) == []


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Was hat Merkel zu Israel gesagt?", ["Merkel", "Israel"]),
        ("Was sagte die Gesundheitsministerin Clara Voss zu Steuern?", ["Clara Voss"]),
        ("Was sagte Ursula von der Leyen?", ["Ursula von der Leyen"]),
        ("Seit wann ist Olaf Brinkmann Bundeskanzler?", ["Olaf Brinkmann"]),
        ("Wer ist der Bürgermeister von München?", ["München"]),
        ("Was schlug Sabbagh vor?", ["Sabbagh"]),
        ("Wann wurde der Bau der Talsperre begonnen?", []),
        ("Wie viele Tonnen Stahl wurden verbaut?", []),
        ("Wie hoch war der Preis von Strom?", []),
        ("Welche Folgen hat der Klimawandel für Küstenstädte?", []),
        ("Wie reagierten Umweltschützer auf Pläne der Regierung?", []),
    ],
)
def test_german_nouns_are_told_from_names(question: str, names: list[str]) -> None:
    assert _found(question, "de") == names


def test_a_title_in_quotation_marks_is_one_name_and_marked_as_such() -> None:
    for question in ("Who wrote “The Lost Harbour”?", 'Who wrote "The Lost Harbour"?', "Who wrote «The Lost Harbour»?"):
        (named,) = names_in(question, language="en")
        assert (named.text, named.title) == ("The Lost Harbour", True)


@pytest.mark.parametrize(
    ("language", "question", "numbers"),
    [
        ("en", "Who got 19 votes in 2012?", ["19", "2012"]),
        ("en", "Did 3.5 million people vote?", ["3.5 million"]),
        ("es", "¿Quién recibió 1.245 votos en 2012?", ["1.245", "2012"]),
        ("en", "What was built in the 1990s?", ["1990s"]),
        ("en", "What happened on 20 May 2025?", ["2025"]),
        ("en", "What happened between 2019 and 2021?", []),
        ("es", "¿Qué pasó entre 2019 y 2021?", []),
        ("es", "¿Qué pasó de 2019 a 2021?", []),
        ("de", "Was geschah seit Mai 2019?", []),
        ("en", "Did more than 100 people come?", []),
        ("en", "Is COVID-19 over, and what did the G7 say at 10:30?", []),
    ],
)
def test_numbers_are_those_the_story_must_hold(language: str, question: str, numbers: list[str]) -> None:
    found = [named.text for named in names_in(question, language=language) if named.kind == "number"]
    assert found == numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.245", 1245), ("1,245", 1245), ("1 245", 1245), ("3,5", 3.5), ("1,245.50", 1245.5), ("3.5 million", 3.5e6),
        ("3,5 Millionen", 3.5e6), ("2 mil millones", 2e9), ("twenty-one", 21), ("dos", 2), ("dreizehn", 13), ("siglo XIX", 19),
        ("٢٠١٢", 2012), ("350万", 3.5e6), ("the 1990s", 1994),
    ],
)  # fmt: skip
def test_a_number_is_worth_the_same_however_it_is_written(text: str, value: float) -> None:
    assert value in values_in(text, words_of(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["en", "es", "fr", "de", "pt", "it", "ru", "ar", "zh", "xx", ""]))
def test_any_text_is_read_and_names_stand_where_they_say(question: str, language: str) -> None:
    for named in names_in(question, language=language):
        assert question[named.start : named.end] == named.text != ""


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="0123456789., '’XVImn", max_size=80))
def test_any_figures_are_read(text: str) -> None:
    for number in numbers_in(text):
        assert 0 <= number.start < number.end <= len(text)
    values_in(text, words_of(text))


@pytest.mark.parametrize("piece", ["Aa de ", "1.", "“", "A-", "und der Von ", "'s ", "2012 y ", "X"])
def test_a_question_of_ten_thousand_characters_is_read_at_once(piece: str) -> None:
    question = (piece * 10_000)[:10_000]
    assert len(names_in(question, language="de")) <= 12
    assert len(names_in(question, language="en")) <= 12


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30))
def test_folding_a_folded_word_changes_nothing(word: str) -> None:
    assert fold(fold(word)) == fold(word)

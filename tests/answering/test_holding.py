"""Whether a text holds a name: in any script and inflection, and never somebody else's."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from answering.holding import HELD, MISSING, WEAKLY, Searchable, holds
from answering.namesakes import namesake
from answering.sounding import sound_alike
from answering.understanding.names import Named, names_in


def _held(name: str, text: str, asked_in: str, written_in: str, *, title: bool = False) -> float:
    named = Named(name, 0, len(name), "name", title)
    return holds(named, Searchable(text), question_language=asked_in, text_language=written_in)


def _number_held(number: str, text: str, written_in: str = "en") -> float:
    named = Named(number, 0, len(number), "number")
    return holds(named, Searchable(text), question_language="en", text_language=written_in)


@pytest.mark.parametrize(
    ("name", "text", "asked_in", "written_in"),
    [
        ("Sabbagh", "Sabbagh's visit to Tehran", "en", "en"),
        ("Sabbagh", "Встреча с Сабагом прошла вчера", "en", "ru"),
        ("Merkel", "Merkels Partei verlor", "de", "de"),
        ("Merkels", "Merkel sprach", "de", "de"),
        ("Pezeshkian", "قال الرئيس الإيراني بزشكيان", "en", "ar"),
        ("Pezeshkian", "رئیس جمهور پزشکیان گفت", "en", "fa"),
        ("Pezeshkian", "Пезешкиана приняли в Москве", "en", "ru"),
        ("Пезешкиан", "Pezeshkian spoke", "ru", "en"),
        ("Putin", "Poutine a parlé", "en", "fr"),
        ("Putin", "встреча с Путиным", "es", "ru"),
        ("Zelensky", "Selenskyj sprach", "en", "de"),
        ("Zelensky", "Zelenskyy spoke", "en", "en"),
        ("Gorbachev", "Gorbatschow sprach", "en", "de"),
        ("Mitsotakis", "Ο Μητσοτάκης είπε", "en", "el"),
        ("Netanyahu", "נתניהו אמר", "en", "he"),
        ("Müller", "Mueller sagte", "de", "de"),
        ("Erdoğan", "Erdogan said", "en", "en"),
        ("Nowak", "Rozmowa z Nowakiem", "en", "pl"),
    ],
)
def test_a_persons_name_is_held_across_inflection_script_and_spelling(
    name: str, text: str, asked_in: str, written_in: str
) -> None:
    assert _held(name, text, asked_in, written_in) == HELD


@pytest.mark.parametrize(
    ("name", "text", "asked_in", "written_in"),
    [
        ("Iran", "La delegación de Irán", "en", "es"),
        ("Iran", "В Иране ответили", "en", "ru"),
        ("Iran", "وإيران تقول", "en", "ar"),
        ("Iran", "伊朗总统今天表示", "en", "zh"),
        ("Iran", "the Iranian minister", "en", "en"),
        ("Spain", "el presidente español", "en", "es"),
        ("Netherlands", "the Dutch king", "en", "en"),
        ("Германии", "in Germany", "ru", "en"),
        ("Germany", "Alemania", "en", "es"),
        ("London", "à Londres", "en", "fr"),
        ("London", "в Лондоне", "en", "ru"),
        ("Munich", "in München", "en", "de"),
        ("Jerusalem", "في القدس", "en", "ar"),
        ("UN", "la ONU dijo", "en", "es"),
        ("US", "EE. UU. anunció", "en", "es"),
        ("WHO", "the World Health Organization said so; the WHO knows", "en", "en"),
        ("Ministry of Health", "el Ministerio de Salud informó", "en", "es"),
        ("Ministry of Health", "the health ministry said", "en", "en"),
    ],
)
def test_places_and_bodies_are_held_under_their_other_names(
    name: str, text: str, asked_in: str, written_in: str
) -> None:
    assert _held(name, text, asked_in, written_in) == HELD


@pytest.mark.parametrize(
    ("name", "text", "asked_in", "written_in"),
    [
        ("Maria", "Mario Draghi spoke", "en", "en"),
        ("Maria", "Mario Draghi habló", "en", "es"),
        ("Maria", "Марио Драги сказал", "en", "ru"),
        ("Israel", "Ismail spoke", "en", "en"),
        ("Israel", "Ismael habló", "en", "es"),
        ("Iran", "Iraq said", "en", "en"),
        ("Iran", "Irak dijo", "en", "es"),
        ("Iran", "العراق قال", "en", "ar"),
        ("Austria", "Australia won", "en", "en"),
        ("Austria", "Australien siegte", "en", "de"),
        ("Carter", "Castor sells watches", "en", "en"),
        ("Martin", "Martinez scored", "en", "en"),
        ("Paris", "the Parish council", "en", "en"),
        ("WHO", "who said it", "en", "en"),
        ("US", "let us go", "en", "en"),
        ("Ministry of Health", "the weather was fine", "en", "en"),
    ],
)
def test_a_name_is_not_held_by_its_neighbours(name: str, text: str, asked_in: str, written_in: str) -> None:
    assert _held(name, text, asked_in, written_in) == MISSING


@pytest.mark.parametrize(
    ("name", "held"), [("Lumbreda", WEAKLY), ("Lumbrada", HELD), ("Tumbrada", MISSING), ("Lumb", MISSING)]
)
def test_a_misspelled_name_is_held_weakly(name: str, held: float) -> None:
    assert _held(name, "The mayor of Lumbrada spoke.", "en", "en") == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Clara Voss won.", HELD),
        ("Clara spoke first. Then Voss left.", HELD),
        ("C. Voss won.", HELD),
        ("Voss, Clara", HELD),
        ("In the end Voss won.", WEAKLY),
        ("The architect Voss won.", WEAKLY),
        ("Marta Voss won the tournament.", MISSING),
        ("Then Marta Voss won, and Marta Voss smiled.", MISSING),
        ("Clara Ruiz won.", MISSING),
        ("Nobody won.", MISSING),
    ],
)
def test_a_full_name_is_held_by_degrees(text: str, held: float) -> None:
    assert _held("Clara Voss", text, "en", "en") == held


def test_what_cannot_be_told_is_not_called_missing() -> None:
    assert _held("Ministry of Health", "nada de eso", "en", "es") == WEAKLY
    assert _held("Clara Voss", "今天下雨。", "en", "zh") == WEAKLY
    assert _held("The Lost Harbour", "una novela", "en", "es", title=True) == WEAKLY
    assert _held("The Lost Harbour", "a novel", "en", "en", title=True) == MISSING


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("1.245", "had 1,245 votes"), ("1,245", "tuvo 1 245 votos"), ("2012", "in 2012-2013"), ("2", "dos goles"), ("two", "2 goals"),
        ("50 per cent", "50 %"), ("3.5 million", "3,500,000 people"), ("3.5 million", "3,5 Millionen"), ("19", "del siglo XIX"),
        ("1990s", "in 1994"), ("1990s", "en los años 90"), ("12", "twelve"),
    ],
)  # fmt: skip
def test_a_number_is_held_however_it_is_written(number: str, text: str) -> None:
    assert _number_held(number, text) == HELD


@pytest.mark.parametrize(
    ("number", "text"),
    [("2012", "in 2013"), ("2012", "201 2"), ("12", "112"), ("5", "in 2015"), ("3.5 million", "3.5 points"), ("1990s", "in 1989")],
)  # fmt: skip
def test_a_number_is_not_held_by_another(number: str, text: str) -> None:
    assert _number_held(number, text) == MISSING


_ALPHABET = st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Zs", "Po", "Pd"])


@settings(max_examples=60, deadline=None)
@given(
    st.text(_ALPHABET, min_size=1, max_size=20),
    st.text(_ALPHABET, max_size=40),
    st.sampled_from(["en", "de", "ru", "ar", "zh"]),
    st.sampled_from(["en", "es", "pl", "fi", "fa"]),
)
def test_a_name_that_stands_in_the_text_is_held(name: str, around: str, asked_in: str, written_in: str) -> None:
    assume(name.strip())
    assert _held(name, f"{around}\n{name}\n{around}", asked_in, written_in) == HELD


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=200), st.sampled_from(["name", "number"]))
def test_any_name_may_be_asked_of_any_text(name: str, text: str, kind: str) -> None:
    named = Named(name, 0, len(name), "name" if kind == "name" else "number")
    assert holds(named, Searchable(text), question_language="en", text_language="xx") in (HELD, WEAKLY, MISSING)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=15), st.text(max_size=15))
def test_sounding_alike_goes_both_ways(one: str, other: str) -> None:
    assert sound_alike(one, other) == sound_alike(other, one)


@pytest.mark.parametrize(
    ("asked_in", "question", "written_in", "text"),
    [
        ("en", "When was the architect Clara Voss born?", "en", "The painter Clara Voss opened a show."),
        ("en", "When was architect Clara Voss born?", "en", "Clara Voss, 45, a Swiss chess player, won."),
        ("en", "What did Clara Voss, the goalkeeper, say?", "en", "Judge Clara Voss ruled."),
        ("es", "¿Qué dijo la arquitecta Clara Voss?", "es", "La ajedrecista Clara Voss ganó."),
        ("es", "¿Qué dijo la arquitecta Clara Voss?", "en", "The painter Clara Voss opened a show."),
        ("fr", "Qu'a dit l'architecte Clara Voss ?", "fr", "Clara Voss, peintre suisse, a parlé."),
        ("de", "Was sagte die Gesundheitsministerin Clara Voss?", "de", "Die Schachspielerin Clara Voss sprach."),
        ("pt", "O que disse a arquiteta Clara Voss?", "pt", "Clara Voss, pintora, falou."),
        ("it", "Cosa ha detto l'architetta Clara Voss?", "it", "La pittrice Clara Voss ha parlato."),
    ],
)
def test_somebody_of_another_trade_is_a_namesake(asked_in: str, question: str, written_in: str, text: str) -> None:
    (named,) = names_in(question, language=asked_in)
    assert namesake(question, named, Searchable(text), question_language=asked_in, text_language=written_in)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When was architect Clara Voss born?", "Clara Voss opened a show."),
        ("When was architect Clara Voss born?", "Clara Voss, a painter, and Clara Voss, the architect, met."),
        ("What did minister Clara Voss say?", "Senator Clara Voss spoke."),
        ("What did mayor Clara Voss say?", "Director Clara Voss spoke."),
        ("What did mayor Clara Voss say?", "Clara Voss, who met the painter Ruiz, spoke."),
        ("What did mayor Clara Voss say?", "The painter Ruiz met Clara Voss."),
        ("What did Clara Voss say?", "The painter Clara Voss spoke."),
    ],
)
def test_nobody_is_a_namesake_where_nothing_says_so(question: str, text: str) -> None:
    (named,) = names_in(question, language="en")
    assert not namesake(question, named, Searchable(text), question_language="en", text_language="en")

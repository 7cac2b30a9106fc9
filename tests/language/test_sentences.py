"""Sentences end where a reader says they end, in every language, and no character is lost."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from language.sentences import sentence_spans


def _sentences(text: str, language: str | None = None) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text, language=language)]


# Each language's examples: the sentences, joined by a space in the text (by nothing in Chinese and Japanese).
@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("es", ["El Dr. Ruiz y la Sra. Vega viajaron a EE. UU. el lunes.", "Volvieron el martes."]),
        ("es", ["El Sr. Paz vive en Av. Juárez con D. Luis, el Excmo. Sr. alcalde.", "No dijo más."]),
        ("es", ["Los JJ. OO. empiezan hoy y las CC. AA. ayudan.", "Nadie se opuso."]),
        ("es", ["EE.UU. no firmó.", "Vive en EE.UU. desde 2010."]),
        ("es", ["Abre a las 9 a.m. y cierra a las 8 p. m. los lunes.", "El resto, no."]),
        ("es", ["Lo dice el art. 5 de la ley, en la pág. 12.", "Lo firmó J. L. Borges."]),
        ("es", ["El museo vende arte.", "La entrada cuesta 4.600,50 euros."]),
        ("es", ["Hay pan, vino, etc.", "El bar cerró."]),
        ("es", ["¿Quién lo pagará?", "¡Nadie lo sabe!", "El alcalde calló…", "¿Y ahora?"]),
        ("es", ["El palacio es del s. XVI y sigue en pie.", "Se visita gratis."]),
        ("en", ["Mr. and Mrs. Holt met Dr. A. B. Reed at 9 a.m. on Monday.", "They left."]),
        ("en", ["The U.S. Senate heard Gen. Marsh, of Washington, D.C., and St. John's won.", "He left."]),
        ("en", ["She saw works of art.", "The museum closed.", "He said no.", "Nobody cared."]),
        ("en", ["No. 7 is closed, see Fig. 3 and vol. 2.", "It cost $3.5 million."]),
        ("en", ["Is it true?", "Yes!", "It is... maybe.", "Wait..."]),
        ("de", ["Am 3. Oktober kam Prof. Dr. Weber.", "Er blieb bis zum 5. November."]),
        ("de", ["Es gibt z.B. Wein.", "Das kostet ca. 5 Euro."]),
        ("de", ["Es gibt z. B. Wein, d. h. Riesling, u. a. Mosel.", "Danach nichts."]),
        ("de", ["Das war 1989.", "Danach kam die Einheit."]),
        ("fr", ["M. Dupont et Mme. Leroy sont venus.", "Elle resta."]),
        ("fr", ["Le Prof. Martin arriva le 3 avr. 2024.", "Elle partit.", "Pourquoi ?", "Nul ne sait !"]),
        ("ru", ["Паром построили в 1987 г.", "Стоимость — 3 млн руб.", "Судно ушло."]),
        ("ru", ["Встреча прошла в г. Пермь на ул. Ленина.", "А. С. Иванов и проф. Котов уехали."]),
        ("ar", ["ذهب الوزير إلى دمشق.", "هل عاد؟", "نعم، عاد أمس."]),
        ("hi", ["वह गया।", "वह आई।", "सब ठीक है।"]),
        ("el", ["Ο κ. Παπαδόπουλος έφυγε.", "Η πόλη σώπασε."]),
    ],
)
def test_sentences_end_at_full_stops_and_not_at_abbreviations(language: str, sentences: list[str]) -> None:
    assert _sentences(" ".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        ("zh", ["他走了。", "她留下了！", "真的吗？", "湿地有3.5公顷。"]),
        ("ja", ["彼は「行く。必ず」と言った。", "彼女は黙った。"]),
        ("zh", ["他说：“我不知道。你呢？”", "天黑了。"]),
        ("zh", ["真的吗？", "“我不知道。你呢？”他说。", "天黑了。"]),
        ("zh", ["他走了。", "她说：“你呢？”", "天黑了。"]),
    ],
)
def test_scripts_without_spaces_are_cut_at_their_own_marks(language: str, sentences: list[str]) -> None:
    assert _sentences("".join(sentences), language) == sentences


@pytest.mark.parametrize(
    ("language", "ordinal"), [("de", True), ("pl", True), ("da", True), ("tr", True), ("es", False), ("en", False)]
)
def test_a_number_with_a_full_stop_is_an_ordinal_only_where_the_language_writes_so(
    language: str, ordinal: bool
) -> None:
    assert len(_sentences("Es war der 3. Oktober kam danach.", language)) == (1 if ordinal else 2)


@pytest.mark.parametrize(
    ("language", "said", "then"),
    [
        ("es", "«No voy a esperar. Ya es tarde», dijo la concejala.", "El puente cerró."),
        ("es", "La concejala dijo: «No voy a esperar. Ya es tarde».", "El puente cerró."),
        ("en", '"I will go. I promise," said Holt.', "He left."),
        ("en", "“We won. At last,” she said.", "The crowd cheered."),
        ("en", "He asked “why? Who? And when?” in vain.", "She left."),
        ("de", "„Ich komme. Bald“, sagte sie.", "Er schwieg."),
        ("fr", "« Je pars. Adieu », dit-il.", "Elle resta."),
        ("ru", "«Мы уйдём. Скоро», — сказал он.", "Все молчали."),
        ("ar", "قال: «سنعود. قريبا».", "ثم خرج."),
        ("pl", "„Przyjdę. Wkrótce”, powiedziała.", "On milczał."),
        ("ro", "„Vin. Curând”, a spus ea.", "El tăcea."),
        ("sv", "”Jag kommer. Snart”, sade Eva.", "Han teg."),
        ("en", '"He cried “Stop. Now” and ran. Then “Go. On” and nothing," said Holt.', "He left."),
        ("es", "«Dijo “No. Nunca” y calló. Luego nada», contó Paz.", "El puente cerró."),
    ],
)
def test_a_quotation_stays_with_who_said_it(language: str, said: str, then: str) -> None:
    assert _sentences(f"{said} {then}", language) == [said, then]


def test_a_quotation_that_never_closes_joins_nothing() -> None:
    assert _sentences("Dijo: «No voy. El puente cerró. Nadie vino.", "es") == [
        "Dijo: «No voy.",
        "El puente cerró.",
        "Nadie vino.",
    ]


def test_a_long_speech_is_cut_at_its_sentences() -> None:
    speech = " ".join(["El puente no puede esperar ni un día más."] * 12)
    assert len(_sentences(f"La alcaldesa dijo: «{speech}». Luego calló.", "es")) == 13


def test_a_line_break_ends_a_sentence() -> None:
    assert _sentences("Un titular sin punto\n\nPrimera línea. Segunda\ntercera") == [
        "Un titular sin punto",
        "Primera línea.",
        "Segunda",
        "tercera",
    ]


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\t\r\n\u3000"])
def test_white_space_has_no_sentences(text: str) -> None:
    assert sentence_spans(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The mayor of the town said that it was late and went. " * 4000, id="one long paragraph"),
        pytest.param('He said "go." ' * 5000, id="thousands of quotations"),
        pytest.param("a" * 60_000 + '"b. Next', id="a word without end"),
        pytest.param("One." + " " * 60_000 + "Two.", id="a run of spaces"),
    ],
)
def test_the_time_grows_with_the_length_of_a_text_and_not_with_its_square(text: str) -> None:
    began = time.process_time()
    sentence_spans(text, language="en")
    assert time.process_time() - began < 2  # a tenth of that where it is linear, tens of seconds where it is not


_FRAGMENTS = st.sampled_from(
    """. ! ? … 。 ؟ । « » “ ” „ " ' ( ) Dr. EE. UU. a.m. 3. A. z. B. etc. art. 5 El la мы 他 قال – \n \n\n \u00a0 \u3000 \u200f \x00""".split(
        " "
    )
)
_TEXTS = st.one_of(st.text(), st.lists(_FRAGMENTS).map("".join), st.lists(_FRAGMENTS).map(" ".join))


@given(_TEXTS, st.sampled_from([None, "es", "de", "zh", "und"]))
def test_spans_are_in_order_disjoint_and_hold_every_character_but_white_space(text: str, language: str | None) -> None:
    spans = sentence_spans(text, language=language)
    covered: list[int] = []
    for start, end in spans:
        assert start < end
        assert text[start:end] == text[start:end].strip()
        covered.extend(range(start, end))
    assert covered == sorted(set(covered))
    assert {i for i, character in enumerate(text) if not character.isspace()} <= set(covered)


@given(_TEXTS)
def test_no_sentence_reaches_over_a_line_break(text: str) -> None:
    assert not any("\n" in text[start:end] for start, end in sentence_spans(text))

"""What the chat page shows of a question, its answer and its articles, in Streamlit's AppTest: real model, no browser."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from answering.answer import Answer
from answering.assistant import Assistant
from answering.notices import may_not_answer
from tests.chat_page import HOSTILE, archive_of_five, ask, markup, start

folder = pytest.fixture(scope="module")(archive_of_five)

PROPOSAL = "nueva perspectiva de interacción"
ASKED = "What did Sabbagh propose?"


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as it stands when a visitor has just come."""
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(folder))
    return start()


def button(page: AppTest, says: Callable[[str], bool]) -> object:
    return next(button for button in page.button if says(button.label))


def test_an_answer_shows_the_quote_its_attribution_and_its_source(page: AppTest) -> None:
    shown = markup(ask(page, ASKED))
    quote = shown[shown.index("<blockquote>") : shown.index("</blockquote>")]
    assert PROPOSAL in quote
    assert "El Faro de Lumbre, 21 November 2024, in Spanish" in shown
    sources = shown[shown.index('<section class="sources"') :]
    assert "Pezeshkian recibe al canciller sirio" in sources
    assert (
        'href="https://example.org/el-faro/2024/11/21/pezeshkian-sabbagh" target="_blank" rel="noopener noreferrer"'
        in sources
    )


def test_a_spanish_question_gets_spanish_words_around_its_quotes(page: AppTest) -> None:
    shown = markup(ask(page, "¿Cuánto tiempo estará cerrado el puente de San Telmo?"))
    assert "nueve meses" in shown
    assert "Fuentes" in shown
    assert "Corrección" in shown
    assert "Ver en el artículo" in [button.label for button in page.button]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the assistant was asked with, a record for each question; it answers as ever, surely."""
    given: list[dict[str, Any]] = []
    answer = Assistant.answer

    def surely(self: Assistant, question: str, **options: Any) -> Answer:
        history = [said if isinstance(said, str) else said.question for said in options["history"]]
        given.append({"question": question} | options | {"history": history})
        found = answer(self, question, **options)
        return replace(found, sure=True, notice=found.notice if found.count is not None else None)

    monkeypatch.setattr(Assistant, "answer", surely)
    return given


def test_an_answer_that_is_not_sure_is_said_to_be_before_its_quotes_which_are_calmer(
    page: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = Assistant.answer
    missing = ("“Israel”", "<b>")

    def unsurely(self: Assistant, question: str, **options: Any) -> Answer:
        notice = may_not_answer(missing, asked_in="en")
        return replace(answer(self, question, **options), sure=False, missing=missing, notice=notice)

    monkeypatch.setattr(Assistant, "answer", unsurely)
    shown = markup(ask(page, ASKED))
    assert "The archive has this about it, which may not answer: “Israel” and &lt;b&gt; are missing." in shown
    assert '<p class="grade unsure">Perhaps not an answer</p>' in shown
    assert shown.index("Perhaps not an answer") < shown.index("which may not answer") < shown.index("<blockquote>")
    assert 'class="sources"' in shown


def test_a_sure_answer_has_its_grade_alone_before_its_quotes(page: AppTest, told: list[dict[str, Any]]) -> None:
    shown = markup(ask(page, ASKED))
    assert len(told) == 1
    assert shown.index('<p class="grade sure">Answered</p>') < shown.index("<blockquote>")
    assert "Perhaps not an answer" not in shown and 'class="notice' not in shown


def test_a_follow_up_is_shown_as_it_was_asked_and_can_be_asked_as_it_was_written(
    page: AppTest, told: list[dict[str, Any]]
) -> None:
    ask(page, ASKED)
    shown = markup(ask(page, "Who received him?"))
    assert told[-1]["history"] == [ASKED]
    assert "Asked as: " in shown and "“Who received Sabbagh?”" in shown
    page.button(key="as-written-1").click().run()
    assert not page.exception
    assert (told[-1]["question"], told[-1]["history"]) == ("Who received him?", [])
    again = markup(page)
    assert again.count('<div class="question') == 3 and again.count("Asked as: ") == 1
    ask(page, "And when?")
    assert told[-1]["history"] == ["Who received him?"], "what was asked by itself begins the conversation anew"
    page.button(key="new-conversation").click().run()
    ask(page, "And when?")
    assert told[-1]["history"] == []


def test_what_was_understood_is_shown_under_the_question(page: AppTest, told: list[dict[str, Any]]) -> None:
    shown = markup(ask(page, "Timeline of Sabbagh since October 2024, only in Spanish"))
    chips = shown[shown.index('<ul class="chips"') : shown.index("</ul>")]
    assert [text.split("</li>")[0] for text in chips.split("<li>")[1:]] == [
        "Since 1 October 2024",
        "Only in Spanish",
        "In order",
    ]
    day = shown.index('<h3 class="day" lang="en">21 November 2024</h3>')
    assert day < shown.index('<p lang="es" dir="auto">', day)
    spanish = markup(ask(page, "¿Qué se sabe de Sabbagh?"))
    assert "Lo más reciente primero" in spanish


def test_a_count_says_the_number_before_the_stories(page: AppTest, told: list[dict[str, Any]]) -> None:
    shown = markup(ask(page, "How many articles mention Sabbagh?"))
    assert shown.index("1 story (1 article) holds the words “Sabbagh”") < shown.index('class="sources"')
    assert "Pezeshkian recibe al canciller sirio" in shown


def test_a_headline_that_answers_is_shown_as_what_it_is(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = Assistant.answer

    def headed(self: Assistant, question: str, **options: Any) -> Answer:
        found = answer(self, question, **options)
        said = next(source.headline for source in found.sources if source.n == 1)
        first = replace(found.statements[0], text=said, headline=said)
        return replace(found, sure=True, statements=(first, *found.statements[1:]))

    monkeypatch.setattr(Assistant, "answer", headed)
    shown = markup(ask(page, "Who sold nine blue teapots in Quillmarsh?"))
    quote = shown[shown.index("<blockquote>") : shown.index("</blockquote>")]
    assert '<p class="label" lang="en">Headline</p>' in quote
    assert quote.index("Headline") < quote.index(escape(HOSTILE)) < quote.index("nine blue teapots")
    assert "<img" not in quote


def test_a_greeting_is_answered_with_what_can_be_asked(page: AppTest) -> None:
    shown = markup(ask(page, "hello"))
    assert "Ask about what the articles tell" in shown
    assert "<blockquote>" not in shown and 'class="sources"' not in shown
    assert not [button for button in page.button if str(button.key).startswith("nearest-")]


def test_what_the_archive_does_not_hold_is_not_quoted(page: AppTest) -> None:
    shown = markup(ask(page, "What is the price of wheat in Argentina?"))
    assert shown.index('<p class="grade not_found">Not found</p>') < shown.index("The archive does not hold an answer")
    assert "<blockquote>" not in shown
    assert 'class="sources"' not in shown
    assert [button for button in page.button if str(button.key).startswith("nearest-")]


def test_filters_narrow_the_next_question_and_the_answer_says_so(page: AppTest) -> None:
    page.multiselect(key="languages").set_value(["en"]).run()
    shown = markup(ask(page, ASKED))
    assert PROPOSAL not in shown
    assert "Asked under: English" in shown
    page.multiselect(key="languages").set_value([]).run()
    page.multiselect(key="publishers").set_value(["El Faro de Lumbre"]).run()
    page.date_input(key="since").set_value(date(2024, 11, 1)).run()
    shown = markup(ask(page, ASKED))
    assert PROPOSAL in shown
    assert "Asked under: English" in shown, "an earlier answer keeps the filters it was found under"
    assert "Asked under: since 1 November 2024 · El Faro de Lumbre" in shown


def test_earlier_answers_stay_until_a_new_conversation(page: AppTest) -> None:
    ask(page, ASKED)
    shown = markup(ask(page, "How old is the boat found in the gravel pit?"))
    assert shown.count('<div class="question') == 2
    page.button(key="new-conversation").click().run()
    assert '<div class="question' not in markup(page)


def test_an_empty_question_does_nothing(page: AppTest) -> None:
    before = markup(page)
    assert markup(ask(page, " \n\t ")) == before


def test_a_question_of_ten_thousand_characters_gets_an_answer_of_some_kind(page: AppTest) -> None:
    shown = markup(ask(page, ("What did Sabbagh propose? " * 400)[:10_000]))
    assert "<blockquote>" in shown or "does not hold an answer" in shown
    assert not page.error


def test_a_hostile_article_stays_text(page: AppTest) -> None:
    shown = markup(ask(page, "Who sold nine blue teapots in Quillmarsh?"))
    assert "nine blue teapots" in shown
    assert "&lt;img src=x onerror=alert(1)&gt; **bold** [x](javascript:alert(1)) $x$ :red[hi]" in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown
    labels = [button.label for button in page.button]
    assert not [label for label in labels if "**bold**" in label or ":red[" in label or "<img" in label]
    assert not page.markdown


def test_a_hostile_question_stays_text(page: AppTest) -> None:
    shown = markup(ask(page, HOSTILE))
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


def test_an_article_opens_over_the_page_at_its_quote(page: AppTest) -> None:
    ask(page, ASKED)
    button(page, lambda label: label == "Show in the article").click().run()  # type: ignore[attr-defined]
    assert not page.exception
    assert not page.warning
    assert page.get("bidi_component")


def test_an_article_that_is_gone_meanwhile_is_said_to_be_gone(page: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(page, ASKED)
    # It goes between the drawing of the answer and the opening of the article.
    monkeypatch.setattr("ui.answer.as_it_stands", lambda answer, catalog: answer)
    monkeypatch.setattr("archive.catalog.Catalog.article", lambda self, uri: None)
    button(page, lambda label: label == "Show in the article").click().run()  # type: ignore[attr-defined]
    assert [warning.value for warning in page.warning] == [
        "This article is no longer in the archive, or may no longer be read."
    ]

"""The chat page in Streamlit's AppTest: real model, real archive, no browser."""

import contextlib
import json
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

import archive.opening
import ui.loading
from answering.answer import Answer, Quote
from answering.assistant import Assistant
from answering.notices import may_not_answer
from archive.model import LazyModel
from archive.records import Article
from archive.settings import PROJECT, SAMPLE
from archive.store import CATALOG_FILE, Archive
from ingest.pipeline import ingest
from tests.conftest import Quiet
from ui.markup import Html, element, escape_markdown, link
from ui.reader import paragraphs, reader_data
from ui.welcome import SAMPLE_QUESTIONS

APP = PROJECT / "app.py"
PATIENCE = 400  # seconds: on two busy cores the model alone has taken three minutes
STORIES = (
    "el-faro-de-lumbre/2024-11-21-pezeshkian-sabbagh.md",
    "el-faro-de-lumbre/2025-03-04-puente.md",
    "the-harrowgate-ledger/2025-07-08-log-boat.md",
    "folha-de-alvorem/2024-10-28-meia-maratona.md",
)
HOSTILE = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x$ :red[hi]"
PROPOSAL = "nueva perspectiva de interacción"
ASKED = "What did Sabbagh propose?"


@pytest.fixture(scope="module")
def folder(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive of five articles."""
    made = tmp_path_factory.mktemp("archive")
    hostile = tmp_path_factory.mktemp("stories") / "hostile.txt"
    hostile.write_text(
        f"The glassblower Oona Vellacourt sold nine blue teapots in Quillmarsh. She said {HOSTILE} to her guests.",
        "utf-8",
    )
    store = Archive.create(made)
    report = ingest([*(SAMPLE / story for story in STORIES), hostile], store, model=model, progress=Quiet())
    assert not report.errors
    store.close()
    # The readers of files would clean this away: the page does not rely on them.
    with contextlib.closing(sqlite3.connect(made / CATALOG_FILE)) as catalog, catalog:
        catalog.execute(
            "UPDATE articles SET headline = :text, publisher = :text, byline = :text, correction = :text, url = :url,"
            " language = 'en' WHERE body LIKE '%nine blue teapots%'",
            {"text": HOSTILE, "url": "javascript:alert(1)"},
        )
    return made


@pytest.fixture
def page(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The page as it stands when a visitor has just come."""
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(folder))
    return start()


def start() -> AppTest:
    page = AppTest.from_file(APP, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    return page


def markup(page: AppTest) -> str:
    return "\n".join(str(html.body) for html in page.html if not html.body.startswith("<style>"))


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


def test_an_archive_that_does_not_exist_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(tmp_path / "none"))
    page = start()
    assert len(page.error) == 1
    assert "There is no archive at" in page.error[0].value


def test_an_article_that_another_process_ingests_is_found_by_the_open_page(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "archive"
    shutil.copytree(folder, own)
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(own))
    page = start()
    asked = "How many lanterns did the Brindlewick night market sell?"
    assert "<blockquote>" not in markup(ask(page, asked))
    (tmp_path / "news.txt").write_text("The Brindlewick night market sold 417 paper lanterns on Saturday.", "utf-8")
    command = [sys.executable, "-m", "ingest", str(tmp_path / "news.txt"), "--archive", str(own)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=PATIENCE)
    assert "paper lanterns on Saturday" in markup(ask(page, asked))


def _ingest_meanwhile(own: Path, tmp_path: Path, **record: object) -> None:
    """Let another process put an article in, as a newsroom's nightly run would."""
    (tmp_path / "wire.json").write_text(json.dumps(record), "utf-8")
    command = [sys.executable, "-m", "ingest", str(tmp_path / "wire.json"), "--archive", str(own)]
    subprocess.run(command, cwd=PROJECT, check=True, timeout=PATIENCE)


@pytest.fixture
def own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of its own for a test that changes it."""
    shutil.copytree(folder, tmp_path / "archive")
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


def test_a_story_that_is_canceled_while_the_page_is_open_is_shown_no_more(own: Path, tmp_path: Path) -> None:
    page = start()
    assert "nueva perspectiva" in markup(ask(page, "What did Sabbagh propose?"))
    uri = "sample:el-faro-de-lumbre/2024-11-21-pezeshkian-sabbagh"
    _ingest_meanwhile(own, tmp_path, uri=uri, body="", pubstatus="canceled")
    shown = markup(ask(page, "Who found the log boat?"))
    assert "nueva perspectiva" not in shown and "Pezeshkian" not in shown
    assert "Part of this answer is no longer shown" in shown
    assert "What did Sabbagh propose?" in shown  # the question stays where it was asked


def test_a_story_whose_hour_comes_while_the_page_is_open_is_found_by_the_next_question(
    own: Path, tmp_path: Path
) -> None:
    page = start()
    body = "The Brindlewick night market sold 417 paper lanterns on Saturday."
    _ingest_meanwhile(own, tmp_path, uri="lanterns", body=body, language="en", embargoed="2999-01-01")
    asked = "How many lanterns did the Brindlewick night market sell?"
    assert "417" not in markup(ask(page, asked))
    with contextlib.closing(sqlite3.connect(own / CATALOG_FILE)) as catalog, catalog:  # the years pass
        catalog.execute("UPDATE articles SET embargoed = '2001-01-01' WHERE uri = 'lanterns'")
    assert "paper lanterns on Saturday" in markup(ask(page, asked))


def test_the_samples_fill_themselves_and_give_way_to_real_articles(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HEMEROTECA_ARCHIVE", raising=False)
    monkeypatch.setattr(archive.opening, "SAMPLE_ARCHIVE", tmp_path / "sample-archive")
    monkeypatch.setattr(archive.opening, "DEFAULT_ARCHIVE", tmp_path / "archive")
    monkeypatch.setattr(ui.loading, "SAMPLE", SAMPLE / "falkenmooser-bote")
    page = start()
    assert "Sample articles, invented for trying out" in markup(page)
    assert "python -m ingest PATH" in markup(page)
    assert [b.label for b in page.button if str(b.key).startswith("sample-")] == list(SAMPLE_QUESTIONS)
    assert page.multiselect(key="publishers").options == ["Falkenmooser Bote"]
    page.button(key="sample-3").click().run()
    assert "<blockquote>" in markup(page)
    shutil.copytree(folder, tmp_path / "archive")
    shown = markup(page.run())
    assert "Sample articles" not in shown
    assert "El Faro de Lumbre" in page.multiselect(key="publishers").options


def test_only_addresses_of_the_web_become_links() -> None:
    for address in ("https://example.org/a?b=c", "HTTP://example.org"):
        assert link(address).startswith("<a href=")
    hostile = (
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        " https://x.org",
        "java\tscript:x",
        "data:text/html,x",
        "//x.org",
    )
    for address in (*hostile, "https:", "http://[", "mailto:a@b.c", "ftp://x.org", "https://x.org/\n", ""):
        assert "href" not in link(address), address


def test_text_becomes_markup_only_by_being_escaped() -> None:
    assert element("p", '<b>"&', class_='"><script>') == '<p class="&quot;&gt;&lt;script&gt;">&lt;b&gt;&quot;&amp;</p>'
    assert element("p", element("b", "x")) == "<p><b>x</b></p>"
    assert element("p", Html("<b>") + "<i>") == "<p>&lt;b&gt;&lt;i&gt;</p>", "joined to text it is text"


@given(st.text())
def test_escaped_markdown_says_the_same_on_one_line(text: str) -> None:
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    read = "".join(
        character for i, character in enumerate(escaped) if not (character == "\\" and len(_run(escaped, i)) % 2)
    )
    assert read.replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


def _run(text: str, end: int) -> str:
    start = end
    while start and text[start - 1] == "\\":
        start -= 1
    return text[start : end + 1]


@given(st.text(alphabet="añ😀 \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_an_article_is_shown_whole_with_exactly_its_quote_marked(body: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(body)), min(other, len(body))))
    shown = paragraphs(body, start, end)
    assert "".join(text for pieces in shown for text, _ in pieces) == body.replace("\n\n", "")
    for pieces in shown:
        assert sum(quoted for _, quoted in pieces) <= 1
    quoted = "".join(text for pieces in shown for text, quoted in pieces if quoted)
    assert quoted.replace("\n", "") == body[start:end].replace("\n", "")


def test_a_quote_that_no_longer_stands_where_it_stood_is_not_marked() -> None:
    article = Article("u", "A new text.")
    data = reader_data(article, Quote("An old one.", "u", 0, 11, 1), asked_in="en")
    assert data["paragraphs"] == [[("A new text.", False)]]
    assert "has changed since it was quoted" in data["note"]

"""The chat page in a real, headless Chromium."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from statistics import median
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect, sync_playwright

from archive.settings import PROJECT
from language.model import LazyModel
from tests.chat_page import HOSTILE, PATIENCE, archive_with_a_hostile_article

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
ARGUMENTS = "--no-sandbox --disable-quic --disable-background-networking --disable-component-update --disable-sync --no-first-run"

if CHROMIUM is None and os.environ.get("CI") != "true":
    pytest.skip("no chromium on this machine: apt-get install chromium", allow_module_level=True)

# At each frame, what is quoted under the second question.
_WATCH_QUOTES_UNDER_THE_SECOND_QUESTION = """() => {
  window.seen = { looks: 0, quotes: [] };
  const look = () => {
    const question = document.querySelectorAll(".question h2")[1];
    const follows = (quote) => question.compareDocumentPosition(quote) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (question) {
      seen.looks += 1;
      for (const quote of document.querySelectorAll("blockquote")) if (follows(quote)) seen.quotes.push(quote.innerText);
    }
    requestAnimationFrame(look);
  };
  look();
}"""

_TIME_THE_FIRST_QUOTE_UNDER_QUESTION = """(n) => {
  const started = performance.now();
  window.timed = { seconds: 0 };
  const look = () => {
    const question = document.querySelectorAll(".question")[n];
    const follows = (quote) => question.compareDocumentPosition(quote) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (question && [...document.querySelectorAll("blockquote")].some((quote) => follows(quote) && quote.checkVisibility()))
      timed.seconds = (performance.now() - started) / 1000;
    else requestAnimationFrame(look);
  };
  look();
}"""
WARM_QUESTIONS = (
    "What did Sabbagh propose?",
    "¿Qué propuso Sabbagh?",
    "How old is the boat found in the gravel pit?",
    "Who received Sabbagh?",
    "How long is the log boat?",
    "¿Con quién se reunió Pezeshkian?",
    "Was schlug Sabbagh vor?",
)
SOON = 8  # seconds: 1.2 on two cores that are free; more only where others share them


@pytest.fixture(scope="module")
def address(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page that serves an archive of three articles."""
    stories = ("el-faro-de-lumbre/2024-11-21-pezeshkian-sabbagh.md", "the-harrowgate-ledger/2025-07-08-log-boat.md")
    made = archive_with_a_hostile_article(stories, model, tmp_path_factory)
    port = _free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = os.environ | {"HEMEROTECA_ARCHIVE": str(made)}
    with subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_until_healthy(server, f"http://127.0.0.1:{port}/_stcore/health")
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert CHROMIUM is not None, "CI must not skip this test: install chromium"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS.split())
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """The page, ready to be asked; afterwards nobody else may have been spoken to, and no script have run."""
    context = browser.new_context(viewport={"width": 1280, "height": 700})
    context.set_default_timeout(PATIENCE * 1000)
    expect.set_options(timeout=PATIENCE * 1000)
    hosts: set[str] = set()
    alerts: list[str] = []

    def refuse(dialog: Dialog) -> None:
        alerts.append(dialog.message)
        dialog.dismiss()

    page = context.new_page()
    context.on("request", lambda request: hosts.update(_host(request.url)))
    page.on("websocket", lambda opened: hosts.update(_host(opened.url)))
    page.on("dialog", refuse)
    page.goto(address)
    yield page
    assert hosts and hosts <= {"127.0.0.1", "localhost"}
    assert not alerts
    context.close()


def ask(page: Page, question: str) -> None:
    page.get_by_placeholder("Ask the archive").fill(question)
    page.get_by_placeholder("Ask the archive").press("Enter")


def test_a_question_is_answered_and_its_source_opens_at_the_quote(page: Page) -> None:
    ask(page, "What did Sabbagh propose?")  # at once, while the model is still loading
    quote = page.locator("blockquote").first
    expect(quote).to_contain_text("nueva perspectiva de interacción")
    said = quote.inner_text()
    expect(page.locator(".sources")).to_contain_text("Pezeshkian recibe al canciller sirio")
    page.get_by_role("button", name="Show in the article").first.click()
    mark = page.locator("mark")
    expect(mark).to_have_text(said)
    expect(mark).to_be_in_viewport(ratio=1)
    box = mark.bounding_box()
    assert box is not None and box["y"] >= 0 and box["y"] + box["height"] <= 700
    expect(page.get_by_role("heading", name="Pezeshkian recibe al canciller sirio")).to_be_attached()


def test_a_question_that_the_archive_cannot_answer_offers_the_nearest_articles(page: Page) -> None:
    ask(page, "What is the price of wheat in Argentina?")
    expect(page.locator(".notice")).to_contain_text("does not hold an answer")
    expect(page.locator("blockquote")).to_have_count(0)
    offered = {button.inner_text(): button for button in page.locator("[class*=st-key-nearest-] button").all()}
    assert len(offered) > 1
    for headline, button in offered.items():
        expect(button).to_have_attribute("lang", "es" if headline.startswith("Pezeshkian") else "en")
    page.locator("[class*=st-key-nearest-] button").first.click()
    expect(page.locator("article h1")).to_be_visible()
    expect(page.locator("mark")).to_have_count(0)


def test_grades_are_told_apart_without_colour(page: Page) -> None:
    fills = {}
    for question, said in (
        ("What did Sabbagh propose?", "Answered"),
        ("What did Sabbagh say about Israel?", "Perhaps not an answer"),
        ("What is the price of wheat in Argentina?", "Not found"),
    ):
        ask(page, question)
        grade = page.locator(".grade").filter(has_text=said)
        expect(grade).to_be_visible()
        circle = grade.evaluate(
            "p => { const c = getComputedStyle(p, '::before'); return [c.backgroundImage, c.backgroundColor] }"
        )
        fills[said] = ("gradient" in circle[0], circle[1] != "rgba(0, 0, 0, 0)")
    assert fills == {"Answered": (False, True), "Perhaps not an answer": (True, False), "Not found": (False, False)}


def test_a_new_question_never_stands_above_the_quotes_of_an_earlier_one(page: Page) -> None:
    ask(page, "What did Sabbagh propose?")
    expect(page.locator(".sources")).to_be_visible()
    page.evaluate(_WATCH_QUOTES_UNDER_THE_SECOND_QUESTION)
    ask(page, "What is the price of wheat in Argentina?")
    expect(page.locator("[class*=st-key-nearest-] button").first).to_be_visible()
    seen = page.evaluate("seen")
    assert seen["looks"] > 2
    assert seen["quotes"] == []


def test_the_first_quote_of_a_warm_page_comes_soon(page: Page) -> None:
    ask(page, "Who found the boat in the gravel pit?")  # the model may still be loading
    expect(page.locator(".verdict")).to_have_count(1)
    seconds = []
    for n, question in enumerate(WARM_QUESTIONS, 1):
        page.evaluate(_TIME_THE_FIRST_QUOTE_UNDER_QUESTION, n)
        ask(page, question)
        page.wait_for_function("timed.seconds")
        seconds.append(page.evaluate("timed.seconds"))
        expect(page.locator(".verdict")).to_have_count(n + 1)
        expect(page.locator(".at-work")).to_have_count(0)
    print(
        f"first quote: median {median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f}), load {os.getloadavg()[0]:.1f}"
    )
    assert median(seconds) < SOON


def test_what_an_article_says_is_never_markup(page: Page) -> None:
    ask(page, "Who sold nine blue teapots in Quillmarsh?")
    expect(page.locator(".sources .headline")).to_have_text(HOSTILE)
    expect(page.locator(".sources .address")).to_have_text("javascript:alert(1)")
    page.locator("[data-testid=stMultiSelect]").first.click()
    expect(page.get_by_role("option").filter(has_text="onerror").first).to_be_visible()
    option = page.get_by_role("option").filter(has_text="onerror").first
    expect(option).to_have_text(HOSTILE)
    option.click()
    expect(page.locator("[data-testid=stMultiSelect]").first).to_contain_text(HOSTILE)
    ask(page, "What is the price of wheat in Argentina?")
    nearest = page.locator("[class*=st-key-nearest-] button").first
    expect(nearest).to_be_visible()
    assert nearest.inner_text().replace("\u2060", "") == HOSTILE
    nearest.click()
    expect(page.locator("article h1")).to_have_text(HOSTILE)
    expect(page.locator("img[src=x], a[href*=javascript], a[href*='www.example.com'], .katex")).to_have_count(0)


def _host(address: str) -> set[str]:
    parts = urlsplit(address)
    return set() if parts.scheme in ("data", "blob") else {parts.hostname or address}


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_until_healthy(server: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(address, timeout=5) as answer:
            if answer.status == 200:
                return
        with contextlib.suppress(subprocess.TimeoutExpired):
            pytest.fail(f"the page ended with status {server.wait(timeout=0.1)}")
    pytest.fail(f"the page did not answer within {PATIENCE} seconds")

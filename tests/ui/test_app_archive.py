"""The chat page keeps up with its archive: where there is none, while other processes change it, and with the samples."""

import contextlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

import archive.opening
import ui.loading
from archive.settings import SAMPLE
from archive.store import CATALOG_FILE
from language.model import LazyModel
from tests.chat_page import archive_of_five, ask, markup, start
from tests.other_process import finished, start_command, start_ingest
from ui.welcome import SAMPLE_QUESTIONS

folder = pytest.fixture(scope="module")(archive_of_five)


@pytest.fixture
def own(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of its own for a test that changes it."""
    shutil.copytree(folder, tmp_path / "archive")
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(tmp_path / "archive"))
    return tmp_path / "archive"


def test_an_archive_that_does_not_exist_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(tmp_path / "none"))
    page = start()
    assert len(page.error) == 1
    assert "There is no archive at" in page.error[0].value


def test_a_lost_index_is_told_with_the_first_answer_which_it_does_not_change(own: Path) -> None:
    shutil.rmtree(own / "vectors")
    page = ask(start(), "What did Sabbagh propose?")
    (warning,) = page.sidebar.warning
    told = warning.value.replace("\\", "")  # as it reads: it is no Markdown
    assert "its folder is gone" in told and "--repair" in told
    assert "nueva perspectiva de interacción" in markup(page).partition("<blockquote>")[2].partition("</blockquote>")[0]


def test_an_article_that_another_process_ingests_is_found_by_the_open_page(
    own: Path, model: LazyModel, tmp_path: Path
) -> None:
    page = start()
    asked = "How many lanterns did the Brindlewick night market sell?"
    assert "<blockquote>" not in markup(ask(page, asked))
    sold = "The Brindlewick night market sold 417 paper lanterns on Saturday."
    (tmp_path / "news.txt").write_text(sold, "utf-8")
    status, _, err = finished(start_ingest(tmp_path / "news.txt", own, model, texts=[sold]))
    assert status == 0, err
    assert "paper lanterns on Saturday" in markup(ask(page, asked))


def _ingest_meanwhile(own: Path, tmp_path: Path, **record: object) -> None:
    """Let another process put an article in that nobody may read yet, or no more, as a newsroom's nightly run would."""
    (tmp_path / "wire.json").write_text(json.dumps(record), "utf-8")
    status, _, err = finished(start_command("ingest", tmp_path / "wire.json", "--archive", own))
    assert status == 0, err


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

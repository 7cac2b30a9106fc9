"""Archives for the chat page, one article of which is hostile, and the page in Streamlit's AppTest."""

import contextlib
import functools
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from archive.settings import PROJECT, SAMPLE
from archive.store import CATALOG_FILE, Archive
from ingest.pipeline import ingest
from language.model import LazyModel
from tests.conftest import Quiet

APP = PROJECT / "app.py"
PATIENCE = 400  # seconds: on two busy cores the model alone has taken three minutes
STORIES = (
    "el-faro-de-lumbre/2024-11-21-pezeshkian-sabbagh.md",
    "el-faro-de-lumbre/2025-03-04-puente.md",
    "the-harrowgate-ledger/2025-07-08-log-boat.md",
    "folha-de-alvorem/2024-10-28-meia-maratona.md",
)
HOSTILE = "<img src=x onerror=alert(1)> **bold** [x](javascript:alert(1)) $x$ :red[hi] :+1: www.example.com"


def archive_of_five(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive of five articles."""
    return archive_with_a_hostile_article(STORIES, model, tmp_path_factory)


def archive_with_a_hostile_article(
    stories: Sequence[str], model: LazyModel, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return the folder of an archive of some of the samples and an article whose every field is hostile."""
    made = tmp_path_factory.mktemp("archive")
    hostile = tmp_path_factory.mktemp("stories") / "hostile.txt"
    hostile.write_text(
        f"The glassblower Oona Vellacourt sold nine blue teapots in Quillmarsh. She said {HOSTILE} to her guests.",
        "utf-8",
    )
    store = Archive.create(made)
    report = ingest([*(SAMPLE / story for story in stories), hostile], store, model=model, progress=Quiet())
    assert not report.errors
    store.close()
    # The readers of files would clean this away: the page does not rely on them.
    with contextlib.closing(sqlite3.connect(made / CATALOG_FILE)) as catalog, catalog:
        catalog.execute(
            "UPDATE articles SET headline = :text, publisher = :text, byline = :text, correction = :text, url = :url,"
            " language = 'en' WHERE id = (SELECT article_id FROM bodies WHERE body LIKE '%nine blue teapots%')",
            {"text": HOSTILE, "url": "javascript:alert(1)"},
        )
    return made


# Streamlit looks for components in the metadata of every package, which for each page anew takes a quarter of a second.
_components = functools.cache(manifest_scanner.scan_component_manifests)


def start() -> AppTest:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", _components)
        page = AppTest.from_file(APP, default_timeout=PATIENCE).run()
    assert not page.exception
    return page


def ask(page: AppTest, question: str) -> AppTest:
    page.chat_input[0].set_value(question).run()
    assert not page.exception
    return page


def markup(page: AppTest) -> str:
    return "\n".join(str(html.body) for html in page.html if not html.body.startswith("<style>"))

"""What the tests share: the real model, archives that are empty or filled by the real pipeline, and a local server."""

import functools
import gc
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from answering.deciding import Judge, Setting, read_setting
from archive import index_apart, soundness
from archive.apart import ApartError
from archive.catalog import Catalog
from archive.records import Article
from archive.settings import SAMPLE, read_settings
from archive.soundness import reason_of
from archive.store import Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from ingest.report import Report
from language.centring import ReferenceMeans
from language.choice import EmbeddingModel
from language.embedder import Embedder
from language.model import LazyModel
from retrieval.search import Search
from tests.alone import commands_alone
from tests.commands_by_hand import run_apart
from tests.local_server import Server, serving

_ASSERTING = "asked_newsroom chat_page commands feed_texts news_files newsroom served_feeds small_archive".split()
# What they assert tells as much as a test's own assertion when it fails.
pytest.register_assert_rewrite(*(f"tests.{name}" for name in _ASSERTING))

_YES = Judge({}, constant=0.0, threshold=0.0)
# Answers whatever it finds, and surely: for what happens once there is an answer.
ALWAYS = Setting(found=_YES, sure=_YES, sentence=read_setting().sentence)


Quiet = Progress  # which by itself tells nobody


@pytest.fixture(scope="session", autouse=True)
def _loaded_once() -> Iterator[None]:
    """Let every command and page that runs in this process have the model that is loaded already."""

    @functools.cache
    def loaded(choice: EmbeddingModel, cache: Path) -> tuple[Embedder, ReferenceMeans]:
        found = LazyModel(choice, cache=cache)._loaded
        gc.freeze()  # what the model and its libraries keep need not be looked through again and again
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(LazyModel, "load", lambda self: loaded(self._choice, self._cache))
        yield


@pytest.fixture(scope="session", autouse=True)
def _index_written_here() -> Iterator[None]:
    """Let an index be written in this process, and looked into in a forked one: a new one takes a second, hundreds of times."""

    def run_here(module: str, arguments: Sequence[str | Path], given: bytes = b"") -> bytes:
        try:
            return index_apart.work([str(argument) for argument in arguments], given)
        except Exception as error:  # as a process of its own would tell it
            raise ApartError(reason_of(error)) from error

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index_apart, "run_apart", run_here)
        patch.setattr(soundness, "run_apart", run_apart)
        yield


@pytest.fixture
def index_written_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let an index be written in a process of its own, which has read nothing of what this one has."""
    monkeypatch.setattr(index_apart, "run_apart", run_apart)


alone = pytest.fixture(scope="session")(commands_alone)


@pytest.fixture(scope="session")
def model() -> LazyModel:
    """The bundled model, loaded once for all tests."""
    settings = read_settings()
    return LazyModel(settings.embedding, cache=settings.cache)


def ingest_articles(archive: Archive, articles: Sequence[Article], model: LazyModel, folder: Path) -> Report:
    """Put articles into an archive as the JSON Lines that a newsroom would export."""
    file = folder / "articles.jsonl"
    file.write_text("\n".join(json.dumps(asdict(article), ensure_ascii=False) for article in articles), "utf-8")
    return ingest([file], archive, model=model, progress=Quiet())


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An empty archive."""
    made = Archive.create(tmp_path / "archive")
    yield made
    made.close()


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[Catalog]:
    """An empty catalog."""
    catalog = Catalog(tmp_path / "catalog.sqlite")
    yield catalog
    catalog.close()


@pytest.fixture
def server() -> Iterator[Server]:
    """A server whose answers a test chooses."""
    with serving() as started:
        yield started


Make = Callable[[Sequence[Article]], Search]


@pytest.fixture
def search_of(model: LazyModel, tmp_path: Path) -> Iterator[Make]:
    """Return a function from articles to a search over an archive that holds them."""
    opened: list[Archive] = []

    def make(articles: Sequence[Article]) -> Search:
        folder = tmp_path / f"archive-{len(opened)}"
        archive = Archive.create(folder)
        opened.append(archive)
        report = ingest_articles(archive, articles, model, folder)
        assert not report.errors
        return Search(archive, *model.load())

    yield make
    for archive in opened:
        archive.close()


@pytest.fixture(scope="session")
def sample_search(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """A search over the sample archive."""
    archive = Archive.create(tmp_path_factory.mktemp("sample"))
    report = ingest([SAMPLE], archive, model=model, progress=Quiet())
    assert not report.errors
    yield Search(archive, *model.load())
    archive.close()


def shared(name: str) -> Path:
    """Return a folder of real data that is not the project's to ship; skips the test where it is missing."""
    folder = Path(os.environ.get("SHARED_DATA", Path(__file__).parent.parent.parent / "shared")) / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not here: set SHARED_DATA to the folder that holds it")
    return folder

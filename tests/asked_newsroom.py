"""A newsroom that asks about its own stories, and then changes them."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from answering.answer import Answer
from answering.assistant import Assistant
from answering.log import QuestionLog
from answering.rechecking import Changed, recheck
from archive.records import Article, Filters
from archive.store import Archive
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import ALWAYS, ingest_articles

BODIES = {
    "ferry": "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October, the harbour board said.",
    "bridge": "The bridge of San Telmo will be closed for nine months. The mayor of Lumbre announced it on Tuesday.",
    "mill": "The paper mill of Brindlewick closes after 140 years, and 86 workers lose their jobs.",
    "bakery": "The bakery Vellacourt won the county prize for its rye bread, which is baked with seawater.",
    "school": "The school of Netherby gets a new roof in the summer holidays, which the parents had asked for.",
}
STORIES = {
    uri: Article(uri, body, headline=f"About the {uri}", language="en", publisher=f"The {uri} Post", version=1)
    for uri, body in BODIES.items()
}


@dataclass
class Newsroom:
    """An archive with a log, and a model to ask it with."""

    archive: Archive
    model: LazyModel
    folder: Path

    def store(self, *articles: Article) -> None:
        assert not ingest_articles(self.archive, articles, self.model, self.folder).errors

    def ask(self, uri: str, **filters: Any) -> Answer:
        """Ask about one story, which alone can be quoted, and write it down."""
        chosen = Filters(publishers=(f"The {uri} Post",), **filters)
        question = f"What is new about the {uri}?"
        answer = Assistant(Search(self.archive, *self.model.load()), ALWAYS).answer(question, filters=chosen)
        assert {quote.uri for said in answer.statements for quote in said.quotes} == {uri}
        QuestionLog(self.archive).append(answer, chosen, id=uri)
        return answer

    def recheck(self) -> list[Changed]:
        damaged: list[int] = []
        with self.archive.questions.path.open("rb") as log:
            found = recheck(log, self.archive.catalog, on_damaged=lambda number, _: damaged.append(number))
        assert not damaged
        return found

    def what(self) -> list[tuple[Any, str, bool]]:
        """The id of each answer that is told, with what happened and whether the quotes stand."""
        return [(one.id, source.what, source.quotes_stand) for one in self.recheck() for source in one.sources]


def archive_of_stories(model: LazyModel, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an archive that holds all of the stories, to be copied by whoever changes it."""
    folder = tmp_path_factory.mktemp("stories")
    archive = Archive.create(folder / "archive")
    Newsroom(archive, model, folder).store(*STORIES.values())
    archive.close()
    return folder / "archive"


def asking_newsroom(stories: Path, tmp_path: Path, model: LazyModel) -> Iterator[Newsroom]:
    """A newsroom whose archive holds all of its stories."""
    shutil.copytree(stories, tmp_path / "archive")
    archive = Archive.open(tmp_path / "archive")
    yield Newsroom(archive, model, tmp_path)
    archive.close()

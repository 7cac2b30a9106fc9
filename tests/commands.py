"""The commands that answer, called in this process, where the model is loaded already."""

from collections.abc import Callable
from pathlib import Path

import pytest

import answering.__main__
import retrieval.__main__
import retrieval.command_line
from language.model import LazyModel
from retrieval.search import Search

BRIDGE = "sample:el-faro-de-lumbre/2025-03-04-puente"
COMMANDS = {"retrieval": retrieval.__main__.main, "answering": answering.__main__.main}


def body_of(search: Search, uri: str) -> str:
    article = search.archive.catalog.article(uri)
    assert article is not None
    return article.body


Call = Callable[..., tuple[int, str, str]]


def calling(
    sample_search: Search, model: LazyModel, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Call:
    """Run a command's main function over the samples; return its exit status, standard output and standard error."""
    folder = sample_search.archive.folder
    monkeypatch.setattr(retrieval.command_line, "LazyModel", lambda *_, **__: model)
    monkeypatch.delenv("HEMEROTECA_ARCHIVE", raising=False)

    def run(module: str, *arguments: str | Path, archive: Path = folder) -> tuple[int, str, str]:
        capsys.readouterr()
        try:
            status = COMMANDS[module]([*map(str, arguments), "--archive", str(archive)])
        except SystemExit as error:
            status = int(error.code or 0)
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run

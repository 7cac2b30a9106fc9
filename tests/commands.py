"""The commands, called in this process, where the model is loaded already."""

import io
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import answering.__main__
import evaluation.__main__
import ingest.__main__
import retrieval.__main__
from retrieval.search import Search
from tests.other_process import Told

BRIDGE = "sample:el-faro-de-lumbre/2025-03-04-puente"
COMMANDS = ("retrieval", "answering")
_MAIN = {
    "retrieval": retrieval.__main__.main,
    "answering": answering.__main__.main,
    "ingest": ingest.__main__.main,
    "evaluation": evaluation.__main__.main,
}


def body_of(search: Search, uri: str) -> str:
    article = search.archive.catalog.article(uri)
    assert article is not None
    return article.body


Call = Callable[..., Told]


def run(command: str, *arguments: str | Path) -> Told:
    """Run a command's main function; return its exit status, standard output and standard error."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="") for _ in range(2))
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = _MAIN[command]([*map(str, arguments)])
        except SystemExit as error:
            status = int(error.code or 0)
    return status, _text(out), _text(err)


def _text(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def calling(sample_search: Search) -> Call:
    """Return a function that runs a command over the samples, or over another archive."""

    def call(command: str, *arguments: str | Path, archive: Path = sample_search.archive.folder) -> Told:
        return run(command, *arguments, "--archive", archive)

    return call

"""Every command in a process of its own, where each connection fails but to a file's socket.

Each loads the model anew, ten seconds long. So they run one after another on a thread, and are waited for where a test asks what
they told.
"""

import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.other_process import Told, finished, start_command

_TRAP = """
import socket
def _refuse(self, address, *rest):
    if self.family != socket.AF_UNIX:
        open(__file__ + '.called', 'a').write(f'{address}\\n')
        raise OSError('no network')
    return _connect(self, address, *rest)
_connect = socket.socket.connect
socket.socket.connect = _refuse
socket.socket.connect_ex = _refuse
def _no_names(*a, **k):
    open(__file__ + '.called', 'a').write(f'{a}\\n')
    raise OSError('no network')
socket.getaddrinfo = _no_names
"""
BRIDGE = "El puente de San Telmo cerrará once meses por obras, anunció la alcaldesa."
QUESTION = "How long will the San Telmo bridge be closed?"
# A paragraph in English and in Spanish, a question about it and its answer in both.
_XQUAD = [
    ("The ferry sails every two hours.", "El ferri sale cada dos horas.", "every two hours", "cada dos horas"),
    ("The bakery sold ninety loaves.", "La panadería vendió noventa panes.", "ninety loaves", "noventa panes"),
]


@dataclass(frozen=True)
class Alone:
    """What each command told, once it is over, and the file that the trap writes when somebody connects."""

    told: dict[str, Future[Told]]
    trap: Path
    called: Path


def commands_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Alone]:
    """The commands, which are over when their futures are."""
    folder = tmp_path_factory.mktemp("alone")
    trap = folder / "trap"
    trap.mkdir()
    (trap / "sitecustomize.py").write_text(_TRAP)
    (folder / "news.txt").write_text(BRIDGE, "utf-8")
    _write_xquad(folder)
    over: list[str | Path] = ["--archive", folder / "archive", "--json"]
    commands: dict[str, list[str | Path]] = {
        "ingest": [folder / "news.txt", *over],
        "retrieval": [QUESTION, *over],
        "answering": [QUESTION, *over],
        "evaluation": ["xquad", folder, "--questions", "en", "--archive", "es", "--json"],
    }

    def run(command: str) -> Told:
        return finished(start_command(command, *commands[command], PYTHONPATH=str(trap)))

    with ThreadPoolExecutor(1) as thread:
        told = {command: thread.submit(run, command) for command in commands}
        yield Alone(told, trap, trap / "sitecustomize.py.called")


def _write_xquad(folder: Path) -> None:
    for language in (0, 1):
        topics = []
        for n, topic in enumerate(_XQUAD):
            context, answer = topic[language], topic[2 + language]
            asked = {"id": str(n), "question": f"{answer}?"}
            answers = [{"text": answer, "answer_start": context.index(answer)}]
            topics.append(
                {"title": str(n), "paragraphs": [{"context": context, "qas": [asked | {"answers": answers}]}]}
            )
        (folder / f"xquad.{('en', 'es')[language]}.json").write_text(json.dumps({"data": topics}), "utf-8")

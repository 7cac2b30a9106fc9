"""The commands that take in and that find, each in a process of its own, with a model made by hand.

These processes are forked from one that has imported everything, which takes a command longer than what it does here. So they can
be killed and may crash like any other.
"""

import importlib
import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from pathlib import Path

import archive.index_apart
import ingest.__main__
import retrieval.__main__
import retrieval.command_line
from archive.apart import ApartError
from archive.soundness import reason_of
from tests.model_by_hand import FIRST, VARIABLE, ModelByHand

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload([__name__, "archive.index", "ingest.stories.duplicates"])


class Running:
    """A command that was started."""

    def __init__(self, command: str, arguments: Sequence[str], model: str, *, forks: bool) -> None:
        self._arguments = [command, *arguments]
        self._kept = ExitStack()
        told = Path(self._kept.enter_context(tempfile.TemporaryDirectory()))
        self._out, self._err = told / "out", told / "err"
        given = (command, tuple(arguments), model, forks, self._out, self._err)
        self._process = _FORKING.Process(target=_run, args=given)
        self._process.start()

    def is_over_within(self, seconds: float) -> bool:
        """Wait so long for its end; whether it came."""
        self._process.join(seconds)
        return self._process.exitcode is not None

    def kill(self) -> None:
        """End it at once, by SIGKILL."""
        self._process.kill()

    def finished(self) -> subprocess.CompletedProcess[str]:
        """Wait for its end and return its status and what it told."""
        with self._kept:
            if not self.is_over_within(600):
                self.kill()
                self._process.join()
            out, err = (path.read_text("utf-8") if path.exists() else "" for path in (self._out, self._err))
        assert self._process.exitcode is not None
        return subprocess.CompletedProcess(self._arguments, self._process.exitcode, out, err)


def start(command: str, *arguments: str, model: str = FIRST) -> Running:
    """Start "ingest" or "retrieval", which may be killed: what it lets another process do of itself ends or goes on as ever."""
    return Running(command, arguments, model, forks=False)


def command(name: str, *arguments: str, model: str = FIRST) -> subprocess.CompletedProcess[str]:
    """Run "ingest" or "retrieval" to its end."""
    return Running(name, arguments, model, forks=True).finished()


def run_apart(
    module: str, arguments: Sequence[str | Path], given: bytes = b"", *, patience: int | None = None
) -> bytes:
    """Do what `archive.apart.run_apart` does, in a process that is forked, too, for commands that nobody kills."""
    task = (module, [str(argument) for argument in arguments], given)
    if _helper is None:
        done = _done_apart(_FORKING, task)
    else:
        _helper.send(task)
        done = _helper.recv()
    if done is None:
        raise ApartError("whoever opens it crashes", has_crashed=True)
    reason, answer = done
    if reason:
        raise ApartError(reason)
    return answer


# Whom a command asks to fork: it could only begin a server of its own, which would import everything once more.
_helper: Connection | None = None


def _begin_helper() -> Connection:
    asking, asked = multiprocessing.Pipe()
    if os.fork() == 0:
        try:
            asking.close()
            while True:
                asked.send(_done_apart(multiprocessing.get_context("fork"), asked.recv()))
        finally:
            os._exit(0)  # the command is over
    asked.close()
    return asking


def _done_apart(context: BaseContext, task: tuple[str, list[str], bytes]) -> tuple[str, bytes] | None:
    """Return why it failed and what it returned, None where it crashed."""
    here, there = multiprocessing.Pipe()
    process = context.Process(target=_work, args=(*task, there))  # type: ignore[attr-defined]  # each context has it
    process.start()
    there.close()
    try:
        reason, answer = here.recv()
        return reason, answer
    except EOFError:
        return None
    finally:
        process.join()


def _work(module: str, arguments: list[str], given: bytes, answer: Connection) -> None:
    try:
        answer.send(("", importlib.import_module(module).work(arguments, given)))
    except BaseException as error:
        answer.send((reason_of(error), b""))


def _run(command: str, arguments: tuple[str, ...], model: str, forks: bool, out: Path, err: Path) -> None:
    for path, number in ((out, 1), (err, 2)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    os.environ |= {VARIABLE: model, "OMP_NUM_THREADS": "1", "HEMEROTECA_LOG": "0"}
    if forks:
        global _helper
        _helper = _begin_helper()
        vars(archive.index_apart)["run_apart"] = vars(archive.soundness)["run_apart"] = run_apart
    vars(ingest.__main__)["LazyModel"] = ModelByHand.chosen
    vars(retrieval.command_line)["LazyModel"] = ModelByHand.chosen
    main = {"ingest": ingest.__main__.main, "retrieval": retrieval.__main__.main}[command]
    sys.exit(main(list(arguments)))

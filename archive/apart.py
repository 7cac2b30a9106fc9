"""Work on an index in a process of its own.

What can crash whoever touches an index crashes there alone, and its graph, which grows with the archive, is in no ingest's memory.
An erasure needs it most: Chroma writes its level file in whole blocks, and what lies behind the last vector is memory as it was
found, in a process that has read what was erased perhaps its text. A new process has never read it.
"""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent


class ApartError(Exception):
    """The process failed and said why; `has_crashed` where it could not even do that."""

    def __init__(self, reason: str, *, has_crashed: bool = False) -> None:
        super().__init__(reason)
        self.has_crashed = has_crashed


def run_apart(
    module: str, arguments: Sequence[str | Path], given: bytes = b"", *, patience: int | None = None
) -> bytes:
    """Return what `work(arguments, given)` of a module returns in a new process, which may take so many seconds.

    Raises `ApartError` where it fails.
    """
    own = str(os.getpid())
    command = [sys.executable, "-m", "archive.apart", own, module, *(str(argument) for argument in arguments)]
    pipe = subprocess.PIPE
    try:
        # In a session of its own Ctrl-C does not reach it: what is in hand is finished.
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, cwd=_ROOT, start_new_session=True)
    except OSError as error:
        raise ApartError(f"no process can be begun: {error.strerror}") from error
    try:
        out, told = process.communicate(given, timeout=patience)
    except subprocess.TimeoutExpired as error:
        process.kill()
        process.communicate()
        raise ApartError(f"it did not answer within {patience} seconds") from error
    except (
        BaseException
    ):  # Ctrl-C: handed on, once what writes has stopped between two batches and left nothing half written
        process.terminate()
        process.communicate()
        raise
    if process.returncode == _FAILED:
        raise ApartError(told.decode(errors="replace").strip().rpartition("\n")[2])
    if process.returncode:
        raise ApartError("whoever opens it crashes", has_crashed=True)
    return out


_FAILED = 3  # and said why
_parent: int | None = None
_is_asked_to_stop = False


def check_wanted() -> None:
    """Raise `ApartError` where whoever began this work, in a process of its own, is gone or wants it no longer."""
    if _is_asked_to_stop or _parent not in (None, os.getppid()):
        raise ApartError("it was to stop")


def serve(parent: int, module: str, arguments: Sequence[str]) -> int:
    """Do the work of a module for its parent, over standard input and output; return the exit status."""
    global _parent
    _parent = parent
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    from archive.soundness import reason_of

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    try:
        given = sys.stdin.buffer.read()
        answer = importlib.import_module(module).work(arguments, given)
    except BaseException as error:  # Chroma's errors have no common base, and its engine panics
        print(f"\n{reason_of(error)}", file=sys.stderr)
        return _FAILED
    with out:
        out.write(answer)
    return 0


def _stop(number: int, frame: object) -> None:
    global _is_asked_to_stop
    _is_asked_to_stop = True


if __name__ == "__main__":
    from archive import apart  # as the work that is done here imports it

    sys.exit(apart.serve(int(sys.argv[1]), sys.argv[2], sys.argv[3:]))

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
    command = [sys.executable, "-m", "archive.apart", module, *(str(argument) for argument in arguments)]
    try:
        # In a session of its own Ctrl-C does not reach it: what is in hand is finished.
        done = subprocess.run(
            command, input=given, capture_output=True, cwd=_ROOT, timeout=patience, start_new_session=True, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ApartError(f"it did not answer within {patience} seconds") from error
    except OSError as error:
        raise ApartError(f"no process can be begun: {error.strerror}") from error
    if done.returncode == _FAILED:
        raise ApartError(done.stderr.decode(errors="replace").strip().rpartition("\n")[2])
    if done.returncode:
        raise ApartError("whoever opens it crashes", has_crashed=True)
    return done.stdout


_FAILED = 3  # and said why


def is_orphan(parent: int) -> bool:
    """Whether the process that began the work, once its parent, is gone."""
    return os.getppid() != parent


def _main(module: str, arguments: list[str]) -> int:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from archive.soundness import reason_of

    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    try:
        answer = importlib.import_module(module).work(arguments, sys.stdin.buffer.read())
    except BaseException as error:  # Chroma's errors have no common base, and its engine panics
        print(f"\n{reason_of(error)}", file=sys.stderr)
        return _FAILED
    with out:
        out.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1], sys.argv[2:]))

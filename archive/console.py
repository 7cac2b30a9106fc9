"""What the commands say and how they end: lines on standard output, one line for what went wrong, an exit status."""

import argparse
import os
import re
import sys
from collections.abc import Callable

from language.errors import HemerotecaError

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


def print_line(text: str) -> None:
    """Print a line whatever the terminal's encoding: half a character, which JSON may carry, is written as its escape."""
    sys.stdout.buffer.write((text + "\n").encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def run_command(command: Callable[[], int], *, stopped: str = "") -> int:
    """Run a command and return its exit status; an error is one line, and a reader that went away is none.

    `stopped` is what to say where the user broke it off.
    """
    try:
        return command()
    except HemerotecaError as error:
        print(printable(str(error)), file=sys.stderr)
        return error.exit_status
    except BrokenPipeError:
        # What is still buffered would be tried once more at exit, and fail once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is not None:  # not standard output, and nothing that was foreseen
            raise
        print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        if stopped:
            print(stopped, file=sys.stderr)
        return 130


def text_argument(value: str) -> str:
    """Return an argument of a command as it is. Raises `ArgumentTypeError` where its bytes are no text."""
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise argparse.ArgumentTypeError("it is not UTF-8") from error
    return value


def printable(text: str) -> str:
    r"""Return a name or a message as one line that does to a terminal what it says and nothing else.

    Escape codes, line ends and marks that turn the direction are spelt out ("\x1b"), and so are bytes that are no UTF-8 and
    halves of characters: Python can neither print nor hash those as they are.
    """
    return _UNPRINTABLE.sub(_spelt_out, text)


def _spelt_out(found: re.Match[str]) -> str:
    code = ord(found[0])
    # Python reads a byte that is no UTF-8, in a file's name, as half of a character.
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else found[0].encode("unicode_escape").decode()

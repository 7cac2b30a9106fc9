"""What the commands say and how they end: lines on standard output, one line for what went wrong, an exit status."""

import argparse
import os
import sys
from collections.abc import Callable

from language.errors import HemerotecaError


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
        print(error, file=sys.stderr)
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

"""JSON Lines, as the sets of questions come in."""

import json
from pathlib import Path
from typing import Any


def read_json_lines(file: Path) -> list[Any]:
    """Return what each line of a file holds. Raises `OSError` or `ValueError` where it cannot be read."""
    # Not splitlines(): it also breaks at U+2028, which JSON allows inside a string.
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line.strip()]

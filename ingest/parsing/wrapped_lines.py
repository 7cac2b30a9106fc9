"""Plain text whose lines were broken at a width, as mail programs and old wires do, as whole paragraphs."""

import re
from itertools import pairwise

_WIDEST = 100  # characters; what is wider was not broken at all
_NARROWEST = 50
_ITEM = re.compile(r"\s*(?:[-*•·>|#]|\d{1,3}[.)]\s|[-=_~*]{3,})")


def unwrapped(text: str) -> str:
    """Return a text with those lines joined that were broken because the next word had no room.

    A line that has room for the next word was ended by a person, and stays one. Words are neither lost nor changed.
    """
    lines = text.split("\n")
    width = max((len(line.rstrip()) for line in lines if " " in line.strip()), default=0)
    if not _NARROWEST <= width <= _WIDEST:
        return text
    pieces = lines[:1]
    for last, line in pairwise(lines):
        if last.strip() and line.strip() and _was_broken(last, line, width):
            pieces[-1] = pieces[-1].rstrip()
            pieces.append(f" {line.strip()}")
        else:
            pieces.append(f"\n{line}")
    return "".join(pieces)


def _was_broken(line: str, following: str, width: int) -> bool:
    if " " not in line.strip() or _ITEM.match(following) or (following[0].isspace() and not line[0].isspace()):
        return False
    return len(line.rstrip()) + 1 + len(following.split()[0]) > width

"""What the roles and codes of the news formats ("hld:subHeadline", "medtop:01000000") mean to a reader."""

import re
from collections.abc import Iterable, Sequence

_MAIN_ROLES = frozenset({"main", "title", "headline", "hl1"})
_NUMBER = re.compile(r"\d")


def code_tail(code: str) -> str:
    """Return the last part of a code or of its address: "usable" of "stat:usable"."""
    return re.split("[:/#]", code.strip().rstrip("/"))[-1]


def code_word(code: str) -> str:
    """Return a code's last part where it reads as a word ("Current"), "" where it is a number or an abbreviation."""
    tail = code_tail(code)
    return tail if len(tail) > 2 and not tail.isupper() and not _NUMBER.search(tail) else ""


def main_text(texts: Sequence[tuple[str, str]]) -> str:
    """Return the main one of (role, text) pairs: by its role, else the one without a role, else the first."""
    roles = [(code_tail(role).lower(), text) for role, text in texts if text.strip()]
    for wanted in (_MAIN_ROLES, frozenset({""})):
        for role, text in roles:
            if role in wanted:
                return text
    return roles[0][1] if roles else ""


def listed(names: Iterable[str]) -> str:
    """Return the names in their order, once each."""
    return ", ".join(dict.fromkeys(name for name in names if name))


def said_together(*parts: str) -> str:
    """Return a copyright notice and the terms beside it as one line."""
    return "; ".join(dict.fromkeys(part.strip() for part in parts if part.strip()))

"""What a document's properties say about its article, where a person wrote them and not a program."""

import re
from pathlib import PurePosixPath

from ingest.cleaning import clean_line
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import NOBODY

_FILE_NAME = re.compile(
    r"\.(?:docx?|docm|dotx?|odt|rtf|pages|wpd|txt|tmp|html?|indd|qx[pd]|pmd|sla|pdf|e?ps|ai|pptx?|xlsx?)$",
    re.IGNORECASE,
)
_BY_PROGRAM = re.compile(
    r"(?:microsoft (?:word|powerpoint) - .*|(?:word |new |nuevo )?(?:document|documento|dokument|documento de word)"
    r"|untitled(?:[- ]document)?|sin t[ií]tulo|ohne titel|sans titre|senza titolo|sem t[ií]tulo|t[ií]tulo|title)[- ]?\d*",
    re.IGNORECASE,
)


def title_of(text: str, file: SourceFile) -> str:
    """Return a document's title; "" where it is a file's name or what a program puts there."""
    title = clean_line(text)
    stem = PurePosixPath(file.name).stem
    named = _FILE_NAME.search(title) or title.casefold() == stem.casefold()
    return "" if named or _BY_PROGRAM.fullmatch(title) or not any(c.isalpha() for c in title) else title


def author_of(text: str) -> str:
    """Return a document's author; "" where it is nobody's name."""
    author = clean_line(text)
    return "" if author.casefold() in NOBODY else author

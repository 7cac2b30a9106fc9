"""Subtitles and captions: one broadcast a file, what was said with the time at which it was said before it."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.cues import Cue, broken_timings, cues_in

_LANGUAGE = re.compile(r"WEBVTT[^\n]*\n(?:[^\n]+\n)*?Language:\s*([A-Za-z-]{2,20})")
_ENDS = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*$")
_TURN = re.compile(r"(?:[-–—]|>{2,})\s?\S")  # another one speaks
_LONG = 30  # seconds, after which a paragraph ends with its sentence
_LONGEST = 60
_LONGEST_UNPUNCTUATED = (
    20  # captions that a machine made have no sentences; of a minute of them no quote would be short
)
_LEAST_SENTENCES = 0.1  # of the cues
_PAUSE = 4  # seconds

_ORIGINS = {"body": "its cues", "language": "Language in its header"}


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the broadcast's article: paragraphs of about half a minute, each after a line that says when it begins."""
    text = file.text().lstrip("\ufeff \n\r").replace("\r\n", "\n").replace("\r", "\n")
    language = _LANGUAGE.match(text)
    record = {"body": body_of(cues_in(text)), "language": language[1] if language else ""}
    yield article_from(record, fallback_uri=file.uri, origins=_ORIGINS)
    if broken := broken_timings(text):
        yield ArticleError(
            f"the time of {broken} of its subtitles cannot be read: their words lack theirs, or are missing."
        )


def body_of(cues: Sequence[Cue]) -> str:
    """Return what is said, each paragraph after its time, which stands on a line of its own and so in no sentence of it."""
    sentences = sum(_ENDS.search(cue.lines[-1]) is not None for cue in cues)
    longest = _LONGEST if sentences >= _LEAST_SENTENCES * len(cues) else _LONGEST_UNPUNCTUATED
    paragraphs: list[list[Cue]] = []
    for cue in cues:
        if not paragraphs or _begins_anew(paragraphs[-1], cue, longest=longest):
            paragraphs.append([])
        paragraphs[-1].append(cue)
    return "\n\n".join(f"{_mark(paragraph[0])}\n{_said(paragraph)}" for paragraph in paragraphs)


def _begins_anew(paragraph: Sequence[Cue], cue: Cue, *, longest: int) -> bool:
    first, last = paragraph[0], paragraph[-1]
    if cue.speaker != last.speaker or cue.start < first.start:
        return True
    lasted = cue.start - first.start
    if _ENDS.search(last.lines[-1]):
        return lasted >= _LONG or cue.start - last.end >= _PAUSE
    return lasted >= longest


def _mark(cue: Cue) -> str:
    minutes, seconds = divmod(cue.start, 60)
    time = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"
    return f"[{time} {cue.speaker}]" if cue.speaker else f"[{time}]"


def _said(paragraph: Sequence[Cue]) -> str:
    """Return the lines of some cues as running text; where a dash says that another one speaks, a new line begins."""
    pieces = [line for cue in paragraph for line in cue.lines]
    joints = ["\n" if _TURN.match(line) else " " for _, line in pairwise(pieces)]
    return "".join(joint + line for joint, line in zip(["", *joints], pieces, strict=True))

"""The lines of a telegraphed message: what stands in its head, and its text made of paragraphs again."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_SLUG = re.compile(r"(?:BC|AM|PM|AP)-\S.*|\S*/\S*/\S*|\S+/|\*\d+")
_BY = re.compile(r"(?:By|Von|Par|Por|Di|Da|Door|Av)\s+\S")
_NOTE = re.compile(r"\(?(?:Eds?|Editors?|Note|AP (?:Photo|Video|Graphic)s?)\b", re.IGNORECASE)
_LABEL = re.compile(r"\(.*\)|(?:\d(?:ST|ND|RD|TH) )?[^a-zß-ÿ]{1,24}")  # "1ST LEAD", "EXTRA", "(Achtung)"
_SIGNED = re.compile(r"[a-z]{2,6}(?: [a-z\d]{1,4}){1,6}|==\s*\w+|END", re.IGNORECASE)
_BULLETS = ("* ", "+ ", "#", "|")
_LONGEST_HEAD = 20  # lines
_LONGEST_SLUG = 100  # characters
_ENDS = "^<=+ \t"


@dataclass(frozen=True)
class Message:
    """What a message says; `unprinted` is what stands below the text and is not for publication."""

    headlines: Sequence[str]
    paragraphs: Sequence[str]
    byline: Sequence[str] = ()
    labels: Sequence[str] = ()
    notes: Sequence[str] = ()
    unprinted: Sequence[str] = field(default=())


def european(text: str) -> Message:
    """Return what a text of IPTC 7901 says, whose head ends with "=": labels, the headline, the byline."""
    lines = text.splitlines()
    ends = [number for number, line in enumerate(lines[:_LONGEST_HEAD]) if line.rstrip().endswith("=")]
    end = ends[0] + 1 if ends else 0
    head = [line for given in lines[:end] if (line := given.strip(_ENDS)) and not _is_slug(line)]
    labels: list[str] = []
    while len(head) > 1 and (head[0].startswith("(") or _LABEL.fullmatch(head[0])):
        label = head.pop(0)
        while label.startswith("(") and not label.endswith(")") and len(head) > 1:
            label += " " + head.pop(0)
        labels.append(label)
    notes = [line for line in head[1:] if line.startswith("(") and line.endswith(")")]
    head = [line for line in head if line not in notes]
    first = next((number for number, line in enumerate(head) if number and _BY.match(line)), len(head))
    texts, unprinted = _texts(lines[end:])
    return Message([" ".join(head[:first])] if head else [], texts, head[first:], labels, notes, unprinted)


def american(text: str) -> Message:
    """Return what a text of ANPA 1312 says, whose head stands at the margin: its slug, headlines, notes, the byline."""
    lines = text.replace("< ^", "<\n^").lstrip("\n").splitlines()
    indented = (number for number, line in enumerate(lines) if line.startswith((" ", "\t")) and line.strip())
    at_margin = (number for number, line in enumerate(lines) if not line.rstrip().endswith(("<", "=")))
    end = next(indented, next(at_margin, 0))
    head = [line for given in lines[:end] if (line := given.strip(_ENDS))]
    head = [line for number, line in enumerate(head) if number > 1 or not _is_slug(line)]
    first = next((number for number, line in enumerate(head) if _BY.match(line)), len(head))
    of_writer = [line for line in head[first + 1 : first + 2] if not line.isupper() and not _NOTE.match(line)]
    rest = [*head[:first], *head[first + 1 + len(of_writer) :]]
    notes = [line for line in rest if _NOTE.match(line)]
    texts, unprinted = _texts(lines[end:])
    headlines = [line for line in rest if line not in notes]
    return Message(headlines, texts, [*head[first : first + 1], *of_writer], [], notes, unprinted)


def _is_slug(line: str) -> bool:
    return len(line) < _LONGEST_SLUG and _SLUG.fullmatch(line) is not None


def _texts(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    end = next((number for number, line in enumerate(lines) if re.match(r"#{1,2} \S", line)), len(lines))
    texts, unprinted = paragraphs(lines[:end]), paragraphs(lines[end:])
    while texts and _SIGNED.fullmatch(texts[-1]):
        unprinted.insert(0, texts.pop())
    return texts, [text for text in unprinted if text != "END"]


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Return the paragraphs of lines that were broken where they were full.

    One begins after an empty line, with an indented line, and after one that ends with "<". A line that ends though
    the next word had room stays a line.
    """
    found: list[list[str]] = []
    width = max((len(line.rstrip()) for line in lines), default=0)
    is_open, before = False, ""
    for given in lines:
        line = given.rstrip()
        text = line.rstrip("< ").strip().lstrip("^").strip()
        if line.startswith("^"):
            text = text.rstrip("=")
        if text and (not is_open or line.startswith((" ", "\t", "^", "=="))):
            found.append([text])
        elif text:
            is_short = len(before) + 1 + len(text.split()[0]) < 0.9 * width
            is_cut = before.endswith("-") and before[-2:-1].isalnum() and text[0].islower()
            gap = "\n" if is_short or text.startswith(_BULLETS) else "" if is_cut else " "
            found[-1] += [gap, text]
        is_open, before = bool(text) and not line.endswith("<"), text
    return ["".join(parts) for parts in found]

"""The corrections of a story: each by the print that carries it, and all of them in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from archive.records import Appearance


@dataclass(frozen=True, slots=True)
class Correction:
    """What one print of a story corrects."""

    uri: str
    publisher: str
    text: str


def corrections_of(uri: str, prints: Iterable[Appearance]) -> tuple[Correction, ...]:
    """Return the corrections that a story's prints carry, that of `uri` first; a print that comes twice counts once."""
    told = {
        print_.uri: Correction(print_.uri, print_.publisher, print_.correction)
        for print_ in prints
        if print_.correction
    }
    return tuple(sorted(told.values(), key=lambda correction: correction.uri != uri))


def in_words(uri: str, corrections: Sequence[Correction]) -> str:
    """Return the corrections of a story, a line each: that of the quoted print first, the others' with who printed them."""
    own = [correction.text for correction in corrections if correction.uri == uri]
    others = [
        f"{correction.publisher or correction.uri}: {correction.text}"
        for correction in corrections
        if correction.uri != uri and correction.text not in own
    ]
    return "\n".join(dict.fromkeys([*own, *others]))

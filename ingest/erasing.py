"""Remove an article for good, as a court may order: from every file of the archive."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from archive.errors import ArchiveError
from archive.question_log import Forgotten
from archive.salvage import put_aside
from archive.store import Archive


@dataclass(frozen=True)
class Erasure:
    """`cleaned` tells each place that was cleaned, `left` what is beyond the archive or could not be cleaned now.

    `prints` are the uris of other prints of the same story, which stay.
    """

    uri: str
    cleaned: tuple[str, ...]
    left: tuple[str, ...]
    prints: tuple[str, ...]
    is_complete: bool

    def as_json(self) -> dict[str, Any]:
        """Return the object that other programs read."""
        return asdict(self)

    def in_words(self) -> str:
        """Return the report, a place a line."""
        lines = [f"Erased {self.uri}. It will not be taken in again."]
        lines += [f"  cleaned: {place}" for place in self.cleaned]
        lines += [f"  left: {place}" for place in self.left]
        lines += [f"  another print of the story, which stays: {uri}" for uri in self.prints]
        return "\n".join(lines)


def erase(uri: str, archive: Archive, *, on_wait: Callable[[str], None]) -> Erasure:
    """Erase an article and report every place; what was erased before is cleaned once more, if a crash cut it off.

    Raises `ArchiveError` where the archive never held it.
    """
    with archive.writing(on_wait=on_wait) as writer:
        held = archive.catalog.ledger.mentions(uri)
        if not held.articles and uri not in archive.catalog.ledger.erased():
            raise ArchiveError(
                f"The archive {archive.folder} holds no article {uri!r}: see `python -m retrieval` for uris."
            )
        wiped = writer.erase(uri)
    cleaned: tuple[str, ...] = (
        f"catalog: {_count(held.articles, 'article')}, {_count(held.versions, 'earlier version')},"
        f" {_count(held.passages, 'passage')} with their keywords",
        f"vectors: {_count(held.passages, 'vector')} with their texts, and the files that had held them",
        "free pages and journal of the catalog's file",
    )
    left = [f"the file {source}, which is yours to delete" for source in held.sources]
    if not wiped.is_free_of_it:
        cleaned = cleaned[:2]
        left.append(
            "the journal of the catalog's file, which another program reads now: close it and run this once more"
        )
    if wiped.questions.records or wiped.questions.damaged:
        cleaned += (_questions_in_words(wiped.questions),)
    if wiped.problem:
        left.append(
            f"the log of questions {archive.questions.path} ({wiped.problem}): mend that and run this once more"
        )
    aside = put_aside(archive.catalog.path)
    left += [f"{path}, a damaged catalog that --repair put aside: delete it once you need it no more" for path in aside]
    is_complete = wiped.is_free_of_it and not wiped.problem and not aside
    return Erasure(uri, cleaned, tuple(left), held.prints, is_complete)


def _questions_in_words(forgotten: Forgotten) -> str:
    damaged = f", and {_count(forgotten.damaged, 'damaged line')} taken out" if forgotten.damaged else ""
    return f"log of questions: {_count(forgotten.records, 'record')}{damaged}"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'' if number == 1 else 's'}"

"""Where the fields of an article came from, told to whoever listens: nobody does but `--explain`, and then it costs nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType

from archive.records import Article
from ingest.cleaning import clean_line
from ingest.finding.source_file import FILE_URI

NO_ORIGINS: Mapping[str, str] = MappingProxyType({})
# What is read as something else than it says: there the file's own words are told, too.
_READ = ("published", "modified", "embargoed", "expires", "pubstatus", "language", "version")
_LONGEST = 60  # characters of the file's own words
Candidates = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Origin:
    """`fields` says of each field where its value stood, and `unused` which of the record's names meant nothing."""

    fields: Mapping[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()


_listening: ContextVar[dict[str, Origin] | None] = ContextVar("listening", default=None)


def is_listened_to() -> bool:
    """Whether anybody wants to hear of origins."""
    return _listening.get() is not None


@contextmanager
def listening() -> Iterator[dict[str, Origin]]:
    """Hear of every article that is made within, by its uri."""
    heard: dict[str, Origin] = {}
    token = _listening.set(heard)
    try:
        yield heard
    finally:
        _listening.reset(token)


def tell(article: Article, candidates: Candidates, *, names: Mapping[str, str]) -> None:
    """Tell where the fields of an article came from.

    `candidates` are, for each field, the record's names that may have given it and what they say, the surest first, and
    under "" all names; `names` says of some where their values stand in the file.
    """
    heard = _listening.get()
    if heard is None:
        return
    told, used = {}, set()
    for meant, found in candidates.items():
        if meant and found and getattr(article, meant) not in ("", None):
            name, said = next(((name, said) for name, said in found if said), found[0])
            used.add(name)
            where = names.get(name, name)
            told[meant] = f'{where} "{clean_line(said)[:_LONGEST]}"' if meant in _READ and said else where
    if article.uri not in dict(candidates.get("uri", ())).values():
        told["uri"] = _identity(article)
    heard[article.uri] = Origin(
        told, tuple(name for name, _ in candidates[""] if name not in used and name not in names)
    )


def _identity(article: Article) -> str:
    if article.uri == article.url:
        return "its address"
    return "its place, for it names no identity" if article.uri.startswith(FILE_URI) else "its own number and its place"

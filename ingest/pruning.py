"""What is no longer in the folders that it came from."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from archive.ledger import Failure, Ledger, is_below
from archive.records import Sighting
from ingest.finding.files import is_address, whole_paths
from ingest.stories.comparing import Visited


@dataclass(frozen=True)
class Gone:
    """`sightings` are no longer so; `uris` are the articles that lie nowhere any more."""

    sightings: Collection[Sighting] = ()
    uris: Sequence[str] = ()


def prunable_roots(paths: Sequence[Path | str]) -> list[str]:
    """Return the files and folders to compare with. Raises `UsageError` for what is neither: it shows only a part."""
    for path in paths:
        if not whole_paths([path]):
            raise UsageError(f"--prune compares whole folders and files, and '{path}' is neither: name its folder.")
    return whole_paths(paths)


def gone_from(
    roots: Sequence[str], visited: Visited, ledger: Ledger, *, run: int, found: Collection[tuple[str, str]] = ()
) -> Gone:
    """Return what earlier runs saw below the roots and this one did not; `found` is what it saw and did not note (source, uri).

    Where anything could not be looked into, or a root held no article at all (a disk that is not mounted), nothing
    counts as gone from there: no article is lost for a reason that has nothing to do with it. What is elsewhere keeps an
    article only if it still is there.
    """
    if any(not failure.source for failure in visited.failures):
        return Gone()
    failed = {failure.source for failure in visited.failures}
    looked_into = [root for root in roots if _holds_articles(root, visited)]
    # A folder may be named by its own path once and by a link's another time.
    looked_into += [os.path.realpath(root) for root in looked_into]
    stale = {
        sighting
        for root in looked_into
        for sighting in ledger.seen_earlier(root, run=run)
        if sighting[:2] not in found and sighting[0] not in failed
    }
    uris = sorted({uri for _, uri, _ in stale})
    elsewhere = {uri for _, uri in found}
    for uri, places in ledger.seen(uris).items():
        for place in places:
            is_stale = (place.source, uri, place.content_hash) in stale
            if not is_stale and (is_address(place.source) or os.path.lexists(place.source)):
                elsewhere.add(uri)
    gone = [uri for uri in uris if uri not in elsewhere and ledger.why_withdrawn(uri) is None]
    return Gone(stale, gone)


def not_pruned(roots: Sequence[str], visited: Visited) -> list[Failure]:
    """Return, of each root that was left alone, why."""
    if any(not failure.source for failure in visited.failures):
        reason = "nothing was withdrawn, for not all could be looked into: mend what failed and run it again."
        return [Failure(root, reason) for root in roots]
    reason = "nothing was withdrawn, for no article was found there: is it the right folder, and is its disk there?"
    return [Failure(root, reason) for root in roots if not _holds_articles(root, visited)]


def _holds_articles(root: str, visited: Visited) -> bool:
    return any(is_below(source, root) for source in visited.sources)

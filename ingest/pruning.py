"""What is no longer in the folders that it came from."""

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from archive.ledger import Failure, Sighting, is_below
from ingest.finding.files import is_address, whole_paths
from ingest.stories.comparing import Seen


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


def gone_from(roots: Sequence[str], seen: Seen, known: Collection[Sighting]) -> Gone:
    """Return what was known from below the roots and was not seen there in this run.

    Where anything could not be looked into, or a root held no article at all (a disk that is not mounted), nothing
    counts as gone from there: no article is lost for a reason that has nothing to do with it. What is elsewhere keeps an
    article only if it still is there.
    """
    if any(not failure.source for failure in seen.failures):
        return Gone()
    failed = {failure.source for failure in seen.failures}
    looked_into = [root for root in roots if _holds_articles(root, seen)]
    # A folder may be named by its own path once and by a link's another time.
    looked_into += [os.path.realpath(root) for root in looked_into]
    found = {(source, uri) for source, uri, _ in seen.sightings}
    stale = {
        sighting
        for sighting in known
        if sighting[:2] not in found
        and sighting[0] not in failed
        and any(is_below(sighting[0], root) for root in looked_into)
    }
    elsewhere = {uri for source, uri, _ in set(known) - stale if is_address(source) or os.path.lexists(source)}
    elsewhere |= {uri for _, uri in found}
    return Gone(stale, sorted({uri for _, uri, _ in stale} - elsewhere))


def not_pruned(roots: Sequence[str], seen: Seen) -> list[Failure]:
    """Return, of each root that was left alone, why."""
    if any(not failure.source for failure in seen.failures):
        reason = "nothing was withdrawn, for not all could be looked into: mend what failed and run it again."
        return [Failure(root, reason) for root in roots]
    reason = "nothing was withdrawn, for no article was found there: is it the right folder, and is its disk there?"
    return [Failure(root, reason) for root in roots if not _holds_articles(root, seen)]


def _holds_articles(root: str, seen: Seen) -> bool:
    return any(is_below(source, root) for source in seen.read)

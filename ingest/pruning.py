"""What is no longer in the folders that it came from."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.errors import UsageError
from archive.ledger import Failure, is_below
from ingest.comparing import Seen
from ingest.finding import whole_paths


@dataclass(frozen=True)
class Gone:
    """`pairs` are the (source, uri) that are no longer so, `uris` the articles that lie nowhere any more."""

    pairs: Collection[tuple[str, str]] = ()
    uris: Sequence[str] = ()


def prunable_roots(paths: Sequence[Path | str]) -> list[str]:
    """Return the files and folders to compare with. Raises `UsageError` for what is neither: it shows only a part."""
    for path in paths:
        if not whole_paths([path]):
            raise UsageError(f"--prune compares whole folders and files, and '{path}' is neither: name its folder.")
    return whole_paths(paths)


def gone_from(roots: Sequence[str], seen: Seen, known: Collection[tuple[str, str]]) -> Gone:
    """Return what was known from below the roots and was not seen there in this run.

    Where anything could not be looked into, or a root held no article at all (a disk that is not mounted), nothing
    counts as gone from there: no article is lost for a reason that has nothing to do with it.
    """
    if any(not failure.source for failure in seen.failures):
        return Gone()
    failed = {failure.source for failure in seen.failures}
    looked_into = [root for root in roots if any(is_below(source, root) for source, _ in seen.pairs)]
    stale = {
        (source, uri)
        for source, uri in known
        if (source, uri) not in seen.pairs
        and source not in failed
        and any(is_below(source, root) for root in looked_into)
    }
    elsewhere = {uri for source, uri in (*known, *seen.pairs) if (source, uri) not in stale}
    return Gone(stale, sorted({uri for _, uri in stale} - elsewhere))


def not_pruned(roots: Sequence[str], seen: Seen) -> list[Failure]:
    """Return, of each root that was left alone, why."""
    if any(not failure.source for failure in seen.failures):
        reason = "nothing was withdrawn, for not all could be looked into: mend what failed and run it again."
        return [Failure(root, reason) for root in roots]
    reason = "nothing was withdrawn, for no article was found there: is it the right folder, and is its disk there?"
    return [Failure(root, reason) for root in roots if not any(is_below(source, root) for source, _ in seen.pairs)]

"""Feeds from addresses: fetched only if they changed, and noted as read once all that they held is stored."""

from collections.abc import Callable, Iterator

from archive.errors import ArticleError
from archive.ledger import FeedState
from ingest.finding.addresses import fetched_file, without_credentials
from ingest.finding.fetching import fetch
from ingest.reading import Reading, read_file, told_briefly


class Feeds:
    """Reads feeds. `read` are the states of those that were, for the next conditional requests."""

    def __init__(self, last_state: Callable[[str], FeedState], *, allow_private: bool) -> None:
        self._last_state = last_state
        self._allow_private = allow_private
        self.read: dict[str, FeedState] = {}

    def readings(self, address: str) -> Iterator[Reading]:
        """Yield what the feed at an address holds, nothing where it did not change since it was last read."""
        # What has no name as an address may hold a password all the same.
        name = address.rpartition("@")[2]
        try:
            name = without_credentials(address)
            last = self._last_state(name)
            fetched = fetch(
                address, etag=last.etag, last_modified=last.last_modified, allow_private=self._allow_private
            )
            if fetched is None:
                self.read[name] = last
                return
            file = fetched_file(address, fetched.content)
        except ArticleError as error:
            yield Reading(name, name, error)
            return
        yield from told_briefly((Reading(name, name, result) for result in read_file(file)), name, name)
        # Of a feed that was cut there is no state: the reader says that it breaks off, and the next run asks for all of it.
        self.read[name] = FeedState(fetched.etag, fetched.last_modified)

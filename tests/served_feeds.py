"""A feed that a local server sends, and why an address is refused."""

from typing import Any

import pytest

from archive.errors import ArticleError
from ingest.finding.fetching import fetch
from tests.local_server import Answer, answering

FEED = b"<rss version='2.0'><channel><title>La Gaceta</title></channel></rss>"


def sending(status: int = 200, body: bytes = FEED, **headers: str) -> Answer:
    return answering(status, body, **headers)


def refusal(address: str, **options: Any) -> str:
    with pytest.raises(ArticleError) as refused:
        fetch(address, **options)
    assert "\n" not in str(refused.value)
    return str(refused.value)

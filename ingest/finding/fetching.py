"""Fetch a feed from an address that the user named: the one file here that speaks to the network, and only when told to.

fetched = fetch(address, etag=etag, last_modified=last_modified, allow_private=settings.allow_private_redirects)
if fetched is not None:  # None: nothing changed since
    file = fetched_file(address, fetched.content)  # of ingest.addresses; ingest.readers.feed reads it
"""

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, NoReturn

import httpcore
import httpx

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.finding.public_addresses import is_public

SECONDS = 60.0  # for all of it: resolving, every redirect, the body
MOST_BYTES = 20 * 2**20  # unpacked; feeds have a thousandth of it
MOST_REDIRECTS = 5
_GZIP = 16 + zlib.MAX_WBITS
_SCHEMES = ("http", "https")
_REDIRECTS = (301, 302, 303, 307, 308)
_HEADERS = {
    "User-Agent": "Hemeroteca (news archive; reads feeds)",
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip",
    "Connection": "close",
}
_REMEDIES = {
    401: "it wants a login: put user:password@ before its host",
    403: "it does not let programs in: ask the publisher for another address",
    404: "there is nothing: check the address",
    410: "the feed is gone: ask the publisher for its new address",
    429: "it was asked too often: try again later",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address sent. `address` is where it came from in the end, without credentials.

    Where `cut`, there was more than the limits allow or the connection broke: it is the beginning of the feed, and there are
    no `etag` and `last_modified`, so that the next time asks for all of it.
    """

    content: bytes
    etag: str
    last_modified: str
    address: str
    cut: bool


def fetch(
    address: str,
    *,
    etag: str = "",
    last_modified: str = "",
    allow_private: bool = False,
    seconds: float = SECONDS,
    most_bytes: int = MOST_BYTES,
) -> Fetched | None:
    """Return what the address sends, None where nothing changed since `etag` or `last_modified`.

    The named address may be on this machine or a private network; what it redirects to must be public unless
    `allow_private`. Raises `ArticleError` with what is wrong and what to do.
    """
    named = _parsed(address)
    credentials = (named.username, named.password) if named.userinfo else None
    conditions = {"If-None-Match": etag, "If-Modified-Since": last_modified}
    headers = _HEADERS | {name: value for name, value in conditions.items() if value}
    deadline = time.monotonic() + seconds
    url = named = named.copy_with(userinfo=b"")
    try:
        for hop in range(MOST_REDIRECTS + 1):
            connector = _Connector(public_only=hop > 0 and not allow_private, deadline=deadline)
            request = httpx.Request("GET", url, headers=headers)
            if credentials and _origin(url) == _origin(named):
                next(httpx.BasicAuth(*credentials).auth_flow(request))  # which adds its header
            # Not httpx.Client: it reads proxies, cookies and where a redirect leads, and here nothing of it may.
            with _Transport(connector) as transport, closing(transport.handle_request(request)) as response:
                if response.status_code == 304 and (etag or last_modified):
                    return None
                if response.status_code not in _REDIRECTS:
                    return _fetched(response, url, most_bytes=most_bytes)
                url = _redirected(url, response)
    except httpx.TimeoutException as error:
        raise ArticleError(f"{url.host} did not answer within {seconds:g} seconds: try again later.") from error
    except httpx.ConnectError as error:
        raise ArticleError(
            f"{url.host} cannot be reached ({_reason(error)}): check the address and the network."
        ) from error
    except httpx.HTTPError as error:
        raise ArticleError(
            f"{url.host} broke off or does not speak HTTP ({_reason(error)}): try again later."
        ) from error
    raise ArticleError(f"it redirects more than {MOST_REDIRECTS} times: name the address where the feed is.")


def _parsed(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address.strip())
    except httpx.InvalidURL as error:
        # Without the reason: of a password with a "/" in it, that quotes a part.
        raise ArticleError("it is no address that could be understood: check it.") from error
    if url.scheme not in _SCHEMES or not url.host:
        raise ArticleError("only addresses that begin with http:// or https:// are fetched.")
    return url.copy_with(fragment=None)


def _redirected(url: httpx.URL, response: httpx.Response) -> httpx.URL:
    try:
        target = httpx.URL(response.headers.get("Location", ""))
        reached = url.join(target)
    except httpx.InvalidURL as error:
        raise ArticleError(f"{url.host} redirects to what is no address: tell the publisher.") from error
    if not str(target):
        _refuse(url, "nowhere")
    if target.userinfo:
        _refuse(url, "an address with a user's name in it")
    if reached.scheme not in _SCHEMES or not reached.host:
        _refuse(url, "what is no web address")
    if url.scheme == "https" and reached.scheme == "http":
        _refuse(url, "an address without encryption")
    return reached.copy_with(fragment=None)


def _refuse(url: httpx.URL, what: str) -> NoReturn:
    raise ArticleError(f"{url.host} redirects to {what}, which is not followed: name the address where the feed is.")


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _fetched(response: httpx.Response, url: httpx.URL, *, most_bytes: int) -> Fetched:
    if response.status_code != 200:
        later = "the server has a problem: try again later" if response.status_code >= 500 else "check the address"
        remedy = _REMEDIES.get(response.status_code, later)
        raise ArticleError(f"{url.host} answered {response.status_code}; {remedy}.")
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "", "gzip", "x-gzip"):
        raise ArticleError(f"{url.host} sends '{encoding[:40]}' where gzip was asked for: tell the publisher.")
    content, cut = bytearray(), False
    try:
        for part in _parts(response, zipped="gzip" in encoding, most_bytes=most_bytes):
            content += part
    except (httpx.TimeoutException, httpx.RemoteProtocolError, httpx.ReadError):
        if not content:
            raise
        cut = True
    cut = cut or len(content) > most_bytes
    del content[most_bytes:]
    kept = {name: "" if cut else _header(response, name) for name in ("ETag", "Last-Modified")}
    return Fetched(bytes(content), kept["ETag"], kept["Last-Modified"], str(url), cut)


def _parts(response: httpx.Response, *, zipped: bool, most_bytes: int) -> Iterator[bytes]:
    """Yield the body's parts, unpacked here and not by httpx, until there is one byte more than the limit."""
    unpacking = zlib.decompressobj(_GZIP) if zipped else None
    left = most_bytes + 1
    for arrived in response.iter_raw():
        raw = arrived
        while raw and left:
            if unpacking is None:
                part, raw = raw[:left], b""
            else:
                if unpacking.eof:  # another member follows
                    unpacking = zlib.decompressobj(_GZIP)
                try:
                    part = unpacking.decompress(raw, left)
                except zlib.error as error:
                    raise httpx.RemoteProtocolError("its gzip is damaged") from error
                raw = unpacking.unused_data
            yield part
            left -= len(part)
        if not left:
            return
    if unpacking and not unpacking.eof:
        raise httpx.RemoteProtocolError("its gzip breaks off")


def _header(response: httpx.Response, name: str) -> str:
    value = str(response.headers.get(name, ""))
    return value if value.isascii() else ""  # it could not be sent back


def _reason(error: Exception) -> str:
    return clean_line(str(error))[:120].rstrip(".") or type(error).__name__


# -- connections that obey: to nothing private where only public hosts are allowed, and not a second past the limit ---


class _Connector(httpcore.NetworkBackend):
    """What httpcore connects with: a name is resolved once, and the very addresses that were judged are connected to.

    `deadline` is a moment of `time.monotonic()`.
    """

    def __init__(self, *, public_only: bool, deadline: float) -> None:
        self._public_only = public_only
        self._deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that answers."""
        addresses = _resolved(host, port, deadline=self._deadline)
        if self._public_only and not all(map(is_public, addresses)):
            raise ArticleError(
                f"it redirects to {host}, which is on this machine or a private network: name that address yourself, or"
                " set HEMEROTECA_ALLOW_PRIVATE_REDIRECTS=1 if it is meant to."
            )
        while True:
            share = _time_left(self._deadline) / len(addresses)
            try:
                stream = self._sockets.connect_tcp(addresses.pop(0), port, share, None, socket_options)
                return _TimedStream(stream, deadline=self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if not addresses:  # else the next one may answer, as IPv4 often does where IPv6 leads nowhere
                    raise


class _Transport(httpx.HTTPTransport):
    def __init__(self, connector: _Connector) -> None:
        # Not super's: it knows no way to say who connects. Nothing of it is used but the pool.
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False), network_backend=connector, max_connections=1
        )


class _TimedStream(httpcore.NetworkStream):
    """A connection each of whose steps gets what is left of the time for all: a drop every second keeps none alive."""

    def __init__(self, stream: httpcore.NetworkStream, *, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _time_left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _time_left(self._deadline))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, _time_left(self._deadline))
        return _TimedStream(secured, deadline=self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _time_left(deadline: float) -> float:
    """Return the seconds until then. Raises `httpcore.ReadTimeout` where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return left


def _resolved(host: str, port: int, *, deadline: float) -> list[str]:
    """Return the host's IP addresses, in every notation that the system knows ("2130706433" is 127.0.0.1)."""
    found: list[str] = []
    failed: list[OSError] = []

    def resolve() -> None:
        try:
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # the latter for a label of more than 63 characters
            failed.append(OSError(str(error)))
        else:
            found.extend(dict.fromkeys(str(info[4][0]) for info in infos))

    # In a thread that may be left behind: the system's resolver cannot be told how long it may take.
    resolver = threading.Thread(target=resolve, daemon=True)
    resolver.start()
    resolver.join(_time_left(deadline))
    if failed:
        raise httpcore.ConnectError(f"nobody knows the name {host}")
    if not found:
        raise httpcore.ConnectTimeout("the name was not resolved in time")
    return found

"""A feed is never fetched from where a stranger leads: redirects go to public places only, and they end."""

import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpcore
import httpx
import pytest

from archive.errors import ArticleError
from ingest.finding import fetching
from ingest.finding.fetching import fetch
from ingest.finding.public_addresses import is_public
from tests.local_server import Server
from tests.served_feeds import FEED, refusal, sending


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_it_is_allowed(server: Server, status: int) -> None:
    server.answers["/feed"] = sending(status, b"", Location="feed.xml")
    server.answers["/feed.xml"] = sending()
    fetched = fetch(f"{server.address}/feed", allow_private=True)
    assert fetched is not None
    assert (fetched.content, fetched.address) == (FEED, f"{server.address}/feed.xml")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001",  "localhost",  "[::1]", "0.0.0.0", "[::]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[::127.0.0.1]",
        "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
        "255.255.255.255", "[fe80::1]", "[fc00::1]", "[ff02::1]", "[fec0::1]", "[::ffff:169.254.169.254]",
    ],
)  # fmt: skip
def test_a_redirect_to_a_private_place_is_refused_in_every_notation(server: Server, host: str) -> None:
    server.answers["/feed"] = sending(302, b"", Location=f"http://{host}:{server.server_port}/secret")
    server.answers["/secret"] = sending()
    assert "which is on this machine or a private network" in refusal(f"{server.address}/feed")
    assert [path for path, _ in server.seen] == ["/feed"]


def test_a_redirect_is_refused_on_the_same_host_as_well(server: Server) -> None:
    server.answers["/feed"] = sending(302, b"", Location="/admin")
    assert "set HEMEROTECA_ALLOW_PRIVATE_REDIRECTS=1 if it is meant to" in refusal(f"{server.address}/feed")


def _name_service(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[list[str]]]) -> None:
    """Answer for these names, each time with the next of its lists of addresses."""
    real = socket.getaddrinfo

    def resolve(host: str, port: int, *rest: Any, **options: Any) -> Any:
        if host not in names:
            return real(host, port, *rest, **options)
        found = names[host].pop(0)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)


def test_a_name_is_refused_where_one_of_its_addresses_is_private(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _name_service(monkeypatch, {"feeds.example": [["93.184.215.14", "127.0.0.1"]]})
    server.answers["/feed"] = sending(302, b"", Location=f"http://feeds.example:{server.server_port}/secret")
    assert "redirects to feeds.example, which is on this machine" in refusal(f"{server.address}/feed")


def test_a_name_is_resolved_once_so_it_cannot_change_between_check_and_connection(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _name_service(monkeypatch, {"feeds.example": [["93.184.215.14"], ["127.0.0.1"]]})
    connected: list[str] = []

    def connect(self: Any, host: str, *rest: Any, **options: Any) -> Any:
        connected.append(host)
        if host == "93.184.215.14":
            raise httpcore.ConnectError("no network in the test")
        return real(self, host, *rest, **options)

    real = httpcore.SyncBackend.connect_tcp
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)
    server.answers["/feed"] = sending(302, b"", Location=f"http://feeds.example:{server.server_port}/secret")
    assert "feeds.example cannot be reached" in refusal(f"{server.address}/feed")
    assert connected == ["127.0.0.1", "93.184.215.14"]


def test_where_one_address_of_a_name_does_not_answer_the_next_is_tried(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _name_service(monkeypatch, {"feeds.example": [["127.0.0.2", "127.0.0.1"]]})
    server.answers["/feed"] = sending()
    assert fetch(f"http://feeds.example:{server.server_port}/feed") is not None


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("ftp://gaceta.example/feed", "redirects to what is no web address"),
        ("file:///etc/hostname", "redirects to what is no web address"),
        ("javascript:alert(1)", "redirects to what is no web address"),
        ("http://ana:secreto@gaceta.example/", "redirects to an address with a user's name in it"),
        ("http://ana@gaceta.example/", "redirects to an address with a user's name in it"),
        ("//ana@gaceta.example/", "redirects to an address with a user's name in it"),
        ("http://0177.0.0.1/", "redirects to what is no address"),
        ("http://gaceta.example:x/", "redirects to what is no address"),
        ("", "redirects to nowhere"),
    ],
)
def test_what_else_a_redirect_may_not_be(server: Server, location: str, reason: str) -> None:
    server.answers["/feed"] = sending(302, b"", Location=location)
    assert reason in refusal(f"{server.address}/feed", allow_private=True)


def test_a_redirect_does_not_leave_encryption_behind() -> None:
    response = httpx.Response(302, headers={"Location": "http://gaceta.example/feed"})
    with pytest.raises(ArticleError, match="redirects to an address without encryption"):
        fetching._redirected(httpx.URL("https://gaceta.example/feed"), response)
    assert fetching._redirected(httpx.URL("http://gaceta.example/"), response).scheme == "http"


def test_redirects_end(server: Server) -> None:
    server.answers["/feed"] = sending(302, b"", Location="/feed")
    assert "redirects more than 5 times" in refusal(f"{server.address}/feed", allow_private=True)
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


def test_redirects_share_one_time_limit(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        sending(302, b"", Location="/feed")(handler)

    server.answers["/feed"] = answer
    assert "did not answer within 0.5 seconds" in refusal(f"{server.address}/feed", seconds=0.5, allow_private=True)

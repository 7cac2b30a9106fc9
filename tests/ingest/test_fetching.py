"""A feed is fetched from where the user says, never without an end, and what goes wrong says what to do."""

import base64
import gzip
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from ingest.finding.addresses import without_credentials
from ingest.finding.fetching import Fetched, fetch
from ingest.finding.files import is_address
from tests.local_server import Server, streaming
from tests.served_feeds import FEED, refusal, sending

# -- fetching and asking again ----------------------------------------------------------------------------------------


def test_what_an_address_sends_comes_with_what_to_ask_next_time(server: Server) -> None:
    server.answers["/feed"] = sending(ETag='"v1"', Last_Modified="Sat, 30 Nov 2024 10:00:00 GMT")
    assert fetch(f"{server.address}/feed#top") == Fetched(
        content=FEED,
        etag='"v1"',
        last_modified="Sat, 30 Nov 2024 10:00:00 GMT",
        address=f"{server.address}/feed",
        cut=False,
    )


@pytest.mark.parametrize(
    ("asked", "header", "value"),
    [
        ({"etag": '"v1"'}, "if-none-match", '"v1"'),
        ({"last_modified": "Sat, 30 Nov 2024 10:00:00 GMT"}, "if-modified-since", "Sat, 30 Nov 2024 10:00:00 GMT"),
    ],
)
def test_what_did_not_change_is_not_fetched_again(
    server: Server, asked: dict[str, Any], header: str, value: str
) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        sending(304 if handler.headers.get(header) == value else 200, b"")(handler)

    server.answers["/feed"] = answer
    assert fetch(f"{server.address}/feed", **asked) is None
    assert fetch(f"{server.address}/feed") is not None


def test_the_request_says_who_asks_and_nothing_private(server: Server) -> None:
    server.answers["/feed"] = sending()
    fetch(f"{server.address}/feed")
    [(_, headers)] = server.seen
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert headers["user-agent"].startswith("Hemeroteca")


def test_proxies_and_netrc_of_the_environment_are_not_used(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login ana password secreto\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    server.answers["/feed"] = sending()
    assert fetch(f"{server.address}/feed") is not None
    assert "authorization" not in server.seen[0][1]


def test_a_login_in_the_named_address_is_sent_there_and_nowhere_else(server: Server) -> None:
    other = f"http://localhost:{server.server_port}"
    server.answers["/feed"] = sending(302, b"", Location="/here")
    server.answers["/here"] = sending(302, b"", Location=f"{other}/there")
    server.answers["/there"] = sending()
    named = server.address.replace("//", "//ana:secre%20to@")
    fetched = fetch(f"{named}/feed", allow_private=True)
    login = f"Basic {base64.b64encode(b'ana:secre to').decode()}"
    assert [headers.get("authorization") for _, headers in server.seen] == [login, login, None]
    assert fetched is not None
    assert fetched.address == f"{other}/there"


# -- limits -----------------------------------------------------------------------------------------------------------


def test_a_feed_without_end_is_cut_and_asked_for_again_next_time(server: Server) -> None:
    server.answers["/feed"] = streaming(b"<item>0123456789</item>" * 100, headers=(("ETag", '"v1"'),))
    fetched = fetch(f"{server.address}/feed", most_bytes=10_000)
    assert fetched is not None
    assert (len(fetched.content), fetched.cut, fetched.etag) == (10_000, True, "")


def test_a_feed_of_just_the_limit_is_whole(server: Server) -> None:
    server.answers["/feed"] = sending(body=b"x" * 10_000)
    fetched = fetch(f"{server.address}/feed", most_bytes=10_000)
    assert fetched is not None
    assert (len(fetched.content), fetched.cut) == (10_000, False)


@pytest.mark.parametrize("members", [1, 3])
def test_gzip_is_unpacked(server: Server, members: int) -> None:
    server.answers["/feed"] = sending(body=gzip.compress(FEED) * members, Content_Encoding="gzip")
    fetched = fetch(f"{server.address}/feed")
    assert fetched is not None
    assert (fetched.content, fetched.cut) == (FEED * members, False)


def test_a_gzip_bomb_is_cut(server: Server) -> None:
    server.answers["/feed"] = sending(body=gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    fetched = fetch(f"{server.address}/feed", most_bytes=100_000)
    assert fetched is not None
    assert (fetched.content, fetched.cut) == (b"0" * 100_000, True)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_an_encoding_that_nobody_asked_for_is_refused(server: Server, encoding: str) -> None:
    server.answers["/feed"] = sending(Content_Encoding=encoding)
    assert f"sends '{encoding}' where gzip was asked for" in refusal(f"{server.address}/feed")


def test_damaged_gzip_is_no_feed(server: Server) -> None:
    server.answers["/feed"] = sending(Content_Encoding="gzip")
    assert "its gzip is damaged" in refusal(f"{server.address}/feed")


def test_a_feed_that_breaks_off_is_kept_as_far_as_it_came(server: Server) -> None:
    for path, body, headers in (
        ("/plain", FEED, (("Content-Length", "1000"), ("ETag", '"v1"'))),
        ("/zipped", gzip.compress(FEED)[:-5], (("Content-Encoding", "gzip"), ("ETag", '"v1"'))),
    ):

        def answer(
            handler: BaseHTTPRequestHandler, body: bytes = body, headers: tuple[tuple[str, str], ...] = headers
        ) -> None:
            handler.send_response(200)
            for name, value in headers:
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        server.answers[path] = answer
        fetched = fetch(f"{server.address}{path}")
        assert fetched is not None
        assert (fetched.content, fetched.cut, fetched.etag) == (FEED, True, "")


def test_a_body_that_drips_is_cut_when_the_time_is_up(server: Server) -> None:
    server.answers["/feed"] = streaming(b"<item/>", pause=0.05)
    began = time.monotonic()
    fetched = fetch(f"{server.address}/feed", seconds=0.5)
    assert time.monotonic() - began < 1.5
    assert fetched is not None
    assert fetched.cut
    assert fetched.content.startswith(b"<item/><item/>")


def test_headers_that_drip_are_given_up_when_the_time_is_up(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while True:
            handler.wfile.write(b"X: y\r\n")
            handler.wfile.flush()
            time.sleep(0.05)

    server.answers["/feed"] = answer
    began = time.monotonic()
    assert "did not answer within 0.5 seconds: try again later" in refusal(f"{server.address}/feed", seconds=0.5)
    assert time.monotonic() - began < 1.5


def test_a_name_service_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10) and [])
    assert "did not answer within 0.2 seconds" in refusal("http://feeds.example/", seconds=0.2)
    released.set()


# -- what else goes wrong ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "remedy"),
    [
        (401, "it wants a login"), (403, "it does not let programs in"), (404, "check the address"), (410, "the feed is gone"),
        (429, "try again later"), (500, "try again later"), (503, "try again later"), (204, "check the address"),
        (304, "check the address"), (418, "check the address"),
    ],
)  # fmt: skip
def test_another_status_says_what_to_do(server: Server, status: int, remedy: str) -> None:
    server.answers["/feed"] = sending(status, b"")
    said = refusal(f"{server.address}/feed")
    assert f"127.0.0.1 answered {status}; " in said
    assert remedy in said


@pytest.mark.parametrize("address", ["ftp://gaceta.example/feed", "file:///etc/hostname", "http://", "gaceta", ""])
def test_only_web_addresses_are_fetched(address: str) -> None:
    assert refusal(address) == "only addresses that begin with http:// or https:// are fetched."


@pytest.mark.parametrize(
    "address", ["http://ana:secr/eto@gaceta.example/", "http://0177.0.0.1/", "http://gaceta.example:x/"]
)
def test_an_address_that_is_none_is_not_repeated(address: str) -> None:
    assert refusal(address) == "it is no address that could be understood: check it."


def test_a_host_that_nobody_knows_or_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "127.0.0.1 cannot be reached" in refusal(f"http://127.0.0.1:{port}/")
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(unknown))
    assert "feeds.example cannot be reached (nobody knows the name feeds.example)" in refusal("http://feeds.example/")


def test_a_server_that_speaks_no_http(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 smtp\r\n\r\n")

    server.answers["/feed"] = answer
    assert "broke off or does not speak HTTP" in refusal(f"{server.address}/feed")


def test_addresses_are_told_from_files_and_shown_without_credentials() -> None:
    assert [is_address(text) for text in ("https://a.example", "HTTP://a", "news/a.xml", "httpd.log")] == [
        True,
        True,
        False,
        False,
    ]
    assert without_credentials("https://ana:s@a.example:8/b?c=d@e#f") == "https://a.example:8/b?c=d@e"

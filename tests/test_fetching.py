"""A feed is fetched from where the user says, never from where a stranger leads, and never without an end."""

import base64
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import httpcore
import httpx
import pytest

from archive.errors import ArticleError
from ingest import fetching
from ingest.addresses import without_credentials
from ingest.fetching import Fetched, fetch
from ingest.finding import is_address
from ingest.public_addresses import is_public
from tests.local_server import Answer, Server, answering, serving, streaming

_FEED = b"<rss version='2.0'><channel><title>La Gaceta</title></channel></rss>"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as started:
        yield started


def _answer(status: int = 200, body: bytes = _FEED, **headers: str) -> Answer:
    return answering(status, body, **headers)


def _reason(address: str, **options: Any) -> str:
    with pytest.raises(ArticleError) as refused:
        fetch(address, **options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


# -- fetching and asking again ----------------------------------------------------------------------------------------


def test_what_an_address_sends_comes_with_what_to_ask_next_time(server: Server) -> None:
    server.answers["/feed"] = _answer(ETag='"v1"', Last_Modified="Sat, 30 Nov 2024 10:00:00 GMT")
    assert fetch(f"{server.address}/feed#top") == Fetched(
        content=_FEED,
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
        _answer(304 if handler.headers.get(header) == value else 200, b"")(handler)

    server.answers["/feed"] = answer
    assert fetch(f"{server.address}/feed", **asked) is None
    assert fetch(f"{server.address}/feed") is not None


def test_the_request_says_who_asks_and_nothing_private(server: Server) -> None:
    server.answers["/feed"] = _answer()
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
    server.answers["/feed"] = _answer()
    assert fetch(f"{server.address}/feed") is not None
    assert "authorization" not in server.seen[0][1]


def test_a_login_in_the_named_address_is_sent_there_and_nowhere_else(server: Server) -> None:
    other = f"http://localhost:{server.server_port}"
    server.answers["/feed"] = _answer(302, b"", Location="/here")
    server.answers["/here"] = _answer(302, b"", Location=f"{other}/there")
    server.answers["/there"] = _answer()
    named = server.address.replace("//", "//ana:secre%20to@")
    fetched = fetch(f"{named}/feed", allow_private=True)
    login = f"Basic {base64.b64encode(b'ana:secre to').decode()}"
    assert [headers.get("authorization") for _, headers in server.seen] == [login, login, None]
    assert fetched is not None
    assert fetched.address == f"{other}/there"


# -- redirects --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_where_it_is_allowed(server: Server, status: int) -> None:
    server.answers["/feed"] = _answer(status, b"", Location="feed.xml")
    server.answers["/feed.xml"] = _answer()
    fetched = fetch(f"{server.address}/feed", allow_private=True)
    assert fetched is not None
    assert (fetched.content, fetched.address) == (_FEED, f"{server.address}/feed.xml")


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
    server.answers["/feed"] = _answer(302, b"", Location=f"http://{host}:{server.server_port}/secret")
    server.answers["/secret"] = _answer()
    assert "which is on this machine or a private network" in _reason(f"{server.address}/feed")
    assert [path for path, _ in server.seen] == ["/feed"]


def test_a_redirect_is_refused_on_the_same_host_as_well(server: Server) -> None:
    server.answers["/feed"] = _answer(302, b"", Location="/admin")
    assert "set HEMEROTECA_ALLOW_PRIVATE_REDIRECTS=1 if it is meant to" in _reason(f"{server.address}/feed")


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
    server.answers["/feed"] = _answer(302, b"", Location=f"http://feeds.example:{server.server_port}/secret")
    assert "redirects to feeds.example, which is on this machine" in _reason(f"{server.address}/feed")


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
    server.answers["/feed"] = _answer(302, b"", Location=f"http://feeds.example:{server.server_port}/secret")
    assert "feeds.example cannot be reached" in _reason(f"{server.address}/feed")
    assert connected == ["127.0.0.1", "93.184.215.14"]


def test_where_one_address_of_a_name_does_not_answer_the_next_is_tried(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _name_service(monkeypatch, {"feeds.example": [["127.0.0.2", "127.0.0.1"]]})
    server.answers["/feed"] = _answer()
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
    server.answers["/feed"] = _answer(302, b"", Location=location)
    assert reason in _reason(f"{server.address}/feed", allow_private=True)


def test_a_redirect_does_not_leave_encryption_behind() -> None:
    response = httpx.Response(302, headers={"Location": "http://gaceta.example/feed"})
    with pytest.raises(ArticleError, match="redirects to an address without encryption"):
        fetching._redirected(httpx.URL("https://gaceta.example/feed"), response)
    assert fetching._redirected(httpx.URL("http://gaceta.example/"), response).scheme == "http"


def test_redirects_end(server: Server) -> None:
    server.answers["/feed"] = _answer(302, b"", Location="/feed")
    assert "redirects more than 5 times" in _reason(f"{server.address}/feed", allow_private=True)
    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c", "64:ff9b::5db8:d70e", "2002:5db8:d70e::1"],
)
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


# -- limits -----------------------------------------------------------------------------------------------------------


def test_a_feed_without_end_is_cut_and_asked_for_again_next_time(server: Server) -> None:
    server.answers["/feed"] = streaming(b"<item>0123456789</item>" * 100, headers=(("ETag", '"v1"'),))
    fetched = fetch(f"{server.address}/feed", most_bytes=10_000)
    assert fetched is not None
    assert (len(fetched.content), fetched.cut, fetched.etag) == (10_000, True, "")


def test_a_feed_of_just_the_limit_is_whole(server: Server) -> None:
    server.answers["/feed"] = _answer(body=b"x" * 10_000)
    fetched = fetch(f"{server.address}/feed", most_bytes=10_000)
    assert fetched is not None
    assert (len(fetched.content), fetched.cut) == (10_000, False)


@pytest.mark.parametrize("members", [1, 3])
def test_gzip_is_unpacked(server: Server, members: int) -> None:
    server.answers["/feed"] = _answer(body=gzip.compress(_FEED) * members, Content_Encoding="gzip")
    fetched = fetch(f"{server.address}/feed")
    assert fetched is not None
    assert (fetched.content, fetched.cut) == (_FEED * members, False)


def test_a_gzip_bomb_is_cut(server: Server) -> None:
    server.answers["/feed"] = _answer(body=gzip.compress(b"0" * 50_000_000), Content_Encoding="gzip")
    fetched = fetch(f"{server.address}/feed", most_bytes=100_000)
    assert fetched is not None
    assert (fetched.content, fetched.cut) == (b"0" * 100_000, True)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "deflate"])
def test_an_encoding_that_nobody_asked_for_is_refused(server: Server, encoding: str) -> None:
    server.answers["/feed"] = _answer(Content_Encoding=encoding)
    assert f"sends '{encoding}' where gzip was asked for" in _reason(f"{server.address}/feed")


def test_damaged_gzip_is_no_feed(server: Server) -> None:
    server.answers["/feed"] = _answer(Content_Encoding="gzip")
    assert "its gzip is damaged" in _reason(f"{server.address}/feed")


def test_a_feed_that_breaks_off_is_kept_as_far_as_it_came(server: Server) -> None:
    for path, body, headers in (
        ("/plain", _FEED, (("Content-Length", "1000"), ("ETag", '"v1"'))),
        ("/zipped", gzip.compress(_FEED)[:-5], (("Content-Encoding", "gzip"), ("ETag", '"v1"'))),
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
        assert (fetched.content, fetched.cut, fetched.etag) == (_FEED, True, "")


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
    assert "did not answer within 0.5 seconds: try again later" in _reason(f"{server.address}/feed", seconds=0.5)
    assert time.monotonic() - began < 1.5


def test_redirects_share_one_time_limit(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        _answer(302, b"", Location="/feed")(handler)

    server.answers["/feed"] = answer
    assert "did not answer within 0.5 seconds" in _reason(f"{server.address}/feed", seconds=0.5, allow_private=True)


def test_a_name_service_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(10) and [])
    assert "did not answer within 0.2 seconds" in _reason("http://feeds.example/", seconds=0.2)
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
    server.answers["/feed"] = _answer(status, b"")
    said = _reason(f"{server.address}/feed")
    assert f"127.0.0.1 answered {status}; " in said
    assert remedy in said


@pytest.mark.parametrize("address", ["ftp://gaceta.example/feed", "file:///etc/hostname", "http://", "gaceta", ""])
def test_only_web_addresses_are_fetched(address: str) -> None:
    assert _reason(address) == "only addresses that begin with http:// or https:// are fetched."


@pytest.mark.parametrize(
    "address", ["http://ana:secr/eto@gaceta.example/", "http://0177.0.0.1/", "http://gaceta.example:x/"]
)
def test_an_address_that_is_none_is_not_repeated(address: str) -> None:
    assert _reason(address) == "it is no address that could be understood: check it."


def test_a_host_that_nobody_knows_or_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert "127.0.0.1 cannot be reached" in _reason(f"http://127.0.0.1:{port}/")
    unknown = socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: (_ for _ in ()).throw(unknown))
    assert "feeds.example cannot be reached (nobody knows the name feeds.example)" in _reason("http://feeds.example/")


def test_a_server_that_speaks_no_http(server: Server) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"220 smtp\r\n\r\n")

    server.answers["/feed"] = answer
    assert "broke off or does not speak HTTP" in _reason(f"{server.address}/feed")


def test_addresses_are_told_from_files_and_shown_without_credentials() -> None:
    assert [is_address(text) for text in ("https://a.example", "HTTP://a", "news/a.xml", "httpd.log")] == [
        True,
        True,
        False,
        False,
    ]
    assert without_credentials("https://ana:s@a.example:8/b?c=d@e#f") == "https://a.example:8/b?c=d@e"

"""The crawls of other times and programs: ARC, and WACZ with its indexes beside the records."""

import gzip
import json
from pathlib import Path

import pytest

from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import zipped

tmp_path = pytest.fixture(known_folder)

_ADDRESS = "https://gaceta.example/puente"
_TEXT = "El puente nuevo de Valdelobos abrirá mañana a las nueve, según confirmó la alcaldesa ante los vecinos de la comarca."
_PAGE = f"<html><head><title>Abre el puente</title></head><body><article><p>{_TEXT}</p></article></body></html>"


def _http(page: str, *, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()


def _arc(*records: tuple[str, str, bytes]) -> bytes:
    head = b"1 0 Crawler\nURL IP-address Archive-date Content-type Archive-length\n"
    made = b"filedesc://a.arc 0.0.0.0 20041130100000 text/plain %d\n%s\n" % (len(head), head)
    for address, moment, http in records:
        made += f"{address} 192.0.2.1 {moment} text/html {len(http)}\n".encode() + http + b"\n"
    return made


def _warc(page: str) -> bytes:
    http = _http(page)
    return (
        (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-11-30T10:00:00Z\r\nWARC-Target-URI: {_ADDRESS}\r\n"
            f"Content-Type: application/http;msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        ).encode()
        + http
        + b"\r\n\r\n"
    )


@pytest.mark.parametrize(("name", "pack"), [("a.arc", bytes), ("a.arc.gz", gzip.compress)])
def test_an_arc_gives_its_pages_under_their_addresses(tmp_path: Path, name: str, pack: type) -> None:
    content = _arc(
        (_ADDRESS, "20041130100000", _http(_PAGE)),
        ("https://gaceta.example/gone", "20041130100001", _http(_PAGE, status="404 Not Found")),
    )
    [article] = articles_in(write(tmp_path, name, pack(content)))
    assert (article.uri, article.url, article.headline, article.body) == (_ADDRESS, _ADDRESS, "Abre el puente", _TEXT)
    assert article.published is None  # when a page was crawled says nothing about its story


def test_of_two_crawls_in_an_arc_the_later_stays(tmp_path: Path) -> None:
    later = _PAGE.replace("a las nueve", "a las diez")
    content = _arc((_ADDRESS, "20041201100000", _http(later)), (_ADDRESS, "20041130100000", _http(_PAGE)))
    assert "a las diez" in articles_in(write(tmp_path, "a.arc", content))[-1].body


def test_an_arc_that_breaks_off_says_so(tmp_path: Path) -> None:
    content = _arc((_ADDRESS, "20041130100000", _http(_PAGE)))[:-60]
    [(_, reason)] = errors_in(write(tmp_path, "a.arc", content))
    assert reason.startswith("it is damaged (")


def _wacz(**more: bytes | str) -> bytes:
    beside = {
        "datapackage.json": json.dumps({"profile": "data-package", "title": "Crawl", "description": "A crawl."}),
        "pages/pages.jsonl": json.dumps({"url": _ADDRESS, "title": "Abre el puente", "text": _TEXT}),
        "indexes/index.cdx": "x",
    }
    return zipped({**beside, **more})


@pytest.mark.parametrize(("name", "pack"), [("archive/data.warc.gz", gzip.compress), ("archive/data.warc", bytes)])
def test_a_wacz_gives_the_pages_of_its_records_and_nothing_that_tells_of_them(
    tmp_path: Path, name: str, pack: type
) -> None:
    [article] = articles_in(write(tmp_path, "crawl.wacz", _wacz(**{name: pack(_warc(_PAGE))})))
    assert (article.uri, article.body) == (_ADDRESS, _TEXT)


def test_a_wacz_without_records_says_so(tmp_path: Path) -> None:
    [(name, reason)] = errors_in(write(tmp_path, "crawl.wacz", _wacz()))
    assert (name, reason[:24]) == ("news/crawl.wacz", "nothing in it can be rea")

"""A crawl's pages become articles, the later crawl of a page last, and what is damaged says so."""

import gzip
import io
import zlib
from collections.abc import Sequence
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import warc
from ingest.readers.html import article_of_page
from ingest.reading import read_articles

_PARAGRAPHS = (
    "El puente nuevo de Valdelobos abrirá mañana a las nueve, según confirmó la alcaldesa ante los vecinos de la comarca.",
    "Las obras costaron dos millones y duraron once meses, con tres semanas de retraso por las lluvias de la primavera.",
)
_BODY = "\n".join(_PARAGRAPHS)
_ADDRESS = "https://gaceta.example/puente"


def _page(*paragraphs: str, head: str = "") -> str:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or _PARAGRAPHS)
    return f"<html><head><title>Abre el puente</title>{head}</head><body><article>{inner}</article></body></html>"


class _Crawl:
    """A WARC file in the making."""

    def __init__(self, *, zipped: bool = False) -> None:
        self._file = io.BytesIO()
        self._writer = WARCWriter(self._file, gzip=zipped)

    def add(
        self,
        content: bytes | str,
        *,
        address: str = _ADDRESS,
        kind: str = "response",
        date: str = "2024-11-30T10:00:00Z",
        status: str = "200 OK",
        headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
        warc_headers: Sequence[tuple[str, str]] = (),
        content_type: str = "",
    ) -> "_Crawl":
        data = content if isinstance(content, bytes) else content.encode()
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1") if kind in ("response", "revisit") else None
        record = self._writer.create_warc_record(
            address,
            kind,
            payload=io.BytesIO(data),
            http_headers=http,
            warc_content_type=content_type,
            warc_headers_dict={"WARC-Date": date, **dict(warc_headers)},
        )
        self._writer.write_record(record)
        return self

    @property
    def data(self) -> bytes:
        return self._file.getvalue()


def _results(data: bytes) -> list[Article | ArticleError]:
    return list(warc.read(SourceFile(Path(), "news/crawl.warc", packed=data)))


def _said(data: bytes) -> list[Article | str]:
    return [result if isinstance(result, Article) else str(result) for result in _results(data)]


_ARTICLE = Article(uri=_ADDRESS, body=_BODY, headline="Abre el puente", url=_ADDRESS)


# -- pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zipped", [False, True])
def test_a_crawled_page_is_an_article_and_the_day_of_the_crawl_is_not_its_own(zipped: bool, tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc"
    path.write_bytes(_Crawl(zipped=zipped).add(_page()).data)
    assert [reading.result for reading in read_articles([path])] == [_ARTICLE]


def test_a_file_gzipped_as_a_whole_is_read_as_well() -> None:
    assert _said(gzip.compress(_Crawl().add(_page()).add(_page(), address=f"{_ADDRESS}/2").data)) == [
        _ARTICLE,
        Article(uri=f"{_ADDRESS}/2", body=_BODY, headline="Abre el puente", url=f"{_ADDRESS}/2"),
    ]


def test_what_a_page_says_of_itself_counts_more_than_where_it_lay() -> None:
    head = (
        '<link rel="canonical" href="https://gaceta.example/obras/puente">'
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "El puente", "datePublished": "2024-11-29",'
        ' "author": {"name": "Lidia Mora"}, "publisher": {"name": "La Gaceta"}, "inLanguage": "es"}</script>'
    )
    assert _said(_Crawl().add(_page(head=head), address=f"{_ADDRESS}?utm_source=x").data) == [
        Article(
            uri="https://gaceta.example/obras/puente",
            body=_BODY,
            headline="El puente",
            publisher="La Gaceta",
            published="2024-11-29",
            language="es",
            byline="Lidia Mora",
            url="https://gaceta.example/obras/puente",
        )
    ]


def test_of_two_crawls_of_a_page_the_later_one_stays_wherever_it_lies() -> None:
    crawl = _Crawl()
    for date, word in (
        ("2024-11-30T10:00:00Z", "segundo"),
        ("2024-12-01T10:00:00Z", "cuarto"),
        ("2024-11-30T10:00:00.5Z", "tercero"),
        ("2024-11-29T10:00:00Z", "primero"),
    ):
        crawl.add(_page(f"{word}. {_PARAGRAPHS[0]}", _PARAGRAPHS[1]), date=date)
    words = [result.body.partition(".")[0] for result in _results(crawl.data) if isinstance(result, Article)]
    assert words == ["segundo", "cuarto"]  # the file is not held in memory to be sorted


def test_a_page_kept_as_a_resource_is_an_article() -> None:
    assert _said(_Crawl().add(_page(), kind="resource", content_type="text/html; charset=utf-8").data) == [_ARTICLE]


def test_what_is_no_found_page_is_passed_over() -> None:
    crawl = _Crawl().add("GET / HTTP/1.1\r\nHost: gaceta.example\r\n\r\n", kind="request")
    crawl.add(_page(), status="404 Not Found", address=f"{_ADDRESS}/404")
    crawl.add(b"", status="301 Moved Permanently", headers=[("Location", _ADDRESS)], address=f"{_ADDRESS}/301")
    crawl.add(b"\xff\xd8\xff\0", headers=[("Content-Type", "image/jpeg")], address=f"{_ADDRESS}.jpg")
    crawl.add("fetchTimeMs: 12\r\n", kind="metadata").add("software: x\r\n", kind="warcinfo")
    crawl.add("20241130 93.184.215.14", kind="response", address="dns:gaceta.example", content_type="text/dns")
    crawl.add(b"", kind="revisit", address=f"{_ADDRESS}/again")
    assert _said(crawl.add(_page()).data) == [_ARTICLE]


# -- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("charset", ["windows-1251", "koi8-r", "UTF-8", "iso-8859-5"])
def test_the_charset_of_the_header_is_taken(charset: str) -> None:
    russian = (
        "Мост в Заречье откроют завтра утром, сообщила мэр города на встрече с жителями окрестных деревень и посёлков."
    )
    crawl = _Crawl().add(
        _page(russian, "Конец.").encode(charset), headers=[("Content-Type", f'text/html; charset="{charset}"')]
    )
    assert [r.body for r in _results(crawl.data) if isinstance(r, Article)] == [f"{russian}\nКонец."]


def _chunked(data: bytes, size: int = 100) -> bytes:
    pieces = (data[at : at + size] for at in range(0, len(data), size))
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


_RAW_DEFLATE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
_DEFLATED = _RAW_DEFLATE.compress(_page().encode()) + _RAW_DEFLATE.flush()


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (gzip.compress(_page().encode()), {"Content-Encoding": "gzip"}),
        (zlib.compress(_page().encode()), {"Content-Encoding": "deflate"}),
        (brotli.compress(_page().encode()), {"Content-Encoding": "br"}),
        (brotli.compress(b"<p>" * 50_000 + _page().encode()), {"Content-Encoding": "br"}),
        (_page().encode(), {"Content-Encoding": "br"}),
        (_DEFLATED, {"Content-Encoding": "deflate"}),
        (_chunked(_page().encode()), {"Transfer-Encoding": "chunked"}),
        (_chunked(gzip.compress(_page().encode())), {"Transfer-Encoding": "chunked", "Content-Encoding": "GZIP"}),
        (_page().encode(), {"Transfer-Encoding": "chunked", "Content-Encoding": "gzip"}),
    ],
)
def test_a_page_is_unpacked_as_it_was_sent(content: bytes, headers: dict[str, str]) -> None:
    crawl = _Crawl().add(content, headers=[("Content-Type", "text/html"), *headers.items()])
    assert _said(crawl.data) == [_ARTICLE]


@pytest.mark.parametrize(
    ("content", "headers", "reason"),
    [
        (gzip.compress(_page().encode())[:-20], {"Content-Encoding": "gzip"}, "its gzip breaks off."),
        (b"\x1f\x8b" + b"x" * 100, {"Content-Encoding": "gzip"}, "its gzip is damaged."),
        (brotli.compress(_page().encode())[:-20], {"Content-Encoding": "br"}, "its brotli breaks off."),
        (b"x" * 100, {"Content-Encoding": "br"}, "its brotli is damaged."),
        (brotli.compress(b"<p>" * 10_000_000), {"Content-Encoding": "br"}, "it is larger than 20 MB."),
        (b"x" * 100, {"Content-Encoding": "odd"}, "its encoding 'odd' is unknown: crawl it with gzip."),
        (_chunked(_page().encode())[:-30], {"Transfer-Encoding": "chunked"}, "its chunks are damaged."),
        (gzip.compress(b"<p>" * 10_000_000), {"Content-Encoding": "gzip"}, "it is larger than 20 MB."),
    ],
)
def test_a_page_that_cannot_be_unpacked_whole_is_no_article(
    content: bytes, headers: dict[str, str], reason: str
) -> None:
    crawl = _Crawl().add(content, address=f"{_ADDRESS}/bad", headers=[("Content-Type", "text/html"), *headers.items()])
    assert _said(crawl.add(_page(), date="2024-12-01T00:00:00Z").data) == [f"{_ADDRESS}/bad: {reason}", _ARTICLE]


# -- damage -----------------------------------------------------------------------------------------------------------


def test_a_page_without_text_is_named_and_stops_no_other() -> None:
    crawl = _Crawl().add("<html><body></body></html>", address=f"{_ADDRESS}/empty")
    assert _said(crawl.add(_page(), date="2024-12-01T00:00:00Z").data) == [
        f"{_ADDRESS}/empty: it has no text.",
        _ARTICLE,
    ]


def test_a_page_that_no_reader_foresaw_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    crawl = _Crawl().add(_page("Inaudito."), address=f"{_ADDRESS}/odd").add(_page(), date="2024-12-01T00:00:00Z")
    real = article_of_page

    def fails_on_the_odd_one(html: str, *, fallback_uri: str, address: str) -> Article:
        if "Inaudito" in html:
            raise KeyError("nobody thought of it")
        return real(html, fallback_uri=fallback_uri, address=address)

    monkeypatch.setattr(warc, "article_of_page", fails_on_the_odd_one)
    assert _said(crawl.data) == [
        f"{_ADDRESS}/odd: it could not be read (KeyError: 'nobody thought of it').",
        _ARTICLE,
    ]


def test_a_page_that_the_crawl_cut_off_says_so() -> None:
    crawl = _Crawl().add(_page(), warc_headers=[("WARC-Truncated", "length")])
    assert _said(crawl.data) == [
        _ARTICLE,
        f"{_ADDRESS}: the crawl cut it off (length), so its text may not be whole.",
    ]


def test_a_page_without_an_address_is_no_article() -> None:
    assert _said(_Crawl().add(_page(), address="", kind="resource", content_type="text/html").data) == [
        "a page's record does not say which address it had."
    ]


_TWO = [
    _Crawl(zipped=zipped).add(_page()).add(_page(*_PARAGRAPHS, "Fin."), address=f"{_ADDRESS}/2").data
    for zipped in (False, True)
]


@pytest.mark.parametrize("data", _TWO, ids=["plain", "gzip"])
@pytest.mark.parametrize("missing", [60, 100, 300, 500])
def test_a_file_that_breaks_off_gives_its_whole_records_and_says_so(data: bytes, missing: int) -> None:
    found = _said(data[:-missing])
    assert found[0] == _ARTICLE
    assert str(found[1]).startswith("it is damaged (")
    assert str(found[1]).endswith(": 1 of its records could be read.")
    assert len(found) == 2


@pytest.mark.parametrize("data", [b"", b"hola\r\n", gzip.compress(b"", mtime=0), b"\x1f\x8b\0", b"WARC/1.0\r\n\r\n"])
def test_what_is_no_warc_says_so(data: bytes) -> None:
    try:
        [error] = _results(data)
    except ArticleError as raised:
        error = raised
    assert isinstance(error, ArticleError)
    assert str(error).startswith(("it holds no records of a crawl", "it is damaged ("))


def test_a_length_that_is_wrong_is_told_and_printed_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    record = _Crawl().add(_page()).data
    length = record.split(b"Content-Length: ")[1].split(b"\r\n")[0]
    wrong = record.replace(b"Content-Length: " + length, b"Content-Length: %d" % (int(length) - 30))
    found = _said(wrong + record)
    assert found[-1] != _ARTICLE
    assert str(found[-1]).startswith("it is damaged (")
    assert capfd.readouterr().err == ""


_RECORD = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 100000000\r\n\r\n"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (gzip.compress(_RECORD + b"0" * 100_000_000, compresslevel=1), "unpacks to more than 100 times its size"),
        (gzip.compress(b"WARC/1.0\r\n" + b"0: 0\r\n" * 5_000_000), "a header without end"),
        (b"WARC/1.0\r\n" + b"0" * 30_000_000, "a header without end"),
    ],
    ids=["record", "lines", "line"],
)
def test_a_file_that_grows_without_measure_is_given_up(data: bytes, reason: str) -> None:
    assert reason in str(_said(data)[-1])


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_file_broken_anywhere_ends_in_articles_and_reasons(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(_TWO))
    at = data.draw(st.integers(0, len(whole) - 1))
    broken = whole[:at] + data.draw(st.binary(max_size=3)) + whole[at + data.draw(st.integers(0, 40)) :]
    try:
        found = _results(broken)
    except ArticleError as error:
        found = [error]
    assert all(isinstance(result, (Article, ArticleError)) for result in found)


def test_a_crawl_in_which_no_page_comes_for_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "_MOST_SILENT", 3)
    crawl = _Crawl().add(_page())
    for _ in range(5):
        crawl.add("software: x\r\n", kind="warcinfo")
    assert _said(crawl.data) == [
        _ARTICLE,
        "it is damaged (no page among 3 records in a row): 5 of its records could be read.",
    ]


def test_an_arc_whose_records_would_be_taken_for_others_is_refused() -> None:
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_page()}".encode()
    line = f"{_ADDRESS} 192.0.2.1 20241130100000 text/html 200 abc - 209 faro.arc {len(http)}\n".encode()
    file = SourceFile(Path("/news/faro.arc"), "news/faro.arc", packed=line + http + b"\n")
    (error,) = warc.read(file)
    assert str(error).startswith("it is damaged (it is ARC in version 2, which is not read: convert it to WARC)")

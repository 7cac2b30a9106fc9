"""WARC and ARC, crawlers' records of the web: the pages in them that are articles."""

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import Any, BinaryIO, cast

import brotli
from lxml.etree import LxmlError
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.finding.source_file import SourceFile
from ingest.parsing.unpacking import GZIP, gunzipped
from ingest.readers.html import article_of_page, page_text

_PAGE_TYPES = ("text/html", "application/xhtml+xml")
_LARGEST_PAGE = 20 * 2**20  # bytes unpacked; articles have a hundredth of it
_LONGEST_HEADER = 1 << 20  # bytes
_MOST_SILENT = 100_000  # records without a page, in a row; some 3 GB of pictures
_CHUNK = re.compile(rb"[0-9A-Fa-f]{1,8} *(?:;[^\r\n]{0,100})?\r\n")
_ARC_2 = re.compile(r"%20\d{14}%20")  # where warcio takes a record of ARC's second version for one of the first
# What page readers raise on pages nobody foresaw; a crawl holds thousands, and one must not end the others.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, LxmlError, RecursionError, TypeError, ValueError)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the articles as the crawl has them, record by record; a page is left out where a later crawl of it came before.

    So of two versions of a page the later one stays, wherever it lies. When a page was crawled says nothing about when its
    story was published.
    """
    with _unzipped(file) as stream:
        # HTTP's headers are parsed here: where they are cut off, warcio takes that for the archive's end.
        records = ArchiveIterator(stream, no_record_parse=True, arc2warc=file.suffix == ".arc")
        records.reader = _Reader(records.fh)
        newest: dict[int, str] = {}
        read_so_far = silent = 0
        damage = ""
        try:
            while (found := _next_results(records)) is not None:
                read_so_far += 1
                silent = 0 if found.results else silent + 1
                if silent > _MOST_SILENT:
                    raise ArticleError(f"no page among {_MOST_SILENT:,} records in a row")
                yield from (result for result in found.results if _is_newest(result, found.crawled, newest))
        except (ArchiveLoadFailed, ArticleError) as error:
            damage = clean_line(str(error))[:200].rstrip(".")
    if not damage and records.err_count:
        damage = f"{records.err_count} of its records are not as long as they say"
    if damage:
        yield ArticleError(f"it is damaged ({damage}): {read_so_far} of its records could be read.")
    elif not read_so_far:
        raise ArticleError("it holds no records of a crawl.")


@dataclass(frozen=True, slots=True)
class _Found:
    crawled: str
    results: Sequence[Article | ArticleError]


def _next_results(records: ArchiveIterator) -> _Found | None:
    """Return what the next record becomes, which may be nothing; None at the end."""
    with redirect_stderr(io.StringIO()):  # warcio prints what it stumbles over; it is reported in the end
        record = next(records, None)
        if record is None:
            return None
        results = list(_results(record))
        _check_whole(record)
    return _Found(_crawled(record), results)


def _unzipped(file: SourceFile) -> BinaryIO:
    with file.stream() as stream:
        is_zipped = stream.read(len(GZIP)) == GZIP
    return cast(BinaryIO, gunzipped(file.stream())) if is_zipped else file.stream()


def _is_newest(result: Article | ArticleError, crawled: str, newest: dict[int, str]) -> bool:
    # The identities' hashes, not they themselves: of a crawl of a million pages these take 100 MB less.
    if isinstance(result, ArticleError):
        return True
    identity = hash((result.uri, result.place))  # the pages of a long story may all name the first
    if crawled < newest.get(identity, ""):
        return False
    newest[identity] = crawled
    return True


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio ships no types
    """What warcio reads from, with an end to headers: gluing a line of 64 MB together takes it a minute and a half."""

    _header = 0

    def readline(self, length: int | None = None) -> bytes:
        line: bytes = super().readline(min(length or _LONGEST_HEADER, _LONGEST_HEADER))
        self._header = self._header + len(line) if line.strip() else 0
        if self._header > _LONGEST_HEADER:
            raise ArticleError("a header without end")
        return line


def _check_whole(record: Any) -> None:
    if record.rec_type is None or record.length is None:
        raise ArticleError("a record's headers are broken")
    while record.raw_stream.read(1 << 16):
        pass
    if record.raw_stream.limit:
        raise ArticleError("it breaks off within a record")


def _crawled(record: Any) -> str:
    # Without the "Z" so that a fraction of a second sorts behind the whole one.
    return _header(record.rec_headers, "WARC-Date").rstrip("Z")


def _results(record: Any) -> Iterator[Article | ArticleError]:
    http = _http_headers(record)
    if http is None or _media_type(http) not in _PAGE_TYPES:
        return
    address = _header(record.rec_headers, "WARC-Target-URI")
    if not address:
        yield ArticleError("a page's record does not say which address it had.")
        return
    if _ARC_2.search(address):
        raise ArticleError("it is ARC in version 2, which is not read: convert it to WARC")
    try:
        html = page_text(_payload(record, http), served_as=_charset(http))
        yield article_of_page(html, fallback_uri=address, address=address)
    except ArticleError as error:
        yield ArticleError(f"{address}: {error}")
    except _UNREADABLE as error:
        yield ArticleError(f"{address}: it could not be read ({type(error).__name__}: {clean_line(str(error))[:200]}).")
    if cut := _header(record.rec_headers, "WARC-Truncated"):
        yield ArticleError(f"{address}: the crawl cut it off ({cut[:40]}), so its text may not be whole.")


def _http_headers(record: Any) -> StatusAndHeaders | None:
    """Return what a page was served with, None for what is no page or was not found."""
    if record.rec_type == "resource":
        return record.rec_headers
    if record.rec_type != "response" or _media_type(record.rec_headers) != "application/http":
        return None
    try:
        headers = StatusAndHeadersParser((), verify=False).parse(record.raw_stream)
    except EOFError:  # nothing follows the record's own headers; whether it should have is checked for all alike
        return None
    return headers if headers.get_statuscode() == "200" else None


def _header(headers: StatusAndHeaders, name: str) -> str:
    return clean_line(headers.get_header(name) or "")


def _media_type(headers: StatusAndHeaders) -> str:
    return _header(headers, "Content-Type").partition(";")[0].strip().lower()


def _charset(headers: StatusAndHeaders) -> str:
    parameters = (part.partition("=") for part in _header(headers, "Content-Type").split(";")[1:])
    return next((value.strip(" \"'") for name, _, value in parameters if name.strip().lower() == "charset"), "")


def _payload(record: Any, headers: StatusAndHeaders) -> bytes:
    """Return a page as its server meant it. Raises `ArticleError` where it is damaged: warcio would return a part."""
    data = record.raw_stream.read(_LARGEST_PAGE + 1)
    # Where no chunk begins, the crawler has put them together and kept the header.
    if _header(headers, "Transfer-Encoding").lower() == "chunked" and _CHUNK.match(data):
        try:
            data = ChunkedDataReader(io.BytesIO(data), raise_exceptions=True).read()
        except ChunkedDataException as error:
            raise ArticleError("its chunks are damaged.") from error
    data = _decoded(data, _header(headers, "Content-Encoding").lower())
    if len(data) > _LARGEST_PAGE:
        raise ArticleError(f"it is larger than {_LARGEST_PAGE >> 20} MB.")
    return data


def _decoded(data: bytes, encoding: str) -> bytes:
    if encoding in ("", "identity") or (encoding.endswith("gzip") and not data.startswith(GZIP)):
        return data  # some crawlers unpack the page and keep the header
    if encoding == "br":
        return _without_brotli(data)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise ArticleError(f"its encoding '{encoding[:40]}' is unknown: crawl it with gzip.")
    raw = encoding == "deflate" and data[:1] != b"\x78"
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS if raw else 32 + zlib.MAX_WBITS)
    try:
        unpacked = unpacking.decompress(data, _LARGEST_PAGE + 1)
    except zlib.error as error:
        raise ArticleError(f"its {encoding} is damaged.") from error
    if not unpacking.eof and len(unpacked) <= _LARGEST_PAGE:
        raise ArticleError(f"its {encoding} breaks off.")
    return unpacked


def _without_brotli(data: bytes) -> bytes:
    unpacking = brotli.Decompressor()
    try:
        unpacked: bytes = unpacking.process(data, output_buffer_limit=_LARGEST_PAGE)
        while len(unpacked) <= _LARGEST_PAGE and (more := unpacking.process(b"", output_buffer_limit=_LARGEST_PAGE)):
            unpacked += more
    except brotli.error as error:
        if data.lstrip().startswith(b"<"):
            return data  # some crawlers unpack the page and keep the header
        raise ArticleError("its brotli is damaged.") from error
    if not unpacking.is_finished() and len(unpacked) <= _LARGEST_PAGE:
        raise ArticleError("its brotli breaks off.")
    return unpacked

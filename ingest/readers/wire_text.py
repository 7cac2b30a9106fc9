"""News wires as they came by telegraph: IPTC 7901 and ANPA 1312, one message a file or many."""

import re
from collections.abc import Iterator

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import is_agency, printed_byline
from ingest.parsing.news_body import without_headline
from ingest.parsing.wire_dates import AMERICAN, EUROPEAN, sent
from ingest.parsing.wire_lines import american, european

_ORIGINS = {
    "headline": "the headline above its text",
    "body": "its paragraphs",
    "published": "its trailer",
    "publisher": "its agency",
    "provider": "its agency",
    "byline": "the line below the headline",
    "dateline": "its first lines",
    "pubstatus": "its labels",
    "embargoed": "its labels and notes",
    "correction": "its labels",
    "ednote": "its labels and notes",
    "signals": "its labels",
}
_BEGINNING = 4096  # bytes
_START = re.compile(rb"\x01(?=[A-Za-z]{1,4}\d{3,5})")  # the service and the message's number
_TEXT, _END, _OVER = b"\x02", b"\x03", b"\x04"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# "eca062 4 i 211 ccccb dpa 061": service and number, priority, category, words, options, the agency and its number.
_HEADER = re.compile(
    r"\s*[a-z]{1,4}\d{3,5} \d [a-z]{1,3} +\d+ .{0,40}?\b([a-z]{2,8}) \d{3,4}\s*$", re.IGNORECASE | re.MULTILINE
)
_NUMBERED = re.compile(r"\d{4}([A-Z]{2,8})\b")  # ANPA's "a0105KYODO"
_DATELINE = re.compile(r"(.{2,60}?\(([A-Za-z][\w /.,-]{0,18})\))\s*(?:[-–—_=]|\s-)")
_CORRECTED = re.compile(r"\b(?:correc|corrig|berichtig|korrekt|rettif|rectif)", re.IGNORECASE)
_KILLED = re.compile(r"\b(?:KILL|KILLED|WITHDRAWN|WITHDRAWAL|ANNULL?ED|ANNULIERT|ANULADA|RETIRADA)\b")
_EMBARGOED = re.compile(
    r"\bembarg(?:o|oed|ad[oa]) ?(?:until|till|to|for|hasta|bis|:)|\b(?:under|sous|bajo) embargo|embargo jusqu|sperrfrist"
    r"|hold for release|\bHFR\b|\bnicht vor .{0,20}\d",
    re.IGNORECASE,
)


def recognises(file: SourceFile) -> bool:
    """Whether the file begins as a message of a wire does: with its control characters, or its header and trailer."""
    with file.stream() as stream:
        start = stream.read(_BEGINNING)
    if _START.match(start.lstrip(b"\x16\x7f\xff \t\r\n")):
        return _TEXT in start
    # Some programs take the control characters out.
    has_header = _HEADER.match(start.lstrip().decode("latin-1")) is not None
    return has_header and EUROPEAN.search(file.content()[-200:].decode("latin-1")) is not None


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield an article, or the reason why not, for each message."""
    if not recognises(file):
        raise ArticleError(
            "it is no message of a news wire (IPTC 7901 or ANPA 1312): if it is plain text, save it as .txt."
        )
    content = file.content()
    messages = _START.split(content)[1:] or [content]
    for number, message in enumerate(messages, 1):
        is_only = len(messages) == 1
        try:
            yield _article(message, fallback_uri=file.uri if is_only else f"{file.uri}#{number}")
        except ArticleError as error:
            yield error if is_only else ArticleError(f"message {number}: {error}")


def _article(message: bytes, *, fallback_uri: str) -> Article:
    header, text, trailer = _parts(message)
    told = european(text) if _HEADER.match(header) else american(text)
    headline, others = (told.headlines[0], told.headlines[1:]) if told.headlines else ("", ())
    datelines = [match for paragraph in told.paragraphs[:3] if (match := _DATELINE.match(paragraph))]
    agency = _agency(header, trailer, datelines[0][2] if datelines else "")
    byline = ", ".join(told.byline)
    has_name = printed_byline([byline.partition(" ")[2]])  # "Por ic/mr"
    marks = [*told.labels, *told.notes, *told.unprinted]
    return article_from(
        {
            "headline": headline,
            "body": without_headline("\n\n".join(told.paragraphs), headline),
            "published": sent(trailer, " ".join(told.paragraphs[:1])[:120]),
            "publisher": agency,
            "provider": agency,
            "byline": printed_byline([byline]) if has_name else "",
            "dateline": datelines[0][1] if datelines else "",
            "pubstatus": "canceled" if _KILLED.search(" ".join([header, *told.labels])) else "",
            # What a message says of an embargo is no date: article_from refuses it.
            "embargoed": next((mark for mark in marks if _EMBARGOED.search(mark)), ""),
            "correction": next((label.strip("()") for label in told.labels if _CORRECTED.search(label)), ""),
            "ednote": " ".join([*told.labels, *told.notes, *others, *told.unprinted]),
            "signals": list(told.labels),
        },
        fallback_uri=fallback_uri,
        origins=_ORIGINS,
    )


def _parts(message: bytes) -> tuple[str, str, str]:
    """Return header, text and trailer of a message, without its control characters."""
    header, begins, rest = message.partition(_TEXT)
    text, _, trailer = rest.partition(_END)
    if not begins:  # they are gone: the text begins after the first line and ends before the last
        lines = message.strip().splitlines()
        header, text, trailer = (b"\n".join(part) for part in (lines[:1], lines[1:-1], lines[-1:]))
    parts = (_CONTROL.sub(b" ", part) for part in (header, text, trailer.partition(_OVER)[0]))
    header, text, trailer = (part.replace(b"\r\n", b"\n").replace(b"\r", b"\n") for part in parts)
    return header.decode("latin-1"), decode(text), trailer.decode("latin-1")


def _agency(header: str, trailer: str, dateline: str) -> str:
    """Return the agency that a message's header, trailer or dateline names."""
    found = (_HEADER.match(header), AMERICAN.search(trailer), _NUMBERED.search(header))
    names = [*(match[1] for match in found if match), *re.split(r"[\s/,-]+", dateline)]
    return next((name for name in names if is_agency(name)), "")

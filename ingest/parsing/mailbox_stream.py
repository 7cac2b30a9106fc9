"""A mailbox of any size, mail by mail."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.errors import ArticleError
from ingest.finding.source_file import SourceFile, plain_reason
from ingest.parsing.mail_parts import LARGEST_MAIL

# "From ana@faro.example Tue Mar  4 10:00:00 2025", "From - " as Thunderbird has it, "From 48213@xxx", "From " alone.
_POSTMARK = re.compile(rb"From (?:\S.*\d:\d\d.*\d{4}.*|\S*@\S*|-)? *\r?\n?$")
_HEADER = re.compile(rb"(?:>?From |[!-9;-~]{1,100}:)")
_USUAL_HEADER = re.compile(
    rb"(?:>?From |(?:Return-Path|Received|From|To|Cc|Date|Subject|Message-ID|MIME-Version|Content-[A-Z-]+|Delivered-To|Reply-To|Sender|Status"
    rb"|Envelope-To|Delivery-Date|Authentication-Results|DKIM-[A-Z-]+|ARC-[A-Z-]+|List-[A-Z-]+|Resent-[A-Z-]+|X-[A-Z0-9-]+)\s?:)",
    re.IGNORECASE,
)
_QUOTED_FROM = re.compile(rb">+From ")
_PIECE = 1 << 16  # bytes of a line


def mails_in(file: SourceFile) -> Iterator[bytes | ArticleError]:
    """Yield the mails of a mailbox, each as it was sent. Raises `ArticleError` where the file is none or cannot be read further.

    A mail begins where a line is a postmark and the next one is a header, a usual one where the line before is not empty, as
    some programs leave it: so no sentence that begins with "From " cuts one in two, and none is lost in the one before.
    """
    with file.stream() as stream:
        lines = _lines(stream)
        if not _POSTMARK.match(next(lines, b"").removeprefix(b"\xef\xbb\xbf")):
            raise ArticleError(
                "it is no mailbox: its first line does not begin with 'From '. Save a single mail as .eml."
            )
        held: list[bytes] = []
        size, before, postmark, begins = 0, b"", b"", _HEADER
        for line in lines:
            if postmark and begins.match(line):
                yield _mail(held, size)
                held, size = [], 0
            elif postmark and size <= LARGEST_MAIL:  # a sentence that looks like one
                held.append(postmark)
            postmark = line if held and _POSTMARK.match(line) else b""
            if postmark:
                begins = _USUAL_HEADER if before.strip() else _HEADER
            else:
                size += len(line)
                if size <= LARGEST_MAIL:
                    held.append(line[1:] if _QUOTED_FROM.match(line) else line)
            before = line
        yield _mail(held, size)


def _mail(lines: list[bytes], size: int) -> bytes | ArticleError:
    return b"".join(lines) if size <= LARGEST_MAIL else ArticleError(f"it has more than {LARGEST_MAIL >> 20} MB.")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Yield the lines, one that is very long in pieces."""
    try:
        while line := stream.readline(_PIECE):
            yield line
    except OSError as error:
        raise ArticleError(f"{plain_reason(error)}.") from error

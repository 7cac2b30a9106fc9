"""Gzip from anywhere as a stream: member after member, with an end to what may come out, and never less than all of it."""

import gzip
import io
import zlib

from archive.errors import ArticleError

GZIP = b"\x1f\x8b"
_MOST_TIMES = 100  # its own size; web pages and their headers shrink to a fifth or a tenth
_SMALLEST_LIMIT = 64 * 2**20  # bytes


class Unzipped:
    """A gzipped file to read from. Raises `ArticleError` where it is damaged or grows without measure."""

    def __init__(self, content: bytes) -> None:
        self._file = gzip.GzipFile(fileobj=io.BytesIO(content))
        self._left = max(_MOST_TIMES * len(content), _SMALLEST_LIMIT)

    def read(self, size: int) -> bytes:
        """Return up to `size` bytes, b"" at the end."""
        try:
            data = self._file.read1(size)  # not read(): what comes before the damage would be lost with it
        except (EOFError, OSError, zlib.error) as error:
            raise ArticleError(f"its gzip cannot be unpacked: {error}.") from error
        self._left -= len(data)
        if self._left < 0:
            raise ArticleError("its gzip unpacks to more than any archive of pages.")
        return data

    def tell(self) -> int:
        """Return how much was read."""
        return self._file.tell()

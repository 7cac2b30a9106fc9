"""A list in JSON, read item by item: neither its text nor its items are ever all in memory."""

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.errors import ArticleError
from ingest.parsing.text_stream import LONGEST_RECORD

_LARGEST_DOCUMENT = 1 << 27  # characters of one that is no list
# Values in memory take some 100 bytes for each of these signs, however few characters they have.
_SIGNS = ",[{"
_MOST_IN_DOCUMENT = 4_000_000
_MOST_IN_RECORD = 400_000
_LEAST = 1 << 16  # characters
_TOO_MANY = f"it holds more than {_MOST_IN_RECORD:,} values"
_LONGEST_INTEGER = 40  # digits; Python refuses more than 4,300, and would then refuse the whole file
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder(parse_int=lambda digits: int(digits) if len(digits) <= _LONGEST_INTEGER else digits)


def parse_record(text: str) -> Any:
    """Return the record that a text in JSON says. Raises `ValueError` or `RecursionError` where it is none."""
    if _signs(text) > _MOST_IN_RECORD:
        raise ValueError(_TOO_MANY)
    return _DECODER.decode(text)


class JsonText:
    """A text in JSON that comes in pieces."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self._text = ""
        self._at = 0
        self._damage: ArticleError | None = None

    def is_list(self) -> bool:
        """Whether it begins as a list."""
        return self._next_sign() == "["

    def document(self) -> Any:
        """Return all of it. Raises `ArticleError` where it is no JSON or too large to be held in memory."""
        self._fill(_LARGEST_DOCUMENT + 1)
        if len(self._text) > _LARGEST_DOCUMENT or _signs(self._text) > _MOST_IN_DOCUMENT:
            raise ArticleError("it is too large to be read as one object: save it as a list or as JSON Lines.")
        if self._damage:
            raise self._damage
        try:
            return _DECODER.decode(self._text)
        except ValueError as error:
            raise ArticleError(f"it is not valid JSON: {error}.") from error

    def items(self) -> Iterator[Any]:
        """Yield the items of a list. Raises `ArticleError` where one is no JSON or too long: what follows cannot be told."""
        self._at += 1
        number, sign = 0, self._next_sign()
        while sign != "]":
            number += 1
            try:
                item = self._value()
            except ValueError as error:
                raise self._damage or _invalid(f"from record {number} on: {error}") from error
            yield item
            sign = self._next_sign()
            if sign not in (",", "]"):
                raise self._damage or _invalid(f"after record {number}: the list does not go on there")
            if sign == ",":
                self._at += 1
                self._next_sign()
        self._at += 1
        if self._next_sign() or self._damage:
            raise self._damage or _invalid(f"after record {number}: the list ends there and the file does not")

    def _value(self) -> Any:
        while True:
            reason = ""
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
                if end < len(self._text) or not self._fill(2 * _LEAST):  # a number may go on
                    self._at = end
                    return value
            except json.JSONDecodeError as error:
                reason = error.msg
            held = len(self._text) - self._at
            if held > LONGEST_RECORD:
                raise ValueError(f"it is longer than {LONGEST_RECORD:,} characters")
            if _signs(self._text, self._at) > _MOST_IN_RECORD:
                raise ValueError(_TOO_MANY)
            if not self._fill(min(max(2 * held, _LEAST), LONGEST_RECORD + 1)) and reason:
                raise ValueError(reason)

    def _next_sign(self) -> str:
        """Go to the next sign that is no space and return it, "" at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # it matches "", too
            if self._at < len(self._text) or not self._fill(_LEAST):
                return self._text[self._at : self._at + 1]

    def _fill(self, size: int) -> bool:
        """Hold so many characters from here on, or all that there are; False where none came."""
        parts = [self._text[self._at :]]
        held = before = len(parts[0])
        try:
            while held < size and (piece := next(self._pieces, "")):
                parts.append(piece)
                held += len(piece)
        except ArticleError as error:  # told once all that came before it is read
            self._damage = error
        self._text, self._at = "".join(parts), 0
        return held > before


def _signs(text: str, start: int = 0) -> int:
    return sum(text.count(sign, start) for sign in _SIGNS)


def _invalid(where: str) -> ArticleError:
    return ArticleError(f"it is not valid JSON {where}.")

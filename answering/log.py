"""What was asked and answered, written down in the archive's folder."""

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from answering.answer import Answer, as_record
from archive.records import Filters
from archive.store import Archive
from language.errors import HemerotecaError


class QuestionLog:
    """The log of one archive. With `is_kept` false it writes nothing."""

    def __init__(self, archive: Archive, *, is_kept: bool = True) -> None:
        self._file = archive.questions
        self._is_kept = is_kept
        self._has_warned = False

    def append(self, answer: Answer, filters: Filters = Filters(), *, id: Any = None) -> None:
        """Write down an answer, whole, with the time and the filters; `id` is what the question came with.

        A log that cannot be written is one line on standard error, once, and hinders no answer.
        """
        if not self._is_kept:
            return
        time = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            self._file.append({"time": time, "id": id} | as_record(answer) | {"filters": asdict(filters)})
        except (OSError, ValueError, RecursionError, HemerotecaError) as error:
            self._warn(getattr(error, "strerror", None) or str(error))

    def _warn(self, reason: str) -> None:
        if not self._has_warned:
            print(
                f"The question is not written down: {self._file.path} cannot be written ({reason}). HEMEROTECA_LOG=0 keeps no log.",
                file=sys.stderr,
            )
        self._has_warned = True

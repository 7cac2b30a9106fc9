"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from answering.answer import Answer
from answering.citing import cite, nearest
from answering.counting import count
from answering.deciding import Setting
from answering.facts import answer_fact
from answering.notices import greeting
from answering.overview import answer_overview
from answering.understanding.question import Understood, understand
from archive.records import DaySpan, Filters, Passage
from retrieval.search import Search


class Assistant:
    """Answers from one archive; safe to share between threads."""

    def __init__(self, search: Search, setting: Setting) -> None:
        self._search = search
        self._setting = setting

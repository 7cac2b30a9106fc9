"""An answer brings what a citation needs, and one line of it can be printed."""

import hashlib
from collections.abc import Sequence

import pytest

from answering.answer import Source
from answering.assistant import Assistant
from answering.citing import citation
from archive.records import Article, Filters
from retrieval.search import Search
from tests.conftest import ALWAYS, Make

_FERRY = "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October, the harbour board said."
_BOAT = "Islanders will be taken across by the mail boat, which has room for nine people and one piano."


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _sources(search: Search, filters: Filters = Filters()) -> Sequence[Source]:
    return Assistant(search, ALWAYS).answer("When will the ferry stop sailing?", filters=filters).sources


def test_a_source_has_what_a_citation_needs(search_of: Make) -> None:
    fields = {"byline": "Ada Quill", "dateline": "TERN", "section": "Harbour", "genre": "Current", "version": 3}
    (source,) = _sources(search_of([Article("ferry", _FERRY, language="en", **fields)]))  # type: ignore[arg-type]
    assert {name: getattr(source, name) for name in fields} == fields
    assert source.body_sha256 == _hash(_FERRY)


def test_a_quote_tells_the_hash_of_the_print_that_it_stands_in(search_of: Make) -> None:
    bodies = {"a": f"{_FERRY}\n\n{_BOAT}", "b": f"TERN. {_FERRY}\n\n{_BOAT}"}
    search = search_of([Article(uri, body, language="en", publisher=uri) for uri, body in bodies.items()])
    answer = Assistant(search, ALWAYS).answer("When will the ferry stop sailing?")
    quotes = [quote for statement in answer.statements for quote in statement.quotes]
    assert quotes and all(quote.body_sha256 == _hash(bodies[quote.uri]) for quote in quotes)


def test_corrections_are_told_by_the_print_that_carries_them_whatever_the_filters(search_of: Make) -> None:
    story = f"{_FERRY}\n\n{_BOAT}"
    search = search_of(
        [
            Article("a", story, language="en", publisher="A"),
            Article("b", story, language="en", publisher="B", correction="It said ten people."),
        ]
    )
    (source,) = _sources(search, Filters(publishers=("A",)))
    assert [(told.uri, told.publisher, told.text) for told in source.corrections] == [("b", "B", "It said ten people.")]
    assert source.correction == "B: It said ten people."


def _source(**fields: object) -> Source:
    known = {"n": 1, "uri": "urn:1", "headline": "", "publisher": "", "published": None, "url": "", "language": "es"}
    return Source(**(known | {"correction": "", "appearances": ()} | fields))  # type: ignore[arg-type]


_WHOLE = {
    "byline": "Inés Cordal",
    "headline": "El mercado cumple 90 años",
    "publisher": "El Faro",
    "published": "2025-03-10T08:15:00+01:00",
    "url": "https://faro.example/9",
    "version": 2,
}


@pytest.mark.parametrize(
    ("fields", "language", "line"),
    [
        (
            _WHOLE,
            "en",
            "Inés Cordal. “El mercado cumple 90 años”. El Faro, 10 March 2025. https://faro.example/9 (version 2)",
        ),
        (
            _WHOLE,
            "es",
            "Inés Cordal. «El mercado cumple 90 años». El Faro, 10 de marzo de 2025. https://faro.example/9 (versión 2)",
        ),
        ({"headline": "¿Quién\nlo  vio?", "byline": "A. B."}, "de", "A. B. „¿Quién lo vio?“."),
        ({"published": "2025", "publisher": "Tern Ltd."}, "en", "urn:1. Tern Ltd., 2025."),
        ({"uri": "https://faro.example/9", "url": "https://faro.example/9"}, "en", "https://faro.example/9"),
        ({}, "en", "urn:1."),
    ],
)
def test_a_citation_is_one_line_of_what_is_known(fields: dict[str, object], language: str, line: str) -> None:
    assert citation(_source(**fields), language) == line

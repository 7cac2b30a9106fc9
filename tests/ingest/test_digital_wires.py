"""dpa's digital wires become the expected articles; what they forbid is not published."""

import json
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import digital_wires
from ingest.reading import read_articles, read_file

_FILE = Path(__file__).parent.parent / "files" / "digital_wires" / "story.json"
_ITEM: dict[str, Any] = {
    "format": "digitalwires@0.9.1", "urn": "urn:newsml:w:1", "pubstatus": None, "embargoed": None, "article_html": "<p>One.</p>",
}  # fmt: skip


def _read(content: object, name: str = "a.json") -> list[Article | ArticleError]:
    file = SourceFile(Path(name), f"in/{name}", packed=json.dumps(content).encode())
    assert digital_wires.recognises(file)
    return list(read_file(file))


def _article(**said: Any) -> Article:
    [article] = _read(_ITEM | said)
    assert isinstance(article, Article), article
    return article


def _reason(**said: Any) -> str:
    [error] = _read(_ITEM | said)
    assert isinstance(error, ArticleError), error
    return str(error)


def test_an_object_is_read_whole() -> None:
    [reading] = read_articles([_FILE])
    assert reading.result == Article(
        uri="urn:newsml:coalhaven-wire.example:20090101:250310-930-1",
        body="The ferry stays in port until May, the harbour board said.\n\nTwo boats\n\nA second boat is being built & painted."
        "\n\nThe ferry\n\nIt was built in 1971.",
        headline="Ferry stays in port", publisher="Coalhaven Wire", published="2025-03-10T10:30:00+01:00",
        modified="2025-03-10T10:30:00+01:00", language="en", version=2, byline="Gwen Attwater", dateline="Coalhaven (cw)",
        provider="Coalhaven Wire", section="Regional", genre="Report",
        rights="Copyright 2025, Coalhaven Wire; Editorial use only No archives", embargoed="2025-03-10T12:00:00+01:00",
        correction="May, not June.", ednote="Author: Gwen Attwater, +44 1632 960001",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrap", "name"),
    [
        (lambda items: items, "a.json"),
        (lambda items: {"entries": items, "next": None}, "a.json"),
        (lambda items: items[0], "a.jsonl"),
    ],
)
def test_lists_entries_and_lines_are_read(wrap: Any, name: str) -> None:
    found = _read(wrap([_ITEM, _ITEM | {"urn": "urn:2"}]), name)
    assert [a.uri for a in found if isinstance(a, Article)] == ["urn:newsml:w:1", "urn:2"][: len(found)]


def test_an_object_that_does_not_name_its_format_is_told_by_its_properties() -> None:
    [article] = _read({name: value for name, value in _ITEM.items() if name != "format"})
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    ("said", "status", "correction"),
    [
        ({}, "usable", ""),
        ({"pubstatus": "usable", "signal": "sig:update"}, "usable", ""),
        ({"pubstatus": "withheld"}, "withheld", ""),
        ({"pubstatus": "canceled", "article_html": None}, "canceled", ""),
        ({"signal": "sig:kill", "article_html": None}, "canceled", ""),
        ({"signal": "sig:correction"}, "usable", "Correction"),
        ({"categories": [{"type": "dnltype:signal", "name": "correction"}]}, "usable", "Correction"),
    ],
)
def test_status_and_signal_are_followed(said: dict[str, Any], status: str, correction: str) -> None:
    article = _article(**said)
    assert (article.pubstatus, article.correction) == (status, correction)


def test_what_cannot_be_understood_publishes_nothing() -> None:
    assert "its embargo 'noon' is no date" in _reason(embargoed="noon")
    note = {"role": "dpaednoterole:embargo", "ednote": "until the speech"}
    assert "its embargo 'until the speech' is no date" in _reason(ednotes=[note])
    assert "'secret' is unknown" in _reason(pubstatus="secret")


def test_what_has_no_text_says_why() -> None:
    assert _reason(article_html=None) == "it has no text."
    assert _reason(article_html=None, associations=[{"type": "image"}]) == "it has no text of its own, only image."
    assert _article(article_html=None, teaser="Only this.").body == "Only this."


@pytest.mark.parametrize(
    ("byline", "printed"),
    [(None, ""), ("gwen.attwater", ""), ("ga/mm", ""), ("Von Gwen Attwater, dpa", "Von Gwen Attwater, dpa"), ({"name": "x"}, "")],
)  # fmt: skip
def test_a_byline_names_a_person(byline: Any, printed: str) -> None:
    assert _article(byline=byline).byline == printed


def test_odd_values_are_no_failure() -> None:
    odd = {
        "urn": None,
        "version": {},
        "headline": 5,
        "categories": {"a": 1},
        "ednotes": [None, 3],
        "associations": "x",
        "language": [],
    }
    assert _article(**odd) == Article(uri="file:in/a.json", body="One.")
    error, article = _read(["x", _ITEM])
    assert str(error) == "record 1: it is not an object with named values."
    assert isinstance(article, Article)

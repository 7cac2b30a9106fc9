"""A run that was cut off is gone on with: what may not be read, and was known already, is not published by its second half."""

import json
from pathlib import Path

import pytest

from archive.store import Archive
from archive.writer import Writer
from ingest.pipeline import ingest
from ingest.report import Report
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import Quiet
from tests.small_archive import Crash

_MILL = "The paper mill of Brindlewick closes after 140 years."
_RESTRICTIONS = [{"pubstatus": "canceled"}, {"pubstatus": "withheld"}, {"embargoed": "2999-01-01"}]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def _write(news: Path, name: str, body: str, **fields: str) -> None:
    (news / name).write_text(json.dumps({"uri": "mill", "body": body, "language": "en"} | fields), "utf-8")


def _ingest(news: Path, archive: Archive, model: LazyModel) -> Report:
    report = ingest([news], archive, model=model, progress=Quiet())
    assert not report.errors
    return report


def _found(archive: Archive, model: LazyModel) -> list[str]:
    return [passage.text for passage in Search(archive, *model.load()).passages("When does the mill close?")]


def _die_at_the_second_writing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.pipeline.AT_ONCE", 1)
    putting = Writer.put
    done: list[bool] = []

    def once(*arguments: object, **named: object) -> None:
        if done:
            raise Crash
        done.append(True)
        putting(*arguments, **named)  # type: ignore[arg-type]  # handed through as it comes

    monkeypatch.setattr(Writer, "put", once)
    monkeypatch.setattr(Writer, "end", lambda _: None)


@pytest.mark.parametrize("restriction", _RESTRICTIONS, ids=str)
def test_a_story_beside_its_kill_notice_is_not_published_by_the_run_after_one_that_died_between_them(
    news: Path, archive: Archive, model: LazyModel, monkeypatch: pytest.MonkeyPatch, restriction: dict[str, str]
) -> None:
    _write(news, "a-kill.json", "x", **restriction)
    _write(news, "b-story.json", _MILL)
    with monkeypatch.context() as patched, pytest.raises(Crash):
        _die_at_the_second_writing(patched)
        _ingest(news, archive, model)
    assert "mill" in archive.catalog.ledger.known_articles(["mill"])  # the notice was stored
    archive.close()
    for _ in range(2):  # and not by the one after it
        _ingest(news, archive, model)
        assert archive.catalog.article("mill") is None and _found(archive, model) == []


@pytest.mark.parametrize("restriction", _RESTRICTIONS, ids=str)
def test_a_corrected_story_that_arrives_after_the_run_of_its_kill_notice_is_published(
    news: Path, archive: Archive, model: LazyModel, restriction: dict[str, str]
) -> None:
    _write(news, "a-kill.json", "x", **restriction)
    _write(news, "b-story.json", _MILL)
    _ingest(news, archive, model)
    assert _found(archive, model) == []
    corrected = _MILL.replace("140", "104")
    _write(news, "c-corrected.json", corrected)
    _ingest(news, archive, model)
    assert _found(archive, model) == [corrected]
    _ingest(news, archive, model)
    assert _found(archive, model) == [corrected]


def test_a_corrected_story_is_published_also_where_the_run_that_brings_it_died_before_it(
    news: Path, archive: Archive, model: LazyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write(news, "b-kill.json", "x", pubstatus="canceled")
    _ingest(news, archive, model)
    _write(news, "a-other.json", "The bakery won a prize.", uri="bakery")
    _write(news, "c-corrected.json", _MILL)
    with monkeypatch.context() as patched, pytest.raises(Crash):
        _die_at_the_second_writing(patched)
        _ingest(news, archive, model)
    archive.close()
    _ingest(news, archive, model)
    assert _MILL in _found(archive, model)


class _StopsAtOnce(Quiet):
    """Somebody pressed Ctrl-C."""

    def is_to_stop(self) -> bool:
        return True


def test_a_run_that_is_to_stop_keeps_what_was_in_hand_and_the_next_one_goes_on_with_it(
    news: Path, archive: Archive, model: LazyModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.AT_ONCE", 1)
    _write(news, "a-story.json", _MILL)
    _write(news, "b-other.json", "The bakery won a prize.", uri="bakery")
    with pytest.raises(KeyboardInterrupt):
        ingest([news], archive, model=model, progress=_StopsAtOnce())
    assert _found(archive, model) == [_MILL]
    report = _ingest(news, archive, model)
    assert (report.added, report.unchanged, report.passages) == (1, 1, 1)
    assert len(_found(archive, model)) == 2

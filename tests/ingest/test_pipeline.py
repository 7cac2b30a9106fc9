"""Ingest brings the archive up to what the files hold, skips what it knows, and loses nothing on the way."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.errors import ModelMismatchError
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from ingest.passages import PASSAGE_TOKENS
from ingest.pipeline import ingest
from ingest.report import Report
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import Quiet, ingest_articles
from tests.models import never_loaded

_BRIDGE = "El puente de San Telmo cerrará al tráfico durante once meses, anunció ayer la alcaldesa."
_POET = "La poeta Celia Montescuro murió el miércoles en su casa de Lumbre a los 93 años."


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.create(tmp_path / "archive")


def _texts(archive: Archive, model: LazyModel, question: str = "¿Cuánto cerrará el puente?") -> list[str]:
    return [passage.text for passage in Search(archive, *model.load()).passages(question)]


def _counts(report: Report) -> tuple[int, int, int, int, int]:
    return report.added, report.updated, report.unchanged, report.withdrawn, report.failed


def test_what_did_not_change_is_skipped_before_the_model_is_loaded(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    articles = [Article("a", _BRIDGE), Article("b", _POET)]
    assert _counts(ingest_articles(archive, articles, model, tmp_path)) == (2, 0, 0, 0, 0)
    revision = archive.catalog.revision()
    assert _counts(ingest_articles(archive, articles, never_loaded(model), tmp_path)) == (0, 0, 2, 0, 0)
    assert archive.catalog.revision() == revision


def test_a_prune_that_finds_nothing_gone_changes_nothing(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    articles = [Article("a", _BRIDGE)]
    ingest_articles(archive, articles, model, tmp_path)
    revision = archive.catalog.revision()
    report = ingest([tmp_path / "articles.jsonl"], archive, model=never_loaded(model), progress=Quiet(), prune=True)
    assert _counts(report) == (0, 0, 1, 0, 0) and archive.catalog.revision() == revision


def test_a_changed_article_takes_the_place_of_the_older(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    ingest_articles(archive, [Article("a", _BRIDGE), Article("b", _POET)], model, tmp_path)
    changed = Article("a", _BRIDGE.replace("once", "nueve"))
    assert _counts(ingest_articles(archive, [changed, Article("b", _POET)], model, tmp_path)) == (0, 1, 1, 0, 0)
    texts = [p.text for p in Search(archive, *model.load()).passages("¿Cuánto cerrará el puente?")]
    assert texts == [changed.body, _POET]


def test_a_lower_version_changes_nothing_and_a_higher_one_replaces(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    ingest_articles(archive, [Article("a", _BRIDGE, version=2)], model, tmp_path)
    older = Article("a", "Texto viejo.", version=1)
    assert _counts(ingest_articles(archive, [older], never_loaded(model), tmp_path)) == (0, 0, 1, 0, 0)
    newer = Article("a", _POET, version=3)
    assert _counts(ingest_articles(archive, [newer], model, tmp_path)) == (0, 1, 0, 0, 0)
    stored = archive.catalog.article("a")
    assert stored is not None and (stored.body, stored.language) == (_POET, "es")
    assert _texts(archive, model) == [_POET]


@pytest.mark.parametrize("version", [2, None])
def test_with_the_same_version_or_none_the_newer_arrival_replaces(
    archive: Archive, model: LazyModel, tmp_path: Path, version: int | None
) -> None:
    ingest_articles(archive, [Article("a", _BRIDGE, version=2)], model, tmp_path)
    assert _counts(ingest_articles(archive, [Article("a", _POET, version=version)], model, tmp_path)) == (0, 1, 0, 0, 0)
    assert _texts(archive, model) == [_POET]


def test_a_lower_version_after_a_higher_one_in_the_same_run_changes_nothing(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    articles = [Article("a", _BRIDGE, version=3), Article("a", _POET, version=2)]
    ingest_articles(archive, articles, model, tmp_path)
    assert _texts(archive, model) == [_BRIDGE]


def test_a_broken_file_is_named_and_stops_nothing_else(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "good.txt").write_text(_BRIDGE)
    (news / "broken.json").write_text("{")
    (news / "empty.txt").write_text("")
    report = ingest([news], archive, model=model, progress=Quiet())
    assert _counts(report) == (1, 0, 0, 0, 2)
    assert [failure.file for failure in report.errors] == ["news/broken.json", "news/empty.txt"]
    assert _texts(archive, model) == [_BRIDGE]


def test_withdrawn_and_embargoed_articles_are_stored_and_found_by_nobody(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    ingest_articles(archive, [Article("a", _BRIDGE), Article("b", _POET)], model, tmp_path)
    report = ingest_articles(
        archive,
        [Article("a", _BRIDGE, pubstatus="canceled"), Article("c", "Secreto hasta mañana.", embargoed=tomorrow)],
        never_loaded(model),
        tmp_path,
    )
    assert _counts(report) == (1, 0, 0, 1, 0)
    assert [p.uri for p in Search(archive, *model.load()).passages("¿Qué pasa mañana con el puente?")] == ["b"]
    assert archive.catalog.coverage().articles == 1


def test_a_crash_between_batches_is_finished_by_the_next_run(
    archive: Archive, model: LazyModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingest.pipeline.AT_ONCE", 1)
    articles = [Article("a", _BRIDGE), Article("b", _POET)]
    with monkeypatch.context() as patched:
        done: list[int] = []

        def stop_at_the_second(progress: Quiet, passages: int) -> None:
            done.append(passages)
            if len(done) == 2:
                raise KeyboardInterrupt

        patched.setattr(Quiet, "embedded", stop_at_the_second)
        with pytest.raises(KeyboardInterrupt):
            ingest_articles(archive, articles, model, tmp_path)
    assert archive.catalog.coverage().articles == 1
    assert _texts(archive, model) == [_BRIDGE]
    assert _counts(ingest_articles(archive, articles, model, tmp_path)) == (1, 0, 1, 0, 0)
    assert sorted(_texts(archive, model)) == [_BRIDGE, _POET]


def test_what_may_be_read_and_cannot_be_found_is_finished_by_the_next_run(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    """Such as an article whose embargo ended: it was stored before, and its file has not changed."""
    article = Article("a", _BRIDGE, language="es", embargoed="2001-01-01T00:00:00+00:00")
    archive.catalog.changes.put([NewArticle(ReadArticle(article, article.content_hash))])
    assert _texts(archive, model) == []
    report = ingest_articles(archive, [article], model, tmp_path)
    assert _counts(report) == (0, 0, 1, 0, 0) and report.passages == 1
    assert _texts(archive, model) == [_BRIDGE]


def test_an_unfinished_article_that_changed_meanwhile_is_stored_as_it_is_now(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    article = Article("a", _BRIDGE, language="es")
    archive.catalog.changes.put([NewArticle(ReadArticle(article, article.content_hash))])
    assert _counts(ingest_articles(archive, [Article("a", _POET)], model, tmp_path)) == (0, 1, 0, 0, 0)
    assert _texts(archive, model) == [_POET]


def test_a_model_mismatch_is_one_line_and_changes_nothing(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    ingest_articles(archive, [Article("a", _BRIDGE)], model, tmp_path)
    revision = archive.catalog.revision()
    other = never_loaded(model)
    other.fingerprint = "another-1234"
    with pytest.raises(ModelMismatchError) as raised:
        ingest_articles(archive, [Article("b", _POET)], other, tmp_path)
    message = str(raised.value)
    assert "\n" not in message and "--rebuild" in message and model.fingerprint in message and "another-1234" in message
    assert archive.catalog.revision() == revision
    assert _texts(archive, model) == [_BRIDGE]


def test_stored_passages_hold_no_more_tokens_than_was_chosen(
    archive: Archive, model: LazyModel, tmp_path: Path
) -> None:
    body = "\n\n".join(f"{_BRIDGE} {_POET} La 第{n}句话 says Nº {n}." for n in range(12))
    ingest_articles(archive, [Article("a", body)], model, tmp_path)
    embedder, _ = model.load()
    ids = archive.nearest(embedder.passages([_BRIDGE])[0], k=1000)
    found = archive.catalog.passages(ids).values()
    assert len(found) == len(ids) > 4
    assert max(embedder.count_tokens([passage.text for passage in found])) <= PASSAGE_TOKENS
    assert all(body[passage.start : passage.end] == passage.text for passage in found)


def test_the_same_record_twice_in_one_run_counts_once(archive: Archive, model: LazyModel, tmp_path: Path) -> None:
    file = tmp_path / "twice.jsonl"
    # Under one headline: texts that have an identity in common and nothing else are two articles.
    records = [asdict(Article("a", body, headline="Hoy")) for body in (_BRIDGE, _POET, _POET)]
    file.write_text("\n".join(map(json.dumps, records)))
    assert _counts(ingest([file], archive, model=model, progress=Quiet())) == (1, 1, 1, 0, 0)
    stored = archive.catalog.article("a")
    assert stored is not None and stored.body == _POET

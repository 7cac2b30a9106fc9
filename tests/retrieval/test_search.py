"""A search finds what the archive holds, in whatever language, within the filters, and nothing that may not be read."""

import itertools
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

import retrieval.search
from archive.records import Article, Filters, Passage
from archive.store import Archive
from language.model import LazyModel
from retrieval.candidates import candidates
from retrieval.reprints import near_identical
from retrieval.search import Search
from tests.conftest import ingest_articles

_Make = Callable[[Sequence[Article]], Search]
_BRIDGE = "¿Cuánto tiempo estará cerrado el puente de San Telmo?"
_REEF = "What was the robot Nécora looking for when it lit up a white wall?"


def _uris(passages: Sequence[Passage]) -> list[str]:
    return [passage.uri for passage in passages]


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("How many vehicles cross the San Telmo bridge every day?", "sample:el-faro-de-lumbre/2025-03-04-puente"),
        (
            "How many black-faced spoonbills were counted at the wetland?",
            "sample:five-harbours-post/2025-04-09-luzhou-shidi",
        ),
        ("How much did the solar desalination plant cost?", "sample:five-harbours-post/2024-11-05-tahliya"),
        ("Сколько пассажиров спасли из кабин канатной дороги?", "sample:falkenmooser-bote/2025-08-14-seilbahn"),
    ],
)
def test_a_question_finds_the_article_in_another_language(sample_search: Search, question: str, article: str) -> None:
    assert sample_search.passages(question)[0].uri == article


def test_passages_are_exact_slices_of_the_stored_bodies_best_first(sample_search: Search) -> None:
    found = sample_search.passages(_BRIDGE)
    assert len(found) == 10
    for passage in found:
        article = sample_search.archive.catalog.article(passage.uri)
        assert article is not None
        assert article.body[passage.start : passage.end] == passage.text
        assert (passage.headline, passage.publisher, passage.published, passage.language, passage.url) == (
            article.headline,
            article.publisher,
            article.published,
            article.language,
            article.url,
        )
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[-1]


@pytest.mark.parametrize("k", [1, 3, 25])
def test_no_more_than_k_passages_come_back(sample_search: Search, k: int) -> None:
    assert len(sample_search.passages(_BRIDGE, k=k)) == k


def test_the_passages_to_be_read_are_told_before_the_reading(sample_search: Search) -> None:
    told: list[list[Passage]] = []
    findings = sample_search.find(_BRIDGE, on_candidates=told.append)
    (candidates,) = told
    ours = {found.passage.text for found in findings.passages}
    assert ours <= {passage.text for passage in candidates}


@pytest.mark.parametrize(
    ("filters", "holds"),
    [
        (Filters(since="2025-03-04"), lambda p: p.published >= "2025-03-04"),
        (Filters(until="2025-03-04"), lambda p: p.published <= "2025-03-04"),
        (Filters(since="2025-03-04", until="2025-03-04"), lambda p: p.published == "2025-03-04"),
        (Filters(as_of="2025-01-31"), lambda p: p.published <= "2025-01-31"),
        (Filters(until="2025-03-04", as_of="2025-01-31"), lambda p: p.published <= "2025-01-31"),
        (Filters(publishers=("El Faro de Lumbre",)), lambda p: p.publisher == "El Faro de Lumbre"),
        (Filters(languages=("de", "ru")), lambda p: p.language in ("de", "ru")),
        (
            Filters(since="2025-01-01", publishers=("El Faro de Lumbre",), languages=("es",)),
            lambda p: p.published >= "2025-01-01" and p.publisher == "El Faro de Lumbre" and p.language == "es",
        ),
    ],
)
def test_what_is_found_passes_every_filter(
    sample_search: Search, filters: Filters, holds: Callable[[Passage], bool]
) -> None:
    found = sample_search.passages(_BRIDGE, filters=filters)
    assert found
    assert all(holds(passage) for passage in found)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(publishers=("Nobody's Herald",)),
        Filters(languages=("xx",)),
        Filters(since="2031-01-01"),
        Filters(as_of="1999-12-31"),
        Filters(since="2025-03-05", until="2025-03-04"),
    ],
)
def test_filters_that_nothing_passes_find_nothing(sample_search: Search, filters: Filters) -> None:
    assert sample_search.passages(_BRIDGE, filters=filters) == []


def test_an_undated_article_is_found_only_while_no_date_is_asked_for(search_of: _Make) -> None:
    search = search_of([Article(uri="u", body="El puente cerrará nueve meses por obras.", language="es")])
    assert _uris(search.passages(_BRIDGE)) == ["u"]
    for filters in (Filters(since="2000-01-01"), Filters(until="2100-01-01"), Filters(as_of="2100-01-01")):
        assert search.passages(_BRIDGE, filters=filters) == []


def test_what_two_papers_printed_alike_is_found_once_under_the_name_of_one_story(sample_search: Search) -> None:
    prints = {
        "sample:el-faro-de-lumbre/2025-01-16-arrecife-cabo-moran",
        "sample:la-gaceta-de-sotomar/2025-01-17-bosque-de-coral",
    }
    passages = [found.passage for found in sample_search.find(_REEF).passages]
    told = [passage for passage in passages if passage.uri in prints]
    assert passages[0] in told and len({passage.story for passage in told}) == 1
    assert not any(near_identical(one.text, other.text) for one, other in itertools.combinations(told, 2))
    (appearances,) = sample_search.archive.catalog.appearances([passages[0].story]).values()
    assert [appearance.uri for appearance in appearances] == sorted(prints)


def test_of_prints_that_say_nearly_the_same_the_latest_is_found(search_of: _Make) -> None:
    wire = (
        "Fire destroyed the rope factory of Lumbre on Tuesday night, and {} people were taken to hospital, the brigade said."
        " The flames began in the drying loft, where hemp was stored, and spread to the roof within a quarter of an hour."
        " Forty firefighters from three towns worked until dawn, and the street along the quay stays closed until Friday."
    )
    articles = [
        Article(uri=f"fire:{day}", body=wire.format(count), language="en", published=f"2025-03-0{day}")
        for day, count in ((5, "nine"), (4, "seven"))
    ]
    findings = search_of(articles).find("How many people were taken to hospital after the fire?").passages
    assert [found.passage.uri for found in findings] == ["fire:5"]


def test_many_prints_of_one_story_do_not_hide_the_others(search_of: _Make) -> None:
    wire = "The harbour bridge of Lumbre will be closed for nine months from April, the mayor said on Tuesday."
    prints = [Article(uri=f"print:{n}", body=wire, language="en", publisher=f"Paper {n}") for n in range(16)]
    other = Article(uri="other", body="Fishermen complain that nobody asked them about the works.", language="en")
    findings = search_of([*prints, other]).find("How long will the bridge be closed?").passages
    assert [finding.passage.uri.split(":")[0] for finding in findings] == ["print", "other"]


def test_what_may_not_be_read_is_never_found_nor_lies_among_the_vectors(search_of: _Make, model: LazyModel) -> None:
    body = "The bridge of Lumbre will be closed for {} months, the mayor said on Tuesday."
    search = search_of(
        [
            Article(uri="usable", body=body.format("nine"), language="en"),
            Article(uri="withheld", body=body.format("six"), language="en", pubstatus="withheld"),
            Article(uri="canceled", body=body.format("four"), language="en", pubstatus="canceled"),
            Article(uri="embargoed", body=body.format("two"), language="en", embargoed="2999-01-01T06:00+01:00"),
            Article(uri="embargo over", body="Drivers must cross by ferry.", language="en", embargoed="2001-01-01"),
        ]
    )
    readable = {"usable", "embargo over"}
    findings = search.find("How long will the bridge be closed?", k=20).passages
    assert {found.passage.uri for found in findings} == readable
    assert {uri for uri in ("withheld", "canceled", "embargoed") if search.archive.catalog.article(uri)} == set()
    with search.archive.neighbours.index() as index:
        assert index is not None and index.count() == len(readable)


def test_an_article_that_is_withdrawn_is_found_no_more(search_of: _Make, model: LazyModel, tmp_path: Path) -> None:
    search = search_of([Article(uri="a", body="The bridge will be closed for nine months.", language="en", version=1)])
    assert _uris(search.passages("How long?")) == ["a"]
    ingest_articles(search.archive, [Article(uri="a", body="", pubstatus="canceled", version=2)], model, tmp_path)
    assert search.passages("How long?") == []


def test_a_corrected_article_is_found_as_it_is_now(search_of: _Make, model: LazyModel, tmp_path: Path) -> None:
    search = search_of([Article(uri="a", body="The bridge will be closed for six months.", language="en", version=1)])
    newer = Article(uri="a", body="The bridge will be closed for nine months.", language="en", version=2)
    ingest_articles(search.archive, [newer], model, tmp_path)
    assert [passage.text for passage in search.passages("How long?")] == [newer.body]


def test_a_language_that_arrives_while_a_question_is_read_does_no_harm(
    search_of: _Make, model: LazyModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = search_of([Article(uri="es", body="El puente cerrará nueve meses por obras.", language="es")])

    def after_an_ingest(*args: object, **options: object) -> dict[str, Passage]:
        other = Archive.open(search.archive.folder)
        french = Article(uri="fr", body="Le pont sera fermé neuf mois pour travaux.", language="fr")
        ingest_articles(other, [french], model, tmp_path)
        return candidates(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(retrieval.search, "candidates", after_an_ingest)
    assert "es" in _uris(search.passages(_BRIDGE))


def test_an_empty_archive_finds_nothing(model: LazyModel, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    assert Search(archive, *model.load()).passages(_BRIDGE) == []
    archive.close()


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("puente " * 1430, id="10,000 characters"),
        pytest.param("x" * 10_000, id="one word of 10,000 letters"),
        pytest.param(" ".join(f"w{n}" for n in range(2000)), id="2,000 different words"),
        pytest.param("是" * 10_000, id="10,000 Chinese characters"),
        "?!… —.",
        "\0",
        "puente\0de\0San Telmo",
        '"puente" \'San Telmo\' OR NEAR("a" b) NOT c* ^d {e}: -f',
        "'; DROP TABLE articles; --",
        "🤖🎉👩\u200d🚀",
        "\u200b\u200d\ufeff",
        "² _ ½",
        "\u0301\u0301",
        pytest.param("puente \ud83d", id="half an emoji"),
        "",
        "   ",
    ],
)
def test_a_hostile_question_does_no_harm(sample_search: Search, question: str) -> None:
    found = sample_search.passages(question, k=2)
    assert all(-1.001 <= passage.score <= 1.001 for passage in found)
    assert sample_search.archive.catalog.coverage().articles == 67


def test_scores_are_numbers_that_json_knows(sample_search: Search) -> None:
    for question in (_BRIDGE, "\0", "🤖"):
        json.dumps([passage.score for passage in sample_search.passages(question)], allow_nan=False)

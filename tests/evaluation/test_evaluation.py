"""The figures are what they say: arithmetic by hand, XQuAD split and thinned as described, one table in the end."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import evaluation.__main__
from archive.errors import UsageError
from evaluation.duplicates import PRINTS_FILE, read_prints
from evaluation.duplicates_scale import cluster_timed, generated_prints
from evaluation.metrics import distinct, hit_at, mean, overlaps, pair_figures, reciprocal_rank
from evaluation.xquad import (
    KnownQuestion,
    Paragraph,
    Xquad,
    fewer_articles,
    fewer_questions,
    held_back,
    one_language_a_topic,
    read_xquad,
)
from tests.commands import run
from tests.conftest import shared

# (English, Spanish) paragraphs of each topic; (English question, Spanish question, English answer, Spanish answer).
_TOPICS = [
    [
        ("The ferry to Dalny island leaves every two hours.", "El ferri a la isla Dalny sale cada dos horas."),
        ("How often does the ferry leave?", "¿Cada cuánto sale el ferri?", "every two hours", "cada dos horas"),
    ],
    [
        ("The bakery on the square closes after ninety years.", "La panadería de la plaza cierra tras noventa años."),
        ("When does the bakery close?", "¿Cuándo cierra la panadería?", "after ninety years", "tras noventa años"),
    ],
    [
        ("Hail destroyed half of the grapes of Montelume.", "El granizo destruyó la mitad de las uvas de Montelume."),
        ("What did the hail destroy?", "¿Qué destruyó el granizo?", "half of the grapes", "la mitad de las uvas"),
    ],
    [
        ("The museum's stolen globe was found by a schoolboy.", "Un escolar encontró el globo robado del museo."),
        ("Who found the stolen globe?", "¿Quién encontró el globo robado?", "a schoolboy", "Un escolar"),
    ],
]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """XQuAD in small: four topics of one paragraph and one question, in two languages."""
    folder = tmp_path_factory.mktemp("xquad")
    for n, language in enumerate(("en", "es")):
        data = [
            {
                "title": f"topic {number}",
                "paragraphs": [
                    {
                        "context": texts[n],
                        "qas": [
                            {
                                "id": f"q{number}",
                                "question": asked[n],
                                "answers": [{"text": asked[2 + n], "answer_start": texts[n].index(asked[2 + n])}],
                            }
                        ],
                    }
                ],
            }
            for number, (texts, asked) in enumerate(_TOPICS)
        ]
        (folder / f"xquad.{language}.json").write_text(json.dumps({"data": data}, ensure_ascii=False), "utf-8")
    return folder


# -- metrics ----------------------------------------------------------------------------------------------------------


def test_articles_are_ranked_by_their_first_passage() -> None:
    assert distinct(["b", "a", "b", "c", "a"]) == ["b", "a", "c"]
    assert distinct([]) == []


def test_a_hit_is_a_right_article_among_the_first_k() -> None:
    ranked = ["a", "b", "c"]
    assert [hit_at(ranked, {"b", "x"}, k) for k in (0, 1, 2, 5)] == [0, 0, 1, 1]
    assert hit_at(ranked, set(), 3) == hit_at([], {"a"}, 3) == 0


def test_the_reciprocal_rank_is_of_the_first_right_article_among_k() -> None:
    ranked = ["a", "b", "c", "d"]
    assert reciprocal_rank(ranked, {"a"}, 10) == 1
    assert reciprocal_rank(ranked, {"d", "c"}, 10) == pytest.approx(1 / 3)
    assert (
        reciprocal_rank(ranked, {"d"}, 3) == reciprocal_rank(ranked, {"x"}, 10) == reciprocal_rank([], {"a"}, 10) == 0
    )


def test_the_mean_of_nothing_is_not_zero() -> None:
    assert mean([]) is None
    assert mean([0.0]) == 0
    assert mean([1, 0, 0.5]) == 0.5


@pytest.mark.parametrize(
    ("spans", "shared_character"),
    [((0, 5, 4, 9), True), ((0, 5, 5, 9), False), ((5, 9, 0, 5), False), ((0, 9, 3, 4), True), ((3, 4, 0, 9), True)],
)
def test_two_stretches_overlap_where_they_share_a_character(
    spans: tuple[int, int, int, int], shared_character: bool
) -> None:
    assert overlaps(*spans) is shared_character


def test_pairs_are_counted_right_wrong_and_missed() -> None:
    both, wrong, missed, neither = (True, True), (True, False), (False, True), (False, False)
    assert pair_figures([both, both, both, wrong, missed, missed, neither]) == {
        "precision": 3 / 4,
        "recall": 3 / 5,
        "F1": 6 / 9,
    }
    assert pair_figures([neither]) == {"precision": None, "recall": None, "F1": None}
    assert pair_figures([wrong]) == {"precision": 0, "recall": None, "F1": 0}


# -- XQuAD ------------------------------------------------------------------------------------------------------------


def test_questions_are_in_the_askers_language_and_answers_lie_in_the_archives_paragraphs(tiny: Path) -> None:
    data = read_xquad(tiny, asked_in="en", archive_in=["es", "en"])
    assert [q.text for q in data.questions] == [asked[0] for _, asked in _TOPICS]
    assert [(p.uri, p.topic) for p in data.paragraphs] == [
        *((f"xquad:es:{n}", n) for n in range(4)),
        *((f"xquad:en:{n}", n) for n in range(4)),
    ]
    texts = {(p.language, p.number): p.text for p in data.paragraphs}
    for question, (_, asked) in zip(data.questions, _TOPICS, strict=True):
        for language, answer in (("en", asked[2]), ("es", asked[3])):
            start, end = question.answers[language]
            assert texts[language, question.paragraph][start:end] == answer


def test_split_keeps_every_paragraph_in_one_language_and_every_question(tiny: Path) -> None:
    data = read_xquad(tiny, asked_in="en", archive_in=["es", "en"])
    split = one_language_a_topic(data, ["es", "en"])
    assert sorted((p.number, p.language) for p in split.paragraphs) == [(0, "es"), (1, "en"), (2, "es"), (3, "en")]
    assert split.questions == data.questions


def test_half_of_the_topics_are_held_back_odd_and_even_ones_alike() -> None:
    assert [topic for topic in range(8) if held_back(topic)] == [2, 3, 6, 7]
    assert sum(held_back(topic) for topic in range(48)) == 24
    assert sum(held_back(topic) for topic in range(1, 48, 2)) == 12


def _made(paragraphs: int, questions_each: int = 1) -> Xquad:
    return Xquad(
        [Paragraph(n, n // 2, code, f"{code} {n}") for code in ("en", "es") for n in range(paragraphs)],
        [KnownQuestion(f"{n}-{i}", "?", n, n // 2, {}) for n in range(paragraphs) for i in range(questions_each)],
    )


def _is_spread(kept: list[int], whole: int) -> bool:
    """Whether places are in order and no gap, at the ends either, is wider than an even spread's."""
    widest = -(-whole // len(kept))
    ends = [-1, *kept, whole]
    return all(0 < b - a <= widest + 1 for a, b in pairwise(ends))


@given(st.integers(1, 40), st.integers(1, 50))
def test_fewer_articles_are_so_many_the_same_each_time_with_their_questions(whole: int, count: int) -> None:
    kept = fewer_articles(_made(whole, 2), count)
    numbers = [p.number for p in kept.paragraphs if p.language == "en"]
    assert len(set(numbers)) == len(numbers) == min(count, whole)
    assert [p.number for p in kept.paragraphs if p.language == "es"] == numbers
    assert [q.paragraph for q in kept.questions] == [n for n in numbers for _ in range(2)]
    assert kept == fewer_articles(_made(whole, 2), count)


@given(st.integers(1, 60), st.integers(1, 70))
def test_fewer_questions_are_so_many_spread_evenly_over_all_paragraphs(whole: int, count: int) -> None:
    data = _made(whole)
    kept = fewer_questions(data, count)
    assert len(kept.questions) == min(count, whole)
    assert _is_spread([q.paragraph for q in kept.questions], whole)
    assert kept.paragraphs == data.paragraphs


# -- the command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_one_json_object(tiny: Path) -> None:
    status, out, err = run("evaluation", "xquad", tiny, "--questions", "en", "--archive", "es", "--json")
    assert status == 0, err
    table: dict[str, Any] = json.loads(out)
    assert (table["questions"], table["archive"], table["split"], table["articles"]) == ("en", "es", False, 4)
    row = table["rows"]["all topics"]
    assert (row["questions"], row["h@1"], row["h@5"], row["MRR@10"]) == (4, 1, 1, 1)
    assert 0 <= row["quoted"] <= 1 <= row["quotes"] <= 4
    assert 0 <= row["declined absent"] <= 1 and 0 <= row["declined present"] <= 1
    assert table["rows"]["odd topics"]["questions"] == 2


def test_the_table_has_a_line_for_every_row_and_a_column_for_every_figure(
    tiny: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["xquad", str(tiny), "--questions", "es", "--archive", "en,es", "--split", "--sample", "3"]
    assert evaluation.__main__.main(arguments) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(i for i, line in enumerate(lines) if "h@1" in line)
    for column in ("questions", "h@5", "MRR@10", "quoted", "quotes", "declined absent", "declined present"):
        assert column in lines[head]
    rows = {line[:15].strip(): line[15:].split() for line in lines[head + 1 :]}
    assert list(rows) == ["all topics", "answer in en", "answer in es", "odd topics"]
    assert {len(figures) for figures in rows.values()} == {9}
    assert rows["all topics"][:2] == ["3", "1.000"]
    assert "articles: 4" in lines


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "missing"),
        ("{", "no JSON"),
        ("[]", "no object"),
        ("{}", "no data"),
        ('{"data": 7}', "no list"),
        ('{"data": [{"title": "t"}]}', "no paragraphs"),
        (
            '{"data": [{"paragraphs": [{"context": "c", "qas": [{"id": "1", "question": "?", "answers": []}]}]}]}',
            "no answer",
        ),
    ],
)
def test_a_file_that_is_not_xquad_is_told_in_one_line_with_status_2(
    content: str | None, why: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        for language in ("en", "es"):
            (tmp_path / f"xquad.{language}.json").write_text(content)
    assert evaluation.__main__.main(["xquad", str(tmp_path), "--questions", "en", "--archive", "es"]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.count("\n") == 1 and str(tmp_path) in captured.err


def test_a_language_that_is_not_there_is_named(tiny: Path) -> None:
    with pytest.raises(UsageError, match=r"xquad\.qq\.json cannot be read"):
        read_xquad(tiny, asked_in="en", archive_in=["es", "qq"])


def test_xquad_itself_is_found_across_languages(capsys: pytest.CaptureFixture[str]) -> None:
    folder = str(shared("xquad"))
    # All 240 paragraphs would take a minute.
    options = "--questions en --archive es --articles 24 --sample 40 --json"
    arguments = ["xquad", folder, *options.split()]
    assert evaluation.__main__.main(arguments) == 0
    row = json.loads(capsys.readouterr().out)["rows"]["all topics"]
    assert row["questions"] == 40
    assert row["h@1"] >= 0.8
    assert row["h@5"] >= 0.9
    assert row["quoted"] >= 0.7


# -- prints of one story ----------------------------------------------------------------------------------------------


def test_the_prints_that_ship_are_many_in_three_languages_and_of_every_kind() -> None:
    known = read_prints()
    assert len(known) >= 300
    assert len({one.story for one in known}) >= 80
    assert {one.print.language for one in known} == {"en", "es", "ru"}
    days = [one.print.day or "" for one in known]
    assert days == sorted(days)
    assert {one.print.language for one in known if one.kind == "independent report"} == {"en", "es", "ru"}


def test_prints_are_put_together_with_their_stories(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # All of them would take a minute.
    few = [line for line in PRINTS_FILE.read_text("utf-8").splitlines() if json.loads(line)["event"] in (2, 33, 55)]
    file = tmp_path / "prints.jsonl"
    file.write_text("\n".join(few), "utf-8")
    assert evaluation.__main__.main(["duplicates", "--prints", str(file), "--json"]) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["prints"] == len(few)
    row = table["rows"]["all events"]
    assert row["precision"] == 1
    assert row["recall"] >= 0.9
    assert table["rows"]["independent report"]["right"] == 1
    assert {"en", "es", "ru", "even events", "odd events", "odd events, without vectors"} <= set(table["rows"])
    assert len(table["errors"]) <= row["pairs"] * (1 - row["right"]) + 1


@pytest.mark.parametrize("content", [None, "{", "[]", '{"headline": "h"}'])
def test_a_file_that_holds_no_prints_is_told_in_one_line(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "prints.jsonl"
    if content is not None:
        file.write_text(content)
    assert evaluation.__main__.main(["duplicates", "--prints", str(file)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_generated_prints_are_clustered_as_they_were_made() -> None:
    _, figures = cluster_timed(generated_prints(60))
    assert figures == {"precision": 1, "recall": 1, "F1": 1}

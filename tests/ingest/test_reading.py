"""Plain text, JSON and tables in every usual encoding become the expected articles, and what cannot be read says why."""

import contextlib
import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.decoding import decode
from ingest.reading import READERS, bytes_to_read, read_articles
from tests.news_files import BODY, articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)


# -- plain text -------------------------------------------------------------------------------------------------------


def test_the_whole_of_a_plain_text_is_its_body(tmp_path: Path) -> None:
    path = write(tmp_path, "pan.txt", BODY)
    assert articles_in(path) == [Article(uri="file:news/pan.txt", body=BODY, language="es")]


def test_a_short_first_line_that_stands_alone_is_the_headline(tmp_path: Path) -> None:
    path = write(tmp_path, "pan.txt", f"Sube el pan\r\n\r\n{BODY}")
    assert articles_in(path) == [Article(uri="file:news/pan.txt", body=BODY, headline="Sube el pan", language="es")]


@pytest.mark.parametrize(
    "text", ["Sube el pan.\n\nMucho.", "Sube el pan", "Sube\nel pan\n\nMucho.", f"{'pan ' * 50}\n\nMucho."]
)
def test_a_first_paragraph_of_text_is_no_headline(tmp_path: Path, text: str) -> None:
    assert [(a.headline, a.body) for a in articles_in(write(tmp_path, "a.txt", text))] == [
        ("", text.replace(" \n", "\n"))
    ]


# -- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_spanish_comes_out_right_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = write(tmp_path, "a.txt", BODY.encode(encoding))
    assert [a.body for a in articles_in(path)] == [BODY]


def test_russian_comes_out_right_in_windows_1251() -> None:
    text = "Президент России заявил вчера, что правительство увеличит расходы на здравоохранение в следующем году."
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"abc\0def", "it is not text: it has NUL bytes."),
        ("a\0b".encode("utf-16"), "it is not text: it has NUL bytes."),
        (b"\xef\xbb\xbf\xff\xff", "it begins as UTF-8-SIG and is damaged at byte 0."),
        (bytes(range(1, 256)) * 4, "cannot tell its text encoding: save it as UTF-8."),
        (b"", "it has no text."),
    ],
)
def test_what_is_no_text_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    assert errors_in(write(tmp_path, "a.txt", data)) == [("news/a.txt", reason)]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_article_error(data: bytes) -> None:
    with contextlib.suppress(ArticleError):  # the other permitted outcome
        assert "\0" not in decode(data)


# -- JSON, JSON Lines, CSV --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "uris"),
    [
        ({"title": "T", "text": "Uno."}, ["file:news/a.json"]),
        ([{"text": "Uno."}, {"text": "Dos.", "id": "d"}], ["file:news/a.json#1", "d"]),
        ({"status": "ok", "articles": [{"text": "Uno."}]}, ["file:news/a.json#1"]),
        ({"response": {"docs": [{"text": "Uno."}]}}, ["file:news/a.json#1"]),
        ({"data": {"text": "Uno."}}, ["file:news/a.json"]),
        ([], []),
    ],
)
def test_json_holds_one_article_or_a_list(tmp_path: Path, data: object, uris: list[str]) -> None:
    assert [a.uri for a in articles_in(write(tmp_path, "a.json", json.dumps(data)))] == uris


def test_html_inside_json_becomes_text(tmp_path: Path) -> None:
    data = {
        "title": {"rendered": "Pan &amp; <i>agua</i>"},
        "content": {"rendered": "<p>Uno &amp; dos.</p>\n<p>Tres<br>cuatro.</p>"},
    }
    path = write(tmp_path, "a.json", json.dumps(data))
    assert [(a.headline, a.body) for a in articles_in(path)] == [("Pan & agua", "Uno & dos.\n\nTres\ncuatro.")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not valid JSON"),
        ('{"text": "a"', "it is not valid JSON"),
        ("[" * 100_000, "it is nested too deeply to be read."),
        ('"text"', "it is not an object with named values."),
        ("[1]", "record 1: it is not an object with named values."),
        ('{"title": "T"}', "it has no text"),
    ],
)
def test_json_that_holds_no_article_says_why(tmp_path: Path, text: str, reason: str) -> None:
    [(name, error)] = errors_in(write(tmp_path, "a.json", text))
    assert name == "news/a.json"
    assert error.startswith(reason)


def test_odd_numbers_and_half_characters_survive(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.json",
        '{"text": "\\ud83d El pan es más caro este año.", "n": ' + "9" * 9000 + ', "version": NaN, "author": 1e999}',
    )
    assert articles_in(path) == [
        Article(uri="file:news/a.json", body="\ufffd El pan es más caro este año.", language="es")
    ]


def test_a_broken_line_does_not_stop_the_others(tmp_path: Path) -> None:
    text = '{"text": "Uno."}\n\n{"text": \n' + "[" * 100_000 + '\n{"title": "T"}\n{"text": "A\u2028B"}\n'
    found = [reading.result for reading in read_articles([write(tmp_path, "a.jsonl", text)])]
    assert [a.uri for a in found if isinstance(a, Article)] == ["file:news/a.jsonl#1", "file:news/a.jsonl#6"]
    errors = [str(e) for e in found if isinstance(e, ArticleError)]
    assert [e.split(":")[0] for e in errors] == ["line 3 is not valid JSON", "line 4 is not valid JSON", "line 5"]
    assert errors[1] == "line 4 is not valid JSON: nested too deeply."


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_has_an_article_a_row(tmp_path: Path, mark: str) -> None:
    long = "Más, mucho; más. " * 20_000
    rows = [
        ["Titular", "Texto", "Fecha"],
        ["Pan", '"Uno,\ndos;\ttres|"', "30/11/2024"],
        [],
        ["T", '""', ""],
        ["Largo", f'"{long}"', ""],
    ]
    path = write(tmp_path, "a.csv", ("\ufeff" + "\r\n".join(mark.join(row) for row in rows)).encode())
    found = [reading.result for reading in read_articles([path])]
    assert [(a.uri, a.headline, a.published) for a in found if isinstance(a, Article)] == [
        ("file:news/a.csv#2", "Pan", "2024-11-30"), ("file:news/a.csv#5", "Largo", None),
    ]  # fmt: skip
    assert isinstance(found[0], Article)
    assert found[0].body == "Uno,\ndos; tres|"
    assert [str(e).split(":")[:2] for e in found if isinstance(e, ArticleError)] == [["row 4", " it has no text"]]


def test_a_tsv_is_split_at_tabs_only(tmp_path: Path) -> None:
    assert [a.body for a in articles_in(write(tmp_path, "a.tsv", "a,b;title\ttext\nx\tUno, dos; tres\n"))] == [
        "Uno, dos; tres"
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x,y\n1,2\n", "none of its columns is known (x, y): name one 'body' and one 'headline'."),
        ("title,text\nT,Uno, dos\n", "row 2 has 3 cells, the header 2: put its texts in quotation marks."),
        (
            'title,text\nT,"Uno\nU,Dos\n',
            "row 2 is broken (unexpected end of data); it and the rows after it were not read.",
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, reason: str) -> None:
    assert errors_in(write(tmp_path, "a.csv", text)) == [("news/a.csv", reason)]


@settings(deadline=None)
@given(
    st.sampled_from(sorted(set(READERS))), st.text(st.sampled_from('{}[]",:;\n\t<>p/-#*`|a1ñ \u2028!&'), max_size=60)
)
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, suffix: str, text: str) -> None:
    path = write(tmp_path_factory.getbasetemp(), f"any{suffix}", text)
    for found in (reading.result for reading in read_articles([path])):
        assert isinstance(found, (Article, ArticleError))
        if isinstance(found, ArticleError):
            assert not str(found).startswith("it could not be read"), found  # a failure that nobody foresaw


def test_a_reading_tells_each_byte_of_its_files_once(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    record = json.dumps({"headline": "Pan", "body": "La panadería abre a las seis."})
    (news / "records.json").write_text(record, "utf-8")
    (news / "lines.jsonl").write_text(f"{record}\n" * 40_000, "utf-8")
    (news / "note.txt").write_text("El ferri sale a las nueve.", "utf-8")
    with zipfile.ZipFile(news / "pack.zip", "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("a.txt", "El museo cierra los lunes.")
        pack.writestr("photo.jpg", random.Random(0).randbytes(500_000))  # which nobody reads
    told: list[int] = []
    assert sum(isinstance(reading.result, Article) for reading in read_articles([news], on_read=told.append)) == 40_003
    assert sum(told) == bytes_to_read([news]) == sum(path.stat().st_size for path in news.iterdir())
    assert len(told) > 10

"""Columns that the user names mean the fields that the user says."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from archive.errors import ArticleError, UsageError
from archive.records import Article
from archive.store import Archive
from ingest.__main__ import columns_of, main
from ingest.fields import FIELDS, article_from
from ingest.reading import read_articles

_ROW = {
    "Cabecera": "Sube el pan",
    "Entradilla": "Un cinco por ciento.",
    "Nota": "Lo dijo el gremio.",
    "Firma": "Ana Ruiz",
}
_COLUMNS = {"cabecera": "headline", "entradilla": "body", "nota": "body", "firma": "byline"}


def _read(path: Path, columns: Mapping[str, str]) -> list[Article | str]:
    return [
        str(found.result) if isinstance(found.result, ArticleError) else found.result
        for found in read_articles([path], columns=columns)
    ]


def _write(folder: Path, name: str, text: str) -> Path:
    path = folder / "news" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("a.json", json.dumps(_ROW), ""),
        ("a.json", json.dumps({"data": [_ROW]}), "#1"),
        ("a.jsonl", json.dumps(_ROW), "#1"),
        ("a.csv", ";".join(_ROW) + "\n" + ";".join(_ROW.values()), "#2"),
        ("a.tsv", "\t".join(_ROW) + "\n" + "\t".join(_ROW.values()), "#2"),
    ],
)
def test_every_format_with_columns_takes_the_users_own(tmp_path: Path, name: str, text: str, place: str) -> None:
    assert _read(_write(tmp_path, name, text), _COLUMNS) == [
        Article(
            uri=f"file:news/{name}{place}", headline="Sube el pan", byline="Ana Ruiz",
            body="Un cinco por ciento.\n\nLo dijo el gremio.",
        )
    ]  # fmt: skip


def test_a_mapped_column_comes_before_the_usual_names_and_loses_its_usual_meaning() -> None:
    record = {"title": "Interno", "slug": "Sube el pan", "text": "EFE", "body": "El pan sube."}
    assert article_from(record, fallback_uri="file:x", columns={"slug": "headline", "text": "provider"}) == Article(
        uri="file:x", headline="Sube el pan", provider="EFE", body="El pan sube."
    )


def test_where_a_mapped_column_is_empty_the_usual_names_count() -> None:
    record = {"slug": " ", "title": "Sube el pan", "nota": None, "body": "El pan sube."}
    assert article_from(record, fallback_uri="file:x", columns={"slug": "headline", "nota": "body"}) == Article(
        uri="file:x", headline="Sube el pan", body="El pan sube."
    )


def test_of_several_columns_for_a_date_the_first_that_is_one_counts() -> None:
    columns = {"salida": "published", "cierre": "published"}
    record = {"cierre": "2024-11-29", "salida": "ayer", "body": "El pan sube."}
    assert article_from(record, fallback_uri="file:x", columns=columns).published == "2024-11-29"


def test_paragraphs_in_lists_are_all_kept_in_the_order_of_the_mapping() -> None:
    record = {"nota": ["Dos.", "Tres."], "entradilla": "Uno."}
    columns = {"entradilla": "body", "nota": "body"}
    assert article_from(record, fallback_uri="file:x", columns=columns).body == "Uno.\n\nDos.\n\nTres."


def test_html_in_a_mapped_column_becomes_text(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", json.dumps({"nota": "<p>Uno &amp; dos.</p>"}))
    assert _read(path, _COLUMNS) == [Article(uri="file:news/a.json", body="Uno & dos.")]


def test_a_record_whose_text_is_mapped_is_not_taken_for_a_wrapper(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.json", json.dumps({"nota": "El pan sube.", "items": [{"body": "Un pie de foto."}]}))
    assert _read(path, _COLUMNS) == [Article(uri="file:news/a.json", body="El pan sube.")]


def test_front_matter_is_mapped_but_never_replaces_the_text_below_it(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "---\ncabecera: Sube el pan\nnota: Revisar.\n---\n# Pan\n\nEl pan sube.")
    assert _read(path, _COLUMNS) == [Article(uri="file:news/a.md", headline="Sube el pan", body="Pan\n\nEl pan sube.")]


def test_front_matter_alone_is_an_article(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.md", "---\nnota: El pan sube.\n---\n")
    assert _read(path, _COLUMNS) == [Article(uri="file:news/a.md", body="El pan sube.")]


def test_pairs_are_read_as_columns_are_matched() -> None:
    assert columns_of(["body=Texto de la nota", "body = TEXTO-2", "headline=Título", "url=a=b"]) == {
        "textodelanota": "body", "texto2": "body", "titulo": "headline", "ab": "url",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        (["cuerpo=texto"], f"--map cuerpo=texto: there is no field 'cuerpo'. The fields are {', '.join(FIELDS)}."),
        (["content_hash=x"], "there is no field 'content_hash'"),
        (["body"], "--map body names no column: write it as FIELD=COLUMN, for example body=texto."),
        (["body=--"], "--map body=-- names no column"),
        (["body=x", "headline=X"], "--map headline=X: the column already means 'body'. Map it to one field."),
    ],
)
def test_a_pair_that_cannot_be_used_ends_with_status_2_and_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pairs: list[str], says: str
) -> None:
    with pytest.raises(UsageError, match="--map"):
        columns_of(pairs)
    arguments = ["news", "--archive", str(tmp_path / "archive"), *(f"--map={pair}" for pair in pairs)]
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err and err.count("\n") == 1
    assert not (tmp_path / "archive").exists()


def test_every_field_of_an_article_can_be_mapped() -> None:
    assert sorted(FIELDS) == sorted(Article("a", "Texto.").as_json())


def test_the_command_stores_articles_by_the_mapping(tmp_path: Path) -> None:
    record = {"nota": "El pan sube.", "estado": "withheld"}  # withheld: stored without the model
    path = _write(tmp_path, "a.json", json.dumps(record))
    archive = tmp_path / "archive"
    assert main([str(path), "--archive", str(archive), "--map", "body=nota", "--map", "pubstatus=Estado"]) == 0
    opened = Archive.open(archive)
    stored = {
        uri: known.content_hash for uri, known in opened.catalog.ledger.known_articles(["file:news/a.json"]).items()
    }
    expected = Article(uri="file:news/a.json", body="El pan sube.", pubstatus="withheld")
    assert stored == {"file:news/a.json": expected.content_hash}
    opened.close()

"""--explain shows what files would become, field by field, with where each value stood, and stores nothing."""

import json
from pathlib import Path

import pytest

from ingest.__main__ import main

_TABLE = """titular;cuerpo;fecha;foto;clave
Vuelve el ferri;El ferri de Tern vuelve a navegar el lunes después de un mes sin servicio.;3 de marzo de 2025;a.jpg;t-1
Cierra la mina;;4 de marzo de 2025;b.jpg;t-2
"""


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEMEROTECA_ARCHIVE", str(tmp_path / "archive"))


def _explained(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    status = main(["--explain", *map(str, arguments)])
    told = capsys.readouterr()
    return status, told.out, told.err


def test_each_field_is_shown_with_where_it_stood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "export.csv").write_text(_TABLE, "utf-8")
    status, out, _ = _explained(capsys, tmp_path / "export.csv", "--map", "uri=clave", "--json")
    told = json.loads(out)
    [shown] = told["articles"]
    assert status == 1  # the other row has no text
    assert len(told["errors"]) == 1
    assert {name: shown["article"][name] for name in ("headline", "published", "publisher", "language")} == {
        "headline": "Vuelve el ferri",
        "published": "2025-03-03",
        "publisher": "",
        "language": "es",
    }
    origins = shown["origins"]
    assert (origins["headline"], origins["body"]) == ("titular", "cuerpo")
    assert origins["published"] == 'fecha "3 de marzo de 2025"'
    assert origins["language"] == "told from its text"
    assert shown["unused"] == ["foto"]


def test_in_words_a_field_is_a_line_and_what_is_missing_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "export.csv").write_text(_TABLE, "utf-8")
    _, out, _ = _explained(capsys, tmp_path / "export.csv")
    lines = {line.split()[0]: line.split() for line in out.splitlines() if line.startswith("  ")}
    assert lines["headline"][1:] == ["Vuelve", "el", "ferri", "titular"]
    assert lines["publisher"][1:] == ["-"]
    assert lines["unused"][1:] == ["foto,", "clave"]
    assert out.splitlines()[-1] == "1 article, 1 failed. Nothing was stored."


def test_nothing_is_stored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("El ferri vuelve a navegar el lunes.", "utf-8")
    assert _explained(capsys, tmp_path / "a.txt")[0] == 0
    assert not (tmp_path / "archive").exists()


def test_of_many_the_first_are_shown_and_all_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [json.dumps({"text": f"El ferri {n} vuelve a navegar."}) for n in range(30)]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), "utf-8")
    (tmp_path / "b.doc").write_text("x")
    told = json.loads(_explained(capsys, tmp_path / "a.jsonl", tmp_path, "--json")[1])
    assert (len(told["articles"]), told["count"]) == (20, 60)
    assert [one["kind"] for one in told["passed_over"]] == [".doc"]


def test_a_value_does_nothing_to_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = {
        "text": "El ferri vuelve.",
        "title": "\x1b[31mRojo\n\nazul",
        "\x1b]0;x\x07": "y",
        "date": "\x1b[1m2025-03-04",
    }
    (tmp_path / "a.json").write_text(json.dumps(record), "utf-8")
    assert "\x1b" not in _explained(capsys, tmp_path / "a.json")[1]


@pytest.mark.parametrize(
    "arguments", [[], [""], ["a.txt", "--prune"], ["a.txt", "--dry-run"], ["https://a.example/feed"]]
)
def test_arguments_that_cannot_be_used_are_a_line(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    status, out, err = _explained(capsys, *arguments)
    assert (status, out, len(err.splitlines())) == (2, "", 1)


_MAIL = "From: El Faro <avisos@faro.example>\nSubject: Vuelve el ferri\nDate: Tue, 4 Mar 2025 06:00:00 +0100\n\nEl ferri vuelve."
_NITF = (
    "<nitf><body><body.head><hedline><hl1>Vuelve el ferri</hl1></hedline></body.head>"
    "<body.content><p>El ferri vuelve.</p></body.content></body></nitf>"
)
_FEED = (
    "<rss version='2.0'><channel><title>El Faro</title><item><title>Vuelve el ferri</title>"
    "<description>El ferri vuelve.</description></item></channel></rss>"
)
_INNER = _NITF.replace("<nitf>", "<nitf xmlns=''>")
_ITEM = (
    "<newsItem xmlns='http://iptc.org/std/nar/2006-10-01/' guid='urn:a'><itemMeta><title>Vuelve el ferri</title></itemMeta>"
    f"<contentSet><inlineXML>{_INNER}</inlineXML></contentSet></newsItem>"
)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.eml", _MAIL, {"headline": "Subject", "publisher": "the sender's name"}),
        ("a.xml", _NITF, {"headline": "hl1 or head/title", "body": "body.content"}),
        ("a.rss", _FEED, {"publisher": "dc:publisher or the feed's title", "body": "content or summary"}),
        ("g2.xml", _ITEM, {"uri": "@guid", "headline": "headline or itemMeta/title"}),
        ("g2.xml", _ITEM.replace("Vuelve el ferri</title>", "</title>"), {"headline": "hl1 or head/title"}),
        ("a.md", "# Vuelve el ferri\n\nEl ferri vuelve.", {"headline": "the first heading", "body": "the text below"}),
        ("a.md", "---\ntitular: Vuelve el ferri\n---\nEl ferri vuelve.", {"headline": "titular"}),
    ],
)
def test_formats_without_columns_say_where_in_the_file_a_field_stood(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, expected: dict[str, str]
) -> None:
    (tmp_path / name).write_text(text, "utf-8")
    _, out, _ = _explained(capsys, tmp_path / name, "--json")
    [shown] = json.loads(out)["articles"]
    assert shown["article"]["headline"] == "Vuelve el ferri"
    assert expected.items() <= shown["origins"].items()
    assert shown["unused"] == []

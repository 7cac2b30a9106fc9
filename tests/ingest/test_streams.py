"""Crawls, tables and JSON are read record by record: their size costs no memory, and no record costs the others."""

import gzip
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from ingest.parsing import json_stream, text_stream
from ingest.readers import table
from ingest.reading import read_articles
from tests.news_files import known_folder, write
from tests.packing import FERIA, PAN, zipped

tmp_path = pytest.fixture(known_folder)
_ROOT = Path(__file__).parent.parent.parent


def _said(path: Path) -> list[str]:
    found = [reading.result for reading in read_articles([path])]
    return [result.body if isinstance(result, Article) else f"! {result}" for result in found]


# -- any size ---------------------------------------------------------------------------------------------------------

_PICTURE = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2024-11-30T10:00:00Z\r\nWARC-Target-URI: https://g.example/foto\r\n"
    b"Content-Type: application/http;msgtype=response\r\nContent-Length: 1000045\r\n\r\n"
    b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n" + b"0" * 1_000_000 + b"\r\n\r\n"
)
_UNREAD = "0" * 1_000_000  # in a column that means nothing
_RECORDS = {
    "a.warc": ("", _PICTURE.decode(), ""),
    "a.jsonl": ("", json.dumps({"text": PAN, "x": _UNREAD}) + "\n", ""),
    "a.json": ("[", json.dumps({"text": PAN, "x": _UNREAD}) + ",\n", "{}]"),
    "a.csv": ("texto,x\n", f"{PAN},{_UNREAD}\n", ""),
}
_PEAK_WHILE_READING = """
import resource, sys
from ingest.readers import table
from ingest.reading import read_articles
for path in sys.argv[1:]:
    found = sum(1 for _ in read_articles([path]))
    print(found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 if sys.platform == "linux" else 1024))
"""


def _packed(folder: Path, name: str, kind: str, records: int) -> Path:
    before, record, after = (part.encode() for part in _RECORDS[name])
    path = folder / f"{records}{name}"
    with path.open("wb") as file:
        file.writelines([before, *[record] * records, after])
    if not kind:
        return path
    whole = path.with_name(path.name + kind)
    if kind == ".gz":
        with gzip.open(whole, "wb", compresslevel=1) as packed:
            packed.writelines([before, *[record] * records, after])
    elif kind == ".zip":
        with zipfile.ZipFile(whole, "w") as pack:
            pack.write(path, name)
    else:
        with tarfile.open(whole, "w") as tar:
            tar.add(path, name)
    return whole


@pytest.mark.parametrize(
    ("name", "kind"),
    [*((name, kind) for name in _RECORDS for kind in ("", ".gz")), ("a.csv", ".zip"), ("a.csv", ".tar")],
)
def test_ten_times_the_file_takes_no_more_memory(tmp_path: Path, name: str, kind: str) -> None:
    paths = [_packed(tmp_path, name, kind, records) for records in (5, 50)]
    done = subprocess.run(
        [sys.executable, "-c", _PEAK_WHILE_READING, *paths], cwd=_ROOT, capture_output=True, text=True, check=True
    )
    (few, small), (many, large) = (map(int, line.split()) for line in done.stdout.splitlines())
    assert many - few == (0 if name == "a.warc" else 45)
    assert large - small < 12_000, f"{small} kB for 5 records, {large} kB for 50"


# -- a record without end ---------------------------------------------------------------------------------------------


@pytest.fixture
def short_records(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_stream, "LONGEST_RECORD", 100)
    monkeypatch.setattr(json_stream, "LONGEST_RECORD", 100)
    monkeypatch.setattr(table, "LONGEST_RECORD", 100)


_LONG = "pan " * 50


@pytest.mark.usefixtures("short_records")
def test_a_line_that_is_too_long_costs_no_other(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) for text in (PAN, _LONG, FERIA)]
    assert _said(write(tmp_path, "a.jsonl", "\n".join(lines))) == [
        PAN,
        "! line 2 is longer than 8,388,608 characters: split it.",
        FERIA,
    ]


@pytest.mark.usefixtures("short_records")
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_row_that_is_too_long_costs_no_other(tmp_path: Path, end: str) -> None:
    rows = ["titular,texto", f"Pan,{PAN}", f'Largo,"{_LONG}"', f"Feria,{FERIA}"]
    assert _said(write(tmp_path, "a.csv", end.join(rows))) == [
        PAN,
        "! row 3 is longer than 8,388,608 characters: split it.",
        FERIA,
    ]


@pytest.mark.usefixtures("short_records")
@pytest.mark.parametrize("text", [f'"{_LONG}\nFeria,Nada de esto es una noticia', '"' + "pan,\n" * 50])
def test_what_may_stand_inside_a_text_without_end_is_never_taken_for_a_row(tmp_path: Path, text: str) -> None:
    assert _said(write(tmp_path, "a.csv", f"titular,texto\nPan,{PAN}\nLargo,{text}\nFeria,{FERIA}")) == [
        PAN,
        "! row 3 is longer than 8,388,608 characters; it and the rows after it were not read.",
    ]


@pytest.mark.usefixtures("short_records")
def test_a_list_ends_at_an_item_without_end_and_keeps_what_came_before(tmp_path: Path) -> None:
    data = json.dumps([{"text": PAN}, {"text": _LONG * 10_000}, {"text": FERIA}])
    assert _said(write(tmp_path, "a.json", data)) == [
        PAN,
        "! it is not valid JSON from record 2 on: it is longer than 100 characters.",
    ]


@pytest.mark.parametrize(
    "data", ['[{"text": "Uno."}, {"text": "Dos.', '[{"text": "Uno."} {"text": "Dos."}]', '[{"text": "Uno."}] x']
)
def test_a_list_that_is_broken_keeps_what_came_before(tmp_path: Path, data: str) -> None:
    [one, error] = _said(write(tmp_path, "a.json", data))
    assert one == "Uno."
    assert error.startswith("! it is not valid JSON ")


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.text(max_size=9) | st.floats() | st.integers()) | st.integers()),
    st.integers(1, 9),
)
def test_a_list_says_the_same_in_pieces_of_any_size(data: list[object], size: int) -> None:
    text = json.dumps(data, indent=1)
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    found = json_stream.JsonText(pieces)
    assert found.is_list()
    assert json.dumps(list(found.items())) == json.dumps(data)


@given(st.text(st.sampled_from("a,\r\n\u2028ñ"), max_size=30), st.integers(1, 5), st.sampled_from(["\n", ""]))
def test_lines_are_the_same_in_pieces_of_any_size(text: str, size: int, newline: str) -> None:
    pieces = (text[at : at + size] for at in range(0, len(text), size))
    assert list(text_stream.lines(pieces, newline=newline)) == list(io.StringIO(text, newline=newline))  # type: ignore[arg-type]


# -- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_long_table_comes_out_right_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    accented = "El año próximo subirá más en Ávila según el gremio."
    path = write(tmp_path, "a.csv", f"texto,x\n{PAN},{_UNREAD}\n{PAN},{_UNREAD}\n{accented},1\n".encode(encoding))
    assert _said(path) == [PAN, PAN, accented]


def test_a_byte_that_is_wrong_in_a_long_text_is_marked_and_costs_nothing_before_and_behind_it(tmp_path: Path) -> None:
    text = json.dumps({"text": "El año próximo.", "x": 2 * _UNREAD}, ensure_ascii=False).encode() + b"\n"
    path = write(
        tmp_path, "a.jsonl", text + b'{"text": "a\xff"}\n' + text + b'{"text": "Jos\xe9, se\xc3\xb1or"}\n' + text
    )
    assert _said(path) == ["El año próximo.", "a\ufffd", "El año próximo.", "Jos\ufffd, señor", "El año próximo."]


def test_a_long_text_that_breaks_off_in_a_character_is_marked_there(tmp_path: Path) -> None:
    text = json.dumps({"text": "El año próximo.", "x": 2 * _UNREAD}, ensure_ascii=False).encode() + b"\n"
    assert _said(write(tmp_path, "a.csv", b"text\n" + 70_000 * "El año.\n".encode() + b"Jos\xc3"))[-1] == "Jos\ufffd"
    assert _said(write(tmp_path, "b.jsonl", text + b'{"text": "a\xff"}'))[1:] == ["a\ufffd"]


def test_where_another_encoding_follows_in_a_long_text_that_is_told_and_costs_nothing_before_it(tmp_path: Path) -> None:
    text = json.dumps({"text": "El año próximo.", "x": 2 * _UNREAD}, ensure_ascii=False).encode() + b"\n"
    latin = 60 * '{"text": "Mañana también será así."}\n'.encode("cp1252")
    told = _said(write(tmp_path, "a.jsonl", text + latin))
    assert told[1:] == [f"! its UTF-8 is damaged at byte {len(text) + 12}."]


# -- files that say nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "most_told"),
    [
        ("a.json", b"[" + b"[]," * 2_000_000 + b"[]]", 102),
        ("a.json", b'{"articles":[' + b"[]," * 2_000_000 + b"[]]}", 1),
        ("a.json", b"[[" + b"[]," * 2_000_000 + b"[]]]", 1),
        ("a.jsonl", b"[]\n" * 2_000_000, 102),
        ("a.jsonl", b"{}\n" * 2_000_000, 102),
        ("a.jsonl", b"\n" * 6_000_000, 1),
        ("a.csv", b"title,text\n" + b"a\n" * 2_000_000, 102),
        ("a.csv", b"title,text\n" + b",\n" * 2_000_000, 1),
    ],
    ids=["list", "wrapped", "nested", "lines", "objects", "blank", "rows", "empty rows"],
)
def test_a_small_package_of_nothing_is_given_up_in_a_few_lines(
    tmp_path: Path, name: str, content: bytes, most_told: int
) -> None:
    path = write(tmp_path, "p.zip", zipped({name: content, "z.txt": PAN}))
    assert path.stat().st_size < 20_000
    *errors, last = _said(path)
    assert errors[-1] == PAN or last == PAN
    assert len(errors) <= most_told


def test_failures_are_told_one_by_one_and_then_as_a_number(tmp_path: Path) -> None:
    lines = [*["{}"] * 9_000, json.dumps({"text": PAN}), *["{}"] * 9_000, json.dumps({"text": FERIA})]
    found = _said(write(tmp_path, "a.jsonl", "\n".join(lines)))
    assert [text for text in found if not text.startswith("!")] == [PAN, FERIA]
    assert found[99].startswith("! line 100: ")
    *articles, more = found[100:]
    assert articles == [PAN, FERIA]
    assert str(more).startswith("! and 17,900 more that could not be read, the last of them for this reason: ")


def test_a_file_of_nothing_but_failures_ends_with_what_to_do(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", "{}\n" * 10_001 + json.dumps({"text": PAN}))
    write(tmp_path, "b.jsonl", json.dumps({"text": FERIA}))
    found = _said(tmp_path)
    assert [text for text in found if not text.startswith("!")] == [FERIA]
    assert len(found) == 102

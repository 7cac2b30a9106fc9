"""A table is read whatever Excel and its users put above the header, and however its lines end."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from ingest.parsing.table_header import find_header
from ingest.reading import read_articles
from tests.news_files import known_folder, write
from tests.packing import FERIA, PAN

tmp_path = pytest.fixture(known_folder)
_ROWS = ["titular;texto;fecha", f"Pan;{PAN};2025-01-03", f"Feria;{FERIA};2025-01-04"]


def _said(path: Path) -> list[str]:
    return [r.result.body if isinstance(r.result, Article) else f"! {r.result}" for r in read_articles([path])]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "above",
    [
        [],
        ["sep=;"],
        ["SEP=;"],
        ['"sep=;"'],
        ["sep=;;;"],
        [""],
        ["", "", ""],
        ["Exportado el 3 de enero"],
        ["Exportado el 3 de enero", ""],
        ["Exportado el 3 de enero;;", ";;"],
        ["Informe de noticias, enero", "Redacción: Torral, Fuente: archivo", ""],
        ["Periodo;enero de 2025;", ""],
        ["sep=;", "Exportado el 3 de enero", ""],
        ["Texto", ""],
        ["# una nota"] * 8,
    ],
    ids=repr,
)
def test_what_stands_above_the_header_costs_no_article(tmp_path: Path, above: list[str], end: str) -> None:
    assert _said(write(tmp_path, "a.csv", end.join([*above, *_ROWS]))) == [PAN, FERIA]
    assert _said(write(tmp_path, "b.csv", end.join([*above, *_ROWS, ""]))) == [PAN, FERIA]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|", "^", "#"])
def test_excels_own_line_names_whatever_parts_the_cells(tmp_path: Path, mark: str) -> None:
    rows = [f"sep={mark}", *(row.replace(",", "").replace(";", mark) for row in _ROWS)]
    assert _said(write(tmp_path, "a.csv", "\r\n".join(rows))) == [PAN.replace(",", ""), FERIA.replace(",", "")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_excels_encodings_are_read_with_its_line(tmp_path: Path, encoding: str) -> None:
    text = "\r\n".join(["sep=;", *_ROWS, "Año;El año próximo subirá más en Ávila.;2025-01-05"])
    assert _said(write(tmp_path, "a.csv", text.encode(encoding))) == [PAN, FERIA, "El año próximo subirá más en Ávila."]


def test_utf_16_of_ascii_alone_is_told_without_a_mark(tmp_path: Path) -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        text = "title;text\r\nBread;The bread of Torral costs more.\r\n"
        assert _said(write(tmp_path, f"{encoding}.csv", text.encode(encoding))) == ["The bread of Torral costs more."]


@pytest.mark.parametrize(
    "noise", [b"\x00\x01\x00\x02", b"PK\x03\x04\x00\x00", b"a\x00b,c\n", b"\x00" * 400, b"t\x00e\x00\x00x"]
)
def test_bytes_that_are_no_text_are_refused_plainly(tmp_path: Path, noise: bytes) -> None:
    assert _said(write(tmp_path, "a.csv", b"title,text\nx,y\n" + noise)) == ["! it is not text: it has NUL bytes."]


def test_cells_of_the_header_are_known_in_quotes_and_with_spaces_that_nobody_sees(tmp_path: Path) -> None:
    header = '"Titular\u00a0";" \ufeffTexto";"Fecha de\u00a0publicación";'
    path = write(tmp_path, "a.csv", f"{header}\nPan;{PAN};03.01.2025;\nFeria;{FERIA};04.01.2025\n")
    found = [r.result for r in read_articles([path])]
    assert [(a.headline, a.published) for a in found if isinstance(a, Article)] == [
        ("Pan", "2025-01-03"),
        ("Feria", "2025-01-04"),
    ]


def test_decimal_commas_and_delimiters_at_the_ends_part_nothing(tmp_path: Path) -> None:
    assert _said(write(tmp_path, "a.csv", f"precio;texto;\n1,5;{PAN};\n2,25;{FERIA};\n")) == [PAN, FERIA]


def test_a_row_of_totals_is_an_error_of_its_own_and_costs_no_article(tmp_path: Path) -> None:
    *articles, total = _said(write(tmp_path, "a.csv", "\n".join([*_ROWS, "Total: 2;;"])))
    assert articles == [PAN, FERIA]
    assert total.startswith("! row 4: it has no text")


def test_a_table_without_a_header_says_so(tmp_path: Path) -> None:
    assert _said(write(tmp_path, "a.csv", "Exportado el 3 de enero\nx;y\n1;2\n")) == [
        "! none of its columns is known (Exportado el 3 de enero): name one 'body' and one 'headline'."
    ]


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    wrong = "Pan;Uno;Dos;Tres"
    for above, number in ((["sep=;"], 2), (["Enero", ""], 4), ([], 2)):
        [error] = _said(write(tmp_path, "a.csv", "\n".join([*above, _ROWS[0], wrong])))
        assert error == f"! row {number} has 4 cells, the header 3: put its texts in quotation marks."


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f'Pan;"{PAN}', "row 2 is broken (unexpected end of data); it and the rows after it were not read."),
        (
            'Pan;"El "pan" sube"',
            "row 2 is broken (a quotation mark stands inside a text that is put in such marks: write it twice);"
            " it and the rows after it were not read.",
        ),
    ],
)
def test_a_broken_row_is_told_in_our_words(tmp_path: Path, row: str, reason: str) -> None:
    assert _said(write(tmp_path, "a.csv", f"titular;texto\n{row}\n")) == [f"! {reason}"]


@given(st.lists(st.text(st.sampled_from('abc;,|\t"\ufeff =sep'), max_size=12), max_size=6), st.sampled_from(["", "\t"]))
def test_any_lines_have_a_header_or_none(lines: list[str], delimiter: str) -> None:
    found = find_header(lines, lambda cell: cell.strip() in ("a", "b", "c"), delimiter=delimiter)
    assert 0 <= found.line < max(len(lines), 1)
    assert len(found.delimiter) == 1
    assert 0 <= found.first_row <= found.line + 1


@given(st.lists(st.text(st.sampled_from("xyz 1,.:"), max_size=20), max_size=20))
def test_titles_of_any_kind_hide_no_header(titles: list[str]) -> None:
    lines = [*(title.replace(",", "") for title in titles), "a;b;c"]
    assert find_header(lines, lambda cell: cell in ("a", "b", "c")).line == len(titles)

"""PDFs become articles: the text in its order with what their properties say, and what has no text says so."""

import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from archive.records import Article
from ingest.parsing import pdf_lines
from ingest.reading import read_articles
from tests.news_files import read_one

_FILES = Path(__file__).parent.parent / "files" / "pdf"
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
_TOP = 760


def _pdf(*pages: bytes, info: str = "", xmp: str = "", extra: str = "") -> bytes:
    """Return a PDF whose pages draw what the operators say; /F1 is a font."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * n} 0 R" for n in range(count))
    metadata = "/Metadata 4 0 R" if xmp else ""
    objects: list[bytes] = [
        f"<< /Type /Catalog /Pages 2 0 R {metadata} >>".encode(),
        f"<< /Type /Pages /Count {count} /Kids [{kids}] >>".encode(),
        _FONT,
        _stream(xmp.encode()),
    ]
    for number, page in enumerate(pages):
        resources = f"/Resources << /Font << /F1 3 0 R >> {extra} >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} /Contents {6 + 2 * number} 0 R >>".encode()
        )
        objects.append(_stream(zlib.compress(page), "/Filter /FlateDecode"))
    objects.append(f"<< {info} >>".encode("cp1252"))
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, data in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, data)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % table)


def _stream(data: bytes, entries: str = "") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries.encode(), data)


def _lines(*lines: str, size: float = 10, top: float = _TOP, left: float = 50, leading: float = 12) -> bytes:
    """Return the operators that draw lines one below the other; a line that begins with a tab is indented."""
    drawn = [b"BT /F1 %g Tf" % size]
    for number, line in enumerate(lines):
        text = line.strip("\t").encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        x = left + 12 * line.startswith("\t")
        drawn.append(b"1 0 0 1 %g %g Tm (%s) Tj" % (x, top - number * leading, text))
    return b"\n".join([*drawn, b"ET\n"])


def _read(folder: Path, content: bytes, name: str = "a.pdf") -> list[Article | str]:
    return read_one(folder, name, content)


def _article(body: str, **fields: str) -> Article:
    return Article(uri="file:news/a.pdf", body=body, **fields)  # type: ignore[arg-type]


# -- a page of a newspaper --------------------------------------------------------------------------------------------


def test_two_justified_columns_with_cut_words_come_out_as_they_were_written() -> None:
    """A browser's PDF, whose soft hyphens are spaces of no width with another text behind them."""
    [found] = read_articles([_FILES / "two-columns.pdf"])
    assert found.result == Article(
        uri="file:pdf/two-columns.pdf",
        headline="Brea estrena obrador",
        body="El obrador comunitario de Brea abrió ayer sus puertas con una oficina y tres hornos, según informó la"
        " cooperativa Masa Madre, que lo dirige desde la antigua estación de autobuses.\n\n"
        "«Nadie nos regaló nada», dijo su presidenta, Inés Calvo, ante unas doscientas personas. La obra costó 412.000"
        " euros y se retrasó catorce meses por las lluvias.\n\n"
        "Los hornos trabajarán de cuatro a nueve de la mañana. La cooperativa franco-alemana Kornhaus envió a dos"
        " maestros panaderos que se quedarán hasta mayo.\n\n"
        "El ayuntamiento estudia ahora un segundo obrador en el barrio de las Eras.",
    )


def test_properties_that_a_person_wrote_are_used_and_the_files_date_is_not(tmp_path: Path) -> None:
    info = "/Title (Sube el pan) /Author (Ana Ruiz) /CreationDate (D:20200101120000Z) /ModDate (D:20210101120000Z)"
    content = _pdf(_lines("Economía", "El pan sube un cinco", "por ciento en Brea."), info=info)
    assert _read(tmp_path, content) == [
        _article("Economía El pan sube un cinco por ciento en Brea.", headline="Sube el pan", byline="Ana Ruiz")
    ]


def test_a_publishers_metadata_tell_of_the_story(tmp_path: Path) -> None:
    xmp = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <r:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
        xmlns:prism="http://prismstandard.org/namespaces/basic/2.0/" prism:publicationName="La Gaceta de Brea"
        xmp:CreateDate="2020-01-01T12:00:00Z" prism:url="https://gaceta.example/">
      <dc:title><r:Alt><r:li xml:lang="x-default">Sube el pan</r:li></r:Alt></dc:title>
      <dc:creator><r:Seq><r:li>Ana Ruiz</r:li><r:li>Luis Gil</r:li></r:Seq></dc:creator>
      <dc:rights><r:Alt><r:li>© La Gaceta</r:li></r:Alt></dc:rights><dc:date>2020-01-01</dc:date>
      <prism:coverDate>2024-11-30</prism:coverDate><prism:section>Economía</prism:section>
    </r:Description></r:RDF></x:xmpmeta>"""
    content = _pdf(_lines("El pan sube en Brea."), xmp=xmp, info="/Title (pan.indd) /Author (admin)")
    assert _read(tmp_path, content) == [
        _article(
            "El pan sube en Brea.", headline="Sube el pan", byline="Ana Ruiz, Luis Gil", publisher="La Gaceta de Brea",
            published="2024-11-30", section="Economía", rights="© La Gaceta",
        )
    ]  # fmt: skip


@pytest.mark.parametrize("xmp", ["<broken", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'])
def test_broken_metadata_leave_the_text(tmp_path: Path, xmp: str) -> None:
    assert _read(tmp_path, _pdf(_lines("El pan sube en Brea."), xmp=xmp)) == [_article("El pan sube en Brea.")]


@pytest.mark.parametrize("title", ["Microsoft Word - pan.doc", "pan_v3.indd", "untitled", "a", "Documento 1", "2024"])
def test_a_title_that_a_program_wrote_is_none(tmp_path: Path, title: str) -> None:
    page = _lines("Sube el pan", size=24) + _lines("El pan sube en Brea.", top=700)
    assert _read(tmp_path, _pdf(page, info=f"/Title ({title})")) == [
        _article("El pan sube en Brea.", headline="Sube el pan")
    ]


def test_a_headline_that_the_page_shows_too_is_not_said_twice(tmp_path: Path) -> None:
    page = _lines("Sube", "el pan", size=24, leading=28) + _lines("El pan sube en Brea.", top=700)
    assert _read(tmp_path, _pdf(page, info="/Title (Sube el pan)")) == [
        _article("El pan sube en Brea.", headline="Sube el pan")
    ]


def test_a_sentence_goes_on_over_columns_and_pages_without_what_every_page_repeats(tmp_path: Path) -> None:
    def page(number: int, left: Sequence[str], right: Sequence[str]) -> bytes:
        return (
            _lines(f"La Gaceta de Brea, 30 de noviembre de 2024, página {number}", size=8, top=800)
            + _lines(*left)
            + _lines(*right, left=320)
            + _lines(str(number + 40), size=8, top=40, left=300)
        )

    content = _pdf(
        page(1, ["El pan sube un", "cinco por ciento"], ["en toda la comarca", "de Brea."]),
        page(2, ["Lo dijo el gremio", "de panaderos"], ["en una nota que"]),
        page(3, ["leyó", "su presidenta."], ["Nadie preguntó."]),
    )
    assert _read(tmp_path, content) == [
        _article(
            "El pan sube un cinco por ciento en toda la comarca de Brea.\n\n"
            "Lo dijo el gremio de panaderos en una nota que leyó su presidenta.\n\nNadie preguntó.\n\n"
            "La Gaceta de Brea, 30 de noviembre de 2024, página 1"
        )
    ]


def test_shapes_of_letters_are_the_letters_they_stand_for() -> None:
    from ingest.readers.pdf import _letters

    assert _letters("la ﬁnanciación ﬂuye, 20 € y ½ ª") == "la financiación fluye, 20 € y ½ ª"


# -- what cannot be read ----------------------------------------------------------------------------------------------


def _encrypted(*, password: str, algorithm: str = "RC4-128") -> bytes:
    writer = PdfWriter(clone_from=BytesIO(_pdf(_lines("El pan sube en Brea."))))
    writer.encrypt(user_password=password, owner_password="dueña", algorithm=algorithm)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


_PICTURE = b"q 100 0 0 100 50 50 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \xff EI Q"


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256-R5", "AES-256"])
def test_a_document_that_opens_without_a_password_is_read(tmp_path: Path, algorithm: str) -> None:
    assert _read(tmp_path, _encrypted(password="", algorithm=algorithm)) == [_article("El pan sube en Brea.")]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_encrypted(password="x"), "it is encrypted: print it to a new PDF without a password."),
        (_encrypted(password="x", algorithm="AES-256"), "it is encrypted: print it to a new PDF without a password."),
        (_pdf(_lines("(cid:12)(cid:7)(cid:31) (cid:12)(cid:4)")), "its fonts do not tell which letters they draw"),
        (_pdf(b""), "it has no text, only pictures or nothing: run text recognition (OCR) on it first."),
        (_pdf(_PICTURE), "it has no text, only pictures or nothing: run text recognition (OCR) on it first."),
        (b"", "it is damaged (Cannot read an empty file): get it again, or print it anew."),
        (b"El pan sube.", "it is damaged ("),
        (
            _pdf(_lines("El pan sube.")).replace(b"/FlateDecode", b"/FuturePacks"),
            "it is packed in a way that cannot be read (Unsupported filter",
        ),
        (_pdf(_lines("El pan sube."))[:400], "it is damaged ("),
        (_pdf(*[b""] * 501), "it has 501 pages, more than 500: split it."),
    ],
    ids=[
        "password",
        "AES",
        "glyphs",
        "empty",
        "scan",
        "no bytes",
        "no PDF",
        "packed otherwise",
        "cut off",
        "too many pages",
    ],
)
def test_a_document_that_cannot_be_read_says_what_to_do(tmp_path: Path, content: bytes, reason: str) -> None:
    [found] = _read(tmp_path, content)
    assert isinstance(found, str)
    assert found.startswith(reason)


def test_pages_that_are_only_pictures_are_named_beside_the_article(tmp_path: Path) -> None:
    content = _pdf(_PICTURE, _lines("El pan sube en Brea."), b"", _PICTURE)
    assert _read(tmp_path, content) == [
        _article("El pan sube en Brea."),
        "page 1, 4: no text was found, only pictures. Run text recognition (OCR) if it is a scan.",
    ]


def test_a_page_that_is_damaged_is_not_passed_over(tmp_path: Path) -> None:
    content = _pdf(_lines("El pan sube en Brea."), _lines(*["Lo dijo ayer el gremio de panaderos."] * 40))
    second = content.rindex(b"stream\nx") + 60
    broken = content[:second] + b"\xff" * 20 + content[second + 20 :]
    assert "El pan sube" in PdfReader(BytesIO(broken)).pages[0].extract_text()  # pypdf reads on
    [found] = _read(tmp_path, broken)
    assert str(found).startswith("it is damaged (")


def test_a_page_whose_bytes_have_changed_is_not_read(tmp_path: Path) -> None:
    page = _lines("El pan sube un 5 por ciento.")
    changed = zlib.compress(page, 0).replace(b"un 5 por", b"un 9 por")
    content = _pdf(page).replace(
        _stream(zlib.compress(page), "/Filter /FlateDecode"), _stream(changed, "/Filter /FlateDecode")
    )
    assert "un 9 por" in PdfReader(BytesIO(content)).pages[0].extract_text()  # pypdf reads on
    assert _read(tmp_path, content) == ["it is damaged (a checksum is wrong): get it again."]


@pytest.mark.parametrize(
    ("intact", "damaged", "reason"),
    [
        (b"/Resources", b"/Resaurces", "it has no text, only pictures or nothing"),
        (b"/Count 2", b"/Count 3", "it is damaged (of its 3 pages 2 are there): get it again, or print it anew."),
        (b"/MediaBox [0 0 595", b"/MediaBox [0 0 \xff95", "it is damaged ("),
    ],
)
def test_text_that_is_lost_is_missed(tmp_path: Path, intact: bytes, damaged: bytes, reason: str) -> None:
    [found] = _read(tmp_path, _pdf(_lines("El pan sube."), _lines("Lo dijo ayer.")).replace(intact, damaged))
    assert str(found).startswith(reason)


def test_a_stream_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = _pdf(_lines("El pan sube.") + b" " * 21_000_000)
    assert len(bomb) < 50_000
    [found] = _read(tmp_path, bomb)
    assert str(found).startswith("it unpacks to too much (")


def test_a_document_that_draws_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_lines, "_MOST_OPERATIONS", 100)
    content = _pdf(*[_lines(*["El pan sube."] * 20)] * 4)
    assert _read(tmp_path, content) == ["it draws too much: print its text pages to a new PDF."]


def test_a_text_from_right_to_left_is_refused_for_its_order_cannot_be_trusted(tmp_path: Path) -> None:
    font = (
        "/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Type /Encoding /Differences"
        " [65 /afii57415 /afii57416 /afii57417] >> >> >>"
    )
    content = _pdf(_lines("ABC CBA")).replace(b"/Font << /F1 3 0 R >>", font.encode())
    assert _read(tmp_path, content) == [
        "the order of its words, from right to left, cannot be told: export it as .docx, .html or .txt."
    ]

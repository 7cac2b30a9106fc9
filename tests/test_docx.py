"""Word documents become the articles that Word shows: no word lost, none that is deleted or hidden."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.reading import read_articles

_PAN = "El pan sube un cinco por ciento en Brea."
_MORE = "Lo dijo ayer el gremio de panaderos."
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _changed(
    content: bytes, name: str, change: Callable[[bytes], bytes], *, also: dict[str, str] | None = None
) -> bytes:
    """Return the document with one of its parts changed, and others added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
        for part, text in (also or {}).items():
            new.writestr(part, text)
    return stream.getvalue()


def _with_body(xml: str, *, also: dict[str, str] | None = None) -> bytes:
    """Return a document whose body is the XML."""
    content = _saved(docx.Document())
    before = b"<w:body>"
    return _changed(content, "word/document.xml", lambda d: d.replace(before, before + xml.encode()), also=also)


def _p(*runs: str, properties: str = "") -> str:
    return f"<w:p>{properties}{''.join(runs)}</w:p>"


def _r(text: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def _read(folder: Path, content: bytes, name: str = "a.docx") -> list[Article | str]:
    path = folder / "news" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return [
        str(found.result) if isinstance(found.result, ArticleError) else found.result for found in read_articles([path])
    ]


def _article(body: str, **fields: str) -> Article:
    return Article(uri="file:news/a.docx", body=body, **fields)  # type: ignore[arg-type]


# -- headline and properties ------------------------------------------------------------------------------------------


def test_a_report_as_a_newsroom_writes_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "Ana Ruiz"
    document.core_properties.language = "es-ES"
    document.core_properties.title = "Otro título"
    document.add_paragraph("Economía")
    document.add_paragraph("Sube el pan", style="Title")
    document.add_paragraph(_PAN)
    document.add_heading("Las cifras", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Barra", "1,20", "Hogaza", "3,10"], strict=True):
        cell.text = text
    document.add_paragraph("Pan de molde", style="List Bullet")
    document.add_paragraph(_MORE)
    assert _read(tmp_path, _saved(document)) == [
        _article(
            f"Economía\n\n{_PAN}\n\nLas cifras\n\nBarra 1,20\nHogaza 3,10\n\nPan de molde\n\n{_MORE}",
            headline="Sube el pan", byline="Ana Ruiz", language="es",
        )
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("styles", "title", "headline", "body"),
    [
        (["Normal", "Heading 1", "Normal"], "T", "Dos", ["Uno.", "Tres."]),
        (["Heading 3", "Normal", "Heading 3"], "T", "Uno.", ["Dos", "Tres."]),
        (["Normal", "Heading 2", "Normal"], "T", "T", ["Uno.", "Dos", "Tres."]),
        (["Normal", "Normal", "Normal"], "Uno.", "Uno.", ["Dos", "Tres."]),
        (["Normal", "Normal", "Normal"], "", "", ["Uno.", "Dos", "Tres."]),
        (["Normal", "Normal", "Normal"], "Microsoft Word - pan.doc", "", ["Uno.", "Dos", "Tres."]),
        (["Normal", "Normal", "Normal"], "A", "", ["Uno.", "Dos", "Tres."]),  # the file's own name
    ],
)
def test_the_headline_is_a_title_a_heading_or_a_property(
    tmp_path: Path, styles: list[str], title: str, headline: str, body: list[str]
) -> None:
    document = docx.Document()
    document.core_properties.title = title
    for text, style in zip(["Uno.", "Dos", "Tres."], styles, strict=True):
        document.add_paragraph(text, style=style)
    assert _read(tmp_path, _saved(document)) == [_article("\n\n".join(body), headline=headline)]


def test_a_first_line_that_stands_alone_is_the_headline_where_nothing_else_is(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Sube el pan")
    document.add_paragraph(_PAN)
    assert _read(tmp_path, _saved(document)) == [_article(_PAN, headline="Sube el pan")]


def test_a_document_of_one_heading_keeps_it_as_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Sube el pan", 1)
    assert _read(tmp_path, _saved(document)) == [_article("Sube el pan")]


@pytest.mark.parametrize("author", ["python-docx", "Microsoft Office User", ""])
def test_a_program_is_no_author(tmp_path: Path, author: str) -> None:
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph(_PAN)
    assert _read(tmp_path, _saved(document)) == [_article(_PAN)]


# -- what Word shows and what it does not -----------------------------------------------------------------------------

_BOX = f"<w:txbxContent>{_p(_r('Recuadro.'))}</w:txbxContent>"
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


@pytest.mark.parametrize(
    ("xml", "body"),
    [
        (_p(_r("Sube "), f"<w:ins>{_r('mucho ')}</w:ins>", _r("el pan.")), "Sube mucho el pan."),
        (_p(_r("Sube "), "<w:del><w:r><w:delText>poco </w:delText></w:r></w:del>", _r("el pan.")), "Sube el pan."),
        (_p(_r("Uno."), f"<w:moveFrom>{_r('Dos.')}</w:moveFrom>") + _p(f"<w:moveTo>{_r('Dos.')}</w:moveTo>"), "Uno.\n\nDos."),
        (_p(_r("Sube "), properties="<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>") + _p(_r("el pan.")), "Sube el pan."),
        (_p(_r("Sube "), f'<w:hyperlink w:anchor="x">{_r("el pan")}</w:hyperlink>', _r(".")), "Sube el pan."),
        (_p(f'<w:fldSimple w:instr="DATE">{_r("Ayer")}</w:fldSimple>', _r(" subió.")), "Ayer subió."),
        (_p('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>', _r("Pan.")), "Pan."),
        (_p(f"<w:smartTag>{_r('Brea')}</w:smartTag>", _r(" abre.")), "Brea abre."),
        (f"<w:sdt><w:sdtContent>{_p(_r('Un control.'))}</w:sdtContent></w:sdt>", "Un control."),
        (_p(_r("Pan"), f"<w:sdt><w:sdtContent>{_r(' y sal.')}</w:sdtContent></w:sdt>"), "Pan y sal."),
        (
            _p(_r("Pan."), f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{_r('Haga clic.')}</w:sdtContent></w:sdt>"),
            "Pan.",
        ),
        (_p(_r("Pan"), "<w:r><w:br/></w:r>", _r("y sal."), "<w:r><w:tab/></w:r>", _r("Fin.")), "Pan\ny sal. Fin."),
        (_p(_r("Pan."), '<w:r><w:br w:type="page"/></w:r>', _r("Sal.")), "Pan.\nSal."),
        (_p(_r("franco"), "<w:r><w:noBreakHyphen/></w:r>", _r("alemán"), "<w:r><w:softHyphen/></w:r>"), "franco-alemán"),
        (_p(_r("20 "), '<w:r><w:sym w:char="20AC"/></w:r>', '<w:r><w:sym w:char="F0B7"/></w:r>'), "20 €\ufffd"),
        (_p(_r("Pan."), _r(" Secreto.", _HIDDEN)), "Pan."),
        (_p(_r("Pan."), _r(" Visto.", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "Pan. Visto."),
        (_p(_r("Antes."), f"<w:r><w:pict>{_BOX}</w:pict></w:r>", _r(" Sigue.")), "Antes. Sigue.\n\nRecuadro."),
        (
            _p(
                "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
                f"<mc:Choice Requires='wps'>{_BOX}</mc:Choice><mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            ),
            "Recuadro.",
        ),
        (
            _p(
                f"<w:r><w:ruby><w:rubyPr/><w:rt>{_r('とうきょう')}</w:rt><w:rubyBase>{_r('東京')}</w:rubyBase></w:ruby></w:r>"
            ),
            "東京(とうきょう)",
        ),
        (_p('<m:oMath xmlns:m="urn:m"><m:r><m:t>x = 2</m:t></m:r></m:oMath>'), "x = 2"),
    ],
)  # fmt: skip
def test_what_is_seen_is_read_and_what_is_not_is_not(tmp_path: Path, xml: str, body: str) -> None:
    assert _read(tmp_path, _with_body(xml)) == [_article(body)]


def test_text_hidden_by_its_style_is_not_read(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="character" w:styleId="Nota"><w:name w:val="Nota"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Nota"/></w:style>'
        '<w:style w:type="character" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    runs = [_r(f"{name}. ", f'<w:rPr><w:rStyle w:val="{name}"/></w:rPr>') for name in ("Nota", "Sub", "A")]
    content = _changed(
        _with_body(_p(_r("Pan. "), *runs)), "word/styles.xml", lambda d: d.replace(b"</w:styles>", style.encode())
    )
    assert _read(tmp_path, content) == [_article("Pan. A.")]


def test_notes_stand_at_the_end_in_the_order_of_the_text(tmp_path: Path) -> None:
    def notes(kind: str) -> str:
        inner = "".join(
            f'<w:{kind} w:id="{n}">{_p(f"<w:r><w:{kind}Ref/></w:r>", _r(f"{kind} {n}."))}</w:{kind}>' for n in (1, 2, 3)
        )
        return f'<w:{kind}s xmlns:w="{_WORD}">{inner}</w:{kind}s>'

    body = _p(
        _r("Uno"), '<w:r><w:footnoteReference w:id="2"/></w:r>', _r(" dos"), '<w:r><w:endnoteReference w:id="1"/></w:r>',
        _r(" tres"), '<w:r><w:footnoteReference w:id="1"/></w:r>', _r("."),
        '<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del>',
    )  # fmt: skip
    parts = {"word/footnotes.xml": notes("footnote"), "word/endnotes.xml": notes("endnote")}
    relation = (
        '<Relationship Id="f" Type="http://x/footnotes" Target="footnotes.xml"/>'
        '<Relationship Id="e" Type="http://x/endnotes" Target="/word/endnotes.xml"/></Relationships>'
    )
    content = _changed(
        _with_body(body), "word/_rels/document.xml.rels",
        lambda d: d.replace(b"</Relationships>", relation.encode()), also=parts,
    )  # fmt: skip
    assert _read(tmp_path, content) == [_article("Uno dos tres.\n\nfootnote 2.\n\nendnote 1.\n\nfootnote 1.")]


def test_tables_keep_their_rows_and_long_cells_their_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(_PAN)
    table = document.add_table(3, 2)
    for cell, text in zip(table._cells, ["Barra", "1,20", "Uno.\nDos.", "Tres.", "Hogaza", "3,10"], strict=True):
        cell.text = text
    long = table.cell(1, 0)
    long.add_paragraph("Y más.")
    inner = table.cell(2, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "a", "b"
    merged = document.add_table(1, 3)
    merged.cell(0, 0).merge(merged.cell(0, 1)).text = "Ancho"
    merged.cell(0, 2).text = "Fin"
    rows = "\n\nBarra 1,20\n\nUno.\nDos.\n\nY más.\n\nTres.\n\nHogaza\n\n3,10\n\na b\n\nAncho Fin"
    assert _read(tmp_path, _saved(document)) == [_article(_PAN + rows)]


def test_a_deleted_row_is_gone_and_an_inserted_cell_there(tmp_path: Path) -> None:
    def cells(*texts: str) -> str:
        return "".join(f"<w:tc>{_p(_r(text))}</w:tc>" for text in texts)

    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{cells('No', '0')}</w:tr><w:sdt><w:sdtContent><w:tr>{cells('Sí', '1')}</w:tr></w:sdtContent></w:sdt>"
    assert _read(tmp_path, _with_body(f"<w:tbl><w:tblPr/>{rows}</w:tbl>")) == [_article("Sí 1")]


def test_headers_and_comments_are_not_the_articles_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(_PAN)
    document.sections[0].header.paragraphs[0].text = "Borrador 3"
    document.add_comment(paragraph.runs, "¿Seguro?", author="Luis")
    assert _read(tmp_path, _saved(document)) == [_article(_PAN)]


# -- documents that Word opens and python-docx does not ---------------------------------------------------------------


def test_a_link_to_a_picture_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    relation = b'<Relationship Id="n" Type="http://x/image" Target="../NULL"/></Relationships>'
    content = _changed(
        _with_body(_p(_r(_PAN))), "word/_rels/document.xml.rels", lambda d: d.replace(b"</Relationships>", relation)
    )
    with pytest.raises(KeyError):  # why this reader does without python-docx
        docx.Document(io.BytesIO(content))
    assert _read(tmp_path, content) == [_article(_PAN)]


def test_the_strict_kind_of_the_format_is_read(tmp_path: Path) -> None:
    content = _with_body(_p(_r(_PAN)))
    office = b"http://schemas.openxmlformats.org/officeDocument/2006"
    for part in ("word/document.xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        content = _changed(
            content, part,
            lambda d: d.replace(_WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                office, b"http://purl.oclc.org/ooxml/officeDocument"
            ),
        )  # fmt: skip
    assert _read(tmp_path, content) == [_article(_PAN)]


# -- what cannot be read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it has a password or is an old .doc: save it as .docx without a password."),
        (b"", "it is damaged (File is not a zip file): open it in Word and save it again."),
        (_with_body(_p(_r(_PAN)))[:-30], "it is damaged (File is not a zip file): open it in Word and save it again."),
        (_with_body(""), "it has no text: name its column 'body', 'text' or 'content'."),
        (
            _with_body('<w:altChunk r:id="x"/>'),
            "another document is embedded in it: open it in Word and save it again.",
        ),
        (_with_body("<w:p>"), "it is not well-formed XML"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    [found] = _read(tmp_path, content)
    assert str(found).startswith(reason)


def test_a_zip_of_other_things_is_no_document(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", _PAN)
    assert _read(tmp_path, stream.getvalue()) == ["it is no Word document: it has no text part. Save it as .docx."]


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"Brea"'])
def test_entities_are_refused(tmp_path: Path, entity: str) -> None:
    doctype = f"<!DOCTYPE w:document [<!ENTITY e {entity}>]><w:document".encode()
    content = _changed(
        _with_body(_p(_r("En &e;."))), "word/document.xml", lambda d: d.replace(b"<w:document", doctype, 1)
    )
    assert _read(tmp_path, content) == [
        "its XML has a document type, as no office program writes it: open it in Word and save it again."
    ]


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = _with_body(f"<!--{' ' * (1 << 26)}-->{_p(_r(_PAN))}")
    assert len(bomb) < 200_000
    [found] = _read(tmp_path, bomb)
    assert str(found).startswith("its part word/document.xml unpacks to 67,1")


def test_a_part_whose_unpacking_has_no_bound_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/document.xml", "<x/>")
    assert _read(tmp_path, stream.getvalue()) == ["it is packed in a rare way: open it in Word and save it again."]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["pan", "ins", "sdt", "link", "box", "cell", "smart"]), min_size=1, max_size=12))
def test_no_word_is_lost_wherever_it_stands(tmp_path_factory: pytest.TempPathFactory, places: list[str]) -> None:
    def placed(number: int, place: str) -> str:
        run = _r(f" w{number} ")
        return {
            "pan": _p(run), "ins": _p(f"<w:ins>{run}</w:ins>"), "link": _p(f"<w:hyperlink>{run}</w:hyperlink>"),
            "sdt": f"<w:sdt><w:sdtContent>{_p(run)}</w:sdtContent></w:sdt>", "smart": _p(f"<w:smartTag>{run}</w:smartTag>"),
            "box": _p(f"<w:r><w:pict><w:txbxContent>{_p(run)}</w:txbxContent></w:pict></w:r>"),
            "cell": f"<w:tbl><w:tr><w:tc>{_p(run)}</w:tc><w:tc>{_p(_r('x'))}</w:tc></w:tr></w:tbl>",
        }[place]  # fmt: skip

    content = _with_body("".join(placed(n, place) for n, place in enumerate(places)))
    [article] = _read(tmp_path_factory.mktemp("any"), content)
    assert isinstance(article, Article)
    said = f"{article.headline} {article.body}".split()
    assert [word for word in said if word != "x"] == [f"w{n}" for n in range(len(places))]

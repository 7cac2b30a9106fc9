"""Word documents become the articles that Word shows: no word lost, none that is deleted or hidden."""

from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Article
from tests.word_documents import PAN, WORD, article_of, changed, p, r, read, saved, with_body

_MORE = "Lo dijo ayer el gremio de panaderos."


# -- headline and properties ------------------------------------------------------------------------------------------


def test_a_report_as_a_newsroom_writes_it(tmp_path: Path) -> None:
    document = docx.Document()
    document.core_properties.author = "Ana Ruiz"
    document.core_properties.language = "es-ES"
    document.core_properties.title = "Otro título"
    document.add_paragraph("Economía")
    document.add_paragraph("Sube el pan", style="Title")
    document.add_paragraph(PAN)
    document.add_heading("Las cifras", 2)
    table = document.add_table(2, 2)
    for cell, text in zip(table._cells, ["Barra", "1,20", "Hogaza", "3,10"], strict=True):
        cell.text = text
    document.add_paragraph("Pan de molde", style="List Bullet")
    document.add_paragraph(_MORE)
    assert read(tmp_path, saved(document)) == [
        article_of(
            f"Economía\n\n{PAN}\n\nLas cifras\n\nBarra 1,20\nHogaza 3,10\n\nPan de molde\n\n{_MORE}",
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
    assert read(tmp_path, saved(document)) == [article_of("\n\n".join(body), headline=headline)]


def test_a_first_line_that_stands_alone_is_the_headline_where_nothing_else_is(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Sube el pan")
    document.add_paragraph(PAN)
    assert read(tmp_path, saved(document)) == [article_of(PAN, headline="Sube el pan")]


def test_a_document_of_one_heading_keeps_it_as_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Sube el pan", 1)
    assert read(tmp_path, saved(document)) == [article_of("Sube el pan")]


@pytest.mark.parametrize("author", ["python-docx", "Microsoft Office User", ""])
def test_a_program_is_no_author(tmp_path: Path, author: str) -> None:
    document = docx.Document()
    document.core_properties.author = author
    document.add_paragraph(PAN)
    assert read(tmp_path, saved(document)) == [article_of(PAN)]


# -- what Word shows and what it does not -----------------------------------------------------------------------------

_BOX = f"<w:txbxContent>{p(r('Recuadro.'))}</w:txbxContent>"
_HIDDEN = "<w:rPr><w:vanish/></w:rPr>"


@pytest.mark.parametrize(
    ("xml", "body"),
    [
        (p(r("Sube "), f"<w:ins>{r('mucho ')}</w:ins>", r("el pan.")), "Sube mucho el pan."),
        (p(r("Sube "), "<w:del><w:r><w:delText>poco </w:delText></w:r></w:del>", r("el pan.")), "Sube el pan."),
        (p(r("Uno."), f"<w:moveFrom>{r('Dos.')}</w:moveFrom>") + p(f"<w:moveTo>{r('Dos.')}</w:moveTo>"), "Uno.\n\nDos."),
        (p(r("Sube "), properties="<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>") + p(r("el pan.")), "Sube el pan."),
        (p(r("Sube "), f'<w:hyperlink w:anchor="x">{r("el pan")}</w:hyperlink>', r(".")), "Sube el pan."),
        (p(f'<w:fldSimple w:instr="DATE">{r("Ayer")}</w:fldSimple>', r(" subió.")), "Ayer subió."),
        (p('<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>', r("Pan.")), "Pan."),
        (p(f"<w:smartTag>{r('Brea')}</w:smartTag>", r(" abre.")), "Brea abre."),
        (f"<w:sdt><w:sdtContent>{p(r('Un control.'))}</w:sdtContent></w:sdt>", "Un control."),
        (p(r("Pan"), f"<w:sdt><w:sdtContent>{r(' y sal.')}</w:sdtContent></w:sdt>"), "Pan y sal."),
        (
            p(r("Pan."), f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Haga clic.')}</w:sdtContent></w:sdt>"),
            "Pan.",
        ),
        (p(r("Pan"), "<w:r><w:br/></w:r>", r("y sal."), "<w:r><w:tab/></w:r>", r("Fin.")), "Pan\ny sal. Fin."),
        (p(r("Pan."), '<w:r><w:br w:type="page"/></w:r>', r("Sal.")), "Pan.\nSal."),
        (p(r("franco"), "<w:r><w:noBreakHyphen/></w:r>", r("alemán"), "<w:r><w:softHyphen/></w:r>"), "franco-alemán"),
        (p(r("20 "), '<w:r><w:sym w:char="20AC"/></w:r>', '<w:r><w:sym w:char="F0B7"/></w:r>'), "20 €\ufffd"),
        (p(r("Pan."), r(" Secreto.", _HIDDEN)), "Pan."),
        (p(r("Pan."), r(" Visto.", '<w:rPr><w:vanish w:val="0"/></w:rPr>')), "Pan. Visto."),
        (p(r("Antes."), f"<w:r><w:pict>{_BOX}</w:pict></w:r>", r(" Sigue.")), "Antes. Sigue.\n\nRecuadro."),
        (
            p(
                "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
                f"<mc:Choice Requires='wps'>{_BOX}</mc:Choice><mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback>"
                "</mc:AlternateContent></w:r>"
            ),
            "Recuadro.",
        ),
        (
            p(
                f"<w:r><w:ruby><w:rubyPr/><w:rt>{r('とうきょう')}</w:rt><w:rubyBase>{r('東京')}</w:rubyBase></w:ruby></w:r>"
            ),
            "東京(とうきょう)",
        ),
        (p('<m:oMath xmlns:m="urn:m"><m:r><m:t>x = 2</m:t></m:r></m:oMath>'), "x = 2"),
    ],
)  # fmt: skip
def test_what_is_seen_is_read_and_what_is_not_is_not(tmp_path: Path, xml: str, body: str) -> None:
    assert read(tmp_path, with_body(xml)) == [article_of(body)]


def test_text_hidden_by_its_style_is_not_read(tmp_path: Path) -> None:
    style = (
        '<w:style w:type="character" w:styleId="Nota"><w:name w:val="Nota"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="character" w:styleId="Sub"><w:name w:val="Sub"/><w:basedOn w:val="Nota"/></w:style>'
        '<w:style w:type="character" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="character" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    runs = [r(f"{name}. ", f'<w:rPr><w:rStyle w:val="{name}"/></w:rPr>') for name in ("Nota", "Sub", "A")]
    content = changed(
        with_body(p(r("Pan. "), *runs)), "word/styles.xml", lambda d: d.replace(b"</w:styles>", style.encode())
    )
    assert read(tmp_path, content) == [article_of("Pan. A.")]


def test_notes_stand_at_the_end_in_the_order_of_the_text(tmp_path: Path) -> None:
    def notes(kind: str) -> str:
        inner = "".join(
            f'<w:{kind} w:id="{n}">{p(f"<w:r><w:{kind}Ref/></w:r>", r(f"{kind} {n}."))}</w:{kind}>' for n in (1, 2, 3)
        )
        return f'<w:{kind}s xmlns:w="{WORD}">{inner}</w:{kind}s>'

    body = p(
        r("Uno"), '<w:r><w:footnoteReference w:id="2"/></w:r>', r(" dos"), '<w:r><w:endnoteReference w:id="1"/></w:r>',
        r(" tres"), '<w:r><w:footnoteReference w:id="1"/></w:r>', r("."),
        '<w:del><w:r><w:footnoteReference w:id="3"/></w:r></w:del>',
    )  # fmt: skip
    parts = {"word/footnotes.xml": notes("footnote"), "word/endnotes.xml": notes("endnote")}
    relation = (
        '<Relationship Id="f" Type="http://x/footnotes" Target="footnotes.xml"/>'
        '<Relationship Id="e" Type="http://x/endnotes" Target="/word/endnotes.xml"/></Relationships>'
    )
    content = changed(
        with_body(body), "word/_rels/document.xml.rels",
        lambda d: d.replace(b"</Relationships>", relation.encode()), also=parts,
    )  # fmt: skip
    assert read(tmp_path, content) == [article_of("Uno dos tres.\n\nfootnote 2.\n\nendnote 1.\n\nfootnote 1.")]


def test_tables_keep_their_rows_and_long_cells_their_paragraphs(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(PAN)
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
    assert read(tmp_path, saved(document)) == [article_of(PAN + rows)]


def test_a_deleted_row_is_gone_and_an_inserted_cell_there(tmp_path: Path) -> None:
    def cells(*texts: str) -> str:
        return "".join(f"<w:tc>{p(r(text))}</w:tc>" for text in texts)

    rows = f"<w:tr><w:trPr><w:del/></w:trPr>{cells('No', '0')}</w:tr><w:sdt><w:sdtContent><w:tr>{cells('Sí', '1')}</w:tr></w:sdtContent></w:sdt>"
    assert read(tmp_path, with_body(f"<w:tbl><w:tblPr/>{rows}</w:tbl>")) == [article_of("Sí 1")]


def test_headers_and_comments_are_not_the_articles_text(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph(PAN)
    document.sections[0].header.paragraphs[0].text = "Borrador 3"
    document.add_comment(paragraph.runs, "¿Seguro?", author="Luis")
    assert read(tmp_path, saved(document)) == [article_of(PAN)]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["pan", "ins", "sdt", "link", "box", "cell", "smart"]), min_size=1, max_size=12))
def test_no_word_is_lost_wherever_it_stands(tmp_path_factory: pytest.TempPathFactory, places: list[str]) -> None:
    def placed(number: int, place: str) -> str:
        run = r(f" w{number} ")
        return {
            "pan": p(run), "ins": p(f"<w:ins>{run}</w:ins>"), "link": p(f"<w:hyperlink>{run}</w:hyperlink>"),
            "sdt": f"<w:sdt><w:sdtContent>{p(run)}</w:sdtContent></w:sdt>", "smart": p(f"<w:smartTag>{run}</w:smartTag>"),
            "box": p(f"<w:r><w:pict><w:txbxContent>{p(run)}</w:txbxContent></w:pict></w:r>"),
            "cell": f"<w:tbl><w:tr><w:tc>{p(run)}</w:tc><w:tc>{p(r('x'))}</w:tc></w:tr></w:tbl>",
        }[place]  # fmt: skip

    content = with_body("".join(placed(n, place) for n, place in enumerate(places)))
    [article] = read(tmp_path_factory.mktemp("any"), content)
    assert isinstance(article, Article)
    said = f"{article.headline} {article.body}".split()
    assert [word for word in said if word != "x"] == [f"w{n}" for n in range(len(places))]

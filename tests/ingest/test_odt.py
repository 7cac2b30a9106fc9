"""OpenDocument texts become the articles that LibreOffice shows: changes taken, nothing that is hidden or beside the text."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file
from tests.packing import zipped

_NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw", "meta")
)
_DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
_STYLES = (
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="Heading_20_1" style:family="paragraph"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_1"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T2" style:family="text" style:parent-style-name="T1"/>'
    '<style:style style:name="P3" style:family="paragraph"><style:text-properties text:display="none"/></style:style>'
)


def _content(body: str) -> str:
    styles = f"<office:automatic-styles>{_STYLES}</office:automatic-styles>"
    return f"<office:document-content {_NAMESPACES}>{styles}<office:body><office:text>{body}</office:text></office:body></office:document-content>"


def _odt(body: str, **entries: str) -> bytes:
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": _content(body), **entries})


def _read(content: bytes, name: str = "nota.odt") -> list[Article | str]:
    file = SourceFile(Path("/news") / name, f"news/{name}", packed=content)
    return [str(result) if isinstance(result, ArticleError) else result for result in read_file(file)]


def _body(body: str) -> str:
    (article,) = _read(_odt(body))
    assert isinstance(article, Article), article
    return f"{article.headline}\n\n{article.body}".strip()


def test_a_report_as_a_newsroom_writes_it() -> None:
    common = '<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"/><style:style style:name="Title" style:family="paragraph"/>'
    meta = f"<office:document-meta {_NAMESPACES} {_DC}><office:meta><dc:title>Otro</dc:title><dc:creator>Otra</dc:creator><meta:initial-creator>Ana Ruiz</meta:initial-creator><dc:language>es-ES</dc:language><meta:creation-date>2025-03-04</meta:creation-date></office:meta></office:document-meta>"
    body = (
        '<text:sequence-decls/><text:p>Economía</text:p><text:p text:style-name="P1">Vuelve el ferri</text:p>'
        "<text:p>El ferri vuelve<text:s text:c='2'/>en\n mayo.<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>Según el puerto.</text:p></text:note-body></text:note></text:p>"
        '<text:h text:outline-level="2">Los precios</text:h>'
        "<table:table><table:table-column/><table:table-header-rows><table:table-row><table:table-cell><text:p>Adulto</text:p></table:table-cell>"
        "<table:table-cell><text:p>1,20</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>Niño</text:p></table:table-cell><table:table-cell><text:p>0,60</text:p></table:table-cell></table:table-row></table:table>"
        "<text:list><text:list-item><text:p>Sin perros</text:p></text:list-item></text:list>"
    )
    styles = f"<office:document-styles {_NAMESPACES}><office:styles>{common}</office:styles></office:document-styles>"
    assert _read(_odt(body, **{"meta.xml": meta, "styles.xml": styles})) == [
        Article(
            uri="file:news/nota.odt",
            headline="Vuelve el ferri",
            body="Economía\n\nEl ferri vuelve en mayo.\n\nLos precios\n\nAdulto 1,20\nNiño 0,60\n\nSin perros\n\nSegún el puerto.",
            byline="Ana Ruiz",
            language="es",
        )
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:tracked-changes><text:changed-region><text:deletion><text:p>borrado</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>uno<text:change text:change-id='c'/> dos</text:p>", "uno dos"),
        ("<text:p>uno<text:change-start/> nuevo<text:change-end/></text:p>", "uno nuevo"),
        ("<text:p>uno<office:annotation><text:p>nota</text:p></office:annotation> dos</text:p>", "uno dos"),
        ('<text:p>uno <text:span text:style-name="T1">oculto</text:span>dos</text:p>', "uno dos"),
        ('<text:p>uno <text:span text:style-name="T2">oculto</text:span>dos</text:p>', "uno dos"),
        ('<text:p text:style-name="P3">oculto</text:p><text:p>uno</text:p>', "uno"),
        ('<text:section text:display="none"><text:p>oculto</text:p></text:section><text:section><text:p>uno</text:p></text:section>', "uno"),
        ("<text:p>uno<text:hidden-text>oculto</text:hidden-text></text:p>", "uno"),
        ("<text:p>uno<text:placeholder>&lt;nombre&gt;</text:placeholder></text:p>", "uno"),
        ("<text:table-of-content><text:index-body><text:p>Índice 1</text:p></text:index-body></text:table-of-content><text:p>uno</text:p>", "uno"),
        ("<text:p>uno<draw:frame><draw:text-box><text:p>caja</text:p></draw:text-box></draw:frame> dos</text:p>", "uno dos\n\ncaja"),
        ("<text:p>uno<draw:frame><draw:text-box><text:p>caja<draw:frame><draw:text-box><text:p>otra</text:p></draw:text-box></draw:frame></text:p></draw:text-box></draw:frame></text:p>", "uno\n\ncaja\n\notra"),
        ("<text:p>uno<draw:custom-shape><text:p>forma</text:p></draw:custom-shape></text:p>", "uno\n\nforma"),
        ('<text:p>Puerto</text:p><text:p text:style-name="P2">Uno</text:p><text:p>dos</text:p>', "Uno\n\nPuerto\n\ndos"),
        ("<text:p>uno<draw:frame><draw:image/><svg:desc xmlns:svg='s'>foto</svg:desc></draw:frame> dos</text:p>", "uno dos"),
        ("<text:p>uno<text:line-break/>dos<text:tab/>tres</text:p>", "uno\ndos tres"),
        ("<text:p><text:ruby><text:ruby-base>日</text:ruby-base><text:ruby-text>にち</text:ruby-text></text:ruby></text:p>", "日(にち)"),
        ('<text:p>uno <text:a>dos</text:a><text:bookmark text:name="b"/> tres</text:p>', "uno dos tres"),
        ('<text:h text:outline-level="1">Uno</text:h><text:p>dos</text:p>', "Uno\n\ndos"),
    ],
)  # fmt: skip
def test_what_is_shown_and_what_is_not(body: str, text: str) -> None:
    assert _body(body) == text


def test_a_flat_document_is_read_like_a_packed_one() -> None:
    flat = _content("<text:p>El ferri vuelve en mayo.</text:p>").replace("document-content", "document").encode()
    (article,) = _read(flat, "nota.fodt")
    assert isinstance(article, Article) and article.body == "El ferri vuelve en mayo."


def test_a_document_with_a_password_or_without_a_text_is_refused() -> None:
    manifest = {"META-INF/manifest.xml": "<m><e><manifest:encryption-data xmlns:manifest='m'/></e></m>"}
    assert _read(_odt("<text:p>x</text:p>", **manifest)) == ["it has a password: save it without one."]
    sheet = _content("").replace("office:text", "office:spreadsheet")
    assert _read(zipped({"content.xml": sheet})) == [
        "it is no OpenDocument text: open it in its program and save it as .odt."
    ]
    assert _read(_odt("<text:p/>")) == ["it has no text."]


def test_a_damaged_document_says_so() -> None:
    whole = _odt("<text:p>El ferri vuelve en mayo.</text:p>")
    (error,) = _read(whole[: len(whole) // 2])
    assert str(error).startswith("it is damaged (")


def test_entities_and_bombs_are_not_unpacked() -> None:
    entity = f'<!DOCTYPE x [<!ENTITY a "aaaa">]>{_content("<text:p>&a;</text:p>")}'
    (error,) = _read(zipped({"content.xml": entity}))
    assert str(error).startswith("its XML has a document type")
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", b" " * (1 << 27))
    (error,) = _read(packed.getvalue())
    assert error == "its part content.xml unpacks to 134,217,728 bytes: split the document."

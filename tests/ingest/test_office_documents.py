"""OpenDocument and Rich Text give what their readers see on the page, word for word, and nothing that is hidden or deleted."""

from pathlib import Path

import pytest

from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import zipped

tmp_path = pytest.fixture(known_folder)

_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
)
_STYLES = (
    '<style:style style:name="P1" style:parent-style-name="Title"/><style:style style:name="Title"/>'
    '<style:style style:name="T9"><style:text-properties text:display="none"/></style:style>'
)


def _content(text: str) -> str:
    return (
        f"<office:document-content {_SPACES}><office:automatic-styles>{_STYLES}</office:automatic-styles>"
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )


_META = (
    f"<office:document-meta {_SPACES}><office:meta><dc:title>Ferry notes</dc:title><meta:initial-creator>Ada Holm</meta:initial-creator>"
    "<dc:creator>Someone Else</dc:creator><dc:language>en-GB</dc:language></office:meta></office:document-meta>"
)


def _odt(text: str) -> bytes:
    return zipped({"content.xml": _content(text), "meta.xml": _META})


def test_an_opendocument_text_is_an_article_with_its_title_author_and_language(tmp_path: Path) -> None:
    text = '<text:p text:style-name="P1">Ferry returns</text:p><text:p>It sails on Monday.</text:p>'
    [article] = articles_in(write(tmp_path, "a.odt", _odt(text)))
    assert (article.headline, article.body, article.byline, article.language) == (
        "Ferry returns",
        "It sails on Monday.",
        "Ada Holm",
        "en",
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ('<text:p>It<text:s text:c="3"/>sails<text:tab/>on<text:line-break/>Monday.</text:p>', "It sails on\nMonday."),
        (
            '<text:tracked-changes><text:changed-region><text:deletion><text:p>Tuesday</text:p></text:deletion></text:changed-region>'
            '</text:tracked-changes><text:p>It sails on <text:change-start/>Monday<text:change-end/>.</text:p>',
            "It sails on Monday.",
        ),
        ('<text:p>It sails<text:span text:style-name="T9"> secretly</text:span> today.</text:p>', "It sails today."),
        ('<text:p>It <office:annotation><text:p>check!</text:p></office:annotation>sails.</text:p>', "It sails."),
        (
            "<text:p>It sails<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Weather allowing."
            "</text:p></text:note-body></text:note> today.</text:p>",
            "It sails today.\n\nWeather allowing.",
        ),
        (
            "<table:table><table:table-row><table:table-cell><text:p>Monday</text:p></table:table-cell><table:table-cell>"
            "<text:p>9.30</text:p></table:table-cell></table:table-row></table:table>",
            "Monday 9.30",
        ),
        ("<text:p>It sails.<draw:frame><draw:text-box><text:p>In a box.</text:p></draw:text-box></draw:frame></text:p>", "It sails.\n\nIn a box."),
        ('<text:section text:display="none"><text:p>Hidden.</text:p></text:section><text:p>Seen.</text:p>', "Seen."),
        ("<text:table-of-content><text:index-body><text:p>Ferry 1</text:p></text:index-body></text:table-of-content><text:p>Seen.</text:p>", "Seen."),
        ("<text:list><text:list-item><text:p>One.</text:p></text:list-item></text:list><text:p>Two.</text:p>", "One.\n\nTwo."),
    ],
)  # fmt: skip
def test_an_opendocument_text_is_read_as_it_is_seen(tmp_path: Path, text: str, body: str) -> None:
    [packed] = articles_in(write(tmp_path, "a.odt", zipped({"content.xml": _content(text)})))
    flat = _content(text).replace("document-content", "document")
    [single] = articles_in(write(tmp_path, "b.fodt", flat))
    assert (packed.body, single.body) == (body, body)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK", "it is damaged (File is not a zip file): open it in its program and save it again."),
        (zipped({"a.xml": "<a/>"}), "it is no OpenDocument text: open it in its program and save it as .odt."),
        (
            zipped({"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>", "content.xml": b"\x01\x02"}),
            "it has a password: save it without one.",
        ),
        (_odt("<text:p/>"), "it has no text."),
    ],
)
def test_an_opendocument_text_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    assert errors_in(write(tmp_path, "a.odt", content)) == [("news/a.odt", reason)]


def _rtf(body: str, *, before: str = r"\ansi\ansicpg1252\deff0") -> bytes:
    return f"{{\\rtf1{before} {body}}}".encode("latin-1")


def test_a_rich_text_is_an_article_with_its_headline_and_author(tmp_path: Path) -> None:
    styles = r"{\stylesheet{\s0 Normal;}{\s3 Title;}}{\info{\title Ferry notes}{\author Ada Holm}{\operator x}}"
    body = rf"{styles}\pard Today.\par\pard\s3 Ferry returns\par\pard It sails on Monday.\par"
    [article] = articles_in(write(tmp_path, "a.rtf", _rtf(body)))
    assert (article.headline, article.body, article.byline) == (
        "Ferry returns",
        "Today.\n\nIt sails on Monday.",
        "Ada Holm",
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Caf\'e9 \'93cerrado\'94.", "Café “cerrado”."),
        (r"Caf\u233?s y \u8364?5.", "Cafés y €5."),
        (r"\uc2 Caf\u233\'c3\'a9s.", "Cafés."),
        (r"\u-10179?\u-8704? sube.", "😀 sube."),
        (r"{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}{\f1 \'cc\'e8\'f0} caf\'e9.", "Мир café."),
        (r"{\fonttbl{\f1\fcharset128 MS;}}{\f1 \'93\'8c\'8b\'9e}.", "東京."),
        (r"Se ve {\v oculto }esto{\deleted  y no esto}.", "Se ve esto."),
        (r"Se ve \v oculto\v0 todo.", "Se ve todo."),
        (r"Sale el lunes{\footnote \chftn Si el tiempo lo permite.} a las nueve.", "Sale el lunes a las nueve.\n\nSi el tiempo lo permite."),
        (r"{\header Página 3}{\footer pie}Sale.", "Sale."),
        (r"{\field{\*\fldinst HYPERLINK https://a.example}{\fldrslt El horario}}.", "El horario."),
        (r"{\*\shppict{\pict\pngblip 89504e47}}Sale.", "Sale."),
        (r"{\shp{\*\shpinst{\sp{\sn shapeType}{\sv 202}}{\shptxt En un recuadro.\par}}}Sale.", "Sale.\n\nEn un recuadro."),
        (r"\trowd Lunes\cell 9.30\cell\row\trowd Martes\cell 9.40\cell\row\pard Fin.", "Lunes 9.30\nMartes 9.40\n\nFin."),
        (r"Un\~billete, bien\_venido, opcio\-nal, \{llaves\}\line y otra.", "Un billete, bien-venido, opcional, {llaves}\ny otra."),
        (r"{\bin5 }}}}}}Sale.", "Sale."),
    ],
)  # fmt: skip
def test_a_rich_text_is_read_as_it_is_seen(tmp_path: Path, body: str, text: str) -> None:
    [article] = articles_in(write(tmp_path, "a.rtf", _rtf(body)))
    assert article.body == text


def test_a_rich_texts_own_code_page_holds(tmp_path: Path) -> None:
    content = _rtf(r"\'c8esk\'fd \'e8as.", before=r"\ansi\ansicpg1250")
    assert [a.body for a in articles_in(write(tmp_path, "a.rtf", content))] == ["Český čas."]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"Hello", "it is no Rich Text: open it in its program and save it as .rtf or .docx."),
        (_rtf(""), "it has no text."),
    ],
)
def test_a_rich_text_that_cannot_be_used_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    assert errors_in(write(tmp_path, "a.rtf", content)) == [("news/a.rtf", reason)]

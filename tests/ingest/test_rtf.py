"""RTF documents become the articles that a word processor shows: in any code page, without what is hidden or set on each page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_text
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file

_STYLES = r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s15 Title;}{\*\cs10 Default Paragraph Font;}}"


def _rtf(body: str, *, head: str = r"\ansicpg1252") -> bytes:
    return rf"{{\rtf1\ansi{head}\deff0 {body}}}".encode("latin-1")


def _read(content: bytes) -> list[Article | str]:
    file = SourceFile(Path("/news/nota.rtf"), "news/nota.rtf", packed=content)
    return [str(result) if isinstance(result, ArticleError) else result for result in read_file(file)]


def _body(content: bytes) -> str:
    (article,) = _read(content)
    assert isinstance(article, Article), article
    return f"{article.headline}\n\n{article.body}".strip()


def test_a_report_as_a_word_processor_writes_it() -> None:
    body = (
        _STYLES + r"{\info{\title Otro t\'edtulo}{\author Ana Ruiz}}{\header El Faro de Tern \chpgn\par}"
        r"\pard\plain Econom\'eda\par\pard\plain\s15 Vuelve el ferri\par"
        r"\pard\plain El ferri vuelve en mayo.{\footnote Seg\'fan el puerto.}\par\pard\plain\s1 Los precios\par"
        r"\trowd\pard\intbl Adulto\cell 1,20\cell\row\trowd\pard\intbl Ni\'f1o\cell 0,60\cell\row\pard Fin.\par"
    )
    assert _read(_rtf(body)) == [
        Article(
            uri="file:news/nota.rtf",
            headline="Vuelve el ferri",
            body="Economía\n\nEl ferri vuelve en mayo.\n\nLos precios\n\nAdulto 1,20\nNiño 0,60\n\nFin.\n\nSegún el puerto.",
            byline="Ana Ruiz",
        )
    ]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"uno{\v  oculto} dos", "uno dos"),
        (r"uno\v  oculto\v0  dos", "uno dos"),
        (r"uno{\deleted  borrado} dos", "uno dos"),
        (r"uno{\revised  nuevo} dos", "uno nuevo dos"),
        (r"uno{\*\atnid A}{\*\annotation comentario} dos", "uno dos"),
        (r"uno{\super\chftn}{\*\footnote\chftn Nota.} dos", "uno dos\n\nNota."),
        (r"uno{\xe{\v indice}} dos", "uno dos"),
        (r"uno{\pict\wmetafile8 0102ff} dos", "uno dos"),
        (r"uno{\pict\bin4 }{}\} dos", "uno dos"),
        (r'uno {\field{\*\fldinst HYPERLINK "https://faro.example/"}{\fldrslt dos}}', "uno dos"),
        (r"{\listtext 1.\tab}uno", "uno"),
        (r"{\*\unbekannt nada}uno", "uno"),
        (r"uno{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard caja\par}}{\shprslt caja}} dos", "uno dos\n\ncaja"),
        (r"{\upr{d?s}{\*\ud{d\u243 os}}}", "dós"),
        (r"uno\line dos\tab tres", "uno\ndos tres"),
        (r"uno\~dos co\-sa", "uno dos cosa"),
        ("uno\r\n dos", "uno dos"),
        (r"\{uno\} \\ dos", r"{uno} \ dos"),
        (r"\ldblquote uno\rdblquote\emdash dos", "“uno”—dos"),
    ],
)
def test_what_is_shown_and_what_is_not(body: str, text: str) -> None:
    assert _body(_rtf(body + r"\par")) == text


@pytest.mark.parametrize(
    ("head", "body", "text"),
    [
        (r"\ansicpg1251", r"\'cf\'e0\'f0\'ee\'ec", "Паром"),
        (r"\ansicpg1250", r"\'9c\'b9", "śą"),
        (
            r"\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}",
            r"\'e9 \f1 \'ef\f0  \'e9{\f1 \'ef}\'e9",
            "é п éпé",
        ),
        (r"\ansicpg932", r"\'93\'fa\'96\'7b", "日本"),
        (r"\ansicpg932", r"\'83\'41\'83A", "アア"),  # the second byte may stand as it is
        (r"\ansicpg936{\fonttbl{\f0\fcharset134 A;}}", r"\'b2\'e2\'ca\'d4", "测试"),
        (r"\ansicpg65001", "\u00c3\u00a9", "é"),
        (r"\mac", r"\'8e", "é"),
        ("", r"\'e9", "é"),
        (r"\ansicpg99999", r"\'e9", "é"),
        (r"\ansicpg1252", r"\u8217?\u8217\'92", "’’"),
        (r"\ansicpg1252", r"{\uc2\u22810\'c4\'e3}\u233?{\uc0\u233}x", "多ééx"),
        (r"\ansicpg1252", r"\u-10179?\u-8704?", "😀"),
        (r"\ansicpg1252{\fonttbl{\f0\fcharset2 Symbol;}}", r"\f0 a\'b7", "��"),  # only its font knows
        (r"\ansicpg1252", r"\u-3913?\u-3920?", "•�"),
    ],
)
def test_each_code_page_gives_its_letters(head: str, body: str, text: str) -> None:
    assert _body(_rtf(body + r"\par", head=head)) == text


@given(
    st.lists(st.text(alphabet=st.characters(categories=["L", "N"]), min_size=1, max_size=12), min_size=1, max_size=5)
)
def test_every_letter_of_unicode_comes_back(words: list[str]) -> None:
    units = [word.encode("utf-16-le") for word in words]
    numbers = [
        [int.from_bytes(unit[i : i + 2], "little", signed=True) for i in range(0, len(unit), 2)] for unit in units
    ]
    body = r"\par ".join("".join(rf"\u{number}?" for number in word) for word in numbers)
    paragraphs = _body(_rtf("x" + body)).split("\n\n")
    assert paragraphs == [clean_text(word) for word in (f"x{words[0]}", *words[1:])]


def test_what_breaks_off_is_stored_and_told() -> None:
    article, error = _read(_rtf(r"El ferri vuelve en mayo.\par")[:-1])
    assert isinstance(article, Article) and article.body == "El ferri vuelve en mayo."
    assert error == "the document breaks off, so its text may not be whole: save it again."


@pytest.mark.parametrize("content", [b"El ferri vuelve.", b"\xd0\xcf\x11\xe0" * 20, b"", b"<html></html>"])
def test_what_is_no_rtf_is_refused(content: bytes) -> None:
    assert _read(content) == ["it is no Rich Text: open it in its program and save it as .rtf or .docx."]


def test_a_document_without_text_says_so() -> None:
    assert _read(_rtf(r"{\pict 01}")) == ["it has no text."]


def test_many_groups_within_groups_are_read(tmp_path: Path) -> None:
    assert _body(_rtf("{" * 200_000 + "uno" + "}" * 200_000)) == "uno"

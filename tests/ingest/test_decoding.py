"""Bytes become the text that was meant, or the text with marks for what could not be read, or an error; never other letters."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.decoding import decode
from ingest.finding.source_file import SourceFile
from ingest.parsing.xml_file import parse_xml
from ingest.pipeline import preview
from ingest.readers import html

_SPANISH = "La señora Núñez prometió que el café será un museo, según contó su dueño, y añadió: «Mañana también»."
_FRENCH = "Le maire a déclaré que l’île était fermée ; « c’était prévu », répète-t-il, dès l’été."
_GERMAN = "Die Fähre kehrt zurück, sagte der Bürgermeister; „schön“, fügte er hinzu, die Größe genüge."
_RUSSIAN = "Паром вернётся в мае, сказал вчера мэр города и добавил, что цена останется прежней для всех жителей."
_JAPANESE = "港の渡し船は五月に再開すると市の委員会が火曜日に発表した。島の住民は一年間漁船を借りていた。"
_CHINESE = "渡轮将于五月恢复航行，港务局周二表示，岛上的居民过去一年只能租用渔船。"
_KOREAN = "항구 위원회는 화요일에 여객선이 오월에 다시 운항할 것이라고 밝혔다."


@pytest.mark.parametrize("text", [_SPANISH, _FRENCH, _GERMAN, _RUSSIAN, _JAPANESE, _CHINESE, _KOREAN])
@pytest.mark.parametrize("byte", [b"\xe9", b"\x92", b"\xff", b"\xf3 "])
def test_one_stray_byte_is_a_mark_and_the_rest_stays(text: str, byte: bytes) -> None:
    half = len(text) // 2
    stray = text[:half].encode() + b" " + byte + b" " + text[half:].encode()
    assert decode(stray).replace("\ufffd", "").split() == f"{text[:half]}   {text[half:]}".split()
    assert decode(stray).count("\ufffd") == 1


@pytest.mark.parametrize("text", [_SPANISH, _FRENCH, _GERMAN, _RUSSIAN, _JAPANESE])
def test_utf_8_that_breaks_off_within_a_character_ends_with_a_mark(text: str) -> None:
    assert decode(text.encode() + "é".encode()[:1]) == text + "\ufffd"
    assert decode(text.encode() + "“".encode()[:2]) == text + "\ufffd"


def test_a_quotation_mark_that_breaks_off_tells_utf_8_by_itself() -> None:
    assert decode(b"He said: \xe2\x80") == "He said: \ufffd"


@pytest.mark.parametrize(
    "text",
    [
        "Café",
        "Olé",
        "«CAFÉ»",
        "Año nuevo",
        "José",
        "naïve",
        "It’s over",
        "10 €",
        "»Fuß«",
        "São João",
        _SPANISH,
        _FRENCH,
        _GERMAN,
    ],
)
def test_windows_1252_stays_what_it_is_however_short(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_what_is_half_utf_8_and_half_windows_1252_is_never_read_as_other_letters() -> None:
    half = _SPANISH.encode("cp1252") + b"\n" + "Ramón".encode()
    with pytest.raises(ArticleError, match="a part of it is UTF-8 and a part is not"):
        decode(half)
    assert "Ã" not in decode(_SPANISH.encode() + b"\n" + _SPANISH[:20].encode("cp1252"))


def test_garbled_text_that_somebody_stored_as_utf_8_is_not_ours_to_mend() -> None:
    assert decode("CafÃ© con Ã±".encode()) == "CafÃ© con Ã±"


def test_a_mark_of_utf_8_makes_a_stray_byte_a_mark_too() -> None:
    assert decode(b"\xef\xbb\xbfThe board said so: Jos\xe9 Luis.") == "The board said so: Jos\ufffd Luis."


@pytest.mark.parametrize(
    ("text", "codec", "names"),
    [
        (_JAPANESE, "cp932", ["Shift_JIS", "x-sjis", "windows-31j"]),
        (_JAPANESE, "euc_jp", ["EUC-JP"]),
        (_CHINESE, "gb18030", ["GB2312", "gbk", "gb18030"]),
        (_CHINESE, "big5hkscs", ["Big5", "big5-hkscs"]),
        (_KOREAN, "cp949", ["EUC-KR", "ks_c_5601-1987"]),
        (_RUSSIAN, "cp1251", ["windows-1251", "cp1251", "Windows-1251 "]),
        (_RUSSIAN, "koi8_r", ["KOI8-R"]),
        (_RUSSIAN, "iso8859_5", ["ISO-8859-5"]),
        (_SPANISH, "cp1252", ["ISO-8859-1", "latin1", "us-ascii"]),
        ("Łódź ogłosiła, że prom wróci w maju", "iso8859_2", ["iso-8859-2"]),
        ("Şehir meclisi vapurun mayısta döneceğini söyledi", "cp1254", ["iso-8859-9"]),
        ("เรือจะกลับมาในเดือนพฤษภาคม", "cp874", ["tis-620", "windows-874"]),
    ],
)
def test_a_declared_encoding_is_taken_by_any_of_its_names(text: str, codec: str, names: list[str]) -> None:
    text = text.encode(codec, "ignore").decode(codec)
    assert {decode(text.encode(codec), declared=["", "no-such", name]) for name in names} == {text}


@pytest.mark.parametrize(("text", "codec", "name"), [(_JAPANESE, "euc_jp", "EUC-JP"), (_KOREAN, "cp949", "EUC-KR")])
def test_a_stray_byte_in_a_declared_encoding_is_a_mark_too(text: str, codec: str, name: str) -> None:
    assert (
        decode(text.encode(codec) + b"\xff\xff\n" + text.encode(codec), declared=[name]).replace("\ufffd", "")
        == f"{text}\n{text}"
    )


@pytest.mark.parametrize(
    "declared", ["Shift_JIS", "GB2312", "EUC-KR", "Big5", "windows-1251", "koi8-r", "punycode", "hex", "utf-16"]
)
@pytest.mark.parametrize("text", [_SPANISH, _GERMAN, "Café"])
def test_a_declared_encoding_that_makes_no_words_is_not_believed(declared: str, text: str) -> None:
    assert decode(text.encode("cp1252"), declared=[declared]) == text
    assert decode(text.encode(), declared=[declared]) == text


def test_russian_that_is_declared_as_latin_1_is_not_believed() -> None:
    assert decode(_RUSSIAN.encode("cp1251"), declared=["iso-8859-1"]) == _RUSSIAN


def test_iso_2022_jp_is_known_by_its_shifts() -> None:
    assert decode(_JAPANESE.encode("iso2022_jp")) == _JAPANESE


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("iso-8859-1", "utf-8"),
        ("iso-8859-1", "latin-1"),
        ("utf-8", "latin-1"),
        ("utf-8", "utf-8"),
        ("utf-16", "utf-16"),
    ],
)
def test_xml_is_what_its_bytes_are_whatever_it_declares(declared: str, codec: str) -> None:
    root = parse_xml(f"<?xml version='1.0' encoding='{declared}'?><p>Mañana abre el café</p>".encode(codec))
    assert root.text == "Mañana abre el café"


def test_a_stray_byte_in_xml_is_a_mark() -> None:
    assert parse_xml("<p>Mañana abre el café de ".encode() + b"Jos\xe9</p>").text == "Mañana abre el café de Jos\ufffd"


@given(
    st.text(alphabet="áéñçßøЖдвな港한 .a", min_size=4, max_size=60), st.sampled_from([b"\xe9", b"\xff", b"\xe2\x80"])
)
def test_utf_8_with_one_damage_keeps_every_letter_or_is_refused(text: str, damage: bytes) -> None:
    with contextlib.suppress(ArticleError):  # too little of it to tell
        kept = decode((text + ".").encode() + damage + b".").replace("\ufffd", "")
        assert kept == f"{text}.." or sum(not c.isascii() for c in text) < 3


_HTML = "<!DOCTYPE html><html lang='ja'><head>{head}<title>港の渡し船、五月に再開へ</title></head><body><h1>港の渡し船、五月に再開へ</h1><p>{text}</p></body></html>"


@pytest.mark.parametrize("codec", ["shift_jis", "euc_jp", "iso2022_jp"])
@pytest.mark.parametrize(
    "head",
    ["<meta charset={0}>", "<meta charset='{0}'/>", '<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={0}">',
     "<!-- <meta charset='koi8-r'> --><meta name=x><meta content='text/html;charset={0}' http-equiv=content-type>"],
)  # fmt: skip
def test_a_saved_page_is_read_by_the_charset_that_it_names(head: str, codec: str) -> None:
    name = {"shift_jis": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}[codec]
    content = _HTML.format(head=head.format(name), text=_JAPANESE).encode(codec)
    [article] = html.read(SourceFile(Path("a.html"), "a.html", packed=content))
    assert isinstance(article, Article)
    assert article.headline == "港の渡し船、五月に再開へ"
    assert article.body.endswith(_JAPANESE)


def test_a_text_with_marks_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(_SPANISH.encode() + b"\nJos\xe9.")
    (tmp_path / "b.txt").write_text(_SPANISH, "utf-8")
    [note] = preview([tmp_path], None).notes
    assert note.startswith("A new text holds bytes that could not be read, and show \ufffd for them, as in file:")
    assert "a.txt: save it as UTF-8." in note

"""A Word document that python-docx cannot open is read where Word opens it, and what cannot be read says why."""

import io
import zipfile
from pathlib import Path

import docx
import pytest

from tests.word_documents import PAN, WORD, article_of, changed, p, r, read, with_body

# -- documents that Word opens and python-docx does not ---------------------------------------------------------------


def test_a_link_to_a_picture_that_is_not_there_costs_nothing(tmp_path: Path) -> None:
    relation = b'<Relationship Id="n" Type="http://x/image" Target="../NULL"/></Relationships>'
    content = changed(
        with_body(p(r(PAN))), "word/_rels/document.xml.rels", lambda d: d.replace(b"</Relationships>", relation)
    )
    with pytest.raises(KeyError):  # why this reader does without python-docx
        docx.Document(io.BytesIO(content))
    assert read(tmp_path, content) == [article_of(PAN)]


def test_the_strict_kind_of_the_format_is_read(tmp_path: Path) -> None:
    content = with_body(p(r(PAN)))
    office = b"http://schemas.openxmlformats.org/officeDocument/2006"
    for part in ("word/document.xml", "_rels/.rels", "word/_rels/document.xml.rels"):
        content = changed(
            content, part,
            lambda d: d.replace(WORD.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main").replace(
                office, b"http://purl.oclc.org/ooxml/officeDocument"
            ),
        )  # fmt: skip
    assert read(tmp_path, content) == [article_of(PAN)]


# -- what cannot be read ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "it has a password or is an old .doc: save it as .docx without a password."),
        (b"", "it is damaged (File is not a zip file): open it in its program and save it again."),
        (
            with_body(p(r(PAN)))[:-30],
            "it is damaged (File is not a zip file): open it in its program and save it again.",
        ),
        (with_body(""), "it has no text."),
        (
            with_body('<w:altChunk r:id="x"/>'),
            "another document is embedded in it: open it in Word and save it again.",
        ),
        (with_body("<w:p>"), "it is not well-formed XML"),
    ],
)
def test_a_document_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, reason: str) -> None:
    [found] = read(tmp_path, content)
    assert str(found).startswith(reason)


def test_a_zip_of_other_things_is_no_document(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", PAN)
    assert read(tmp_path, stream.getvalue()) == ["it is no Word document: it has no text part. Save it as .docx."]


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"Brea"'])
def test_entities_are_refused(tmp_path: Path, entity: str) -> None:
    doctype = f"<!DOCTYPE w:document [<!ENTITY e {entity}>]><w:document".encode()
    content = changed(with_body(p(r("En &e;."))), "word/document.xml", lambda d: d.replace(b"<w:document", doctype, 1))
    assert read(tmp_path, content) == [
        "its XML has a document type, as no office program writes it: open it in its program and save it again."
    ]


def test_a_part_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    bomb = with_body(f"<!--{' ' * (1 << 26)}-->{p(r(PAN))}")
    assert len(bomb) < 200_000
    [found] = read(tmp_path, bomb)
    assert str(found).startswith("its part word/document.xml unpacks to 67,1")


def test_a_part_whose_unpacking_has_no_bound_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as package:
        package.writestr("word/document.xml", "<x/>")
    assert read(tmp_path, stream.getvalue()) == [
        "it is packed in a rare way: open it in its program and save it again."
    ]

"""Files in .gz, .zip, .tar, .tar.gz and .tgz become the articles that they would be in a folder, whatever their names."""

import gzip
import io
import json
import tarfile
import zipfile
from pathlib import Path

import pytest

from archive.records import Article
from ingest.reading import READERS, read_articles
from tests.packing import FERIA, KINDS, PAN, entries_of, found_in, tarred, write, zipped

# -- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_entries_are_named_by_their_package_and_their_place_in_it(tmp_path: Path, name: str, pack: type) -> None:
    content = pack({"2024/pan.txt": PAN, "feria.json": json.dumps([{"title": "Feria", "text": FERIA}])})
    path = write(tmp_path, name, content)
    assert found_in(path) == [
        Article(uri=f"file:news/{name}/2024/pan.txt", body=PAN),
        Article(uri=f"file:news/{name}/feria.json#1", headline="Feria", body=FERIA),
    ]
    assert {found.source for found in read_articles([path])} == {str(path)}


def test_a_file_packed_alone_keeps_all_of_its_name(tmp_path: Path) -> None:
    write(tmp_path, "a.json", json.dumps({"text": PAN}).encode())
    write(tmp_path, "a.json.gz", gzip.compress(json.dumps({"text": FERIA}).encode()))
    assert found_in(tmp_path / "news") == [
        Article(uri="file:news/a.json", body=PAN),
        Article(uri="file:news/a.json.gz/a.json", body=FERIA),
    ]


def test_several_gzip_members_are_one_file(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) + "\n" for text in (PAN, FERIA)]
    path = write(tmp_path, "a.jsonl.gz", b"".join(gzip.compress(line.encode()) for line in lines))
    assert found_in(path) == [
        Article(uri="file:news/a.jsonl.gz/a.jsonl#1", body=PAN),
        Article(uri="file:news/a.jsonl.gz/a.jsonl#2", body=FERIA),
    ]


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_hidden_files_and_readmes_are_left_out_and_what_no_reader_takes_is_named_as_in_a_folder(
    name: str, pack: type
) -> None:
    content = pack(
        {
            "foto.jpg": b"\xff\xd8", ".a.txt": "x", ".git/b.txt": "x", "__MACOSX/._pan.txt": "x", "README.md": "# Nosotros",
            "./pan.txt": PAN, "c/readme.md": "---\ntitle: T\n---\nTexto",
        }
    )  # fmt: skip
    assert entries_of(name, content) == [
        (f"news/{name}/foto.jpg", "no reader takes .jpg."),
        (f"news/{name}/pan.txt", PAN.encode()),
        (f"news/{name}/c/readme.md", b"---\ntitle: T\n---\nTexto"),
    ]


@pytest.mark.parametrize(("name", "pack"), KINDS)
@pytest.mark.parametrize("entries", [{}, {"foto.jpg": "x"}, {".a.txt": "x"}])
def test_a_package_in_which_nothing_can_be_read_says_so(name: str, pack: type, entries: dict[str, str]) -> None:
    reason = f"nothing in it can be read: the known formats are {', '.join(READERS)}."
    assert entries_of(name, pack(entries))[-1] == (f"news/{name}", reason)


def test_a_packed_picture_says_that_it_cannot_be_read() -> None:
    [inner, (name, reason)] = entries_of("foto.jpg.gz", gzip.compress(b"x"))
    assert inner == ("news/foto.jpg.gz/foto.jpg", "no reader takes .jpg.")
    assert (name, str(reason)[:24]) == ("news/foto.jpg.gz", "nothing in it can be rea")


def test_the_users_columns_hold_in_packages_too(tmp_path: Path) -> None:
    path = write(tmp_path, "p.zip", zipped({"a.csv": f"nota\n{PAN}"}))
    assert found_in(path, {"nota": "body"}) == [Article(uri="file:news/p.zip/a.csv#2", body=PAN)]


def test_a_package_in_a_package_is_opened_and_no_deeper_one() -> None:
    inner = zipped({"b.txt": FERIA, "deep.tar": tarred({"c.txt": "x"})})
    content = tarred({"a.txt.gz": gzip.compress(PAN.encode()), "inner.zip": inner})
    assert entries_of("p.tar", content) == [
        ("news/p.tar/a.txt.gz/a.txt", PAN.encode()),
        ("news/p.tar/inner.zip/b.txt", FERIA.encode()),
        (
            "news/p.tar/inner.zip/deep.tar",
            "it is a package in a package in a package: unpack the outer ones.",
        ),
    ]


# -- names that nobody can trust --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_a_name_is_never_a_path_on_the_disk(tmp_path: Path, name: str, pack: type) -> None:
    secret = write(tmp_path, "secret.txt", b"SECRET")
    names = ["../../up.txt", str(secret), "C:\\news\\win.txt", "a/./../b.txt", "two\nlines.txt", "n\u0303.txt"]
    before = sorted(tmp_path.rglob("*"))
    found = found_in(write(tmp_path, name, pack(dict.fromkeys(names, PAN))))
    inside = ["up.txt", str(secret).lstrip("/"), "C:/news/win.txt", "a/b.txt", "two lines.txt", "ñ.txt"]
    assert found == [Article(uri=f"file:news/{name}/{entry}", body=PAN) for entry in inside]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "news" / name])


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_two_entries_of_one_name_never_replace_each_other(name: str, pack: type) -> None:
    assert entries_of(name, pack({"a.txt": PAN, "../a.txt": FERIA})) == [
        (f"news/{name}/a.txt", PAN.encode()),
        (f"news/{name}/a.txt", "the package holds two files of that name; the first was read: rename one."),
    ]


def test_names_in_utf8_are_read_as_such_though_the_zip_does_not_say_so() -> None:
    content = zipped({"señal.txt": PAN})
    silent = content.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00").replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    assert zipfile.ZipFile(io.BytesIO(silent)).namelist() != ["señal.txt"]
    assert entries_of("p.zip", silent) == [("news/p.zip/señal.txt", PAN.encode())]
    windows = zipped({"se~al.txt": PAN}).replace(b"se~al", b"se\xa4al")
    assert entries_of("p.zip", windows) == [("news/p.zip/señal.txt", PAN.encode())]


def test_links_and_devices_are_no_articles() -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as package:
        for name, kind in [
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("pipe.txt", tarfile.FIFOTYPE),
        ]:
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/hostname"
            package.addfile(member)
        member = tarfile.TarInfo("pan.txt")
        member.size = len(PAN.encode())
        package.addfile(member, io.BytesIO(PAN.encode()))
    assert entries_of("p.tar", packed.getvalue()) == [("news/p.tar/pan.txt", PAN.encode())]
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr(link, "/etc/hostname")
        zipped.writestr("pan.txt", PAN)
    assert entries_of("p.zip", packed.getvalue()) == [("news/p.zip/pan.txt", PAN.encode())]


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_an_endless_name_is_refused(name: str, pack: type) -> None:
    [(shown, reason), read] = entries_of(name, pack({"x" * 5000 + ".txt": "x", "a.txt": PAN}))
    assert len(shown) == 1000
    assert reason == f"its name has {len('news/' + name) + 5005:,} characters: give it a shorter one."
    assert read == (f"news/{name}/a.txt", PAN.encode())

"""Files in .gz, .zip, .tar, .tar.gz and .tgz become the articles that they would be in a folder."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.packages import Limits, opened
from ingest.reading import READERS, read_articles
from ingest.source_file import SourceFile

_PAN = "El pan sube un cinco por ciento."
_FERIA = "La feria de Brea abre el viernes."


def _zip(entries: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return packed.getvalue()


def _tar(entries: Mapping[str, bytes | str], *, mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as package:  # type: ignore[call-overload]
        for name, content in entries.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def _tgz(entries: Mapping[str, bytes | str]) -> bytes:
    return gzip.compress(_tar(entries))


_KINDS = [("p.zip", _zip), ("p.tar", _tar), ("p.tar.gz", _tgz), ("p.tgz", _tgz)]


def _write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / "news" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def _found(path: Path, columns: Mapping[str, str] | None = None) -> list[Article | tuple[str, str]]:
    return [
        (found.name, str(found.result)) if isinstance(found.result, ArticleError) else found.result
        for found in read_articles([path], columns=columns or {})
    ]


def _opened(name: str, content: bytes, limits: Limits = Limits()) -> list[tuple[str, bytes | str]]:
    file = SourceFile(Path("/news") / name, f"news/{name}", packed=content)
    return [
        (name, str(entry) if isinstance(entry, ArticleError) else entry.content())
        for name, entry in opened(file, suffixes=READERS, limits=limits)
    ]


# -- what is read -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_entries_are_named_by_their_package_and_their_place_in_it(tmp_path: Path, name: str, pack: type) -> None:
    content = pack({"2024/pan.txt": _PAN, "feria.json": json.dumps([{"title": "Feria", "text": _FERIA}])})
    path = _write(tmp_path, name, content)
    assert _found(path) == [
        Article(uri=f"file:news/{name}/2024/pan.txt", body=_PAN),
        Article(uri=f"file:news/{name}/feria.json#1", headline="Feria", body=_FERIA),
    ]
    assert {found.source for found in read_articles([path])} == {str(path)}


def test_a_file_packed_alone_keeps_all_of_its_name(tmp_path: Path) -> None:
    _write(tmp_path, "a.json", json.dumps({"text": _PAN}).encode())
    _write(tmp_path, "a.json.gz", gzip.compress(json.dumps({"text": _FERIA}).encode()))
    assert _found(tmp_path / "news") == [
        Article(uri="file:news/a.json", body=_PAN),
        Article(uri="file:news/a.json.gz/a.json", body=_FERIA),
    ]


def test_several_gzip_members_are_one_file(tmp_path: Path) -> None:
    lines = [json.dumps({"text": text}) + "\n" for text in (_PAN, _FERIA)]
    path = _write(tmp_path, "a.jsonl.gz", b"".join(gzip.compress(line.encode()) for line in lines))
    assert _found(path) == [
        Article(uri="file:news/a.jsonl.gz/a.jsonl#1", body=_PAN),
        Article(uri="file:news/a.jsonl.gz/a.jsonl#2", body=_FERIA),
    ]


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_hidden_files_readmes_and_unknown_formats_are_passed_over_as_in_a_folder(name: str, pack: type) -> None:
    content = pack(
        {
            "foto.jpg": b"\xff\xd8", ".a.txt": "x", ".git/b.txt": "x", "__MACOSX/._pan.txt": "x", "README.md": "# Nosotros",
            "./pan.txt": _PAN, "c/readme.md": "---\ntitle: T\n---\nTexto",
        }
    )  # fmt: skip
    assert _opened(name, content) == [
        (f"news/{name}/pan.txt", _PAN.encode()),
        (f"news/{name}/c/readme.md", b"---\ntitle: T\n---\nTexto"),
    ]


@pytest.mark.parametrize(("name", "pack"), _KINDS)
@pytest.mark.parametrize("entries", [{}, {"foto.jpg": "x"}, {".a.txt": "x"}])
def test_a_package_in_which_nothing_can_be_read_says_so(name: str, pack: type, entries: dict[str, str]) -> None:
    reason = f"nothing in it can be read: the known formats are {', '.join(READERS)}."
    assert _opened(name, pack(entries)) == [(f"news/{name}", reason)]


def test_a_packed_picture_says_that_it_cannot_be_read() -> None:
    [(name, reason)] = _opened("foto.jpg.gz", gzip.compress(b"x"))
    assert (name, str(reason)[:24]) == ("news/foto.jpg.gz", "nothing in it can be rea")


def test_the_users_columns_hold_in_packages_too(tmp_path: Path) -> None:
    path = _write(tmp_path, "p.zip", _zip({"a.csv": f"nota\n{_PAN}"}))
    assert _found(path, {"nota": "body"}) == [Article(uri="file:news/p.zip/a.csv#2", body=_PAN)]


def test_a_package_in_a_package_is_opened_and_no_deeper_one() -> None:
    inner = _zip({"b.txt": _FERIA, "deep.tar": _tar({"c.txt": "x"})})
    content = _tar({"a.txt.gz": gzip.compress(_PAN.encode()), "inner.zip": inner})
    assert _opened("p.tar", content) == [
        ("news/p.tar/a.txt.gz/a.txt", _PAN.encode()),
        ("news/p.tar/inner.zip/b.txt", _FERIA.encode()),
        (
            "news/p.tar/inner.zip/deep.tar",
            "it is a package in a package in a package: unpack the outer ones.",
        ),
    ]


# -- names that nobody can trust --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_a_name_is_never_a_path_on_the_disk(tmp_path: Path, name: str, pack: type) -> None:
    secret = _write(tmp_path, "secret.txt", b"SECRET")
    names = ["../../up.txt", str(secret), "C:\\news\\win.txt", "a/./../b.txt", "two\nlines.txt", "n\u0303.txt"]
    before = sorted(tmp_path.rglob("*"))
    found = _found(_write(tmp_path, name, pack(dict.fromkeys(names, _PAN))))
    inside = ["up.txt", str(secret).lstrip("/"), "C:/news/win.txt", "a/b.txt", "two lines.txt", "ñ.txt"]
    assert found == [Article(uri=f"file:news/{name}/{entry}", body=_PAN) for entry in inside]
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "news" / name])


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_two_entries_of_one_name_never_replace_each_other(name: str, pack: type) -> None:
    assert _opened(name, pack({"a.txt": _PAN, "../a.txt": _FERIA})) == [
        (f"news/{name}/a.txt", _PAN.encode()),
        (f"news/{name}/a.txt", "the package holds two files of that name; the first was read: rename one."),
    ]


def test_names_in_utf8_are_read_as_such_though_the_zip_does_not_say_so() -> None:
    content = _zip({"señal.txt": _PAN})
    silent = content.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00").replace(b"\x14\x00\x00\x08", b"\x14\x00\x00\x00")
    assert zipfile.ZipFile(io.BytesIO(silent)).namelist() != ["señal.txt"]
    assert _opened("p.zip", silent) == [("news/p.zip/señal.txt", _PAN.encode())]
    windows = _zip({"se~al.txt": _PAN}).replace(b"se~al", b"se\xa4al")
    assert _opened("p.zip", windows) == [("news/p.zip/señal.txt", _PAN.encode())]


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
        member.size = len(_PAN.encode())
        package.addfile(member, io.BytesIO(_PAN.encode()))
    assert _opened("p.tar", packed.getvalue()) == [("news/p.tar/pan.txt", _PAN.encode())]
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as zipped:
        zipped.writestr(link, "/etc/hostname")
        zipped.writestr("pan.txt", _PAN)
    assert _opened("p.zip", packed.getvalue()) == [("news/p.zip/pan.txt", _PAN.encode())]


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_an_endless_name_is_refused(name: str, pack: type) -> None:
    [(shown, reason), read] = _opened(name, pack({"x" * 5000 + ".txt": "x", "a.txt": _PAN}))
    assert len(shown) == 1000
    assert reason == f"its name has {len('news/' + name) + 5005:,} characters: give it a shorter one."
    assert read == (f"news/{name}/a.txt", _PAN.encode())


# -- sizes that nobody can trust --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), _KINDS)
def test_an_entry_that_is_too_large_is_refused_and_the_others_are_read(name: str, pack: type) -> None:
    content = pack({"bomb.txt": b"0" * 2001, "a.txt": b"0" * 2000})
    assert _opened(name, content, Limits(entry=2000)) == [
        (f"news/{name}/bomb.txt", "it unpacks to more than 2,000 bytes: split it."),
        (f"news/{name}/a.txt", b"0" * 2000),
    ]


def test_a_packed_file_that_is_too_large_is_refused() -> None:
    content = gzip.compress(b"0" * 3_000_000)
    assert _opened("a.txt.gz", content, Limits(entry=2_000_000)) == [
        ("news/a.txt.gz", "it unpacks to more than 2,000,000 bytes: split it.")
    ]


@pytest.mark.parametrize(("name", "pack"), _KINDS)
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (Limits(total=5), "it unpacks to more than 5 bytes: split it; the rest was not read."),
        (Limits(entries=2), "it has more than 2 entries: split it; the rest was not read."),
    ],
)
def test_a_package_ends_at_its_limits_and_keeps_what_came_before(
    name: str, pack: type, limits: Limits, reason: str
) -> None:
    content = pack({"a.txt": "uno", "b.txt": "dos" if limits.entries == 2 else "d", "c.txt": "tres"})
    assert [found[1] for found in _opened(name, content, limits)][2:] == [reason]


def test_packages_in_a_package_share_its_limits() -> None:
    inner = _zip({"a.txt": b"0" * 1000})
    content = _tar({"1.zip": inner, "2.zip": inner})
    limits = Limits(total=2 * len(inner) + 1500)
    assert _opened("p.tar", content, limits) == [
        ("news/p.tar/1.zip/a.txt", b"0" * 1000),
        ("news/p.tar", f"it unpacks to more than {limits.total:,} bytes: split it; the rest was not read."),
    ]


def test_what_is_passed_over_in_a_packed_tar_counts_for_it_is_unpacked_too() -> None:
    content = _tgz({"foto.jpg": b"0" * 100_000, "a.txt": _PAN})
    assert [found[1] for found in _opened("p.tgz", content, Limits(total=50_000))] == [
        "it unpacks to more than 50,000 bytes: split it; the rest was not read."
    ]


def test_a_header_that_claims_an_impossible_size_is_refused() -> None:
    member = tarfile.TarInfo("a.txt")
    member.type, member.size = tarfile.XHDTYPE, 1 << 33
    content = _tar({"a.txt": _PAN})[:1024] + member.tobuf(tarfile.GNU_FORMAT)
    assert _opened("p.tar", content) == [
        ("news/p.tar/a.txt", _PAN.encode()),
        ("news/p.tar", "it is damaged (a header of an impossible size): get it again; the rest was not read."),
    ]


# -- damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "whole"), [(100, 0), (512, 0), (543, 0), (544, 1), (1024, 1), (1100, 1), (1536, 1), (1600, 2), (2048, 2)]
)
def test_a_tar_that_is_cut_off_anywhere_keeps_what_it_has_and_says_so(cut: int, whole: int) -> None:
    content = _tar({"a.txt": _PAN, "b.txt": _FERIA})[:cut]
    *kept, last = _opened("p.tar", content)
    assert kept == [("news/p.tar/a.txt", _PAN.encode()), ("news/p.tar/b.txt", _FERIA.encode())][:whole]
    assert last[0] == "news/p.tar"
    assert str(last[1]).startswith("it is damaged (")


def test_a_damaged_header_is_not_taken_for_the_end_of_a_tar() -> None:
    content = bytearray(_tar({"a.txt": _PAN, "b.txt": _FERIA, "c.txt": "x"}))
    content[1024 + 10] ^= 0xFF
    [kept, (name, reason)] = _opened("p.tar", bytes(content))
    assert kept == ("news/p.tar/a.txt", _PAN.encode())
    assert (name, reason) == ("news/p.tar", "it is damaged (bad checksum): get it again; the rest was not read.")


def test_a_packed_tar_that_is_cut_off_keeps_what_it_has_and_says_so() -> None:
    content = _tgz({"a.txt": _PAN, "noise.txt": bytes(range(256)) * 40, "b.txt": _FERIA})
    *kept, last = _opened("p.tar.gz", content[: len(content) - 40])
    assert kept[0] == ("news/p.tar.gz/a.txt", _PAN.encode())
    assert last[0] == "news/p.tar.gz"
    assert str(last[1]).startswith("it is damaged (")


def test_a_packed_tar_with_a_wrong_checksum_says_so() -> None:
    content = bytearray(_tgz({"a.txt": _PAN}))
    content[-6] ^= 0xFF
    assert _opened("p.tgz", bytes(content))[-1][1] == (
        "it is damaged (CRC check failed " + _crc(content) + "): get it again; the rest was not read."
    )


def _crc(content: bytes | bytearray) -> str:
    right = bytearray(content[-8:-4])
    right[2] ^= 0xFF
    return f"{int.from_bytes(content[-8:-4], 'little'):#x} != {int.from_bytes(right, 'little'):#x}"


def test_half_a_text_never_passes_for_a_whole_one() -> None:
    content = gzip.compress(_PAN.encode())
    assert _opened("a.txt.gz", content[:-12]) == [
        (
            "news/a.txt.gz",
            "it is damaged (Compressed file ended before the end-of-stream marker was reached): get it again; the rest"
            " was not read.",
        )
    ]


def test_the_whole_lines_of_a_cut_file_are_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (_PAN, _FERIA))
    content = gzip.compress(lines.encode(), compresslevel=0)[:-20]
    [read, broken, damaged] = _found(_write(tmp_path, "a.jsonl.gz", content))
    assert read == Article(uri="file:news/a.jsonl.gz/a.jsonl#1", body=_PAN)
    assert isinstance(broken, tuple)
    assert (broken[0], broken[1][:24]) == ("news/a.jsonl.gz/a.jsonl", "line 2 is not valid JSON")
    assert isinstance(damaged, tuple)
    assert (damaged[0], damaged[1][:13]) == ("news/a.jsonl.gz", "it is damaged")


def test_a_damaged_entry_of_a_zip_does_not_stop_the_others() -> None:
    content = _zip({"a.txt": _PAN, "b.txt": _FERIA}, method=zipfile.ZIP_STORED).replace(b"pan", b"p4n")
    assert _opened("p.zip", content) == [
        ("news/p.zip/a.txt", "it is damaged in the package (Bad CRC-32 for file 'a.txt'): get it again."),
        ("news/p.zip/b.txt", _FERIA.encode()),
    ]


def test_an_encrypted_entry_is_reported_by_name() -> None:
    content = bytearray(_zip({"a.txt": _PAN, "b.txt": _FERIA}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    assert _opened("p.zip", bytes(content)) == [
        ("news/p.zip/a.txt", "it is encrypted: unpack it with its password first."),
        ("news/p.zip/b.txt", _FERIA.encode()),
    ]


def test_an_entry_whose_unpacking_has_no_bound_is_refused() -> None:
    assert _opened("p.zip", _zip({"a.txt": _PAN}, method=zipfile.ZIP_BZIP2)) == [
        ("news/p.zip/a.txt", "it is packed in a rare way: pack it anew as a usual .zip (deflate).")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [(name, b"no package") for name in ("p.zip", "p.tar", "p.tgz", "p.tar.gz", "a.txt.gz")]
    + [(name, b"") for name in ("p.zip", "p.tar", "p.tgz", "p.tar.gz")],
)
def test_what_is_no_package_says_so(name: str, content: bytes) -> None:
    [(shown, reason)] = _opened(name, content)
    assert shown == f"news/{name}"
    assert str(reason).startswith("it is damaged (")


@settings(deadline=None)
@given(
    st.sampled_from([*_KINDS, ("a.txt.gz", lambda entries: gzip.compress(entries["a.txt"].encode()))]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.integers(0, 3000),
)
def test_no_damage_raises_or_goes_unsaid(kind: tuple[str, type], flips: list[tuple[int, int]], cut: int) -> None:
    name, pack = kind
    content = bytearray(pack({"a.txt": _PAN, "b.txt": _FERIA}))
    for place, byte in flips:
        content[place % len(content)] = byte
    found = _opened(name, bytes(content[: len(content) - cut % len(content)]))
    assert found
    assert all(isinstance(result, str) or shown.startswith(f"news/{name}/") for shown, result in found)

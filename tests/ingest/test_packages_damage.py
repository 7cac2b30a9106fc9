"""A package that is too large or damaged keeps what was whole in it, and says what was lost."""

import gzip
import json
import tarfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.records import Article
from ingest.parsing.unpacking import Limits
from tests.packing import FERIA, KINDS, PAN, entries_of, found_in, tar_gzipped, tarred, write, zipped

# -- sizes that nobody can trust --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_an_entry_that_is_too_large_is_refused_and_the_others_are_read(name: str, pack: type) -> None:
    content = pack({"bomb.txt": b"0" * 2001, "a.txt": b"0" * 2000})
    assert entries_of(name, content, Limits(entry=2000)) == [
        (f"news/{name}/bomb.txt", "it unpacks to more than 2,000 bytes: split it."),
        (f"news/{name}/a.txt", b"0" * 2000),
    ]


def test_a_packed_file_that_is_too_large_is_refused() -> None:
    content = gzip.compress(b"0" * 3_000_000)
    assert entries_of("a.txt.gz", content, Limits(entry=2_000_000)) == [
        ("news/a.txt.gz", "it unpacks to more than 2,000,000 bytes: split it.")
    ]


@pytest.mark.parametrize(("name", "pack"), KINDS)
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
    assert [found[1] for found in entries_of(name, content, limits)][2:] == [reason]


def test_packages_in_a_package_share_its_limits() -> None:
    inner = zipped({"a.txt": b"0" * 1000})
    content = tarred({"1.zip": inner, "2.zip": inner})
    limits = Limits(total=2 * len(inner) + 1500)
    assert entries_of("p.tar", content, limits) == [
        ("news/p.tar/1.zip/a.txt", b"0" * 1000),
        ("news/p.tar", f"it unpacks to more than {limits.total:,} bytes: split it; the rest was not read."),
    ]


def test_what_is_passed_over_in_a_packed_tar_counts_for_it_is_unpacked_too() -> None:
    content = tar_gzipped({"foto.jpg": b"0" * 100_000, "a.txt": PAN})
    assert [found[1] for found in entries_of("p.tgz", content, Limits(total=50_000))] == [
        "it unpacks to more than 50,000 bytes: split it; the rest was not read."
    ]


def test_a_header_that_claims_an_impossible_size_is_refused() -> None:
    member = tarfile.TarInfo("a.txt")
    member.type, member.size = tarfile.XHDTYPE, 1 << 33
    content = tarred({"a.txt": PAN})[:1024] + member.tobuf(tarfile.GNU_FORMAT)
    assert entries_of("p.tar", content) == [
        ("news/p.tar/a.txt", PAN.encode()),
        ("news/p.tar", "it is damaged (a header of an impossible size): get it again; the rest was not read."),
    ]


# -- damage -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "whole"), [(100, 0), (512, 0), (543, 0), (544, 1), (1024, 1), (1100, 1), (1536, 1), (1600, 2), (2048, 2)]
)
def test_a_tar_that_is_cut_off_anywhere_keeps_what_it_has_and_says_so(cut: int, whole: int) -> None:
    content = tarred({"a.txt": PAN, "b.txt": FERIA})[:cut]
    *kept, last = entries_of("p.tar", content)
    assert kept == [("news/p.tar/a.txt", PAN.encode()), ("news/p.tar/b.txt", FERIA.encode())][:whole]
    assert last[0] == "news/p.tar"
    assert str(last[1]).startswith("it is damaged (")


def test_a_damaged_header_is_not_taken_for_the_end_of_a_tar() -> None:
    content = bytearray(tarred({"a.txt": PAN, "b.txt": FERIA, "c.txt": "x"}))
    content[1024 + 10] ^= 0xFF
    [kept, (name, reason)] = entries_of("p.tar", bytes(content))
    assert kept == ("news/p.tar/a.txt", PAN.encode())
    assert (name, reason) == ("news/p.tar", "it is damaged (bad checksum): get it again; the rest was not read.")


def test_a_packed_tar_that_is_cut_off_keeps_what_it_has_and_says_so() -> None:
    content = tar_gzipped({"a.txt": PAN, "noise.txt": bytes(range(256)) * 40, "b.txt": FERIA})
    *kept, last = entries_of("p.tar.gz", content[: len(content) - 40])
    assert kept[0] == ("news/p.tar.gz/a.txt", PAN.encode())
    assert last[0] == "news/p.tar.gz"
    assert str(last[1]).startswith("it is damaged (")


def test_a_packed_tar_with_a_wrong_checksum_says_so() -> None:
    content = bytearray(tar_gzipped({"a.txt": PAN}))
    content[-6] ^= 0xFF
    assert entries_of("p.tgz", bytes(content))[-1][1] == (
        "it is damaged (CRC check failed " + _crc(content) + "): get it again; the rest was not read."
    )


def _crc(content: bytes | bytearray) -> str:
    right = bytearray(content[-8:-4])
    right[2] ^= 0xFF
    return f"{int.from_bytes(content[-8:-4], 'little'):#x} != {int.from_bytes(right, 'little'):#x}"


_CUT_GZIP = "it is damaged (Compressed file ended before the end-of-stream marker was reached): get it again; the rest was not read."


def test_half_a_text_never_passes_for_a_whole_one() -> None:
    content = gzip.compress(PAN.encode())
    assert entries_of("a.txt.gz", content[:-12]) == [("news/a.txt.gz", _CUT_GZIP)]


def test_the_whole_lines_of_a_cut_file_are_read(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"text": text}) + "\n" for text in (PAN, FERIA))
    content = gzip.compress(lines.encode(), compresslevel=0)[:-20]
    assert found_in(write(tmp_path, "a.jsonl.gz", content)) == [
        Article(uri="file:news/a.jsonl.gz/a.jsonl#1", body=PAN),
        ("news/a.jsonl.gz/a.jsonl", _CUT_GZIP),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", json.dumps([{"text": PAN}, {"text": FERIA}])),
        ("a.csv", f"texto,titular\n{PAN},Pan\n{FERIA},Feria en el pueblo"),
    ],
)
def test_a_record_that_is_cut_off_never_passes_for_a_whole_one(tmp_path: Path, name: str, text: str) -> None:
    content = gzip.compress(text.encode(), compresslevel=0)[: -8 - 10]
    *read, damaged = found_in(write(tmp_path, f"{name}.gz", content))
    assert [article.body for article in read if isinstance(article, Article)] == [PAN]
    assert damaged == (f"news/{name}.gz/{name}", _CUT_GZIP)


def test_a_damaged_entry_of_a_zip_does_not_stop_the_others() -> None:
    content = zipped({"a.txt": PAN, "b.txt": FERIA}, method=zipfile.ZIP_STORED).replace(b"pan", b"p4n")
    assert entries_of("p.zip", content) == [
        ("news/p.zip/a.txt", "it is damaged in the package (Bad CRC-32 for file 'a.txt'): get it again."),
        ("news/p.zip/b.txt", FERIA.encode()),
    ]


def test_an_encrypted_entry_is_reported_by_name() -> None:
    content = bytearray(zipped({"a.txt": PAN, "b.txt": FERIA}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    content[6] |= 1
    assert entries_of("p.zip", bytes(content)) == [
        ("news/p.zip/a.txt", "it is encrypted: unpack it with its password first."),
        ("news/p.zip/b.txt", FERIA.encode()),
    ]


def test_an_entry_whose_unpacking_has_no_bound_is_refused() -> None:
    assert entries_of("p.zip", zipped({"a.txt": PAN}, method=zipfile.ZIP_BZIP2)) == [
        ("news/p.zip/a.txt", "it is packed in a rare way: pack it anew as a usual .zip (deflate).")
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [(name, b"no package") for name in ("p.zip", "p.tar", "p.tgz", "p.tar.gz", "a.txt.gz")]
    + [(name, b"") for name in ("p.zip", "p.tar", "p.tgz", "p.tar.gz")],
)
def test_what_is_no_package_says_so(name: str, content: bytes) -> None:
    [(shown, reason)] = entries_of(name, content)
    assert shown == f"news/{name}"
    assert str(reason).startswith("it is damaged (")


@settings(deadline=None)
@given(
    st.sampled_from([*KINDS, ("a.txt.gz", lambda entries: gzip.compress(entries["a.txt"].encode()))]),
    st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 255)), max_size=6),
    st.integers(0, 3000),
)
def test_no_damage_raises_or_goes_unsaid(kind: tuple[str, type], flips: list[tuple[int, int]], cut: int) -> None:
    name, pack = kind
    content = bytearray(pack({"a.txt": PAN, "b.txt": FERIA}))
    for place, byte in flips:
        content[place % len(content)] = byte
    found = entries_of(name, bytes(content[: len(content) - cut % len(content)]))
    assert found
    assert all(isinstance(result, str) or shown.startswith(f"news/{name}/") for shown, result in found)

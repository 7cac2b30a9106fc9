"""What a stranger's file may hold becomes a clear line in the report: it harms no other article and reaches no terminal."""

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.console import printable
from archive.errors import ArticleError
from archive.records import Article
from ingest.reading import Reading, read_articles
from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import KINDS, PAN, zipped
from tests.served_feeds import FEED

tmp_path = pytest.fixture(known_folder)

_CODES = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\r\n"


def _is_printable(text: str) -> bool:
    return not any(sign in text for sign in "\x1b\x07\x9b\u202e\r\n") and text == text.encode().decode()


# -- names and reasons ------------------------------------------------------------------------------------------------


def test_codes_in_names_and_reasons_are_spelt_out(tmp_path: Path) -> None:
    write(tmp_path, f"a{_CODES}.txt", "")
    write(tmp_path, f"b{_CODES}.txt", PAN)
    write(tmp_path, f"c{_CODES}/d.txt", "a\0b")
    write(tmp_path, "t.csv", f"x{_CODES},y\n1,2\n")
    write(tmp_path, "x.xml", f"<x\x9b31m>{_CODES}</x\x9b31m>")
    write(tmp_path, "j.json", json.dumps({"text": PAN, "pubstatus": _CODES, "title": _CODES}))
    write(tmp_path, "m.md", f"---\na: [{_CODES}\n---\n{PAN}")
    write(tmp_path, "p.zip", zipped({f"e{_CODES}.txt": "", "f.txt": PAN}))
    paths: list[Path | str] = [
        tmp_path,
        f"no{_CODES}.txt",
        f"no{_CODES}*.txt",
        f"no{_CODES}.xyz",
        write(tmp_path, f"g{_CODES}.doc", "x"),
    ]
    found = list(read_articles(paths))
    assert sum(isinstance(reading.result, ArticleError) for reading in found) > 8
    for reading in found:
        said = str(reading.result) if isinstance(reading.result, ArticleError) else reading.result.uri
        assert _is_printable(reading.name) and _is_printable(said), reading
    names = [reading.name for reading in found]
    assert r"news/b\x1b]0;owned\x07\x1b[2J\x9b31m\u202e\r\n.txt" in names


def test_a_reason_has_an_end() -> None:
    reading = Reading("x" * 100_000, "", ArticleError("\x1b" * 100_000))
    assert len(reading.name) < 3000 and len(str(reading.result)) < 3000


@pytest.mark.parametrize("name", ["Año 2024/ñandú — «feria» 日本 👩\u200d💻.txt", "a b.txt", "नमस्\u200dते.txt"])
def test_what_people_call_their_files_stays_as_it_is(name: str) -> None:
    assert printable(name) == name


# -- what opens, includes and grows -----------------------------------------------------------------------------------

_BOMB = '<!DOCTYPE {0} [<!ENTITY a "ja">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True)) + "]>"  # fmt: skip
_INSIDE = '<!DOCTYPE {0} [<!ENTITY j SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [_BOMB, _INSIDE], ids=["bomb", "file"])
@pytest.mark.parametrize("name", ["nitf", "newsItem", "rss"])
def test_an_entity_is_neither_expanded_nor_fetched(tmp_path: Path, doctype: str, name: str) -> None:
    bodies = {
        "nitf": "<body><body.content><p>Uno &j; dos.</p></body.content></body>",
        "newsItem": "<contentSet><inlineXML><html><body><p>Uno &j; dos.</p></body></html></inlineXML></contentSet>",
        "rss": "<channel><item><title>T</title><description>Uno &j; dos.</description></item></channel>",
    }
    write(tmp_path, "a.xml", f"{doctype.format(name)}<{name}>{bodies[name]}</{name}>")
    said = [r.result.body if isinstance(r.result, Article) else str(r.result) for r in read_articles([tmp_path])]
    assert said
    assert all(len(text) < 300 and Path("/etc/hostname").read_text().strip() not in text for text in said)


@pytest.mark.parametrize("root", ["newsMessage", "newsItem", "nitf", "x"])
def test_a_namespace_that_is_no_address_is_told(tmp_path: Path, root: str) -> None:
    [(_, reason)] = errors_in(write(tmp_path, "a.xml", f'<{root} xmlns="http://iptc.org/}}x"/>'))
    assert reason.startswith("it is not well-formed XML: xmlns: 'http://iptc.org/}x' is not a valid URI")


@pytest.mark.parametrize(("name", "pack"), KINDS)
def test_an_entry_that_climbs_out_stays_in_its_package(tmp_path: Path, name: str, pack: type) -> None:
    content = pack({"../../../../etc/x.jsonl": json.dumps({"text": PAN}), "/etc/y.csv": f"text\n{PAN}\n"})
    path = write(tmp_path, name, content)
    assert [a.uri for a in articles_in(path)] == [f"file:news/{name}/etc/x.jsonl#1", f"file:news/{name}/etc/y.csv#2"]
    assert sorted(p.name for p in tmp_path.iterdir()) == [name]


# -- sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.xml", "a.pdf", "a.docx", "a.nitf"])
def test_a_file_of_a_gigabyte_that_must_be_held_in_memory_is_refused(tmp_path: Path, name: str) -> None:
    with write(tmp_path, name, b"").open("r+b") as file:
        file.truncate(1 << 30)  # takes no room on the disk
    write(tmp_path, "z.txt", PAN)
    assert errors_in(tmp_path) == [(f"news/{name}", "it has more than 268,435,456 bytes: split it.")]


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.csv"])
def test_one_word_of_a_hundred_thousand_letters_is_an_article_or_a_reason(tmp_path: Path, name: str) -> None:
    word = "a" * 100_000
    contents = {
        "a.json": json.dumps({"text": word, "date": word, "url": word, "author": word}),
        "a.csv": f"text\n{word}\n",
    }
    write(tmp_path, name, contents.get(name, word))
    write(tmp_path, "z.txt", PAN)
    found = [reading.result for reading in read_articles([tmp_path])]
    assert isinstance(found[-1], Article) and found[-1].body == PAN
    assert len(found) == 2


def test_a_line_of_five_megabytes_is_read(tmp_path: Path) -> None:
    write(tmp_path, "a.jsonl", json.dumps({"text": PAN, "x": "0" * 5_000_000}))
    assert [article.body for article in articles_in(tmp_path)] == [PAN]


# -- what no text may hold --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html", "a.json", "a.jsonl", "a.csv", "a.rss"])
def test_nul_bytes_are_told(tmp_path: Path, name: str) -> None:
    content = FEED if name == "a.rss" else b'{"text": "a"}'
    [(_, reason)] = errors_in(write(tmp_path, name, content.replace(b"a", b"a\0")))
    assert reason == "it is not text: it has NUL bytes."


def test_half_a_character_is_replaced_and_the_article_can_be_stored(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '{"text": "El pan \\ud83d sube.", "title": "\\udc00", "author": "\\ud83d"}')
    [article] = articles_in(path)
    assert article.body == "El pan \ufffd sube."
    assert (article.content_hash, article.byline) == (article.content_hash, "\ufffd")


@pytest.mark.parametrize("date", ["20244-05-01", "0000-00-00", "-1", "9" * 400, "2024-13-45T99:99:99+99:99"])
def test_an_impossible_date_is_no_date(tmp_path: Path, date: str) -> None:
    write(tmp_path, "a.json", json.dumps({"text": PAN, "date": date}))
    assert [article.published for article in articles_in(tmp_path)] == [None]


def test_a_folder_without_permission_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "a/b.txt", PAN)
    write(tmp_path, "z.txt", PAN)
    listed = Path.iterdir

    def refusing(folder: Path) -> Iterator[Path]:  # to root, who may run the tests, no folder is closed
        if folder.name == "a":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refusing)
    refused, read = read_articles([tmp_path])
    assert (refused.name, str(refused.result)) == ("news/a", "permission denied.")
    assert (read.name, isinstance(read.result, Article)) == ("news/z.txt", True)

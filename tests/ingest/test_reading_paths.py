"""Paths, folders and patterns lead to the files that are meant, each under a name of its own and none that is untrusted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.records import Article
from ingest.finding.files import find_files
from ingest.finding.source_file import SourceFile
from ingest.reading import READERS, SUFFIXES, read_articles
from tests.news_files import BODY, articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)


def _names(*paths: Path | str) -> list[str]:
    return [f.name if isinstance(f, SourceFile) else f"{name}: {f}" for name, f in find_files(paths, suffixes=READERS)]


def test_a_folder_is_walked_in_order_without_what_is_hidden(tmp_path: Path) -> None:
    for name in (
        "b/z.txt",
        "b/a.md",
        "a.txt",
        "c.TXT",
        ".hidden.txt",
        ".git/x.txt",
        "README.md",
        "b/readme.md",
    ):
        write(tmp_path, name, "Texto")
    write(tmp_path, "c/README.md", "---\ntitle: T\n---\nTexto")
    assert _names(tmp_path) == ["news/a.txt", "news/b/a.md", "news/b/z.txt", "news/c/README.md", "news/c.TXT"]


def test_a_named_file_is_always_read(tmp_path: Path) -> None:
    assert _names(write(tmp_path, "README.md", "Texto"), write(tmp_path, ".a.txt", "b")) == [
        "news/README.md",
        "news/.a.txt",
    ]


def test_names_do_not_depend_on_where_the_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "news/2024/a.txt", "Texto")
    monkeypatch.chdir(tmp_path / "news")
    everywhere = {
        tuple(_names(p)) for p in (tmp_path / "news", ".", "../news", "../news/", "**/*.txt", tmp_path / "news/*/*.txt")
    }
    assert everywhere == {("news/2024/a.txt",)}


def test_patterns_match_at_every_depth_and_take_folders_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "b/d/e.txt", "b/d/e.md", "[x].txt", ".h/i.txt"):
        write(tmp_path, name, "Texto")
    assert _names(tmp_path / "*.txt") == ["news/[x].txt", "news/a.txt"]
    assert _names(tmp_path / "**/*.txt") == ["news/[x].txt", "news/a.txt", "news/b/c.txt", "news/b/d/e.txt"]
    assert _names(tmp_path / "b*") == ["news/b/c.txt", "news/b/d/e.md", "news/b/d/e.txt"]
    assert _names(tmp_path / "[x].txt") == ["news/[x].txt"]


def test_a_second_file_of_one_name_never_replaces_the_first(tmp_path: Path) -> None:
    first, second = write(tmp_path, "x/in/1.txt", BODY), write(tmp_path, "y/in/1.txt", "Otra noticia.")
    found = [reading.result for reading in read_articles([first.parent, second.parent])]
    assert isinstance(found[0], Article)
    assert str(found[1]) == f"{second} would replace {first}, for their folders have one name: rename one."


def test_links_that_point_upward_end(tmp_path: Path) -> None:
    write(tmp_path, "a/b.txt", "Texto")
    for i in range(3):
        (tmp_path / f"a/up{i}").symlink_to(tmp_path)
    assert _names(tmp_path) == ["news/a/b.txt"]
    assert _names(tmp_path / "**/*.txt") == ["news/a/b.txt"]


def test_paths_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    unknown = write(tmp_path, "x.doc", "Texto")
    missing, pattern = tmp_path / "no.txt", tmp_path / "*.nothing"
    assert errors_in(missing, pattern, unknown, tmp_path) == [
        (str(missing), "no such file or folder"),
        (str(pattern), "no file matches"),
        (str(unknown), f"no reader takes .doc: save it as .docx; the endings that are read are {', '.join(SUFFIXES)}."),
        ("news/broken.txt", "no such file or directory."),
        ("news/pipe.txt", "it is not a regular file."),
        ("news/x.doc", "no reader takes .doc: save it as .docx."),
    ]
    assert _names(missing) == [f"{missing}: no such file or folder"]


def test_a_name_that_is_no_text_still_makes_an_identity(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("Texto")
    write(tmp_path, "n\u0303.txt", "Texto")
    articles = articles_in(tmp_path)
    assert sorted(a.uri for a in articles) == ["file:news/a\\xff.txt", "file:news/ñ.txt"]
    assert all(a.content_hash for a in articles)


def test_an_untrusted_path_is_never_opened(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret/s.txt", "SECRET")
    record = {"text": "Hola.", "uri": str(secret), "url": secret.as_uri(), "path": str(secret), "file": str(secret)}
    [article] = articles_in(write(tmp_path, "a.json", json.dumps(record)))
    assert article == Article(uri=str(secret), body="Hola.", language=article.language)


def test_reading_the_usual_formats_imports_nothing_heavy(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", BODY)
    write(tmp_path, "a.md", "---\ndate: 2024-11-30\n---\n" + BODY)
    write(tmp_path, "a.jsonl", json.dumps({"text": BODY, "date": "Sat, 30 Nov 2024 10:15:00 GMT"}))
    code = (
        "import sys; from ingest.reading import read_articles; assert len(list(read_articles([sys.argv[1]]))) == 3;"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=root, capture_output=True, text=True, check=True)
    heavy = {
        "torch",
        "transformers",
        "sentence_transformers",
        "chromadb",
        "trafilatura",
        "dateparser",
        "charset_normalizer",
        "pypdf",
        "docx",
        "httpx",
    }
    assert heavy & set(done.stdout.split()) == set()

"""Files of every format become the expected articles, and what cannot be read says why."""

import contextlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import with_language
from ingest.finding import find_files
from ingest.reading import READERS, SUFFIXES, read_articles
from ingest.source_file import SourceFile, decode

_BODY = "El precio del pan subió ayer en toda la provincia, según el gremio de panaderos.\n\nEl año próximo subirá más."


@pytest.fixture
def tmp_path(tmp_path: Path) -> Path:
    """A folder of a known name, for the name is part of an article's identity."""
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def _articles(*paths: Path | str) -> list[Article]:
    found = [reading.result for reading in read_articles(paths)]
    assert all(isinstance(article, Article) for article in found), found
    return [with_language(article) for article in found if isinstance(article, Article)]


def _errors(*paths: Path | str) -> list[tuple[str, str]]:
    return [(r.name, str(r.result)) for r in read_articles(paths) if isinstance(r.result, ArticleError)]


# -- plain text -------------------------------------------------------------------------------------------------------


def test_the_whole_of_a_plain_text_is_its_body(tmp_path: Path) -> None:
    path = _write(tmp_path, "pan.txt", _BODY)
    assert _articles(path) == [Article(uri="file:news/pan.txt", body=_BODY, language="es")]


def test_a_short_first_line_that_stands_alone_is_the_headline(tmp_path: Path) -> None:
    path = _write(tmp_path, "pan.txt", f"Sube el pan\r\n\r\n{_BODY}")
    assert _articles(path) == [Article(uri="file:news/pan.txt", body=_BODY, headline="Sube el pan", language="es")]


@pytest.mark.parametrize(
    "text", ["Sube el pan.\n\nMucho.", "Sube el pan", "Sube\nel pan\n\nMucho.", f"{'pan ' * 50}\n\nMucho."]
)
def test_a_first_paragraph_of_text_is_no_headline(tmp_path: Path, text: str) -> None:
    assert [(a.headline, a.body) for a in _articles(_write(tmp_path, "a.txt", text))] == [
        ("", text.replace(" \n", "\n"))
    ]


# -- encodings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252", "latin-1"])
def test_spanish_comes_out_right_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = _write(tmp_path, "a.txt", _BODY.encode(encoding))
    assert [a.body for a in _articles(path)] == [_BODY]


def test_russian_comes_out_right_in_windows_1251() -> None:
    text = "Президент России заявил вчера, что правительство увеличит расходы на здравоохранение в следующем году."
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"abc\0def", "it is not text: it has NUL bytes."),
        ("a\0b".encode("utf-16"), "it is not text: it has NUL bytes."),
        (b"\xef\xbb\xbf\xff\xff", "it begins as UTF-8-SIG and is damaged at byte 0."),
        (bytes(range(1, 256)) * 4, "cannot tell its text encoding: save it as UTF-8."),
        (b"", "it has no text: name its column 'body', 'text' or 'content'."),
    ],
)
def test_what_is_no_text_says_so(tmp_path: Path, data: bytes, reason: str) -> None:
    assert _errors(_write(tmp_path, "a.txt", data)) == [("news/a.txt", reason)]


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_an_article_error(data: bytes) -> None:
    with contextlib.suppress(ArticleError):  # the other permitted outcome
        assert "\0" not in decode(data)


# -- Markdown ---------------------------------------------------------------------------------------------------------


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    text = """---
title: Sube el pan
date: 2024-11-30
author: [Ana Ruiz, Luis Gil]
lang: es-MX
publisher: {name: La Gaceta}
---
## Dónde

El **pan** [sube](https://x.example) _hoy_, dijo `Ana`
y Luis.<br>Mucho &amp; más.

1985. Fue el año.

- uno
- dos

> «Cita»

| a | b |
|---|---|
| 1 | 2 |

![pie de foto](x.png) <Juan> [EFE]: Madrid

<div>Un <b>recuadro</b></div>
"""
    body = (
        "Dónde\n\nEl pan sube hoy, dijo Ana y Luis.\nMucho & más.\n\n1985. Fue el año.\n\nuno\ndos\n\n«Cita»\n\na b\n1 2\n\n"
        "pie de foto <Juan> [EFE]: Madrid\n\nUn recuadro"
    )
    assert _articles(_write(tmp_path, "a.md", text)) == [
        Article(
            uri="file:news/a.md", body=body, headline="Sube el pan", publisher="La Gaceta", published="2024-11-30",
            language="es", byline="Ana Ruiz, Luis Gil",
        )
    ]  # fmt: skip


def test_the_first_heading_is_the_headline_where_none_is_given(tmp_path: Path) -> None:
    path = _write(tmp_path, "a.markdown", f"# Sube el *pan*\n\n{_BODY}\n\n# Más\n")
    assert _articles(path) == [
        Article(uri="file:news/a.markdown", body=f"{_BODY}\n\nMás", headline="Sube el pan", language="es")
    ]


def test_text_between_two_rules_is_no_front_matter_and_stays(tmp_path: Path) -> None:
    assert [a.body for a in _articles(_write(tmp_path, "a.md", "---\n\nHola a todos\n\n---\n\nAdiós"))] == [
        "Hola a todos\n\nAdiós"
    ]


def test_what_looks_like_a_link_definition_stays(tmp_path: Path) -> None:
    assert [a.body for a in _articles(_write(tmp_path, "a.md", "[EFE]: Madrid\n\nTexto."))] == [
        "[EFE]: Madrid\n\nTexto."
    ]


@pytest.mark.parametrize(
    ("matter", "reason"),
    [
        ("title: EE. UU.: guerra", "its front matter is not valid YAML in line"),
        ("date: 2024-13-45", "its front matter is not valid YAML: month must be in 1..12"),
        ("a: " + "[" * 100_000, "it is nested too deeply to be read."),
        ("a: !!python/object/apply:os.system [id]", "its front matter is not valid YAML"),
    ],
)
def test_front_matter_that_cannot_be_read_says_why(tmp_path: Path, matter: str, reason: str) -> None:
    [(name, error)] = _errors(_write(tmp_path, "a.md", f"---\n{matter}\n---\nTexto."))
    assert name == "news/a.md"
    assert error.startswith(reason)


def test_multiplying_aliases_end(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert [a.headline for a in _articles(_write(tmp_path, "a.md", f"---\n{bomb}title: *a11\n---\nTexto."))] == [""]


@given(st.lists(st.text("abcñ 019.,;:()\n", max_size=40), max_size=5))
def test_markdown_without_markup_loses_no_word(lines: list[str]) -> None:
    from ingest.readers import markdown

    text = "\n\n".join(lines)
    assert [c for c in markdown._text(markdown._parse(text)) if c.isalnum()] == [c for c in text if c.isalnum()]


# -- HTML -------------------------------------------------------------------------------------------------------------

_PARAGRAPHS = [
    "El precio del pan subió ayer un cinco por ciento en toda la provincia, según informó el gremio de panaderos en una nota.",
    "Los vecinos de la comarca protestaron ante el ayuntamiento, donde el alcalde prometió estudiar una ayuda a las familias.",
    "La harina se ha encarecido desde el verano por la sequía, y los molinos advierten de que el año próximo subirá otra vez.",
]
_PAGE = """<!DOCTYPE html><html lang="es"><head><meta charset="{charset}"><title>Sube el pan | La Gaceta</title>
<meta property="og:site_name" content="La Gaceta"><meta property="og:title" content="Sube el pan">
<meta property="article:published_time" content="2024-11-30T10:15:00+01:00"><meta name="author" content="Ana Ruiz">
<link rel="canonical" href="https://gaceta.example/2024/pan">{head}</head><body><nav><a href="/">Portada</a></nav>
<article><h1>Sube el pan</h1>{text}</article><footer>© 2026 La Gaceta</footer></body></html>"""
_TEXT = "".join(f"<p>{p}</p>" for p in _PARAGRAPHS)


def test_a_page_is_read_by_its_text_and_meta_tags(tmp_path: Path) -> None:
    page = _PAGE.format(charset="iso-8859-1", head="", text=_TEXT).encode("latin-1")
    [article] = _articles(_write(tmp_path, "pan.html", page))
    assert [p for p in _PARAGRAPHS if p not in article.body] == []
    assert "Portada" not in article.body
    assert (article.headline, article.publisher, article.byline, article.language) == (
        "Sube el pan",
        "La Gaceta",
        "Ana Ruiz",
        "es",
    )
    assert (article.uri, article.url) == ("https://gaceta.example/2024/pan",) * 2
    assert article.published is not None
    assert article.published.startswith("2024-11-30")


def _json_ld(data: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


@pytest.mark.parametrize(
    "wrapped", [lambda s: s, lambda s: [s], lambda s: {"@graph": [{"@type": "WebSite", "name": "X"}, s]}]
)
def test_json_ld_comes_first(tmp_path: Path, wrapped: object) -> None:
    story = {
        "@type": ["NewsArticle"], "headline": "El pan, más caro", "datePublished": "2024-11-30T10:15:00+01:00",
        "dateModified": "2024-12-01", "author": [{"@type": "Person", "name": "Ana Ruiz"}], "articleSection": "Economía",
        "publisher": {"@type": "Organization", "name": "Gaceta S. A."}, "inLanguage": "es-ES",
        "articleBody": "\n\n".join(_PARAGRAPHS), "mainEntityOfPage": {"@id": "https://gaceta.example/2024/pan"},
    }  # fmt: skip
    assert callable(wrapped)
    page = _PAGE.format(charset="utf-8", head=_json_ld(wrapped(story)), text=_TEXT)
    assert _articles(_write(tmp_path, "pan.htm", page)) == [
        Article(
            uri="https://gaceta.example/2024/pan", body="\n\n".join(_PARAGRAPHS), headline="El pan, más caro",
            publisher="Gaceta S. A.", published="2024-11-30T10:15:00+01:00", modified="2024-12-01", language="es",
            byline="Ana Ruiz", section="Economía", url="https://gaceta.example/2024/pan",
        )
    ]  # fmt: skip


def test_a_teaser_in_json_ld_does_not_replace_the_text(tmp_path: Path) -> None:
    head = _json_ld({"@type": "NewsArticle", "articleBody": _PARAGRAPHS[0][:40]})
    [article] = _articles(_write(tmp_path, "pan.html", _PAGE.format(charset="utf-8", head=head, text=_TEXT)))
    assert _PARAGRAPHS[2] in article.body


@pytest.mark.parametrize("broken", ['{"@type": "NewsArticle", ', "[" * 100_000])
def test_broken_json_ld_leaves_the_page(tmp_path: Path, broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    [article] = _articles(_write(tmp_path, "pan.html", _PAGE.format(charset="utf-8", head=head, text=_TEXT)))
    assert _PARAGRAPHS[0] in article.body


def test_a_short_page_is_read(tmp_path: Path) -> None:
    assert [a.body for a in _articles(_write(tmp_path, "a.html", "<html><body><p>Sube el pan.</p></body></html>"))] == [
        "Sube el pan."
    ]


@pytest.mark.parametrize("page", ["", "<html></html>", "<html><body><script>x()</script></body></html>"])
def test_a_page_without_text_is_an_error(tmp_path: Path, page: str) -> None:
    [(name, error)] = _errors(_write(tmp_path, "a.html", page))
    assert (name, error.split(":")[0]) == (
        "news/a.html",
        "it has no text" if page else "it has no HTML that could be read.",
    )


# -- JSON, JSON Lines, CSV --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "uris"),
    [
        ({"title": "T", "text": "Uno."}, ["file:news/a.json"]),
        ([{"text": "Uno."}, {"text": "Dos.", "id": "d"}], ["file:news/a.json#1", "d"]),
        ({"status": "ok", "articles": [{"text": "Uno."}]}, ["file:news/a.json#1"]),
        ({"response": {"docs": [{"text": "Uno."}]}}, ["file:news/a.json#1"]),
        ({"data": {"text": "Uno."}}, ["file:news/a.json"]),
        ([], []),
    ],
)
def test_json_holds_one_article_or_a_list(tmp_path: Path, data: object, uris: list[str]) -> None:
    assert [a.uri for a in _articles(_write(tmp_path, "a.json", json.dumps(data)))] == uris


def test_html_inside_json_becomes_text(tmp_path: Path) -> None:
    data = {
        "title": {"rendered": "Pan &amp; <i>agua</i>"},
        "content": {"rendered": "<p>Uno &amp; dos.</p>\n<p>Tres<br>cuatro.</p>"},
    }
    path = _write(tmp_path, "a.json", json.dumps(data))
    assert [(a.headline, a.body) for a in _articles(path)] == [("Pan & agua", "Uno & dos.\n\nTres\ncuatro.")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is not valid JSON"),
        ('{"text": "a"', "it is not valid JSON"),
        ("[" * 100_000, "it is nested too deeply to be read."),
        ('"text"', "it is not an object with named values."),
        ("[1]", "record 1: it is not an object with named values."),
        ('{"title": "T"}', "it has no text"),
    ],
)
def test_json_that_holds_no_article_says_why(tmp_path: Path, text: str, reason: str) -> None:
    [(name, error)] = _errors(_write(tmp_path, "a.json", text))
    assert name == "news/a.json"
    assert error.startswith(reason)


def test_odd_numbers_and_half_characters_survive(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        "a.json",
        '{"text": "\\ud83d El pan es más caro este año.", "n": ' + "9" * 9000 + ', "version": NaN, "author": 1e999}',
    )
    assert _articles(path) == [
        Article(uri="file:news/a.json", body="\ufffd El pan es más caro este año.", language="es")
    ]


def test_a_broken_line_does_not_stop_the_others(tmp_path: Path) -> None:
    text = '{"text": "Uno."}\n\n{"text": \n' + "[" * 100_000 + '\n{"title": "T"}\n{"text": "A\u2028B"}\n'
    found = [reading.result for reading in read_articles([_write(tmp_path, "a.jsonl", text)])]
    assert [a.uri for a in found if isinstance(a, Article)] == ["file:news/a.jsonl#1", "file:news/a.jsonl#6"]
    errors = [str(e) for e in found if isinstance(e, ArticleError)]
    assert [e.split(":")[0] for e in errors] == ["line 3 is not valid JSON", "line 4 is not valid JSON", "line 5"]
    assert errors[1] == "line 4 is not valid JSON: nested too deeply."


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_a_table_has_an_article_a_row(tmp_path: Path, mark: str) -> None:
    long = "Más, mucho; más. " * 20_000
    rows = [
        ["Titular", "Texto", "Fecha"],
        ["Pan", '"Uno,\ndos;\ttres|"', "30/11/2024"],
        [],
        ["T", '""', ""],
        ["Largo", f'"{long}"', ""],
    ]
    path = _write(tmp_path, "a.csv", ("\ufeff" + "\r\n".join(mark.join(row) for row in rows)).encode())
    found = [reading.result for reading in read_articles([path])]
    assert [(a.uri, a.headline, a.published) for a in found if isinstance(a, Article)] == [
        ("file:news/a.csv#2", "Pan", "2024-11-30"), ("file:news/a.csv#5", "Largo", None),
    ]  # fmt: skip
    assert isinstance(found[0], Article)
    assert found[0].body == "Uno,\ndos; tres|"
    assert [str(e).split(":")[:2] for e in found if isinstance(e, ArticleError)] == [["row 4", " it has no text"]]


def test_a_tsv_is_split_at_tabs_only(tmp_path: Path) -> None:
    assert [a.body for a in _articles(_write(tmp_path, "a.tsv", "a,b;title\ttext\nx\tUno, dos; tres\n"))] == [
        "Uno, dos; tres"
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x,y\n1,2\n", "none of its columns is known (x, y): name one 'body' and one 'headline'."),
        ("title,text\nT,Uno, dos\n", "row 2 has 3 cells, the header 2: put its texts in quotation marks."),
        (
            'title,text\nT,"Uno\nU,Dos\n',
            "row 2 is broken (unexpected end of data); it and the rows after it were not read.",
        ),
    ],
)
def test_a_table_that_cannot_be_used_says_why(tmp_path: Path, text: str, reason: str) -> None:
    assert _errors(_write(tmp_path, "a.csv", text)) == [("news/a.csv", reason)]


@settings(deadline=None)
@given(
    st.sampled_from(sorted(set(READERS))), st.text(st.sampled_from('{}[]",:;\n\t<>p/-#*`|a1ñ \u2028!&'), max_size=60)
)
def test_no_content_raises(tmp_path_factory: pytest.TempPathFactory, suffix: str, text: str) -> None:
    path = _write(tmp_path_factory.getbasetemp(), f"any{suffix}", text)
    for found in (reading.result for reading in read_articles([path])):
        assert isinstance(found, (Article, ArticleError))
        if isinstance(found, ArticleError):
            assert not str(found).startswith("it could not be read"), found  # a failure that nobody foresaw


# -- which files ------------------------------------------------------------------------------------------------------


def _names(*paths: Path | str) -> list[str]:
    return [f.name if isinstance(f, SourceFile) else f"{name}: {f}" for name, f in find_files(paths, suffixes=READERS)]


def test_a_folder_is_walked_in_order_without_what_is_hidden_or_unknown(tmp_path: Path) -> None:
    for name in (
        "b/z.txt",
        "b/a.md",
        "a.txt",
        "c.TXT",
        ".hidden.txt",
        ".git/x.txt",
        "x.doc",
        "README.md",
        "b/readme.md",
    ):
        _write(tmp_path, name, "Texto")
    _write(tmp_path, "c/README.md", "---\ntitle: T\n---\nTexto")
    assert _names(tmp_path) == ["news/a.txt", "news/b/a.md", "news/b/z.txt", "news/c/README.md", "news/c.TXT"]


def test_a_named_file_is_always_read(tmp_path: Path) -> None:
    assert _names(_write(tmp_path, "README.md", "Texto"), _write(tmp_path, ".a.txt", "b")) == [
        "news/README.md",
        "news/.a.txt",
    ]


def test_names_do_not_depend_on_where_the_folder_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "news/2024/a.txt", "Texto")
    monkeypatch.chdir(tmp_path / "news")
    everywhere = {
        tuple(_names(p)) for p in (tmp_path / "news", ".", "../news", "../news/", "**/*.txt", tmp_path / "news/*/*.txt")
    }
    assert everywhere == {("news/2024/a.txt",)}


def test_patterns_match_at_every_depth_and_take_folders_whole(tmp_path: Path) -> None:
    for name in ("a.txt", "b/c.txt", "b/d/e.txt", "b/d/e.md", "[x].txt", ".h/i.txt"):
        _write(tmp_path, name, "Texto")
    assert _names(tmp_path / "*.txt") == ["news/[x].txt", "news/a.txt"]
    assert _names(tmp_path / "**/*.txt") == ["news/[x].txt", "news/a.txt", "news/b/c.txt", "news/b/d/e.txt"]
    assert _names(tmp_path / "b*") == ["news/b/c.txt", "news/b/d/e.md", "news/b/d/e.txt"]
    assert _names(tmp_path / "[x].txt") == ["news/[x].txt"]


def test_a_second_file_of_one_name_never_replaces_the_first(tmp_path: Path) -> None:
    first, second = _write(tmp_path, "x/in/1.txt", _BODY), _write(tmp_path, "y/in/1.txt", "Otra noticia.")
    found = [reading.result for reading in read_articles([first.parent, second.parent])]
    assert isinstance(found[0], Article)
    assert str(found[1]) == f"{second} would replace {first}, for their folders have one name: rename one."


def test_links_that_point_upward_end(tmp_path: Path) -> None:
    _write(tmp_path, "a/b.txt", "Texto")
    for i in range(3):
        (tmp_path / f"a/up{i}").symlink_to(tmp_path)
    assert _names(tmp_path) == ["news/a/b.txt"]
    assert _names(tmp_path / "**/*.txt") == ["news/a/b.txt"]


def test_paths_that_cannot_be_read_say_why(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    unknown = _write(tmp_path, "x.doc", "Texto")
    missing, pattern = tmp_path / "no.txt", tmp_path / "*.nothing"
    assert _errors(missing, pattern, unknown, tmp_path) == [
        (str(missing), "no such file or folder"),
        (str(pattern), "no file matches"),
        (str(unknown), f"its format is unknown: the known ones are {', '.join(SUFFIXES)}."),
        ("news/broken.txt", "no such file or directory."),
        ("news/pipe.txt", "it is not a regular file."),
    ]
    assert _names(missing) == [f"{missing}: no such file or folder"]


def test_a_name_that_is_no_text_still_makes_an_identity(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff.txt")).write_text("Texto")
    _write(tmp_path, "n\u0303.txt", "Texto")
    articles = _articles(tmp_path)
    assert sorted(a.uri for a in articles) == ["file:news/a\\xff.txt", "file:news/ñ.txt"]
    assert all(a.content_hash for a in articles)


def test_an_untrusted_path_is_never_opened(tmp_path: Path) -> None:
    secret = _write(tmp_path, "secret/s.txt", "SECRET")
    record = {"text": "Hola.", "uri": str(secret), "url": secret.as_uri(), "path": str(secret), "file": str(secret)}
    [article] = _articles(_write(tmp_path, "a.json", json.dumps(record)))
    assert article == Article(uri=str(secret), body="Hola.", language=article.language)


def test_reading_the_usual_formats_imports_nothing_heavy(tmp_path: Path) -> None:
    _write(tmp_path, "a.txt", _BODY)
    _write(tmp_path, "a.md", "---\ndate: 2024-11-30\n---\n" + _BODY)
    _write(tmp_path, "a.jsonl", json.dumps({"text": _BODY, "date": "Sat, 30 Nov 2024 10:15:00 GMT"}))
    code = (
        "import sys; from ingest.reading import read_articles; assert len(list(read_articles([sys.argv[1]]))) == 3;"
        "print(*sorted({m.split('.')[0] for m in sys.modules}))"
    )
    root = Path(__file__).parent.parent
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

"""Markdown and HTML become the text that a reader sees, with what their front matter and meta tags say of it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from tests.news_files import BODY, articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)


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
    assert articles_in(write(tmp_path, "a.md", text)) == [
        Article(
            uri="file:news/a.md", body=body, headline="Sube el pan", publisher="La Gaceta", published="2024-11-30",
            language="es", byline="Ana Ruiz, Luis Gil",
        )
    ]  # fmt: skip


def test_the_first_heading_is_the_headline_where_none_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, "a.markdown", f"# Sube el *pan*\n\n{BODY}\n\n# Más\n")
    assert articles_in(path) == [
        Article(uri="file:news/a.markdown", body=f"{BODY}\n\nMás", headline="Sube el pan", language="es")
    ]


def test_text_between_two_rules_is_no_front_matter_and_stays(tmp_path: Path) -> None:
    assert [a.body for a in articles_in(write(tmp_path, "a.md", "---\n\nHola a todos\n\n---\n\nAdiós"))] == [
        "Hola a todos\n\nAdiós"
    ]


def test_what_looks_like_a_link_definition_stays(tmp_path: Path) -> None:
    assert [a.body for a in articles_in(write(tmp_path, "a.md", "[EFE]: Madrid\n\nTexto."))] == [
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
    [(name, error)] = errors_in(write(tmp_path, "a.md", f"---\n{matter}\n---\nTexto."))
    assert name == "news/a.md"
    assert error.startswith(reason)


def test_multiplying_aliases_end(tmp_path: Path) -> None:
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    assert [a.headline for a in articles_in(write(tmp_path, "a.md", f"---\n{bomb}title: *a11\n---\nTexto."))] == [""]


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
    [article] = articles_in(write(tmp_path, "pan.html", page))
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
def test_json_ld_comes_first_but_for_the_headline_that_readers_see(tmp_path: Path, wrapped: object) -> None:
    story = {
        "@type": ["NewsArticle"], "headline": "El pan, más caro", "datePublished": "2024-11-30T10:15:00+01:00",
        "dateModified": "2024-12-01", "author": [{"@type": "Person", "name": "Ana Ruiz"}], "articleSection": "Economía",
        "publisher": {"@type": "Organization", "name": "Gaceta S. A."}, "inLanguage": "es-ES",
        "articleBody": "\n\n".join(_PARAGRAPHS), "mainEntityOfPage": {"@id": "https://gaceta.example/2024/pan"},
    }  # fmt: skip
    assert callable(wrapped)
    page = _PAGE.format(charset="utf-8", head=_json_ld(wrapped(story)), text=_TEXT)
    assert articles_in(write(tmp_path, "pan.htm", page)) == [
        Article(
            uri="https://gaceta.example/2024/pan", body="\n\n".join(_PARAGRAPHS), headline="Sube el pan",
            publisher="Gaceta S. A.", published="2024-11-30T10:15:00+01:00", modified="2024-12-01", language="es",
            byline="Ana Ruiz", section="Economía", url="https://gaceta.example/2024/pan",
        )
    ]  # fmt: skip


def test_a_teaser_in_json_ld_does_not_replace_the_text(tmp_path: Path) -> None:
    head = _json_ld({"@type": "NewsArticle", "articleBody": _PARAGRAPHS[0][:40]})
    [article] = articles_in(write(tmp_path, "pan.html", _PAGE.format(charset="utf-8", head=head, text=_TEXT)))
    assert _PARAGRAPHS[2] in article.body


@pytest.mark.parametrize("broken", ['{"@type": "NewsArticle", ', "[" * 100_000])
def test_broken_json_ld_leaves_the_page(tmp_path: Path, broken: str) -> None:
    head = f'<script type="application/ld+json">{broken}</script>'
    [article] = articles_in(write(tmp_path, "pan.html", _PAGE.format(charset="utf-8", head=head, text=_TEXT)))
    assert _PARAGRAPHS[0] in article.body


def test_a_short_page_is_read(tmp_path: Path) -> None:
    assert [
        a.body for a in articles_in(write(tmp_path, "a.html", "<html><body><p>Sube el pan.</p></body></html>"))
    ] == ["Sube el pan."]


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("", "it has no HTML that could be read."),
        ("<html></html>", "it has no text."),
        (
            "<html><body><script>x()</script></body></html>",
            "its text is loaded by a script: save it from the browser, as a whole page.",
        ),
    ],
)
def test_a_page_without_text_is_an_error(tmp_path: Path, page: str, told: str) -> None:
    [(name, error)] = errors_in(write(tmp_path, "a.html", page))
    assert (name, error) == (
        "news/a.html",
        told,
    )


def test_a_page_in_xhtml_is_read_as_a_page(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" xml:lang="es"><head>'
        "<title>Sube el pan</title></head><body><article><h1>Sube el pan</h1><p>La barra costará dos euros desde el lunes, según el"
        " gremio de panaderos de la comarca.</p><br/><p>Los molinos piden más por la harina desde hace un año.</p></article></body></html>"
    )
    [article] = articles_in(write(tmp_path, "pan.xhtml", page))
    assert article.headline == "Sube el pan"
    assert "La barra costará dos euros" in article.body and "Los molinos piden más" in article.body

"""Records with anybody's column names become articles."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from, canonical_url, with_language

_BODY = "El precio del pan subió ayer en toda la provincia, según el gremio de panaderos."


def _article(record: Mapping[Any, object], *, fallback_uri: str) -> Article:
    return with_language(article_from(record, fallback_uri=fallback_uri))


def test_spanish_columns_with_accents_and_capitals() -> None:
    record = {
        "Título": "Sube el  pan", "CUERPO": _BODY, "Fecha de publicación": "30 de noviembre de 2024", "Medio": "La Gaceta",
        "Autor": "Ana Ruiz", "Sección": "Economía", "Agencia": "EFE", "Idioma": "Español", "Enlace": "https://gaceta.example/pan#top",
    }  # fmt: skip
    assert _article(record, fallback_uri="file:x") == Article(
        uri="https://gaceta.example/pan", body=_BODY, headline="Sube el pan", publisher="La Gaceta", published="2024-11-30",
        language="es", byline="Ana Ruiz", provider="EFE", section="Economía", url="https://gaceta.example/pan",
    )  # fmt: skip


def test_every_field_by_its_own_name() -> None:
    record = {
        "uri": "tag:1", "body": _BODY, "headline": "H", "publisher": "P", "published": date(2024, 11, 30),
        "modified": "2024-12-01T08:00:00Z", "language": "es-MX", "version": 3, "byline": "B", "dateline": "MADRID",
        "provider": "EFE", "section": "S", "genre": "G", "url": "http://a.example/1", "rights": "R",
        "embargoed": "2025-01-01T00:00:00+01:00", "pubstatus": "withheld", "correction": "C",
    }  # fmt: skip
    assert _article(record, fallback_uri="file:x") == Article(
        uri="tag:1", body=_BODY, headline="H", publisher="P", published="2024-11-30", modified="2024-12-01T08:00:00+00:00",
        language="es", version=3, byline="B", dateline="MADRID", provider="EFE", section="S", genre="G",
        url="http://a.example/1", rights="R", embargoed="2025-01-01T00:00:00+01:00", pubstatus="withheld", correction="C",
    )  # fmt: skip


def test_lists_and_objects_are_flattened() -> None:
    record = {
        "articleBody": ["Uno.", {"text": "Dos."}], "author": [{"name": "Ana"}, {"name": "Luis"}, None],
        "publisher": {"@type": "Organization", "name": "La Gaceta", "url": "https://x.example"}, "title": {"rendered": "T"},
        "datePublished": ["2024-11-30"], "section": ["Mundo", "Siria"], "inLanguage": {"name": "Spanish"},
    }  # fmt: skip
    assert _article(record, fallback_uri="file:x") == Article(
        uri="file:x", body="Uno.\n\nDos.", headline="T", publisher="La Gaceta", published="2024-11-30", language="es",
        byline="Ana, Luis", section="Mundo, Siria",
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["es", "es-MX", "es_419", "ES", "spa", "Spanish", "español", "Español (México)", "castellano"]
)
def test_a_language_is_known_by_code_tag_and_name(name: str) -> None:
    assert _article({"text": "The text is English.", "lang": name}, fallback_uri="f").language == "es"


@pytest.mark.parametrize("name", [None, "", "und", "klingonish", "unknown"])
def test_an_unknown_language_is_told_from_the_text(name: object) -> None:
    assert _article({"text": _BODY, "lang": name}, fallback_uri="f").language == "es"


def test_norwegian_survives_yaml() -> None:
    assert _article({"text": "Regjeringen la fram budsjettet.", "language": False}, fallback_uri="f").language == "no"


def test_identity_is_the_uri_else_the_address_else_the_fallback() -> None:
    url = "https://A.example/x?utm_source=mail&id=7#c"
    assert _article({"text": "a", "id": 7, "url": url}, fallback_uri="f").uri == "7"
    assert _article({"text": "a", "url": url}, fallback_uri="f").uri == "https://a.example/x?id=7"
    assert _article({"text": "a", "url": "javascript:alert(1)"}, fallback_uri="f").uri == "f"


def test_missing_values_of_spreadsheets_are_empty() -> None:
    record = {
        "text": "Hola a todos los vecinos.",
        "author": float("nan"),
        "version": float("nan"),
        "title": None,
        "date": "",
    }
    assert _article(record, fallback_uri="f") == Article(uri="f", body="Hola a todos los vecinos.", language="es")


@pytest.mark.parametrize(
    ("given_version", "version"),
    [("2", 2), ("2.0", 2), ("v2", None), (10**30, None), pytest.param(10**5000, None, id="huge"), ("²", None)],
)
def test_a_version_is_a_number_that_the_catalog_can_hold(given_version: object, version: int | None) -> None:
    assert _article({"text": "a", "version": given_version}, fallback_uri="f").version == version


@pytest.mark.parametrize("record", [{}, {"title": "T"}, {"text": " \u200b\n"}, {"body": None}, {"body": [[]]}])
def test_a_record_without_text_is_an_error(record: dict[object, object]) -> None:
    with pytest.raises(ArticleError, match="it has no text"):
        _article(record, fallback_uri="f")


def test_a_cancellation_needs_no_text() -> None:
    assert _article({"uri": "u", "pubstatus": "stat:canceled"}, fallback_uri="f") == Article(
        uri="u", body="", pubstatus="canceled"
    )


@pytest.mark.parametrize("embargo", ["until the speech ends", True, "2024-13-45", {"until": "noon", "name": "noon"}])
def test_an_embargo_that_cannot_be_read_does_not_publish(embargo: object) -> None:
    with pytest.raises(ArticleError, match="its embargo"):
        _article({"text": "a", "embargoed": embargo}, fallback_uri="f")


@pytest.mark.parametrize("embargo", [None, "", False, "no", 0, float("nan")])
def test_no_embargo_is_no_embargo(embargo: object) -> None:
    assert _article({"text": "a", "embargoed": embargo}, fallback_uri="f").embargoed is None


def test_an_unknown_status_does_not_publish() -> None:
    with pytest.raises(ArticleError, match="its pubstatus 'secret' is unknown"):
        _article({"text": "a", "pubstatus": "secret"}, fallback_uri="f")


@pytest.mark.parametrize(
    "text", ["http://[::1", "//a.example/x", "ftp://a.example", "https://", "https://a b.example", "file:///etc/passwd"]
)
def test_only_web_addresses_are_addresses(text: str) -> None:
    assert canonical_url(text) == ""


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(exclude_categories=()), max_size=20)
    | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "text", "@id", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)
_FIELDS = (
    "uri headline body published modified publisher url author dateline language version embargoed pubstatus Título"
)
_NAMES = st.sampled_from(_FIELDS.split()) | st.text(max_size=5)


@given(st.dictionaries(_NAMES, _VALUES, max_size=8))
def test_any_record_is_an_article_or_an_article_error(record: dict[object, object]) -> None:
    try:
        article = _article(record, fallback_uri="file:x")
    except ArticleError:
        return
    assert article.content_hash  # what cannot be encoded has no hash
    assert article.uri
    assert article.body or article.pubstatus != "usable"


@pytest.mark.parametrize(
    "embargo",
    [
        "2026-11-25 24:00",
        "2026-11-25 25:00",
        "18:61 25/11/2026",
        "25 November 2026 18:00 XYZ",
        "tomorrow",
    ],
)
def test_an_embargo_of_which_a_part_would_be_lost_is_an_error(embargo: str) -> None:
    with pytest.raises(ArticleError, match="embargo"):
        article_from({"body": "Secreto.", "embargoed": embargo}, fallback_uri="a")


@pytest.mark.parametrize(
    ("embargo", "until"),
    [
        ("2026-11-25", "2026-11-25"),
        ("25/11/2026", "2026-11-25"),
        ("2026-11-25 18:00", "2026-11-25T18:00:00"),
        ("2026-11-25T18:00Z", "2026-11-25T18:00:00+00:00"),
        ("25 November 2026 01:25 GMT-5", "2026-11-25T01:25:00-05:00"),
        ("25 November 2026 18:00 CET", "2026-11-25T18:00:00+01:00"),
        ("Wed, 25 Nov 2026 10:15:00 GMT", "2026-11-25T10:15:00+00:00"),
        ("18:00 25-11-2026", "2026-11-25T18:00:00"),
    ],
)
def test_an_embargo_keeps_its_hour_and_its_zone(embargo: str, until: str) -> None:
    assert article_from({"body": "Secreto.", "embargoed": embargo}, fallback_uri="a").embargoed == until

"""Telegram's export of public channels becomes articles, a message each, and what was said in private becomes none."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file


def _results(data: Any, name: str = "canal/result.json") -> list[Article | ArticleError]:
    content = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False)
    return list(read_file(SourceFile(Path(), name, packed=content.encode())))


def _chat(*messages: dict[str, Any], kind: str = "public_channel", number: int = 12) -> dict[str, Any]:
    said = [{"type": "message", "from": "El Faro", "from_id": f"channel{number}", **message} for message in messages]
    return {"name": "El Faro", "type": kind, "id": number, "messages": said}


def _one(kind: str = "public_channel", **message: Any) -> Article:
    [found] = _results(_chat({"id": 55, **message}, kind=kind))
    assert isinstance(found, Article), found
    return found


def test_a_message_says_all_that_an_article_needs() -> None:
    message: dict[str, Any] = {
        "date": "2025-03-04T00:30:00",
        "date_unixtime": "1741041000",
        "edited": "2025-03-04T12:00:00",
        "edited_unixtime": "1741082400",
        "author": "Inés Cordal",
        "forwarded_from": None,
        "text": [
            {"type": "bold", "text": "Vuelve el ferri"},
            "\n\nEl ferri vuelve ",
            {"type": "text_link", "text": "en mayo", "href": "https://faro.example/a"},
            ".\n\n",
            {"type": "hashtag", "text": "#Skerry"},
        ],
        "text_entities": [{"type": "plain", "text": "otra vez"}],
        "photo": "photos/a.jpg",
    }
    assert _one(**message) == Article(
        uri="telegram:12/55",
        body="El ferri vuelve en mayo.\n\n#Skerry",
        headline="Vuelve el ferri",
        publisher="El Faro",
        published="2025-03-04T00:30:00+02:00",
        modified="2025-03-04T12:00:00+02:00",
        byline="Inés Cordal",
    )


@pytest.mark.parametrize(
    ("text", "headline", "body"),
    [
        ("El ferri vuelve.", "", "El ferri vuelve."),
        ("Vuelve el ferri\n\nEn mayo.", "Vuelve el ferri", "En mayo."),
        ([{"type": "bold", "text": "Vuelve el ferri."}], "", "Vuelve el ferri."),
        ([{"type": "bold", "text": "El ferri"}, " vuelve.\nEn mayo."], "", "El ferri vuelve.\nEn mayo."),
        ([{"type": "bold", "text": "Vuelve el ferri.\n"}, "En mayo."], "Vuelve el ferri.", "En mayo."),
        ("3 < 5 <b>y</b> &amp;", "", "3 < 5 <b>y</b> &amp;"),
    ],
)
def test_the_headline_is_a_first_line_that_stands_out(text: Any, headline: str, body: str) -> None:
    article = _one(text=text)
    assert (article.headline, article.body) == (headline, body)


def test_who_forwards_words_did_not_write_them() -> None:
    own = _one(kind="public_supergroup", text="Vuelve.", **{"from": "Lidia Mora"})
    assert (own.publisher, own.byline, own.provider) == ("El Faro", "Lidia Mora", "")
    passed_on = _one(kind="public_supergroup", text="Vuelve.", forwarded_from="La Gaceta", **{"from": "Lidia Mora"})
    assert (passed_on.byline, passed_on.provider) == ("", "La Gaceta")


@pytest.mark.parametrize(
    ("message", "published"),
    [
        ({"date": "2025-03-04T10:00:00"}, "2025-03-04T10:00:00"),
        ({"date_unixtime": "1741041000"}, "2025-03-03T22:30:00+00:00"),
        ({"date": "2025-03-09T10:00:00", "date_unixtime": "1741041000"}, "2025-03-03T22:30:00+00:00"),
        ({"date": "1970-01-01T03:00:00", "date_unixtime": "0"}, None),
        ({}, None),
    ],
)
def test_a_moment_that_is_not_told_is_not_guessed(message: dict[str, str], published: str | None) -> None:
    assert _one(text="Vuelve.", **message).published == published


def test_a_poll_is_read_and_what_says_nothing_is_passed_over() -> None:
    poll = {
        "question": "¿Ferri o puente?",
        "answers": [{"text": "Ferri", "voters": 3}, {"text": "Puente", "voters": 1}],
    }
    found = _results(
        _chat(
            {"id": 1, "type": "service", "action": "pin_message", "text": "x"},
            {"id": 2, "text": "", "photo": "a.jpg"},
            {"id": 3, "text": "", "poll": poll},
        )
    )
    assert [result.body for result in found if isinstance(result, Article)] == ["¿Ferri o puente?\nFerri\nPuente"]
    assert len(found) == 1


@pytest.mark.parametrize(
    "kind", ["private_channel", "private_group", "private_supergroup", "personal_chat", "bot_chat", "saved_messages"]
)
def test_what_nobody_published_is_no_article(kind: str) -> None:
    [error] = _results(_chat({"id": 1, "text": "Entre nosotros: el ferri no vuelve."}, kind=kind))
    assert isinstance(error, ArticleError) and str(error).startswith("it is a chat that is not public")
    account = {
        "about": "x",
        "personal_information": {"user_id": 1},
        "chats": {
            "about": "y",
            "list": [_chat({"id": 1, "text": "Entre nosotros."}, kind=kind), _chat({"id": 1, "text": "Vuelve."})],
        },
        "left_chats": {"about": "z", "list": [_chat({"id": 1, "text": "Zarpa."}, number=13)]},
    }
    found = _results(account)
    assert [(a.uri, a.body) for a in found if isinstance(a, Article)] == [
        ("telegram:12/1", "Vuelve."),
        ("telegram:13/1", "Zarpa."),
    ]
    assert [str(e).partition(",")[0] for e in found if isinstance(e, ArticleError)] == [
        "1 of its 3 chats are not public"
    ]


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), unique=True, max_size=8))
def test_a_message_keeps_its_identity_in_every_export(told: list[tuple[int, int]]) -> None:
    def identities(pairs: list[tuple[int, int]]) -> dict[str, str]:
        chats = [_chat(*({"id": n, "text": f"{c}.{n}"} for of, n in pairs if of == c), number=c) for c in (1, 2, 3)]
        found = _results({"chats": {"about": "", "list": chats}})
        return {a.body: a.uri for a in found if isinstance(a, Article)}

    every = identities(told)
    assert len(set(every.values())) == len(told)
    assert identities(told[::2]).items() <= every.items()


def test_the_export_as_a_page_is_refused_and_other_pages_are_read() -> None:
    page = '<!DOCTYPE html><html><head><title>{}</title></head><body><div class="page_wrap"><p>El ferri vuelve a navegar en mayo.</p></div></body></html>'
    [error] = _results(page.format("Exported Data"), "canal/messages.html")
    assert isinstance(error, ArticleError) and "export it as JSON" in str(error)
    [article] = _results(page.format("Vuelve el ferri"), "canal/messages.html")
    assert isinstance(article, Article)

"""A damaged or hostile feed gives its whole entries and no half ones, and what is no feed says so."""

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.addresses import fetched_file
from ingest.finding.source_file import SourceFile
from ingest.readers import feed
from tests.feed_texts import FILES, atom, results_of, rss


def _errors(content: str | bytes) -> list[str]:
    return [str(result) for result in results_of(content) if isinstance(result, ArticleError)]


# -- damage and malice ------------------------------------------------------------------------------------------------

_WHOLE = "<guid>urn:x:1</guid><title>Uno</title><description>Primero.</description>"


def test_a_damaged_feed_gives_its_whole_entries_and_says_so() -> None:
    content = rss(_WHOLE, "<guid>urn:x:2</guid><description>Pan & vino.</description>")
    found = results_of(content)
    assert sorted(r.body for r in found if isinstance(r, Article)) == ["Pan & vino.", "Primero."]
    assert _errors(content) == [
        "the feed is damaged (not well-formed (invalid token)): 2 of its entries could be read."
    ]


def test_a_namespace_with_an_odd_space_in_it_is_damage_and_no_crash() -> None:
    content = rss(f'<m:a xmlns:m="http://x\u00a0y\u00a0z"/>{_WHOLE}')
    assert [r.body for r in results_of(content) if isinstance(r, Article)] == ["Primero."]
    assert _errors(content)[0].startswith("the feed is damaged (a namespace that is no address)")


@pytest.mark.parametrize("cut", range(10, 90, 7))
def test_half_an_entry_is_never_taken_for_a_whole_one(cut: int) -> None:
    content = rss(_WHOLE, "<guid>urn:x:2</guid><description>El puente no se abrirá mañana, al contrario.</description>")
    begin = content.index("urn:x:2") - 14
    found = results_of(content[: begin + cut])
    assert [r.body for r in found if isinstance(r, Article)] == ["Primero."]
    assert [str(r) for r in found if isinstance(r, ArticleError)][-1].startswith("the feed is damaged (")


def test_an_entry_that_ends_within_a_category_does_not_end_the_feed() -> None:
    content = rss(_WHOLE, "<guid>urn:x:2</guid><description>Segundo.</description><category>Obras</item></category>")
    assert "Primero." in [r.body for r in results_of(content) if isinstance(r, Article)]


def test_an_entry_that_swallowed_the_next_is_no_article() -> None:
    content = rss(
        "<guid>urn:x:1</guid><description>Primero.", _WHOLE.replace("x:1", "x:2"), _WHOLE.replace("x:1", "x:3")
    )
    bodies = [r.body for r in results_of(content) if isinstance(r, Article)]
    assert all(body == "Primero." for body in bodies)
    assert any("runs into the next one" in error or "is damaged" in error for error in _errors(content))


@pytest.mark.parametrize(
    "content",
    ["", "hola", "<html><body>Uno</body></html>", "<rss", "<rdf:RDF xmlns:rdf='http://x.example/'></rdf:RDF>"],
)
def test_what_is_no_feed_says_so(content: str) -> None:
    with pytest.raises(ArticleError, match="it is neither RSS nor Atom"):
        results_of(content)


def test_an_empty_feed_is_a_feed() -> None:
    assert results_of(rss()) == []


def test_entities_of_its_own_are_not_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("contraseña")
    dtd = f'<!DOCTYPE rss [<!ENTITY a "{"b" * 1000}"><!ENTITY f SYSTEM "file://{secret}"><!ENTITY z "<rss>">]>'
    content = dtd + rss(f"<guid>urn:x:1</guid><description>Uno {'&a;' * 1000} &f;</description>")
    said = str(results_of(content))
    assert "bbb" not in said
    assert "contraseña" not in said


def test_a_feed_is_told_by_its_first_element() -> None:
    for content in (rss(), atom(), "\n <?xml version='1.0'?><!-- rss --><rdf:RDF xmlns:rdf='urn:r'/>"):
        assert feed.recognises(SourceFile(Path(), "a/b.xml", packed=content.encode()))
    for content in ("<newsItem/>", "<html><body>rss</body></html>", "", "rss"):
        assert not feed.recognises(SourceFile(Path(), "a/b.xml", packed=content.encode()))


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_feed_broken_anywhere_ends_in_articles_and_reasons(data: st.DataObject) -> None:
    whole = (FILES / "gaceta.rss").read_bytes()
    at = data.draw(st.integers(0, len(whole)))
    junk = data.draw(
        st.sampled_from(
            [b"<", b"&", b"]]>", b"<![CDATA[", b"</item>", b"<item>", b"\xff", b"&#99999999999;", b"http://[", b"\0"]
        )
    )
    with contextlib.suppress(ArticleError):  # the other permitted outcome
        assert results_of(whole[:at] + junk + whole[at:])


# -- what was fetched -------------------------------------------------------------------------------------------------


def test_a_fetched_feed_goes_to_the_feed_reader_whatever_its_address() -> None:
    file = fetched_file("https://gaceta.example/index.html", rss(_WHOLE).encode())
    assert (file.name, file.suffix) == ("https://gaceta.example/index.html", ".rss")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<html><head><link rel='alternate' type='application/rss+xml' href='/portada.rss'></head></html>",
         "what lies there is neither RSS nor Atom nor a JSON Feed: its feed is at https://gaceta.example/portada.rss."),
        ("<html><body>Hola</body></html>", "what lies there is neither RSS nor Atom nor a JSON Feed: name the address of a feed."),
        ("\0\1", "what lies there is neither RSS nor Atom nor a JSON Feed: name the address of a feed."),
        (" \n", "it is empty: check the address."),
    ],
)  # fmt: skip
def test_what_was_fetched_and_is_no_feed_says_what_to_do(content: str, reason: str) -> None:
    with pytest.raises(ArticleError) as refused:
        fetched_file("https://ana:secreto@gaceta.example/", content.encode())
    assert str(refused.value) == reason

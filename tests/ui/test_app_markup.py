"""Text becomes the page's markup only by being escaped, and an article is shown whole with exactly its quote marked."""

from hypothesis import given
from hypothesis import strategies as st

from answering.answer import Quote
from archive.records import Article
from ui.markup import Html, element, escape_markdown, link
from ui.reader import paragraphs, reader_data


def test_only_addresses_of_the_web_become_links() -> None:
    for address in ("https://example.org/a?b=c", "HTTP://example.org"):
        assert link(address).startswith("<a href=")
    hostile = (
        "javascript:alert(1)",
        "JaVaScript:alert(1)",
        " https://x.org",
        "java\tscript:x",
        "data:text/html,x",
        "//x.org",
    )
    for address in (*hostile, "https:", "http://[", "mailto:a@b.c", "ftp://x.org", "https://x.org/\n", ""):
        assert "href" not in link(address), address


def test_text_becomes_markup_only_by_being_escaped() -> None:
    assert element("p", '<b>"&', class_='"><script>') == '<p class="&quot;&gt;&lt;script&gt;">&lt;b&gt;&quot;&amp;</p>'
    assert element("p", element("b", "x")) == "<p><b>x</b></p>"
    assert element("p", Html("<b>") + "<i>") == "<p>&lt;b&gt;&lt;i&gt;</p>", "joined to text it is text"


@given(st.text())
def test_escaped_markdown_says_the_same_on_one_line(text: str) -> None:
    escaped = escape_markdown(text)
    assert "\n" not in escaped
    read = "".join(
        character for i, character in enumerate(escaped) if not (character == "\\" and len(_run(escaped, i)) % 2)
    )
    assert read.replace("\u2060", "") == " ".join(text.split()).replace("\u2060", "")


def _run(text: str, end: int) -> str:
    start = end
    while start and text[start - 1] == "\\":
        start -= 1
    return text[start : end + 1]


@given(st.text(alphabet="añ😀 \n", max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_an_article_is_shown_whole_with_exactly_its_quote_marked(body: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(body)), min(other, len(body))))
    shown = paragraphs(body, start, end)
    assert "".join(text for pieces in shown for text, _ in pieces) == body.replace("\n\n", "")
    for pieces in shown:
        assert sum(quoted for _, quoted in pieces) <= 1
    quoted = "".join(text for pieces in shown for text, quoted in pieces if quoted)
    assert quoted.replace("\n", "") == body[start:end].replace("\n", "")


def test_a_quote_that_no_longer_stands_where_it_stood_is_not_marked() -> None:
    article = Article("u", "A new text.")
    data = reader_data(article, Quote("An old one.", "u", 0, 11, 1), asked_in="en")
    assert data["paragraphs"] == [[("A new text.", False)]]
    assert "has changed since it was quoted" in data["note"]

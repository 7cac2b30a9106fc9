"""Of a WordPress export only what was published is read as such, and as what it was: by whom, when, in which section."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Article
from ingest.parsing.wordpress_export import without_shortcodes
from ingest.reading import read_articles
from tests.news_files import articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:{prefix}="http://wordpress.org/export/1.2/">
<channel><title>The Saltby Mail</title><link>https://saltby.example</link><language>en-GB</language>
<{prefix}:wxr_version>1.2</{prefix}:wxr_version>
<{prefix}:author><{prefix}:author_id>2</{prefix}:author_id><{prefix}:author_login>enid</{prefix}:author_login>
<{prefix}:author_display_name><![CDATA[Enid Farrow]]></{prefix}:author_display_name></{prefix}:author>
<{prefix}:author><{prefix}:author_login>desk</{prefix}:author_login><{prefix}:author_display_name></{prefix}:author_display_name></{prefix}:author>
"""
_TEXT = "The slipway at Orme opens to boats on Saturday."


def _item(
    number: int,
    *,
    prefix: str = "wp",
    text: str = f"<p>{_TEXT}</p>",
    day: str = "Tue, 04 Mar 2025 23:30:00 +0000",
    kind: str = "post",
    status: str = "publish",
    author: str = "enid",
    more: str = "",
) -> str:
    return f"""<item><title>Story {number}</title><link>https://saltby.example/{number}/</link><pubDate>{day}</pubDate>
<dc:creator><![CDATA[{author}]]></dc:creator><guid isPermaLink="false">https://saltby.example/?p={number}</guid>
<description></description><content:encoded><![CDATA[{text}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<{prefix}:post_id>{number}</{prefix}:post_id><{prefix}:comment_status>open</{prefix}:comment_status>
<{prefix}:status>{status}</{prefix}:status><{prefix}:post_type><![CDATA[{kind}]]></{prefix}:post_type>
<category domain="category" nicename="harbour"><![CDATA[Harbour]]></category>
<category domain="post_tag" nicename="boats"><![CDATA[boats]]></category>{more}
<{prefix}:comment><{prefix}:comment_id>1</{prefix}:comment_id><{prefix}:comment_approved>1</{prefix}:comment_approved>
<{prefix}:comment_content><![CDATA[First!]]></{prefix}:comment_content></{prefix}:comment></item>"""


def _write(folder: Path, *items: str, prefix: str = "wp") -> Path:
    return write(folder, "saltby.WordPress.xml", _HEAD.format(prefix=prefix) + "\n".join(items) + "</channel></rss>")


@pytest.mark.parametrize("prefix", ["wp", "w"])
def test_a_published_post_is_an_article(tmp_path: Path, prefix: str) -> None:
    dates = f"<{prefix}:post_date>2025-03-04 18:30:00</{prefix}:post_date><{prefix}:post_date_gmt>2025-03-04 23:30:00</{prefix}:post_date_gmt>"
    assert articles_in(_write(tmp_path, _item(1, prefix=prefix, more=dates), prefix=prefix)) == [
        Article(
            uri="https://saltby.example/?p=1",
            body=_TEXT,
            headline="Story 1",
            publisher="The Saltby Mail",
            published="2025-03-04T18:30:00-05:00",  # the day on which it was printed there
            language="en",
            byline="Enid Farrow",
            section="Harbour",
            url="https://saltby.example/1/",
        )
    ]


@pytest.mark.parametrize(
    "status", ["draft", "pending", "private", "trash", "auto-draft", "inherit", "in-progress", "pitch"]
)
@pytest.mark.parametrize("prefix", ["wp", "w"])
def test_what_was_not_published_is_withheld(tmp_path: Path, status: str, prefix: str) -> None:
    path = _write(tmp_path, _item(1, prefix=prefix, status=status), _item(2, prefix=prefix), prefix=prefix)
    standing = {article.uri[-1]: article.pubstatus for article in articles_in(path)}
    assert standing == {"1": "withheld", "2": "usable"}
    in_cdata = path.read_text().replace(f">{status}<", f' xml:space="preserve"><![CDATA[ {status} ]]><')
    standing = {article.uri[-1]: article.pubstatus for article in articles_in(write(tmp_path, path.name, in_cdata))}
    assert standing == {"1": "withheld", "2": "usable"}


def test_what_is_behind_a_password_is_withheld(tmp_path: Path) -> None:
    (article,) = articles_in(_write(tmp_path, _item(1, more="<wp:post_password><![CDATA[oars]]></wp:post_password>")))
    assert article.pubstatus == "withheld"
    (article,) = articles_in(_write(tmp_path, _item(1, more="<wp:post_password><![CDATA[]]></wp:post_password>")))
    assert article.pubstatus == "usable"


def test_a_scheduled_post_is_under_embargo_until_its_hour(tmp_path: Path) -> None:
    (article,) = articles_in(_write(tmp_path, _item(1, status="future", day="Fri, 01 Jan 2100 06:00:00 +0000")))
    assert (article.pubstatus, article.embargoed) == ("usable", "2100-01-01T06:00:00+00:00")
    (article,) = articles_in(_write(tmp_path, _item(1, status="future", day="")))
    assert article.pubstatus == "withheld"


def test_a_draft_without_a_word_is_nothing(tmp_path: Path) -> None:
    assert articles_in(_write(tmp_path, _item(1, status="auto-draft", text=""), _item(2)))[0].headline == "Story 2"
    [(_, error)] = errors_in(_write(tmp_path, _item(1, text="")))
    assert error == "entry 1 (Story 1): it has neither content nor summary."


@pytest.mark.parametrize("day", ["Thu, 01 Jan 1970 00:00:00 +0000", "Wed, 30 Nov -0001 00:00:00 +0000", ""])
def test_a_day_that_is_none_is_looked_for_elsewhere(tmp_path: Path, day: str) -> None:
    none = "<wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt>"
    for more, published in (
        (f"<wp:post_date>2025-03-04 18:30:00</wp:post_date>{none}", "2025-03-04T18:30:00"),
        (f"<wp:post_date>0000-00-00 00:00:00</wp:post_date>{none}", None),
        ("<wp:post_date_gmt>2025-03-04 18:30:00</wp:post_date_gmt>", "2025-03-04T18:30:00+00:00"),
        ("", None),
    ):
        assert [a.published for a in articles_in(_write(tmp_path, _item(1, day=day, more=more)))] == [published]


def test_the_feed_s_own_day_is_kept(tmp_path: Path) -> None:
    assert [a.published for a in articles_in(_write(tmp_path, _item(1)))] == ["2025-03-04T23:30:00+00:00"]


@pytest.mark.parametrize(
    "kind", ["page", "attachment", "nav_menu_item", "revision", "wp_block", "product", "custom_css"]
)
def test_what_is_no_post_is_passed_over(tmp_path: Path, kind: str) -> None:
    assert [a.headline for a in articles_in(_write(tmp_path, _item(1, kind=kind), _item(2)))] == ["Story 2"]


@pytest.mark.parametrize("kind", ["news", "noticia", "article", "td_post", "opinion", "press-release"])
def test_a_paper_s_own_kind_of_article_is_one(tmp_path: Path, kind: str) -> None:
    assert [a.headline for a in articles_in(_write(tmp_path, _item(1, kind=kind)))] == ["Story 1"]


def test_a_kind_that_nobody_knows_is_told(tmp_path: Path) -> None:
    found = [
        reading.result
        for reading in read_articles([_write(tmp_path, _item(1, kind="recipe"), _item(2, kind="recipe"), _item(3))])
    ]
    assert [str(one) for one in found if not isinstance(one, Article)] == [
        "entries of other kinds than posts were passed over (2 recipe): give them the wp:post_type 'post' to have them read."
    ]
    assert [one.headline for one in found if isinstance(one, Article)] == ["Story 3"]


@pytest.mark.parametrize(
    ("author", "byline"), [("enid", "Enid Farrow"), ("desk", ""), ("admin", ""), ("Tom Ruddock", "Tom Ruddock")]
)
def test_a_login_is_no_byline(tmp_path: Path, author: str, byline: str) -> None:
    assert [a.byline for a in articles_in(_write(tmp_path, _item(1, author=author)))] == [byline]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("First.\n\nSecond line\nof two.", "First.\n\nSecond line\nof two."),
        ("<!-- wp:paragraph -->\n<p>First.</p>\n<!-- /wp:paragraph --><!--more--><p>Second.</p>", "First.\n\nSecond."),
        (
            'Before.\n\n[caption id="a_1" width="640"]<img src="x.jpg"/> A boat.[/caption]\n\nAfter.',
            "Before.\n\nA boat.\n\nAfter.",
        ),
        ('[gallery ids="1,2"]Text [sic] and […] [1].', "Text [sic] and […] [1]."),
        ("[dropcap]T[/dropcap]he old pier.", "The old pier."),
        ("[audio https://saltby.example/a.mp3]Listen.", "Listen."),
        ("[EFE] Madrid [Actualización]", "[EFE] Madrid [Actualización]"),
    ],
)
def test_the_text_is_what_wordpress_shows(tmp_path: Path, given: str, shown: str) -> None:
    assert [a.body for a in articles_in(_write(tmp_path, _item(1, text=given)))] == [shown]


@given(st.text("ab [].\n", max_size=60))
def test_brackets_without_values_and_ends_are_words(text: str) -> None:
    assert without_shortcodes(text) == text


def test_an_export_that_is_damaged_shows_no_draft(tmp_path: Path) -> None:
    path = _write(tmp_path, _item(1, status="draft"), _item(2))
    path.write_text(path.read_text().replace("</channel>", "<broken></channel>"))
    found = [reading.result for reading in read_articles([path])]
    standing = {one.uri[-1]: one.pubstatus for one in found if isinstance(one, Article)}
    assert standing == {"1": "withheld", "2": "usable"}

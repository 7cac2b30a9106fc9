"""The text of web pages: all of the story, word for word, and nothing of what stands around it."""

import pytest

from archive.errors import ArticleError
from ingest.parsing.page_text import without_headlines
from tests.page_by_hand import HEADLINE, ONE, PARAGRAPHS, TEXT, THREE, TWO, json_ld, read_page, story

# -- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("glue", ["", " ", "  "])
def test_a_body_without_paragraphs_gets_those_of_the_page(glue: str) -> None:
    assert read_page(json_ld(story(articleBody=glue.join(PARAGRAPHS)))).body == "\n".join(PARAGRAPHS)


def test_a_body_that_the_page_does_not_show_is_read_from_json_ld() -> None:
    assert read_page(
        json_ld(story(articleBody="\n\n".join(PARAGRAPHS))), text=f"<p>{ONE[:50]}…</p>"
    ).body == "\n\n".join(PARAGRAPHS)


def test_what_follows_the_story_on_the_page_is_left_out_where_json_ld_tells_where_it_ends() -> None:
    after = (
        "<p>The Courier is owned by the readers of Brannock and printed every Thursday since the spring of 1891.</p>"
    )
    assert read_page(json_ld(story(articleBody=" ".join(PARAGRAPHS))), text=TEXT + after).body == "\n".join(PARAGRAPHS)
    assert "1891" in read_page(text=TEXT + after).body  # nothing tells: nothing goes


@pytest.mark.parametrize("shown", [HEADLINE, HEADLINE.upper(), f"{HEADLINE}."])
def test_the_headline_is_not_the_first_paragraph(shown: str) -> None:
    assert read_page(json_ld(story(articleBody=f"{shown}\n\n{ONE}\n\n{TWO}")), text="").body == f"{ONE}\n\n{TWO}"
    assert read_page(before=f"<p>{shown}</p>").body == "\n".join(PARAGRAPHS)


def test_a_headline_that_is_all_there_is_stays() -> None:
    assert without_headlines(HEADLINE, [HEADLINE]) == HEADLINE


def test_a_standfirst_that_the_page_shows_belongs_to_the_text() -> None:
    standfirst = "After nine winters the lock gates hold, and the toll stays as it was."
    head = json_ld(story(description=standfirst, articleBody=" ".join(PARAGRAPHS)))
    shown = read_page(head, h1=f"<header><h1>{HEADLINE}</h1><h2 class='lead'>{standfirst}</h2></header>")
    assert shown.body == "\n".join((standfirst, *PARAGRAPHS))
    assert standfirst not in read_page(head).body  # search engines were told, readers never


@pytest.mark.parametrize(
    "line",
    ["<p>Advertisement</p>", "<p>Read more: <a href='/b'>Bridge shut for a week after the storm in the valley</a></p>", "<p>© 2025 Brannock Courier</p>",
     "<p><a href='/b'>Bridge shut for a week after the storm in the valley</a></p>", "<p>Sign up to our daily newsletter for news of the canal</p>",
     "<ul><li><a href='/b'>Bridge shut for a week</a></li><li><a href='/c'>Storm in the valley</a></li></ul>"],
)  # fmt: skip
def test_what_is_plainly_no_part_of_the_story_is_left_out(line: str) -> None:
    assert read_page(text=f"<p>{ONE}</p><p>{TWO}</p>{line}<p>{THREE}</p>").body == "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "sentence",
    ["The advertisement had run for a week before anybody at the lock read it.", "Read more slowly, the clerk told the council, and read it again.",
     "“© 2025” stood on the plan that the council had paid for.", "He will sign up to the newsletter of the lock keepers, Merrow said."],
)  # fmt: skip
def test_a_sentence_of_the_story_stays(sentence: str) -> None:
    assert sentence in read_page(text=f"<p>{ONE}</p><p>{sentence}</p><p>{THREE} <a href='/x'>More.</a></p>").body


# -- several stories, live blogs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["image-caption", "wp-caption-text", "newsletter", "article__related", "social-placeholder"]
)
def test_boxes_that_a_page_names_as_such_are_no_part_of_the_story(name: str) -> None:
    box = f"<div class='{name}'><p>The lower gates in March, seen from the bridge at Orrin.</p></div>"
    assert read_page(text=TEXT + box + "<p>So it was told on the quay.</p>").body.count("Orrin") == 0


@pytest.mark.parametrize("name", ["has-related", "no-newsletter-yet", "captions", "popular"])
def test_a_box_that_holds_the_story_is_the_story_whatever_it_is_called(name: str) -> None:
    assert read_page(text=f"<div class='{name}'>{TEXT}</div>").body.splitlines() == [*PARAGRAPHS]


def test_what_json_ld_says_is_the_story_stays_whatever_its_box_is_called() -> None:
    last = "Nobody fished that day."
    body = "\n".join([*PARAGRAPHS, last])
    text = f"{TEXT}<p class='newsletter'>{last}</p>"
    assert read_page(json_ld(story(articleBody=body)), text=text).body.splitlines() == [*PARAGRAPHS, last]


def test_of_several_stories_it_is_the_one_at_the_page_s_address() -> None:
    here = story(
        url="https://courier.example/canal", author={"name": "Ada Merrow"}, datePublished="2025-03-04T08:00:00Z"
    )
    others = [
        story(
            headline=f"Another story {n}",
            url=f"https://courier.example/{n}",
            author={"name": "Tom Agnew"},
            articleBody=f"{TWO} {TWO} {ONE}",
        )
        for n in range(3)
    ]
    for data in ([[*others, here]], [*others, here], [{"@graph": [here, *others]}]):
        article = read_page("<link rel='canonical' href='http://www.courier.example/canal/?x=1'>" + json_ld(*data))
        assert (article.byline, article.published, article.body) == (
            "Ada Merrow",
            "2025-03-04T08:00:00+00:00",
            "\n".join(PARAGRAPHS),
        )


def test_the_stories_that_a_page_links_to_are_not_its_own() -> None:
    linked = [
        story(
            headline=f"Another story {n}",
            url=f"https://courier.example/{n}",
            author={"name": "Tom Agnew"},
            articleBody=TWO * 9,
        )
        for n in range(3)
    ]
    article = read_page(
        "<link rel='canonical' href='https://courier.example/canal'>"
        + json_ld({"@type": "ItemList", "itemListElement": linked})
    )
    assert (article.headline, article.byline, article.body) == (HEADLINE, "", "\n".join(PARAGRAPHS))


def test_a_live_blog_has_all_its_updates_with_their_times() -> None:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": f"Lock {n} opens",
            "datePublished": f"2025-03-04T1{n}:05:00+00:00",
            "articleBody": f"<p>Gate {n} swung wide &amp; slow.</p>",
        }
        for n in range(4)
    ]
    blog = {
        "@type": "LiveBlogPosting",
        "headline": HEADLINE,
        "datePublished": "2025-03-04T09:00:00Z",
        "liveBlogUpdate": updates,
    }
    body = read_page(json_ld(blog), text=f"<p>{ONE}</p>").body
    assert body.startswith(ONE)
    for n in range(4):
        assert f"2025-03-04 1{n}:05\nLock {n} opens\nGate {n} swung wide & slow." in body
    assert body.count("swung wide") == 4


def test_a_page_that_a_script_fills_says_so() -> None:
    with pytest.raises(ArticleError, match="its text is loaded by a script: save it from the browser"):
        read_page("<script>self.__next_f=[]</script>", text="<div id='root'></div>", h1="")


@pytest.mark.parametrize("odd", ["\x01", "&#1;", "&#x1F;", "\x0c", "&#11"])
def test_control_characters_beside_what_is_left_out_cost_no_page(odd: str) -> None:
    article = read_page(text=f"<p>{ONE}</p><script>x()</script>{odd}<p>{odd}{TWO}&#169;</p>")
    assert article.body == f"{ONE}\n{TWO}©"

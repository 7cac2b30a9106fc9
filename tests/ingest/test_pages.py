"""Web pages as papers build them: what readers see of a story is what is stored of it."""

import json
from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.page_text import without_headlines
from ingest.readers import html

_ONE = "The lock keepers of Brannock said on Monday that the canal will stay open through the winter, for the first time in nine years."
_TWO = "Boats may pass from eight in the morning until four; the toll is six pounds, as it was before the gates were mended."
_THREE = "Ada Merrow, who runs the boatyard, called it late but welcome. Two of her sons had left for the coast."
_PARAGRAPHS = (_ONE, _TWO, _THREE)
_TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in _PARAGRAPHS)
_HEADLINE = "Canal stays open through the winter"


def _ld(*data: object) -> str:
    escaped = (json.dumps(one).replace("</", r"<\/") for one in data)
    return "".join(f'<script type="application/ld+json">{one}</script>' for one in escaped)


def _story(**said: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": _HEADLINE} | said


def _read(
    head: str = "", *, text: str = _TEXT, title: str = _HEADLINE, h1: str = f"<h1>{_HEADLINE}</h1>", before: str = ""
) -> Article:
    page = (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<header><a href='/'>Home</a></header><main><article>{h1}{before}{text}</article></main></body></html>"
    )
    [article] = html.read(SourceFile(Path("a.html"), "a.html", packed=page.encode()))
    assert isinstance(article, Article)
    return article


# -- references -------------------------------------------------------------------------------------------------------

_PAPER = {"@type": "NewsMediaOrganization", "@id": "https://courier.example/#org", "name": "Brannock Courier"}
_REPORTER = {"@type": "Person", "@id": "https://courier.example/#/schema/person/7c", "name": "Ada Merrow"}


@pytest.mark.parametrize(
    "head",
    [
        _ld(
            {"@graph": [_story(author={"@id": _REPORTER["@id"]}, publisher={"@id": _PAPER["@id"]}), _PAPER, _REPORTER]}
        ),
        _ld(
            _story(author=[{"@id": _REPORTER["@id"]}], publisher={"@id": _PAPER["@id"]}),
            [_PAPER],
            {"@graph": [_REPORTER]},
        ),
        _ld(_story(author=_REPORTER["@id"], publisher=_PAPER["@id"]), _PAPER, _REPORTER),
        _ld(_story(author={"@id": "#gone"}, publisher={"@id": "https://courier.example/#gone"}))
        + "<meta name='author' content='Ada Merrow'><meta property='og:site_name' content='Brannock Courier'>",
        _ld(_story(author="https://courier.example/ada", publisher="https://courier.example/"))
        + "<meta property='article:author' content='https://social.example/ada'><meta name='author' content='Ada Merrow'>"
        "<meta property='og:site_name' content='Brannock Courier'>",
    ],
)
def test_a_name_is_followed_to_where_it_stands_and_is_never_an_address(head: str) -> None:
    article = _read(head)
    assert (article.byline, article.publisher) == ("Ada Merrow", "Brannock Courier")


def test_references_in_a_circle_come_to_an_end() -> None:
    a, b = {"@id": "#a", "@type": "Person", "author": {"@id": "#b"}}, {"@id": "#b", "author": {"@id": "#a"}}
    assert _read(_ld(_story(author={"@id": "#a"}), a, b)).byline == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<!--", "-->"),
        ("//<![CDATA[\n", "\n//]]>"),
        ("/* <![CDATA[ */", "/* ]]> */"),
        ("", ";"),
        ("\n<!-- \n", "\n //-->\n"),
    ],
)
def test_json_ld_is_read_whatever_it_is_wrapped_in(before: str, after: str) -> None:
    data = json.dumps(_story(author={"@type": "Person", "name": "Ada Merrow"}))
    assert _read(f'<script type="application/ld+json">{before}{data}{after}</script>').byline == "Ada Merrow"
    assert _read(f'<script type="application/ld+json">{data[:-1]},}}</script>').byline == "Ada Merrow"


# -- headlines --------------------------------------------------------------------------------------------------------

_SITE = "<meta property='og:site_name' content='Brannock Courier'>"


@pytest.mark.parametrize("cut", [" - {}", " | {}", " – {}", " — {}", " :: {}", " · {}", " - News - {}"])
def test_the_site_s_name_is_no_part_of_a_headline(cut: str) -> None:
    long = _HEADLINE + cut.format("Brannock Courier")
    assert _read(_SITE + _ld(_story(headline=long)), title=long).headline == _HEADLINE
    if "News" not in cut:  # a section behind it is known by the h1 alone
        assert _read(_SITE + _ld(_story(headline=long)), title=long, h1="").headline == _HEADLINE
        assert _read(_SITE, title=long, h1="").headline == _HEADLINE


def test_the_site_s_name_goes_in_front_too_and_other_dashes_stay() -> None:
    assert _read(_SITE, title=f"Brannock Courier | {_HEADLINE}", h1="").headline == _HEADLINE
    dashed = "Canal open - at last - to boats | of all kinds"
    assert _read(_SITE + _ld(_story(headline=dashed)), title=f"{dashed} | Brannock Courier", h1="").headline == dashed


def test_the_headline_is_the_one_that_readers_see() -> None:
    head = _ld(_story(headline="Canal winter opening times 2026: Brannock lock tolls"))
    assert _read(head).headline == _HEADLINE
    assert _read(head + f"<meta property='og:title' content='{_HEADLINE}'>").headline == _HEADLINE


@pytest.mark.parametrize(
    "h1", ["<h1><a href='/'>Brannock Courier</a></h1>", "<h1>Log in to read</h1>", "<h1>News</h1>", ""]
)
def test_an_h1_that_is_no_headline_is_not_taken_for_one(h1: str) -> None:
    assert _read(_SITE + _ld(_story()), h1=h1).headline == _HEADLINE
    assert _read(_SITE + _ld(_story()), h1=f"{h1}<h2>x</h2><h1>{_HEADLINE}</h1>").headline == _HEADLINE


def test_a_kicker_within_the_h1_is_no_part_of_the_headline_where_all_else_has_none() -> None:
    head = _ld(_story()) + f"<meta property='og:title' content='{_HEADLINE}'>"
    assert _read(head, h1=f"<h1><span>Brannock</span><span>{_HEADLINE}</span></h1>").headline == _HEADLINE


# -- entities ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "escaped",
    [
        "Merrow: &quot;Late&quot; &#8211; town&#8217;s wait",
        "Merrow: &amp;quot;Late&amp;quot; &amp;#8211; town&amp;rsquo;s wait",
    ],
)
def test_entities_are_resolved_however_often_they_were_escaped(escaped: str) -> None:
    right = 'Merrow: "Late" – town’s wait'
    article = _read(
        _ld(_story(headline=escaped, publisher={"name": "Lock &amp; Quay"}, articleBody=f"{_ONE} {escaped}. {_TWO}")),
        text="",
        h1="",
    )
    assert (article.headline, article.publisher) == (right, "Lock & Quay")
    assert article.body == f"{_ONE} {right}. {_TWO}"


def test_escaped_markup_in_a_body_is_markup_and_a_text_about_markup_is_text() -> None:
    assert (
        _read(_ld(_story(articleBody=f"&lt;p&gt;{_ONE}&lt;/p&gt;&lt;p&gt;{_TWO}&lt;/p&gt;")), text="").body
        == f"{_ONE}\n\n{_TWO}"
    )
    assert (
        "writes <b> for bold"
        in _read(
            text=f"{_TEXT}<p>HTML writes &lt;b&gt; for bold, the clerk said, and nobody at the lock asked why.</p>"
        ).body
    )


def test_drawings_and_scripts_are_no_text() -> None:
    drawn = f"<p>{_ONE}</p><p>{_TWO} <a href='/x'>Toll<svg class='i'><use xlink:href='#x'></use><path d='M0'/></svg></a>.</p><script>go()</script>"
    body = _read(_ld(_story(articleBody=drawn)), text="").body
    assert body == f"{_ONE}\n\n{_TWO} Toll."


# -- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("<meta property='article:published_time' content='2025-03-04T23:30:00-05:00'>", ""),
        ("<meta itemprop='datePublished' content='2025-03-04T23:30:00-05:00'>", ""),
        ("<meta name='parsely-pub-date' content='2025-03-04T23:30:00-05:00'>", ""),
        (_ld(_story(datePublished="2025-03-04")), "<time datetime='2025-03-04T23:30:00-05:00'>late</time>"),
        (
            _ld(_story(datePublished="2025-03-04T23:30:00"))
            + "<meta property='article:published_time' content='2025-03-04T23:30:00-05:00'>",
            "",
        ),
        ("<meta name='date' content='2025-03-04'>", "<time datetime='2025-03-04T23:30:00-05:00'>late</time>"),
    ],
)
def test_the_hour_is_read_wherever_the_page_gives_it(head: str, before: str) -> None:
    assert _read(head, before=before).published == "2025-03-04T23:30:00-05:00"


def test_the_hour_of_another_day_is_not_taken_and_none_is_made_up() -> None:
    assert (
        _read(
            _ld(_story(datePublished="2025-03-04")), before="<time datetime='2025-03-09T08:00:00Z'>9 March</time>"
        ).published
        == "2025-03-04"
    )


def test_when_a_page_was_changed_is_read_from_its_meta_elements_too() -> None:
    assert (
        _read("<meta property='article:modified_time' content='2025-03-06T09:00:00+01:00'>").modified
        == "2025-03-06T09:00:00+01:00"
    )
    assert _read(_ld(_story(dateModified="2025-03-06"))).modified == "2025-03-06"


# -- bylines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Organization", "NewsMediaOrganization", "https://schema.org/Organization"])
def test_an_organisation_is_no_author(kind: str) -> None:
    paper = {"@type": kind, "name": "Brannock Courier"}
    assert _read(_ld(_story(author=paper, publisher=paper))).byline == ""
    assert (
        _read(_ld(_story(author=paper, publisher=paper)) + "<meta name='author' content='Ada Merrow'>").byline
        == "Ada Merrow"
    )
    assert _read(_ld(_story(author=[paper, {"@type": "Person", "name": "Ada Merrow"}]))).byline == "Ada Merrow"
    printed = "<p>By <a rel='author' href='/ada'>Ada Merrow</a></p>"
    assert _read(_ld(_story(author=paper, publisher=paper)), before=printed).byline == "Ada Merrow"


def test_the_paper_itself_and_a_desk_are_no_authors_even_as_persons() -> None:
    for name in (
        "Brannock Courier",
        "Courier-Redaktion",
        "brannock courier",
        "admin",
        "@courier",
        "courier@courier.example",
    ):
        assert _read(_SITE + _ld(_story(author={"@type": "Person", "name": name}))).byline == "", name


def test_an_agency_is_the_provider() -> None:
    article = _read(_ld(_story(author=[{"@type": "Person", "name": "Ada Merrow"}, {"@type": "Person", "name": "dpa"}])))
    assert (article.byline, article.provider) == ("Ada Merrow", "dpa")
    article = _read(_ld(_story(author={"@type": "Organization", "name": "Reuters"})))
    assert (article.byline, article.provider) == ("", "Reuters")


def test_microdata_names_an_author_but_not_a_picture_s() -> None:
    named = "<div itemprop='author' itemscope><span itemprop='name'>Ada Merrow</span></div>"
    assert _read(before=f"{named}<figure><span itemprop='author'>Tom Agnew</span></figure>").byline == "Ada Merrow"


@pytest.mark.parametrize(
    "printed",
    [
        '<div class="article-byline">By <span>Ada Merrow</span></div>',
        '<p class="textauthor">von Ada Merrow</p>',
        '<div data-testid="byline-block"><strong>Ada Merrow</strong> <span>Lock correspondent</span></div>',
        "<address>Ada Merrow</address>",
        '<ul><li class="authors__item"><a href="/av/3"><b>Ada Merrow</b></a><a href="/all">View all articles</a></li></ul>',
        '<a href="/autoren/31/ada-merrow"><dd class="x7">Ada Merrow</dd></a>',
    ],
)
def test_a_name_is_read_where_the_page_prints_it_as_the_author_s(printed: str) -> None:
    assert _read(before=printed).byline == "Ada Merrow"


@pytest.mark.parametrize(
    "printed",
    [
        '<div class="byline">News desk</div>',
        '<div class="byline">Brannock</div>',
        '<div class="byline">By our correspondent</div>',
        '<div class="authors"><a href="/all">View All Articles</a></div>',
        '<figure><img src="a.jpg"><p class="author">Ada Merrow</p></figure>',
        '<div class="related"><span class="author">Ada Merrow</span></div>',
        '<div><h3><a href="/b">Ferry fares rise</a></h3><span class="author">Ada Merrow</span></div>',
        '<a href="/b"><h3>Ferry fares rise</h3><span class="byline">Ada Merrow</span></a>',
    ],
)
def test_nobody_is_made_an_author_who_wrote_another_story_or_is_no_person(printed: str) -> None:
    assert _read(before=printed).byline == ""


# -- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("glue", ["", " ", "  "])
def test_a_body_without_paragraphs_gets_those_of_the_page(glue: str) -> None:
    assert _read(_ld(_story(articleBody=glue.join(_PARAGRAPHS)))).body == "\n".join(_PARAGRAPHS)


def test_a_body_that_the_page_does_not_show_is_read_from_json_ld() -> None:
    assert _read(_ld(_story(articleBody="\n\n".join(_PARAGRAPHS))), text=f"<p>{_ONE[:50]}…</p>").body == "\n\n".join(
        _PARAGRAPHS
    )


def test_what_follows_the_story_on_the_page_is_left_out_where_json_ld_tells_where_it_ends() -> None:
    after = (
        "<p>The Courier is owned by the readers of Brannock and printed every Thursday since the spring of 1891.</p>"
    )
    assert _read(_ld(_story(articleBody=" ".join(_PARAGRAPHS))), text=_TEXT + after).body == "\n".join(_PARAGRAPHS)
    assert "1891" in _read(text=_TEXT + after).body  # nothing tells: nothing goes


@pytest.mark.parametrize("shown", [_HEADLINE, _HEADLINE.upper(), f"{_HEADLINE}."])
def test_the_headline_is_not_the_first_paragraph(shown: str) -> None:
    assert _read(_ld(_story(articleBody=f"{shown}\n\n{_ONE}\n\n{_TWO}")), text="").body == f"{_ONE}\n\n{_TWO}"
    assert _read(before=f"<p>{shown}</p>").body == "\n".join(_PARAGRAPHS)


def test_a_headline_that_is_all_there_is_stays() -> None:
    assert without_headlines(_HEADLINE, [_HEADLINE]) == _HEADLINE


def test_a_standfirst_that_the_page_shows_belongs_to_the_text() -> None:
    standfirst = "After nine winters the lock gates hold, and the toll stays as it was."
    head = _ld(_story(description=standfirst, articleBody=" ".join(_PARAGRAPHS)))
    shown = _read(head, h1=f"<header><h1>{_HEADLINE}</h1><h2 class='lead'>{standfirst}</h2></header>")
    assert shown.body == "\n".join((standfirst, *_PARAGRAPHS))
    assert standfirst not in _read(head).body  # search engines were told, readers never


@pytest.mark.parametrize(
    "line",
    ["<p>Advertisement</p>", "<p>Read more: <a href='/b'>Bridge shut for a week after the storm in the valley</a></p>", "<p>© 2025 Brannock Courier</p>",
     "<p><a href='/b'>Bridge shut for a week after the storm in the valley</a></p>", "<p>Sign up to our daily newsletter for news of the canal</p>",
     "<ul><li><a href='/b'>Bridge shut for a week</a></li><li><a href='/c'>Storm in the valley</a></li></ul>"],
)  # fmt: skip
def test_what_is_plainly_no_part_of_the_story_is_left_out(line: str) -> None:
    assert _read(text=f"<p>{_ONE}</p><p>{_TWO}</p>{line}<p>{_THREE}</p>").body == "\n".join(_PARAGRAPHS)


@pytest.mark.parametrize(
    "sentence",
    ["The advertisement had run for a week before anybody at the lock read it.", "Read more slowly, the clerk told the council, and read it again.",
     "“© 2025” stood on the plan that the council had paid for.", "He will sign up to the newsletter of the lock keepers, Merrow said."],
)  # fmt: skip
def test_a_sentence_of_the_story_stays(sentence: str) -> None:
    assert sentence in _read(text=f"<p>{_ONE}</p><p>{sentence}</p><p>{_THREE} <a href='/x'>More.</a></p>").body


# -- several stories, live blogs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["image-caption", "wp-caption-text", "newsletter", "article__related", "social-placeholder"]
)
def test_boxes_that_a_page_names_as_such_are_no_part_of_the_story(name: str) -> None:
    box = f"<div class='{name}'><p>The lower gates in March, seen from the bridge at Orrin.</p></div>"
    assert _read(text=_TEXT + box + "<p>So it was told on the quay.</p>").body.count("Orrin") == 0


@pytest.mark.parametrize("name", ["has-related", "no-newsletter-yet", "captions", "popular"])
def test_a_box_that_holds_the_story_is_the_story_whatever_it_is_called(name: str) -> None:
    assert _read(text=f"<div class='{name}'>{_TEXT}</div>").body.splitlines() == [*_PARAGRAPHS]


def test_what_json_ld_says_is_the_story_stays_whatever_its_box_is_called() -> None:
    last = "Nobody fished that day."
    body = "\n".join([*_PARAGRAPHS, last])
    text = f"{_TEXT}<p class='newsletter'>{last}</p>"
    assert _read(_ld(_story(articleBody=body)), text=text).body.splitlines() == [*_PARAGRAPHS, last]


def test_of_several_stories_it_is_the_one_at_the_page_s_address() -> None:
    here = _story(
        url="https://courier.example/canal", author={"name": "Ada Merrow"}, datePublished="2025-03-04T08:00:00Z"
    )
    others = [
        _story(
            headline=f"Another story {n}",
            url=f"https://courier.example/{n}",
            author={"name": "Tom Agnew"},
            articleBody=f"{_TWO} {_TWO} {_ONE}",
        )
        for n in range(3)
    ]
    for data in ([[*others, here]], [*others, here], [{"@graph": [here, *others]}]):
        article = _read("<link rel='canonical' href='http://www.courier.example/canal/?x=1'>" + _ld(*data))
        assert (article.byline, article.published, article.body) == (
            "Ada Merrow",
            "2025-03-04T08:00:00+00:00",
            "\n".join(_PARAGRAPHS),
        )


def test_the_stories_that_a_page_links_to_are_not_its_own() -> None:
    linked = [
        _story(
            headline=f"Another story {n}",
            url=f"https://courier.example/{n}",
            author={"name": "Tom Agnew"},
            articleBody=_TWO * 9,
        )
        for n in range(3)
    ]
    article = _read(
        "<link rel='canonical' href='https://courier.example/canal'>"
        + _ld({"@type": "ItemList", "itemListElement": linked})
    )
    assert (article.headline, article.byline, article.body) == (_HEADLINE, "", "\n".join(_PARAGRAPHS))


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
        "headline": _HEADLINE,
        "datePublished": "2025-03-04T09:00:00Z",
        "liveBlogUpdate": updates,
    }
    body = _read(_ld(blog), text=f"<p>{_ONE}</p>").body
    assert body.startswith(_ONE)
    for n in range(4):
        assert f"2025-03-04 1{n}:05\nLock {n} opens\nGate {n} swung wide & slow." in body
    assert body.count("swung wide") == 4


def test_a_page_that_a_script_fills_says_so() -> None:
    with pytest.raises(ArticleError, match="its text is loaded by a script: save it from the browser"):
        _read("<script>self.__next_f=[]</script>", text="<div id='root'></div>", h1="")

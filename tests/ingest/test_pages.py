"""Web pages as papers build them: what readers see of a story is what is stored of it."""

import json

import pytest

from tests.page_by_hand import HEADLINE, ONE, TEXT, TWO, json_ld, read_page, story

# -- references -------------------------------------------------------------------------------------------------------

_PAPER = {"@type": "NewsMediaOrganization", "@id": "https://courier.example/#org", "name": "Brannock Courier"}
_REPORTER = {"@type": "Person", "@id": "https://courier.example/#/schema/person/7c", "name": "Ada Merrow"}


@pytest.mark.parametrize(
    "head",
    [
        json_ld(
            {"@graph": [story(author={"@id": _REPORTER["@id"]}, publisher={"@id": _PAPER["@id"]}), _PAPER, _REPORTER]}
        ),
        json_ld(
            story(author=[{"@id": _REPORTER["@id"]}], publisher={"@id": _PAPER["@id"]}),
            [_PAPER],
            {"@graph": [_REPORTER]},
        ),
        json_ld(story(author=_REPORTER["@id"], publisher=_PAPER["@id"]), _PAPER, _REPORTER),
        json_ld(story(author={"@id": "#gone"}, publisher={"@id": "https://courier.example/#gone"}))
        + "<meta name='author' content='Ada Merrow'><meta property='og:site_name' content='Brannock Courier'>",
        json_ld(story(author="https://courier.example/ada", publisher="https://courier.example/"))
        + "<meta property='article:author' content='https://social.example/ada'><meta name='author' content='Ada Merrow'>"
        "<meta property='og:site_name' content='Brannock Courier'>",
    ],
)
def test_a_name_is_followed_to_where_it_stands_and_is_never_an_address(head: str) -> None:
    article = read_page(head)
    assert (article.byline, article.publisher) == ("Ada Merrow", "Brannock Courier")


def test_references_in_a_circle_come_to_an_end() -> None:
    a, b = {"@id": "#a", "@type": "Person", "author": {"@id": "#b"}}, {"@id": "#b", "author": {"@id": "#a"}}
    assert read_page(json_ld(story(author={"@id": "#a"}), a, b)).byline == ""


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
    data = json.dumps(story(author={"@type": "Person", "name": "Ada Merrow"}))
    assert read_page(f'<script type="application/ld+json">{before}{data}{after}</script>').byline == "Ada Merrow"
    assert read_page(f'<script type="application/ld+json">{data[:-1]},}}</script>').byline == "Ada Merrow"


# -- headlines --------------------------------------------------------------------------------------------------------

_SITE = "<meta property='og:site_name' content='Brannock Courier'>"


@pytest.mark.parametrize("cut", [" - {}", " | {}", " – {}", " — {}", " :: {}", " · {}", " - News - {}"])
def test_the_site_s_name_is_no_part_of_a_headline(cut: str) -> None:
    long = HEADLINE + cut.format("Brannock Courier")
    assert read_page(_SITE + json_ld(story(headline=long)), title=long).headline == HEADLINE
    if "News" not in cut:  # a section behind it is known by the h1 alone
        assert read_page(_SITE + json_ld(story(headline=long)), title=long, h1="").headline == HEADLINE
        assert read_page(_SITE, title=long, h1="").headline == HEADLINE


def test_the_site_s_name_goes_in_front_too_and_other_dashes_stay() -> None:
    assert read_page(_SITE, title=f"Brannock Courier | {HEADLINE}", h1="").headline == HEADLINE
    dashed = "Canal open - at last - to boats | of all kinds"
    assert (
        read_page(_SITE + json_ld(story(headline=dashed)), title=f"{dashed} | Brannock Courier", h1="").headline
        == dashed
    )


def test_the_headline_is_the_one_that_readers_see() -> None:
    head = json_ld(story(headline="Canal winter opening times 2026: Brannock lock tolls"))
    assert read_page(head).headline == HEADLINE
    assert read_page(head + f"<meta property='og:title' content='{HEADLINE}'>").headline == HEADLINE


@pytest.mark.parametrize(
    "h1", ["<h1><a href='/'>Brannock Courier</a></h1>", "<h1>Log in to read</h1>", "<h1>News</h1>", ""]
)
def test_an_h1_that_is_no_headline_is_not_taken_for_one(h1: str) -> None:
    assert read_page(_SITE + json_ld(story()), h1=h1).headline == HEADLINE
    assert read_page(_SITE + json_ld(story()), h1=f"{h1}<h2>x</h2><h1>{HEADLINE}</h1>").headline == HEADLINE


def test_a_kicker_within_the_h1_is_no_part_of_the_headline_where_all_else_has_none() -> None:
    head = json_ld(story()) + f"<meta property='og:title' content='{HEADLINE}'>"
    assert read_page(head, h1=f"<h1><span>Brannock</span><span>{HEADLINE}</span></h1>").headline == HEADLINE


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
    article = read_page(
        json_ld(story(headline=escaped, publisher={"name": "Lock &amp; Quay"}, articleBody=f"{ONE} {escaped}. {TWO}")),
        text="",
        h1="",
    )
    assert (article.headline, article.publisher) == (right, "Lock & Quay")
    assert article.body == f"{ONE} {right}. {TWO}"


def test_escaped_markup_in_a_body_is_markup_and_a_text_about_markup_is_text() -> None:
    assert (
        read_page(json_ld(story(articleBody=f"&lt;p&gt;{ONE}&lt;/p&gt;&lt;p&gt;{TWO}&lt;/p&gt;")), text="").body
        == f"{ONE}\n\n{TWO}"
    )
    assert (
        "writes <b> for bold"
        in read_page(
            text=f"{TEXT}<p>HTML writes &lt;b&gt; for bold, the clerk said, and nobody at the lock asked why.</p>"
        ).body
    )


def test_drawings_and_scripts_are_no_text() -> None:
    drawn = f"<p>{ONE}</p><p>{TWO} <a href='/x'>Toll<svg class='i'><use xlink:href='#x'></use><path d='M0'/></svg></a>.</p><script>go()</script>"
    body = read_page(json_ld(story(articleBody=drawn)), text="").body
    assert body == f"{ONE}\n\n{TWO} Toll."


# -- times ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("head", "before"),
    [
        ("<meta property='article:published_time' content='2025-03-04T23:30:00-05:00'>", ""),
        ("<meta itemprop='datePublished' content='2025-03-04T23:30:00-05:00'>", ""),
        ("<meta name='parsely-pub-date' content='2025-03-04T23:30:00-05:00'>", ""),
        (json_ld(story(datePublished="2025-03-04")), "<time datetime='2025-03-04T23:30:00-05:00'>late</time>"),
        (
            json_ld(story(datePublished="2025-03-04T23:30:00"))
            + "<meta property='article:published_time' content='2025-03-04T23:30:00-05:00'>",
            "",
        ),
        ("<meta name='date' content='2025-03-04'>", "<time datetime='2025-03-04T23:30:00-05:00'>late</time>"),
    ],
)
def test_the_hour_is_read_wherever_the_page_gives_it(head: str, before: str) -> None:
    assert read_page(head, before=before).published == "2025-03-04T23:30:00-05:00"


def test_the_hour_of_another_day_is_not_taken_and_none_is_made_up() -> None:
    assert (
        read_page(
            json_ld(story(datePublished="2025-03-04")), before="<time datetime='2025-03-09T08:00:00Z'>9 March</time>"
        ).published
        == "2025-03-04"
    )


def test_when_a_page_was_changed_is_read_from_its_meta_elements_too() -> None:
    assert (
        read_page("<meta property='article:modified_time' content='2025-03-06T09:00:00+01:00'>").modified
        == "2025-03-06T09:00:00+01:00"
    )
    assert read_page(json_ld(story(dateModified="2025-03-06"))).modified == "2025-03-06"


# -- bylines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["Organization", "NewsMediaOrganization", "https://schema.org/Organization"])
def test_an_organisation_is_no_author(kind: str) -> None:
    paper = {"@type": kind, "name": "Brannock Courier"}
    assert read_page(json_ld(story(author=paper, publisher=paper))).byline == ""
    assert (
        read_page(json_ld(story(author=paper, publisher=paper)) + "<meta name='author' content='Ada Merrow'>").byline
        == "Ada Merrow"
    )
    assert read_page(json_ld(story(author=[paper, {"@type": "Person", "name": "Ada Merrow"}]))).byline == "Ada Merrow"
    printed = "<p>By <a rel='author' href='/ada'>Ada Merrow</a></p>"
    assert read_page(json_ld(story(author=paper, publisher=paper)), before=printed).byline == "Ada Merrow"


def test_the_paper_itself_and_a_desk_are_no_authors_even_as_persons() -> None:
    for name in (
        "Brannock Courier",
        "Courier-Redaktion",
        "brannock courier",
        "admin",
        "@courier",
        "courier@courier.example",
    ):
        assert read_page(_SITE + json_ld(story(author={"@type": "Person", "name": name}))).byline == "", name


def test_an_agency_is_the_provider() -> None:
    article = read_page(
        json_ld(story(author=[{"@type": "Person", "name": "Ada Merrow"}, {"@type": "Person", "name": "dpa"}]))
    )
    assert (article.byline, article.provider) == ("Ada Merrow", "dpa")
    article = read_page(json_ld(story(author={"@type": "Organization", "name": "Reuters"})))
    assert (article.byline, article.provider) == ("", "Reuters")


def test_microdata_names_an_author_but_not_a_picture_s() -> None:
    named = "<div itemprop='author' itemscope><span itemprop='name'>Ada Merrow</span></div>"
    assert read_page(before=f"{named}<figure><span itemprop='author'>Tom Agnew</span></figure>").byline == "Ada Merrow"


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
    assert read_page(before=printed).byline == "Ada Merrow"


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
    assert read_page(before=printed).byline == ""

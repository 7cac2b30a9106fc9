"""Scanned newspapers: ALTO pages give the words as printed, METS says which stories they hold."""

from pathlib import Path

import pytest

from archive.errors import ArticleError
from archive.records import Article
from ingest.reading import read_articles
from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import tar_gzipped, tarred, zipped

tmp_path = pytest.fixture(known_folder)


def _strings(line: str, *, between: str = "<SP/>") -> str:
    return between.join(f'<String CONTENT="{word}"/>' for word in line.split())


def _block(name: str, *lines: str) -> str:
    made = (line if line.startswith("<") else _strings(line) for line in lines)
    return f'<TextBlock ID="{name}">{"".join(f"<TextLine>{line}</TextLine>" for line in made)}</TextBlock>'


def _alto(
    *blocks: str, version: str = "3", before: str = "", margin: str = "", page: str = 'PHYSICAL_IMG_NR="3"'
) -> str:
    return (
        f'<alto xmlns="http://www.loc.gov/standards/alto/ns-v{version}#">{before}<Layout><Page ID="P" {page}>'
        f'<TopMargin>{margin}</TopMargin><PrintSpace ID="S">{"".join(blocks)}</PrintSpace></Page></Layout></alto>'
    )


_CUT = '<String CONTENT="The"/><SP/><String CONTENT="light" SUBS_TYPE="HypPart1" SUBS_CONTENT="lighthouse"/><HYP CONTENT="-"/>'
_REST = '<String CONTENT="house" SUBS_TYPE="HypPart2" SUBS_CONTENT="lighthouse"/><SP/><String CONTENT="burns."/>'


@pytest.mark.parametrize("version", ["2", "3", "4"])
def test_a_page_is_an_article_of_whole_words_with_its_number(tmp_path: Path, version: str) -> None:
    page = _alto(_block("B1", _CUT, _REST), _block("B2", "No one was hurt."), version=version)
    [article] = articles_in(write(tmp_path, "p3.xml", page))
    assert (article.uri, article.headline, article.section) == ("file:news/p3.xml", "", "p. 3")
    assert article.body == "The lighthouse burns.\n\nNo one was hurt."


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (('<String CONTENT="light"/><HYP CONTENT="-"/>', "house burns."), "lighthouse burns."),
        (('<String CONTENT="light¬"/>', "house burns."), "lighthouse burns."),
        (("light- ", "house burns."), "light-house burns."),  # whether it is a compound, nobody can tell
        (('<String CONTENT="A"/><String CONTENT="lighthouse"/>', "burns."), "A lighthouse burns."),
        (("THE LIGHT", "BURNS", "No one was hurt."), "THE LIGHT BURNS\n\nNo one was hurt."),
        (("A BBC", "report."), "A BBC report."),
        ((_REST,), "house burns."),  # its beginning stands on a page that is not here
    ],
)
def test_lines_make_a_paragraph(tmp_path: Path, lines: tuple[str, ...], text: str) -> None:
    [article] = articles_in(write(tmp_path, "p.xml", _alto(_block("B", *lines))))
    assert article.body == text


def test_a_word_that_a_column_cuts_is_whole_and_its_sentence_too(tmp_path: Path) -> None:
    [article] = articles_in(
        write(tmp_path, "p.xml", _alto(_block("B1", _CUT), _block("B2", _REST, "No one was hurt.")))
    )
    assert article.body == "The lighthouse burns. No one was hurt."


def test_the_order_of_reading_holds_and_margins_are_left_out(tmp_path: Path) -> None:
    order = (
        '<ReadingOrder><OrderedGroup ID="O"><ElementRef REF="B2"/><ElementRef REF="B1"/></OrderedGroup></ReadingOrder>'
    )
    page = _alto(_block("B1", "Second."), _block("B2", "First."), before=order, margin=_block("M", "THE GAZETTE 3"))
    [article] = articles_in(write(tmp_path, "p.xml", page))
    assert article.body == "First.\n\nSecond."


def test_a_page_without_recognised_text_says_so(tmp_path: Path) -> None:
    assert errors_in(write(tmp_path, "p.xml", _alto())) == [("news/p.xml", "no text was recognised on its page.")]


# -- METS -------------------------------------------------------------------------------------------------------------

_PAGE_1 = _alto(_block("T", "THE GAZETTE"), _block("H", "FIRE AT THE POINT"), _block("B1", _CUT), page="")
_PAGE_2 = _alto(_block("B2", _REST), _block("A", "Buy Holm soap."), _block("C", "A cow was sold."), page="")


def _mods(name: str, content: str) -> str:
    return f'<dmdSec ID="{name}"><mdWrap MDTYPE="MODS"><xmlData><mods xmlns="http://www.loc.gov/mods/v3">{content}</mods></xmlData></mdWrap></dmdSec>'


def _areas(*places: tuple[str, str]) -> str:
    return "".join(f'<fptr><area FILEID="{file}" BETYPE="IDREF" BEGIN="{block}"/></fptr>' for file, block in places)


def _mets(stories: str, *, place: str = "file://./alto/{}.xml", kind: str = "LOGICAL") -> str:
    files = "".join(
        f'<file ID="ALTO{n}" MIMETYPE="text/xml"><FLocat LOCTYPE="URL" xlink:href="{place.format(n)}"/></file>'
        for n in (1, 2)
    )
    pages = "".join(f'<div TYPE="PAGE" ORDERLABEL="{n + 4}"><fptr FILEID="ALTO{n}"/></div>' for n in (1, 2))
    return (
        '<mets xmlns="http://www.loc.gov/METS/" xmlns:xlink="http://www.w3.org/1999/xlink" LABEL="The Gazette, 1897-03-04"'
        ' OBJID="urn:gazette:1897-03-04">'
        + _mods("PAPER", "<titleInfo><title>The Holm Gazette</title></titleInfo>")
        + _mods("ISSUE", "<originInfo><dateIssued>1897-03-04</dateIssued></originInfo>")
        + _mods(
            "STORY",
            "<titleInfo><nonSort>A</nonSort><title>Fire at the Point</title></titleInfo><name><namePart>Ada Holm</namePart></name>"
            "<language><languageTerm>eng</languageTerm></language>",
        )
        + f'<fileSec><fileGrp ID="ALTOGRP" USE="Text">{files}</fileGrp></fileSec>'
        + f'<structMap TYPE="PHYSICAL"><div TYPE="Newspaper">{pages}</div></structMap>'
        + f'<structMap TYPE="{kind}"><div TYPE="Newspaper" DMDID="PAPER ISSUE"><div TYPE="CONTENT">{stories}</div></div></structMap></mets>'
    )


_FIRE = f'<div TYPE="SECTION" LABEL="Local news"><div TYPE="ARTICLE" DMDID="STORY"><div TYPE="HEADING">{_areas(("ALTO1", "H"))}</div><div TYPE="BODY">{_areas(("ALTO1", "B1"), ("ALTO2", "B2"))}</div></div></div>'
_COW = f'<div TYPE="ARTICLE" ID="D7" LABEL="A sale">{_areas(("ALTO2", "C"))}</div>'
_SOAP = f'<div TYPE="ADVERTISEMENT">{_areas(("ALTO2", "A"))}</div>'
_ISSUE = {"mets.xml": _mets(_FIRE + _COW + _SOAP), "alto/1.xml": _PAGE_1, "alto/2.xml": _PAGE_2}


def _laid(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        write(folder, name, content)
    return folder


def test_an_issue_gives_its_stories_with_paper_day_byline_and_page(tmp_path: Path) -> None:
    fire, cow = articles_in(_laid(tmp_path, _ISSUE))
    assert (fire.headline, fire.byline, fire.publisher, fire.published) == (
        "A Fire at the Point",
        "Ada Holm",
        "The Holm Gazette",
        "1897-03-04",
    )
    assert (fire.uri, fire.section, fire.language) == ("urn:gazette:1897-03-04#STORY", "Local news, p. 5–6", "en")
    assert fire.body == "FIRE AT THE POINT\n\nThe lighthouse burns."
    assert (cow.uri, cow.headline, cow.body, cow.section) == (
        "urn:gazette:1897-03-04#D7",
        "A sale",
        "A cow was sold.",
        "p. 6",
    )


@pytest.mark.parametrize(("name", "pack"), [("issue.zip", zipped), ("issue.tar", tarred)])
def test_in_a_package_it_gives_the_same(tmp_path: Path, name: str, pack: type) -> None:
    in_folder = [a.body for a in articles_in(_laid(tmp_path / "a", _ISSUE))]
    package = write(tmp_path, name, pack({f"in/{place}": content for place, content in _ISSUE.items()}))
    assert [a.body for a in articles_in(package)] == in_folder


def test_in_a_package_without_a_way_back_the_pages_are_read_by_themselves_and_it_says_so(tmp_path: Path) -> None:
    package = write(tmp_path, "issue.tar.gz", tar_gzipped(_ISSUE))
    results = [reading.result for reading in read_articles([package])]
    assert [a.section for a in results if isinstance(a, Article)] == ["", ""]
    assert any("is not there" in str(e) for e in results if isinstance(e, ArticleError))


def test_without_a_logical_structure_each_page_is_an_article(tmp_path: Path) -> None:
    one, two = articles_in(_laid(tmp_path, {**_ISSUE, "mets.xml": _mets(_FIRE, kind="OTHER")}))
    assert (one.uri, one.section, one.publisher) == ("urn:gazette:1897-03-04#page1", "p. 5", "The Gazette")
    assert two.body == "house burns.\n\nBuy Holm soap.\n\nA cow was sold."


def test_a_page_that_is_missing_costs_only_its_stories(tmp_path: Path) -> None:
    folder = _laid(tmp_path, {name: text for name, text in _ISSUE.items() if name != "alto/1.xml"})
    results = [reading.result for reading in read_articles([folder])]
    assert [article.headline for article in results if isinstance(article, Article)] == ["A sale"]
    assert errors_in(folder) == [
        ("news/mets.xml", "STORY: its page alto/1.xml is not there: put it beside the METS file.")
    ]


@pytest.mark.parametrize(
    "place", ["../{}.xml", "/etc/{}.xml", "https://a.example/{}.xml", "alto/../../{}.xml", "C:\\{}.xml"]
)
def test_no_page_is_looked_for_outside_the_issues_folder(tmp_path: Path, place: str) -> None:
    _laid(tmp_path, {"1.xml": _PAGE_1, "2.xml": _PAGE_2, "in/mets.xml": _mets(_COW, place=place)})
    [(_, reason)] = errors_in(tmp_path / "in")
    assert "is not there" in reason


def test_a_page_that_leads_out_by_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = write(tmp_path, "2.xml", _PAGE_2)
    folder = _laid(tmp_path / "in", {"mets.xml": _mets(_COW)})
    (folder / "alto").mkdir()
    (folder / "alto/2.xml").symlink_to(outside)
    assert [reason for name, reason in errors_in(folder / "mets.xml")] == [
        "A sale: its page alto/2.xml is not there: put it beside the METS file."
    ]


def test_mets_without_text_says_so(tmp_path: Path) -> None:
    content = '<mets xmlns="http://www.loc.gov/METS/"><fileSec/></mets>'
    assert errors_in(write(tmp_path, "m.xml", content)) == [
        ("news/m.xml", "it is METS without ALTO pages: export it with its text.")
    ]

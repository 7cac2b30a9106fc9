"""What stands above a text, in YAML, TOML or JSON, says what the article is and whether it was ever published."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Article
from tests.news_files import articles_in, errors_in, known_folder, write
from tests.packing import zipped

tmp_path = pytest.fixture(known_folder)

_TEXT = "The slipway at Orme was mended over the winter and opens to boats on Saturday."
_ARTICLE = Article(
    "file:news/a.md", _TEXT, headline="Slipway opens", published="2025-03-04", byline="Enid Farrow", language="en"
)
_AS_YAML = "---\ntitle: Slipway opens\ndate: 2025-03-04\nauthor: Enid Farrow\n{more}\n---\n"
_AS_TOML = '+++\ntitle = "Slipway opens"\ndate = 2025-03-04\nauthor = "Enid Farrow"\n{more}\n+++\n'
_AS_JSON = '{{\n"title": "Slipway opens", "date": "2025-03-04", "author": "Enid Farrow"{more}\n}}\n'


@pytest.mark.parametrize("matter", [_AS_YAML, _AS_TOML, _AS_JSON], ids=["YAML", "TOML", "JSON"])
@pytest.mark.parametrize("before", ["", "\ufeff", "\n\n"])
def test_each_notation_says_the_same(tmp_path: Path, matter: str, before: str) -> None:
    assert articles_in(write(tmp_path, "a.md", before + matter.format(more="") + f"\n{_TEXT}\n")) == [_ARTICLE]
    crlf = matter.format(more="").replace("\n", "\r\n") + _TEXT
    (tmp_path / "a.md").write_bytes(crlf.encode())
    assert articles_in(tmp_path / "a.md") == [_ARTICLE]


@pytest.mark.parametrize(
    ("matter", "more"),
    [
        (_AS_YAML, "draft: true"),
        (_AS_YAML, "draft: yes"),
        (_AS_YAML, "published: false"),
        (_AS_YAML, "status: draft"),
        (_AS_YAML, "estado: borrador"),
        (_AS_TOML, "draft = true"),
        (_AS_TOML, "published = false"),
        (_AS_TOML, 'status = "private"'),
        (_AS_JSON, ', "draft": true'),
        (_AS_JSON, ', "published": false'),
    ],
)
def test_a_draft_is_withheld(tmp_path: Path, matter: str, more: str) -> None:
    path = write(tmp_path, "a.md", matter.format(more=more) + _TEXT)
    assert articles_in(path) == [replace(_ARTICLE, pubstatus="withheld")]
    page = write(tmp_path, "b.html", matter.format(more=more) + f"<p>{_TEXT}</p>")
    if matter != _AS_JSON:
        assert articles_in(page) == [replace(_ARTICLE, uri="file:news/b.html", pubstatus="withheld")]


@pytest.mark.parametrize(
    ("matter", "more"),
    [
        (_AS_YAML, "draft: false"),
        (_AS_TOML, "draft = false"),
        (_AS_JSON, ', "draft": false'),
        (_AS_YAML, "published: true"),
    ],
)
def test_what_is_no_draft_may_be_read(tmp_path: Path, matter: str, more: str) -> None:
    assert articles_in(write(tmp_path, "a.md", matter.format(more=more) + _TEXT)) == [_ARTICLE]


def test_the_days_of_a_site_s_program_are_kept(tmp_path: Path) -> None:
    more = "publishDate = 2999-03-05T06:00:00+01:00\nexpiryDate = 2999-04-03"
    (article,) = articles_in(write(tmp_path, "a.md", _AS_TOML.format(more=more) + _TEXT))
    assert (article.embargoed, article.expires) == ("2999-03-05T06:00:00+01:00", "2999-04-03")
    (article,) = articles_in(write(tmp_path, "b.md", _AS_YAML.format(more="publishDate: 2999-03-05") + _TEXT))
    assert article.embargoed == "2999-03-05"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+++\ntitle = 'x\n+++\nText.", "its front matter is not valid TOML"),
        ("+++\ndraft = true\n\nText.", "its front matter has no end"),
        ('{\n"draft": true,\n}\nText.', "its front matter is not valid JSON"),
        ("+++\na = " + "[" * 100_000 + "\n+++\nText.", "it is nested too deeply"),
        ("+++\n#" + "x" * 1_100_000 + "\n+++\nText.", "its front matter is longer than"),
    ],
)
def test_what_may_say_that_a_text_is_a_draft_is_never_read_as_text(tmp_path: Path, text: str, reason: str) -> None:
    [(_, error)] = errors_in(write(tmp_path, "a.md", text))
    assert error.startswith(reason)


@pytest.mark.parametrize("text", ["+++ Breaking +++\n\nThe pier burns.", "{The pier} burns.", "+++\n\nThe pier burns."])
def test_what_is_no_front_matter_is_text(tmp_path: Path, text: str) -> None:
    (article,) = articles_in(write(tmp_path, "a.md", text))
    assert "pier" in article.body and article.pubstatus == "usable"


@pytest.mark.parametrize("name", ["_drafts/slipway.md", "site/_drafts/2025/slipway.html", "_drafts/slipway.json"])
def test_a_file_in_the_folder_of_drafts_is_one(tmp_path: Path, name: str) -> None:
    text = json.dumps({"text": _TEXT}) if name.endswith("json") else f"---\ntitle: Slipway\n---\n{_TEXT}"
    path = write(tmp_path, name, text)
    assert [article.pubstatus for article in articles_in(tmp_path)] == ["withheld"]
    assert [article.pubstatus for article in articles_in(path.parent)] == ["withheld"]
    assert [article.pubstatus for article in articles_in(path)] == ["withheld"]
    package = write(tmp_path.parent, "site.zip", zipped({name: text}))
    assert [article.pubstatus for article in articles_in(package)] == ["withheld"]


def test_a_post_s_name_tells_its_day_where_nothing_else_does(tmp_path: Path) -> None:
    write(tmp_path, "_posts/2025-03-04-slipway.md", _TEXT)
    write(tmp_path, "_posts/2025/2025-03-05-slipway.md", f"---\ndate: 2025-03-06\n---\n{_TEXT}")
    write(tmp_path, "other/2025-03-07-slipway.md", _TEXT)
    days = {article.uri: article.published for article in articles_in(tmp_path)}
    assert days == {
        "file:news/_posts/2025-03-04-slipway.md": "2025-03-04",
        "file:news/_posts/2025/2025-03-05-slipway.md": "2025-03-06",
        "file:news/other/2025-03-07-slipway.md": None,
    }

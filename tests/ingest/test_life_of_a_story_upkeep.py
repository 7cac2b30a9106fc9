"""The archive of a newsroom is looked into, rebuilt and mended; each time its stories stay as they were."""

import shutil

import pytest

import ingest.__main__
from tests.newsroom import BAKERY, FERRY, Newsroom, newsroom_of_two_stories

newsroom = pytest.fixture(newsroom_of_two_stories)


def test_a_rebuild_makes_everything_findable_anew_but_what_may_not_be_read(newsroom: Newsroom) -> None:
    newsroom.write("mill", "The paper mill of Brindlewick closes after 140 years.", pubstatus="withheld")
    newsroom.ingest()
    before = newsroom.index_folder()
    assert newsroom.ingest("--rebuild")["passages"] == 0  # by the same model, which is not asked
    assert newsroom.index_folder() != before and not before.exists()
    assert newsroom.quoted() == [FERRY]
    assert newsroom.in_chroma() == {FERRY, BAKERY}
    assert newsroom.article("mill") is None


def test_status_tells_what_the_archive_holds_in_one_screen(newsroom: Newsroom) -> None:
    newsroom.write("secret", "Nobody may read this.", embargoed="2999-01-01")
    (newsroom.news / "broken.json").write_text("{")
    newsroom.ingest(newsroom.news, expected=1)
    status = newsroom.ingest("--status")
    counts = ("articles", "stories", "passages", "embargoed", "withdrawn", "erased", "failures")
    assert [status[name] for name in counts] == [2, 2, 2, 1, 0, 0, 1]
    assert status["languages"] == {"en": 2} and status["publishers"] == {"The Tern Gazette": 2}
    assert ingest.__main__.main(["--status", "--archive", str(newsroom.archive)]) == 0
    screen = newsroom.capture.readouterr().out.splitlines()
    assert len(screen) <= 24 and "Articles        2 of 2 stories, in 2 passages" in screen


def test_failures_are_kept_with_their_reason_until_they_are_mended(newsroom: Newsroom) -> None:
    (newsroom.news / "broken.json").write_text("{")
    for _ in range(2):
        assert newsroom.ingest(newsroom.news, expected=1)["failed"] == 1
    (failure,) = newsroom.ingest("--failures")["failures"]
    assert failure["file"] == "news/broken.json" and "not valid JSON" in failure["error"]
    newsroom.write("broken", "The lighthouse of Tern is lit again.")
    assert newsroom.ingest()["added"] == 1
    assert newsroom.ingest("--failures")["failures"] == []


@pytest.mark.parametrize("is_lost", [False, True], ids=["damaged", "lost"])
@pytest.mark.parametrize("mended_by", ["ingest", "--rebuild"])
def test_a_damaged_or_lost_index_hides_nothing_and_is_mended_in_passing(
    newsroom: Newsroom, is_lost: bool, mended_by: str
) -> None:
    index = newsroom.index_folder()
    if is_lost:
        shutil.rmtree(index)
    else:
        (index / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    assert FERRY in newsroom.found() and newsroom.quoted() == [FERRY]
    if mended_by == "ingest":
        (note,) = newsroom.ingest()["notes"]
        assert "was made anew" in note and str(newsroom.archive) in note and "\n" not in note
        assert newsroom.ingest()["notes"] == []
    else:
        newsroom.ingest("--rebuild")
    assert newsroom.in_chroma() == {FERRY, BAKERY}
    assert FERRY in newsroom.found() and newsroom.quoted() == [FERRY]


@pytest.mark.parametrize(
    "arguments", [["--erase", "\udcff"], [""], ["--status", "news"], ["--rebuild", "--dry-run"]], ids=str
)
def test_unusable_arguments_are_told_without_a_trace(newsroom: Newsroom, arguments: list[str]) -> None:
    try:
        status = ingest.__main__.main([*arguments, "--archive", str(newsroom.archive)])
    except SystemExit as ended:  # argparse's own way
        status = int(str(ended.code))
    assert status == 2
    assert "Traceback" not in newsroom.capture.readouterr().err

"""Issues of a daily bulletin are stories of their own; prints of one issue are one, however its figures are written."""

import pytest

from evaluation.bulletins import read_bulletins
from ingest.stories.duplicates import Clusterer, Print
from ingest.stories.likeness import read_setting
from tests.ingest.test_duplicates import Stored

SETTING = read_setting()
ICE = (
    "Ice on the Orme\nThe ice on the Orme at Saltby was {cm} centimetres thick on {day}, the river office said, and {n} people"
    " were out on it by noon.\n\nWho wants to skate should keep away from the mouths of the three drains and from the bridge. The"
    " office drills at seven in the morning and hangs out a green flag where the ice bears. It lends ladders and ropes to anybody"
    " who asks at the lock. Dogs are to be kept on a lead, and fires may be lit on the bank alone."
)
STORM = (
    "Storm takes the roof off Saltby hall\nSALTBY, February 3 (Coast Wire) — A storm tore the roof off the hall at Saltby on Monday"
    " night and left {homes} homes without power. Engineers, {crews} crews of them, worked until dawn in gusts of 110 kilometres an"
    " hour. The hall was built in 1887 and had stood every winter since but that of 1953. {trees} trees lie across the road to the"
    " harbour, which will be shut for the week. The council has set aside 40 beds in the school and asks for blankets. Nobody was"
    " hurt, though a calf was found on a balcony."
)


def _stories(*prints: Print) -> list[set[str]]:
    stored = Stored()
    for one in prints:
        Clusterer(stored, SETTING).place([one])
    found: dict[str, set[str]] = {}
    for uri, story in stored.stories().items():
        found.setdefault(story, set()).add(uri)
    return sorted(found.values(), key=min)


def _print(uri: str, text: str, day: str, *, publisher: str = "The Saltby Sun", language: str = "en") -> Print:
    return Print(uri, language=language, publisher=publisher, day=day, text=text, vector=None)


def _ice(cm: str, day: str, n: str) -> str:
    return ICE.format(cm=cm, day=day, n=n)


def test_each_day_s_bulletin_is_a_story_and_both_papers_prints_of_it_are_one() -> None:
    issues = [("3", _ice("11", "3 February", "40")), ("4", _ice("14", "4 February", "125"))]
    prints = [
        _print(f"{paper}{day}", text, f"2025-02-0{day}", publisher=paper)
        for day, text in issues
        for paper in ("a", "b")
    ]
    assert _stories(*prints) == [{"a3", "b3"}, {"a4", "b4"}]


def test_a_paper_s_bulletin_that_names_no_day_is_told_by_its_figures() -> None:
    text = "{} boats are waiting below the gates today.\n\n" + ICE.partition("\n\n")[2]
    assert len(_stories(_print("a", text.format(12), "2025-02-03"), _print("b", text.format(31), "2025-02-04"))) == 2
    assert len(_stories(_print("a", text.format("Two"), "2025-02-03"), _print("b", text.format(31), "2025-02-04"))) == 2


def test_a_paper_s_bulletin_in_words_alone_is_told_by_its_few_other_words() -> None:
    text = "The ice bears {} today.\n\n" + ICE.partition("\n\n")[2]
    prints = [
        _print("a", text.format("nobody at all"), "2025-02-03"),
        _print("b", text.format("everybody"), "2025-02-04"),
    ]
    assert len(_stories(*prints)) == 2


def test_the_frame_of_a_bulletin_joins_no_two_days() -> None:
    frame = ICE.partition("\n\n")[2]
    prints = [
        _print("a", _ice("11", "3 February", "40"), "2025-02-03"),
        _print("b", _ice("14", "4 February", "125"), "2025-02-04"),
        _print("c", frame, "2025-02-04", publisher="The Orme Echo"),
    ]
    stories = _stories(*prints)
    assert not any({"a", "b"} <= story for story in stories)


@pytest.mark.parametrize(
    ("one", "other"),
    [("1,200", "1200"), ("1,200", "1.200"), ("1,200", "twelve hundred"), ("400", "four hundred"), ("22", "twenty-two")],
)
def test_figures_that_are_only_written_otherwise_are_the_same(one: str, other: str) -> None:
    prints = [
        _print("a", _ice("11", "3 February", one), "2025-02-03", publisher="The Saltby Sun"),
        _print("b", _ice("11", "3 February", other), "2025-02-04", publisher="The Orme Echo"),
    ]
    assert len(_stories(*prints)) == 1


def test_figures_that_another_paper_brought_up_to_date_stay_in_their_story() -> None:
    first, later = STORM.format(homes=900, crews=14, trees=30), STORM.format(homes=1150, crews=19, trees=30)
    prints = [_print("a", first, "2025-02-04"), _print("b", later, "2025-02-05", publisher="The Orme Echo")]
    assert len(_stories(*prints)) == 1


def test_a_paper_s_own_print_with_other_figures_is_of_the_story_where_it_says_that_it_updates() -> None:
    first, later = _ice("11", "3 February", "40"), _ice("11", "3 February", "55")
    assert len(_stories(_print("a", first, "2025-02-03"), _print("b", later, "2025-02-04"))) == 1  # of one date
    first, later = (STORM.replace("February 3", "Tuesday").format(homes=n, crews=n, trees=n) for n in (900, 1150))
    assert len(_stories(_print("a", first, "2025-02-04"), _print("b", later, "2025-02-05"))) == 2
    said = later.replace("\n", "\nUpdated. ", 1)
    assert len(_stories(_print("a", first, "2025-02-04"), _print("b", said, "2025-02-05"))) == 1


def test_every_bulletin_of_the_measurement_is_a_story_of_its_day() -> None:
    records = read_bulletins()
    stored = Stored()
    prints = [
        Print(
            f"{number}:{record['story']}",
            record["language"],
            record["publisher"],
            record["published"],
            f"{record['headline']}\n{record['body']}",
            None,
        )
        for number, record in enumerate(records)
    ]
    Clusterer(stored, SETTING).place(prints)
    told = {uri.partition(":")[2]: story for uri, story in stored.stories().items()}
    assert len(set(told.values())) == len(told) == 60
    assert len(set(stored.stories().values())) == 60

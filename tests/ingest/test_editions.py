"""What an agency says of an item counts for every language that it is told in, and for nobody else."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from archive.records import Article
from ingest.stories.editions import item_of
from tests.ingest.test_identity import Room

_ENGLISH = "The harbour pilots of Skerry stopped work at six, and two tankers lie off the point."
_FRENCH = "Les pilotes du port de Skerry ont cessé le travail à six heures, et deux pétroliers attendent au large."
_ALL_OPEN = {"urn:skerry:1": True, "urn:skerry:1#fr": True}


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = Room(tmp_path)
    with closing(made.catalog):
        yield made


def _item(*texts: tuple[str, str], version: int | None = None, meta: str = "", guid: str = "urn:skerry:1") -> str:
    said = "".join(
        f'<inlineXML xml:lang="{language}"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html></inlineXML>'
        for language, text in texts
    )
    number = "" if version is None else f' version="{version}"'
    return (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}"{number} xml:lang="en"><itemMeta>{meta}</itemMeta>'
        f'<contentMeta><language tag="en"/><headline>Pilots stop</headline></contentMeta><contentSet>{said}</contentSet></newsItem>'
    )


_TWO = (("en", _ENGLISH), ("fr", _FRENCH))
_HIDING = {
    "cancellation": '<pubStatus qcode="stat:canceled"/>',
    "withholding": '<pubStatus qcode="stat:withheld"/>',
    "embargo": "<embargoed>2190-01-01T00:00:00Z</embargoed>",
    "until further notice": "<embargoed/>",
}


def _open(room: Room) -> dict[str, bool]:
    return {uri: uri in room.catalog.articles([uri]) for uri in room.bodies()}


@pytest.mark.parametrize("texts", [(), _TWO[:1]], ids=["no text", "one language"])
@pytest.mark.parametrize("meta", _HIDING.values(), ids=_HIDING)
@pytest.mark.parametrize("versions", [(1, 2), (None, None)], ids=["versions", "none"])
@pytest.mark.parametrize("names", ["ab", "ba"])
@pytest.mark.parametrize("at_once", [True, False])
def test_what_hides_an_item_hides_all_its_languages_in_whatever_order_and_changes_nothing_the_second_time(
    room: Room, texts: Any, meta: str, versions: Any, names: str, at_once: bool
) -> None:
    item = room.write(f"{names[0]}.xml", _item(*_TWO, version=versions[0]))
    notice = room.write(f"{names[1]}.xml", _item(*texts, version=versions[1], meta=meta))
    if at_once:
        room.take_in(item.parent)
    else:
        room.counts(item)
        assert _open(room) == _ALL_OPEN
        assert not room.take_in(notice).errors
    assert not any(_open(room).values())
    assert room.bodies()["urn:skerry:1#fr"] == _FRENCH
    for _ in range(2):
        report = room.take_in(item.parent)
        assert (report.added, report.updated, report.withdrawn) == (0, 0, 0)
        assert not any(_open(room).values())


def test_what_is_released_again_in_all_languages_is_readable_in_all(room: Room) -> None:
    room.counts(room.write("a.xml", _item(*_TWO, version=1)))
    room.take_in(room.write("b.xml", _item(version=2, meta=_HIDING["withholding"])))
    room.take_in(room.write("c.xml", _item(*_TWO[::-1], version=3)))
    assert _open(room) == _ALL_OPEN


def test_a_cancellation_in_all_languages_counts_each_once(room: Room) -> None:
    room.counts(room.write("a.xml", _item(*_TWO, version=1)))
    assert room.take_in(room.write("b.xml", _item(*_TWO, version=2, meta=_HIDING["cancellation"]))).withdrawn == 2


def test_an_old_notice_hides_nothing_of_a_newer_version(room: Room) -> None:
    room.counts(room.write("b.xml", _item(*_TWO, version=3)))
    room.take_in(room.write("a.xml", _item(version=2, meta=_HIDING["cancellation"])))
    assert _open(room) == _ALL_OPEN


def test_items_whose_names_only_begin_alike_are_left_alone(room: Room) -> None:
    others = ("urn:skerry:12", "urn:skerry:1#fr:2", "urn:skerry:1#pilots-later")
    for number, guid in enumerate(("urn:skerry:1", *others)):
        room.counts(room.write(f"{number}.xml", _item(_TWO[0], guid=guid)))
    room.take_in(room.write("9.xml", _item(meta=_HIDING["cancellation"])))
    assert _open(room) == {"urn:skerry:1": False} | dict.fromkeys(others, True)


@pytest.mark.parametrize(
    ("uri", "item"),
    [
        ("urn:x#fr", "urn:x"),
        ("urn:x#fr-CH", "urn:x"),
        ("urn:x#2", "urn:x"),
        ("2025-117#fr", "2025-117"),
        ("urn:x#es", ""),
        ("https://paper.example/live#fra", "https://paper.example/live"),
        ("https://paper.example/live#top", ""),
        ("file:export.csv#2", ""),
        ("urn:x", ""),
    ],
)
def test_only_what_is_marked_with_its_own_language_is_an_edition(uri: str, item: str) -> None:
    assert item_of(Article(uri, "Text.", language="fr")) == item

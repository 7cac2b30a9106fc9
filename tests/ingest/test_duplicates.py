"""Copies of one text find each other whatever was done to them; other texts keep apart."""

import sqlite3
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import schema
from archive.prints import Prints
from ingest.stories.duplicates import MOST_CANDIDATES, WINDOW_DAYS, Clusterer, Print, read_print
from ingest.stories.likeness import Likeness, compare, read_setting
from ingest.stories.shingles import KEYS, MOST_WORDS, keys_of, shingles, word_hashes

SETTING = read_setting()
STORY = (
    "The lock at Withy End will stay shut until Whitsun, the canal office said on Friday, because an otter has moved into"
    " the culvert that feeds it and has three cubs. Nineteen narrowboats are waiting below the gates. Their owners have been"
    " offered free moorings and a cheese. Most took both, among them a retired dentist who had meant to be in the north by"
    " now and says that he has never been happier. The office will look in on the family every Sunday with a camera on a"
    " pole. When the cubs can swim, a gentle sound of barking dogs is to be played into the pipe, which has worked before,"
    " at Cuckmere Bottom, in 2011. Lock keeper Agnes Pardew has put up a sign that asks people not to whistle."
)
OTHER_REPORT = (
    "Boaters stuck on the canal have an otter to thank for their holiday. Agnes Pardew, who keeps the lock at Withy End,"
    " found the mother and her young in a pipe, and the gates have not moved since. Cheese is handed out to those who wait."
    " Nobody knows how long it will take; a dentist has begun to learn the accordion, to the sorrow of eighteen crews."
)
CHINESE = (
    "鹭洲湿地保护站公布调查结果，今年冬天共记录到水鸟九十六种，其中黑脸琵鹭最多。工作人员说，这是十年来的最高纪录。"
    "保护站计划明年扩大观察范围，并邀请附近的中学生参加周末的统计工作。"
)

WETLAND = (
    "Ninety-six kinds of water birds have been counted this winter at the wetland of Luzhou, more than in any of the past ten"
    " years, and the spoonbill was the commonest of them. Next year the station wants to look further afield and to have pupils"
    " from the schools nearby help with the counting at weekends, wellingtons to be brought by everybody who comes."
)


def _print(uri: str, text: str, **changes: str | None) -> Print:
    made = Print(uri, language="en", publisher="", day="2025-03-07", text=text, vector=None)
    return replace(made, **changes)  # type: ignore[arg-type]  # the tests change strings only


class _Store(Prints):
    """The prints of a database in memory, of which a test may have many."""

    def __init__(self) -> None:
        self._engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        schema.metadata.create_all(self._engine)
        super().__init__(self._engine.connect())

    def stories(self) -> dict[str, str]:
        """Which story each print tells, by uri."""
        return dict(self._connection.execute(sa.select(schema.prints.c.uri, schema.prints.c.story)).tuples().all())

    def rows(self) -> list[sa.Row[Any]]:
        """All that is stored."""
        tables = (schema.prints, schema.print_keys)
        return [row for table in tables for row in self._connection.execute(sa.select(table))]


def _place(store: _Store, *batch: Print) -> dict[str, str]:
    Clusterer(store, SETTING).place(batch)
    return store.stories()


def _groups(stories: dict[str, str]) -> set[frozenset[str]]:
    return {frozenset(uri for uri in stories if stories[uri] == story) for story in stories.values()}


def _trimmed(text: str) -> str:
    return text[: len(text) // 3]


def _changed(text: str) -> str:
    """Change every ninth word."""
    return " ".join(word if n % 9 else f"x{word}" for n, word in enumerate(text.split()))


# -- what is one story ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        STORY.upper(),
        _trimmed(STORY),
        _changed(STORY),
        _changed(_trimmed(STORY)),
        STORY.replace("Nineteen", "Twenty-two").replace("three cubs", "four cubs").replace("2011", "2012"),
        "An otter and a cheese keep the boats of Withy End in good spirits, we hear. "
        + STORY[STORY.index("Nineteen") :],
        f"WITHY END (Northern Wire) — {STORY} © Northern Wire. All rights reserved. Not to be printed without leave.",
    ],
)
def test_a_print_finds_its_story_trimmed_retouched_updated_or_with_another_lead(text: str) -> None:
    assert _place(_Store(), _print("a", STORY), _print("b", text)) == {"a": "a", "b": "a"}


def test_another_report_of_the_event_is_another_story() -> None:
    assert _place(_Store(), _print("a", STORY), _print("b", OTHER_REPORT)) == {"a": "a", "b": "b"}


def test_the_same_words_in_another_language_are_never_one_story() -> None:
    assert len(_groups(_place(_Store(), _print("a", STORY), _print("b", STORY, language="es")))) == 2


def test_scripts_without_spaces_have_prints_too() -> None:
    other = (
        "十年来最多：黑脸琵鹭今冬成群飞抵鹭洲。据当地保护站统计，前来越冬的鸟类达到九十六种，研究者认为水质改善是主因。"
    )
    batch = [_print(uri, text, language="zh") for uri, text in (("a", CHINESE), ("b", CHINESE[:70]), ("c", other))]
    assert _groups(_place(_Store(), *batch)) == {frozenset("ab"), frozenset("c")}


def test_a_print_belongs_to_the_days_around_it_and_one_without_a_day_to_all() -> None:
    store = _Store()
    _place(store, _print("a", STORY, day="2025-03-01"))
    assert _place(store, _print("b", STORY, day=f"2025-03-{1 + WINDOW_DAYS:02}T06:30:00+01:00"))["b"] == "a"
    assert _place(store, _print("c", STORY, day="2025-03-20"))["c"] == "c"
    assert _place(_Store(), _print("a", STORY, day=None), _print("b", STORY, day="1999-01-01"))["b"] == "a"
    assert _place(_Store(), _print("a", STORY, day="some day"), _print("b", STORY))["b"] == "a"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_first_and_the_last_day_of_the_calendar_do_no_harm(day: str) -> None:
    assert _place(_Store(), _print("a", STORY, day=day), _print("b", STORY, day=day))["b"] == "a"


def test_the_frame_of_a_column_makes_no_story() -> None:
    frame = " ".join(STORY.split()[-40:])
    first = (
        "Sow the beans under glass today and keep the slugs off with a lamp, a bucket and a good deal of patience. " * 2
    )
    other = (
        "My uncle kept bees in the attic, and nobody minded until the ceiling of the parlour began to drip on Sundays. "
        * 2
    )
    columns = [_print(uri, own + frame, publisher="The Ledger") for uri, own in (("a", first), ("b", other))]
    assert _groups(_place(_Store(), *columns)) == {frozenset("a"), frozenset("b")}


def test_a_print_without_words_is_alone() -> None:
    assert _place(_Store(), _print("a", ""), _print("b", " — ")) == {"a": "a", "b": "b"}


# -- two stories that become one --------------------------------------------------------------------------------------


def test_a_whole_print_joins_two_parts_that_have_nothing_in_common_under_the_earlier_name() -> None:
    store = _Store()
    half = STORY.index("Most took")
    stories = _place(store, _print("top", STORY[:half]), _print("end", STORY[half:], day="2025-03-06"))
    assert stories == {"top": "top", "end": "end"}
    assert set(_place(store, _print("whole", STORY)).values()) == {"end"}


def test_a_digest_does_not_join_what_it_puts_side_by_side() -> None:
    store = _Store()
    along = np.eye(4, dtype=np.float32)
    first, second = _trimmed(STORY), " ".join(WETLAND.split()[:40])
    _place(store, replace(_print("a", first), vector=along[0]), replace(_print("b", second), vector=along[1]))
    digest = replace(_print("digest", f"{first} {second}"), vector=(along[0] + along[1]) / np.sqrt(2, dtype=np.float32))
    stories = _place(store, digest)
    assert stories["a"] != stories["b"]


# -- coming in order, again and anew ----------------------------------------------------------------------------------


def test_the_order_of_arrival_does_not_matter() -> None:
    batch = [_print("a", STORY), _print("b", _trimmed(STORY)), _print("c", _changed(STORY)), _print("d", OTHER_REPORT)]
    found = set()
    for order in permutations(batch):
        together = _groups(_place(_Store(), *order))
        store = _Store()
        for print_ in order:
            one_by_one = _place(store, print_)
        assert _groups(one_by_one) == together
        found.add(frozenset(together))
    assert found == {frozenset({frozenset("abc"), frozenset("d")})}


def test_placing_the_same_prints_again_changes_nothing() -> None:
    batch = [_print("a", STORY), _print("b", _trimmed(STORY)), _print("c", OTHER_REPORT), _print("d", _changed(STORY))]
    store = _Store()
    before = _place(store, *batch)
    rows = store.rows()
    for again in (batch, batch[::-1], batch[:1], batch[1:3]):
        assert _place(store, *again) == before
        assert store.rows() == rows


def test_a_changed_version_is_placed_anew() -> None:
    store = _Store()
    _place(store, _print("a", STORY), _print("b", _changed(STORY)), _print("c", OTHER_REPORT))
    assert _place(store, _print("b", OTHER_REPORT)) == {"a": "a", "b": "c", "c": "c"}


def test_a_story_keeps_its_name_when_the_print_that_gave_it_changes_a_little() -> None:
    store = _Store()
    _place(store, _print("a", STORY), _print("b", _trimmed(STORY)))
    assert _place(store, _print("a", STORY + " A correction: there are four cubs.")) == {"a": "a", "b": "a"}


@pytest.mark.parametrize("together", [True, False])
def test_when_the_print_that_gave_the_name_leaves_the_next_one_gives_it(together: bool) -> None:
    store = _Store()
    _place(store, _print("a", STORY), _print("b", _trimmed(STORY)), _print("c", _changed(STORY)))
    new = [_print("a", OTHER_REPORT), _print("d", STORY)]
    stories = _place(store, *new) if together else [_place(store, print_) for print_ in new][-1]
    assert stories == {"a": "a", "b": "b", "c": "b", "d": "b"}


_PIECES = st.lists(st.sampled_from([STORY[:250], STORY[250:500], STORY[500:], OTHER_REPORT, CHINESE, ""]), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), _PIECES.map(" ".join)), min_size=1, max_size=12), st.integers(1, 4))
def test_every_story_goes_by_the_uri_of_one_of_its_prints(arriving: list[tuple[int, str]], size: int) -> None:
    store = _Store()
    for at in range(0, len(arriving), size):
        batch = {f"{uri}": _print(f"{uri}", text) for uri, text in arriving[at : at + size]}
        stories = _place(store, *batch.values())
        assert all(stories[story] == story for story in stories.values())


# -- keys and likeness ------------------------------------------------------------------------------------------------


class _Counting(_Store):
    """Notes how many candidates were asked for and given."""

    given: list[int]

    def sharing(self, *args, **kwargs):  # type: ignore[no-untyped-def]  # handed through as it comes
        found = super().sharing(*args, **kwargs)
        self.given = [*getattr(self, "given", []), len(found)]
        return found


def test_a_print_is_compared_with_a_bounded_number_however_many_share_its_last_line() -> None:
    store = _Counting()
    last_line = " ".join(STORY.split()[-30:])
    dice = np.random.default_rng(0)
    for n in range(200):
        store.put(
            [read_print(_print(f"{n}", " ".join(f"w{word}" for word in dice.integers(10**6, size=60)) + last_line))]
        )
    _place(store, _print("new", STORY))
    assert max(store.given) <= MOST_CANDIDATES


def test_keys_are_the_same_on_every_machine_and_fit_sqlite() -> None:
    keys = keys_of(word_hashes("The lock stays shut"), language="en")
    assert keys[:3].tolist() == [6603036680005855754, -2080991209157473427, -1032597088635454218]
    assert keys.dtype == np.int64
    assert len(keys) == len(set(keys.tolist())) == KEYS
    sqlite3.connect(":memory:").execute("SELECT ?", (int(keys.min()),))


def test_two_languages_have_no_key_in_common() -> None:
    words = word_hashes(STORY)
    assert not set(keys_of(words, language="en").tolist()) & set(keys_of(words, language="es").tolist())


@given(st.text(max_size=200))
def test_any_text_has_words_and_keys_without_harm(text: str) -> None:
    words = word_hashes(text)
    assert len(keys_of(words, language="xx")) == (KEYS if len(words) else 0)
    assert words.tolist() == word_hashes(text.upper().lower()).tolist() or not text.isascii()
    assert len(shingles(words)) == (max(1, len(words) - 2) if len(words) else 0)


def test_a_text_of_any_length_costs_no_more_than_the_longest_that_is_looked_at() -> None:
    assert len(word_hashes("word " * (MOST_WORDS + 50))) == MOST_WORDS
    assert len(word_hashes("湿" * (MOST_WORDS + 50))) == MOST_WORDS


@given(st.lists(st.sampled_from(STORY.split()), max_size=30), st.lists(st.sampled_from(STORY.split()), max_size=30))
def test_likeness_does_not_depend_on_which_comes_first_unless_both_are_as_long(
    one: list[str], other: list[str]
) -> None:
    first, second = (read_print(_print(uri, " ".join(text))) for uri, text in (("a", one), ("b", other)))
    if len(first.words) != len(second.words):
        assert compare(first, second) == compare(second, first)
    if one:
        assert compare(first, first) == Likeness(covered=1.0, words=1.0, meaning=None, one_publisher=False)


def test_the_rule_that_ships_asks_more_of_one_publisher_and_more_of_texts_that_mean_something_else() -> None:
    def margin(meaning: float | None, one_publisher: bool) -> float:
        return SETTING.margin(Likeness(0.7, 0.7, meaning, one_publisher))

    assert margin(0.8, False) > margin(0.8, True)
    assert margin(0.8, False) > margin(0.2, False)
    assert margin(None, False) > margin(None, True)

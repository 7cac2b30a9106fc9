"""A few of the kills and damages that `tests.killing`, `tests.damaging` and `tests.churning` try by the dozen."""

from pathlib import Path

import pytest

from tests.churning import churn
from tests.damaging import Damaging
from tests.killing import Killing

_KILLED = ("a first run", "a later run", "--rebuild with another model", "--backup")
_DAMAGED = (
    "index data_level0.bin random",
    "catalog header overwritten",
    "journal halved",
)


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Killing:
    return Killing(tmp_path_factory.mktemp("killing"), articles=40, sentences=6, seed=5)


@pytest.mark.parametrize("name", _KILLED)
def test_a_command_that_is_killed_hides_what_is_hidden_and_finishes_when_it_is_run_again(
    killing: Killing, name: str
) -> None:
    (scenario,) = [one for one in killing.scenarios if one.name == name]
    faults, when = killing.kill(scenario)
    assert faults == [], when


@pytest.fixture(scope="module")
def damaging(tmp_path_factory: pytest.TempPathFactory) -> Damaging:
    return Damaging(tmp_path_factory.mktemp("damaging"))


@pytest.mark.parametrize("name", _DAMAGED)
def test_damage_is_named_crashes_nothing_and_is_mended_as_far_as_it_can_be(damaging: Damaging, name: str) -> None:
    (damage,) = [one for one in damaging.damages if one.name == name]
    assert damaging.faults(damage) == []


def test_passages_are_found_after_a_thousand_others_were_deleted_and_written_over(tmp_path: Path) -> None:
    assert churn(tmp_path / "archive", passages=1200, changes=1000, seed=2) == []

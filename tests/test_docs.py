"""Every setting and every option has its line in the documentation."""

import argparse
from pathlib import Path

import pytest

import answering.__main__
import ingest.__main__
from archive.settings import _KNOWN, PROJECT

_README = (PROJECT / "README.md").read_text("utf-8")


def _options(parser: argparse.ArgumentParser) -> list[str]:
    return [option for action in parser._actions for option in action.option_strings if option not in ("-h", "--help")]


@pytest.mark.parametrize("name", sorted(_KNOWN))
def test_a_setting_is_in_the_readme_s_table(name: str) -> None:
    (table,) = [part for part in _README.split("## ") if part.startswith("Settings\n")]
    assert any(f"`{name}`" in row.split("|")[1] for row in table.splitlines() if row.startswith("|"))


@pytest.mark.parametrize(
    ("page", "option"),
    [("docs/ingest.md docs/upkeep.md", option) for option in _options(ingest.__main__._parser())]
    + [("docs/asking.md", option) for option in _options(answering.__main__.parser())],
)
def test_an_option_is_in_the_table_of_its_page(page: str, option: str) -> None:
    lines = [line for name in page.split() for line in Path(PROJECT, name).read_text("utf-8").splitlines()]
    rows = [row.split("|")[1] for row in lines if row.startswith("| `--")]
    assert any(f"`{option}`" in row or f"`{option} " in row for row in rows)

"""Who uses the program need not install what only its evaluations import."""

import subprocess
import sys

import pytest

import evaluation.__main__
from archive.settings import PROJECT

_EVALUATIONS_OWN = ("langchain_huggingface", "langchain_text_splitters", "sklearn")
_IMPORTS_ALL = f"""
import importlib, sys
from pathlib import Path
for name in {_EVALUATIONS_OWN}:
    sys.modules[name] = None
for part in ("language", "archive", "ingest", "retrieval", "answering", "ui"):
    for file in sorted(Path(part).rglob("*.py")):
        importlib.import_module(".".join(file.with_suffix("").parts))
import app
"""


def test_everything_but_the_evaluations_imports_without_what_only_they_use() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _IMPORTS_ALL], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_an_evaluation_says_in_one_line_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "langchain_huggingface", None)
    assert evaluation.__main__.main(["speed", "--texts", "1", "--rounds", "1"]) == 1
    assert capsys.readouterr() == (
        "",
        "This evaluation needs langchain_huggingface, which nothing else does: run `pip install -r requirements-dev.txt`.\n",
    )


def test_the_page_s_requirements_name_none_of_it_but_what_comes_along() -> None:
    wanted, along = (PROJECT / "requirements.txt").read_text("utf-8").split("# What comes along")
    names = {name.replace("_", "-").replace("sklearn", "scikit-learn") for name in _EVALUATIONS_OWN}
    assert not {line.split("==")[0] for line in wanted.splitlines()} & names
    assert {line.split("==")[0] for line in along.splitlines()} & names == {"scikit-learn"}

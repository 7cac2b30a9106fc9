"""Whatever comes in, a reader gives articles and reasons: it never fails otherwise, hangs, opens a file or phones."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.ingest import fuzzing

_ROOT = Path(__file__).parent.parent.parent
_INPUTS = 500  # a reader; a package holds several files, so that a fifth of them reads as many


@pytest.mark.parametrize("format_name", fuzzing.seeds())
def test_broken_inputs_become_articles_and_reasons(format_name: str) -> None:
    inputs = _INPUTS // 5 if format_name.startswith("packed") else _INPUTS
    command = [sys.executable, "-m", "tests.ingest.fuzzing", format_name, str(inputs)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr  # a crash below Python, too
    outcome = json.loads(done.stdout.splitlines()[-1])
    assert outcome["wrong"] == []
    assert outcome["inputs"] == inputs
    assert outcome["articles"] and outcome["errors"]  # inputs so broken that none is read would test little


def test_the_inputs_are_the_same_at_every_run() -> None:
    once, again = (list(fuzzing.broken_inputs("table.csv", 20)) for _ in range(2))
    assert once == again
    assert len(set(once)) == 20

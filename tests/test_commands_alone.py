"""Each command runs in a process of its own, as a newsroom's script runs it, and needs no network."""

import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from tests.alone import BRIDGE, Alone

_PHONES = """
import urllib.request
try: urllib.request.urlopen('http://127.0.0.1:9')
except OSError as error: print(error.reason)
"""


@pytest.mark.parametrize(
    ("command", "tells"),
    [
        ("ingest", lambda report: (report["added"], report["errors"]) == (1, [])),
        ("retrieval", lambda found: [passage["text"] for passage in found["passages"]] == [BRIDGE]),
        ("answering", lambda answer: answer["statements"][0]["quotes"][0]["quote"] == BRIDGE),
        ("evaluation", lambda table: table["rows"]["all topics"]["h@1"] == 1),
    ],
)
def test_a_command_does_its_work_and_connects_to_nothing(
    command: str, tells: Callable[[Any], bool], alone: Alone
) -> None:
    status, out, err = alone.told[command].result()
    assert status == 0, err
    assert tells(json.loads(out)), out
    assert not alone.called.exists(), alone.called.read_text()


def test_the_trap_would_have_caught_a_connection(alone: Alone) -> None:
    for told in alone.told.values():
        told.result()  # none of them may be blamed for this one
    environment = {"PYTHONPATH": str(alone.trap)}
    done = subprocess.run([sys.executable, "-c", _PHONES], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "no network\n"
    assert alone.called.exists()
    alone.called.unlink()

"""The command that rechecks past answers needs no model, passes over damaged lines, and tells the rest by its status."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

import answering.__main__
from archive.question_log import LOG_FILE
from archive.settings import PROJECT
from archive.store import Archive
from tests.asked_newsroom import BODIES, STORIES, Newsroom, archive_of_stories, asking_newsroom

stories = pytest.fixture(scope="module")(archive_of_stories)
newsroom = pytest.fixture(asking_newsroom)


def _command(archive: Archive, log: Path, *options: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys; from answering.__main__ import main\n"
        f"status = main(['--recheck', {str(log)!r}, '--archive', {str(archive.folder)!r}, *{options!r}])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core'} & set(sys.modules)\n"
        "print(*heavy, file=sys.stderr, end='')\n"
        "sys.exit(status)"
    )
    return subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)


def test_the_command_needs_no_model_and_tells_by_its_status(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.ask("school")
    log = newsroom.archive.questions.path
    done = _command(newsroom.archive, log)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and done.stdout.startswith("No past answer rests on")
    assert _command(newsroom.archive, log, "--json").stdout == ""
    newsroom.store(replace(STORIES["ferry"], body=BODIES["ferry"].replace("3 Oct", "17 Oct"), version=2))
    done = _command(newsroom.archive, log, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    assert set(told) == {"time", "id", "question", "sources"} and told["id"] == "ferry"
    (source,) = told["sources"]
    assert set(source) >= {"uri", "headline", "what", "quotes_stand", "detail"}
    assert (source["uri"], source["headline"], source["quotes_stand"]) == ("ferry", "About the ferry", False)
    done = _command(newsroom.archive, log)
    assert done.returncode == 1
    assert "changed: “About the ferry” (ferry): its text changed" in done.stdout
    assert f"no longer said: “{BODIES['ferry']}”" in done.stdout and "school" not in done.stdout


_DAMAGED = [
    '{"time": "2025-03-04T00:00:00+00:00", "question": "cut o',
    "[]",
    "7",
    '{"id": 1}',
    '{"question": ["q"]}',
    '{"question": "q", "sources": {"uri": "ferry"}}',
    '{"question": "q", "sources": ["ferry"]}',
    '{"question": "q", "sources": [{"uri": 7}]}',
    '{"question": "q", "sources": [{"uri": "\\ud83d"}]}',
    '{"question": "q", "sources": [{"uri": "ferry", "body_sha256": {}}]}',
    '{"question": "q", "sources": [{"uri": "ferry", "n": true}]}',
    '{"question": "q", "statements": [{"quotes": [{"uri": "ferry", "quote": "q", "start": "0", "end": 1}]}]}',
    '{"question": "q", "statements": [{"quotes": [{"uri": "ferry", "quote": "q", "start": -9, "end": 1}]}]}',
    '{"question": "q", "statements": [{"quotes": {}}]}',
    '{"question": "q", "time": {"$gt": ""}}',
    '{"question": "q", "filters": {"as_of": "\\udcff"}}',
    '{"question": "q", "erased": "ferry"}',
    '{"question": ' + "9" * 5000 + "}",
    "[" * 100_000,
    '{"question": "q", "sources": ' + '{"a":' * 100_000,
    "\x00",
]


def test_a_damaged_line_is_told_by_its_number_and_passed_over(
    newsroom: Newsroom, capfd: pytest.CaptureFixture[str]
) -> None:
    newsroom.ask("ferry")
    log = newsroom.archive.questions.path
    with log.open("ab") as file:
        file.write("\n".join(["", *_DAMAGED]).encode() + b"\n\xff\xfe\n")
    newsroom.ask("mill")
    newsroom.store(*(replace(STORIES[uri], pubstatus="withheld", version=2) for uri in ("ferry", "mill")))
    assert answering.__main__.main(["--recheck", str(log), "--archive", str(newsroom.archive.folder), "--json"]) == 1
    said = capfd.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["ferry", "mill"]
    told = said.err.splitlines()
    assert [line.split(":")[0] for line in told] == [f"{log}, line {n}" for n in range(3, len(_DAMAGED) + 4)]
    assert max(map(len, told)) < 400


@pytest.mark.parametrize(
    "arguments",
    [["--recheck", "missing.jsonl"], ["--recheck", "."], ["--recheck", LOG_FILE, "q"]]
    + [["--recheck", LOG_FILE, option, "2025-01-01"] for option in ("--from", "--as-of", "--questions")],
    ids=str,
)
def test_unusable_arguments_are_one_line_with_status_2(
    arguments: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(LOG_FILE).write_text("")
    Archive.create(tmp_path / "archive").close()
    assert answering.__main__.main([*arguments, "--archive", "archive"]) == 2
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)

"""`python -m ingest` as a newsroom's script runs it."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.store import Archive
from ingest.__main__ import _ProgressBar, main
from ingest.pipeline import ingest
from language.model import LazyModel
from retrieval.search import Search
from tests.commands import run
from tests.conftest import Quiet
from tests.other_process import finished, start_ingest

_ROOT = Path(__file__).parent.parent.parent
_FIELDS = {"added", "updated", "unchanged", "withdrawn", "failed", "passages", "seconds", "errors"}


def _start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ingest", *map(str, arguments)]
    # Where the tests run in the background of a shell, interrupts are ignored, and a child would inherit that.
    return subprocess.Popen(
        command,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def _ingest(folder: Path, archive: Path, model: LazyModel) -> None:
    """Do in this process, whose model is loaded, what the command would take ten seconds for."""
    opened = Archive.create(archive)
    ingest([folder], opened, model=model, progress=Quiet())
    opened.close()


def _write(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        (folder / f"{name}.txt").write_text(f"En {name} se inauguró ayer un puente que costó dos millones de euros.")
    return folder


def test_unusable_arguments_are_a_line_and_status_2(tmp_path: Path) -> None:
    status, out, err = run("ingest", "--archive", tmp_path / "archive")
    assert (status, out, err) == (2, "", "Name at least one file, folder, pattern or address to ingest.\n")


@pytest.mark.parametrize(
    ("arguments", "environment", "status", "says"),
    [
        (["news"], {"HEMEROTECA_CASHE": "x"}, 2, "HEMEROTECA_CASHE"),
        (["news", "--archive", "file"], {}, 1, "name another folder"),
        (["news", "--archive", "elsewhere"], {}, 1, "cannot be opened as a catalog"),
        (["news"], {"EMBEDDING_MODEL": "no/such-model"}, 1, "EMBEDDING_MODEL"),
        (["news"], {"HEMEROTECA_CACHE": "file"}, 1, "HEMEROTECA_CACHE"),
    ],
    ids=["unknown setting", "archive is a file", "catalog is none", "unknown model", "cache is a file"],
)
def test_what_cannot_work_is_told_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    arguments: list[str],
    environment: dict[str, str],
    status: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    _write(tmp_path / "news", "Alba")
    (tmp_path / "file").touch()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "catalog.sqlite").write_text("Dear diary, " * 1000)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main([*arguments, *([] if "--archive" in arguments else ["--archive", "archive"])]) == status
    out, err = capfd.readouterr()
    assert out == ""
    assert says in err and err.count("\n") == 1


def test_a_path_that_is_not_there_is_reported_and_the_report_closes_the_run(tmp_path: Path) -> None:
    status, out, err = run("ingest", tmp_path / "nowhere", "--archive", tmp_path / "archive")
    assert status == 1
    assert err == f"{tmp_path / 'nowhere'}: no such file or folder\n"
    assert out.startswith("0 added, 0 updated, 0 unchanged, 0 withdrawn, 1 failed; 0 passages in ")


def test_a_run_with_failures_ends_with_status_1_and_the_object_that_programs_read(
    tmp_path: Path, model: LazyModel
) -> None:
    news = _write(tmp_path / "news", "Alba")
    _ingest(news, tmp_path / "archive", model)
    (news / "broken.json").write_text("{")
    (news / "empty.md").touch()
    status, out, err = run("ingest", news, "--archive", tmp_path / "archive", "--json")
    report = json.loads(out)
    assert status == 1
    assert set(report) >= _FIELDS
    assert {k: report[k] for k in ("added", "unchanged", "failed")} == {"added": 0, "unchanged": 1, "failed": 2}
    assert [set(error) for error in report["errors"]] == [{"file", "error"}] * 2
    assert [error["file"] for error in report["errors"]] == ["news/broken.json", "news/empty.md"]
    assert err.splitlines() == [f"{error['file']}: {error['error']}" for error in report["errors"]]


def test_a_second_run_over_unchanged_articles_imports_neither_torch_nor_chroma(
    tmp_path: Path, model: LazyModel
) -> None:
    news = _write(tmp_path / "news", "Alba", "Brea")
    archive = tmp_path / "archive"
    _ingest(news, archive, model)
    script = (
        "import sys; from ingest.__main__ import main\n"
        f"assert main([{str(news)!r}, '--archive', {str(archive)!r}]) == 0\n"
        "print(sorted({name.split('.')[0] for name in sys.modules}"
        " & {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core', 'datasketch'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=True)
    report, imported = done.stdout.splitlines()
    assert report.startswith("0 added, 0 updated, 2 unchanged, 0 withdrawn, 0 failed; 0 passages in ")
    assert imported == "[]"


def test_two_ingests_started_together_lose_nothing(tmp_path: Path, model: LazyModel) -> None:
    towns = [("Alba", "Brea", "Caldas"), ("Deva", "Elche", "Foz")]
    archive = tmp_path / "archive"
    running = []
    for n, names in enumerate(towns):
        folder = _write(tmp_path / f"news{n}", *names)
        texts = [file.read_text() for file in folder.iterdir()]
        running.append(start_ingest(folder, archive, model, texts=texts))
    for process in running:
        status, out, err = finished(process)
        assert status == 0, err
        report = json.loads(out)
        assert (report["added"], report["passages"], report["errors"]) == (3, 3, [])
    search = Search(Archive.open(archive), *model.load())
    for name in towns[0] + towns[1]:
        assert name in search.passages(f"¿Qué se inauguró en {name}?")[0].text


def test_an_interrupt_ends_in_one_line(tmp_path: Path) -> None:
    pipe = tmp_path / "news.txt"
    pipe.write_text("Un puente.")
    holder = Archive.create(tmp_path / "archive")
    with holder.writing(on_wait=lambda _: None):
        waiting = _start(pipe, "--archive", tmp_path / "archive")
        assert waiting.stderr is not None
        assert waiting.stderr.readline() == f"Waiting: the archive is being written by process {os.getpid()}, " + (
            f"writing since {json.loads((tmp_path / 'archive/write.holder.json').read_text())['since']}.\n"
        )
        waiting.send_signal(signal.SIGINT)
        _, err = waiting.communicate(timeout=60)
    assert waiting.returncode == 130
    assert err == "Stopped. What was stored is kept; run the same command again to go on.\n"


def test_a_long_run_tells_how_far_it_is_and_how_long_it_takes_yet(capsys: pytest.CaptureFixture[str]) -> None:
    with _ProgressBar() as progress:
        progress.is_to_do(lambda: 3)  # articles to make anew before
        progress.started(3)
        progress.did(3)
        progress.is_to_do(lambda: 1000)
        progress.did(900)  # as what is known already, which is passed by in no time
        progress.read(40)
        progress.started(5)
        for _ in range(2):
            progress.embedded(5)
            progress.did(25)
            progress.read(10)
    told = re.split(r"[\r\n]+", capsys.readouterr().err.strip())[-1]
    assert re.fullmatch(
        r"Embedding: 10 passages in 00:0\d, .* passages/s, 60 articles, .* articles/s, 00:0\d left", told
    )

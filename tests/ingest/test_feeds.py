"""A feed from an address goes the way of every file, and is asked for again only if it changed."""

import functools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NoReturn

import pytest

import ingest.__main__
from archive.settings import PROJECT
from archive.store import Archive
from ingest.finding.fetching import fetch
from ingest.pipeline import ingest as run_ingest
from language.errors import ModelError
from language.model import LazyModel
from tests.conftest import Quiet
from tests.local_server import Server, answering, streaming

_ITEM = """<item><title>Rye bread wins</title><link>https://tern.example/{n}</link><guid>https://tern.example/{n}</guid>
<description>The bakery Vellacourt won prize number {n} of the county for its rye bread.</description></item>"""


def _feed(*numbers: int) -> bytes:
    items = "".join(_ITEM.format(n=n) for n in numbers)
    return f"<rss version='2.0'><channel><title>The Tern Gazette</title>{items}</channel></rss>".encode()


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Any:
    """The command, in this process; returns its exit status and its report."""

    def command(*arguments: str) -> tuple[int, dict[str, Any]]:
        status = ingest.__main__.main([*arguments, "--archive", str(tmp_path / "archive"), "--json"])
        return status, json.loads(capfd.readouterr().out)

    return command


def _counts(report: dict[str, Any]) -> tuple[int, int, int, int]:
    return report["added"], report["updated"], report["unchanged"], report["failed"]


def test_a_feed_is_asked_for_again_under_conditions_and_a_304_costs_nothing(
    run: Any, server: Server, tmp_path: Path
) -> None:
    server.answers["/feed"] = answering(200, _feed(1, 2), ETag='"v1"')
    assert _counts(run(f"{server.address}/feed")[1]) == (2, 0, 0, 0)
    server.answers["/feed"] = answering(304)
    script = (
        "import sys; from ingest.__main__ import main\n"
        f"assert main([{server.address + '/feed'!r}, '--archive', {str(tmp_path / 'archive')!r}]) == 0\n"
        "print(sorted(set(sys.modules) & {'torch', 'chromadb', 'langchain_core'}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True)
    report, imported = done.stdout.splitlines()
    assert report.startswith("0 added, 0 updated, 0 unchanged, 0 withdrawn, 0 failed;") and imported == "[]"
    assert server.seen[-1][1]["if-none-match"] == '"v1"'
    server.answers["/feed"] = answering(200, _feed(2, 3), ETag='"v2"')
    assert _counts(run(f"{server.address}/feed")[1]) == (1, 0, 1, 0)


def test_what_could_not_be_stored_is_asked_for_in_full_again(server: Server, model: LazyModel, tmp_path: Path) -> None:
    class Missing(LazyModel):
        def load(self) -> NoReturn:
            raise ModelError("The embedding model is not here.")

    missing = Missing.__new__(Missing)
    missing.fingerprint = model.fingerprint
    server.answers["/feed"] = answering(200, _feed(1), ETag='"v1"')
    archive = Archive.create(tmp_path / "archive")
    with pytest.raises(ModelError):
        run_ingest([f"{server.address}/feed"], archive, model=missing, progress=Quiet())
    assert run_ingest([f"{server.address}/feed"], archive, model=model, progress=Quiet()).added == 1
    assert "if-none-match" not in server.seen[-1][1]
    archive.close()


def test_a_redirect_into_a_private_network_is_refused_unless_the_setting_allows_it(
    run: Any, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/moved"] = answering(302, Location=f"{server.address}/feed")
    server.answers["/feed"] = answering(200, _feed(1))
    status, report = run(f"{server.address}/moved")
    assert status == 1 and [path for path, _ in server.seen] == ["/moved"]
    assert "HEMEROTECA_ALLOW_PRIVATE_REDIRECTS" in report["errors"][0]["error"]
    monkeypatch.setenv("HEMEROTECA_ALLOW_PRIVATE_REDIRECTS", "1")
    assert _counts(run(f"{server.address}/moved")[1]) == (1, 0, 0, 0)


def test_a_feed_without_end_is_cut_and_what_came_before_is_read(
    run: Any, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    limited = functools.partial(fetch, most_bytes=20_000)  # not the 20 MB of the real one, so that the test is quick
    monkeypatch.setattr("ingest.finding.feeds.fetch", limited)
    start, items = _feed(1, 2).split(b"</channel>")[0], (_ITEM.format(n=n).encode() for n in range(3, 1_000_000))
    pieces = iter([start])
    server.answers["/feed"] = streaming(lambda: next(pieces, None) or next(items))
    status, report = run(f"{server.address}/feed")
    assert status == 1 and report["failed"] == 1 and 50 < report["added"] < 200
    assert "damaged" in report["errors"][0]["error"] or "breaks off" in report["errors"][0]["error"]


def test_a_password_in_an_address_is_neither_stored_nor_shown(run: Any, server: Server, tmp_path: Path) -> None:
    address = server.address.replace("http://", "http://ana:s3cret@")
    server.answers["/feed"] = answering(200, _feed(1), ETag='"v1"')
    assert run(f"{address}/feed")[0] == 0
    assert server.seen[-1][1]["authorization"].startswith("Basic ")
    server.answers["/feed"] = answering(500)
    status, report = run(f"{address}/feed")
    assert status == 1 and "s3cret" not in json.dumps(report)
    assert not [path for path in (tmp_path / "archive").rglob("*") if path.is_file() and b"s3cret" in path.read_bytes()]

"""The house stands as it was drawn: imports run downward, and nothing of ours phones anywhere."""

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

_ROOT = Path(__file__).parent.parent
_MAY_IMPORT = {
    "archive": set(),
    "ingest": {"archive"},
    "retrieval": {"archive"},
    "answering": {"archive", "retrieval"},
    "ui": {"archive", "retrieval", "ingest", "answering"},
    "evaluation": {"archive", "retrieval", "ingest", "answering"},
    "app.py": {"archive", "retrieval", "ingest", "answering", "ui"},
}
_OURS = {name.removesuffix(".py") for name in _MAY_IMPORT}
_NETWORK = {"socket", "ssl", "http", "urllib.request", "requests", "httpx", "aiohttp", "urllib3", "ftplib", "smtplib"}


def _files() -> Iterator[tuple[str, Path]]:
    for part in _MAY_IMPORT:
        place = _ROOT / part
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            yield part, file


def _imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {str(node.module)}
    return found


@pytest.mark.parametrize(("part", "file"), list(_files()), ids=lambda value: str(value).removeprefix(str(_ROOT)))
def test_imports_run_downward_only(part: str, file: Path) -> None:
    ours = {name.split(".")[0] for name in _imports(file)} & _OURS
    assert ours - {part.removesuffix(".py")} <= _MAY_IMPORT[part]


@pytest.mark.parametrize("file", [file for _, file in _files()], ids=lambda file: str(file).removeprefix(str(_ROOT)))
def test_no_file_of_ours_imports_what_could_phone(file: Path) -> None:
    assert not _imports(file) & _NETWORK


def test_ingest_and_answering_need_no_network(tmp_path: Path) -> None:
    """Every connection but to a file's socket fails, loudly, in the processes that do the work."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def _refuse(self, address, *rest):\n"
        "    if self.family != socket.AF_UNIX:\n"
        "        open(__file__ + '.called', 'a').write(f'{address}\\n')\n"
        "        raise OSError('no network')\n"
        "    return _connect(self, address, *rest)\n"
        "_connect = socket.socket.connect\n"
        "socket.socket.connect = _refuse\n"
        "socket.socket.connect_ex = _refuse\n"
        "def _no_names(*a, **k):\n"
        "    open(__file__ + '.called', 'a').write(f'{a}\\n')\n"
        "    raise OSError('no network')\n"
        "socket.getaddrinfo = _no_names\n"
    )
    (tmp_path / "news.txt").write_text("El puente de San Telmo cerrará once meses por obras, anunció la alcaldesa.")
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    archive = ["--archive", str(tmp_path / "archive"), "--json"]
    for command in (
        ["ingest", str(tmp_path / "news.txt"), *archive],
        ["answering", "How long will the San Telmo bridge be closed?", *archive],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=_ROOT, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["status"] == "answered"
    called = tmp_path / "sitecustomize.py.called"
    assert not called.exists(), called.read_text()

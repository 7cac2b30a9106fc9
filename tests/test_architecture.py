"""The house stands as it was drawn: imports run downward, and nothing of ours phones anywhere."""

import ast
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.index import Index

_ROOT = Path(__file__).parent.parent
_MAY_IMPORT = {
    "language": set(),
    "archive": {"language"},
    "ingest": {"language", "archive"},
    "retrieval": {"language", "archive"},
    "answering": {"language", "archive", "retrieval"},
    "ui": {"language", "archive", "retrieval", "ingest", "answering"},
    "evaluation": {"language", "archive", "retrieval", "ingest", "answering"},
    "app.py": {"language", "archive", "retrieval", "ingest", "answering", "ui"},
}
_OURS = {name.removesuffix(".py") for name in _MAY_IMPORT}
_NETWORK = set(
    "socket ssl http urllib.request requests httpx httpx2 httpcore aiohttp urllib3 websockets websocket grpc ftplib smtplib"
    " telnetlib xmlrpc asyncio socketserver huggingface_hub langsmith posthog".split()
)


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


# It fetches the feeds whose addresses the user names, and nothing else.
_MAY_PHONE = _ROOT / "ingest" / "finding" / "fetching.py"


@pytest.mark.parametrize(
    "file",
    [file for _, file in _files() if file != _MAY_PHONE],
    ids=lambda file: str(file).removeprefix(str(_ROOT)),
)
def test_no_file_of_ours_imports_what_could_phone(file: Path) -> None:
    assert not {name for name in _imports(file) if {name, name.split(".")[0]} & _NETWORK}


def test_chroma_reports_nothing_home(tmp_path: Path) -> None:
    opened = Index(tmp_path)
    assert opened._client.get_settings().anonymized_telemetry is False
    opened.close()


def test_the_page_reports_nothing_home() -> None:
    settings = tomllib.loads((_ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False


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
    called = tmp_path / "sitecustomize.py.called"
    phone = (
        "import socket, urllib.request as r\ntry: r.urlopen('http://127.0.0.1:9')\nexcept OSError as e: print(e.reason)"
    )
    phoned = subprocess.run([sys.executable, "-c", phone], env=environment, capture_output=True, text=True, check=True)
    assert phoned.stdout == "no network\n"  # the trap is set
    called.unlink()
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
    assert not called.exists(), called.read_text()

"""The house stands as it was drawn: imports run downward, and no file of ours phones anywhere but for a feed."""

import ast
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

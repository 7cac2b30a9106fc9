"""The user's settings, read from the environment once, by the entry points alone."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from archive.errors import UsageError
from language.choice import EmbeddingModel

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = PROJECT / "data" / "sample"
SAMPLE_ARCHIVE = PROJECT / "data" / "sample-archive"
DEFAULT_ARCHIVE = PROJECT / "data" / "archive"

_KNOWN = frozenset(
    {
        "HEMEROTECA_ARCHIVE",
        "HEMEROTECA_CACHE",
        "HEMEROTECA_ALLOW_PRIVATE_REDIRECTS",
        "HEMEROTECA_LOG",
        "EMBEDDING_MODEL",
        "EMBEDDING_QUERY_PROMPT",
        "EMBEDDING_PASSAGE_PROMPT",
    }
)


@dataclass(frozen=True)
class Settings:
    """Everything that the environment decides; `archive` is None where the user named none.

    `allow_private_redirects` lets an address that the user named lead on to this machine or a private network;
    `keeps_log` has questions and answers written down in the archive's folder.
    """

    archive: Path | None
    cache: Path
    embedding: EmbeddingModel
    allow_private_redirects: bool = False
    keeps_log: bool = True


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings. Raises `UsageError` for a name or a value that looks like ours and is none: a typo must not pass."""
    ours = {name for name in environment if name.startswith(("HEMEROTECA_", "EMBEDDING_"))}
    if unknown := sorted(ours - _KNOWN):
        raise UsageError(f"Unknown setting {unknown[0]}: the settings are {', '.join(sorted(_KNOWN))}.")
    archive = environment.get("HEMEROTECA_ARCHIVE")
    cache = environment.get("HEMEROTECA_CACHE")
    return Settings(
        archive=Path(archive) if archive else None,
        cache=Path(cache) if cache else Path(platformdirs.user_cache_dir("hemeroteca")),
        embedding=EmbeddingModel(
            environment.get("EMBEDDING_MODEL") or None,
            environment.get("EMBEDDING_QUERY_PROMPT"),
            environment.get("EMBEDDING_PASSAGE_PROMPT"),
        ),
        allow_private_redirects=_switch("HEMEROTECA_ALLOW_PRIVATE_REDIRECTS", environment),
        keeps_log=_keeps_log(environment),
    )


def _keeps_log(environment: Mapping[str, str]) -> bool:
    value = environment.get("HEMEROTECA_LOG", "")
    if value not in ("", "0", "1"):
        raise UsageError(f"HEMEROTECA_LOG is '{value[:40]}': set it to 0 to keep no log of questions, or not at all.")
    return value != "0"


def _switch(name: str, environment: Mapping[str, str]) -> bool:
    value = environment.get(name, "")
    if value not in ("", "1"):
        raise UsageError(f"{name} is '{value[:40]}': set it to 1, or not at all.")
    return value == "1"

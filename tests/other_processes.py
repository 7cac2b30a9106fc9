"""Other processes over an archive: one that has it open never learns from Chroma what they wrote."""

import os
import subprocess
import sys

from archive.settings import PROJECT
from archive.store import Archive

OPEN = """
import os, signal, sys
from pathlib import Path
from archive.store import Archive
archive = Archive.open(Path(sys.argv[1]))
"""
WITH_HELPERS = f"""
from archive import changes, index_apart
from archive.changes import Changes
from archive.index import Index
from archive.staging import Staging
from tests.small_archive import *
index_apart.run_apart = lambda module, arguments, given=b"": index_apart.work([str(one) for one in arguments], given)
{OPEN}"""


def start(code: str, archive: Archive) -> subprocess.Popen[str]:
    """Start a process that runs this code over the archive."""
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, str(archive.folder)],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(code: str, archive: Archive) -> int:
    """Run this code over the archive in another process; return its exit status."""
    process = start(code, archive)
    process.communicate(timeout=120)
    return process.returncode

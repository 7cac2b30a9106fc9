"""The joint reader can be fitted anew, on questions that somebody else asked."""

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from archive.errors import UsageError
from evaluation.reader_fitting import fit_reader, read_pairs
from language.joint_reader import JointReader
from language.model import LazyModel


def _questions(file: Path, count: int = 4) -> Path:
    rows = []
    for n in range(count):
        text = f"Boat {n} is old. It sails at {n + 1} o'clock."
        at = text.index(f"{n + 1} o'clock")
        rows.append(
            {
                "question": f"When does boat {n} sail?",
                "passages": [
                    {"headline": "Boats", "text": text, "answers": [[at, at + 9]]},
                    {"text": "The library is shut."},
                ],
            }
        )
    file.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    return file


def test_a_fit_writes_what_the_reader_loads(model: LazyModel, tmp_path: Path) -> None:
    written = tmp_path / "reader.safetensors"
    told = fit_reader(model, _questions(tmp_path / "questions.jsonl"), minutes=0.01, to=written)
    assert told["steps"] > 0 and (told["questions"], told["held back"]) == (3, 1)
    embedder, _ = model.load()
    reader = JointReader.load(embedder.upper_layers(), written)
    (asked,) = embedder.questions(["When does boat 1 sail?"])
    (passage,) = embedder.passage_tokens(["It sails at 2 o'clock."])
    (odds,) = reader.answers(asked.tokens.inner, [passage.inner])
    assert odds.shape == (len(passage.inner),) and np.isfinite(odds).all()


def test_a_fit_goes_on_from_the_updates_that_are_there_unless_it_starts_anew(model: LazyModel, tmp_path: Path) -> None:
    questions, written = _questions(tmp_path / "questions.jsonl"), tmp_path / "reader.safetensors"

    def fitted(*, anew: bool = False) -> np.ndarray:
        fit_reader(model, questions, minutes=0.001, to=written, anew=anew, seed=3 if anew else 2)
        return load_file(written)["0.attention.self.query.down"].astype(np.float32)

    first, on, anew = fitted(), fitted(), fitted(anew=True)
    assert np.abs(on - first).mean() < 0.1 * np.abs(first).mean() < np.abs(anew - first).mean()


def test_questions_without_an_answer_are_read_and_a_text_may_hold_any_separator(tmp_path: Path) -> None:
    file = _questions(tmp_path / "questions.jsonl", 2)
    row = {"question": "Who?", "passages": [{"text": "Nobody\u2028at all."}]}
    file.write_text(file.read_text("utf-8") + "\n" + json.dumps(row, ensure_ascii=False), "utf-8")
    *_, (last,) = read_pairs(file)
    assert (last.text, last.answers) == ("Nobody\u2028at all.", ())


@pytest.mark.parametrize(
    "content", ["", "no JSON", '{"question": "Who?"}', '{"question": "Who?", "passages": [{"text": "Nobody."}]}', "[1]"]
)
def test_what_is_no_list_of_questions_is_refused_in_one_line(content: str, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content, "utf-8")
    with pytest.raises(UsageError) as told:
        read_pairs(file)
    assert "\n" not in str(told.value)

"""NoMIRACL is read as it is written, and its figures are what they say, by hand."""

from pathlib import Path

import pytest

from archive.errors import UsageError
from evaluation.nomiracl import JudgedQuestion, Verdict, figures, read_judged

_FILE = Path(__file__).parent.parent / "files" / "nomiracl" / "en.jsonl"


def _verdict(*, answerable: bool, gpt4: bool | None = None, sure: bool = False, answered: bool = True) -> Verdict:
    return Verdict(JudgedQuestion("q", "?", answerable, gpt4, ()), 0.5 * answered, sure, answered)


def test_questions_are_read_with_their_own_passages_as_records_to_ingest() -> None:
    first, second, third = read_judged(_FILE)
    assert (first.id, first.text, first.answerable, first.gpt4) == (
        "1#en",
        "Which island does the ferry sail to?",
        True,
        True,
    )
    assert (second.answerable, second.gpt4, third.gpt4) == (False, True, None)
    assert first.passages[0] == {
        "uri": "1#en:0",
        "headline": "Quillmarsh",
        "body": "The ferry Quillmarsh sails to the island of Tern.",
        "language": "en",
        "publisher": "1#en",  # the filter that lets only a question's own passages through
    }
    uris = [passage["uri"] for question in (first, second, third) for passage in question.passages]
    assert len(set(uris)) == len(uris) == 4


@pytest.mark.parametrize(
    "content", [None, "{", "[]", "{}", '{"id": 1, "question": "?", "answerable": true, "passages": [7]}']
)
def test_a_file_that_is_none_of_theirs_is_told(content: str | None, tmp_path: Path) -> None:
    file = tmp_path / "en.jsonl"
    if content is not None:
        file.write_text(content)
    with pytest.raises(UsageError, match=r"en\.jsonl cannot be read as NoMIRACL"):
        read_judged(file)


def test_the_figures_are_these_by_hand() -> None:
    told = figures(
        [
            _verdict(answerable=True, gpt4=True, sure=True),
            _verdict(answerable=True, gpt4=False),
            _verdict(answerable=True, answered=False),
            _verdict(answerable=True, gpt4=True, sure=True),
            _verdict(answerable=False, gpt4=True, sure=True),
            _verdict(answerable=False, gpt4=False, answered=False),
        ]
    )
    assert told == {
        "questions": 6,
        "wrongly sure": 1 / 2,
        "wrongly unsure": 2 / 4,
        "mean of both": 1 / 2,
        "GPT-4 answered": 1 / 2,
        "GPT-4 refused": 1 / 3,  # of those on which it said anything
        "not found, right": 1 / 2,
        "not found, wrong": 1 / 4,
    }


def test_what_nobody_asked_has_no_figure_instead_of_zero() -> None:
    told = figures([_verdict(answerable=True, sure=True)])
    assert (told["wrongly unsure"], told["wrongly sure"], told["mean of both"]) == (0, None, None)
    assert told["GPT-4 answered"] is None and told["GPT-4 refused"] is None

"""XQuAD as an archive: 240 paragraphs and 1,190 questions on 48 topics, the same in every language (Artetxe et al. 2020)."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import UsageError


@dataclass(frozen=True)
class Paragraph:
    """One paragraph in one language; `number` is the same in all languages."""

    number: int
    topic: int
    language: str
    text: str

    @property
    def uri(self) -> str:
        """The identity it is ingested under."""
        return f"xquad:{self.language}:{self.number}"

    @property
    def record(self) -> dict[str, str]:
        """What is ingested of it."""
        return {"uri": self.uri, "body": self.text, "language": self.language, "publisher": "XQuAD"}


@dataclass(frozen=True)
class KnownQuestion:
    """A question whose paragraph is known; `answers` are the answer's (start, end) in that paragraph, by language."""

    id: str
    text: str
    paragraph: int
    topic: int
    answers: dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Xquad:
    """Paragraphs in the archive's languages, questions in the asker's."""

    paragraphs: list[Paragraph]
    questions: list[KnownQuestion]


def read_xquad(folder: Path, *, asked_in: str, archive_in: Sequence[str]) -> Xquad:
    """Read `xquad.<language>.json` for each language. Raises `UsageError` where a file is missing."""
    files = {language: _load(folder, language) for language in {asked_in, *archive_in}}
    paragraphs = [
        Paragraph(number, topic, language, paragraph["context"])
        for language in archive_in
        for number, topic, paragraph in _paragraphs(files[language])
    ]
    answers: dict[str, dict[str, tuple[int, int]]] = {}
    for language in archive_in:
        for _, _, paragraph in _paragraphs(files[language]):
            for question in paragraph["qas"]:
                answers.setdefault(question["id"], {})[language] = _span(question)
    questions = [
        KnownQuestion(question["id"], question["question"], number, topic, answers[question["id"]])
        for number, topic, paragraph in _paragraphs(files[asked_in])
        for question in paragraph["qas"]
    ]
    return Xquad(paragraphs, questions)


def one_language_a_topic(xquad: Xquad, languages: Sequence[str]) -> Xquad:
    """Keep each topic in one language only, in turn."""
    kept = [p for p in xquad.paragraphs if languages[p.topic % len(languages)] == p.language]
    return Xquad(kept, xquad.questions)


def fewer_articles(xquad: Xquad, count: int) -> Xquad:
    """Keep `count` paragraphs, drawn once and for all, and the questions about them."""
    numbers = sorted({p.number for p in xquad.paragraphs})
    # Drawn, for an even spacing would fall into step with the topics.
    kept = set(random.Random(count).sample(numbers, min(count, len(numbers))))
    return Xquad([p for p in xquad.paragraphs if p.number in kept], [q for q in xquad.questions if q.paragraph in kept])


def fewer_questions(xquad: Xquad, count: int) -> Xquad:
    """Keep `count` questions, spread evenly."""
    all_of_them = len(xquad.questions)
    kept = [xquad.questions[i * all_of_them // count] for i in range(count)] if count < all_of_them else xquad.questions
    return Xquad(xquad.paragraphs, kept)


def held_back(topic: int) -> bool:
    """Whether a topic is of the half that is held back: topics 2, 3, 6, 7, … so that even and odd ones are on both sides."""
    return topic // 2 % 2 == 1


def _load(folder: Path, language: str) -> list[dict[str, Any]]:
    file = folder / f"xquad.{language}.json"
    try:
        topics: list[dict[str, Any]] = json.loads(file.read_text("utf-8"))["data"]
        for _, _, paragraph in _paragraphs(topics):
            for question in paragraph["qas"]:
                _ = paragraph["context"], question["id"], question["question"], _span(question)
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise UsageError(f"{file} cannot be read as XQuAD ({type(error).__name__}: {error}).") from error
    return topics


def _span(question: dict[str, Any]) -> tuple[int, int]:
    answer = question["answers"][0]
    return answer["answer_start"], answer["answer_start"] + len(answer["text"])


def _paragraphs(topics: list[dict[str, Any]]) -> Iterator[tuple[int, int, dict[str, Any]]]:
    number = 0
    for topic, content in enumerate(topics):
        for paragraph in content["paragraphs"]:
            yield number, topic, paragraph
            number += 1

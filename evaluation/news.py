"""Real news of many paragraphs: RealTime QA's weekly quiz questions over the articles that a web search found for them.

Each week has a `…_qa.jsonl` (questions with their choices) and a `…_gcs.jsonl` (Google's finds for each question, whole
articles; Kasai et al. 2023). Two weeks of three go into an archive, the third is held back, so that its questions should be
declined. Every question is asked as of its own week.
"""

import re
import statistics
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.errors import UsageError
from archive.records import Filters
from evaluation.archives import temporary_archive
from evaluation.json_lines import read_json_lines
from evaluation.metrics import mean
from language.model import LazyModel

HELD_BACK = 3  # every third week


@dataclass(frozen=True)
class QuizQuestion:
    """A question with its right choice; `own` are the addresses of the articles that were found for it."""

    id: str
    text: str
    choice: str
    day: str
    own: tuple[str, ...]


@dataclass(frozen=True)
class Week:
    """One week's questions and articles, these as the records that are ingested."""

    name: str
    questions: tuple[QuizQuestion, ...]
    articles: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Quiz:
    """Articles by address, the questions that they answer, and those of the weeks that were held back."""

    articles: Mapping[str, Mapping[str, str]]
    answerable: tuple[QuizQuestion, ...]
    absent: tuple[QuizQuestion, ...]

    @classmethod
    def of(cls, weeks: Sequence[Week]) -> "Quiz":
        """Hold every third week back. Of the others those questions count whose right choice stands in an own article."""
        inside = [week for n, week in enumerate(weeks, 1) if n % HELD_BACK]
        articles = {article["uri"]: article for week in inside for article in week.articles}
        answerable = tuple(q for week in inside for q in week.questions if _is_answered(q, articles))
        absent = tuple(q for n, week in enumerate(weeks, 1) if not n % HELD_BACK for q in week.questions)
        return cls(articles, answerable, absent)


def read_weeks(folder: Path) -> list[Week]:
    """Return the weeks below a folder, earliest first. Raises `UsageError` where there are none or a file is none of theirs."""
    files = sorted(folder.rglob("*_gcs.jsonl"), key=lambda file: file.name)
    weeks = [_week(file) for file in files if file.with_name(file.name.replace("_gcs", "_qa")).is_file()]
    if not weeks:
        raise UsageError(f"{folder} holds no week: a …_gcs.jsonl with its …_qa.jsonl.")
    return weeks


def _week(file: Path) -> Week:
    asked = file.with_name(file.name.replace("_gcs", "_qa"))
    try:
        found = {row["question_id"]: row["search_result"] for row in read_json_lines(file)}
        questions = tuple(_question(row, found.get(row["question_id"], [])) for row in read_json_lines(asked))
        articles = {one["url"]: _article(one) for some in found.values() for one in some if one.get("text")}
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UsageError(f"{file} or {asked.name} cannot be read as RealTime QA ({type(error).__name__}).") from error
    return Week(file.name.partition("_")[0], questions, tuple(articles.values()))


def _question(row: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> QuizQuestion:
    right = row["choices"][int(row["answer"][0])]
    day = row["question_date"].replace("/", "-")
    return QuizQuestion(row["question_id"], row["question_sentence"], right, day, tuple(one["url"] for one in found))


def _article(found: Mapping[str, Any]) -> dict[str, str]:
    return {
        "uri": found["url"],
        "url": found["url"],
        "headline": re.sub(r"\s*(\.\.\.|…)$", "", found.get("title") or ""),
        "body": found["text"],
        "published": (found.get("publish_date") or "").replace("/", "-"),
        "publisher": found["url"].split("/")[2].removeprefix("www."),
    }


def evaluate(model: LazyModel, folder: Path, *, weeks: int | None = None) -> dict[str, Any]:
    """Ask every question; `weeks` takes so many, spread evenly, instead of all."""
    known = read_weeks(folder)
    if weeks is not None and weeks < len(known):
        known = [known[i * len(known) // weeks] for i in range(weeks)]
    quiz = Quiz.of(known)
    with temporary_archive(list(quiz.articles.values()), model) as search:
        assistant = Assistant(search, read_setting())

        def ask(questions: Sequence[QuizQuestion], label: str) -> list[Answer]:
            return [assistant.answer(q.text, filters=Filters(as_of=q.day)) for q in tqdm(questions, label)]

        right, wrong = ask(quiz.answerable, "answerable"), ask(quiz.absent, "absent")
    return {
        "weeks": len(known),
        "articles": len(quiz.articles),
        "answerable": len(quiz.answerable),
        "absent": len(quiz.absent),
        **figures(list(zip(quiz.answerable, right, strict=True)), wrong),
    }


def figures(answered: Sequence[tuple[QuizQuestion, Answer]], absent: Sequence[Answer]) -> dict[str, Any]:
    """Return the shares of answers that hold the right choice, of absent questions declined, and how long answers are."""
    holds = [any(holds_choice(quote, question.choice) for quote in _quotes(answer)) for question, answer in answered]
    sure = [right for right, (_, answer) in zip(holds, answered, strict=True) if _is_sure(answer)]
    given = [answer for _, answer in answered if answer.status == "answered"]
    return {
        "choice in the quotes": mean([float(right) for right in holds]),
        "declined, answerable": mean([float(answer.status == "not_found") for _, answer in answered]),
        "sure, answerable": mean([float(_is_sure(answer)) for _, answer in answered]),
        "sure and right": mean([float(right) for right in sure]),
        "declined, absent": mean([float(answer.status == "not_found") for answer in absent]),
        "sure, absent": mean([float(_is_sure(answer)) for answer in absent]),
        "quotes": statistics.median([len(_quotes(answer)) for answer in given] or [0]),
        "words": statistics.median([len(_quoted(answer).split()) for answer in given] or [0]),
    }


def _is_answered(question: QuizQuestion, articles: Mapping[str, Mapping[str, str]]) -> bool:
    own = [articles[uri] for uri in question.own if uri in articles]
    return any(holds_choice(f"{article['headline']}\n{article['body']}", question.choice) for article in own)


def _is_sure(answer: Answer) -> bool:
    return answer.status == "answered" and answer.sure


def _quotes(answer: Answer) -> list[str]:
    return [quote.quote for statement in answer.statements for quote in statement.quotes]


def _quoted(answer: Answer) -> str:
    return "\n".join(_quotes(answer))


def holds_choice(text: str, choice: str) -> bool:
    """Whether a choice stands in a text, whatever its case, accents and punctuation, as whole words."""
    return f" {_plain(choice)} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in letters if not unicodedata.combining(c))))

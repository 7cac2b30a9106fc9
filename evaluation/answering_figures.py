"""Ask every question of an archive and turn what comes back into figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tqdm import tqdm

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from evaluation.metrics import distinct, hit_at, mean, overlaps, reciprocal_rank
from evaluation.xquad import KnownQuestion, Xquad, held_back
from retrieval.search import Search


@dataclass(frozen=True)
class Outcome:
    """What became of one question; `quoted` is whether the answer stands in a quote."""

    question: KnownQuestion
    language: str
    first: float
    among_five: float
    reciprocal_rank: float
    answer: Answer
    quoted: bool

    @property
    def is_answered(self) -> bool:
        """Whether anything was quoted."""
        return self.answer.status == "answered"


def ask_all(search: Search, xquad: Xquad, *, label: str) -> list[Outcome]:
    """Ask every question; an article in any language of the question's paragraph is right."""
    languages: dict[int, list[str]] = {}
    for paragraph in xquad.paragraphs:
        languages.setdefault(paragraph.number, []).append(paragraph.language)
    assistant = Assistant(search, read_setting())
    return [
        _outcome(search, assistant, question, languages.get(question.paragraph, []))
        for question in tqdm(xquad.questions, label)
    ]


def _outcome(search: Search, assistant: Assistant, question: KnownQuestion, languages: Sequence[str]) -> Outcome:
    articles = distinct([passage.uri for passage in search.passages(question.text)])
    right = {f"xquad:{language}:{question.paragraph}": language for language in languages}
    answer = assistant.answer(question.text)
    return Outcome(
        question=question,
        language=languages[0] if len(languages) == 1 else "",
        first=hit_at(articles, set(right), 1),
        among_five=hit_at(articles, set(right), 5),
        reciprocal_rank=reciprocal_rank(articles, set(right), 10),
        answer=answer,
        quoted=_is_quoted(answer, question, right),
    )


def _is_quoted(answer: Answer, question: KnownQuestion, right: Mapping[str, str]) -> bool:
    return any(
        overlaps(quote.start, quote.end, *question.answers[right[quote.uri]])
        for statement in answer.statements
        for quote in statement.quotes
        if quote.uri in right
    )


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Return the figures of questions whose answer is in the archive."""
    answered = [o for o in outcomes if o.is_answered]
    quotes = [float(sum(len(s.quotes) for s in o.answer.statements)) for o in answered]
    return {
        "questions": float(len(outcomes)),
        "h@1": mean([o.first for o in outcomes]),
        "h@5": mean([o.among_five for o in outcomes]),
        "MRR@10": mean([o.reciprocal_rank for o in outcomes]),
        "quoted": mean([float(o.quoted) for o in answered]),
        "quotes": mean(quotes),
        "sure": mean([float(o.answer.sure) for o in outcomes]),
    }


def decline_figures(outcomes: Sequence[Outcome]) -> dict[str, float | None]:
    """Return the share declined of questions on topics that are held back and of the others."""
    return {
        "declined absent": mean([float(not o.is_answered) for o in outcomes if held_back(o.question.topic)]),
        "declined present": mean([float(not o.is_answered) for o in outcomes if not held_back(o.question.topic)]),
    }

"""Ask every question of an archive and turn what comes back into figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from tqdm import tqdm

from answering.deciding import Evidence, Setting, gather_evidence
from answering.quoting import choose_quotes, rank_sentences
from evaluation.metrics import distinct, hit_at, mean, overlaps, reciprocal_rank
from evaluation.xquad import KnownQuestion, Xquad, held_back
from retrieval.search import Search


@dataclass(frozen=True)
class Outcome:
    """What became of one question; `quoted` is None where the answer's article was not in the archive."""

    question: KnownQuestion
    language: str
    first: float
    among_five: float
    reciprocal_rank: float
    evidence: Evidence | None
    quotes: int
    quoted: bool


def ask_all(search: Search, xquad: Xquad, *, label: str) -> list[Outcome]:
    """Ask every question; an article in any language of the question's paragraph is right."""
    languages: dict[int, list[str]] = {}
    for paragraph in xquad.paragraphs:
        languages.setdefault(paragraph.number, []).append(paragraph.language)
    searched = search.archive.catalog.count_passages()
    return [
        _outcome(search, searched, question, languages.get(question.paragraph, []))
        for question in tqdm(xquad.questions, label)
    ]


def _outcome(search: Search, searched: int, question: KnownQuestion, languages: Sequence[str]) -> Outcome:
    findings = search.find(question.text)
    ranked = rank_sentences(findings.question.tokens, findings.passages)
    chosen = choose_quotes(ranked)
    articles = distinct([finding.passage.uri for finding in findings.passages])
    right = {f"xquad:{language}:{question.paragraph}": language for language in languages}
    return Outcome(
        question=question,
        language=languages[0] if len(languages) == 1 else "",
        first=hit_at(articles, set(right), 1),
        among_five=hit_at(articles, set(right), 5),
        reciprocal_rank=reciprocal_rank(articles, set(right), 10),
        evidence=gather_evidence(findings, ranked, passages_searched=searched),
        quotes=len(chosen),
        quoted=any(
            overlaps(sentence.start, sentence.end, *question.answers[right[sentence.passage.uri]])
            for sentence in chosen
            if sentence.passage.uri in right
        ),
    )


def figures(outcomes: Sequence[Outcome], setting: Setting) -> dict[str, float | None]:
    """Return the figures of questions whose answer is in the archive."""
    answered = [o for o in outcomes if answers(o, setting)]
    return {
        "questions": float(len(outcomes)),
        "h@1": mean([o.first for o in outcomes]),
        "h@5": mean([o.among_five for o in outcomes]),
        "MRR@10": mean([o.reciprocal_rank for o in outcomes]),
        "quoted": mean([float(o.quoted) for o in answered]),
        "quotes": mean([float(o.quotes) for o in answered]),
    }


def decline_figures(outcomes: Sequence[Outcome], setting: Setting) -> dict[str, float | None]:
    """Return the share declined of questions on topics that are held back and of the others."""
    return {
        "declined absent": mean([float(not answers(o, setting)) for o in outcomes if held_back(o.question.topic)]),
        "declined present": mean([float(not answers(o, setting)) for o in outcomes if not held_back(o.question.topic)]),
    }


def answers(outcome: Outcome, setting: Setting) -> bool:
    """Whether the assistant answers that question under the setting."""
    return outcome.evidence is not None and setting.answers(outcome.evidence)

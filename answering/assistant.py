"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

from collections.abc import Callable, Sequence

from answering.answer import Answer, Appearance, Quote, Source, Statement
from answering.deciding import Setting, gather_evidence
from answering.quoting import RankedSentence, choose_quotes, rank_sentences
from answering.wording import attribution, not_found_notice
from archive.records import Filters, Passage
from retrieval.reprints import group_reprints
from retrieval.search import Search

_NEAREST = 3


class Assistant:
    """Answers from one archive; safe to share between threads."""

    def __init__(self, search: Search, setting: Setting) -> None:
        self._search = search
        self._setting = setting

    def answer(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        on_candidates: Callable[[list[Passage]], None] | None = None,
    ) -> Answer:
        """Return the answer; `on_candidates` hears of the passages that are being read, before the slow part."""
        findings = self._search.find(question, filters=filters, on_candidates=on_candidates)
        ranked = rank_sentences(findings.question.tokens, findings.passages)
        searched = self._search.archive.catalog.count_passages(filters)
        evidence = gather_evidence(findings, ranked, passages_searched=searched)
        language = findings.question.language
        if evidence is None or not self._setting.answers(evidence):
            coverage = self._search.archive.catalog.coverage(filters)
            return Answer(
                question=question,
                asked=question,
                language=language,
                status="not_found",
                notice=not_found_notice(coverage, filters, asked_in=language),
                nearest=_nearest([finding.passage for finding in findings.passages]),
            )
        statements, sources = _cite(choose_quotes(ranked), asked_in=language)
        return Answer(
            question=question,
            asked=question,
            language=language,
            status="answered",
            statements=statements,
            sources=sources,
        )


def _cite(chosen: Sequence[RankedSentence], *, asked_in: str) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    """Number the stories in order of appearance: prints of one story are one source."""
    sources: list[Source] = []
    numbers: dict[str, int] = {}
    statements = []
    for sentence in chosen:
        prints = [sentence.passage, *sentence.finding.reprints]
        n = next((numbers[p.uri] for p in prints if p.uri in numbers), None)
        if n is None:
            n = len(sources) + 1
            sources.append(_source(n, prints))
        numbers.update({p.uri: n for p in prints})
        quote = Quote(sentence.text, sentence.passage.uri, sentence.start, sentence.end, n)
        statements.append(Statement(sentence.text, (quote,), attribution(sentence.passage, asked_in=asked_in)))
    return tuple(statements), tuple(sources)


def _source(n: int, prints: Sequence[Passage]) -> Source:
    first = prints[0]
    appearances = tuple({p.uri: _appearance(p) for p in prints}.values())
    return Source(
        n,
        first.uri,
        first.headline,
        first.publisher,
        first.published,
        first.url,
        first.language,
        first.correction,
        appearances,
    )


def _appearance(passage: Passage) -> Appearance:
    return Appearance(passage.uri, passage.headline, passage.publisher, passage.published, passage.url)


def _nearest(passages: Sequence[Passage]) -> tuple[Appearance, ...]:
    stories = {passage.uri: passage for passage in reversed(passages)}
    best = [passage for passage in passages if stories.get(passage.uri) is passage]
    groups = group_reprints(best, text=lambda passage: passage.text)
    return tuple(_appearance(group[0]) for group in groups[:_NEAREST])

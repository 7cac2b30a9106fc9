"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

from collections.abc import Callable

from answering.answer import Answer
from answering.citing import cite, nearest
from answering.deciding import Setting, gather_evidence
from answering.quoting import choose_quotes, rank_sentences
from answering.wording import not_found_notice
from archive.records import Filters, Passage
from retrieval.search import Search


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
                nearest=nearest([found.passage for found in findings.passages]),
            )
        catalog = self._search.archive.catalog
        statements, sources = cite(choose_quotes(ranked), catalog, filters, asked_in=language)
        return Answer(
            question=question,
            asked=question,
            language=language,
            status="answered",
            statements=statements,
            sources=sources,
        )

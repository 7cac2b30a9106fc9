"""The assistant: a question goes in, an answer made of verbatim, cited sentences comes out."""

from collections.abc import Callable, Mapping, Sequence

from answering.answer import Answer, Quote, Source, Statement, corrections
from answering.deciding import Setting, gather_evidence
from answering.quoting import RankedSentence, choose_quotes, rank_sentences
from answering.wording import attribution, not_found_notice
from archive.records import Appearance, Filters, Passage
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
                nearest=_nearest([found.passage for found in findings.passages]),
            )
        chosen = choose_quotes(ranked)
        stories = list(dict.fromkeys(sentence.passage.story for sentence in chosen))
        catalog = self._search.archive.catalog
        prints = catalog.appearances(stories, filters)
        # Corrections count whatever the filters are about; only what came later than "as of" is not known yet.
        corrected = catalog.appearances(stories, Filters(as_of=filters.as_of))
        statements, sources = _cite(chosen, prints, corrected, asked_in=language)
        return Answer(
            question=question,
            asked=question,
            language=language,
            status="answered",
            statements=statements,
            sources=sources,
        )


def _cite(
    chosen: Sequence[RankedSentence],
    prints: Mapping[str, Sequence[Appearance]],
    corrected: Mapping[str, Sequence[Appearance]],
    *,
    asked_in: str,
) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    """Number the stories in order of appearance: prints of one story are one source."""
    sources: dict[str, Source] = {}
    statements = []
    for sentence in chosen:
        passage = sentence.passage
        if passage.story not in sources:
            told = corrections(passage.uri, [_appearance(passage), *corrected.get(passage.story, [])])
            sources[passage.story] = _source(len(sources) + 1, passage, prints.get(passage.story, []), told)
        n = sources[passage.story].n
        quote = Quote(sentence.text, passage.uri, sentence.start, sentence.end, n)
        statements.append(Statement(sentence.text, (quote,), attribution(passage, asked_in=asked_in)))
    return tuple(statements), tuple(sources.values())


def _source(n: int, passage: Passage, prints: Sequence[Appearance], correction: str) -> Source:
    return Source(
        n=n,
        uri=passage.uri,
        headline=passage.headline,
        publisher=passage.publisher,
        published=passage.published,
        url=passage.url,
        language=passage.language,
        correction=correction,
        appearances=(_appearance(passage), *(print_ for print_ in prints if print_.uri != passage.uri)),
    )


def _appearance(passage: Passage) -> Appearance:
    return Appearance(
        passage.uri, passage.headline, passage.publisher, passage.published, passage.url, passage.correction
    )


def _nearest(passages: Sequence[Passage]) -> tuple[Appearance, ...]:
    stories = {passage.story: passage for passage in reversed(passages)}
    best = [passage for passage in passages if stories.get(passage.story) is passage]
    return tuple(_appearance(passage) for passage in best[:_NEAREST])

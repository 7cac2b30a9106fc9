"""What the chosen sentences become: statements with their quotes, and the numbered stories that they rest on."""

from collections.abc import Sequence

from answering.answer import Quote, Source, Statement, corrections
from answering.quoting import RankedSentence
from answering.wording import attribution
from archive.catalog import Catalog
from archive.records import Appearance, Filters, Passage

_NEAREST = 3


def cite(
    chosen: Sequence[RankedSentence], catalog: Catalog, filters: Filters, *, asked_in: str
) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    """Return a statement for each sentence and the stories, numbered in order of appearance: prints of one are one source."""
    stories = list(dict.fromkeys(sentence.passage.story for sentence in chosen))
    prints = catalog.appearances(stories, filters)
    # Corrections count whatever the filters are about; only what came later than "as of" is not known yet.
    corrected = catalog.appearances(stories, Filters(as_of=filters.as_of))
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


def nearest(passages: Sequence[Passage]) -> tuple[Appearance, ...]:
    """Return the stories that come nearest, each by its best passage's print; `passages` are ordered best first."""
    stories = {passage.story: passage for passage in reversed(passages)}
    best = [passage for passage in passages if stories.get(passage.story) is passage]
    return tuple(_appearance(passage) for passage in best[:_NEAREST])


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

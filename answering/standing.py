"""What of an earlier answer still stands: a story may have been withdrawn or corrected since it was quoted."""

from dataclasses import replace

from answering.answer import Answer, Source, Statement
from answering.wording import no_longer_stands
from archive.catalog import Catalog


def as_it_stands(answer: Answer, catalog: Catalog) -> Answer:
    """Return the answer without the quotes whose articles may not be read any more or no longer say so.

    Where something was taken out, the notice says it in the question's language.
    """
    named = [quote.uri for statement in answer.statements for quote in statement.quotes]
    named += [appearance.uri for source in answer.sources for appearance in source.appearances]
    named += [story.uri for story in answer.nearest]
    bodies = catalog.readable_bodies(list(dict.fromkeys(named)))
    statements = tuple(statement for statement in answer.statements if _stands(statement, bodies))
    cited = {quote.source for statement in statements for quote in statement.quotes}
    fell = len(statements) < len(answer.statements)
    return replace(
        answer,
        statements=statements,
        sources=tuple(_source(source, bodies) for source in answer.sources if source.n in cited),
        nearest=tuple(story for story in answer.nearest if story.uri in bodies),
        notice=no_longer_stands(answer.language) if fell else answer.notice,
    )


def _stands(statement: Statement, bodies: dict[str, str]) -> bool:
    return all(quote.quote in bodies.get(quote.uri, "") for quote in statement.quotes)


def _source(source: Source, bodies: dict[str, str]) -> Source:
    return replace(source, appearances=tuple(print_ for print_ in source.appearances if print_.uri in bodies))

"""What of an earlier answer still stands: a story may have been withdrawn or corrected since it was quoted."""

from collections.abc import Mapping
from dataclasses import replace

from answering.answer import Answer, Source, Statement
from answering.phrases import say
from archive.catalog import Catalog
from archive.corrections import corrections_of, in_words
from archive.records import Appearance, Article


def as_it_stands(answer: Answer, catalog: Catalog) -> Answer:
    """Return the answer without the quotes whose articles may not be read any more or no longer say so.

    Its sources are told as they are now, new corrections included. Where something was taken out, the notice says it in
    the question's language.
    """
    named = [quote.uri for statement in answer.statements for quote in statement.quotes]
    named += [appearance.uri for source in answer.sources for appearance in source.appearances]
    named += [correction.uri for source in answer.sources for correction in source.corrections]
    named += [story.uri for story in answer.nearest]
    articles = catalog.articles(list(dict.fromkeys(named)))
    statements = tuple(statement for statement in answer.statements if _stands(statement, articles))
    quoted: dict[int, str] = {}
    for statement in statements:
        for quote in statement.quotes:
            quoted.setdefault(quote.source, quote.uri)
    fell = say("no_longer_stands", answer.language) if len(statements) < len(answer.statements) else ""
    return replace(
        answer,
        statements=statements,
        sources=tuple(_source(s, articles, quoted[s.n]) for s in answer.sources if s.n in quoted),
        nearest=tuple(story for story in answer.nearest if story.uri in articles),
        # What is left may still be no answer, which its notice says; of nothing there is nothing more to say.
        notice=" ".join(filter(None, (answer.notice if statements or not fell else "", fell))) or None,
    )


def _stands(statement: Statement, articles: Mapping[str, Article]) -> bool:
    return all(
        quote.uri in articles
        and quote.quote in articles[quote.uri].body
        and statement.headline in ("", articles[quote.uri].headline)
        for quote in statement.quotes
    )


def _source(source: Source, articles: Mapping[str, Article], quoted: str) -> Source:
    """Return the source as it is now, under the name of its first print where that still is quoted from."""
    uri = source.uri if source.uri in articles else quoted
    article = articles[uri]
    prints = [_appearance(articles[print_.uri]) for print_ in source.appearances if print_.uri in articles]
    # A print that the filters kept out of the appearances may have a correction.
    others = [_appearance(articles[told.uri]) for told in source.corrections if told.uri in articles]
    corrections = corrections_of(uri, [*prints, *others])
    return replace(
        source,
        uri=uri,
        headline=article.headline,
        publisher=article.publisher,
        published=article.published,
        url=article.url,
        language=article.language,
        correction=in_words(uri, corrections),
        appearances=tuple(sorted(prints, key=lambda print_: print_.uri != uri)),
        byline=article.byline,
        dateline=article.dateline,
        section=article.section,
        genre=article.genre,
        version=article.version,
        body_sha256=article.body_sha256,
        corrections=corrections,
    )


def _appearance(article: Article) -> Appearance:
    return Appearance(
        article.uri,
        article.headline,
        article.publisher,
        article.published,
        article.url,
        article.correction,
        article.language,
    )

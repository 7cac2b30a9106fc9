"""What the chosen sentences become: statements with their quotes, and the numbered stories that they rest on."""

from collections.abc import Mapping, Sequence

from answering.answer import Quote, Source, Statement
from answering.phrases import say
from answering.quoting import Excerpt
from answering.wording import attribution, day_in_words, quoted
from archive.catalog import Catalog
from archive.corrections import corrections_of, in_words
from archive.records import Appearance, Article, Filters, Passage

_NEAREST = 3


def cite(
    chosen: Sequence[Excerpt], catalog: Catalog, filters: Filters, *, asked_in: str
) -> tuple[tuple[Statement, ...], tuple[Source, ...]]:
    """Return a statement for each excerpt and the stories, numbered in order of appearance: prints of one are one source."""
    stories = list(dict.fromkeys(excerpt.passage.story for excerpt in chosen))
    prints = catalog.appearances(stories, filters)
    # Corrections count whatever the filters are about; only what came later than "as of" is not known yet.
    corrected = catalog.appearances(stories, Filters(as_of=filters.as_of))
    articles = catalog.articles(list(dict.fromkeys(excerpt.passage.uri for excerpt in chosen)))
    sources: dict[str, Source] = {}
    statements = []
    for excerpt in chosen:
        passage, story = excerpt.passage, excerpt.passage.story
        if story not in sources:
            sources[story] = _source(
                len(sources) + 1, passage, prints.get(story, []), corrected.get(story, []), articles
            )
        n = sources[story].n
        quote = Quote(excerpt.text, passage.uri, excerpt.start, excerpt.end, n, _hash(passage.uri, articles))
        said_by = attribution(passage, asked_in=asked_in, genre=sources[story].genre)
        headline = passage.headline if excerpt.under_headline else ""
        statements.append(Statement(headline or excerpt.text, (quote,), said_by, headline))
    return tuple(statements), tuple(sources.values())


def nearest(passages: Sequence[Passage]) -> tuple[Appearance, ...]:
    """Return the stories that come nearest, each by its best passage's print; `passages` are ordered best first."""
    stories = {passage.story: passage for passage in reversed(passages)}
    best = [passage for passage in passages if stories.get(passage.story) is passage]
    return tuple(appearance(passage) for passage in best[:_NEAREST])


def citation(source: Source, language: str) -> str:
    """Return the line that a newsroom prints: byline. "Headline". Publisher, day. address (version); without what is not known."""
    when = day_in_words(source.published, language) if source.published else ""
    who = ", ".join(part for part in (_line(source.publisher), when) if part)
    headline = _line(source.headline)
    named = quoted(headline, language) if headline else _line(source.uri) if source.uri != source.url else ""
    sentences = [part.rstrip(".") + "." for part in (_line(source.byline), named, who) if part.strip(".")]
    version = f"({say('version', language, version=str(source.version))})" if source.version is not None else ""
    # No full stop behind the address, which a program would take for a part of it.
    return " ".join(part for part in (*sentences, _line(source.url), version) if part)


def _source(
    n: int,
    passage: Passage,
    prints: Sequence[Appearance],
    corrected: Sequence[Appearance],
    articles: Mapping[str, Article],
) -> Source:
    corrections = corrections_of(passage.uri, [appearance(passage), *corrected])
    # Withdrawn since it was found, there is no article any more, and the passage tells all that is known.
    article = articles.get(passage.uri) or Article(passage.uri, "")
    return Source(
        n=n,
        uri=passage.uri,
        headline=passage.headline,
        publisher=passage.publisher,
        published=passage.published,
        url=passage.url,
        language=passage.language,
        correction=in_words(passage.uri, corrections),
        appearances=(appearance(passage), *(print_ for print_ in prints if print_.uri != passage.uri)),
        byline=article.byline,
        dateline=article.dateline,
        section=article.section,
        genre=article.genre,
        version=article.version,
        body_sha256=_hash(passage.uri, articles),
        corrections=corrections,
    )


def _hash(uri: str, articles: Mapping[str, Article]) -> str:
    return articles[uri].body_sha256 if uri in articles else ""


def appearance(passage: Passage) -> Appearance:
    """Return the print that a passage stands in."""
    return Appearance(
        passage.uri,
        passage.headline,
        passage.publisher,
        passage.published,
        passage.url,
        passage.correction,
        passage.language,
    )


def _line(text: str) -> str:
    return " ".join(text.split())

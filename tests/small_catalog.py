"""Three articles and one that nobody may read, and a catalog's passages of them, put in without the store."""

import itertools
from collections.abc import Sequence

import numpy as np

from archive.catalog import Catalog
from archive.records import Article, Filters, PubStatus, ReadArticle
from archive.rows import NewArticle

BRIDGE = Article(
    uri="a:bridge",
    body="El puente de San Telmo cerrará en abril. La pasarela será provisional.",
    headline="Cierra el puente",
    publisher="El Faro",
    published="2025-03-04",
    language="es",
    correction="Antes decía marzo.",
)
STRIKE = Article(
    uri="a:strike",
    body="The bus strike ended on Tuesday.",
    headline="Drivers return",
    publisher="The Gazette",
    published="2025-03-05T23:30:00-05:00",
    language="en",
)
_UNDATED = Article(
    uri="a:undated", body="Una nota sin fecha sobre el puente.", headline="Nota", publisher="El Faro", language="es"
)
ALL = (BRIDGE, STRIKE, _UNDATED)


def put(catalog: Catalog, *articles: Article, cut: int | None = None) -> list[str]:
    """Store each article as one passage, or as two that meet at `cut`; returns the ids that came, in order."""
    entries = []
    for article in articles:
        edges = [0, cut, len(article.body)] if cut else [0, len(article.body)]
        spans = [(start, end) for start, end in itertools.pairwise(edges) if end > start]
        entries.append(NewArticle(ReadArticle(article, article.content_hash), spans, np.eye(len(spans), 2)))
    before = catalog.vectors.newest_number()
    catalog.changes.put(entries)
    return [str(number) for number in catalog.vectors.after(before).numbers]


def found_by_words(catalog: Catalog, words: Sequence[str], filters: Filters = Filters(), k: int = 10) -> list[str]:
    """Return the uris of what a keyword search finds, best first."""
    ids = catalog.search_keywords(words, filters, k=k)
    passages = catalog.passages(ids)
    return [passages[id_].uri for id_ in ids]


def hidden(*, pubstatus: PubStatus = "usable", embargoed: str | None = None, expires: str | None = None) -> Article:
    return Article(
        uri="h:secret",
        body="El secreto sobre el puente.",
        headline="Secreto",
        publisher="Oculta",
        published="2020-01-01",
        language="gl",
        pubstatus=pubstatus,
        embargoed=embargoed,
        expires=expires,
    )

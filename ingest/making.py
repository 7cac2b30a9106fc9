"""From articles to what the archive stores of them: passages, vectors, the means of their languages, their prints."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from archive.prints import Prints
from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.stored_vectors import StoredVectors
from ingest.passages import passage_spans
from language.centring import OWN_PASSAGES, Mean, centred
from language.sentences import Span

if TYPE_CHECKING:
    from ingest.stories.duplicates import Print
    from language.centring import ReferenceMeans
    from language.embedder import Embedder

_UNTOLD = "und"  # no language of its own, however many texts there are


@dataclass(frozen=True)
class Cut:
    """An article and the spans of its passages."""

    read: ReadArticle
    spans: list[Span]

    @property
    def texts(self) -> list[str]:
        """Its passages' texts."""
        return [self.read.article.body[start:end] for start, end in self.spans]


def cut(read: ReadArticle, embedder: "Embedder") -> Cut:
    """Cut an article into passages."""
    article = read.article
    return Cut(read, passage_spans(article.body, language=article.language, count_tokens=embedder.count_tokens))


def embed(cuts: Sequence[Cut], embedder: "Embedder", *, on_done: Callable[[int], None]) -> list[NewArticle]:
    """Return the articles with the vectors of their passages; `on_done` hears of so many more that are done."""
    texts = [text for one in cuts for text in one.texts]
    headlines = [one.read.article.headline for one in cuts for _ in one.spans]
    vectors = embedder.passages(texts, headlines=headlines, on_done=on_done)
    made, at = [], 0
    for one in cuts:
        made.append(NewArticle(one.read, one.spans, vectors[at : at + len(one.spans)]))
        at += len(one.spans)
    return made


def mean_of(
    language: str, texts: Sequence[str], *, count: int, embedder: "Embedder", reference: "ReferenceMeans"
) -> tuple[Mean, bool]:
    """Return the mean of a language and whether it is final.

    Where the reference lacks the language, `texts` are some of the archive's `count` passages in it: with too few, one that
    was taken for another language would bend the mean, so that of all languages together stands in until there are more.
    """
    is_known = language in reference.passages
    if not is_known and language != _UNTOLD and count >= OWN_PASSAGES:
        return reference.estimate(embedder, texts), True
    return reference.mean_of(language, {}), is_known


def place_prints(articles: Iterable[tuple[Article, np.ndarray]], stored: Prints) -> None:
    """Put the prints of some articles, each with its passages' centred vectors, among those that are stored."""
    # datasketch takes half a second to import, which an unchanged nightly run need not wait for.
    from ingest.stories.duplicates import Clusterer
    from ingest.stories.likeness import read_setting

    Clusterer(stored, read_setting()).place([_print(article, vectors) for article, vectors in articles])


def place_all(connection: sa.Connection) -> None:
    """Put the prints of all articles that can be found among one another, in a catalog that is being changed."""
    for some in StoredVectors(lambda: nullcontext(connection)).articles():
        place_prints(some, Prints(connection))


def centred_articles(
    articles: Sequence[NewArticle], means: Mapping[str, np.ndarray]
) -> list[tuple[Article, np.ndarray]]:
    """Return the articles with their passages' centred vectors, shape (passages, dimension)."""
    return [(new.read.article, centred(new.vectors, means[new.read.article.language])) for new in articles if new.spans]


def _print(article: Article, vectors: np.ndarray) -> "Print":
    from ingest.stories.duplicates import Print

    mean = vectors.mean(axis=0)
    return Print(
        uri=article.uri,
        language=article.language,
        publisher=article.publisher,
        day=article.published,
        text=f"{article.headline}\n{article.body}",
        vector=np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), np.float32),
    )

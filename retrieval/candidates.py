"""Which passages are worth a closer look: the nearest by vector, and those that share the question's words."""

from archive.records import Filters, Passage
from archive.store import Archive
from retrieval.question import Question

# Chosen with the passages' size (ingest/passages.py): twice as many cost twice the time and put the right article first
# in .001 more of XQuAD's questions.
BY_VECTOR = 10
BY_KEYWORD = 5


def candidates(question: Question, archive: Archive, filters: Filters, *, k: int = BY_VECTOR) -> dict[str, Passage]:
    """Return the candidate passages by id: k by vector, half as many by keyword, fewer where both agree.

    Keywords only propose: fused ranks would let the asker's language drown the others (measured: recall first falls by a
    third across languages).
    """
    with archive.vectors() as vectors:
        ids = vectors.nearest(question.vector, filters, k=k)
    ids += archive.catalog.search_keywords(question.words, filters, k=max(BY_KEYWORD, k // 2))
    return archive.catalog.passages(list(dict.fromkeys(ids)), filters)

"""Which passages are worth a closer look: the nearest by vector, and those that share the question's words."""

from collections import Counter
from collections.abc import Callable

from archive.records import Filters, Passage
from archive.store import Archive
from retrieval.question import Question
from retrieval.reprints import group_reprints

# Chosen with the passages' size (ingest/passages.py): twice as many cost twice the time and put the right article first
# in .001 more of XQuAD's questions.
BY_VECTOR = 10
BY_KEYWORD = 5
# A story that hundreds of papers printed must not hide the others: as many are looked up as it takes to see k different
# passages, but no more than this.
_MOST_LOOKED_UP = 1000
# Of one passage's prints, those whose words differ are read up to so many: a trimmed one may lack the answer.
_PRINTS_READ = 3


def candidates(
    question: Question, archive: Archive, filters: Filters, *, k: int = BY_VECTOR, of_a_story: int | None = None
) -> dict[str, Passage]:
    """Return the candidate passages by id: k by vector, half as many by keyword, prints of one passage counted as one.

    Of one story no more than `of_a_story` are taken, so that a long one does not hide the others.

    Keywords only propose: fused ranks would let the asker's language drown the others (measured: recall first falls by a
    third across languages).
    """

    def by_vector(count: int) -> list[str]:
        return archive.nearest(question.vector, filters, k=count)

    def by_keyword(count: int) -> list[str]:
        return archive.catalog.search_keywords(question.words, filters, k=count)

    return {
        **_different(by_vector, archive, filters, k=k, of_a_story=of_a_story),
        **_different(by_keyword, archive, filters, k=max(BY_KEYWORD, k // 2), of_a_story=of_a_story),
    }


def _different(
    look_up: Callable[[int], list[str]], archive: Archive, filters: Filters, *, k: int, of_a_story: int | None
) -> dict[str, Passage]:
    count = k
    while True:
        ids = look_up(count)
        found = archive.catalog.passages(ids, filters)
        groups = group_reprints([id_ for id_ in ids if id_ in found], passage=found.__getitem__)
        if of_a_story is not None:
            seen: Counter[str] = Counter()
            groups = [group for group in groups if _count(seen, found[group[0]].story) <= of_a_story]
        if len(groups) >= k or len(ids) < count or count >= _MOST_LOOKED_UP:
            return {id_: found[id_] for group in groups[:k] for id_ in _worth_reading(group, found)}
        count = min(4 * count, _MOST_LOOKED_UP)


def _count(seen: Counter[str], story: str) -> int:
    seen[story] += 1
    return seen[story]


def _worth_reading(group: list[str], found: dict[str, Passage]) -> list[str]:
    """Return some of a passage's prints, in different words; of those in the same words, the earliest."""
    in_words: dict[str, str] = {}
    for id_ in group:
        text = " ".join(found[id_].text.split())
        known = in_words.get(text)
        if known is None or _day(found[id_]) < _day(found[known]):
            in_words[text] = id_
    return list(in_words.values())[:_PRINTS_READ]


def _day(passage: Passage) -> str:
    return passage.published or "9999"

"""Whether two texts are versions of one story, by their headlines, days, figures and words."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from archive.records import Article
from ingest.stories.claims import folded

_WORD = re.compile(r"\w+")
_MANY_MARKS, _SOME_MARKS = 10, 0.2  # of so many names and figures an editor changes so large a share at most
_OF_MANY = 50  # a word that more of them have tells none from another
_LIKELIEST = 10


def says_the_same(one: Article, other: Article) -> bool:
    """Whether two records are one: headline, text, publisher and day."""
    return (one.headline, one.body, one.publisher, (one.published or "")[:10]) == (
        other.headline, other.body, other.publisher, (other.published or "")[:10],
    )  # fmt: skip


def is_open(article: Article) -> bool:
    """Whether nothing holds it back: an embargo, a status. What will expire is open until then."""
    return article.pubstatus == "usable" and not article.embargoed


def same_headline(one: Article, other: Article) -> bool:
    """Whether both have one headline, whatever its capitals and punctuation."""
    return bool(one.headline) and folded(one.headline) == folded(other.headline)


def days_agree(one: Article, other: Article) -> bool:
    """Whether both may be of one day."""
    return not (one.published and other.published) or one.published[:10] == other.published[:10]


def figures_agree(one: Article, other: Article) -> bool:
    """Whether one of two texts has all figures of the other: bulletins of two days have not."""
    figures = [{word for word in folded(article.body).split() if word.isdigit()} for article in (one, other)]
    return figures[0] <= figures[1] or figures[1] <= figures[0]


def is_retouched(one: str, other: str) -> bool:
    """Whether one text has the other's names and figures, but for some: two bulletins in one form of words have not."""
    words = [set(_WORD.findall(text)) for text in (one, other)]
    marks = [{word for word in said if word[0].isupper() or any(c.isdigit() for c in word)} for said in words]
    lost = min(len(marks[0] - marks[1]), len(marks[1] - marks[0]))
    if not lost:
        return True
    fewest = min(map(len, marks))
    changed = min(len(words[0] - words[1]), len(words[1] - words[0]))
    return (lost == 1 and changed == 1) or (fewest >= _MANY_MARKS and lost <= fewest * _SOME_MARKS)


class RareWords:
    """Finds, among many texts, those that share words with another one that few have: not every one need be compared."""

    def __init__(self, articles: Iterable[Article]) -> None:
        found: Mapping[str, list[str]] = defaultdict(list)
        for article in articles:
            for word in set(_WORD.findall(article.body)):
                found[word].append(article.uri)
        self._holding = {word: uris for word, uris in found.items() if len(uris) <= _OF_MANY}

    def likeliest(self, article: Article) -> list[str]:
        """Return the uris of the texts that share most of such words."""
        words = set(_WORD.findall(article.body))
        shared = Counter(uri for word in sorted(words) for uri in self._holding.get(word, ()))
        return [uri for uri, _ in shared.most_common(_LIKELIEST)]

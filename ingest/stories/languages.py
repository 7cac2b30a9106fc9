"""Which language an article is in: what its text surely tells, else its publisher's, else the archive's."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from archive.records import Article
from language.identify import UNKNOWN, identify, identify_surely

Counts = Mapping[str, Mapping[str, int]]


class Languages:
    """Tells the languages of one run's articles; `stored` returns how many articles each publisher has in each language.

    It is asked once, and only where a text is too short to tell. py3langid alone takes a second to load, which an unchanged nightly run
    need not wait for: no text is looked at before it changed something.
    """

    def __init__(self, stored: Callable[[], Counts] = dict) -> None:
        self._stored = stored
        self._publishers: dict[str, Counter[str]] | None = None
        self._here: dict[str, Counter[str]] = {}

    def told(self, articles: Sequence[Article]) -> list[Article]:
        """Return the articles with their languages; those that are sure help the others of their batch, whatever the order."""
        sure = [
            article if article.language != UNKNOWN else replace(article, language=identify_surely(_text(article)))
            for article in articles
        ]
        for article in sure:
            if article.language != UNKNOWN:
                self._here.setdefault(article.publisher, Counter())[article.language] += 1
        return [
            article if article.language != UNKNOWN else replace(article, language=self._tell(article))
            for article in sure
        ]

    def _tell(self, article: Article) -> str:
        if self._publishers is None:
            self._publishers = {publisher: Counter(counts) for publisher, counts in self._stored().items()}
        own = self._publishers.get(article.publisher, Counter()) + self._here.get(article.publisher, Counter())
        everywhere: Counter[str] = sum((*self._publishers.values(), *self._here.values()), Counter())
        return identify(_text(article), known=(own if article.publisher else {}, everywhere))


def _text(article: Article) -> str:
    return f"{article.headline}\n{article.body}".strip()

"""How many articles mention something: counted in the catalog by their words, stories and prints told apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.answer import Answer
from answering.asked import Asked
from answering.desk import Desk
from answering.notices import counted, no_mention
from answering.quoting import Excerpt
from answering.understanding.folding import folded
from answering.understanding.function_words import DETERMINERS
from answering.understanding.names import names_in
from archive.catalog import Catalog
from archive.records import Appearance, Article, Filters, Passage
from language.sentences import is_time_mark, sentence_spans

# Stories that hold a topic's words and are shown or looked at.
NEWEST = 10
_MARKS = " \t\"'“”«»„‘’.?!¿¡,;:"
# "How many articles about Torgal were published": these words are the question's, not the topic's.
_PRINTED = frozenset(
    """
    were was are is have has been published printed written appeared carried run there fueron han sido publicados publicadas
    publicaron aparecieron salieron ont ete sont publies publiees parus parues wurden sind erschienen veroffentlicht gedruckt
    foram publicados publicadas sairam sono stati state pubblicati pubblicate usciti uscite apparsi
    """.split()
)


@dataclass(frozen=True)
class Mentions:
    """The prints that hold the words `phrase`, by story, the newest story first."""

    phrase: str
    stories: Mapping[str, Sequence[Appearance]]

    @property
    def prints(self) -> int:
        """How many articles they are."""
        return sum(len(prints) for prints in self.stories.values())


def answer_count(desk: Desk, asked: Asked) -> Answer:
    """Answer with the number of stories and where each of the newest holds the words."""
    filters = asked.filters.within(asked.span) if asked.span else asked.filters
    topic = asked.understood.topic
    mentions = count_mentions(topic, desk.catalog, filters, language=asked.language)
    if not mentions.stories:
        return asked.answer(count=0, notice=no_mention(mentions.phrase, asked_in=asked.language))
    newest = [prints[0].uri for prints in mentions.stories.values()][:NEWEST]
    leads = desk.catalog.leads(newest)
    articles = desk.catalog.articles(newest)
    chosen = [
        excerpt
        for passage in sorted(leads.values(), key=lambda passage: newest.index(passage.uri))
        if passage.uri in articles and (excerpt := _mentioning(articles[passage.uri], passage, mentions.phrase))
    ]
    notice = counted(mentions.phrase, len(mentions.stories), mentions.prints, asked_in=asked.language)
    return desk.quote(asked, chosen, sure=True, sureness=1.0, count=len(mentions.stories), notice=notice)


def count_mentions(topic: str, catalog: Catalog, filters: Filters, *, language: str) -> Mentions:
    """Count the stories that hold a topic's words as they are written, one after the other.

    Where none does, its name alone is counted: an archive in another language says "presa de Torgal" for "Torgal dam".
    """
    phrases = [topic_phrase(topic, language), *(name.text for name in names_in(topic, language=language))]
    for phrase in phrases:
        if found := catalog.mentions(re.findall(r"\w+", phrase), filters):
            return Mentions(phrase, found)
    return Mentions(phrases[0], {})


def topic_phrase(topic: str, language: str) -> str:
    """Return a topic without the article and the marks around it: "the Torgal dam" is "Torgal dam"."""
    words = topic.strip(_MARKS).split()
    small = DETERMINERS.get(language, frozenset())
    while len(words) > 1 and folded(words[0]) in small:
        words = words[1:]
    while len(words) > 1 and folded(words[-1]) in _PRINTED:
        words = words[:-1]
    return " ".join(words).strip(_MARKS)


def _mentioning(article: Article, passage: Passage, phrase: str) -> Excerpt | None:
    """Return the first sentence of an article that holds the words; the first one under the headline where only that does."""
    spans = [
        (start, end)
        for start, end in sentence_spans(article.body, language=article.language)
        if not is_time_mark(article.body[start:end])
    ]
    wanted = re.findall(r"\w+", folded(phrase))
    for start, end in spans:
        words = re.findall(r"\w+", folded(article.body[start:end]))
        if any(words[n : n + len(wanted)] == wanted for n in range(len(words) - len(wanted) + 1)):
            return Excerpt(passage, start, end, article.body[start:end])
    if not spans:
        return None
    start, end = spans[0]
    return Excerpt(passage, start, end, article.body[start:end], under_headline=True)

"""How many articles mention something: counted in the catalog by their words, stories and prints told apart."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answering.understanding.folding import folded
from answering.understanding.function_words import DETERMINERS
from answering.understanding.names import names_in
from archive.catalog import Catalog
from archive.records import Appearance, Filters

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

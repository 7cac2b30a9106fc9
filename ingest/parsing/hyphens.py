"""Whether a hyphen at a line's end cut a word or belongs to it, by how often the whole word and its halves are written."""

import functools
from collections.abc import Callable

# On Zipf's scale, the logarithm of how often a word stands in a billion: a whole word that is so much rarer than the rarer half is
# met by chance ("longterm"), one that is not is a word of its own ("newspaper").
_MUCH_RARER = 0.9
_SELDOM = 1.5
_SHORTEST = 2  # letters of a half; "e-mail" and "T-shirt" are written so


def is_cut(before: str, after: str, *, language: str) -> bool:
    """Whether `before-after` is one word of the language, cut; False where nobody can tell, and in a language without a word list.

    What begins with a capital after the hyphen is none ("Franco-German").
    """
    if min(len(before), len(after)) < _SHORTEST or not after[0].islower():
        return False
    if not (frequency := _frequencies(language)):
        return False
    whole, first, second = (frequency(word) for word in (before + after, before, after))
    return whole >= _SELDOM and whole > min(first, second) - _MUCH_RARER


@functools.cache
def _frequencies(language: str) -> Callable[[str], float] | None:
    # Two seconds to import and to read a language's list, 50 MB: only a text that cuts words needs them.
    from wordfreq import available_languages, zipf_frequency

    return functools.partial(zipf_frequency, lang=language) if language in available_languages() else None

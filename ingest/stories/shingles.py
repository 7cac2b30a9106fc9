"""A text as the hashes of its words, and the keys that two prints of one text have in common.

The keys are the MinHash of the text's shingles of three words: the chance that two texts have the same key in one place is
the share of shingles that they have in common (Broder 1997). Of 64 keys, two are shared by nearly all prints of one story,
be they trimmed to a third or edited in every sentence, and by few others.
"""

import functools
import re
import unicodedata
import zlib

import numpy as np

KEYS = 64
SHINGLE = 3  # words
MOST_WORDS = 4000  # of one text: what a print is compared by must not grow with a file that somebody else made
_SEED = 1851
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_RUN = re.compile(rf"(?P<unspaced>[{_UNSPACED}]+)|[^\W{_UNSPACED}]+")


def word_hashes(text: str) -> np.ndarray:
    """Return the hash of each word in order (uint32); where a script has no spaces, of each two neighbouring characters.

    Upper and lower case, and the forms in which Unicode can write one letter, count as the same.
    """
    words: list[int] = []
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text).casefold()):
        found = run.group()
        if run.lastgroup == "unspaced" and len(found) > 1:
            words.extend(_hash(found[i : i + 2]) for i in range(len(found) - 1))
        else:
            words.append(_hash(found))
        if len(words) >= MOST_WORDS:
            break
    return np.array(words[:MOST_WORDS], np.uint32)


def shingles(words: np.ndarray) -> np.ndarray:
    """Return the hash of each three words in a row, in order (uint32); of all of them where they are fewer."""
    if not len(words):
        return words
    size = min(SHINGLE, len(words))
    rows = len(words) - size + 1
    mixed = np.zeros(rows, np.uint64)
    for at in range(size):
        mixed = (mixed ^ words[at : at + rows]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(32)
    return mixed.astype(np.uint32)


def shared_share(one: str, other: str) -> float:
    """Return which share of the shorter text's shingles stands in the longer one, from 0 to 1."""
    if one == other:
        return 1.0
    shorter, longer = sorted((np.unique(shingles(word_hashes(text))) for text in (one, other)), key=len)
    return float(np.isin(shorter, longer).mean()) if len(shorter) else 0.0


def keys_of(words: np.ndarray, *, language: str) -> np.ndarray:
    """Return the text's keys (int64), none where it has no words. Two languages have no key in common."""
    if not len(words):
        return np.zeros(0, np.int64)
    # It takes half a second to import, which who compares two texts alone need not wait for.
    from datasketch import MinHash

    minhash = MinHash(num_perm=KEYS, seed=_SEED, scheme="affine32", hashfunc=int)
    minhash.update_batch(np.unique(shingles(words)).tolist())
    places = _places(language)
    return np.asarray((places | minhash.hashvalues.astype(np.uint64)).view(np.int64))


@functools.lru_cache(maxsize=1 << 16)
def _hash(word: str) -> int:
    return hash_of(word)


def hash_of(word: str) -> int:
    """Return the hash of a word as `word_hashes` finds it, in its composed and folded form."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


@functools.lru_cache(maxsize=256)
def _places(language: str) -> np.ndarray:
    """Return what distinguishes the places of a language's keys, in the upper half of 64 bits."""
    return np.array([zlib.crc32(f"{place} {language}".encode()) << 32 for place in range(KEYS)], np.uint64)

"""python -m tests.churning [--changes 10000] [--seed 1]: delete and write over passages at random, then look for each of the rest.

Chroma 1.5.9 loses passages when many are deleted and written over (chroma-core/chroma#7758): `get` returns them, no query does.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from archive.records import Article, ReadArticle
from archive.rows import NewArticle
from archive.store import Archive
from archive.verifying import verify
from tests.model_by_hand import FIRST, vector_by_hand

_PASSAGES = 4  # of an article
_AT_ONCE = 100  # changes of one batch


def churn(folder: Path, *, passages: int, changes: int, seed: int) -> list[str]:
    """Fill an archive, change so many of its passages, and return what is wrong with it then."""
    draw = random.Random(seed)
    uris = [f"churn:{number}" for number in range(passages // _PASSAGES)]
    held: dict[str, list[str]] = {}
    with closing(Archive.create(folder)) as archive:
        with archive.writing(on_wait=print) as writer:
            writer.set_fingerprint(FIRST)
            writer.put([_new(uri, 0, held) for uri in uris])
        done = serial = 0
        while done < changes:
            with archive.writing(on_wait=print) as writer:
                for _ in range(5):
                    some = draw.sample(uris, _AT_ONCE // _PASSAGES)
                    serial += 1
                    gone = [uri for uri in some if uri in held and draw.random() < 0.5]
                    writer.withdraw(gone, because="a test")
                    for uri in gone:
                        del held[uri]
                    writer.put([_new(uri, serial, held) for uri in some if uri not in gone])
                    done += _AT_ONCE
        wrong = [damage.text for damage in verify(archive, full=True) if damage.kind != "prints"]
        texts = [text for some in held.values() for text in some]
        lost = [text for text in texts if _nearest(archive, text) != text]
        if lost:
            wrong.append(f"{len(lost)} of {len(texts)} passages are not found by their own vectors: {lost[:3]}")
    return wrong


def _new(uri: str, serial: int, held: dict[str, list[str]]) -> NewArticle:
    texts = [f"Frase {part} de {uri} en su estado {serial}." for part in range(_PASSAGES)]
    held[uri] = texts
    spans, at = [], 0
    for text in texts:
        spans.append((at, at + len(text)))
        at += len(text) + 1
    article = Article(uri=uri, body=" ".join(texts), headline=uri, language="es")
    return NewArticle(ReadArticle(article, article.content_hash), spans, np.stack([vector_by_hand(t) for t in texts]))


def _nearest(archive: Archive, text: str) -> str:
    ids = archive.nearest(vector_by_hand(text), k=1)
    return next((passage.text for passage in archive.catalog.passages(ids).values()), "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Change so many passages and return whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.churning", description="Change passages at random.")
    parser.add_argument("--passages", type=int, default=4000)
    parser.add_argument("--changes", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as work:
        wrong = churn(Path(work), passages=options.passages, changes=options.changes, seed=options.seed)
    print(f"{options.changes:,} changes over {options.passages:,} passages: {'; '.join(wrong) or 'each is found'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())

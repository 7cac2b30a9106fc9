"""Prints of known stories, clustered as they come in: which pairs were put together, and which truly are."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from archive import prints, schema
from archive.errors import UsageError
from evaluation.json_lines import read_json_lines
from evaluation.metrics import mean, pair_figures
from ingest.passages import passage_spans
from ingest.stories.duplicates import Clusterer, Print
from ingest.stories.likeness import Setting, read_setting
from language.centring import centred
from language.model import LazyModel

PRINTS_FILE = Path(__file__).parent / "prints" / "prints.jsonl"
BATCH = 24  # prints placed at a time, some of a story in one batch and some in the next


@dataclass(frozen=True)
class KnownPrint:
    """A print whose story is known. Independent reports of one event have the same `event` and another `story`."""

    print: Print
    event: int
    story: str
    kind: str

    @property
    def headline(self) -> str:
        """The first line of its text."""
        return self.print.text.partition("\n")[0]

    @property
    def is_odd(self) -> bool:
        """Whether it belongs to the half that nothing is fitted on."""
        return self.event % 2 == 1


@dataclass(frozen=True)
class Pair:
    """Two prints of one language: whether they were put together, and whether they belong together."""

    one: KnownPrint
    other: KnownPrint
    found: bool

    @property
    def true(self) -> bool:
        """Whether both are prints of one story."""
        return self.one.story == self.other.story


def read_prints(file: Path = PRINTS_FILE) -> list[KnownPrint]:
    """Read prints in the order of their days. Raises `UsageError` where the file is not what it should be."""
    try:
        records = read_json_lines(file)
        known = [
            KnownPrint(
                Print(
                    uri=f"print:{number}",
                    language=record["language"],
                    publisher=record["publisher"],
                    day=record["published"],
                    text=f"{record['headline']}\n{record['body']}",
                    vector=None,
                ),
                event=int(record["event"]),
                story=str(record["story"]),
                kind=record["kind"],
            )
            for number, record in enumerate(records)
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{file} cannot be read as prints ({type(error).__name__}: {error}).") from error
    # Within a day in an order that has nothing to do with which was written first.
    dice = np.random.default_rng(len(known))
    order = dice.permutation(len(known))
    return sorted((known[i] for i in order), key=lambda one: one.print.day or "")


def with_vectors(known: Sequence[KnownPrint], model: LazyModel) -> list[KnownPrint]:
    """Return the prints with their vectors, made as the pipeline makes them."""
    embedder, reference = model.load()
    bodies = [one.print.text.partition("\n")[2] for one in known]
    spans = [
        passage_spans(body, language=one.print.language, count_tokens=embedder.count_tokens)
        for one, body in zip(known, bodies, strict=True)
    ]
    vectors = embedder.passages(
        [body[a:b] for body, cut in zip(bodies, spans, strict=True) for a, b in cut],
    )
    found, at = [], 0
    for one, cut in zip(known, spans, strict=True):
        own = centred(vectors[at : at + len(cut)], reference.passages[one.print.language].pooled).mean(axis=0)
        found.append(replace(one, print=replace(one.print, vector=own / np.linalg.norm(own))))
        at += len(cut)
    return found


def cluster(batches: Sequence[Sequence[Print]], setting: Setting, file: Path) -> dict[str, str]:
    """Place the batches one after another in a database at `file`; return the story of each print."""
    engine = sa.create_engine(f"sqlite:///{file}")
    with engine.begin() as connection:
        schema.metadata.create_all(connection)
    for batch in batches:
        with engine.begin() as connection:
            Clusterer(prints.Prints(connection), setting).place(batch)
    with engine.connect() as connection:
        stories = dict(connection.execute(sa.select(schema.prints.c.uri, schema.prints.c.story)).tuples().all())
    engine.dispose()
    return stories


def pairs(known: Sequence[KnownPrint], setting: Setting) -> list[Pair]:
    """Cluster the prints and return all pairs within a language."""
    arriving = [one.print for one in known]
    with tempfile.TemporaryDirectory() as folder:
        batches = [arriving[at : at + BATCH] for at in range(0, len(arriving), BATCH)]
        stories = cluster(batches, setting, Path(folder) / "prints.sqlite")
    return [
        Pair(one, other, found=stories[one.print.uri] == stories[other.print.uri])
        for one, other in combinations(known, 2)
        if one.print.language == other.print.language
    ]


def evaluate(model: LazyModel, *, file: Path = PRINTS_FILE) -> dict[str, Any]:
    """Return the figures of each half, language and kind, with vectors and without, and the errors with vectors."""
    known = read_prints(file)
    setting = read_setting()
    found = pairs(with_vectors(known, model), setting)
    table: dict[str, Any] = {"prints": len(known), "stories": len({one.story for one in known})}
    table["rows"] = rows(found) | {
        f"{name}, without vectors": row for name, row in halves(pairs(known, setting)).items()
    }
    table["errors"] = [_described(pair) for pair in found if pair.found != pair.true]
    return table


def rows(found: Sequence[Pair]) -> dict[str, dict[str, float | None]]:
    """Return the figures of all pairs, of each half of the events and of each language, and each kind's share of right ones.

    A kind's pairs are those within one event of which one print is of that kind.
    """
    table = halves(found)
    for language in sorted({pair.one.print.language for pair in found}):
        table[language] = _row([pair for pair in found if pair.one.print.language == language])
    for kind in sorted({pair.one.kind for pair in found} | {pair.other.kind for pair in found}):
        of_kind = [p for p in found if p.one.event == p.other.event and kind in (p.one.kind, p.other.kind)]
        table[kind] = _row(of_kind)
    return table


def halves(found: Sequence[Pair]) -> dict[str, dict[str, float | None]]:
    """Return the figures of all pairs and of those with a print of an even or of an odd event."""
    return {
        "all events": _row(found),
        "even events": _row([pair for pair in found if not (pair.one.is_odd and pair.other.is_odd)]),
        "odd events": _row([pair for pair in found if pair.one.is_odd or pair.other.is_odd]),
    }


def _row(found: Sequence[Pair]) -> dict[str, float | None]:
    figures: dict[str, float | None] = {"pairs": len(found), "together": sum(pair.true for pair in found)}
    figures |= pair_figures((pair.found, pair.true) for pair in found)
    return figures | {"right": mean([float(pair.found == pair.true) for pair in found])}


def _described(pair: Pair) -> str:
    what = "missed" if pair.true else "wrongly joined"
    ends = (f"{one.kind}, {one.headline}" for one in (pair.one, pair.other))
    return f"{what}: {' / '.join(ends)}"

"""Over any mix of formats, statuses and notations nothing that may not be read is found, by any way into the archive."""

import json
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import chromadb
from chromadb.config import Settings
from hypothesis import given, settings
from hypothesis import strategies as st

from answering.answer import as_record
from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.records import Article, Filters
from archive.store import Archive
from ingest.pipeline import ingest
from ingest.progress import Progress
from ingest.reading import read_articles
from language.model import LazyModel
from retrieval.retriever import ArchiveRetriever
from retrieval.search import Search
from tests.standings import HIDING, KINDS, SHOWING, written

_EVERYTHING = "Which lamp was lit again on Saturday?"
_SYLLABLES = ("Var", "Lun", "Mek", "Tos", "Rid", "Pol", "Zan", "Gur", "Bex", "Wim")


def _said(parts: list[dict[str, object]]) -> dict[str, object]:
    return {name: value for part in parts for name, value in part.items()}


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.lists(st.sampled_from(SHOWING), max_size=2), st.sampled_from(HIDING), st.booleans())
def test_one_part_that_hides_hides_whatever_else_is_said(
    kind: str, others: list[dict[str, object]], hiding: dict[str, object], is_first: bool
) -> None:
    others = [
        {name: value for name, value in other.items() if name not in hiding and name != "date"} for other in others
    ]
    said = _said([dict(hiding), *others] if is_first else [*others, dict(hiding)])
    for result in _read(kind, said):
        assert not isinstance(result, Article) or not result.is_readable(datetime.now(UTC)), (said, result)


@settings(deadline=None)
@given(st.sampled_from(KINDS), st.sampled_from(SHOWING))
def test_what_hides_nothing_may_be_read(kind: str, said: dict[str, object]) -> None:
    (result,) = _read(kind, said)
    assert isinstance(result, Article) and result.is_readable(datetime.now(UTC)), (said, result)


def _read(kind: str, said: dict[str, object]) -> list[object]:
    name, content = written(kind, "Varlun", said)
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(content, "utf-8")
        return [reading.result for reading in read_articles([Path(folder, name)])]


def test_nothing_hidden_is_found_by_any_way_into_the_archive(tmp_path: Path, model: LazyModel) -> None:
    words = [f"{first}{second.lower()}" for first in _SYLLABLES for second in _SYLLABLES if first != second]
    cases = [(kind, said) for n, kind in enumerate(KINDS) for said in (*HIDING[n % 5 :: 5], *SHOWING[n % 6 :: 6])]
    hidden, shown = set[str](), set[str]()
    (tmp_path / "news").mkdir()
    for word, (kind, said) in zip(words, cases, strict=False):
        name, content = written(kind, word, said)
        (tmp_path / "news" / name).write_text(content, "utf-8")
        (hidden if said in HIDING else shown).add(word)
    assert len(hidden) > 30 and len(shown) > 10
    with closing(Archive.create(tmp_path / "archive")) as archive:
        report = ingest([tmp_path / "news"], archive, model=model, progress=Progress())
        assert report.errors == []
        catalog, search = archive.catalog, Search(archive, *model.load())
        seen = {
            # Each story once, with all that printed it.
            "search": [f"{p} {catalog.appearances([p.story])}" for p in search.passages(_EVERYTHING, k=50)],
            "retriever": [str(d) for d in ArchiveRetriever(search=search, k=50).invoke(_EVERYTHING)],
            "newest": catalog.newest(k=50),
            "stored": list(catalog.articles([f"urn:orme:{word}" for word in words])),
            "mentioned": [p.uri for prints in catalog.mentions(["lamp"]).values() for p in prints],
            "chroma": _in_chroma(archive),
        }
        for way, found in seen.items():
            text = " ".join(found)
            assert {word for word in words if word in text} == shown, way
        assert catalog.coverage().articles == catalog.coverage(Filters(languages=("en",))).articles == len(shown)
        assert catalog.count_passages() == len(shown)
        assert all(archive.catalog.search_keywords([word], Filters(), k=5) == [] for word in hidden)
        assistant = Assistant(search, read_setting())
        for question in (
            *(f"When was the lamp of {word} lit again?" for word in sorted(hidden)[::20]),
            f"How many articles mention {min(hidden)}?",
            "How many articles are there about the lamp?",
            "What happened to the lamp, day by day?",
            "Who won the rye bread prize?",
        ):
            record = json.dumps(
                as_record(assistant.answer(question)) | {"question": "", "asked": ""}, ensure_ascii=False
            )
            told = {word for word in hidden if word in record.replace(f"“{min(hidden)}”", "")}
            assert told <= {word for word in hidden if word in question} and f"urn:orme:{min(hidden)}" not in record


def _in_chroma(archive: Archive) -> list[str]:
    folder = archive.folder / str(archive.catalog.note("index"))
    client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    found = client.get_collection("passages").get(include=["documents", "metadatas"])
    client.close()  # type: ignore[attr-defined]
    return [f"{text} {meta}" for text, meta in zip(found["documents"] or [], found["metadatas"] or [], strict=True)]

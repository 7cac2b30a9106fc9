"""Our ingest beside the stock LangChain way: same model, same texts, side by side in turns."""

import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from archive.settings import read_settings
from archive.store import Archive
from evaluation.archives import write_records
from ingest.pipeline import ingest
from ingest.progress import Progress
from language.bundled_model import unpack
from language.model import LazyModel

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

_SENTENCES = 8  # some 220 tokens of the bundled model
_WHO = "the council,the harbour board,the union,the club,a spokesman,the court,the museum,the mayor,the hospital".split(
    ","
)
_DID = "approved,rejected,delayed,announced,criticised,presented,reviewed,suspended,welcomed,published".split(",")
_WHAT = (
    "the budget,a new ferry line,the repair of the bridge,a pay rise,the harvest figures,the winter timetable".split(
        ","
    )
)
_WHY = "after months of talks,despite the rain,because of rising costs,as neighbours had asked,to everyone's surprise".split(
    ","
)


def compare(model: LazyModel, *, texts: int, rounds: int) -> dict[str, float | int | list[float]]:
    """Return how many times faster our ingest is than the stock way: the median of the rounds' ratios, and their spread.

    A round ingests the same generated texts into new folders, by either way in turn, models loaded. Before the first,
    each way ingests a few, so that none pays for what is made ready once.
    """
    from langchain_huggingface import HuggingFaceEmbeddings

    settings = read_settings()
    folder = settings.embedding.name or str(unpack(settings.cache))
    stock_model = HuggingFaceEmbeddings(
        model_name=folder,
        model_kwargs={"device": "cpu"},
        encode_kwargs={"prompt": "passage: "},
        query_encode_kwargs={"prompt": "query: "},
    )
    model.load()
    written = generated_texts(texts)
    _ours(written[:8], model)
    _stock(written[:8], stock_model)
    ours, stock = [], []
    for _ in range(rounds):
        ours.append(_ours(written, model))
        stock.append(_stock(written, stock_model))
    ratios = [theirs / mine for mine, theirs in zip(ours, stock, strict=True)]
    return {
        "ratio": round(statistics.median(ratios), 2),
        "ratios": [round(ratio, 2) for ratio in ratios],
        "ours_seconds": round(statistics.median(ours), 2),
        "stock_seconds": round(statistics.median(stock), 2),
        "texts": texts,
    }


def generated_texts(count: int, *, seed: int = 0) -> list[str]:
    """Return texts of some 220 tokens that look like news and say nothing."""
    dice = random.Random(seed)
    return [" ".join(_sentence(dice, number) for _ in range(_SENTENCES)) for number in range(count)]


def _sentence(dice: random.Random, number: int) -> str:
    who, other = dice.sample(_WHO, 2)
    return (
        f"{who.capitalize()} of district {number} {dice.choice(_DID)} {dice.choice(_WHAT)} on day {dice.randint(1, 365)} "
        f"{dice.choice(_WHY)}, said {other}, at a cost of {dice.randint(1, 900)},000."
    )


def _ours(texts: list[str], model: LazyModel) -> float:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        write_records([{"uri": f"text:{n}", "body": text, "language": "en"} for n, text in enumerate(texts)], file)
        began = time.perf_counter()
        archive = Archive.create(Path(folder) / "archive")
        ingest([file], archive, model=model, progress=Progress())
        seconds = time.perf_counter() - began
        archive.close()
        return seconds


def _stock(texts: list[str], embeddings: "Embeddings") -> float:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
        chunks = splitter.split_documents([Document(page_content=text) for text in texts])
        Chroma("stock", embedding_function=embeddings, persist_directory=folder).add_documents(chunks)
        return time.perf_counter() - began

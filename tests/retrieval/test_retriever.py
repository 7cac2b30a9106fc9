"""LangChain programs can use the archive: as a retriever, and its collection as a vector store."""

import pytest
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda

from archive.records import Filters
from language.model import LazyModel
from retrieval.question import understand
from retrieval.retriever import ArchiveRetriever
from retrieval.search import Search

_QUESTION = "How many vehicles cross the San Telmo bridge every day?"
_BRIDGE = "sample:el-faro-de-lumbre/2025-03-04-puente"


class CentredQuestions(Embeddings):
    """Our questions' vectors behind LangChain's interface."""

    def __init__(self, model: LazyModel) -> None:
        self._model = model

    def embed_query(self, text: str) -> list[float]:
        embedder, reference = self._model.load()
        vector = understand(text, embedder=embedder, reference=reference, stored={}).vector
        return [float(value) for value in vector]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise AssertionError("reading needs no vectors of documents")


def _languages(documents: list[Document]) -> list[str]:
    return [document.metadata["language"] for document in documents]


@pytest.fixture(scope="module")
def found(sample_search: Search) -> list[Document]:
    return ArchiveRetriever(search=sample_search).invoke(_QUESTION)


def test_the_archive_is_a_langchain_retriever(sample_search: Search, found: list[Document]) -> None:
    assert isinstance(ArchiveRetriever(search=sample_search), BaseRetriever)
    assert found[0].metadata["uri"] == _BRIDGE
    assert any("11.400 vehículos diarios" in document.page_content for document in found[:3])


def test_a_documents_metadata_cites_it(sample_search: Search, found: list[Document]) -> None:
    for document, passage in zip(found, sample_search.passages(_QUESTION), strict=True):
        names = ("uri", "headline", "publisher", "published", "language", "url", "start", "end", "score", "correction")
        metadata = dict(document.metadata)
        appearances = metadata.pop("appearances")
        assert metadata == {name: getattr(passage, name) for name in names}
        assert passage.uri in [appearance["uri"] for appearance in appearances]
        article = sample_search.archive.catalog.article(document.metadata["uri"])
        assert article is not None
        assert article.body[document.metadata["start"] : document.metadata["end"]] == document.page_content


def test_k_and_filters_hold_in_a_chain(sample_search: Search) -> None:
    retriever = ArchiveRetriever(search=sample_search, k=2, filters=Filters(languages=("de",)))
    chain = retriever | RunnableLambda(_languages)
    assert chain.invoke(_QUESTION) == ["de", "de"]


def test_the_collection_can_be_read_through_langchain_chroma(sample_search: Search, model: LazyModel) -> None:
    with sample_search.archive.neighbours.index() as index:
        assert index is not None
        store = index.as_langchain(CentredQuestions(model))
        (document,) = store.similarity_search("¿Cuántos vehículos cruzan el puente de San Telmo cada día?", k=1)
        (german,) = store.similarity_search(_QUESTION, k=1, filter={"language": "de"})
        assert len(store.get()["ids"]) == index.count() == sample_search.archive.catalog.coverage().passages
    article = sample_search.archive.catalog.article(_BRIDGE)
    assert article is not None
    metadata = document.metadata
    assert (metadata["uri"], metadata["publisher"], metadata["day"]) == (_BRIDGE, "El Faro de Lumbre", 20250304)
    assert article.body[metadata["start"] : metadata["end"]] == document.page_content
    assert german.metadata["language"] == "de"

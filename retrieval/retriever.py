"""The archive as a LangChain retriever, for any chain or agent."""

from dataclasses import asdict

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from archive.records import Appearance, Filters, Passage
from retrieval.search import Search


class ArchiveRetriever(BaseRetriever):
    """Finds passages across languages; `start` and `end` in a document's metadata slice the stored body."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    search: Search
    k: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        passages = self.search.passages(query, k=self.k, filters=self.filters)
        prints = self.search.archive.catalog.appearances([passage.story for passage in passages], self.filters)
        return [_document(passage, prints.get(passage.story, [])) for passage in passages]


def _document(passage: Passage, prints: list[Appearance]) -> Document:
    return Document(
        page_content=passage.text,
        metadata={
            "uri": passage.uri,
            "headline": passage.headline,
            "publisher": passage.publisher,
            "published": passage.published,
            "language": passage.language,
            "url": passage.url,
            "start": passage.start,
            "end": passage.end,
            "score": passage.score,
            "correction": passage.correction,
            "appearances": [asdict(appearance) for appearance in prints],
        },
    )

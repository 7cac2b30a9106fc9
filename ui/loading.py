"""What must be ready before the first answer: the model and, at the first start, the samples. In view, never in the way."""

import gc
import threading
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.settings import SAMPLE, Settings
from archive.store import Archive
from ingest.pipeline import ingest, keep_hours
from ingest.progress import Progress
from language.choice import EmbeddingModel
from language.errors import HemerotecaError
from language.model import LazyModel
from retrieval.search import Search
from ui.holdings import Holdings
from ui.markup import element, escape_markdown

_LOADING = "Loading the language model: about ten seconds, only at the start; half a minute the very first time."
# How often a waiting page looks up: a click made meanwhile is heard no later than that.
_LOOK_UP_SECONDS = 0.2
_one_at_a_time = threading.Lock()


class Preparation(Progress):
    """Makes an assistant on a thread of its own; it is also whom the ingest of the samples tells how far it is."""

    def __init__(self, archive: Archive, model: LazyModel, samples: Path | None) -> None:
        self._over = threading.Event()
        self._assistant: Assistant | None = None
        self._error: BaseException | None = None
        self._done, self._total = 0, 0
        self._holder = ""
        threading.Thread(target=self._run, args=(archive, model, samples), daemon=True).start()

    def wait(self, seconds: float) -> bool:
        """Whether it is over, after waiting for it so long at most."""
        return self._over.wait(seconds)

    def assistant(self) -> Assistant:
        """Return the assistant once it is over. Raises what went wrong."""
        if self._error is not None:
            raise self._error
        assert self._assistant is not None, "asked before it was over"
        return self._assistant

    def show(self, place: DeltaGenerator) -> None:
        """Say how far it is."""
        if self._total:
            done, total = self._done, self._total
            place.progress(
                min(done / total, 1.0), f"Reading the sample articles into the archive: passage {done} of {total}."
            )
        elif self._holder:
            place.progress(0.0, f"Waiting: the sample archive is being written by {escape_markdown(self._holder)}.")
        else:
            place.html(at_work(_LOADING))

    def waiting(self, holder: str) -> None:
        """Another process fills the samples."""
        self._holder = holder

    def started(self, passages: int) -> None:
        """The samples read so far are so many more passages."""
        self._total += passages

    def embedded(self, passages: int) -> None:
        """So many more passages are done."""
        self._done += passages

    def _run(self, archive: Archive, model: LazyModel, samples: Path | None) -> None:
        try:
            with _one_at_a_time:  # two visitors at the start load one model
                embedder, reference = model.load()
                if samples is not None:
                    ingest([samples], archive, model=model, progress=self)
                archive.damage()  # looked for here, told by the page
                self._assistant = Assistant(Search(archive, embedder, reference), read_setting())
                # Streamlit collects garbage after each run and sends nothing meanwhile: half a second before the first quote
                # while it looks through what the model and its libraries keep. What is frozen it passes over.
                gc.freeze()
        except BaseException as error:  # handed to the page, which shows it
            self._error = error
        finally:
            self._over.set()


def assistant_in_view(held: Holdings, settings: Settings, place: DeltaGenerator) -> Assistant:
    """Return the assistant for an archive, saying in `place` what is being waited for."""
    model = _model(settings.embedding, settings.cache)
    preparation = _prepare(str(held.archive.folder), held.is_sample, held.archive, model)
    waited = False
    while not preparation.wait(_LOOK_UP_SECONDS if waited else 0):
        preparation.show(place)
        waited = True
    place.empty()
    try:
        assistant = preparation.assistant()
    except HemerotecaError:
        _prepare.clear()  # so that the next run tries again
        raise
    if waited and held.is_sample:
        st.rerun()  # what the archive covers is known only now
    return assistant


def keep_to_hours(held: Holdings, settings: Settings) -> None:
    """Let be found what may be read since its hour came, and drop what expired."""
    keep_hours(held.archive, model=_model(settings.embedding, settings.cache))


def at_work(text: str) -> str:
    """Return a line that says what is being done, with a bar that moves."""
    return element("div", element("p", text), element("div", class_="moving"), class_="at-work", role="status")


@st.cache_resource(show_spinner=False)
def _model(embedding: EmbeddingModel, cache: Path) -> LazyModel:
    return LazyModel(embedding, cache=cache)


@st.cache_resource(show_spinner=False)
def _prepare(folder: str, with_samples: bool, _archive: Archive, _model: LazyModel) -> Preparation:
    return Preparation(_archive, _model, SAMPLE if with_samples else None)

"""The archive: catalog and vectors, changed as one.

Vectors are added first, under ids that are noted as loose; then one transaction of the catalog makes the new passages
known and the old ones loose; then the loose vectors are deleted. A search trusts only passages that the catalog knows,
so at every moment, and after every crash, it sees either all of a change or none of it.
"""

import contextlib
import hashlib
import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

import filelock
import numpy as np

from archive.catalog import Catalog
from archive.changes import NewArticle, NewPassage
from archive.errors import ArchiveError, ModelMismatchError
from archive.prints import StoredPrint
from archive.question_log import Forgotten, QuestionFile
from archive.records import ReadArticle

if TYPE_CHECKING:
    from archive.vectors import Vectors
    from language.centring import Mean

CATALOG_FILE = "catalog.sqlite"
VECTORS_FOLDER = "vectors"
_NEW_VECTORS, _OLD_VECTORS = "vectors.new", "vectors.old"
_LOCK_FILE = "write.lock"
_HOLDER_FILE = "write.holder.json"
# What of an article its vectors know besides the passage's own words. Archives without it were built before they did.
_KNOW = " under headlines"


@dataclass(frozen=True)
class EmbeddedArticle:
    """An article with its passages' spans and their centred vectors, shape (passages, dimension)."""

    article: ReadArticle
    spans: Sequence[tuple[int, int]]
    vectors: np.ndarray


@dataclass(frozen=True)
class Wiped:
    """What an erasure did: whether the archive's files are free of it, which another program that reads can hinder.

    `questions` tells what was taken out of the log of questions, `problem` why nothing could be, "" where all went well.
    """

    is_free_of_it: bool
    questions: Forgotten
    problem: str = ""


class Archive:
    """A folder that holds a catalog and vectors. Opened by one process for all its threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.catalog = Catalog(folder / CATALOG_FILE)
        self.questions = QuestionFile(folder, erased=self.catalog.ledger.erased)
        self._vectors: Vectors | None = None
        self._seen = -1
        # One thread may not close the client under another's query.
        self._vectors_lock = threading.RLock()

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an archive that exists. Raises `ArchiveError` where there is none."""
        try:
            is_there = (folder / CATALOG_FILE).is_file()
        except OSError as error:
            raise ArchiveError(f"The archive {folder} cannot be opened ({error.strerror}): may you read it?") from error
        if not is_there:
            raise ArchiveError(
                f"There is no archive at {folder}: fill one with `python -m ingest PATH --archive {folder}`."
            )
        return cls(folder)

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Open an archive, making it where there is none."""
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"The archive {folder} cannot be made ({error.strerror}): name another folder."
            ) from error
        return cls(folder)

    def close(self) -> None:
        """Let go of all files."""
        with self._vectors_lock:
            self._close_vectors()
        self.catalog.close()

    @contextlib.contextmanager
    def vectors(self) -> Iterator["Vectors"]:
        """Lend the vectors as of the catalog's newest revision, to one thread at a time.

        A Chroma client never learns of what another process wrote, so the client is opened anew when the revision moved.
        """
        with self._vectors_lock:
            revision = self.catalog.revision()
            # Chroma takes a second to import, which an unchanged nightly run need not wait for.
            from chromadb.errors import ChromaError

            from archive.vectors import Vectors

            if self._vectors is None or revision != self._seen:
                self._close_vectors()
                try:
                    self._vectors = Vectors(self._vectors_folder())
                except Exception as error:  # Chroma's own errors have no common base
                    raise ArchiveError(self._unreadable(error)) from error
                self._seen = revision
            try:
                yield self._vectors
            except ChromaError as error:
                raise ArchiveError(self._unreadable(error)) from error

    def _unreadable(self, error: Exception) -> str:
        reason = str(error).strip().partition("\n")[0][:200]
        return (
            f"The vectors in {self.folder / VECTORS_FOLDER} cannot be used ({reason}): make them anew with"
            f" `python -m ingest --rebuild --archive {self.folder}`."
        )

    def drop_vectors(self) -> None:
        """Remove all vectors, readable or not."""
        with self._vectors_lock:
            self._close_vectors()
            self.finish_rewriting()
            folder = self.folder / VECTORS_FOLDER
            if folder.is_dir():
                shutil.rmtree(folder)
            else:
                folder.unlink(missing_ok=True)

    def check_model(self, fingerprint: str) -> None:
        """Raise `ModelMismatchError` where another model made the vectors, `ArchiveError` where they are lost."""
        made_by = self.catalog.fingerprint()
        if made_by == fingerprint:
            raise ModelMismatchError(
                f"The archive {self.folder} was built by an earlier Hemeroteca, whose vectors know nothing of the headlines: run"
                f" `python -m ingest --rebuild --archive {self.folder}`."
            )
        if made_by not in (None, fingerprint + _KNOW):
            raise ModelMismatchError(
                f"The archive {self.folder} was built with the model {made_by.removesuffix(_KNOW)}, the settings say {fingerprint}: set EMBEDDING_MODEL"
                f" back, or run `python -m ingest --rebuild --archive {self.folder}`."
            )

        if self.catalog.has_passages() and not self._vectors_folder().is_dir():
            raise ArchiveError(
                f"The vectors of {self.folder} are gone: make them anew with `python -m ingest --rebuild --archive {self.folder}`."
            )

    def language_means(self) -> "dict[str, Mean]":
        """Return the passage means that this archive's vectors were centred by."""
        from language.centring import Mean

        return {language: Mean(*vectors) for language, vectors in self.catalog.language_means().items()}

    @contextlib.contextmanager
    def writing(self, *, on_wait: Callable[[str], None]) -> Iterator["Writer"]:
        """Hold the archive's write lock; `on_wait` is told who holds it when it must be waited for."""
        lock = filelock.FileLock(self.folder / _LOCK_FILE)
        try:
            lock.acquire(timeout=0)
        except filelock.Timeout:
            on_wait(self._holder())
            lock.acquire()
        except OSError as error:
            raise ArchiveError(
                f"The archive {self.folder} cannot be written ({error.strerror}): may you write it?"
            ) from error
        holder = {"pid": os.getpid(), "since": datetime.now().isoformat(" ", "seconds")}
        (self.folder / _HOLDER_FILE).write_text(json.dumps(holder), "utf-8")
        try:
            yield Writer(self)
        finally:
            (self.folder / _HOLDER_FILE).unlink(missing_ok=True)
            lock.release()

    def follow_own_change(self) -> None:
        """Note that the revision moved by what this process wrote itself: its client knows and need not be opened anew."""
        self._seen = self.catalog.revision()

    def rewrite_vectors(self, *, without: Sequence[str]) -> None:
        """Write the vectors into new files, for Chroma leaves what is deleted, and its text, in the old ones."""
        with self.vectors() as vectors:
            vectors.copy_to(self.folder / _NEW_VECTORS, without=without)
            self._close_vectors()
            (self.folder / VECTORS_FOLDER).rename(self.folder / _OLD_VECTORS)
            self.finish_rewriting()
        # Once more: a page that asked meanwhile has opened the old files.
        self.catalog.changes.move_revision()

    def _vectors_folder(self) -> Path:
        now, new, old = (self.folder / name for name in (VECTORS_FOLDER, _NEW_VECTORS, _OLD_VECTORS))
        # A rewriting was cut off between its two renames: until the next writer finishes it, the vectors are there.
        return new if new.exists() and old.exists() else now

    def finish_rewriting(self) -> None:
        """Do what is left of a rewriting that may have been cut off at any step."""
        now, new, old = (self.folder / name for name in (VECTORS_FOLDER, _NEW_VECTORS, _OLD_VECTORS))
        if new.exists() and old.exists():
            if now.exists():  # an empty one, which another program made in the moment without any
                shutil.rmtree(now)
            new.rename(now)
        for left in (new, old):
            if left.exists():
                shutil.rmtree(left)

    def _holder(self) -> str:
        try:
            holder = json.loads((self.folder / _HOLDER_FILE).read_text("utf-8"))
            return f"process {holder['pid']}, writing since {holder['since']}"
        except (OSError, ValueError, KeyError):
            return "another process that has just begun"

    def _close_vectors(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None


class Writer:
    """What may be done under the write lock."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._changes = archive.catalog.changes
        archive.finish_rewriting()
        if self._changes.is_wiping():  # an erasure was cut off
            self._wipe()
        if loose := self._changes.loose_vectors():  # an earlier writer was cut off
            self._drop(loose)

    def put(
        self,
        articles: Sequence[EmbeddedArticle],
        *,
        prints: Sequence[StoredPrint] = (),
        renamed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Put articles in, or in the place of older ones of the same uri: all of them or, after a crash, none.

        `prints` and `renamed` tell which of them are prints of one story (ingest/stories/duplicates.py).
        """
        from archive.vectors import VectorRow, metadata_of

        rows: list[VectorRow] = []
        entries: list[NewArticle] = []
        for embedded in articles:
            article = embedded.article.article
            passages = [NewPassage(_passage_id(embedded.article, start), start, end) for start, end in embedded.spans]
            entries.append(NewArticle(embedded.article, passages))
            rows.extend(
                VectorRow(p.id, vector, article.body[p.start : p.end], metadata_of(article, p.start, p.end))
                for p, vector in zip(passages, embedded.vectors, strict=True)
            )
        self._changes.note_loose([row.id for row in rows])
        with self._archive.vectors() as vectors:
            vectors.add(rows)
            gone = self._changes.replace(entries, prints=prints, renamed=renamed)
            self._archive.follow_own_change()
        self._drop(gone)

    def keep_unfindable(self, articles: Sequence[ReadArticle]) -> None:
        """Store articles that may not be read now: the catalog knows them, and nothing else does."""
        if articles:
            self._drop(self._changes.replace([NewArticle(article) for article in articles]))

    def withdraw(self, uris: Sequence[str], *, because: str) -> None:
        """Let nobody read the articles any more; the catalog keeps them and remembers why."""
        if uris:
            self._drop(self._changes.withdraw(uris, because=because))

    def erase(self, uri: str) -> Wiped:
        """Remove an article for good: from the catalog, the log of questions, the vectors and the free pages of their files.

        Another process that reads at this moment can hinder it. Done once more, it finishes what a crash cut off.
        """
        self._changes.erase(uri)
        return self._wipe()

    def _wipe(self) -> Wiped:
        questions, problem = Forgotten(), ""
        try:
            questions = self._archive.questions.forget()
        except OSError as error:
            problem = error.strerror or str(error)
        loose = self._changes.loose_vectors()
        self._archive.rewrite_vectors(without=loose)
        self._changes.clear_loose(loose)
        return Wiped(self._changes.wipe_free_pages(), questions, problem)

    def begin_rebuild(self, fingerprint: str) -> None:
        """Drop all that is derived from the articles, which are then `unfinished`."""
        self._changes.forget_passages()
        try:
            with self._archive.vectors() as vectors:
                vectors.clear()
        except ArchiveError:  # damaged, which a rebuild is to mend
            self._archive.drop_vectors()
        self._changes.clear_loose(self._changes.loose_vectors())
        self.set_fingerprint(fingerprint)

    def fix_language_means(self, means: "Mapping[str, Mean]") -> None:
        """Write down the means of languages that appear for the first time."""
        for language, mean in means.items():
            self._changes.set_language_mean(language, mean.pooled, mean.tokens)

    def set_fingerprint(self, fingerprint: str) -> None:
        """Write down which model makes the vectors."""
        self._changes.set_fingerprint(fingerprint + _KNOW)

    def _drop(self, ids: Sequence[str]) -> None:
        if ids:
            with self._archive.vectors() as vectors:
                vectors.delete(ids)
            self._changes.clear_loose(ids)


def _passage_id(article: ReadArticle, start: int) -> str:
    version = hashlib.sha256(f"{article.article.uri}\0{article.content_hash}".encode()).hexdigest()[:24]
    return f"{version}-{start}"

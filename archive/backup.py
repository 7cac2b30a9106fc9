"""One file that holds an archive, and an archive made of it again."""

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from pathlib import Path

from archive.database import connect, journal_of
from archive.errors import ArchiveError
from archive.question_log import LOG_FILE
from archive.room import why_not_written
from archive.store import CATALOG_FILE, Archive

_MANIFEST = "manifest.json"
_FORMAT = 1
_PIECE = 1 << 20


def back_up(archive: Archive, file: Path) -> int:
    """Write the archive as of this moment into a file, whoever reads or writes meanwhile, and return its size in bytes.

    The index is left out: it is made anew. Raises `ArchiveError` where the file is there already or cannot be written; then
    nothing of it is left.
    """
    if file.exists():
        raise ArchiveError(f"{file} is there already: name another file, a backup is never written over.")
    part, copy, questions, manifest = (
        file.with_name(f"{file.name}{end}.part") for end in ("", ".catalog", ".questions", ".manifest")
    )
    try:
        _copy_catalog(archive.folder / CATALOG_FILE, copy)
        contents = [(CATALOG_FILE, copy)]
        if archive.questions.path.is_file():
            shutil.copyfile(archive.questions.path, questions)  # which goes on being written
            contents.append((LOG_FILE, questions))
        sums = {name: _sha256(path) for name, path in contents}
        manifest.write_text(json.dumps({"hemeroteca": _FORMAT, "sha256": sums}), "utf-8")
        with part.open("wb") as stream:
            with tarfile.open(fileobj=stream, mode="w") as tar:
                for name, path in [(_MANIFEST, manifest), *contents]:
                    tar.add(path, name)
            os.fsync(stream.fileno())
        # Before the backup is there: killed until then it is made anew, and afterwards there is nothing to tidy.
        for done in (copy, questions, manifest):
            done.unlink(missing_ok=True)
        part.rename(file)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ArchiveError(f"The backup {file} cannot be written{why_not_written(file.parent, reason)}") from error
    finally:
        for left in (part, copy, journal_of(copy), questions, manifest):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)
    return file.stat().st_size


def restore(file: Path, folder: Path) -> None:
    """Put an archive back into a folder that is empty or not there. Raises `ArchiveError` where it cannot be, and leaves nothing."""
    try:
        if folder.exists() and any(folder.iterdir()):
            raise ArchiveError(f"{folder} is not empty: an archive is put back into an empty folder.")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{folder} cannot be written ({error.strerror}): name another folder.") from error
    written: list[Path] = []
    try:
        with tarfile.open(file, "r:") as tar:
            sums = _sums(tar, file)
            for name in (CATALOG_FILE, LOG_FILE):
                if name not in sums:
                    continue
                target = folder / name
                written.append(target)
                if _extract(tar, name, target) != sums[name]:
                    raise ArchiveError(f"{file} is damaged: its {name} is not what was backed up. Take another backup.")
    except (OSError, tarfile.TarError, KeyError, ValueError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise ArchiveError(f"{file} cannot be put back ({reason}): is it a whole backup?") from error
    except ArchiveError:
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _copy_catalog(catalog: Path, copy: Path) -> None:
    copy.unlink(missing_ok=True)
    with contextlib.closing(connect(catalog)) as source, contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)  # all in one step: as of one moment
        target.execute("PRAGMA journal_mode = DELETE")
        if target.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise ArchiveError(
                f"The catalog {catalog} is damaged, and a backup of it would be: see with `python -m ingest --verify --archive"
                f" {catalog.parent}`."
            )


def _sums(tar: tarfile.TarFile, file: Path) -> dict[str, str]:
    manifest = tar.extractfile(_MANIFEST)
    if manifest is None:
        raise ArchiveError(f"{file} is no backup of an archive.")
    told = json.loads(manifest.read(_PIECE))
    if told.get("hemeroteca") != _FORMAT:
        raise ArchiveError(f"{file} was made by another version of Hemeroteca: update this one.")
    sums = told["sha256"]
    if CATALOG_FILE not in sums:
        raise ArchiveError(f"{file} holds no catalog.")
    return {str(name): str(sum_) for name, sum_ in sums.items()}


def _extract(tar: tarfile.TarFile, name: str, target: Path) -> str:
    source = tar.extractfile(name)
    if source is None:
        raise ValueError(f"{name} is no file")
    digest = hashlib.sha256()
    with target.open("xb") as stream:
        while piece := source.read(_PIECE):
            digest.update(piece)
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    return digest.hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    for piece in _pieces(path):
        digest.update(piece)
    return digest.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            yield piece

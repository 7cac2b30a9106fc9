"""Which archive to open: the one that was named, else the default one, else, while that is empty, the samples."""

from dataclasses import dataclass
from pathlib import Path

from archive.settings import DEFAULT_ARCHIVE, SAMPLE_ARCHIVE
from archive.store import CATALOG_FILE, Archive, check_catalog


@dataclass(frozen=True)
class Opened:
    """An open archive; `is_sample` where it holds the samples, which never mix with real articles."""

    archive: Archive
    is_sample: bool


def folder_to_open(named: Path | None) -> tuple[Path, bool]:
    """Return the folder to open and whether it is the sample archive's."""
    if named is not None:
        return named, False
    return (SAMPLE_ARCHIVE, True) if _is_empty(DEFAULT_ARCHIVE) else (DEFAULT_ARCHIVE, False)


def open_named_or_default(named: Path | None) -> Opened:
    """Open an archive that exists. Raises `ArchiveError` where there is none."""
    folder, is_sample = folder_to_open(named)
    if is_sample and not (folder / CATALOG_FILE).is_file():
        folder, is_sample = DEFAULT_ARCHIVE, False
    return Opened(Archive.open(folder), is_sample)


def _is_empty(folder: Path) -> bool:
    check_catalog(folder)  # one that was lost is not empty
    if not (folder / CATALOG_FILE).is_file():
        return True
    archive = Archive.open(folder)
    try:
        return archive.catalog.is_empty()
    finally:
        archive.close()

"""The archive that the page is open at, and what it covers."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from answering.wording import day_in_words, language_name
from archive.catalog import Coverage
from archive.opening import folder_to_open
from archive.store import Archive
from ui.markup import Html, element, together

# The page's own words are English; only what stands around an answer follows the question.
_PAGE = "en"
_PUBLISHERS_NAMED = 8


@dataclass(frozen=True)
class Holdings:
    """An open archive; `is_sample` while the samples stand in for an empty one."""

    archive: Archive
    is_sample: bool
    coverage: Coverage


def holdings(named: Path | None) -> Holdings:
    """Return the archive to ask, as it is now. Raises `ArchiveError` where a named one does not exist."""
    folder, is_sample = _folder(named)
    archive = _open(str(folder), create=is_sample)
    return Holdings(archive, is_sample, _coverage(str(folder), archive.catalog.revision(), archive))


def coverage_lines(coverage: Coverage) -> Html:
    """Return what an archive covers: articles, dates, languages, publishers."""
    if not coverage.articles:
        return element("p", "No articles yet.", class_="about")
    entries = [("Articles", f"{coverage.articles:,}")]
    if coverage.first and coverage.last:
        days = dict.fromkeys(day_in_words(day, _PAGE) for day in (coverage.first, coverage.last))
        entries.append(("Dates", " – ".join(days)))
    if coverage.languages:
        entries.append(("Languages", ", ".join(language_name(code, _PAGE) or code for code in coverage.languages)))
    if publishers := [name for name in coverage.publishers if name]:
        more = f", and {len(publishers) - _PUBLISHERS_NAMED:,} more" if len(publishers) > _PUBLISHERS_NAMED else ""
        entries.append(("Publishers", ", ".join(publishers[:_PUBLISHERS_NAMED]) + more))
    return element(
        "dl", *(together(element("dt", name), element("dd", value)) for name, value in entries), class_="coverage"
    )


def _folder(named: Path | None) -> tuple[Path, bool]:
    # Looking whether the default archive is still empty is cheap only while it is: then it is not asked again.
    if "real_archive" not in st.session_state:
        folder, is_sample = folder_to_open(named)
        if is_sample:
            return folder, True
        st.session_state["real_archive"] = folder
    return st.session_state["real_archive"], False


@st.cache_resource(show_spinner=False)
def _open(folder: str, *, create: bool) -> Archive:
    return Archive.create(Path(folder)) if create else Archive.open(Path(folder))


@st.cache_resource(show_spinner=False, max_entries=2)
def _coverage(folder: str, revision: int, _archive: Archive) -> Coverage:
    return _archive.catalog.coverage()

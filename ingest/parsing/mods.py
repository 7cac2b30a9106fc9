"""MODS and Dublin Core: what a library's record says of a newspaper, an issue or a story."""

from collections.abc import Iterator

from lxml import etree

from ingest.cleaning import clean_line
from ingest.parsing.xml_file import children, local_name

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_AUTHORS = {"aut", "author", "cre", "creator"}


def told_in(section: etree._Element, name: str) -> str:
    """Return what the first element of that name says, "" where none says anything."""
    return next(
        (text for found in section.iter() if local_name(found) == name and (text := clean_line(found.text or ""))), ""
    )


def title_of(section: etree._Element) -> str:
    """Return the title that a MODS or Dublin Core record gives, without those of related items."""
    for info in section.iter():
        if local_name(info) == "titleInfo" and not any(local_name(a) == "relatedItem" for a in info.iterancestors()):
            parts = [clean_line(part.text or "") for part in info if local_name(part) in ("nonSort", "title")]
            if title := " ".join(part for part in parts if part):
                return title
    return next((text for found in section.iter(_DC_TITLE) if (text := clean_line(found.text or ""))), "")


def authors(section: etree._Element) -> Iterator[str]:
    """Return the names of a record's authors."""
    for name in section.iter():
        roles = {told_in(role, "roleTerm").casefold() for role in children(name, "role")}
        if local_name(name) == "name" and (not roles or roles & _AUTHORS):
            parts = [part for part in name if local_name(part) == "namePart" and part.get("type") != "date"]
            if full := told_in(name, "displayForm") or " ".join(clean_line(part.text or "") for part in parts):
                yield full

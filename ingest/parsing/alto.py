"""ALTO, the text of a scanned page as recognition programs write it: its blocks, with words made whole that a line's end cut."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from archive.errors import ArticleError
from ingest.cleaning import clean_line, clean_text
from ingest.parsing.xml_file import local_name, parse_xml

_BLOCKS = frozenset({"TextBlock", "ComposedBlock", "Illustration", "GraphicalElement"})
# Marks that stand for nothing but a word that goes on in the next line, in old type and in what programs write for it.
_CUT_MARKS = "\u00ad\u00ac\u2e17\u2e40"


@dataclass(frozen=True, slots=True)
class Block:
    """A block's text. `ends` is the whole word whose other half begins another block, `begins` that of a word that was begun in
    another one, which is not in `text`, and `rest` what stands of it here."""

    text: str
    ends: str = ""
    begins: str = ""
    rest: str = ""


@dataclass(frozen=True, slots=True)
class AltoPage:
    """A page: its blocks by key in the order of reading, the keys that lie within each element that has an ID, and its number."""

    blocks: Mapping[str, Block]
    inside: Mapping[str, tuple[str, ...]]
    number: str = ""


def alto_pages(content: bytes) -> list[AltoPage]:
    """Return the pages of an ALTO file. Raises `ArticleError` where it is none."""
    root = parse_xml(content)
    if local_name(root) != "alto":
        raise ArticleError("it is no ALTO: its first element is " + (local_name(root) or "no element") + ".")
    order = [reference.get("REF", "") for reference in _all(root, "ElementRef")]
    return [_page(page, number, order) for number, page in enumerate(_all(root, "Page"))]


def story_text(blocks: Sequence[Block]) -> str:
    """Return the text of some blocks one after the other: a paragraph a block, but for those that a cut word holds together."""
    text, before = "", Block("")
    for block in blocks:
        goes_on = bool(block.begins) and block.begins == before.ends
        said = block.text if goes_on or not block.rest else f"{block.rest} {block.text}".strip()
        if said:
            text += (" " if goes_on else "\n\n") + said if text else said
            before = block
    return clean_text(text)


def _page(page: etree._Element, place: int, order: Sequence[str]) -> AltoPage:
    spaces = [space for space in _all(page, "PrintSpace") if next(_all(space, "String"), None) is not None]
    blocks: dict[str, Block] = {}
    inside: dict[str, list[str]] = {}
    # Margins hold the page's number and its title, which are no story's; a program that knows no print space puts all there.
    for number, element in enumerate(block for space in spaces or [page] for block in _all(space, "TextBlock")):
        key = f"{place}.{number}"
        blocks[key] = _block(element)
        for holder in (element, *element.iterancestors()):
            if given := holder.get("ID"):
                inside.setdefault(given, []).append(key)
    wanted = [key for reference in order for key in inside.get(reference, ())]
    keys = dict.fromkeys([*wanted, *blocks]) if set(wanted) >= set(blocks) else blocks
    number_said = clean_line(page.get("PRINTED_IMG_NR") or page.get("PHYSICAL_IMG_NR") or "")
    return AltoPage({key: blocks[key] for key in keys}, {k: tuple(v) for k, v in inside.items()}, number_said)


def _block(element: etree._Element) -> Block:
    text, ends, begins, rest = "", "", "", ""
    is_cut = False
    for line in _all(element, "TextLine"):
        strings = [part for part in line if local_name(part) == "String"]
        if (
            strings
            and strings[0].get("SUBS_TYPE") == "HypPart2"
            and (whole := clean_line(strings[0].get("SUBS_CONTENT") or ""))
        ):
            if not text:
                begins, rest = whole, clean_line(strings[0].get("CONTENT") or "")
            if not text or whole == ends:
                strings = strings[1:]
        ends = ""
        said = _line(line, strings)
        if strings and strings[-1].get("SUBS_TYPE") == "HypPart1":
            ends = clean_line(strings[-1].get("SUBS_CONTENT") or "")
        if said:
            # Capitals at a block's beginning are a headline's, unless the next line goes on with the sentence.
            is_below_headline = text.isupper() and said[:1].isupper() and not said.isupper() and not is_cut
            text = text + said if is_cut or not text else f"{text}{chr(10) * 2 if is_below_headline else ' '}{said}"
        is_cut = False
        if not ends and said:
            stripped = text.rstrip(_CUT_MARKS)
            is_cut = stripped != text or _ends_with_hyphen(line) or (text[-1] == "-" and text[-2:-1].isalpha())
            text = stripped
    return Block(text, ends, begins, rest)


def _line(line: etree._Element, strings: Sequence[etree._Element]) -> str:
    # Some programs leave the spaces out, for a string is a word.
    has_spaces = any(local_name(part) == "SP" for part in line)
    parts = []
    for part in line:
        if part in strings:
            word = part.get("CONTENT") or ""
            if part.get("SUBS_TYPE") == "HypPart1":
                word = part.get("SUBS_CONTENT") or word
            parts.append(word if has_spaces else f"{word} ")
        elif local_name(part) == "SP":
            parts.append(" ")
    return clean_line("".join(parts))


def _ends_with_hyphen(line: etree._Element) -> bool:
    return len(line) > 0 and local_name(line[-1]) == "HYP"


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    return (found for found in element.iter() if local_name(found) == name)

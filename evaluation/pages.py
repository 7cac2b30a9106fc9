"""News pages whose fields are known: what the reader makes of them, beside plain trafilatura.

The pages and what they say are the test data of fundus (https://github.com/flairNLP/fundus): a folder a country, in it
`Paper.json` with what each of the paper's designs holds (V1, V1_1, V2, …) and `Paper_2024_05_03.html.gz`, a page a design.
"""

import gzip
import json
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from html import unescape
from itertools import chain
from pathlib import Path
from statistics import median
from typing import Any

import trafilatura
from lxml.html import document_fromstring
from tqdm import tqdm

from archive.errors import ArticleError, UsageError
from archive.records import Article
from evaluation.metrics import mean
from ingest.cleaning import clean_text
from ingest.dates import iso_date
from ingest.finding.source_file import SourceFile
from ingest.parsing.bylines import is_agency
from ingest.readers import html

_DATA = "tests/resources/parser/test_data"
_PAGE_NAME = re.compile(r"(.+?)_\d{4}_\d\d_\d\d\.html\.gz")
# An address where a person's or a paper's name belongs: "https://…", "www.…", "//…", "@handle", a mail's.
_ADDRESS = re.compile(r"https?:|^//|^/\w|\bwww\.|@\w", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]{2,8}\d{0,2});", re.IGNORECASE)
# Chinese and Japanese write no spaces: there a character is a word.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_BETWEEN_NAMES = re.compile(r"[,;|]|\s(?:&|and|und|y|et|e|og|och)\s")
_ORGANISATION = re.compile(
    r'''"@type"\s*:\s*"\w*Organization"\s*,[^{}\[\]]*?"name"\s*:\s*"([^"]+)"'''
    r'''|"name"\s*:\s*"([^"]+)"\s*,\s*"@type"\s*:\s*"\w*Organization"'''
    r'''|"og:site_name"[^>]*?content="([^"]+)"'''
)
_DESK = re.compile(r"redaktion|\b(?:staff|team)\b", re.IGNORECASE)
_SITE_NAME = 2  # words
_TYPED = str.maketrans("‘’‚‛“”„‟«»′″", '\'\'\'\'""""""\'"')


@dataclass(frozen=True)
class KnownPage:
    """A page and what people found on it. `published` is ISO 8601 with a time of day; `names` are the authors'.

    `seen` are the headlines that its readers see (its h1), `organisations` the names that it says itself are no person's.
    """

    name: str
    paper: str
    content: bytes
    headline: str
    names: tuple[str, ...]
    published: str
    body: str
    seen: tuple[str, ...] = ()
    organisations: frozenset[str] = frozenset()

    @property
    def is_reported(self) -> bool:
        """Whether its paper belongs to the half that no rule was made on."""
        return sha256(self.paper.encode()).digest()[0] % 2 == 1


@dataclass(frozen=True)
class Found:
    """What a reader found on a page, "" where nothing; its `byline` has all names."""

    headline: str = ""
    byline: str = ""
    publisher: str = ""
    published: str = ""
    body: str = ""


@dataclass(frozen=True)
class Verdict:
    """What is right on a page; None where the page gives no minute or no person. `body` is an F1 over words.

    `same_headline` and `same_byline` say whether they are letter for letter what fundus has.
    """

    headline: bool
    same_headline: bool
    byline: bool | None
    same_byline: bool
    day: bool
    minute: bool | None
    address: bool
    entity: bool
    body: float
    seconds: float


def read_pages(folder: Path) -> list[KnownPage]:
    """Return the pages of a checkout of fundus, or of its test data. Raises `UsageError` where there are none."""
    root = folder / _DATA if (folder / _DATA).is_dir() else folder
    try:
        pages = [page for file in sorted(root.glob("*/*.json")) for page in _pages_of(file)]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{folder} cannot be read as fundus' test data ({type(error).__name__}: {error}).") from error
    if not pages:
        raise UsageError(f"{folder} holds no pages: give a checkout of https://github.com/flairNLP/fundus.")
    return pages


def _pages_of(file: Path) -> list[KnownPage]:
    designs: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8"))
    names = sorted(
        page.name
        for page in file.parent.glob("*.html.gz")
        if (match := _PAGE_NAME.fullmatch(page.name)) and match[1] == file.stem
    )
    if len(names) != len(designs):
        raise ValueError(f"{file.name} tells of {len(designs)} pages, and there are {len(names)}")
    contents = [gzip.decompress((file.parent / name).read_bytes()) for name in names]
    # Both in the order of time: the first design was in use when the first page was saved.
    return [
        KnownPage(
            name=f"{file.parent.name}/{name}",
            paper=file.stem,
            content=content,
            headline=design["title"],
            names=tuple(design.get("authors") or ()),
            published=design["publishing_date"].replace(" ", "T"),
            body=_body(design["body"]),
            seen=_seen(content, design["title"]),
            organisations=frozenset(
                _typed(unescape(name)).casefold()
                for found in _ORGANISATION.findall(content.decode("utf-8", "replace"))
                for name in found
                if name
            ),
        )
        for name, content, (_, design) in zip(names, contents, sorted(designs.items()), strict=True)
    ]


def _seen(content: bytes, title: str) -> tuple[str, ...]:
    """Return the page's only h1, or of several those that share half of the title's words; a word or two are a site's name."""
    found = [
        " ".join(map(str, element.itertext()))
        for element in document_fromstring(content.decode("utf-8", "replace").encode()).iter("h1")
    ]
    shown = [text for text in found if len(_words(text)) > _SITE_NAME]
    words = set(_words(title))
    return tuple(shown) if len(shown) == 1 else tuple(t for t in shown if len(words & set(_words(t))) * 2 >= len(words))


def _body(body: dict[str, Any]) -> str:
    sections = chain.from_iterable((*section["headline"], *section["paragraphs"]) for section in body["sections"])
    return "\n\n".join((*body["summary"], *sections))


def evaluate(folder: Path, *, wrong: bool = False) -> dict[str, Any]:
    """Return the shares of pages that are right, ours beside trafilatura's; with `wrong`, what each other page has instead."""
    pages = read_pages(folder)
    readers: dict[str, Callable[[KnownPage], Found]] = {"Hemeroteca": _ours, "trafilatura": _plain}
    rows: dict[str, dict[str, float | None]] = {}
    table: dict[str, Any] = {"papers": len({page.paper for page in pages})}
    for reader, read in readers.items():
        found = [_timed(read, page) for page in tqdm(pages, reader)]
        verdicts = [judge(page, what, seconds) for page, (what, seconds) in zip(pages, found, strict=True)]
        reported = [verdict for page, verdict in zip(pages, verdicts, strict=True) if page.is_reported]
        rows |= {f"{reader}, other papers": figures(reported), f"{reader}, all": figures(verdicts)}
        if wrong and reader == "Hemeroteca":
            table["wrong"] = [
                line
                for page, (what, _), verdict in zip(pages, found, verdicts, strict=True)
                for line in _told(page, what, verdict)
            ]
    return table | {"rows": rows}


def figures(verdicts: Sequence[Verdict]) -> dict[str, float | None]:
    """Return the shares of what is right, the mean F1 of bodies and the median of seconds."""
    minutes = [verdict.minute for verdict in verdicts if verdict.minute is not None]
    return {
        "pages": len(verdicts),
        "headline": mean([verdict.headline for verdict in verdicts]),
        "as fundus'": mean([verdict.same_headline for verdict in verdicts]),
        "byline": mean([verdict.byline for verdict in verdicts if verdict.byline is not None]),
        "as fundus' own": mean([verdict.same_byline for verdict in verdicts]),
        "day": mean([verdict.day for verdict in verdicts]),
        "minute": mean(minutes),
        "no address": mean([not verdict.address for verdict in verdicts]),
        "no entity": mean([not verdict.entity for verdict in verdicts]),
        "body F1": mean([verdict.body for verdict in verdicts]),
        "seconds": median([verdict.seconds for verdict in verdicts]) if verdicts else None,
    }


def judge(page: KnownPage, found: Found, seconds: float = 0.0) -> Verdict:
    """Return what is right of what was found.

    fundus takes a headline from where a paper's pages have it at hand: from what readers see, from what search engines are
    told or from what networks show. Right is what it took, or what readers see. Organisations (what the page calls so or its own name,
    agencies, desks) are no authors and count on neither side; where fundus names nobody else, a byline is not judged. White space and the shapes of quotation marks do not count, nor do the order of names, their capitals and the words
    between them. A moment is right in whatever zone it is told; where one of both has no zone, its clock must show the same.
    """
    given = datetime.fromisoformat(page.published)
    people = _people(page, *page.names)
    return Verdict(
        headline=any(_letters(found.headline) == _letters(headline) for headline in (page.headline, *page.seen)),
        same_headline=_typed(found.headline) == _typed(page.headline),
        byline=None if page.names and not people else _people(page, found.byline) == people,
        same_byline=_names(found.byline) == _names(*page.names),
        day=found.published[:10] == page.published[:10] or _same_minute(found.published, given),
        minute=_same_minute(found.published, given) if (given.hour or given.minute) else None,
        address=any(_ADDRESS.search(text) for text in (found.byline, found.publisher)),
        entity=any(_ENTITY.search(text) for text in (found.headline, found.byline, found.publisher, found.body)),
        body=word_f1(found.body, page.body),
        seconds=seconds,
    )


def _people(page: KnownPage, *texts: str) -> frozenset[str]:
    names = _names(*texts)
    return frozenset(n for n in names if n not in page.organisations and not is_agency(n) and not _DESK.search(n))


def word_f1(found: str, right: str) -> float:
    """Return the F1 of the words found, each as often as it stands; case and order do not count."""
    ours, theirs = Counter(_words(found)), Counter(_words(right))
    both = (ours & theirs).total()
    return 2 * both / ((ours.total() + theirs.total()) or 1)


def _words(text: str) -> list[str]:
    return _WORD.findall(
        unicodedata.normalize("NFKC", clean_text(text)).casefold()
    )  # cleaned: soft hyphens part no words


def _typed(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).translate(_TYPED).split())


def _letters(text: str) -> str:
    return "".join(_typed(clean_text(text)).split())


def _names(*texts: str) -> frozenset[str]:
    return frozenset(name.casefold() for text in texts for part in _BETWEEN_NAMES.split(text) if (name := _typed(part)))


def _same_minute(found: str, given: datetime) -> bool:
    if "T" not in found:
        return False
    moment = datetime.fromisoformat(found)
    if moment.tzinfo is None or given.tzinfo is None:
        moment, given = moment.replace(tzinfo=None), given.replace(tzinfo=None)
    return moment.replace(second=0, microsecond=0) == given.replace(second=0, microsecond=0)


def _timed(read: Callable[[KnownPage], Found], page: KnownPage) -> tuple[Found, float]:
    start = time.perf_counter()
    found = read(page)
    return found, time.perf_counter() - start


def _ours(page: KnownPage) -> Found:
    try:
        (article,) = html.read(SourceFile(Path(page.name), page.name, packed=page.content))
    except ArticleError:
        return Found()
    if not isinstance(article, Article):
        return Found()
    return Found(article.headline, article.byline, article.publisher, article.published or "", article.body)


def _plain(page: KnownPage) -> Found:
    found = trafilatura.bare_extraction(page.content, with_metadata=True, include_comments=False)
    if found is None or isinstance(found, dict):
        return Found()
    return Found(
        found.title or "", found.author or "", found.sitename or "", iso_date(found.date) or "", found.text or ""
    )


def _told(page: KnownPage, found: Found, verdict: Verdict) -> list[dict[str, Any]]:
    right = {
        "headline": page.headline,
        "byline": ", ".join(page.names),
        "day": page.published,
        "minute": page.published,
    }
    has = asdict(found) | {"day": found.published, "minute": found.published}
    return [
        {"page": page.name, "field": field, "right": right[field], "found": has[field]}
        for field in right
        if getattr(verdict, field) is False
    ]

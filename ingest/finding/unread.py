"""Files that no reader takes: in a folder or a package they are passed over, but counted, named and, where it helps, told what to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any

from archive.console import printable
from archive.errors import ArticleError
from archive.records import PassedOver

_REMEDIES = {
    suffix: remedy
    for suffixes, remedy in {
        ".doc .dot .pages .wpd .wps .sxw": "save it as .docx",
        ".xls .xlsx .xlsm .xlsb .ods .numbers": "save it as .csv",
        ".ppt .pptx .odp .key .pub .indd .xps .ps .djvu": "save it as .pdf",
        ".mht .mhtml .webarchive": "save it as .html",
        ".msg .pst .ost": "save it as .eml or .mbox",
        ".mobi .azw .azw3": "save it as .epub",
        ".rar .7z .bz2 .xz .zst .lz4 .lzh .arj": "pack it as .zip or .tar.gz",
        ".sql .db .sqlite .sqlite3 .mdb .parquet .dump": "export its articles as .csv or .jsonl",
        ".tif .tiff": "run text recognition and keep its .pdf or ALTO",
        ".log .asc .ans": "save it as .txt",
        ".yaml .yml .toml": "save it as .json",
    }.items()
    for suffix in suffixes.split()
}  # fmt: skip
# What goes with articles and holds none: counted like the others, but nothing is to be done about it.
_NO_TEXT = frozenset(
    ".jpg .jpeg .png .gif .webp .avif .heic .svg .ico .bmp .css .scss .less .js .mjs .ts .map .woff .woff2 .ttf .otf .eot"
    " .mp3 .m4a .ogg .opus .wav .mp4 .m4v .mov .avi .webm .mkv .dtd .xsd .xsl .xslt .rng .py .sh .php .ini .lock .bak .tmp".split()
)
_KINDS_NAMED = 8
_NAMED = 20  # files of one kind in one place; who reads them has understood by then


class UnreadError(ArticleError):
    """No reader takes a file that lies below `place`, a folder or package that is looked through; `kind` is its suffix."""

    def __init__(self, name: str, *, place: str) -> None:
        self.kind = PurePosixPath(name).suffix.lower()
        self.place = place
        super().__init__(f"{reason_for(self.kind)}.")


def reason_for(kind: str) -> str:
    """Return why a kind of file is not read, and what helps where something does."""
    what = f"no reader takes {kind}" if kind else "its name has no ending that tells its format"
    remedy = _REMEDIES.get(kind, "" if kind else "add one, such as .txt")
    return f"{what}: {remedy}" if remedy else what


def as_json(passed: PassedOver) -> dict[str, Any]:
    """Return the object that other programs read."""
    return {**asdict(passed), "reason": reason_for(passed.kind)}


def in_words(passed: PassedOver) -> str:
    """Return a line that names the files of one kind in one place."""
    names, more = ", ".join(passed.files), passed.count - len(passed.files)
    return printable(f"{names}{f' and {more:,} more' if more else ''}: passed over, for {reason_for(passed.kind)}.")


def counted(passed: Sequence[PassedOver]) -> str:
    """Return the end of a report that counts them by kind, "" where there are none."""
    kinds: Counter[str] = Counter()
    for one in passed:
        kinds[one.kind or "without an ending"] += one.count
    if not kinds:
        return ""
    named = [f"{count:,} {kind}" for kind, count in kinds.most_common(_KINDS_NAMED)]
    if len(kinds) > _KINDS_NAMED:
        named.append(f"{len(kinds) - _KINDS_NAMED} more kinds")
    number = kinds.total()
    return printable(f", {number:,} file{'' if number == 1 else 's'} passed over ({', '.join(named)})")


def may_hold_text(passed: PassedOver) -> bool:
    """Whether articles may be lost with such files: pictures and style sheets hold none."""
    return passed.kind not in _NO_TEXT


@dataclass
class Unread:
    """The files that a run passed over, counted by place and kind."""

    _counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _names: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, name: str, error: UnreadError) -> None:
        """Count a file."""
        key = (error.place, error.kind)
        self._counts[key] += 1
        names = self._names.setdefault(key, [])
        if len(names) < _NAMED:
            names.append(name)

    def found(self) -> list[PassedOver]:
        """Return what was counted, by place and kind."""
        return [PassedOver(*key, count, tuple(self._names[key])) for key, count in sorted(self._counts.items())]

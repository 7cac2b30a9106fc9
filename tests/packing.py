"""Packages of every kind, and what is found in them."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.packages import opened
from ingest.finding.source_file import SourceFile
from ingest.parsing.unpacking import Limits
from ingest.reading import READERS, read_articles
from tests import news_files

PAN = "El pan sube un cinco por ciento."
FERIA = "La feria de Brea abre el viernes."


def zipped(entries: Mapping[str, bytes | str], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as package:
        for name, content in entries.items():
            package.writestr(name, content)
    return packed.getvalue()


def tarred(entries: Mapping[str, bytes | str], *, mode: str = "w") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode=mode) as package:  # type: ignore[call-overload]
        for name, content in entries.items():
            data = content.encode() if isinstance(content, str) else content
            member = tarfile.TarInfo(name)
            member.size = len(data)
            package.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def tar_gzipped(entries: Mapping[str, bytes | str]) -> bytes:
    return gzip.compress(tarred(entries))


KINDS = [("p.zip", zipped), ("p.tar", tarred), ("p.tar.gz", tar_gzipped), ("p.tgz", tar_gzipped)]


def write(folder: Path, name: str, content: bytes) -> Path:
    return news_files.write(folder / "news", name, content)


def found_in(path: Path, columns: Mapping[str, str] | None = None) -> list[Article | tuple[str, str]]:
    return [
        (found.name, str(found.result)) if isinstance(found.result, ArticleError) else found.result
        for found in read_articles([path], columns=columns or {})
    ]


def entries_of(name: str, content: bytes, limits: Limits = Limits()) -> list[tuple[str, bytes | str]]:
    file = SourceFile(Path("/news") / name, f"news/{name}", packed=content)
    return [
        (name, str(entry) if isinstance(entry, ArticleError) else entry.content())
        for name, entry in opened(file, suffixes=READERS, limits=limits)
    ]

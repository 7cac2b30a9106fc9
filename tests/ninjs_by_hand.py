"""News objects in ninjs, made by hand, and what becomes of them."""

import json
from pathlib import Path
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import ninjs

TEXT = "El mercado de Olmeda cumple noventa años con sus puestos llenos."


def read_ninjs(data: object) -> list[Article | ArticleError]:
    return list(ninjs.read(ninjs_file(data)))


def ninjs_file(data: object) -> SourceFile:
    return SourceFile(Path("a.json"), "in/a.json", packed=json.dumps(data).encode())


def ninjs_article(**item: Any) -> Article:
    [article] = read_ninjs({"uri": "urn:1", **item})
    assert isinstance(article, Article), article
    return article


def ninjs_reason(**item: Any) -> str:
    [error] = read_ninjs({"uri": "urn:1", **item})
    assert isinstance(error, ArticleError), error
    return str(error)


def ninjs_item(number: int, **item: Any) -> dict[str, Any]:
    return {"uri": f"urn:{number}", "versioncreated": "2025-03-10T08:00:00Z", **item}

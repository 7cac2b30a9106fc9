"""Files in a folder of a known name, and the articles and errors that they become."""

from pathlib import Path

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import with_language
from ingest.reading import read_articles

BODY = "El precio del pan subió ayer en toda la provincia, según el gremio de panaderos.\n\nEl año próximo subirá más."


def known_folder(tmp_path: Path) -> Path:
    """A folder of a known name, for the name is part of an article's identity."""
    folder = tmp_path / "news"
    folder.mkdir()
    return folder


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def read_one(folder: Path, name: str, content: bytes) -> list[Article | str]:
    """Return what a file in the folder's `news` becomes: its articles, and its errors in words."""
    found = [reading.result for reading in read_articles([write(folder / "news", name, content)])]
    return [str(result) if isinstance(result, ArticleError) else result for result in found]


def articles_in(*paths: Path | str) -> list[Article]:
    found = [reading.result for reading in read_articles(paths)]
    assert all(isinstance(article, Article) for article in found), found
    return [with_language(article) for article in found if isinstance(article, Article)]


def errors_in(*paths: Path | str) -> list[tuple[str, str]]:
    return [(r.name, str(r.result)) for r in read_articles(paths) if isinstance(r.result, ArticleError)]

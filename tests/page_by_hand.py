"""A story's web page, made by hand: its head, its text, what it says of itself in JSON-LD."""

import json
from pathlib import Path

from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.readers import html

ONE = "The lock keepers of Brannock said on Monday that the canal will stay open through the winter, for the first time in nine years."
TWO = "Boats may pass from eight in the morning until four; the toll is six pounds, as it was before the gates were mended."
THREE = "Ada Merrow, who runs the boatyard, called it late but welcome. Two of her sons had left for the coast."
PARAGRAPHS = (ONE, TWO, THREE)
TEXT = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
HEADLINE = "Canal stays open through the winter"


def json_ld(*data: object) -> str:
    escaped = (json.dumps(one).replace("</", r"<\/") for one in data)
    return "".join(f'<script type="application/ld+json">{one}</script>' for one in escaped)


def story(**said: object) -> dict[str, object]:
    return {"@context": "https://schema.org", "@type": "NewsArticle", "headline": HEADLINE} | said


def read_page(
    head: str = "", *, text: str = TEXT, title: str = HEADLINE, h1: str = f"<h1>{HEADLINE}</h1>", before: str = ""
) -> Article:
    page = (
        f"<!DOCTYPE html><html lang='en'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>"
        f"<header><a href='/'>Home</a></header><main><article>{h1}{before}{text}</article></main></body></html>"
    )
    [article] = html.read(SourceFile(Path("a.html"), "a.html", packed=page.encode()))
    assert isinstance(article, Article)
    return article

"""Markdown, with or without front matter, and web pages that have some: one article a file."""

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from, column_name, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.front_matter import begins_with_front_matter, front_matter
from ingest.parsing.markup import html_to_text, is_html_tag

# Past this depth markdown-it drops text; the preset's 20 is within what quoted mail reaches.
_MARKDOWN = MarkdownIt("commonmark", {"maxNesting": 200}).enable(["table", "strikethrough"])
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*:|[./#?<]|[\w-]+\.[a-z]", re.IGNORECASE)
_TAG_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_POST = re.compile(r"(?:^|/)_posts/(?:.*/)?(\d{4}-\d\d-\d\d)-[^/]*$")  # where Jekyll has its posts, each with its day
_HEADLINE_COLUMNS = ("headline", "title", "titular", "titulo")


def recognises(file: SourceFile) -> bool:
    """Whether a web page begins with front matter, as those that a program makes a site of."""
    return begins_with_front_matter(file.content())


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the file's article: its fields from the front matter, its body as plain text.

    Where the front matter has no headline, the first heading of the first level is it, and no part of the body.
    """
    said, text = front_matter(file.text())
    record, columns = {**_told_by_place(file, said), **said}, file.columns
    origins = {"articleBody": "the text below"}
    if file.suffix in (".html", ".htm"):
        body = html_to_text(text)
    else:
        tokens = _parse(text)
        headlines = {*_HEADLINE_COLUMNS, *(name for name, field in columns.items() if field == "headline")}
        if not any(column_name(name) in headlines and flat_text(value) for name, value in record.items()):
            headline, tokens = _without_headline(tokens)
            record["headline"], origins["headline"] = headline, "the first heading"
        body = _text(tokens)
    if not body:
        yield article_from(record, fallback_uri=file.uri, columns=columns)
        return
    # What stands below the front matter is the body, whatever a column says.
    others = {name: field for name, field in columns.items() if field != "body"}
    yield article_from({**record, "articleBody": body}, fallback_uri=file.uri, columns=others, origins=origins)


def _told_by_place(file: SourceFile, said: Mapping[object, object]) -> dict[object, object]:
    """Return what a site's program knows besides: the day in a post's name, and that nothing is shown before its `publishDate`."""
    names = {column_name(name): value for name, value in said.items()}
    post = _POST.search(f"{file.path.parent.name}/{file.name}")
    told: dict[object, object] = {}
    if post and not any(flat_text(names.get(name)) for name in ("date", "published", "publishdate", "datepublished")):
        told["date"] = post[1]
    if flat_text(names.get("publishdate")):
        told["embargoed"] = names["publishdate"]
    return told


def _parse(markdown: str) -> list[Token]:
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = _MARKDOWN.parse(markdown, environment)
    # "[EFE]: Madrid" is the definition of a link to CommonMark, which takes it out of the text.
    if all(_ADDRESS.match(link["href"]) for link in environment.get("references", {}).values()):
        return tokens
    with _MARKDOWN.reset_rules():
        return _MARKDOWN.disable("reference").parse(markdown)


def _without_headline(tokens: Sequence[Token]) -> tuple[str, list[Token]]:
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1" and not token.level:
            return _inline(tokens[i + 1].children or []).replace("\n", " "), [*tokens[:i], *tokens[i + 3 :]]
    return "", list(tokens)


def _text(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append(_inline(token.children or []))
        elif token.type in ("fence", "code_block"):
            parts.append(f"{token.info}\n{token.content}\n" if token.info else f"{token.content}\n")
        elif token.type == "html_block":
            parts.append(html_to_text(token.content) + "\n\n")
        elif token.type == "list_item_open" and token.info:
            parts.append(f"{token.info}{token.markup} ")  # "1985. " may begin a sentence as well as a list
        elif token.type in ("td_close", "th_close"):
            parts.append(" ")
        elif token.type in ("paragraph_close", "tr_close"):
            parts.append("\n" if token.hidden or token.type == "tr_close" else "\n\n")
        elif token.type in (
            "heading_close",
            "table_close",
            "bullet_list_close",
            "ordered_list_close",
            "blockquote_close",
        ):
            parts.append("\n\n")
    return "".join(parts)


def _inline(tokens: Sequence[Token]) -> str:
    parts: list[str] = []
    for token in tokens:
        if token.type == "image":
            parts.append(_inline(token.children or []))
        elif token.type == "html_inline":
            parts.append(_inline_html(token.content))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(" " if token.type == "softbreak" else "\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def _inline_html(tag: str) -> str:
    name = _TAG_NAME.match(tag)
    if name is None:  # a comment
        return ""
    if not is_html_tag(name[1]):
        return tag
    return "\n" if name[1].lower() == "br" else ""

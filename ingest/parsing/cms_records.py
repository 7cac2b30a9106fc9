"""What the interfaces and exports of WordPress, Ghost, Strapi, Sanity and Drupal say of an article, in names that any record may have."""

from collections.abc import Iterator, Mapping
from typing import Any

from archive.errors import ArticleError
from ingest.parsing.markup import html_to_text
from ingest.parsing.wordpress_export import moment_of_site, without_shortcodes

_NO_ARTICLES = frozenset({"page", "attachment", "revision", "nav_menu_item", "wp_block", "wp_template", "node--page"})


def of_cms(record: Any) -> Any:
    """Return a record by the usual names where a known program made it, else as it is.

    Raises `ArticleError` for what that program says is no article.
    """
    if not isinstance(record, Mapping):
        return record
    if all(isinstance(record.get(name), Mapping) and "rendered" in record[name] for name in ("title", "content")):
        return _of_wordpress(record)
    if str(record.get("_id", "")).startswith("drafts."):  # Sanity's way of saying so
        return {**record, "pubstatus": "withheld"}
    if isinstance(record.get("attributes"), Mapping):
        return _of_strapi(_of_json_api(record))
    return _of_strapi(record)


def ghost_posts(document: Any) -> list[Any] | None:
    """Return the posts of a Ghost export with their authors and tags, without its pages; None for what is none."""
    if not isinstance(document, Mapping):
        return None
    outer = document.get("db")
    inner = outer[0] if isinstance(outer, list) and outer and isinstance(outer[0], Mapping) else document
    data = inner.get("data") if isinstance(inner, Mapping) else None
    if not isinstance(data, Mapping) or not isinstance(data.get("posts"), list):
        return None
    authors = _linked(data, "posts_authors", "author_id", "users")
    tags = _linked(data, "posts_tags", "tag_id", "tags")
    return [
        _of_ghost(post, authors.get(str(post.get("id")), []), tags.get(str(post.get("id")), []))
        for post in data["posts"]
        if isinstance(post, Mapping) and post.get("type") != "page" and not post.get("page")
    ]


def _of_wordpress(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a post of WordPress' REST interface, whose authors and categories are numbers, but for those that are embedded."""
    _check_kind("WordPress", record)
    embedded = record.get("_embedded")
    inside = embedded if isinstance(embedded, Mapping) else {}
    terms = [term for some in _objects_or_lists(inside.get("wp:term")) for term in _objects(some)]
    told = {
        **{name: _shown(record[name]) for name in ("title", "content")},
        "author": [author.get("name") for author in _objects(inside.get("author"))],
        "categories": [term.get("name") for term in terms if term.get("taxonomy") == "category"],
        "date": moment_of_site(record.get("date_gmt"), record.get("date")),
        "modified": moment_of_site(record.get("modified_gmt"), record.get("modified")),
    }
    is_hidden = record["content"].get("protected") is True or bool(record.get("password"))
    return {**record, **told, **({"pubstatus": "withheld"} if is_hidden else {})}


def _shown(value: Mapping[str, Any]) -> str:
    rendered = value["rendered"]
    return html_to_text(without_shortcodes(rendered)) if isinstance(rendered, str) else ""


def _check_kind(program: str, record: Mapping[str, Any]) -> None:
    kind = record.get("type")
    if isinstance(kind, str) and kind in _NO_ARTICLES:
        raise ArticleError(f"it is of {program}'s type '{kind}' and no article.")


def _of_json_api(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record whose values lie in its "attributes", as Drupal's and Strapi's do."""
    _check_kind("Drupal", record)
    attributes = record["attributes"]
    outer = {name: value for name, value in record.items() if name != "attributes"}
    told = {"date": attributes.get("created"), "modified": attributes.get("changed")} if "changed" in attributes else {}
    return {**outer, **told, **attributes}


def _of_strapi(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record of Strapi's, which has no day of publication but those of its making where it is a draft."""
    is_draft = "publishedAt" in record and record["publishedAt"] is None and {"createdAt", "updatedAt"} <= record.keys()
    return {**record, "pubstatus": "withheld"} if is_draft else record


def _of_ghost(post: Mapping[str, Any], authors: list[str], tags: list[str]) -> dict[str, Any]:
    told = {
        "body": post.get("html") or post.get("plaintext"),
        "author": authors,
        "section": tags[:1],
        "url": post.get("canonical_url"),
    }
    left_out = ("html", "plaintext", "author_id", "featured", "excerpt")
    return {
        **{name: value for name, value in post.items() if name not in left_out},
        **told,
        "id": post.get("uuid") or post.get("id"),
    }


def _linked(data: Mapping[str, Any], links: str, id_name: str, table: str) -> dict[str, list[str]]:
    """Return the names that a post is linked to, in their order, by the post's id."""
    names = {str(one.get("id")): one.get("name") for one in _objects(data.get(table))}
    found: dict[str, list[str]] = {}
    for link in sorted(_objects(data.get(links)), key=lambda one: str(one.get("sort_order") or 0).rjust(9)):
        if isinstance(name := names.get(str(link.get(id_name))), str):
            found.setdefault(str(link.get("post_id")), []).append(name)
    return found


def _objects(values: Any) -> Iterator[Mapping[str, Any]]:
    yield from (one for one in (values if isinstance(values, list) else ()) if isinstance(one, Mapping))


def _objects_or_lists(values: Any) -> list[Any]:
    return values if isinstance(values, list) else []

"""What a WordPress export (WXR) says of an entry besides what any feed does: whether it was published, when, by whom, as what."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from ingest.standing import known_standing

# WordPress' own kinds and those of its commonest extensions that are no articles, and need not be told of.
_NO_ARTICLES = frozenset(
    "page attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template"
    " wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group acf elementor_library"
    " elementor_snippet feedback product product_variation shop_order shop_coupon wpcf7_contact_form wpforms scheduled-action"
    " amp_validated_url safecss mc4wp-form popup tablepress_table vc_grid_item forum topic reply cookielawinfo".split()
)
# Papers that have kinds of their own call them so.
_ARTICLE = re.compile(
    r"(?:^|[_-])(?:posts?|articles?|articulos?|artikel|artigos?|articol[oi]|news|noticias?|notici?es|notas?|notizi[ae]|nachricht(?:en)?"
    r"|actualites?|stor(?:y|ies)|reports?|reportajes?|opinion(?:es)?|columns?|columnas?|columnes|blogs?|blogposts?|interviews?|entrevistas?"
    r"|features?|reviews?|cronicas?|editorial(?:s|es)?|press[_-]?releases?|briefs?)$"
)
_NO_DAY = re.compile(r"\s*$|-?000[01]-|.*\s-?000[01]\s|.*\b0?1 Jan(?:uary)? 1970 00:00:00")
_ZONE = timedelta(minutes=15)
_FURTHEST = timedelta(hours=14)
# "[caption id="x"]…[/caption]", "[gallery]": what WordPress puts something else in the place of. "[sic]" and "[…]" are words.
_WITH_VALUES = re.compile(
    r"\[/?[a-z][\w-]{1,40}(?:\s+[\w-]+\s*=\s*(?:\"[^\"\]]*\"|'[^'\]]*'|[^\s\"'\]]+))+\s*/?\]", re.IGNORECASE
)
_BARE = re.compile(
    r"\[(?:gallery|playlist|audio|video|contact[_-]form(?:-7)?|wp_caption|caption|toc|nextpage|embed)(?:[ /][^\[\]]*)?\]",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"\[/([a-z][\w-]{1,40})\]", re.IGNORECASE)


def is_of_export(entry: Mapping[str, Any]) -> bool:
    """Whether an entry comes from such an export."""
    return "wp_post_type" in entry or "wp_status" in entry


def is_post(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is an article, by its kind; without one it is."""
    kind = _said(entry, "wp_post_type")
    return not kind or (kind not in _NO_ARTICLES and _ARTICLE.search(kind.lower()) is not None)


def untold(entries: Iterable[Mapping[str, Any]]) -> str:
    """Return in words what was passed over though it may hold articles ("4 recipe"), "" where nothing was."""
    kinds = Counter(_said(entry, "wp_post_type") for entry in entries if is_of_export(entry) and not is_post(entry))
    return ", ".join(f"{count} {kind[:40]}" for kind, count in kinds.most_common(5) if kind not in _NO_ARTICLES)


def said_by_export(entry: Mapping[str, Any], authors: Mapping[str, str]) -> dict[str, object]:
    """Return what an entry says in the export's own elements, by the archive's field names.

    `authors` are the names that are shown, by login.
    """
    status = known_standing(_said(entry, "wp_status")) or "withheld"  # a site's own status, before it publishes
    if _said(entry, "wp_post_password") and status != "canceled":
        status = "withheld"
    given = [a.get("name") or "" for a in entry.get("authors", [])]
    names = [authors.get(name, name) for name in given]
    return {
        "pubstatus": status,
        "published": _moment(entry, "post_date") or _day(_said(entry, "published")),
        "modified": _moment(entry, "post_modified"),
        "byline": [name for name in names if not (name.islower() and name.isascii() and " " not in name)],
        "section": list(
            dict.fromkeys(
                t["term"] for t in entry.get("tags", []) if t.get("scheme") in ("category", None) and t.get("term")
            )
        ),
    }


def without_shortcodes(text: str) -> str:
    """Return a text without what WordPress replaces when it shows it; what stands between two such marks stays."""
    text = _WITH_VALUES.sub(lambda mark: "<p>" if mark[0].lower().startswith("[caption") else "", text)
    text = _BARE.sub("", text)
    for name in dict.fromkeys(match[1] for match in _CLOSED.finditer(text)):
        end = "</p>" if name.lower() == "caption" else ""
        text = text.replace(f"[/{name}]", end).replace(f"[{name}]", "")
    return text


def _moment(entry: Mapping[str, Any], name: str) -> str:
    """Return a time that the export gives in the zone of the site and in UTC; "" where it has none."""
    return moment_of_site(_said(entry, f"wp_{name}_gmt"), _said(entry, f"wp_{name}"))


def moment_of_site(in_utc: object, local: object) -> str:
    """Return a time in the zone of a site, told there and in UTC; "" where it is none."""
    in_utc, local = (value if isinstance(value, str) else "" for value in (in_utc, local))
    try:
        told = datetime.fromisoformat(in_utc)
        moment = told.astimezone(UTC) if told.tzinfo else told.replace(tzinfo=UTC)
    except (ValueError, OverflowError):  # "0000-00-00 00:00:00", as of a draft
        return _day(local)
    try:
        offset = datetime.fromisoformat(local) - moment.replace(tzinfo=None)
        is_zone = not offset % _ZONE and abs(offset) <= _FURTHEST
        return moment.astimezone(timezone(offset)).isoformat() if is_zone else moment.isoformat()
    except (ValueError, TypeError, OverflowError):  # what says its own zone is told in UTC
        return moment.isoformat()


def _day(text: str) -> str:
    """Return a date, "" for what is written where there is none: the years 0, -1 and 1970."""
    return "" if _NO_DAY.match(text) else text


def _said(entry: Mapping[str, Any], name: str) -> str:
    value = entry.get(name, "")
    return value.strip() if isinstance(value, str) else ""

"""Articles in many formats, each told in its own notation whether it may be read."""

import json
from collections.abc import Callable, Mapping

HIDING: tuple[Mapping[str, object], ...] = (
    {"status": "draft"},
    {"status": "Borrador"},
    {"status": "pending review"},
    {"status": "private"},
    {"status": "trash"},
    {"status": "canceled"},
    {"status": "Entwurf"},
    {"draft": True},
    {"published": False},
    {"hidden": 1},
    {"embargoed": "2999-01-01"},
    {"embargoed": "2999-01-01T06:00:00+09:00"},
    {"embargoed": "Tue, 01 Jan 2999 06:00:00 GMT"},
    {"embargoed": "1 de enero de 2099"},
    {"expires": "2020-01-01"},
    {"expires": "2020-01-01T06:00:00-05:00"},
    {"expires": "1 January 2020"},
    {"status": "scheduled", "date": "2999-01-01T06:00:00Z"},
    {"status": "future", "date": "2999-01-01"},
)
SHOWING: tuple[Mapping[str, object], ...] = (
    {},
    {"status": "publish"},
    {"status": "Publicado"},
    {"draft": False},
    {"published": True},
    {"embargoed": "2020-01-01"},
    {"expires": "2999-01-01"},
    {"embargoed": "2020-01-01T06:00:00Z", "expires": "2999-01-01T06:00:00Z"},
    {"status": "scheduled", "date": "2020-01-01"},
)


def written(kind: str, word: str, said: Mapping[str, object]) -> tuple[str, str]:
    """Return a file's name and content: an article of that kind about `word`, of which `said` is told."""
    day = str(said.get("date", "2025-03-04"))
    text = f"The lamp of {word} was lit again on Saturday, the council of Orme said."
    fields = {"uri": f"urn:orme:{word}", "headline": f"Lamp of {word}", "language": "en"} | {**said, "date": day}
    ends, content = _KINDS[kind](word, text, fields)
    return f"{word}{ends}", content


def _json(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    return ".json", json.dumps({**fields, "body": text})


def _lines(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    return ".jsonl", json.dumps({"Body": text, **{name.upper(): value for name, value in fields.items()}}) + "\n"


def _table(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    names = [*fields, "body"]
    cells = [str(value).replace('"', '""') for value in (*fields.values(), text)]
    return ".csv", ",".join(names) + "\n" + ",".join(f'"{cell}"' for cell in cells) + "\n"


def _yaml(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    return ".md", "---\n" + "".join(
        f"{name}: {json.dumps(value)}\n" for name, value in fields.items()
    ) + f"---\n{text}\n"


def _toml(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    return ".md", "+++\n" + "".join(
        f"{name} = {json.dumps(value)}\n" for name, value in fields.items()
    ) + f"+++\n{text}\n"


def _page(word: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    return ".html", _yaml(word, f"<p>{text}</p>", fields)[1]


def _rest(word: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    post = {"guid": {"rendered": fields["uri"]}, "title": {"rendered": fields["headline"]}}
    others = {name: value for name, value in fields.items() if name not in ("uri", "headline")}
    return ".json", json.dumps([{**others, **post, "type": "post", "content": {"rendered": f"<p>{text}</p>"}}])


def _ninjs(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    others = {name: value for name, value in fields.items() if name not in ("date", "status")}
    item = {**others, "type": "text", "versioncreated": fields["date"], "body_text": text}
    return ".json", json.dumps({**item, "pubstatus": _of_the_trade(fields)})


def _newsml_g2(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    embargo = f"<embargoed>{fields['embargoed']}</embargoed>" if "embargoed" in fields else ""
    expiry = f"<expires>{fields['expires']}</expires>" if "expires" in fields else ""
    return ".xml", (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{fields["uri"]}"><itemMeta><itemClass qcode="ninat:text"/>'
        f'{embargo}{expiry}<pubStatus qcode="stat:{_of_the_trade(fields)}"/></itemMeta><contentMeta><contentCreated>{fields["date"]}'
        f"</contentCreated><headline>{fields['headline']}</headline></contentMeta><contentSet><inlineData>{text}</inlineData>"
        "</contentSet></newsItem>"
    )


def _nitf(_: str, text: str, fields: Mapping[str, object]) -> tuple[str, str]:
    release = f'<date.release norm="{fields["embargoed"]}"/>' if "embargoed" in fields else ""
    expiry = f'<date.expire norm="{fields["expires"]}"/>' if "expires" in fields else ""
    return ".nitf", (
        f'<nitf><head><docdata management-status="{_of_the_trade(fields)}"><doc-id id-string="{fields["uri"]}"/><date.issue norm="{fields["date"]}"/>'
        f"{release}{expiry}</docdata></head><body><body.head><hedline><hl1>{fields['headline']}</hl1></hedline></body.head>"
        f"<body.content><p>{text}</p></body.content></body></nitf>"
    )


def _of_the_trade(fields: Mapping[str, object]) -> str:
    """Return the status that an agency would give: its words are few."""
    status = str(fields.get("status", "")).lower()
    if fields.get("draft") or fields.get("hidden") or fields.get("published") is False:
        return "withheld"
    words = {"": "usable", "publish": "usable", "publicado": "usable", "future": "scheduled"}
    return words.get(status, status if status in ("canceled", "scheduled") else "withheld")


_KINDS: Mapping[str, Callable[[str, str, Mapping[str, object]], tuple[str, str]]] = {
    "json": _json,
    "lines": _lines,
    "table": _table,
    "yaml": _yaml,
    "toml": _toml,
    "page": _page,
    "rest": _rest,
    "ninjs": _ninjs,
    "newsml_g2": _newsml_g2,
    "nitf": _nitf,
}
KINDS = tuple(_KINDS)

"""What Telegram Desktop exports of public channels and groups (result.json): an article a message."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line, clean_text
from ingest.dates import iso_date
from ingest.fields import article_from, flat_text
from ingest.finding.source_file import SourceFile
from ingest.parsing.headlines import split_headline
from ingest.parsing.json_stream import JsonText
from ingest.parsing.text_stream import beginning, text_pieces

# What is said elsewhere was said to a few people and never published; who exports his account has all of it in one file.
_PUBLIC = {"public_channel": "channel", "public_supergroup": "group"}
_CHAT = re.compile(
    r'"type"\s*:\s*"(?:(?:public|private)_(?:channel|supergroup|group)|(?:personal|bot)_chat|saved_messages|replies|verification_codes)"'
)
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_ACCOUNT = re.compile(r'"personal_information"\s*:\s*\{|"(?:left_)?chats"\s*:\s*\{\s*"about"')
_PAGE = (b"<title>Exported Data</title>", b'class="page_wrap')
_START_OF_PAGE = 1 << 12  # bytes
_QUARTER = timedelta(minutes=15)  # of which every zone's distance from UTC is a multiple
_FURTHEST_ZONE = timedelta(hours=14)

_ORIGINS = {
    "uri": "the numbers of its channel and its own",
    "headline": "its first line",
    "body": "text or poll",
    "publisher": "the channel's name",
    "byline": "author or from",
    "provider": "forwarded_from",
    "published": "date",
    "modified": "edited",
}


def recognises(file: SourceFile) -> bool:
    """Whether Telegram Desktop wrote the file, as JSON or as a page."""
    if file.suffix != ".json":
        with file.stream() as stream:
            page = stream.read(_START_OF_PAGE)
        return all(mark in page for mark in _PAGE)
    start = beginning(file)
    if not start.lstrip("\ufeff \t\r\n").startswith("{"):
        return False
    return bool((_CHAT.search(start) and _MESSAGES.search(start)) or _ACCOUNT.search(start))


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the messages' articles; of chats that are not public only how many there are."""
    if file.suffix != ".json":
        raise ArticleError(
            "it is Telegram's export as a page, which does not say whether the chat is public: export it as JSON."
        )
    data = JsonText(text_pieces(file)).document()
    chats = list(_chats(data))
    if not chats:
        raise ArticleError("it is Telegram's export, and there are no chats in it.")
    private = [chat for chat in chats if chat.get("type") not in _PUBLIC]
    for chat in chats:
        if chat.get("type") in _PUBLIC:
            yield from _articles(chat, file)
    if private:
        what = "it is a chat that is" if len(chats) == 1 else f"{len(private)} of its {len(chats)} chats are"
        yield ArticleError(
            f"{what} not public, so nobody published what is said there: only public channels and groups are read."
        )


def _chats(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the chat of a file that holds one, or those of an account, the ones that were left included."""
    if not isinstance(data, Mapping):
        return
    if isinstance(data.get("messages"), list):
        yield data
    for name in ("chats", "left_chats"):
        group = data.get(name)
        found = group.get("list") if isinstance(group, Mapping) else None
        yield from (chat for chat in (found if isinstance(found, list) else ()) if isinstance(chat, Mapping))


def _articles(chat: Mapping[str, Any], file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield a chat's articles. What members did, and pictures without words, are passed over."""
    given = chat.get("messages")
    messages = [one for one in given if isinstance(one, Mapping)] if isinstance(given, list) else []
    for message in messages:
        if message.get("type") == "message" and (text := _text(message)):
            try:
                yield _article(message, text, chat, file)
            except ArticleError as error:
                yield ArticleError(f"message {flat_text(message.get('id'))}: {error}")


def _article(message: Mapping[str, Any], text: str, chat: Mapping[str, Any], file: SourceFile) -> Article:
    publisher = clean_line(flat_text(chat.get("name")))
    forwarded = clean_line(flat_text(message.get("forwarded_from")))
    author = clean_line(flat_text(message.get("author")) or flat_text(message.get("from")))
    headline, body = _headline_and_body(message, text)
    number, place = flat_text(message.get("id")), flat_text(chat.get("id"))
    return article_from(
        {
            "uri": f"telegram:{place}/{number}" if place and number else "",
            "headline": headline,
            "body": body,
            "publisher": publisher,
            "byline": "" if forwarded or author == publisher else author,  # whoever forwards words did not write them
            "provider": forwarded,
            "published": _moment(message, "date"),
            "modified": _moment(message, "edited"),
        },
        fallback_uri=f"{file.uri}#{number}",
        origins=_ORIGINS,
    )


def _headline_and_body(message: Mapping[str, Any], text: str) -> tuple[str, str]:
    """Return the first line as headline where it is set in bold or stands alone."""
    first = next(iter(_parts(message)), None)
    line, _, rest = text.partition("\n")
    if rest and isinstance(first, Mapping) and first.get("type") == "bold" and clean_text(_said([first])) == line:
        return line, rest
    return split_headline(text)


def _text(message: Mapping[str, Any]) -> str:
    poll = message.get("poll")
    told = [_said(_parts(message))]
    if isinstance(poll, Mapping):
        answers = poll.get("answers")
        told += [_said(poll.get("question"))]
        told += (
            [_said(one.get("text")) for one in answers if isinstance(one, Mapping)] if isinstance(answers, list) else []
        )
    return clean_text("\n".join(told))


def _parts(message: Mapping[str, Any]) -> Sequence[Any]:
    """Return what a message says in parts: words, or words with what they are (bold, a link)."""
    text = message.get("text") or message.get("text_entities")
    return text if isinstance(text, list) else [text]


def _said(text: Any) -> str:
    if isinstance(text, list):
        return "".join(map(_said, (part for part in text if not isinstance(part, list))))
    inner = text.get("text") if isinstance(text, Mapping) else text
    return inner if isinstance(inner, str) else ""


def _moment(message: Mapping[str, Any], name: str) -> str | None:
    """Return when something was, in the zone of the machine that exported it; "1970-01-01" is Telegram's "never"."""
    shown, since_1970 = flat_text(message.get(name)), flat_text(message.get(f"{name}_unixtime"))
    told = iso_date(shown)
    exact = iso_date(since_1970)
    if not exact:
        return told if told and not told.startswith("1970-01-01") else None
    moment = datetime.fromisoformat(exact)
    if moment.tzinfo and told and "T" in told:
        local = datetime.fromisoformat(told)
        offset = local - moment.astimezone(UTC).replace(tzinfo=None) if local.tzinfo is None else timedelta(days=1)
        if abs(offset) <= _FURTHEST_ZONE and not offset % _QUARTER:
            return moment.astimezone(timezone(offset)).isoformat()
    return exact

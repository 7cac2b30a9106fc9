"""E-mail: a newsletter or press release a mail, alone (.eml) or many in a mailbox (.mbox)."""

import hashlib
import re
from collections.abc import Iterator
from email.message import Message
from typing import Any

from archive.errors import ArticleError
from archive.records import Article
from ingest.cleaning import clean_line
from ingest.dates import embargo_date
from ingest.fields import article_from
from ingest.finding.source_file import SourceFile
from ingest.parsing.mail_parts import Mail, mail_of, parsed, subject_of
from ingest.parsing.mail_text import without_headline
from ingest.parsing.mailbox_stream import mails_in

_ORIGINS = {
    "uri": "Message-ID",
    "headline": "Subject",
    "body": "its text",
    "publisher": "the sender's name",
    "published": "Date",
    "language": "Content-Language",
    "pubstatus": "the mail program's notes or its first lines",
    "embargoed": "its subject or first lines",
}
_DEEPEST = 5  # mails within mails
_MARK = re.compile(r"<([^<>\s]+)>")
# What mail programs note of a mail that was never sent, or that nobody wants: its text is hidden.
_LABELS = re.compile(
    r"\b(?:drafts?|spam|junk|trash|borradores|papelera|entwürfe|papierkorb|brouillons|corbeille|bozze|cestino|rascunhos"
    r"|lixeira|concepten|prullenbak)\b",
    re.IGNORECASE,
)
_DELETED = 0x0008  # Thunderbird's, until the mailbox is compacted
_DRAFTS = ("X-Mozilla-Draft-Info", "X-Unsent")
_LINES_WITH_EMBARGO = 12
_EMBARGO = re.compile(
    r"[\W_]*(?:strictly |under )?(?:embargo(?:ed)?(?:\s*:|\s+(?:until|till|to|for)\b:?)|(?:embargo|embargad[oa])(?:\s*:)?\s+hasta(?: el)?\b:?"
    r"|sperrfrist\b\s*:?(?: bis\b)?|sous embargo jusqu['’]\w*|embargo jusqu['’]\w*|sotto embargo fino\w*"
    r"|not for (?:publication|release|broadcast|use) (?:before|until)\b:?)\s*(?P<until>.*)",
    re.IGNORECASE,
)
_UNTIL_FURTHER_NOTICE = re.compile(r"\bunder embargo\b|\bstrictly embargoed\b|\bbajo embargo\b", re.IGNORECASE)


def read(file: SourceFile) -> Iterator[Article | ArticleError]:
    """Yield the mails' articles, those of mails that were forwarded as an attachment too, and what of them was not read."""
    if file.suffix != ".mbox":
        yield from _results(parsed(file.content().removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")), fallback_uri=file.uri)
        return
    for number, content in enumerate(mails_in(file), 1):
        for result in _of_mailbox(content, file):
            yield ArticleError(f"mail {number}: {result}") if isinstance(result, ArticleError) else result


def _of_mailbox(content: bytes | ArticleError, file: SourceFile) -> Iterator[Article | ArticleError]:
    if isinstance(content, ArticleError):
        yield content
        return
    try:
        yield from _results(parsed(content), fallback_uri=f"{file.uri}#{hashlib.sha256(content).hexdigest()[:16]}")
    except ArticleError as error:
        yield error


def _results(message: Message, *, fallback_uri: str, depth: int = 0) -> Iterator[Article | ArticleError]:
    """Yield what becomes of a mail and of those that lie in it."""
    try:
        mail = mail_of(message)
    except ArticleError as error:
        yield _named(message, error)
        return
    if mail.text or not mail.mails:
        yield _result(mail, fallback_uri=fallback_uri)
    if mail.attached:
        names = ", ".join(mail.attached[:10])
        yield _named(
            message, ArticleError(f"what is attached to it was not read ({names}): save it as a file of its own.")
        )
    if mail.damage:
        yield _named(message, ArticleError(f"{mail.damage}, so its text may not be whole."))
    for number, inner in enumerate(mail.mails, 1):
        if depth == _DEEPEST:
            yield ArticleError("it holds mails within mails within mails: the innermost were not read.")
            return
        yield from _results(inner, fallback_uri=f"{fallback_uri}/{number}", depth=depth + 1)


def _result(mail: Mail, *, fallback_uri: str) -> Article | ArticleError:
    try:
        return _article(mail, fallback_uri=fallback_uri)
    except ArticleError as error:
        return _named(mail.headers, error)


def _named(message: Message, error: ArticleError) -> ArticleError:
    subject = Mail(message).said("Subject")[:80]
    return ArticleError(f"{subject}: {error}" if subject else str(error))


def _article(mail: Mail, *, fallback_uri: str) -> Article:
    if not mail.text:
        raise ArticleError("it has no text.")
    headline = subject_of(mail)
    mark = _MARK.search(mail.said("Message-ID"))
    record: dict[str, Any] = {
        "uri": f"mid:{mark[1]}" if mark else "",
        "headline": headline,
        "body": without_headline(mail.text, headline),
        "publisher": mail.sender() or mail.said("Organization"),
        "published": mail.said("Date"),
        "language": mail.said("Content-Language").partition(",")[0],
        "pubstatus": "withheld" if _is_hidden(mail) else "usable",
    }
    return article_from(record | _embargo(headline, mail.text), fallback_uri=fallback_uri, origins=_ORIGINS)


def _embargo(headline: str, text: str) -> dict[str, str]:
    """Return until when the mail itself says that it must not be published."""
    told = [line for line in text.split("\n") if line.strip()][:_LINES_WITH_EMBARGO]
    for line in (headline, *told):
        if found := _EMBARGO.match(line):
            until = _moment_of(clean_line(found["until"]).strip(" .:;,*-–—[]()\"'"))
            return {"embargoed": until} if any(c.isdigit() for c in until) else {"pubstatus": "withheld"}
        if len(line) < len(headline) + 60 and _UNTIL_FURTHER_NOTICE.search(line):
            return {"pubstatus": "withheld"}
    return {}


def _moment_of(text: str) -> str:
    """Return the moment at which a line's embargo ends, without the headline that follows a colon.

    A headline with a figure might be the rest of the moment: there the whole is returned, which nobody can read.
    """
    cuts = [match.start() for match in re.finditer(": ", text) if not any(c.isdigit() for c in text[match.end() :])]
    return next((text[:cut] for cut in cuts if embargo_date(text[:cut])), text)


def _is_hidden(mail: Mail) -> bool:
    status = mail.said("X-Mozilla-Status")
    return (
        any(name in mail.headers for name in _DRAFTS)
        or mail.said("X-Uniform-Type-Identifier").endswith("-draft")
        or bool(_LABELS.search(mail.said("X-Gmail-Labels")))
        or mail.said("X-Spam-Flag").upper() == "YES"
        or bool(set("DT") & set(mail.said("X-Status")))
        or (re.fullmatch("[0-9A-Fa-f]{4,8}", status) is not None and bool(int(status, 16) & _DELETED))
    )

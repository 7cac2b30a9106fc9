"""A mail's bytes to its headers and texts, by Python's own parser, within bounds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import errors, message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from pathlib import PurePosixPath
from typing import Any

from archive.errors import ArticleError
from ingest.cleaning import clean_line
from ingest.finding.decoding import decode
from ingest.parsing.mail_text import fuller, text_of_html, text_of_plain

LARGEST_MAIL = 1 << 26  # bytes; servers take a third of it
_LONGEST_HEADER = 10_000  # characters; parsing one takes time that grows with the square
_LONGEST_NAME = 200
_LONGEST_TEXT = 8_000_000  # characters; a newsletter has a hundredth of it
_DEEPEST = 30  # parts within parts
# Each line is asked whether it ends one of the parts that are open: a thousand parts of a million lines would take an hour.
_MOST_ASKED = 100_000_000
# Those in which ASCII's own letters mean others, so that what is valid as UTF-8 is not UTF-8.
_SHIFTED = re.compile(r"iso-?2022-kr|hz(?:-gb-2312)?|utf-7|utf-?(?:16|32)(?:[lb]e)?", re.IGNORECASE)
_DOCUMENTS = frozenset(
    ".pdf .doc .docx .docm .odt .rtf .txt .text .md .htm .html .pages .xls .xlsx .ods .csv .ppt .pptx .odp .epub .zip".split()
)
_DOCUMENT_TYPES = re.compile(
    r"application/(?:pdf|msword|rtf|zip|vnd\.(?:openxmlformats|ms-|oasis)\S*)|text/(?:plain|html|rtf|csv)"
)
_ENCRYPTED = "it is encrypted, or wrapped in its signature: let the mail program that has its key save it without."


@dataclass
class Mail:
    """What a mail holds: its text, what is attached to it, the mails within it; `damage` is what is wrong with it, or ""."""

    headers: Message
    text: str = ""
    attached: list[str] = field(default_factory=list)
    mails: list[Message] = field(default_factory=list)
    damage: str = ""

    def said(self, name: str) -> str:
        """Return what a header says, on one line and decoded, "" where there is none."""
        return clean_line(_decoded_words(str(self.headers.get(name, ""))))

    def sender(self) -> str:
        """Return the name that the mail is sent under, "" where only an address is given."""
        given = str(self.headers.get("From", ""))
        name, bracket, _ = given.partition("<")
        if not bracket:
            found = re.search(r"\(([^()]*)\)", given)
            name = found[1] if found else ""
        name = re.sub(r"\\(.)", r"\1", name.strip().strip('"'))
        name = clean_line(_decoded_words(name)).strip("\"' ,")
        return "" if "@" in name else name


def parsed(content: bytes) -> Message:
    """Return a mail's parts. Raises `ArticleError` where it is none or would take too long."""
    if len(content) > LARGEST_MAIL:
        raise ArticleError(f"it has more than {LARGEST_MAIL >> 20} MB.")
    if content.lower().count(b"boundary") * content.count(b"\n") > _MOST_ASKED:
        raise ArticleError("it has too many parts to be read.")
    try:
        message = message_from_bytes(content, policy=_AsTheyAre())
    except RecursionError as error:
        raise ArticleError("its parts are nested too deeply to be read.") from error
    if not any(name in message for name in ("From", "Date", "Subject", "Message-ID", "Received")):
        raise ArticleError("it is no mail: it has neither sender nor date nor subject.")
    return message


def mail_of(message: Message) -> Mail:
    """Return what a mail holds. Raises `ArticleError` where its text cannot be read, or is no text that somebody wrote."""
    mail = Mail(message)
    if (
        message.get_content_type() == "multipart/report"
        or mail.said("Auto-Submitted").lower().startswith("auto-replied")
        or mail.said("Subject").startswith("DON'T DELETE THIS MESSAGE")  # with which mail servers begin their mailboxes
    ):
        raise ArticleError("it is a mail program's own notice and no news.")
    mail.text = _text(message, mail, default="text/plain")
    mail.damage = _damage(message)
    return mail


class _AsTheyAre(Compat32):
    """Headers as they stand, cut where nobody would read on; what they mean is told by who asks."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return _eight_bit(value[:_LONGEST_HEADER])


# -- parts ------------------------------------------------------------------------------------------------------------


def _text(part: Message, mail: Mail, *, default: str, depth: int = 0) -> str:
    kind = part.get_content_type() if "Content-Type" in part else default
    if depth > _DEEPEST:
        raise ArticleError("its parts are nested too deeply to be read.")
    if kind == "multipart/encrypted" or _is_enveloped(part, kind):
        raise ArticleError(_ENCRYPTED)
    children = _children(part)
    if kind == "message/rfc822":
        mail.mails += children
        return ""
    if not part.is_multipart():
        return _of_leaf(part, mail, kind)
    inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
    if kind in ("multipart/related", "multipart/signed"):  # the others are its pictures, or its signature
        rest = children[1:] if kind == "multipart/related" else []
        text = _text(children[0], mail, default=inner, depth=depth + 1) if children else ""
        for child in rest:
            _text(child, mail, default=inner, depth=depth + 1)
        return text
    texts = [_text(child, mail, default=inner, depth=depth + 1) for child in children]
    return fuller(texts) if kind == "multipart/alternative" else "\n\n".join(text for text in texts if text)


def _children(part: Message) -> list[Message]:
    return [child for child in part.get_payload() if isinstance(child, Message)] if part.is_multipart() else []


def _of_leaf(part: Message, mail: Mail, kind: str) -> str:
    name = clean_line(_decoded_words(str(part.get_filename() or "")))[:_LONGEST_NAME]
    suffix = PurePosixPath(name).suffix.lower()
    is_attached = part.get_content_disposition() == "attachment" or suffix in _DOCUMENTS
    if kind not in ("text/plain", "text/html") or is_attached:
        if kind == "application/ms-tnef" or suffix in _DOCUMENTS or (is_attached and _DOCUMENT_TYPES.fullmatch(kind)):
            mail.attached.append(name or kind)
        return ""
    content = part.get_payload(decode=True)
    text = _decoded(content if isinstance(content, bytes) else b"", str(part.get_content_charset() or ""))
    if "-----BEGIN PGP MESSAGE-----" in text:
        raise ArticleError(_ENCRYPTED)
    if len(text) > _LONGEST_TEXT:
        raise ArticleError(f"its text has more than {_LONGEST_TEXT:,} characters.")
    is_reply = _is_reply(mail)
    if kind == "text/html":
        return text_of_html(text, is_reply=is_reply)
    is_flowed = str(part.get_param("format", "")).lower() == "flowed"
    is_joined = str(part.get_param("delsp", "")).lower() == "yes"
    return text_of_plain(text, is_flowed=is_flowed, is_joined=is_joined, is_reply=is_reply)


def _is_enveloped(part: Message, kind: str) -> bool:
    return (
        kind in ("application/pkcs7-mime", "application/x-pkcs7-mime") and part.get_param("smime-type") != "certs-only"
    )


def _is_reply(mail: Mail) -> bool:
    return bool(mail.said("In-Reply-To")) and not FORWARDED.match(mail.said("Subject"))


_FORWARDS = r"fwd?|wg|rv|rm|tr|enc|doorst|vb|vs|pd|прс"
FORWARDED = re.compile(rf"\s*(?:{_FORWARDS})\s*:", re.IGNORECASE)
_PREFIXES = re.compile(rf"(?:\s*(?:re|aw|sv|antw|{_FORWARDS})\s*(?:\[\d+\])?\s*[:：])+\s*", re.IGNORECASE)


def subject_of(mail: Mail) -> str:
    """Return the subject without what mail programs put before it ("Fwd: RE: ")."""
    subject = mail.said("Subject")
    return _PREFIXES.sub("", subject, count=1) if _PREFIXES.match(subject) else subject


def _damage(message: Message) -> str:
    broken = (errors.CloseBoundaryNotFoundDefect, errors.StartBoundaryNotFoundDefect)
    if any(isinstance(defect, broken) for part in _walked(message) for defect in part.defects):
        return "it breaks off"
    return ""


def _walked(message: Message) -> Iterator[Message]:
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += _children(part)


# -- letters ----------------------------------------------------------------------------------------------------------


def _decoded(content: bytes, charset: str) -> str:
    charset = charset.strip().strip("\"'").lower()
    if _SHIFTED.fullmatch(charset):
        try:
            return content.decode(charset)
        except (UnicodeDecodeError, LookupError):
            pass  # it says what it is not
    return decode(content, declared=[charset])


def _eight_bit(text: str) -> str:
    """Return a header's text, its bytes read as letters."""
    content = text.encode("utf-8", "surrogateescape")
    try:
        return decode(content)
    except ArticleError:
        return content.decode("utf-8", "replace")


def _decoded_words(text: str) -> str:
    """Return a header's text with its encoded words ("=?utf-8?q?ma=C3=B1ana?=") read."""
    text = " ".join(text.split())
    try:
        found = decode_header(text)
    except (errors.HeaderParseError, ValueError):
        return text
    return "".join(_word(word, charset, text) for word, charset in found)


def _word(word: bytes | str, charset: str | None, text: str) -> str:
    if isinstance(word, str):
        return word
    try:
        # Between encoded words decode_header gives the others' letters in this form.
        return _decoded(word, charset) if charset else word.decode("raw-unicode-escape")
    except (ArticleError, ValueError):
        return word.decode("utf-8", "replace")

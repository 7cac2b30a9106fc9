"""What somebody wrote in a mail: without what a program put around it, what is hidden, and what somebody else had written."""

import re
from collections.abc import Sequence
from typing import cast

from lxml import etree
from lxml import html as lxml_html

from ingest.cleaning import clean_text
from ingest.parsing.markup import is_html_tag
from ingest.parsing.news_body import html_text
from ingest.parsing.wrapped_lines import unwrapped

_ENOUGH = 0.7  # of the words of the fullest version; below it a version is a notice ("this mail needs HTML") or a part
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:opacity|max-height)\s*:\s*0(?:px)?\s*(?:;|!|$)", re.IGNORECASE
)
_QUOTED = (
    "//blockquote[@type='cite'] | //*[contains(concat(' ', @class, ' '), ' gmail_quote ')]"
    " | //*[@class='moz-cite-prefix'] | //*[@id='divRplyFwdMsg']/following-sibling::*"
)
_SIGNATURE_LINES = 16  # with the mark before it
_SAYS_WHEN = re.compile(r"\d[:.]\d\d|\b\d{4}\b|@")
_SIGNED, _SIGNED_END = "-----BEGIN PGP SIGNED MESSAGE-----\n", "\n-----BEGIN PGP SIGNATURE-----"
# What Outlook puts above the mail that is answered.
_ORIGINAL = re.compile(
    r"^(?:-{3,} ?(?:Original Message|Mensaje original|Ursprüngliche Nachricht|Message d'origine|Messaggio originale) ?-{3,}"
    r"|\*?(?:From|De|Von|Da)\s?:\*? .+\n\*?(?:Sent|Date|Enviado(?: el)?|Fecha|Gesendet|Datum|Envoyé|Inviato)\s?:\*? )",
    re.MULTILINE | re.IGNORECASE,
)
# Lines about the mail and not about the news, at its beginning and end.
_ABOUT_THE_MAIL = re.compile(
    r"\bunsubscribe\b|\b(?:manage|update|change) (?:your |my )?(?:e-?mail |subscription |newsletter )?preferences\b"
    r"|\b(?:view|read|open|see)\b.{0,40}\b(?:in (?:(?:your|a|the) )?(?:web )?browser|online version|web version)\b|^view online$"
    r"|^read in app$|^forwarded this (?:e-?mail|to you)\?|^(?:like|comment|restack|share|upgrade to paid|subscribe)$"
    r"|\bdar(?:se|te|me) de baja\b|\bcancelar (?:la |tu |su )?suscripci[óo]n\b|\bver\b.{0,40}\ben (?:el|tu|su) navegador\b"
    r"|\b(?:newsletter )?abmelden\b|\bim browser (?:ansehen|anzeigen|öffnen|lesen)\b|\bse désabonner\b|\bse désinscrire\b"
    r"|\bdans (?:votre|le) navigateur\b|\bdisiscri\w+|\bannulla\w* l'iscrizione\b|\bnel (?:tuo )?browser\b"
    r"|\bcancelar (?:a )?(?:inscrição|subscrição|assinatura)\b|\bno (?:seu )?navegador\b|\buitschrijven\b|\bafmelden\b|\bотписаться\b",
    re.IGNORECASE,
)
_LONGEST_LINE_ABOUT = 250  # characters
_FIRST, _LAST = 8, 12  # lines that say something


def fuller(texts: Sequence[str]) -> str:
    """Return the last of the versions that has about all the words: senders put the best last, and the plain one is broken into lines."""
    sizes = [len(text.split()) for text in texts]
    most = max(sizes, default=0)
    return next(
        (text for text, size in zip(reversed(texts), reversed(sizes), strict=True) if size >= _ENOUGH * most), ""
    )


def text_of_plain(text: str, *, is_flowed: bool, is_joined: bool, is_reply: bool) -> str:
    """Return what a plain text says, its lines joined where the width of the mail broke them.

    Where it `is_flowed`, a space at a line's end says so, and is part of no word where it `is_joined`.
    """
    text = text.replace("\r\n", "\n")
    if _SIGNED in text and _SIGNED_END in text:
        signed = text.partition(_SIGNED)[2].partition(_SIGNED_END)[0].partition("\n\n")[2]
        text = re.sub(r"^- (?=-)", "", signed, flags=re.MULTILINE)
    text = "\n".join(_without_signature(text.split("\n")))
    if is_reply:
        text = "\n".join(_without_quotes(_without_original(text).split("\n")))
    text = _flowed(text, is_joined=is_joined) if is_flowed else unwrapped(text)
    return _without_lines_about_the_mail(clean_text(text))


def _without_signature(lines: Sequence[str]) -> Sequence[str]:
    ends = len(lines) - _SIGNATURE_LINES
    return next((lines[:place] for place in range(max(ends, 0), len(lines)) if lines[place] in ("--", "-- ")), lines)


def _without_quotes(lines: Sequence[str]) -> list[str]:
    """Return the lines without those that were quoted, and without the one that says whose they are ("On 3 March Ana wrote:")."""
    kept: list[str] = []
    for line in lines:
        if not line.startswith(">"):
            kept.append(line)
            continue
        while kept and not kept[-1].strip():
            kept.pop()
        if kept and kept[-1].rstrip().endswith(":"):
            introduction = kept.pop()
            if not _SAYS_WHEN.search(introduction) and kept and _SAYS_WHEN.search(kept[-1]):  # it was broken in two
                kept.pop()
        kept.append("")
    return kept


def _flowed(text: str, *, is_joined: bool) -> str:
    pieces: list[str] = []
    for line in text.split("\n"):
        line = line.removeprefix(" ")  # written before a space, ">" and "From "
        goes_on = line.endswith(" ") and line != "-- "
        pieces += [line[:-1] if goes_on and is_joined else line, "" if goes_on else "\n"]
    return "".join(pieces)


def text_of_html(html: str, *, is_reply: bool) -> str:
    """Return what a reader sees of a mail in HTML: what is hidden is there for the list of mails, or for nobody."""
    try:
        page: lxml_html.HtmlElement = lxml_html.document_fromstring(html.encode("utf-8", "replace"), parser=_parser())
    except (etree.LxmlError, ValueError):
        return ""  # it holds nothing
    elements = list(page.iter("*"))
    unseen = [e for e in elements if "hidden" in e.attrib or _HIDDEN.search(e.get("style", ""))]
    unseen += cast(list[lxml_html.HtmlElement], page.xpath(_QUOTED)) if is_reply else []
    # Neither is taken out: lxml would have to write the text behind it anew, and refuses what control characters are in it.
    for element in unseen:
        element.clear(keep_tail=True)
    for element in elements:
        if not is_html_tag(str(element.tag)):  # Outlook's <o:p> and the like
            element.tag = "span"
    text = html_text(etree.tostring(page, encoding="unicode", method="html"))
    return _without_lines_about_the_mail(_without_original(text) if is_reply else text)


def _parser() -> lxml_html.HTMLParser:
    return lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)


def _without_original(text: str) -> str:
    original = _ORIGINAL.search(text)
    return text[: original.start()] if original else text


def _without_lines_about_the_mail(text: str) -> str:
    lines = text.split("\n")
    told = [place for place, line in enumerate(lines) if line.strip()]
    near_the_ends = {*told[:_FIRST], *told[-_LAST:]}
    kept = [
        line
        for place, line in enumerate(lines)
        if not (place in near_the_ends and len(line) <= _LONGEST_LINE_ABOUT and _ABOUT_THE_MAIL.search(line))
    ]
    return clean_text("\n".join(kept))


def without_headline(text: str, headline: str) -> str:
    """Return the text without the subject, which newsletters repeat below their masthead; a text that is no more stays."""
    lines = text.split("\n")
    told = [place for place, line in enumerate(lines) if line.strip()]
    again = next((place for place in told[:_FIRST] if lines[place].strip() == headline), None)
    return text if again is None or len(told) == 1 else clean_text("\n".join(lines[:again] + lines[again + 1 :]))

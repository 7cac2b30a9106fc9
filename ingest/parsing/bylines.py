"""Who wrote a story: the names that formats give as its authors, without what names nobody to a reader."""

import re
from collections.abc import Iterable

from ingest.cleaning import clean_line

_ADDRESS = re.compile(
    r"<?(?:mailto:)?[^\s<>(]+@[\w-]+(?:\.[\w-]+)+>?|\S*(?:://|\bwww\.)\S*|(?<![\w@])@\w[\w.]*|(?<!\S)/{1,2}\w\S*",
    re.IGNORECASE,
)
# "By Iolo Penhale". What also begins names ("Von Trapp", "Par Lindqvist") only before two words with capitals.
_BY = re.compile(
    r"(?i:(?:[a-z]+ )?by:?|(?:von|por|par|av|af|door|di|text|texto|texte|testo|autor|author|auteur):)\s+(?=\S)"
    r"|(?i:von|por|par|av|af|door|di)\s+(?=[A-ZÀ-ÖØ-Þ]\S*\s+[A-ZÀ-ÖØ-Þ])"
)
# A comma may stand within a name ("Penhale, Iolo"); of the words for "and", "y" and "e" may ("Ortega y Gasset").
_BETWEEN = re.compile(r"(\s*[;|•]\s*|\s*,\s*(?:(?:and|und|og|och)\s+)?|\s+(?:&|and|und|og|och)\s+)")
_LOGIN = re.compile(
    r"[a-z][a-z\d]*(?:[._+/-][a-z\d]+)*/?|[\w.+-]*[\d_][\w.+-]*|(?:[A-Z]\.?){1,3}|[A-Z]{2,4}(?:[/-][A-Z]{2,4})+|[\W\d_]*"
)
_SIGN = re.compile(r"[a-z]{1,3}|\S*[\d._/@]\S*", re.IGNORECASE)  # surely a login or initials, and no "correspondent"
NOBODY = frozenset(
    (
        "admin", "administrator", "administrador", "anonymous", "author", "autor", "default", "editor", "guest", "hp", "user",
        "usuario", "microsoft office user", "none", "null", "owner", "pc", "python-docx", "root", "undefined", "unknown",
        "desconocido", "webmaster", "windows user", "usuario de windows",
    )
)  # fmt: skip
_SHORTHAND = re.compile(r"\s*\([a-zß-ÿ/]{1,6}\.?\)$")
_EMPTY = re.compile(r"[(\[]\s*[)\]]")  # what an address leaves
_CREDIT = re.compile(r"(?:image|picture|photo|photograph|foto|bild|credit|crédito)s?:|getty images", re.IGNORECASE)
_EDGES = " \t,;|/–—:-<>[]"
_AGENCIES = frozenset(
    """aap|afp|ats|agence france-presse|agencia efe|agência brasil|agência lusa|agerpres|agi|anadolu|anadolu agency
|anadolu ajansı|ani|ani news|anp|ansa|ap|apa|associated press|australian associated press|belga|bloomberg|bloomberg news
|canadian press|čtk|deutsche presse-agentur|dow jones|dpa|dpa-afx|dts|efe|epd|europa press|hina|ians|interfax|jiji
|jiji press|keystone-sda|kna|kyodo|kyodo news|lusa|mti|ntb|pa|pa media|pap|prensa latina|press association
|press trust of india|pti|reuters|ritzau|sda|sid|stt|tanjug|tass|télam|thomson reuters|tt|ukrinform|unian
|united press international|upi|xinhua|xinhua news agency|yonhap|yonhap news agency|共同通信|時事通信|新华社|연합뉴스|тасс
|риа новости|интерфакс""".replace("\n", "").split("|")
)

_WITH_OFFICES = ("afp ", "agence france-presse ", "associated press ", "dpa ", "reuters ", "xinhua ")


def person_names(value: str | Iterable[str]) -> list[str]:
    """Return the names in bylines, each once and in order: without "By", addresses, handles, shorthand signs and logins.

    A name is what newsrooms print: an agency's counts, "penhale.iolo", "admin" and "jd" do not. Nothing is split
    that may be one name ("Penhale, Iolo", "Ortega y Gasset").
    """
    texts = [value] if isinstance(value, str) else value
    names = [name for text in texts for part in _parts(clean_line(text)) if (name := _name(part))]
    return list({"".join(c for c in name.casefold() if c.isalnum()): name for name in reversed(names)}.values())[::-1]


def printed_byline(texts: Iterable[str], *, senders: Iterable[str] = ()) -> str:
    """Return bylines as they are printed ("By Gwen Attwater, Football Writer"), without what names nobody to a reader.

    So do logins and initials, and `senders`, who publish the story and wrote it as little as any other.
    """
    nobody = {clean_line(sender).casefold() for sender in senders}
    printed = (_printed(line) for text in texts if (line := clean_line(text)).casefold() not in nobody)
    return ", ".join(dict.fromkeys(filter(None, printed)))


def is_agency(name: str) -> bool:
    """Whether a name is that of a news agency, or of an office of one ("AFP Deutschland", "Associated Press in Valencia")."""
    plain = name.casefold().strip(_EDGES + ".").removeprefix("the ")
    return plain in _AGENCIES or plain.startswith(_WITH_OFFICES)


def _printed(text: str) -> str:
    parts = [part.strip(_EDGES) for part in _parts(text)]
    if not any(map(_name, parts)):
        return ""
    signs = [part for part in parts if not _name(part) and _SIGN.fullmatch(part)]
    return ", ".join(person_names(text)) if signs or _ADDRESS.search(text) else text


def _parts(text: str) -> list[str]:
    text = _BY.sub("", _EMPTY.sub(" ", _ADDRESS.sub(" ", text)).strip(), count=1)
    pieces = _BETWEEN.split(text)
    parts = [pieces[0]]
    for between, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if between.strip() in (";", "|", "•") or (_is_whole(parts[-1]) and _is_whole(piece)):
            parts.append(piece)
        else:
            parts[-1] += between + piece
    return parts


def _is_whole(name: str) -> bool:
    return " " in name.strip() or not _name(name) or is_agency(name)


def _name(text: str) -> str:
    name = _SHORTHAND.sub("", text.strip(_EDGES)).strip(_EDGES)
    if name.startswith("(") and name.endswith(")"):  # what stays of RSS' "mail@paper.example (Iolo Penhale)"
        name = name[1:-1].strip()
    is_login = " " not in name and _LOGIN.fullmatch(name) and not is_agency(name)
    return "" if is_login or name.casefold() in NOBODY or _CREDIT.match(name) else name

"""What agencies say of a story besides its text: that it corrects an earlier one, or that it is to be taken back.

They say it in codes (the IPTC's signals, a note's role, NewsML's instructions), in marks before a headline ("CORRECTED-", "KILL NOTICE"), in
notes to editors ("Eds: Corrects the spelling in paragraph 3") and in brackets above the text. A word that stands elsewhere is news.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ingest.parsing.news_terms import code_tail
from ingest.standing import plain_word

_MOST_CODES, _DEEPEST = 50, 3
_LONGEST_NOTE = 500  # characters of a note above the text
# Codes, without accents and capitals: the IPTC's signals, NewsML 1's instructions, NITF's types of messages, what agencies add.
_TAKING_BACK = frozenset(
    "kill killed mandatorykill withdraw withdrawn withdrawal retract retracted retraction cancel canceled cancelled cancellation delete"
    " deleted takedown annul annulation anulacion anular annulering utgar".split()
) | {"mandatory kill", "kill notice"}
_CORRECTING = frozenset(
    "correction corrections corrected correct corrective correctivetext rectify rectified rectification rectificacion rectifica correccion"
    " errata erratum berichtigung korrektur korr rattelse rettelse correctie rettifica correcao refile clarification".split()
)
_EDSTAT = {"edstat:c": "correction", "edstat:k": "kill", "edstat:w": "withdrawn"}
# Before a headline, in capitals: "CORRECTED-Rains flood…", "(CORRECTION) …", "RECTIFICACIÓN: …".
_MARKED_CORRECTION = re.compile(
    r"^\W{0,3}(?:UPDATE \d+\W{1,3}|URGENT\W{1,3}|BC-)*"
    r"(CORRECTED(?: \(OFFICIAL\))?|CORRECTION(?: \d)?|CORRECTS|REFILE|CLARIFICATION|RECTIFICACI[ÓO]N|RECTIFICA|CORRECCI[ÓO]N|CORRIGE|FE DE ERRATAS"
    r"|BERICHTIGUNG|KORREKTUR|RECTIFICATIF|RECTIFICATION|ANNULE ET REMPLACE|RETTIFICA|CORREZIONE|CORRE[ÇC][ÃA]O|RETIFICA[ÇC][ÃA]O|RECTIFICACI[ÓO]"
    r"|CORRECTIE|RECTIFICATIE|RÄTTELSE|KORR|RETTELSE|OIKAISU|KOREKTA|SPROSTOWANIE)(?=\s*[:)\]/–—]|\s*-|\s*\.\s|\s*$)"
)
_SPELT_OUT = re.compile(
    r"^(Correction|Corrección|Rectificación|Fe de erratas|Berichtigung|Korrektur|Rectificatif|Rettifica|Correção)\s*:",
    re.IGNORECASE,
)
_END = r"(?=\s*[:–—]\s|\s+-+\s|\s*[)\]/]|\s*$)"
_MARKED_KILL = re.compile(
    r"^\W{0,3}(?:(?:MANDATORY|BULLETIN|URGENT|ADVISORY|EDITORS?|EDS|ATTENTION)\W{1,3})*"
    r"(?:KILL(?: (?:NOTICE|ORDER|STORY|ADVISORY|BULLETIN))?|STORY (?:KILLED|WITHDRAWN|RETRACTED)|NOTICIA ANULADA|D[ÉE]P[ÊE]CHE ANNUL[ÉE]E"
    r"|MELDUNG ZUR[ÜU]CKGEZOGEN|NOTIZIA ANNULLATA|NOT[ÍI]CIA ANULADA)" + _END
)
# In an agency's item only, for in a paper such a word may be a kicker.
_MARKED_KILL_OF_WIRE = re.compile(
    r"^\W{0,3}(?:KILLED|WITHDRAWN|WITHDRAWAL|RETRACTED|RETRACTION|ANULACI[ÓO]N|ANULAD[AO]|ANNULATION|ANNUL[ÉE]E?|ANNULLAMENTO|ANNULLAT[AO]|ANULA[ÇC][ÃA]O"
    r"|ZUR[ÜU]CKGEZOGEN|R[ÜU]CKZUG|INGETROKKEN|UTG[ÅA]R)" + _END
)
_EDITORS = r"^\W{0,9}(?:(?:attention|attn|att|eds?|editors?|note to editors|to editors|a los editores|redactie|an die redaktionen|hinweis)\b\W{0,9})*"
# Not a part of the story: "Kills 3rd graf", "kill the byline".
_KILL_NOTE = re.compile(
    _EDITORS
    + r"(?:mandatory |bulletin |urgent |please )*kill(?:s|ed)?\b(?!\s+(?:the |last |first |extraneous |incorrect |\d|\w+ )?"
    r"(?:grafs?|paragraphs?|paras?|bylines?|photos?|references?|quotes?|sentences?|lines?|words?|graphs?|captions?))"
    r"|\b(?:story|article|item|report|dispatch|version|headline)\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\b(?:(?:is|was|has been|are|have been) (?:withdrawn|killed|retracted|canceled|cancelled)|(?:withdrawn|killed|retracted)\W*$)"
    r"|\bplease (?:kill|withdraw|disregard|delete) (?:this|the|our)\b"
    r"|\b(?:withdraws?|retracts?|kills) (?:this|the|our|its) (?:story|article|item|report|dispatch)\b"
    r"|\b(?:noticia|nota|informaci[óo]n|despacho|teletipo)\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\b(?:anulad[ao]|retirad[ao]|queda sin efecto)\b|"
    + _EDITORS
    + r"an[úu]lese\b"
    r"|\bd[ée]p[êe]che\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\b(?:annul[ée]e|retir[ée]e)\b|\b(?:meldung|beitrag|bericht)\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\b(?:zur[üu]ckgezogen|storniert)\b"
    r"|\bnotizia\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\b(?:annullata|ritirata)\b|\bnot[íi]cia\b(?:[^.;]|(?<=\d)\.(?=\d)){0,60}?\banulada\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|no|nicht|non|pas|não)\b", re.IGNORECASE)
_CORRECTING_NOTE = re.compile(
    r"(?:^|(?<=[.;:(\[])|(?<=\n))\W{0,4}((?:this (?:story|version|item) )?(?:corrects|corrected|correcting|correction|refiles|clarifies|rectifica|rectificaci[óo]n|corrige|correcci[óo]n"
    r"|berichtigt|berichtigung|korrigiert|korrektur|rectificatif|annule et remplace|rettifica|corregge|corrige|corre[çc][ãa]o|retifica|r[äa]ttar|r[äa]ttelse"
    r"|corrects et|correctie|anula y sustituye|sustituye a la anterior por error)\b[^\n]*)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WireSignals:
    """Whether a story is to be taken back, and what it says that it corrects, "" where it corrects nothing."""

    takes_back: bool
    correction: str


def wire_signals(
    *, codes: object = (), headline: str = "", note: str = "", body: str = "", is_wire: bool = False
) -> WireSignals:
    """Return what is told of a story by its codes, its headline, the editor's note and a note in brackets above its text.

    `codes` are strings, or lists and objects of them, as formats have them; `is_wire` says that an agency sent it.
    """
    note = note[:_LONGEST_NOTE]
    told = {word for code in _leaves(codes) for word in _words_of(code)}
    marked = _MARKED_KILL.match(headline) or (is_wire and _MARKED_KILL_OF_WIRE.match(headline))
    by_note = (found := _KILL_NOTE.search(note)) is not None and not _NOT.search(found[0])
    takes_back = bool(marked) or by_note or not told.isdisjoint(_TAKING_BACK)
    return WireSignals(takes_back, "" if takes_back else _correction(told, headline, note, body))


def _correction(told: set[str], headline: str, note: str, body: str) -> str:
    above = body[: _LONGEST_NOTE + 2].split("\n\n", 1)[0].strip()
    if (
        above[:1] in "(["
        and above[-1:] in ")]"
        and len(above) < _LONGEST_NOTE
        and (found := _CORRECTING_NOTE.search(above))
    ):
        return found[1].rstrip(")] ")
    if found := _CORRECTING_NOTE.search(note):
        return found[1]
    if found := _MARKED_CORRECTION.match(headline) or _SPELT_OUT.match(headline):
        return found[1].capitalize()
    return "" if told.isdisjoint(_CORRECTING) else "Correction"


def _words_of(code: str) -> tuple[str, ...]:
    return plain_word(code_tail(code)), plain_word(code), _EDSTAT.get(code.strip().lower(), "")


def _leaves(value: Any, depth: int = 0) -> Iterable[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, (list, tuple)) else ()
    return [text for one in inner for text in _leaves(one, depth + 1)][:_MOST_CODES] if depth < _DEEPEST else []

"""What newsrooms and their programs say of whether a story may be read: a status, a yes or a no, in their languages.

To show asks for more than to hide. A status shows a story where all of it is known to say so, and hides it where one of its words does.
What nobody can tell is an error: no story appears by mistake, and none is lost in silence.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import Literal

from archive.errors import ArticleError

Standing = Literal["usable", "scheduled", "withheld", "canceled"]
_ORDER: tuple[Standing, ...] = ("usable", "scheduled", "withheld", "canceled")  # of several, the strictest counts


def plain_word(text: str) -> str:
    """Return words without accents and capitals, one space between them."""
    plain = "".join(
        c if c.isalnum() else " "
        for c in unicodedata.normalize("NFKD", text).casefold()
        if not unicodedata.combining(c)
    )
    return " ".join(plain.split())


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _words(text: str) -> frozenset[str]:
    return frozenset(plain_word(word.replace("_", " ")) for word in text.split())


# -- columns, by their names as `ingest.fields.column_name` spells them -------------------------------------------------------

# The trade's own, which has words of its own; and those that hold a status and nothing else.
_PUBSTATUSES = _names("pubstatus publishingstatus")
_STATUSES = _names(
    "publishstatus publicationstatus publicationstate publishedstatus poststatus articlestatus"
    " storystatus contentstatus editorialstatus workflowstatus workflowstate moderationstate managementstatus"
    " estadopublicacion estadodepublicacion estadoeditorial estadodelarticulo statutpublication statutdepublication"
    " statopubblicazione statodipubblicazione statuspublicacao statusdepublicacao veroffentlichungsstatus publikationsstatus"
    " status estatus statut statuts situacao zustand tila stav статус 状态 状態 visibility postvisibility visibilidad visibilite"
    " visibilita visibilidade sichtbarkeit"
)
_STATUS_OR_PLACE = _names("state states estado stato etat estat")
_ADDRESS = _names(
    "city county country zip zipcode postcode region location place town address ciudad provincia pais municipio ville cidade"
    " bairro stadt ort comune citta"
)
# A yes means nothing, a no that the story was not published. In some of them there may be a day, or anything else.
_YES = _names(
    "published publish public visible active enabled online publicado publicada publie publiee pubblicato pubblicata"
    " veroffentlicht publicat gepubliceerd approved isapproved activo activa actif attivo ativo aktiv ispublic isvisible isactive isenabled isonline"
)
_SURE_YES = _names("ispublished haspublished espublicado estapublicado estpublie istveroffentlicht")
# Whatever is not a no hides the story.
_NO = _names(
    "draft isdraft borrador esborrador brouillon estbrouillon entwurf istentwurf rascunho bozza kladde unpublished isunpublished unlisted isunlisted hidden"
    " ishidden oculto nascosto versteckt private isprivate privado trash trashed istrashed trashedat deleted isdeleted deletedat"
    " deletedon datedeleted donotpublish dontpublish nopublish nopublicar postpassword"
)
COLUMNS = _PUBSTATUSES | _STATUSES | _STATUS_OR_PLACE | _YES | _SURE_YES | _NO

# -- what they say -----------------------------------------------------------------------------------------------------------

_FALSE = _words("0 no n none null false off nein non nao falso faux falsch nej nee nie нет 否") | {"", "n a"}
_TRUE = _words("1 yes y true on si oui ja sim verdadero vrai wahr vero x да 是")
_NO_DAY = re.compile(r"0000-00-00.*|0001-01-01\b.*|-+")
_OF_THE_TRADE: dict[str, Standing] = {
    "": "usable", "usable": "usable", "usbl": "usable", "published": "usable", "publish": "usable",
    "withheld": "withheld", "withhold": "withheld", "embargoed": "withheld", "draft": "withheld", "scheduled": "scheduled",
    "canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "retracted": "canceled", "withdrawn": "canceled",
}  # fmt: skip
# Whole: "published" shows a story, and "to be published" does not.
_USABLE = _words(
    "usable usbl published publish publicly_published public live online active enabled visible released posted aired broadcast printed"
    " current ok success 200 corrected updated republished sent everyone members paid tiers subscribers premium free"
    " publicado publicada publicados publico publica en_linea activo activa corregido actualizado publie publiee en_ligne actif paru"
    " parue diffuse pubblicato pubblicata pubblico attivo veroffentlicht publiziert offentlich erschienen gedruckt aktiv publicat"
    " argitaratua gepubliceerd openbaar publicerad publiceret publisert udgivet julkaistu opublikowany opublikowane opublikowano"
    " publikovano publikovany zverejneno objavljeno publikalt megjelent yayinda yayinlandi опубликовано опубликован опубликована"
    " опубліковано δημοσιευμένο 公開 公開済み 已发布 已發布 发布 게시됨 공개 منشور פורסם"
)
_SCHEDULED = _words(
    "future scheduled programado programada programme programmee programmato programmata geplant terminiert agendado agendada"
    " planifie planifiee pianificato ingepland schemalagd planlagt ajastettu zaplanowany zaplanowane naplanovano запланировано"
    " 予約 定时发布 예약"
)
_WITHHELD = _words(
    "withheld embargoed embargo embargado draft drafts autodraft pending private privately trash trashed inherit hidden internal"
    " unpublished unlisted deleted removed rejected spiked hold held review reviewing revision submitted password protected"
    " unapproved disabled inactive inactivo inactif inaktiv offline wip progress incomplete unfinished queued backlog pitch"
    " assigned expired"
    " borrador borradores pendiente pendientes privado privada papelera oculto oculta eliminado eliminada borrado rechazado"
    " rechazada retenido retenida confidencial brouillon brouillons attente relire relecture prive privee corbeille masque supprime"
    " refuse entwurf ausstehend privat papierkorb versteckt geloscht abgelehnt gesperrt zuruckgehalten unveroffentlicht prufung"
    " intern bozza bozze attesa revisione privato cestino nascosto eliminato rifiutato rascunho rascunhos pendente revisao lixeira"
    " excluido rejeitado esborrany pendent paperera zirriborroa concept prullenbak utkast kladde papirkurv luonnos szkic koncept"
    " piszkozat taslak черновик корзина чернетка πρόχειρο 下書き 非公開 草稿 草案 回收站 초안 비공개 مسودة טיוטה"
)
# Before another word.
_NOT = _words("not no never un non pas sin nicht nao ne niet inte ikke ej nie не ancora noch encore aun todavia yet")
_CANCELED = _words(
    "canceled cancelled killed kill retracted withdrawn recalled anulado anulada retirado retirada cancelado cancelada annule"
    " annulee retire retiree annullato annullata ritirato ritirata zuruckgezogen widerrufen ingetrokken anullat retirat"
)


def standing_of(
    told: Sequence[tuple[str, bool | str]], *, of_user: Collection[str], beside: Collection[str]
) -> Standing:
    """Return what some columns' values say together of whether a story may be read; nothing said is usable.

    `of_user` are the columns that the user says hold a status, `beside` all that the record has. Raises `ArticleError` where a status
    cannot be understood.
    """
    found: list[Standing] = ["usable"]
    for name, value in told:
        text = value if isinstance(value, str) else str(value)
        if name in _PUBSTATUSES and name not in of_user:
            found.append(_OF_THE_TRADE.get(_code(text)) or _unknown("pubstatus", text))
        elif name in of_user or name in _STATUSES:
            found.append(known_standing(text) or _unknown("pubstatus" if name in of_user else name, text))
        elif name in _STATUS_OR_PLACE:
            found.append(known_standing(text) or (_place(text, beside) or _unknown(name, text)))
        elif name in _NO:
            is_no = plain_word(text) in _FALSE or plain_word(text) in _USABLE or _NO_DAY.fullmatch(text.strip())
            found.append("usable" if is_no else "withheld")
        elif name in _SURE_YES:
            found.append(known_standing(text) or _unknown(name, text))
        elif name in _YES and (len(plain_word(text).split()) == 1 or plain_word(text).split(" ")[0] in _NOT):
            found.append(known_standing(text) or "usable")
    return max(found, key=_ORDER.index)


def known_standing(text: str) -> Standing | None:
    """Return what a status says, None where its words are not known; "" says nothing against a story."""
    said = " ".join(text.split())
    code = _code(said)
    words = plain_word(said).split()
    if said in ("-1", "-2") or (code in _FALSE and said) or "auto draft" in code:
        return "withheld"
    if not said or code in _TRUE or code in _USABLE:
        return "usable"
    if not _CANCELED.isdisjoint(words):
        return "canceled"
    if not _WITHHELD.isdisjoint(words) or (len(words) > 1 and not _NOT.isdisjoint(words)):
        return "withheld"
    return "scheduled" if not _SCHEDULED.isdisjoint(words) else None


def _code(text: str) -> str:
    """Return a status' own word: "usable" of "stat:usable" and of its address."""
    said = text.strip()
    return plain_word(said if " " in said else re.split(r"[:/#](?=\w)", said)[-1])


def _place(text: str, beside: Collection[str]) -> Standing | None:
    """Return that nothing is said where the state is that of an address ("Ohio", "São Paulo")."""
    looks_so = all(word[0].isupper() for word in re.findall(r"[^\W\d_]+", text)[:1])
    return "usable" if (looks_so and not text.strip().isdecimal()) or not _ADDRESS.isdisjoint(beside) else None


def _unknown(name: str, text: str) -> Standing:
    other = "" if name == "pubstatus" else f", or say that it is none by --map ednote={name}"
    raise ArticleError(f"its {name} '{text[:60]}' is unknown: use usable, withheld or canceled{other}.")

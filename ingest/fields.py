"""From a record with the usual column names, in English, Spanish and more, to an Article."""

import math
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from archive.errors import ArticleError
from archive.records import Article, PubStatus
from ingest.cleaning import clean_line, clean_text
from ingest.dates import embargo_date, expiry_date, iso_date
from ingest.day_order import UNDATED, ColumnDates, Dated, FileDates
from ingest.finding.source_file import NO_COLUMNS
from ingest.language_names import language_code
from ingest.origins import NO_ORIGINS, is_listened_to, tell
from ingest.parsing.date_reading import Usage
from ingest.standing import COLUMNS as STANDING_COLUMNS
from ingest.standing import standing_of
from ingest.wire_signals import wire_signals
from language.identify import UNKNOWN, identify

# Field -> names of its column, the surest first, without accents, hyphens, underscores, spaces and capitals.
_COLUMNS = {
    field: tuple(names.split())
    for field, names in {
        "uri": "uri guid id identificador",
        "headline": "headline title titular titulo titre titolo titel schlagzeile manchete",
        "body": "articlebody body bodytext text fulltext content maintext cuerpo texto contenido articulo corps texte"
        " contenu corpo conteudo testo contenuto inhalt bodyxhtml bodyhtml contenthtml contenttext",
        "published": "published publishedat datepublished datetimepublished publishdate publisheddate publishedon pubdate"
        " publicationdate firstpublished date datetime fecha fechapublicacion fechadepublicacion publicado"
        " datepublication datapublicacao data datum firstcreated",
        "modified": "modified modifiedat datemodified lastmodified updated updatedat lastupdated versioncreated modificado"
        " actualizado fechamodificacion fechaactualizacion",
        "publisher": "publisher outlet source newspaper publication sitename medio fuente periodico diario journal"
        " jornal giornale zeitung",
        "url": "url link canonicalurl weburl permalink enlace lien",
        "byline": "byline author authors creator autor autores autora auteur autore reporter",
        "dateline": "dateline located location datacion lugar",
        "provider": "provider agency newsagency wire agencia agence agenzia agentur",
        "section": "section articlesection category categories desk seccion categoria rubrique secao sezione ressort",
        "genre": "genre genero",
        "language": "language lang inlanguage languagecode idioma lengua langue lingua sprache",
        "rights": "rights copyright copyrightnotice copyrightholder usageterms license derechos",
        "version": "version",
        "embargoed": "embargoed embargo embargoeduntil embargountil embargado embargohasta",
        "expires": "expires expiresat expireson expiry expirydate expirydatetime expirationdate expirationtime expiration"
        " expiredate dateexpire dateexpires dateexpiry unpublishat unpublishon unpublishdate publishdown validuntil"
        " validtill availableuntil licenseexpires licenceexpires caduca caducidad fechacaducidad fechadecaducidad"
        " fechaexpiracion fechadeexpiracion expira vence vencimiento fechadevencimiento dateexpiration datedexpiration"
        " expirele valablejusquau scadenza datascadenza datadiscadenza expiraem validade validoate gultigbis ablaufdatum",
        "pubstatus": "pubstatus publishingstatus",
        "ednote": "ednote editorsnote editornote notadeleditor",
        "correction": "correction corrections correccion rectificacion fedeerratas",
    }.items()
}
FIELDS = tuple(_COLUMNS)
Cells = Sequence[tuple[str, object]]  # a column's name, as `column_name` spells it, and what stands there
_FIELD_OF = {name: field for field, names in _COLUMNS.items() for name in names}
KNOWN_COLUMNS = frozenset(name for names in _COLUMNS.values() for name in names)
_INSIDE = ("name", "rendered", "text", "value", "#text", "@value", "headline", "title", "@id", "url", "id")
_DAYS = ("published", "modified")
_DATED = (*_DAYS, "embargoed", "expires")
_DEEPEST = 3  # objects within objects; articles are untrusted, and YAML's aliases can multiply
# For when a story is scheduled; else its day of publication.
_SCHEDULES = (
    "publishat publishon publishdate publishup scheduledat scheduledfor scheduledon scheduleddate goliveat livefrom"
    " fechaprogramada programadopara"
).split()
_SIGNALS = ("signals", "signal")
_NO = frozenset({"", "0", "no", "none", "null", "false", "n/a", "-", "never", "nunca", "jamais", "mai", "nie"})
_NO_DATE = re.compile(r"(?:0000-00-00|0001-01-01)(?!\d)")  # what databases and .NET write where there is none
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id", re.IGNORECASE)
_LARGEST_VERSION = 2**63 - 1  # what SQLite holds


class NoTextError(ArticleError):
    """A file or record says nothing where its text should be."""


def column_name(name: object) -> str:
    """Return a column's name as `KNOWN_COLUMNS` spells it: "Fecha de publicación" is "fechadepublicacion"."""
    return "".join(c for c in unicodedata.normalize("NFKD", flat_text(name)).casefold() if c.isalnum())


def article_from(
    record: Mapping[Any, object],
    *,
    fallback_uri: str,
    columns: Mapping[str, str] = NO_COLUMNS,
    origins: Mapping[str, str] = NO_ORIGINS,
    dates: FileDates = UNDATED,
) -> Article:
    """Return the article that a record holds, cleaned; its language is unknown where no column names it.

    `columns` says which other columns mean which field; they come before the usual names, and where several mean the body,
    their texts follow one another; `origins` says of a record's names where their values stand in the file, where the names
    themselves do not tell; `dates` how the file writes its dates. Its uri is that of the record, else its canonical URL, else `fallback_uri`. Raises `NoTextError` where it has none
    (a cancellation may), `ArticleError` where what an embargo, an expiry or a status says cannot be understood: it must not appear by mistake.
    """
    values: dict[str, object] = {}
    standings: list[tuple[str, bool | str]] = []
    codes: list[object] = []
    for given, value in record.items():
        name = column_name(given)
        if flat_text(value) or isinstance(value, bool):
            values.setdefault(name, value)
        if columns.get(name) == "pubstatus" or (name in STANDING_COLUMNS and name not in columns):
            standings.append((name, _yes_or_text(value)))
        if name in _SIGNALS:
            codes.append(value)
    named = {
        field: [
            (name, values[name])
            for name in (
                *(n for n, meant in columns.items() if meant == field),
                *(n for n in names if n not in columns),
            )
            if name in values
        ]
        for field, names in _COLUMNS.items()
    }
    found = {field: _said(field, cells, columns) for field, cells in named.items()}
    line = {
        field: next((text for v in values if (text := clean_line(flat_text(v)))), "") for field, values in found.items()
    }
    body = next((text for value in found["body"] if (text := clean_text(flat_text(value, between="\n\n")))), "")
    of_user = [name for name, field in columns.items() if field == "pubstatus"]
    standing = standing_of(standings, of_user=of_user, beside=values)

    def usage(column: str) -> Usage:
        return ColumnDates(dates, column, line["language"], lambda: identify(f"{line['headline']}\n{body}".strip()))

    embargoed = _embargo(named["embargoed"], usage)
    if standing == "scheduled":
        scheduled = [(name, values[name]) for name in _SCHEDULES if name in values]
        embargoed = later_of(embargoed, _embargo(scheduled + named["published"], usage))
    status: PubStatus = ("usable" if embargoed else "withheld") if standing == "scheduled" else standing
    signals = wire_signals(
        codes=codes,
        headline=line["headline"],
        note=line["ednote"],
        body=body,
        is_wire="signals" in record,
    )
    if signals.takes_back:
        status = "canceled"
    url = canonical_url(line["url"])
    if not body and "signals" in record and line["uri"] and embargoed and _is_to_come(embargoed):
        status = "canceled" if status == "canceled" else "withheld"  # what is stored of it is not to be read before
    if not body and (status == "usable" or (status == "withheld" and not (line["uri"] or url))):
        raise NoTextError("it has no text.")
    article = Article(
        uri=line["uri"] or url or fallback_uri,
        body=body,
        headline=line["headline"],
        publisher=line["publisher"],
        published=_first_date(named["published"], usage),
        modified=_first_date(named["modified"], usage),
        language=_language(found["language"]),
        version=_version(line["version"]),
        byline=line["byline"],
        dateline=line["dateline"],
        provider=line["provider"],
        section=line["section"],
        genre=line["genre"],
        url=url,
        rights=line["rights"],
        embargoed=embargoed,
        expires=_expiry(named["expires"], usage),
        pubstatus=status,
        correction=line["correction"] or signals.correction,
        ednote=line["ednote"],
        place=fallback_uri,
    )
    if is_listened_to():
        tell(article, _candidates(record, columns, usage), names=origins)
    return article


def _candidates(
    record: Mapping[Any, object], columns: Mapping[str, str], usage: Callable[[str], Usage]
) -> dict[str, list[tuple[str, str]]]:
    """Return, for each field, which of the record's names may have given it, with what they say, the surest first."""
    given: dict[str, tuple[str, object]] = {}
    for name, value in record.items():
        if flat_text(value) or isinstance(value, bool):
            given.setdefault(column_name(name), (str(name), value))
    found: dict[str, list[tuple[str, str]]] = {}
    for field, usual in _COLUMNS.items():
        mapped = [name for name, meant in columns.items() if meant == field]
        also = STANDING_COLUMNS - KNOWN_COLUMNS if field == "pubstatus" else ()
        for name in (*mapped, *(name for name in (*usual, *also) if name not in columns)):
            if name in given and not (field in _DAYS and _first_date([(name, given[name][1])], usage) is None):
                found.setdefault(field, []).append((given[name][0], flat_text(given[name][1])))
    found[""] = [(name, flat_text(value)) for name, value in given.values()]
    return found


def _said(field: str, cells: Cells, columns: Mapping[str, str]) -> list[object]:
    mapped = [value for name, value in cells if field == "body" and name in columns]
    together: list[object] = ["\n\n".join(flat_text(value, between="\n\n") for value in mapped)] if mapped else []
    return together + [value for name, value in cells if not (field == "body" and name in columns)]


def dates_of(record: object, columns: Mapping[str, str] = NO_COLUMNS) -> Dated:
    """Return what a record calls its language and what it says in its columns of dates, as `FileDates` wants it."""
    language, cells = "", list[tuple[str, str]]()
    for name, value in record.items() if isinstance(record, Mapping) else ():
        column = column_name(name)
        field = columns.get(column) or _FIELD_OF.get(column)
        if field in _DATED or column in _SCHEDULES:
            cells.append((column, flat_text(_single(value))))
        elif field == "language":
            language = language or clean_line(flat_text(value))
    return language, cells


def flat_text(value: object, *, between: str = ", ", depth: int = 0) -> str:
    """Return what a value says: a list's items joined, an object's name, "" for None, NaN and truth values."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        inner = (value[key] for key in _INSIDE if key in value)
        texts = (flat_text(v, depth=depth + 1) for v in inner if not isinstance(v, list)) if depth < _DEEPEST else ()
        return next((text for text in texts if text), "")
    if isinstance(value, (list, tuple)):
        if depth:  # a list in a list says nothing that a headline or a byline would
            return ""
        return between.join(text for v in value if (text := flat_text(v, depth=depth + 1)))
    if isinstance(value, date):  # a datetime, too
        return value.isoformat()
    if isinstance(value, float):
        return str(value) if math.isfinite(value) else ""
    # Python refuses to print an integer of more than 4,300 digits.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and value.bit_length() < 128 else ""


def is_uri(text: str) -> bool:
    """Whether a text begins as a URI does ("urn:x", "https://…"), and so is an identity everywhere."""
    return _SCHEME.match(text) is not None


def canonical_url(text: str) -> str:
    """Return a web address without fragment and tracking, host in lower case; "" for anything but http and https."""
    try:
        parts = urlsplit(text)
        host = parts.netloc.lower()
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or any(c.isspace() for c in text):
        return ""
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True) if _TRACKING.search(query) else []
    if any(_TRACKING.fullmatch(name) for name, _ in pairs):
        query = urlencode([(name, value) for name, value in pairs if not _TRACKING.fullmatch(name)])
    return urlunsplit((parts.scheme.lower(), host, parts.path, query, ""))


def _single(value: object) -> object:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _first_date(
    cells: Cells, usage: Callable[[str], Usage], *, read: Callable[[object, Usage], str | None] = iso_date
) -> str | None:
    scalars = ((column, _single(value)) for column, value in cells)
    dates = (
        read(flat_text(value) if isinstance(value, Mapping) else value, usage(column)) for column, value in scalars
    )
    return next((day for day in dates if day), None)


def _embargo(cells: Cells, usage: Callable[[str], Usage]) -> str | None:
    return _restriction("embargo", cells, usage, read=embargo_date)


def _is_to_come(moment: str) -> bool:
    return later_of(moment, datetime.now(UTC).isoformat()) == moment


def later_of(one: str | None, other: str | None) -> str | None:
    """Return the later of two moments in ISO 8601, None where there is none."""
    moments = {moment: datetime.fromisoformat(moment) for moment in (one, other) if moment}
    return max(moments, key=lambda m: moments[m] if moments[m].tzinfo else moments[m].replace(tzinfo=UTC), default=None)


def _expiry(cells: Cells, usage: Callable[[str], Usage]) -> str | None:
    return _restriction("expiry", cells, usage, read=expiry_date)


def _restriction(
    name: str, cells: Cells, usage: Callable[[str], Usage], *, read: Callable[[object, Usage], str | None]
) -> str | None:
    for column, value in cells:
        if moment := _first_date([(column, value)], usage, read=read):
            return moment
        text = clean_line(flat_text(value))
        if value is True or (text.casefold() not in _NO and not _NO_DATE.match(text)):
            raise ArticleError(f"its {name} '{text[:60] or 'true'}' is no date: give it as 2024-11-30T18:00+01:00.")
    return None


def _yes_or_text(value: object) -> bool | str:
    """Return what a status says, which Drupal gives as [{"value": true}]."""
    for _ in range(_DEEPEST):
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        elif isinstance(value, Mapping) and isinstance(value.get("value"), bool):
            value = value["value"]
    return value if isinstance(value, bool) else clean_line(flat_text(value))


def with_language(article: Article) -> Article:
    """Return the article with its language told from its text, unless it is known.

    A step of its own: an article that did not change needs none, and loading py3langid would double a nightly run's time.
    """
    if article.language != UNKNOWN:
        return article
    return replace(article, language=identify(f"{article.headline}\n{article.body}".strip()))


def _version(text: str) -> int | None:
    # Not isdigit(): int() refuses "²". Not int() first: it takes "1_0" and signs.
    if not re.fullmatch(r"[0-9]{1,19}(\.0+)?", text):
        return None
    version = int(text.split(".")[0])
    return version if version <= _LARGEST_VERSION else None


def _language(values: list[object]) -> str:
    for value in values:
        # YAML 1.1 reads an unquoted `language: no` as false, and Norwegian is the only language it does that to.
        given = "no" if value is False else language_code(flat_text(value))
        if given:
            return given
    return UNKNOWN

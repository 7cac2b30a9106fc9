"""Corrections and cancellations are told in whatever way an agency says so; a word that stands elsewhere is news."""

import json
from pathlib import Path

import pytest

from archive.records import Article
from ingest.fields import article_from
from ingest.wire_signals import wire_signals
from tests.news_files import articles_in, errors_in, known_folder, write

tmp_path = pytest.fixture(known_folder)

_CORRECTION_CODES = [
    "sig:correction",
    "http://cv.iptc.org/newscodes/signal/correction",
    "edStat:C",
    "Corrected",
    "Rectify",
    "rectificación",
    "KORR",
    "afp:erratum",
]
_KILL_CODES = [
    "sig:kill",
    "Kill",
    "mandatory-kill",
    "withdrawal",
    "Retraction",
    "edStat:K",
    "Cancelled",
    "annulation",
    "UTGÅR",
]


@pytest.mark.parametrize("code", _CORRECTION_CODES)
def test_a_code_tells_a_correction(code: str) -> None:
    for codes in (code, [code], [{"qcode": code}], {"updatetype": code}, [[None, code]]):
        assert wire_signals(codes=codes).correction == "Correction"


@pytest.mark.parametrize("code", _KILL_CODES)
def test_a_code_takes_a_story_back(code: str) -> None:
    assert wire_signals(codes=[code]).takes_back
    assert article_from({"uri": "u", "signals": [code]}, fallback_uri="f") == Article("u", "", pubstatus="canceled")


@pytest.mark.parametrize(
    "code", ["sig:update", "edStat:U", "prodId:TXT", "skill", "killers", "correctional", "", "var:binMod"]
)
def test_other_codes_tell_neither(code: str) -> None:
    told = wire_signals(codes=[code])
    assert not told.takes_back and not told.correction


@pytest.mark.parametrize(
    "headline",
    [
        "KILL NOTICE: Saltby slipway",
        "MANDATORY KILL - Saltby slipway",
        "KILL: Saltby slipway",
        "BULLETIN KILL",
        "(KILL) Saltby slipway",
        "EDITORS: KILL NOTICE",
        "STORY WITHDRAWN: Saltby slipway",
        "NOTICIA ANULADA: Orme",
        "DÉPÊCHE ANNULÉE - Orme",
        "MELDUNG ZURÜCKGEZOGEN: Orme",
    ],
)
def test_a_headline_that_takes_a_story_back_does(headline: str) -> None:
    assert wire_signals(headline=headline).takes_back


@pytest.mark.parametrize(
    "headline", ["ANULACIÓN: Orme", "WITHDRAWN: Orme", "ANNULATION - Orme", "UTGÅR: Orme", "KILLED - Orme"]
)
def test_what_may_be_a_kicker_in_a_paper_takes_back_an_agency_s_story_alone(headline: str) -> None:
    assert wire_signals(headline=headline, is_wire=True).takes_back
    assert not wire_signals(headline=headline).takes_back


@pytest.mark.parametrize(
    "headline",
    [
        "KILL bill passes the council",
        "Kill: a film of revenge",
        "KILL BILL: she is back",
        "KILL-SWITCH for boats",
        "Police: killed in Saltby",
        "Council kills notice period",
        "KILLED: three anglers",
        "RETIRADA: troops leave",
        "Anulada la boda",
        "Corrected by the tide",
        "CORRECTIONS OFFICERS strike",
        "Correction fluid runs out",
        "Rectifica el alcalde",
        "UPDATE 2: slipway opens",
    ],
)
def test_a_headline_that_only_speaks_of_it_is_news(headline: str) -> None:
    told = wire_signals(headline=headline)
    assert not told.takes_back and not told.correction


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("CORRECTED-Slipway opens on Saturday", "Corrected"),
        ("CORRECTED-UPDATE 1-Slipway opens", "Corrected"),
        ("UPDATE 2-CORRECTED-Slipway opens", "Corrected"),
        ("CORRECTED (OFFICIAL)-Slipway opens", "Corrected (official)"),
        ("CORRECTION: Slipway opens", "Correction"),
        ("(CORRECTION) Slipway opens", "Correction"),
        ("REFILE-Slipway opens", "Refile"),
        ("RECTIFICACIÓN: Abre la rampa", "Rectificación"),
        ("Correction: Slipway story", "Correction"),
        ("Berichtigung: Rampe öffnet", "Berichtigung"),
        ("RECTIFICATIF - La cale ouvre", "Rectificatif"),
        ("ANNULE ET REMPLACE: la cale ouvre", "Annule et remplace"),
        ("RÄTTELSE: rampen öppnar", "Rättelse"),
    ],
)
def test_a_mark_before_a_headline_tells_a_correction(headline: str, told: str) -> None:
    assert wire_signals(headline=headline) == wire_signals(headline=headline, is_wire=True)
    assert (wire_signals(headline=headline).correction, wire_signals(headline=headline).takes_back) == (told, False)


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("Eds: Corrects spelling of Farrow in 3rd graf.", "Corrects spelling of Farrow in 3rd graf."),
        ("For global distribution. CORRECTION: the day was Saturday", "CORRECTION: the day was Saturday"),
        ("Corrige el apellido en el segundo párrafo", "Corrige el apellido en el segundo párrafo"),
        ("Berichtigung: im 2. Absatz", "Berichtigung: im 2. Absatz"),
        ("Rectificatif: lire samedi", "Rectificatif: lire samedi"),
    ],
)
def test_a_note_tells_what_it_corrects_in_its_own_words(note: str, told: str) -> None:
    assert wire_signals(note=note).correction == told
    article = article_from({"text": f"({note})\n\nThe slipway opens.", "headline": "Slipway"}, fallback_uri="f")
    assert article.correction.rstrip(".") == told.rstrip(".") and note in article.body
    assert not wire_signals(note=note).takes_back


@pytest.mark.parametrize(
    "note",
    [
        "MANDATORY KILL",
        "Editors: please kill this story, the mayor was not there.",
        "KILL. Wrong person.",
        "This story has been withdrawn.",
        "The article SALTBY-SLIPWAY is withdrawn; it named the wrong man",
        "Please disregard our story on the slipway",
        "La noticia sobre la rampa queda anulada",
        "Anúlese",
        "La dépêche de 10h00 est annulée",
        "Unsere Meldung von 10.00 Uhr wurde zurückgezogen",
    ],
)
def test_a_note_that_takes_a_story_back_does(note: str) -> None:
    article = article_from({"text": "The slipway opens.", "ednote": note}, fallback_uri="f")
    assert article.pubstatus == "canceled"


@pytest.mark.parametrize(
    "note",
    [
        "Eds: Kills 3rd graf, extraneous reference.",
        "Kill the byline",
        "SUBS 2nd graf to kill quote",
        "Adds that nine were killed",
        "This story has not been withdrawn.",
        "Do not use without credit",
        "The troops were withdrawn on Friday; story moves at noon",
        "Eds: UPDATES with quotes. Minor edits.",
    ],
)
def test_a_note_that_only_speaks_of_it_leaves_the_story(note: str) -> None:
    told = wire_signals(note=note, is_wire=True)
    assert not told.takes_back and not told.correction


def test_an_item_of_newsml_g2_is_taken_back_or_corrected_by_its_signals(tmp_path: Path) -> None:
    item = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:orme:1" version="2"><rightsInfo><usageTerms validto="2025-04-03T08:00:00Z"/></rightsInfo>
<itemMeta><itemClass qcode="ninat:text"/><pubStatus qcode="stat:usable"/>{more}</itemMeta>
<contentMeta><headline>{headline}</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">{text}</inlineData></contentSet></newsItem>"""
    for more, headline, text, standing, correction in (
        ('<signal qcode="sig:correction"/>', "Slipway", "It opens.", "usable", "Correction"),
        (
            '<signal qcode="sig:correction"/><edNote role="x:correction">It said Sunday.</edNote>',
            "S",
            "It opens.",
            "usable",
            "It said Sunday.",
        ),
        (
            '<signal qcode="edStat:C"/><edNote>Corrects the day.</edNote>',
            "S",
            "It opens.",
            "usable",
            "Corrects the day.",
        ),
        ('<signal qcode="sig:kill"/>', "Slipway", "", "canceled", ""),
        ('<edNote role="x:kill">Wrong man.</edNote>', "Slipway", "It opens.", "canceled", ""),
        ("", "WITHDRAWN: Slipway", "It opens.", "canceled", ""),
    ):
        (article,) = articles_in(write(tmp_path, "a.xml", item.format(more=more, headline=headline, text=text)))
        assert (article.pubstatus, article.correction, article.expires) == (
            standing,
            correction,
            "2025-04-03T08:00:00+00:00",
        )
    assert len(errors_in(write(tmp_path, "a.xml", item.format(more="", headline="S", text="")))) == 1


def test_a_ninjs_object_is_taken_back_corrected_or_expires(tmp_path: Path) -> None:
    item = {
        "uri": "urn:orme:1",
        "type": "text",
        "versioncreated": "2025-03-04T08:00:00Z",
        "headline": "Slipway",
        "body_text": "It opens.",
    }
    for more, standing, correction in (
        ({"signals": {"updatetype": "KORR"}}, "usable", "Correction"),
        ({"signal": [{"code": "kill"}], "body_text": ""}, "canceled", ""),
        ({"headline": "ANULACIÓN: rampa", "body_text": ""}, "canceled", ""),
        ({"ednote": "Corrects the day."}, "usable", "Corrects the day."),
    ):
        given = {**item, **more, "expires": "2025-04-03T08:00:00Z"}
        (article,) = articles_in(write(tmp_path, "a.json", json.dumps(given)))
        assert (article.pubstatus, article.correction, article.expires) == (
            standing,
            correction,
            "2025-04-03T08:00:00+00:00",
        )


def test_a_nitf_document_is_taken_back_corrected_or_expires(tmp_path: Path) -> None:
    document = """<nitf><head><docdata management-status="usable"><doc-id id-string="orme.1"/>{more}</docdata></head>
<body><body.head><hedline><hl1>Slipway</hl1></hedline></body.head><body.content><p>It opens.</p></body.content></body></nitf>"""
    for more, standing, correction, expires in (
        ('<date.expire norm="20250403T080000Z"/>', "usable", "", "2025-04-03T08:00:00+00:00"),
        ('<doc.rights owner="O" enddate="20250403"/>', "usable", "", "2025-04-03"),
        ('<ed-msg msg-type="correction" info="The day"/>', "usable", "Correction", None),
        ('<ed-msg msg-type="kill" info="Wrong man"/>', "canceled", "", None),
        ('<ed-msg info="MANDATORY KILL"/>', "canceled", "", None),
    ):
        (article,) = articles_in(write(tmp_path, "a.xml", document.format(more=more)))
        assert (article.pubstatus, article.correction, article.expires) == (standing, correction, expires)


@pytest.mark.parametrize("code", ["mandatory", "sig:notice", "legal notice"])
def test_a_code_that_only_stands_in_one_for_a_kill_takes_nothing_back(code: str) -> None:
    assert not wire_signals(codes=[code], headline="Ferry returns", is_wire=True).takes_back

"""Mails become the articles that their senders wrote: newsletters and press releases, alone and in mailboxes."""

import base64
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.parsing.wrapped_lines import unwrapped
from ingest.reading import read_file

_HEAD = "From: El Faro <avisos@faro.example>\nDate: Tue, 4 Mar 2025 06:00:00 +0100\nSubject: Vuelve el ferri\n"
_BODY = "El ferri vuelve en mayo."


def _results(content: bytes | str, name: str = "correo/aviso.eml") -> list[Article | ArticleError]:
    data = content.encode() if isinstance(content, str) else content
    return list(read_file(SourceFile(Path(), name, packed=data)))


def _article(content: bytes | str) -> Article:
    [found] = _results(content)
    assert isinstance(found, Article), found
    return found


def _mail(html: str = "", text: str = "", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    told = {
        "From": "El Faro <avisos@faro.example>",
        "Subject": "Vuelve el ferri",
        "Date": "Tue, 4 Mar 2025 06:00:00 +0100",
    }
    for name, value in {**told, **headers}.items():
        mail[name.replace("_", "-")] = value
    if text or not html:
        mail.set_content(text or _BODY)
    if html:
        (mail.add_alternative if text else mail.set_content)(html, subtype="html")
    return mail


# -- fields -----------------------------------------------------------------------------------------------------------


def test_a_mail_says_who_sent_it_and_when() -> None:
    head = _HEAD.replace("El Faro", '"=?utf-8?Q?El_Faro_de_=C3=81vila?="').replace("Vuelve el ferri", "RE: Fwd: =?utf-8?b?"
        + base64.b64encode("Mañana vuelve el ferri".encode()).decode() + "?=")  # fmt: skip
    assert _article(f"{head}Message-ID: <77.a@faro.example>\nContent-Language: es\n\n{_BODY}\n") == Article(
        uri="mid:77.a@faro.example",
        body=_BODY,
        headline="Mañana vuelve el ferri",
        publisher="El Faro de Ávila",
        published="2025-03-04T06:00:00+01:00",
        language="es",
    )


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ("avisos@faro.example", ""),
        ("avisos@faro.example (El Faro)", "El Faro"),
        ('"Mora, Lidia" <lidia@faro.example>', "Mora, Lidia"),
        ('"avisos@faro.example" <avisos@faro.example>', ""),
        ("El Faro de Ñora <avisos@faro.example>", "El Faro de Ñora"),
    ],
)
def test_the_sender_is_a_name_and_no_address(sender: str, publisher: str) -> None:
    assert _article(f"From: {sender}\nSubject: x\n\n{_BODY}").publisher == publisher
    assert _article(f"From: {sender}\nSubject: x\n\n{_BODY}".encode("cp1252")).publisher == publisher


def test_no_date_is_taken_from_the_way_that_a_mail_went() -> None:
    received = "Received: from a by b; Tue, 4 Mar 2025 06:00:00 +0100\nFrom: El Faro <a@b.example>\nSubject: x\n"
    assert _article(f"{received}\n{_BODY}").published is None
    assert _article(f"{received}Date: mañana\n\n{_BODY}").published is None


# -- text -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("charset", "declared", "text"),
    [
        ("iso2022_jp", "ISO-2022-JP", "フェリーは五月に再開します。"),
        ("utf-8", "us-ascii", "Mañana vuelve."),
        ("utf-8", "no-such-thing", "Mañana vuelve."),
        ("cp1252", "iso-8859-1", "Dijo: “mañana” – y ya."),
        ("koi8-r", "koi8-r", "Паром вернётся в мае."),
        ("gb18030", "gb2312", "渡轮将于五月恢复，镕基说。"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "base64"])
def test_letters_are_those_that_were_sent(charset: str, declared: str, text: str, transfer: str) -> None:
    data = text.encode(charset)
    body = base64.encodebytes(data) if transfer == "base64" else data
    head = f"{_HEAD}Content-Type: text/plain; charset={declared}\nContent-Transfer-Encoding: {transfer}\n\n"
    assert _article(head.encode() + body).body == text


def test_lines_that_the_width_broke_are_whole_again() -> None:
    text = (
        "El ferri de Skerry vuelve a navegar el tres de mayo, dijo ayer la junta\n"
        "del puerto, tras un año sin barco.\n\nSaldrá a las:\n- 8.00\n- 12.00\n"
    )
    assert _article(f"{_HEAD}\n{text}").body == (
        "El ferri de Skerry vuelve a navegar el tres de mayo, dijo ayer la junta del puerto, tras un año sin barco.\n\n"
        "Saldrá a las:\n- 8.00\n- 12.00"
    )
    flowed = _HEAD + "Content-Type: text/plain; format=flowed; delsp={}\n\nEl ferri vuel{}\n ve en mayo.\nSaldrá.\n"
    assert _article(flowed.format("yes", " ")).body == "El ferri vuelve en mayo.\nSaldrá."
    assert _article(flowed.format("no", "e ")).body == "El ferri vuele ve en mayo.\nSaldrá."


@given(st.lists(st.text("ab ñ.-\n", max_size=90), max_size=8).map("\n".join))
def test_joining_lines_keeps_every_word(text: str) -> None:
    assert unwrapped(text).split() == text.split()


def test_the_best_version_is_read_and_what_nobody_sees_is_not() -> None:
    html = (
        "<html><head><title>x</title></head><body><div style='display:none;max-height:0'>Adelanto oculto</div>"
        "<table><tr><td><a href='a'>View this email in your browser</a></td></tr></table>"
        f"<p>{_BODY}</p><o:p></o:p><p>Costará dos euros.</p><p>Si no quiere más, puede <a>darse de baja</a> aquí.</p></body></html>"
    )
    assert (
        _article(bytes(_mail(html, text="Your mail program cannot show HTML."))).body
        == f"{_BODY}\n\nCostará dos euros."
    )
    long = f"{_BODY} Costará dos euros y saldrá a las ocho de la mañana del muelle viejo."
    assert _article(bytes(_mail("<p>Vea la versión de texto.</p>", text=long))).body == long


def test_control_characters_beside_what_is_hidden_do_no_harm() -> None:
    html = f"<p hidden>a</p>\x01&#1;<o:p>{_BODY}</o:p>\x02&#2;"
    assert _article(f"{_HEAD}Content-Type: text/html; charset=utf-8\n\n{html}").body == _BODY


def test_the_subject_is_not_told_twice() -> None:
    assert _article(f"{_HEAD}\nEl Faro\n\nVuelve el ferri\n\n{_BODY}").body == f"El Faro\n\n{_BODY}"
    assert _article(f"{_HEAD}\nVuelve el ferri").body == "Vuelve el ferri"


@pytest.mark.parametrize("line", ["View in browser", "READ IN APP", "Ver en el navegador", "Im Browser ansehen"])
def test_a_line_about_the_mail_is_left_out_at_its_edges_alone(line: str) -> None:
    story = "\n\n".join(f"Frase {number}." for number in range(30))
    assert _article(f"{_HEAD}\n{line}\n\n{story}\n\n{line}\n").body == story
    within = story.replace("Frase 15.", line)
    assert _article(f"{_HEAD}\n{within}").body == within


def test_what_a_mail_answers_is_not_put_into_its_senders_mouth() -> None:
    answer = f"{_BODY}\n\nOn 3 March 2025 at 10:00 Ana <a@b.example> wrote:\n\n> El ferri no vuelve.\n> Nunca.\n-- \nLidia\n600 000 000\n"
    assert _article(f"{_HEAD}In-Reply-To: <1@b.example>\n\n{answer}").body == _BODY
    html = f"<p>{_BODY}</p><div class='gmail_quote'>Ana: <blockquote>No vuelve.</blockquote></div>"
    assert _article(bytes(_mail(html, In_Reply_To="<1@b.example>"))).body == _BODY
    assert "No vuelve." in _article(bytes(_mail(html, Subject="Fwd: ferri", In_Reply_To="<1@b.example>"))).body
    assert _article(f"{_HEAD}\nDijo:\n> No vuelve.\n").body == "Dijo:\n> No vuelve."


# -- what is not simply read ------------------------------------------------------------------------------------------


def test_what_is_attached_is_told_and_a_mail_within_is_read() -> None:
    mail = _mail(text=_BODY)
    mail.add_attachment(b"%PDF-", maintype="application", subtype="pdf", filename="nota.pdf")
    mail.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    mail.add_attachment(_mail(text="La presa abrió ayer.", Subject="La presa", From="Presa <p@presa.example>"))
    found = _results(bytes(mail))
    assert [(a.headline, a.publisher, a.body) for a in found if isinstance(a, Article)] == [
        ("Vuelve el ferri", "El Faro", _BODY),
        ("La presa", "Presa", "La presa abrió ayer."),
    ]
    assert [str(error) for error in found if isinstance(error, ArticleError)] == [
        "Vuelve el ferri: what is attached to it was not read (nota.pdf): save it as a file of its own."
    ]


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        ("Content-Type: multipart/encrypted; boundary=b\n", "--b\n\nx\n--b--", "it is encrypted"),
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n", "AAAA", "it is encrypted"),
        ("", "-----BEGIN PGP MESSAGE-----\nx", "it is encrypted"),
        (
            "Content-Type: multipart/report; boundary=b\n",
            "--b\n\nNo llegó.\n--b--",
            "it is a mail program's own notice",
        ),
        ("Auto-Submitted: auto-replied\n", "Estoy de viaje.", "it is a mail program's own notice"),
        ("Content-Type: image/png\n", "x", "it has no text"),
    ],
)
def test_what_no_newsroom_wrote_says_why(head: str, body: str, reason: str) -> None:
    assert [str(result).startswith(f"Vuelve el ferri: {reason}") for result in _results(f"{_HEAD}{head}\n{body}")] == [
        True
    ]


def test_a_mail_that_breaks_off_says_so() -> None:
    whole = bytes(_mail("<p>Uno.</p>", text="Uno."))
    found = _results(whole[: whole.rindex(b"--=")])
    assert [str(result) for result in found if isinstance(result, ArticleError)] == [
        "Vuelve el ferri: it breaks off, so its text may not be whole."
    ]


@pytest.mark.parametrize(
    "head",
    [
        "X-Gmail-Labels: Borradores\n",
        "X-Unsent: 1\n",
        "X-Mozilla-Status: 0009\n",
        "X-Spam-Flag: YES\n",
        "X-Status: T\n",
    ],
)
def test_a_draft_and_what_was_thrown_away_are_hidden(head: str) -> None:
    assert _article(f"{_HEAD}{head}\n{_BODY}").pubstatus == "withheld"


@pytest.mark.parametrize(
    ("line", "embargoed", "status"),
    [
        ("EMBARGOED UNTIL: 2025-03-07T06:00+01:00", "2025-03-07T06:00:00+01:00", "usable"),
        ("*** EMBARGO: 7 March 2025 ***", "2025-03-07", "usable"),
        ("Embargo hasta el 7 de marzo de 2025", "2025-03-07", "usable"),
        ("STRICTLY EMBARGOED UNTIL FRIDAY NOON", None, "withheld"),
        ("Not for publication before the vote", None, "withheld"),
        ("The embargo on timber ends, the council said.", None, "usable"),
        ("For immediate release", None, "usable"),
    ],
)
def test_an_embargo_in_a_press_releases_first_lines_holds(line: str, embargoed: str | None, status: str) -> None:
    article = _article(f"{_HEAD}\n{line}\n\n{_BODY}")
    assert (article.embargoed, article.pubstatus) == (embargoed, status)


@pytest.mark.parametrize(
    ("subject", "embargoed"),
    [
        ("EMBARGOED UNTIL 1 January 2099 00:01 GMT: Ferry returns", "2099-01-01T00:01:00+00:00"),
        ("Embargo: 2099-01-01T09:00+01:00: Vuelve el ferri", "2099-01-01T09:00:00+01:00"),
        ("Embargoed until 1 January 2099: 6 pm, ferry returns", None),  # the hour may be the embargo's
        ("Embargoed until further notice: ferry returns in 2099", None),
    ],
)
def test_a_headline_behind_an_embargo_in_the_subject_is_no_part_of_its_moment(
    subject: str, embargoed: str | None
) -> None:
    mail = f"From: Press <p@harbour.example>\nSubject: {subject}\nMessage-ID: <7@x>\n\n{_BODY}"
    [found] = _results(mail)
    if embargoed:
        assert isinstance(found, Article) and found.embargoed == embargoed
    else:
        assert isinstance(found, ArticleError) and "embargo" in str(found)


def test_an_embargo_that_cannot_be_understood_is_an_error() -> None:
    [error] = _results(f"{_HEAD}\nEMBARGO: 25:77 h del día 99\n\n{_BODY}")
    assert isinstance(error, ArticleError) and "embargo" in str(error)


# -- mailboxes --------------------------------------------------------------------------------------------------------

_POSTMARK = "From avisos@faro.example Tue Mar  4 06:00:00 2025\n"


def test_a_mailbox_is_read_mail_by_mail() -> None:
    sentence = f"{_BODY}\n\nFrom now on, at 12:30 since 2025:\nit sails.\n\n>From the pier."
    second = _HEAD.replace("ferri", "tren") + "Message-ID: <2@faro.example>\n\nEl tren vuelve.\n"
    box = f"{_POSTMARK}{_HEAD}\n{sentence}\n\nFrom - Tue Mar  4 07:00:00 2025\n{second}\nFrom \nX: y\n\nnada\n"
    found = _results(box, "correo/avisos.mbox")
    assert [(a.headline, a.body) for a in found if isinstance(a, Article)] == [
        ("Vuelve el ferri", sentence.replace(">From", "From")),
        ("Vuelve el tren", "El tren vuelve."),
    ]
    assert [str(error) for error in found if isinstance(error, ArticleError)] == [
        "mail 3: it is no mail: it has neither sender nor date nor subject."
    ]
    assert [str(error)[:17] for error in _results(f"{_HEAD}\n{_BODY}", "correo/a.mbox")] == ["it is no mailbox:"]


@pytest.mark.parametrize("postmark", ["From - \n", "From 48213@xxx\n", _POSTMARK, "From \n"])
@pytest.mark.parametrize("gap", ["", "\n", "\n\n"])
def test_no_mail_is_lost_in_the_one_before(postmark: str, gap: str) -> None:
    box = "\ufeff" + gap.join(
        f"{postmark}{_HEAD}\nSalida {number}.\nFrom Russia with love\nYear: 1963\n" for number in range(3)
    )
    found = _results(box, "c/a.mbox")
    assert [a.body.split("\n")[0] for a in found if isinstance(a, Article)] == ["Salida 0.", "Salida 1.", "Salida 2."]
    assert all(isinstance(a, Article) and a.body.endswith("From Russia with love\nYear: 1963") for a in found)


@given(st.permutations(range(4)), st.sets(st.integers(0, 3)))
def test_a_mail_without_an_identity_keeps_its_own_wherever_it_lies(order: list[int], gone: set[int]) -> None:
    def identities(numbers: list[int]) -> dict[str, str]:
        box = "".join(f"{_POSTMARK}{_HEAD}\nSalida {number}.\n\n" for number in numbers)
        return {a.body: a.uri for a in _results(box, "c/a.mbox") if isinstance(a, Article)}

    before = identities([0, 1, 2, 3])
    assert len(set(before.values())) == 4
    kept = [number for number in order if number not in gone]
    assert not kept or identities(kept) == {f"Salida {number}.": before[f"Salida {number}."] for number in kept}

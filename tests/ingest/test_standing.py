"""What was never published is told by a status, a yes or a no in whatever words; what shows a story is known to say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.fields import article_from
from ingest.standing import known_standing

_SHOWS = (
    "publish Published PUBLISHED publicado Publicada publié veröffentlicht pubblicato opublikowano stat:usable"
    " http://cv.iptc.org/newscodes/pubstatus/usable опубликовано 已发布 公開 게시됨 live 1 true"
).split()
_HIDES = (
    "draft Draft auto-draft pending private trash inherit hidden Borrador brouillon Entwurf rascunho bozza utkast esborrany"
    " черновик 下書き 초안 unpublished withheld papelera corbeille Papierkorb 0 false -2 imext:draft"
).split()
_HIDES += [
    "Draft v2",
    "pending review",
    "not published",
    "sin publicar",
    "no publicado",
    "non publié",
    "nicht veröffentlicht",
    "não publicado",
    "published: no, still private",
    "under embargo",
    "En attente de relecture",
    "to be published: pending",
]
_COLUMNS = [
    "status",
    "Status",
    "Estado",
    "statut",
    "Stato",
    "post_status",
    "workflow_state",
    "moderation_state",
]


def _read(**record: object) -> Article:
    return article_from({"text": "The ferry sails again.", **record}, fallback_uri="f")


@pytest.mark.parametrize("column", _COLUMNS)
@pytest.mark.parametrize("word", _HIDES)
def test_what_was_not_published_is_withheld_in_any_language(column: str, word: str) -> None:
    assert _read(**{column: word}).pubstatus == "withheld"


@pytest.mark.parametrize("column", _COLUMNS)
@pytest.mark.parametrize("word", _SHOWS)
def test_what_was_published_may_be_read(column: str, word: str) -> None:
    assert _read(**{column: word}) == Article(uri="f", body="The ferry sails again.")


@pytest.mark.parametrize(
    "word", ["canceled", "Cancelled", "killed", "retracted", "anulado", "annulée", "zurückgezogen"]
)
def test_what_was_canceled_is(word: str) -> None:
    assert _read(status=word).pubstatus == "canceled"


@pytest.mark.parametrize(
    "word", ["final", "ok to go?", "3", "archived", "to be published", "published internally", "done"]
)
def test_a_status_that_nobody_can_tell_is_an_error_that_says_what_to_do(word: str) -> None:
    with pytest.raises(
        ArticleError, match=r"is unknown: use usable, withheld or canceled, or .* --map ednote=status\.$"
    ):
        _read(status=word)
    columns = {"status": "ednote"}
    article = article_from({"text": "a", "status": word}, fallback_uri="f", columns=columns)
    assert (article.pubstatus, article.ednote) == ("usable", word)


def test_a_column_that_the_user_names_holds_the_status() -> None:
    columns = {"freigabe": "pubstatus"}
    assert article_from({"text": "a", "Freigabe": "Entwurf"}, fallback_uri="f", columns=columns).pubstatus == "withheld"
    with pytest.raises(ArticleError, match=r"its pubstatus 'blue' is unknown: use usable, withheld or canceled\.$"):
        article_from({"text": "a", "Freigabe": "blue"}, fallback_uri="f", columns=columns)


@pytest.mark.parametrize("place", ["Ohio", "NY", "New York", "São Paulo", "Jalisco", ["Texas"]])
def test_the_state_of_an_address_is_no_status(place: object) -> None:
    assert _read(state=place).pubstatus == _read(Estado=place).pubstatus == "usable"
    assert _read(state="ohio", city="columbus").pubstatus == "usable"


@pytest.mark.parametrize("word", ["wip", "draft", "Draft", "In review", "Borrador"])
def test_a_state_may_be_a_status_all_the_same(word: str) -> None:
    assert _read(state=word, city="Tern").pubstatus == "withheld"


def test_a_state_that_is_neither_is_an_error() -> None:
    with pytest.raises(ArticleError, match="its state 'in the works' is unknown"):
        _read(state="in the works")


@pytest.mark.parametrize(
    "record",
    [
        {"draft": True},
        {"draft": "yes"},
        {"draft": 1},
        {"Borrador": "Sí"},
        {"is_draft": "TRUE"},
        {"published": False},
        {"published": "no"},
        {"published": "0"},
        {"publicado": "No"},
        {"is_published": "nein"},
        {"published": "not yet"},
        {"hidden": "1"},
        {"private": True},
        {"deleted_at": "2025-03-04 10:00:00"},
        {"post_password": "s3cret"},
        {"visible": False},
        {"approved": "no"},
        {"unlisted": True},
        {"status": "in_progress"},
        {"status": False},
        {"status": [{"value": False}]},
        {"status": 0},
        {"visibility": "private"},
        {"status": "published", "draft": True},
        {"draft": False, "published": False},
    ],
)
def test_a_yes_or_no_tells_that_nothing_was_published(record: dict[str, object]) -> None:
    assert _read(**record).pubstatus == "withheld"


@pytest.mark.parametrize(
    "record",
    [
        {"draft": False},
        {"draft": "no"},
        {"draft": ""},
        {"borrador": "No"},
        {"published": True},
        {"published": "sí"},
        {"is_published": 1},
        {"hidden": 0},
        {"deleted_at": None},
        {"deleted_at": "0000-00-00 00:00:00"},
        {"post_password": ""},
        {"status": True},
        {"status": [{"value": True}]},
        {"status": None},
        {"state": ""},
        {"visibility": "public"},
        {"public": "adults"},
    ],
)
def test_a_yes_or_no_tells_nothing_else(record: dict[str, object]) -> None:
    assert _read(**record) == Article(uri="f", body="The ferry sails again.")


def test_a_day_of_publication_is_one() -> None:
    article = _read(published="2025-03-04", draft=False)
    assert (article.published, article.pubstatus) == ("2025-03-04", "usable")


@pytest.mark.parametrize("word", ["future", "scheduled", "Programado", "geplant", "planifié"])
def test_what_is_scheduled_is_under_embargo_until_its_day_and_without_one_withheld(word: str) -> None:
    article = _read(status=word, date="2999-03-04T08:00:00Z")
    assert (article.pubstatus, article.embargoed) == ("usable", "2999-03-04T08:00:00+00:00")
    article = _read(status=word, date="2025-03-04", publish_at="2999-03-05")
    assert (article.embargoed, article.published) == ("2999-03-05", "2025-03-04")
    assert _read(status=word).pubstatus == "withheld"
    with pytest.raises(ArticleError, match="its embargo 'on Friday'"):
        _read(status=word, date="on Friday")


@pytest.mark.parametrize("name", ["expires", "Expiry date", "valid_until", "Caduca", "unpublish_on"])
def test_an_expiry_is_kept(name: str) -> None:
    assert _read(**{name: "2025-04-03T08:00:00.9Z"}).expires == "2025-04-03T08:00:00+00:00"
    for nothing in ("", "never", None, "0000-00-00 00:00:00", "0001-01-01T00:00:00Z"):
        assert _read(**{name: nothing}).expires is None


@pytest.mark.parametrize("expiry", ["when the season ends", "2025-04-03 08:00 XYZ", True])
def test_an_expiry_that_cannot_be_read_does_not_publish(expiry: object) -> None:
    with pytest.raises(ArticleError, match="its expiry"):
        _read(expires=expiry)


_HIDING = st.sampled_from([word for word in _HIDES if len(word) > 2 and word != "false"])


@given(
    _HIDING,
    st.sampled_from([*_SHOWS, "3", "someone said"]),
    st.sampled_from([" ", " - ", " (", "\n", ", "]),
    st.booleans(),
)
def test_a_hiding_word_hides_whatever_stands_beside_it(word: str, other: str, between: str, is_first: bool) -> None:
    said = f"{word}{between}{other}" if is_first else f"{other}{between}{word}"
    for spelt in (said, said.upper(), said.title()):
        assert known_standing(spelt) in ("withheld", "canceled")

"""Where agencies put the headline, the text and the names in ninjs, which its versions and their programs do differently."""

from typing import Any

import pytest

from tests.ninjs_by_hand import TEXT, ninjs_article, ninjs_reason, read_ninjs


@pytest.mark.parametrize(
    ("said", "headline"),
    [
        ({"headline_main": "El pan sube", "headline_sms": "Pan"}, "El pan sube"),
        ({"headline_sms": "Pan", "headline_main": "El pan sube"}, "El pan sube"),
        ({"headline_sms": "Pan", "headline_web": "El pan sube"}, "El pan sube"),
        ({"headline_sms": "Pan"}, "Pan"),
        ({"headline": "El pan sube", "headline_main": "Otro"}, "El pan sube"),
        ({"headlines": [{"role": "main", "value": "El pan sube"}], "headline_web": "Otro"}, "El pan sube"),
        ({"headline_main": "El <b>pan</b> sube"}, "El pan sube"),
    ],
)
def test_a_headline_may_have_any_name_after_the_word(said: dict[str, Any], headline: str) -> None:
    assert ninjs_article(versioncreated="2025-03-10T08:00:00Z", body_main=TEXT, **said).headline == headline


def test_a_body_that_says_it_shorter_is_none_beside_the_whole() -> None:
    assert ninjs_article(body_main=TEXT, body_sms="Noventa años ya.").body == TEXT
    assert ninjs_article(body_sms="Noventa años ya.").body == "Noventa años ya."
    bodies = [{"role": "summary", "value": "Noventa años ya."}, {"role": "main", "value": TEXT}]
    assert ninjs_article(bodies=bodies).body == TEXT


@pytest.mark.parametrize(
    "said",
    [
        {"descriptions": [{"role": "text", "contenttype": "text/plain", "value": TEXT}]},
        {"descriptions": [{"value": f"<p>{TEXT}</p>"}, {"role": "drol:caption", "value": "Foto."}]},
        {"description_text": TEXT, "description_html": f"<p>{TEXT}</p>"},
        {"description_text": TEXT, "associations": {"a": {"uri": "urn:2", "type": "picture"}}},
    ],
)
def test_a_text_that_stands_only_in_its_description_is_the_story(said: dict[str, Any]) -> None:
    assert ninjs_article(type="text", **said).body == TEXT
    assert ninjs_article(type="text", body_text="Otra cosa muy distinta.", **said).body == "Otra cosa muy distinta."


def test_a_picture_has_a_caption_and_no_story() -> None:
    assert ninjs_reason(type="picture", description_text=TEXT) == "it is of type picture and has no text."
    assert ninjs_reason(type="text", description_caption=TEXT) == "it is of type text and has no text."


@pytest.mark.parametrize(
    ("said", "byline"),
    [
        ({"byline": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": "Por Ana Ruiz, enviada especial"}, "Por Ana Ruiz, enviada especial"),
        ({"byline": "ruiz.ana"}, ""),
        ({"byline": "ar/mp"}, ""),
        ({"byline": "redaccion@faro.example"}, ""),
        ({"by": "ruiz.ana", "byline": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": "ruiz.ana", "by": "Ana Ruiz"}, "Ana Ruiz"),
        ({"byline": {"name": "Ana Ruiz"}}, "Ana Ruiz"),
        ({"byline": [{"name": "Ana Ruiz"}, {"name": "Iria Souto"}]}, "Ana Ruiz, Iria Souto"),
        ({"authors": [{"name": "Ana Ruiz", "role": "writer", "code": "7"}, {"name": "admin"}]}, "Ana Ruiz"),
        ({"byline": "AR", "authors": [{"name": "Ana Ruiz"}]}, "Ana Ruiz"),
        ({"authors": [{"code": "ruiz.ana"}]}, ""),
        ({"by": "Tres Valles", "copyrightholder": "Tres Valles"}, ""),
    ],
)
def test_a_byline_names_a_person(said: dict[str, Any], byline: str) -> None:
    assert ninjs_article(body_text=TEXT, **said).byline == byline


def test_a_text_that_lies_elsewhere_is_named() -> None:
    item = {
        "uri": "urn:1",
        "type": "text",
        "renditions": {"nitf": {"href": "https://w.example/1.xml", "mimetype": "text/xml"}},
    }
    for answer in (item, {"data": {"item": item}}, {"data": {"items": [{"meta": {}, "item": item}]}}):
        [error] = read_ninjs(answer)
        assert "its text lies elsewhere, in https://w.example/1.xml: ingest that file." in str(error)


def test_what_superdesk_says_besides_changes_nothing() -> None:
    plain = ninjs_article(body_text=TEXT)
    extras = {
        "extra": {"a": "b"},
        "priority": 6,
        "evolvedfrom": "urn:0",
        "charcount": 64,
        "profile": "Standard",
        "place": [],
    }
    assert ninjs_article(body_text=TEXT, **extras) == plain

"""Prints of one text are found to be one; different reports of one event are not."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.records import Passage
from archive.settings import SAMPLE
from ingest.reading import read_articles
from retrieval.reprints import group_reprints, near_identical

_ORIGINAL = {
    "es": "El buque localizó frente al cabo un arrecife de coral de aguas frías a 742 metros de profundidad, según anunció"
    " este jueves el Instituto del Litoral. La campaña, de 23 días, costó 1,4 millones de euros. Los científicos"
    " identificaron 63 especies, entre ellas dos esponjas que podrían ser nuevas para la ciencia.",
    "de": "Das Bundesverfassungsgericht hat am Dienstag die Klage der Gemeinde Falkenmoos gegen den Bau der neuen Seilbahn"
    " abgewiesen. Die Richter sahen keinen Verstoß gegen das Grundgesetz und bestätigten das Urteil der ersten Instanz.",
    "zh": "鹭洲湿地保护站公布调查结果，今年冬天共记录到水鸟九十六种，其中黑脸琵鹭最多。工作人员说，这是十年来的最高纪录。",
    "zh, without commas": "鹭洲湿地保护站公布的越冬水鸟调查结果显示今年冬天共记录到水鸟九十六种其中黑脸琵鹭最多。这是开展调查十年来的最高纪录。",
    "ja": "市の図書館は月曜日から自転車と傘の貸し出しを始める。新しい館長は、本を読まない人にも来てほしいと話している。",
    "th": "ห้องสมุดประจำเมืองจะเริ่มให้ยืมจักรยานและร่มตั้งแต่วันจันทร์นี้ ผู้อำนวยการคนใหม่กล่าวว่าอยากให้คนที่ไม่อ่านหนังสือมาใช้บริการด้วย",
}
_RETOUCHED = {
    "es": "El buque localizó frente al cabo un arrecife de coral de aguas frías a 742 metros de profundidad, según informó"
    " ayer el Instituto del Litoral. La campaña, de 23 días, costó 1,4 millones de euros. Los científicos"
    " identificaron 63 especies, entre ellas dos esponjas que podrían ser nuevas para la ciencia.",
    "de": "Das höchste Gericht hat am Dienstag die Klage der Gemeinde Falkenmoos gegen den Bau der neuen Seilbahn"
    " abgewiesen. Die Richter sahen keinen Verstoß gegen das Grundgesetz und bestätigten das Urteil der ersten Instanz.",
    "zh": "鹭洲湿地保护站8日公布调查结果，今年冬天共记录到水鸟九十六种，其中黑脸琵鹭最多。工作人员表示，这是十年来的最高纪录。",
    "zh, without commas": "鹭洲湿地保护站8日公布的越冬水鸟调查结果显示今年冬天共记录到水鸟九十六种其中黑脸琵鹭最多。这是十年来的最高纪录。",
    "ja": "市の図書館は来週から自転車と傘の貸し出しを始める。新しい館長は、本を読まない人にも来てほしいと語った。",
    "th": "ห้องสมุดประจำเมืองจะเริ่มให้ยืมจักรยานและร่มตั้งแต่วันอังคารนี้ ผู้อำนวยการคนใหม่กล่าวว่าอยากให้คนที่ไม่อ่านหนังสือมาใช้บริการด้วย",
}
_OTHER_WORDS = {
    "es": "A 742 metros bajo el mar, los investigadores han dado con corales que nadie había visto en estas aguas. Son 63"
    " las especies catalogadas hasta hoy por el Instituto del Litoral en una expedición de 1,4 millones.",
    "de": "Die Seilbahn darf gebaut werden: Falkenmoos ist mit seiner Beschwerde gescheitert. In dem Vorhaben erkennt das"
    " Bundesverfassungsgericht, anders als die Gemeinde, keine Verletzung ihrer Rechte.",
    "zh": "十年来最多：黑脸琵鹭今冬成群飞抵鹭洲。据当地保护站统计，前来越冬的鸟类达到九十六种，研究者认为水质改善是主因。",
    "zh, without commas": "黑脸琵鹭今冬成群飞抵鹭洲而且数量十年来最多。当地保护站统计前来越冬的鸟类达到九十六种研究者认为水质改善是主因。",
    "ja": "自転車も傘も借りられます。図書館が月曜に新サービスを開始、読書に縁のなかった市民にも足を運んでもらうのが狙いだ。",
    "th": "ยืมได้ทั้งจักรยานทั้งร่ม บริการใหม่ของห้องสมุดเปิดวันจันทร์ หวังดึงผู้ที่ไม่ชอบอ่านให้แวะเวียนมา",
}
# Few words make repetitions likely; a long one is what an unspaced script looks like.
_WORDS = st.sampled_from(
    ["uno", "dos", "tres", "Bundesverfassungsgericht", "湿地保护站公布调查结果今年冬天共记录到水鸟", "."]
)
_TEXTS = st.lists(_WORDS, max_size=12).map(" ".join) | st.text(max_size=30)


@pytest.mark.parametrize("language", _ORIGINAL)
def test_a_retouched_print_is_the_same_text(language: str) -> None:
    assert near_identical(_ORIGINAL[language], _RETOUCHED[language])


@pytest.mark.parametrize("language", _ORIGINAL)
def test_a_trimmed_print_is_the_same_text(language: str) -> None:
    text = _ORIGINAL[language]
    assert near_identical(text, text[: len(text) * 2 // 3])


@pytest.mark.parametrize("language", _ORIGINAL)
def test_another_report_of_the_event_is_another_text(language: str) -> None:
    assert not near_identical(_ORIGINAL[language], _OTHER_WORDS[language])


def test_a_foreign_name_changes_nothing_about_the_words_around_it() -> None:
    first = _ORIGINAL["es"].replace("El buque", "El buque 探索一号")
    other = (
        "El violinista 王明 dará tres conciertos en la catedral antes de que termine el invierno, con entrada libre."
    )
    assert near_identical(first, _RETOUCHED["es"])
    assert not near_identical(first, other)
    assert not near_identical(
        first, _OTHER_WORDS["es"].replace("los investigadores", "los investigadores del 探索一号")
    )


def test_spelling_and_punctuation_are_no_difference() -> None:
    assert near_identical("THE TOWN LIBRARY will lend bicycles!", "The town library — will lend bicycles")


@pytest.mark.parametrize(
    ("first", "second"), [("Sí.", "No."), ("He was seven", "He was eight"), ("", "He was seven"), ("是", "不是")]
)
def test_short_texts_are_the_same_only_where_every_word_is(first: str, second: str) -> None:
    assert not near_identical(first, second)
    assert near_identical(first, first)


def test_of_the_samples_the_wire_story_alone_is_printed_twice() -> None:
    articles = [reading.result for reading in read_articles([SAMPLE])]
    bodies = {a.uri: a.body for a in articles if not isinstance(a, Exception)}
    twice = [pair for pair in combinations(bodies, 2) if near_identical(bodies[pair[0]], bodies[pair[1]])]
    assert twice == [
        (
            "sample:el-faro-de-lumbre/2025-01-16-arrecife-cabo-moran",
            "sample:la-gaceta-de-sotomar/2025-01-17-bosque-de-coral",
        )
    ]


def test_prints_stand_behind_the_first_one() -> None:
    texts = {"a": _ORIGINAL["es"], "b": _ORIGINAL["zh"], "c": _RETOUCHED["es"], "d": _OTHER_WORDS["es"]}
    groups = group_reprints(texts, passage=lambda name: _passage(name, texts[name], story="one"))
    assert groups == [["a", "c"], ["b"], ["d"]]


def test_only_prints_of_one_story_repeat_each_other() -> None:
    column = "Every week our gardener answers what readers of the Gazette have asked him."
    passages = [_passage("week 1", column, story="week 1"), _passage("week 2", column, story="week 2")]
    assert group_reprints(passages, passage=lambda passage: passage) == [[passages[0]], [passages[1]]]


def _passage(uri: str, text: str, *, story: str) -> Passage:
    return Passage(uri, 0, len(text), text, "", "", None, "es", "", story=story)


@given(_TEXTS, _TEXTS)
def test_being_the_same_text_is_mutual_and_true_of_oneself(first: str, second: str) -> None:
    assert near_identical(first, first)
    assert near_identical(first, second) == near_identical(second, first)


@given(st.lists(_TEXTS, max_size=8))
def test_every_item_is_in_exactly_one_group_and_the_first_stay_first(texts: list[str]) -> None:
    groups = group_reprints(enumerate(texts), passage=lambda item: _passage(str(item[0]), item[1], story="one"))
    assert sorted(item for group in groups for item in group) == list(enumerate(texts))
    assert [group[0] for group in groups] == sorted(group[0] for group in groups)
    assert all(group == sorted(group) for group in groups)
    assert all(near_identical(group[0][1], member[1]) for group in groups for member in group)
    assert not any(near_identical(a[0][1], b[0][1]) for a, b in combinations(groups, 2))

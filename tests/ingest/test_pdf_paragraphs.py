"""Lines become paragraphs: words cut at a line's end are whole, and what every page repeats is taken out."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.parsing.paragraphs import Line, paragraphs, without_running_lines


def _set(*texts: str, indent: Sequence[int] = (), gaps: dict[int, float] | None = None) -> list[Line]:
    """Return lines one below the other, some indented, some after a wider gap."""
    y, lines = 700.0, []
    for number, text in enumerate(texts):
        y -= (gaps or {}).get(number, 12)
        lines.append(Line(text, 1, 62 if number in indent else 50, y, 10))
    return lines


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (["según in\u00ad", "formó ayer"], "según informó ayer"),
        (["según in\u2010", "formó ayer"], "según informó ayer"),
        (["un franco\u2010alemán y la re\u2010", "unión"], "un franco\u2010alemán y la re\u2010unión"),
        (["según infor-", "mación; otra información"], "según información; otra información"),
        (["según infor-", "mación de ayer"], "según infor-mación de ayer"),
        (["el franco-", "alemán, no el francoalemán ni el franco-alemán"], "el franco-alemán, no el francoalemán ni el franco-alemán"),
        (["Castilla-", "La Mancha"], "Castilla-La Mancha"),
        (["el curso 2024-", "25"], "el curso 2024-25"),
        (["el pan -", "dijo- sube"], "el pan - dijo- sube"),
        (["el pan —dijo—", "sube"], "el pan —dijo— sube"),
        (["北岸的茶亭站到南岸", "的灯塔路站"], "北岸的茶亭站到南岸的灯塔路站"),
        (["北 岸 的 3 号 线", "的 灯 塔"], "北岸的3号线的灯塔"),
        (["北岸的 3 号线", "x"], "北岸的 3 号线 x"),
    ],
)  # fmt: skip
def test_lines_are_joined_and_a_cut_word_mended_where_that_is_safe(texts: list[str], joined: str) -> None:
    assert paragraphs(_set(*texts)) == [joined]


@pytest.mark.parametrize(
    ("language", "texts", "joined"),
    [
        ("en", ["the inhabi-", "tants of the quay"], "the inhabitants of the quay"),
        ("en", ["it was prom-", "ised, and al-", "most kept"], "it was promised, and almost kept"),
        ("en", ["of Wash-", "ington and the news-", "paper"], "of Washington and the newspaper"),
        ("en", ["a well-", "known ex-", "minister, twenty-", "two"], "a well-known ex-minister, twenty-two"),
        ("en", ["a Franco-", "German re-", "election by e-", "mail"], "a Franco-German re-election by e-mail"),
        ("en", ["the Orm-", "eshire hall"], "the Orm-eshire hall"),
        ("es", ["según infor-", "mación de ayer"], "según información de ayer"),
        ("es", ["el tratado hispano-", "francés"], "el tratado hispano-francés"),
        ("fr", ["le gouver-", "nement, peut-", "être"], "le gouvernement, peut-être"),
        ("de", ["die Bürger-", "meisterin in Ost-", "Berlin"], "die Bürgermeisterin in Ost-Berlin"),
        ("gl", ["segundo infor-", "mación"], "segundo infor-mación"),
    ],
)  # fmt: skip
def test_a_word_cut_by_a_plain_hyphen_is_mended_where_its_language_has_the_whole_word(
    language: str, texts: list[str], joined: str
) -> None:
    assert paragraphs(_set(*texts), language=language) == [joined]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (_set("Uno", "dos.", "Tres", "cuatro.", indent=[0, 2]), ["Uno dos.", "Tres cuatro."]),
        (_set("Uno.", "Dos.", "Tres", "cuatro.", indent=[0, 1, 2]), ["Uno.", "Dos.", "Tres cuatro."]),
        (_set("Uno", "dos", "tres.", indent=[1]), ["Uno dos tres."]),
        (_set("Uno", "dos", "tres", "cuatro.", gaps={2: 20}), ["Uno dos", "tres cuatro."]),
        (_set("Lista:", "• uno", "• dos"), ["Lista:", "• uno", "• dos"]),
        ([Line("Titular", 1, 50, 700, 24), *_set("Uno", "dos.")], ["Titular", "Uno dos."]),
        ([Line("Uno", 1, 50, 100, 10), Line("dos.", 1, 300, 700, 10)], ["Uno dos."]),
        ([Line("Uno.", 1, 50, 100, 10), Line("Dos.", 2, 50, 700, 10)], ["Uno.", "Dos."]),
        ([Line("Pie de foto", 1, 50, 700, 10), Line("Uno.", 1, 50, 400, 10)], ["Pie de foto", "Uno."]),
    ],
)
def test_a_paragraph_begins_where_the_page_shows_it(lines: list[Line], expected: list[str]) -> None:
    assert paragraphs(lines) == expected


@pytest.mark.parametrize(
    ("texts", "is_running"),
    [
        (["La Gaceta", "La Gaceta", "La Gaceta"], True),
        (["Página 7", "Página 8", "Página 9"], True),
        (["7", "8"], True),
        (["La Gaceta", "La Gaceta"], False),  # a refrain, perhaps
        (["Tabla 7", "Tabla 9", "Tabla 8"], False),
        (["La Gaceta", "La Gaceta", "El Faro"], False),
    ],
)
def test_only_what_is_sure_to_be_repeated_by_the_page_is_taken_out(texts: list[str], is_running: bool) -> None:
    lines = [Line(text, page, 50, 800, 8) for page, text in enumerate(texts, 1)]
    kept, said = without_running_lines(lines, pages=len(texts))
    assert kept == ([] if is_running else lines)
    assert said == ([texts[0]] if is_running and any(c.isalpha() for c in texts[0]) else [])


@given(
    st.lists(
        st.builds(
            Line,
            st.text("abñ1 -\u00ad\u2010.«»北京•", min_size=1, max_size=12).filter(str.strip),
            st.integers(1, 3),
            st.sampled_from([50.0, 60.0, 300.0]),
            st.floats(0, 800),
            st.sampled_from([8.0, 10.0, 24.0]),
        ),
        max_size=12,
    )
)
def test_no_letter_is_lost_or_moved_and_no_word_invented(lines: list[Line]) -> None:
    found = paragraphs(lines)
    letters = [c for line in lines for c in line.text if c.isalnum()]
    assert [c for paragraph in found for c in paragraph if c.isalnum()] == letters
    assert all(paragraph.strip() for paragraph in found)

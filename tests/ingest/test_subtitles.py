"""Subtitles become what was said, word for word, with its times near it and in no sentence."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import ArticleError
from archive.records import Article
from ingest.finding.source_file import SourceFile
from ingest.reading import read_file
from language.sentences import sentence_spans

_MARK = re.compile(r"\[\d\d:\d\d:\d\d(?: [^\]]+)?\]")


def _results(text: str | bytes, name: str) -> list[Article | ArticleError]:
    data = text.encode() if isinstance(text, str) else text
    return list(read_file(SourceFile(Path(), f"radio/{name}", packed=data)))


def _body(text: str | bytes, name: str = "a.srt") -> str:
    [found] = _results(text, name)
    assert isinstance(found, Article), found
    return found.body


def _time(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02},000"


def _srt(*cues: tuple[int, int, str]) -> str:
    return "\n".join(f"{n}\n{_time(a)} --> {_time(b)}\n{text}\n" for n, (a, b, text) in enumerate(cues, 1))


def test_a_broadcast_becomes_running_text_with_its_times() -> None:
    text = _srt(
        (751, 754, "<i>El ferri vuelve\na navegar</i>"),
        (754, 757, "{\\an8}en mayo, dijo\nla junta."),
        (757, 760, "- ¿Y el precio?\n- Dos euros &amp; medio."),
        (790, 792, "[Música]"),
    )
    assert _results(text, "tarde.srt") == [
        Article(
            uri="file:radio/tarde.srt",
            body="[00:12:31]\nEl ferri vuelve a navegar en mayo, dijo la junta.\n- ¿Y el precio?\n- Dos euros & medio.\n\n"
            "[00:13:10]\n[Música]",
        )
    ]


def test_webvtt_tells_who_speaks_and_its_notes_are_not_told() -> None:
    text = (
        "WEBVTT - Informativo\nKind: captions\nLanguage: es\n\nSTYLE\n::cue { color: red }\n\nNOTE borrador\nde ayer\n\n"
        "uno\n00:01.000 --> 00:03.500 align:start position:10%\n<v.loud Inés Cordal>El ferri <b.x>vuelve</b>\n\n"
        "00:03.500 --> 00:05.000\n<v Inés Cordal>en mayo.</v>\n\n"
        "01:00:03.500 --> 01:00:05.000\n<v Teo>¿Seguro? 3 &lt; 5, Marks&notes <Skerry></v>\n"
    )
    [found] = _results(text, "a.vtt")
    assert isinstance(found, Article) and found.language == "es"
    assert found.body == (
        "[00:00:01 Inés Cordal]\nEl ferri vuelve en mayo.\n\n[01:00:03 Teo]\n¿Seguro? 3 < 5, Marks&notes <Skerry>"
    )


def test_a_line_that_scrolls_is_told_once_and_one_that_is_said_twice_twice() -> None:
    scrolling = (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n \nel ferri<00:01.000><c> vuelve</c>\n\n00:02.000 --> 00:02.010\nel ferri vuelve\n \n\n"
        "00:02.010 --> 00:04.000\nel ferri vuelve\nen<00:03.000><c> mayo</c>\n\n00:04.000 --> 00:04.010\nen mayo\n \n\n"
        "00:04.010 --> 00:06.000\nen mayo\ny<00:05.000><c> zarpa</c>\n"
    )
    assert _body(scrolling, "a.vtt") == "[00:00:00]\nel ferri vuelve en mayo y zarpa"
    said = [(n, n + 1, line) for n, line in enumerate(["No.", "No.", "Sí.", "Ya.", "Vamos.", "Bien.", "Adiós."])]
    assert _body(_srt(*said)) == "[00:00:00]\nNo. No. Sí. Ya. Vamos. Bien. Adiós."


def test_captions_without_sentences_get_their_time_more_often() -> None:
    body = _body(_srt(*((n, n + 2, f"palabra {n}") for n in range(0, 60, 2))))
    assert [mark for mark in _MARK.findall(body)] == ["[00:00:00]", "[00:00:20]", "[00:00:40]"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_encoding_and_line_end_is_read(encoding: str, end: str) -> None:
    text = _srt((1, 2, "Mañana vuelve el ferri."), (2, 3, "Costará dos euros."))
    assert _body(text.replace("\n", end).encode(encoding)) == "[00:00:01]\nMañana vuelve el ferri. Costará dos euros."


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("00:00:01,000 --> 00:00:02,000\nUno.\n\nDos.\n\n2\n00:00:03.5 --> 00:00:04.0\nTres.", "Uno. Dos. Tres."),
        ("1\n00:00:01,000 --> 00:00:02,000\nEn\n1984\n2\n00:00:03,000 --> 00:00:04,000\nllovió.", "En 1984 llovió."),
        ("0:01 -> 0:02\nUno.\n\n7\n0:03 --> 0:04\nDos.\n7", "Uno. Dos. 7"),
    ],
)
def test_what_is_written_loosely_loses_no_word(text: str, body: str) -> None:
    assert _body(text).partition("\n")[2] == body


def test_a_time_that_cannot_be_read_is_told() -> None:
    found = _results(_srt((1, 2, "Uno."), (3, 4, "Dos.")).replace("00:00:03,000 -->", "00:0O:03 -->"), "a.srt")
    assert isinstance(found[0], Article) and "-->" not in found[0].body and "Dos." in found[0].body
    assert [str(result) for result in found[1:]] == [
        "the time of 1 of its subtitles cannot be read: their words lack theirs, or are missing."
    ]
    [error] = _results("Hola.\n", "a.srt")
    assert str(error).startswith("it has no subtitles")


_WORDS = st.lists(st.sampled_from(["ferri", "mayo.", "¿Y", "no?", "dos", "tres,", "«sí»"]), min_size=1, max_size=8)


@given(st.lists(st.tuples(st.integers(1, 90), _WORDS), min_size=1, max_size=12))
def test_every_word_is_there_and_no_sentence_holds_a_time(cues: list[tuple[int, list[str]]]) -> None:
    at, told = 0, []
    for number, (pause, words) in enumerate(cues):
        told.append((at, at + 1, " ".join([f"c{number}", *words])))
        at += pause
    body = _body(_srt(*told))
    assert " ".join(_MARK.sub("", body).split()) == " ".join(text for _, _, text in told)
    for start, end in sentence_spans(body, language="es"):
        assert not _MARK.search(body[start:end]) or _MARK.fullmatch(body[start:end])

"""An earlier answer shows nothing that may not be read any more or is no longer said."""

import hashlib
from dataclasses import replace

from answering.answer import Answer, Quote, Source, Statement
from answering.standing import as_it_stands
from archive.corrections import Correction
from archive.records import Appearance, Article
from tests.conftest import Make

_BRIDGE = "The bridge of Tern will be closed for nine months."
_MILL = "The paper mill of Brindlewick closes after 140 years."


def _appearance(uri: str) -> Appearance:
    return Appearance(uri, "", "", None, "", language="en")


def _hash(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()


def _answer() -> Answer:
    statements = tuple(
        Statement(body, (Quote(body, uri, 0, len(body), n),), "") for n, (uri, body) in enumerate(_STORIES.items(), 1)
    )
    sources = tuple(
        Source(n, uri, "", "", None, "", "en", "", (_appearance(uri), _appearance("print")), body_sha256=_hash(body))
        for n, (uri, body) in enumerate(_STORIES.items(), 1)
    )
    return Answer("q", "q", "es", "answered", statements=statements, sources=sources, nearest=(_appearance("print"),))


_STORIES = {"bridge": _BRIDGE, "mill": _MILL}


def test_an_answer_that_stands_is_shown_as_it_was_given(search_of: Make) -> None:
    search = search_of([*(Article(uri, body) for uri, body in _STORIES.items()), Article("print", _BRIDGE)])
    assert as_it_stands(_answer(), search.archive.catalog) == _answer()


def test_what_was_withdrawn_is_taken_out_and_said_to_be(search_of: Make) -> None:
    search = search_of([Article("bridge", _BRIDGE), Article("mill", _MILL, pubstatus="withheld")])
    given = _answer()
    left = as_it_stands(given, search.archive.catalog)
    assert left.statements == given.statements[:1]
    assert left.sources == (replace(given.sources[0], appearances=(_appearance("bridge"),)),)
    assert left.nearest == ()
    assert left.notice is not None and left.notice.startswith("Una parte de esta respuesta ya no se muestra")


def test_what_was_corrected_since_is_taken_out(search_of: Make) -> None:
    search = search_of([Article("bridge", _BRIDGE.replace("nine", "six")), Article("mill", f"BRINDLEWICK. {_MILL}")])
    left = as_it_stands(_answer(), search.archive.catalog)
    assert [statement.text for statement in left.statements] == [_MILL]  # elsewhere in its article, and still said


def test_what_may_not_answer_is_still_said_to_where_a_part_of_it_fell(search_of: Make) -> None:
    search = search_of([Article("bridge", _BRIDGE)])
    given = replace(_answer(), language="en", notice="The archive has this about it, which may not answer.")
    left = as_it_stands(given, search.archive.catalog)
    assert left.notice is not None and left.notice.startswith(f"{given.notice} Part of this answer is no longer shown")
    gone = as_it_stands(replace(given, statements=given.statements[1:]), search.archive.catalog)
    assert gone.notice is not None and gone.notice.startswith("Part of this answer is no longer shown")


def test_a_headline_that_is_another_one_now_is_taken_out(search_of: Make) -> None:
    search = search_of([Article("bridge", _BRIDGE, headline="Bridge to close"), Article("mill", _MILL, headline="New")])
    bridge, mill = _answer().statements
    given = replace(
        _answer(),
        statements=(replace(bridge, headline="Bridge to close"), replace(mill, headline="Mill to close")),
    )
    left = as_it_stands(given, search.archive.catalog)
    assert [statement.headline for statement in left.statements] == ["Bridge to close"]


def test_a_source_is_told_as_it_is_now(search_of: Make) -> None:
    now = Article("mill", f"BRINDLEWICK. {_MILL}", byline="Ada Quill", genre="Feature", version=4, section="Trade")
    corrected = Article("other", "The swans of Tern are back.", publisher="The Post", correction="It said geese.")
    search = search_of([Article("bridge", _BRIDGE), now, corrected])
    given = _answer()
    told = (
        Correction("other", "The Post", "It said swans."),
    )  # by a print that the filters kept out of the appearances
    given = replace(given, sources=(given.sources[0], replace(given.sources[1], corrections=told)))
    source = as_it_stands(given, search.archive.catalog).sources[1]
    assert (source.byline, source.genre, source.version, source.section) == ("Ada Quill", "Feature", 4, "Trade")
    assert source.body_sha256 == _hash(now.body)
    assert source.correction == "The Post: It said geese."
    assert source.corrections == (Correction("other", "The Post", "It said geese."),)

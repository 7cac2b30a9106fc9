"""The assistant answers in verbatim, cited sentences, or says that the archive does not hold the answer."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from answering.answer import Answer
from answering.assistant import Assistant
from answering.deciding import read_setting
from archive.records import Article, Filters, Passage
from archive.store import Archive
from language.model import LazyModel
from retrieval.search import Search
from tests.conftest import ALWAYS

_MEETING = "sample:el-faro-de-lumbre/2024-11-21-pezeshkian-sabbagh"
_ENGLISH_NOT_FOUND = "The archive does not hold an answer to this question. It covers 67 articles, from 17 October 2024 to 29 October 2025, in Spanish,"
_SPANISH_NOT_FOUND = (
    "El archivo no contiene una respuesta a esta pregunta. Abarca 67 artículos, del 17 de octubre de 2024 al"
    " 29 de octubre de 2025, en español,"
)


@pytest.fixture(scope="module")
def assistant(sample_search: Search) -> Assistant:
    return Assistant(sample_search, read_setting())


def _check(answer: Answer, search: Search) -> None:
    """What holds of every answer: quotes are verbatim, numbers lead to sources, sources are numbered as they appear."""
    assert (answer.status == "answered") == bool(answer.statements)
    assert answer.writer == "quotes" and answer.struck == ()
    for statement in answer.statements:
        (quote,) = statement.quotes
        article = search.archive.catalog.article(quote.uri)
        assert article is not None
        assert article.body[quote.start : quote.end] == quote.quote
        assert statement.text == (statement.headline or quote.quote)
        assert statement.headline in ("", article.headline)
        source = answer.sources[quote.source - 1]
        assert quote.uri in [appearance.uri for appearance in source.appearances]
    cited = [quote.source for statement in answer.statements for quote in statement.quotes]
    assert list(dict.fromkeys(cited)) == [source.n for source in answer.sources] == [*range(1, len(answer.sources) + 1)]
    for source in answer.sources:
        assert source.appearances[0].uri == source.uri
        assert len({appearance.uri for appearance in source.appearances}) == len(source.appearances)


@pytest.mark.parametrize(
    ("question", "language", "attribution"),
    [
        ("What did Sabbagh propose?", "en", "El Faro de Lumbre, 21 November 2024, in Spanish"),
        ("¿Qué propuso Sabbagh?", "es", "El Faro de Lumbre, 21 de noviembre de 2024"),
    ],
)
def test_what_sabbagh_proposed_is_quoted_and_cited(
    assistant: Assistant, sample_search: Search, question: str, language: str, attribution: str
) -> None:
    answer = assistant.answer(question)
    _check(answer, sample_search)
    assert (answer.question, answer.asked, answer.language, answer.status) == (question, question, language, "answered")
    first = answer.statements[0]
    assert "nueva perspectiva de interacción" in first.text
    assert first.attribution == attribution
    assert (first.quotes[0].source, first.quotes[0].uri) == (1, _MEETING)
    source = answer.sources[0]
    assert (source.uri, source.publisher, source.published, source.language) == (
        _MEETING,
        "El Faro de Lumbre",
        "2024-11-21",
        "es",
    )
    assert source.url == "https://example.org/el-faro/2024/11/21/pezeshkian-sabbagh"
    assert answer.notice is None and answer.nearest == ()


@pytest.mark.parametrize(
    ("question", "language", "notice"),
    [
        ("What is the price of wheat in Argentina?", "en", _ENGLISH_NOT_FOUND),
        ("Who won the 2024 Tour de France?", "en", _ENGLISH_NOT_FOUND),
        ("¿Cuál es el precio del trigo en Argentina?", "es", _SPANISH_NOT_FOUND),
        ("¿Quién ganó el Tour de Francia de 2024?", "es", _SPANISH_NOT_FOUND),
    ],
)
def test_what_the_archive_does_not_hold_is_declined_with_what_it_does(
    assistant: Assistant, sample_search: Search, question: str, language: str, notice: str
) -> None:
    answer = assistant.answer(question)
    _check(answer, sample_search)
    assert (answer.status, answer.language) == ("not_found", language)
    assert answer.notice is not None and answer.notice.startswith(notice)
    assert answer.statements == () and answer.sources == ()
    assert len(answer.nearest) == 3
    assert len({story.uri for story in answer.nearest}) == 3
    for story in answer.nearest:
        article = sample_search.archive.catalog.article(story.uri)
        assert article is not None
        assert (story.headline, story.publisher, story.url) == (article.headline, article.publisher, article.url)


@pytest.mark.parametrize(
    ("question", "quoted"),
    [
        ("How old is the boat found in the gravel pit?", "3,200 years ago"),
        ("How long does metro line 3 take to cross the bay?", "31分钟"),
        ("How much did the solar desalination plant cost?", "118 مليون دولار"),
        ("¿Qué multa prevé el contrato del puente por cada día de retraso?", "6.000 euros"),
        ("Combien a coûté la restauration du globe volé ?", "11 200 euros"),
    ],
)
def test_the_sentence_that_answers_is_among_the_quotes(
    assistant: Assistant, sample_search: Search, question: str, quoted: str
) -> None:
    answer = assistant.answer(question)
    _check(answer, sample_search)
    assert any(quoted in quote.quote for statement in answer.statements for quote in statement.quotes)
    assert len(answer.statements) <= 4


def test_prints_of_one_story_are_one_source_with_two_appearances(assistant: Assistant, sample_search: Search) -> None:
    answer = assistant.answer("What was the robot Nécora looking for when it lit up a white wall?")
    _check(answer, sample_search)
    assert "buscaba un correntómetro perdido" in answer.statements[0].text
    assert {appearance.publisher for appearance in answer.sources[0].appearances} == {
        "El Faro de Lumbre",
        "La Gaceta de Sotomar",
    }
    assert len(answer.sources[0].appearances) == 2
    uris = [appearance.uri for source in answer.sources for appearance in source.appearances]
    assert len(uris) == len(set(uris))


_Make = Callable[[Sequence[Article]], Search]


def test_a_print_of_a_later_part_of_a_story_is_one_of_its_appearances(search_of: _Make) -> None:
    beginning = (
        "Fourteen people were injured on Monday in a fire that broke out in the carpenters' quarter of Lumbre. The fire"
        " brigade needed nine hours and forty engines to put it out, because a strong wind blew from the sea all night"
        " long. Smoke could be seen from the other side of the bay, and the trains to the capital were stopped until the"
        " morning. The mayor, Amalia Contreras, asked everyone in the lower town to stay at home with closed windows."
    )
    end = (
        "Twenty-three houses burned down in the fire in the carpenters' quarter of Lumbre, the insurers' association"
        " counted on Tuesday. Most of them were built of chestnut wood before 1890. The owners will be lodged in the"
        " pilgrims' hostel until the spring, and a fund for them has collected 81,000 euros in a single day so far. Two"
        " architects from the university offered to draw the plans of the new houses without asking for any payment."
    )
    search = search_of(
        [
            Article(uri="whole", body=f"{beginning}\n\n{end}", language="en", publisher="Whole Herald"),
            Article(uri="end", body=end, language="en", publisher="Half Herald"),
        ]
    )
    answer = Assistant(search, ALWAYS).answer(
        "How many people were injured and how many houses burned down in the fire in the carpenters' quarter?"
    )
    assert {"Fourteen", "Twenty-three"} <= {statement.text.split()[0] for statement in answer.statements}
    _check(answer, search)
    assert [{appearance.uri for appearance in source.appearances} for source in answer.sources] == [{"whole", "end"}]


def test_a_correction_travels_with_its_source(assistant: Assistant, sample_search: Search) -> None:
    answer = assistant.answer("¿Cuánto tiempo estará cerrado el puente de San Telmo?")
    _check(answer, sample_search)
    assert "nueve meses" in answer.statements[0].text
    assert answer.sources[0].correction.startswith(
        "Una versión anterior de esta noticia decía que el puente cerraría seis meses"
    )


def test_an_answer_rests_only_on_what_passes_the_filters(assistant: Assistant, sample_search: Search) -> None:
    question = "How deep is the coral reef discovered off Cabo Morán?"
    filters = Filters(publishers=("La Gaceta de Sotomar",))
    answer = assistant.answer(question, filters=filters)
    _check(answer, sample_search)
    assert {appearance.publisher for source in answer.sources for appearance in source.appearances} == {
        "La Gaceta de Sotomar"
    }
    none = assistant.answer(question, filters=Filters(since="2031-01-01"))
    _check(none, sample_search)
    assert none.notice == "No article in the archive passes these filters."
    assert none.nearest == ()
    declined = assistant.answer(question, filters=Filters(languages=("it",)))
    assert declined.status == "not_found"
    assert declined.notice is not None and "Under these filters it covers 6 articles" in declined.notice


def test_an_empty_archive_says_so(model: LazyModel, tmp_path: Path) -> None:
    archive = Archive.create(tmp_path)
    answer = Assistant(Search(archive, *model.load()), ALWAYS).answer("¿Qué propuso Sabbagh?")
    archive.close()
    assert (answer.status, answer.notice) == ("not_found", "El archivo está vacío.")


def test_the_passages_that_are_being_read_are_told_before_the_answer(assistant: Assistant) -> None:
    told: list[list[Passage]] = []
    answer = assistant.answer("What did Sabbagh propose?", on_candidates=told.append)
    (candidates,) = told
    assert answer.sources[0].uri in [passage.uri for passage in candidates]


@pytest.mark.parametrize(
    "question", ["\0", "🤖", "?!", "x" * 10_000, "\"' OR NEAR(", pytest.param("\ud83d", id="half an emoji")]
)
def test_a_hostile_question_is_answered_in_order(assistant: Assistant, sample_search: Search, question: str) -> None:
    _check(assistant.answer(question), sample_search)

"""Which past answers rest on stories that changed since: exactly those, whatever else the log holds."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import answering.__main__
from answering.answer import Answer
from answering.assistant import Assistant
from answering.log import QuestionLog
from answering.rechecking import Changed, recheck
from archive.changes import hashed
from archive.model import LazyModel
from archive.question_log import LOG_FILE
from archive.records import Article, Filters
from archive.settings import PROJECT
from archive.store import Archive
from ingest.erasing import erase
from ingest.pipeline import ingest
from retrieval.search import Search
from tests.conftest import ALWAYS, Quiet, ingest_articles

_BODIES = {
    "ferry": "The ferry Quillmarsh will stop sailing to the island of Tern from 3 October, the harbour board said.",
    "bridge": "The bridge of San Telmo will be closed for nine months. The mayor of Lumbre announced it on Tuesday.",
    "mill": "The paper mill of Brindlewick closes after 140 years, and 86 workers lose their jobs.",
    "bakery": "The bakery Vellacourt won the county prize for its rye bread, which is baked with seawater.",
    "school": "The school of Netherby gets a new roof in the summer holidays, which the parents had asked for.",
}
_STORIES = {
    uri: Article(uri, body, headline=f"About the {uri}", language="en", publisher=f"The {uri} Post", version=1)
    for uri, body in _BODIES.items()
}


@dataclass
class Newsroom:
    """An archive with a log, and a model to ask it with."""

    archive: Archive
    model: LazyModel
    folder: Path

    def store(self, *articles: Article) -> None:
        assert not ingest_articles(self.archive, articles, self.model, self.folder).errors

    def ask(self, uri: str, **filters: Any) -> Answer:
        """Ask about one story, which alone can be quoted, and write it down."""
        chosen = Filters(publishers=(f"The {uri} Post",), **filters)
        question = f"What is new about the {uri}?"
        answer = Assistant(Search(self.archive, *self.model.load()), ALWAYS).answer(question, filters=chosen)
        assert {quote.uri for said in answer.statements for quote in said.quotes} == {uri}
        QuestionLog(self.archive).append(answer, chosen, id=uri)
        return answer

    def recheck(self) -> list[Changed]:
        damaged: list[int] = []
        with self.archive.questions.path.open("rb") as log:
            found = recheck(log, self.archive.catalog, on_damaged=lambda number, _: damaged.append(number))
        assert not damaged
        return found

    def what(self) -> list[tuple[Any, str, bool]]:
        """The id of each answer that is told, with what happened and whether the quotes stand."""
        return [(one.id, source.what, source.quotes_stand) for one in self.recheck() for source in one.sources]


@pytest.fixture
def newsroom(tmp_path: Path, model: LazyModel) -> Iterator[Newsroom]:
    archive = Archive.create(tmp_path / "archive")
    room = Newsroom(archive, model, tmp_path)
    room.store(*_STORIES.values())
    yield room
    archive.close()


def test_exactly_the_answers_whose_stories_changed_are_told(newsroom: Newsroom) -> None:
    for uri in _STORIES:
        newsroom.ask(uri)
    assert newsroom.recheck() == []
    newsroom.store(
        replace(_STORIES["ferry"], correction="An earlier version named another harbour.", version=2),
        replace(_STORIES["bridge"], body=_BODIES["bridge"].replace("nine", "eleven"), version=2),
        Article("mill", "", pubstatus="canceled", correction="The owners never said so.", version=2),
        _STORIES["school"],
    )
    erase("bakery", newsroom.archive, on_wait=pytest.fail)
    found = newsroom.recheck()
    assert [(one.id, [source.what for source in one.sources]) for one in found] == [
        ("ferry", ["corrected"]),
        ("bridge", ["changed"]),
        ("mill", ["withdrawn"]),
        ("bakery", ["erased"]),
    ]
    ferry, bridge, mill, bakery = (one.sources[0] for one in found)
    assert ferry.quotes_stand and "An earlier version named another harbour." in ferry.detail
    assert not bridge.quotes_stand and "version 1, now 2" in bridge.detail
    assert [quote.stands for quote in bridge.quotes] == ["nine" not in quote.quote for quote in bridge.quotes]
    assert not mill.quotes_stand and "canceled on" in mill.detail and "The owners never said so." in mill.detail
    assert (bakery.uri, bakery.headline, bakery.quotes) == (f"sha256:{hashed('bakery')}", "", ())
    assert "Vellacourt" not in json.dumps([one.as_json() for one in found])
    assert (found[0].time or "")[-6:] == "+00:00" and found[0].question == "What is new about the ferry?"


def test_what_changes_no_answer_is_not_told(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.ask("bridge")
    newsroom.store(replace(_STORIES["ferry"], headline="Another headline", section="Harbour", version=7))
    newsroom.store(replace(_STORIES["bridge"], byline="Ada Quill"))
    ingest([newsroom.folder / "articles.jsonl"], newsroom.archive, model=newsroom.model, progress=Quiet(), rebuild=True)
    assert newsroom.recheck() == []


def test_a_quote_that_still_is_said_stands_though_its_place_has_moved(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.store(replace(_STORIES["ferry"], body=f"TERN. {_BODIES['ferry']} Tickets are refunded.", version=2))
    assert newsroom.what() == [("ferry", "changed", True)]


def test_a_change_that_was_taken_back_is_none(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.store(replace(_STORIES["ferry"], body=f"TERN. {_BODIES['ferry']}", version=2))
    newsroom.store(replace(_STORIES["ferry"], version=3))
    assert newsroom.recheck() == []


@pytest.mark.parametrize(
    ("restriction", "told"),
    [
        ({"pubstatus": "withheld"}, "withheld on"),
        ({"embargoed": "2999-01-01"}, "embargo"),
    ],
)
def test_what_may_not_be_read_any_more_is_withdrawn(newsroom: Newsroom, restriction: dict[str, Any], told: str) -> None:
    newsroom.ask("mill")
    newsroom.store(replace(_STORIES["mill"], version=2, **restriction))
    ((source,),) = (one.sources for one in newsroom.recheck())
    assert (source.what, source.quotes_stand) == ("withdrawn", False) and told in source.detail


def test_what_was_pruned_is_withdrawn_and_comes_back(newsroom: Newsroom, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / "a.json").write_text(json.dumps(asdict(replace(_STORIES["ferry"], uri="boat", publisher="The boat Post"))))
    (news / "b.json").write_text(json.dumps(asdict(replace(_STORIES["mill"], uri="works"))))
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet())
    newsroom.ask("boat")
    lost = (news / "a.json").rename(tmp_path / "a.json")
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet(), prune=True)
    assert newsroom.what() == [("boat", "withdrawn", False)]
    lost.rename(news / "a.json")
    ingest([news], newsroom.archive, model=newsroom.model, progress=Quiet())
    assert newsroom.what() == []


def test_the_correction_of_any_print_counts_once_it_is_news(newsroom: Newsroom) -> None:
    reprint = replace(_STORIES["ferry"], uri="reprint", publisher="The Reprint", correction="It said ten people.")
    newsroom.store(reprint)
    answer = newsroom.ask("ferry")
    assert [source.correction for source in answer.sources] == ["The Reprint: It said ten people."]
    assert newsroom.what() == []
    newsroom.store(replace(reprint, correction="It said ten people and a dog.", version=2))
    assert newsroom.what() == [("ferry", "corrected", True)]
    newsroom.store(replace(reprint, correction="", version=3))
    assert newsroom.what() == [("ferry", "corrected", True)]  # taken back
    newsroom.store(replace(reprint, correction="It said ten people.", version=4))
    assert newsroom.what() == []
    newsroom.store(replace(reprint, uri="later", publisher="The Later Post", correction="It said nine people."))
    ((source,),) = (one.sources for one in newsroom.recheck())
    assert source.detail.startswith("its correction says “It said nine people.” (The Later Post);")


def test_a_correction_of_after_the_day_that_was_asked_for_is_not_news(newsroom: Newsroom) -> None:
    newsroom.store(replace(_STORIES["ferry"], published="2025-03-04", version=2))
    newsroom.ask("ferry", as_of="2025-03-10")
    reprint = replace(_STORIES["ferry"], uri="reprint", publisher="The Reprint", correction="It said ten people.")
    newsroom.store(replace(reprint, published="2025-03-20"))
    assert newsroom.what() == []
    newsroom.store(replace(reprint, published="2025-03-09", version=2))
    assert newsroom.what() == [("ferry", "corrected", True)]


def test_a_print_that_is_not_quoted_may_go(newsroom: Newsroom) -> None:
    reprint = replace(_STORIES["ferry"], uri="reprint", publisher="The Reprint")
    newsroom.store(reprint)
    newsroom.ask("ferry")
    newsroom.store(replace(reprint, pubstatus="canceled", version=2))
    assert newsroom.what() == []
    erase("reprint", newsroom.archive, on_wait=pytest.fail)
    assert newsroom.what() == []


def test_saved_output_is_rechecked_like_the_log_and_of_an_erased_story_nothing_is_repeated(
    newsroom: Newsroom,
) -> None:
    saved = [json.dumps({"id": uri} | asdict(newsroom.ask(uri))) for uri in ("ferry", "bakery")]
    erase("bakery", newsroom.archive, on_wait=pytest.fail)
    (found,) = recheck(saved, newsroom.archive.catalog)
    assert (found.time, found.id) == (None, "bakery")
    assert [(source.uri, source.what) for source in found.sources] == [("bakery", "erased")]
    assert "seawater" not in found.in_words()


def test_another_archive_s_answers_are_said_to_be_unknown(newsroom: Newsroom, tmp_path: Path) -> None:
    answer = newsroom.ask("ferry")
    other = Archive.create(tmp_path / "other")
    (found,) = recheck([json.dumps(asdict(answer))], other.catalog)
    other.close()
    assert found.sources[0].what == "withdrawn" and "does not hold it" in found.sources[0].detail


def test_records_of_before_the_hashes_are_judged_by_their_quotes(newsroom: Newsroom) -> None:
    record = json.loads(json.dumps(asdict(newsroom.ask("ferry"))))
    for source in record["sources"]:
        del source["body_sha256"], source["corrections"]
    for said in record["statements"]:
        del said["quotes"][0]["body_sha256"]
    assert recheck([json.dumps(record)], newsroom.archive.catalog) == []
    newsroom.store(replace(_STORIES["ferry"], body=_BODIES["ferry"].replace("3 Oct", "17 Oct"), version=2))
    (found,) = recheck([json.dumps(record)], newsroom.archive.catalog)
    assert [(source.what, source.quotes_stand) for source in found.sources] == [("changed", False)]


# -- the command -------------------------------------------------------------------------------------------------------


def _command(archive: Archive, log: Path, *options: str) -> subprocess.CompletedProcess[str]:
    script = (
        "import sys; from answering.__main__ import main\n"
        f"status = main(['--recheck', {str(log)!r}, '--archive', {str(archive.folder)!r}, *{options!r}])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'chromadb', 'langchain_core'} & set(sys.modules)\n"
        "print(*heavy, file=sys.stderr, end='')\n"
        "sys.exit(status)"
    )
    return subprocess.run([sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=False)


def test_the_command_needs_no_model_and_tells_by_its_status(newsroom: Newsroom) -> None:
    newsroom.ask("ferry")
    newsroom.ask("school")
    log = newsroom.archive.questions.path
    done = _command(newsroom.archive, log)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1 and done.stdout.startswith("No past answer rests on")
    assert _command(newsroom.archive, log, "--json").stdout == ""
    newsroom.store(replace(_STORIES["ferry"], body=_BODIES["ferry"].replace("3 Oct", "17 Oct"), version=2))
    done = _command(newsroom.archive, log, "--json")
    assert (done.returncode, done.stderr) == (1, "")
    told = json.loads(done.stdout)
    assert set(told) == {"time", "id", "question", "sources"} and told["id"] == "ferry"
    (source,) = told["sources"]
    assert set(source) >= {"uri", "headline", "what", "quotes_stand", "detail"}
    assert (source["uri"], source["headline"], source["quotes_stand"]) == ("ferry", "About the ferry", False)
    done = _command(newsroom.archive, log)
    assert done.returncode == 1
    assert "changed: “About the ferry” (ferry): its text changed" in done.stdout
    assert f"no longer said: “{_BODIES['ferry']}”" in done.stdout and "school" not in done.stdout


_DAMAGED = [
    '{"time": "2025-03-04T00:00:00+00:00", "question": "cut o',
    "[]",
    "7",
    '{"id": 1}',
    '{"question": ["q"]}',
    '{"question": "q", "sources": {"uri": "ferry"}}',
    '{"question": "q", "sources": ["ferry"]}',
    '{"question": "q", "sources": [{"uri": 7}]}',
    '{"question": "q", "sources": [{"uri": "\\ud83d"}]}',
    '{"question": "q", "sources": [{"uri": "ferry", "body_sha256": {}}]}',
    '{"question": "q", "sources": [{"uri": "ferry", "n": true}]}',
    '{"question": "q", "statements": [{"quotes": [{"uri": "ferry", "quote": "q", "start": "0", "end": 1}]}]}',
    '{"question": "q", "statements": [{"quotes": [{"uri": "ferry", "quote": "q", "start": -9, "end": 1}]}]}',
    '{"question": "q", "statements": [{"quotes": {}}]}',
    '{"question": "q", "time": {"$gt": ""}}',
    '{"question": "q", "filters": {"as_of": "\\udcff"}}',
    '{"question": "q", "erased": "ferry"}',
    '{"question": ' + "9" * 5000 + "}",
    "[" * 100_000,
    '{"question": "q", "sources": ' + '{"a":' * 100_000,
    "\x00",
]


def test_a_damaged_line_is_told_by_its_number_and_passed_over(
    newsroom: Newsroom, capfd: pytest.CaptureFixture[str]
) -> None:
    newsroom.ask("ferry")
    log = newsroom.archive.questions.path
    with log.open("ab") as file:
        file.write("\n".join(["", *_DAMAGED]).encode() + b"\n\xff\xfe\n")
    newsroom.ask("mill")
    newsroom.store(*(replace(_STORIES[uri], pubstatus="withheld", version=2) for uri in ("ferry", "mill")))
    assert answering.__main__.main(["--recheck", str(log), "--archive", str(newsroom.archive.folder), "--json"]) == 1
    said = capfd.readouterr()
    assert [json.loads(line)["id"] for line in said.out.splitlines()] == ["ferry", "mill"]
    told = said.err.splitlines()
    assert [line.split(":")[0] for line in told] == [f"{log}, line {n}" for n in range(3, len(_DAMAGED) + 4)]
    assert max(map(len, told)) < 400


@pytest.mark.parametrize(
    "arguments",
    [["--recheck", "missing.jsonl"], ["--recheck", "."], ["--recheck", LOG_FILE, "q"]]
    + [["--recheck", LOG_FILE, option, "2025-01-01"] for option in ("--from", "--as-of", "--questions")],
    ids=str,
)
def test_unusable_arguments_are_one_line_with_status_2(
    arguments: Sequence[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(LOG_FILE).write_text("")
    Archive.create(tmp_path / "archive").close()
    assert answering.__main__.main([*arguments, "--archive", "archive"]) == 2
    said = capfd.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    archive = Archive.create(tmp_path_factory.mktemp("empty"))
    yield archive
    archive.close()


_KEYS = ("uri", "n", "quote", "quotes", "start", "end", "source", "version", "text", "uri_sha256", "quoted", "headline")
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=15,
)


@settings(deadline=None)
@given(
    record=st.dictionaries(
        st.sampled_from(["statements", "sources", "erased", "filters", "time", "id"]),
        st.lists(_JSON, max_size=3) | _JSON,
    )
)
def test_no_record_whatever_it_holds_ends_the_recheck(empty: Archive, record: dict[str, Any]) -> None:
    good = {"question": "last", "sources": [{"n": 1, "uri": "u"}]}
    lines = [json.dumps({"question": "q"} | record), json.dumps(good)]
    assert recheck(lines, empty.catalog)[-1].question == "last"

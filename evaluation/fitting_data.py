"""The questions that the answering is fitted on, each with what the real search finds for it.

XQuAD (half of its topics held back in turn for *found*; for *sure* the right article is taken out of what was found, so that the
topic is there and the answer is not), NoMIRACL, weeks of real news, and the fitting half of our own questions. Even topics,
odd lines and the fitting half are fitted on, the others report; of the news all weeks given are fitted on.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from answering.assistant import Assistant
from answering.deciding import read_setting
from answering.facts import STORIES
from answering.reading import Sentence
from answering.understanding.kinds import kind_of
from archive.records import Article, Filters
from archive.settings import SAMPLE
from evaluation import news, nomiracl, questions, xquad
from evaluation.archives import temporary_archive
from evaluation.fitting import Known, known
from evaluation.metrics import overlaps
from ingest.reading import read_articles
from language.model import LazyModel
from retrieval.search import Findings, Search

PAIRS = (("en", "es"), ("es", "es"), ("en", "en"), ("es", "en"))
SAMPLE_OF_XQUAD = 400  # questions of each pair, spread evenly: enough for a dozen weights


def collect(model: LazyModel, *, xquad_folder: Path, nomiracl_folder: Path, news_folder: Path) -> list[Known]:
    """Ask all questions of archives made for them and return what was found."""
    return [
        *(one for asked, told in PAIRS for one in _xquad(model, xquad_folder, asked, told)),
        *(one for file in sorted(nomiracl_folder.glob("*.jsonl")) for one in _nomiracl(model, file)),
        *_news(model, news_folder),
        *_our_own(model),
    ]


def _find(search: Search, question: str, filters: Filters = Filters()) -> Findings:
    # One story more than is read: where the right one is taken out, the next moves up.
    return search.read_together(search.find(question, read=STORIES, filters=filters), stories=STORIES + 1)


def _asks_for(findings: Findings) -> str:
    return kind_of(findings.question.text, language=findings.question.language).asks_for


def _xquad(model: LazyModel, folder: Path, asked: str, told: str) -> Iterator[Known]:
    data = xquad.fewer_questions(xquad.read_xquad(folder, asked_in=asked, archive_in=[told]), SAMPLE_OF_XQUAD)
    with temporary_archive([paragraph.record for paragraph in data.paragraphs], model) as search:
        searched = search.archive.catalog.count_passages()
        for question in tqdm(data.questions, f"{asked}->{told}"):
            findings, uri = _find(search, question.text), f"xquad:{told}:{question.paragraph}"
            start, end = question.answers[told]

            def is_right(sentence: Sentence, uri: str = uri, start: int = start, end: int = end) -> bool:
                return sentence.passage.uri == uri and overlaps(sentence.start, sentence.end, start, end)

            common = {"asks_for": _asks_for(findings), "searched": searched, "reports": question.topic % 2 == 1}
            yield known("xquad", findings, is_right=is_right, is_there=None, is_answered=True, **common)
            others = replace(findings, stories=tuple(s for s in findings.stories if s.first.uri != uri))
            yield known("xquad", others, is_right=None, is_there=None, is_answered=False, **common)
    for half in (False, True):
        kept = [paragraph for paragraph in data.paragraphs if xquad.held_back(paragraph.topic) == half]
        with temporary_archive([paragraph.record for paragraph in kept], model) as search:
            searched = search.archive.catalog.count_passages()
            for question in tqdm(data.questions, f"{asked}->{told}, half of the topics held back"):
                findings = _find(search, question.text)
                yield known(
                    f"xquad {asked}->{told}",
                    findings,
                    asks_for=_asks_for(findings),
                    searched=searched,
                    is_right=None,
                    is_there=xquad.held_back(question.topic) == half,
                    is_answered=None,
                    reports=question.topic % 2 == 1,
                )


def _nomiracl(model: LazyModel, file: Path) -> Iterator[Known]:
    judged = nomiracl.read_judged(file)
    with temporary_archive([passage for one in judged for passage in one.passages], model) as search:
        for line, question in enumerate(tqdm(judged, file.stem)):
            filters = Filters(publishers=(question.id,))
            findings = _find(search, question.text, filters)
            yield known(
                f"nomiracl {file.stem}",
                findings,
                asks_for=_asks_for(findings),
                searched=search.archive.catalog.count_passages(filters),
                is_right=None,
                is_there=None,
                is_answered=question.answerable,
                reports=line % 2 == 1,
            )


def _news(model: LazyModel, folder: Path) -> Iterator[Known]:
    quiz = news.Quiz.of(news.read_weeks(folder))
    with temporary_archive(list(quiz.articles.values()), model) as search:
        for question in tqdm([*quiz.answerable, *quiz.absent], "news"):
            findings = _find(search, question.text, Filters(as_of=question.day))
            is_there = question in quiz.answerable

            def is_right(sentence: Sentence, choice: str = question.choice) -> bool:
                return news.holds_choice(sentence.text, choice)

            yield known(
                "news",
                findings,
                asks_for=_asks_for(findings),
                searched=search.archive.catalog.count_passages(),
                is_right=is_right if is_there else None,
                is_there=is_there,
                is_answered=None,
                reports=False,
            )


def _our_own(model: LazyModel) -> Iterator[Known]:
    samples = [reading.result for reading in read_articles([SAMPLE])]
    bodies = {article.uri: article.body for article in samples if isinstance(article, Article)}
    with questions.sample_archive(model) as archive:
        search = Search(archive, *model.load())
        assistant = Assistant(search, read_setting())
        for row in questions.read_questions(questions.QUESTIONS_FILE):
            found = assistant.find_for(row["question"], history=tuple(row.get("history", ())), as_of=row["as_of"])
            if found is None or row["part"] == questions.REPORT:
                continue
            findings, asks_for = found
            spans = [
                (one["uri"], start, start + len(one["sentence"]))
                for group in row["right"]
                for one in group
                if (start := bodies[one["uri"]].find(one["sentence"])) >= 0
            ]

            def is_right(sentence: Sentence, spans: list[tuple[str, int, int]] = spans) -> bool:
                return any(
                    sentence.passage.uri == uri and overlaps(sentence.start, sentence.end, start, end)
                    for uri, start, end in spans
                )

            answered, absent = row["expected"] == "answered", row["kind"] == "absent"
            yield known(
                "our own",
                findings,
                asks_for=asks_for,
                searched=archive.catalog.count_passages(),
                is_right=is_right if answered else None,
                is_there=True if answered else False if absent else None,
                is_answered=None if absent else answered,
                reports=False,
            )

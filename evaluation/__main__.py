"""python -m evaluation xquad | nomiracl | news | pages | questions | days | fit | fit-reader | means | speed | duplicates …, each with --json"""

import argparse
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from archive.errors import UsageError
from archive.settings import read_settings
from language.errors import HemerotecaError
from language.model import LazyModel


def main(arguments: list[str] | None = None) -> int:
    """Run one evaluation and return the exit status."""
    options = _parser().parse_args(arguments)
    try:
        settings = read_settings()
        table = options.run(options, LazyModel(settings.embedding, cache=settings.cache))
    except HemerotecaError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except ModuleNotFoundError as error:
        print(
            f"This evaluation needs {error.name}, which nothing else does: run `pip install -r requirements-dev.txt`.",
            file=sys.stderr,
        )
        return 1
    if options.json:
        print(json.dumps(table, ensure_ascii=False))
    else:
        _print(table)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m evaluation", description="Questions with known answers: one table of figures."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    xquad = commands.add_parser("xquad", help="ask XQuAD's questions")
    xquad.add_argument("folder", type=Path, metavar="DIR", help="the folder with xquad.<language>.json")
    xquad.add_argument("--questions", default="en", metavar="CODE", help="the questions' language (en)")
    xquad.add_argument(
        "--archive", default="es", metavar="CODES", help="the archive's languages, such as es or en,es,ru"
    )
    xquad.add_argument("--split", action="store_true", help="each topic in one of the languages only")
    xquad.add_argument("--articles", type=int, metavar="N", help="only N of the paragraphs in each language")
    xquad.add_argument("--sample", type=int, metavar="N", help="only N of the questions, for a quick look")
    xquad.set_defaults(run=_xquad)

    fit = commands.add_parser("fit", help="fit the setting that decides whether there is an answer")
    fit.add_argument("xquad", type=Path, metavar="XQUAD", help="the folder with xquad.<language>.json")
    fit.add_argument("nomiracl", type=Path, metavar="NOMIRACL", help="the folder with NoMIRACL's <language>.jsonl")
    fit.add_argument("news", type=Path, metavar="NEWS", help="a folder with weeks of RealTime QA")
    fit.set_defaults(run=_fit)
    reader = commands.add_parser("fit-reader", help="fit what reads a question and a passage together")
    reader.add_argument("questions", type=Path, metavar="QUESTIONS", help="a .jsonl of questions with their passages")
    reader.add_argument("--minutes", type=float, default=45, metavar="N", help="how long (45)")
    reader.add_argument("--anew", action="store_true", help="from nothing, not from the updates that are there")
    reader.set_defaults(run=_fit_reader)

    means = commands.add_parser("means", help="measure the reference texts: the language means that ship with the code")
    means.set_defaults(run=_means)

    speed = commands.add_parser("speed", help="our ingest beside the stock LangChain way, on the same texts")
    speed.add_argument("--texts", type=int, default=240, metavar="N", help="how many texts (240)")
    speed.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each, in turns (3)")
    speed.set_defaults(run=_speed)

    duplicates = commands.add_parser("duplicates", help="which articles are found to be prints of one story")
    what = duplicates.add_mutually_exclusive_group()
    what.add_argument("--fit", action="store_true", help="fit the rule on the even events and write it")
    what.add_argument("--scale", action="store_true", help="time 1,000 and 5,000 generated prints instead")
    duplicates.add_argument("--prints", type=Path, metavar="FILE", help="other prints of the same form (JSON Lines)")
    duplicates.add_argument("--large", type=int, default=5000, metavar="N", help="how many with --scale (5000)")
    duplicates.set_defaults(run=_duplicates)

    bulletins = commands.add_parser(
        "bulletins", help="ask each day's question of daily bulletins that differ in their figures"
    )
    bulletins.add_argument("--file", type=Path, metavar="FILE", help="other bulletins of the same form (JSON Lines)")
    bulletins.set_defaults(run=_bulletins)

    news = commands.add_parser("news", help="ask RealTime QA's questions of its weeks of whole news articles")
    news.add_argument(
        "folder", type=Path, metavar="DIR", help="a folder with …_qa.jsonl and …_gcs.jsonl, a pair a week"
    )
    news.add_argument("--weeks", type=int, metavar="N", help="only N of the weeks, spread evenly")
    news.set_defaults(run=_news)

    nomiracl = commands.add_parser("nomiracl", help="ask NoMIRACL's questions, each of its own ten passages")
    nomiracl.add_argument("folder", type=Path, metavar="DIR", help="the folder with <language>.jsonl")
    nomiracl.add_argument("--sample", type=int, metavar="N", help="only N questions of each language")
    nomiracl.set_defaults(run=_nomiracl)

    questions = commands.add_parser("questions", help="ask our own questions of the sample archive, by kind")
    questions.add_argument("--file", type=Path, metavar="FILE", help="other questions of the same form (JSON Lines)")
    questions.add_argument("--part", choices=("report", "fit"), default="report", help="which half (report)")
    questions.set_defaults(run=_questions)

    pages = commands.add_parser("pages", help="what is read of fundus' news pages, beside plain trafilatura")
    pages.add_argument("folder", type=Path, metavar="DIR", help="a checkout of https://github.com/flairNLP/fundus")
    pages.add_argument("--wrong", action="store_true", help="list what was read otherwise, page by page")
    pages.set_defaults(run=_pages)

    days = commands.add_parser("days", help="which days questions are understood to name")
    days.add_argument("--questions", type=Path, metavar="FILE", help="other questions of the same form (JSON Lines)")
    days.set_defaults(run=_days)

    for command in (xquad, nomiracl, news, pages, questions, days, fit, reader, means, speed, duplicates, bulletins):
        command.add_argument("--json", action="store_true", help="print one JSON object")
    return parser


# Each command imports what it runs when it runs: the stock way alone takes seconds to import.


def _xquad(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import xquad
    from evaluation.answering_figures import ask_all, decline_figures, figures
    from evaluation.archives import temporary_archive

    languages = options.archive.split(",")
    data = xquad.read_xquad(options.folder, asked_in=options.questions, archive_in=languages)
    if options.split:
        data = xquad.one_language_a_topic(data, languages)
    if options.articles:
        data = xquad.fewer_articles(data, options.articles)
    if options.sample:
        data = xquad.fewer_questions(data, options.sample)
    with temporary_archive([p.record for p in data.paragraphs], model) as search:
        outcomes = ask_all(search, data, label=f"{options.questions}->{options.archive}")
    kept = xquad.Xquad([p for p in data.paragraphs if not xquad.held_back(p.topic)], data.questions)
    with temporary_archive([p.record for p in kept.paragraphs], model) as search:
        half = ask_all(search, kept, label="half of the topics held back")
    groups = {"all topics": {o.question.id for o in outcomes}}
    if options.split:
        groups |= {f"answer in {code}": {o.question.id for o in outcomes if o.language == code} for code in languages}
    groups["odd topics"] = {o.question.id for o in outcomes if o.question.topic % 2}
    table: dict[str, Any] = {"questions": options.questions, "archive": options.archive, "split": options.split}
    table["articles"] = len(data.paragraphs)
    table["rows"] = {
        name: figures([o for o in outcomes if o.question.id in ids])
        | decline_figures([o for o in half if o.question.id in ids])
        for name, ids in groups.items()
    }
    return table


def _fit_reader(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation.reader_fitting import fit_reader

    return fit_reader(model, options.questions, minutes=options.minutes, anew=options.anew)


def _fit(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation.fitting import fit
    from evaluation.fitting_data import collect

    return fit(collect(model, xquad_folder=options.xquad, nomiracl_folder=options.nomiracl, news_folder=options.news))


def _means(_: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from language.centring import SHIPPED, write_means
    from language.embedder import Embedder

    settings = read_settings()
    if settings.embedding.name is not None:
        raise UsageError(
            "The means that ship are the bundled model's: unset EMBEDDING_MODEL. Another model's are made by themselves."
        )
    write_means(Embedder.load(settings.embedding, cache=settings.cache), SHIPPED)
    return {"written": SHIPPED.name, "bytes": SHIPPED.stat().st_size, "model": model.fingerprint}


def _speed(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation.speed import compare

    return compare(model, texts=options.texts, rounds=options.rounds)


def _news(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import news

    return news.evaluate(model, options.folder, weeks=options.weeks)


def _nomiracl(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import nomiracl

    return nomiracl.evaluate(model, options.folder, sample=options.sample)


def _pages(options: argparse.Namespace, _: LazyModel) -> dict[str, Any]:
    from evaluation import pages

    return pages.evaluate(options.folder, wrong=options.wrong)


def _questions(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import questions

    return questions.evaluate(model, file=options.file or questions.QUESTIONS_FILE, part=options.part)


def _duplicates(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import duplicates, duplicates_fitting, duplicates_scale

    if options.scale:
        return dict(duplicates_scale.compare_sizes(small=1000, large=options.large))
    if options.fit:
        return duplicates_fitting.fit(model)
    return duplicates.evaluate(model, file=options.prints or duplicates.PRINTS_FILE)


def _bulletins(options: argparse.Namespace, model: LazyModel) -> dict[str, Any]:
    from evaluation import bulletins

    return bulletins.evaluate(model, file=options.file or bulletins.BULLETINS_FILE)


def _days(options: argparse.Namespace, _: LazyModel) -> dict[str, Any]:
    from evaluation.days import DAYS_FILE, evaluate

    return evaluate(options.questions or DAYS_FILE)


def _print(table: Mapping[str, Any]) -> None:
    rows = table.get("rows")
    for name, value in table.items():
        if isinstance(value, list):
            print(*(f"{name}: {item}" for item in value), sep="\n")
        elif name != "rows":
            print(f"{name}: {value if not isinstance(value, Mapping) else json.dumps(value, ensure_ascii=False)}")
    if not isinstance(rows, Mapping):
        return
    columns = list(next(iter(rows.values())))
    width = max(len(name) for name in rows)
    print(" " * width, *(f"{column:>16}" for column in columns))
    for name, row in rows.items():
        print(f"{name:<{width}}", *(f"{_figure(column, row[column]):>16}" for column in columns))


def _figure(column: str, value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.0f}" if column in ("questions", "pairs", "pages", "together") else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())

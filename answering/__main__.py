"""python -m answering "QUESTION" | --questions FILE.jsonl | --recheck LOG  [filters] [--archive DIR] [--json]"""

import argparse
import json
import sys
from contextlib import closing
from pathlib import Path
from textwrap import indent

from answering.answer import Answer, as_record
from answering.assistant import Assistant
from answering.citing import citation
from answering.deciding import read_setting
from answering.log import QuestionLog
from answering.phrases import say
from answering.rechecking import recheck
from answering.showing import days_above, not_listed, taken_as
from answering.wording import quoted
from archive.console import print_line, run_command
from archive.errors import UsageError
from archive.records import Appearance, Filters
from archive.settings import read_settings
from archive.store import Archive
from retrieval.command_line import (
    add_arguments,
    open_archive,
    open_search,
    read_filters,
    read_questions,
)


def main(arguments: list[str] | None = None) -> int:
    """Answer questions from the command line and return the exit status."""
    options = parser().parse_args(arguments)
    return run_command(lambda: _run(options))


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command's arguments."""
    made = argparse.ArgumentParser(
        prog="python -m answering", description="Ask the archive; answers are verbatim quotes."
    )
    add_arguments(made)
    made.add_argument(
        "--recheck",
        type=Path,
        metavar="LOG",
        help="instead of asking, tell which past answers rest on stories that changed since",
    )
    return made


def _run(options: argparse.Namespace) -> int:
    with closing(open_archive(options)) as archive:
        filters = read_filters(options, archive)
        if options.recheck is not None:
            return _recheck(options, archive, filters)
        questions = read_questions(options)
        assistant = Assistant(open_search(archive), read_setting())
        log = QuestionLog(archive, is_kept=read_settings().keeps_log)
        for question in questions:
            answer = assistant.answer(question.text, history=question.history, filters=filters)
            log.append(answer, filters, id=question.id)
            if options.json:
                print_line(json.dumps({"id": question.id} | as_record(answer), ensure_ascii=False))
            else:
                _show(answer, filters)
    return 0


def _recheck(options: argparse.Namespace, archive: Archive, filters: Filters) -> int:
    if options.question is not None or options.questions is not None or filters != Filters():
        raise UsageError("--recheck goes without a question and without filters.")

    def tell_damaged(number: int, reason: str) -> None:
        print(f"{options.recheck}, line {number}: {reason}; it is passed over.", file=sys.stderr)

    try:
        with options.recheck.open("rb") as log:
            changed = recheck(log, archive.catalog, on_damaged=tell_damaged)
    except OSError as error:
        raise UsageError(f"{options.recheck} cannot be read: {error.strerror or error}.") from error
    for answer in changed:
        print_line(json.dumps(answer.as_json(), ensure_ascii=False) if options.json else f"{answer.in_words()}\n")
    if not changed and not options.json:
        print_line("No past answer rests on a story that was corrected, changed, withdrawn or erased since.")
    return 1 if changed else 0


def _show(answer: Answer, filters: Filters) -> None:
    print_line(answer.question)
    if answer.understood and answer.understood.completed:
        print_line(f"  {say('asked_as', answer.language)} {quoted(answer.asked, answer.language)}")
    if taken := taken_as(answer, filters):
        print_line(f"  {' · '.join(taken)}")
    if answer.notice:
        print_line(f"\n{answer.notice}")
    for statement, day in zip(answer.statements, days_above(answer), strict=True):
        if day:
            print_line(f"\n{day}")
        named = quoted(statement.headline, answer.language)
        headline = f"{say('labelled', answer.language, label=say('headline', answer.language), text=named)}\n"
        for quote in statement.quotes:
            said = f"“{quote.quote}” [{quote.source}]\n— {statement.attribution}"
            print_line("\n" + indent(f"{headline if statement.headline else ''}{said}", "  "))
    if answer.nearest:
        print_line(f"\n{say('nearest', answer.language)}")
    for story in answer.nearest:
        print_line(f"  - {_in_one_line(story)}")
    for source in answer.sources:
        print_line(f"\n[{source.n}] {citation(source, answer.language)}")
        if source.correction:
            heading = say("correction", answer.language)
            print_line(f"    {say('labelled', answer.language, label=heading, text=source.correction)}")
    if more := not_listed(answer):
        print_line(f"\n{more}")
    print_line("")


def _in_one_line(story: Appearance) -> str:
    return ". ".join(
        part for part in (story.headline or story.uri, story.publisher, story.published, story.url) if part
    )


if __name__ == "__main__":
    sys.exit(main())

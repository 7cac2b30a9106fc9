"""python -m answering "QUESTION" | --questions FILE.jsonl  [filters] [--archive DIR] [--json]"""

import argparse
import json
import sys
from contextlib import closing
from dataclasses import asdict

from answering.answer import Answer, Source
from answering.assistant import Assistant
from answering.deciding import read_setting
from answering.wording import correction_heading, nearest_heading
from archive.console import print_line, run_command
from archive.records import Appearance
from retrieval.command_line import (
    add_arguments,
    open_archive,
    open_search,
    read_filters,
    read_questions,
)


def main(arguments: list[str] | None = None) -> int:
    """Answer questions from the command line and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m answering", description="Ask the archive; answers are verbatim quotes."
    )
    add_arguments(parser)
    options = parser.parse_args(arguments)
    return run_command(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    with closing(open_archive(options)) as archive:
        questions, filters = read_questions(options), read_filters(options, archive)
        assistant = Assistant(open_search(archive), read_setting())
        for question in questions:
            answer = assistant.answer(question.text, filters=filters)
            if options.json:
                print_line(json.dumps({"id": question.id} | asdict(answer), ensure_ascii=False))
            else:
                _show(answer)
    return 0


def _show(answer: Answer) -> None:
    print_line(answer.question)
    if answer.notice:
        print_line(f"\n{answer.notice}")
    for statement in answer.statements:
        for quote in statement.quotes:
            print_line(f"\n  “{quote.quote}” [{quote.source}]\n  — {statement.attribution}")
    if answer.nearest:
        print_line(f"\n{nearest_heading(answer.language)}")
    for story in answer.nearest:
        print_line(f"  - {_in_one_line(story)}")
    for source in answer.sources:
        print_line(f"\n[{source.n}] {_in_one_line(source)}")
        if source.correction:
            print_line(f"    {correction_heading(answer.language)}: {source.correction}")
    print_line("")


def _in_one_line(story: Source | Appearance) -> str:
    return ". ".join(
        part for part in (story.headline or story.uri, story.publisher, story.published, story.url) if part
    )


if __name__ == "__main__":
    sys.exit(main())

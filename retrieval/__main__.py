"""python -m retrieval "QUESTION" | --questions FILE.jsonl | --article URI  [-k 10] [filters] [--archive DIR] [--json]"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import asdict
from typing import Any

from archive.console import print_line, run_command, text_argument
from archive.errors import UsageError
from archive.records import Appearance, Article, Filters, Passage
from archive.store import Archive
from language.errors import HemerotecaError
from retrieval.command_line import (
    add_arguments,
    open_archive,
    open_search,
    read_filters,
    read_questions,
)

_FIELDS = ("uri", "headline", "publisher", "published", "language", "start", "end", "text", "score", "correction")


def main(arguments: list[str] | None = None) -> int:
    """Run a search, or show an article, from the command line and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m retrieval", description="Find passages in the archive.")
    add_arguments(parser)
    parser.add_argument("-k", type=int, default=10, metavar="N", help="how many passages (default: 10)")
    parser.add_argument("--article", type=text_argument, metavar="URI", help="show a stored article instead")
    options = parser.parse_args(arguments)
    return run_command(lambda: _run(options))


def _run(options: argparse.Namespace) -> int:
    if options.k < 1:
        raise UsageError(f"-k {options.k}: ask for at least one passage.")
    with closing(open_archive(options)) as archive:
        if options.article is not None:
            _show_article(archive, options.article, as_json=options.json)
        else:
            _show_found(archive, options)
    return 0


def _show_found(archive: Archive, options: argparse.Namespace) -> None:
    questions, filters = read_questions(options), read_filters(options, archive)
    search = open_search(archive)
    for question in questions:
        passages = search.passages(question.text, k=options.k, filters=filters)
        if options.json:
            prints = archive.catalog.appearances([passage.story for passage in passages], filters)
            found = [_record(passage, prints.get(passage.story, [])) for passage in passages]
            record = {"id": question.id, "question": question.text, "passages": found}
            print_line(json.dumps(record, ensure_ascii=False))
        else:
            prints = archive.catalog.appearances([passage.story for passage in passages], Filters(as_of=filters.as_of))
            _show_passages(question.text, passages, prints)


def _record(passage: Passage, prints: list[Appearance]) -> dict[str, Any]:
    return {name: getattr(passage, name) for name in _FIELDS} | {"appearances": [asdict(p) for p in prints]}


def _article(archive: Archive, uri: str) -> Article:
    article = archive.catalog.article(uri)
    if article is None:
        why = archive.catalog.ledger.why_withdrawn(uri)
        reason = f": it was {why}" if why else ""
        raise HemerotecaError(f"The archive {archive.folder} holds no article {uri!r} that may be read{reason}.")
    return article


def _show_article(archive: Archive, uri: str, *, as_json: bool) -> None:
    article, history = _article(archive, uri), archive.catalog.old_versions(uri)
    if as_json:
        earlier = [old.article.as_json() | {"replaced": old.replaced} for old in history]
        print_line(json.dumps(article.as_json() | {"history": earlier}, ensure_ascii=False))
        return
    _show_text(article)
    for old in history:
        print_line(f"\n--- What it said until {old.replaced} ---\n")
        _show_text(old.article)


def _show_text(article: Article) -> None:
    about = f"{article.publisher} {article.published or ''}".strip()
    correction = f"Correction: {article.correction}" if article.correction else ""
    print_line("\n".join(line for line in (article.headline, about, article.url, correction) if line))
    print_line(f"\n{article.body}")


def _show_passages(question: str, passages: list[Passage], prints: Mapping[str, Sequence[Appearance]]) -> None:
    print_line(question)
    for n, passage in enumerate(passages, 1):
        print_line(
            f"\n{n}. {passage.headline or passage.uri}  ({passage.publisher} {passage.published or ''}, {passage.language}, {passage.score:.3f})"
        )
        print_line(f"   {passage.text}")
        for print_ in prints.get(passage.story, []):
            if print_.correction:
                who = f" ({print_.publisher or print_.uri})" if print_.uri != passage.uri else ""
                print_line(f"   Correction{who}: {print_.correction}")
    if not passages:
        print_line("\nNothing in the archive passes these filters.")


if __name__ == "__main__":
    sys.exit(main())

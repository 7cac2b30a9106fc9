"""Exports of a newsroom that change from night to night, and what an archive makes of them, without a model.

`python -m tests.exporting [--runs 2000] [--seed 1]` plays many sequences and says what was lost.
"""

import argparse
import csv
import io
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from archive import schema
from archive.catalog import Catalog
from archive.rows import NewArticle
from ingest.pipeline import compared_with
from ingest.reading import read_articles
from ingest.report import Report
from ingest.stories.comparing import Foreseen, Visited

_PLACES = "Pell Strand Corrin Maddock Netherby Skerry Hollin Tern Lumbre Olmeda Alvorem Thornmere".split()
_THINGS = (
    "the well,the choir,the ferry,the mill,the market,the orchard,the lock,the bakery,the bridge,the school".split(",")
)
_HEADLINES = ("Weather", "Council", "")


@dataclass
class Story:
    """A story of the newsroom; `texts` are all that it ever said in an export, the latest last."""

    number: int
    headline: str
    day: str
    body: str
    url: str = ""
    texts: list[str] = field(default_factory=list)
    is_erased: bool = False


@dataclass
class Newsroom:
    """A newsroom that exports its stories to a file, and the catalog that takes them in."""

    draw: random.Random
    catalog: Catalog
    file: Path
    has_numbers: bool
    link: str = ""  # where all of them link to
    is_alike: bool = False  # whether all are told in one form of words
    run: int = 0
    made: int = 0
    stories: list[Story] = field(default_factory=list)
    exported: list[Story] = field(default_factory=list)

    def step(self) -> None:
        """Change what is exported: rows come, go, move, get other numbers, say something else."""
        if self.exported and self.draw.random() < 0.5:
            self.exported.remove(self.draw.choice(self.exported))
        gone = [story for story in self.stories if story not in self.exported]
        if gone and self.draw.random() < 0.3:
            self.exported.insert(self.draw.randrange(len(self.exported) + 1), self.draw.choice(gone))
        for _ in range(self.draw.choice((0, 1, 1, 3))):
            self.exported.insert(self.draw.randrange(len(self.exported) + 1), self._new())
        if self.exported and self.draw.random() < 0.6:
            self._edit(self.draw.choice(self.exported))
        if self.draw.random() < 0.3:
            self.draw.shuffle(self.exported)
        if self.draw.random() < 0.5:
            for number, story in enumerate(self.exported, 1):
                story.number = number

    def _new(self) -> Story:
        self.made += 1
        place, thing = self.draw.choice(_PLACES), self.draw.choice(_THINGS)
        if self.is_alike:
            body = f"In {place} today {self.made} people asked for {thing}. The council meets again on Monday at nine."
        else:
            words = [f"{self.draw.choice(_PLACES)}{self.draw.randrange(10_000)}" for _ in range(18)]
            body = f"{' '.join(words[:6])}. {' '.join(words[6:12])} {thing}. {' '.join(words[12:])} {self.made}."
        headline = self.draw.choice((*_HEADLINES, f"{thing} of {place} {self.made}"))
        day = self.draw.choice(("", "2025-03-04", "2025-03-05"))
        if headline and any(
            (headline, day) == (one.headline, one.day)
            for one in self.stories
            if one.is_erased or one not in self.exported
        ):
            headline = f"{headline} {self.made}"  # nobody can tell one that goes and one that comes from an edited one
        story = Story(max((one.number for one in self.exported), default=0) + 1, headline, day, body, self.link)
        self.stories.append(story)
        return story

    def _edit(self, story: Story) -> None:
        if story.is_erased:
            return  # what it says then is another text
        self.made += 1
        change = self.draw.random()
        if change < 0.5:
            story.body = f"{story.body} Corrected: it was {self.made}."
        elif change < 0.7:
            story.headline = f"{story.headline} {self.made}"
        else:
            words = story.body.split(" ")
            words[self.draw.randrange(len(words))] = f"word{self.made}"
            story.body = " ".join(words)

    def export(self) -> None:
        """Write the file."""
        rows = []
        for story in self.exported:
            row = {"title": story.headline, "text": story.body, "date": story.day, "url": story.url}
            rows.append(({"id": str(story.number)} if self.has_numbers else {}) | row)
            story.texts.append(story.body)
        if self.file.suffix == ".json":
            self.file.write_text(json.dumps(rows), "utf-8")
        elif self.file.suffix == ".jsonl":
            self.file.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        else:
            text = io.StringIO()
            writer = csv.DictWriter(
                text, ["id", "title", "text", "date", "url"] if self.has_numbers else ["title", "text", "date", "url"]
            )
            writer.writeheader()
            writer.writerows(rows)
            self.file.write_text(text.getvalue(), "utf-8")

    def take_in(self, *paths: Path) -> Report:
        """Take the export in, having foreseen what that does."""
        ledger, self.run = self.catalog.ledger, self.run + 1
        foreseen, expected, report = Foreseen(ledger, run=self.run), Report(), Report()
        erased, files = ledger.erased(), paths or (self.file,)
        for compared in compared_with(
            read_articles(files), foreseen, erased=erased, run=self.run, visited=Visited(), report=expected
        ):
            foreseen.note(compared)
        for compared in compared_with(
            read_articles(files), ledger, erased=erased, run=self.run, visited=Visited(), report=report
        ):
            new = {read.article.uri: NewArticle(read) for read in compared.changed}
            self.catalog.changes.put(
                list(new.values()), sightings=compared.sightings, claims=compared.claims, run=self.run
            )
        assert expected == report, (expected, report)
        return report

    def erase(self) -> None:
        """Erase one of the stories that are stored."""
        stored = {body: uri for uri, body in self.bodies().items()}
        there = [story for story in self.stories if story.texts and not story.is_erased and story.texts[-1] in stored]
        # The only one at an address is not told from one that comes later, so that one stays out.
        if len(there) > 1 or (there and not self.link):
            story = self.draw.choice(there)
            story.is_erased = True
            self.catalog.changes.erase(stored[story.texts[-1]])
            story.body = story.texts[-1]

    def bodies(self) -> dict[str, str]:
        """Return what each stored article says, by uri."""
        query = sa.select(schema.articles.c.uri, schema.bodies.c.body).join(schema.bodies)
        with self.catalog.reading() as connection:
            return {row.uri: row.body for row in connection.execute(query)}

    def history(self) -> dict[str, list[str]]:
        """Return what each article said before, by uri."""
        found: dict[str, list[str]] = {}
        with self.catalog.reading() as connection:
            for row in connection.execute(sa.select(schema.versions)):
                found.setdefault(row.uri, []).append(json.loads(row.article)["body"])
        return found

    def wrong(self) -> list[str]:
        """Return what the archive has lost, mixed up or let in again."""
        bodies, history = self.bodies(), self.history()
        wrong = []
        current = list(bodies.values())
        for story in self.stories:
            if not story.texts:
                continue
            if story.is_erased:
                wrong += [f"came back: {text}" for text in {*story.texts} if text in current]
                wrong += [
                    f"came back: {text}" for text in {*story.texts} if any(text in old for old in history.values())
                ]
            elif story.texts[-1] not in current:
                wrong.append(f"lost: {story.texts[-1]}")
        for uri, body in bodies.items():
            owners = [one for one in self.stories if body in one.texts]
            told = [text for text in history.get(uri, []) if not any(text in one.texts for one in owners)]
            wrong += [f"{uri}: {body} is said to have been {text}" for text in told]
        return wrong


def play(folder: Path, *, seed: int, steps: int) -> list[str]:
    """Play a sequence of exports and return what went wrong."""
    draw = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    with closing(Catalog(folder / "catalog.sqlite")) as catalog:
        newsroom = Newsroom(
            draw,
            catalog,
            folder / f"export{draw.choice(('.csv', '.json', '.jsonl'))}",
            has_numbers=draw.random() < 0.5,
            link=draw.choice(("", "", "https://paper.example/", "https://paper.example/news")),
            is_alike=draw.random() < 0.4,
        )
        for step in range(steps):
            newsroom.step()
            newsroom.export()
            newsroom.take_in()
            wrong = newsroom.wrong()
            again = newsroom.take_in()
            if again.added or again.updated or again.withdrawn:
                wrong.append(f"a second run was not quiet: {again}")
            if wrong:
                return [f"seed {seed}, step {step}: {one}" for one in wrong]
            if draw.random() < 0.2:
                newsroom.erase()
    return []


def main(arguments: Sequence[str] | None = None) -> int:
    """Play so many sequences and return whether anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.exporting", description="Play changing exports.")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--steps", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    failed = 0
    for seed in range(options.seed, options.seed + options.runs):
        with tempfile.TemporaryDirectory() as folder:
            wrong = play(Path(folder) / "export", seed=seed, steps=options.steps)
        failed += bool(wrong)
        print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{options.runs} sequences of {options.steps} exports: {failed} went wrong")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

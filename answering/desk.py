"""What every kind of answer needs: the search under what was understood, the articles as they stand, quoting and declining."""

from collections.abc import Iterable, Sequence

from answering.answer import Answer
from answering.asked import Asked
from answering.citing import appearance, cite, nearest
from answering.deciding import Setting
from answering.notices import not_found_notice, nothing_in_span
from answering.quoting import Excerpt
from answering.topics import CANDIDATES, OF_A_STORY, about_it
from answering.understanding.names import Named, names_in
from archive.records import Appearance, Article, DaySpan
from retrieval.search import Findings, Search
from retrieval.stories import PASSAGES, Story


class Desk:
    """One archive's search and the setting that decides; safe to share between threads."""

    def __init__(self, search: Search, setting: Setting) -> None:
        self.search = search
        self.setting = setting
        self.catalog = search.archive.catalog

    def find(
        self,
        asked: Asked,
        *,
        k: int = 10,
        read: int = 0,
        most: int = PASSAGES,
        also: Sequence[str] = (),
        of_a_story: int | None = None,
    ) -> Findings:
        """Search for a question: its days cut where they are of publishing, else the stories of these days come first."""
        cuts = asked.span is not None and asked.understood.published
        return self.search.find(
            asked.text,
            k=k,
            read=read,
            most=most,
            filters=asked.filters.within(asked.span) if cuts and asked.span else asked.filters,
            favoured=None if cuts else asked.span,
            also=also,
            near=asked.near,
            of_a_story=of_a_story,
            odds=asked.understood.odds,
            on_candidates=asked.on_candidates,
        )

    def quote(self, asked: Asked, chosen: Sequence[Excerpt], **fields: object) -> Answer:
        """Answer with quotes; `fields` are further ones of the answer."""
        statements, sources = cite(chosen, self.catalog, asked.filters, asked_in=asked.language)
        return asked.answer(status="answered", statements=statements, sources=sources, **fields)

    def decline(self, asked: Asked, stories: Sequence[Story], *, missing: tuple[str, ...] = ()) -> Answer:
        """Say that the archive holds no answer; `missing` is what the nearest story lacks, in words."""
        coverage = self.catalog.coverage(asked.filters)
        notice = not_found_notice(coverage, asked.filters, missing=missing, asked_in=asked.language)
        near = nearest([story.best.passage for story in stories])
        if asked.span and asked.understood.published and not stories:
            around = self.around(asked, asked.span)
            notice, near = nothing_in_span(asked.span, any_near=bool(around), asked_in=asked.language), around
        return asked.answer(missing=missing, notice=notice, nearest=near)

    def around(self, asked: Asked, span: DaySpan) -> tuple[Appearance, ...]:
        """Return the stories about it that lie nearest before and after the days that hold none."""
        found = self.search.find(
            asked.text, k=CANDIDATES, filters=asked.filters, odds=asked.understood.odds, of_a_story=OF_A_STORY
        )
        articles = self.articles(found.stories)
        stories = about_it(found.stories, self.names_of(asked), articles, asked_in=asked.language, meanings={})
        dated = sorted(stories, key=lambda story: story.first.published or "")
        before = [s for s in dated if span.since and (s.first.published or "") < span.since][-1:]
        after = [s for s in dated if span.until and (s.first.published or "")[:10] > span.until][:1]
        return tuple(appearance(story.first) for story in (*before, *after))

    def names_of(self, asked: Asked) -> tuple[Named, ...]:
        """Return the names of a question."""
        return tuple(named for named in names_in(asked.text, language=asked.language) if named.kind == "name")

    def articles(self, stories: Iterable[Story]) -> dict[str, Article]:
        """Return the articles of stories as they stand now, by uri."""
        uris = [ranked.passage.uri for story in stories for ranked in story.passages]
        return self.catalog.articles(list(dict.fromkeys(uris)))

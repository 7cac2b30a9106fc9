"""Which sentences to quote: the few that answer, verbatim, those that stand together as one excerpt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from answering.reading import AskedFor, JudgedSentence, ReadStory, mean_match
from archive.records import Article, Passage
from retrieval.reprints import near_identical

MOST_QUOTES = 4
# Words of all quotes together; a reader who wants more opens the article.
MOST_WORDS = 115
# How far below the best sentence another may lie and still be quoted, in log odds. On questions that were fitted on, two-fold, 5 quotes
# .01 to .02 more of our own and of the news than 4, and as many of XQuAD, in 5 words more at the median; 6 and 8 hardly any more.
MARGIN = 5.0
# How much better than every sentence a headline must match the question, in cosine, to be quoted as the answer.
HEADLINE_AHEAD = 0.02


@dataclass(frozen=True)
class Excerpt:
    """Neighbouring sentences of one article, quoted as one: `body[start:end] == text`; `passage` tells of the article.

    `under_headline` says that the headline is quoted with it, for it is what answers.
    """

    passage: Passage
    start: int
    end: int
    text: str
    under_headline: bool = False


def choose_excerpts(
    judged: Sequence[JudgedSentence],
    articles: Mapping[str, Article],
    *,
    most: int = MOST_QUOTES,
    words: int = MOST_WORDS,
    margin: float = MARGIN,
) -> list[Excerpt]:
    """Return what to quote, best first: the best sentences with what they need to be understood, none that repeats another.

    A sentence that names nobody brings the one before it, which says who it speaks of. `articles` are the articles as they
    stand now; sentences that no longer stand in them are left out.
    """
    standing = [one for one in judged if _stands(one, articles)]
    best_first = sorted(standing, key=lambda one: -one.score)
    neighbours = {(one.sentence.passage.uri, one.sentence.place): one for one in standing}
    chosen: dict[tuple[str, int], JudgedSentence] = {}
    spent = 0
    for one in best_first:
        key = (one.sentence.passage.uri, one.sentence.place)
        if chosen and one.score < best_first[0].score - margin:
            break
        if key in chosen or any(_repeats(one, other) for other in chosen.values()):
            continue
        taken = {key: one}
        before = neighbours.get((key[0], key[1] - 1)) if one.names_nobody else None
        if before is not None and not any(_repeats(before, other) for other in chosen.values()):
            taken |= {(key[0], key[1] - 1): before}
        cost = sum(len(new.sentence.text.split()) for place, new in taken.items() if place not in chosen)
        if chosen and (spent + cost > words or len(_runs({**chosen, **taken})) > most):
            continue
        chosen |= taken
        spent += cost
    excerpts = [_excerpt([chosen[key] for key in run], articles) for run in _runs(chosen)]
    rank = {id(one): n for n, one in enumerate(best_first)}
    first = {run[0]: min(rank[id(chosen[key])] for key in run) for run in _runs(chosen)}
    order = sorted(range(len(excerpts)), key=lambda n: list(first.values())[n])
    return [excerpts[n] for n in order]


def under_headlines(excerpts: Sequence[Excerpt], stories: Sequence[ReadStory], asked: AskedFor) -> list[Excerpt]:
    """Return the excerpts, the first of a story under its headline where that matches the question better than any sentence."""
    told = [story for story in stories if story.sentences]
    headed = {
        story.story.first.uri
        for story in told
        if mean_match(story.headline, asked)
        > HEADLINE_AHEAD + max(mean_match(s.matches, asked) for s in story.sentences)
    }
    marked = []
    for excerpt in excerpts:
        uri = excerpt.passage.uri
        marked.append(replace(excerpt, under_headline=uri in headed))
        headed.discard(uri)
    return marked


def _runs(chosen: Mapping[tuple[str, int], JudgedSentence]) -> list[list[tuple[str, int]]]:
    """Return the keys of sentences that follow one another, a list each."""
    runs: list[list[tuple[str, int]]] = []
    for key in sorted(chosen):
        if runs and runs[-1][-1] == (key[0], key[1] - 1):
            runs[-1].append(key)
        else:
            runs.append([key])
    return runs


def _repeats(one: JudgedSentence, other: JudgedSentence) -> bool:
    return near_identical(one.sentence.text, other.sentence.text)


def _stands(one: JudgedSentence, articles: Mapping[str, Article]) -> bool:
    sentence = one.sentence
    article = articles.get(sentence.passage.uri)
    return article is not None and article.body[sentence.start : sentence.end] == sentence.text


def _excerpt(run: Sequence[JudgedSentence], articles: Mapping[str, Article]) -> Excerpt:
    passage = max(run, key=lambda one: one.score).sentence.passage
    start, end = run[0].sentence.start, run[-1].sentence.end
    return Excerpt(passage, start, end, articles[passage.uri].body[start:end])

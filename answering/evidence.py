"""What speaks for the archive's holding an answer: how well the question is matched, and what of it nothing holds."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from answering.answer_kinds import holds_kind
from answering.holding import HELD, MISSING, Searchable, holds
from answering.namesakes import namesake
from answering.reading import AskedFor, JudgedSentence, ReadStory
from answering.understanding.folding import folded
from answering.understanding.function_words import FUNCTION_WORDS
from answering.understanding.names import Named
from retrieval.late_interaction import LONGEST
from retrieval.search import Findings
from retrieval.stories import least_fifth

# Passages of the largest archive that the setting was measured on; beyond it, size counts no further.
MOST_MEASURED = 20_000
# Likewise of the longest question: its tokens and its content words.
MOST_TOKENS, MOST_WORDS = 40, 15
_STEM = 6  # characters: enough to tell words, few enough to forgive endings
_WELL = 0.5  # the cosine from which a token counts as well matched
KINDS = ("person", "place", "day", "number", "reason", "thing")


@dataclass(frozen=True)
class Evidence:
    """The figures that the setting weighs, by name, and the names and numbers of the question that its story lacks."""

    figures: Mapping[str, float]
    missing: tuple[Named, ...]
    lacks_kind: bool


def gather_evidence(
    findings: Findings,
    stories: Sequence[ReadStory],
    judged: Sequence[JudgedSentence],
    asked: AskedFor,
    names: Sequence[Named],
    *,
    passages_searched: int,
) -> Evidence | None:
    """Return the evidence, None where nothing was found. `judged` are the sentences of `stories`, best first."""
    if not stories or not judged or not len(findings.question.tokens):
        return None
    best = judged[0].sentence
    home = next(story for story in stories if story.story.first.story == best.passage.story)
    around = [s for s in home.sentences if s.passage.uri == best.passage.uri and abs(s.place - best.place) <= 1]
    window = " ".join(sentence.text for sentence in around)
    whole = " ".join(
        [
            home.story.first.headline,
            *(ranked.passage.text for ranked in home.story.passages),
            home.story.first.publisher,
            home.story.first.published or "",
        ]
    )
    language = home.story.first.language
    question, asked_in = findings.question.text, findings.question.language
    story_text, near_text = Searchable(whole), Searchable(f"{home.story.first.headline}\n{window}")
    degrees = _degrees(names, story_text, asked_in=asked_in, language=language)
    in_window = _degrees(names, near_text, asked_in=asked_in, language=language)
    lacks_kind = not holds_kind(window, asked.kind, language=language, known=asked.words)
    same_language = findings.question.odds.get(language, 0.0)
    matches = np.max([sentence.matches for sentence in around] + [home.headline], axis=0)
    read = [ranked for story in findings.stories for ranked in story.passages]
    closest = max(read, key=lambda ranked: ranked.passage.score)
    closest_matches = closest.matches(-LONGEST, LONGEST)
    anywhere = np.max([story.matches for story in findings.stories], axis=0)
    return Evidence(
        {
            "passage": closest.passage.score,
            "passage's body": max(float(ranked.matches(0, LONGEST).mean()) for ranked in read),
            "passage's least tenth": float(np.quantile(closest_matches, 0.1)),
            "background": float(np.median([ranked.passage.score for ranked in read])),
            "second story": max((story.best.passage.score for story in findings.stories[1:]), default=0.0),
            "well matched": float((closest_matches > _WELL).mean()),
            "least matched anywhere": float(anywhere.min()),
            "sentence": max(float(sentence.matches.mean()) for story in stories for sentence in story.sentences),
            "story's least fifth": least_fifth(home.story.matches),
            "window's least fifth": least_fifth(matches),
            "window": float(matches.mean()),
            "same language": same_language,
            "size": math.log10(min(max(passages_searched, 1), MOST_MEASURED)),
            "words of the story": same_language * _shared(findings.question.text, findings.question.language, whole),
            "words of the window": same_language * _shared(findings.question.text, findings.question.language, window),
            "names missing": _lacking(degrees),
            "names missing nearby": _lacking(in_window),
            "lacks the kind": float(lacks_kind),
            "tokens": math.log(min(len(findings.question.tokens), MOST_TOKENS)),
            "content words": math.log1p(min(len(_content_words(question, asked_in)), MOST_WORDS)),
            **{f"asks for a {kind}": float(asked.kind == kind) for kind in KINDS},
        },
        tuple(
            named
            for named, degree in zip(names, degrees, strict=True)
            if degree == MISSING
            # Somebody of that name with another office is somebody else.
            or namesake(question, named, story_text, question_language=asked_in, text_language=language)
        ),
        lacks_kind,
    )


def _degrees(names: Sequence[Named], text: Searchable, *, asked_in: str, language: str) -> list[float]:
    return [holds(named, text, question_language=asked_in, text_language=language) for named in names]


def _lacking(degrees: Sequence[float]) -> float:
    return sum(HELD - degree for degree in degrees) / len(degrees) if degrees else 0.0


def _content_words(question: str, language: str) -> list[str]:
    small = FUNCTION_WORDS.get(language, frozenset())
    return [word for word in re.findall(r"\w+", folded(question)) if word not in small and len(word) > 2]


def _shared(question: str, language: str, text: str) -> float:
    """Return the share of the question's content words that the text has, by their first letters."""
    words = _content_words(question, language)
    held = {word[:_STEM] for word in re.findall(r"\w+", folded(text))}
    return sum(word[:_STEM] in held for word in words) / len(words) if words else 1.0

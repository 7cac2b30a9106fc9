"""The papers and languages that a question names as where to look, and the question without them."""

import functools
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from babel import Locale, UnknownLocaleError

from answering.understanding.asking_words import asking_words
from answering.understanding.folding import folded, tidy, tokens
from answering.understanding.function_words import FUNCTION_WORDS, LANGUAGES
from answering.understanding.outlet_words import ARTICLES, CONTRACTED_IN, JOINS, OutletWords, outlet_words

# A question that says where to look is not longer; beyond this nothing is searched for.
_LONGEST = 1000
_CUTS = frozenset("de del du des d of di do da dos das von der the dello della".split())
# What a language's name is called beside what Unicode's CLDR calls it.
_ALSO_CALLED = {"es": ("castellano", "castilian", "castillan", "kastilisch", "castelhano", "castigliano")}


@dataclass(frozen=True)
class Outlets:
    """The archive's publishers and languages that a question asks in, and the question without the words that say so."""

    publishers: tuple[str, ...]
    languages: tuple[str, ...]
    rest: str


@dataclass(frozen=True)
class _Named:
    """A publisher where a question names it; `article` is where its article begins, which is `start` without one."""

    publisher: str
    article: int
    start: int
    end: int
    short: bool
    capital: bool
    contracted: bool


def find_outlets(question: str, *, language: str, publishers: Collection[str], languages: Collection[str]) -> Outlets:
    """Return where a question asks to look, among the publishers and languages (ISO 639-1) that the archive has.

    A publisher or a language that the question is about, and does not ask in, stays in the question.
    """
    rest = tidy(question)
    if len(rest) > _LONGEST:
        return Outlets((), (), question)
    own = language if language in LANGUAGES else "en"
    rest, papers = _take_publishers(rest, _forms(tuple(sorted(publishers))), own)
    rest, spoken = _take_languages(rest, languages, own)
    return Outlets(tuple(dict.fromkeys(papers)), tuple(dict.fromkeys(spoken)), rest if papers or spoken else question)


@functools.lru_cache(maxsize=8)
def _forms(publishers: tuple[str, ...]) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Return each way to name a publisher that no other shares: its words, the publisher, whether it is a short form."""
    whole: dict[tuple[str, ...], set[str]] = {}
    short: dict[tuple[str, ...], set[str]] = {}
    for publisher in publishers:
        name = tuple(token.folded for token in tokens(tidy(publisher)))
        bare = name[1:] if len(name) > 1 and name[0] in ARTICLES else name
        for form in {name, bare} - {()}:
            whole.setdefault(form, set()).add(publisher)
        cut = next((i for i, word in enumerate(bare) if i and word in _CUTS), None)
        shortened = bare[:cut] if cut else bare[-1:] if len(bare) > 1 else ()
        if shortened and len(shortened[-1]) > 2:
            short.setdefault(shortened, set()).add(publisher)
    forms = {form: (min(owners), True) for form, owners in short.items() if len(owners) == 1}
    return forms | {form: (min(owners), False) for form, owners in whole.items() if len(owners) == 1}


def _named(text: str, forms: dict[tuple[str, ...], tuple[str, bool]], language: str) -> list[_Named]:
    words = tokens(text)
    longest = max((len(form) for form in forms), default=0)
    found = []
    i = 0
    while i < len(words):
        for size in range(min(longest, len(words) - i), 0, -1):
            part = words[i : i + size]
            name = tuple(word.folded for word in part)
            match = forms.get(name)
            if not match and language == "de":  # dem Boten, des Boten
                match = next((forms[bent] for ending in ("n", "s") if (bent := _unbent(name, ending)) in forms), None)
            if match:
                before = words[i - 1] if i else None
                article = before is not None and before.folded in ARTICLES
                leading = before if article and before is not None else part[0]
                content = next((word for word in part if word.folded not in ARTICLES), part[0])
                found.append(
                    _Named(
                        match[0],
                        leading.start,
                        part[0].start,
                        part[-1].end,
                        match[1],
                        content.capital,
                        leading.folded in CONTRACTED_IN,
                    )
                )
                i += size
                break
        else:
            i += 1
    return found


def _unbent(name: tuple[str, ...], ending: str) -> tuple[str, ...]:
    return (*name[:-1], name[-1].removesuffix(ending))


def _take_publishers(text: str, forms: dict[tuple[str, ...], tuple[str, bool]], language: str) -> tuple[str, list[str]]:
    words = outlet_words(language)
    papers: list[str] = []
    for _ in range(4):
        named = _named(text, forms, language)
        for i, paper in enumerate(named):
            group = _joined(text, named[i:])
            taken = _without(text, paper, group[-1].end, words, language)
            if taken is not None:
                papers += [one.publisher for one in group]
                text = taken
                break
        else:
            return text, papers
    return text, papers


def _joined(text: str, named: Sequence[_Named]) -> list[_Named]:
    """Return the papers of a list: "La Voz and El Faro" are two, though only the first has "according to"."""
    group = [named[0]]
    for paper in named[1:]:
        if not JOINS.fullmatch(folded(text[group[-1].end : paper.article])):
            break
        group.append(paper)
    return group


def _without(text: str, paper: _Named, end: int, words: OutletWords, language: str) -> str | None:
    """Return the question without a paper as its source, None where the paper is what the question is about."""
    plain = folded(text)
    before, after = plain[: paper.article], plain[end:]
    if cue := words.according.search(before):
        return _spliced(text, cue.start(), end)
    if (cue := words.stories_in.search(before)) and (paper.capital or not paper.short):
        kept = cue.group("keep").rsplit(" ", 1)[0] if " " in cue.group("keep").strip() else cue.group("keep")
        return _spliced(text, cue.start("keep") + len(kept), end)
    if later := words.afterwards.match(after):
        if language == "en":
            return _spliced(text, paper.start, paper.end + 3) if paper.capital or not paper.short else None
        return _spliced(text, paper.article, end + later.end())
    if not paper.capital and paper.short:
        return None  # "the post" is any post
    if (taken := _asked_of(text, before, after, words, language)) is not None:
        return taken
    inside = words.inside.search(before)
    start = inside.start() if inside else paper.article
    if (
        paper.capital
        and (inside or paper.contracted)
        and _clause_ends(after, language)
        and not words.house.search(plain[:start])
    ):
        return _spliced(text, start, end)
    return None


def _asked_of(text: str, before: str, after: str, words: OutletWords, language: str) -> str | None:
    """Return what is asked where a paper is the one that reports: "What did the Ledger say about the strike?"."""
    opening = len(before) - len(before.lstrip(" ¿"))
    asks, end = before[opening:], len(text) - len(after)
    what = words.what_before.match(asks)
    if what and what.end() == len(asks) and (told := words.what_after.match(after)):
        about = text[end + told.start("about") : end + told.end("about")].strip() if told["about"] else ""
        return words.reported.format(about) if about else words.anything
    subject = words.about.search(after)
    if subject is None:
        return None
    if counted := words.how_many.match(asks):
        return f"{text[: opening + counted.end()]} {text[end + subject.start() :]}"
    plain = folded(text)
    if words.yes_no.match(asks) and (asking_words(language).saying.search(plain) or _REPORTS.search(plain)):
        return text[end + subject.end() :].strip(" ?!.")
    return None


_REPORTS = re.compile(
    r"\b(?:report|publish|cover|publi|inform|bericht|veroffentlich|gemeldet|notici|riport|pubblic|rapport)"
)


def _clause_ends(after: str, language: str) -> bool:
    """Whether a name is followed by no noun of its own, as in "the Ledger building"."""
    following = tokens(after)[:1]
    return not following or not after.startswith(" ") or following[0].folded in FUNCTION_WORDS[language]


def _spliced(text: str, start: int, end: int) -> str:
    """Return a text without a part, its spaces, commas and capital put right."""
    before, after = text[:start].rstrip(" ,"), text[end:]
    if not before.strip(" ¿¡"):
        after = after.lstrip(" ,:;")
        opening = before.strip()
        if after[:1] in "¿¡":
            opening = ""
        return f"{opening}{_capital(after)}".strip()
    comma = "," if text[end : end + 1] == "," and text[start : start + 1] != "," else ""
    after = after.lstrip(" ,") if comma or after.startswith((",", " ")) else after
    space = "" if not after or (after[0] in "?!.;:" and not text[end:].startswith(" ")) else " "
    return f"{before}{comma}{space}{after}".strip()


def _capital(text: str) -> str:
    at = next((i for i, character in enumerate(text) if character.isalpha()), 0)
    return f"{text[:at]}{text[at : at + 1].upper()}{text[at + 1 :]}"


def _take_languages(text: str, languages: Collection[str], language: str) -> tuple[str, list[str]]:
    words = outlet_words(language)
    spoken = []
    for code in languages:
        names = _language_names(code, language)
        if not names:
            continue
        if (taken := _without_media(text, names, words, language)) or (taken := _without_in(text, names, words)):
            text = taken
            spoken.append(code)
    return text, spoken


def _without_in(text: str, names: frozenset[str], words: OutletWords) -> str | None:
    """Return the question without "in Spanish", None where a thing is said, sung or taught in Spanish."""
    plain = folded(text)
    either = "|".join(map(re.escape, sorted(names)))
    story = rf"(?<!\w){words.media} (?:\w+ )?$"
    pattern = rf",? ?(?<![\w'-]){words.only}{words.in_language} (?:{either})(?: language| sprache)?(?P<ends>$| ?[?!.,;:])?(?!\w)"
    for match in re.finditer(pattern, plain):
        before = plain[: match.start()]
        window = " ".join(before.split(" ")[-6:])
        ends = match["ends"] is not None
        if re.search(story, f"{before} ") or (ends and not words.matter.search(window)):
            if ends:
                return _spliced(text, match.start(), match.start("ends"))
            return _spliced(text, match.start(), match.end())
    return None


def _without_media(text: str, names: frozenset[str], words: OutletWords, language: str) -> str | None:
    """Return the question without "in Spanish newspapers", or without the language of "Spanish articles"."""
    plain = folded(text)
    bent = "|".join(rf"{re.escape(_stem(name))}\w{{0,3}}" for name in sorted(names))
    spoken = rf"(?:{bent})(?:[- ]language|-?sprachige?[nrs]?)?"
    named = (
        rf"{spoken} {words.media}"
        if language in ("en", "de")
        else rf"{words.media} (?:en |in |em |de (?:langue|lingua|lengua) )?{spoken}"
    )
    if match := re.search(rf",? ?(?<![\w'-]){words.only}(?:{words.look}) {named}(?!\w)", plain):
        return _spliced(text, match.start(), match.end())
    stories = rf"(?:{_STORIES_ONLY[language]})"
    if language in ("en", "de"):
        if match := re.search(rf"(?<![\w'-])(?P<said>{spoken}) (?={stories}\b)", plain):
            return _spliced(text, match.start("said"), match.end("said"))
    elif match := re.search(rf"(?<![\w'-]){stories}(?P<said> (?:en |in |em )?{spoken})(?!\w)", plain):
        return _spliced(text, match.start("said"), match.end("said"))
    return None


# Press is also a country's; an article in a language is only that.
_STORIES_ONLY = {
    "en": "articles?|stories|reports|newspapers|press|media|texts|sources|news",
    "es": "articulos?|noticias|textos|reportajes|prensa|periodicos", "fr": "articles?|textes|presse|journaux",
    "de": "artikeln?|texten?|berichten?|presse|zeitungen|medien", "pt": "artigos?|noticias|textos|imprensa|jornais",
    "it": "articoli|testi|notizie|stampa|giornali",
}  # fmt: skip


def _stem(name: str) -> str:
    return re.sub(r"(?:ao|o|a|e)$", "", name) if len(name) > 4 else name


@functools.lru_cache(maxsize=512)
def _language_names(code: str, asked_in: str) -> frozenset[str]:
    """Return what a language is called in the question's language, folded."""
    try:
        name = Locale(asked_in).languages.get(code)
    except UnknownLocaleError:
        return frozenset()
    names = {name} if name else set()
    return frozenset(folded(one) for one in (*names, *_ALSO_CALLED.get(code, ())) if " " not in one)
